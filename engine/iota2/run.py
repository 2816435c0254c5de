"""The job `import_iota2_configuration`: a configuration of either generation becomes parameters of the chain."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from landweave.engine.iota2.conversion import Conversion
from landweave.engine.iota2.inputs import convert_images, convert_names
from landweave.engine.iota2.learners import convert_learner
from landweave.engine.iota2.mapping import convert_mapping, convert_rest
from landweave.engine.iota2.sampling import convert_sampling
from landweave.engine.iota2.series import convert_series
from landweave.engine.iota2.syntax import read_configuration
from landweave.engine.iota2.vectors import convert_vectors
from landweave.engine.jobs.iota2 import ImportIota2ConfigurationJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import Json

ALGORITHM, VECTORS = "landweave:classification_chain", "landweave:vector_chain"


def run(job: ImportIota2ConfigurationJob, context: RunContext) -> dict[str, Json]:
    """Read a configuration and write the parameters, with the files that they name beside them.

    Returns:
        `OUTPUT` (path) and the numbers `MAPPED`, `IGNORED`, `REFUSED` of keys.

    Raises:
        UserError: if the file cannot be read, naming the line, or has a value of a wrong type.
    """
    sections = read_configuration(job.input)
    output = Path(job.output)
    converted = convert(Conversion(job.input, sections, str(output.with_suffix(""))), context.part(0, 0.9))
    record = {name: getattr(converted, name) for name in ("mapped", "ignored", "refused")}
    report = {"algorithm": ALGORITHM, "parameters": converted.parameters, **record, "notes": converted.notes,
              "command": command(ALGORITHM, converted.parameters)}
    if converted.vector_parameters:
        report["vector_parameters"] = converted.vector_parameters
        report["vector_command"] = command(VECTORS, converted.vector_parameters)
    with atomic_path(output) as part:
        part.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for entry in converted.refused:
        context.warning(f"{entry['key']}: {entry['reason']}")
    for note in converted.notes:
        context.warning(note)
    context.log("Run the chain with: " + report["command"])
    if converted.vector_parameters:
        context.log("Make polygons of its map with: " + report["vector_command"])
    context.artifact("OUTPUT", str(output))
    context.progress(1.0, "Parameters written")
    return {"OUTPUT": str(output), **{name.upper(): len(entries) for name, entries in record.items()}}


def convert(c: Conversion, context: RunContext) -> Conversion:
    """Take all keys of a configuration, each once."""
    present = convert_images(c, context)
    convert_names(c)
    convert_sampling(c)
    convert_learner(c)
    convert_mapping(c)
    convert_series(c, present)
    convert_vectors(c)
    convert_rest(c)
    return c


def command(algorithm: str, parameters: dict[str, Json]) -> str:
    """Return the line that runs an algorithm from a shell."""
    words = [f"{name}={shlex.quote(str(value))}" for name, value in parameters.items()]
    return f"qgis_process run {algorithm} -- {' '.join(words)}"
