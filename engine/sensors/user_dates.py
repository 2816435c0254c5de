"""When an image of the user was taken: by its file name, or by a text in it. Tables: `user_tables.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2100
_SEPARATED = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-_.])(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T_-]?(?P<t>\d{6})(?:\d{3})?)?(?!\d)")
_CLOCK = re.compile(r"(?:^|[T ])(\d{2}):(\d{2})(?::(\d{2}))?")
_REST_OF_TIME = re.compile(r"^[T ]?\d{2}:\d{2}(:\d{2})?[\d.]*Z?")
_DAY_OF_YEAR = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<n>\d{3})(?!\d)")


@dataclass(frozen=True)
class Dated:
    """Acquisition time of an image.

    Args:
        acquired: ISO 8601 date, or date and time.
        start: where the date begins in the name; -1 when it comes from a table.
        mask: mask file that the table names; empty when it names none.
        end: where the date ends in the name; -1 as for `start`.
        note: what a person should know about the date; empty when all is well.
        part: number of the image of that moment in its stack, where there are several; empty for the first.
    """

    acquired: str
    start: int = -1
    mask: str = ""
    end: int = -1
    note: str = ""
    part: str = ""

    @property
    def moment(self) -> str:
        """What bands and masks of one image share."""
        return f"{self.acquired}#{self.part}" if self.part else self.acquired


def dates_in_name(stem: str) -> list[Dated]:
    """Return the dates that a file name may mean, without repeats of one day.

    `YYYY-MM-DD`, `YYYY_MM_DD`, `YYYY.MM.DD` and `YYYYMMDD` (with `hhmmss` where it follows) count first;
    only a name without any of them is searched for year and day of year, `YYYYDDD`.
    """
    found = [(m.span(), _calendar(m)) for pattern in (_SEPARATED, _COMPACT) for m in pattern.finditer(stem)]
    if not any(acquired for _, acquired in found):
        found = [(m.span(), _ordinal(m)) for m in _DAY_OF_YEAR.finditer(stem)]
    by_day: dict[str, Dated] = {}
    for (start, end), acquired in sorted(found):
        if acquired:
            by_day.setdefault(acquired[:10], Dated(acquired, start, "", end))
    return list(by_day.values())


def date_of_text(text: str) -> str:
    """Return the one date, or date and time, that a text means (`2018-05-11T10:50:38Z`), or an empty text."""
    found = dates_in_name(text.strip())
    if len(found) != 1:
        return ""
    try:
        return with_time(found[0].acquired, text)
    except ValueError:
        return found[0].acquired


def without_date(text: str) -> str:
    """Return a text without its date and time."""
    for dated in reversed(dates_in_name(text)):
        text = f"{text[: dated.start]} {_REST_OF_TIME.sub('', text[dated.end :])}"
    return text


def with_time(acquired: str, text: str) -> str:
    """Return a date with the time `hh:mm[:ss]` of a text, where it has none yet and the text tells one.

    Raises:
        ValueError: if the text's time is none.
    """
    clock = _CLOCK.search(text)
    if not clock or "T" in acquired:
        return acquired
    moment = f"{acquired[:10]}T{clock[1]}:{clock[2]}:{clock[3] or '00'}"
    datetime.fromisoformat(moment)
    return moment


def _calendar(match: re.Match[str]) -> str:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return ""
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        return ""
    digits = match.groupdict().get("t") or ""
    if digits and digits[:2] < "24" and digits[2:4] < "60" and digits[4:] < "60":
        return f"{day.isoformat()}T{digits[:2]}:{digits[2:4]}:{digits[4:]}"
    return day.isoformat()


def _ordinal(match: re.Match[str]) -> str:
    year, number = int(match["y"]), int(match["n"])
    if not (_EARLIEST_YEAR <= year <= _LATEST_YEAR and 1 <= number <= 366):
        return ""
    day = date.fromordinal(date(year, 1, 1).toordinal() + number - 1)
    return day.isoformat() if day.year == year else ""
