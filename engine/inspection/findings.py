"""Findings: one sentence each with what to do about it, gathered from checks that may stop at the first problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

from landweave.engine.errors import UserError
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import Json

ERROR, WARNING, NOTE = "error", "warning", "note"
IMAGES, CALENDAR, OPTIONS, REFERENCE, REGIONS, NOMENCLATURE = (
    "Images", "Calendar", "Options of the series", "Reference", "Regions", "Nomenclature")

_MOST_ALIKE = 8
_TWO_SENTENCES = re.compile(r"^(?P<text>.*?[.)]) (?P<remedy>[A-Z].*)$", re.DOTALL)
_REMEDIES = (
    ("lie outside the images", "Check that images of these places are there, or leave the polygons out."),
    ("smaller than a pixel", "Draw larger polygons where you can."),
    ("polygon pairs overlap", "Correct the polygons if what they share should not be counted once only."),
    ("regions overlap", "Correct the regions (Vector > Geoprocessing tools > Difference)."),
    ("outside all regions", "Draw the regions larger, or leave the polygons out."),
    ("without a geometry", "Draw or delete these features."),
    ("lacks class", "Add the class to the nomenclature."),
)
"""What to do about warnings of other rooms that do not say it themselves."""


class Finding(NamedTuple):
    """One thing that was found.

    Args:
        severity: `error` (a map cannot be made, or not as asked), `warning` (look at it first) or `note`.
        about: what it concerns.
        text: one sentence.
        remedy: what to do; may be empty for notes.
    """

    severity: str
    about: str
    text: str
    remedy: str = ""


@dataclass(frozen=True)
class Findings:
    """All findings of a check, in the order in which they were made."""

    found: list[Finding]

    @classmethod
    def none(cls) -> Findings:
        """Return an empty list of findings."""
        return cls([])

    def add(self, severity: str, about: str, text: str, remedy: str = "") -> None:
        """Add a finding, unless it was made before."""
        finding = Finding(severity, about, text, remedy)
        if finding not in self.found:
            self.found.append(finding)

    def add_alike(self, severity: str, about: str, texts: Sequence[str], remedy: str) -> None:
        """Add findings of one kind: the first ones by themselves, then how many more there are."""
        for text in texts[:_MOST_ALIKE]:
            self.add(severity, about, text, remedy)
        if len(texts) > _MOST_ALIKE:
            self.add(severity, about, f"{len(texts) - _MOST_ALIKE} more are like those before.", remedy)

    @contextmanager
    def guard(self, about: str) -> Iterator[None]:
        """Make an error finding of what stops the block, and go on after it."""
        try:
            yield
        except UserError as error:
            self.add(ERROR, about, error.message, error.hint)

    def listening(self, context: RunContext, about: str) -> RunContext:
        """Return a context whose warnings become findings; progress goes on to the given one."""

        def emit(event: Json) -> None:
            if event["event"] == "warning":
                self.add(WARNING, about, *in_two(event["message"]))
            elif event["event"] == "progress":
                context.emit(event)

        return replace(context, emit=emit)

    def of(self, severity: str) -> list[Finding]:
        """Return the findings of one severity."""
        return [finding for finding in self.found if finding.severity == severity]

    def report(self, context: RunContext) -> None:
        """Say errors and warnings as warnings, notes as log."""
        for finding in self.of(ERROR):
            context.warning(f"Error, {finding.about.lower()}: {finding.text} {finding.remedy}".strip())
        for finding in self.of(WARNING):
            context.warning(f"{finding.about}: {finding.text} {finding.remedy}".strip())
        for finding in self.of(NOTE):
            context.log(f"{finding.about}: {finding.text}")


def in_two(message: str) -> tuple[str, str]:
    """Return the sentence that says what is wrong, and the one that says what to do."""
    for words, remedy in _REMEDIES:
        if words in message:
            return message, remedy
    both = _TWO_SENTENCES.match(message)
    return (both["text"], both["remedy"]) if both else (message, "")
