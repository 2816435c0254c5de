"""What is made from the good files: maps, probabilities, reports, reviews and quantities."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.jobs import (
    AccuracyJob,
    CleanSamplesJob,
    FuseClassificationsJob,
    SamplingPlanJob,
    SegmentSuperpixelsJob,
    SmoothProbabilitiesJob,
    TrainRegressionJob,
)
from landweave.engine.samples.store import load_samples, save_samples
from landweave.tests.bad_input.worker import work
from landweave.tests.engine.products import write_raster


@dataclass(frozen=True)
class More:
    """Good files, from which cases make bad ones."""

    folder: Path

    def path(self, name):
        return str(self.folder / name)

    @property
    def maps(self):
        return self.path("carte été.tif"), self.path("carte hiver.tif")

    @property
    def confidences(self):
        return self.path("confiance été.tif"), self.path("confiance hiver.tif")

    @property
    def probabilities(self):
        return self.path("probabilités été.tif"), self.path("probabilités hiver.tif")

    @property
    def models(self):
        return self.path("été.lwm"), self.path("hiver.lwm")

    @property
    def reports(self):
        return self.path("été.json"), self.path("hiver.json")

    @property
    def values(self):
        """Return samples with a number in the column `rendement`, and empty ones in `vide`."""
        return self.path("rendements.gpkg")

    @property
    def value_model(self):
        return self.path("rendement.lwm")

    @property
    def review(self):
        return self.path("révision.gpkg")

    @property
    def segments(self):
        return self.path("segments.tif")

    @property
    def plan(self):
        return self.path("plan.csv")

    def fuse(self, output, **changes):
        given = {"inputs": self.maps, **changes}
        return FuseClassificationsJob(output=str(output), **given)

    def smooth(self, output, **changes):
        given = {"probabilities": self.probabilities[0], **changes}
        return SmoothProbabilitiesJob(output=str(output), **given)

    def train_values(self, model, **changes):
        given = {"samples": self.values, "value_field": "rendement", "method": "ridge", **changes}
        return TrainRegressionJob(model=str(model), **given)


def change_samples(source, path, change):
    """Write samples that a function has changed, and return their path as text."""
    save_samples(str(path), change(load_samples(str(source))))
    return str(path)


def with_column(samples, **columns):
    """Return samples with more columns, or others."""
    return replace(samples, attributes={**samples.attributes, **columns})


def only(samples, rows):
    """Return the samples of some rows."""
    return samples.subset(np.asarray(rows, bool))


def table(path, text):
    """Write a table and return its path as text."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, bytes):
        Path(path).write_bytes(text)
    else:
        Path(path).write_text(text, encoding="utf-8")
    return str(path)


def report(path, labels, matrix):
    """Write a report that holds a confusion matrix only."""
    return table(path, json.dumps({"confusion": {"labels": labels, "matrix": matrix}}))


def probability_raster(path, layers, codes=(1, 2), **changes):
    """Write probabilities x 10000, shape (class, row, col)."""
    texts = [f"{code} classe {code}: probability x 10000" for code in codes]
    given = {"nodata": 65535, "descriptions": texts, **changes}
    return write_raster(path, np.asarray(layers, given.pop("dtype", np.uint16)), **given)


NO_TABLES = {
    "missing": (lambda path: None, ("does not exist",)),
    "zero bytes": (lambda path: path.write_bytes(b""), ("empty",)),
    "only a header": (lambda path: path.write_bytes(b"a,b\n"), ()),
    "only spaces": (lambda path: path.write_bytes(b"\n  \n,,,\n"), ("empty",)),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\0"), ("UTF-8",)),
    "UTF-16": (lambda path: path.write_bytes("region,class\n".encode("utf-16")), ("UTF-8",)),
    "zeros": (lambda path: path.write_bytes(bytes(300)), ()),
    "a folder": (lambda path: path.mkdir(), ()),
}
"""case: (what makes the file, words that are said)."""


def make(folder, case, kinds, name="tableau été.csv"):
    """Make the file of a case and return its path as text."""
    path = Path(folder) / name
    kinds[case][0](path)
    return str(path)


@pytest.fixture(scope="session")
def more(world, tmp_path_factory):
    """Return the good files."""
    made = More(tmp_path_factory.mktemp("Données & cartes"))
    for number in (0, 1):
        jobs = (
            world.train(made.models[number], seed=number, trust=number == 0, run=1),
            world.classify(made.maps[number], models=(made.models[number],), confidence=made.confidences[number],
                           probabilities=made.probabilities[number]),
            AccuracyJob(made.maps[number], world.path("split.gpkg"), "code", made.reports[number], run=1),
        )
        for job in jobs:
            work(job).outputs  # noqa: B018
    rng = np.random.default_rng(5)
    change_samples(world.path("samples.gpkg"), made.values, lambda s: with_column(
        s, rendement=s.matrix[:, 0] / 100.0 + rng.random(len(s)), vide=np.full(len(s), np.nan)))
    for job in (
        made.train_values(made.value_model),
        CleanSamplesJob(world.path("samples.gpkg"), "code", made.review, method="knn"),
        SegmentSuperpixelsJob(made.confidences[0], made.segments),
        SamplingPlanJob(world.path("split.gpkg"), made.plan),
    ):
        work(job).outputs  # noqa: B018
    shutil.copy(made.maps[0], made.path("copie.tif"))
    return made
