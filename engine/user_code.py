"""Python files of the user's own: features, networks. They run with the user's rights, like a script started by hand.

What such a file raises is told with its file and line; `KeyboardInterrupt` passes through, so that a run can always be
stopped. A file is compiled anew from its bytes: nothing is written beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from importlib.abc import SourceLoader
from pathlib import Path
from types import ModuleType

from landweave.engine.errors import Cancelled, UserError

_PASS = ("OutOfMemoryError",)  # torch's, of a graphics card: nothing of the user's code


def read_code(path: str, what: str, remedy: str) -> bytes:
    """Return the bytes of a file.

    Args:
        path: of the file.
        what: begin of the message: `The file of features`.
        remedy: of the message.

    Raises:
        UserError: if it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"{what} {path} cannot be read: {error.strerror}.", remedy) from error


def run_code(path: str, source: bytes, kind: str) -> ModuleType:
    """Run a file as a module, and return it.

    Args:
        path: of the file.
        source: its bytes.
        kind: part of the module's name.

    Raises:
        UserError: naming the file and line if it cannot be run.
    """
    name = f"landweave_{kind}_{hashlib.sha256(source).hexdigest()[:16]}"
    spec = importlib.util.spec_from_loader(name, _Bytes(path, source), origin=path)
    if spec is None or spec.loader is None:
        raise UserError(f"The file of {kind} {path} cannot be loaded.", "Give a Python file (.py).")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and the like look their module up
    try:
        with told(path, "the file"):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


@contextlib.contextmanager
def told(path: str, what: str) -> Iterator[None]:
    """Turn what a user's code raises into a sentence with its line.

    Args:
        path: of the file.
        what: failed: `the file`, `the function 'mine'`.
    """
    try:
        yield
    except (Cancelled, MemoryError, UserError):
        raise
    except SyntaxError as error:
        if error.filename not in (path, "<unknown>", None):
            raise UserError(f"{path} cannot be run: {error}.", "Correct the file.") from error
        raise UserError(f"{path}, line {error.lineno}: {error.msg}.", "Correct the file.") from error
    except (Exception, SystemExit) as error:
        if type(error).__name__ in _PASS:
            raise
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
        place = f"{path}, line {lines[-1]}" if lines else path
        reason = error.args[0] if isinstance(error, KeyError) and error.args else error
        said = " ".join(str(reason).split())[:300].rstrip(".")
        cause = f"{place}: {what} failed with {type(error).__name__}{f' ({said})' if said else ''}."
        raise UserError(cause, "Correct the file.") from error


class _Bytes(SourceLoader):
    """Loads a module from bytes that were read before, without a cache."""

    def __init__(self, path: str, source: bytes) -> None:
        self._path, self._source = path, source

    def get_filename(self, fullname: str) -> str:
        return self._path

    def get_data(self, path: str | bytes) -> bytes:
        if str(path) != self._path:
            raise OSError(f"{path!r} is not kept")
        return self._source
