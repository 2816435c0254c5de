"""What a place may become from one year to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.rules import ANY, class_code, rule_rows
from landweave.engine.samples.text_rows import as_number
from landweave.engine.types import BoolArray, Float64Array, IntArray

FROM, TO, ALLOWED, YEARS = "from", "to", "allowed", "years"
YES, NO = "yes", "no"
MOST_YEARS = 20
_NO_WAIT = -1


@dataclass(frozen=True, eq=False)
class YearRules:
    """What may follow what.

    Args:
        codes: of the classes, ascending.
        weights: how likely a class of a row becomes one of a column in a year; 0: never, shape (class, class).
        waits: number of the condition that a change brings with it, in `years` and `sets`, -1: none, same shape.
        years: that a place stays within the classes of the condition at least, shape (condition,).
        sets: those classes, shape (condition, class).
    """

    codes: tuple[int, ...]
    weights: Float64Array
    waits: IntArray
    years: IntArray
    sets: BoolArray


def load_year_rules(path: str, codes: Sequence[int], names: Nomenclature, persistence: float) -> YearRules:
    """Read what may follow what from a CSV file with the columns `from`, `to`, `allowed` and `years`.

    Later lines stand above earlier ones; what a line leaves empty stays. Cells of classes list codes or names, parted
    by `|`, or say `any`; in `to`, classes joined by `+` are together: a place may move among them while it waits. The
    name of a group of the nomenclature is that of its classes, joined. A line tells of changes, and of staying only if
    both cells name one class, the same.

    Args:
        path: of the file; empty: everything may follow everything.
        codes: of the classes that occur.
        names: classes by their names and codes; no others are known.
        persistence: chance that a class stays from a year to the next, and the others share the rest; 0: all that is
            allowed is equally likely, so that only the rules count.

    Raises:
        UserError: naming the file and the line.
    """
    ordered = tuple(sorted(codes))
    size = len(ordered)
    usual = np.ones((size, size))
    if persistence > 0:
        usual[:] = (1 - persistence) / max(size - 1, 1)
        np.fill_diagonal(usual, persistence)
    weights = usual.copy()
    waits: IntArray = np.full((size, size), _NO_WAIT, np.int64)
    years: list[int] = []
    sets: list[BoolArray] = []
    for where, cells in rule_rows(path, (FROM, TO)):
        allowed, least = cells.get(ALLOWED, "").lower(), _years(where, cells.get(YEARS, ""))
        if not allowed and least is None:
            raise UserError(f"{where}: the line says nothing.", "Fill in allowed (yes, no or a number) or years.")
        before = [code for group in _groups(where, cells[FROM], ordered, names) for code in group]
        after = _groups(where, cells[TO], ordered, names)
        stays = len(before) == 1 and after == [(before[0],)]
        for group in after:
            cell = _cells(ordered, before, group, stays)
            if allowed:
                weights[cell] = usual[cell] if allowed == YES else _weight(where, allowed)
            if least is not None:
                waits[cell] = len(years) if least > 1 else _NO_WAIT
            if least is not None and least > 1:
                years.append(least)
                sets.append(np.isin(ordered, group))
    np.fill_diagonal(waits, _NO_WAIT)
    if persistence > 0:
        total = weights.sum(axis=1, keepdims=True)
        weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    table = np.array(sets, np.bool_).reshape(len(sets), size)
    return YearRules(ordered, weights, waits, np.array(years, np.int64), table)


def _cells(codes: Sequence[int], before: Sequence[int], after: Sequence[int], stays: bool) -> BoolArray:
    """Return the cells that a line is about, shape (class, class)."""
    cells: BoolArray = np.isin(codes, before)[:, None] & np.isin(codes, after)[None, :]
    if not stays:
        np.fill_diagonal(cells, False)
    return cells


def _weight(where: str, cell: str) -> float:
    if cell == NO:
        return 0.0
    try:
        value = as_number(cell)
    except ValueError as error:
        raise UserError(f"{where}: allowed is '{cell}'.", f"Write {YES}, {NO}, or how likely the change is in a year, "
                        "from 0 to 1.") from error
    if not 0 <= value <= 1:
        raise UserError(f"{where}: allowed is {cell}.", "Give a number from 0 (never) to 1.")
    return value


def _years(where: str, cell: str) -> int | None:
    if not cell:
        return None
    if not cell.isdecimal() or not 1 <= int(cell) <= MOST_YEARS:
        raise UserError(f"{where}: years is '{cell}'.", f"Write how many years the new class lasts at least, from 1 to "
                        f"{MOST_YEARS}.")
    return int(cell)


def _groups(where: str, cell: str, codes: Sequence[int], names: Nomenclature) -> list[tuple[int, ...]]:
    """Return the classes of a cell; those that are joined are one group."""
    if cell.lower() in (ANY, "*"):
        return [(code,) for code in codes]
    if not cell:
        raise UserError(f"{where}: {FROM} or {TO} is empty.", f"Name classes, parted by |, or write {ANY}.")
    groups = [[part.strip() for part in group.split("+") if part.strip()] for group in cell.split("|")]
    found = [tuple(code for part in group for code in _codes(where, part, names)) for group in groups if group]
    if not found:
        raise UserError(f"{where}: '{cell}' names no class.", f"Name classes, parted by |, or write {ANY}.")
    return found


def _codes(where: str, text: str, names: Nomenclature) -> tuple[int, ...]:
    """Return a class, or the classes of a group of the nomenclature."""
    group = next((entry.code for entry in names.groups if entry.name == text), 0)
    if group and text not in {entry.name for entry in names.entries}:
        return tuple(entry.code for entry in names.entries if group in names.hierarchy.path(entry.code))
    return (class_code(where, text, names),)
