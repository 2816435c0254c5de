"""The algorithm `cross_validate`."""

from __future__ import annotations

from landweave.engine.jobs import CrossValidateJob
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import field, file_output, integer


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
            "estimate would be too good."
        )

    def keywords(self):
        return self.tr("cross-validation,accuracy,folds,groups,classifier,compare,machine learning")

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
            language=page_language(values),
        )
