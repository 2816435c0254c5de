"""Which classes may absorb which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.codes import LARGEST_CODE
from landweave.engine.samples.text_rows import read_rows
from landweave.engine.types import BoolArray, IntArray

CLASS, ABSORBED_BY = "class", "absorbed_by"
ANY, NONE = "any", "none"


def _no_rows() -> IntArray:
    return np.full(LARGEST_CODE + 1, -1, np.int64)


def _nothing() -> BoolArray:
    return np.zeros((1, LARGEST_CODE + 1), np.bool_)


@dataclass(frozen=True, eq=False)
class Rules:
    """Without rules every class may absorb every other.

    Args:
        rows: row of each class in `allowed`, -1 for a class that any other may absorb, shape (65536,).
        allowed: which codes may absorb the class of a row, shape (rule, 65536).
    """

    rows: IntArray = field(default_factory=_no_rows)
    allowed: BoolArray = field(default_factory=_nothing)

    @classmethod
    def of(cls, absorbers: Mapping[int, Collection[int]]) -> Rules:
        """Build from the codes that may absorb a class; a class that is not named may be absorbed by any."""
        rows, allowed = _no_rows(), np.zeros((max(len(absorbers), 1), LARGEST_CODE + 1), np.bool_)
        for number, (code, others) in enumerate(sorted(absorbers.items())):
            rows[code] = number
            allowed[number, [code, *others]] = True
        return cls(rows, allowed)


def load_rules(path: str, names: Nomenclature) -> Rules:
    """Read rules from a CSV file with the columns `class` and `absorbed_by`.

    Args:
        path: of the file; empty: no rules.
        names: classes by their names and codes; no others are known.

    Raises:
        UserError: naming the file and the line.
    """
    absorbers: dict[int, set[int]] = {}
    for where, cells in rule_rows(path, (CLASS, ABSORBED_BY)):
        code = class_code(where, cells[CLASS], names)
        others = _codes(where, cells[ABSORBED_BY], names)
        if others is not None:
            absorbers.setdefault(code, set()).update(others)
    return Rules.of(absorbers)


def rule_rows(path: str, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the lines of a table of rules: where each stands, for messages, and its cells by the names of the columns.

    Args:
        path: CSV file, parted by commas, semicolons or tabs; empty: no rules.
        columns: that it has to have; others may be there.

    Raises:
        UserError: naming the file.
    """
    for row in read_rows(path, "table of rules", columns) if path else ():
        yield row.where.rstrip(": "), row.cells


def _codes(where: str, cell: str, names: Nomenclature) -> list[int] | None:
    """Return the classes that a cell lists; None for any."""
    if cell.lower() in (ANY, "*"):
        return None
    if cell.lower() == NONE:
        return []
    if not cell:
        raise UserError(f"{where}: {ABSORBED_BY} is empty.", f"List classes, parted by |, or write {ANY} or {NONE}.")
    apart = r"[\s|/+]+" if re.fullmatch(r"[\d\s|/+]+", cell) else r"\s*\|\s*"
    return [class_code(where, part, names) for part in re.split(apart, cell) if part]


def class_code(where: str, text: str, names: Nomenclature) -> int:
    """Return the code of a class that rules name by its code or its name.

    Raises:
        UserError: if there is none, saying where it stands.
    """
    for entry in names.entries:
        if text in (str(entry.code), entry.name):
            return entry.code
    shown = ", ".join(f"{e.code} ({e.name})" if e.name != str(e.code) else str(e.code) for e in names.entries[:20])
    raise UserError(f"{where}: there is no class '{text}' in the map or its nomenclature.", f"There are: {shown}.")
