"""`import_samples` and `export_samples`: plain tables to and from the samples format."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import ExportSamplesJob, ImportSamplesJob
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.bind import bind_to_images
from landweave.engine.samples.checks import some
from landweave.engine.samples.columns import typed_column, value_columns, value_matrix
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.source_table import SourceTable, read_table
from landweave.engine.samples.store import RESERVED_COLUMNS, SampleSet, load_samples, save_samples
from landweave.engine.series.options import load_options
from landweave.engine.series.planning import make_plan
from landweave.engine.types import AnyArray, Float64Array, Json
from landweave.engine.vector.geometry import transformation
from landweave.engine.vector.layers import write_layer

_GEOGRAPHIC = "EPSG:4326"
_MOST_COLUMNS = 1990
"""SQLite's default limit is 2000."""


def run_import(job: ImportSamplesJob, context: RunContext) -> dict[str, Json]:
    """Turn a table into samples.

    Returns:
        `OUTPUT` (path), `COUNT`.
    """
    context.progress(0.0, "reading")
    samples = samples_from_table(job.input, job.class_field, read_table(job.input, job.filter))
    if job.catalogue:
        catalogue = load_catalogue(job.catalogue)
        plan = make_plan(load_options(job.series), catalogue.products, context.log, catalogue.static_names)
        samples = bind_to_images(samples, plan, job.scale, job.input)
    context.progress(0.6, "writing")
    save_samples(job.output, samples)
    classes = Counter(samples.attributes[job.class_field].tolist())
    named = ", ".join(f"{name} {count}" for name, count in sorted(classes.items(), key=lambda c: (-c[1], str(c[0]))))
    context.log(f"{len(samples)} samples, {len(samples.features)} features; {named}.")
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "COUNT": len(samples)}


def samples_from_table(source: str, class_field: str, table: SourceTable) -> SampleSet:
    """Return the samples of a table with value columns.

    Raises:
        UserError: if the class field is missing or empty somewhere, or a value column or value is wrong.
    """
    names = list(table.columns)
    if class_field not in names:
        raise UserError(f"{source} has no field '{class_field}'.", f"Choose one of: {', '.join(names)}.")
    values = value_columns(source, names, class_field)
    matrix = value_matrix(source, values, table.columns, table.rows)
    taken = {column.name for column in values}
    attributes = {name: typed_column(table.columns[name]) for name in names if name not in taken}
    attributes[class_field] = _classes(source, class_field, attributes[class_field], table)
    kept = {f"{name}_" if name.lower() in RESERVED_COLUMNS else name: column for name, column in attributes.items()}
    crs = spatial_reference(table.crs).ExportToWkt() if table.crs else ""
    return SampleSet(tuple(c.feature() for c in values), matrix, kept, table.x, table.y, crs)


def _classes(source: str, class_field: str, column: AnyArray, table: SourceTable) -> AnyArray:
    missing = column == "" if column.dtype == object else ~np.isfinite(column)
    if missing.any():
        rows = [row for row, gone in zip(table.rows, missing) if gone]
        raise UserError(
            f"{source}: the class field {class_field} is empty in {len(rows)} rows: {some(rows)}.",
            "Give them a class, or delete these rows.",
        )
    if column.dtype == np.float64 and (column == np.floor(column)).all():
        return column.astype(np.int64)
    if column.dtype == np.float64:
        raise UserError(
            f"{source}: the class field {class_field} holds {column[column != np.floor(column)][0]:g}, "
            "which is neither a code nor a name.",
            "Choose a field of class codes or names.",
        )
    return column


def run_export(job: ExportSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write samples as a table that `import_samples` reads: .csv or .gpkg.

    Returns:
        `OUTPUT` (path), `COUNT`.
    """
    samples = load_samples(job.input)
    context.progress(0.4, "writing")
    kind = Path(job.output).suffix.lower()
    if kind == ".csv":
        _write_csv(job.output, samples)
    elif kind == ".gpkg":
        _write_gpkg(job.output, samples)
    else:
        raise UserError(f"{job.output} is neither .csv nor .gpkg.", "Choose one of these two.")
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "COUNT": len(samples)}


def _write_csv(path: str, samples: SampleSet) -> None:
    attributes = {**_longitude_latitude(samples), **samples.attributes}
    columns = [_text(column) for column in attributes.values()]
    with atomic_path(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*attributes, *(feature.name for feature in samples.features)])
        for row, vector in enumerate(samples.matrix):
            writer.writerow([*(column[row] for column in columns), *vector.astype(str)])


def _text(column: AnyArray) -> list[str]:
    if column.dtype == np.float64:
        return ["" if np.isnan(value) else repr(value) for value in column.tolist()]
    return [str(value) for value in column.tolist()]


def _longitude_latitude(samples: SampleSet) -> dict[str, Float64Array]:
    """Return the columns that keep the places of the samples, unless they have such columns already."""
    names = {name.lower() for name in samples.attributes}
    if not samples.has_places or {"longitude", "latitude"} <= names or {"lon", "lat"} <= names:
        return {}
    known = np.isfinite(samples.x) & np.isfinite(samples.y)
    places = np.column_stack([samples.x, samples.y])
    moved = transformation(samples.crs_wkt, _GEOGRAPHIC).TransformPoints(places[known])
    places[known] = np.round(np.array(moved)[:, :2], 9)
    return {"longitude": places[:, 0], "latitude": places[:, 1]}


def _write_gpkg(path: str, samples: SampleSet) -> None:
    fields: dict[str, Any] = dict(samples.attributes)
    if len(fields) + len(samples.features) > _MOST_COLUMNS:
        raise UserError(
            f"{path} cannot hold {len(fields) + len(samples.features)} columns; a GeoPackage takes {_MOST_COLUMNS}.",
            "Export to .csv.",
        )
    whole = samples.matrix.dtype == np.int16
    for place, feature in enumerate(samples.features):
        column = samples.matrix[:, place]
        fields[feature.name] = column if whole else column.astype(np.float64)
    kind = "Point" if samples.has_places else "None"
    geometries = point_geometries(samples.x, samples.y)
    write_layer(path, "samples", samples.crs_wkt, kind, geometries, fields)
