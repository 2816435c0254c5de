"""Forests of decision trees, compiled for millions of pixels.

The walk down a tree needs one 8-byte node a level: for integer features `x <= threshold`
is exactly `x <= floor(threshold)`, so a node is {int16 threshold, uint16 feature, int32 left child},
and the right child follows the left one because the nodes are numbered breadth-first.
Leaves are kept apart and sparse: most of them know only a few of the classes.
Each tree is walked by a block of pixels before the next tree, so that it is fetched once for all of
them, and the block is small, because its features are looked at by every tree. Its pixels go down
side by side, which hides the latency of memory, and leave when they reach a leaf; levels that have
no leaf are passed without asking. Shares are summed in double precision, tree by tree in the order of the
forest: the result does not depend on how pixels are cut into blocks, and is that of scikit-learn but
for the single precision of the shares (1e-7).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from landweave.engine.errors import UserError
from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, Float32Array, Float64Array, Int16Array, IntArray, UInt16Array

Int32Array = npt.NDArray[np.int32]

_BLOCK = 256  # pixels walked side by side through all trees: their features stay in the second-level cache
_HIGHEST = 32767


@dataclass(frozen=True, eq=False)
class CompiledForest:
    """The trees of a random forest or of extra trees, end to end in flat arrays.

    Args:
        roots: first node of each tree, shape (tree,), int32.
        threshold: largest single-precision number that goes left, shape (node,), float32.
        feature: column compared, shape (node,), uint16; 0 in leaves.
        left: left child, the right one is next to it, shape (node,), int32; a leaf is its own left child.
        leaf_start: first class entry of each node, shape (node + 1,), int32; inner nodes have none.
        leaf_class: class of each entry, shape (entry,), uint16.
        leaf_share: share of that class in the leaf, shape (entry,), float32.
        shape: number of features and of classes, shape (2,), int64.
    """

    roots: Int32Array
    threshold: Float32Array
    feature: UInt16Array
    left: Int32Array
    leaf_start: Int32Array
    leaf_class: UInt16Array
    leaf_share: Float32Array
    shape: IntArray

    @classmethod
    def from_sklearn(cls, estimator: Any) -> CompiledForest:
        """Compile a fitted `RandomForestClassifier`, `ExtraTreesClassifier` or single tree of one output.

        The columns of the probabilities are those of `estimator.classes_`. A forest of a quantity has one column, its
        values, which have to lie above 0 and not above 1.

        Raises:
            ValueError: if the estimator has more features than a node can name, or several outputs.
        """
        features, classes = int(estimator.n_features_in_), len(getattr(estimator, "classes_", (0,)))
        if features > np.iinfo(np.uint16).max or estimator.n_outputs_ != 1:
            raise ValueError("forests of one output and at most 65535 features can be compiled")
        parts: list[tuple[AnyArray, ...]] = []
        roots, entries = [0], 0
        for fitted in getattr(estimator, "estimators_", [estimator]):
            part = _flatten(fitted.tree_, roots[-1], entries)
            parts.append(part)
            roots.append(roots[-1] + len(part[0]))
            entries += len(part[4])
        threshold, feature, left, ends, leaf_class, leaf_share = (np.concatenate(column) for column in zip(*parts))
        leaf_start = np.concatenate([[0], ends]).astype(np.int32)
        shape = np.array([features, classes], np.int64)
        return cls(np.array(roots[:-1], np.int32), threshold, feature, left, leaf_start, leaf_class, leaf_share, shape)

    def to_arrays(self) -> dict[str, AnyArray]:
        """Return what `from_arrays` needs, under names that are fit for an `.npz` file."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: dict[str, AnyArray]) -> CompiledForest:
        """Build from what `to_arrays` gave, once it is sure that a walk stays inside the arrays and ends.

        Raises:
            UserError: if the arrays are not those of a forest.
        """
        for field in fields(cls):
            expected = _DTYPES[field.name]
            if field.name not in arrays or arrays[field.name].dtype != expected or arrays[field.name].ndim != 1:
                raise _damaged(f"{field.name} is missing or of another type")
        forest = cls(**{field.name: np.ascontiguousarray(arrays[field.name]) for field in fields(cls)})
        _check_sizes(forest)
        _check_trees(forest)
        _check_leaves(forest)
        return forest

    @property
    def tree_count(self) -> int:
        """Number of trees."""
        return len(self.roots)

    @property
    def feature_count(self) -> int:
        """Number of columns that `predict_proba` expects."""
        return int(self.shape[0])

    @property
    def class_count(self) -> int:
        """Number of columns that `predict_proba` returns."""
        return int(self.shape[1])

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return the mean of the trees' class shares.

        Args:
            features: shape (pixel, feature); int16 is walked as it is, all else as float32.

        Returns:
            Shape (pixel, class).

        Raises:
            ValueError: if the number of features is another one, or a number is missing (NaN).
        """
        if features.ndim != 2 or features.shape[1] != self.feature_count:
            raise ValueError(f"the forest was learnt from {self.feature_count} features, not {features.shape[1:]}")
        out = np.empty((len(features), self.class_count), np.float32)
        leaves = self.roots, self._entry_share, self._entry_class
        if features.dtype == np.int16:
            _predict_int16(self._nodes_int16, self._whole_levels, *leaves, np.ascontiguousarray(features), out)
            return out
        numbers = np.ascontiguousarray(features, np.float32)
        if np.isnan(numbers).any():
            raise ValueError("a forest cannot classify rows with missing numbers")
        _predict_float32(self._nodes_float32, self.threshold, *leaves, numbers, out)
        return out

    @cached_property
    def _nodes_int16(self) -> IntArray:
        """No int16 goes left at a threshold below -32768: such a node sends all to its right child."""
        floor = np.floor(self.threshold.astype(np.float64))
        limit = np.where(floor < -32768, _HIGHEST, np.clip(floor, -32768, _HIGHEST)).astype(np.int64)
        return self._nodes(self.left.astype(np.int64) + (floor < -32768), limit)

    @cached_property
    def _whole_levels(self) -> AnyArray:
        """Number of levels of each tree, from its root on, that have no leaf, shape (tree,)."""
        found = np.zeros(len(self.roots), np.int64)
        for number, root in enumerate(self.roots):
            level = np.array([root])
            while (self.left[level] != level).all():
                level = np.concatenate([self.left[level], self.left[level] + 1])
                found[number] += 1
        return found

    @cached_property
    def _nodes_float32(self) -> IntArray:
        return self._nodes(self.left.astype(np.int64), np.zeros(len(self.left), np.int64))

    def _nodes(self, left: IntArray, limit: IntArray) -> IntArray:
        """Pack nodes into 8 bytes, from high to low bits.

        Inner nodes: left child (32), feature (16), threshold (16). Leaves are negative:
        complement of the first entry (32), 0 (16), number of entries (16).
        """
        inner = left << 32 | self.feature.astype(np.int64) << 16 | limit & 0xFFFF
        start = self.leaf_start.astype(np.int64)
        leaf = ~start[:-1] << 32 | np.diff(start)
        return np.where(self.left == np.arange(len(left)), leaf, inner)

    @cached_property
    def _entries(self) -> AnyArray:
        """Share and class of each entry side by side, so that they come with one fetch."""
        entries = np.zeros(len(self.leaf_class), [("share", "=f4"), ("class", "=u2"), ("unused", "=u2")])
        entries["share"], entries["class"] = self.leaf_share, self.leaf_class
        return entries

    @property
    def _entry_share(self) -> Float32Array:
        return self._entries.view(np.float32)

    @property
    def _entry_class(self) -> UInt16Array:
        return self._entries.view(np.uint16)


_DTYPES = {
    "roots": np.int32, "threshold": np.float32, "feature": np.uint16, "left": np.int32, "leaf_start": np.int32,
    "leaf_class": np.uint16, "leaf_share": np.float32, "shape": np.int64,
}  # fmt: skip


def _flatten(tree: Any, first_node: int, first_entry: int) -> tuple[AnyArray, ...]:
    """Renumber one fitted tree breadth-first and take its leaves apart."""
    inner = tree.children_left >= 0
    levels, level, children = [], np.array([0]), [np.zeros(0, np.int64)]
    placed = 1
    while len(level):
        levels.append(level)
        split = inner[level]
        left = np.where(split, placed + 2 * (np.cumsum(split) - 1), np.arange(placed - len(level), placed))
        children.append(left)
        parents = level[split]
        level = np.stack([tree.children_left[parents], tree.children_right[parents]], axis=1).ravel()
        placed += len(level)
    order, split = np.concatenate(levels), inner[np.concatenate(levels)]
    threshold = np.where(split, _round_down(tree.threshold[order]), np.float32(np.inf)).astype(np.float32)
    feature = np.where(split, tree.feature[order], 0).astype(np.uint16)
    shares = np.where(split[:, None], 0.0, tree.value[order, 0, :])
    nodes, classes = np.nonzero(shares)
    ends = first_entry + np.cumsum(np.bincount(nodes, minlength=len(order)))
    left = (first_node + np.concatenate(children)).astype(np.int32)
    single = shares[nodes, classes].astype(np.float32)
    return threshold, feature, left, ends.astype(np.int32), classes.astype(np.uint16), single


def _round_down(threshold: Float64Array) -> Float32Array:
    """Return the largest single-precision numbers that are not above the thresholds."""
    near = threshold.astype(np.float32)
    return np.where(near > threshold, np.nextafter(near, np.float32(-np.inf)), near)


def _damaged(what: str) -> UserError:
    return UserError(f"The model is damaged: {what} in its forest.", "Copy the model file again, or train it again.")


def _check_sizes(forest: CompiledForest) -> None:
    nodes, entries = len(forest.left), len(forest.leaf_class)
    if len(forest.shape) != 2 or np.any(forest.shape < 1) or np.any(forest.shape > 65535):
        raise _damaged("the numbers of features and classes are impossible")
    sizes = len(forest.threshold), len(forest.feature), len(forest.leaf_start) - 1, len(forest.leaf_share)
    if nodes == 0 or sizes != (nodes, nodes, nodes, entries):
        raise _damaged("the arrays do not fit together")


def _check_trees(forest: CompiledForest) -> None:
    roots, own = forest.roots, np.arange(len(forest.left))
    if len(roots) == 0 or roots[0] != 0 or np.any(np.diff(roots) < 1) or roots[-1] >= len(own):
        raise _damaged("a tree has no root")
    inner = forest.left != own
    if np.any(forest.left < own) or np.any(forest.left[inner] >= len(own) - 1):
        raise _damaged("a branch leads nowhere")
    if np.any(forest.feature >= forest.feature_count) or np.any(np.isnan(forest.threshold)):
        raise _damaged("a node compares a feature that does not exist")
    if np.any(forest.threshold[~inner] != np.inf):
        raise _damaged("a leaf has a threshold")


def _check_leaves(forest: CompiledForest) -> None:
    start, leaf = forest.leaf_start.astype(np.int64), forest.left == np.arange(len(forest.left))
    counts = np.diff(start)
    if start[0] != 0 or start[-1] != len(forest.leaf_class) or np.any(counts < leaf):
        raise _damaged("a leaf has no class")
    if np.any(counts > forest.class_count):
        raise _damaged("a leaf has more classes than there are")
    if np.any(forest.leaf_class >= forest.class_count):
        raise _damaged("a leaf names a class that does not exist")
    if not np.all((forest.leaf_share >= 0) & (forest.leaf_share <= 1 + 1e-6)):
        raise _damaged("a leaf has an impossible share")


@kernel
def _predict_int16(
    nodes: IntArray,
    whole: IntArray,
    roots: Int32Array,
    entry_share: Float32Array,
    entry_class: UInt16Array,
    features: Int16Array,
    out: Float32Array,
) -> None:
    sums = np.empty((_BLOCK, out.shape[1]), np.float64)
    waiting, at, leaf = np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.int64)
    for start in range(0, len(features), _BLOCK):
        rows = features[start : start + _BLOCK]
        sums[:] = 0
        for tree in range(len(roots)):
            _walk_int16(nodes, roots[tree], whole[tree], rows, waiting, at, leaf)
            _add_leaves(leaf, entry_share, entry_class, sums[: len(rows)])
        _mean(sums, len(roots), out[start : start + _BLOCK])


@kernel
def _walk_int16(
    nodes: IntArray, root: int, whole: int, rows: Int16Array, waiting: AnyArray, at: AnyArray, leaf: IntArray
) -> None:
    """Go down level by level; `waiting` holds the pixels that are not yet in a leaf, `at` their nodes.

    Nobody can be in a leaf before the `whole` levels are passed.
    """
    count = len(rows)
    for p in range(count):
        waiting[p], at[p] = p, root
    for _ in range(whole):
        for p in range(count):
            node = nodes[at[p]]
            at[p] = (node >> 32) + (rows[p, (node >> 16) & 0xFFFF] > np.int16(node & 0xFFFF))
    while count > 0:
        remaining = 0
        for i in range(count):
            p = waiting[i]
            node = nodes[at[i]]
            leaf[p] = node
            value = rows[p, (node >> 16) & 0xFFFF]
            waiting[remaining] = p
            at[remaining] = (node >> 32) + (value > np.int16(node & 0xFFFF))
            remaining += node >= 0
        count = remaining


@kernel
def _predict_float32(
    nodes: IntArray,
    threshold: Float32Array,
    roots: Int32Array,
    entry_share: Float32Array,
    entry_class: UInt16Array,
    features: Float32Array,
    out: Float32Array,
) -> None:
    sums = np.empty((_BLOCK, out.shape[1]), np.float64)
    waiting, at, leaf = np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.int64)
    for start in range(0, len(features), _BLOCK):
        rows = features[start : start + _BLOCK]
        sums[:] = 0
        for root in roots:
            _walk_float32(nodes, threshold, root, rows, waiting, at, leaf)
            _add_leaves(leaf, entry_share, entry_class, sums[: len(rows)])
        _mean(sums, len(roots), out[start : start + _BLOCK])


@kernel
def _walk_float32(
    nodes: IntArray,
    threshold: Float32Array,
    root: int,
    rows: Float32Array,
    waiting: AnyArray,
    at: AnyArray,
    leaf: IntArray,
) -> None:
    count = len(rows)
    for p in range(count):
        waiting[p], at[p] = p, root
    while count > 0:
        remaining = 0
        for i in range(count):
            p = waiting[i]
            node = nodes[at[i]]
            leaf[p] = node
            value = rows[p, (node >> 16) & 0xFFFF]
            child = (node >> 32) + (value > threshold[at[i]])
            waiting[remaining] = p
            at[remaining] = child
            remaining += node >= 0
        count = remaining


@kernel
def _add_leaves(leaf: IntArray, entry_share: Float32Array, entry_class: UInt16Array, sums: Float64Array) -> None:
    for p in range(len(sums)):
        first = ~(leaf[p] >> 32)
        for entry in range(first, first + (leaf[p] & 0xFFFF)):
            sums[p, entry_class[4 * entry + 2]] += entry_share[2 * entry]


@kernel
def _mean(sums: Float64Array, trees: int, out: Float32Array) -> None:
    for p in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[p, c] = np.float32(sums[p, c] / trees)
