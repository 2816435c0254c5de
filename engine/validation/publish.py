"""A report goes out as JSON and CSV for machines and as one HTML page for people.

The JSON holds what every report of Landweave has: `overall_accuracy`, `kappa`, `balanced_accuracy`,
`macro_f1`, `intervals` (the same keys, `[low, high]`), `classes` (`code`, `name`, `precision`, `recall`, `f1`,
`support`), `confusion` (`labels`, `matrix` with rows reference, columns map), `runs` (one such object a run).
What has no value (the recall of a class without reference) is null. Beside it:

- `classes`: `mapped` (pixels the map gives to the class), `polygons` (those that were compared; with several
  runs the fewest), `intervals` of the three figures; `confusion`: `names`;
- `samples` (pixels or points scored), `groups` (polygons), `interval_method` (`bootstrap_polygons` or
  `student_runs`), `run` (of the split; 0: none);
- `unmapped_samples` (on no data), `features`, `features_outside` the map, `features_small` (without a pixel's
  centre): with several runs their sums;
- `levels`, where the nomenclature names parents: `level` (1: top), `overall_accuracy`, `kappa`, `macro_f1`,
  `classes` and `confusion` of the classes there, of the sum of the runs;
- `places`: where the map is right and wrong (`error_map.summary`), `reliability` of the confidence
  (`reliability_of`), `random_split_overall_accuracy` (optimistic), where they are known;
- `not_in_nomenclature`: codes of the reference that the nomenclature given lacks;
- `warnings`: sentences about what limits the figures, in English;
- `map` (relative to the JSON file), `parameters` (all but where results go), `versions`.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.base import REGISTRY
from landweave.engine.language import Texts, texts
from landweave.engine.learning.model_file import load_model
from landweave.engine.nomenclature import Entry, Nomenclature, default_colour
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.style import names_for
from landweave.engine.raster.thumbnail import class_thumbnail, ground_size_m, percent_thumbnail
from landweave.engine.raster.warp import crs_name, reproject_extent, spatial_reference
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import Json
from landweave.engine.validation.areas import ClassAreas, class_areas
from landweave.engine.validation.details import Acquisition, Details, LegendRow, Picture
from landweave.engine.validation.error_map import Checked, summary
from landweave.engine.validation.levels import level_scores
from landweave.engine.validation.notes import notes
from landweave.engine.validation.report import write_report
from landweave.engine.validation.scores import HEADLINE, PER_CLASS

_COUNTS = ("unmapped_samples", "features", "features_outside", "features_small")
_PICTURE_PX = 640
_OF_A_RUN = (*HEADLINE, "intervals", "classes", "confusion", "samples", "groups", "interval_method", "run", *_COUNTS)


def publish(
    report: Mapping[str, Json],
    files: Mapping[str, str],
    map_path: str = "",
    confidence: str = "",
    nomenclature: str = "",
    catalogue: str = "",
    models: Sequence[str] = (),
    parameters: Json = None,
    checked: Checked | None = None,
    area_estimate: Json = None,
    language: str = "en",
) -> None:
    """Write a report in the formats asked for; its JSON is described above.

    Args:
        report: in the shape of `combine_runs`.
        files: path by format: `json`, `csv`, `html`.
        map_path: the map that was assessed.
        confidence: raster of 0 to 100 beside it.
        nomenclature: file of names and colours.
        catalogue: of the images used.
        models: model files used, for the target dates.
        parameters: of the job, to be shown.
        checked: what was found in each reference feature.
        area_estimate: what `estimate_area` found.
        language: of the page.
    """
    classes = names_for(map_path, nomenclature)
    more: dict[str, Json] = {}
    if checked is not None:
        more["places"] = summary(checked, classes)
    strangers = _not_in_nomenclature(report, classes) if nomenclature else []
    if strangers:
        more["not_in_nomenclature"] = strangers
    whole = completed({**report, **more}, _inputs_only(parameters or {}))
    levels = level_scores(whole["confusion"], classes) if nomenclature else []
    if levels:
        whole["levels"] = levels
    if "json" in files:
        beside = {"map": _relative(map_path, files["json"]), "versions": versions()}
        _write(files["json"], json.dumps({**whole, **beside}, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if "csv" in files:
        _write(files["csv"], to_csv(whole))
    if "html" in files:
        details = _details(map_path, confidence, classes, catalogue, models, texts(language))
        picture = _picture(map_path, classes) if map_path and checked is not None else None
        details = replace(details, checked=checked, picture=picture, area_estimate=area_estimate)
        write_report(files["html"], whole, details, language)


def completed(report: Mapping[str, Json], parameters: Json) -> dict[str, Json]:
    """Return a report with what its runs know and the joint one lacks, its parameters and its warnings."""
    runs = [{key: run[key] for key in _OF_A_RUN if key in run} for run in report.get("runs") or ()]
    whole = {**report, "runs": runs, "parameters": parameters}
    if len(runs) > 1:
        whole |= {key: sum(run[key] for run in runs) for key in _COUNTS if all(key in run for run in runs)}
        counts = [{c["code"]: c["polygons"] for c in run["classes"] if "polygons" in c} for run in runs]
        whole["classes"] = [
            {**c, "polygons": min(n[c["code"]] for n in counts)} if all(c["code"] in n for n in counts) else c
            for c in report["classes"]
        ]  # fmt: skip
    whole["warnings"] = [note.text for note in notes({key: v for key, v in whole.items() if key != "warnings"})]
    return whole


def to_csv(report: Mapping[str, Json]) -> str:
    """Return the figures, those by class, and the matrix (rows reference, columns map) as CSV text.

    The three tables are parted by an empty line; what has no value is empty.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["figure", "value", "low", "high"])
    for key in HEADLINE:
        writer.writerow([key, report[key], *(report["intervals"].get(key) or ("", ""))])
    writer.writerow([])
    bounds = [f"{key}_{end}" for key in PER_CLASS for end in ("low", "high")]
    writer.writerow(["code", "name", *PER_CLASS, "support", *bounds])
    for c in report["classes"]:
        intervals = [(c.get("intervals") or {}).get(key) or ("", "") for key in PER_CLASS]
        ends = [value for interval in intervals for value in interval]
        writer.writerow([c["code"], c["name"], *(c[key] for key in PER_CLASS), c["support"], *ends])
    writer.writerow([])
    labels = report["confusion"]["labels"]
    writer.writerow(["reference \\ map", *labels])
    writer.writerows([label, *row] for label, row in zip(labels, report["confusion"]["matrix"]))
    return text.getvalue()


def _not_in_nomenclature(report: Mapping[str, Json], classes: Nomenclature) -> list[int]:
    """Return the codes of the reference that a nomenclature lacks; none where none is given."""
    known = {entry.code for entry in (*classes.entries, *classes.groups)}
    return [c["code"] for c in report["classes"] if known and c["support"] and c["code"] not in known]


def _picture(map_path: str, classes: Nomenclature) -> Picture:
    """Return a small picture of the map to draw on."""
    grid = _grid(map_path)
    ground = ground_size_m(grid) or (grid.columns * grid.pixel_width, grid.rows * grid.pixel_height)
    return Picture(class_thumbnail(map_path, classes, _PICTURE_PX), grid.extent, ground[1] / ground[0])


def _details(map_path: str, confidence: str, classes: Nomenclature, catalogue: str, models: Sequence[str],
             tr: Texts) -> Details:
    products = load_catalogue(catalogue) if catalogue else None
    plans = [plan for path in models if (plan := load_model(path).plan) is not None]
    sensors = [s for plan in plans for s in plan.sensors]
    areas = class_areas(map_path) if map_path else ClassAreas({}, {})
    grid = _grid(map_path) if map_path else None
    ground = ground_size_m(grid) if grid else None
    return Details(
        map_png=class_thumbnail(map_path, classes) if map_path else "",
        confidence_png=percent_thumbnail(confidence) if confidence else "",
        width_m=ground[0] if ground else 0.0,
        place=_place(grid, tr) if grid else "",
        legend=_legend(classes, areas),
        areas_corrected=areas.corrected,
        nodata_share=areas.nodata_pixels / (areas.nodata_pixels + sum(areas.pixels.values()) or 1),
        acquisitions=tuple(Acquisition(p.tile, p.day.isoformat(), p.cloud_percent)
                           for p in (products.products if products else ())),
        target_dates=tuple(sorted({d for s in sensors for d in s.target_dates})),
        sensors=tuple(dict.fromkeys((s.sensor, ", ".join(s.bands + s.indices)) for s in sensors)),
        versions=versions(),
        left_out=len(products.left_out) if products else 0,
    )


def _legend(classes: Nomenclature, areas: ClassAreas) -> tuple[LegendRow, ...]:
    """Return the classes of the map in the order of the nomenclature, then those it lacks."""
    listed = [entry for entry in classes.entries if entry.code in areas.pixels]
    known = set(classes.codes)
    strange = [Entry(code, str(code), default_colour(code)) for code in areas.pixels if code not in known]
    return tuple(LegendRow(e.code, e.name, e.hex, areas.m2.get(e.code), areas.share(e.code)) for e in listed + strange)


def _grid(path: str) -> Grid:
    with RasterReader() as reader:
        return reader.grid(path)


def _place(grid: Grid, tr: Texts) -> str:
    """Return CRS, pixel size and extent of a map in words."""
    size = tr("{columns} × {rows} pixels", columns=tr.number(grid.columns), rows=tr.number(grid.rows))
    if not grid.crs:
        return tr("{size}; no coordinate reference system", size=size)
    reference = spatial_reference(grid.crs)
    unit = "°" if reference.IsGeographic() else f" {reference.GetLinearUnitsName() or 'm'}".replace(" metre", " m")
    sides = dict.fromkeys(tr.brief(side) for side in (grid.pixel_width, grid.pixel_height))
    name, title = crs_name(grid.crs), str(reference.GetName())
    said = [f"{title} ({name})" if name != title else title,
            tr("{size} of {sides}", size=size, sides=" × ".join(sides) + unit)]
    try:
        west, south, east, north = (tr.number(angle, 3)
                                    for angle in reproject_extent(grid.extent, grid.crs, "EPSG:4326"))
        said.append(tr("longitude {west}° to {east}°, latitude {south}° to {north}°", west=west, east=east, south=south,
                       north=north))
    except UserError:  # a local CRS that no transformation leads out of
        said.append(tr("extent {values}", values=", ".join(f"{value:.6g}" for value in grid.extent)))
    return " · ".join(said)


def _inputs_only(parameters: Json) -> dict[str, Json]:
    """Return the parameters without those that say where results go: reports of equal runs are equal."""
    job = REGISTRY.get(parameters.get("kind", ""))
    return {key: value for key, value in parameters.items() if job is None or key not in (*job.OUTPUTS, *job.WORDING)}


def _relative(path: str, beside: str) -> str:
    """Return a path as seen from the folder of another file, so that both can move together."""
    if not path:
        return ""
    try:
        return Path(os.path.relpath(Path(path).resolve(), Path(beside).resolve().parent)).as_posix()
    except ValueError:  # another drive
        return path


def _write(path: str, text: str) -> None:
    with atomic_path(path) as part:
        Path(part).write_text(text, encoding="utf-8")
