"""`select_samples`: which pixels of the polygons become samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.jobs.samples import SelectSamplesJob
from landweave.engine.jobs.sampling import SamplingOptions
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.checks import some
from landweave.engine.samples.choice import Chooser, Sampler
from landweave.engine.samples.gpkg import open_for_writing, write_values
from landweave.engine.samples.pixels import Pixels, pixel_places, pixels_of
from landweave.engine.samples.prepared import Reference, load_reference
from landweave.engine.samples.quotas import Rule
from landweave.engine.samples.rules import FILE, PLAN, Strata, rules_of, uniform_rule
from landweave.engine.types import AnyArray, BoolArray, IntArray, Json
from landweave.engine.vector.layers import points_wkb, write_layer


@dataclass(frozen=True, eq=False)
class Candidates:
    """The pixels of a reference, and who chooses among them.

    Args:
        reference: the pieces.
        strata: its classes and regions.
        rules: one a stratum.
        chooser: knows rules and sampler.
        pixels: those that may be chosen.
        counts: how many pixels each piece has, shape (piece,).
    """

    reference: Reference
    strata: Strata
    rules: list[Rule]
    chooser: Chooser
    pixels: Pixels
    counts: IntArray


def run(job: SelectSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write the layer `points`, one point in the middle of each chosen pixel.

    Returns:
        `OUTPUT` (path), `COUNT`.

    Raises:
        UserError: if an option cannot be used, or no pixel's centre lies in a polygon.
    """
    found = candidates(job, job.validation, context.part(0.0, 0.6))
    context.progress(0.6, "choosing")
    chosen, sides = found.chooser.choose(found.pixels, found.counts)
    if not len(chosen):
        raise UserError("The sizes of all classes are 0: no sample is chosen.", "Give one of them a positive size.")
    context.progress(0.8, "writing")
    _write(job.output, found.reference, found.pixels.subset(chosen), sides)
    context.artifact("OUTPUT", job.output)
    context.log(f"{len(chosen)} of {found.counts.sum()} pixels are samples.")
    return {"OUTPUT": job.output, "COUNT": len(chosen)}


def candidates(options: SamplingOptions, validation: bool, context: RunContext) -> Candidates:
    """Find the pixels that may become samples.

    Args:
        options: of the choice.
        validation: pixels of the validation side too.
        context: takes progress and warnings.

    Raises:
        UserError: if an option cannot be used, or no pixel's centre lies in a polygon.
    """
    check_seed(options.seed)
    if options.strategy not in (FILE, PLAN):
        uniform_rule(options)  # before the reference is read, which takes longer
    sampler = Sampler.of(options)
    reference = load_reference(options.input)
    strata = Strata.of(reference)
    rules = rules_of(options, strata, context)
    chooser = Chooser(reference, strata, rules, sampler, validation)
    wanted = chooser.wanted
    pixels, counts = pixels_of(reference, wanted, options.seed, chooser.candidates, context)
    _check_found(options.input, reference, wanted, counts, context)
    return Candidates(reference, strata, rules, chooser, pixels, counts)


def _check_found(
    source: str, reference: Reference, wanted: BoolArray, counts: IntArray, context: RunContext
) -> None:
    if not counts.any():
        raise UserError(
            f"No pixel's centre lies in a polygon of {source}.", "Draw polygons that are larger than a pixel."
        )
    had = np.unique(reference.polygon_id[wanted])
    empty = np.setdiff1d(had, reference.polygon_id[counts > 0])
    if len(empty):
        context.warning(f"{len(empty)} of {len(had)} polygons hold no pixel's centre: {some(empty.tolist())}.")
    lost = np.setdiff1d(reference.codes[wanted], reference.codes[counts > 0]).tolist()
    if lost:
        context.warning(f"Class {some(lost)} has no pixel and will not be learnt.")


def _write(path: str, reference: Reference, pixels: Pixels, sides: dict[str, AnyArray]) -> None:
    x, y = pixel_places(reference, pixels)
    piece = pixels.piece
    fields: dict[str, AnyArray] = {
        reference.class_field: reference.codes[piece], "polygon_id": reference.polygon_id[piece],
        "region": reference.region[piece], "tile": reference.tile[piece], "area_m2": reference.area_m2[piece],
        **{name: column[piece] for name, column in reference.years.items()}, **sides,
    }
    with atomic_path(path) as temporary:
        write_layer(temporary, "points", reference.crs, "Point", points_wkb(x, y), fields)
        with open_for_writing(str(temporary)) as connection:
            write_values(connection, {"format": "points", "version": "1", "class_field": reference.class_field})
