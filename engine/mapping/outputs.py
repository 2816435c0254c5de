"""The rasters that a classification gives: what kinds there are, and how they are written and styled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from landweave.engine.jobs.mapping import ClassifyJob
from landweave.engine.mapping.certainty import FULL
from landweave.engine.mapping.combine import Ensemble
from landweave.engine.mapping.map_run import GroupParts
from landweave.engine.mapping.mosaic import join_rasters
from landweave.engine.mapping.parts import Kind, assemble
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.probabilities import band_text
from landweave.engine.raster.style import write_class_style, write_ramp_style
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA, PROBABILITY_NODATA, PROBABILITY_SCALE

VALIDITY_NODATA = 65535

CLASSES, CONFIDENCE, PROBABILITIES, VALIDITY = "classes", "confidence", "probabilities", "validity"
VALUES = "values"
MARGIN, ENTROPY, SET_SIZE, APPLICABILITY = "margin", "entropy", "set_size", "applicability"
DISSIMILARITY = "dissimilarity"
_PERCENT = {
    CONFIDENCE: "confidence (%)",
    MARGIN: "margin between the two likeliest classes (%)",
    ENTROPY: "entropy (% of the largest)",
    SET_SIZE: "number of classes that are possible",
    APPLICABILITY: "1: like the samples, 0: unlike them",
}
"""Rasters of small numbers, by what a band holds."""


def wanted_kinds(job: ClassifyJob, ensemble: Ensemble, names: Nomenclature) -> tuple[Kind, ...]:
    """Return the kinds of rasters that a job asks for."""
    paths = output_paths(job)
    layers = tuple(band_text(code, names.name(code)) for code in ensemble.codes)
    dtype = "uint8" if max(e.code for e in names.entries) < 256 else "uint16"
    kinds = [Kind(CLASSES, dtype, MAP_NODATA, descriptions=("class",))]
    kinds += [Kind(n, "uint8", CONFIDENCE_NODATA, descriptions=(text,)) for n, text in _PERCENT.items() if paths[n]]
    if job.probabilities:
        kinds.append(Kind(PROBABILITIES, "uint16", PROBABILITY_NODATA, len(layers), layers))
    if job.validity:
        kinds.append(Kind(VALIDITY, "uint16", VALIDITY_NODATA, descriptions=("clear acquisitions",)))
    return tuple(kinds)


APPLICABILITY_KINDS = (
    Kind(APPLICABILITY, "uint8", CONFIDENCE_NODATA, descriptions=(_PERCENT[APPLICABILITY],)),
    Kind(DISSIMILARITY, "float32", -1, descriptions=("share of the largest dissimilarity that is inside",)),
)


def output_paths(job: ClassifyJob) -> dict[str, str]:
    """Return where each kind is written; empty where it is not."""
    names = (CONFIDENCE, PROBABILITIES, VALIDITY, MARGIN, ENTROPY, SET_SIZE, APPLICABILITY)
    return {CLASSES: job.output, **{name: str(getattr(job, name)) for name in names}}


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


def write_style(kind: Kind, path: str, names: Nomenclature, limits: Mapping[str, tuple[float, float]]) -> None:
    """Write the style beside a raster.

    Args:
        kind: which raster.
        path: of the raster.
        names: of the classes.
        limits: ends of the colours of `validity` and `values`, by name.
    """
    if kind.name == CLASSES:
        write_class_style(path, names)
    elif kind.name in (CONFIDENCE, MARGIN):
        write_ramp_style(path, 0, FULL, "confidence")
    elif kind.name == APPLICABILITY:
        write_ramp_style(path, 0, 1, "confidence")
    elif kind.name == DISSIMILARITY:
        write_ramp_style(path, 0, 2, "doubt")  # 1 is the edge
    elif kind.name == ENTROPY:
        write_ramp_style(path, 0, FULL, "doubt")
    elif kind.name == SET_SIZE:
        write_ramp_style(path, 0, max(len(names.entries) // 2, 2), "doubt")
    elif kind.name == PROBABILITIES:
        write_ramp_style(path, 0, PROBABILITY_SCALE, "probability")
    else:
        write_ramp_style(path, *limits[kind.name], "count")


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
