"""The user's own features in a plan: checked on a small block before a run, computed on its blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.features.groups import source_unit
from landweave.engine.features.indices import scale_of
from landweave.engine.features.user_features import FeatureData, SensorArrays, UserFunctions, load_functions
from landweave.engine.features.view import SensorView
from landweave.engine.series.plan import SensorPlan, SeriesPlan, UserPlan
from landweave.engine.types import Float32Array, Int16Array, Json

_SIDE = 12  # pixels of the block that functions are tried on, without its halo
_SEED = 0
_REFLECTANCE, _BACKSCATTER = (200, 4500), (-2500, 0)


def plan_user_features(options: Json, plan: SeriesPlan, say: Callable[[str], None]) -> UserPlan:
    """Load the user's functions, try them on a small block, and return what the plan keeps of them.

    Args:
        options: `file` and `functions` of the SERIES file.
        plan: all else that is planned: what the functions may ask for.
        say: told of functions that look farther than they say.

    Raises:
        UserError: naming the file and line of what is wrong.
    """
    path = options.get("file", "")
    if not path:
        raise UserError("The features of your own name no file.", "Give 'file' under 'user_features' in SERIES.")
    functions = load_functions(path, tuple(options.get("functions", ())))
    data = _small_block(plan, functions.halo)
    names = functions.names_on(data)
    taken = {f.name for f in plan.features()}
    for name in names:
        if name in taken:
            raise UserError(f"{path} gives a feature '{name}', which is there already.", "Give it another name.")
    for name in functions.reach_beyond(data):
        say(f"The function '{name}' of {path} looks at pixels beyond its halo of {functions.halo}: its results depend "
            "on how the area is cut into blocks, and seams may show. Let it ask for a larger halo.")
    return UserPlan(path, tuple(options["functions"]), functions.digest, functions.halo, names)


def user_planes(
    plan: SeriesPlan, views: Mapping[str, SensorView], static: Float32Array, shape: tuple[int, int], halo: int
) -> Float32Array:
    """Return the user's features of a block, shape (feature, row, column) without the halo, NaN where unknown.

    Args:
        plan: with a user's part.
        views: of the sensors, their pixels row by row.
        static: layers without date, shape (layer, pixel).
        shape: (rows, columns) of the block with its halo.
        halo: pixels on each side.

    Raises:
        UserError: if the file changed since the plan was made, or a function fails.
    """
    user = plan.user
    if user is None:
        raise ValueError("a plan without features of the user's own")
    arrays = {}
    for sensor in plan.sensors:
        view = views[sensor.sensor]
        arrays[sensor.sensor] = _arrays(
            sensor, _square(view.values, shape), view.valid.reshape(-1, *shape), view.days.tolist(),
            _square(view.series((*sensor.bands, *sensor.indices), filled=True), shape),
        )
    layers = {s.name: plane.reshape(shape) for s, plane in zip(plan.static, static)}
    return _kept(user).compute(FeatureData(arrays, layers, halo), user.names)


def check_unchanged(user: UserPlan, digest: str = "") -> None:
    """Check that the user's file is what the plan was made with.

    Args:
        user: part of a plan.
        digest: of the file as it was read; empty: it is read here.

    Raises:
        UserError: naming the file if it is gone or was changed.
    """
    remedy = "Put it back as it was (the run folder keeps a copy), or make the samples and the model again."
    try:
        found = digest or hashlib.sha256(Path(user.path).read_bytes()).hexdigest()
    except OSError as error:
        cause = f"The file of features {user.path}, which samples or a model were made with, cannot be read"
        raise UserError(f"{cause}: {error.strerror}.", remedy) from error
    if found != user.digest:
        raise UserError(f"{user.path} was changed since samples or a model were made with it.", remedy)


def moved(plan: SeriesPlan, path: str) -> SeriesPlan:
    """Return a plan whose file of the user's own features lies elsewhere; an empty path leaves it.

    The file is looked at at once: it must be there, and be the one that the plan was made with.

    Raises:
        UserError: if it is gone or another one.
    """
    if plan.user is None:
        return plan
    found = replace(plan, user=replace(plan.user, path=path or plan.user.path))
    if not Path(found.user.path if found.user else "").is_file():
        raise UserError(
            f"The features of the user's own come from {path or plan.user.path}, which is not there.",
            "Say where the file lies now (USER_FEATURES); run folders keep a copy of it.",
        )
    if found.user is not None:
        _kept(found.user)
    return found


@lru_cache(maxsize=4)
def _kept(user: UserPlan) -> UserFunctions:
    functions = load_functions(user.path, user.functions)
    check_unchanged(user, functions.digest)
    return functions


def _arrays(
    plan: SensorPlan, raw: Int16Array, valid: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], days: list[int],
    filled: Int16Array,
) -> SensorArrays:
    scales = {index: scale_of(source_unit(plan, index)) for index in plan.indices}
    return SensorArrays(
        plan.bands, raw, valid, days, filled, (*plan.bands, *plan.indices), list(plan.target_days),
        scale_of(plan.unit), scales,
    )


def _square(values: Int16Array, shape: tuple[int, int]) -> Int16Array:
    return values.reshape(*values.shape[:2], *shape)


def _small_block(plan: SeriesPlan, halo: int) -> FeatureData:
    """Return a block of plausible values."""
    rng = np.random.default_rng(_SEED)
    side = _SIDE + 2 * halo
    arrays = {}
    for sensor in plan.sensors:
        low, high = _BACKSCATTER if sensor.unit.startswith("dB") else _REFLECTANCE
        days = np.array(sensor.target_days, np.int64)
        values = rng.integers(low, high, (len(days), len(sensor.bands), side * side)).astype(np.int16)
        view = SensorView(values, np.ones((len(days), side * side), np.bool_), days, sensor)
        sources = (*sensor.bands, *sensor.indices)
        arrays[sensor.sensor] = _arrays(
            sensor, _square(values, (side, side)), np.ones((len(days), side, side), np.bool_), days.tolist(),
            _square(view.series(sources, filled=False), (side, side)),
        )
    layers = {s.name: rng.uniform(0, 1000, (side, side)).astype(np.float32) for s in plan.static}
    return FeatureData(arrays, layers, halo)
