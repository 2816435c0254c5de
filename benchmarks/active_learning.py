"""Active learning on a synthetic area: three rounds of 50 suggested labels, against labels of random places.

The oracle of the labels is the true class of every pixel, and so is the accuracy: share of all pixels mapped as what
they are. Each run begins with 50 random labels; each round makes a map, asks `suggest_samples` for 50 places, labels
them and learns anew. Labels of random places are drawn in one order, so that more of them contain the fewer.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import common
import numpy as np

from landweave.engine.jobs import (
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    ScanCatalogueJob,
    SuggestSamplesJob,
    TrainClassifierJob,
)
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.points import point_geometries
from landweave.engine.vector.layers import Layer, point_coordinates, read_layer, write_layers

START, ROUND, ROUNDS = 50, 50, 3
RANDOM = (50, 100, 150, 200, 250, 300, 400)
REQUIRED = 250
CONTEXT = RunContext(workers=0)


class Area:
    """An area with its images, its truth, and the steps from labelled places to a map."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.folder, self.catalogue = folder, str(folder / "catalogue.gpkg")
        DemoDataJob(str(folder), size=size, dates=14, seed=seed).execute(CONTEXT)
        ScanCatalogueJob(str(folder / "products"), self.catalogue).execute(CONTEXT)
        with RasterReader() as reader:
            self.grid: Grid = reader.grid(str(folder / "truth.tif"))
            self.truth = reader.read(str(folder / "truth.tif"), 1, self.grid.window)

    def path(self, name: str) -> str:
        """Return a file of the area's folder."""
        return str(self.folder / name)

    def random_places(self, seed: int):
        """Return all pixels that have a class, in random order, as x and y."""
        rows, columns = np.nonzero(self.truth)
        order = np.random.default_rng(seed).permutation(len(rows))[: max(RANDOM)]
        return (self.grid.x_min + (columns[order] + 0.5) * self.grid.pixel_width,
                self.grid.y_max - (rows[order] + 0.5) * self.grid.pixel_height)

    def learnt(self, x, y, seed: int) -> float:
        """Label places by the truth, learn, map, and return the accuracy on all pixels."""
        columns = ((x - self.grid.x_min) / self.grid.pixel_width).astype(int)
        rows = ((self.grid.y_max - y) / self.grid.pixel_height).astype(int)
        fields = {"code": self.truth[rows, columns].tolist(), "polygon_id": list(range(1, len(x) + 1))}
        layer = Layer("points", self.grid.crs, "Point", tuple(point_geometries(x, y)), fields)
        write_layers(self.path("points.gpkg"), [layer])
        ExtractSamplesJob(self.catalogue, self.path("points.gpkg"), self.path("samples.gpkg")).execute(CONTEXT)
        TrainClassifierJob(self.path("samples.gpkg"), "code", self.path("model.lwm"), seed=seed).execute(CONTEXT)
        ClassifyJob(self.catalogue, (self.path("model.lwm"),), self.path("map.tif"),
                    probabilities=self.path("probabilities.tif")).execute(CONTEXT)
        with RasterReader() as reader:
            found = reader.read(self.path("map.tif"), 1, self.grid.window)
        known = (self.truth > 0) & (found > 0)
        return float(np.mean(found[known] == self.truth[known]))

    def suggested(self, seed: int):
        """Return places that the last map wavers at."""
        SuggestSamplesJob(
            self.path("probabilities.tif"), self.catalogue, self.path("model.lwm"), "code",
            self.path("suggested.gpkg"), count=ROUND, labelled=self.path("samples.gpkg"), seed=seed,
        ).execute(CONTEXT)
        return point_coordinates(read_layer(self.path("suggested.gpkg")).geometries)


def one_seed(area: Area, seed: int):
    """Return the accuracy of random labels by their number, and that after each round."""
    x, y = area.random_places(seed)
    by_chance = {count: area.learnt(x[:count], y[:count], seed) for count in sorted(RANDOM, reverse=True)}
    x, y = x[:START], y[:START]  # the last map of the loop is that of the first 50
    rounds = []
    for number in range(ROUNDS):
        new_x, new_y = area.suggested(seed * ROUNDS + number)
        x, y = np.r_[x, new_x], np.r_[y, new_y]
        rounds.append(area.learnt(x, y, seed))
    return by_chance, rounds


def main(quick: bool) -> bool:
    """Print the table; True if the last round is as good as 250 random labels."""
    seeds = 2 if quick else 5
    with tempfile.TemporaryDirectory(prefix="landweave_active_") as name:
        found = [one_seed(Area(Path(name) / str(seed), 192 if quick else 256, seed), seed) for seed in range(seeds)]
    chance = {count: float(np.mean([by[count] for by, _ in found])) for count in RANDOM}
    rounds = np.mean([r for _, r in found], axis=0)
    rows = [[str(count), f"{chance[count]:.4f}", ""] for count in RANDOM]
    for number, accuracy in enumerate(rounds, start=1):
        row = next(r for r in rows if r[0] == str(START + number * ROUND))
        row[2] = f"{accuracy:.4f}"
    common.table(f"Accuracy on all pixels, mean of {seeds} areas and seeds", ["labels", "random", "suggested"], rows,
                 "random forest, defaults")
    return common.verdict(rounds[-1] / chance[REQUIRED], 1.0, f"three rounds against {REQUIRED} random labels")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
