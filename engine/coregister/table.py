"""What was found, as a table and as sentences."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from landweave.engine.coregister.measure import CLOUDY, DISAGREE, FLAT_REFERENCE, NO_DETAIL, NO_OVERLAP, TOO_SMALL
from landweave.engine.coregister.modes import MEASURED, Placed
from landweave.engine.errors import UserError
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import Json

_COLUMNS = ("sensor", "tile", "date", "identifier", "status", "shift_x", "shift_y", "measured_x", "measured_y",
            "windows", "compared", "window_size", "correlation", "spread_pixels", "reason")
_NAMED = 20
_REMEDIES = {
    NO_OVERLAP: "Check that the reference shows the place of the images, and its coordinate reference system.",
    TOO_SMALL: "Use a reference that covers more of the images, or a smaller SMALLEST_WINDOW.",
    CLOUDY: "Use a reference that is clear where the images are, or a smaller SMALLEST_WINDOW or MINIMUM_WINDOWS.",
    NO_DETAIL: "Use another BAND.",
    FLAT_REFERENCE: "Use another REFERENCE, or another REFERENCE_BAND.",
    DISAGREE: "Use bands of similar colour (REFERENCE_BAND, BAND), or a larger MAX_SHIFT.",
}


def write_table(path: str, placed: Sequence[Placed]) -> None:
    """Write a row a product; shifts in units of its CRS.

    `measured_x` and `measured_y` are what was found for that product itself: against the reference, or in a chain
    against its neighbour.
    """
    with atomic_path(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(_row(p) for p in placed)


def _row(placed: Placed) -> tuple[Json, ...]:
    product, measured = placed.product, placed.measured
    about = (product.sensor, product.tile, product.day.isoformat(), product.identifier, placed.status,
             *(f"{v:.3f}" if product.grid.pixel_width > 0.01 else f"{v:.9f}" for v in placed.shift))
    if measured is None:
        return (*about, "", "", 0, "", "", "", "", placed.reason)
    own = [f"{v:.3f}" if product.grid.pixel_width > 0.01 else f"{v:.9f}" for v in measured.shift]
    of = measured.agreement
    return (*about, *own, of.windows, of.compared, measured.window, f"{of.correlation:.3f}", f"{of.spread:.3f}", "")


def refuse_if_none(placed: Sequence[Placed], reference: str) -> None:
    """Say why no image could be registered, if so.

    Raises:
        UserError: with the reason that most images have.
    """
    if not placed or any(p.status == MEASURED for p in placed):
        return
    reasons = Counter(p.reason for p in placed if p.reason)
    if not reasons:
        raise UserError(f"There is no other image than {reference}.", "Name another reference.")
    reason = max(reasons, key=lambda r: (reasons[r], r))
    if len(reasons) == 1 and reason == NO_OVERLAP:
        raise UserError(f"{reference} overlaps no image.", _REMEDIES[reason])
    if len(reasons) == 1 and reason == FLAT_REFERENCE:
        raise UserError(f"{reference} shows too little detail where the images are.", _REMEDIES[reason])
    told = "; ".join(f"{count} of {len(placed)} {_plural(why)}" for why, count in reasons.most_common())
    raise UserError(f"No image could be registered with {reference}: {told}.", _REMEDIES[reason])


def _plural(reason: str) -> str:
    return f"(each {reason})"


def name_failed(failed: Sequence[Placed]) -> str:
    """Return the names of products with why they could not be registered."""
    named = [f"{p.product.sensor} {p.product.tile} {p.product.day.isoformat()} ({p.reason})" for p in failed[:_NAMED]]
    more = f", and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
    return ", ".join(named) + more
