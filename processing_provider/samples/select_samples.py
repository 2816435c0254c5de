"""The algorithm `select_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import SelectSamplesJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import POINTS, switch, vector_output
from landweave.processing_provider.samples import choice_parameters


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
        yield from choice_parameters.reference()
        yield from choice_parameters.strategy()
        yield switch(
            "VALIDATION",
            self.tr("Also pixels of the validation polygons"),
            self.tr("Not needed to make a map: its accuracy is measured on the polygons themselves."),
            advanced=True,
        )
        yield from choice_parameters.sampler()
        yield from choice_parameters.limits()
        yield vector_output(
            "OUTPUT",
            self.tr("Sample points"),
            self.tr("The GeoPackage to write: one point for each chosen pixel."),
            POINTS[0],
        )

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))

    def check(self, values):
        return choice_parameters.missing_table(values)

    def job(self, values):
        return SelectSamplesJob(
            **choice_parameters.options(values),
            output=values.output("OUTPUT"),
            validation=values.switch("VALIDATION"),
        )
