"""Reference polygons, regions and nomenclature against the images and each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from landweave.engine.inspection.findings import NOMENCLATURE, NOTE, REFERENCE, REGIONS, WARNING, Findings
from landweave.engine.jobs.profile import CheckInputsJob
from landweave.engine.jobs.samples import PrepareReferenceJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import check_nomenclature, some
from landweave.engine.samples.pieces import Area
from landweave.engine.samples.prepared import ALL_REGIONS, Reference
from landweave.engine.samples.reference import cut_reference
from landweave.engine.samples.reference_source import read_polygons
from landweave.engine.samples.regions import read_regions
from landweave.engine.samples.tiles import pixel_area, tile_areas, working_crs
from landweave.engine.types import Json

FEW_POLYGONS = 10
"""Polygons of a class: with fewer, its accuracy is a matter of chance."""

_UNCOVERED_SHARE = 0.01


class ClassRow(NamedTuple):
    """What the reference has of a class in the images: polygons, area in m2, and in how many regions."""

    code: int
    name: str
    polygons: int
    area_m2: float
    regions: int

    def to_json(self) -> Json:
        """Return plain values."""
        return self._asdict()


def check_reference(
    job: CheckInputsJob, grids: dict[str, Grid], findings: Findings, context: RunContext
) -> list[ClassRow]:
    """Find what is wrong with the polygons, the regions and the nomenclature; return the classes in the images.

    The checks are those of `prepare_reference`; each part is looked at although another is wrong.

    Args:
        job: names the layers.
        grids: of the tiles; empty: there is no image to compare with.
        findings: takes what is found.
        context: takes progress.
    """
    nomenclature = Nomenclature()
    with findings.guard(NOMENCLATURE):
        nomenclature = Nomenclature.load(job.nomenclature)
    if not grids:
        return []
    regions = _regions(job, grids, findings, context) if job.regions else []
    if not job.reference:
        return []
    reference = _prepared(job, grids, bool(regions), findings, context)
    if reference is None:
        return []
    if nomenclature.entries:
        _check_codes(job.nomenclature, nomenclature, reference, findings)
    rows = class_rows(reference, nomenclature)
    _check_classes(job.reference, rows, findings)
    _check_tiles(job.reference, reference, findings)
    if regions:
        _check_regions_learn(job.regions, [a.name for a in regions], reference, rows, findings)
    return rows


def class_rows(reference: Reference, nomenclature: Nomenclature) -> list[ClassRow]:
    """Return a row a class of a prepared reference, by code."""
    rows = []
    for code in np.unique(reference.codes).tolist():
        own = reference.codes == code
        rows.append(ClassRow(code, nomenclature.name(code), len(set(reference.polygon_id[own].tolist())),
                             float(reference.area_m2[own].sum()), len(set(reference.region[own].tolist()))))
    return rows


def _prepared(
    job: CheckInputsJob, tiles: dict[str, Grid], by_regions: bool, findings: Findings, context: RunContext
) -> Reference | None:
    said = findings.listening(context, REFERENCE)
    wanted = PrepareReferenceJob(job.reference, job.class_field, job.catalogue, "", job.regions if by_regions else "",
                                 job.region_field if by_regions else "")
    with findings.guard(REFERENCE):
        return cut_reference(wanted, tiles, said)[0]
    if job.nomenclature:  # what overlaps or lies outside has codes all the same
        silent = replace(context, emit=lambda event: None)
        with findings.guard(NOMENCLATURE):
            polygons = read_polygons(wanted, working_crs(tiles), silent)
            check_nomenclature(job.nomenclature, polygons.codes, findings.listening(context, NOMENCLATURE))
    return None


def _regions(job: CheckInputsJob, tiles: dict[str, Grid], findings: Findings, context: RunContext) -> list[Area]:
    """Return the regions that touch the images."""
    crs = working_crs(tiles)
    areas: list[Area] = []
    with findings.guard(REGIONS):
        areas = read_regions(job.regions, job.region_field, crs, pixel_area(tiles, crs),
                             findings.listening(context, REGIONS))
    if not areas:
        return []
    owned = tile_areas(tiles, crs)
    inside = [area for area in areas if any(area.shape.Intersects(tile.shape) for tile in owned)]
    if not inside:
        findings.add(WARNING, REGIONS, f"No region of {job.regions} lies on the images.",
                     "Check that both cover the same area.")
    for tile in owned if inside else ():
        covered = sum(area.shape.Intersection(tile.shape).Area() for area in inside)
        bare = 1 - covered / tile.shape.Area()
        if bare > _UNCOVERED_SHARE:
            findings.add(NOTE, REGIONS, f"{bare:.0%} of tile {tile.name} lies in no region of {job.regions}: no "
                         "model of a region is made for it.")
    return inside


def _check_codes(path: str, nomenclature: Nomenclature, reference: Reference, findings: Findings) -> None:
    present = sorted(set(reference.codes.tolist()))
    with findings.guard(NOMENCLATURE):
        check_nomenclature(path, reference.codes, findings.listening(RunContext(), NOMENCLATURE))
    unused = [entry.name for entry in nomenclature.entries if entry.code not in present]
    if unused and len(unused) < len(nomenclature.entries):
        findings.add(NOTE, NOMENCLATURE, f"No polygon in the images is of {some(unused)}: the map cannot show "
                     f"{'these classes' if len(unused) > 1 else 'this class'}.")


def _check_classes(source: str, rows: Sequence[ClassRow], findings: Findings) -> None:
    if len(rows) == 1:
        findings.add(WARNING, REFERENCE, f"All polygons of {source} in the images are of one class ({rows[0].name}): "
                     "there is nothing to tell apart.", "Draw polygons of other classes too.")
    few = [f"{_named(row)} ({row.polygons})" for row in rows if 1 < row.polygons < FEW_POLYGONS]
    if few:
        findings.add(WARNING, REFERENCE, f"Of {some(few)} there are fewer than {FEW_POLYGONS} polygons in the images: "
                     "their accuracy will be uncertain.", "Draw more polygons of these classes.")


def _named(row: ClassRow) -> str:
    return f"class {row.code}" if row.name == str(row.code) else row.name


def _check_tiles(source: str, reference: Reference, findings: Findings) -> None:
    bare = [tile for tile in reference.tiles if not (reference.tile == tile).any()]
    if bare:
        findings.add(NOTE, REFERENCE, f"No polygon of {source} lies on tile {some(bare)}: its map is made of what is "
                     "learnt elsewhere.", "Draw polygons there if the landscape differs.")


def _check_regions_learn(
    source: str, names: Sequence[str], reference: Reference, rows: Sequence[ClassRow], findings: Findings
) -> None:
    """Find regions that a model cannot be learnt for, and classes that the models of regions will not know."""
    learnt = set(reference.region.tolist()) - {ALL_REGIONS}
    for region in dict.fromkeys(names):
        if region not in learnt:
            findings.add(WARNING, REGIONS, f"The region {region} of {source} has no reference polygon in the images: "
                         "no model can be learnt for it.", "Draw polygons there, or join it to another region.")
            continue
        codes = set(reference.codes[reference.region == region].tolist())
        lacking = [row.name for row in rows if row.code not in codes]
        if len(codes) == 1:
            findings.add(WARNING, REGIONS, f"The region {region} has polygons of one class only: its map will show "
                         "nothing else.", "Draw polygons of other classes there, or join it to another region.")
        elif lacking:
            findings.add(NOTE, REGIONS, f"The region {region} has no polygon of {some(lacking)}: its map cannot show "
                         f"{'them' if len(lacking) > 1 else 'it'}.")
