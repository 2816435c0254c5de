"""The algorithm `estimate_area`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import EstimateAreaJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import ANY_TABLE, field, file, file_output, raster, source


class EstimateArea(BaseAlgorithm):
    """Estimate the areas of the classes, and how right the map is, from an interpreted sample."""

    ID, GROUP = "estimate_area", Group.VALIDATION
    EXAMPLE = (
        "POINTS=points.gpkg MAP_FIELD=map_code REFERENCE_FIELD=reference_code MAP=map.tif "
        "OUTPUT_JSON=areas.json OUTPUT_HTML=areas.html"
    )

    def title(self):
        return self.tr("Estimate areas")

    def summary(self):
        return self.tr(
            "Tells how large the classes are on the ground, how right the map is, and how sure that is, from "
            "interpreted points."
        )

    def details(self):
        return self.tr(
            "The stratified estimator of Olofsson et al. (2014): error-adjusted areas with 95 % intervals, overall, "
            "user's and producer's accuracy with theirs, and the error matrix as shares of the area. Where the strata "
            "are not the classes of the map, name the column with the stratum of each point: then it is that of "
            "Stehman (2014).\n\n"
            "The areas of the strata are measured on the map, or given as a table. Points without a class on the "
            "ground are left out."
        )

    def keywords(self):
        return self.tr("area,area estimation,error-adjusted area,confidence interval,Olofsson,Stehman,accuracy,REDD")

    def parameters(self):
        yield source(
            "POINTS",
            self.tr("Interpreted points"),
            self.tr("A random sample of the pixels of each stratum: made by 'Draw an area sample', and filled in."),
            ANY_TABLE,
        )
        yield field(
            "REFERENCE_FIELD",
            self.tr("Column with the class on the ground"),
            self.tr("What was found at each point; empty: not interpreted yet."),
            parent="POINTS",
            default="reference_code",
        )
        yield field(
            "MAP_FIELD",
            self.tr("Column with the class of the map"),
            self.tr("Empty: it is read from the map."),
            parent="POINTS",
            optional=True,
            default="map_code",
        )
        yield raster(
            "MAP",
            self.tr("Map"),
            self.tr("The map from which the sample was drawn: the areas of the strata are measured on it."),
            optional=True,
        )
        yield file(
            "STRATA",
            self.tr("Table of strata"),
            self.tr("Areas of the strata, instead of the map's: CSV with the columns code and area_m2."),
            self.tr("Tables (*.csv)"),
            optional=True,
        )
        yield field(
            "STRATUM_FIELD",
            self.tr("Column with the stratum"),
            self.tr("Where the strata are not the classes of the map. It needs a table of strata."),
            parent="POINTS",
            optional=True,
            advanced=True,
        )
        yield from common.nomenclature()
        yield from language()
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Page"),
            self.tr("The result in words, tables and pictures."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Figures"),
            self.tr("The same as JSON; the report of 'Accuracy of a map' takes it."),
            self.tr("JSON files (*.json)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_CSV",
            self.tr("Table of the classes"),
            self.tr("A row for each class."),
            self.tr("Tables (*.csv)"),
            optional=True,
            made_by_default=False,
        )

    def results(self):
        yield QgsProcessingOutputNumber("OVERALL_ACCURACY", self.tr("Overall accuracy"))

    def check(self, values):
        if not values.given("MAP") and not values.given("STRATA"):
            return self.tr("Give MAP or STRATA: the areas of the strata are needed.")
        if values.text("STRATUM_FIELD") and not values.given("STRATA"):
            return self.tr("Give STRATA, the areas of the strata that STRATUM_FIELD names.")
        return None

    def job(self, values):
        return EstimateAreaJob(
            points=values.source("POINTS"),
            reference_field=values.text("REFERENCE_FIELD"),
            output_json=values.output_or_temporary("OUTPUT_JSON", "areas.json"),
            output_html=values.output("OUTPUT_HTML"),
            output_csv=values.output("OUTPUT_CSV"),
            map_field=values.text("MAP_FIELD"),
            map=values.source("MAP"),
            strata=values.file("STRATA"),
            stratum_field=values.text("STRATUM_FIELD"),
            nomenclature=values.file("NOMENCLATURE"),
            language=page_language(values),
        )
