"""What the leaves of a compiled forest say, made once of a forest: those that say the same share a row of a table."""

from __future__ import annotations

import numpy as np

from landweave.engine.learning.forest_walk import LANES, ONE, Leaves, UInt32Array, UInt64Array
from landweave.engine.types import AnyArray, Float32Array, IntArray, UInt16Array

_LARGEST_TABLE = 64 << 20  # bytes: above, leaves stay a list of the classes that they know


def make_leaves(
    left: AnyArray, leaf_start: AnyArray, leaf_class: UInt16Array, leaf_share: Float32Array, classes: int
) -> Leaves:
    """Return the leaves of a forest, given as in `CompiledForest`; those that say the same once only."""
    leaves = np.flatnonzero(left == np.arange(len(left)))
    start = np.append(leaf_start[leaves], leaf_start[-1]).astype(np.int64)
    share = np.rint(leaf_share.astype(np.float64) * ONE).astype(np.uint32)
    mixed = _mixed((share.astype(np.uint64) << np.uint64(16)) + leaf_class)
    _, first, row = np.unique(np.add.reduceat(mixed, start[:-1]), return_index=True, return_inverse=True)
    if not _same(first[row], start, leaf_class, share):
        first, row = np.arange(len(leaves)), np.arange(len(leaves))
    width = -(-classes // (2 * LANES)) * LANES
    said = np.zeros(len(left), np.int64)
    if len(first) * width * 8 > _LARGEST_TABLE:
        said[leaves] = np.arange(len(leaves))
        return Leaves(said, np.zeros((0, width), np.uint64), start, leaf_class, share)
    often = np.argsort(-np.bincount(row), kind="stable")  # what many leaves say lies together
    place = np.empty(len(often), np.int64)
    place[often] = np.arange(len(often))
    said[leaves] = place[row]
    of_entry, entry = _entries_of(first[often], start)
    dense = np.zeros((len(often), 2 * width), np.uint64)
    dense[of_entry, leaf_class[entry]] = share[entry]
    shares = _on_a_line(dense[:, ::2] | dense[:, 1::2] << np.uint64(32))
    return Leaves(said, shares, start, leaf_class, share)


def _on_a_line(table: UInt64Array) -> UInt64Array:
    """Return a copy that begins with a line of the cache: rows of 64 bytes then fill one each."""
    room = np.empty(table.size + 8, np.uint64)
    first = -room.ctypes.data % 64 // 8
    copy = room[first : first + table.size].reshape(table.shape)
    copy[:] = table
    return copy


def _mixed(numbers: UInt64Array) -> UInt64Array:
    """Return numbers whose sums tell sets of the given ones apart (a finaliser of Steele et al. 2014, SplitMix)."""
    with np.errstate(over="ignore"):
        numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _same(others: IntArray, start: IntArray, leaf_class: UInt16Array, share: UInt32Array) -> bool:
    """Tell whether each leaf says the same as the other one that is named for it."""
    counts = np.diff(start)
    if not np.array_equal(counts[others], counts):
        return False
    _, entry = _entries_of(others, start)
    return np.array_equal(leaf_class[entry], leaf_class) and np.array_equal(share[entry], share)


def _entries_of(leaves: IntArray, start: IntArray) -> tuple[IntArray, IntArray]:
    """Return for all entries of leaves the place of the leaf among them, and the entry."""
    counts = np.diff(start)[leaves]
    of_entry = np.repeat(np.arange(len(leaves)), counts)
    before = np.cumsum(counts) - counts
    return of_entry, np.arange(counts.sum()) - before[of_entry] + start[leaves][of_entry]
