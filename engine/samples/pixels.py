"""The pixels whose centres lie in reference polygons, or that hold a reference point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.prepared import Reference
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray
from landweave.engine.vector.geometry import transformation
from landweave.engine.vector.layers import envelopes, rasterize_polygons, reproject_geometries, touches

_BLOCK_PIXELS = 2048
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Pixels:
    """Pixels of all tiles, ordered by tile, then by row and column.

    Args:
        piece: row of the reference that a pixel lies in, shape (pixel,).
        place: row * columns + column in the grid of the piece's tile, shape (pixel,).
        rank: random 64-bit number that depends on seed, tile and place only, shape (pixel,).
    """

    piece: IntArray
    place: IntArray
    rank: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.piece)

    def subset(self, rows: IntArray) -> Pixels:
        """Return the chosen pixels."""
        return Pixels(self.piece[rows], self.place[rows], self.rank[rows])


def pixels_of(
    reference: Reference, wanted: BoolArray, seed: int, keep: Callable[[Pixels], IntArray], context: RunContext
) -> tuple[Pixels, IntArray]:
    """Return pixels whose centre lies in a piece, or in which it lies where it is a point.

    Args:
        reference: pieces; a piece gives pixels of its own tile's grid.
        wanted: which pieces, shape (piece,).
        seed: of the ranks.
        keep: called with the pixels of each block, returns the rows worth keeping; bounds the memory.
        context: takes progress.

    Returns:
        The pixels kept, and how many pixels each piece has, shape (piece,).
    """
    found = [Pixels(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64))]
    counts = np.zeros(len(reference), np.int64)
    for number, (tile, grid) in enumerate(reference.tiles.items()):
        context.progress(number / len(reference.tiles), f"tile {tile}")
        rows = np.flatnonzero(wanted & (reference.tile == tile))
        if len(rows):
            shapes = reproject_geometries([reference.geometries[row] for row in rows], reference.crs, grid.crs)
            of_tile = []
            for pixels in _blocks_of_tile(rows, list(shapes), grid, seed * 1_000_003 + number):
                context.check_cancelled()
                counts += np.bincount(pixels.piece, minlength=len(reference))
                of_tile.append(pixels.subset(keep(pixels)))
            found.append(_in_order(_joined(of_tile or found[:1])))
    return _joined(found), counts


def _joined(parts: Sequence[Pixels]) -> Pixels:
    return Pixels(
        np.concatenate([p.piece for p in parts]),
        np.concatenate([p.place for p in parts]),
        np.concatenate([p.rank for p in parts]),
    )


def _in_order(pixels: Pixels) -> Pixels:
    return pixels.subset(np.argsort(pixels.place, kind="stable"))


def _blocks_of_tile(rows: IntArray, shapes: list[bytes | None], grid: Grid, seed: int) -> Iterator[Pixels]:
    boxes = envelopes(shapes)
    # By a pixel, so that a point on the edge of a block touches it.
    boxes += np.array([-1.0, -1.0, 1.0, 1.0]) * np.array([grid.pixel_width, grid.pixel_height] * 2)
    for window in grid.blocks(_BLOCK_PIXELS, _BLOCK_PIXELS):
        block = grid.subgrid(window)
        inside = np.flatnonzero(touches(boxes, block.extent))
        if len(inside):
            burnt = rasterize_polygons([shapes[i] for i in inside], inside + 1, block, grid.crs)
            row, column = np.nonzero(burnt)
            place = (row + window.row) * grid.columns + column + window.column
            yield Pixels(rows[burnt[row, column] - 1], place, scrambled(place, seed))


def scrambled(numbers: IntArray, seed: int) -> npt.NDArray[np.uint64]:
    """Return a random 64-bit number for each number: the same one whatever else is in the array.

    Source: SplitMix64, Steele, Lea and Flood 2014, doi 10.1145/2714064.2660195.
    """
    with np.errstate(over="ignore"):
        z = numbers.astype(np.uint64) * _GOLDEN + np.uint64(seed % 2**64) * np.uint64(0xD1342543DE82EF95) + _GOLDEN
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: npt.NDArray[np.uint64] = z ^ (z >> np.uint64(31))
    return mixed


def pixel_places(reference: Reference, pixels: Pixels) -> tuple[Float64Array, Float64Array]:
    """Return x and y of the pixels' centres in the CRS of the reference."""
    x, y = np.full(len(pixels), np.nan), np.full(len(pixels), np.nan)
    tile_of: AnyArray = reference.tile[pixels.piece]
    for tile, grid in reference.tiles.items():
        rows = np.flatnonzero(tile_of == tile)
        row, column = np.divmod(pixels.place[rows], grid.columns)
        x[rows] = grid.x_min + (column + 0.5) * grid.pixel_width
        y[rows] = grid.y_max - (row + 0.5) * grid.pixel_height
        if len(rows) and not same_crs(grid.crs, reference.crs):
            moved = transformation(grid.crs, reference.crs).TransformPoints(np.column_stack([x[rows], y[rows]]))
            x[rows], y[rows] = np.array(moved)[:, 0], np.array(moved)[:, 1]
    return x, y
