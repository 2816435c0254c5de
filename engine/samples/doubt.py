"""Candidates for new labels: the doubtful pixels of a raster of probabilities, drawn block by block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from landweave.engine.mapping.certainty import entropy, margin
from landweave.engine.mapping.masks import Mask
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.probabilities import ProbabilityRaster, open_probabilities, read_probabilities
from landweave.engine.types import AnyArray, BoolArray, Float32Array, IntArray, Json

LOOKED_AT = 256
"""Pixels of a cell, by lot, among which the doubtful ones are looked for: however large cells are, a candidate is
among the same share of them, and no cell's candidates are all its strangest pixels."""

A_CELL = 8
"""Candidates of a cell."""

_FIELDS = ("row", "column", "margin", "entropy", "first", "second", "first_share", "second_share")
_WHOLE = ("row", "column", "first", "second")


@dataclass(frozen=True, eq=False)
class Candidates:
    """Doubtful pixels, arrays of shape (candidate,), in the order of their cells and from the smallest margin.

    Args:
        row, column: of the pixel in the raster.
        margin: by how much the likeliest class is likelier than the second.
        entropy: of the probabilities, 0 to 1.
        first, second: band numbers (from 0) of the two likeliest classes.
        first_share, second_share: their probabilities.
    """

    row: IntArray
    column: IntArray
    margin: AnyArray
    entropy: AnyArray
    first: IntArray
    second: IntArray
    first_share: AnyArray
    second_share: AnyArray

    def __len__(self) -> int:
        return len(self.row)

    def subset(self, chosen: BoolArray | IntArray) -> Candidates:
        """Return some of them."""
        columns: list[AnyArray] = [getattr(self, name)[chosen] for name in _FIELDS]
        return Candidates(*columns)

    @classmethod
    def joined(cls, parts: Iterable[Candidates]) -> Candidates:
        """Return those of several blocks."""
        listed = list(parts)
        columns: list[AnyArray] = [np.concatenate([getattr(part, name) for part in listed]) for name in _FIELDS]
        return cls(*columns)

    def to_json(self) -> Json:
        """Return plain values."""
        return {name: getattr(self, name).tolist() for name in _FIELDS}

    @classmethod
    def from_json(cls, values: Json) -> Candidates:
        """Build from what `to_json` gave."""
        columns: list[AnyArray] = [np.array(values[name], np.int64 if name in _WHOLE else np.float64)
                                   for name in _FIELDS]
        return cls(*columns)


@dataclass(frozen=True)
class Draw:
    """How candidates are drawn; picklable, names files only.

    Args:
        path: the raster.
        mask: of its pixels; None: all.
        side: of the cells, in pixels; cells are counted from the raster's corner.
        seed: of the lots.
    """

    path: str
    mask: Mask | None
    side: int
    seed: int


def doubtful_block(window: Window, draw: Draw) -> Json:
    """Return the candidates of a block, as plain values."""
    with RasterReader() as reader:
        raster = open_probabilities(draw.path, reader)
        probabilities = read_probabilities(reader, raster, window)
        inside = None if draw.mask is None else draw.mask.pixels(raster.grid.subgrid(window), reader)
    return best_of_cells(_looked_at(probabilities, inside, window, raster, draw), draw, raster.grid.columns).to_json()


def best_of_cells(found: Candidates, draw: Draw, columns: int) -> Candidates:
    """Keep the candidates with the smallest margins of each cell; lots decide among equals.

    The result is the same however the candidates were cut into blocks.

    Args:
        found: candidates in any order, each once.
        draw: how they are drawn.
        columns: of the raster.
    """
    cell = found.row // draw.side * (columns // draw.side + 1) + found.column // draw.side
    order = np.lexsort((lots(found.row * columns + found.column, draw.seed), found.margin, cell))
    ordered = cell[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(order) else np.zeros(0, np.int64)
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return found.subset(order[place < A_CELL])


def lots(numbers: IntArray, seed: int) -> AnyArray:
    """Return an even random number (uint64) for each number, the same for the same number and seed.

    Source: the finaliser of splitmix64, Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195.
    """
    with np.errstate(over="ignore"):
        mixed = numbers.astype(np.uint64) + np.uint64(seed + 1) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found: AnyArray = mixed ^ (mixed >> np.uint64(31))
    return found


def _looked_at(
    probabilities: Float32Array, inside: BoolArray | None, window: Window, raster: ProbabilityRaster, draw: Draw
) -> Candidates:
    """Return the pixels of a block that the lot falls on, with what their probabilities say."""
    known = ~np.isnan(probabilities[0])
    if inside is not None:
        known &= inside
    rows, columns = np.nonzero(known)
    row, column = rows.astype(np.int64) + window.row, columns.astype(np.int64) + window.column
    share = min(1.0, LOOKED_AT / draw.side**2)
    if share < 1.0:
        drawn = lots(row * raster.grid.columns + column, draw.seed) < np.uint64(share * 2.0**64)
        rows, columns, row, column = rows[drawn], columns[drawn], row[drawn], column[drawn]
    pixels = np.ascontiguousarray(probabilities[:, rows, columns].T)
    two = np.argsort(-pixels, axis=1, kind="stable")[:, :2]
    if pixels.shape[1] == 1:
        two = np.repeat(two, 2, axis=1)
    shares = np.take_along_axis(pixels, two, axis=1)
    return Candidates(row, column, margin(pixels), entropy(pixels), two[:, 0], two[:, 1], shares[:, 0], shares[:, 1])
