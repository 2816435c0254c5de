"""The algorithm `cross_validate`."""

from __future__ import annotations

from landweave.engine.jobs import CrossValidateJob
from landweave.engine.jobs.learning import SPLITS
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import (
    choice,
    extent,
    field,
    file_output,
    integer,
    number,
    raster_or_polygons,
)


class CrossValidate(BaseAlgorithm):
    """Estimate accuracy by folds that keep groups whole."""

    ID, GROUP = "cross_validate", Group.LEARNING
    EXAMPLE = "SAMPLES=samples.gpkg CLASS_FIELD=code GROUP_FIELD=polygon_id OUTPUT_JSON=scores.json"

    def title(self):
        return self.tr("Cross-validate a classifier")

    def summary(self):
        return self.tr("Estimates how accurate a classifier is, by learning on some samples and testing on the others.")

    def details(self):
        return self.tr(
            "Samples of one group (one polygon) are never in the learning and in the test part at once: otherwise the "
            "estimate would be too good. Polygons near each other are alike too: SPLIT keeps more together.\n\n"
            "kNNDM: Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024."
        )

    def keywords(self):
        return self.tr("cross-validation,accuracy,folds,groups,spatial,block,kNNDM,classifier,machine learning")

    def parameters(self):
        yield from learning_parameters.samples_with_class()
        yield from common.method_or_network()
        yield field(
            "GROUP_FIELD",
            self.tr("Column with the group"),
            self.tr("Samples with the same value stay together. Empty (in a shell GROUP_FIELD=): each for itself."),
            parent="SAMPLES",
            optional=True,
            default="polygon_id",
        )
        yield from self._split()
        yield integer("FOLDS", self.tr("Number of parts"), self.tr("Each is tested once."), default=5, low=2, high=100)
        yield integer(
            "REPEATS",
            self.tr("Repetitions"),
            self.tr("With other random parts; more of them narrow the interval."),
            default=1,
            low=1,
            high=100,
        )
        yield from common.seed()
        yield from language()
        yield from common.resources(images=False)
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Report"),
            self.tr("A page with the scores and the confusion matrix."),
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

    def _split(self):
        yield choice(
            "SPLIT",
            self.tr("What stays whole"),
            self.tr(
                "group: the groups. block: all polygons of a square; tile, region: those of an image tile or a region: "
                "for maps used far from the samples. year: each year is tested by what the others teach. knndm: "
                "held-out polygons lie as far from the others as the map does from the samples: the best choice where "
                "polygons are bunched and the map is larger. Polygons stay whole in each."
            ),
            SPLITS,
            default="group",
            advanced=True,
        )
        yield number(
            "BLOCK_SIZE_M",
            self.tr("Side of the squares in metres (block)"),
            self.tr("0: as far as the features resemble themselves; the log tells."),
            default=0.0,
            low=0.0,
            advanced=True,
        )
        yield field(
            "YEAR_FIELD",
            self.tr("Column with the year (year)"),
            self.tr("Empty: year, or campaign, which 'Merge samples' writes."),
            parent="SAMPLES",
            optional=True,
            advanced=True,
        )
        yield raster_or_polygons(
            "MAP",
            self.tr("Area that is mapped (knndm)"),
            self.tr("A raster (0 is left out) or polygons. Empty: the box around the samples."),
            advanced=True,
        )
        yield extent(
            "EXTENT",
            self.tr("Part of the area (knndm)"),
            self.tr("Only this rectangle is mapped. Empty: everything."),
            advanced=True,
        )

    def results(self):
        yield from common.scores()

    def check(self, values):
        return learning_parameters.learner_or_network_fault(values)

    def job(self, values):
        return CrossValidateJob(
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            output_json=values.output_or_temporary("OUTPUT_JSON", "scores.json"),
            output_html=values.output("OUTPUT_HTML"),
            method=values.name_or_file("METHOD"),
            method_options=values.text("METHOD_OPTIONS"),
            group_field=values.text("GROUP_FIELD"),
            folds=values.integer("FOLDS"),
            repeats=values.integer("REPEATS"),
            seed=values.integer("SEED"),
            balanced=values.switch("BALANCED"),
            class_weights=values.text("CLASS_WEIGHTS"),
            calibration=values.text("CALIBRATION"),
            split=values.text("SPLIT"),
            block_size_m=values.number("BLOCK_SIZE_M"),
            year_field=values.text("YEAR_FIELD"),
            map=values.source("MAP"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            language=page_language(values),
        )
