"""The SERIES file: how the user wants the time series to be described, checked by name and type."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.series.option_checks import problem_of
from landweave.engine.series.plan import FILLED
from landweave.engine.types import Json

DEFAULT_INDICES = ("NDVI", "NDWI", "brightness")
RADAR_INDICES = ("RATIO",)
"""What the default indices are of a sensor that measures backscatter."""

REMEDY = "Correct the series options file (SERIES)."

_PATHS = ("user_features", "thermal_time")  # keys that hold the path of a file


@dataclass(frozen=True)
class SeriesOptions:
    """The SERIES file. Its defaults are those of the French national land-cover map.

    Args:
        sensors: sensors to use and their bands, e.g. `{"S2": ["B2", "B8"]}`, or options of their own, e.g.
            `{"S2": {"bands": ["B2"], "step_days": 5}}`; empty: all.
        step_days: distance of the target dates.
        start_date, end_date: ISO dates of the target grid; empty: first and last acquisition.
        dates: `regular` (every step_days) or `acquisitions` (the dates on which every tile has an image; with the
            filling `masked`, those on which any has).
        filling: a key of `filling.FILLINGS`; `none` and `masked` (values as acquired) need `acquisitions`.
        filling_options: of the filling.
        describe: what describes the year, of `option_checks.DESCRIPTIONS`.
        indices: spectral indices: names, or `{"name": ..., "expression": "(B8 - B5) / (B8 + B5)"}`.
        relative_to: band that the filled bands are divided by.
        composites, metrics, phenology, harmonics: options of these descriptions.
        roles: which band is blue, green, red, nir, swir by sensor, where the names do not tell.
        resampling: how pixels of other sizes or places come to the grid.
        clear: by the mask's meaning (`scl`, `qa_pixel`, `fmask`), the values (`scl`) or bits that make a pixel invalid.
        radar: `db` or `linear`.
        speckle_window: pixels along the side of the window of the multi-temporal speckle filter; 0: none.
        static: names of the catalogue's layers without date to use; None: all.
        neighbourhood, texture: features of the surroundings of a pixel.
        user_features: `{"file": "mine.py", "functions": ["texture_of_hedges"]}`.
        pca: `{"by": "global", "components": 20}`.
        grid: `{"crs": "EPSG:2154", "resolution": 10, "extent": [x_min, y_min, x_max, y_max]}`.
        reference: sensor whose tiles and pixels the run has.
        thermal_time: growing-degree time in the place of days: `{"table": "temperature.csv", "base": 0,
            "step_degree_days": 100}`, or `rasters`, a folder, instead of `table`.
    """

    sensors: Json = None
    step_days: int = 10
    start_date: str = ""
    end_date: str = ""
    dates: str = "regular"
    filling: str = "linear"
    filling_options: Json = None
    describe: tuple[str, ...] = (FILLED,)
    indices: tuple[Any, ...] = DEFAULT_INDICES
    relative_to: str = ""
    composites: Json = None
    metrics: Json = None
    phenology: Json = None
    harmonics: Json = None
    roles: Json = None
    resampling: str = "cubic"
    clear: Json = None
    radar: str = "db"
    speckle_window: int = 0
    static: Json = None
    neighbourhood: Json = None
    texture: Json = None
    user_features: Json = None
    pca: Json = None
    grid: Json = None
    reference: str = ""
    thermal_time: Json = None

    def of_sensor(self, sensor: str) -> SeriesOptions:
        """Return the options with those that the sensor has of its own."""
        own = (self.sensors or {}).get(sensor)
        if not isinstance(own, Mapping):
            return self
        return replace(self, **_as_fields({**_own_filling(own), **{k: v for k, v in own.items() if k != "bands"}}))

    def bands_of(self, sensor: str) -> tuple[str, ...]:
        """Return the bands wanted of a sensor; empty: all."""
        own = (self.sensors or {}).get(sensor, ())
        return tuple(own.get("bands", ()) if isinstance(own, Mapping) else own)

    def unused(self) -> tuple[str, ...]:
        """Return a sentence about each way to describe the year that has options here, but that is not listed."""
        each = [self, *map(self.of_sensor, self.sensors or ())]
        listed = {kind for options in each for kind in options.describe}
        return tuple(
            f"SERIES has options of '{kind}', but 'describe' does not list it: they are not used."
            for kind in ("composites", "metrics", "phenology", "harmonics")
            if kind not in listed and any(getattr(options, kind) for options in each)
        )


SENSOR_KEYS = (
    "step_days", "start_date", "end_date", "dates", "filling", "filling_options", "describe", "indices", "relative_to",
    "composites", "metrics", "phenology", "harmonics", "resampling", "radar", "speckle_window", "thermal_time",
)
"""Options that a sensor may have of its own."""

WITHOUT_DESCRIBE = ("user_features", "neighbourhood", "texture")
"""What may describe the year where `describe` is empty."""


def load_options(path: str = "") -> SeriesOptions:
    """Read the series options file; an empty path gives the defaults. Paths in it count from its folder.

    Raises:
        UserError: if the file is no JSON object, or naming the key that is unknown or has a wrong value.
    """
    if not path:
        return SeriesOptions()
    try:
        values = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"The series options {path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"The series options {path} are not JSON: {error}.", REMEDY) from error
    return options_from_json(values, path, Path(path).resolve().parent)


def named_files(path: str) -> tuple[str, ...]:
    """Return the files, and folders of rasters, that a series options file names: what it describes depends on them.

    Raises:
        UserError: as `load_options`.
    """
    options = load_options(path)
    thermal = [options.thermal_time, *(options.of_sensor(s).thermal_time for s in options.sensors or {})]
    named = [(options.user_features or {}).get("file", "")]
    named += [(given or {}).get(key, "") for given in thermal for key in ("table", "rasters")]
    return tuple(dict.fromkeys(name for name in named if name))


def options_from_json(values: Json, name: str = "SERIES", folder: Path | None = None) -> SeriesOptions:
    """Check plain values and return them as options.

    Args:
        values: the JSON object.
        name: of the file, for messages.
        folder: that relative paths in it count from; None: they are left as they are.

    Raises:
        UserError: naming the key that is unknown or has a wrong value.
    """
    if not isinstance(values, dict):
        raise UserError(f"{name} does not hold a JSON object.", REMEDY)
    _check_keys(values, [f.name for f in fields(SeriesOptions)], name)
    _check_filling(values, name)
    sensors = values.get("sensors") if isinstance(values.get("sensors"), dict) else {}
    for sensor, own in (sensors or {}).items():
        if isinstance(own, dict):
            _check_keys(own, ["bands", *SENSOR_KEYS], f"{name}, sensor {sensor}")
            _check_filling({**values, **_own_filling(own), **own}, f"{name}, sensor {sensor}")
    if values.get("describe") == [] and all(values.get(key) is None for key in WITHOUT_DESCRIBE):
        raise UserError(f"{name}: 'describe' is empty, and there is none of {', '.join(WITHOUT_DESCRIBE)} either: "
                        "nothing would describe the year.", REMEDY)
    if folder is not None:
        values = _all_placed(values, folder)
        placed = {s: _all_placed(own, folder) if isinstance(own, dict) else own for s, own in (sensors or {}).items()}
        values = {**values, "sensors": placed} if sensors else values
    return SeriesOptions(**_as_fields(values))


def _check_keys(values: Mapping[str, Json], known: Sequence[str], name: str) -> None:
    for key, value in values.items():
        if key not in known:
            raise UserError(f"{name} has an unknown key '{key}'.", f"Known keys: {', '.join(known)}.")
        problem = problem_of(key, value)
        if problem:
            raise UserError(f"{name}: '{key}' is {json.dumps(value)[:60]}, but {problem}.", REMEDY)


def _own_filling(own: Mapping[str, Json]) -> dict[str, Json]:
    """Return what a filling of a sensor's own changes besides: options of another filling do not go with it."""
    return {"filling_options": None} if "filling" in own else {}


def _check_filling(values: Mapping[str, Json], name: str) -> None:
    from landweave.engine.series.filling import check_options

    given = values.get("filling_options") or {}
    problem = check_options(values.get("filling", "linear"), given)
    if problem:
        raise UserError(f"{name}: 'filling_options' is {json.dumps(given)[:60]}, but {problem}.", REMEDY)


def _as_fields(values: Mapping[str, Json]) -> dict[str, Any]:
    return {k: tuple(v) if k in ("indices", "describe") else v for k, v in values.items()}


def _all_placed(values: Mapping[str, Json], folder: Path) -> dict[str, Json]:
    return {k: _placed(v, folder) if k in _PATHS else v for k, v in values.items()}


def _placed(value: Json, folder: Path) -> Json:
    """Return options whose file counts from a folder."""
    if not isinstance(value, dict):
        return value
    named = ("file", "table", "rasters")
    return {k: str(folder / v) if k in named and isinstance(v, str) else v for k, v in value.items()}
