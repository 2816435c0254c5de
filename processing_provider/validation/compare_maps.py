"""The algorithm `compare_maps`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import CompareMapsJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import (
    POLYGONS,
    POLYGONS_OR_POINTS,
    field,
    file,
    file_output,
    number,
    raster,
    raster_output,
    source,
    text,
    vector_output,
)


class CompareMaps(BaseAlgorithm):
    """Tell what became what between two maps."""

    ID, GROUP = "compare_maps", Group.VALIDATION
    VECTOR_FORMATS = ("gpkg", "fgb", "shp")
    EXAMPLE = (
        "MAP_1=map_2021.tif MAP_2=map_2022.tif CONFIDENCE_1=confidence_2021.tif CONFIDENCE_2=confidence_2022.tif "
        "OUTPUT_HTML=changes.html CHANGES=changes.gpkg"
    )

    def title(self):
        return self.tr("Compare two maps")

    def summary(self):
        return self.tr("Tells what became what between two maps of one grid, where, and which map is right more often.")

    def details(self):
        return self.tr(
            "The maps are of two years, or made in two ways. The page has the change matrix with areas, gains and "
            "losses of each class, agreement, kappa, quantity and allocation disagreement.\n\n"
            "- CHANGES: places of change as polygons, with the classes before and after, area, and how likely both "
            "maps are right there.\n"
            "- CHANGE_MAP: the kinds of change as a raster: 1 where nothing changed.\n"
            "- REFERENCE: McNemar's test of which map is right more often, over pixels and over polygons.\n"
            "- REPORT_1 and REPORT_2: net changes of the classes that heed the errors of the maps, with intervals.\n"
            "- AREA_ESTIMATE: areas of change with intervals, from a sample of places that were interpreted.\n\n"
            "Mapped areas of change are biased: wherever either map is wrong, the pair shows a change."
        )

    def keywords(self):
        return self.tr("change detection,change matrix,transition,McNemar,confusion,kappa,quantity disagreement,years")

    def parameters(self):
        yield raster("MAP_1", self.tr("First map"), self.tr("The earlier one, or A: a raster of class codes."))
        yield raster("MAP_2", self.tr("Second map"), self.tr("The later one, or B, on the same grid of pixels."))
        yield raster("CONFIDENCE_1", self.tr("Confidence of the first map"), self.tr("0 to 100."), optional=True)
        yield raster("CONFIDENCE_2", self.tr("Confidence of the second map"), self.tr("0 to 100."), optional=True)
        yield from common.nomenclature()
        yield number(
            "MINIMUM_AREA",
            self.tr("Smallest place of change (m2)"),
            self.tr("Smaller places are left out of the polygons; the figures count all. 0: none is left out."),
            default=0,
            low=0,
        )
        yield from self._reference()
        yield from self._errors()
        yield text("NAME_1", self.tr("Name of the first map"), self.tr("For the page. Empty: its file's name."),
                   advanced=True)  # fmt: skip
        yield text("NAME_2", self.tr("Name of the second map"), self.tr("For the page. Empty: its file's name."),
                   advanced=True)  # fmt: skip
        yield from language()
        yield from self._outputs()

    def _reference(self):
        yield source(
            "REFERENCE",
            self.tr("Reference of both maps"),
            self.tr(
                "Polygons or points of known class that held when both maps were made, and that neither was learnt "
                "from. Empty: no test of which map is better."
            ),
            POLYGONS_OR_POINTS,
            optional=True,
        )
        yield field(
            "CLASS_FIELD",
            self.tr("Column with the class code"),
            self.tr("A column of the reference."),
            parent="REFERENCE",
            optional=True,
        )
        yield field(
            "POLYGON_FIELD",
            self.tr("Column that numbers the polygons"),
            self.tr("Features with the same value count as one observation. Empty: polygon_id if there is one."),
            parent="REFERENCE",
            optional=True,
            advanced=True,
        )

    def _errors(self):
        files = self.tr("JSON files (*.json)")
        help_text = self.tr("The JSON that 'Accuracy of a map' or the chain wrote. Needs that of the other map too.")
        yield file("REPORT_1", self.tr("Report of the first map"), help_text, files, optional=True, advanced=True)
        yield file("REPORT_2", self.tr("Report of the second map"), help_text, files, optional=True, advanced=True)
        yield file(
            "AREA_ESTIMATE",
            self.tr("Area estimate"),
            self.tr("The JSON that estimate_area wrote with the map of changes of the same two maps as its map."),
            files,
            optional=True,
            advanced=True,
        )

    def _outputs(self):
        yield file_output(
            "OUTPUT_HTML", self.tr("Page"), self.tr("The page to write."), self.tr("HTML files (*.html)"), optional=True
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Figures"),
            self.tr("The same numbers as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
        )
        yield vector_output(
            "CHANGES",
            self.tr("Places of change"),
            self.tr("Polygons. The ending says the format: .gpkg, .fgb or .shp."),
            types=POLYGONS[0],
            optional=True,
        )
        yield raster_output(
            "CHANGE_MAP", self.tr("Map of changes"), self.tr("What became what, as a raster."), optional=True
        )

    def results(self):
        yield QgsProcessingOutputNumber("CHANGED_SHARE", self.tr("Share of the area that changed"))
        yield QgsProcessingOutputNumber("OVERALL_AGREEMENT", self.tr("Overall agreement"))

    def check(self, values):
        if values.given("REFERENCE") and not values.given("CLASS_FIELD"):
            return self.tr("Name the column of REFERENCE with the class codes: CLASS_FIELD.")
        return None

    def job(self, values):
        return CompareMapsJob(
            map_1=values.source("MAP_1"),
            map_2=values.source("MAP_2"),
            output_json=values.output_or_temporary("OUTPUT_JSON", "changes.json"),
            output_html=values.output("OUTPUT_HTML"),
            changes=values.output("CHANGES"),
            change_map=values.output("CHANGE_MAP"),
            name_1=values.text("NAME_1"),
            name_2=values.text("NAME_2"),
            confidence_1=values.source("CONFIDENCE_1"),
            confidence_2=values.source("CONFIDENCE_2"),
            nomenclature=values.file("NOMENCLATURE"),
            minimum_area=values.number("MINIMUM_AREA"),
            reference=values.source("REFERENCE"),
            class_field=values.text("CLASS_FIELD"),
            polygon_field=values.text("POLYGON_FIELD"),
            report_1=values.file("REPORT_1"),
            report_2=values.file("REPORT_2"),
            area_estimate=values.file("AREA_ESTIMATE"),
            language=page_language(values),
        )
