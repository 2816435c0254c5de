"""What is done with one block of maps or probabilities that are fused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.dempster_shafer import dempster_shafer
from landweave.engine.fusion.maps import read_confidences, read_votes, with_labels
from landweave.engine.fusion.probabilities import mean, product
from landweave.engine.fusion.votes import majority, weighted
from landweave.engine.mapping.certainty import best_class, percent, scaled_probabilities
from landweave.engine.mapping.raster_run import Output, RasterTask, save_parts, window_in
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.probabilities import open_probabilities, read_probabilities
from landweave.engine.types import (
    CONFIDENCE_NODATA,
    MAP_NODATA,
    PROBABILITY_NODATA,
    AnyArray,
    BoolArray,
    Float32Array,
    IntArray,
    Json,
)

MAJORITY, WEIGHTED, PROBABILITIES, DEMPSTER_SHAFER = "majority", "weighted", "probabilities", "dempster_shafer"
_TIE = 1e-6  # probabilities that differ by less are equal


@dataclass(frozen=True)
class Fusing:
    """How rasters are fused.

    Args:
        inputs: maps, or rasters of probabilities.
        method: `majority`, `weighted`, `probabilities` or `dempster_shafer`.
        rule: of probabilities: `mean` or `product`.
        codes: of the columns of `worth`, or of the probabilities; empty where any code may come.
        worth: of each map's vote for each class, (map, class), or for any, (map, 1).
        labels: classes that the report of each map has; empty where there are no reports.
        reports: their paths.
        undecided: code where no class wins.
        no_label: what stands there.
        confidences: a raster for each map, or none.
        grid: of the result.
        outputs: what is wanted.
    """

    inputs: tuple[str, ...]
    method: str
    rule: str
    codes: tuple[int, ...]
    worth: tuple[tuple[float, ...], ...]
    labels: tuple[tuple[int, ...], ...]
    reports: tuple[str, ...]
    undecided: int
    no_label: str
    confidences: tuple[str, ...] = ()
    grid: Grid | None = None
    outputs: tuple[Output, ...] = ()

    def bytes_per_pixel(self) -> float:
        """Return what a process holds of a pixel."""
        if self.method == PROBABILITIES:
            return 4.0 * len(self.codes) * (3 * len(self.inputs) + 6) + 64
        return 24.0 * len(self.inputs) + 8.0 * len(self.confidences) + 64


def fuse_block(task: RasterTask, fusing: Fusing) -> Json:
    """Fuse one block, and return its files, the classes of each map, and how many pixels stayed undecided.

    Raises:
        UserError: if a raster does not hold what it should, or a class is not in its map's report.
    """
    if fusing.grid is None:
        raise ValueError("no grid")
    with RasterReader() as reader:
        joint = _joined if fusing.method == PROBABILITIES else _voted
        values, classes = joint(task, fusing, fusing.grid, reader)
    known = values["classes"] != MAP_NODATA
    return {
        "files": save_parts(task, fusing.outputs, values) if known.any() else [],
        "classes": classes,
        "pixels": int(known.sum()),
        "undecided": int((values["classes"] == fusing.undecided).sum()),
    }


def elected(fusing: Fusing, votes: IntArray) -> tuple[IntArray, Float32Array]:
    """Return the codes that votes (map, pixel) give, and their share, both (pixel,); 0 and NaN without votes."""
    if fusing.method == MAJORITY:
        return majority(votes, fusing.undecided)
    worth = np.asarray(fusing.worth, np.float64)
    if fusing.method == DEMPSTER_SHAFER:
        return dempster_shafer(votes, worth, fusing.codes, fusing.undecided)
    if fusing.codes:
        return weighted(votes, worth, fusing.undecided, fusing.codes)
    return weighted(votes, worth[:, 0], fusing.undecided)


def classes_of(fusing: Fusing, votes: IntArray) -> list[list[int]]:
    """Return the codes that each map has among votes, and refuse one that the map's report does not know.

    Raises:
        UserError: naming map, class and report.
    """
    classes = [_present(row) for row in votes]
    for path, own, labels, report in zip(fusing.inputs, classes, fusing.labels, fusing.reports):
        strange = set(own) - {*labels, fusing.undecided}
        if strange:
            raise UserError(
                f"The map {path} has class {min(strange)}, which its report {report} does not have.",
                "Give SCORES the report of this very map, made with a reference that has all its classes; the reports "
                "stand in the order of the maps.",
            )
    return classes


def worthless(fusing: Fusing) -> list[str]:
    """Return a sentence for each map whose votes for some classes count for nothing, by its report."""
    said = []
    for path, worth, labels, report in zip(fusing.inputs, fusing.worth, fusing.labels, fusing.reports):
        classes = [code for code, value in zip(fusing.codes, worth) if value <= 0 and code in labels]
        if classes:
            said.append(f"The report {report} gives {path} no credit for class {', '.join(map(str, classes[:10]))}: "
                        "its votes for that count for nothing.")
    return said


def _voted(
    task: RasterTask, fusing: Fusing, grid: Grid, reader: RasterReader
) -> tuple[dict[str, AnyArray], list[list[int]]]:
    votes = read_votes(fusing.inputs, grid, task.window, reader)
    classes = classes_of(fusing, votes)
    codes, share = elected(fusing, votes)
    confidences = read_confidences(fusing.confidences, grid, task.window, reader) if fusing.confidences else None
    codes = with_labels(codes, votes, fusing.undecided, fusing.no_label, confidences)
    confidence = np.where(np.isnan(share), CONFIDENCE_NODATA, percent(np.nan_to_num(share)))
    return {"classes": codes, "confidence": confidence}, classes


def _joined(
    task: RasterTask, fusing: Fusing, grid: Grid, reader: RasterReader
) -> tuple[dict[str, AnyArray], list[list[int]]]:
    everyone = np.empty((len(fusing.inputs), task.window.pixels, len(fusing.codes)), np.float32)
    for own, path in zip(everyone, fusing.inputs):
        raster = open_probabilities(path, reader)
        found = read_probabilities(reader, raster, window_in(grid, task.window, raster.grid))
        order = [raster.codes.index(code) for code in fusing.codes]
        own[:] = found[order].reshape(len(order), -1).T
    known: BoolArray = ~np.isnan(everyone[:, :, 0])
    weights = np.asarray(fusing.worth)[:, 0]
    together = mean(everyone, known, weights) if fusing.rule == "mean" else product(everyone, known)
    anywhere = together.sum(axis=1) > 0
    votes = np.stack([np.where(k, best_class(np.nan_to_num(p), fusing.codes)[0], MAP_NODATA)
                      for p, k in zip(everyone, known)])  # fmt: skip
    codes, top = best_class(together, fusing.codes)
    codes = np.where((together >= top[:, None] - _TIE).sum(axis=1) > 1, fusing.undecided, codes)
    confidences = np.nan_to_num(everyone.max(axis=2))
    codes = with_labels(np.where(anywhere, codes, MAP_NODATA), votes, fusing.undecided, fusing.no_label, confidences)
    return {
        "classes": codes,
        "confidence": np.where(anywhere, percent(top), CONFIDENCE_NODATA),
        "probabilities": np.where(anywhere, scaled_probabilities(together), PROBABILITY_NODATA),
    }, []


def _present(votes: IntArray) -> list[int]:
    """Return the codes that occur among votes."""
    return [int(code) for code in np.flatnonzero(np.bincount(votes)) if code != MAP_NODATA]
