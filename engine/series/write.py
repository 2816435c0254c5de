"""`series_options`: a SERIES file made of single choices, checked, and tried on the images where there are any."""

from __future__ import annotations

import json
import os
from pathlib import Path

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.series_file import SeriesOptionsJob
from landweave.engine.raster.warp import crs_name
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.series.clear_rules import SNOW_TOO
from landweave.engine.series.options import load_options, options_from_json
from landweave.engine.series.plan import MASKED
from landweave.engine.series.planning import make_plan
from landweave.engine.types import Json

MONTHS = -1
_SHOWN = 8  # features named in the log


def run(job: SeriesOptionsJob, context: RunContext) -> dict[str, Json]:
    """Write the file; with a catalogue, say what features it gives.

    Raises:
        UserError: naming the choice that is wrong, or that the images do not allow.
    """
    folder = Path(job.output).resolve().parent
    base = _base(job.base, folder)
    values = {**base, **_chosen(job, base, folder)}
    options = options_from_json(values, "The description of the year", folder)
    for sentence in options.unused():
        context.warning(sentence)
    features = 0
    if job.catalogue:
        catalogue = load_catalogue(job.catalogue)
        plan = make_plan(options, catalogue.products, context.log, catalogue.static_names)
        names = [f.name for f in plan.features()]
        features = len(names)
        more = ", ..." if features > _SHOWN else ""
        context.log(f"{features} features: {', '.join(names[:_SHOWN])}{more}")
    with atomic_path(job.output) as part:
        part.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "FEATURES": features}


def _base(path: str, folder: Path) -> dict[str, Json]:
    """Return the values of the file that is changed, with paths that count from the new one's folder."""
    if not path:
        return {}
    load_options(path)
    values: dict[str, Json] = json.loads(Path(path).read_text(encoding="utf-8"))
    for key in ("user_features", "thermal_time"):
        for name in ("file", "table", "rasters"):
            if isinstance(values.get(key), dict) and values[key].get(name):
                values[key][name] = _relative(str(Path(path).resolve().parent / values[key][name]), folder)
    return values


def _chosen(job: SeriesOptionsJob, base: dict[str, Json], folder: Path) -> dict[str, Json]:
    """Return the keys that the job sets."""
    given = base.get("sensors") or {}
    values: dict[str, Json] = {
        "sensors": {sensor: given.get(sensor, []) for sensor in job.sensors},
        "describe": list(job.describe),
        "step_days": job.step_days,
        "start_date": job.start_date,
        "end_date": job.end_date,
        "filling": job.filling,
        "indices": _indices(job.indices),
        "composites": _with(base, "composites", _composites(job)),
        "metrics": _with(base, "metrics", {
            "statistics": list(job.statistics), "sources": list(job.statistics_sources)}),
        "phenology": _with(base, "phenology", {"seasons": job.seasons}),
        "user_features": _user(job, folder),
        "pca": _with(base, "pca", {"components": job.components}),
        "grid": _with(base, "grid", {"crs": job.crs and crs_name(job.crs), "resolution": job.resolution}),
        "clear": SNOW_TOO if job.snow_is_invalid else None,
    }
    chosen = {key: value for key, value in values.items() if value}
    if job.filling:
        chosen["filling_options"] = base.get("filling_options") if base.get("filling") == job.filling else None
    if job.filling == MASKED:
        chosen["dates"] = "acquisitions"
    elif job.filling and base.get("filling") == MASKED:
        chosen["dates"] = "regular"
    if job.indices == ("none",):
        chosen["indices"] = []
    return chosen


def _with(base: dict[str, Json], key: str, changes: dict[str, Json]) -> Json:
    """Return the options of one key with those that are set, None if none is."""
    changes = {name: value for name, value in changes.items() if value or value is False}
    return {**(base.get(key) or {}), **changes} if changes else None


def _composites(job: SeriesOptionsJob) -> dict[str, Json]:
    months = {MONTHS: {"months": True}, 0: {}}
    window = months.get(job.composite_days, {"months": False, "window_days": job.composite_days})
    return {"method": job.composite_method, **window}


def _indices(entries: tuple[str, ...]) -> list[Json]:
    """Return names, and `name = formula` as the file has it."""
    found: list[Json] = []
    for entry in entries:
        name, _, formula = (part.strip() for part in entry.partition("="))
        found.append({"name": name, "expression": formula} if formula else name)
    return found


def _user(job: SeriesOptionsJob, folder: Path) -> Json:
    if not job.user_features:
        return None
    if not job.functions:
        raise UserError(f"No function of {job.user_features} is named.", "Give FUNCTIONS: names, parted by commas.")
    return {"file": _relative(job.user_features, folder), "functions": list(job.functions)}


def _relative(path: str, folder: Path) -> str:
    """Return a path as seen from a folder, where it lies in it or beside it; else as it is."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return path
    return path if relative.startswith(os.path.join("..", "..")) else relative  # noqa: PTH118
