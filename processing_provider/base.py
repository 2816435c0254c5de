"""What every algorithm shares: parameters in, a job out, a worker that does it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingParameterDefinition
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from landweave.processing_provider.groups import Group
from landweave.processing_provider.loading import style_results
from landweave.processing_provider.runner import run_job
from landweave.processing_provider.sources import LAYER_TYPES, absent_defaults, resolve
from landweave.processing_provider.values import Values

translate = QCoreApplication.translate
ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"


class BaseAlgorithm(QgsProcessingAlgorithm):
    """An algorithm is its parameters, its check and its job.

    Class attributes:
        ID: the algorithm's id, never translated, never changed.
        GROUP: the stage it belongs to.
        EXAMPLE: parameters of an example command, shown in the help.
        VECTOR_FORMATS: endings of the vector layers that it writes.
    """

    ID = ""
    GROUP = Group.TOOLS
    EXAMPLE = ""
    VECTOR_FORMATS = ("gpkg",)

    def title(self) -> str:
        """Return the name in the toolbox."""
        raise NotImplementedError(type(self).__name__)

    def summary(self) -> str:
        """Return one sentence that says what the algorithm is for."""
        raise NotImplementedError(type(self).__name__)

    def details(self) -> str:
        """Return what else a user should know, in plain text; blank lines part paragraphs, `- ` begins list items."""
        return ""

    def keywords(self) -> str:
        """Return words to search for, parted by commas."""
        return ""

    def parameters(self):
        """Yield the parameters in the order of the dialog."""
        return iter(())

    def results(self):
        """Yield outputs that are no parameters: numbers, texts."""
        return iter(())

    def check(self, values: Values) -> str | None:
        """Return one sentence that says what to correct, or None."""
        del values

    def job(self, values: Values):
        """Return the job that the worker does."""
        raise NotImplementedError(type(self).__name__)

    # What QGIS calls.

    def name(self):
        return self.ID

    def displayName(self):
        return self.title()

    def group(self):
        return self.GROUP.title

    def groupId(self):
        return self.GROUP.id

    def icon(self):
        return QIcon(str(ICONS / f"{self.GROUP.id}.svg"))

    def svgIconPath(self):
        return str(ICONS / f"{self.GROUP.id}.svg")

    def tags(self):
        return [word.strip() for word in self.keywords().split(",") if word.strip()]

    def shortDescription(self):
        return self.summary()

    def shortHelpString(self):
        paragraphs = [self.summary(), *self.details().split("\n\n")]
        parts = [_html(text) for text in paragraphs if text.strip()]
        entries = [f"<dt><b>{escape(p.description())}</b></dt><dd>{escape(p.help())}</dd>" for p in self._shown()]
        if entries:
            heading = translate("BaseAlgorithm", "Parameters")
            parts.append(f"<h3>{heading}</h3><dl>{''.join(entries)}</dl>")
        command = f"qgis_process run landweave:{self.ID} -- {self.EXAMPLE}".rstrip(" -")
        heading = translate("BaseAlgorithm", "From a shell")
        parts.append(f"<h3>{heading}</h3><p><code>{escape(command)}</code></p>")
        return "".join(parts)

    def createInstance(self):
        return type(self)()

    def initAlgorithm(self, configuration=None):
        del configuration
        for parameter in self.parameters():
            self.addParameter(parameter)
        for output in self.results():
            self.addOutput(output)

    def checkParameterValues(self, parameters, context):
        message = self._unknown(parameters)
        if message:
            return False, message
        fine, message = super().checkParameterValues(parameters, context)
        if not fine:
            return False, self._explained(message, parameters, context)
        values = Values(self, parameters, context)
        message = self._wrong_format(values) or self.check(values) or ""
        return not message, message

    def prepareAlgorithm(self, parameters, context, feedback):
        # Layers belong to the thread that calls this, not to the one that runs processAlgorithm.
        self._absent = absent_defaults(self, parameters, context)
        for name, column in self._absent.items():
            text = translate("BaseAlgorithm", "{name} is left empty: there is no column '{column}'.")
            feedback.pushInfo(text.format(name=name, column=column))
        self._sources = {
            definition.name(): resolve(self, definition, parameters, context)
            for definition in self.parameterDefinitions()
            if definition.type() in LAYER_TYPES
        }
        return True

    def processAlgorithm(self, parameters, context, feedback):
        parameters = self.settle({**parameters, **dict.fromkeys(self._absent, "")}, context)
        values = Values(self, parameters, context, self._sources)
        # A model runs its steps without asking checkParameterValues.
        wrong = self.check(values)
        if wrong:
            raise QgsProcessingException(wrong)
        result = run_job(self.job(values), values.run_options(), feedback)
        self.finish(result, values, context, feedback)
        style_results(context, values.switch("LOAD_DATES"))
        declared = {output.name() for output in self.outputDefinitions()}
        return {name.upper(): value for name, value in result.items() if name.upper() in declared}

    def settle(self, parameters, context):
        """Return the parameters with what was left open decided."""
        del context
        return parameters

    def finish(self, result, values, context, feedback):
        """Do what remains in QGIS once the worker is done."""
        del result, values, context, feedback

    # Translation.

    def tr(self, text):
        """Translate a text of this algorithm."""
        return QCoreApplication.translate(type(self).__name__, text)

    def _unknown(self, parameters) -> str | None:
        """Say which parameter is none of this algorithm: QGIS would ignore it, and a mistyped name with it."""
        known = [definition.name() for definition in self.parameterDefinitions()]
        for name in parameters:
            if name not in known:
                text = translate("BaseAlgorithm", "There is no parameter {name}. Known are: {known}.")
                return text.format(name=name, known=", ".join(known))
        return None

    def _wrong_format(self, values) -> str | None:
        """Say which layer has the ending of a format that this algorithm does not write, though others do."""
        for definition in self.destinationParameterDefinitions():
            path = values.output(definition.name()) if definition.type() == "vectorDestination" else ""
            if path and Path(path).suffix.lower().lstrip(".") not in self.VECTOR_FORMATS:
                text = translate("BaseAlgorithm", "{name}: {path} has to end in {endings}.")
                endings = ", ".join(f".{ending}" for ending in self.VECTOR_FORMATS)
                return text.format(name=definition.name(), path=path, endings=endings)
        return None

    def _explained(self, message, parameters, context) -> str:
        """Add what QGIS does not say when it refuses a value: the value, and what may stand there."""
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if value in (None, "") or str(value) in message or definition.checkValueIsAcceptable(value, context):
                continue
            if definition.type() == "enum":
                known = translate("BaseAlgorithm", "Known are: {known}.").format(known=", ".join(definition.options()))
                return f"{message}: {value}. {known}"
            return f"{message}: {value}" if isinstance(value, str) else message
        return message

    def _shown(self):
        hidden = QgsProcessingParameterDefinition.FlagHidden
        return [p for p in self.parameterDefinitions() if not p.flags() & hidden]


def _html(paragraph: str) -> str:
    """Return a paragraph, or a list where each line begins with a dash."""
    if not paragraph.startswith("- "):
        return f"<p>{escape(paragraph)}</p>"
    items = (line.removeprefix("- ") for line in paragraph.splitlines())
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
