"""Forests of decision trees, compiled for millions of pixels.

The walk down a tree needs one 8-byte node a level: for integer features `x <= threshold`
is exactly `x <= floor(threshold)`, so a node is {int16 threshold, uint16 feature, int32 left child},
and the right child follows the left one because children are numbered side by side.
Leaves are kept apart and sparse: most of them know only a few of the classes.
How pixels go down is told in `forest_walk.py`. The result does not depend on how pixels are cut into
blocks, and is that of scikit-learn but for the precision of the shares (1.5e-8).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from landweave.engine.errors import UserError
from landweave.engine.kernel import kernel
from landweave.engine.learning.forest_leaves import make_leaves
from landweave.engine.learning.forest_walk import Leaves, Tops, make_tops, pack_nodes, walk
from landweave.engine.types import AnyArray, BoolArray, Float32Array, Float64Array, IntArray, UInt16Array

Int32Array = npt.NDArray[np.int32]

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
        if features.dtype == np.int16:
            nodes, tops = self._int16
            walk(np.ascontiguousarray(features), nodes, self.threshold, tops, self._leaves, int(self.roots[0]), out)
            return out
        numbers = np.ascontiguousarray(features, np.float32)
        if np.isnan(numbers).any():
            raise ValueError("a forest cannot classify rows with missing numbers")
        nodes, tops = self._float32
        walk(numbers, nodes, self.threshold, tops, self._leaves, int(self.roots[0]), out)
        return out

    @cached_property
    def _int16(self) -> tuple[IntArray, Tops]:
        """No int16 goes left at a threshold below -32768: such a node sends all to its right child."""
        floor = np.floor(self.threshold.astype(np.float64))
        limit = np.where(floor < -32768, _HIGHEST, np.clip(floor, -32768, _HIGHEST)).astype(np.int64)
        nodes = self._packed(self.left.astype(np.int64) + (floor < -32768), limit)
        return nodes, make_tops(nodes, limit.astype(np.int16), self.roots)

    @cached_property
    def _float32(self) -> tuple[IntArray, Tops]:
        nodes = self._packed(self.left.astype(np.int64), np.zeros(len(self.left), np.int64))
        return nodes, make_tops(nodes, self.threshold, self.roots)

    def _packed(self, left: IntArray, limit: IntArray) -> IntArray:
        return pack_nodes(left, self.feature, limit, self._leaves.said, self.feature_count)

    @cached_property
    def _leaves(self) -> Leaves:
        return make_leaves(self.left, self.leaf_start, self.leaf_class, self.leaf_share, self.class_count)


_DTYPES = {
    "roots": np.int32, "threshold": np.float32, "feature": np.uint16, "left": np.int32, "leaf_start": np.int32,
    "leaf_class": np.uint16, "leaf_share": np.float32, "shape": np.int64,
}  # fmt: skip


def _flatten(tree: Any, first_node: int, first_entry: int) -> tuple[AnyArray, ...]:
    """Renumber one fitted tree and take its leaves apart."""
    order, left = _renumbered(tree.children_left, tree.children_right, tree.n_node_samples)
    split = left != np.arange(len(order))
    threshold = np.where(split, _round_down(tree.threshold[order]), np.float32(np.inf)).astype(np.float32)
    feature = np.where(split, tree.feature[order], 0).astype(np.uint16)
    ends, leaf_class, leaf_share = _entries(tree.value[:, 0, :], order, split)
    return (
        threshold, feature, (first_node + left).astype(np.int32), (first_entry + ends).astype(np.int32), leaf_class,
        leaf_share,
    )  # fmt: skip


@kernel
def _entries(shares: Float64Array, order: IntArray, split: BoolArray) -> tuple[IntArray, UInt16Array, Float32Array]:
    """Return where the entries of each node end, and the class and share of each; inner nodes have none."""
    ends, count = np.zeros(len(order), np.int64), 0
    for number in range(len(order)):
        for c in range(0 if split[number] else shares.shape[1]):
            count += shares[order[number], c] != 0
        ends[number] = count
    leaf_class, leaf_share = np.empty(count, np.uint16), np.empty(count, np.float32)
    entry = 0
    for number in range(len(order)):
        for c in range(0 if split[number] else shares.shape[1]):
            if shares[order[number], c] != 0:
                leaf_class[entry], leaf_share[entry] = c, shares[order[number], c]
                entry += 1
    return ends, leaf_class, leaf_share


@kernel
def _renumbered(children_left: IntArray, children_right: IntArray, samples: IntArray) -> tuple[IntArray, IntArray]:
    """Return the node of each new number, and the new number of its left child (its own for a leaf).

    Children lie side by side, and what follows them are the children of the one that more samples pass: the walk of
    many pixels stays on a line of the cache for some levels.
    """
    order, left = np.empty(len(samples), np.int64), np.arange(len(samples))
    waiting = np.empty(len(samples), np.int64)
    order[0], waiting[0] = 0, 0
    placed, remaining = 1, 1
    while remaining > 0:
        remaining -= 1
        number = waiting[remaining]
        node = order[number]
        if children_left[node] >= 0:
            left[number] = placed
            order[placed], order[placed + 1] = children_left[node], children_right[node]
            often = np.int64(samples[order[placed + 1]] > samples[order[placed]])
            waiting[remaining], waiting[remaining + 1] = placed + 1 - often, placed + often
            placed, remaining = placed + 2, remaining + 2
    return order, left


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
