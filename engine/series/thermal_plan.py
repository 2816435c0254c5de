"""Growing-degree time in a plan: target times in the place of dates, and the tables that turn days into them.

The tables are stored with the plan, one for each tile, or one for all: a model knows the temperatures it was made for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.sensors.product import Product
from landweave.engine.series.options import REMEDY, SeriesOptions
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.series.thermal import (
    TENTHS,
    ThermalTable,
    axis_to_days,
    degree_day_targets,
    read_temperatures,
    thermal_table,
    to_axis,
)
from landweave.engine.types import IntArray, Json

STEP_DEGREE_DAYS = 100.0


def plan_thermal_time(
    plan: SensorPlan, options: SeriesOptions, products: Sequence[Product], limits: tuple[date, date]
) -> SensorPlan:
    """Return a sensor's plan whose targets are times of growing degrees.

    Args:
        plan: with target dates.
        options: of the sensor; their `thermal_time` is given.
        products: of the sensor.
        limits: first and last day of the series.

    Raises:
        UserError: naming the table, the day that it lacks, or what does not go together.
    """
    given = options.thermal_time or {}
    if options.dates != "regular" or options.filling in ("none", "savitzky_golay") or "phenology" in options.describe:
        raise UserError(
            "Growing-degree time goes neither with dates of acquisitions, nor with the Savitzky-Golay filter, nor with "
            "phenology.", REMEDY,
        )
    tables = _tables(given, products, limits[0].toordinal())
    first, last = (day.toordinal() for day in limits)
    step = float(given.get("step_degree_days", STEP_DEGREE_DAYS))
    of_tiles = [degree_day_targets(table, first, last, step) for table in tables.values()]
    common = sorted(set.intersection(*(set(targets.tolist()) for targets in of_tiles)))
    if not common:
        raise UserError("The tiles have no growing-degree time in common.", "Check the temperatures.")
    for tile, table in tables.items():
        to_axis([p.day.toordinal() for p in products if tile in ("", p.tile)], table)  # names the first day it lacks
    days = axis_to_days(common, next(iter(tables.values())))
    thermal = {"targets": common, "tables": {tile: table.to_json() for tile, table in tables.items()}}
    return replace(plan, thermal=thermal, target_dates=tuple(date.fromordinal(int(d)).isoformat() for d in days))


def plan_of_tile(plan: SeriesPlan, tile: str) -> SeriesPlan:
    """Return a plan with the tables of one tile only.

    Raises:
        UserError: if there is none for it.
    """
    if not any(sensor.thermal for sensor in plan.sensors):
        return plan
    return replace(plan, sensors=tuple(_of_tile(sensor, tile) for sensor in plan.sensors))


def filling_axis(plan: SensorPlan, days: IntArray) -> tuple[IntArray, IntArray]:
    """Return days and target days as the filling takes them: days, or growing-degree time.

    Args:
        plan: of one tile, see `plan_of_tile`.
        days: acquisition days as proleptic ordinals.
    """
    if plan.thermal is None:
        return days, np.array(plan.target_days, np.int64)
    table = ThermalTable.from_json(next(iter(plan.thermal["tables"].values())))
    return to_axis(days, table), np.array(plan.thermal["targets"], np.int64)


def target_names(plan: SensorPlan) -> list[tuple[str, str]]:
    """Return what the targets are called in feature names, and their ISO dates (empty for growing-degree time)."""
    if plan.thermal is None:
        return [(iso.replace("-", ""), iso) for iso in plan.target_dates]
    return [(f"{target / TENTHS:g}dd", "") for target in plan.thermal["targets"]]


def _of_tile(sensor: SensorPlan, tile: str) -> SensorPlan:
    if sensor.thermal is None:
        return sensor
    tables = sensor.thermal["tables"]
    if tile not in tables and "" not in tables:
        raise UserError(f"There are no temperatures of the tile {tile}, only of {', '.join(tables)}.",
                        "Add them, make the samples again, or leave the tile out.")
    return replace(sensor, thermal={**sensor.thermal, "tables": {"": tables.get(tile, tables.get(""))}})


def _tables(given: Json, products: Sequence[Product], first_day: int) -> dict[str, ThermalTable]:
    """Return thermal time by tile; by the empty name where all tiles share it. It counts from the series' first day."""
    base, cap = float(given.get("base", 0)), given.get("cap")
    if bool(given.get("table")) == bool(given.get("rasters")):
        raise UserError("Growing-degree time needs a table of temperatures or a folder of rasters of them.",
                        "Give one of 'table' and 'rasters' under 'thermal_time' in SERIES.")
    tiles = sorted({p.tile for p in products})
    if given.get("table"):
        names = [""] if set(read_temperatures(given["table"])) <= {""} else tiles
        made = {tile: thermal_table(given["table"], tile, base, cap) for tile in names}
    else:
        from landweave.engine.catalogue.temperature_rasters import temperatures_of_rasters

        found = temperatures_of_rasters(Path(given["rasters"]), {p.tile: p.grid for p in products})
        made = {tile: thermal_table(by_day, "", base, cap) for tile, by_day in found.items()}
    return {tile: _counted_from(table, first_day) for tile, table in made.items()}


def _counted_from(table: ThermalTable, day: int) -> ThermalTable:
    """Return a table in which thermal time is 0 at the end of the day before one; earlier days are below 0."""
    to_axis([day], table)  # names the day if the table lacks it
    before = day - table.first_day
    start = int(table.degree_days[before - 1]) if before else 0
    return ThermalTable(table.first_day, table.degree_days - start, table.name)
