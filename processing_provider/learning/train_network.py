"""The algorithm `train_network`."""

from __future__ import annotations

from landweave.engine.jobs.networks import CHOICES, PRESETS, TrainNetworkJob
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import json_object
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import choice, file, file_output, name_or_file, text


class TrainNetwork(BaseAlgorithm):
    """Learn one neural network for each region from extracted samples."""

    ID, GROUP = "train_network", Group.LEARNING
    EXAMPLE = "SAMPLES=samples.gpkg CLASS_FIELD=code NETWORK=ltae PRESET=fast MODEL=model.lwm OUTPUT_HTML=curves.html"

    def title(self):
        return self.tr("Train a neural network")

    def summary(self):
        return self.tr("Learns to tell the classes from the time series of the samples, by a neural network (PyTorch).")

    def details(self):
        return self.tr(
            "Networks are for time series: values at dates, filled or as they were acquired with their gaps (in the "
            "file of options of the series: filling masked). The model file is as that of any classifier, and makes a "
            "map with 'Make the map'.\n\n"
            "- mlp: looks at all values at once; quick, a baseline.\n"
            "- tempcnn, inception_time: look for shapes in the series; want the dates that they were trained on.\n"
            "- ltae: looks at the dates that matter; small and quick, takes any dates.\n"
            "- ltae_sensors: as ltae, each sensor on its own dates, with gaps of its own.\n"
            "- transformer: as ltae, larger; best with many samples, or weights to start from.\n"
            "- utae: looks at the surroundings of a pixel too; learns from what 'Read patches around the polygons' "
            "makes.\n\n"
            "A part of the polygons is held out, and the epoch that does best there is kept. The page with the curves "
            "is written while the network learns: open it in a browser and load it again.\n\n"
            "Networks need the packages torch and safetensors; 'Check the installation' tells how to install them. "
            "Learning takes minutes on a processor, less on a graphics card."
        )

    def keywords(self):
        return self.tr(
            "train,learn,neural network,deep learning,PyTorch,torch,LTAE,TempCNN,transformer,InceptionTime,U-TAE,model"
        )

    def parameters(self):
        yield from learning_parameters.samples_with_class()
        yield name_or_file(
            "NETWORK",
            self.tr("Network"),
            self.tr(
                "mlp, tempcnn, inception_time, ltae, ltae_sensors, transformer, utae, or a Python file with a network "
                "of your own: the user guide has a template."
            ),
            CHOICES,
            common.python_files(),
            default="ltae",
        )
        yield choice(
            "PRESET",
            self.tr("Time it may take"),
            self.tr(
                "fast: a first look. balanced: a good model in most cases. best: the longest, several networks whose "
                "probabilities are averaged."
            ),
            PRESETS,
            default="balanced",
        )
        yield text("NETWORK_OPTIONS", self.tr("Options of the network"), self._options_help(), advanced=True)
        yield file(
            "PRETRAINED",
            self.tr("Weights to start from"),
            self.tr("Made by 'Pretrain a network'. Empty: none."),
            self.tr("Weights (*.safetensors)"),
            optional=True,
            advanced=True,
        )
        yield from learning_parameters.device()
        yield from common.weights(balanced=True)
        yield from common.region_of_samples()
        yield from learning_parameters.run_of_samples()
        yield from common.priors()
        yield from common.seed()
        yield from common.resources(images=False)
        yield from self._outputs()

    def _outputs(self):
        yield file_output(
            "MODEL", self.tr("Model"), self.tr("The model file to write."), self.tr("Landweave models (*.lwm)")
        )
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Curves"),
            self.tr("A page with the curves of the training, written anew while it learns."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield learning_parameters.training_folder()

    def _options_help(self):
        texts = (
            self.tr('JSON text, over the preset, for example {"epochs": 30, "width": 64}. With their defaults:'),
            self.tr(
                "epochs 40 (fast 25, best 80): times that the samples are gone through. patience 20 (fast 10, best "
                "40): epochs without a better score after which it stops, 0: never. seeds 1 (best 3): networks whose "
                "probabilities are averaged. held_out 0.15: share of the polygons that choose the epoch. choose_by "
                "loss: what chooses it, or overall_accuracy, kappa, macro_f1."
            ),
            self.tr(
                "batch_size auto: samples of a step. learning_rate auto: found by a sweep. schedule one_cycle: of the "
                "learning rate, or cosine, constant. warmup 0.2: share of the steps in which it rises. weight_decay "
                "0.01. clip 1.0: longest gradient, 0: any. epoch_samples 100000: samples of an epoch at most."
            ),
            self.tr(
                "label_smoothing 0.05: share of the target spread over all classes. mixup 0.2: how strongly samples "
                "are mixed. time_shift 5.0: days by which series are moved. date_dropout 0.1: share of the dates that "
                "is hidden. band_noise 0.05: noise, in standard deviations of the bands. average 0.0: of the weights "
                "over the steps. balance weights: of the loss, or sampling, none."
            ),
            self.tr(
                "pretrained_rate 0.1: learning rate of weights to start from, as a share of that of the others. frozen "
                "0.5: share of the epochs in which they stay as they are. threads 1: of the computation. "
                "mixed_precision true: on a graphics card."
            ),
            self.tr(
                "mlp: widths [256, 128, 64], dropout 0.3. tempcnn: filters 64, kernel 5, dropout 0.5, dense 256. "
                "inception_time: filters 32, depth 6, bottleneck 32. ltae, ltae_sensors: width 128, heads 0 (as many "
                "as suit the width), key 8, dropout 0.2. transformer: width 64, heads 2, layers 3, hidden 128, dropout "
                "0.2. utae: widths [32, 32, 64], decoder [32, 32, 64], width 128, heads 16, key 4, dropout 0.2, norm "
                "batch."
            ),
        )
        return " ".join(texts)

    def check(self, values):
        return (
            learning_parameters.unknown_name(values, "NETWORK", (*CHOICES, "mlp_torch"))
            or json_object("NETWORK_OPTIONS", values.text("NETWORK_OPTIONS"))
            or json_object("CLASS_WEIGHTS", values.text("CLASS_WEIGHTS"))
        )

    def job(self, values):
        return TrainNetworkJob(
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            model=values.output("MODEL"),
            network=values.name_or_file("NETWORK"),
            preset=values.text("PRESET"),
            network_options=values.text("NETWORK_OPTIONS"),
            pretrained=values.file("PRETRAINED"),
            seed=values.integer("SEED"),
            device=values.text("DEVICE"),
            region_field=values.text("REGION_FIELD"),
            run=values.integer("RUN"),
            balanced=values.switch("BALANCED"),
            class_weights=values.text("CLASS_WEIGHTS"),
            priors=values.file("PRIORS"),
            output_html=values.output("OUTPUT_HTML"),
        )
