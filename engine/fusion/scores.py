"""How far a map is believed, read from its report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.fusion import MASSES
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json
from landweave.engine.validation.scores import measures

_REMEDY = "Choose a report (JSON) of this map, made by 'accuracy', 'cross_validate' or the chain."


def belief_masses(matrix: AnyArray, mass: str) -> Float64Array:
    """Return how far a map is believed when it names each class, shape (class,).

    Precision is right votes over all votes for the class, recall right votes over the class in the reference;
    accuracy and kappa are one number for all classes. What has no denominator is 0, kappa of one class alone 1.

    Args:
        matrix: counts, shape (class, class), rows reference, columns map.
        mass: one of MASSES.

    Raises:
        ValueError: if the mass is not known.

    Source: Xu, Krzyzak and Suen 1992, doi 10.1109/21.155943; the choice of masses is that of OTB.
    """
    if mass not in MASSES:
        raise ValueError(f"no mass {mass!r}; known are {MASSES}")
    counts = np.asarray(matrix, np.float64)
    figures = measures(counts)
    if mass in ("precision", "recall"):
        return np.nan_to_num(figures[mass])
    alone = 1.0 if mass == "kappa" and counts.sum() > 0 else 0.0
    name = {"accuracy": "overall_accuracy", "kappa": "kappa"}[mass]
    return np.full(len(counts), np.nan_to_num(figures[name], nan=alone))


def read_confusion(path: str) -> tuple[tuple[int, ...], IntArray]:
    """Return the class codes and the confusion matrix (rows reference, columns map) of a report.

    Raises:
        UserError: if the file is no report, or its classes are no codes.
    """
    try:
        report: Json = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        labels, matrix = report["confusion"]["labels"], np.asarray(report["confusion"]["matrix"])
    except FileNotFoundError as error:
        raise UserError(f"The report {path} does not exist.", "Check the path.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is no report: it holds no confusion matrix.", _REMEDY) from error
    size = len(labels) if isinstance(labels, list) else 0
    if not size or matrix.shape != (size, size) or matrix.dtype.kind not in "iu":
        raise UserError(f"The confusion matrix of {path} is not square.", _REMEDY)
    try:
        codes = tuple(int(label) for label in labels)
    except (TypeError, ValueError) as error:
        raise UserError(f"The classes of the report {path} are no codes: {labels[0]!r}.", _REMEDY) from error
    if len(set(codes)) < len(codes):
        raise UserError(f"The report {path} names a class twice.", _REMEDY)
    if (matrix < 0).any():
        raise UserError(f"The confusion matrix of {path} holds a negative count.", _REMEDY)
    return codes, matrix.astype(np.int64)


def check_mass(mass: str) -> None:
    """Refuse a mass that is not known.

    Raises:
        UserError: naming it.
    """
    if mass not in MASSES:
        raise UserError(f"There is no mass of belief called '{mass}'.", f"Choose one of: {', '.join(MASSES)}.")


def masses(paths: Sequence[str], mass: str, codes: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    """Return how far each map is believed when it names each class, (map, class).

    Args:
        paths: the report of each map.
        mass: one of MASSES.
        codes: of the classes. A class that a report lacks gets 0 there: a vote for it counts for nothing.

    Raises:
        UserError: if a report cannot be read, or a class is in none.
    """
    check_mass(mass)
    reports = [read_confusion(path) for path in paths]
    lacking = sorted(set(codes) - {code for labels, _ in reports for code in labels})
    if lacking:
        raise UserError(f"Class {lacking[0]} is in none of the reports given as SCORES.",
                        "Choose reports made with a reference that has all classes of the maps.")
    found = []
    for labels, matrix in reports:
        known = dict(zip(labels, belief_masses(matrix, mass).tolist()))
        found.append(tuple(float(known.get(int(code), 0.0)) for code in codes))
    return tuple(found)
