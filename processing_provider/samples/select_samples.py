"""The algorithm `select_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import SelectSamplesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    POINTS,
    POLYGONS,
    choice,
    integer,
    number,
    source,
    switch,
    vector_output,
)

STRATEGIES = ("maximum", "proportional", "all")


class SelectSamples(BaseAlgorithm):
    """Choose the pixels of the polygons that become samples."""

    ID, GROUP = "select_samples", Group.SAMPLES
    EXAMPLE = "INPUT=split.gpkg STRATEGY=maximum MAXIMUM=10000 OUTPUT=points.gpkg"

    def title(self):
        return self.tr("Select the sample pixels")

    def summary(self):
        return self.tr("Chooses the pixels of the reference polygons that become samples, as points.")

    def details(self):
        return self.tr(
            "A pixel belongs to a polygon when its centre lies inside. The points keep the columns of their polygon "
            "and may be edited or deleted in QGIS before their values are read."
        )

    def keywords(self):
        return self.tr("samples,pixels,points,selection,random,balance,training")

    def parameters(self):
        yield source(
            "INPUT",
            self.tr("Prepared or split reference"),
            self.tr("Made by 'Prepare the reference polygons' or 'Split into learning and validation'."),
            POLYGONS,
        )
        yield choice(
            "STRATEGY",
            self.tr("Which pixels"),
            self.tr(
                "maximum: at most so many of each class, region and side of the split. proportional: a share of each "
                "class. all: every pixel."
            ),
            STRATEGIES,
            default="maximum",
        )
        yield integer(
            "MAXIMUM",
            self.tr("Most pixels of a class (maximum)"),
            self.tr("Used by the strategy maximum."),
            default=10000,
            low=1,
        )
        yield number(
            "PERCENT",
            self.tr("Share of the pixels in % (proportional)"),
            self.tr("Used by the strategy proportional."),
            default=10.0,
            low=0.001,
            high=100.0,
        )
        yield switch(
            "VALIDATION",
            self.tr("Also pixels of the validation polygons"),
            self.tr("Not needed to make a map: its accuracy is measured on the polygons themselves."),
            advanced=True,
        )
        yield from common.seed()
        yield vector_output(
            "OUTPUT",
            self.tr("Sample points"),
            self.tr("The GeoPackage to write: one point for each chosen pixel."),
            POINTS[0],
        )

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))

    def job(self, values):
        return SelectSamplesJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            strategy=values.text("STRATEGY"),
            maximum=values.integer("MAXIMUM"),
            percent=values.number("PERCENT"),
            seed=values.integer("SEED"),
            validation=values.switch("VALIDATION"),
        )
