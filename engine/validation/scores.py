"""The confusion matrix and what is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from landweave.engine.types import AnyArray, Float64Array, IntArray, Json

HEADLINE = ("overall_accuracy", "kappa", "balanced_accuracy", "macro_f1")
PER_CLASS = ("precision", "recall", "f1")


def confusion(reference: AnyArray, predicted: AnyArray, labels: Sequence[Any]) -> IntArray:
    """Count pairs of reference and map class.

    Args:
        reference: class of each sample, shape (sample,).
        predicted: what the map says, shape (sample,).
        labels: all classes, in the order of rows and columns.

    Returns:
        Shape (class, class), rows reference, columns map.

    Raises:
        ValueError: if a class is not among the labels.
    """
    size = len(labels)
    cells = label_indices(reference, labels) * size + label_indices(predicted, labels)
    return np.bincount(cells, minlength=size * size).reshape(size, size).astype(np.int64)


def label_indices(values: AnyArray, labels: Sequence[Any]) -> IntArray:
    """Return the position of each value among the labels.

    Raises:
        ValueError: naming a value that is not among them.
    """
    known = np.asarray(labels)
    order = np.argsort(known, kind="stable")
    found = np.searchsorted(known, values, sorter=order)
    indices: IntArray = order[np.minimum(found, len(known) - 1)].astype(np.int64)
    strangers = known[indices] != values
    if np.any(strangers):
        raise ValueError(f"class {np.asarray(values)[strangers][0]!r} is not among the labels {list(labels)[:20]}")
    return indices


def measures(matrices: AnyArray) -> dict[str, Float64Array]:
    """Compute every figure of many confusion matrices at once.

    Args:
        matrices: counts or weights, shape (..., class, class), rows reference, columns map.

    Returns:
        The names in HEADLINE, shape (...), and those in PER_CLASS, shape (..., class).
        What has no denominator is NaN: the recall of a class without reference samples, the
        precision of one that the map never gives, kappa when one class holds everything.
        Balanced accuracy is the mean recall over the classes that the reference has; macro-F1 the
        mean over the classes that the reference or the map has.

    Source: Congalton 1991, doi 10.1016/0034-4257(91)90048-B; kappa: Cohen 1960, doi 10.1177/001316446002000104.
    """
    m = np.asarray(matrices, dtype=np.float64)
    return measures_of_sums(np.diagonal(m, axis1=-2, axis2=-1), m.sum(axis=-1), m.sum(axis=-2))


def measures_of_sums(hits: AnyArray, rows: AnyArray, columns: AnyArray) -> dict[str, Float64Array]:
    """Compute what `measures` does from the parts of the matrices that it needs, far smaller where classes are many.

    Args:
        hits: the diagonals, shape (..., class).
        rows: sums by reference class, same shape.
        columns: sums by map class, same shape.
    """
    total = rows.sum(axis=-1)
    agreement = _ratio(hits.sum(axis=-1), total)
    chance = _ratio((rows * columns).sum(axis=-1), total**2)
    recall = _ratio(hits, rows)
    f1 = _ratio(2 * hits, rows + columns)
    return {
        "overall_accuracy": agreement,
        "kappa": _ratio(agreement - chance, 1 - chance),
        "balanced_accuracy": _mean_of_known(recall),
        "macro_f1": _mean_of_known(f1),
        "precision": _ratio(hits, columns),
        "recall": recall,
        "f1": f1,
    }


def scores(matrix: AnyArray, labels: Sequence[Any], names: Sequence[str] | None = None) -> dict[str, Json]:
    """Return the figures of one confusion matrix in the shape of the reports.

    Args:
        matrix: shape (class, class), rows reference, columns map.
        labels: class codes, in the matrix's order.
        names: their names; the codes where there are none.

    Returns:
        `overall_accuracy`, `kappa`, `balanced_accuracy`, `macro_f1`, `intervals` (empty), `classes` (list of
        `code`, `name`, `precision` = user's accuracy, `recall` = producer's accuracy, `f1`, `support` = reference
        samples, `mapped` = samples given to the class), `confusion` (`labels`, `names`, `matrix`) and `samples`.
        A figure without a denominator is None.
    """
    figures = measures(matrix)
    counts = np.asarray(matrix)
    codes = [plain(label) for label in labels]
    titles = [str(name) for name in (names if names is not None else codes)]
    classes = [
        {
            "code": codes[i],
            "name": titles[i],
            **{key: number_or_none(figures[key][i]) for key in PER_CLASS},
            "support": plain(counts[i].sum()),
            "mapped": plain(counts[:, i].sum()),
        }
        for i in range(len(codes))
    ]
    return {
        **{key: number_or_none(figures[key]) for key in HEADLINE},
        "intervals": {},
        "classes": classes,
        "confusion": {"labels": codes, "names": titles, "matrix": counts.tolist()},
        "samples": plain(counts.sum()),
    }


def plain(value: Any) -> Any:
    """Return a numpy scalar as the Python number or text that JSON knows."""
    return value.item() if isinstance(value, np.generic) else value


def number_or_none(value: Any) -> float | None:
    """Return a float, or None for what is not a number (JSON has no NaN)."""
    number = float(value)
    return number if np.isfinite(number) else None


def _ratio(above: AnyArray, below: AnyArray) -> Float64Array:
    """Divide, NaN where there is nothing to divide by."""
    below = np.asarray(below, dtype=np.float64)
    whole = np.full(np.broadcast(above, below).shape, np.nan)
    return np.divide(above, below, out=whole, where=below > 0)


def _mean_of_known(values: Float64Array) -> Float64Array:
    """Average over the last axis without the NaN."""
    known = np.isfinite(values)
    return _ratio(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1))
