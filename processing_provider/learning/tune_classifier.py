"""The algorithm `tune_classifier`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber, QgsProcessingOutputString

from landweave.engine.jobs import TuneClassifierJob
from landweave.engine.jobs.learning import NETWORKS
from landweave.engine.jobs.tuning import SEARCHES
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import json_object
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    choice,
    field,
    file_output,
    integer,
    switch,
    text,
)
from landweave.processing_provider.values import is_python


class TuneClassifier(BaseAlgorithm):
    """Find the options with which a classifier does best."""

    ID, GROUP = "tune_classifier", Group.LEARNING
    EXAMPLE = "SAMPLES=samples.gpkg CLASS_FIELD=code METHOD=svm OUTPUT_JSON=best.json"

    def title(self):
        return self.tr("Tune a classifier")

    def summary(self):
        return self.tr("Tries options of a classifier, and tells which do best on polygons that were not learnt from.")

    def details(self):
        return self.tr(
            "The best options stand in the report, ready to be put into 'Options of the classifier'. A polygon never "
            "has pixels that are learnt from and pixels that are scored: otherwise the search would choose the options "
            "that remember best."
        )

    def keywords(self):
        return self.tr("tune,tuning,options,hyperparameters,grid search,halving,classifier,machine learning")

    def parameters(self):
        yield from learning_parameters.samples_with_class()
        yield from common.learner()
        yield text(
            "GRID",
            self.tr("Values to try"),
            self.tr(
                'JSON text with a list of values for each option, for example {"C": [1, 10, 100]}; all combinations '
                "are tried. Empty: the options that matter most for the classifier."
            ),
        )
        yield choice(
            "SEARCH",
            self.tr("Way to search"),
            self.tr(
                "grid: every combination. random: some of them. halving: all of them on few polygons first, the better "
                "third on three times as many, and so on; fast where there are many."
            ),
            SEARCHES,
            default="grid",
        )
        yield integer(
            "CANDIDATES",
            self.tr("Number of combinations of a random search"),
            self.tr("How many are drawn."),
            default=10,
            low=1,
            advanced=True,
        )
        yield from learning_parameters.score()
        yield from common.held_out_folds()
        yield from learning_parameters.run_of_samples()
        yield switch(
            "NESTED",
            self.tr("Also tell what to expect"),
            self.tr(
                "The score of the best of many is a little too good. This repeats the search on parts of the samples "
                "and scores it on the rest; it takes as many times as long as there are parts."
            ),
            advanced=True,
        )
        yield field(
            "REGION_FIELD",
            self.tr("Column with the region"),
            self.tr("For the model only: each of its values gets a model. Empty (in a shell REGION_FIELD=): one."),
            parent="SAMPLES",
            optional=True,
            default="region",
            advanced=True,
        )
        yield from common.seed()
        yield from common.resources(images=False)
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Report"),
            self.tr("A page with the best options and all that were tried."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Results"),
            self.tr("The best options and the scores of all that were tried, as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
        )
        yield file_output(
            "MODEL",
            self.tr("Model"),
            self.tr("A model trained with the best options on all samples. Empty: none."),
            self.tr("Landweave models (*.lwm)"),
            optional=True,
            made_by_default=False,
        )

    def results(self):
        yield QgsProcessingOutputString("BEST_OPTIONS", self.tr("Best options"))
        yield QgsProcessingOutputNumber("BEST_SCORE", self.tr("Score of the best options"))

    def check(self, values):
        grid = values.text("GRID")
        return (
            None if grid.lstrip().startswith("[") else json_object("GRID", grid)
        ) or learning_parameters.learner_fault(values)

    def _explained(self, message, parameters, context):
        name = str(parameters.get("METHOD"))
        if name in NETWORKS or is_python(name):
            return self.tr(
                "METHOD: {name} is a neural network. Its options are not searched: compare presets with "
                "cross_validate."
            ).format(name=name)
        return super()._explained(message, parameters, context)

    def job(self, values):
        return TuneClassifierJob(
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            output_json=values.output_or_temporary("OUTPUT_JSON", "tuning.json"),
            output_html=values.output("OUTPUT_HTML"),
            model=values.output("MODEL"),
            method=values.text("METHOD"),
            grid=values.text("GRID"),
            method_options=values.text("METHOD_OPTIONS"),
            group_field=values.text("GROUP_FIELD"),
            folds=values.integer("FOLDS"),
            search=values.text("SEARCH"),
            candidates=values.integer("CANDIDATES"),
            score=values.text("SCORE"),
            nested=values.switch("NESTED"),
            balanced=values.switch("BALANCED"),
            class_weights=values.text("CLASS_WEIGHTS"),
            run=values.integer("RUN"),
            region_field=values.text("REGION_FIELD"),
            seed=values.integer("SEED"),
        )
