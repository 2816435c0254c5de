"""Features of the user's own: functions of a Python file, loaded, checked, called. See `docs/user/user-features.md`."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.features.user_data import FeatureData, SensorArrays
from landweave.engine.features.user_results import checked_planes
from landweave.engine.types import Float32Array
from landweave.engine.user_code import read_code, run_code, told

__all__ = ["FeatureData", "SensorArrays", "UserFunctions", "load_functions"]

WIDEST_HALO = 200


class UserFunctions:
    """Functions of a user's file.

    Args:
        path: of the file.
        source: its bytes, of which the functions were made.
        functions: by name, in the order in which they are called.
    """

    def __init__(self, path: str, source: bytes, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.path, self.source = path, source
        self._functions = dict(functions)
        self._halos = {name: _halo_of(function, name, path) for name, function in functions.items()}

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.source).hexdigest()

    @property
    def halo(self) -> int:
        """Pixels around a block that the functions need: the most that one asks for."""
        return max(self._halos.values(), default=0)

    def names_on(self, data: FeatureData) -> tuple[str, ...]:
        """Run the functions on a small block and return the names of their features: the check before a run.

        Args:
            data: with a halo of at least `halo`.

        Raises:
            UserError: if a function fails or returns what cannot be used, names a feature like another one, or
                knows nothing anywhere.
        """
        names: list[str] = []
        for function, own, planes in self._results(data):
            empty = [n for n, plane in zip(own, planes) if plane.size and not np.isfinite(plane).any()]
            if empty and data.is_known:
                cause = f"The feature '{empty[0]}' of the function '{function}' in {self.path} is unknown (NaN)"
                raise UserError(f"{cause} in every pixel of the test.", "Use functions that pass NaN by (np.nanmean).")
            twice = [n for n in own if n in names]
            if twice:
                cause = f"Two functions of {self.path} give a feature '{twice[0]}'."
                raise UserError(cause, "Give the features different names.")
            names += own
        return tuple(names)

    def compute(self, data: FeatureData, names: Sequence[str] | None = None) -> Float32Array:
        """Compute the features of a block.

        Args:
            data: with a halo of at least `halo`.
            names: those of the check, which must come again; None: any.

        Returns:
            Shape (feature, row - 2 x data.halo, column - 2 x data.halo), float32; NaN where unknown.

        Raises:
            UserError: if a function fails, or returns what cannot be used or other features than in the check.
        """
        rows, columns = (side - 2 * data.halo for side in data.shape)
        found: list[str] = []
        parts: list[Float32Array] = [np.empty((0, rows, columns), np.float32)]
        for _, own, planes in self._results(data):
            found += own
            parts.append(planes)
        if names is not None and tuple(found) != tuple(names):
            cause = f"The functions of {self.path} give the features {found}, and gave {list(names)} before the run."
            raise UserError(cause, "Return the same features, by the same names, for every block.")
        return np.concatenate(parts)

    def reach_beyond(self, data: FeatureData) -> tuple[str, ...]:
        """Return the functions whose result in a pixel depends on more than the halo they ask for.

        They are run on a block and on its middle. What differs would show in a map as seams between blocks.

        Args:
            data: some pixels larger than twice the halo; nothing is found out otherwise.
        """
        if min(data.shape) - 2 * data.halo < 3:
            return ()
        whole, inner = self._results(data), self._results(data.without_edge(1))
        return tuple(
            name for (name, _, a), (_, _, b) in zip(whole, inner)
            if not np.allclose(a[:, 1:-1, 1:-1], b, rtol=1e-4, atol=1e-6, equal_nan=True)
        )

    def _results(self, data: FeatureData) -> Iterator[tuple[str, list[str], Float32Array]]:
        """Yield each function, its features' names, and the features without a halo."""
        for name, function in self._functions.items():
            if data.halo < self._halos[name]:
                raise ValueError(f"{name} needs {self._halos[name]} pixels around the block, which has {data.halo}")
            own = data.with_halo(self._halos[name])
            with told(self.path, f"the function '{name}'"), np.errstate(all="ignore"):
                returned = function(own)
            yield name, *checked_planes(returned, own, f"The function '{name}' of {self.path}")


def load_functions(path: str, names: Sequence[str]) -> UserFunctions:
    """Load functions from a Python file. It is compiled anew: nothing is written beside it.

    Raises:
        UserError: naming the file and line if it cannot be read or run, or a function is not there.
    """
    source = read_code(path, "The file of features", "Check the path under 'user_features'.")
    module = run_code(path, source, "features")
    if not names:
        raise UserError(f"No function of {path} is asked for.", "List them in 'user_features' under 'functions'.")
    found: dict[str, Callable[..., Any]] = {}
    for name in names:
        function = getattr(module, name, None)
        if not callable(function):
            there = [n for n, f in vars(module).items() if inspect.isfunction(f) and f.__module__ == module.__name__]
            raise UserError(f"{path} has no function '{name}'.", f"It has: {', '.join(there) or 'none'}.")
        found[name] = function
    return UserFunctions(path, source, found)


def _halo_of(function: Callable[..., Any], name: str, path: str) -> int:
    """Return the default of the parameter `halo`."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError) as error:
        raise UserError(f"'{name}' of {path} cannot be called.", "Write def my_features(data): ...") from error
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = [p for p in parameters if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if not places or places[0].name == "halo" or not set(map(str, needed)) <= {str(places[0])}:
        cause = f"The function '{name}' of {path} must take one argument, the data."
        raise UserError(cause, "Write def my_features(data), or def my_features(data, halo=3).")
    halo = next((p.default for p in parameters if p.name == "halo"), 0)
    if not isinstance(halo, int) or isinstance(halo, bool) or not 0 <= halo <= WIDEST_HALO:
        cause = f"The halo of the function '{name}' of {path} is {halo!r}."
        raise UserError(cause, f"Give a whole number of pixels from 0 to {WIDEST_HALO}: def {name}(data, halo=3).")
    return halo
