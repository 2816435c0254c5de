"""The algorithm `train_classifier`."""

from __future__ import annotations

from landweave.engine.jobs import TrainClassifierJob
from landweave.engine.jobs.learning import NETWORKS
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import file_output, switch
from landweave.processing_provider.values import is_python


class TrainClassifier(BaseAlgorithm):
    """Learn one classifier for each region from extracted samples."""

    ID, GROUP = "train_classifier", Group.LEARNING
    EXAMPLE = "SAMPLES=samples.gpkg CLASS_FIELD=code METHOD=random_forest MODEL=model.lwm"

    def title(self):
        return self.tr("Train a classifier")

    def summary(self):
        return self.tr("Learns to tell the classes from the features of the samples, one model for each region.")

    def details(self):
        return self.tr(
            "The model file also keeps which bands and dates the features come from, so that the map is made from the "
            "same ones."
        )

    def keywords(self):
        return self.tr("train,learn,classifier,random forest,SVM,model,machine learning,scikit-learn")

    def parameters(self):
        yield from learning_parameters.samples_with_class()
        yield from common.method()
        yield from common.region_of_samples()
        yield from learning_parameters.run_of_samples()
        yield from common.priors()
        yield switch(
            "TRUST",
            self.tr("Keep where the model may be used"),
            self.tr(
                "Keeps in the model how sure it must be of each class, and which features its samples have: maps can "
                "then show how many classes are possible, and where the ground is unlike all samples. Learning takes "
                "about six times as long."
            ),
            advanced=True,
        )
        yield from common.seed()
        yield from common.resources(images=False)
        yield file_output(
            "MODEL", self.tr("Model"), self.tr("The model file to write."), self.tr("Landweave models (*.lwm)")
        )

    def check(self, values):
        return learning_parameters.learner_fault(values)

    def _explained(self, message, parameters, context):
        name = str(parameters.get("METHOD"))
        if name in NETWORKS or is_python(name):
            return self.tr(
                "METHOD: {name} is a neural network: use 'Train a neural network' (train_network)."
            ).format(name=name)
        return super()._explained(message, parameters, context)

    def job(self, values):
        return TrainClassifierJob(
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            model=values.output("MODEL"),
            method=values.text("METHOD"),
            method_options=values.text("METHOD_OPTIONS"),
            seed=values.integer("SEED"),
            region_field=values.text("REGION_FIELD"),
            run=values.integer("RUN"),
            balanced=values.switch("BALANCED"),
            class_weights=values.text("CLASS_WEIGHTS"),
            priors=values.file("PRIORS"),
            calibration=values.text("CALIBRATION"),
            trust=values.switch("TRUST"),
        )
