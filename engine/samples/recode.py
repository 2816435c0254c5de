"""Other class codes for a reference: by a table, or by the level of a nomenclature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import LARGEST_CODE, some
from landweave.engine.samples.regions import region_name
from landweave.engine.samples.text_rows import read_rows
from landweave.engine.types import IntArray, Json

_WHAT = "table of new class codes"


def recoded(path: str, source: str, field: str, values: Sequence[Json], fids: Sequence[int]) -> list[Json]:
    """Return class codes by a table old,new; missing values stay missing.

    Args:
        path: the table; its old values are codes or texts.
        source: of the values, for messages.
        field: likewise.
        values: of the class field, text or numbers.
        fids: of their features.

    Raises:
        UserError: if the table cannot be used, or lacks a value.
    """
    new = recode_table(path)
    keys = [None if value is None or not str(value).strip() else region_name(value) for value in values]
    lacking = dict.fromkeys(key for key in keys if key is not None and key not in new)
    if lacking:
        first = next(fid for fid, key in zip(fids, keys) if key in lacking)
        raise UserError(
            f"The {_WHAT} {path} has no row for {some(lacking)}, which the class field {field} of {source} holds "
            f"(first in feature {first}).",
            "Add a row for each of them: old,new.",
        )
    return [None if key is None else new[key] for key in keys]


def recode_table(path: str) -> dict[str, int]:
    """Return the new code of each old value.

    Raises:
        UserError: naming the line of a code that is none, or of a value that stands twice with different codes.
    """
    new: dict[str, int] = {}
    for row in read_rows(path, _WHAT, ("old", "new"), headless=True):
        old, text = row.cells["old"], row.cells["new"]
        if not text.isdecimal() or not 1 <= int(text) <= LARGEST_CODE:
            raise UserError(
                f"{row.where}'{text}' is no class code.", f"New codes are whole numbers from 1 to {LARGEST_CODE}."
            )
        if new.setdefault(old, int(text)) != int(text):
            raise UserError(f"{row.where}'{old}' becomes {text} here and {new[old]} before.", "Keep one of the rows.")
    return new


def codes_at_level(path: str, level: int, codes: IntArray, context: RunContext) -> IntArray:
    """Return the codes of the classes that hold some classes at a level of a nomenclature.

    Args:
        path: the nomenclature.
        level: 1 is the top; 0: the codes as they are.
        codes: shape (feature,).
        context: takes what is said.

    Raises:
        UserError: if there is no such level.
    """
    if level < 0:
        raise UserError(f"The level {level} of the nomenclature is asked for.", "Levels count from 1; 0: as they are.")
    if not level:
        return codes
    if not path:
        raise UserError(f"Level {level} is asked for without a nomenclature.", "Give the one that names the levels.")
    names = Nomenclature.load(path)
    if level > names.levels():
        raise UserError(
            f"The nomenclature {path} has {names.levels()} levels, not {level}.",
            "Choose another level, or name the parents of its classes in a column 'parent'.",
        )
    present, place = np.unique(codes, return_inverse=True)
    upper = np.array([names.at_level(code, level) for code in present.tolist()], np.int64)
    if (upper != present).any():
        listed = ", ".join(f"{code} {names.name(code)}" for code in sorted(set(upper.tolist())))
        context.log(f"Classes at level {level}: {listed}.")
    found: IntArray = upper[place.ravel()]
    return found
