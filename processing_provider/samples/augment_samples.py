"""The algorithm `augment_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import AugmentSamplesJob
from landweave.engine.jobs.sample_sets import AUGMENTATIONS, BALANCES
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    ANY_TABLE,
    POINTS,
    artefact,
    choice,
    field,
    file,
    integer,
    number,
    vector_output,
)


class AugmentSamples(BaseAlgorithm):
    """Make more samples of rare classes."""

    ID, GROUP = "augment_samples", Group.SAMPLES
    EXAMPLE = "INPUT=samples.gpkg CLASS_FIELD=code METHOD=smote BALANCE=largest OUTPUT=augmented.gpkg"

    def title(self):
        return self.tr("Augment rare classes")

    def summary(self):
        return self.tr("Makes new samples of classes that have few, out of those that there are, to learn from only.")

    def details(self):
        return self.tr(
            "New samples are made for each region, and for each run of the split from what that run learns from. They "
            "are marked in the column augmented, are never used to test, and never stand in for new field data.\n\n"
            "- replicate: samples are repeated.\n"
            "- jitter: repeated with a little noise.\n"
            "- smote: new ones between a sample and a neighbour of its class. Needs the package imbalanced-learn."
        )

    def keywords(self):
        return self.tr("samples,augmentation,rare classes,imbalance,oversampling,SMOTE,jitter,replicate,balance")

    def parameters(self):
        yield artefact(
            "INPUT", self.tr("Samples"), self.tr("Made by 'Read the values of the samples' and others."), ANY_TABLE
        )
        yield field("CLASS_FIELD", self.tr("Column with the class"), self.tr("A column of the samples."), "INPUT")
        yield choice(
            "METHOD",
            self.tr("How new samples are made"),
            self.tr("replicate: repeated. jitter: repeated with noise. smote: between neighbours of the class."),
            AUGMENTATIONS,
            default="replicate",
        )
        yield choice(
            "BALANCE",
            self.tr("How many"),
            self.tr(
                "minimum: until a class has the number below. largest: until it has as many as the largest class of "
                "the region. file: what a table says."
            ),
            BALANCES,
            default="largest",
        )
        yield integer(
            "MINIMUM", self.tr("Samples of a class (minimum)"), self.tr("Used by minimum."), default=500, low=1
        )
        yield file(
            "COUNTS",
            self.tr("Table of counts (file)"),
            self.tr("Used by file: CSV with the columns class and count; * as the class stands for all others."),
            self.tr("Tables (*.csv)"),
            optional=True,
        )
        yield number(
            "JITTER_FACTOR",
            self.tr("Divisor of the noise (jitter)"),
            self.tr("The noise is the standard deviation of the class divided by this: 10 is little, 2 is much."),
            default=10.0,
            low=0.1,
            advanced=True,
        )
        yield integer(
            "NEIGHBOURS",
            self.tr("Neighbours (smote)"),
            self.tr("A new sample lies between one and any of its so many nearest."),
            default=5,
            low=1,
            advanced=True,
        )
        yield field(
            "REGION_FIELD",
            self.tr("Column with the region"),
            self.tr("Each region for itself. Empty (in a shell REGION_FIELD=): all samples together."),
            "INPUT",
            optional=True,
            default="region",
            advanced=True,
        )
        yield field(
            "GROUP_FIELD",
            self.tr("Column with the polygon"),
            self.tr("So that a cross-validation never learns from what was made of the polygons that it tests with."),
            "INPUT",
            optional=True,
            default="polygon_id",
            advanced=True,
        )
        yield from common.seed()
        yield vector_output("OUTPUT", self.tr("Augmented samples"),
                            self.tr("The samples file to write (GeoPackage)."), POINTS[0])

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))
        yield QgsProcessingOutputNumber("ADDED", self.tr("Number of new samples"))

    def check(self, values):
        if values.text("BALANCE") == "file" and not values.given("COUNTS"):
            return self.tr("The balance file needs COUNTS: choose the table.")
        return None

    def job(self, values):
        return AugmentSamplesJob(
            input=values.artefact("INPUT"),
            output=values.output("OUTPUT"),
            class_field=values.text("CLASS_FIELD"),
            method=values.text("METHOD"),
            balance=values.text("BALANCE"),
            minimum=values.integer("MINIMUM"),
            counts=values.file("COUNTS"),
            region_field=values.text("REGION_FIELD"),
            group_field=values.text("GROUP_FIELD"),
            jitter_factor=values.number("JITTER_FACTOR"),
            neighbours=values.integer("NEIGHBOURS"),
            seed=values.integer("SEED"),
        )
