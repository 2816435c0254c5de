"""Seasons as a mean, cosines and sines: least squares on the valid acquisitions."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.series.fill import prepared
from landweave.engine.types import SERIES_NODATA, BoolArray, Float32Array, Float64Array, Int16Array, IntArray

YEAR_DAYS = 365.25

_LANES = 256  # pixels
_ROUND = 1.5 * 2.0**52  # adding and taking away again rounds to the nearest integer, halves to even
_LIMIT = 32767.0
_LEAST = 1e-7  # share of a coefficient's weight that the others must leave to tell it apart


def fill_harmonic(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    target_days: IntArray,
    terms: int = 2,
    trend: bool = False,
    period_days: float = YEAR_DAYS,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Fit a mean, `terms` cosines and sines, and a linear trend if wanted; write the fit on the target days.

    Args:
        values: as in `fill.fill_linear`.
        valid: as in `fill.fill_linear`.
        days: as in `fill.fill_linear`.
        target_days: as in `fill.fill_linear`.
        terms: pairs of cosine and sine, with 1, 2, ... cycles a period; from 0.
        trend: whether the mean may change with time.
        period_days: length of the period in days.
        out: as in `fill.fill_linear`.
        first: as in `fill.fill_linear`.

    Returns:
        `out`: shape (target, band, pixel). Pixels never valid are NODATA. Rounded half to
        even and held within +-32767. A pixel whose valid dates are fewer than the
        coefficients, or do not tell them apart, gets the fit of fewer: first without trend,
        then without the fastest terms, at last its mean.

    Raises:
        ValueError: as in `fill.fill_linear`, and if there are less than 0 terms or the period is not above 0.

    Source: Zhu and Woodcock 2014, doi 10.1016/j.rse.2014.01.011, equation 2, by ordinary least squares.
    """
    days, targets, out = prepared(values, valid, days, target_days, out, first)
    centre = _centre(days)
    basis = _basis(days, terms, trend, period_days, centre, centre)
    wanted = _basis(targets, terms, trend, period_days, centre, centre)
    _fit(
        np.ascontiguousarray(values), np.ascontiguousarray(valid), basis, terms, wanted, out,
        np.empty((0, 0, 0), np.float32), first,
    )
    return out


def harmonic_coefficients(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    terms: int,
    period_days: float,
    reference_day: int,
    trend: bool = False,
) -> Float32Array:
    """Return the coefficients of the fit of `fill_harmonic`.

    Args:
        values: as in `fill.fill_linear`.
        valid: as in `fill.fill_linear`.
        days: as in `fill.fill_linear`.
        terms: as in `fill_harmonic`.
        period_days: as in `fill_harmonic`.
        reference_day: day on which the cosines are 1 and the trend is 0, as an ordinal.
        trend: as in `fill_harmonic`.

    Returns:
        Shape (coefficient, band, pixel), in the unit of the values: mean, slope (with
        `trend`, per period), cosine and sine of the first term, of the second, and so on. NaN
        where the pixel's valid dates do not tell it.

    Raises:
        ValueError: as in `fill_harmonic`.
    """
    nothing = np.empty((0, *values.shape[1:]), np.int16)
    days, _, nothing = prepared(values, valid, days, np.empty(0, np.int64), nothing, 0)
    centre = _centre(days)
    basis = _basis(days, terms, trend, period_days, reference_day, centre)
    found = np.empty((basis.shape[1], *values.shape[1:]), np.float32)
    _fit(
        np.ascontiguousarray(values), np.ascontiguousarray(valid), basis, terms, basis[:0].copy(), nothing, found, 0
    )
    if not trend:
        return found
    slope = found[-1:]
    shift = np.where(np.isnan(slope), np.float32(0), slope) * np.float32((centre - reference_day) / period_days)
    return np.concatenate([found[:1] - shift, slope, found[1:-1]])


def _centre(days: IntArray) -> float:
    return float(days.mean()) if len(days) else 0.0


def _basis(
    days: IntArray, terms: int, trend: bool, period: float, reference: float, centre: float
) -> Float64Array:
    """Return mean, cosines and sines, trend: shape (date, coefficient); the trend is 0 at `centre`, to be told well."""
    if terms < 0 or not period > 0:
        raise ValueError(f"there must be at least 0 terms ({terms}) of a period above 0 ({period})")
    angle = 2 * np.pi * ((days - reference) / period)
    columns = [np.ones(len(days))]
    for term in range(1, terms + 1):
        columns += [np.cos(term * angle), np.sin(term * angle)]
    if trend:
        columns.append((days - centre) / period)
    return np.ascontiguousarray(np.stack(columns, axis=1))


@kernel
def _fit(
    values: Int16Array, valid: BoolArray, basis: Float64Array, terms: int, wanted: Float64Array, out: Int16Array,
    found: Float32Array, offset: int,
) -> None:
    """Solve the normal equations of each pixel by LDL', factored once for all bands.

    The leading coefficients of a factorisation are those of the smaller model, so a pixel
    that knows only some takes the same factors and leaves the others at 0.
    """
    size, bands, pixels = basis.shape[1], out.shape[1], out.shape[2]
    clear = np.empty((len(values), _LANES))
    factors, inverse = np.empty((size, size, _LANES)), np.empty((size, _LANES))
    known, scratch = np.empty(_LANES, np.int64), np.empty((size + 1, _LANES))
    solution = np.empty((size, _LANES))
    for start in range(0, pixels, _LANES):
        stop = min(start + _LANES, pixels)
        clear[:] = 0.0
        for date in range(len(values)):
            _mask(valid[date, start + offset : stop + offset], clear[date])
        _factor(clear, basis, factors, inverse, scratch)
        _count_known(clear, factors, inverse, terms, known)
        for band in range(bands):
            solution[:] = 0.0
            for date in range(len(values)):
                _weigh(values[date, band, start + offset : stop + offset], clear[date], scratch[0])
                for i in range(size):
                    _add(scratch[0], basis[date, i], solution[i])
            _solve(factors, inverse, known, solution)
            for target in range(len(wanted)):
                scratch[0] = 0.0
                for i in range(size):
                    _add(solution[i], wanted[target, i], scratch[0])
                _write(scratch[0], known, out[target, band, start:stop])
            for i in range(len(found)):
                _keep(solution[i], i, known, found[i, band, start:stop])


@kernel
def _mask(row: BoolArray, clear: Float64Array) -> None:
    for p in range(len(row)):
        clear[p] = 1.0 if row[p] else 0.0


@kernel
def _weigh(row: Int16Array, clear: Float64Array, weighted: Float64Array) -> None:
    for p in range(len(row)):
        weighted[p] = clear[p] * row[p]


@kernel
def _add(row: Float64Array, factor: float, total: Float64Array) -> None:
    for p in range(len(total)):
        total[p] += factor * row[p]


@kernel
def _subtract(total: Float64Array, left: Float64Array, right: Float64Array) -> None:
    for p in range(len(total)):
        total[p] -= left[p] * right[p]


@kernel
def _factor(
    clear: Float64Array, basis: Float64Array, factors: Float64Array, inverse: Float64Array, scratch: Float64Array
) -> None:
    """Factor the normal matrix: L below the diagonal of `factors`, the matrix's diagonal on it, 1 / D in `inverse`."""
    size = basis.shape[1]
    for i in range(size):
        for j in range(i + 1):
            factors[i, j] = 0.0
            for date in range(len(clear)):
                _add(clear[date], basis[date, i] * basis[date, j], factors[i, j])
    for i in range(size):
        pivot = scratch[size]
        pivot[:] = factors[i, i]
        for j in range(i):
            scratch[j] = factors[i, j]
            for m in range(j):
                _subtract(scratch[j], scratch[m], factors[j, m])
            for p in range(_LANES):
                factors[i, j, p] = scratch[j, p] * inverse[j, p]
            _subtract(pivot, scratch[j], factors[i, j])
        for p in range(_LANES):
            inverse[i, p] = 1.0 / pivot[p]


@kernel
def _count_known(
    clear: Float64Array, factors: Float64Array, inverse: Float64Array, terms: int, known: IntArray
) -> None:
    """Count the leading coefficients that the dates tell: the mean, whole pairs, the trend."""
    for p in range(_LANES):
        dates = 0.0
        for date in range(len(clear)):
            dates += clear[date, p]
        told = 0
        while told < len(inverse):
            pivot = 1.0 / inverse[told, p]
            if told + 1 > dates or not pivot > _LEAST * factors[told, told, p]:
                break
            told += 1
        if told <= 2 * terms and told > 0:  # half a pair does not count
            told -= (told - 1) % 2
        known[p] = told


@kernel
def _solve(factors: Float64Array, inverse: Float64Array, known: IntArray, solution: Float64Array) -> None:
    """Turn right-hand sides into coefficients, 0 where they are not known."""
    size = len(solution)
    for i in range(size):
        for j in range(i):
            _subtract(solution[i], factors[i, j], solution[j])
    for i in range(size):
        for p in range(_LANES):
            solution[i, p] = solution[i, p] * inverse[i, p] if i < known[p] else 0.0
    for i in range(size - 1, -1, -1):
        for j in range(i):
            for p in range(_LANES):
                solution[j, p] -= factors[i, j, p] * solution[i, p] if i < known[p] else 0.0


@kernel
def _write(exact: Float64Array, known: IntArray, out: Int16Array) -> None:
    for p in range(len(out)):
        held = min(max(exact[p], -_LIMIT), _LIMIT)
        out[p] = np.int16((held + _ROUND) - _ROUND) if known[p] > 0 else np.int16(SERIES_NODATA)


@kernel
def _keep(exact: Float64Array, place: int, known: IntArray, found: Float32Array) -> None:
    for p in range(len(found)):
        found[p] = np.float32(exact[p]) if place < known[p] else np.float32(np.nan)
