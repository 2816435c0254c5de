"""The algorithm `merge_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import MergeSamplesJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import POINTS, files, switch, text, vector_output


class MergeSamples(BaseAlgorithm):
    """Join samples of several campaigns or years."""

    ID, GROUP = "merge_samples", Group.SAMPLES
    EXAMPLE = (
        "INPUTS=samples.gpkg INPUTS=last_year.gpkg CLASS_FIELD=code CLASSES=11,12 MATCH_DATES=true REPLACE=true "
        "OUTPUT=merged.gpkg"
    )

    def title(self):
        return self.tr("Merge samples")

    def summary(self):
        return self.tr("Joins samples of several field campaigns, areas or years in one file to learn from.")

    def details(self):
        return self.tr(
            "The files must have the same features; those of the first file count. Polygons of different files stay "
            "apart, and a column campaign tells where each sample comes from.\n\n"
            "Annual crops: this year's crops are not known when their map is due. Give this year's samples first, last "
            "year's second, and say which classes are taken from last year's. The dates of the two years are brought "
            "together when they lie within 15 days of each other."
        )

    def keywords(self):
        return self.tr("samples,merge,join,append,campaign,last year,annual crops,crop rotation")

    def parameters(self):
        yield files(
            "INPUTS",
            self.tr("Samples files"),
            self.tr("Two or more, made by 'Read the values of the samples'. The first gives the features."),
        )
        yield text(
            "CLASS_FIELD",
            self.tr("Name of the class column"),
            self.tr("Needed when only some classes are taken."),
            default="code",
        )
        yield text(
            "CLASSES",
            self.tr("Classes of the second and later files"),
            self.tr("Codes or names, parted by commas. Empty: all classes."),
        )
        yield switch(
            "REPLACE",
            self.tr("Learn these classes from the other files only"),
            self.tr("The first file's own samples of these classes are no longer learnt from; those that test stay."),
        )
        yield switch(
            "MATCH_DATES",
            self.tr("Match the dates of different years"),
            self.tr(
                "Bring features together whose dates differ by the year only, and by at most 15 days within it."
            ),
        )
        yield switch(
            "ADJUST",
            self.tr("Adjust the level of other years"),
            self.tr(
                "With files of different years: clouds and weather change all values of a year a little. What the "
                "classes that stay (all but those named above) differ by is taken off."
            ),
            default=True,
            advanced=True,
        )
        yield vector_output("OUTPUT", self.tr("Merged samples"), self.tr("The samples file to write (GeoPackage)."),
                            POINTS[0])

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))

    def check(self, values):
        if values.switch("REPLACE") and not values.names("CLASSES"):
            return self.tr("REPLACE needs CLASSES: name the classes whose samples are replaced.")
        return None

    def job(self, values):
        return MergeSamplesJob(
            inputs=values.sources("INPUTS"),
            output=values.output("OUTPUT"),
            class_field=values.text("CLASS_FIELD"),
            classes=values.names("CLASSES"),
            match_dates=values.switch("MATCH_DATES"),
            replace=values.switch("REPLACE"),
            adjust=values.switch("ADJUST"),
        )
