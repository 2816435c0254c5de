"""What the user gave for each parameter, as plain values for a job."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingUtils, QgsRasterLayer

from landweave.processing_provider.runner import RunOptions
from landweave.processing_provider.sources import absolute, is_empty


class Values:
    """Reads the parameters of one run.

    `check` may ask for texts, numbers and whether something is given; sources and outputs are
    known only to `job`.
    """

    def __init__(self, algorithm, parameters, context, sources=None):
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._sources = sources or {}

    def given(self, name: str) -> bool:
        """Say whether the user gave anything."""
        return not is_empty(self._parameters.get(name))

    def text(self, name: str) -> str:
        """A string, a column or one choice."""
        # What is empty on purpose ("", or NULL from a shell's `NAME=` and from dialogs) stays empty, where QGIS takes
        # the default; None is an input of a model that was not given, and does mean the default.
        if not self._has(name) or (self._parameters.get(name) is not None and not self.given(name)):
            return ""
        definition = self._algorithm.parameterDefinition(name)
        if definition.type() == "enum":
            return self._algorithm.parameterAsEnumString(self._parameters, name, self._context)
        if definition.type() == "field":
            # QGIS 3.40 calls parameterAsFields deprecated, and QGIS 3.22 has no other.
            columns = getattr(self._algorithm, "parameterAsStrings", None) or self._algorithm.parameterAsFields
            return next(iter(columns(self._parameters, name, self._context)), "")
        return self._algorithm.parameterAsString(self._parameters, name, self._context).strip()

    def choices(self, name: str) -> tuple[str, ...]:
        """The names chosen from an enumeration."""
        chosen = self._algorithm.parameterAsEnumStrings(self._parameters, name, self._context)
        return tuple(option for option in chosen if option)

    def names(self, name: str) -> tuple[str, ...]:
        """Comma separated text as a tuple."""
        return tuple(part.strip() for part in self.text(name).split(",") if part.strip())

    def integer(self, name: str) -> int:
        return self._algorithm.parameterAsInt(self._parameters, name, self._context)

    def number(self, name: str) -> float:
        return self._algorithm.parameterAsDouble(self._parameters, name, self._context)

    def switch(self, name: str) -> bool:
        """Whether a box is ticked; no where there is none."""
        return self._has(name) and self._algorithm.parameterAsBoolean(self._parameters, name, self._context)

    def date(self, name: str) -> str:
        """An ISO date, or "" if none was given."""
        if not self.given(name):
            return ""
        moment = self._algorithm.parameterAsDateTime(self._parameters, name, self._context)
        return moment.date().toString("yyyy-MM-dd") if moment.isValid() else ""

    def file(self, name: str) -> str:
        """The absolute path of a file or folder that is read, or ""."""
        return absolute(self.text(name))

    def name_or_file(self, name: str) -> str:
        """One of some names, or the absolute path of a Python file."""
        return self.file(name) if is_python(self.text(name)) else self.text(name)

    def source(self, name: str) -> str:
        """The path of a layer (`path|layername=name` where a file has several), or ""."""
        return self._sources.get(name) or ""

    def is_raster(self, name: str) -> bool:
        """Whether a layer of either kind is a raster."""
        if name in self._sources:  # in the worker's thread, where layers of the project may not be touched
            return QgsRasterLayer(self.source(name)).isValid()
        return isinstance(self._algorithm.parameterAsLayer(self._parameters, name, self._context), QgsRasterLayer)

    def artefact(self, name: str) -> str:
        """The file of a layer, without the layer's name: for files that are taken whole."""
        return self.source(name).split("|", 1)[0]

    def sources(self, name: str) -> tuple[str, ...]:
        """The paths of several layers or files."""
        return tuple(self._sources.get(name) or ())

    def extent(self, name: str) -> tuple[float, ...]:
        """(x_min, y_min, x_max, y_max), or () if none was given."""
        box = self._algorithm.parameterAsExtent(self._parameters, name, self._context)
        if not self.given(name) or box.isNull():
            return ()
        return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())

    def extent_crs(self, name: str) -> str:
        """The CRS of an extent as WKT, or "" if there is no extent or it does not say."""
        if not self.given(name):
            return ""
        return _wkt(self._algorithm.parameterAsExtentCrs(self._parameters, name, self._context))

    def crs(self, name: str) -> str:
        """A CRS as WKT, or ""."""
        return _wkt(self._algorithm.parameterAsCrs(self._parameters, name, self._context))

    def output(self, name: str) -> str:
        """The absolute path of a file, layer or folder to write; "" for an optional one left out."""
        definition = self._algorithm.parameterDefinition(name)
        if not self.given(name):
            return ""
        if definition.type() in ("rasterDestination", "vectorDestination"):
            return absolute(self._algorithm.parameterAsOutputLayer(self._parameters, name, self._context))
        return absolute(self._algorithm.parameterAsFileOutput(self._parameters, name, self._context))

    def output_or_temporary(self, name: str, file_name: str) -> str:
        """As `output`, but a temporary file where it was left out: for what a job always writes."""
        return self.output(name) or QgsProcessingUtils.generateTempFilename(file_name)

    def run_options(self) -> RunOptions:
        """What the run may use: WORKERS, MEMORY_MIB, RUN_FOLDER, CACHE and CACHE_GIB where the algorithm has them."""
        has = self._has
        return RunOptions(
            workers=self.integer("WORKERS") if has("WORKERS") else 0,
            memory_mib=self.integer("MEMORY_MIB") if has("MEMORY_MIB") else 0,
            run_folder=self.output("RUN_FOLDER") if has("RUN_FOLDER") else "",
            cache=self.file("CACHE") if has("CACHE") else "",
            cache_gib=self.integer("CACHE_GIB") if has("CACHE") and self.given("CACHE") else 0,
        )

    def _has(self, name: str) -> bool:
        return self._algorithm.parameterDefinition(name) is not None


def is_python(text: str) -> bool:
    """Say whether a text is the name of a Python file."""
    return text.lower().endswith(".py")


def _wkt(crs: QgsCoordinateReferenceSystem) -> str:
    return crs.toWkt(QgsCoordinateReferenceSystem.WKT_PREFERRED) if crs.isValid() else ""
