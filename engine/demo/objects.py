"""The landscape by objects (a parcel's part of one class), made once and kept in a scratch file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from landweave.engine.demo.area import MARGIN, Area
from landweave.engine.demo.landcover import Landcover, looks_like
from landweave.engine.demo.phenology import Traits
from landweave.engine.types import AnyArray, IntArray

_KEPT_BLOCKS = 2


@dataclass
class Objects:
    """Which object each pixel belongs to.

    Args:
        area: the demo's geometry.
        codes: object numbers (parcel * 16 + class index), shape (row, col) with MARGIN on each side; a file on disk.
        numbers: all objects that have a pixel in the area, ascending.
        pixels: their sizes.
    """

    area: Area
    codes: AnyArray
    numbers: IntArray
    pixels: IntArray
    _kept: dict[tuple[int, int], tuple[Traits, AnyArray]] = field(default_factory=dict)

    @classmethod
    def make(cls, area: Area, scratch: Path, progress: Callable[[float], None]) -> Objects:
        """Lay out the landscape block by block into a scratch file."""
        landcover = Landcover.of(area)
        shape = (area.rows + 2 * MARGIN, area.columns + 2 * MARGIN)
        codes = np.lib.format.open_memmap(scratch, mode="w+", dtype=np.uint32, shape=shape)  # type: ignore[no-untyped-call]
        counted = []
        for first, end in area.blocks():
            block = landcover.objects(first, end)
            codes[first : end + 2 * MARGIN] = block
            counted.append(np.unique(block[MARGIN:-MARGIN, MARGIN:-MARGIN], return_counts=True))
            progress(end / area.rows)
        numbers, place = np.unique(np.concatenate([n for n, _ in counted]), return_inverse=True)
        pixels = np.bincount(place, weights=np.concatenate([c for _, c in counted])).astype(np.int64)
        return cls(area, codes, numbers, pixels)

    def block(self, rows: tuple[int, int]) -> tuple[Traits, AnyArray]:
        """Return the traits of the objects that a block shows, and each pixel's place in them.

        Args:
            rows: first row and end; the places are those of MARGIN pixels more on each side.
        """
        if rows not in self._kept:
            codes = np.asarray(self.codes[rows[0] : rows[1] + 2 * MARGIN])
            if self.area.texture:
                codes = looks_like(self.area, codes, rows[0] - MARGIN, -MARGIN)
            numbers, place = np.unique(codes, return_inverse=True)
            if len(self._kept) >= _KEPT_BLOCKS:
                self._kept.clear()
            traits = Traits.of(self.area, numbers.astype(np.int64))
            self._kept[rows] = (traits, place.reshape(codes.shape).astype(np.int32))
        return self._kept[rows]

    def window(self, row: int, column: int, rows: int, columns: int) -> tuple[AnyArray, int, int]:
        """Return the object numbers of a window clipped to the area, and its first row and column."""
        top, left = max(row, 0), max(column, 0)
        bottom, right = min(row + rows, self.area.rows), min(column + columns, self.area.columns)
        return np.asarray(self.codes[MARGIN + top : MARGIN + bottom, MARGIN + left : MARGIN + right]), top, left
