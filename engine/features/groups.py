"""What describes the year of one sensor: each group of features names what it makes, and makes it.

A new way to describe a year is a class here, with its name in `GROUPS` and its options in `series/option_checks.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np

from landweave.engine.features.index_catalogue import formula_unit
from landweave.engine.features.indices import index_unit
from landweave.engine.features.relative import relative_unit
from landweave.engine.features.view import SensorView
from landweave.engine.series.composites import composite
from landweave.engine.series.harmonic import harmonic_coefficients
from landweave.engine.series.metrics import metrics
from landweave.engine.series.metrics import unit as statistic_unit
from landweave.engine.series.phenology import phenology, phenology_names
from landweave.engine.series.plan import FILLED, Feature, SensorPlan
from landweave.engine.series.thermal_plan import target_names
from landweave.engine.types import SERIES_NODATA, Int16Array

Options = Mapping[str, Any]


class FeatureGroup(Protocol):
    """One way to describe the year."""

    def features(self, plan: SensorPlan, options: Options) -> tuple[Feature, ...]:
        """Return what it makes, in order."""
        ...

    def compute(self, view: SensorView, options: Options, out: Int16Array) -> None:
        """Write the features, shape (feature, pixel)."""
        ...


class Filled:
    """Values on the target dates: date by date all bands, then index by index all dates."""

    def features(self, plan: SensorPlan, options: Options) -> tuple[Feature, ...]:
        """Return what it makes, in order."""
        del options
        targets = target_names(plan)
        by_date = [(b, t) for t in targets for b in plan.bands]
        by_index = [(i, t) for i in plan.indices for t in targets]
        return tuple(_dated(plan, source, *target) for source, target in by_date + by_index)

    def compute(self, view: SensorView, options: Options, out: Int16Array) -> None:
        """Write the features, shape (feature, pixel)."""
        del options
        dates, bands = len(view.plan.target_dates), len(view.plan.bands)
        of_bands = out[: dates * bands].reshape(dates, bands, view.pixels)
        of_indices = out[dates * bands :].reshape(len(view.plan.indices), dates, view.pixels)
        alone = len(view.plan.groups) == 1 and not view.plan.relative_to
        filled = view.fill(of_bands if alone else None)
        indices = view.fill_indices(of_indices if alone else None)
        if not alone:  # what the view keeps is what other groups see, so it is not divided
            of_bands[:], of_indices[:] = filled, indices
            view.relative(of_bands)


class Composites:
    """One image for each window of the year: all its bands, and its indices."""

    def features(self, plan: SensorPlan, options: Options) -> tuple[Feature, ...]:
        """Return what it makes, in order."""
        starts = [date.fromordinal(first).isoformat() for first, _ in options["windows"]]
        sources = [*plan.bands, *(plan.indices if options["indices"] else ())]
        suffix = options["method"]
        return tuple(
            Feature(f"{plan.sensor}_{s}_{suffix}_{d.replace('-', '')}", plan.sensor, f"{s}_{suffix}", d,
                    source_unit(plan, s))
            for d in starts for s in sources
        )

    def compute(self, view: SensorView, options: Options, out: Int16Array) -> None:
        """Write the features, shape (feature, pixel)."""
        windows = np.array(options["windows"], np.int64).reshape(-1, 2)
        roles = {role: view.plan.bands.index(band) for role, band in view.plan.roles if band in view.plan.bands}
        made = composite(view.values, view.valid, view.days, windows, options["method"], roles)
        parts = [made]
        if options["indices"] and view.plan.indices:
            parts.append(view.indices_of(made).transpose(1, 0, 2))
        out[:] = np.concatenate(parts, axis=1).reshape(out.shape)


class Metrics:
    """Statistics over time of bands and indices."""

    def features(self, plan: SensorPlan, options: Options) -> tuple[Feature, ...]:
        """Return what it makes, in order."""
        return tuple(
            _undated(plan, f"{source}_{statistic}", statistic_unit(statistic, source_unit(plan, source)))
            for statistic in options["statistics"] for source in options["sources"]
        )

    def compute(self, view: SensorView, options: Options, out: Int16Array) -> None:
        """Write the features, shape (feature, pixel)."""
        filled = options["of"] == "filled"
        days = np.array(view.plan.target_days, np.int64) if filled else view.days
        first, last = options["period"]
        within = slice(*np.searchsorted(days, [first, last + 1]))
        series = view.series(options["sources"], filled)[within]
        out[:] = metrics(series, days[within], options["statistics"], period=(first, last)).reshape(out.shape)


class Phenology:
    """Seasons of an index: their start, peak, end, size."""

    def features(self, plan: SensorPlan, options: Options) -> tuple[Feature, ...]:
        """Return what it makes, in order."""
        return tuple(
            _undated(plan, f"{source}_{name}", unit)
            for source in options["sources"]
            for name, unit in phenology_names(_without_sources(options), source_unit(plan, source))
        )

    def compute(self, view: SensorView, options: Options, out: Int16Array) -> None:
        """Write the features, shape (feature, pixel)."""
        targets = np.array(view.plan.target_days, np.int64)
        series = view.series(options["sources"], filled=True)
        made = [phenology(np.ascontiguousarray(series[:, i]), targets, _without_sources(options))
                for i in range(series.shape[1])]
        out[:] = np.concatenate(made, axis=0)


class Harmonics:
    """Level and cosine and sine terms of the year, from the clear acquisitions."""

    def features(self, plan: SensorPlan, options: Options) -> tuple[Feature, ...]:
        """Return what it makes, in order."""
        rate = f" per {options['period_days']:g} days"
        return tuple(
            _undated(plan, f"{source}_{term}", source_unit(plan, source) + (rate if term == "trend" else ""))
            for term in _terms(options) for source in options["sources"]
        )

    def compute(self, view: SensorView, options: Options, out: Int16Array) -> None:
        """Write the features, shape (feature, pixel)."""
        first, last = options["period"]
        within = slice(*np.searchsorted(view.days, [first, last + 1]))
        series, days = view.series(options["sources"], filled=False)[within], view.days[within]
        start = date.fromordinal(first).replace(month=1, day=1).toordinal()
        for i in range(series.shape[1]):  # an index may be unknown where the bands are not
            one = np.ascontiguousarray(series[:, i : i + 1])
            made = harmonic_coefficients(
                one, one[:, 0] != SERIES_NODATA, days, options["terms"], options["period_days"], start,
                options["trend"],
            )
            rounded = np.clip(np.rint(np.where(np.isfinite(made), made, 0)), -32767, 32767).astype(np.int16)
            rounded[~np.isfinite(made)] = SERIES_NODATA
            out[i :: series.shape[1]] = rounded[:, 0]


GROUPS: dict[str, FeatureGroup] = {
    FILLED: Filled(),
    "composites": Composites(),
    "metrics": Metrics(),
    "phenology": Phenology(),
    "harmonics": Harmonics(),
}
"""Groups by the name that `describe` has for them."""


def source_unit(plan: SensorPlan, source: str) -> str:
    """Return the unit of a band or an index."""
    if source in plan.bands:
        return plan.unit
    text = dict(plan.expressions).get(source)
    return index_unit(source, plan.unit) if text is None else formula_unit(source, text)


def group_sizes(plan: SensorPlan) -> Sequence[int]:
    """Return how many features each group of a sensor makes."""
    return [len(GROUPS[g.kind].features(plan, g.options)) for g in plan.groups]


def _terms(options: Options) -> Iterator[str]:
    yield "level"  # not "mean": that is a statistic, which may be asked for beside it
    if options["trend"]:
        yield "trend"
    for term in range(1, options["terms"] + 1):
        yield f"cos{term}"
        yield f"sin{term}"


def _dated(plan: SensorPlan, source: str, when: str, iso: str) -> Feature:
    unit = source_unit(plan, source)
    if source in plan.bands and plan.relative_to:
        unit = relative_unit(source, plan.relative_to, unit)
    return Feature(f"{plan.sensor}_{source}_{when}", plan.sensor, source, iso, unit)


def _undated(plan: SensorPlan, source: str, unit: str) -> Feature:
    return Feature(f"{plan.sensor}_{source}", plan.sensor, source, "", unit)


def _without_sources(options: Options) -> dict[str, Any]:
    return {k: v for k, v in options.items() if k != "sources"}
