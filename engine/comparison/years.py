"""`consistent_years`: yearly maps corrected by what may follow what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.comparison.grids import (
    check_confidences,
    codes_of_maps,
    one_grid,
    read_percent,
)
from landweave.engine.comparison.paths import Automaton, automaton, likeliest
from landweave.engine.comparison.tabulate import class_index
from landweave.engine.comparison.year_rules import YearRules, load_year_rules
from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import class_names
from landweave.engine.jobs.comparison import ConsistentYearsJob
from landweave.engine.mapping.certainty import percent
from landweave.engine.mapping.parts import Kind
from landweave.engine.mapping.raster_run import Output, RasterTask, refuse_inputs, run_blocks, save_parts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.maps import read_codes
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.probabilities import ProbabilityRaster, open_probabilities, read_probabilities
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA, BoolArray, Float32Array, IntArray, Json

FEWEST_MAPS = 2
_LOOKED = 0.2
_SURE = 0.99
_MARGIN = 1e-3


@dataclass(frozen=True)
class _Setup:
    """What the blocks share."""

    job: ConsistentYearsJob
    grid: Grid
    rules: YearRules
    ways: Automaton
    rasters: tuple[ProbabilityRaster, ...]
    outputs: tuple[Output, ...]


def run(job: ConsistentYearsJob, context: RunContext) -> dict[str, Json]:
    """Correct a series of yearly maps.

    Raises:
        UserError: if the maps do not fit each other, the rules cannot be read or kept, or a parameter is out of range.
    """
    _check(job)
    years = _years(job)
    with RasterReader() as reader:
        grid = one_grid(job.inputs, (*job.probabilities, *job.confidences), reader)
        check_confidences(job.confidences, reader)
        rasters = tuple(open_probabilities(path, reader) for path in job.probabilities)
    codes, names = _classes(job, rasters, context.part(0, _LOOKED))
    rules = load_year_rules(job.rules, codes, names, job.persistence)
    ways = automaton(rules)
    outputs = _outputs(job, years, names.limited_to(codes))
    refuse_inputs(outputs, (*job.inputs, *job.probabilities, *job.confidences))
    likeliest(np.ones((2, len(codes), 1), np.float32), np.full((2, 1), -1), ways)  # compiled before processes start
    setup = _Setup(job, grid, rules, ways, rasters, tuple(outputs))
    size = len(years) * (8.0 * len(codes) + 60)
    results = run_blocks(_block, setup, outputs, grid, context.part(_LOOKED, 1), size)
    for parameter, folder in (("OUTPUT", job.output), ("OUTPUT_CONFIDENCE", job.output_confidence)):
        if folder:
            context.artifact(parameter, folder)
    return _say(job, _report(job, years, codes, names, results, outputs), context)


def _years(job: ConsistentYearsJob) -> tuple[int, ...]:
    remedy = f"Write {len(job.inputs)} years, ascending and parted by commas, in the order of the maps."
    try:
        years = tuple(int(text) for text in job.years.split(","))
    except ValueError as error:
        raise UserError(f"YEARS is '{job.years}'.", remedy) from error
    if len(years) != len(job.inputs):
        raise UserError(f"YEARS names {len(years)} years, and there are {len(job.inputs)} maps.", remedy)
    if any(later <= earlier for earlier, later in zip(years, years[1:])):
        raise UserError(f"The years {job.years} do not ascend.", remedy)
    return years


def _check(job: ConsistentYearsJob) -> None:
    if len(job.inputs) < FEWEST_MAPS:
        raise UserError("A series of years has at least two maps.", "Choose the maps of several years.")
    for name, paths in (("PROBABILITIES", job.probabilities), ("CONFIDENCES", job.confidences)):
        if paths and len(paths) != len(job.inputs):
            raise UserError(f"{name} names {len(paths)} rasters, and there are {len(job.inputs)} maps.",
                            "Give one for each map, in the order of the maps, or none.")
    if not 0 <= job.persistence < 1:
        raise UserError(f"PERSISTENCE is {job.persistence:g}.", "Give a number from 0 to below 1, for example 0.8.")
    if not 0 < job.trust < 100:
        raise UserError(f"TRUST is {job.trust:g}.", "Give a percentage between 0 and 100, for example 80.")


def _classes(
    job: ConsistentYearsJob, rasters: Sequence[ProbabilityRaster], context: RunContext
) -> tuple[tuple[int, ...], Nomenclature]:
    """Return the classes that there may be, and the names of all."""
    found: set[int] = set()
    for number, own in enumerate(codes_of_maps(job.inputs, job.nomenclature, context)):
        found |= set(own)
        if rasters:
            strangers = sorted(set(own) - set(rasters[number].codes))
            if strangers:
                raise UserError(f"{job.inputs[number]} holds class {strangers[0]}, of which {rasters[number].path} "
                                "has no probability.",
                                "Give the probabilities that belong to the maps, in their order.")
    for raster in rasters[1:]:
        for one, two in ((rasters[0], raster), (raster, rasters[0])):
            lacking = sorted(set(one.codes) - set(two.codes))
            if lacking:
                raise UserError(f"The probabilities {rasters[0].path} and {raster.path} are of different classes: "
                                f"{two.path} lacks class {lacking[0]} ({one.names[lacking[0]]}).",
                                "Make the maps with models of the same classes, or leave PROBABILITIES empty.")
    codes = tuple(sorted(rasters[0].codes)) if rasters else tuple(sorted(found))
    return codes, class_names(job.inputs, job.nomenclature, codes, None)


def _outputs(job: ConsistentYearsJob, years: Sequence[int], names: Nomenclature) -> list[Output]:
    """Return the rasters to write: called after the inputs, and by the year where two are called the same."""
    stems = [Path(path).stem for path in job.inputs]
    if len(set(stems)) < len(stems):
        stems = [f"{stem}_{year}" for stem, year in zip(stems, years)]
    dtype = "uint8" if max(names.codes) < 256 else "uint16"
    outputs = [Output("", str(Path(job.output) / f"{stem}.tif"),
                      Kind(f"classes_{year}", dtype, MAP_NODATA, descriptions=("class",)), names)
               for stem, year in zip(stems, years)]
    if job.output_confidence:
        outputs += [Output("", str(Path(job.output_confidence) / f"{stem}.tif"),
                           Kind(f"confidence_{year}", "uint8", CONFIDENCE_NODATA, descriptions=("confidence (%)",)))
                    for stem, year in zip(stems, years)]
    same = [one.path for one in outputs if sum(one.path == other.path for other in outputs) > 1]
    if same:
        raise UserError(f"{same[0]} would be map and confidence at once.",
                        "Choose another folder for OUTPUT_CONFIDENCE.")
    return outputs


def _block(task: RasterTask, setup: _Setup) -> Json:
    """Correct one block."""
    job, window = setup.job, task.window
    index = class_index(setup.rules.codes)
    with RasterReader() as reader:
        maps = np.stack([index[read_codes(path, window, reader)].ravel() for path in job.inputs])
        there = np.flatnonzero((maps >= 0).any(axis=0))
        if not there.size:
            return {"files": []}
        maps = np.ascontiguousarray(maps[:, there])
        chances = _chances(task, setup, maps, there, reader)
    found, sure = likeliest(chances, maps, setup.ways, bool(job.output_confidence))
    kept: BoolArray = np.ones(maps.shape, np.bool_) if job.fill_gaps else maps >= 0
    codes = np.append(np.asarray(setup.rules.codes), MAP_NODATA)
    values = {}
    years = len(maps)
    for number, output in enumerate(setup.outputs):
        row = number % years
        if number < years:
            flat = np.full(window.pixels, MAP_NODATA, np.int64)
            flat[there] = np.where(kept[row], codes[found[row]], MAP_NODATA)
        else:
            flat = np.full(window.pixels, CONFIDENCE_NODATA, np.int64)
            flat[there] = np.where(kept[row], percent(sure[row]), CONFIDENCE_NODATA)
        values[output.kind.name] = flat
    return {"files": save_parts(task, setup.outputs, values), **_counts(maps, found, setup.rules)}


def _chances(
    task: RasterTask, setup: _Setup, maps: IntArray, there: IntArray, reader: RasterReader
) -> Float32Array:
    """Return what each map says of the classes of some pixels, (year, class, pixel); 1 for all where it has no data."""
    job, size = setup.job, len(setup.rules.codes)
    chances = np.ones((len(maps), size, there.size), np.float32)
    if setup.rasters:
        for year, raster in enumerate(setup.rasters):
            bands = [raster.codes.index(code) for code in setup.rules.codes]
            read = read_probabilities(reader, raster, task.window).reshape(len(bands), -1)[:, there][bands]
            known = (maps[year] >= 0) & ~np.isnan(read[0])
            chances[year][:, known] = read[:, known]
        return chances
    if size == 1:
        return chances
    trust = np.full(maps.shape, job.trust / 100, np.float32)
    if job.confidences:
        trust = read_percent(job.confidences, setup.grid, task.window, reader)[:, there] / np.float32(100)
    right = np.clip(trust, 1 / size + _MARGIN, max(_SURE, 1 / size + _MARGIN)).astype(np.float32)
    for year, codes in enumerate(maps):
        known = np.flatnonzero(codes >= 0)
        chances[year][:, known] = (1 - right[year, known]) / (size - 1)
        chances[year, codes[known], known] = right[year, known]
    return chances


def _counts(before: IntArray, after: IntArray, rules: YearRules) -> dict[str, Json]:
    """Count what was changed in each year, and what the steps from year to year were and are."""
    size, known = len(rules.codes), before >= 0
    moved = []
    for old, new, there in zip(before, after, known):
        changed = there & (old != new)
        cells, counts = np.unique(old[changed] * size + new[changed], return_counts=True)
        moved.append(dict(zip(map(str, cells.tolist()), counts.tolist())))
    steps = []
    never = rules.weights == 0
    for year in range(1, len(before)):
        both = known[year - 1] & known[year]
        pairs = [(maps[year - 1][both], maps[year][both]) for maps in (before, after)]
        steps.append([int(both.sum()), *(int((a != b).sum()) for a, b in pairs),
                      *(int(never[a, b].sum()) for a, b in pairs)])
    return {"pixels": known.sum(axis=1).tolist(), "moved": moved, "steps": steps,
            "flicker": [_flicker(maps, known) for maps in (before, after)]}


def _flicker(maps: IntArray, known: BoolArray) -> int:
    """Count the years that stand alone between two years of one other class."""
    there = known[:-2] & known[1:-1] & known[2:]
    return int((there & (maps[:-2] == maps[2:]) & (maps[1:-1] != maps[2:])).sum())


def _report(
    job: ConsistentYearsJob, years: Sequence[int], codes: Sequence[int], names: Nomenclature, results: Sequence[Json],
    outputs: Sequence[Output],
) -> dict[str, Json]:
    done = [result for result in results if result["files"]]
    maps, size = [], len(codes)
    for number, year in enumerate(years):
        moved: Counter[int] = Counter()
        for result in done:
            moved.update({int(cell): count for cell, count in result["moved"][number].items()})
        rows = [{"from": codes[cell // size], "from_name": names.name(codes[cell // size]), "to": codes[cell % size],
                 "to_name": names.name(codes[cell % size]), "pixels": count}
                for cell, count in sorted(moved.items(), key=lambda item: (-item[1], item[0]))]
        maps.append({"year": year, "input": job.inputs[number], "output": outputs[number].path,
                     "pixels": sum(result["pixels"][number] for result in done),
                     "corrected": sum(moved.values()), "corrections": rows})
    keys = ("pixels", "changed_before", "changed_after", "forbidden_before", "forbidden_after")
    steps = [{"from": a, "to": b, **{key: sum(result["steps"][number][place] for result in done)
                                     for place, key in enumerate(keys)}}
             for number, (a, b) in enumerate(zip(years, years[1:]))]
    flicker = [sum(result["flicker"][side] for result in done) for side in (0, 1)]
    parameters = {key: value for key, value in job.to_json().items() if key not in job.OUTPUTS}
    return {"maps": maps, "steps": steps, "flicker_before": flicker[0], "flicker_after": flicker[1],
            "parameters": parameters, "versions": versions()}


def _say(job: ConsistentYearsJob, report: Json, context: RunContext) -> dict[str, Json]:
    if job.output_json:
        with atomic_path(job.output_json) as part:
            text = json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False)
            part.write_text(text + "\n", encoding="utf-8")
        context.artifact("OUTPUT_JSON", job.output_json)
    pixels, corrected = (sum(entry[key] for entry in report["maps"]) for key in ("pixels", "corrected"))
    for entry in report["maps"]:
        context.log(f"{entry['year']}: {entry['corrected']:,} of {entry['pixels']:,} pixels corrected.")
    for step in report["steps"]:
        context.log(f"{step['from']} to {step['to']}: {step['changed_before']:,} pixels changed before and "
                    f"{step['changed_after']:,} now; {step['forbidden_before']:,} against the rules before and "
                    f"{step['forbidden_after']:,} now.")
    share = corrected / max(pixels, 1)
    context.metric("corrected_share", share)
    context.progress(1.0, "Corrected")
    outputs = {"OUTPUT": job.output, "OUTPUT_CONFIDENCE": job.output_confidence, "OUTPUT_JSON": job.output_json}
    return {**{name: path for name, path in outputs.items() if path}, "CORRECTED_SHARE": share}
