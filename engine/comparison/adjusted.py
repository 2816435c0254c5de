"""Areas that heed a map's errors: from the maps' reports, or from an area sample of the changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.scores import read_confusion
from landweave.engine.types import Float64Array, IntArray, Json

Z95 = 1.959963984540054
_FEWEST = 2
_SAME_AREA = 0.02
_REMEDY = "Choose the JSON that 'estimate_area' wrote for the CHANGE_MAP of the same two maps."


@dataclass(frozen=True, eq=False)
class AdjustedAreas:
    """Areas of classes with the map's errors taken into account.

    Args:
        m2: of each class, shape (class,).
        variance: of it, m4, same shape.
    """

    m2: Float64Array
    variance: Float64Array


def adjusted_areas(path: str, codes: Sequence[int], mapped_m2: Float64Array, which: str) -> AdjustedAreas:
    """Return the area of each class, by what the report of a map says of its errors.

    The reference of the report is taken for a sample of the map, stratified by its classes, in which every polygon is
    one observation: the pixels of a class count as many as it has of the polygons' share. A class of the map whose
    places are all alike has no variance that says something: it gets what Wilson's interval leaves open.

    Args:
        path: report (JSON) with a confusion matrix.
        codes: classes.
        mapped_m2: what the map gives to each, shape (class,).
        which: parameter that the report came by, for messages.

    Raises:
        UserError: if it is no report, or has no place of reference on a class of the map.

    Source: Olofsson et al. 2014, doi 10.1016/j.rse.2014.02.015, equations 9 to 11; Wilson 1927, doi
    10.1080/01621459.1927.10502953.
    """
    labels, matrix = read_confusion(path)
    counts = _on(codes, labels, matrix)
    size = counts.sum(axis=0)
    lacking = [code for code, n, area in zip(codes, size, mapped_m2) if area > 0 and n < _FEWEST]
    if lacking:
        raise UserError(f"{which}, {path}, has less than two places of reference on class {lacking[0]} of its map: how "
                        "often it is wrong there is not known.",
                        f"Assess the map with reference on all of its classes, or leave {which} empty.")
    shares = counts / np.maximum(size, 1)
    effective = np.maximum(size * _observations_a_place(path), _FEWEST)
    parts = mapped_m2**2 * shares * (1 - shares) / (effective - 1)
    alike = np.flatnonzero(shares.max(axis=0, initial=0.0) >= 1)
    parts[shares[:, alike].argmax(axis=0), alike] = (mapped_m2 * Z95 / (effective + Z95**2))[alike] ** 2
    variance = parts.sum(axis=1)
    return AdjustedAreas((mapped_m2 * shares).sum(axis=1)[: len(codes)], variance[: len(codes)])


def net_changes(first: AdjustedAreas, second: AdjustedAreas) -> tuple[Float64Array, Float64Array]:
    """Return the net change of each class in m2, and the half width of its 95 % interval.

    The two references are taken for independent: variances add up.
    """
    return second.m2 - first.m2, Z95 * np.sqrt(first.variance + second.variance)


@dataclass(frozen=True)
class Estimate:
    """An area that was estimated from a probability sample.

    Args:
        m2: the estimate.
        interval_m2: its 95 % interval, lowest and highest.
    """

    m2: float
    interval_m2: tuple[float, float]


def read_estimate(path: str, mapped_m2: Mapping[int, float]) -> dict[int, Estimate]:
    """Return the estimated areas of an area sample whose strata are the values of a map of changes.

    Args:
        path: JSON of `estimate_area`.
        mapped_m2: what the map of changes gives to each of its values.

    Raises:
        UserError: if it is none, or of another map.
    """
    try:
        entries = json.loads(Path(path).read_text(encoding="utf-8-sig"))["classes"]
        found = {int(e["code"]): Estimate(float(e["area_m2"]), (float(e["area_interval_m2"][0]),
                                                                float(e["area_interval_m2"][1]))) for e in entries}
        sizes = {int(e["code"]): float(e["mapped_area_m2"]) for e in entries}
    except FileNotFoundError as error:
        raise UserError(f"The area estimate {path} does not exist.", "Check the path (AREA_ESTIMATE).") from error
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise UserError(f"{path} is no area estimate: it holds no classes with areas and intervals.",
                        _REMEDY) from error
    for code, size in sizes.items():
        mapped = mapped_m2.get(code, 0.0)
        if abs(size - mapped) > _SAME_AREA * max(size, mapped):
            raise UserError(f"The area estimate {path} is of another map of changes: value {code} covers "
                            f"{size / 1e4:,.2f} ha in it, and {mapped / 1e4:,.2f} ha here.", _REMEDY)
    return found


def _on(codes: Sequence[int], labels: Sequence[int], matrix: IntArray) -> Float64Array:
    """Return a confusion matrix with the codes as columns and as its first rows; others of the reference follow."""
    rows = [*codes, *(label for label in labels if label not in set(codes))]
    place = {code: number for number, code in enumerate(rows)}
    wide = np.zeros((len(rows), len(rows)))
    there = [place[label] for label in labels]
    wide[np.ix_(there, there)] = matrix
    return wide[:, : len(codes)]


def _observations_a_place(path: str) -> float:
    """Return how many polygons stand behind a counted place of reference, at most 1."""
    report: Json = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    samples = report.get("samples")
    groups = report.get("groups") or max((run.get("groups") or 0 for run in report.get("runs") or ()), default=0)
    return min(1.0, groups / samples) if samples and groups else 1.0
