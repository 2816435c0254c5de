"""How busy `classify` keeps a network: the share of one worker's time in which the network computes.

The rest is what the network waits for: images that are not read yet, masks, features, writing. Time is taken on the
wall, around the network's `predict_proba`, and around the whole of each task. With `--device cuda`, on a machine with a
graphics card, the share in which the card itself computes is told too:

    .venv/bin/python benchmarks/network_pipeline.py --device cuda
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import common
import numpy as np
import torch
from classify_memory import area

from landweave.engine.jobs import (
    ClassifyJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    SelectSamplesJob,
    TrainNetworkJob,
)
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.networks.inference import Inference
from landweave.engine.learning.networks.predictor import NetworkPredictor
from landweave.engine.mapping import classify
from landweave.engine.runtime.context import RunContext

SHARE = 0.85
LITTLE = {"epochs": 1, "seeds": 1, "learning_rate": 0.001}
"""Options of a training that is of no use but for its pace."""
WAYS = (
    ("ltae, as acquired", "ltae", {}, {"dates": "acquisitions", "filling": "masked"}),
    ("tempcnn, filled", "tempcnn", {}, {}),
    ("ltae of width 32, filled", "ltae", {"width": 32}, {}),
)
REQUIRED = ("ltae, as acquired", "tempcnn, filled")


class Clock:
    """Seconds on the wall in some functions, and of the card."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.pixels = 0
        self._events: list[tuple[torch.cuda.Event, torch.cuda.Event]] = []

    def around(self, name: str, function):
        """Return a function that does the same and adds to the time of a name."""

        def timed(*given):
            begin = time.perf_counter()
            try:
                return function(*given)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin

        return timed

    def on_card(self, function):
        """Return a function that does the same and notes when the card begins and ends it."""

        def timed(*given):
            begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            begin.record()
            found = function(*given)
            end.record()
            self._events.append((begin, end))
            return found

        return timed

    @property
    def card(self) -> float:
        """The seconds in which the card computed."""
        torch.cuda.synchronize()
        return sum(begin.elapsed_time(end) for begin, end in self._events) / 1000


@contextmanager
def timed(device: str) -> Iterator[Clock]:
    """Take the time of networks and of tasks, of this process."""
    clock = Clock()
    predict, task = NetworkPredictor.predict_proba, classify.classify_block
    with mock.patch.object(NetworkPredictor, "predict_proba", clock.around("network", predict)), \
         mock.patch.object(classify, "classify_block", clock.around("tasks", task)):  # fmt: skip
        if device == "cpu":
            yield clock
        else:
            with mock.patch.object(Inference, "forward", clock.on_card(Inference.forward)):
                yield clock


def learn(folder: Path, size: int, catalogue: str, number: int) -> str:
    """Train one of WAYS for a moment, and return the model."""
    _, network, options, series = WAYS[number]
    steps = [str(folder / f"{number}_{name}") for name in ("points.gpkg", "samples.gpkg", "model.lwm", "series.json")]
    reference, prepared = str(folder / f"area_{size}" / "reference.gpkg"), str(folder / f"reference_{number}.gpkg")
    Path(steps[3]).write_text(json.dumps(series), encoding="utf-8")
    for job in (
        PrepareReferenceJob(reference, "code", catalogue, prepared),
        SelectSamplesJob(prepared, steps[0], maximum=100),
        ExtractSamplesJob(catalogue, steps[0], steps[1], steps[3]),
        TrainNetworkJob(steps[1], "code", steps[2], network, network_options=json.dumps({**LITTLE, **options}),
                        device="cpu", region_field=""),
    ):  # fmt: skip
        job.execute(RunContext())
    return steps[2]


def main(quick: bool, device: str = "cpu") -> bool:
    """Print the table; True if the networks of the default size are kept busy."""
    os.environ["LANDWEAVE_DEVICE"] = device
    size = 192 if quick else 1024  # as in whole tiles, a task has several blocks: the first is waited for
    rows, shares = [], {}
    with tempfile.TemporaryDirectory(prefix="landweave_pipeline_") as name:
        folder = Path(name)
        catalogue = area(folder, size)
        for number, (title, *_) in enumerate(WAYS):
            path = learn(folder, size, catalogue, number)
            model = load_model(path)
            model.predictor("all").predict_proba(np.zeros((1, len(model.features)), model.dtype))  # compiles
            job = ClassifyJob(catalogue, (path,), str(folder / f"map_{number}.tif"))
            begin = time.perf_counter()
            with timed(device) as clock:
                job.execute(RunContext(workers=1))
            whole, tasks, network = time.perf_counter() - begin, clock.seconds["tasks"], clock.seconds["network"]
            shares[title] = network / tasks
            card = f"{clock.card / tasks:.3f}" if device == "cuda" else ""
            rows.append([title, f"{1e6 * whole / (2 * size * size):.1f}", f"{1e6 * network / (2 * size * size):.1f}",
                         f"{network / tasks:.3f}", f"{network / whole:.3f}", card])  # fmt: skip
    common.table(
        f"classify by networks, 2 tiles of {size} x {size}, 24 dates x 10 bands in GeoTIFF, on {device}",
        ["network", "us/pixel, job", "us/pixel, network", "share of the tasks", "share of the job", "card's share"],
        rows, "one worker, time on the wall",
    )  # fmt: skip
    if device == "cuda":
        return True
    met = [common.verdict(shares[title], SHARE, f"share of the network, {title}") for title in REQUIRED]
    return all(met)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes: shows that it runs, ratios are rougher")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    chosen = parser.parse_args()
    raise SystemExit(0 if main(chosen.quick, chosen.device) else 1)
