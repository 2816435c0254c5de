"""`fuse_sar_optical`: a radar map and an optical map become one, and who decided is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.block import DEMPSTER_SHAFER, Fusing, classes_of, elected, worthless
from landweave.engine.fusion.fuse import map_outputs
from landweave.engine.fusion.maps import (
    KEEP,
    check_maps,
    check_undecided,
    class_names,
    read_confidences,
    read_votes,
)
from landweave.engine.fusion.scores import check_mass, masses, read_confusion
from landweave.engine.fusion.votes import majority
from landweave.engine.jobs.fusion import FuseSarOpticalJob
from landweave.engine.mapping.certainty import percent
from landweave.engine.mapping.parts import Kind
from landweave.engine.mapping.raster_run import Output, RasterTask, common_grid, refuse_inputs, run_blocks, save_parts
from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA, AnyArray, Float32Array, IntArray, Json, UInt8Array

NEITHER, BOTH, SAR, OPTICAL, CHOICE_NODATA = 0, 1, 2, 3, 255
CHOICES = Nomenclature((
    Entry(NEITHER, "neither", (128, 128, 128)), Entry(BOTH, "both", (34, 139, 34)), Entry(SAR, "radar", (31, 119, 180)),
    Entry(OPTICAL, "optical", (255, 187, 51)),
))  # fmt: skip


@dataclass(frozen=True)
class _Setup:
    fusing: Fusing
    grid: Grid
    outputs: tuple[Output, ...]


def run(job: FuseSarOpticalJob, context: RunContext) -> dict[str, Json]:
    """Fuse the two maps of a job.

    Raises:
        UserError: if the maps or their reports do not fit each other.
    """
    check_mass(job.mass)
    maps, scores = (job.sar, job.optical), (job.scores_sar, job.scores_optical)
    if not all(scores):
        raise UserError("The report of each of the two maps is needed.", "Give SCORES_SAR and SCORES_OPTICAL.")
    confidences = (job.confidence_sar, job.confidence_optical)
    if any(confidences) and not all(confidences):
        raise UserError("The confidence of only one of the two maps is given.",
                        "Give both CONFIDENCE_SAR and CONFIDENCE_OPTICAL, or none.")
    given = confidences if all(confidences) else ()
    with RasterReader() as reader:
        check_maps(maps, reader)
        grid = common_grid((*maps, *given), reader)
    labels = tuple(read_confusion(path)[0] for path in scores)
    codes = tuple(sorted({code for one in labels for code in one} - {MAP_NODATA}))
    check_undecided(job.undecided, codes)
    fusing = Fusing(maps, DEMPSTER_SHAFER, "", codes, masses(scores, job.mass, codes), labels, scores, job.undecided,
                    KEEP, given)
    names = class_names(maps, job.nomenclature, codes, job.undecided)
    outputs = map_outputs(job.output, job.confidence, names, small=True)
    if job.choice:
        kind = Kind("choice", "uint8", CHOICE_NODATA, descriptions=("0 neither, 1 both, 2 radar, 3 optical",))
        outputs.append(Output("CHOICE", job.choice, kind, CHOICES))
    refuse_inputs(outputs, (*maps, *given, *scores))
    for sentence in worthless(fusing):
        context.warning(sentence)
    majority(np.zeros((2, 1), np.int64))  # compiled before processes start
    results = run_blocks(_block, _Setup(fusing, grid, tuple(outputs)), outputs, grid, context, 160.0)
    _say(results, context)
    context.progress(1.0, "Fused")
    return {output.parameter: output.path for output in outputs}


def choices(codes: IntArray, votes: IntArray) -> UInt8Array:
    """Return who decided: NEITHER, BOTH, SAR, OPTICAL, or CHOICE_NODATA where neither map says anything.

    Args:
        codes: fused, shape (pixel,).
        votes: of the radar map and the optical map, shape (2, pixel).
    """
    by_sar, by_optical = codes == votes[0], codes == votes[1]
    found = np.where(by_sar & by_optical, BOTH, np.where(by_sar, SAR, np.where(by_optical, OPTICAL, NEITHER)))
    silent = (votes == MAP_NODATA).all(axis=0)
    decided: UInt8Array = np.where(silent, CHOICE_NODATA, found).astype(np.uint8)
    return decided


def followed(choice: UInt8Array, confidences: Float32Array) -> Float32Array:
    """Return the confidence of the map that was followed, the higher where both agree, 0 where neither, (pixel,)."""
    chosen: Float32Array = np.select(
        [choice == BOTH, choice == SAR, choice == OPTICAL],
        [confidences.max(axis=0), confidences[0], confidences[1]], np.float32(0)
    )
    return chosen


def _block(task: RasterTask, setup: _Setup) -> Json:
    fusing = setup.fusing
    with RasterReader() as reader:
        votes = read_votes(fusing.inputs, setup.grid, task.window, reader)
        given = read_confidences(fusing.confidences, setup.grid, task.window, reader) if fusing.confidences else None
    classes_of(fusing, votes)
    codes, belief = elected(fusing, votes)
    unopposed = (votes == MAP_NODATA).any(axis=0) | (votes[0] == votes[1])
    codes[unopposed] = votes.max(axis=0)[unopposed]  # even where its report trusts it not at all: nobody objects
    choice = choices(codes, votes)
    confidence = percent(np.nan_to_num(belief)) if given is None else followed(choice, given)
    silent = choice == CHOICE_NODATA
    values: dict[str, AnyArray] = {
        "classes": codes, "choice": choice, "confidence": np.where(silent, CONFIDENCE_NODATA, confidence)
    }  # fmt: skip
    counts = np.bincount(choice[~silent], minlength=OPTICAL + 1)
    return {"files": [] if silent.all() else save_parts(task, setup.outputs, values), "counts": counts.tolist()}


def _say(results: list[Json], context: RunContext) -> None:
    counts = np.sum([result["counts"] for result in results], axis=0)
    if not counts.sum():
        context.warning("Neither map has data anywhere: the result is no data.")
        return
    shares = counts / counts.sum()
    said = ", ".join(f"{CHOICES.name(code)} {shares[code]:.1%}" for code in range(OPTICAL + 1))
    context.log(f"Who decided: {said}.")
