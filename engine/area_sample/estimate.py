"""`estimate_area`: areas and accuracies with their intervals from an interpreted sample."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass

import numpy as np

from landweave.engine.area_sample.estimation import AreaEstimate, Shares, estimate_areas
from landweave.engine.area_sample.notes import area_notes
from landweave.engine.area_sample.page import write_area_page
from landweave.engine.area_sample.points import Interpreted, read_points
from landweave.engine.area_sample.strata import MOST_CLASSES, Strata, names_of, strata_of_map, strata_of_table
from landweave.engine.errors import UserError
from landweave.engine.jobs.areas import EstimateAreaJob
from landweave.engine.language import ENGLISH
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import versions
from landweave.engine.samples.checks import counted, some
from landweave.engine.types import Float64Array, IntArray, Json

_COLUMNS = ("code", "name", "mapped_area_m2", "area_m2", "area_se_m2", "area_low_m2", "area_high_m2", "users_accuracy",
            "users_low", "users_high", "producers_accuracy", "producers_low", "producers_high", "points_mapped",
            "points_reference")


@dataclass(frozen=True)
class _Case:
    """What is estimated: points, strata with their sizes, classes, and what the map shows of them (None: not known)."""

    points: Interpreted
    strata: Strata
    codes: tuple[int, ...]
    mapped_m2: Float64Array | None
    names: Nomenclature
    are_classes: bool


def run(job: EstimateAreaJob, context: RunContext) -> dict[str, Json]:
    """Estimate areas, and write JSON, page and table.

    Returns:
        The outputs that were asked for, and `OVERALL_ACCURACY`.

    Raises:
        UserError: if points and strata do not belong together, or a stratum has too few points.
    """
    context.progress(0.0, "Areas of the strata")
    case = _case(job, context)
    context.progress(0.7, "Estimating")
    report = report_of(case.points, case.strata, case.codes, case.mapped_m2, case.names, case.are_classes)
    report["warnings"] = [note.text for note in area_notes(report, ENGLISH)]
    for sentence in report["warnings"]:
        context.log(sentence)
    parameters = {key: value for key, value in job.to_json().items() if key not in (*job.OUTPUTS, *job.WORDING)}
    report |= {"parameters": parameters, "versions": versions()}
    with atomic_path(job.output_json) as part:
        part.write_text(json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    if job.output_csv:
        _write_table(job.output_csv, report)
    if job.output_html:
        write_area_page(job.output_html, report, case.names, job.language)
    outputs = {"OUTPUT_JSON": job.output_json, "OUTPUT_HTML": job.output_html, "OUTPUT_CSV": job.output_csv}
    for name, path in outputs.items():
        if path:
            context.artifact(name, path)
    context.metric("overall_accuracy", report["overall_accuracy"])
    context.progress(1.0, "Report")
    return {**{name: path for name, path in outputs.items() if path}, "OVERALL_ACCURACY": report["overall_accuracy"]}


def _case(job: EstimateAreaJob, context: RunContext) -> _Case:
    if not job.map and not job.strata:
        raise UserError("The areas of the strata are not known.",
                        "Give MAP, from which they are measured, or STRATA, a table with the columns code and area_m2.")
    if job.stratum_field and not job.strata:
        raise UserError(f"The areas of the strata in the field {job.stratum_field} are not known.",
                        "Give STRATA, a table with the columns code and area_m2.")
    are_classes = not job.stratum_field
    of_map = None
    if job.map and (not job.strata or not are_classes):
        of_map = strata_of_map(job.map, context.part(0, 0.5))
    strata = strata_of_table(job.strata, are_classes) if job.strata else of_map
    if strata is None:  # either is given, as was asked above
        raise UserError("The areas of the strata are not known.", "Give MAP or STRATA.")
    context.progress(0.5, "Reading the points")
    points = read_points(job, context)
    mapped = strata if are_classes else of_map
    classes = {*points.mapped.tolist(), *points.reference.tolist(), *(mapped.codes if mapped else ())}
    codes = tuple(sorted(classes))
    if len(codes) > MOST_CLASSES:
        raise UserError(f"{job.points} holds {len(codes):,} different classes.",
                        "Choose the fields with the class codes of map and reference.")
    listed = set(Nomenclature.load(job.nomenclature).codes) if job.nomenclature else set(codes)
    unknown = sorted(set(points.reference.tolist()) - listed - set(mapped.codes if mapped else ()))
    if unknown:
        fids = [fid for fid, code in zip(points.fids, points.reference.tolist()) if code == unknown[0]]
        raise UserError(f"{job.points}: class {unknown[0]} of {counted(fids)} in the field {job.reference_field} is "
                        f"neither in the nomenclature {job.nomenclature} nor on the map.",
                        "Correct the code, or add the class to the nomenclature.")
    areas = None if mapped is None else dict(zip(mapped.codes, mapped.areas_m2.tolist()))
    known = None if areas is None else np.array([areas.get(code, 0.0) for code in codes])
    return _Case(points, strata, codes, known, names_of(job.map, job.nomenclature, codes), are_classes)


def report_of(points: Interpreted, strata: Strata, codes: tuple[int, ...], mapped_m2: Float64Array | None,
              names: Nomenclature, are_classes: bool = True) -> dict[str, Json]:
    """Return the figures in the shape of the JSON file.

    Args:
        points: of the sample.
        strata: from which they were drawn.
        codes: all classes, ascending.
        mapped_m2: area that each has on the map, shape (class,); None: estimated from the sample too.
        names: of the classes.
        are_classes: whether the strata are the classes of the map.

    Raises:
        UserError: if a point belongs to no stratum, or a stratum has too few points.
    """
    stratum = _numbers(points, strata)
    _check_numbers(np.bincount(stratum, minlength=len(strata.keys)), strata, names if are_classes else None)
    rank = {code: number for number, code in enumerate(codes)}
    mapped, reference = (np.array([rank[code] for code in column.tolist()], dtype=np.int64)
                         for column in (points.mapped, points.reference))
    found = estimate_areas(stratum, mapped, reference, strata.areas_m2, len(codes), strata.pixels)
    total = float(strata.areas_m2.sum())
    shown = found.mapped.value * total if mapped_m2 is None else mapped_m2
    said = [names.name(code) for code in codes]
    return {
        "overall_accuracy": _number(found.overall.value[0]),
        "overall_accuracy_se": _number(found.overall.error[0]),
        "overall_accuracy_interval": _interval(found.overall, 0),
        "total_area_m2": total,
        "points": len(points.fids),
        "points_without_class": points.left,
        "points_in_order": points.in_order,
        "points_where_the_map_differs": points.other_class,
        "points_in_a_shared_pixel": points.same_pixel,
        "strata_are_classes": are_classes,
        "mapped_areas_are_estimated": mapped_m2 is None,
        "areas_on_the_ellipsoid": strata.corrected,
        "classes": [_class_row(i, code, said[i], float(shown[i]), found, total) for i, code in enumerate(codes)],
        "strata": _strata_rows(stratum, mapped == reference, strata, names if are_classes else None),
        "matrix": {"labels": list(codes), "names": said, "points": found.counts.tolist(),
                   "area_proportions": found.proportions.tolist()},
    }


def _class_row(i: int, code: int, name: str, mapped_m2: float, found: AreaEstimate, total: float) -> dict[str, Json]:
    areas = found.areas
    return {
        "code": code,
        "name": name,
        "mapped_area_m2": mapped_m2,
        "area_m2": float(areas.value[i]) * total,
        "area_se_m2": float(areas.error[i]) * total,
        "area_interval_m2": [float(areas.low[i]) * total, float(areas.high[i]) * total],
        "area_wide_interval_m2": [float(end[i]) * total for end in found.wilson],
        "users_accuracy": _number(found.users.value[i]),
        "users_accuracy_se": _number(found.users.error[i]),
        "users_accuracy_interval": _interval(found.users, i),
        "producers_accuracy": _number(found.producers.value[i]),
        "producers_accuracy_se": _number(found.producers.error[i]),
        "producers_accuracy_interval": _interval(found.producers, i),
        "points_mapped": int(found.counts[i].sum()),
        "points_reference": int(found.counts[:, i].sum()),
    }


def _strata_rows(stratum: IntArray, right: Json, strata: Strata, names: Nomenclature | None) -> list[dict[str, Json]]:
    points = np.bincount(stratum, minlength=len(strata.keys))
    hits = np.bincount(stratum[right], minlength=len(strata.keys))
    return [{"code": key, "name": names.name(int(key)) if names else key, "area_m2": float(strata.areas_m2[i]),
             "points": int(points[i]), "right": int(hits[i]),
             **({} if strata.pixels is None else {"pixels": int(strata.pixels[i])})}
            for i, key in enumerate(strata.keys)]


def _numbers(points: Interpreted, strata: Strata) -> IntArray:
    """Return the number of the stratum of each point."""
    rank = {key: number for number, key in enumerate(strata.keys)}
    lost = sorted({key for key in points.strata if key not in rank})
    if lost:
        fids = [fid for fid, key in zip(points.fids, points.strata) if key == lost[0]]
        raise UserError(f"The stratum {lost[0]} of {counted(fids)} has no area above 0 in {strata.source}, which has "
                        f"{some(strata.keys)}.",
                        "Use the map or the table from which the sample was drawn.")
    return np.array([rank[key] for key in points.strata], dtype=np.int64)


def _check_numbers(points: IntArray, strata: Strata, names: Nomenclature | None) -> None:
    """Refuse strata of which nothing, or no spread, is known."""
    for i, key in enumerate(strata.keys):
        called = f"{key} ({names.name(int(key))})" if names and names.name(int(key)) != key else key
        pixels = None if strata.pixels is None else int(strata.pixels[i])
        if not points[i]:
            raise UserError(f"No point of the stratum {called} is interpreted; it covers "
                            f"{strata.areas_m2[i] / 1e4:,.4g} ha.",
                            "Interpret points there, or estimate without it: give STRATA without its row.")
        if pixels is not None and points[i] > pixels:
            raise UserError(f"The stratum {called} has {points[i]} points, and fewer pixels: {pixels}.",
                            "Use the map from which the sample was drawn; no pixel counts twice.")
        if points[i] < min(2, 2 if pixels is None else pixels):
            raise UserError(f"Only one point of the stratum {called} is interpreted: no interval can be told.",
                            "Interpret two points there at least, better 50.")


def _write_table(path: str, report: dict[str, Json]) -> None:
    with atomic_path(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for c in report["classes"]:
            row = {**c, **dict(zip(("area_low_m2", "area_high_m2"), c["area_interval_m2"]))}
            for kind in ("users", "producers"):
                row |= dict(zip((f"{kind}_low", f"{kind}_high"), c[f"{kind}_accuracy_interval"] or ("", "")))
            writer.writerow(["" if row[name] is None else row[name] for name in _COLUMNS])


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _interval(shares: Shares, i: int) -> list[float] | None:
    return [float(shares.low[i]), float(shares.high[i])] if np.isfinite(shares.value[i]) else None
