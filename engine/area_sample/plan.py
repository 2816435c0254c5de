"""`plan_area_sample`: how many points an area sample needs, as a table to be edited and a page that explains it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from landweave.engine.area_sample.plan_page import Plan, write_plan_page
from landweave.engine.area_sample.planning import FEWEST, allocations, points_needed
from landweave.engine.area_sample.strata import (
    Strata,
    class_key,
    names_of,
    positive,
    strata_of_map,
    strata_of_table,
)
from landweave.engine.errors import UserError
from landweave.engine.jobs.areas import ALLOCATIONS, PlanAreaSampleJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.checks import some
from landweave.engine.samples.text_rows import read_rows
from landweave.engine.types import Float64Array, Json

COLUMNS = ("code", "name", "area_m2", "pixels", "share", "users_accuracy", *ALLOCATIONS, "samples")


def run(job: PlanAreaSampleJob, context: RunContext) -> dict[str, Json]:
    """Plan a sample and write the table and the page.

    Returns:
        `OUTPUT`, `OUTPUT_HTML` if asked for, and `SAMPLES`.

    Raises:
        UserError: if an option cannot be used, or the strata cannot be told.
    """
    _check(job)
    context.progress(0.0, "Areas of the strata")
    strata = strata_of_map(job.map, context.part(0, 0.8)) if job.map else strata_of_table(job.strata, are_classes=True)
    names = names_of(job.map, job.nomenclature, strata.codes)
    plan = _plan(job, strata, names, context)
    context.progress(0.9, "Writing")
    _write(job.output, plan, strata)
    outputs = {"OUTPUT": job.output}
    if job.output_html:
        write_plan_page(job.output_html, plan, names, job.language)
        outputs["OUTPUT_HTML"] = job.output_html
    for name, path in outputs.items():
        context.artifact(name, path)
    total = int(plan.chosen.sum())
    context.log(f"Points: {total}, strata: {len(strata.keys)}.")
    return {**outputs, "SAMPLES": total}


def _check(job: PlanAreaSampleJob) -> None:
    if not job.output.lower().endswith(".csv"):
        raise UserError(f"{job.output} is no .csv file.", "Name the sample plan so that it ends in .csv.")
    if bool(job.map) == bool(job.strata):
        raise UserError("The strata are not known." if not job.map else "Both MAP and STRATA are given.",
                        "Give MAP, a map of classes, or STRATA, a table with the columns code and area_m2.")
    if job.allocation not in ALLOCATIONS:
        raise UserError(f"There is no allocation '{job.allocation}'.", f"Use one of: {', '.join(ALLOCATIONS)}.")
    if not 0 < job.target_error <= 0.5:
        raise UserError(f"The target of the standard error is {job.target_error:g}.",
                        "Give a share above 0, at most 0.5; 0.01 is one point of a hundred.")
    if job.total < 0 or job.minimum < 0:
        raise UserError(f"TOTAL is {job.total} and MINIMUM {job.minimum}.", "Give numbers of points, 0 or above.")
    if not 0 < job.users_accuracy <= 1:
        raise UserError(f"The expected user's accuracy is {job.users_accuracy:g}.", "Give a share from 0 to 1: 0.85.")


def _plan(job: PlanAreaSampleJob, strata: Strata, names: Nomenclature, context: RunContext) -> Plan:
    users = np.full(len(strata.keys), job.users_accuracy)
    if job.expectations:
        expected = _expected(job.expectations)
        users = np.array([expected.get(key, job.users_accuracy) for key in strata.keys])
        lacking = [key for key in strata.keys if key not in expected]
        if len(lacking) == len(strata.keys):
            raise UserError(f"{job.expectations} has none of the classes of {strata.source} ({some(strata.keys)}).",
                            "Choose expectations for this map.")
        if lacking:
            context.log(f"{job.expectations} says nothing of class {some(lacking)}: "
                        f"{job.users_accuracy:g} is expected.")
    total = job.total or points_needed(strata.areas_m2, users, job.target_error)
    points = allocations(total, strata.areas_m2, users, job.minimum, strata.pixels)
    if strata.pixels is not None and total > int(strata.pixels.sum()):
        context.warning(f"{total} points are more than the {int(strata.pixels.sum())} pixels of {strata.source}.")
    planned = int(points[job.allocation].sum())
    if 0 < job.total < planned:
        context.warning(f"{planned} points are planned, more than the {job.total} of TOTAL: no class gets fewer than "
                        f"{max(FEWEST, job.minimum) if job.allocation == ALLOCATIONS[0] else FEWEST}.")
    return Plan(tuple(strata.codes), tuple(names.name(code) for code in strata.codes), strata.areas_m2, users, points,
                job.allocation, 0.0 if job.total else job.target_error, job.minimum, strata.corrected)


def _expected(path: str) -> dict[str, float]:
    """Return the user's accuracy that is expected of classes, from a table or the JSON of a report."""
    if path.lower().endswith(".json"):
        return _from_report(path)
    expected: dict[str, float] = {}
    for row in read_rows(path, "table of expectations", ("code", "users_accuracy")):
        key, value = class_key(row, "code"), positive(row, "users_accuracy", "user's accuracy")
        if not 0 < value <= 1:
            raise UserError(f"{row.where}The user's accuracy is {value:g}.", "Write shares above 0, at most 1: 0.85.")
        if key in expected:
            raise UserError(f"{row.where}The class {key} has a row already.", "Keep one row a class.")
        expected[key] = value
    return expected


def _from_report(path: str) -> dict[str, float]:
    try:
        classes = json.loads(Path(path).read_text(encoding="utf-8"))["classes"]
        found = {str(int(c["code"])): c.get("users_accuracy", c.get("precision")) for c in classes}
    except FileNotFoundError as error:
        raise UserError(f"The report {path} does not exist.", "Check the path.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is no report of accuracy or of estimate_area.",
                        "Choose its JSON file, or a CSV with the columns code and users_accuracy.") from error
    return {key: float(value) for key, value in found.items() if isinstance(value, (int, float)) and 0 < value <= 1}


def _write(path: str, plan: Plan, strata: Strata) -> None:
    share: Float64Array = strata.areas_m2 / strata.areas_m2.sum()
    with atomic_path(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for i, code in enumerate(plan.codes):
            pixels = "" if strata.pixels is None else int(strata.pixels[i])
            writer.writerow([code, plan.names[i], f"{strata.areas_m2[i]:.10g}", pixels, f"{share[i]:.6f}",
                             f"{plan.users[i]:g}", *(int(plan.points[name][i]) for name in ALLOCATIONS),
                             int(plan.chosen[i])])
