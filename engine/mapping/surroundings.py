"""Models that look around a pixel: the tile is cut into squares of their own, whatever blocks it is read in.

Such a model is given squares of one size, always, and answers their middle. The middles cover the tile without gap or
overlap, counted from its corner. Features of a square come the way that all features come; so what a pixel's square is
depends on the images alone, and its answer too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from landweave.engine.learning.networks.spatial import spatial_part
from landweave.engine.mapping.block_features import PreparedBlock, block_features
from landweave.engine.raster.grid import Window
from landweave.engine.types import AnyArray, BoolArray, Float32Array, IntArray

if TYPE_CHECKING:
    from landweave.engine.learning.predictors import Predictor
    from landweave.engine.mapping.combine import Ensemble
    from landweave.engine.mapping.tile_series import TileSeries

CHUNK = 1 << 14
"""Pixels whose features are computed at once."""


@dataclass(frozen=True)
class Squares:
    """The squares of a model.

    Args:
        core: pixels along the side of what is answered of a square.
        reach: pixels around it.
    """

    core: int
    reach: int

    @property
    def size(self) -> int:
        """Pixels along a side."""
        return self.core + 2 * self.reach

    def cover(self, window: Window) -> Window:
        """Return the smallest window of whole squares whose middles cover a window."""
        left, top = window.column // self.core, window.row // self.core
        right, bottom = -(-(window.column + window.columns) // self.core), -(-(window.row + window.rows) // self.core)
        inner = Window(left * self.core, top * self.core, (right - left) * self.core, (bottom - top) * self.core)
        return inner.padded(self.reach)

    def middles(self, window: Window) -> Iterator[Window]:
        """Yield the middles that touch a window, row by row."""
        inner = self.cover(window).padded(-self.reach)
        for row in range(inner.row, inner.row + inner.rows, self.core):
            for column in range(inner.column, inner.column + inner.columns, self.core):
                yield Window(column, row, self.core, self.core)


@dataclass(frozen=True)
class Looks:
    """What the models of a map look at around a pixel.

    Args:
        squares: of all models; empty where all take single pixels.
        bytes_per_pixel: what a pixel of a block takes besides: its features, and answers.
        fixed_bytes: what is held while a square is predicted.
    """

    squares: tuple[Squares, ...] = ()
    bytes_per_pixel: float = 0.0
    fixed_bytes: int = 0

    def block(self, pixels: int, columns: int, halo: int) -> tuple[int, int]:
        """Return the rows and columns of a block that has room for what is around it: whole middles of squares.

        Args:
            pixels: of a block with what is around it.
            columns: of the tile.
            halo: that features need besides.
        """
        core = max(s.core for s in self.squares)
        around = 2 * (max(s.reach for s in self.squares) + halo)
        across = min(max((isqrt(pixels) - around) // core, 1), -(-columns // core))
        down = max((pixels // (across * core + around) - around) // core, 1)
        return down * core, across * core


LOOKS_AT_PIXELS = Looks()


@dataclass(frozen=True, eq=False)
class PlacedBlock:
    """Some pixels of a block that was read with more around them.

    Args:
        block: all that was read.
        numbers: of the pixels in it, shape (pixel,).
    """

    block: PreparedBlock
    numbers: IntArray

    def select(self, pixels: IntArray | slice) -> PreparedBlock:
        """Return the chosen pixels."""
        return self.block.select(self.numbers[pixels])


@dataclass(frozen=True, eq=False)
class Given:
    """What models that look around say of the pixels of a window, by number of the model and by region.

    Args:
        answers: probabilities, shape (pixel, class of the model).
    """

    answers: Mapping[int, Mapping[str, Float32Array]] = field(default_factory=dict)

    def select(self, pixels: IntArray | slice) -> Given:
        """Return what they say of the chosen pixels."""
        return Given({n: {r: found[pixels] for r, found in by.items()} for n, by in self.answers.items()})

    def of(self, number: int) -> Mapping[str, Float32Array]:
        """Return what a model says, by region; empty where it takes single pixels."""
        return self.answers.get(number, {})


def squares_of(predictor: Predictor | None) -> Squares | None:
    """Return the squares of a region's predictor; None if it takes single pixels."""
    part = spatial_part(predictor)
    return None if part is None else Squares(part.size - 2 * part.reach, part.reach)


def squares_of_plans(ensemble: Ensemble) -> tuple[tuple[Squares, ...], ...]:
    """Return the squares that the models of each plan look at, each once; none where all take single pixels."""
    found: list[set[Squares]] = [set() for _ in ensemble.plans]
    for model, plan in zip(ensemble.models, ensemble.plan_of):
        found[plan] |= {s for s in map(squares_of, model.regions.values()) if s is not None}
    return tuple(tuple(sorted(one, key=lambda s: (s.size, s.reach))) for one in found)


def read_window(squares: Sequence[Squares], window: Window) -> Window:
    """Return what must be read to answer a window."""
    found = window
    for one in squares:
        cover = one.cover(window)
        left, top = min(found.column, cover.column), min(found.row, cover.row)
        right = max(found.column + found.columns, cover.column + cover.columns)
        bottom = max(found.row + found.rows, cover.row + cover.rows)
        found = Window(left, top, right - left, bottom - top)
    return found


def placed(block: PreparedBlock, around: Window, window: Window) -> PreparedBlock | PlacedBlock:
    """Return the pixels of a window in a block that was read with more around it."""
    if around == window:
        return block
    rows = np.arange(window.row - around.row, window.row - around.row + window.rows)
    columns = np.arange(window.column - around.column, window.column - around.column + window.columns)
    return PlacedBlock(block, (rows[:, None] * around.columns + columns).ravel())


def given_by(
    ensemble: Ensemble, blocks: Sequence[PreparedBlock], around: Sequence[Window], views: Sequence[TileSeries],
    window: Window, weights: Mapping[str, Float32Array],
) -> Given:  # fmt: skip
    """Return what the models that look around say of a window.

    Args:
        ensemble: the models.
        blocks: plan by plan, as read.
        around: what was read, in the tile's grid, plan by plan.
        views: the tile, plan by plan.
        window: to answer.
        weights: of each region, shape (pixel of the window,); squares where no pixel counts are left out.
    """
    answers: dict[int, dict[str, Float32Array]] = {}
    images: dict[int, AnyArray] = {}
    for number, plan in enumerate(ensemble.plan_of):
        for region, (predictor, weight) in ensemble.predictors(number, weights).items():
            squares = squares_of(predictor)
            if predictor is None or squares is None or not (weight > 0).any():
                continue
            if plan not in images:
                images[plan] = window_features(blocks[plan], views[plan], around[plan])[0]
            wanted = (weight > 0).reshape(window.rows, window.columns)
            found = _answered(predictor, squares, images[plan], around[plan], window, wanted)
            answers.setdefault(number, {})[region] = found
    return Given(answers)


def window_features(block: PreparedBlock, tile: TileSeries, window: Window) -> tuple[AnyArray, BoolArray]:
    """Return the features of all pixels of a window, (row, column, feature), and where they mean something."""
    values = np.empty((window.pixels, len(tile.plan.features())), tile.plan.dtype)
    known = np.zeros(window.pixels, np.bool_)
    for start in range(0, window.pixels, CHUNK):
        some = slice(start, min(start + CHUNK, window.pixels))
        found = block_features(block.select(some), tile.plan)
        values[some], known[some] = found.features, found.usable
    return values.reshape(window.rows, window.columns, -1), known.reshape(window.rows, window.columns)


def looks_of(ensemble: Ensemble) -> Looks:
    """Return what the models look at around a pixel."""
    squares = {s for of_plan in squares_of_plans(ensemble) for s in of_plan}
    held: dict[int, float] = {}
    work = 0
    for model, plan in zip(ensemble.models, ensemble.plan_of):
        parts = [part for part in map(spatial_part, model.regions.values()) if part is not None]
        if parts:
            described = ensemble.plans[plan]
            features = np.dtype(described.dtype).itemsize * len(described.features())
            held[plan] = held.get(plan, features) + 4 * len(model.codes) * len(parts)
            work = max(work, *(part.work_bytes for part in parts))
    return Looks(tuple(sorted(squares, key=lambda s: (s.size, s.reach))), float(sum(held.values())), work)


def _answered(
    predictor: Predictor, squares: Squares, image: AnyArray, around: Window, window: Window, wanted: BoolArray
) -> Float32Array:
    """Return what a predictor says of a window, shape (pixel, class); 0 where nothing is wanted of a whole middle."""
    found = np.zeros((window.rows, window.columns, 0), np.float32)
    for middle in squares.middles(window):
        part = middle.intersection(window)
        here = _slices(part, window)
        if not wanted[here].any():
            continue
        square = image[_slices(middle.padded(squares.reach), around)]
        said = predictor.predict_proba(np.ascontiguousarray(square.reshape(-1, image.shape[2])))
        if not found.shape[2]:
            found = np.zeros((window.rows, window.columns, said.shape[1]), np.float32)
        found[here] = said.reshape(squares.core, squares.core, -1)[_slices(part, middle)]
    return found.reshape(window.pixels, -1)


def _slices(part: Window, within: Window) -> tuple[slice, slice]:
    row, column = part.row - within.row, part.column - within.column
    return slice(row, row + part.rows), slice(column, column + part.columns)
