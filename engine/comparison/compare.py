"""`compare_maps`: what became what between two maps of one grid, and which of two is right more often."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from landweave.engine.comparison.adjusted import Estimate, adjusted_areas, net_changes, read_estimate
from landweave.engine.comparison.change_page import write_change_page
from landweave.engine.comparison.grids import called, check_classes, check_confidences, one_grid, warn_of_unlisted
from landweave.engine.comparison.matrix import PairTable, balance, figures
from landweave.engine.comparison.mcnemar import clustered, mcnemar
from landweave.engine.comparison.places import UNCHANGED, Changes, changes_of, write_change_map, write_places
from landweave.engine.comparison.tabulate import tabulate
from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import class_names
from landweave.engine.jobs.comparison import CompareMapsJob
from landweave.engine.jobs.validation import AccuracyJob
from landweave.engine.language import texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.maps import ClassMap, open_map
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.style import style_path
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path, content_key
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import Json
from landweave.engine.validation.accuracy import compare
from landweave.engine.validation.reference import load_reference
from landweave.engine.vector.polygon_file import check_format

_OPENED, _COUNTED, _TESTED, _MAPPED = 0.2, 0.4, 0.5, 0.6


def run(job: CompareMapsJob, context: RunContext) -> dict[str, Json]:
    """Compare two maps, and write figures, a page, polygons and a raster of changes.

    Raises:
        UserError: if the maps do not lie on one grid, or an input is none.
    """
    _check(job)
    confidences = tuple(path for path in (job.confidence_1, job.confidence_2) if path)
    with RasterReader() as reader:
        one_grid((job.map_1, job.map_2), confidences, reader)
        check_confidences(confidences, reader)
    first = open_map(job.map_1, job.nomenclature, context.part(0, _OPENED / 2))
    second = open_map(job.map_2, job.nomenclature, context.part(_OPENED / 2, _OPENED))
    names = _names(job, first, second, context)
    table = tabulate(first, second, confidences, context.part(_OPENED, _COUNTED))
    if not table.pixels.any():
        raise UserError(f"{job.map_1} and {job.map_2} have no pixel with a class in both.",
                        "Check that they show the same area.")
    tests = _tests(job, context.part(_COUNTED, _TESTED)) if job.reference else None
    tr = texts(job.language)
    changes = changes_of(table, first, second, names, tr("no change"))
    report = _report(job, table, changes, tests)
    places = None
    if job.change_map:
        write_change_map(job.change_map, changes, context.part(_TESTED, _MAPPED))
        context.artifact("CHANGE_MAP", job.change_map)
    if job.changes:
        key = content_key([job.to_json()])
        places = write_places(job.changes, changes, confidences, job.minimum_area, key, context.part(_MAPPED, 0.95))
        context.artifact("CHANGES", job.changes)
    report["places"] = places
    _write_json(job.output_json, report)
    context.artifact("OUTPUT_JSON", job.output_json)
    if job.output_html:
        write_change_page(job.output_html, report, job, names, changes.names, tr)
        context.artifact("OUTPUT_HTML", job.output_html)
    return _results(job, report, context)


def _check(job: CompareMapsJob) -> None:
    if job.map_1 == job.map_2:
        raise UserError(f"{job.map_1} is MAP_1 and MAP_2.", "Choose two maps.")
    if bool(job.report_1) != bool(job.report_2):
        raise UserError(f"{'REPORT_2' if job.report_1 else 'REPORT_1'} is missing.",
                        "Give the reports of both maps, or none.")
    if job.reference and not job.class_field:
        raise UserError("CLASS_FIELD is missing.", "Name the column of REFERENCE that holds the class codes.")
    if not 0 <= job.minimum_area < float("inf"):
        raise UserError(f"MINIMUM_AREA is {job.minimum_area:g}.", "Give an area in m2, or 0 to keep every place.")
    if job.changes:
        check_format(job.changes)
        style = Path(job.changes).with_suffix(".qml")
        if job.change_map and Path(job.changes).suffix.lower() != ".gpkg" and style == style_path(job.change_map):
            raise UserError(f"CHANGES and CHANGE_MAP would have one style, {style}.",
                            "Choose another name for one of them, or .gpkg for CHANGES.")


def _names(job: CompareMapsJob, first: ClassMap, second: ClassMap, context: RunContext) -> Nomenclature:
    codes = tuple(sorted({*first.codes, *second.codes}))
    check_classes(codes, (job.map_1, job.map_2))
    listed = Nomenclature.load(job.nomenclature)
    for one in (first, second):
        warn_of_unlisted(one.path, one.codes, job.nomenclature, listed, context.warning)
        if len(one.codes) == 1:
            context.warning(f"{one.path} holds one class only: kappa and the change matrix say little.")
    return class_names((job.map_1, job.map_2), job.nomenclature, codes, None)


def _tests(job: CompareMapsJob, context: RunContext) -> Json:
    """Return McNemar's test over the pixels of the reference, and over its polygons."""
    of_one = AccuracyJob(job.map_1, job.reference, job.class_field, "", polygon_field=job.polygon_field)
    with RasterReader() as reader:
        reference = load_reference(of_one, reader.grid(job.map_1).crs, context)
        one = compare(reader, job.map_1, reference, context.part(0, 0.5))
        two = compare(reader, job.map_2, reference, context.part(0.5, 1))
    known = (one.mapped != 0) & (two.mapped != 0)
    if not known.any():
        raise UserError(f"No feature of the reference {job.reference} lies where both maps have data.",
                        "Check that maps and reference show the same area, and the reference's CRS.")
    first, second = (pairs.mapped[known] == pairs.reference[known] for pairs in (one, two))
    polygons = one.polygons[known]
    _, owner = np.unique(polygons, return_inverse=True)
    size = np.bincount(owner)
    mostly = [np.bincount(owner, right) * 2 > size for right in (first, second)]
    return {
        "accuracy_1": float(first.mean()), "accuracy_2": float(second.mean()),
        "pixels": mcnemar(first, second).to_json(), "polygons": mcnemar(*mostly).to_json(),
        "clustered": clustered(first, second, polygons).to_json(), "are_points": reference.are_points,
    }  # fmt: skip


def _report(job: CompareMapsJob, table: PairTable, changes: Changes, tests: Json) -> dict[str, Json]:
    names = changes.classes
    sums = balance(table.m2)
    net = half = None
    if job.report_1:
        found = [adjusted_areas(path, table.codes, sums[side], which) for path, side, which in
                 ((job.report_1, "first", "REPORT_1"), (job.report_2, "second", "REPORT_2"))]
        net, half = net_changes(*found)
    classes = [
        {"code": code, "name": names.name(code), **{f"{key}_m2": float(values[row]) for key, values in sums.items()}}
        for row, code in enumerate(table.codes)
    ]
    if net is not None and half is not None:
        for entry, value, width in zip(classes, net.tolist(), half.tolist()):
            entry |= {"adjusted_net_m2": value, "adjusted_net_interval_m2": [value - width, value + width]}
    parameters = {k: v for k, v in job.to_json().items() if k not in (*job.OUTPUTS, "language")}
    first, second = called((job.map_1, job.map_2))
    return {
        **figures(table), "map_1": job.name_1 or first, "map_2": job.name_2 or second,
        "classes": classes, "changes": _changes(job, table, changes),
        "matrix": {"codes": list(table.codes), "names": [names.name(c) for c in table.codes],
                   "pixels": table.pixels.tolist(), "area_m2": table.m2.tolist()},
        "mcnemar": tests, "parameters": parameters, "versions": versions(),
    }  # fmt: skip


def _changes(job: CompareMapsJob, table: PairTable, changes: Changes) -> list[Json]:
    """Return a row a kind of change, those that cover most first; what did not change comes at the end."""
    cells = table.changes()
    rows = []
    for value, (row, column) in enumerate(cells, start=UNCHANGED + 1):
        before, after = table.codes[row], table.codes[column]
        pixels = int(table.pixels[row, column])
        entry: dict[str, Json] = {
            "value": value, "from_code": before, "from_name": changes.classes.name(before), "to_code": after,
            "to_name": changes.classes.name(after), "pixels": pixels, "mapped_area_m2": float(table.m2[row, column]),
        }  # fmt: skip
        if table.sureness is not None:
            entry["confidence"] = 100 * float(table.sureness[row, column]) / pixels
        rows.append(entry)
    rows.sort(key=lambda entry: (-entry["mapped_area_m2"], entry["value"]))
    same = {"value": UNCHANGED, "pixels": int(np.trace(table.pixels)), "mapped_area_m2": float(np.trace(table.m2))}
    rows.append(same)
    if job.area_estimate:
        estimates = read_estimate(job.area_estimate, {e["value"]: e["mapped_area_m2"] for e in rows})
        for entry in rows:
            found: Estimate | None = estimates.get(entry["value"])
            if found is not None:
                entry |= {"area_m2": found.m2, "area_interval_m2": list(found.interval_m2)}
    return rows


def _write_json(path: str, report: Json) -> None:
    with atomic_path(path) as part:
        part.write_text(json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def _results(job: CompareMapsJob, report: Json, context: RunContext) -> dict[str, Json]:
    share = report["changed_m2"] / report["area_m2"]
    for name, value in (("changed_share", share), ("overall_agreement", report["overall_agreement"])):
        context.metric(name, value)
    context.log(f"{share:.2%} of the area has another class in the second map.")
    context.progress(1.0, "Compared")
    outputs = {"OUTPUT_JSON": job.output_json, "OUTPUT_HTML": job.output_html, "CHANGES": job.changes,
               "CHANGE_MAP": job.change_map}
    return {**{name: path for name, path in outputs.items() if path}, "CHANGED_SHARE": share,
            "OVERALL_AGREEMENT": report["overall_agreement"]}
