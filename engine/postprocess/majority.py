"""The class that most pixels around a pixel have."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.rules import Rules
from landweave.engine.types import BoolArray, IntArray, UInt16Array

LARGEST_RADIUS = 30


def disc(radius: int) -> IntArray:
    """Return the places (row, column) of a disc around a pixel, shape (place, 2).

    Its edge lies half a pixel further than the radius: that of 1 holds all eight neighbours.
    """
    side = np.arange(-radius, radius + 1)
    rows, columns = np.meshgrid(side, side, indexing="ij")
    inside = rows**2 + columns**2 <= (radius + 0.5) ** 2
    return np.stack([rows[inside], columns[inside]], axis=1)


def majority(codes: UInt16Array, radius: int, passes: int, rules: Rules, undecided: int = 0) -> UInt16Array:
    """Return the codes after some passes of a majority filter; those near the edge know nothing of what lies beyond.

    Pixels without data (0) stay so, and are not counted. With one pass, no rules and everything known, the result is
    that of the ClassificationMapRegularization of Orfeo ToolBox.

    Args:
        codes: shape (row, col).
        radius: of the disc, in pixels.
        passes: how many times, each on the result of the one before.
        rules: a pixel does not take a class that may not absorb its own.
        undecided: code where several classes are equally frequent; 0: the pixel keeps its own.
    """
    places = disc(radius)
    for _ in range(passes):
        found = np.empty_like(codes)
        _majority(codes, places, rules.rows, rules.allowed, undecided, found)
        codes = found
    return codes


def coarsen(codes: UInt16Array, factor: int) -> UInt16Array:
    """Return the codes of pixels that are several times as large: the class that most of their pixels have.

    Of equally frequent classes the one that is met first counts, in the order of reading; a pixel more than half of
    which has no data has none.

    Args:
        codes: shape (row x factor, col x factor).
        factor: sides of the new pixels in old ones.
    """
    found = np.zeros((codes.shape[0] // factor, codes.shape[1] // factor), np.uint16)
    _coarsen(codes, factor, found)
    return found


@kernel
def _majority(
    codes: UInt16Array, places: IntArray, rule_rows: IntArray, allowed: BoolArray, undecided: int, found: UInt16Array
) -> None:
    rows, columns = codes.shape
    counts = np.zeros(65536, np.int32)
    for row in range(rows):
        for column in range(columns):
            own = codes[row, column]
            found[row, column] = own
            if own == 0:
                continue
            most, label, tied = 0, own, False
            for place in range(places.shape[0]):
                r, c = row + places[place, 0], column + places[place, 1]
                if 0 <= r < rows and 0 <= c < columns and codes[r, c] != 0:
                    code = codes[r, c]
                    counts[code] += 1
                    if counts[code] > most:
                        most, label, tied = counts[code], code, False
                    elif counts[code] == most:
                        tied = True
            for place in range(places.shape[0]):
                r, c = row + places[place, 0], column + places[place, 1]
                if 0 <= r < rows and 0 <= c < columns:
                    counts[codes[r, c]] = 0
            if tied:
                if undecided != 0:
                    found[row, column] = undecided
            elif rule_rows[own] < 0 or allowed[rule_rows[own], label]:
                found[row, column] = label


@kernel
def _coarsen(codes: UInt16Array, factor: int, found: UInt16Array) -> None:
    counts = np.zeros(65536, np.int32)
    for row in range(found.shape[0]):
        for column in range(found.shape[1]):
            top, left = row * factor, column * factor
            for r in range(top, top + factor):
                for c in range(left, left + factor):
                    counts[codes[r, c]] += 1
            if 2 * counts[0] <= factor * factor:
                most = 0
                for r in range(top, top + factor):
                    for c in range(left, left + factor):
                        if codes[r, c] != 0 and counts[codes[r, c]] > most:
                            most = counts[codes[r, c]]
                            found[row, column] = codes[r, c]
            for r in range(top, top + factor):
                for c in range(left, left + factor):
                    counts[codes[r, c]] = 0
