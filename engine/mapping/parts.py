"""What blocks leave behind until a map is whole: one `.npy` a block and kind, and how they become rasters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import AnyArray

_LAYERS = 8  # written at once: a raster may have hundreds
_ROWS, _COLUMNS = 512, 2048  # multiples of the writer's blocks; fixed, so that files do not depend on tasks


@dataclass(frozen=True)
class Kind:
    """One kind of output raster.

    Args:
        name: `classes`, `confidence`, `probabilities`, `validity` or `features`.
        dtype: numpy name.
        nodata: stands where nothing is known.
        layers: number of bands.
        descriptions: one text a band.
    """

    name: str
    dtype: str
    nodata: int
    layers: int = 1
    descriptions: tuple[str, ...] = ()

    def empty(self, rows: int, columns: int, layers: int = 0) -> AnyArray:
        """Return (layer, row, col) without any value, of all layers or of so many."""
        return np.full((layers or self.layers, rows, columns), self.nodata, self.dtype)


@dataclass(frozen=True)
class Part:
    """What one task left: its window in the whole grid, and the stem of its files."""

    window: Window
    stem: str

    def path(self, kind: Kind) -> Path:
        """Return the file of one kind."""
        return Path(f"{self.stem}.{kind.name}.npy")


def save_part(part: Part, kind: Kind, values: AnyArray) -> str:
    """Write (layer, row, col) values of a part, and return the file's path."""
    with atomic_path(part.path(kind)) as path, path.open("wb") as file:
        np.save(file, values, allow_pickle=False)
    return str(part.path(kind))


def assemble(
    kind: Kind, parts: Sequence[Part], grid: Grid, writer: RasterWriter, tick: Callable[[float], None]
) -> None:
    """Write the parts of one kind into a raster, in an order that does not depend on how they were cut.

    Args:
        kind: what to write.
        parts: windows that share no pixel.
        grid: of the raster.
        writer: open for it.
        tick: told the share that is done.
    """
    windows = list(grid.blocks(_COLUMNS, _ROWS))
    for number, window in enumerate(windows):
        for first in range(0, kind.layers, _LAYERS):
            some = slice(first, min(first + _LAYERS, kind.layers))
            values = kind.empty(window.rows, window.columns, some.stop - first)
            for part in _touching(parts, window):
                _copy(part, kind, window, values, some)
            writer.write(window, values, first + 1)
        tick((number + 1) / len(windows))


def remove_parts(parts: Sequence[Part], kinds: Sequence[Kind]) -> None:
    """Delete the files of parts."""
    for part in parts:
        for kind in kinds:
            part.path(kind).unlink(missing_ok=True)


def _touching(parts: Sequence[Part], window: Window) -> Iterator[Part]:
    return (p for p in parts if p.window.intersection(window).pixels)


def _copy(part: Part, kind: Kind, window: Window, values: AnyArray, layers: slice) -> None:
    """Copy what a part and a window share of some layers."""
    shared = part.window.intersection(window)
    stored = np.load(part.path(kind), mmap_mode="r", allow_pickle=False)
    values[(slice(None), *_slices(shared, window))] = stored[(layers, *_slices(shared, part.window))]


def _slices(inner: Window, outer: Window) -> tuple[slice, slice]:
    row, column = inner.row - outer.row, inner.column - outer.column
    return slice(row, row + inner.rows), slice(column, column + inner.columns)
