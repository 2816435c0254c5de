"""The algorithm `export_network`."""

from __future__ import annotations

from landweave.engine.jobs import ExportNetworkJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import file, file_output, text


class ExportNetwork(BaseAlgorithm):
    """Write a network of a model as ONNX."""

    ID, GROUP = "export_network", Group.LEARNING
    EXAMPLE = "MODEL=model.lwm OUTPUT=network.onnx"

    def title(self):
        return self.tr("Export a neural network")

    def summary(self):
        return self.tr("Writes the neural network of a model as ONNX, for other software.")

    def details(self):
        return self.tr(
            "The file takes the features of pixels as they are, one row a pixel, and gives the probabilities of the "
            "classes: normalisation, masks and temperature are inside. The names of the features and the codes and "
            "names of the classes are in its metadata.\n\n"
            "Before the file appears, ONNX Runtime computes made-up pixels with it, and must find the probabilities "
            "of the model to 0.00001. The packages onnx and onnxruntime are needed; 'Check the installation' tells "
            "how to install them. Networks with surroundings (utae) and other classifiers are not exported."
        )

    def keywords(self):
        return self.tr("export,ONNX,neural network,deep learning,model,convert")

    def parameters(self):
        yield file(
            "MODEL",
            self.tr("Model"),
            self.tr("A model file made by 'Train a neural network'."),
            self.tr("Landweave models (*.lwm)"),
        )
        yield text(
            "REGION",
            self.tr("Region"),
            self.tr("Whose network is written, where the model has one for each region. Empty: the only one."),
        )
        yield file_output("OUTPUT", self.tr("Network"), self.tr("The file to write."), self.tr("ONNX files (*.onnx)"))

    def job(self, values):
        return ExportNetworkJob(
            model=values.file("MODEL"), output=values.output("OUTPUT"), region=values.text("REGION").strip()
        )
