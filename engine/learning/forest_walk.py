"""The walk of pixels down the trees of a compiled forest: tables made once of a forest, and the loops over them.

A block of pixels goes through one tree after the other, so that a tree is fetched once for all of them; the block is
small, because its features are looked at by every tree. Its pixels are alike, neighbours in the order of the leaves of
the first tree: they go the same ways down the others, and look at the same features, so that much less is fetched. This
changes no pixel's result. Their features are turned into columns first:

1. The upper levels are compared without any choice: a node's column against its limit, for all pixels, many at a
   time, whoever stands there. A number made of the answers says where each pixel goes on.
2. Below, each pixel has a node of its own, which is one 8-byte number: left child (32 bits), feature (16), limit (16);
   the right child follows the left one. A leaf leads to itself, so that some levels can be passed without asking who
   has arrived; those that have are sorted out then. Pixels go down side by side, which hides the latency of memory.
   The lower half of a leaf's number tells what it says: it compares one of the columns behind the features, whose
   values are lower than any limit.
3. Leaves that say the same share a row of a table. Shares are whole numbers of 2^-25, two in each 64-bit number.
   Their sums are exact, so that the result depends neither on blocks nor on the order of the additions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, Float32Array, Float64Array, Int16Array, IntArray, UInt16Array

UInt32Array = npt.NDArray[np.uint32]
UInt64Array = npt.NDArray[np.uint64]

_BLOCK = 256  # pixels that go through all trees together: 500 features of theirs fill a quarter of a MiB
_TOP = 5  # levels that are compared for all pixels: one more would cost more than it saves
_TURNED = 32  # rows of features that become columns together
_FIRST, _NEXT = 6, 3  # levels that are passed below them before it is asked who has arrived, and then again and again
_SORTED = 1 << 14  # pixels of which those that are alike come into one block
ONE = 1 << 25
_GROUP = 127  # trees whose shares of 2^25 fit into 32 bits
_MOST_COLUMNS = 65535
LANES = 4  # numbers that are added up at once


@dataclass(frozen=True, eq=False)
class Leaves:
    """What the leaves of all trees say.

    Args:
        said: of each node that is a leaf, its row in `shares`, or its number among the leaves where `shares` has no
            row; shape (node,).
        shares: of the classes in 2^-25, class 0 in the lower half of the first number; shape (row, number), as many
            numbers as `LANES` divides; no row where that would be too large.
        start: first entry of each leaf, shape (leaf + 1,).
        entry_class: class of each entry, shape (entry,).
        entry_share: its share in 2^-25, shape (entry,).
    """

    said: IntArray
    shares: UInt64Array
    start: IntArray
    entry_class: UInt16Array
    entry_share: UInt32Array


@dataclass(frozen=True, eq=False)
class Tops:
    """The upper levels of all trees, as if no leaf were among them.

    Args:
        feature: compared by each node, level by level, shape (tree, node).
        limit: largest number that goes left, same shape, int16 or float32.
        leads_to: node below them, by the answers of the levels, shape (tree, 2^levels).
    """

    feature: UInt16Array
    limit: AnyArray
    leads_to: UInt32Array


def pack_nodes(left: IntArray, feature: UInt16Array, limit: IntArray, said: IntArray, features: int) -> IntArray:
    """Return one number a node; `limit` is without use for real numbers, which have limits of their own.

    Args:
        left: left child; a leaf is its own.
        feature: that is compared.
        limit: largest int16 that goes left.
        said: of `Leaves`.
        features: number of them.

    Raises:
        ValueError: if there are too many features and leaves to name them.
    """
    if features + (int(said.max()) >> 16) > _MOST_COLUMNS:
        raise ValueError(f"{features} features and {int(said.max())} leaves are too many for one forest")
    leaf = left == np.arange(len(left))
    lower = np.where(leaf, (features << 16) + said, feature.astype(np.int64) << 16 | limit & 0xFFFF)
    packed: IntArray = left << 32 | lower
    return packed


def make_tops(nodes: IntArray, limit: AnyArray, roots: AnyArray) -> Tops:
    """Return the upper levels of all trees.

    Args:
        nodes: as `pack_nodes` gives them.
        limit: of each node, int16 or float32; that of a leaf is never exceeded.
        roots: first node of each tree.
    """
    level = roots.astype(np.int64)[:, None]
    feature, limits = [], []
    for _ in range(_TOP):
        feature.append((nodes[level] >> 16 & 0xFFFF).astype(np.uint16))
        limits.append(limit[level])
        left = nodes[level] >> 32
        right = np.where(left == level, left, np.minimum(left + 1, len(nodes) - 1))
        level = np.stack([left, right], axis=2).reshape(len(roots), -1)
    return Tops(np.concatenate(feature, axis=1), np.concatenate(limits, axis=1), level.astype(np.uint32))


def walk(
    features: AnyArray, nodes: IntArray, limit: AnyArray, tops: Tops, leaves: Leaves, root: int, out: Float32Array
) -> None:
    """Write the mean of the trees' shares.

    Args:
        features: int16 or float32, C order, shape (pixel, feature).
        nodes: as `pack_nodes` gives them.
        limit: of each node, for float32.
        tops: with limits of the features' type.
        leaves: of all trees.
        root: of the first tree.
        out: shape (pixel, class).
    """
    more = 1 + (int(leaves.said.max()) >> 16)
    for first in range(0, len(features), _SORTED):
        some = slice(first, first + _SORTED)
        _predict(
            features[some], _order(features[some], nodes, limit, root), more, nodes, limit, tops.feature, tops.limit,
            tops.leads_to, leaves.shares, leaves.start, leaves.entry_class, leaves.entry_share, out[some],
        )  # fmt: skip


def _order(features: AnyArray, nodes: IntArray, limit: AnyArray, root: int) -> IntArray:
    """Return the pixels' numbers in the order of the leaves that they reach in the first tree."""
    count = len(features)
    at, leaf = np.full(count, root, np.uint32), np.empty(count, np.uint32)
    _reach(features, features.dtype == np.int16, nodes, limit, np.arange(count, dtype=np.uint32), at, leaf)
    fine = max(int(leaf.max()) >> 16, 0).bit_length()
    return np.argsort((leaf >> fine).astype(np.uint16), kind="stable")  # two bytes are sorted in a pass a byte


@kernel
def _reach(
    rows: AnyArray, whole: bool, nodes: IntArray, limit: AnyArray, waiting: UInt32Array, at: UInt32Array,
    leaf: UInt32Array,
) -> None:
    """Write the leaf of each pixel in one tree, (pixel,), from features that are not turned."""
    remaining = len(rows)
    while remaining > 0:
        kept = np.uint32(0)
        for i in range(remaining):
            p, place = waiting[i], at[i]
            node = nodes[place]
            leaf[p] = place
            feature = (node >> 16) & 0xFFFF
            if node >> 32 == place:
                continue
            value = rows[p, feature]
            above = value > np.int16(node & 0xFFFF) if whole else value > limit[place]
            waiting[kept], at[kept] = p, np.uint32((node >> 32) + above)
            kept += np.uint32(1)
        remaining = int(kept)


@kernel
def _predict(
    features: AnyArray, order: IntArray, more: int, nodes: IntArray, limit: AnyArray, top_feature: UInt16Array,
    top_limit: AnyArray, leads_to: UInt32Array, shares: UInt64Array, start: IntArray, entry_class: UInt16Array,
    entry_share: UInt32Array, out: Float32Array,
) -> None:
    count, trees = features.shape[1], len(leads_to)
    whole = features.itemsize == 2
    columns = np.zeros((count + more, _BLOCK), features.dtype)
    columns[count:] = -32768
    some = np.empty((_TURNED, count), features.dtype)
    flat = columns.reshape((count + more) * _BLOCK)
    code, answer = np.empty(_BLOCK, np.int16), np.zeros(_BLOCK, np.int16)
    waiting, at, leaf = np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32)
    said = np.empty((_BLOCK, min(trees, _GROUP)), np.uint32)
    total = np.empty((_BLOCK, 2 * shares.shape[1]), np.float64)
    for first in range(0, len(features), _BLOCK):
        rows = order[first : first + _BLOCK]
        _turn(features, rows, some, columns)
        total[:] = 0
        for tree in range(trees):
            _pass_top(columns, top_feature[tree], top_limit[tree], code, answer)
            _go_on(code, leads_to[tree], waiting, at)
            remaining, levels = len(rows), _FIRST
            while remaining > 0:
                if whole:
                    _pass_int16(nodes, flat, waiting, at, remaining, levels)
                else:
                    _pass_float32(nodes, limit, flat, waiting, at, remaining, levels)
                remaining, levels = _sort_out(nodes, count << 16, waiting, at, remaining, leaf), _NEXT
            place = tree % _GROUP
            _note(leaf, said, place)
            if place == _GROUP - 1 or tree == trees - 1:
                if len(shares) > 0:
                    _add_rows(said[: len(rows), : place + 1], shares, total)
                else:
                    _add_entries(said[: len(rows), : place + 1], start, entry_class, entry_share, total)
        _mean(total, trees, rows, out)


@kernel
def _turn(features: AnyArray, rows: IntArray, some: AnyArray, columns: AnyArray) -> None:
    """Turn rows into columns, some at a time, which are brought together first: far apart, they push each other out."""
    for first in range(0, len(rows), len(some)):
        count = min(len(some), len(rows) - first)
        for k in range(count):
            _copy(features[rows[first + k]], some[k])
        for f in range(features.shape[1]):
            for k in range(count):
                columns[f, first + k] = some[k, f]


@kernel
def _copy(source: AnyArray, out: AnyArray) -> None:
    for f in range(len(out)):
        out[f] = source[f]


@kernel
def _pass_top(
    columns: AnyArray, feature: UInt16Array, limit: AnyArray, code: Int16Array, answer: Int16Array
) -> None:
    """Write the answers of the upper levels, the first one in the highest bit."""
    code[:] = 0
    node, wide = 0, 1
    while node < len(feature):
        for place in range(wide):
            _compare(columns[feature[node + place]], limit[node + place], np.int16(place), code, answer)
        for p in range(len(code)):
            code[p] = code[p] + code[p] + answer[p]
            answer[p] = 0
        node, wide = node + wide, 2 * wide


@kernel
def _compare(column: AnyArray, limit: Any, place: Any, code: Int16Array, answer: Int16Array) -> None:
    """Set the answer of the pixels that stand at this place of the level; no branch: vector instructions."""
    for p in range(len(code)):
        answer[p] |= np.int16(column[p] > limit) & np.int16(code[p] == place)


@kernel
def _go_on(code: Int16Array, leads_to: UInt32Array, waiting: UInt32Array, at: UInt32Array) -> None:
    for p in range(len(code)):
        waiting[p], at[p] = p, leads_to[code[p]]


@kernel
def _pass_int16(
    nodes: IntArray, flat: Int16Array, waiting: UInt32Array, at: UInt32Array, count: int, levels: int
) -> None:
    """Go down some levels. The first place of a feature's column is 256 times the feature: `_BLOCK`."""
    for _ in range(levels):
        for i in range(count):
            node = nodes[at[i]]
            value = flat[((node >> 8) & 0xFFFF00) | waiting[i]]
            at[i] = np.uint32((node >> 32) + (value > np.int16(node & 0xFFFF)))


@kernel
def _pass_float32(
    nodes: IntArray, limit: Float32Array, flat: Float32Array, waiting: UInt32Array, at: UInt32Array, count: int,
    levels: int,
) -> None:
    for _ in range(levels):
        for i in range(count):
            node = nodes[at[i]]
            value = flat[((node >> 8) & 0xFFFF00) | waiting[i]]
            at[i] = np.uint32((node >> 32) + (value > limit[at[i]]))


@kernel
def _sort_out(
    nodes: IntArray, behind: int, waiting: UInt32Array, at: UInt32Array, count: int, leaf: UInt32Array
) -> int:
    """Write what the leaf says that a pixel is in, keep the pixels that are in none, and return how many they are."""
    remaining = np.uint32(0)
    for i in range(count):
        p, place = waiting[i], at[i]
        node = nodes[place]
        leaf[p] = np.uint32((node & 0xFFFFFFFF) - behind)
        waiting[remaining], at[remaining] = p, place
        remaining += np.uint32((node >> 32) != place)
    return int(remaining)


@kernel
def _note(leaf: UInt32Array, said: UInt32Array, place: int) -> None:
    for p in range(len(leaf)):
        said[p, place] = leaf[p]


@kernel
def _add_rows(said: UInt32Array, shares: UInt64Array, total: Float64Array) -> None:
    """Add the rows of some trees, four numbers at a time, which stay in registers."""
    trees = said.shape[1]
    for p in range(len(said)):
        for c in range(0, shares.shape[1], 4):
            sum0, sum1, sum2, sum3 = np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
            for tree in range(trees):
                row = said[p, tree]
                sum0 += shares[row, c]
                sum1 += shares[row, c + 1]
                sum2 += shares[row, c + 2]
                sum3 += shares[row, c + 3]
            for k, both in enumerate((sum0, sum1, sum2, sum3)):
                total[p, 2 * (c + k)] += np.float64(both & np.uint64(0xFFFFFFFF))
                total[p, 2 * (c + k) + 1] += np.float64(both >> np.uint64(32))


@kernel
def _add_entries(
    said: UInt32Array, start: IntArray, entry_class: UInt16Array, entry_share: UInt32Array, total: Float64Array
) -> None:
    """Add what the leaves know, entry by entry; the sums are whole numbers below 2^53 here too."""
    for p in range(len(said)):
        for tree in range(said.shape[1]):
            leaf = said[p, tree]
            for entry in range(start[leaf], start[leaf + 1]):
                total[p, entry_class[entry]] += np.float64(entry_share[entry])


@kernel
def _mean(total: Float64Array, trees: int, rows: IntArray, out: Float32Array) -> None:
    for p in range(len(rows)):
        for c in range(out.shape[1]):
            out[rows[p], c] = np.float32(total[p, c] / ONE / trees)
