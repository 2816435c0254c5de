"""The algorithm `feature_importance`."""

from __future__ import annotations

from landweave.engine.jobs import FeatureImportanceJob
from landweave.engine.jobs.tuning import WAYS
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import choice, file_output, integer


class FeatureImportance(BaseAlgorithm):
    """Tell which dates, bands and features a classifier needs."""

    ID, GROUP = "feature_importance", Group.LEARNING
    EXAMPLE = "SAMPLES=samples.gpkg CLASS_FIELD=code METHOD=random_forest OUTPUT_HTML=importance.html"

    def title(self):
        return self.tr("Importance of dates and bands")

    def summary(self):
        return self.tr("Tells which dates, months, bands and features a classifier needs, as a page with charts.")

    def details(self):
        return self.tr(
            "Values are shuffled among samples that were not learnt from, and the loss of accuracy is the importance. "
            "Dates and bands that are alike can stand in for each other, so look at months and bands before single "
            "features."
        )

    def keywords(self):
        return self.tr("importance,features,dates,bands,permutation,classifier,explain,machine learning")

    def parameters(self):
        yield from learning_parameters.samples_with_class()
        yield from common.learner(networks=True)
        yield choice(
            "BY",
            self.tr("What is shuffled together"),
            self.tr(
                "date: all features of a day. month: of a month. band: all dates of a band or index. feature: each "
                "alone, the slowest. Empty: all of these."
            ),
            WAYS,
            multiple=True,
        )
        yield from learning_parameters.score()
        yield from common.held_out_folds()
        yield from learning_parameters.run_of_samples()
        yield integer(
            "REPEATS",
            self.tr("Repetitions"),
            self.tr("How often each is shuffled."),
            default=3,
            low=1,
            high=1000,
            advanced=True,
        )
        yield integer(
            "MAX_SAMPLES",
            self.tr("Samples to look at"),
            self.tr("Of each part at most; more take longer and tell small losses better from chance."),
            default=1000,
            low=1,
            advanced=True,
        )
        yield from common.seed()
        yield from common.resources(images=False)
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Report"),
            self.tr("A page with charts of the dates, the bands, and both."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_CSV",
            self.tr("Table"),
            self.tr("A row for each date, month, band and feature."),
            self.tr("CSV files (*.csv)"),
            optional=True,
            made_by_default=False,
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Results"),
            self.tr("The same numbers as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
        )

    def check(self, values):
        return learning_parameters.learner_or_network_fault(values)

    def job(self, values):
        return FeatureImportanceJob(
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            output_json=values.output_or_temporary("OUTPUT_JSON", "importance.json"),
            output_csv=values.output("OUTPUT_CSV"),
            output_html=values.output("OUTPUT_HTML"),
            method=values.name_or_file("METHOD"),
            method_options=values.text("METHOD_OPTIONS"),
            group_field=values.text("GROUP_FIELD"),
            folds=values.integer("FOLDS"),
            repeats=values.integer("REPEATS"),
            by=values.choices("BY"),
            score=values.text("SCORE"),
            max_samples=values.integer("MAX_SAMPLES"),
            balanced=values.switch("BALANCED"),
            class_weights=values.text("CLASS_WEIGHTS"),
            run=values.integer("RUN"),
            seed=values.integer("SEED"),
        )
