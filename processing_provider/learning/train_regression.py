"""The algorithm `train_regression`."""

from __future__ import annotations

from landweave.engine.jobs import TrainRegressionJob
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import json_object
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import field, file_output


class TrainRegression(BaseAlgorithm):
    """Learn a quantity from extracted samples."""

    ID, GROUP = "train_regression", Group.LEARNING
    EXAMPLE = "SAMPLES=samples.gpkg VALUE_FIELD=biomass MODEL=biomass.lwm OUTPUT_HTML=biomass.html"

    def title(self):
        return self.tr("Train a regression")

    def summary(self):
        return self.tr("Learns a quantity, such as biomass or cover in percent, from the features of the samples.")

    def details(self):
        return self.tr(
            "Before the model is learnt from all samples, parts of them are held out in turn, polygons whole: the "
            "report shows how far the values found there are from the true ones (r2, RMSE, mean absolute error, bias, "
            "and a picture of both)."
        )

    def keywords(self):
        return self.tr("regression,quantity,biomass,yield,cover,percent,train,learn,model,r2,RMSE")

    def parameters(self):
        yield from learning_parameters.samples()
        yield field(
            "VALUE_FIELD",
            self.tr("Column with the quantity"),
            self.tr("A numeric column of the samples."),
            parent="SAMPLES",
        )
        yield from common.regressor()
        yield from common.region_of_samples()
        yield from common.held_out_folds()
        yield from learning_parameters.run_of_samples()
        yield from common.seed()
        yield from common.resources(images=False)
        yield file_output(
            "MODEL", self.tr("Model"), self.tr("The model file to write."), self.tr("Landweave models (*.lwm)")
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Figures"),
            self.tr("The figures as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
            made_by_default=False,
        )
        yield common.page()

    def results(self):
        yield from common.value_scores()

    def check(self, values):
        return json_object("METHOD_OPTIONS", values.text("METHOD_OPTIONS"))

    def job(self, values):
        return TrainRegressionJob(
            samples=values.artefact("SAMPLES"),
            value_field=values.text("VALUE_FIELD"),
            model=values.output("MODEL"),
            method=values.text("METHOD"),
            method_options=values.text("METHOD_OPTIONS"),
            seed=values.integer("SEED"),
            region_field=values.text("REGION_FIELD"),
            run=values.integer("RUN"),
            group_field=values.text("GROUP_FIELD"),
            folds=values.integer("FOLDS"),
            output_json=values.output("OUTPUT_JSON"),
            output_html=values.output("OUTPUT_HTML"),
        )
