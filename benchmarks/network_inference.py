"""Inference of neural networks: one thread of the CPU against scikit-learn's forest on the same pixels.

`--device cuda`, on a machine with a graphics card, compares the card with one core of its CPU, transfers included:

    .venv/bin/python benchmarks/network_inference.py --device cuda

The networks are not trained: their pace does not depend on their weights.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import common
import numpy as np
import torch
from forest import learn, matrix

from landweave.engine.learning.networks.batches import learn_normalisation
from landweave.engine.learning.networks.device import choose_device
from landweave.engine.learning.networks.inference import Inference
from landweave.engine.learning.networks.layout import layout_of
from landweave.engine.learning.networks.predictor import NetworkDescription
from landweave.engine.learning.networks.registry import NETWORKS
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import SERIES_NODATA

WAYS = (
    ("TempCNN, 16 filters", "tempcnn", {"filters": 16}, False),
    ("L-TAE, width 32", "ltae", {"width": 32}, False),
    ("L-TAE, width 32, 40 % of dates masked", "ltae", {"width": 32}, True),
    ("mlp_torch", "mlp_torch", {}, False),
    ("tempcnn", "tempcnn", {}, False),
    ("ltae", "ltae", {}, False),
    ("ltae, 40 % of dates masked", "ltae", {}, True),
    ("ltae_sensors", "ltae_sensors", {}, False),
    ("transformer", "transformer", {}, False),
    ("transformer, 40 % of dates masked", "transformer", {}, True),
    ("inception_time", "inception_time", {}, False),
)
REQUIRED = ("TempCNN, 16 filters", "L-TAE, width 32")
TIMES_FOREST = 1.0
TIMES_CORE = 20.0


def describe(network: str, options: dict, features: np.ndarray, has_gaps: bool) -> tuple[NetworkDescription, dict]:
    """Return an untrained network of the simulated series, and its weights."""
    layout = NETWORKS[network].layout(layout_of(SeriesPlan((common.plan(),)).features()))
    normalisation = learn_normalisation(layout, features)
    description = NetworkDescription(network, options, layout, normalisation, common.CLASSES, has_gaps)
    torch.manual_seed(0)
    module = description.module()
    with torch.no_grad():  # statistics as after learning: a batch norm that changes nothing proves nothing
        for name, buffer in module.named_buffers():
            if name.endswith("running_mean"):
                buffer.uniform_(-0.1, 0.1)
            elif name.endswith("running_var"):
                buffer.uniform_(0.5, 1.5)
    return description, {name: value.numpy() for name, value in module.state_dict().items()}


def masked(features: np.ndarray) -> np.ndarray:
    """Return series 40 % of whose dates have no value."""
    layout = layout_of(SeriesPlan((common.plan(),)).features())
    columns = layout.sensors[0].column_array()
    hidden = np.random.default_rng(0).random((len(features), len(columns))) < 0.4
    found = features.copy()
    for date, own in enumerate(columns):
        found[np.ix_(hidden[:, date], own)] = SERIES_NODATA
    return found


def parameters(description: NetworkDescription) -> int:
    """Return how many numbers a network learns."""
    return sum(p.numel() for p in description.module().parameters())


def wall_seconds(function: Callable[[], object], repeats: int = 2) -> float:
    """Return the seconds of the best of several runs, the processor's and the card's; the first is not counted."""
    function()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times)


def on_cpu(quick: bool) -> bool:
    """Print the table; True if the small networks are at least as fast as the forest."""
    forest = learn(quick)
    features, _ = matrix(2048 if quick else 8192, seed=4)
    gaps = masked(features)
    peer = common.seconds(lambda: forest.predict_proba(features), 2) / len(features)
    rows = [["scikit-learn's forest, n_jobs=1", "", f"{peer * 1e6:.2f}", "1.00"]]
    ratios = {}
    for name, network, options, has_gaps in WAYS:
        given = gaps if has_gaps else features
        description, weights = describe(network, options, given, has_gaps)
        inference = Inference(description, [weights], torch.device("cpu"))
        took = common.seconds(lambda i=inference, g=given: i.probabilities(g), 2) / len(given)
        ratios[name] = peer / took
        rows.append([name, f"{parameters(description):,}", f"{took * 1e6:.2f}", f"{peer / took:.2f}"])
    common.table(
        f"Networks, {common.TARGETS} dates x 13, {common.CLASSES} classes; forest of {len(forest.estimators_)} trees, "
        f"torch {torch.__version__}",
        ["network", "parameters", "us/pixel", "times the forest's pace"], rows,
    )  # fmt: skip
    met = [common.verdict(ratios[name], TIMES_FOREST, f"{name} over scikit-learn's forest") for name in REQUIRED]
    return all(met)


def on_card(quick: bool) -> bool:
    """Print the table of a graphics card; True if the L-TAE is quick enough there."""
    card = choose_device("cuda")
    features, _ = matrix(4096, seed=4)
    many = np.tile(features, (32 if quick else 256, 1))
    rows, ratio = [], 0.0
    for name, network, options, has_gaps in WAYS:
        own, own_many = (masked(features), masked(many)) if has_gaps else (features, many)
        description, weights = describe(network, options, own, has_gaps)
        core = Inference(description, [weights], torch.device("cpu"))
        quicker = Inference(description, [weights], card)
        worst = np.abs(core.probabilities(own) - quicker.probabilities(own)).max()
        common.agree(worst <= 2e-3, f"{name}: probabilities differ by {worst}")
        one = wall_seconds(lambda i=core, g=own: i.probabilities(g)) / len(own)
        other = wall_seconds(lambda i=quicker, g=own_many: i.probabilities(g)) / len(own_many)
        half = "half" if quicker.is_half else "single"
        rows.append([name, f"{one * 1e6:.2f}", f"{other * 1e6:.3f}", half, f"{one / other:.1f}"])
        ratio = one / other if name == "ltae" else ratio
    common.table(
        f"Networks on {torch.cuda.get_device_name()}, transfers included, and on one core",
        ["network", "us/pixel, core", "us/pixel, card", "precision", "times the core's pace"], rows,
        "time on the wall",
    )  # fmt: skip
    return common.verdict(ratio, TIMES_CORE, "L-TAE on the graphics card over one core")


def main(quick: bool, device: str = "cpu") -> bool:
    """Print the table of a device; True if the requirement is met there."""
    return on_card(quick) if device == "cuda" else on_cpu(quick)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes: shows that it runs, ratios are rougher")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    chosen = parser.parse_args()
    raise SystemExit(0 if main(chosen.quick, chosen.device) else 1)
