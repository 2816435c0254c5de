"""What the chains share: images in, a run folder, results that lie in it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingUtils

from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.loading import load_raster, load_table
from landweave.processing_provider.parameters import folder, switch
from landweave.processing_provider.places import settle
from landweave.processing_provider.translation import tr
from landweave.processing_provider.values import Values


class Chain(BaseAlgorithm):
    """Several steps in a run folder.

    Class attributes:
        LOADED: outputs that QGIS loads from the run folder, the topmost first.
    """

    GROUP = Group.CHAINS
    LOADED: tuple[str, ...] = ()
    named_after = ""
    _is_checked = False

    def images(self):
        """Yield the folder of images."""
        yield folder(
            "INPUT",
            tr("Folder with images (or a catalogue)"),
            tr("Searched with all folders below it. Leave it empty if you give a catalogue of it, under Advanced."),
            optional=True,
        )

    def skip_damaged(self):
        """Yield what to do about damaged images."""
        yield switch(
            "SKIP_DAMAGED",
            tr("Go on without damaged images"),
            tr("Else the chain stops before the work starts when an image is cut or lacks a file."),
            advanced=True,
        )

    def check_images(self, values: Values) -> str | None:
        """Return a sentence unless either a folder or a catalogue is given."""
        if not values.given("INPUT") and not values.given("CATALOGUE"):
            return tr("No images: give INPUT, a folder with images, or CATALOGUE, the catalogue made of one.")
        if values.given("INPUT") and values.given("CATALOGUE"):
            return tr("Both INPUT and CATALOGUE are given: leave one empty.")
        return None

    def checkParameterValues(self, parameters, context):
        self._is_checked = True
        return super().checkParameterValues(parameters, context)

    def createInstance(self):
        again = super().createInstance()
        again._is_checked = self._is_checked
        return again

    def settle(self, parameters, context):
        outputs = {definition.name() for definition in self.destinationParameterDefinitions()}
        inputs = {name: value for name, value in parameters.items() if name not in outputs}
        job = self.job(Values(self, inputs, context, self._sources))
        return settle(parameters, self.named_after, job)

    def finish(self, result, values, context, feedback):
        """Load what lies in the run folder: QGIS loads by itself only what was asked for by name.

        A model loads its own final results only; it runs its steps without checkParameterValues.
        """
        if values.output("RUN_FOLDER").startswith(QgsProcessingUtils.tempFolder()):
            feedback.pushWarning(
                tr("The results are in a temporary folder, which QGIS removes: choose a run folder to keep them.")
            )
        feedback.pushInfo(tr("Run folder: {folder}").format(folder=values.output("RUN_FOLDER")))
        if not self._is_checked or context.project() is None:
            return
        for name in self.LOADED:
            if result.get(name) and not values.given(name):
                definition = self.parameterDefinition(name)
                if definition.type() == "vectorDestination":
                    load_table(context, result[name], Path(result[name]).stem, definition.description())
                else:
                    load_raster(context, result[name], definition.description(), name)
