"""How the features of a pixel are made of the time series: one plan for all tiles of a run.

The plan is what remains of the user's options (`options.py`) when the products are known. It is stored with samples
and models, and the list of features follows from it alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache

from landweave.engine.types import Json

VERSION = 2
"""Of the plan: 1 had filled dates of one or several sensors on one grid only, and is read as such."""

FILLED = "filled"
"""The group of features that are values on the target dates."""

MASKED = "masked"
"""The filling that leaves gaps as they are, for learners that know what is missing."""


@dataclass(frozen=True)
class Group:
    """Features of one kind.

    Args:
        kind: a key of `features.groups.GROUPS` (of a sensor) or of `features.around.KINDS` (of the neighbourhood).
        options: plain values, complete.
    """

    kind: str
    options: Json = field(default_factory=dict)


@dataclass(frozen=True)
class SensorPlan:
    """What is computed from one sensor.

    Args:
        sensor: its key.
        bands: names, in feature order.
        indices: those that its bands allow.
        roles: pairs of role and band name (`("nir", "B8")`).
        target_dates: ISO dates, ascending.
        filling: a key of `series.filling.FILLINGS`.
        resampling: `cubic`, `bilinear`, `nearest` or `average`: how its pixels come to the grid of the tile.
        filling_options: of the filling; None: its defaults.
        expressions: pairs of name and formula in band names, of the indices that are not built in.
        groups: what describes the year.
        relative_to: band by which the filled bands are divided; empty: they are not.
        unit: of its bands.
        invalid: by meaning of a mask (`scl`), the values, or the bits, that make a pixel invalid; None: as the
            product has it.
        radar: `db` or `linear`: what backscatter is read as.
        speckle_window: pixels along the side of the window of the speckle filter; 0: none.
        thermal: growing-degree time in the place of days (see `series.thermal`); None: days.
    """

    sensor: str
    bands: tuple[str, ...]
    indices: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    target_dates: tuple[str, ...]
    filling: str = "linear"
    resampling: str = "cubic"
    filling_options: Json = None
    expressions: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = (Group(FILLED),)
    relative_to: str = ""
    unit: str = "reflectance x 10000"
    invalid: Json = None
    radar: str = "db"
    speckle_window: int = 0
    thermal: Json = None

    @property
    def target_days(self) -> tuple[int, ...]:
        """Target dates as proleptic ordinals."""
        return _ordinals(self.target_dates)


@lru_cache(maxsize=64)
def _ordinals(dates: tuple[str, ...]) -> tuple[int, ...]:
    """Return dates as ordinals; asked for in every block of pixels."""
    return tuple(date.fromisoformat(d).toordinal() for d in dates)


@dataclass(frozen=True)
class StaticPlan:
    """A layer without a date that joins as a feature."""

    name: str
    unit: str = "as in the layer"


@dataclass(frozen=True)
class UserPlan:
    """Features of the user's own.

    Args:
        path: Python file.
        functions: names, in the order of the options.
        digest: SHA-256 of the file: what was learnt with it is only made with the same.
        halo: pixels around a block that the functions ask for.
        names: of the features.
    """

    path: str
    functions: tuple[str, ...]
    digest: str
    halo: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class TargetGrid:
    """The pixels of the result.

    Args:
        crs: well-known text or `EPSG:n`; empty: that of the sensor that the tiles are of.
        resolution: side of a pixel in units of the CRS; 0: that sensor's.
        extent: (x_min, y_min, x_max, y_max) in that CRS; empty: all of the tiles. Pixels begin at its upper left
            corner, else at a multiple of the resolution.
    """

    crs: str = ""
    resolution: float = 0.0
    extent: tuple[float, ...] = ()


@dataclass(frozen=True)
class Feature:
    """One column of the feature matrix: `S2_B8_20180511`.

    Args:
        name: readable and unique.
        sensor: sensor key; empty for imported tables and layers without a date.
        source: band, index, or what was made of it (`NDVI_p50`).
        date: ISO date; empty when it has none.
        unit: what 1 of the stored number means (`reflectance x 10000`).
    """

    name: str
    sensor: str
    source: str
    date: str
    unit: str


@dataclass(frozen=True)
class SeriesPlan:
    """The plan of all sensors; the feature list follows from it.

    Args:
        sensors: in the order of their features.
        static: layers without a date.
        around: features of the neighbourhood of a pixel (`neighbourhood`, `texture`).
        user: features of the user's own.
        grid: pixels of the result; None: those of the sensor that the tiles are of.
        reference: sensor whose tiles and pixels are those of the run; empty: the one of the finest pixels.
        reduction: principal components that a model is fitted on instead (`learning.reduction`); None: none.
        embedding: pretrained weights, by whose embeddings of the series a model is fitted instead
            (`learning.networks.embedding`): `path` and `digest`; None: none.
        version: of the rules by which it is read.
    """

    sensors: tuple[SensorPlan, ...]
    static: tuple[StaticPlan, ...] = ()
    around: tuple[Group, ...] = ()
    user: UserPlan | None = None
    grid: TargetGrid | None = None
    reference: str = ""
    reduction: Json = None
    embedding: Json = None
    version: int = VERSION

    @property
    def dtype(self) -> str:
        """Type of the feature matrix: `int16`, or `float32` where layers or the user's functions give real numbers."""
        return "float32" if self.static or self.user is not None else "int16"

    @property
    def halo(self) -> int:
        """Pixels around a block that its features need."""
        from landweave.engine.features.around import halo_of

        return max([0 if self.user is None else self.user.halo, *(halo_of(g) for g in self.around)])

    def features(self) -> tuple[Feature, ...]:
        """Return the features in matrix order: sensor by sensor, layers, neighbourhood, the user's own."""
        from landweave.engine.features.naming import plan_features

        return plan_features(self)

    def to_json(self) -> Json:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Json) -> SeriesPlan:
        """Build from what `to_json` gave, in this version or an earlier one.

        Raises:
            ValueError: if a newer version wrote it.
            KeyError, TypeError: if it is no plan.
        """
        if values.get("version", 1) > VERSION:
            raise ValueError(f"its features were planned by a newer Landweave, in version {values['version']}")
        user, grid = values.get("user"), values.get("grid")
        return cls(
            tuple(_sensor(s) for s in values["sensors"]),
            tuple(StaticPlan(**s) for s in values.get("static", ())),
            tuple(Group(**g) for g in values.get("around", ())),
            None if user is None else UserPlan(
                **{**user, "functions": tuple(user["functions"]), "names": tuple(user["names"])}),
            None if grid is None else TargetGrid(**{**grid, "extent": tuple(grid["extent"])}),
            values.get("reference", ""),
            values.get("reduction"),
            values.get("embedding"),
            VERSION,
        )


def _sensor(values: Json) -> SensorPlan:
    tuples = {key: tuple(values[key]) for key in ("bands", "indices", "target_dates")}
    pairs = {key: tuple((a, b) for a, b in values.get(key, ())) for key in ("roles", "expressions")}
    groups = tuple(Group(**g) for g in values["groups"]) if "groups" in values else (Group(FILLED),)
    return SensorPlan(**{**values, **tuples, **pairs, "groups": groups})
