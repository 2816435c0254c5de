"""Regions too large for one model: their polygons are shared out among several."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import PrepareReferenceJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.pieces import Area
from landweave.engine.samples.prepared import Reference
from landweave.engine.samples.rules import PART
from landweave.engine.types import IntArray
from landweave.engine.vector.geometry import area_m2_in

_M2_A_KM2 = 1e6


def divided_regions(
    job: PrepareReferenceJob, reference: Reference, regions: Sequence[Area], context: RunContext
) -> Reference:
    """Return the reference with large regions renamed to `name#1`, `name#2`, ..., whole polygons each.

    Every class is shared out at random among the parts of its region, so that each part has it where there are
    enough polygons; the same seed gives the same parts, whatever other regions there are.

    Args:
        job: says how large a region may be, and the seed.
        reference: with the regions' plain names.
        regions: that do not overlap.
        context: takes what is said.

    Raises:
        UserError: if the largest area is no area.
    """
    largest = job.largest_region_km2
    if not 0 <= largest < math.inf:
        raise UserError(f"The largest region is {largest:g} km2.", "Give an area, or 0: regions are never divided.")
    if largest and not job.regions:
        context.warning("No regions are given: one model learns from all of the reference, whatever the area.")
    if not largest or not job.regions:
        return reference
    region = reference.region.copy()
    for name, km2 in _areas_km2(regions, reference.crs).items():
        rows = np.flatnonzero(reference.region == name)
        parts = _part_count(name, math.ceil(km2 / largest * (1 - 1e-12)), reference, rows, context)
        if parts > 1:
            part = shared_out(reference.polygon_id[rows], reference.codes[rows], parts, _generator(job.seed, name))
            region[rows] = [f"{name}{PART}{number + 1}" for number in part.tolist()]
            context.log(f"Region '{name}' has {km2:,.0f} km2: {parts} models share its polygons.")
    return replace(reference, region=region)


def shared_out(ids: IntArray, codes: IntArray, parts: int, random: np.random.Generator) -> IntArray:
    """Return the part of each piece, 0 to parts - 1: the polygons of a class are dealt out like cards.

    Args:
        ids: polygon of each piece, shape (piece,).
        codes: class of each; a group of several classes goes with the smallest code.
        parts: how many there are.
        random: shuffles the polygons of each class.
    """
    pairs = np.unique(np.column_stack([ids, codes]), axis=0)
    polygons, first = np.unique(pairs[:, 0], return_index=True)
    code = pairs[first, 1]
    part = np.zeros(len(polygons), np.int64)
    turn = 0
    for each in np.unique(code):
        own = random.permutation(np.flatnonzero(code == each))
        part[own] = (turn + np.arange(len(own))) % parts
        turn += len(own)  # the next class goes on where this one ended: all parts get as many polygons
    return part[np.searchsorted(polygons, ids)]


def _areas_km2(regions: Sequence[Area], crs: str) -> dict[str, float]:
    area_m2 = area_m2_in(crs)
    found: dict[str, float] = {}
    for region in regions:
        found[region.name] = found.get(region.name, 0.0) + area_m2(region.shape) / _M2_A_KM2
    return found


def _generator(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(name.encode())])


def _part_count(name: str, wanted: int, reference: Reference, rows: IntArray, context: RunContext) -> int:
    """Return in how many parts a region is divided: each has to see two classes."""
    pairs = np.unique(np.column_stack([reference.codes[rows], reference.polygon_id[rows]]), axis=0)
    classes, counts = np.unique(pairs[:, 0], return_counts=True)
    most = int(np.sort(counts)[-2]) if len(counts) > 1 else 1
    parts = min(wanted, most)
    if wanted > 1 and len(rows) and parts < wanted:
        context.warning(
            f"Region '{name}' is so large that it should have {wanted} models, but its polygons are enough for {parts}."
        )
    few = classes[counts < parts].tolist()
    if few:
        context.warning(
            f"Class {some(few)} has fewer polygons in region '{name}' than the {parts} models there: some do not know "
            "it."
        )
    return parts
