"""`map_agreement`: how far several maps of one place say the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from landweave.engine.comparison.agreement_page import write_agreement_page
from landweave.engine.comparison.grids import called, codes_of_maps, one_grid
from landweave.engine.comparison.tabulate import class_index
from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import class_names
from landweave.engine.jobs.comparison import MapAgreementJob
from landweave.engine.kernel import kernel
from landweave.engine.language import texts
from landweave.engine.mapping.parts import Kind
from landweave.engine.mapping.raster_run import Output, RasterTask, refuse_inputs, run_blocks, save_parts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.maps import read_codes
from landweave.engine.postprocess.regions import strips
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import CONFIDENCE_NODATA, IntArray, Json, UInt8Array

FEWEST_MAPS = 2
_LOOKED = 0.2


@dataclass(frozen=True)
class _Setup:
    """What the blocks share."""

    inputs: tuple[str, ...]
    codes: tuple[int, ...]
    outputs: tuple[Output, ...]


def run(job: MapAgreementJob, context: RunContext) -> dict[str, Json]:
    """Write the raster of agreement, and the figures.

    Raises:
        UserError: if there is one map only, or the maps do not lie on one grid.
    """
    if len(job.inputs) < FEWEST_MAPS:
        raise UserError("There is one map only.", "Choose at least two maps of the same place.")
    with RasterReader() as reader:
        grid = one_grid(job.inputs, (), reader)
    codes, names = _classes(job, context.part(0, _LOOKED))
    if not _meet(job.inputs, grid, context):
        raise UserError("In no pixel two of the maps have a class.", "Check that they show the same area.")
    kind = Kind("agreement", "uint8", CONFIDENCE_NODATA, descriptions=("maps that say what most say (%)",))
    outputs = (Output("OUTPUT", job.output, kind),)
    refuse_inputs(outputs, job.inputs)
    count_agreement(np.zeros((2, 1), np.int64), 1)  # compiled before processes start
    maps = len(job.inputs)
    setup = _Setup(job.inputs, codes, outputs)
    results = run_blocks(_block, setup, outputs, grid, context.part(_LOOKED, 1), 18.0 * maps + 16)
    sums = [sum((np.asarray(part[key]) for part in results), np.zeros(1, np.int64))
            for key in ("classes", "pairs", "marginals", "places")]
    report = _report(job, codes, names, sums)
    if job.output_json:
        with atomic_path(job.output_json) as part:
            text = json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False)
            part.write_text(text + "\n", encoding="utf-8")
        context.artifact("OUTPUT_JSON", job.output_json)
    if job.output_html:
        write_agreement_page(job.output_html, report, job.output, names, texts(job.language))
        context.artifact("OUTPUT_HTML", job.output_html)
    context.metric("mean_agreement", report["mean_agreement"])
    context.log(f"On {report['unanimous_share']:.1%} of the pixels all maps say the same.")
    context.progress(1.0, "Compared")
    given = {"OUTPUT": job.output, "OUTPUT_JSON": job.output_json, "OUTPUT_HTML": job.output_html}
    return {**{name: path for name, path in given.items() if path}, "MEAN_AGREEMENT": report["mean_agreement"],
            "UNANIMOUS_SHARE": report["unanimous_share"]}


def _classes(job: MapAgreementJob, context: RunContext) -> tuple[tuple[int, ...], Nomenclature]:
    codes = tuple(sorted(set().union(*codes_of_maps(job.inputs, job.nomenclature, context))))
    return codes, class_names(job.inputs, job.nomenclature, codes, None)


def _meet(paths: Sequence[str], grid: Grid, context: RunContext) -> bool:
    """Tell whether two of the maps have a class in some pixel, before anything is written."""
    with RasterReader() as reader:
        for window in strips(grid):
            context.check_cancelled()
            seen = np.zeros((window.rows, window.columns), np.int64)
            for path in paths:
                seen += read_codes(path, window, reader) > 0
            if (seen >= FEWEST_MAPS).any():
                return True
    return False


def _block(task: RasterTask, setup: _Setup) -> Json:
    index = class_index(setup.codes)
    with RasterReader() as reader:
        maps = np.stack([index[read_codes(path, task.window, reader)].ravel() for path in setup.inputs])
    share, classes, pairs, marginals, places = count_agreement(maps, len(setup.codes))
    files = save_parts(task, setup.outputs, {"agreement": share}) if (share != CONFIDENCE_NODATA).any() else []
    return {"files": files, "classes": classes.tolist(), "pairs": pairs.tolist(), "marginals": marginals.tolist(),
            "places": places.tolist()}


def count_agreement(maps: IntArray, size: int) -> tuple[UInt8Array, IntArray, IntArray, IntArray, IntArray]:
    """Count how far maps agree.

    Args:
        maps: number of the class, -1 where a map has none, shape (map, pixel).
        size: number of classes.

    Returns:
        - the share of the maps with a class that say what most of them say, in percent, (pixel,); 255 where less than
          two have one;
        - of each class: pixels where most maps say so, votes for it there, votes in all there, pixels where all maps
          say so, pixels where any does, (class, 5);
        - of each pair of maps: pixels where both have a class, and where it is the same, (pair, 2);
        - of each pair: pixels of each class in both maps, where both have one, (pair, 2, class);
        - pixels with two maps or more, those where all agree, those where several classes are equally frequent, votes
          for the most frequent class, votes in all, (5,).
    """
    number = len(maps)
    pairs = number * (number - 1) // 2
    share = np.full(maps.shape[1], CONFIDENCE_NODATA, np.uint8)
    classes, same = np.zeros((size, 5), np.int64), np.zeros((pairs, 2), np.int64)
    marginals, places = np.zeros((pairs, 2, size), np.int64), np.zeros(5, np.int64)
    _count(maps, share, classes, same, marginals, places)
    return share, classes, same, marginals, places


@kernel
def _count(
    maps: IntArray, share: UInt8Array, classes: IntArray, same: IntArray, marginals: IntArray, places: IntArray
) -> None:
    number, pixels = maps.shape
    votes = np.zeros(classes.shape[0], np.int64)
    for pixel in range(pixels):
        votes[:] = 0
        known = 0
        for m in range(number):
            if maps[m, pixel] >= 0:
                votes[maps[m, pixel]] += 1
                known += 1
        if known < 2:
            continue
        best, tied = 0, False
        for code in range(1, len(votes)):
            if votes[code] > votes[best]:
                best, tied = code, False
            elif votes[code] == votes[best]:
                tied = True
        share[pixel] = (200 * votes[best] + known) // (2 * known)
        places[0] += 1
        places[1] += votes[best] == known
        places[2] += tied
        places[3] += votes[best]
        places[4] += known
        for m in range(number):
            code = maps[m, pixel]
            if code >= 0 and votes[code] > 0:
                classes[code, 4] += 1
                if code == best and not tied:
                    classes[code, 0] += 1
                    classes[code, 1] += votes[code]
                    classes[code, 2] += known
                    classes[code, 3] += votes[code] == known
                votes[code] = 0  # counted
    _count_pairs(maps, same, marginals)


@kernel
def _count_pairs(maps: IntArray, same: IntArray, marginals: IntArray) -> None:
    number, pixels = maps.shape
    pair = 0
    for m in range(number):
        for n in range(m + 1, number):
            for pixel in range(pixels):
                one, two = maps[m, pixel], maps[n, pixel]
                if one >= 0 and two >= 0:
                    same[pair, 0] += 1
                    same[pair, 1] += one == two
                    marginals[pair, 0, one] += 1
                    marginals[pair, 1, two] += 1
            pair += 1


def _report(job: MapAgreementJob, codes: Sequence[int], names: Nomenclature, sums: Sequence[IntArray]) -> Json:
    classes, pairs, marginals, places = sums
    stems = called(job.inputs)
    rows = []
    for (one, two), (pixels, same), (first, second) in zip(combinations(stems, 2), pairs, marginals):
        agreement = float(same / pixels) if pixels else None
        chance = float((first * second).sum() / float(pixels) ** 2) if pixels else 1.0
        kappa = (agreement - chance) / (1 - chance) if agreement is not None and chance < 1 else None
        rows.append({"maps": [one, two], "pixels": int(pixels), "overall_agreement": agreement, "kappa": kappa})
    by_class = [
        {"code": code, "name": names.name(code), "majority_pixels": int(most),
         "agreement": float(votes / every) if every else None,
         "unanimous_share": float(alone / anywhere) if anywhere else None, "any_pixels": int(anywhere),
         "unanimous_pixels": int(alone)}
        for code, (most, votes, every, alone, anywhere) in zip(codes, classes)
    ]  # fmt: skip
    seen, unanimous, tied, votes, every = (int(n) for n in places)
    return {
        "maps": [{"name": name, "path": path} for name, path in zip(stems, job.inputs)],
        "pixels": seen, "mean_agreement": votes / every if every else None,
        "unanimous_share": unanimous / seen if seen else None, "tied_share": tied / seen if seen else None,
        "pairs": rows, "classes": by_class,
        "parameters": {k: v for k, v in job.to_json().items() if k not in (*job.OUTPUTS, "language")},
        "versions": versions(),
    }  # fmt: skip
