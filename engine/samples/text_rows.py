"""Small tables that users write: CSV with commas, semicolons or tabs, every cell as its text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError


@dataclass(frozen=True)
class TextRow:
    """One row of a table.

    Args:
        where: how a sentence about it begins, `table.csv, line 3: `.
        cells: text of each column, by its name in small letters; empty where the row is too short.
    """

    where: str
    cells: dict[str, str]


def read_rows(path: str, what: str, needed: Sequence[str], headless: bool = False) -> list[TextRow]:
    """Read the rows of a table; empty ones are passed over.

    Args:
        path: CSV in UTF-8.
        what: what it is, for the sentences (`sampling plan`).
        needed: columns that it must have.
        headless: a first line that ends in a number is a row, not a header: the columns are `needed`.

    Raises:
        UserError: naming the file, and the column that it lacks.
    """
    try:
        with Path(path).open(newline="", encoding="utf-8-sig") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
            lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except FileNotFoundError as error:
        raise UserError(f"The {what} {path} does not exist.", "Check the path.") from error
    except OSError as error:
        raise UserError(f"The {what} {path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"The {what} {path} is no CSV text in UTF-8.", "Save it as CSV, encoding UTF-8.") from error
    lines = [(number, row) for number, row in lines if any(row)]
    if not lines:
        raise UserError(f"The {what} {path} is empty.", f"Its columns are: {', '.join(needed)}.")
    for number, row in lines:
        if any("\n" in cell for cell in row):
            raise UserError(f"{path}, line {number}: a text in quotes runs over several lines.", "Close the quotes.")
    names = [cell.lower() for cell in lines[0][1]]
    if headless and _is_number(names[-1]) and len(names) == len(needed):
        names = list(needed)
    else:
        lines = lines[1:]
    twice = next((name for number, name in enumerate(names) if name and name in names[:number]), "")
    if twice:
        raise UserError(f"The {what} {path} has two columns called '{twice}'.", "Rename or delete one of them.")
    missing = [name for name in needed if name not in names]
    if missing:
        raise UserError(
            f"The {what} {path} has no column '{missing[0]}'.", f"Its first line must name: {', '.join(needed)}."
        )
    for number, row in lines:
        if any(row[len(names):]):
            raise UserError(f"{path}, line {number}: {len(row)} cells stand there, and there are {len(names)} columns.",
                            "Put texts that hold the separator in quotes, and write decimals with a point.")
    return [TextRow(f"{path}, line {number}: ", {**dict.fromkeys(names, ""), **dict(zip(names, row))})
            for number, row in lines]


def _is_number(text: str) -> bool:
    try:
        as_number(text)
    except ValueError:
        return False
    return True


def as_number(text: str) -> float:
    """Return a number, with a decimal point or comma.

    Raises:
        ValueError: if it is none.
    """
    return float(text.replace(",", "."))
