"""Jobs of neural networks."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job
from landweave.engine.jobs.learning import NETWORKS, SPATIAL_NETWORKS

CHOICES = ("mlp", *(name for name in NETWORKS if name != "mlp_torch"), *SPATIAL_NETWORKS)
"""Names of the networks where no other learner is meant."""

PRESETS = ("fast", "balanced", "best")
"""How much time a network may take to learn."""

DEVICES = ("auto", "cpu", "cuda")
"""Where a network is computed; `auto`: on a graphics card where there is one."""


@dataclass(frozen=True)
class TrainNetworkJob(Job):
    """Learn one network for each region.

    Args:
        samples, class_field, model, seed, region_field, run, class_weights, priors: as in TrainClassifierJob.
        network: one of CHOICES, or a Python file with the user's own; `utae` learns from patches, which `samples`
            names then.
        preset: one of PRESETS.
        network_options: JSON text: options of the training and of the network, over those of the preset.
        pretrained: weights to start from, .safetensors; empty: none.
        device: one of DEVICES.
        balanced: weigh classes inversely to their frequency.
        output_html: page with the curves of the training; empty: none.
    """

    KIND: ClassVar[str] = "train_network"
    RUN: ClassVar[str] = "landweave.engine.learning.networks.train_network:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("model", "output_html")

    samples: str
    class_field: str
    model: str
    network: str = "ltae"
    preset: str = "balanced"
    network_options: str = ""
    pretrained: str = ""
    seed: int = 0
    device: str = "auto"
    region_field: str = "region"
    run: int = 0
    balanced: bool = True
    class_weights: str = ""
    priors: str = ""
    output_html: str = ""


@dataclass(frozen=True)
class PretrainNetworkJob(Job):
    """Learn from series without labels: masked values are guessed from the others.

    Args:
        output: .safetensors with the weights, and what they are of.
        catalogue: images; series without labels are drawn from them.
        samples: a samples file to learn from instead of places drawn from the catalogue; its classes are not looked at.
        series: series options; empty: all acquisitions with their masks.
        count: number of places to draw.
        extent, extent_crs: as in ClassifyJob.
        network: `ltae`, `transformer`, or a Python file with the user's own.
        preset, network_options, seed, device: as in TrainNetworkJob.
        output_html: page with the curves; empty: none.
    """

    KIND: ClassVar[str] = "pretrain_network"
    RUN: ClassVar[str] = "landweave.engine.learning.networks.pretrain_network:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_html")

    output: str
    catalogue: str = ""
    samples: str = ""
    series: str = ""
    count: int = 20000
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    network: str = "transformer"
    preset: str = "balanced"
    network_options: str = ""
    seed: int = 0
    device: str = "auto"
    output_html: str = ""


@dataclass(frozen=True)
class EmbedSamplesJob(Job):
    """Say that samples are to be learnt from by what a pretrained network makes of their series.

    Args:
        input: samples.
        pretrained: .safetensors made by pretrain_network.
        output: samples; any learner is fitted on the embeddings of their series.
    """

    KIND: ClassVar[str] = "embed_samples"
    RUN: ClassVar[str] = "landweave.engine.learning.networks.embedding:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    pretrained: str
    output: str


@dataclass(frozen=True)
class ExtractPatchesJob(Job):
    """Read images of the surroundings of polygons, with the class of each pixel, for networks with spatial context.

    Args:
        catalogue: images.
        reference: prepared reference (polygons with `polygon_id`, run columns where it was split).
        class_field: integer or text field of the polygons.
        output: patches.
        series: series options.
        size: pixels along the side of a patch, a multiple of 8.
        maximum: most patches; those with the most labelled pixels of seldom classes first.
        seed: of the choice.
    """

    KIND: ClassVar[str] = "extract_patches"
    RUN: ClassVar[str] = "landweave.engine.samples.patches:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    catalogue: str
    reference: str
    class_field: str
    output: str
    series: str = ""
    size: int = 32
    maximum: int = 1000
    seed: int = 0


@dataclass(frozen=True)
class ExportNetworkJob(Job):
    """Write a network of a model as ONNX.

    Args:
        model: .lwm.
        output: .onnx.
        region: whose network; empty: the only one.
    """

    KIND: ClassVar[str] = "export_network"
    RUN: ClassVar[str] = "landweave.engine.learning.networks.onnx_export:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    model: str
    output: str
    region: str = ""
