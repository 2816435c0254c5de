"""Where the results of a run go: names that may speak of {REFERENCE} and {RUN_FOLDER}.

The dialog shows these names, so that a newcomer sees where everything goes without choosing anything.
"""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

from qgis.core import QgsProcessingOutputLayerDefinition, QgsProcessingUtils, QgsProperty, QgsProviderRegistry

from landweave.engine.jobs import Job
from landweave.engine.runtime.stillborn import is_stillborn
from landweave.processing_provider.sources import absolute

REFERENCE, RUN_FOLDER = "{REFERENCE}", "{RUN_FOLDER}"
DEFAULT_RUN_FOLDER = f"{REFERENCE}_run"


def settle(parameters: dict, reference: str, job: Job) -> dict:
    """Return the parameters with a run folder, and with outputs that say where they are.

    Args:
        parameters: as QGIS gave them.
        reference: the file of the reference, "" if it is in none.
        job: what is to be done: a run folder that is not chosen by the user is one that is free for it.
    """
    wanted = _text(parameters.get("RUN_FOLDER")) or DEFAULT_RUN_FOLDER
    folder = _run_folder(wanted, reference, job) if REFERENCE in wanted else None
    settled = {**parameters, "RUN_FOLDER": folder} if folder else dict(parameters)
    if not folder and wanted == "TEMPORARY_OUTPUT":
        settled["RUN_FOLDER"] = folder = QgsProcessingUtils.generateTempFilename("run")
    folder = folder or absolute(wanted)
    for name, value in parameters.items():
        text = _text(value)
        if name != "RUN_FOLDER" and RUN_FOLDER in text:
            settled[name] = _with_text(value, folder + text.split(RUN_FOLDER, 1)[1])
    return settled


def file_of(layer) -> str:
    """Return the file that a layer is read from, or "" if it is in none."""
    if layer is None or layer.providerType() not in ("ogr", "gdal", "delimitedtext"):
        return ""
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path") or ""
    return absolute(path) if path and Path(path).is_file() else ""


def _run_folder(wanted: str, reference: str, job: Job) -> str:
    """Return the folder beside the reference, or the next number of it that is free or holds this job's run."""
    if not reference:
        return QgsProcessingUtils.generateTempFilename("run")
    first = str(Path(reference).with_suffix("")) + wanted.split(REFERENCE, 1)[1]
    names = (first if number == 1 else f"{first}_{number}" for number in count(1))
    return next(name for name in names if _is_free(Path(name), job))


def _is_free(folder: Path, job: Job) -> bool:
    if not folder.exists() or is_stillborn(folder):
        return True
    try:
        before = json.loads((folder / "run.json").read_text(encoding="utf-8"))["job"]
    except (OSError, ValueError, KeyError, TypeError):
        return folder.is_dir() and not any(folder.iterdir())
    return _without_outputs(before, job) == _without_outputs(json.loads(json.dumps(job.to_json())), job)


def _without_outputs(values: dict, job: Job) -> dict:
    return {name: value for name, value in values.items() if name not in (*job.OUTPUTS, *job.WORDING)}


def _text(value) -> str:
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    return value.strip() if isinstance(value, str) else ""


def _with_text(value, text: str):
    """Return a destination that goes elsewhere and is loaded as before."""
    if not isinstance(value, QgsProcessingOutputLayerDefinition):
        return text
    elsewhere = QgsProcessingOutputLayerDefinition(value)
    elsewhere.sink = QgsProperty.fromValue(text)
    return elsewhere
