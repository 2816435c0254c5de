"""Landsat Collection 2 Level 2 products of the demo: calendar, files and metadata as the USGS delivers them.

Source: Landsat 8-9 Collection 2 Level 2 Science Product Guide, LSDS-1619 (names, scale, fields of the MTL file).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np

from landweave.engine.demo.area import FIRST_YEAR, Area
from landweave.engine.demo.calendar import Pass
from landweave.engine.demo.landsat import BANDS, CLOUD, FILL, FILL_QA, OFFSET, SCALE, Frame, sky_of, take_landsat
from landweave.engine.demo.objects import Objects
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.warp import reproject_extent
from landweave.engine.types import AnyArray

PATH, ROW = "198", "030"
_FIRST_NUMBER = 500
_FIRST_DAYS = {"8": 4, "9": 316}
"""Path 198 in 2021; Landsat 9 gave its first images in November of that year, eight days after Landsat 8."""
_REPEAT_DAYS = 16
_CLOCK = "103921.482"
_MADE_AFTER = timedelta(days=11)
_BLOCK_PIXELS = 2_000_000
Groups = dict[str, dict[str, str]]


@dataclass(frozen=True)
class LandsatPass(Pass):
    """One pass of Landsat.

    Args:
        satellite: `8` or `9`.
    """

    satellite: str

    @property
    def clock(self) -> str:
        """Time of the day, UTC."""
        return _CLOCK

    @property
    def name(self) -> str:
        """Name of the product."""
        made = self.date + _MADE_AFTER
        return f"LC0{self.satellite}_L2SP_{PATH}{ROW}_{self.date:%Y%m%d}_{made:%Y%m%d}_02_T1"


def landsat_passes(year: int = FIRST_YEAR) -> tuple[LandsatPass, ...]:
    """Return the passes of the year by day: each satellite every 16 days."""
    days = [(day, name) for name, first in _FIRST_DAYS.items() for day in range(first, 366, _REPEAT_DAYS)]
    return tuple(LandsatPass(_FIRST_NUMBER + n, day, year, name) for n, (day, name) in enumerate(sorted(days)))


def write_landsat(area: Area, objects: Objects, passing: LandsatPass, folder: Path) -> None:
    """Write the product of one pass, `folder/<name>/<name>_SR_B1.TIF` and its like."""
    frame, sky, name = Frame(area), sky_of(area, passing), passing.name
    where = folder / name
    clouds = seen = 0
    with ExitStack() as stack:
        def file(ending: str, nodata: int | None) -> RasterWriter:
            writer = RasterWriter(where / f"{name}_{ending}.TIF", frame.grid, 1, "uint16", nodata, overviews=False)
            return stack.enter_context(writer)

        bands = {band: file(f"SR_{band}", FILL) for band in BANDS}
        quality, saturated = file("QA_PIXEL", FILL_QA), file("QA_RADSAT", None)
        step = max(64, _BLOCK_PIXELS // (9 * frame.grid.columns))
        for first in range(0, frame.grid.rows, step):
            rows = (first, min(first + step, frame.grid.rows))
            scene = take_landsat(frame, objects, passing, sky, rows)
            window = Window(0, first, frame.grid.columns, rows[1] - first)
            for band, values in scene.bands.items():
                bands[band].write(window, values)
            quality.write(window, scene.quality)
            saturated.write(window, scene.saturated)
            clouds, seen = clouds + _count(scene.quality == CLOUD), seen + _count(scene.quality != FILL_QA)
    text = mtl_text(passing, frame.grid, 100 * clouds / max(1, seen), _to_lon_lat(frame.grid))
    (where / f"{name}_MTL.txt").write_text(text, encoding="ascii", newline="\n")


def mtl_text(passing: LandsatPass, grid: Grid, cloud_percent: float,
             to_lon_lat: Callable[[float, float], tuple[float, float]]) -> str:
    """Return the text of `*_MTL.txt`.

    Args:
        passing: the pass.
        grid: of the product.
        cloud_percent: share of the image that QA_PIXEL calls cloud.
        to_lon_lat: turns CRS coordinates into longitude and latitude.
    """
    groups = {
        "PRODUCT_CONTENTS": _contents(passing.name),
        "IMAGE_ATTRIBUTES": _attributes(passing, cloud_percent),
        "PROJECTION_ATTRIBUTES": _projection(grid, to_lon_lat),
        "LEVEL2_PROCESSING_RECORD": {
            "ORIGIN": '"Computed by Landweave: nothing was measured"', "PROCESSING_LEVEL": '"L2SP"',
            "LANDSAT_PRODUCT_ID": f'"{passing.name}"',
        },
        "LEVEL2_SURFACE_REFLECTANCE_PARAMETERS": _scaling(),
    }
    lines = ["GROUP = LANDSAT_METADATA_FILE"]
    for group, fields in groups.items():
        lines += [f"  GROUP = {group}", *(f"    {key} = {value}" for key, value in fields.items()),
                  f"  END_GROUP = {group}"]
    return "\n".join([*lines, "END_GROUP = LANDSAT_METADATA_FILE", "END", ""])


def _contents(name: str) -> dict[str, str]:
    files = {f"FILE_NAME_BAND_{band[1:]}": f'"{name}_SR_{band}.TIF"' for band in BANDS}
    types = {f"DATA_TYPE_BAND_{band[1:]}": '"UINT16"' for band in BANDS}
    return {
        "ORIGIN": '"Computed by Landweave: nothing was measured"', "LANDSAT_PRODUCT_ID": f'"{name}"',
        "PROCESSING_LEVEL": '"L2SP"', "COLLECTION_NUMBER": "02", "COLLECTION_CATEGORY": '"T1"',
        "OUTPUT_FORMAT": '"GEOTIFF"', **files,
        "FILE_NAME_QUALITY_L1_PIXEL": f'"{name}_QA_PIXEL.TIF"',
        "FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION": f'"{name}_QA_RADSAT.TIF"',
        "FILE_NAME_METADATA_ODL": f'"{name}_MTL.txt"', **types,
        "DATA_TYPE_QUALITY_L1_PIXEL": '"UINT16"', "DATA_TYPE_QUALITY_L1_RADIOMETRIC_SATURATION": '"UINT16"',
    }


def _attributes(passing: LandsatPass, cloud_percent: float) -> dict[str, str]:
    zenith, azimuth = passing.sun_angles
    return {
        "SPACECRAFT_ID": f'"LANDSAT_{passing.satellite}"', "SENSOR_ID": '"OLI_TIRS"', "WRS_TYPE": "2",
        "WRS_PATH": str(int(PATH)), "WRS_ROW": str(int(ROW)), "NADIR_OFFNADIR": '"NADIR"',
        "TARGET_WRS_PATH": str(int(PATH)), "TARGET_WRS_ROW": str(int(ROW)),
        "DATE_ACQUIRED": passing.date.isoformat(), "SCENE_CENTER_TIME": f'"{passing.time:%H:%M:%S.%f}0Z"',
        "CLOUD_COVER": f"{cloud_percent:.2f}", "CLOUD_COVER_LAND": f"{cloud_percent:.2f}",
        "SUN_AZIMUTH": f"{azimuth if azimuth <= 180 else azimuth - 360:.8f}", "SUN_ELEVATION": f"{90 - zenith:.8f}",
        "EARTH_SUN_DISTANCE": f"{1 - 0.01672 * np.cos(2 * np.pi * (passing.day - 4) / 365.256):.7f}",
    }


def _projection(grid: Grid, to_lon_lat: Callable[[float, float], tuple[float, float]]) -> dict[str, str]:
    half = grid.pixel_width / 2  # the file names the centres of the corner pixels
    x_min, y_min, x_max, y_max = grid.extent
    left, right, lower, upper = x_min + half, x_max - half, y_min + half, y_max - half
    corners = {"UL": (left, upper), "UR": (right, upper), "LL": (left, lower), "LR": (right, lower)}
    places: dict[str, str] = {}
    for name, (x, y) in corners.items():
        lon, lat = to_lon_lat(x, y)
        places |= {f"CORNER_{name}_LAT_PRODUCT": f"{lat:.5f}", f"CORNER_{name}_LON_PRODUCT": f"{lon:.5f}"}
    for name, (x, y) in corners.items():
        places |= {f"CORNER_{name}_PROJECTION_X_PRODUCT": f"{x:.3f}", f"CORNER_{name}_PROJECTION_Y_PRODUCT": f"{y:.3f}"}
    return {
        "MAP_PROJECTION": '"UTM"', "DATUM": '"WGS84"', "ELLIPSOID": '"WGS84"', "UTM_ZONE": "31",
        "GRID_CELL_SIZE_REFLECTIVE": f"{grid.pixel_width:.2f}", "REFLECTIVE_LINES": str(grid.rows),
        "REFLECTIVE_SAMPLES": str(grid.columns), "ORIENTATION": '"NORTH_UP"', **places,
    }


def _scaling() -> dict[str, str]:
    out: dict[str, str] = {}
    for band in BANDS:
        number = band[1:]
        out |= {
            f"REFLECTANCE_MAXIMUM_BAND_{number}": f"{65535 * SCALE + OFFSET:.6f}",
            f"REFLECTANCE_MINIMUM_BAND_{number}": f"{SCALE + OFFSET:.6f}",
            f"QUANTIZE_CAL_MAX_BAND_{number}": "65535", f"QUANTIZE_CAL_MIN_BAND_{number}": "1",
            f"REFLECTANCE_MULT_BAND_{number}": f"{SCALE:.2e}", f"REFLECTANCE_ADD_BAND_{number}": f"{OFFSET:.6f}",
        }
    return out


def _to_lon_lat(grid: Grid) -> Callable[[float, float], tuple[float, float]]:
    def lon_lat(x: float, y: float) -> tuple[float, float]:
        lon, lat, _, _ = reproject_extent((x, y, x, y), grid.crs, "EPSG:4326")
        return lon, lat

    return lon_lat


def _count(where: AnyArray) -> int:
    return int(np.count_nonzero(where))
