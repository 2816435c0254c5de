"""The algorithm `copy_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import CopySamplesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    ANY_TABLE,
    POINTS,
    artefact,
    field,
    file,
    integer,
    text,
    vector_output,
)


class CopySamples(BaseAlgorithm):
    """Give a region samples of another one."""

    ID, GROUP = "copy_samples", Group.SAMPLES
    EXAMPLE = "INPUT=samples.gpkg CLASS_FIELD=code RULES=copies.csv OUTPUT=samples_copied.gpkg"

    def title(self):
        return self.tr("Copy samples between regions")

    def summary(self):
        return self.tr("Lets the model of a region learn from samples of another region, for classes that it lacks.")

    def details(self):
        return self.tr(
            "Each region has a model of its own, which knows only the classes that it has samples of. Copied samples "
            "get the name of the other region; the column copied_from tells where they come from. Only what a run "
            "learns from is copied, and only that run learns from the copy."
        )

    def keywords(self):
        return self.tr("samples,copy,region,eco-climatic zone,missing class,sample management")

    def parameters(self):
        yield artefact(
            "INPUT", self.tr("Samples"), self.tr("Made by 'Read the values of the samples', with regions."), ANY_TABLE
        )
        yield field("CLASS_FIELD", self.tr("Column with the class"), self.tr("A column of the samples."), "INPUT")
        yield file(
            "RULES",
            self.tr("Table of copies"),
            self.tr(
                "CSV with the columns from, to, class, count: the region that gives, the region that gets, the class "
                "(* for all) and how many samples (-1: all). Empty: what the next parameters say."
            ),
            self.tr("Tables (*.csv)"),
            optional=True,
        )
        yield text("FROM_REGION", self.tr("Region that gives"), self.tr("Used without a table."))
        yield text("TO_REGION", self.tr("Region that gets"), self.tr("Used without a table."))
        yield text(
            "CLASSES",
            self.tr("Classes to copy"),
            self.tr("Codes or names, parted by commas; used without a table. Empty: all classes."),
        )
        yield integer(
            "COUNT",
            self.tr("Samples of each class"),
            self.tr("In each run of the split; used without a table. -1: all."),
            default=-1,
            low=-1,
        )
        yield field(
            "REGION_FIELD",
            self.tr("Column with the region"),
            self.tr("A column of the samples."),
            "INPUT",
            optional=True,
            default="region",
            advanced=True,
        )
        yield from common.seed()
        yield vector_output("OUTPUT", self.tr("Samples with the copies"),
                            self.tr("The samples file to write (GeoPackage)."), POINTS[0])

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))
        yield QgsProcessingOutputNumber("COPIED", self.tr("Number of copies"))

    def check(self, values):
        if not values.given("RULES") and not (values.text("FROM_REGION") and values.text("TO_REGION")):
            return self.tr("Give a table of copies (RULES), or FROM_REGION and TO_REGION.")
        return None

    def job(self, values):
        return CopySamplesJob(
            input=values.artefact("INPUT"),
            output=values.output("OUTPUT"),
            class_field=values.text("CLASS_FIELD"),
            region_field=values.text("REGION_FIELD"),
            rules=values.file("RULES"),
            from_region=values.text("FROM_REGION"),
            to_region=values.text("TO_REGION"),
            classes=values.names("CLASSES"),
            count=values.integer("COUNT"),
            seed=values.integer("SEED"),
        )
