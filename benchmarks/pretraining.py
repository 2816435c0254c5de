"""Few labels: a network that was pretrained on series without labels, and the same network from nothing.

A synthetic area whose true classes are known. One hundredth of its parcels, drawn at random within each class (one of a
class at least), are the labels: up to 20 pixels of each. The network learns from them with its defaults, once from
nothing and once from weights that were pretrained on series of places drawn at random in the area, without a label.
Beside: a learner on the embeddings of the same weights, and a random forest as one would use it without networks,
on series filled every ten days. All are tested on the same places in the parcels that nothing was labelled in. The
images of these places may be among those that were pretrained on, as they are when a map is made; their classes are
not. Macro F1 in percent, mean of the seeds: each has its own area, labels and weights.

Then the same on real series (Mato Grosso, MODIS, filled): the samples of two places of each class are the labels, those
of all other places the test. Left out where `../shared/data` is not there, and reported only.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import augmentation
import common
import numpy as np
from scipy import ndimage

from landweave.engine.jobs import (
    DemoDataJob,
    EmbedSamplesJob,
    ExtractSamplesJob,
    ImportSamplesJob,
    PretrainNetworkJob,
    ScanCatalogueJob,
    TrainClassifierJob,
    TrainNetworkJob,
)
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe, fit
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.networks.embedding import make_embedding
from landweave.engine.learning.prepare import group_numbers
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.store import load_samples
from landweave.engine.validation.scores import confusion, measures
from landweave.engine.vector.layers import Layer, write_layers

SHARE, PIXELS, TESTED, SMALLEST = 0.01, 20, 4000, 8
LEAST_GAIN = 2.0
PLACES, REAL_OPTIONS = 2, '{"epochs": 60, "patience": 15, "batch_size": 64}'
MASKED = {"dates": "acquisitions", "filling": "masked"}
SCRATCH, PRETRAINED = "transformer from nothing", "transformer, pretrained"
WAYS = (SCRATCH, PRETRAINED, "embedding, logistic", "embedding, random forest", "filled series, random forest")


class World:
    """One area: its images, its truth, its labels and the places to test."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.folder, self.seed = folder, seed
        DemoDataJob(self.path("area"), size=size, seed=seed).execute(RunContext())
        ScanCatalogueJob(self.path("area/products"), self.path("catalogue.gpkg")).execute(RunContext())
        with RasterReader() as reader:
            self.grid = reader.grid(self.path("area/truth.tif"))
            self.truth = reader.read(self.path("area/truth.tif"), 1, self.grid.window)
        self.parcels, self.class_of = parcels_of(self.truth)
        self.labelled = labelled_parcels(self.class_of, self.parcels, seed)
        Path(self.path("masked.json")).write_text(json.dumps(MASKED), encoding="utf-8")
        self._extract("train", self._pixels(True))
        self._extract("test", self._pixels(False))

    def path(self, name: str) -> str:
        """Return a file of the area's folder."""
        return str(self.folder / name)

    def _pixels(self, of_labels: bool):
        """Return flat pixel numbers: up to PIXELS of each labelled parcel, or TESTED of all the others."""
        draw = np.random.default_rng(self.seed)
        flat = self.parcels.ravel()
        if of_labels:
            return np.concatenate([draw.permutation(np.flatnonzero(flat == p))[:PIXELS] for p in self.labelled])
        return draw.permutation(np.flatnonzero((flat > 0) & ~np.isin(flat, self.labelled)))[:TESTED]

    def _extract(self, name: str, pixels) -> None:
        rows, columns = np.unravel_index(np.sort(pixels), self.truth.shape)
        x = self.grid.x_min + (columns + 0.5) * self.grid.pixel_width
        y = self.grid.y_max - (rows + 0.5) * self.grid.pixel_height
        fields = {"code": self.truth[rows, columns].tolist(), "polygon_id": self.parcels[rows, columns].tolist()}
        layer = Layer("points", self.grid.crs, "Point", tuple(point_geometries(x, y)), fields)
        write_layers(self.path(f"{name}_points.gpkg"), [layer])
        for kind, series in (("masked", self.path("masked.json")), ("filled", "")):
            ExtractSamplesJob(self.path("catalogue.gpkg"), self.path(f"{name}_points.gpkg"),
                              self.path(f"{name}_{kind}.gpkg"), series=series).execute(RunContext())

    def score(self, model: str, kind: str) -> float:
        """Return the macro F1 of a model on the places to test, in percent."""
        found, samples = load_model(model), load_samples(self.path(f"test_{kind}.gpkg"))
        predicted = np.array(found.codes)[found.predictor("all").predict_proba(samples.matrix).argmax(axis=1)]
        truth = samples.attributes["code"]
        codes = np.unique(np.concatenate([truth, predicted]))
        return 100 * float(measures(confusion(truth, predicted, codes))["macro_f1"])


def parcels_of(truth):
    """Return the number of each pixel's parcel (connected pixels of one class), and the class of each parcel."""
    parcels, class_of, count = np.zeros(truth.shape, np.int64), [0], 0
    for code in np.unique(truth[truth > 0]):
        own, there = ndimage.label(truth == code)
        parcels[own > 0] = own[own > 0] + count
        count += there
        class_of += [int(code)] * there
    return parcels, np.array(class_of)


def labelled_parcels(class_of, parcels, seed: int):
    """Return a hundredth of the parcels of each class, one at least; parcels of a few pixels are left out."""
    draw = np.random.default_rng(seed)
    large = np.bincount(parcels.ravel(), minlength=len(class_of)) >= SMALLEST
    chosen = []
    for code in np.unique(class_of[1:]):
        own = np.flatnonzero((class_of == code) & large)
        chosen.append(draw.permutation(own)[: max(1, round(SHARE * len(own)))])
    return np.concatenate(chosen)


def measure(folder: Path, size: int, count: int, seed: int) -> dict[str, float]:
    """Return the macro F1 of each way, and how many labels there were."""
    world = World(folder, size, seed)
    weights, model = world.path("weights.safetensors"), world.path("model.lwm")
    train = {kind: world.path(f"train_{kind}.gpkg") for kind in ("masked", "filled")}
    PretrainNetworkJob(weights, world.path("catalogue.gpkg"), count=count, seed=seed).execute(RunContext())
    found = {"parcels": float(len(world.labelled)), "pixels": float(len(load_samples(train["masked"])))}
    for name, start in ((SCRATCH, ""), (PRETRAINED, weights)):
        TrainNetworkJob(train["masked"], "code", model, "transformer", pretrained=start, seed=seed,
                        region_field="").execute(RunContext())
        found[name] = world.score(model, "masked")
    EmbedSamplesJob(train["masked"], weights, world.path("embedded.gpkg")).execute(RunContext())
    for name, samples, method, kind in (
        (WAYS[2], world.path("embedded.gpkg"), "logistic", "masked"),
        (WAYS[3], world.path("embedded.gpkg"), "random_forest", "masked"),
        (WAYS[4], train["filled"], "random_forest", "filled"),
    ):
        TrainClassifierJob(samples, "code", model, method=method, seed=seed, region_field="", balanced=True).execute(
            RunContext())
        found[name] = world.score(model, kind)
    return found


def on_real_series(folder: Path, seed: int) -> dict[str, float]:
    """Return the macro F1 of each way on Mato Grosso."""
    path, weights = str(folder / "mato_grosso.gpkg"), str(folder / "weights.safetensors")
    ImportSamplesJob(str(augmentation.TABLE), "label", path).execute(RunContext())
    PretrainNetworkJob(weights, samples=path, seed=seed, network_options=REAL_OPTIONS).execute(RunContext())
    table = augmentation.samples()
    places, features = group_numbers(table.samples, "", "location_id"), tuple(table.samples.features)
    draw, learn = np.random.default_rng(seed), np.zeros(len(places), bool)
    for number in range(len(table.entries)):
        own = draw.permutation(np.unique(places[table.classes == number]))[:PLACES]
        learn |= np.isin(places, own) & (table.classes == number)
    test = ~np.isin(places, places[learn])
    embedded = make_embedding(weights, features).apply(table.matrix)
    ways = (("transformer", "", table.matrix), ("transformer", weights, table.matrix), ("logistic", "", embedded),
            ("random_forest", "", embedded), ("random_forest", "", table.matrix))  # fmt: skip
    found = {}
    for name, (method, start, matrix) in zip(WAYS, ways):
        recipe = Recipe(find_method(method), {}, seed, 1, True, features=features, network=NetworkRun(pretrained=start))
        model = fit(recipe, matrix[learn], table.classes[learn], places[learn])
        predicted = model.predict_proba(matrix[test]).argmax(axis=1)
        figures = measures(confusion(table.classes[test], predicted, range(len(table.entries))))
        found[name] = 100 * float(figures["macro_f1"])
    return found | {"labels": float(learn.sum())}


def report_real_series(seeds: int) -> None:
    """Print the table of Mato Grosso."""
    if not augmentation.TABLE.is_file():
        print("../shared/data is not there: nothing on real series", flush=True)
        return
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_pretraining_") as name:
            results.append(on_real_series(Path(name), seed))
    rows = [[way, *(f"{r[way]:.1f}" for r in results), f"{np.mean([r[way] for r in results]):.1f}"] for way in WAYS]
    labels = ", ".join(f"{r['labels']:.0f}" for r in results)
    common.table(f"Mato Grosso, macro F1 (%), {PLACES} places of each of 9 classes ({labels} samples)",
                 ["way", *(f"seed {s}" for s in range(seeds)), "mean"], rows, "MODIS, 23 dates")


def main(quick: bool) -> bool:
    """Print the table; True if pretraining gains two points on average."""
    size, count, seeds = (192, 4000, 1) if quick else (320, 8000, 3)
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_pretraining_") as name:
            results.append(measure(Path(name), size, count, seed))
            print(f"seed {seed}: " + ", ".join(f"{k} {v:.1f}" for k, v in results[-1].items()), flush=True)
    rows = [[way, *(f"{r[way]:.1f}" for r in results), f"{np.mean([r[way] for r in results]):.1f}"] for way in WAYS]
    common.table(f"Macro F1 (%) with 1 % of the parcels as labels ({results[0]['parcels']:.0f} parcels, "
                 f"{results[0]['pixels']:.0f} pixels), {count} series without labels",
                 ["way", *(f"seed {s}" for s in range(seeds)), "mean"], rows, "2 tiles, 24 dates, with their gaps")
    report_real_series(seeds)
    gain = float(np.mean([r[PRETRAINED] - r[SCRATCH] for r in results]))
    return common.verdict(gain, LEAST_GAIN, "points of macro F1 by pretraining")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
