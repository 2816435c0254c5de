"""`smooth_probabilities`: a map from probabilities that heed the neighbours of each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.fuse import map_outputs
from landweave.engine.fusion.maps import of_bands
from landweave.engine.fusion.smooth import LARGEST_WINDOW, decide, smooth
from landweave.engine.jobs.fusion import SMOOTHINGS, SmoothProbabilitiesJob
from landweave.engine.mapping.certainty import percent, scaled_probabilities
from landweave.engine.mapping.parts import Kind
from landweave.engine.mapping.raster_run import Output, RasterTask, refuse_inputs, run_blocks, save_parts
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.probabilities import ProbabilityRaster, band_text, open_probabilities, read_probabilities
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA, PROBABILITY_NODATA, PROBABILITY_SCALE, Json


@dataclass(frozen=True)
class _Setup:
    raster: ProbabilityRaster
    job: SmoothProbabilitiesJob
    smoothness: tuple[float, ...]
    outputs: tuple[Output, ...]


def run(job: SmoothProbabilitiesJob, context: RunContext) -> dict[str, Json]:
    """Smooth the probabilities of a job and write the map.

    Raises:
        UserError: if a parameter is out of range, or the raster holds no probabilities.
    """
    _check(job)
    raster = open_probabilities(job.probabilities)
    names = of_bands([raster.names], job.nomenclature)
    outputs = map_outputs(job.output, job.confidence, names, small=True)
    if job.probabilities_out:
        texts = tuple(band_text(code, names.name(code)) for code in raster.codes)
        kind = Kind("probabilities", "uint16", PROBABILITY_NODATA, len(texts), texts)
        outputs.append(Output("PROBABILITIES_OUT", job.probabilities_out, kind,
                              ramp=(0, PROBABILITY_SCALE, "probability")))
    refuse_inputs(outputs, (job.probabilities,))
    smoothness = _smoothness(job, raster)
    smooth(np.full((2, 3, 3), 0.5, np.float32), job.method, 3, np.ones(2))  # compiled before processes start
    setup = _Setup(raster, job, smoothness, tuple(outputs))
    run_blocks(_block, setup, outputs, raster.grid, context, 36.0 * len(raster.codes) + 64, job.window // 2)
    context.progress(1.0, "Smoothed")
    return {output.parameter: output.path for output in outputs}


def _check(job: SmoothProbabilitiesJob) -> None:
    if job.method not in SMOOTHINGS:
        raise UserError(f"There is no smoothing called '{job.method}'.", f"Choose one of: {', '.join(SMOOTHINGS)}.")
    if not 3 <= job.window <= LARGEST_WINDOW or job.window % 2 == 0:
        raise UserError(f"WINDOW is {job.window}.", f"Give it an odd number of pixels from 3 to {LARGEST_WINDOW}.")
    if not 0 < job.neighbour_share <= 1:
        raise UserError(f"NEIGHBOUR_SHARE is {job.neighbour_share:g}.", "Give it a number above 0, at most 1.")
    if not 0 < job.smoothness < float("inf"):
        raise UserError(f"SMOOTHNESS is {job.smoothness:g}.", "Give it a number above 0, for example 3.")


def _smoothness(job: SmoothProbabilitiesJob, raster: ProbabilityRaster) -> tuple[float, ...]:
    """Return the smoothness of each class."""
    found = dict.fromkeys(raster.codes, job.smoothness)
    for part in filter(None, (text.strip() for text in job.smoothness_by_class.split(","))):
        code, _, text = part.partition("=")
        try:
            number, value = int(code), float(text)
        except ValueError as error:
            raise UserError(f"SMOOTHNESS_BY_CLASS says '{part}'.",
                            "Write code=number, parted by commas, for example 3=5,7=40.") from error
        if number not in found:
            raise UserError(f"SMOOTHNESS_BY_CLASS names class {number}, which {raster.path} does not have.",
                            f"Its classes are {', '.join(map(str, raster.codes))}.")
        if not 0 < value < float("inf"):
            raise UserError(f"The smoothness of class {number} is {text.strip()}.", "Give it a number above 0.")
        found[number] = value
    return tuple(found.values())


def _block(task: RasterTask, setup: _Setup) -> Json:
    """Smooth one block, which sees as much around it as the window needs."""
    radius, job = setup.job.window // 2, setup.job
    with RasterReader() as reader:
        wide = read_probabilities(reader, setup.raster, task.window.padded(radius))
    inner = (slice(None), slice(radius, radius + task.window.rows), slice(radius, radius + task.window.columns))
    before = wide[inner]
    known = ~np.isnan(before[0])
    if not known.any():
        return {"files": []}
    after = smooth(wide, job.method, job.window, np.asarray(setup.smoothness), job.neighbour_share)[inner]
    best = decide(after, before)
    top = np.nan_to_num(np.take_along_axis(after, best[None], axis=0)[0])
    flat = np.nan_to_num(after).reshape(len(after), -1).T
    values = {
        "classes": np.where(known, np.asarray(setup.raster.codes)[best], MAP_NODATA),
        "confidence": np.where(known, percent(top), CONFIDENCE_NODATA),
        "probabilities": np.where(known.ravel(), scaled_probabilities(flat), PROBABILITY_NODATA),
    }
    return {"files": save_parts(task, setup.outputs, values)}
