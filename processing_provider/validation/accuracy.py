"""The algorithm `accuracy`."""

from __future__ import annotations

from landweave.engine.jobs import AccuracyJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import (
    POLYGONS_OR_POINTS,
    choice,
    field,
    file,
    file_output,
    integer,
    raster,
    source,
    vector_output,
)


class Accuracy(BaseAlgorithm):
    """Compare a map with reference polygons or points."""

    ID, GROUP = "accuracy", Group.VALIDATION
    EXAMPLE = "MAP=map.tif REFERENCE=split.gpkg CLASS_FIELD=code RUN=1 OUTPUT_HTML=report.html"

    def title(self):
        return self.tr("Accuracy of a map")

    def summary(self):
        return self.tr("Compares a map with polygons or points of known land cover, and reports how often it is right.")

    def details(self):
        return self.tr(
            "The report has the confusion matrix, overall accuracy, kappa, balanced accuracy, and precision, recall "
            "and F-score of each class, with 95 % intervals that treat each polygon as one observation."
        )

    def keywords(self):
        return self.tr("accuracy,validation,confusion matrix,kappa,precision,recall,F-score,report")

    def parameters(self):
        yield raster("MAP", self.tr("Map"), self.tr("A raster of class codes."))
        yield source(
            "REFERENCE",
            self.tr("Reference"),
            self.tr("Polygons or points that were not used to learn, or a split reference (see the run below)."),
            POLYGONS_OR_POINTS,
        )
        yield field(
            "CLASS_FIELD",
            self.tr("Column with the class code"),
            self.tr("A column of the reference."),
            parent="REFERENCE",
        )
        yield from common.nomenclature()
        yield integer(
            "RUN",
            self.tr("Run of the split"),
            self.tr("Use only what the column run_1 (run_2, ...) calls validation. 0: use all."),
            default=0,
            low=0,
        )
        yield from self._rarely_set()
        yield from self._outputs()

    def _rarely_set(self):
        yield choice(
            "SIDE",
            self.tr("Side of the split"),
            self.tr(
                "Which polygons of the run: validation, or test, those that were held back from all runs (HOLD_BACK)."
            ),
            ("validation", "test"),
            default="validation",
            advanced=True,
        )
        yield raster(
            "CONFIDENCE",
            self.tr("Confidence"),
            self.tr("Shown in the report beside the map, and compared with how often the map is right."),
            optional=True,
            advanced=True,
        )
        yield field(
            "POLYGON_FIELD",
            self.tr("Column that numbers the polygons"),
            self.tr("Features with the same value count as one observation. Empty: polygon_id if there is one."),
            parent="REFERENCE",
            optional=True,
            advanced=True,
        )
        yield file(
            "AREA_ESTIMATE",
            self.tr("Area estimate"),
            self.tr(
                "What estimate_area wrote (JSON) about this map: the report then shows estimated areas with their "
                "intervals beside the mapped ones. Empty: mapped areas only."
            ),
            self.tr("JSON files (*.json)"),
            optional=True,
            advanced=True,
        )
        yield from common.seed()
        yield from language()

    def _outputs(self):
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Report"),
            self.tr("The page to write."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Scores"),
            self.tr("The same numbers as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_CSV",
            self.tr("Confusion matrix"),
            self.tr("The matrix as a table (rows: reference, columns: map)."),
            self.tr("Tables (*.csv)"),
            optional=True,
            made_by_default=False,
        )

        yield vector_output(
            "OUTPUT_PLACES",
            self.tr("Right and wrong places"),
            self.tr(
                "A layer of the reference polygons or points: what the map shows there, and the share of pixels that "
                "it has right. Sort it by that to see where errors lie."
            ),
            optional=True,
        )

    def results(self):
        yield from common.scores()

    def job(self, values):
        return AccuracyJob(
            map=values.source("MAP"),
            reference=values.source("REFERENCE"),
            class_field=values.text("CLASS_FIELD"),
            output_json=values.output_or_temporary("OUTPUT_JSON", "scores.json"),
            output_html=values.output("OUTPUT_HTML"),
            output_csv=values.output("OUTPUT_CSV"),
            output_places=values.output("OUTPUT_PLACES"),
            nomenclature=values.file("NOMENCLATURE"),
            run=values.integer("RUN"),
            side=values.text("SIDE"),
            polygon_field=values.text("POLYGON_FIELD"),
            confidence=values.source("CONFIDENCE"),
            seed=values.integer("SEED"),
            area_estimate=values.file("AREA_ESTIMATE"),
            language=page_language(values),
        )
