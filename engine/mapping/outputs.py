"""The rasters that a classification gives: what kinds there are, and how they are written and styled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from landweave.engine.jobs.mapping import ClassifyJob
from landweave.engine.mapping.combine import PROBABILITY_NODATA, PROBABILITY_SCALE, Ensemble
from landweave.engine.mapping.map_run import GroupParts
from landweave.engine.mapping.mosaic import join_rasters
from landweave.engine.mapping.parts import Kind, assemble
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.style import write_class_style, write_ramp_style
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA

VALIDITY_NODATA = 65535

CLASSES, CONFIDENCE, PROBABILITIES, VALIDITY = "classes", "confidence", "probabilities", "validity"


def wanted_kinds(job: ClassifyJob, ensemble: Ensemble, names: Nomenclature) -> tuple[Kind, ...]:
    """Return the kinds of rasters that a job asks for."""
    layers = tuple(f"{code} {names.name(code)}: probability x {PROBABILITY_SCALE}" for code in ensemble.codes)
    dtype = "uint8" if max(ensemble.codes) < 256 else "uint16"
    kinds = [Kind(CLASSES, dtype, MAP_NODATA, descriptions=("class",))]
    if job.confidence:
        kinds.append(Kind(CONFIDENCE, "uint8", CONFIDENCE_NODATA, descriptions=("confidence (%)",)))
    if job.probabilities:
        kinds.append(Kind(PROBABILITIES, "uint16", PROBABILITY_NODATA, len(layers), layers))
    if job.validity:
        kinds.append(Kind(VALIDITY, "uint16", VALIDITY_NODATA, descriptions=("clear acquisitions",)))
    return tuple(kinds)


def output_paths(job: ClassifyJob) -> dict[str, str]:
    """Return where each kind is written; empty where it is not."""
    return {CLASSES: job.output, CONFIDENCE: job.confidence, PROBABILITIES: job.probabilities, VALIDITY: job.validity}


def write_output(
    kind: Kind, groups: Sequence[GroupParts], path: str, target_crs: str, folder: Path, names: Nomenclature,
    tick: Callable[[float], None],
) -> None:
    """Write one raster from the parts of all groups.

    Args:
        kind: which.
        groups: tiles of one pixel grid each.
        path: of the raster.
        target_crs: brings the groups together; empty when there is one group that stays as it is.
        folder: where the rasters of the groups are put on the way.
        names: of the classes.
        tick: told the share that is done.
    """
    if not target_crs:
        _write_group(kind, groups[0], path, names, tick)
        return
    inputs = [str(folder / f"{kind.name}_{number}.tif") for number in range(len(groups))]
    steps = len(groups) + 1
    for number, (group, file) in enumerate(zip(groups, inputs)):
        _write_group(kind, group, file, names, _share(tick, number, steps), overviews=False)
    join_rasters(inputs, path, target_crs, _share(tick, len(groups), steps))
    for file in inputs:
        Path(file).unlink()


def write_style(kind: Kind, path: str, names: Nomenclature, most_clear: int) -> None:
    """Write the style beside a raster.

    Args:
        kind: which raster.
        path: of the raster.
        names: of the classes.
        most_clear: number of acquisitions, the upper end of the colours of `validity`.
    """
    if kind.name == CLASSES:
        write_class_style(path, names)
    elif kind.name == CONFIDENCE:
        write_ramp_style(path, 0, 100, "confidence")
    elif kind.name == PROBABILITIES:
        write_ramp_style(path, 0, PROBABILITY_SCALE, "probability")
    else:
        write_ramp_style(path, 0, most_clear, "count")


def _share(tick: Callable[[float], None], number: int, steps: int) -> Callable[[float], None]:
    """Return what reports the progress of one of several steps of the same length."""
    return lambda fraction: tick((number + fraction) / steps)


def _write_group(
    kind: Kind, group: GroupParts, path: str, names: Nomenclature, tick: Callable[[float], None],
    overviews: bool = True,
) -> None:
    is_map = kind.name == CLASSES
    writer = RasterWriter(
        path, group.grid, kind.layers, kind.dtype, kind.nodata, kind.descriptions,
        colours={e.code: e.colour for e in names.entries} if is_map else None,
        categories={e.code: e.name for e in names.entries} if is_map else None,
        overviews=overviews,
    )
    with writer:
        assemble(kind, group.parts, group.grid, writer, tick)
