"""`temporal_profile`: the time series at points, as a page and as a table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.features.groups import source_unit
from landweave.engine.jobs.profile import TemporalProfileJob
from landweave.engine.mapping.tile_series import TileSeries, tile_series
from landweave.engine.profile.page import write_page
from landweave.engine.profile.read import CLEAR, NOTHING, SensorProfile, read_profiles
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.checks import some
from landweave.engine.samples.extract import Places, find_places
from landweave.engine.series.options import SeriesOptions, load_options
from landweave.engine.series.plan import FILLED
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA, Json
from landweave.engine.vector.layers import Layer, point_coordinates, read_layer, reproject_geometries

MOST_POINTS = 2000
_GEOGRAPHIC = "EPSG:4326"
_COLUMNS = ("point", "sensor", "source", "date", "kind", "value", "unit", "masked_by")


@dataclass(frozen=True, eq=False)
class PointProfile:
    """The series of one point.

    Args:
        name: of the point.
        tile: whose pixels it was read from.
        longitude, latitude: of the point, degrees.
        sensors: its profiles, shared with other points of the tile.
        place: of the point in their arrays.
    """

    name: str
    tile: str
    longitude: float
    latitude: float
    sensors: tuple[SensorProfile, ...]
    place: int


def run(job: TemporalProfileJob, context: RunContext) -> dict[str, Json]:
    """Write the page, the table, or both.

    Returns:
        `OUTPUT_HTML`, `OUTPUT_CSV` (those asked for), `POINTS` (count).

    Raises:
        UserError: if no output is asked for, no point lies in the images, there are more than `MOST_POINTS`, or
            naming the option, layer or image that cannot be used.
    """
    if not job.output_html and not job.output_csv:
        raise UserError("Neither a page nor a table is asked for.", "Give OUTPUT_HTML or OUTPUT_CSV.")
    catalogue = load_catalogue(job.catalogue)
    plan = make_plan(sources_only(load_options(job.series)), catalogue.products, context.log)
    tiles = tile_series(catalogue, plan, say=context.warning)
    layer = _read_points(job.points)
    names = point_names(layer, job.points, job.name_field)
    places = find_places(layer, tiles)
    _tell_outside(job, places, names, context)
    profiles = _read(layer, names, places, tiles, context)
    outputs: dict[str, Json] = {"POINTS": len(profiles)}
    if job.output_csv:
        write_table(job.output_csv, profiles)
        outputs["OUTPUT_CSV"] = job.output_csv
    if job.output_html:
        write_page(job.output_html, profiles, context.warning)
        outputs["OUTPUT_HTML"] = job.output_html
    for name in ("OUTPUT_HTML", "OUTPUT_CSV"):
        if name in outputs:
            context.artifact(name, outputs[name])
    context.log(f"{len(profiles)} points, {', '.join(s.sensor for s in plan.sensors)}.")
    return outputs


def sources_only(options: SeriesOptions) -> SeriesOptions:
    """Return options with their bands, indices, dates and filling, and nothing that describes the year otherwise."""
    return replace(options, describe=(FILLED,), static=[], neighbourhood=None, texture=None, user_features=None,
                   pca=None)


def point_names(layer: Layer, source: str, name_field: str) -> list[str]:
    """Return what points are called, each differently: names that repeat get the feature's number.

    Raises:
        UserError: if the field is not there.
    """
    if name_field and name_field not in layer.fields:
        known = ", ".join(layer.fields) or "none"
        raise UserError(f"{source} has no field '{name_field}'.", f"Choose one of: {known}.")
    chosen = name_field or next((name for name in layer.fields if name.lower() == "name"), "")
    values = layer.fields[chosen] if chosen else [None] * len(layer)
    given = ["" if value is None else str(value).strip() for value in values]
    names = [name or f"point {fid}" for name, fid in zip(given, layer.fids)]
    times = Counter(names)
    return [f"{name} ({fid})" if times[name] > 1 else name for name, fid in zip(names, layer.fids)]


def write_table(path: str, profiles: Sequence[PointProfile]) -> None:
    """Write a row a point, source, date and kind (`clear`, `masked`, `filled`); values as stored, with their unit."""
    with atomic_path(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for point in profiles:
            for sensor in point.sensors:
                writer.writerows(_rows(point, sensor))


def _rows(point: PointProfile, sensor: SensorProfile) -> Iterator[tuple[Json, ...]]:
    days = [date.fromordinal(int(d)).isoformat() for d in sensor.days]
    for number, source in enumerate(sensor.sources):
        about, unit = (point.name, sensor.plan.sensor, source), source_unit(sensor.plan, source)
        for row, day in enumerate(days):
            state, value = sensor.state[row, point.place], int(sensor.values[row, number, point.place])
            if state != NOTHING and value != SERIES_NODATA:
                kind = "clear" if state == CLEAR else "masked"
                yield (*about, day, kind, value, unit, sensor.masks.get((row, point.place), ""))
        for row, day in enumerate(sensor.plan.target_dates):
            value = int(sensor.filled[row, number, point.place])
            if value != SERIES_NODATA:
                yield (*about, day, "filled", value, unit, "")


def _read_points(source: str) -> Layer:
    layer = read_layer(source)
    if not any(layer.geometries):
        raise UserError(f"{source} has no feature with a place.", "Choose a layer of points.")
    if not layer.crs:
        raise UserError(f"{source} has no coordinate reference system.", "Assign one to the layer.")
    return layer


def _tell_outside(job: TemporalProfileJob, places: Places, names: Sequence[str], context: RunContext) -> None:
    outside = [names[i] for i in np.flatnonzero(places.tile < 0)]
    inside = len(names) - len(outside)
    if not inside:
        raise UserError(f"No point of {job.points} lies in the images of {job.catalogue}.", "Check both layers.")
    if inside > MOST_POINTS:
        raise UserError(
            f"{job.points} has {inside} points in the images, more than the {MOST_POINTS} that can be looked at.",
            "Select some of them, or use extract_samples, which is made for many.",
        )
    if outside:
        context.warning(f"{len(outside)} of {len(names)} points of {job.points} lie outside the images and are left "
                        f"out: {some(outside)}.")


def _read(
    layer: Layer, names: Sequence[str], places: Places, tiles: Sequence[TileSeries], context: RunContext
) -> list[PointProfile]:
    """Return the profiles of the points inside, in the order of the layer."""
    longitude, latitude = point_coordinates(reproject_geometries(layer.geometries, layer.crs, _GEOGRAPHIC))
    found: dict[int, PointProfile] = {}
    inside, done = int((places.tile >= 0).sum()), 0
    for number, tile in enumerate(tiles):
        own = np.flatnonzero(places.tile == number)
        if not len(own):
            continue
        part = context.part(done / inside, (done + len(own)) / inside)
        tick = partial(part.progress, message=f"tile {tile.tile}")
        with RasterReader() as reader:
            sensors = read_profiles(tile, places.row[own], places.column[own], reader, tick)
        for place, point in enumerate(own.tolist()):
            found[point] = PointProfile(names[point], tile.tile, float(longitude[point]), float(latitude[point]),
                                        sensors, place)
        done += len(own)
    return [found[point] for point in sorted(found)]
