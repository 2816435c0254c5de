"""The algorithm `pretrain_network`."""

from __future__ import annotations

from landweave.engine.jobs.networks import PRESETS, PretrainNetworkJob
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import json_object
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    ANY_TABLE,
    artefact,
    choice,
    extent,
    file_output,
    integer,
    name_or_file,
    text,
)

NETWORKS = ("transformer", "ltae")


class PretrainNetwork(BaseAlgorithm):
    """Learn from series without labels."""

    ID, GROUP = "pretrain_network", Group.LEARNING
    EXAMPLE = "CATALOGUE=catalogue.gpkg COUNT=20000 PRESET=fast OUTPUT=weights.safetensors OUTPUT_HTML=curves.html"

    def title(self):
        return self.tr("Pretrain a network")

    def summary(self):
        return self.tr("Lets a network learn from images without labels, so that few labels are enough afterwards.")

    def details(self):
        return self.tr(
            "Labels are dear, images are not. The network is shown the time series of places drawn at random, of which "
            "some dates or bands are hidden, and guesses what is hidden. So it learns how the year goes in this area, "
            "and needs far fewer polygons to tell the classes.\n\n"
            "What to do with the weights:\n\n"
            "- 'Train a neural network' starts from them: give them as PRETRAINED, with the same NETWORK.\n"
            "- 'Learn from embeddings' lets any other learner use them: logistic with few labels, random_forest.\n\n"
            "It helps most with few polygons (one to ten of a class). The samples must have the bands that the network "
            "was pretrained with; dates may be others. Read samples with the same SERIES.\n\n"
            "A part of the places is held out in blocks; it stops when what is hidden there is guessed no better. It "
            "takes minutes on a processor. Networks need the packages torch and safetensors."
        )

    def keywords(self):
        return self.tr(
            "pretrain,self-supervised,foundation model,masked autoencoder,Presto,BERT,few labels,neural network"
        )

    def parameters(self):
        yield from common.catalogue(optional=True)
        yield integer(
            "COUNT",
            self.tr("Number of places"),
            self.tr("As many pixels are drawn at random. More teach more, and take longer."),
            default=20000,
            low=50,
        )
        yield name_or_file(
            "NETWORK",
            self.tr("Network"),
            self.tr("transformer, ltae (smaller), or a Python file with a network of your own that has embed."),
            NETWORKS,
            common.python_files(),
            default="transformer",
        )
        yield choice(
            "PRESET",
            self.tr("Time it may take"),
            self.tr("fast: 8 epochs, a first look. balanced: 30. best: 100."),
            PRESETS,
            default="balanced",
        )
        yield extent(
            "EXTENT", self.tr("Area"), self.tr("Places are drawn here only. Empty: in all tiles."), advanced=True
        )
        yield from self._series()
        yield artefact(
            "SAMPLES",
            self.tr("Samples instead of images"),
            self.tr("Made by 'Read the values of the samples'; no images are read then, and no classes looked at."),
            ANY_TABLE,
            optional=True,
            advanced=True,
        )
        yield text("NETWORK_OPTIONS", self.tr("Options of the network"), self._options_help(), advanced=True)
        yield from learning_parameters.device()
        yield from common.seed()
        yield from common.resources()
        yield file_output(
            "OUTPUT", self.tr("Weights"), self.tr("The file to write."), self.tr("Weights (*.safetensors)")
        )
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Curves"),
            self.tr("A page with the curves of the pretraining."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield learning_parameters.training_folder()

    def _series(self):
        (definition,) = common.series(advanced=True)
        definition.setHelp(
            self.tr("A JSON file: bands, dates, indices. Empty: all acquisitions with their masks, nothing filled.")
        )
        yield definition

    def _options_help(self):
        return self.tr(
            'JSON text, over the preset, for example {"epochs": 50, "width": 128}. With their defaults: epochs 30, '
            "patience 8: epochs without a better guess of what is held out, after which it stops. batch_size 128. "
            "learning_rate 0.002. warmup 0.05. weight_decay 0.01. clip 1.0. held_out 0.1. threads 1. transformer: "
            "width 64, heads 2, layers 3, hidden 128, dropout 0. ltae: width 128, heads 0 (as many as suit the width), "
            "key 8, dropout 0."
        )

    def check(self, values):
        if not values.artefact("CATALOGUE") and not values.artefact("SAMPLES"):
            return self.tr("Give a catalogue of images (CATALOGUE), or samples (SAMPLES).")
        return learning_parameters.unknown_name(values, "NETWORK", NETWORKS) or json_object(
            "NETWORK_OPTIONS", values.text("NETWORK_OPTIONS")
        )

    def job(self, values):
        return PretrainNetworkJob(
            output=values.output("OUTPUT"),
            catalogue=values.artefact("CATALOGUE"),
            samples=values.artefact("SAMPLES"),
            series=values.file("SERIES"),
            count=values.integer("COUNT"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            network=values.name_or_file("NETWORK"),
            preset=values.text("PRESET"),
            network_options=values.text("NETWORK_OPTIONS"),
            seed=values.integer("SEED"),
            device=values.text("DEVICE"),
            output_html=values.output("OUTPUT_HTML"),
        )
