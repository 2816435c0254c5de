"""A network of the user's own: one Python file, found by its path. See `docs/user/own-network.md`.

The file declares what it takes (`NETWORK`), and a class, or a function, that makes a `torch.nn.Module`. This module
reads and checks the declaration and imports no torch; `user_module.py` calls what the file makes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.registry import FIXED, FREE, InputShape, NetworkSpec
from landweave.engine.types import Json
from landweave.engine.user_code import read_code, run_code

CALENDARS: Mapping[str, str] = {"regular": FIXED, "any": FREE}
SENSORS: Mapping[str, bool] = {"joined": True, "apart": False}
TENSORS = ("values", "valid", "days", "static")
BATCH = "batch"
KEYS = ("class", "calendar", "sensors", "inputs", "options")
EXAMPLE = 'NETWORK = {"class": "MyNetwork", "calendar": "any", "inputs": ["values", "valid", "days"], "options": {}}'
_places: dict[str, str] = {}
_PLAIN = (bool, int, float, str, type(None))


@dataclass(frozen=True)
class UserNetwork(NetworkSpec):
    """A network of a user's file; `name` is its path, `build` the name of the class in it.

    Args:
        inputs: what `forward` takes in order, some of TENSORS; empty: one `SeriesBatch`.
    """

    inputs: tuple[str, ...] = ()

    def module(self, shape: InputShape, classes: int, options: Mapping[str, Any]) -> Any:
        """Return the untrained `torch.nn.Module`.

        Raises:
            UserError: if torch is not installed; naming the file and line if the user's code fails.
        """
        from landweave.engine.learning.networks.options import check_torch

        check_torch()
        from landweave.engine.learning.networks.user_module import UserModule

        return UserModule(self, shape, classes, {**self.options, **options})

    def maker(self) -> Callable[..., Any]:
        """Return the class or function of the file; a process that has not run the file yet runs it.

        Raises:
            UserError: if the file is gone or another one.
        """
        module = _kept(self.name, self.digest)
        made: Callable[..., Any] = getattr(module, self.build)
        return made

    def check(self, shape: InputShape, classes: int, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Try the network on a tiny batch; see `user_check.check_on_tiny_batch`."""
        from landweave.engine.learning.networks.options import check_torch

        check_torch()
        from landweave.engine.learning.networks.user_check import check_on_tiny_batch

        return check_on_tiny_batch(self, shape, classes, options)


def load_user_network(path: str) -> UserNetwork:
    """Return the network of a Python file.

    Raises:
        UserError: naming the file and line if it cannot be read or run, or what of its declaration is wrong.
    """
    source = read_code(path, "The file of the network", "Check the path: a Python file (.py) is wanted.")
    digest = hashlib.sha256(source).hexdigest()
    module = _kept(path, digest)
    declared = getattr(module, "NETWORK", None)
    if not isinstance(declared, dict):
        what = "has no declaration NETWORK" if declared is None else "declares NETWORK, but not as a dictionary"
        raise UserError(f"{path} {what}.", f"Write {EXAMPLE}.")
    for key in declared:
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise UserError(f"NETWORK of {path} has a key {key!r}, which is not known.", f"Known are: {known}.")
    build = _class(path, module, declared)
    joins = _one_of(path, declared, "sensors", SENSORS, "joined")
    inputs = _inputs(path, declared)
    if inputs and not joins:
        raise UserError(f"NETWORK of {path} takes tensors, which are of one series, and sensors apart.",
                        'Declare "inputs": "batch", or "sensors": "joined".')
    needs_series = not inputs or inputs != ("static",)
    return UserNetwork(path, build, _one_of(path, declared, "calendar", CALENDARS, "any"), joins,
                       _options(path, declared), needs_series, "", digest, inputs)  # fmt: skip


def remember_place(path: str) -> None:
    """Let a file be found, by models that were trained with it, where it lies now.

    Raises:
        UserError: if it cannot be read.
    """
    source = read_code(path, "The file of the network", "Check the path (USER_NETWORK).")
    _places[hashlib.sha256(source).hexdigest()] = path


def place_of(path: str, sha256: str) -> str:
    """Return where the file lies that a model was trained with: where it was then, unless it was said to lie elsewhere.

    Args:
        path: where it was.
        sha256: of its bytes.
    """
    return _places.get(sha256, path)


def check_digest(path: str, sha256: str) -> None:
    """Check that a user's file is the one that a model was trained with.

    Raises:
        UserError: naming the file if it is gone or was changed.
    """
    if not Path(path).is_file():
        raise UserError(f"The model's network comes from {path}, which is not there.",
                        "Say where the file lies now (USER_NETWORK of classify), or put it back; run folders keep a "
                        "copy of it.")
    _kept_as(path, sha256, read_code(path, "The file of the network", "Check that it can be read."))


def _kept_as(path: str, sha256: str, source: bytes) -> None:
    if hashlib.sha256(source).hexdigest() != sha256:
        raise UserError(f"{path} was changed since the model was trained with it.",
                        "Put it back as it was (run folders keep a copy), or train the model again.")


@lru_cache(maxsize=8)
def _kept(path: str, digest: str) -> ModuleType:
    """Return the module of a file, which is run once a process."""
    source = read_code(path, "The file of the network", "Check the path: a Python file (.py) is wanted.")
    _kept_as(path, digest, source)
    return run_code(path, source, "network")


def _class(path: str, module: ModuleType, declared: Mapping[str, Json]) -> str:
    name = declared.get("class")
    own = [n for n, v in vars(module).items() if isinstance(v, type) and v.__module__ == module.__name__]
    if not isinstance(name, str) or not callable(getattr(module, name, None)):
        cause = f"{path} has no class {name!r}, which NETWORK names." if name else f"NETWORK of {path} names no class."
        raise UserError(cause, f"It has: {', '.join(own)}." if own else "Write class MyNetwork(torch.nn.Module).")
    return name


def _one_of(path: str, declared: Mapping[str, Json], key: str, known: Mapping[str, Any], default: str) -> Any:
    value = declared.get(key, default)
    if not isinstance(value, str) or value not in known:
        choices = " or ".join(f'"{name}"' for name in known)
        raise UserError(f"NETWORK of {path} says {value!r} under \"{key}\".", f"Write {choices}.")
    return known[value]


def _inputs(path: str, declared: Mapping[str, Json]) -> tuple[str, ...]:
    given = declared.get("inputs", BATCH)
    if given == BATCH:
        return ()
    names = tuple(given) if isinstance(given, (list, tuple)) else ()
    if not names or any(name not in TENSORS for name in names) or len(set(names)) < len(names):
        listed = ", ".join(f'"{name}"' for name in TENSORS)
        raise UserError(f"NETWORK of {path} says {given!r} under \"inputs\".",
                        f'Write "{BATCH}", or what forward takes in order: a list of some of {listed}.')
    return names


def _options(path: str, declared: Mapping[str, Json]) -> dict[str, Json]:
    """Return the options and their defaults, which the model file must be able to hold."""
    from landweave.engine.learning.networks.options import TRAINING

    options = declared.get("options", {})
    if not isinstance(options, dict) or not all(isinstance(name, str) and name.isidentifier() for name in options):
        raise UserError(f"NETWORK of {path} has options that are no dictionary of names and defaults.",
                        'Write "options": {"width": 64}.')
    for name, value in options.items():
        if name in TRAINING:
            raise UserError(f"NETWORK of {path} has an option '{name}', which is one of the training.",
                            "Give it another name.")
        if not _is_plain(value):
            raise UserError(f"The option '{name}' of NETWORK in {path} is a {type(value).__name__}.",
                            "Options are numbers, texts, true or false, and lists of them.")
    found: dict[str, Json] = json.loads(json.dumps(options))
    return found


def _is_plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    return isinstance(value, _PLAIN) and value == value and value not in (float("inf"), float("-inf"))  # noqa: PLR0124
