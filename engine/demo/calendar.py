"""Who looks when: the sun of a pass, and what each tile got of Sentinel-2's two orbits and two satellites."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from landweave.engine.demo.area import TILES, Area

ORBITS = ("051", "008")
_FIRST_DAYS = (2, 4)
_REPEAT_DAYS = 5
_TIMES = ("105851.024", "104841.024")
_LATITUDE = math.radians(44.0)


@dataclass(frozen=True)
class Pass:
    """One pass of a satellite over the area.

    Args:
        number: place in the list of all passes of all sensors; part of every random key.
        day: day of the year, from 1.
        year: of the pass.
    """

    number: int
    day: int
    year: int

    @property
    def clock(self) -> str:
        """Time of the day, UTC (`105851.024`)."""
        raise NotImplementedError

    @property
    def date(self) -> date:
        """Calendar day."""
        return date(self.year, 1, 1) + timedelta(days=self.day - 1)

    @property
    def time(self) -> datetime:
        """Time of the acquisition, UTC."""
        return datetime.combine(self.date, datetime.strptime(self.clock, "%H%M%S.%f").time())

    @property
    def sun_angles(self) -> tuple[float, float]:
        """Zenith and azimuth of the sun in degrees, by the usual series for declination and hour angle."""
        declination = math.radians(23.44) * math.sin(2 * math.pi * (self.day - 81) / 365.25)
        hour = math.radians((self.time.hour + self.time.minute / 60 + 1.5 / 15 - 12) * 15)
        up = math.sin(_LATITUDE) * math.sin(declination) + math.cos(_LATITUDE) * math.cos(declination) * math.cos(hour)
        zenith = math.acos(up)
        south = math.cos(declination) * math.cos(hour) * math.sin(_LATITUDE) - math.sin(declination) * math.cos(
            _LATITUDE
        )
        west = math.cos(declination) * math.sin(hour)
        return math.degrees(zenith), math.degrees(math.atan2(west, south)) + 180.0


@dataclass(frozen=True)
class Acquisition(Pass):
    """One pass of Sentinel-2.

    Args:
        orbit: relative orbit.
        tiles: tiles that a product was made of.
    """

    orbit: str
    tiles: tuple[str, ...]

    @property
    def satellite(self) -> str:
        """SENTINEL2A or SENTINEL2B, in turn every five days."""
        return "SENTINEL2A" if self.day // _REPEAT_DAYS % 2 else "SENTINEL2B"

    @property
    def clock(self) -> str:
        """Time of the day, UTC (`105851.024`)."""
        return _TIMES[ORBITS.index(self.orbit)]

    def product_name(self, tile: str) -> str:
        """Return the name of the product's folder."""
        stamp = f"{self.time:%Y%m%d-%H%M%S}-{self.time.microsecond // 1000:03d}"
        return f"{self.satellite}_{stamp}_L2A_T{tile}_C_V2-2"


def acquisitions(area: Area) -> tuple[Acquisition, ...]:
    """Return the passes of the year: each tile has `area.dates` of them, a few of them for this tile alone."""
    passes = sorted(
        (day, orbit)
        for orbit, first in zip(ORBITS, _FIRST_DAYS)
        for day in range(first, 366, _REPEAT_DAYS)
    )
    extra = max(1, area.dates // 5)
    wanted = min(area.dates + extra, len(passes))
    chosen = np.round(np.linspace(0, len(passes) - 1, wanted)).astype(int)
    rng = np.random.default_rng(np.random.SeedSequence([area.seed, 1]))
    order = rng.permutation(wanted)
    missing = wanted - area.dates
    without = {TILES[0]: set(order[:missing].tolist()), TILES[1]: set(order[-missing:].tolist())}
    out = []
    for number, place in enumerate(chosen.tolist()):
        tiles = tuple(tile for tile in TILES if number not in without[tile])
        if tiles:
            out.append(Acquisition(number, passes[place][0], area.year, passes[place][1], tiles))
    return tuple(out)
