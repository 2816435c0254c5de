"""The algorithm `check_inputs`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import CheckInputsJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import field_goes_with, regions_have_names
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import POLYGONS, field, file_output, source


class CheckInputs(BaseAlgorithm):
    """Find what is wrong before hours are spent."""

    ID, GROUP = "check_inputs", Group.TIME_SERIES
    EXAMPLE = "CATALOGUE=catalogue.gpkg REFERENCE=reference.gpkg CLASS_FIELD=code OUTPUT_HTML=inputs.html"

    def title(self):
        return self.tr("Check the inputs")

    def summary(self):
        return self.tr(
            "Looks for what is wrong with images, reference polygons, regions and options before a map is computed."
        )

    def details(self):
        return self.tr(
            "The page lists errors (a map cannot be made), warnings (look at them first) and notes, each with its "
            "remedy: damaged or missing images, gaps in the calendar, sensors that a tile lacks, polygons that "
            "overlap or lie outside, classes and regions with too few of them, codes that the nomenclature lacks. "
            "It shows the calendar of the images, what the options of the time series will make of them, and what "
            "the run will need.\n\n"
            "What is wrong does not stop this algorithm: the page is its result, and the numbers of errors and "
            "warnings are its outputs."
        )

    def keywords(self):
        return self.tr("check,inputs,quality,calendar,gaps,polygons,overlap,errors,warnings,before,preflight")

    def parameters(self):
        yield from common.catalogue()
        yield source(
            "REFERENCE",
            self.tr("Reference polygons"),
            self.tr("Polygons of known land cover. Empty: only the images and the options are looked at."),
            POLYGONS,
            optional=True,
        )
        yield field(
            "CLASS_FIELD",
            self.tr("Column with the class code"),
            self.tr("A column of the reference."),
            parent="REFERENCE",
            optional=True,
        )
        yield from common.regions()
        yield from common.nomenclature()
        yield from common.series()
        yield common.page()
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Findings"),
            self.tr("The same as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
            made_by_default=False,
        )

    def results(self):
        yield QgsProcessingOutputNumber("ERRORS", self.tr("Number of errors"))
        yield QgsProcessingOutputNumber("WARNINGS", self.tr("Number of warnings"))

    def check(self, values):
        return field_goes_with(values, "REFERENCE", "CLASS_FIELD") or regions_have_names(values)

    def job(self, values):
        return CheckInputsJob(
            catalogue=values.artefact("CATALOGUE"),
            reference=values.source("REFERENCE"),
            class_field=values.text("CLASS_FIELD"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            nomenclature=values.file("NOMENCLATURE"),
            series=values.file("SERIES"),
            output_html=values.output("OUTPUT_HTML"),
            output_json=values.output("OUTPUT_JSON"),
        )
