"""Runs that ended before they had anything to keep: a mistyped column must not cost the folder its name."""

from __future__ import annotations

import json
from pathlib import Path

_OF_NO_WORTH = {"run.json", "run.log", "progress.jsonl", "journal.sqlite", "run.lock", "run.lock.guard", "steps"}
_QUICK_STEPS = {"catalogue.gpkg"}


def is_stillborn(folder: Path) -> bool:
    """Tell whether a chain's run ended with an error before it made more than its list of images.

    Its folder may serve another job: steps are known by the content of what they read, so the list is taken only
    if it is the right one. A run that is going on, and a run of a single step, which writes elsewhere, never are.
    """
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        chain = run["job"]["kind"] == "classification_chain"
        ended = run["state"] in ("failed", "cancelled")
    except (OSError, ValueError, KeyError, TypeError):
        return False
    here = {path.name for path in folder.iterdir()}
    steps = {path.name for path in folder.glob("steps/*")}
    return chain and ended and here <= _OF_NO_WORTH and steps <= _QUICK_STEPS
