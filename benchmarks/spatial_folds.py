"""Accuracy as folds of five kinds estimate it, and as it is over the whole map, which synthetic landscapes know.

Each landscape is 30 x 30 km of 100 m pixels. Five classes follow five unknown smooth fields: the largest is the class.
Twelve predictors each see a mix of these fields, drowned in a smooth field of their own (soil, weather, management) and
in a little noise of the pixel. Near a sample a forest can tell the classes by what is peculiar to the place; farther
away only what holds everywhere helps. Samples are squares of 3 x 3 pixels around villages, as field surveys are: most
of the map lies farther from a sample than one sample from the next. The design was chosen so that the effect is clear;
where samples lie all over the map, the kinds of folds hardly differ.

A forest learns from all samples and maps everything: its share of right pixels is the true accuracy. What is
compared with it is the overall accuracy that `cross_validate` reports from the same samples.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import common
import numpy as np

from landweave.engine.jobs import CrossValidateJob
from landweave.engine.learning import crossval
from landweave.engine.learning.crossval import cross_validate
from landweave.engine.learning.division import make_division
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe, fit
from landweave.engine.learning.prepare import make_table
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.domain import mapped_places
from landweave.engine.samples.knndm import held_out_distances, mismatch, nearest_distances
from landweave.engine.samples.store import SampleSet, save_samples
from landweave.engine.series.plan import Feature

SIDE, PIXEL_M = 300, 100.0
CLASSES, PREDICTORS = 5, 12
REACH_PX = 25.0
VILLAGES, POLYGONS, AROUND_PX = 60, 5, 5.0
SHARED, OWN, NOISE = 1.0, 0.8, 0.3
FOLDS = 10
OPTIONS = '{"n_estimators": 30}'
KINDS = ("pixels at random", "polygons", "blocks", "kNNDM")
MOST_OFF, LEAST_ABOVE = 2.0, 5.0


def smooth(random: np.random.Generator, count: int, reach: float = REACH_PX):
    """Return Gaussian random fields of mean 0 and variance 1, shape (field, row, col).

    White noise is filtered so that the covariance at a distance d is exp(-d / (reach / 3)): 5 % at `reach`.
    """
    size = 2 * SIDE
    axis = np.minimum(np.arange(size), size - np.arange(size))
    covariance = np.exp(-np.hypot(*np.meshgrid(axis, axis)) / (reach / 3))
    spectrum = np.sqrt(np.maximum(np.fft.fft2(covariance).real, 0))
    white = random.normal(size=(count, size, size))
    fields = np.fft.ifft2(np.fft.fft2(white) * spectrum).real[:, :SIDE, :SIDE]
    return (fields - fields.mean(axis=(1, 2), keepdims=True)) / fields.std(axis=(1, 2), keepdims=True)


def landscape(seed: int):
    """Return the classes, shape (row, col), and the predictors, shape (row, col, predictor)."""
    random = np.random.default_rng(seed)
    hidden = smooth(random, CLASSES)
    mix = random.normal(size=(PREDICTORS, CLASSES)) / np.sqrt(CLASSES)
    seen = SHARED * np.tensordot(mix, hidden, 1) + OWN * smooth(random, PREDICTORS)
    seen += NOISE * random.normal(size=seen.shape)
    return hidden.argmax(axis=0) + 1, np.moveaxis(seen, 0, -1).astype(np.float32)


def surveyed(seed: int, classes, predictors) -> SampleSet:
    """Return the samples of polygons around villages."""
    random = np.random.default_rng([seed, 1])
    villages = random.uniform(0, SIDE, (VILLAGES, 2))
    middles = np.repeat(villages, POLYGONS, axis=0) + random.normal(0, AROUND_PX, (VILLAGES * POLYGONS, 2))
    middles = np.clip(middles.astype(int), 1, SIDE - 2)
    around = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1]), -1).reshape(-1, 2)
    rows, columns = (middles[:, None] + around[None]).reshape(-1, 2).T
    ids = np.repeat(np.arange(len(middles)) + 1, len(around))
    _, first = np.unique(rows * SIDE + columns, return_index=True)  # a pixel of two polygons is the first one's
    rows, columns, ids = rows[first], columns[first], ids[first]
    features = tuple(Feature(f"p{i}", "", f"p{i}", "", "") for i in range(PREDICTORS))
    attributes = {"code": classes[rows, columns].astype(np.int64), "polygon_id": ids.astype(np.int64)}
    x, y = 500_000 + (columns + 0.5) * PIXEL_M, 5_000_000 - (rows + 0.5) * PIXEL_M
    crs = spatial_reference("EPSG:32631").ExportToWkt()
    return SampleSet(features, predictors[rows, columns], attributes, x, y, crs)


def true_accuracy(samples: SampleSet, classes, predictors) -> float:
    """Return the share of the map's pixels that a forest of all samples has right."""
    present, numbers = np.unique(samples.attributes["code"], return_inverse=True)
    forest = fit(Recipe(find_method("random_forest"), json.loads(OPTIONS)), samples.matrix, numbers.ravel(), None)
    found = forest.predict_proba(predictors.reshape(-1, PREDICTORS)).argmax(axis=1)
    return float(np.mean(present[found] == classes.ravel()))


def estimates(path: str, samples: SampleSet, folder: Path, seed: int):
    """Return the accuracy that each kind of folds estimates, and by how many metres their distances miss the map's."""
    box = (500_000.0, 5_000_000 - SIDE * PIXEL_M, 500_000 + SIDE * PIXEL_M, 5_000_000.0)
    places = np.column_stack([samples.x, samples.y])
    wanted = nearest_distances(mapped_places("", box, "", [], samples.crs_wkt), places)
    found, off = {}, {}
    for split, kind in zip(("group", "block", "knndm"), KINDS[1:]):
        job = CrossValidateJob(path, "code", str(folder / f"{split}.json"), method_options=OPTIONS, folds=FOLDS,
                               seed=seed, split=split, extent=box if split == "knndm" else ())
        if split == "group":
            alone = replace(job, group_field="", split="group")
            found[KINDS[0]] = cross_validate(alone, RunContext(workers=1))["overall_accuracy"]
            off[KINDS[0]] = missed(places, np.random.default_rng(seed).permutation(len(samples)) % FOLDS, wanted)
        crossval.LARGEST_RANDOM_SPLIT = 0  # once is enough
        found[kind] = cross_validate(job, RunContext(workers=1))["overall_accuracy"]
        splits = make_division(job, make_table(samples, path, "code", RunContext()), RunContext()).folds_of(seed)
        fold = np.empty(len(samples), int)
        for number, (_, held) in enumerate(splits):
            fold[held] = number
        off[kind] = missed(places, fold, wanted)
    return [found[kind] for kind in KINDS], [off[kind] for kind in KINDS]


def missed(places, fold, wanted) -> float:
    """Return Wasserstein's distance between the distances of held-out pixels and those of the map, metres."""
    return mismatch(held_out_distances(places, fold), wanted)


def main(quick: bool) -> bool:
    """Print the table; True if blocks and kNNDM are within 2 points of the truth, and pixels at random 5 above."""
    figures, off = [], []
    for seed in range(2 if quick else 10):
        classes, predictors = landscape(seed)
        samples = surveyed(seed, classes, predictors)
        with tempfile.TemporaryDirectory(prefix="landweave_folds_") as name:
            path = str(Path(name) / "samples.gpkg")
            save_samples(path, samples)
            said, missing = estimates(path, samples, Path(name), seed)
        figures.append([true_accuracy(samples, classes, predictors), *said])
        off.append(missing)
    table = 100 * np.array(figures)
    above = table[:, 1:] - table[:, :1]
    rows = [["the whole map (truth)", f"{table[:, 0].mean():.1f}", "", "", "", ""]]
    for at, kind in enumerate(KINDS):
        own = above[:, at]
        rows.append([kind, f"{table[:, at + 1].mean():.1f}", f"{own.mean():+.1f}",
                     f"{own.min():+.1f} to {own.max():+.1f}", f"{np.sqrt((own**2).mean()):.1f}",
                     f"{np.mean(off, axis=0)[at]:.0f} m"])
    common.table(f"Overall accuracy (%), mean of {len(table)} landscapes",
                 ["folds", "accuracy", "above truth", "lowest to highest", "RMS", "distances miss the map's by"], rows,
                 f"random forest, {FOLDS} folds")
    mean = dict(zip(KINDS, above.mean(axis=0)))
    best = int(np.mean(off, axis=0).argmin())
    return all([
        common.verdict(mean[KINDS[0]], LEAST_ABOVE, "pixels at random, points above the truth"),
        common.verdict(abs(mean["blocks"]), MOST_OFF, "blocks, points off the truth", at_most=True),
        common.verdict(abs(mean["kNNDM"]), MOST_OFF, "kNNDM, points off the truth", at_most=True),
        common.verdict(best, KINDS.index("kNNDM"), "number of the kind whose distances are nearest to the map's"),
    ])


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
