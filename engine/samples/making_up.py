"""The arrays of augmentation: samples made of others of their class.

Sources: SMOTE, Chawla et al. 2002, doi 10.1613/jair.953, as imbalanced-learn computes it; noise of a share of the
standard deviation as in iota2 and the Orfeo ToolBox.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.reduction import unknown_in
from landweave.engine.learning.threads import limited_threads
from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import AnyArray, Float64Array, IntArray

_LARGEST = 32767  # of int16, whose lowest number means NODATA
_FEWEST = 2


def augment(
    matrix: AnyArray, classes: AnyArray, wanted: Mapping[Any, int], method: str, seed: int,
    jitter_factor: float = 10.0, neighbours: int = 5,
) -> tuple[AnyArray, AnyArray, IntArray]:  # fmt: skip
    """Make samples of classes that have fewer than wanted.

    Args:
        matrix: features, int16 or float32, shape (sample, feature); what is unknown is NODATA or NaN.
        classes: of the samples, shape (sample,).
        wanted: samples that a class shall have in the end; a class that has as many gets none.
        method: `replicate`: samples in turn. `jitter`: in turn, with Gaussian noise; what is unknown stays so.
            `smote`: a random place between a sample and one of its nearest neighbours of the class, among those
            that have the same features known.
        seed: of the choice.
        jitter_factor: the standard deviation of a feature of the class, divided by it, is that of the noise.
        neighbours: of `smote`; fewer where the class is smaller.

    Returns:
        Features of the new samples, shape (new, feature); their classes, shape (new,); rows of the two samples that
        each is made of, shape (new, 2), equal but for `smote`.

    Raises:
        UserError: if a class has too few samples for the method, or a package is missing.
    """
    parts: list[AnyArray] = [matrix[:0]]
    parents: list[IntArray] = [np.zeros((0, 2), np.int64)]
    for number, (name, goal) in enumerate(wanted.items()):
        rows = np.flatnonzero(classes == name)
        count = goal - len(rows)
        if count <= 0:
            continue
        random = np.random.default_rng([seed, number])
        if not len(rows) or (method == "smote" and not groups_alike(matrix, rows)):
            raise UserError(f"Class {name} has too few samples to make others of ({len(rows)}).",
                            "Add samples of it, or use replicate.")
        if method == "smote":
            made, of = _between(matrix, rows, count, neighbours, random)
        else:
            of = np.repeat(_in_turn(rows, count, random)[:, None], 2, axis=1)
            made = matrix[of[:, 0]]
            made = made if method == "replicate" else _noisy(made, matrix[rows], jitter_factor, random)
        parts.append(made)
        parents.append(of)
    origin = np.concatenate(parents)
    return np.concatenate(parts), classes[origin[:, 0]], origin


def _in_turn(rows: IntArray, count: int, random: np.random.Generator) -> IntArray:
    """Return rows, each as often as the others, at most once more."""
    return np.concatenate([np.tile(rows, count // len(rows)), random.permutation(rows)[: count % len(rows)]])


def _noisy(made: AnyArray, own: AnyArray, factor: float, random: np.random.Generator) -> AnyArray:
    known = ~unknown_in(own)
    values = np.where(known, own, 0).astype(np.float64)
    counts = np.maximum(known.sum(axis=0), 1)
    means = values.sum(axis=0) / counts
    deviations = np.sqrt((np.where(known, values - means, 0) ** 2).sum(axis=0) / counts)
    noise = random.standard_normal(made.shape) * (deviations / factor)
    return np.where(unknown_in(made), made, _stored(made + noise, made.dtype)).astype(made.dtype)


def _between(
    matrix: AnyArray, rows: IntArray, count: int, neighbours: int, random: np.random.Generator
) -> tuple[AnyArray, IntArray]:
    groups = groups_alike(matrix, rows)
    sizes = np.array([len(group) for group in groups], np.float64)
    made, parents = [], []
    for group, number in zip(groups, random.multinomial(count, sizes / sizes.sum())):
        if not number:
            continue
        known = ~unknown_in(matrix[group[:1]])[0]
        values = matrix[group][:, known].astype(np.float64)
        new, of = _smote(values, int(number), neighbours, int(random.integers(2**31)))
        whole = np.repeat(matrix[group[:1]], number, axis=0)
        whole[:, known] = _stored(new, matrix.dtype)
        made.append(whole)
        parents.append(group[of])
    return np.concatenate(made), np.concatenate(parents)


def _smote(values: Float64Array, count: int, neighbours: int, seed: int) -> tuple[Float64Array, IntArray]:
    """Return new samples of one class by imbalanced-learn, and the two rows that each lies between."""
    recorded: list[IntArray] = []
    try:
        from imblearn.over_sampling import SMOTE
    except ImportError as error:
        raise missing_package("The method smote needs", "imblearn") from error

    class Recorder(SMOTE):  # type: ignore[misc, unused-ignore]
        """Remembers what SMOTE does not tell: between which samples each new one lies."""

        def _generate_samples(
            self, X: Any, nn_data: Any, nn_num: Any, rows: Any, cols: Any, *rest: Any, **named: Any  # noqa: N803
        ) -> Any:
            recorded.append(np.stack([rows, nn_num[rows, cols]], axis=1).astype(np.int64))
            return super()._generate_samples(X, nn_data, nn_num, rows, cols, *rest, **named)

    # It wants a second class: one sample of it, which has no part in anything.
    whole = np.concatenate([values, values[:1]])
    labels = np.r_[np.ones(len(values), np.int64), 0]
    sampler = Recorder(sampling_strategy={1: len(values) + count}, random_state=seed,
                       k_neighbors=min(neighbours, len(values) - 1))
    with limited_threads(1):
        found = sampler.fit_resample(whole, labels)[0][len(whole):]
    return np.asarray(found, np.float64), recorded[0]


def groups_alike(matrix: AnyArray, rows: IntArray) -> list[IntArray]:
    """Return rows that have the same features known together; those that are alone are left out.

    Args:
        matrix: features, shape (sample, feature).
        rows: of it, shape (row,).
    """
    unknown = unknown_in(matrix[rows])
    if not unknown.any():
        return [rows] if len(rows) >= _FEWEST else []
    number = np.unique(np.packbits(unknown, axis=1), axis=0, return_inverse=True)[1].ravel()
    groups = [rows[number == n] for n in range(int(number.max()) + 1)]
    return [group for group in groups if len(group) >= _FEWEST and not unknown_in(matrix[group[:1]]).all()]


def _stored(values: AnyArray, dtype: np.dtype[Any]) -> AnyArray:
    """Return numbers as the matrix holds them: never the one that means NODATA."""
    if dtype.kind == "f":
        return values.astype(dtype)
    rounded: AnyArray = np.clip(np.rint(values), -_LARGEST, _LARGEST).astype(dtype)
    return rounded
