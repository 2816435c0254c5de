"""Auto-context: the classes that a first map has around each pixel become features, and the map is made again.

Source: Derksen et al. 2020, doi 10.3390/rs12030513, section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from landweave.engine.chains.steps import product_prints, run_step
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClassifyJob,
    ClassSharesJob,
    ExtractSamplesJob,
    SegmentSuperpixelsJob,
    TemporalMetricsJob,
    TrainClassifierJob,
)
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.train import versions
from landweave.engine.runtime.context import RunContext
from landweave.engine.segments.slic import segmenter
from landweave.engine.series.options import load_options
from landweave.engine.types import Json

_STATISTICS = ("p50", "std")
_SEGMENTED = 0.15  # share of the time at which the superpixels are there
_ENDS = (0.55, 0.6, 0.95)  # share of a round's time at which map, shares and samples are there


@dataclass(frozen=True)
class AutoContext:
    """What auto-context repeats.

    Args:
        rounds: how often, at least 1.
        size: mean number of pixels of a superpixel.
        extract: how samples are read; its catalogue is that of the images, its output is not written.
        train: how a model learns; its samples and model are those without context, which are there already.
        classify: how a map is made, of all places that samples may come from; its output is not written.
        place: gives the path of a file by its name, for files of this run.
        shared: likewise, for files that all runs share.
        complete: what is done to samples between extraction and learning: gets their path, the number of the round
            and the context, and returns the path of what to learn from; None: nothing.
        depends: what samples depend on besides images and jobs (`series_prints`).
    """

    rounds: int
    size: int
    extract: ExtractSamplesJob
    train: TrainClassifierJob
    classify: ClassifyJob
    place: Callable[[str], str]
    shared: Callable[[str], str]
    complete: Callable[[str, int, RunContext], str] | None = None
    depends: Sequence[Json] = ()


def check_auto_context(series: str) -> None:
    """Check before hours of work what auto-context needs.

    Raises:
        UserError: if scikit-image is missing, or the series options list the layers without date.
    """
    segmenter()
    if load_options(series).static is not None:
        raise UserError(f"Auto-context adds layers without date, but {series} lists which ones to use ('static').",
                        "Leave 'static' out of the series options (SERIES), or set AUTO_CONTEXT to 0.")


def auto_context(steps: AutoContext, context: RunContext) -> tuple[str, str]:
    """Do all rounds, each step only if it is not done yet.

    Returns:
        The catalogue and the model that the last map is to be made with.

    Raises:
        UserError: if a step cannot be done.
    """
    segments = _superpixels(steps, context.part(0, _SEGMENTED))
    catalogue, model = steps.extract.catalogue, steps.train.model
    for number in range(1, steps.rounds + 1):
        share = (1 - _SEGMENTED) / steps.rounds
        part = context.part(_SEGMENTED + (number - 1) * share, _SEGMENTED + number * share)
        label = f"of round {number} of auto-context"
        images = product_prints(catalogue)
        plain = replace(steps.classify, catalogue=catalogue, models=(model,),
                        output=steps.place(f"context_map_{number}.tif"))
        run_step(plain, part.part(0, _ENDS[0]), f"Map {label}", [images])
        around = ClassSharesJob(plain.output, segments, steps.place(f"context_{number}.tif"), steps.extract.catalogue,
                                steps.place(f"context_catalogue_{number}.gpkg"))
        run_step(around, part.part(*_ENDS[:2]), f"Shares of classes {label}", [product_prints(around.catalogue)])
        catalogue = around.output_catalogue
        extract = replace(steps.extract, catalogue=catalogue, output=steps.place(f"context_samples_{number}.gpkg"))
        run_step(extract, part.part(*_ENDS[1:]), f"Samples {label}",
                 [product_prints(catalogue), *steps.depends])
        samples = extract.output
        if steps.complete is not None:
            samples = steps.complete(samples, number, part.part(_ENDS[2], _ENDS[2] + 0.01))
        train = replace(steps.train, samples=samples, model=steps.place(f"context_model_{number}.lwm"))
        run_step(train, part.part(_ENDS[2] + 0.01, 1), f"Training {label}",
                 [versions(find_method(train.method))])
        model = train.model
    return catalogue, model


def _superpixels(steps: AutoContext, context: RunContext) -> str:
    """Divide the images into superpixels, by statistics of the year, and return their raster."""
    job, tiles = steps.extract, steps.classify
    year = TemporalMetricsJob(job.catalogue, steps.shared("context_year.tif"), series=job.series,
                              target_crs=tiles.target_crs, statistics=_STATISTICS)
    segment = SegmentSuperpixelsJob(year.output, steps.shared("context_superpixels.tif"), size=steps.size)
    run_step(year, context.part(0, 0.7), "Statistics of the year for superpixels",
             [product_prints(job.catalogue), *steps.depends])
    run_step(segment, context.part(0.7, 1), "Superpixels")
    return segment.output
