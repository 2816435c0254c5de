"""The languages of the pages: whole sentences in English in the code, and their translations in a file of pairs.

A page is written with a translator, called `tr` wherever it is passed:

    tr = texts("fr")
    tr("{count} images from {first} to {last}", count=tr.number(12), first="2021-01-03", last="2021-12-29")
    tr.count(3, "{n} polygon", "{n} polygons")
    tr.percent(0.832)  # 83,2 %

What stands in a table of the code, before the language is known, is marked with `phrase("...")` and translated where
it is shown: `tr(table[key])`. The translations are resources/pages/<language>/*.json (a file for each kind of page),
from sentence to sentence; tests/engine/test_language.py keeps them complete, and needs each sentence as one literal (or
several side by side) in the call. Names and figures are put in by placeholder; what the user has named is escaped
before. A language is a folder of files and an entry in `_STYLES`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from landweave.engine.errors import UserError

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "pages"


@dataclass(frozen=True)
class _Style:
    """How a language writes numbers and lists, and whether zero and what lies below two are singular."""

    point: str
    thousands: str
    percent: str
    and_: str
    one_below_two: bool


_STYLES = {
    "en": _Style(".", ",", "%", " and ", False),
    "fr": _Style(",", "\u202f", "\u00a0%", " et ", True),
}
LANGUAGES = tuple(_STYLES)


def phrase(source: str) -> str:
    """Mark a sentence that is translated later; returns it as it is."""
    return source


class Texts:
    """Sentences and numbers of one language. Made by `texts`.

    Attributes:
        language: `en` or `fr`, as in `<html lang>`.
    """

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        """Keep the translations; a sentence that has none stays English."""
        self.language = language
        self._sentences = sentences
        self._style = _STYLES[language]

    def __call__(self, source: str, /, **values: object) -> str:
        """Return a sentence in this language, with its `{placeholders}` filled; without values it is left as it is."""
        sentence = self._sentences.get(source, source)
        return sentence.format(**values) if values else sentence

    def count(self, n: float, one: str, many: str, /, **values: object) -> str:
        """Return the sentence for one thing or that for several; `{n}` is the number as the language writes it."""
        alone = abs(n) < 2 if self._style.one_below_two else n == 1
        return self(one if alone else many, n=self.number(n), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with so many decimals and its thousands parted: 12,345.6."""
        return self._written(f"{value:,.{digits}f}")

    def brief(self, value: float, digits: int = 4) -> str:
        """Return a number with so many digits that say something: 0.00123, 12.5."""
        return self._written(f"{value:.{digits}g}")

    def percent(self, share: float, digits: int = 1) -> str:
        """Return a share of 1 in percent: 83.2 %."""
        return self._written(f"{share * 100:,.{digits}f}") + self._style.percent

    def listed(self, names: Sequence[str]) -> str:
        """Return names as a list in words: a, b and c."""
        if len(names) < 2:
            return "".join(names)
        return ", ".join(names[:-1]) + self._style.and_ + names[-1]

    def _written(self, number: str) -> str:
        """Return a number that Python wrote with this language's signs."""
        return number.translate({ord(","): self._style.thousands, ord("."): self._style.point})


def texts(language: str = "en") -> Texts:
    """Return the translator of a language.

    Raises:
        UserError: if pages are not written in it.
    """
    if language not in _STYLES:
        raise UserError(f"Pages are not written in the language '{language}'.",
                        f"Choose one of: {', '.join(LANGUAGES)}.")
    return Texts(language, _sentences(language))


ENGLISH = Texts("en", {})


@lru_cache
def _sentences(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.json")):  # none for English: the code holds it
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found
