"""Outputs must not take the place of inputs, nor of one another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.jobs import Job

_ANOTHER = "Choose another name."


def check_outputs(job: Job) -> None:
    """Check the files that a job names.

    Raises:
        UserError: naming an output that is an input or another output too.
    """
    inputs = {os.path.realpath(path): name for name, path in _paths(job, outputs=False) if Path(path).is_file()}
    seen: dict[str, str] = {}
    for name, path in _paths(job, outputs=True):
        place = os.path.realpath(path)
        if place in inputs:
            raise UserError(f"{path} would be overwritten: it is given as {inputs[place]} and as {name}.", _ANOTHER)
        if place in seen:
            raise UserError(f"{path} is given both as {seen[place]} and as {name}.", _ANOTHER)
        seen[place] = name
        for beside in _written_beside(name, path):
            taken = inputs.get(os.path.realpath(beside))
            if taken:
                cause = f"{beside}, given as {taken}, would be overwritten: it is written beside {name}."
                raise UserError(cause, _ANOTHER)


def _paths(job: Job, outputs: bool) -> Iterator[tuple[str, str]]:
    """Yield (name of the parameter, path) of what is read, or of what is written."""
    for field in fields(job):
        if (field.name in job.OUTPUTS) == outputs:
            value = getattr(job, field.name)
            for text in value if isinstance(value, tuple) else (value,):
                path = text.split("|", 1)[0] if isinstance(text, str) else ""
                if path and len(path) < 4096 and "\0" not in path:
                    yield field.name.upper(), path


def _written_beside(name: str, path: str) -> list[Path]:
    """Return what is written beside an output under its name: the style of a raster, the tables of a report."""
    whole = Path(path)
    if name == "REPORT":
        return [whole.with_suffix(ending) for ending in (".html", ".json", ".csv")]
    return [whole.with_suffix(".qml")] if whole.suffix.lower() in (".tif", ".tiff") else []
