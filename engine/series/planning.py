"""Turns the user's series options into the plan of the products at hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.features.indices import INDEX_ROLES
from landweave.engine.sensors.product import Product
from landweave.engine.series.plan import SensorPlan, SeriesOptions, SeriesPlan
from landweave.engine.types import Json

Say = Callable[[str], None]

ROLE_NAMES: dict[str, tuple[str, ...]] = {
    "blue": ("B2", "B02", "blue"),
    "green": ("B3", "B03", "green"),
    "red": ("B4", "B04", "red"),
    "nir": ("B8", "B08", "B8A", "nir"),
    "swir": ("B11", "swir", "swir1", "swir16"),
}
"""Band names that tell a band's role, the better ones first (Sentinel-2 numbers, common names)."""

_CHOICES = {"dates": ("regular", "acquisitions"), "filling": ("linear", "none"), "resampling": ("cubic", "nearest")}
_REMEDY = "Correct the series options file (SERIES)."


def _silent(message: str) -> None:
    del message


def load_options(path: str = "") -> SeriesOptions:
    """Read the series options file; an empty path gives the defaults.

    Raises:
        UserError: if the file is no JSON object, or naming the key that is unknown or has a wrong value.
    """
    if not path:
        return SeriesOptions()
    try:
        values = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"The series options {path} cannot be read: {error.strerror}.", "Check the path.") from error
    except ValueError as error:
        raise UserError(f"The series options {path} are not JSON: {error}.", _REMEDY) from error
    return options_from_json(values, path)


def options_from_json(values: Json, name: str = "SERIES") -> SeriesOptions:
    """Check plain values and return them as options.

    Raises:
        UserError: naming the key that is unknown or has a wrong value.
    """
    if not isinstance(values, dict):
        raise UserError(f"{name} does not hold a JSON object.", _REMEDY)
    known = [f.name for f in fields(SeriesOptions)]
    for key in values:
        if key not in known:
            raise UserError(f"{name} has an unknown key '{key}'.", f"Known keys: {', '.join(known)}.")
    for key, value in values.items():
        problem = _problem(key, value)
        if problem:
            raise UserError(f"{name}: '{key}' is {json.dumps(value)[:60]}, but {problem}.", _REMEDY)
    given: dict[str, Any] = {k: tuple(v) if k == "indices" else v for k, v in values.items()}
    return SeriesOptions(**given)


def make_plan(options: SeriesOptions, products: Sequence[Product], say: Say = _silent) -> SeriesPlan:
    """Return one plan that holds for all the products, whatever their tile.

    Args:
        options: what the user wants.
        products: of all tiles and sensors.
        say: takes one sentence about each thing that is left out.

    Raises:
        UserError: naming the sensor, band, index or date that the products do not allow.
    """
    sensors = sorted({p.sensor for p in products})
    if not sensors:
        raise UserError("The catalogue holds no product.", "Scan a folder that holds supported products.")
    wanted = dict(options.sensors or dict.fromkeys(sensors, ()))
    for sensor in wanted:
        if sensor not in sensors:
            raise UserError(
                f"The series options name the sensor '{sensor}', of which the catalogue has no product.",
                f"Use: {', '.join(sensors)}.",
            )
    plans = tuple(
        _sensor_plan(options, wanted[s], [p for p in products if p.sensor == s], say) for s in sensors if s in wanted
    )
    _check_indices(options, plans, say)
    return SeriesPlan(plans)


def roles_of(bands: Sequence[str], given: Json = None) -> tuple[tuple[str, str], ...]:
    """Return pairs of role and band name, as named by the user or told by the band names."""
    by_name = {b.lower(): b for b in reversed(bands)}
    found = {
        role: next(by_name[n.lower()] for n in names if n.lower() in by_name)
        for role, names in ROLE_NAMES.items()
        if any(n.lower() in by_name for n in names)
    }
    return tuple(sorted({**found, **(given or {})}.items()))


def _problem(key: str, value: Json) -> str:
    """Say what is wrong with a value of the options file; empty when nothing is."""
    if key in _CHOICES:
        return "" if value in _CHOICES[key] else f"must be one of {', '.join(_CHOICES[key])}"
    if key == "step_days":
        is_count = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return "" if is_count else "must be a whole number of days above 0"
    if key in ("start_date", "end_date"):
        return _date_problem(value)
    if key == "indices":
        return _indices_problem(value)
    if key == "sensors":
        return "" if value is None or _is_table(value, _is_names) else "must be an object of sensor: [bands]"
    return "" if value is None or _is_table(value, _is_roles) else 'must be like {"S2": {"nir": "B8"}}'


def _date_problem(value: Json) -> str:
    if value == "":
        return ""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "must be a date like 2018-05-11"
    return ""


def _indices_problem(value: Json) -> str:
    if not _is_names(value):
        return "must be a list of names"
    unknown = [name for name in value if name not in INDEX_ROLES]
    return f"the index '{unknown[0]}' is not one of {', '.join(INDEX_ROLES)}" if unknown else ""


def _is_names(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value) and len(set(value)) == len(value)


def _is_roles(value: Json) -> bool:
    return isinstance(value, dict) and all(k in ROLE_NAMES and isinstance(v, str) for k, v in value.items())


def _is_table(value: Json, is_value: Callable[[Json], bool]) -> bool:
    return isinstance(value, dict) and all(is_value(v) for v in value.values())


def _sensor_plan(options: SeriesOptions, bands: Sequence[str], products: Sequence[Product], say: Say) -> SensorPlan:
    sensor = products[0].sensor
    names = _bands(sensor, bands, products, say)
    given = (options.roles or {}).get(sensor, {})
    for role, band in given.items():
        if band not in names:
            raise UserError(f"The {role} band of {sensor} is said to be '{band}', which is not used.", _REMEDY)
    roles = _roles(names, given, products[0])
    allowed = tuple(i for i in options.indices if set(INDEX_ROLES[i]) <= {role for role, _ in roles})
    for index in allowed:
        if index in names:  # the two would bear one name
            say(f"The index {index} of {sensor} is not computed: a band is called so, and is used as it is.")
    allowed = tuple(i for i in allowed if i not in names)
    dates = _common_dates(options, products) if options.dates == "acquisitions" else _regular_dates(options, products)
    if options.filling == "none" and options.dates != "acquisitions":
        raise UserError("Series without filling need the dates of the acquisitions.", 'Set "dates": "acquisitions".')
    return SensorPlan(
        sensor, names, allowed, roles, tuple(d.isoformat() for d in dates), options.filling, options.resampling
    )


def _roles(names: Sequence[str], given: Json, product: Product) -> tuple[tuple[str, str], ...]:
    """Return roles as the user names them, else as the product does, else as the band names tell."""
    own = {b.role: b.name for b in product.bands if b.role}
    if not own:
        return roles_of(names, given)
    return tuple(sorted({**{role: name for role, name in own.items() if name in names}, **given}.items()))


def _bands(sensor: str, wanted: Sequence[str], products: Sequence[Product], say: Say) -> tuple[str, ...]:
    """Return the wanted bands, or all that every product has, in the order of the first product."""
    for band in wanted:
        lacking = next((p for p in products if band not in {b.name for b in p.bands}), None)
        if lacking is not None:
            has = ", ".join(b.name for b in lacking.bands)
            raise UserError(f"The product {lacking.identifier} has no band '{band}'.", f"It has: {has}.")
    common = set.intersection(*({b.name for b in p.bands} for p in products))
    everything = tuple(dict.fromkeys(b.name for p in products for b in p.bands))
    if not common:
        raise UserError(f"The products of {sensor} have no band in common.", "Scan folders of one kind of product.")
    if not wanted:
        for band in everything:
            if band not in common:
                say(f"Band {band} of {sensor} is left out, because some products lack it.")
    return tuple(b for b in everything if b in (wanted or common))


def _limits(options: SeriesOptions, products: Sequence[Product]) -> tuple[date, date]:
    days = sorted(p.day for p in products)
    start = date.fromisoformat(options.start_date) if options.start_date else days[0]
    end = date.fromisoformat(options.end_date) if options.end_date else days[-1]
    if start > end:
        raise UserError(f"The series would start on {start} and end before, on {end}.", _REMEDY)
    return start, end


def _regular_dates(options: SeriesOptions, products: Sequence[Product]) -> list[date]:
    start, end = _limits(options, products)
    count = (end - start).days // options.step_days + 1
    return [start + timedelta(days=options.step_days * i) for i in range(count)]


def _common_dates(options: SeriesOptions, products: Sequence[Product]) -> list[date]:
    """Return the dates within the limits on which every tile of the sensor has an image."""
    start, end = _limits(options, products)
    by_tile: dict[str, set[date]] = {}
    for product in products:
        by_tile.setdefault(product.tile, set()).add(product.day)
    common = [d for d in sorted(set.intersection(*by_tile.values())) if start <= d <= end]
    if not common:
        raise UserError(
            f"No date from {start} to {end} has an image of {products[0].sensor} on each of the {len(by_tile)} tiles.",
            'Use "dates": "regular", which fills between the dates of each tile.',
        )
    return common


def _check_indices(options: SeriesOptions, plans: Sequence[SensorPlan], say: Say) -> None:
    """Log the default indices that no sensor allows; refuse others."""
    for index in options.indices:
        if any(index in plan.indices for plan in plans):
            continue
        needs = ", ".join(INDEX_ROLES[index])
        if options.indices != SeriesOptions().indices:
            raise UserError(
                f"The index {index} needs the bands {needs}, which no sensor has.",
                "Name them under 'roles' in the series options, or leave the index out.",
            )
        say(f"The index {index} is left out: it needs the bands {needs}.")
