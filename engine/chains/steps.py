"""One step of a chain: done once, and not again while nothing that it depends on has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.base import Job
from landweave.engine.raster.style import style_path
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import (
    atomic_path,
    content_key,
    explained,
    file_digest,
    file_fingerprint,
    source_files,
)
from landweave.engine.runtime.run_folder import is_run_folder, journal_of, versions
from landweave.engine.series.options import named_files
from landweave.engine.types import Json
from landweave.engine.vector.layers import split_source


def check_source(folder: str, catalogue: str) -> None:
    """Check that a chain gets its images from one place.

    Raises:
        UserError: if neither a folder nor a catalogue is given, or both.
    """
    if bool(folder) == bool(catalogue):
        raise UserError("The chain needs either a folder of images (INPUT) or a catalogue (CATALOGUE).",
                        "Give one of the two.")


def check_run_folder(context: RunContext) -> None:
    """Check that a chain has a folder to keep its state in.

    Raises:
        UserError: if it has none.
    """
    if not context.run_folder:
        raise UserError("The chain needs a run folder.", "Give RUN_FOLDER: a new folder, or one to be resumed.")


def run_step(job: Job, context: RunContext, label: str, depends: Sequence[Json] = ()) -> dict[str, Json]:
    """Run a job, or give its result back if the journal has it and its inputs and outputs are unchanged.

    Args:
        job: what to do.
        context: holds the run folder with the journal.
        label: for people.
        depends: whatever else the result depends on and the job does not name.
    """
    key = content_key(job.to_json(), input_prints(job), list(depends), versions())
    with journal_of(context) as journal:
        before: dict[str, Json] | None = journal.get(key) if journal else None
        if before is not None:
            context.log(f"{label}: done before, kept.")
            context.progress(1.0, label)
            return before
        context.log(f"{label} ...")
        context.progress(0.0, label)
        result = job.execute(context)
        if journal:
            journal.put(key, label, result, written_files(job))
        context.progress(1.0, label)
        return result


def input_prints(job: Job) -> dict[str, str]:
    """Return a digest of every file, and of every folder's listing, that a job reads."""
    prints: dict[str, str] = {}
    for value in _values(job, outputs=False):
        path = Path(split_source(value)[0])
        if path.is_file():
            prints.update((str(file), file_digest(file)) for file in source_files(value))
        elif path.is_dir():
            prints[str(path)] = folder_print(path)
    return prints


def written_files(job: Job) -> list[str]:
    """Return the files that a job's output parameters name, or that lie in folders so named, with their styles."""
    named = [Path(value) for value in _values(job, outputs=True)]
    paths = [path for each in named for path in (sorted(each.iterdir()) if each.is_dir() else [each])]
    return [str(p) for path in paths for p in dict.fromkeys((path, style_path(path))) if p.is_file()]


def folder_print(folder: str | Path) -> str:
    """Return a digest of the names, sizes and times of all files below a folder."""
    found, seen = [], set()
    for where, names, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(where)
        # As the scan does: links are followed, once. A run folder that lies here is no image.
        if real in seen or is_run_folder(files):
            names.clear()
            continue
        seen.add(real)
        names.sort()
        found += [(str(Path(where) / name), file_fingerprint(Path(where) / name)) for name in sorted(files)]
    return content_key(found)


def product_prints(catalogue: str) -> str:
    """Return a digest of the sizes and times of all images and layers that a catalogue names."""
    files = sorted(load_catalogue(catalogue).files)
    return content_key([(file, file_fingerprint(file)) for file in files])


def series_prints(series: str, folder: Path) -> dict[str, str]:
    """Return a digest of what the series options name: files, of which the run folder keeps copies, and folders.

    Args:
        series: the options file; empty: none.
        folder: of the run.
    """
    prints = {}
    for name in named_files(series):
        if Path(name).is_dir():
            prints[name] = folder_print(name)
            continue
        prints[name] = keep_copy(name, folder, f"{name}, which the series options {series} name,",
                                 "Check its path in the series options (SERIES).")
    return prints


def keep_copy(path: str, folder: Path, what: str, remedy: str) -> str:
    """Copy a file of the user's own into the run folder, and return its digest.

    Args:
        path: of the file.
        folder: of the run.
        what: begin of the message.
        remedy: of the message.

    Raises:
        UserError: if it cannot be read, or the copy not be written.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"{what} cannot be read: {error.strerror}.", remedy) from error
    kept = folder / "steps" / Path(path).name
    with explained(kept):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(kept) as part:
            part.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def check_damaged(catalogue: str, skip: bool) -> None:
    """Stop before hours of work when images that should be there are damaged, unless told to go on.

    Raises:
        UserError: naming the first of them.
    """
    damaged = [item for item in load_catalogue(catalogue).left_out if item.damaged]
    if damaged and not skip:
        more = f" ({len(damaged)} products in all.)" if len(damaged) > 1 else ""
        raise UserError(f"{damaged[0].path} {damaged[0].reason}{more}",
                        "Mend it, or set SKIP_DAMAGED to go on without damaged products.")


def _values(job: Job, outputs: bool) -> Iterable[str]:
    for f in fields(job):
        if (f.name in job.OUTPUTS) == outputs:
            value = getattr(job, f.name)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and text:
                    yield text
