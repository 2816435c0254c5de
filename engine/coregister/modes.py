"""Which image is compared with which: all with the reference, or each with its predecessor; and what the rest gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from landweave.engine.coregister.measure import Measured
from landweave.engine.sensors.product import Product

MODES = ("each_date", "one_for_all", "chain")

MEASURED, REFERENCE, BORROWED, KEPT = "measured", "reference", "borrowed", "unchanged"

_PREDECESSORS = 3
"""Asked one after the other: clouds may hide what two images share."""

Compare = Callable[[Product, Product], "Measured | str"]
"""Measures a product against another, which is taken where its own shift says."""

ToReference = Callable[[Product], "Measured | str | None"]
"""Measures a product against the reference; None: it is the reference."""


@dataclass(frozen=True)
class Placed:
    """What becomes of a product.

    Args:
        product: as it was, with the one band that is compared.
        shift: (x, y) in units of its CRS.
        status: `measured`; `reference` (it is); `borrowed` (it could not be measured, others of its series were);
            `unchanged` (nothing is known of it).
        measured: what was measured, in the mode `one_for_all` also where the shift is that of all.
        reason: why it could not be measured.
    """

    product: Product
    shift: tuple[float, float]
    status: str
    measured: Measured | None = None
    reason: str = ""


def against_reference(product: Product, to_reference: ToReference) -> Placed:
    """Measure a product against the reference; it stays where it is if that cannot be done."""
    measured = to_reference(product)
    if measured is None:
        return Placed(product, product.shift, REFERENCE)
    if isinstance(measured, str):
        return Placed(product, product.shift, KEPT, None, measured)
    return Placed(product, measured.shift, MEASURED, measured)


def fill(placed: Sequence[Placed]) -> list[Placed]:
    """Return products of one sensor and tile, those that could not be measured with the median shift of the others."""
    known = [p.shift for p in placed if p.status == MEASURED]
    if not known:
        return list(placed)
    shift = _median(known)
    return [Placed(p.product, shift, BORROWED, None, p.reason) if p.status == KEPT else p for p in placed]


def one_for_all(placed: Sequence[Placed]) -> list[Placed]:
    """Return products with the median of their shifts.

    Args:
        placed: each by itself, of one sensor and coordinate reference system.
    """
    measured = [p.shift for p in placed if p.status == MEASURED]
    if not measured:
        return list(placed)
    shift = _median(measured)
    return [p if p.status == REFERENCE else Placed(p.product, shift, MEASURED if p.measured else BORROWED,
                                                   p.measured, p.reason) for p in placed]


def chain(
    series: Sequence[Product], to_reference: ToReference, compare: Compare, reference_day: date | None
) -> list[Placed]:
    """Measure one product against the reference, and each other against its neighbour on the way to it.

    The chain begins with the date nearest to the reference's, or else the first, that can be measured. A product that
    cannot be compared with the last three that were measured gets the shift of its neighbour.

    Args:
        series: products of one sensor and tile, in the order of time.
        to_reference: measures one against the reference.
        compare: measures one against another.
        reference_day: when the reference was taken; None: not known.
    """
    order = list(range(len(series)))
    if reference_day is not None:
        order.sort(key=lambda i: abs((series[i].day - reference_day).days))
    found: dict[int, Placed] = {}
    for first in order:
        found[first] = against_reference(series[first], to_reference)
        if found[first].status != KEPT:
            break
    else:
        return [found[i] for i in range(len(series))]
    for walk in (range(first + 1, len(series)), range(first - 1, -1, -1)):
        known = [found[first]]
        last = found[first]
        for i in walk:
            last = _against_neighbours(series[i], known, last, compare)
            found[i] = last
            if last.status == MEASURED:
                known = [*known, last][-_PREDECESSORS:]
    return [found[i] for i in range(len(series))]


def _against_neighbours(product: Product, known: Sequence[Placed], last: Placed, compare: Compare) -> Placed:
    reason = ""
    for other in reversed(known):
        measured = compare(product, other.product)
        if not isinstance(measured, str):
            x, y = measured.shift
            return Placed(product, (other.shift[0] + x, other.shift[1] + y), MEASURED, measured)
        reason = reason or measured
    return Placed(product, last.shift, BORROWED, None, reason)


def _median(shifts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    x, y = np.median(np.array(shifts, np.float64), axis=0)
    return float(x), float(y)
