"""The algorithm `series_options`."""

from __future__ import annotations

import re

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import SeriesOptionsJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import dates_in_order
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import choice, crs, date, file, file_output, integer, number, switch, text

DESCRIPTIONS = ("filled", "composites", "metrics", "phenology", "harmonics")
FILLINGS = ("as_in_series", "linear", "nearest", "whittaker", "savitzky_golay", "harmonic", "radial_basis",
            "masked")  # fmt: skip
METHODS = ("as_in_series", "median", "medoid", "max_ndvi", "weighted")
AS_IN_SERIES = "as_in_series"


class SeriesOptions(BaseAlgorithm):
    """Choose how the year is described."""

    ID, GROUP = "series_options", Group.TIME_SERIES
    EXAMPLE = "DESCRIBE=filled DESCRIBE=metrics STEP_DAYS=20 INDICES=NDVI,EVI OUTPUT=series.json"

    def title(self):
        return self.tr("Choose how the year is described")

    def summary(self):
        return self.tr("Writes the file of options (SERIES) that the chains and the other steps take.")

    def details(self):
        return self.tr(
            "filled: values on regular dates. composites: one image of each month or window. metrics: statistics over "
            "time. phenology: start, peak and end of the season. harmonics: cosine and sine terms. Several together "
            "are possible.\n\n"
            "What is left as it is keeps its default, or its value in the file that is changed (BASE). With a "
            "catalogue the options are tried on its images, and the log says how many features they give. The file is "
            "plain text with more options than this dialog has: see the user guide."
        )

    def keywords(self):
        return self.tr("series,options,SERIES,JSON,features,dates,indices,composites,statistics,phenology,filling")

    def parameters(self):
        yield choice(
            "DESCRIBE", self.tr("What describes the year"), self.tr("One or several. None: filled."), DESCRIPTIONS,
            multiple=True,
        )
        yield integer(
            "STEP_DAYS", self.tr("Days between the dates"), self.tr("Of filled series. 0: as it is, else 10."),
            default=0, low=0,
        )
        yield date("START_DATE", self.tr("First date"), self.tr("Empty: that of the first image of each sensor."))
        yield date("END_DATE", self.tr("Last date"), self.tr("Empty: that of the last image of each sensor."))
        yield choice(
            "FILLING", self.tr("Filling of the gaps"),
            self.tr("as_in_series: as it is, else linear. masked: the dates as they were acquired, clouds left out, "
                    "for neural networks and boosting."),
            FILLINGS, default=AS_IN_SERIES,
        )
        yield text(
            "INDICES", self.tr("Indices"),
            self.tr("Parted by commas: names (NDVI, EVI) or formulas (NDRE = (B8 - B5) / (B8 + B5)). none: none."),
        )
        yield text("SENSORS", self.tr("Sensors"), self.tr("Keys parted by commas, such as S2,S1ASC. Empty: all."))
        yield from self._of_descriptions()
        yield from self._of_pixels()
        yield file(
            "BASE", self.tr("File that is changed"), self.tr("A file of options to begin with. Empty: the defaults."),
            self.tr("JSON files (*.json)"), optional=True, advanced=True,
        )
        yield from common.catalogue(optional=True)
        yield file_output(
            "OUTPUT", self.tr("Options of the time series"), self.tr("The file to write, for SERIES."),
            self.tr("JSON files (*.json)"),
        )

    def _of_descriptions(self):
        yield choice(
            "COMPOSITE_METHOD", self.tr("Method of composites"), self.tr("as_in_series: as it is, else median."),
            METHODS, default=AS_IN_SERIES, advanced=True,
        )
        yield integer(
            "COMPOSITE_DAYS", self.tr("Days of a composite"), self.tr("-1: calendar months. 0: as it is, else 30."),
            default=0, low=-1, advanced=True,
        )
        yield text(
            "STATISTICS", self.tr("Statistics"),
            self.tr("Of metrics, parted by commas: p10, p50, mean, std, slope, clear_dates ... Empty: as it is."),
            advanced=True,
        )
        yield text(
            "STATISTICS_SOURCES", self.tr("Bands and indices of the statistics"),
            self.tr("Parted by commas. Empty: as it is, else all."), advanced=True,
        )
        yield integer(
            "SEASONS", self.tr("Seasons in a year"), self.tr("Of phenology, 1 or 2. 0: as it is, else 1."),
            default=0, low=0, high=2, advanced=True,
        )
        yield file(
            "USER_FEATURES", self.tr("File of your own features"), self.tr("A Python file: see the user guide."),
            self.tr("Python files (*.py)"), optional=True, advanced=True,
        )
        yield text("FUNCTIONS", self.tr("Functions of that file"), self.tr("Names parted by commas."), advanced=True)
        yield integer(
            "COMPONENTS", self.tr("Principal components"),
            self.tr("So many, fitted on the samples, take the place of the features. 0: as it is, else none."),
            default=0, low=0, advanced=True,
        )

    def _of_pixels(self):
        yield switch(
            "SNOW_IS_INVALID", self.tr("Snow counts as cloud"),
            self.tr("Pixels under snow are left out, where the images tell."), advanced=True,
        )
        yield crs(
            "CRS", self.tr("Coordinate system of the map"), self.tr("Empty: that of the images."), advanced=True,
        )
        yield number(
            "RESOLUTION", self.tr("Side of the map's pixels"),
            self.tr("In units of the coordinate system. 0: as it is, else that of the images."), default=0.0, low=0.0,
            advanced=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("FEATURES", self.tr("Number of features"))

    def check(self, values):
        if values.given("USER_FEATURES") and not values.names("FUNCTIONS"):
            return self.tr("USER_FEATURES is given, but no function of it: name them in FUNCTIONS.")
        return dates_in_order(values)

    def job(self, values):
        filling, method = values.text("FILLING"), values.text("COMPOSITE_METHOD")
        return SeriesOptionsJob(
            output=values.output("OUTPUT"),
            base=values.file("BASE"),
            catalogue=values.artefact("CATALOGUE"),
            sensors=values.names("SENSORS"),
            describe=values.choices("DESCRIBE"),
            step_days=values.integer("STEP_DAYS"),
            start_date=values.date("START_DATE"),
            end_date=values.date("END_DATE"),
            filling="" if filling == AS_IN_SERIES else filling,
            composite_method="" if method == AS_IN_SERIES else method,
            composite_days=values.integer("COMPOSITE_DAYS"),
            statistics=values.names("STATISTICS"),
            statistics_sources=values.names("STATISTICS_SOURCES"),
            indices=_entries(values.text("INDICES")),
            seasons=values.integer("SEASONS"),
            user_features=values.file("USER_FEATURES"),
            functions=values.names("FUNCTIONS"),
            components=values.integer("COMPONENTS"),
            crs=values.crs("CRS"),
            resolution=values.number("RESOLUTION"),
            snow_is_invalid=values.switch("SNOW_IS_INVALID"),
        )


def _entries(text: str) -> tuple[str, ...]:
    """Return what commas part, but for those within the parentheses of a formula."""
    parts = re.split(r",(?![^()]*\))", text)
    return tuple(part.strip() for part in parts if part.strip())
