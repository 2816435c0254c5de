"""The algorithm `embed_samples`."""

from __future__ import annotations

from landweave.engine.jobs.networks import EmbedSamplesJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import ANY_TABLE, POINTS, artefact, file, vector_output


class EmbedSamples(BaseAlgorithm):
    """Let any learner use a pretrained network."""

    ID, GROUP = "embed_samples", Group.SAMPLES
    EXAMPLE = "INPUT=samples.gpkg PRETRAINED=weights.safetensors OUTPUT=samples_embedded.gpkg"

    def title(self):
        return self.tr("Learn from embeddings")

    def summary(self):
        return self.tr("Lets any learner see what a pretrained network makes of each series, instead of the values.")

    def details(self):
        return self.tr(
            "The samples keep their values, and are told which weights to use. Whatever is trained on the new samples "
            "(logistic is quick and good with few labels) computes the embeddings first: some dozens of numbers that "
            "tell how the year of a pixel goes. The model file holds the network too, so that 'Make the map' "
            "needs nothing else.\n\n"
            "The samples must have the sensors and bands that the weights were pretrained with; dates may be "
            "others, with gaps or filled. Neural networks start from the weights themselves: give them to 'Train a "
            "neural network' as PRETRAINED, with the samples as they were."
        )

    def keywords(self):
        return self.tr("embedding,pretrained,self-supervised,foundation model,Presto,features,samples,few labels")

    def parameters(self):
        yield artefact("INPUT", self.tr("Samples"), self.tr("Made by 'Read the values of the samples'."), ANY_TABLE)
        yield file(
            "PRETRAINED",
            self.tr("Weights"),
            self.tr("Made by 'Pretrain a network'. Keep the file where it is until the models are trained."),
            self.tr("Weights (*.safetensors)"),
        )
        yield vector_output(
            "OUTPUT", self.tr("Samples with embeddings"), self.tr("The samples file to write (GeoPackage)."), POINTS[0]
        )

    def job(self, values):
        return EmbedSamplesJob(
            input=values.artefact("INPUT"),
            pretrained=values.file("PRETRAINED"),
            output=values.output("OUTPUT"),
        )
