"""How the time series is described: the user's options, and the plan they become for given products.

`SeriesOptions` is the SERIES file (every key optional). `SeriesPlan` is what remains
when the products are known: one and the same for all tiles of a run, stored with
samples and models. The feature list follows from the plan alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from landweave.engine.types import Json


@dataclass(frozen=True)
class SeriesOptions:
    """The SERIES file. Its defaults are those of the French national land-cover map.

    Args:
        sensors: sensors to use and their bands, e.g. `{"S2": ["B2", "B8"]}`; empty: all.
        step_days: distance of the target dates.
        start_date, end_date: ISO dates of the target grid; empty: first and last acquisition.
        dates: `regular` (every step_days) or `acquisitions` (the dates on which every tile has an image).
        filling: `linear`, or `none` (values as acquired, needs `acquisitions`).
        indices: spectral indices computed from the filled bands.
        roles: which band is blue, green, red, nir, swir by sensor, where the names do not tell.
        resampling: `cubic` or `nearest`, for bands coarser than the grid.
    """

    sensors: Json = None
    step_days: int = 10
    start_date: str = ""
    end_date: str = ""
    dates: str = "regular"
    filling: str = "linear"
    indices: tuple[str, ...] = ("NDVI", "NDWI", "brightness")
    roles: Json = None
    resampling: str = "cubic"


@dataclass(frozen=True)
class SensorPlan:
    """What is computed from one sensor.

    Args:
        sensor: its key.
        bands: names, in feature order.
        indices: those that its bands allow.
        roles: pairs of role and band name (`("nir", "B8")`).
        target_dates: ISO dates, ascending.
        filling: as in SeriesOptions.
        resampling: as in SeriesOptions.
    """

    sensor: str
    bands: tuple[str, ...]
    indices: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    target_dates: tuple[str, ...]
    filling: str = "linear"
    resampling: str = "cubic"

    @property
    def target_days(self) -> tuple[int, ...]:
        """Target dates as proleptic ordinals."""
        return tuple(date.fromisoformat(d).toordinal() for d in self.target_dates)


@dataclass(frozen=True)
class Feature:
    """One column of the feature matrix: `S2_B8_20180511`.

    Args:
        name: readable and unique.
        sensor: sensor key; empty for imported tables.
        source: band or index.
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
    """The plan of all sensors; the feature list follows from it."""

    sensors: tuple[SensorPlan, ...]

    def features(self) -> tuple[Feature, ...]:
        """Return the features in matrix order: by sensor; date by date all bands; then index by index all dates."""
        found: list[Feature] = []
        for s in self.sensors:
            by_date = [(b, d) for d in s.target_dates for b in s.bands]
            by_index = [(i, d) for i in s.indices for d in s.target_dates]
            for source, iso in by_date + by_index:
                unit = "reflectance x 10000" if source in s.bands else "index x 10000"
                found.append(Feature(f"{s.sensor}_{source}_{iso.replace('-', '')}", s.sensor, source, iso, unit))
        return tuple(found)

    def to_json(self) -> Json:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Json) -> SeriesPlan:
        """Build from what `to_json` gave."""
        sensors = []
        for s in values["sensors"]:
            tuples = {key: tuple(s[key]) for key in ("bands", "indices", "target_dates")}
            sensors.append(SensorPlan(**{**s, **tuples, "roles": tuple((r, b) for r, b in s["roles"])}))
        return cls(tuple(sensors))
