"""What a report's page shows beside the figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from landweave.engine.types import Json
from landweave.engine.validation.error_map import Checked


class LegendRow(NamedTuple):
    """A class of the map: colour as `#rrggbb`, ground covered in m2 (None: not known), share of the mapped area."""

    code: int
    name: str
    colour: str
    area_m2: float | None
    share: float


class Acquisition(NamedTuple):
    """An image: its tile, ISO date, and cloud share in percent where known."""

    tile: str
    day: str
    cloud_percent: float | None


class Picture(NamedTuple):
    """A small picture of the map as `data:` address, its extent in the map's CRS, and height by width on the ground."""

    png: str
    extent: tuple[float, float, float, float]
    proportion: float


@dataclass(frozen=True)
class Details:
    """What the page shows beside the figures; everything may be missing.

    Args:
        map_png, confidence_png: pictures as `data:` addresses.
        width_m: ground shown from left to right, for the scale bar; 0: none.
        place: CRS, pixel size and extent in words.
        legend: the classes of the map.
        areas_corrected: whether areas were taken on the ellipsoid.
        nodata_share: share of the map's pixels without a class.
        acquisitions: images used.
        target_dates: ISO dates at which the series is described.
        sensors: name of each, and its bands and indices.
        versions: of the software.
        left_out: number of products that the scan left out.
        checked: what was found in each reference feature.
        picture: where they are drawn; None: nowhere.
        area_estimate: what `estimate_area` found.
    """

    map_png: str = ""
    confidence_png: str = ""
    width_m: float = 0.0
    place: str = ""
    legend: tuple[LegendRow, ...] = ()
    areas_corrected: bool = False
    nodata_share: float = 0.0
    acquisitions: tuple[Acquisition, ...] = ()
    target_dates: tuple[str, ...] = ()
    sensors: tuple[tuple[str, str], ...] = ()
    versions: Json = field(default_factory=dict)
    left_out: int = 0
    checked: Checked | None = None
    picture: Picture | None = None
    area_estimate: Json = None
