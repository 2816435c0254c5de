"""What a scan says: one line a sensor of what was found, one line each of what was left out, one error for nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from landweave.engine.catalogue.choice import Filter
from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors import folder_formats
from landweave.engine.sensors.product import LeftOut, Product

_MOST_WARNINGS = 30
_MOST_REASONS, _REASONS_IN_FULL = 10, 3
_KIND_CHARACTERS = 30
"""Reasons that begin alike are of one kind."""
_OUTSIDE = re.compile(r"^was acquired on .*, ((?:before START_DATE|after END_DATE) [\d-]+)\.$")
_MOST_NAMES = 5
_MOST_BANDS = 14


def report(catalogue: Catalogue, context: RunContext) -> None:
    """Say what was found, and in one line each what was left out and why."""
    lines = _left_out_lines(catalogue.left_out)
    for line in lines[:_MOST_WARNINGS]:
        context.warning(f"Left out: {line}")
    rest = len(lines) - _MOST_WARNINGS
    if rest > 0:
        context.warning(f"Left out: {rest} more; the table 'left_out' of the catalogue lists all with their reasons.")
    notes = Counter(p.note for p in catalogue.products if p.note)
    for note, count in sorted(notes.items()):
        first = next(p for p in catalogue.products if p.note == note)
        context.warning(f"{first.identifier}{f' and {count - 1} more products' if count > 1 else ''}: {note}.")
    for line in summary(catalogue) if catalogue.products else ():
        context.log(line)


def _left_out_lines(left: Sequence[LeftOut]) -> list[str]:
    """Return a line for each thing left out, but one for all that the period leaves out."""
    outside = Counter(match[1] for match in (_OUTSIDE.search(item.reason) for item in left) if match)
    many = {limit for limit, count in outside.items() if count > 1}
    lines = [f"{count} images {limit}." for limit, count in outside.items() if limit in many]
    for item in left:
        match = _OUTSIDE.search(item.reason)
        if not match or match[1] not in many:
            lines.append(f"{item.path} {item.reason}")
    return lines


def summary(catalogue: Catalogue) -> list[str]:
    """Return a line for each sensor, one for the layers without date, one for what was left out."""
    lines = [
        _of_sensor(sensor, [p for p in catalogue.products if p.sensor == sensor]) for sensor in catalogue.sensors()
    ]
    if catalogue.static:
        lines.append(f"Layers without date: {', '.join(layer.name for layer in catalogue.static)}")
    damaged = sum(item.damaged for item in catalogue.left_out)
    harm = f", {damaged} of them damaged or incomplete" if damaged else ""
    return [*lines, f"Left out: {len(catalogue.left_out)}{harm}"]


def nothing_found(folder: str, left: Sequence[LeftOut]) -> UserError:
    """Return the error of a scan without a product, with one reason of each kind."""
    titles = ", ".join(str(module.TITLE) for module in folder_formats())
    readable = f"Landweave reads products of the kinds {titles}, and GeoTIFFs with dates in names, tables or layers."
    if not left:
        return UserError(f"No images were found in {folder}.", f"Choose another folder. {readable}")
    of_kind: dict[str, LeftOut] = {}
    for item in left:
        of_kind.setdefault(item.reason[:_KIND_CHARACTERS], item)
    shown = list(of_kind.values())[:_MOST_REASONS]
    brief = len(shown) > _REASONS_IN_FULL
    reasons = " ".join(f"{Path(i.path).name} {_first_sentence(i.reason) if brief else i.reason}" for i in shown)
    more = f" And {len(left) - len(shown)} more." if len(left) > len(shown) else ""
    return UserError(f"No usable product was found in {folder}: {reasons}{more}", readable)


def none_wanted(folder: str, products: Sequence[Product], wanted: Filter) -> UserError:
    """Return the error of a scan whose filter leaves none of the products found."""
    days = sorted(p.day for p in products)
    span = f"from {days[0]} to {days[-1]}" if days[0] != days[-1] else f"of {days[0]}"
    limits = [f"{name} {day}" for name, day in (("START_DATE", wanted.start), ("END_DATE", wanted.end)) if day]
    if wanted.max_cloud < 100:
        limits.append(f"MAX_CLOUD {wanted.max_cloud:g}")
    if len(days) == 1:
        said = f"The one image found in {folder} does not fit {' and '.join(limits)}: it is {span}."
    else:
        said = f"None of the {len(days)} images found in {folder} fits {' and '.join(limits)}: they are {span}."
    return UserError(said, "Change the period or the largest cloud cover.")


def _of_sensor(sensor: str, products: Sequence[Product]) -> str:
    days = sorted({p.day for p in products})
    tiles = sorted({p.tile for p in products})
    bands = list(dict.fromkeys(b.name for p in products for b in p.bands))
    sizes = sorted({_resolution(p) for p in products})
    when = f"{len(days)} dates from {days[0]} to {days[-1]}" if len(days) > 1 else f"{days[0]}"
    count = f"{len(products)} product{'s' if len(products) > 1 else ''}"
    kinds = Counter(p.format for p in products).most_common()
    if len(kinds) > 1:  # their reflectances differ: `check_inputs` says what to do
        count += f" ({', '.join(f'{number} of {kind}' for kind, number in kinds)})"
    return (f"{sensor}: {count} on {when}, tile{'s' if len(tiles) > 1 else ''} {_some(tiles, _MOST_NAMES)}, "
            f"{' and '.join(sizes)}, bands {_some(bands, _MOST_BANDS)}")


def _resolution(product: Product) -> str:
    grid = product.grid
    reference = spatial_reference(grid.crs)
    unit = "degrees" if reference.IsGeographic() else "m" if reference.GetLinearUnits() == 1.0 else "units"
    across, down = f"{grid.pixel_width:.4g}", f"{grid.pixel_height:.4g}"
    return f"{across} {unit}" if across == down else f"{across} x {down} {unit}"


def _some(names: Sequence[str], most: int) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
