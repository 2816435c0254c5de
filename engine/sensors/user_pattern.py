"""The user's own pattern for names: `{sensor}_{date}_{band}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.user_dates import dates_in_name

PLACEHOLDERS = ("sensor", "date", "band", "tile")

_DATE = r"(?P<date>\d{4}(?P<by>[-_.]?)\d{2}(?P=by)\d{2}(?:[T_-]?\d{6}(?:\d{3})?)?|\d{7})"
_KNOWN = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


@dataclass(frozen=True)
class Named:
    """What a name says by a pattern; empty where the pattern does not ask.

    Args:
        sensor, band, tile: as they stand in the name.
        acquired: ISO 8601 date, or date and time.
        home: the folder above the part of the path that the pattern covers.
    """

    sensor: str
    acquired: str
    band: str
    tile: str
    home: str


@dataclass(frozen=True)
class NamePattern:
    """A pattern ready for use: `parts` names of a path, the last without its extension, have to match."""

    text: str
    expression: re.Pattern[str]
    parts: int

    @property
    def has_date(self) -> bool:
        """Whether names hold the date."""
        return "{date}" in self.text

    def match(self, path: str) -> Named:
        """Return what a path says.

        Raises:
            UserError: continuing the sentence that the path begins.
        """
        place = Path(path)
        names = (*place.parent.parts, place.stem)[-self.parts :]
        match = self.expression.fullmatch("/".join(names))
        if not match:
            hint = "Correct PATTERN, or name the file in a table of dates."
            raise UserError(f"does not fit PATTERN {self.text}.", hint)
        said = match.groupdict()
        found = dates_in_name(said.get("date") or "")
        if self.has_date and len(found) != 1:
            raise UserError(f"has '{said['date']}' where PATTERN {self.text} has the date, which is none.",
                            "Write it as YYYYMMDD or YYYY-MM-DD.")
        acquired = found[0].acquired if found else ""
        home = str(place.parents[self.parts - 1])
        return Named(said.get("sensor") or "", acquired, said.get("band") or "", said.get("tile") or "", home)


def name_pattern(text: str) -> NamePattern | None:
    """Build a pattern from the parameter PATTERN; None where it is empty.

    `{sensor}`, `{date}`, `{band}` and `{tile}` stand for what they say, `*` for anything; a slash parts folders.

    Raises:
        UserError: naming the placeholder that is unknown, doubled or lacking.
    """
    text = text.strip().replace("\\", "/").strip("/")
    if not text:
        return None
    pieces = re.split(r"(\{[^{}]*\}|\*)", re.sub(r"\.[A-Za-z]{2,4}$", "", text))
    names = [piece[1:-1] for piece in pieces if piece.startswith("{")]
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if unknown:
        raise UserError(f"PATTERN {text} has '{{{unknown[0]}}}', which stands for nothing.", f"Known: {_KNOWN} and *.")
    doubled = [name for name in names if names.count(name) > 1]
    if doubled:
        raise UserError(f"PATTERN {text} has '{{{doubled[0]}}}' twice.", "Put * for one of them.")
    if "date" not in names and "band" not in names:
        raise UserError(f"PATTERN {text} has neither {{date}} nor {{band}}.", "Give one like {sensor}_{date}_{band}.")
    expression = "".join(_expression(piece) for piece in pieces)
    return NamePattern(text, re.compile(expression, re.IGNORECASE), text.count("/") + 1)


def _expression(piece: str) -> str:
    if piece == "{date}":
        return _DATE
    if piece == "{sensor}":
        return r"(?P<sensor>[^/]+)"  # takes the words that others could take too: MY_SAT_B4 is the band B4 of MY_SAT
    if piece.startswith("{"):
        return f"(?P<{piece[1:-1]}>[^/]+?)"
    return "[^/]*?" if piece == "*" else re.escape(piece)
