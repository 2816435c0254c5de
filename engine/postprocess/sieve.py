"""Regions that are too small go to the neighbour with which they share the longest border."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.rules import Rules
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, UInt16Array


def absorb(
    codes: UInt16Array, areas: Float64Array, pairs: IntArray, sides: IntArray, minimum: float, rules: Rules
) -> tuple[UInt16Array, int]:
    """Return the class of each region once those below an area are absorbed, and how many of these are left.

    The smallest region goes first, of equals that which begins first. It becomes a part of the neighbour with which
    it shares most sides of pixels, of equals the largest, among those that may absorb its class; and neighbours that
    are of one class then are one region. What grew is judged by its new area. A region that no neighbour may absorb
    is tried again once its neighbours have changed.

    Args:
        codes: class of each region, shape (region + 1,); that of 0 is 0.
        areas: in m2, same shape.
        pairs: regions that touch, at least those of which one is below the minimum, shape (pair, 2).
        sides: of pixels that they share, shape (pair,); 0: they touch at a corner.
        minimum: area in m2.
        rules: who may absorb whom.
    """
    small = areas < minimum
    small[0] = False
    both = np.concatenate([pairs, pairs[:, ::-1]])
    wanted = small[both[:, 0]]
    both, lengths = both[wanted], np.concatenate([sides, sides])[wanted]
    codes, areas = codes.copy(), areas.copy()
    parents = np.arange(len(codes), dtype=np.int32)
    one, other = (np.ascontiguousarray(both[:, side].astype(np.int32)) for side in (0, 1))
    lengths = lengths.astype(np.int32)
    left = _absorb(codes, areas, parents, parents.astype(np.int64), small, one, other, lengths, minimum, rules.rows,
                   rules.allowed)
    return codes[parents], int(left)


@kernel
def _root(parents: AnyArray, number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


@kernel
def _join(
    region: int, into: int, areas: Float64Array, parents: AnyArray, begins: AnyArray, first: AnyArray, last: AnyArray,
    following: AnyArray,
) -> None:
    """Make a region a part of another, with its list of neighbours."""
    parents[region] = into
    areas[into] += areas[region]
    begins[into] = min(begins[into], begins[region])
    if first[region] < 0:
        return
    if first[into] < 0:
        first[into] = first[region]
    else:
        following[last[into]] = first[region]
    last[into] = last[region]


@kernel
def _listed(regions: AnyArray, first: AnyArray, last: AnyArray, following: AnyArray) -> None:
    """Link the edges of each region to a list."""
    for edge in range(len(regions)):
        region = regions[edge]
        if first[region] < 0:
            first[region] = edge
        else:
            following[last[region]] = edge
        last[region] = edge


@kernel
def _neighbours(
    region: int, parents: AnyArray, edge: int, other: AnyArray, lengths: AnyArray, following: AnyArray, shared: IntArray
) -> list[int]:
    """Return the regions that touch one, and fill in over how many sides."""
    near = [0][:0]
    while edge >= 0:
        neighbour = _root(parents, other[edge])
        if neighbour != region:
            if shared[neighbour] < 0:
                shared[neighbour] = 0
                near.append(neighbour)
            shared[neighbour] += lengths[edge]
        edge = following[edge]
    return near


@kernel
def _best(
    near: list[int], rule: int, allowed: BoolArray, codes: UInt16Array, areas: Float64Array, begins: IntArray,
    shared: IntArray,
) -> int:
    """Return the neighbour that absorbs, 0 if none may; and take back what `_neighbours` filled in."""
    best = 0
    for n in near:
        if shared[n] > 0 and (rule < 0 or allowed[rule, codes[n]]):
            longer = best == 0 or shared[n] > shared[best]
            if longer or (shared[n] == shared[best] and (areas[n], -begins[n]) > (areas[best], -begins[best])):
                best = n
    for n in near:
        shared[n] = -1
    return best


@kernel
def _absorb(
    codes: UInt16Array, areas: Float64Array, parents: AnyArray, begins: AnyArray, small: BoolArray, one: AnyArray,
    other: AnyArray, lengths: AnyArray, minimum: float, rule_rows: IntArray, allowed: BoolArray,
) -> int:
    """Absorb in place; `parents` ends as the root of each region. Return how many small ones are left.

    `begins` is the least number of the regions that became one: the list of those to come knows them by it.
    """
    count = len(codes)
    first, last = np.full(count, -1, np.int32), np.full(count, -1, np.int32)
    following = np.full(len(one), -1, np.int32)
    _listed(one, first, last, following)
    shared = np.full(count, -1, np.int64)
    queue = [(areas[n], n) for n in range(1, count) if small[n]]
    stuck = queue[:0]
    changed = True
    while changed and len(queue) > 0:
        changed = False
        heapify(queue)
        while len(queue) > 0:
            area, begin = heappop(queue)
            region = int(_root(parents, begin))
            if begins[region] != begin or areas[region] != area:  # it was absorbed, or has grown
                continue
            near = _neighbours(region, parents, first[region], other, lengths, following, shared)
            best = _best(near, rule_rows[codes[region]], allowed, codes, areas, begins, shared)
            if best == 0:
                stuck.append((area, begin))
                continue
            changed = True
            _join(region, best, areas, parents, begins, first, last, following)
            for n in near:
                if n != best and codes[n] == codes[best]:
                    _join(n, best, areas, parents, begins, first, last, following)
            if areas[best] < minimum:
                heappush(queue, (areas[best], begins[best]))
        queue, stuck = stuck, queue
    left = 0
    for n in range(1, count):
        parents[n] = _root(parents, n)
        if parents[n] == n and areas[n] < minimum:
            left += 1
    return left
