"""A report goes out as JSON and CSV for machines and as one HTML page for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.learning.model_file import load_model
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.thumbnail import class_thumbnail, percent_thumbnail
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import MAP_NODATA, Json
from landweave.engine.validation.report import Details, write_report

_BLOCK_PX = 2048


def publish(
    report: Mapping[str, Json],
    files: Mapping[str, str],
    map_path: str = "",
    confidence: str = "",
    nomenclature: str = "",
    catalogue: str = "",
    models: Sequence[str] = (),
    parameters: Json = None,
) -> None:
    """Write a report in the formats asked for.

    Args:
        report: in the shape of `combine_runs`.
        files: path by format: `json`, `csv`, `html`.
        map_path: the map that was assessed.
        confidence: raster of 0 to 100 beside it.
        nomenclature: file of names and colours.
        catalogue: of the images used.
        models: model files used, for the target dates.
        parameters: of the job, to be shown.
    """
    if "json" in files:
        complete = {**report, "map": map_path, "parameters": parameters or {}, "versions": versions()}
        _write(files["json"], json.dumps(complete, indent=1) + "\n")
    if "csv" in files:
        _write(files["csv"], to_csv(report))
    if "html" in files:
        details = _details(map_path, confidence, nomenclature, catalogue, models, parameters)
        write_report(files["html"], report, details)


def to_csv(report: Mapping[str, Json]) -> str:
    """Return the figures by class, then the matrix, as CSV text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["figure", "value", "low", "high"])
    for key in ("overall_accuracy", "kappa", "balanced_accuracy", "macro_f1"):
        writer.writerow([key, report[key], *(report["intervals"].get(key) or ("", ""))])
    writer.writerow([])
    writer.writerow(["code", "name", "precision", "recall", "f1", "support"])
    writer.writerows([c[k] for k in ("code", "name", "precision", "recall", "f1", "support")]
                     for c in report["classes"])
    writer.writerow([])
    labels = report["confusion"]["labels"]
    writer.writerow(["reference \\ map", *labels])
    writer.writerows([label, *row] for label, row in zip(labels, report["confusion"]["matrix"]))
    return text.getvalue()


def class_areas(path: str) -> dict[int, float]:
    """Return the area of each class of a map in the squared units of its CRS."""
    totals: dict[int, int] = {}
    with RasterReader() as reader:
        grid = reader.grid(path)
        for window in grid.blocks(_BLOCK_PX, _BLOCK_PX):
            codes, counts = np.unique(reader.read(path, 1, window), return_counts=True)
            for code, count in zip(codes.tolist(), counts.tolist()):
                totals[code] = totals.get(code, 0) + count
    pixel = grid.pixel_width * grid.pixel_height
    return {code: count * pixel for code, count in sorted(totals.items()) if code != MAP_NODATA}


def _details(map_path: str, confidence: str, nomenclature: str, catalogue: str, models: Sequence[str],
             parameters: Json) -> Details:
    classes = Nomenclature.load(nomenclature)
    areas = class_areas(map_path) if map_path else {}
    whole = sum(areas.values()) or 1.0
    shown = classes.limited_to(areas)
    products = load_catalogue(catalogue) if catalogue else None
    plans = [plan for path in models if (plan := load_model(path).plan) is not None]
    sensors = [s for plan in plans for s in plan.sensors]
    return Details(
        map_png=class_thumbnail(map_path, classes) if map_path else "",
        confidence_png=percent_thumbnail(confidence) if confidence else "",
        legend=tuple((e.code, e.name, e.hex, areas[e.code], areas[e.code] / whole) for e in shown.entries),
        acquisitions=tuple((p.tile, p.day.isoformat(), p.cloud_percent)
                           for p in (products.products if products else ())),
        target_dates=tuple(sorted({d for s in sensors for d in s.target_dates})),
        sensors=tuple(dict.fromkeys(f"{s.sensor}: {', '.join(s.bands + s.indices)}" for s in sensors)),
        parameters=parameters or {},
        versions=versions(),
        left_out=len(products.left_out) if products else 0,
    )


def _write(path: str, text: str) -> None:
    with atomic_path(path) as part:
        Path(part).write_text(text, encoding="utf-8")
