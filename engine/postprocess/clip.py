"""`clip_by_zones`: polygons cut by zones, one file a zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import FORMATS, ClipByZonesJob
from landweave.engine.postprocess.coverage import AREA, AREA_DIGITS, read_polygons
from landweave.engine.postprocess.maps import require_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.regions import region_name
from landweave.engine.types import Json
from landweave.engine.vector.geometry import (
    Shape,
    area_m2_in,
    is_polygonal,
    polygon_parts,
    shape_of,
    valid_polygons,
    wkb_of,
)
from landweave.engine.vector.layers import Layer, envelopes, read_layer, reproject_geometries, touches
from landweave.engine.vector.polygon_file import REAL, PolygonWriter, kind_of, plain_values
from landweave.engine.vector.styles import read_style


def run(job: ClipByZonesJob, context: RunContext) -> dict[str, Json]:
    """Write what of the polygons lies in each zone. Pieces become features of their own.

    Raises:
        UserError: if an input is none, or a zone that is wanted is not there.
    """
    if job.format not in FORMATS:
        raise UserError(f"FORMAT is '{job.format}'.", f"Choose one of: {', '.join(FORMATS)}.")
    layer = read_polygons(job.input, f"polygons.{job.format}")
    zones = _zones(job, layer.crs)
    style, boxes = read_style(job.input), envelopes(layer.geometries)
    kinds = {name: REAL if name == AREA else kind_of(values) for name, values in layer.fields.items()}
    columns = [plain_values(values, kinds[name]) for name, values in layer.fields.items()]
    place = list(kinds).index(AREA) if AREA in kinds else -1
    written = 0
    for number, (name, file, zone) in enumerate(zones, start=1):
        pieces = _pieces(layer, boxes, zone, context)
        first = next(pieces, None)
        if first is not None:
            path = str(Path(job.output) / f"{job.prefix}{file}.{job.format}")
            with PolygonWriter(path, layer.crs, kinds, style) as writer:
                for row, wkb, area in chain([first], pieces):
                    values = [column[row] for column in columns]
                    if place >= 0:
                        values[place] = area
                    writer.add(wkb, values)
            context.artifact("OUTPUT", path)
            written += 1
        else:
            context.warning(f"No polygon lies in the zone {name}: there is no file of it.")
        context.progress(number / len(zones), f"Zone {number} of {len(zones)}")
    if not written:
        raise UserError(f"No zone of {job.zones} touches the polygons of {job.input}.",
                        "Check that both have the right coordinate reference system.")
    return {"OUTPUT": job.output, "FILES": written}


def _zones(job: ClipByZonesJob, crs: str) -> list[tuple[str, str, Shape]]:
    """Return name, name as a file, and shape of each zone, sorted by name."""
    layer = read_layer(job.zones, [job.zone_field])
    require_crs(job.zones, layer.crs)
    parts: dict[str, list[Shape]] = {}
    moved = reproject_geometries(layer.geometries, layer.crs, crs, job.zones)
    for value, wkb in zip(layer.fields[job.zone_field], moved):
        if value is None or wkb is None:
            continue
        shape = shape_of(wkb)
        if not is_polygonal(shape):
            raise UserError(f"{job.zones} holds a {shape.GetGeometryName().lower()}, not only polygons.",
                            "Choose a polygon layer.")
        valid = shape if shape.IsValid() else valid_polygons(shape)
        if valid is not None:
            parts.setdefault(region_name(value), []).append(valid)
    if not parts:
        raise UserError(f"{job.zones} holds no polygon with a value in '{job.zone_field}'.", "Choose another column.")
    lacking = [name for name in job.zone_values if name not in parts]
    if lacking:
        raise UserError(f"No zone of {job.zones} has the value '{lacking[0]}' in '{job.zone_field}'.",
                        f"There are: {', '.join(sorted(parts)[:20])}.")
    wanted = sorted(job.zone_values or parts)
    return [(name, file, _joined(parts[name])) for name, file in zip(wanted, _file_names(wanted))]


def _joined(shapes: Sequence[Shape]) -> Shape:
    whole = shapes[0]
    for shape in shapes[1:]:
        whole = whole.Union(shape)
    return whole


def _file_names(names: Sequence[str]) -> Iterator[str]:
    """Yield names without what file systems do not take; each once, also where capitals are the same."""
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^\w\-]+", "_", name).strip("_") or "zone"
        file, number = plain, 1
        while file.lower() in taken:
            number += 1
            file = f"{plain}_{number}"
        taken.add(file.lower())
        yield file


def _pieces(layer: Layer, boxes: Any, zone: Shape, context: RunContext) -> Iterator[tuple[int, bytes, float]]:
    """Yield what of a layer lies in a zone: row, polygon (WKB) and its area in m2."""
    x_min, x_max, y_min, y_max = zone.GetEnvelope()
    prepared = zone.CreatePreparedGeometry()
    area = area_m2_in(layer.crs)
    for row in np.flatnonzero(touches(boxes, (x_min, y_min, x_max, y_max))).tolist():
        context.check_cancelled()
        shape = shape_of(layer.geometries[row] or b"")
        if not prepared.Intersects(shape):
            continue
        for part in polygon_parts(shape if prepared.Contains(shape) else shape.Intersection(zone)):
            yield row, wkb_of(part), round(area(part), AREA_DIGITS)
