"""The algorithm `sampling_plan`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import SamplingPlanJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import file_output
from landweave.processing_provider.samples import choice_parameters


class SamplingPlan(BaseAlgorithm):
    """Write how many samples each class of each region would give, as a table to be edited."""

    ID, GROUP = "sampling_plan", Group.SAMPLES
    EXAMPLE = "INPUT=split.gpkg STRATEGY=smallest OUTPUT=plan.csv"

    def title(self):
        return self.tr("Make a sampling plan")

    def summary(self):
        return self.tr("Writes how many samples each class of each region would give, as a table that you may edit.")

    def details(self):
        return self.tr(
            "Open the table in QGIS or a spreadsheet, change strategy and size of any row, and give it to 'Select the "
            "sample pixels' with the strategy plan. polygons, pixels and samples are those of one run to learn from."
        )

    def keywords(self):
        return self.tr("samples,plan,strategy,table,balance,classes,regions,training")

    def parameters(self):
        yield from choice_parameters.reference()
        yield from choice_parameters.strategy()
        yield from choice_parameters.sampler()
        yield from choice_parameters.limits()
        yield from common.nomenclature()
        yield file_output(
            "OUTPUT",
            self.tr("Sampling plan"),
            self.tr("The table to write: region, class, name, polygons, pixels, strategy, size, samples."),
            self.tr("Tables (*.csv)"),
        )

    def results(self):
        yield QgsProcessingOutputNumber("SAMPLES", self.tr("Number of samples of a run"))

    def check(self, values):
        return choice_parameters.missing_table(values)

    def job(self, values):
        return SamplingPlanJob(
            **choice_parameters.options(values),
            nomenclature=values.file("NOMENCLATURE"),
            output=values.output("OUTPUT"),
        )
