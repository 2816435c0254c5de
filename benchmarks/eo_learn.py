"""An environment of its own for eo-learn, and runs in it, one at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("EO_LEARN_ENVIRONMENT") or HERE.parent / "build" / "eo-learn")
PACKAGES = ("eo-learn", "numba", "scipy", "scikit-learn", "typing_extensions")
VERSION = "import eolearn.features.extra.interpolation, importlib.metadata as m; print(m.version('eo-learn'))"


def find(make: bool) -> tuple[Path | None, str]:
    """Return the interpreter that has eo-learn and its version, or None and why there is none.

    Args:
        make: whether to make the environment where it is missing, which downloads packages.
    """
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        if not make:
            return None, "no environment yet, which a run without --quick makes"
        commands = ([sys.executable, "-m", "venv", str(ENVIRONMENT)],
                    [str(python), "-m", "pip", "install", "-q", *PACKAGES])
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
            if done.returncode != 0:
                return None, f"not installed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    done = subprocess.run([str(python), "-W", "ignore", "-c", VERSION], capture_output=True, text=True, timeout=300,
                          check=False)
    if done.returncode != 0:
        return None, f"it does not start: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    return python, done.stdout.strip()


class Runner:
    """A process that interpolates the same arrays whenever it is asked."""

    def __init__(self, python: Path, values, valid, days, targets):
        self._folder = tempfile.TemporaryDirectory()
        for name, array in (("values", values), ("valid", valid), ("days", days), ("targets", targets)):
            np.save(Path(self._folder.name) / f"{name}.npy", array)
        self._process = subprocess.Popen(
            [str(python), "-W", "ignore", str(HERE / "eo_learn_interpolation.py"), self._folder.name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )

    def run(self) -> tuple[float, float]:
        """Return the CPU seconds of the task and of its compiled loop."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        task, loop = self._process.stdout.readline().split()
        return float(task), float(loop)

    def close(self):
        """End the process; return the last result."""
        self._process.communicate()
        found = np.load(Path(self._folder.name) / "filled.npy")
        self._folder.cleanup()
        return found
