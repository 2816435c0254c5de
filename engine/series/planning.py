"""Turns the user's series options into the plan of the products at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from landweave.engine.errors import UserError
from landweave.engine.features.index_choice import choose_indices
from landweave.engine.say import Say, silent
from landweave.engine.sensors.product import Product
from landweave.engine.series.describing import sensor_groups, series_groups
from landweave.engine.series.option_checks import ROLE_NAMES
from landweave.engine.series.options import DEFAULT_INDICES, REMEDY, SeriesOptions
from landweave.engine.series.plan import MASKED, SensorPlan, SeriesPlan, StaticPlan, TargetGrid
from landweave.engine.series.thermal_plan import plan_thermal_time
from landweave.engine.types import Json


def make_plan(
    options: SeriesOptions, products: Sequence[Product], say: Say = silent, static: Sequence[str] = ()
) -> SeriesPlan:
    """Return one plan that holds for all the products, whatever their tile.

    Args:
        options: what the user wants.
        products: of all tiles and sensors.
        say: takes one sentence about each thing that is left out.
        static: names of the layers without date that the catalogue has.

    Raises:
        UserError: naming the sensor, band, index or date that the products do not allow.
    """
    sensors = sorted({p.sensor for p in products})
    if not sensors:
        raise UserError("The catalogue holds no product.", "Scan a folder that holds supported products.")
    for sensor in (*(options.sensors or {}), *([options.reference] if options.reference else [])):
        if sensor not in sensors:
            raise UserError(
                f"The series options name the sensor '{sensor}', of which the catalogue has no product.",
                f"Use: {', '.join(sensors)}.",
            )
    wanted = [s for s in sensors if not options.sensors or s in options.sensors]
    lacking: dict[str, dict[str, str]] = {}
    plans = []
    for sensor in wanted:
        plan, not_there = _sensor_plan(options.of_sensor(sensor), sensor, [p for p in products if p.sensor == sensor],
                                       say, options)
        plans.append(plan)
        lacking[sensor] = not_there
    _check_indices(options, plans, lacking, say)
    around = any(own is not None for own in (options.user_features, options.neighbourhood, options.texture))
    bare = {p.sensor for p in plans if not options.of_sensor(p.sensor).describe}  # only for such features
    plans = [p for p in plans if p.groups or (around and p.sensor in bare)]
    if not plans:
        cause = "'describe' is empty" if bare == set(wanted) else "there is none of the sources named"
        raise UserError(f"Nothing describes the series of {' and '.join(wanted)}: {cause}.", REMEDY)
    whole = SeriesPlan(
        tuple(plans), _static(options, static), (), None, target_of(options), options.reference, _reduction(options))
    described = series_groups(whole, options, say)
    counted = Counter(feature.name for feature in described.features())
    twice = [name for name, count in counted.items() if count > 1]
    if twice:
        raise UserError(f"Two features would be called '{twice[0]}'.",
                        "Rename the index, the band or the layer that makes one of them, or leave it out (SERIES).")
    return described


def roles_of(bands: Sequence[str], given: Json = None) -> tuple[tuple[str, str], ...]:
    """Return pairs of role and band name, as named by the user or told by the band names."""
    by_name = {b.lower(): b for b in reversed(bands)}
    found = {
        role: next(by_name[n.lower()] for n in names if n.lower() in by_name)
        for role, names in ROLE_NAMES.items()
        if any(n.lower() in by_name for n in names)
    }
    return tuple(sorted({**found, **(given or {})}.items()))


def target_of(options: SeriesOptions) -> TargetGrid | None:
    """Return the pixels that the options want; None: those of the sensor that the tiles are of."""
    if not options.grid:
        return None
    given = options.grid
    return TargetGrid(given.get("crs", ""), float(given.get("resolution", 0)), tuple(given.get("extent", ())))


def _static(options: SeriesOptions, known: Sequence[str]) -> tuple[StaticPlan, ...]:
    wanted = known if options.static is None else options.static
    for name in wanted:
        if name not in known:
            raise UserError(
                f"The series options name the layer '{name}', which the catalogue does not have.",
                f"It has: {', '.join(known) or 'none'}. Layers without date are named when images are listed "
                "(STATIC_LAYERS of scan_catalogue).",
            )
    return tuple(StaticPlan(name) for name in wanted)


def _reduction(options: SeriesOptions) -> Json:
    return None if options.pca is None else {"by": "global", "components": 0.99, **options.pca}


def _sensor_plan(
    options: SeriesOptions, sensor: str, products: Sequence[Product], say: Say, series: SeriesOptions
) -> tuple[SensorPlan, dict[str, str]]:
    """Return the plan of one sensor, and why indices are not possible."""
    names = _bands(sensor, options.bands_of(sensor), products, say)
    given = (options.roles or {}).get(sensor, {})
    for role, band in given.items():
        if band not in names:
            raise UserError(f"The {role} band of {sensor} is said to be '{band}', which is not used.", REMEDY)
    roles = _roles(names, given, products[0])
    unit = _unit({b.unit for b in products[0].bands if b.name in names}, options.radar)
    indices, expressions, lacking = choose_indices(options.indices, sensor, names, roles, unit)
    for index in indices:
        if index in names:  # the two would bear one name
            say(f"The index {index} of {sensor} is not computed: a band is called so, and is used as it is.")
    indices = tuple(i for i in indices if i not in names)
    expressions = tuple((name, text) for name, text in expressions if name in indices)
    if options.relative_to and options.relative_to not in names:
        if options.relative_to != series.relative_to:
            raise UserError(f"The bands of {sensor} cannot be divided by '{options.relative_to}', which it lacks.",
                            f"It has: {', '.join(names)}.")
        say(f"The bands of {sensor} are not divided by {options.relative_to}, which it does not have.")
    if options.filling in ("none", MASKED) and options.dates != "acquisitions":
        raise UserError("Series without filling need the dates of the acquisitions.", 'Set "dates": "acquisitions".')
    if options.filling == "savitzky_golay" and options.dates != "regular":
        raise UserError("The Savitzky-Golay filter needs regular dates.", 'Set "dates": "regular".')
    limits = _limits(options, products)
    if options.filling == MASKED:
        dates = sorted({p.day for p in products if limits[0] <= p.day <= limits[1]})
    elif options.dates == "acquisitions":
        dates = _common_dates(products, *limits)
    else:
        dates = _regular_dates(options, *limits)
    plan = SensorPlan(
        sensor, names, indices, roles, tuple(d.isoformat() for d in dates), options.filling, options.resampling,
        filling_options=options.filling_options, expressions=expressions,
        relative_to=options.relative_to if options.relative_to in names else "",
        unit=unit, invalid=_invalid(options), radar=options.radar,
        speckle_window=options.speckle_window if any(role in ("vv", "vh") for role, _ in roles) else 0,
    )
    if options.thermal_time is not None:
        plan = plan_thermal_time(plan, options, products, limits)
    return sensor_groups(plan, options, limits, say), lacking


def _unit(units: set[str], radar: str) -> str:
    """Return the unit of a sensor's bands."""
    unit = units.pop() if len(units) == 1 else SensorPlan.unit
    return "backscatter x 10000" if unit.startswith("dB") and radar == "linear" else unit


def _invalid(options: SeriesOptions) -> Json:
    from landweave.engine.series.clear_rules import rule_values

    if not options.clear:
        return None
    return {meaning: list(rule_values(meaning, entries)) for meaning, entries in sorted(options.clear.items())}


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
                without = [p for p in products if band not in {b.name for b in p.bands}]
                more = f" and {len(without) - 1} more products" if len(without) > 1 else ""
                say(f"Band {band} of {sensor} is left out: {without[0].identifier} of {without[0].day}{more} lack it.")
    return tuple(b for b in everything if b in (wanted or common))


def _limits(options: SeriesOptions, products: Sequence[Product]) -> tuple[date, date]:
    days = sorted(p.day for p in products)
    start = date.fromisoformat(options.start_date) if options.start_date else days[0]
    end = date.fromisoformat(options.end_date) if options.end_date else days[-1]
    if options.start_date and options.end_date and start > end:
        raise UserError(f"The series would start on {start} and end before, on {end}.", REMEDY)
    # Values of a time between images can be filled in; statistics of it have nothing to rest on.
    rests_on_images = set(options.describe) & {"composites", "metrics", "harmonics"}
    is_seen = any(start <= day <= end for day in days)
    if not is_seen and (rests_on_images or start > days[-1] or end < days[0]):
        last = f"to {end}" if options.end_date else "on"
        until = f"from {start} {last}" if options.start_date else f"up to {end}"
        raise UserError(
            f"No image of {products[0].sensor} is {until}: they are from {days[0]} to {days[-1]}.",
            "Correct 'start_date' and 'end_date' in the series options (SERIES), or leave the sensor out ('sensors').",
        )
    return start, end


def _regular_dates(options: SeriesOptions, start: date, end: date) -> list[date]:
    count = (end - start).days // options.step_days + 1
    return [start + timedelta(days=options.step_days * i) for i in range(count)]


def _common_dates(products: Sequence[Product], start: date, end: date) -> list[date]:
    """Return the dates within the limits on which every tile of the sensor has an image."""
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


def _check_indices(
    options: SeriesOptions, plans: Sequence[SensorPlan], lacking: dict[str, dict[str, str]], say: Say
) -> None:
    """Log the default indices that no sensor allows; refuse others."""
    missing = {name: needs for found in reversed(lacking.values()) for name, needs in found.items()}
    for index, needs in missing.items():
        if any(index in plan.indices or index in plan.bands for plan in plans):
            continue
        if options.indices == DEFAULT_INDICES:
            say(f"{needs} It is left out.")
            continue
        raise UserError(
            needs, "Name what it needs under 'roles' in the series options (SERIES), or leave it out ('indices')."
        )
