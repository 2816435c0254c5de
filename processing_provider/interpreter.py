"""Which Python runs the workers: candidates in order, each tried by running it."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication

from landweave.engine.jobs.requirements import REQUIRED, Requirement, pip_command

VARIABLE = "LANDWEAVE_PYTHON"
SETTING = "landweave/python"
PROBE_SECONDS = 90
"""The first import of compiled packages from a cold disk is slow."""
PROBE = """
import importlib, json, sys
missing = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except BaseException as error:
        missing[name] = f"{type(error).__name__}: {error}"
print("\\n" + json.dumps({"version": sys.version.split()[0], "missing": missing, "path": sys.path[1:]}))
"""
MEMORY = "landweave/python_tried"
"""Setting: the Python that worked last, and when it and the folders of its packages were last changed."""
CLEARED = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "LD_LIBRARY_PATH")

_found: dict[tuple[str, str], Interpreter] = {}


@dataclass(frozen=True)
class Interpreter:
    """A Python that can run workers.

    Args:
        python: its executable.
        origin: how it was found, for the log.
        version: of Python.
        is_own: it is QGIS's own, whose packages may live in the user's folder.
    """

    python: str
    origin: str
    version: str = ""
    is_own: bool = False

    def describe(self) -> str:
        """Return a sentence for the log."""
        return tr("Worker: {python} (Python {version}, {origin})").format(
            python=self.python, version=self.version, origin=self.origin
        )


class NoInterpreterError(Exception):
    """No Python can run the workers; the message says why, candidate by candidate, and what to do."""


def find_interpreter(tick=None) -> Interpreter:
    """Return the first Python that can run workers; found once a session.

    Args:
        tick: called while a candidate is tried; what it raises ends the search.

    Raises:
        NoInterpreterError: if there is none, or the one that the user chose does not work.
    """
    chosen = os.environ.get(VARIABLE, "").strip(), str(QgsSettings().value(SETTING, "") or "").strip()
    if chosen not in _found:
        _found[chosen] = _search(*chosen, tick)
    return _found[chosen]


def candidates() -> list[Interpreter]:
    """Return the Pythons to try when the user chose none."""
    found = [Interpreter(str(p), tr("the plugin's own environment")) for p in _environment_pythons()]
    found += [Interpreter(str(p), tr("QGIS's Python"), is_own=True) for p in _own_pythons()]
    first: dict[str, Interpreter] = {}
    for candidate in found:
        if Path(candidate.python).is_file():
            first.setdefault(candidate.python, candidate)
    return list(first.values())


def _probe(candidate: Interpreter, tick) -> dict:
    """Run a candidate; return its `version`, `missing` modules with the reason, and `path`, where it looks for them.

    Raises:
        OSError: if it cannot be run at all, or does not answer.
    """
    command = [candidate.python, "-c", PROBE, *(r.module for r in REQUIRED)]
    # A program that the user chose or that belongs to QGIS, in a list, without a shell.
    process = subprocess.Popen(  # nosec B603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=worker_environment(candidate),
        cwd=import_folder(),
        **detached(),
    )
    try:
        output = _output_of(process, tick)
        answer = json.loads(output.decode("utf-8", "replace").strip().splitlines()[-1])
        return {"version": answer["version"], "missing": dict(answer["missing"]), "path": answer.get("path", [])}
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise OSError(tr("it does not answer as a Python does")) from error
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def worker_environment(interpreter: Interpreter) -> dict[str, str]:
    """Return the environment variables of a worker: none of those that QGIS set for its own Python."""
    environment = {name: value for name, value in os.environ.items() if name not in CLEARED}
    environment["PYTHONPATH"] = import_folder()
    environment["PYTHONIOENCODING"] = "utf-8"
    if os.name == "nt":
        environment["USE_PATH_FOR_GDAL_PYTHON"] = "YES"  # GDAL's library lies on PATH there
    if not interpreter.is_own:
        environment["PYTHONNOUSERSITE"] = "1"  # an environment is what it holds, nothing else
    return environment


def detached() -> dict:
    """Return what makes a process the head of a group of its own, out of reach of the terminal's Ctrl-C."""
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


@functools.lru_cache(maxsize=1)
def import_folder() -> str:
    """Return the folder from which `import landweave` finds this plugin."""
    for root in _roots():
        if root.name == "landweave":
            return str(root.parent)
        if (root / ".venv" / "link" / "landweave" / "engine").is_dir():
            return str(root / ".venv" / "link")
    return _stand_in(_roots()[-1])


def tr(text: str) -> str:
    """Translate a text of this file."""
    return QCoreApplication.translate("@default", text)


def _stand_in(root: Path) -> str:
    """Make a folder with a package `landweave` that looks for its modules in a checkout of any name."""
    folder = Path(tempfile.mkdtemp(prefix="landweave_"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "landweave").mkdir()
    text = f'"""Stands for the checkout."""\n\n__path__ = [{str(root)!r}]\n'
    (folder / "landweave" / "__init__.py").write_text(text, encoding="utf-8")
    return str(folder)


def _roots() -> list[Path]:
    """Return the plugin's folder, as it was reached and as it is."""
    reached = Path(os.path.abspath(__file__)).parents[1]  # noqa: PTH100 (resolve would follow the link)
    return list(dict.fromkeys([reached, reached.resolve()]))


def _environment_pythons() -> list[Path]:
    inside = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
    return [_roots()[-1] / ".venv" / inside]


def _own_pythons() -> list[Path]:
    """Return where QGIS's own Python lies; sys.executable is QGIS itself more often than not."""
    prefix, base = Path(sys.prefix), Path(sys.base_prefix)
    if os.name == "nt":
        return [folder / name for folder in (prefix, base) for name in ("python3.exe", "python.exe")]
    found = [prefix / "bin" / "python3", base / "bin" / "python3"]
    if sys.platform == "darwin":
        found.append(Path(QgsApplication.prefixPath()) / "bin" / "python3")
    return [*found, Path("/usr/bin/python3")]


def _search(variable: str, setting: str, tick) -> Interpreter:
    if variable:
        origin = tr("named by {variable}").format(variable=VARIABLE)
        return _only(Interpreter(variable, origin), tick)
    if setting:
        return _only(Interpreter(setting, tr("chosen in the settings of Landweave")), tick)
    reasons = []
    for candidate in candidates():
        usable, reason = _try(candidate, tick)
        if usable:
            return usable
        reasons.append((candidate, reason))
    raise NoInterpreterError(_explanation(reasons))


def _only(candidate: Interpreter, tick) -> Interpreter:
    """Return the one that the user chose: another in its place would be a surprise."""
    usable, reason = _try(candidate, tick)
    if usable is None:
        raise NoInterpreterError(_explanation([(candidate, reason)]))
    return usable


def _try(candidate: Interpreter, tick) -> tuple[Interpreter | None, str]:
    version = _remembered(candidate)
    if not version:
        try:
            answer = _probe(candidate, tick)
        except OSError as error:
            return None, tr("cannot be run: {error}").format(error=error.strerror or error)
        if answer["missing"]:
            lacks = "; ".join(f"{name} ({why})" for name, why in answer["missing"].items())
            return None, tr("lacks {packages}").format(packages=lacks)
        version = str(answer["version"])
        _remember(candidate, version, answer["path"])
    return Interpreter(candidate.python, candidate.origin, version, candidate.is_own), ""


def _remembered(candidate: Interpreter) -> str:
    """Return the version of a candidate that worked before and is unchanged since; else nothing.

    Trying it takes seconds, as it imports all packages. One that did not work is tried anew each time.
    """
    try:
        memory = json.loads(str(QgsSettings().value(MEMORY, "") or "{}"))
        if memory["print"] == _print_of(candidate, memory["path"]):
            return str(memory["version"])
    except (KeyError, OSError, TypeError, ValueError):
        return ""
    return ""


def _remember(candidate: Interpreter, version: str, path: list[str]) -> None:
    """Note a candidate that works."""
    with contextlib.suppress(OSError):
        memory = {"version": version, "path": path, "print": _print_of(candidate, path)}
        QgsSettings().setValue(MEMORY, json.dumps(memory))


def _print_of(candidate: Interpreter, path: list[str]) -> list:
    """Return what changes when a Python, its packages or what is asked of them change."""
    needed = [r.for_pip() if r.package else r.module for r in REQUIRED]
    folders = [folder for folder in path if Path(folder).is_dir()]
    times = [Path(place).stat().st_mtime_ns for place in (candidate.python, *folders)]
    return [candidate.python, candidate.is_own, needed, path, times]


def _explanation(reasons: list[tuple[Interpreter, str]]) -> str:
    """Return the cause, what was tried, and the remedy."""
    lines = [tr("No Python on this computer can run Landweave's workers.")]
    lines += [f"- {candidate.python} ({candidate.origin}): {reason}." for candidate, reason in reasons]
    python = next((c.python for c, reason in reasons if Path(c.python).is_file()), "python3")
    lines.append(tr("Install what is missing: {command}").format(command=pip_command(python, _by_pip())))
    lines.append(
        tr("Or name another Python that has GDAL (osgeo) in the settings of Landweave or in {variable}.").format(
            variable=VARIABLE
        )
    )
    return "\n".join(lines)


def _by_pip() -> tuple[Requirement, ...]:
    return tuple(r for r in REQUIRED if r.package)


def _output_of(process: subprocess.Popen, tick) -> bytes:
    for _ in range(PROBE_SECONDS * 10):
        try:
            return process.communicate(timeout=0.1)[0]
        except subprocess.TimeoutExpired:
            if tick:
                tick()
    raise OSError(tr("it did not answer within {seconds} s").format(seconds=PROBE_SECONDS))
