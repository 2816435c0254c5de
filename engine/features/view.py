"""What can be asked of the acquisitions of one sensor: as acquired or filled, bands or indices, each made once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.features.expressions import parse
from landweave.engine.features.indices import spectral_indices
from landweave.engine.features.relative import divide_by_band
from landweave.engine.series.filling import fill
from landweave.engine.series.plan import SensorPlan
from landweave.engine.series.thermal_plan import filling_axis
from landweave.engine.types import SERIES_NODATA, BoolArray, Int16Array, IntArray


class SensorView:
    """The acquisitions of some pixels, and what features are made of.

    Args:
        values: bands of the plan, NODATA where not valid, shape (date, band, pixel).
        valid: True where the pixel is clear, shape (date, pixel).
        days: acquisition days as proleptic ordinals (or another axis), strictly ascending, shape (date,).
        plan: what is computed.
        first: pixel of `values` that is the first of the view.
        pixels: of the view; None: all from the first on.
    """

    def __init__(
        self,
        values: Int16Array,
        valid: BoolArray,
        days: IntArray,
        plan: SensorPlan,
        first: int = 0,
        pixels: int | None = None,
    ) -> None:
        if values.shape[1] != len(plan.bands):
            raise ValueError(f"{values.shape[1]} bands given, {len(plan.bands)} in the plan")
        self.days, self.plan = days, plan
        self.pixels = values.shape[2] - first if pixels is None else pixels
        self._all_values, self._all_valid, self._first = values, valid, first
        self._filled: Int16Array | None = None
        self._filled_indices: Int16Array | None = None
        self._acquired_indices: Int16Array | None = None

    @property
    def values(self) -> Int16Array:
        """Bands as acquired, shape (date, band, pixel)."""
        return np.ascontiguousarray(self._all_values[:, :, self._first : self._first + self.pixels])

    @property
    def valid(self) -> BoolArray:
        """Where they are clear, shape (date, pixel)."""
        return np.ascontiguousarray(self._all_valid[:, self._first : self._first + self.pixels])

    def fill(self, out: Int16Array | None = None) -> Int16Array:
        """Return the bands on the target dates, shape (target, band, pixel).

        Args:
            out: where they are put the first time; a new array by default.
        """
        if self._filled is None:
            days, targets = filling_axis(self.plan, self.days)
            if out is None:
                out = np.empty((len(targets), len(self.plan.bands), self.pixels), np.int16)
            if len(days):
                fill(
                    self._all_values, self._all_valid, days, targets, self.plan.filling, self.plan.filling_options,
                    out, self._first,
                )
            else:  # the sensor never saw the tile: nothing can be filled, and dates need not be there
                out[:] = SERIES_NODATA
            self._filled = out
        return self._filled

    def fill_indices(self, out: Int16Array | None = None) -> Int16Array:
        """Return the indices on the target dates, shape (index, target, pixel); `out` as in `fill`."""
        if self._filled_indices is None:
            self._filled_indices = self.indices_of(self.fill(), out)
        return self._filled_indices

    def indices_of(self, bands: Int16Array, out: Int16Array | None = None) -> Int16Array:
        """Return the indices of the plan, shape (index, date, pixel), from bands of shape (date, band, pixel)."""
        plan = self.plan
        roles = {role: plan.bands.index(band) for role, band in plan.roles if band in plan.bands}
        formulas = {name: parse(text) for name, text in plan.expressions}
        return spectral_indices(bands, roles, plan.indices, out, formulas, plan.bands, plan.unit)

    def relative(self, bands: Int16Array) -> None:
        """Divide filled bands by the reference band of the plan, in place, if it has one."""
        if self.plan.relative_to:
            divide_by_band(bands, self.plan.bands.index(self.plan.relative_to))

    def series(self, sources: Sequence[str], filled: bool) -> Int16Array:
        """Return bands and indices side by side, shape (date or target date, source, pixel)."""
        bands = self.fill() if filled else self.values
        indices = self._indices(filled) if set(sources) - set(self.plan.bands) else None
        out = np.empty((bands.shape[0], len(sources), self.pixels), np.int16)
        for place, source in enumerate(sources):
            if source in self.plan.bands:
                out[:, place] = bands[:, self.plan.bands.index(source)]
            elif indices is not None:
                out[:, place] = indices[self.plan.indices.index(source)]
        return out

    def _indices(self, filled: bool) -> Int16Array:
        if filled:
            return self.fill_indices()
        if self._acquired_indices is None:
            self._acquired_indices = self.indices_of(self.values)
        return self._acquired_indices
