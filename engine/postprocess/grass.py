"""GRASS GIS, where it is installed: borders generalised by its `v.generalize`, which knows what lies beside them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.postprocess.arcs import Lines
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import explained
from landweave.engine.runtime.leftovers import scratch_folder
from landweave.engine.types import Float64Array

DOUGLAS_PEUCKER, HERMITE = "douglas", "hermite"
_LOCATION, _BEFORE, _AFTER = "location", "before.txt", "after.txt"
_NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME")  # of this Python, GRASS has one of its own
_SECONDS_BETWEEN_QUESTIONS = 0.2
_PLACES = ("/Applications/GRASS-*.app/Contents/MacOS/Grass.sh", "/usr/local/grass*/bin/grass")


def find_grass() -> str:
    """Return the program that starts GRASS 7.4 or later; empty where there is none.

    The first of: what the environment variable GRASSBIN names; `grass` on the search path, and names such as `grass84`;
    the folder of OSGeo4W; where macOS keeps applications.
    """
    named = os.environ.get("GRASSBIN", "")
    if named:
        return shutil.which(named) or ""
    for name in ("grass", *(f"grass{number}" for number in range(89, 73, -1))):
        found = shutil.which(name) or _of_osgeo4w(name)
        if found:
            return found
    return next((str(path) for pattern in _PLACES for path in sorted(Path("/").glob(pattern[1:]))), "")


def require_grass() -> str:
    """Return the program that starts GRASS.

    Raises:
        UserError: if it is not installed.
    """
    found = find_grass()
    if not found:
        raise UserError("METHOD is grass, but GRASS GIS is not installed, or not found.",
                        "Install GRASS 8 (Debian: grass-core), name its program in the environment variable GRASSBIN, "
                        "or choose METHOD=landweave, which needs no GRASS.")
    return found


def generalized(lines: Lines, method: str, threshold: float, output: str, context: RunContext) -> Lines:
    """Return lines as GRASS generalises them, as borders of one topological layer: none crosses another.

    Args:
        lines: borders that meet at their ends only, each once.
        method: `douglas` (Douglas and Peucker 1973, doi 10.3138/FM57-6770-U75U-7727) or `hermite` (cubic splines).
        threshold: `douglas`: how far a corner may lie from the simpler line; `hermite`: the largest step between two
            points; in units of the lines.
        output: a temporary folder stands beside it.
        context: asked whether to stop.

    Raises:
        UserError: if GRASS is missing, or fails.
    """
    program = require_grass()
    with explained(output):
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        temporary = scratch_folder(Path(output).parent)
    with temporary as name:
        folder = Path(name)
        with explained(folder):
            _write(folder / _BEFORE, lines)
        _run(folder, [program, "-c", "XY", _LOCATION, "-e"], context)
        start = [program, f"{_LOCATION}/PERMANENT", "--exec"]
        for step in (
            ["v.in.ascii", "-n", "format=standard", f"input={_BEFORE}", "output=before"],
            ["v.generalize", "input=before", "output=after", "type=boundary", f"method={method}",
             f"threshold={threshold!r}"],
            ["v.out.ascii", "input=after", f"output={_AFTER}", "format=standard", "type=boundary", "layer=1",
             "precision=17"],
        ):  # fmt: skip
            _run(folder, [*start, *step], context)
        return _read(folder / _AFTER, lines)


def _of_osgeo4w(name: str) -> str:
    root = os.environ.get("OSGEO4W_ROOT", "")
    path = Path(root) / "bin" / f"{name}.bat"
    return str(path) if root and path.is_file() else ""


def _run(folder: Path, command: Sequence[str], context: RunContext) -> None:
    """Run one command of GRASS in a folder; stop it if the user asks to."""
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    settings = {"GRASS_MESSAGE_FORMAT": "plain", "GRASS_VERBOSE": "0", "PYTHONUTF8": "1", "TMPDIR": str(folder)}
    said = folder / "said.txt"
    with said.open("wb") as file:
        try:
            process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file,  # nosec B603
                                       stderr=subprocess.STDOUT, env={**inherited, **settings})
        except OSError as error:
            raise UserError(f"GRASS could not be started ({command[0]}: {error.strerror}).",
                            "Mend its installation, or choose METHOD=landweave.") from error
        try:
            while process.poll() is None:
                context.check_cancelled()
                _wait(process)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode:
        text = said.read_text(encoding="utf-8", errors="replace")
        told = [line.strip() for line in text.splitlines() if "ERR" in line] or text.split("\n")[-2:-1]
        raise UserError(f"GRASS failed ({' '.join(told)[:200] or process.returncode}).", "Choose METHOD=landweave.")


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_SECONDS_BETWEEN_QUESTIONS)
    except subprocess.TimeoutExpired:
        return


def _write(path: Path, lines: Lines) -> None:
    """Write lines as boundaries in the standard ASCII format of GRASS, each with its number as category."""
    with path.open("w", encoding="ascii") as file:
        for number in range(len(lines)):
            points = lines.points[lines.starts[number] : lines.starts[number + 1]].tolist()
            file.write(f"B {len(points)} 1\n")
            file.writelines(f"{x!r} {y!r}\n" for x, y in points)
            file.write(f"1 {number + 1}\n")


def _read(path: Path, before: Lines) -> Lines:
    """Read lines that GRASS wrote; one that it dropped, or whose ends it moved, stays as it was."""
    found: list[Float64Array] = [before.points[a:b] for a, b in zip(before.starts, before.starts[1:])]
    for number, points in _boundaries(path):
        old = found[number]
        if np.array_equal(points[0], old[0]) and np.array_equal(points[-1], old[-1]):
            found[number] = points
    lengths = [len(points) for points in found]
    return Lines(np.concatenate(found), np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))


def _boundaries(path: Path) -> Iterator[tuple[int, Float64Array]]:
    """Yield number and points of each line."""
    with path.open(encoding="ascii", errors="replace") as file:
        for line in file:
            words = line.split()
            if words[:1] != ["B"]:
                continue
            values = np.array("".join(islice(file, int(words[1]))).split(), np.float64).reshape(-1, 2)
            yield int(next(file).split()[1]) - 1, values
