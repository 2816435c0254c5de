"""The shift of one image against another: windows that are clear in both, large ones first, smaller ones if need be."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Any

from landweave.engine.coregister.correlate import (
    CLEAR_SHARE,
    Agreement,
    WindowShift,
    agree,
    correlator,
    has_detail,
    spectrum,
    window_shift,
)
from landweave.engine.coregister.images import Target, displaced, read_band, target_of
from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import touches
from landweave.engine.sensors.product import Product
from landweave.engine.types import SERIES_NODATA, AnyArray, Int16Array

NO_OVERLAP = "does not overlap the reference"
TOO_SMALL = "shares too small a place with the reference"
CLOUDY = "has too few clear windows"
NO_DETAIL = "shows too little detail"
FLAT_REFERENCE = "lies where the reference shows too little detail"
DISAGREE = "its windows do not agree"

_MOST_WINDOWS = 196
"""Compared of an image: more cost time and tell no more."""

_KEPT_BYTES = 64 << 20
_SHIFTS_A_WINDOW = 3  # a window is so many times as wide as the largest shift, at least


@dataclass(frozen=True)
class Search:
    """How shifts are looked for.

    Args:
        window: side of the largest windows, pixels.
        smallest_window: side of the smallest, pixels.
        max_shift: pixels.
        minimum_windows: that must agree.
        precision: shifts are found to 1 / precision of a pixel.
    """

    window: int = 256
    smallest_window: int = 32
    max_shift: float = 5.0
    minimum_windows: int = 10
    precision: int = 50

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sides of windows, the largest first: those in which the largest shift can be seen."""
        halved = (self.window >> times for times in range(self.window.bit_length()))
        return tuple(s for s in halved if s >= max(self.smallest_window, _SHIFTS_A_WINDOW * self.max_shift))

    def check(self) -> None:
        """Check that there are windows to compare.

        Raises:
            UserError: if the largest windows are smaller than the smallest, or too small for the shift.
        """
        if self.smallest_window > self.window:
            raise UserError(f"The smallest windows ({self.smallest_window}) are larger than the largest "
                            f"({self.window}).", "Exchange WINDOW and SMALLEST_WINDOW.")
        if not self.sizes:
            raise UserError(f"Shifts of {self.max_shift:g} pixels cannot be seen in windows of {self.window} pixels.",
                            f"Give a WINDOW of {ceil(_SHIFTS_A_WINDOW * self.max_shift)} pixels or more.")


@dataclass(frozen=True)
class Measured:
    """The shift of a product.

    Args:
        shift: (x, y) in units of its CRS, to be added to where its file says that it is.
        agreement: of the windows, its pixels being those of `grid`.
        window: side of the windows, pixels.
        grid: pixels on which it was compared.
    """

    shift: tuple[float, float]
    agreement: Agreement
    window: int
    grid: Grid


@dataclass(eq=False)
class Measurer:
    """Measures products against references; what was read of a reference is kept for the next product.

    Args:
        search: how.
        reader: of the calling thread.
    """

    search: Search
    reader: RasterReader
    _correlate: Callable[..., Any] = field(default_factory=correlator)
    _kept: OrderedDict[Any, Int16Array] = field(default_factory=OrderedDict)
    _kept_bytes: int = 0

    def measure(self, product: Product, reference: Product) -> Measured | str:
        """Return the shift of a product (of one band) against a reference (of one band, where it is), or why not.

        What the windows show is moved by whole pixels at most before it is compared: nothing is interpolated that
        does not have to be. A shift that the product has is where the search begins.

        Raises:
            UserError: naming the file that is damaged or gone.
        """
        if not touches(reference.grid, product.grid):
            return NO_OVERLAP
        target = target_of(product, reference)
        if not target.overlap.pixels:
            return NO_OVERLAP
        start = (round(product.shift[0] / target.grid.pixel_width), round(-product.shift[1] / target.grid.pixel_height))
        first = self._from(target, reference, start)
        if isinstance(first, str):
            return first
        again = (round(_columns(first)), round(_rows(first)))
        better = self._from(target, reference, again) if again != start else first
        return first if isinstance(better, str) else better

    def _from(self, target: Target, reference: Product, start: tuple[int, int]) -> Measured | str:
        """Compare an image moved by whole pixels, with smaller and smaller windows until enough of them agree."""
        why = TOO_SMALL
        for size in self.search.sizes:
            windows = lattice(target.overlap, size)
            if len(windows) < self.search.minimum_windows:
                continue
            found, reason = self._compare(target, reference, windows, start)
            agreement = agree(found, self.search.max_shift, self.search.minimum_windows, self.search.precision)
            if agreement is not None:
                grid = target.grid
                shift = ((start[0] + agreement.columns) * grid.pixel_width,
                         -(start[1] + agreement.rows) * grid.pixel_height)
                return Measured(shift, agreement, size, grid)
            why = reason if len(found) < self.search.minimum_windows else DISAGREE
        return why

    def _compare(
        self, target: Target, reference: Product, windows: list[Window], start: tuple[int, int]
    ) -> tuple[list[WindowShift], str]:
        """Return what each window tells that is clear and shows detail in both, and what most others lack."""
        moved = displaced(target.product, target.grid, *start)
        found: list[WindowShift] = []
        reasons = []
        for window in windows:
            fixed = self._reference(reference, target.grid, window)
            if isinstance(fixed, str):
                reasons.append(FLAT_REFERENCE if fixed == NO_DETAIL else fixed)
                continue
            image = _spectrum(read_band(moved, target.grid, window, self.reader))
            if isinstance(image, str):
                reasons.append(image)
                continue
            found.append(window_shift(fixed, image, self.search.precision, self._correlate))
        most = max(set(reasons), key=lambda r: (reasons.count(r), r)) if reasons else TOO_SMALL
        return found, most

    def _reference(self, reference: Product, grid: Grid, window: Window) -> AnyArray | str:
        key = (reference.identifier, reference.path, reference.shift, grid, window)
        if key not in self._kept:
            self._kept[key] = read_band(reference, grid, window, self.reader)
            self._kept_bytes += self._kept[key].nbytes
            while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
                self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes
        return _spectrum(self._kept[key])


def _spectrum(values: Int16Array) -> AnyArray | str:
    """Return the spectrum of a window, or why it has none."""
    clear = values != SERIES_NODATA
    if clear.mean() < CLEAR_SHARE:
        return CLOUDY
    return spectrum(values, clear) if has_detail(values, clear) else NO_DETAIL


def lattice(place: Window, size: int) -> list[Window]:
    """Return windows of a size spread evenly over a place, row by row; they overlap by half where it is small."""
    step = max(size // 2, ceil(sqrt(place.pixels / _MOST_WINDOWS)))
    return [
        Window(column, row, size, size)
        for row in _starts(place.row, place.rows, size, step)
        for column in _starts(place.column, place.columns, size, step)
    ]


def _starts(first: int, length: int, size: int, step: int) -> Iterator[int]:
    if length < size:
        return
    count = (length - size) // step + 1
    spare = (length - size) - (count - 1) * step
    for number in range(count):
        yield first + spare // 2 + number * step


def _columns(measured: Measured) -> float:
    return measured.shift[0] / measured.grid.pixel_width


def _rows(measured: Measured) -> float:
    return -measured.shift[1] / measured.grid.pixel_height
