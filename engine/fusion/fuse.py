"""`fuse_classifications`: several maps, or probabilities, of one place become one map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.block import (
    DEMPSTER_SHAFER,
    MAJORITY,
    PROBABILITIES,
    WEIGHTED,
    Fusing,
    fuse_block,
    worthless,
)
from landweave.engine.fusion.maps import MOST_CONFIDENT, NO_LABEL, check_maps, check_undecided, class_names, of_bands
from landweave.engine.fusion.scores import check_mass, masses, read_confusion
from landweave.engine.fusion.votes import majority
from landweave.engine.jobs.fusion import FuseClassificationsJob
from landweave.engine.mapping.parts import Kind
from landweave.engine.mapping.raster_run import Output, common_grid, refuse_inputs, run_blocks
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.probabilities import ProbabilityRaster, band_text, open_probabilities
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA, PROBABILITY_NODATA, PROBABILITY_SCALE, Json

METHODS = (MAJORITY, WEIGHTED, PROBABILITIES, DEMPSTER_SHAFER)
RULES = ("mean", "product")
UINT8_MAX = 255
FEWEST_MAPS = 2


def run(job: FuseClassificationsJob, context: RunContext) -> dict[str, Json]:
    """Fuse the maps of a job.

    Raises:
        UserError: if the maps do not fit each other, or what the method needs is missing.
    """
    _check(job)
    with RasterReader() as reader:
        grid = common_grid((*job.inputs, *job.confidences), reader)
        fusing, names = (_of_probabilities if job.method == PROBABILITIES else _of_maps)(job, reader)
        small = all(reader.info(path).dtype == "uint8" for path in job.inputs) or bool(fusing.codes)
    outputs = _outputs(job, fusing.codes, names, small)
    refuse_inputs(outputs, (*job.inputs, *job.confidences, *job.scores))
    for sentence in worthless(fusing):
        context.warning(sentence)
    majority(np.zeros((2, 1), np.int64))  # compiled before processes start
    fusing = replace(fusing, grid=grid, outputs=tuple(outputs))
    results = run_blocks(fuse_block, fusing, outputs, grid, context, fusing.bytes_per_pixel())
    _say(job, results, context)
    context.progress(1.0, "Fused")
    return {output.parameter: output.path for output in outputs}


def _check(job: FuseClassificationsJob) -> None:
    for name, value, known in (
        ("METHOD", job.method, METHODS), ("RULE", job.rule, RULES), ("NO_LABEL", job.no_label, NO_LABEL)
    ):  # fmt: skip
        if value not in known:
            raise UserError(f"{name} is '{value}'.", f"Choose one of: {', '.join(known)}.")
    check_mass(job.mass)
    if len(job.inputs) < FEWEST_MAPS:
        raise UserError("There is nothing to fuse: fewer than two rasters are given.", "Choose at least two.")
    if job.no_label == MOST_CONFIDENT and job.method != PROBABILITIES and len(job.confidences) != len(job.inputs):
        raise UserError(
            f"NO_LABEL=confidence needs the confidence of each map; {len(job.inputs)} maps and "
            f"{len(job.confidences)} rasters of confidence are given.",
            "Give CONFIDENCES in the order of the maps, or choose another NO_LABEL.",
        )
    if job.probabilities and job.method != PROBABILITIES:
        raise UserError(f"METHOD={job.method} counts votes and gives no probabilities.",
                        "Leave PROBABILITIES empty, or choose METHOD=probabilities.")


def _of_maps(job: FuseClassificationsJob, reader: RasterReader) -> tuple[Fusing, Nomenclature]:
    """Return how maps are fused, and the names of their classes."""
    check_maps(job.inputs, reader, "Choose maps, or METHOD=probabilities for rasters of probabilities.")
    codes: tuple[int, ...] = ()
    worth: tuple[tuple[float, ...], ...] = ()
    labels: tuple[tuple[int, ...], ...] = ()
    if job.method == DEMPSTER_SHAFER or (job.method == WEIGHTED and not job.weights):
        if len(job.scores) != len(job.inputs):
            raise UserError(
                f"METHOD={job.method} needs the report of each map; {len(job.inputs)} maps and {len(job.scores)} "
                "reports are given.",
                "Give SCORES the report (JSON) of each map, in the order of the maps.",
            )
        labels = tuple(read_confusion(path)[0] for path in job.scores)
        codes = tuple(sorted({code for one in labels for code in one} - {MAP_NODATA}))
        worth = masses(job.scores, job.mass, codes)
    elif job.method == WEIGHTED:
        worth = tuple((weight,) for weight in _weights(job))
    check_undecided(job.undecided, codes)
    names = class_names(job.inputs, job.nomenclature, codes, job.undecided)
    fusing = Fusing(job.inputs, job.method, job.rule, codes, worth, labels, job.scores, job.undecided, job.no_label,
                    job.confidences)
    return fusing, names


def _of_probabilities(job: FuseClassificationsJob, reader: RasterReader) -> tuple[Fusing, Nomenclature]:
    """Return how probabilities are fused, and the names of their classes."""
    rasters = [open_probabilities(path, reader) for path in job.inputs]
    for other in rasters[1:]:
        _check_classes(rasters[0], other)
    codes = tuple(sorted(rasters[0].codes))
    check_undecided(job.undecided, codes)
    weights = _weights(job) if job.weights else (1.0,) * len(rasters)
    fusing = Fusing(job.inputs, job.method, job.rule, codes, tuple((weight,) for weight in weights), (), (),
                    job.undecided, job.no_label)
    return fusing, of_bands([raster.names for raster in rasters], job.nomenclature, job.undecided)


def _check_classes(first: ProbabilityRaster, other: ProbabilityRaster) -> None:
    for one, two in ((first, other), (other, first)):
        lacking = sorted(set(one.codes) - set(two.codes))
        if lacking:
            raise UserError(
                f"The probabilities {first.path} and {other.path} are of different classes: {two.path} lacks class "
                f"{lacking[0]} ({one.names[lacking[0]]}).",
                "Fuse probabilities of models with the same classes, or their maps with METHOD=majority.",
            )


def _weights(job: FuseClassificationsJob) -> tuple[float, ...]:
    remedy = f"Write {len(job.inputs)} numbers, parted by commas, in the order of the maps."
    try:
        weights = tuple(float(text) for text in job.weights.split(","))
    except ValueError as error:
        raise UserError(f"WEIGHTS is '{job.weights}'.", remedy) from error
    if len(weights) != len(job.inputs) or not all(0 <= w < float("inf") for w in weights) or not any(weights):
        raise UserError(f"WEIGHTS is '{job.weights}', for {len(job.inputs)} maps.", remedy)
    return weights


def map_outputs(output: str, confidence: str, names: Nomenclature, small: bool) -> list[Output]:
    """Return a map and, if it is wanted, its confidence.

    Args:
        output: path of the map.
        confidence: path of its confidence; empty: none.
        names: of the classes.
        small: no class that the names lack is above 255.
    """
    dtype = "uint8" if small and max(names.codes) <= UINT8_MAX else "uint16"
    outputs = [Output("OUTPUT", output, Kind("classes", dtype, MAP_NODATA, descriptions=("class",)), names)]
    if confidence:
        kind = Kind("confidence", "uint8", CONFIDENCE_NODATA, descriptions=("confidence (%)",))
        outputs.append(Output("CONFIDENCE", confidence, kind))
    return outputs


def _outputs(job: FuseClassificationsJob, codes: Sequence[int], names: Nomenclature, small: bool) -> list[Output]:
    outputs = map_outputs(job.output, job.confidence, names, small)
    if job.probabilities:
        texts = tuple(band_text(code, names.name(code)) for code in codes)
        outputs.append(Output("PROBABILITIES", job.probabilities,
                              Kind("probabilities", "uint16", PROBABILITY_NODATA, len(codes), texts),
                              ramp=(0, PROBABILITY_SCALE, "probability")))
    return outputs


def _say(job: FuseClassificationsJob, results: Sequence[Json], context: RunContext) -> None:
    """Say which classes only some maps have, and how much stayed undecided."""
    pixels, undecided = (sum(result[name] for result in results) for name in ("pixels", "undecided"))
    if not pixels:
        context.warning("No raster has data anywhere: the result is no data.")
        return
    share = undecided / pixels
    context.metric("undecided_share", share)
    context.log(f"{share:.1%} of the pixels are undecided.")
    if job.method == PROBABILITIES:
        return
    classes = [set().union(*(result["classes"][n] for result in results)) for n in range(len(job.inputs))]
    everything = set().union(*classes) - {job.undecided}
    for path, own in zip(job.inputs, classes):
        if job.undecided in own:
            context.warning(f"{path} holds {job.undecided}, the code for undecided: it has no vote there.")
        lacking = sorted(everything - own)
        if lacking:
            named = ", ".join(map(str, lacking[:10])) + (" ..." if len(lacking) > 10 else "")
            context.warning(f"{path} has no pixel of class {named}, which other maps have.")
