"""Coordinate reference systems and warping of rasters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import isfinite

import numpy as np
from osgeo import gdal, osr

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.grid import Extent, Grid, Window
from landweave.engine.raster.io import check_whole, close_failed
from landweave.engine.runtime.files import atomic_path, disk_full, free_bytes
from landweave.engine.types import Float64Array

osr.UseExceptions()
_METRES_A_DEGREE = 111_320.0


def spatial_reference(crs: str) -> osr.SpatialReference:
    """Return a CRS given as well-known text or as `EPSG:n`, axes in the order x, y.

    Raises:
        UserError: if the text names no CRS.
    """
    reference = osr.SpatialReference()
    try:
        reference.SetFromUserInput(crs)
    except RuntimeError as error:
        raise UserError(f"'{crs[:60]}' is no coordinate reference system.", "Give one like EPSG:32631.") from error
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def metres_a_unit(crs: str) -> float:
    """Return how many metres a unit of a CRS is long; of a degree, along a meridian."""
    reference = spatial_reference(crs)
    return float(reference.GetLinearUnits()) if reference.IsProjected() else _METRES_A_DEGREE


def crs_name(crs: str) -> str:
    """Return a short name: `EPSG:32631` where there is a code, else the title."""
    reference = spatial_reference(crs)
    code = reference.GetAuthorityCode(None)
    return f"{reference.GetAuthorityName(None)}:{code}" if code else str(reference.GetName())


@lru_cache(maxsize=1024)
def same_crs(first: str, second: str) -> bool:
    """Tell whether two CRS are the same."""
    return first == second or bool(spatial_reference(first).IsSame(spatial_reference(second)))


def checked_extent(extent: tuple[float, ...]) -> Extent:
    """Return an extent as its four numbers.

    Raises:
        UserError: if it has others, or turned or endless sides.
    """
    if len(extent) == 4 and all(map(isfinite, extent)) and extent[0] < extent[2] and extent[1] < extent[3]:
        x_min, y_min, x_max, y_max = extent
        return x_min, y_min, x_max, y_max
    shown = ", ".join(f"{value:g}" for value in extent)
    raise UserError(f"The extent ({shown}) is not x_min, y_min, x_max, y_max.", "Correct EXTENT.")


def reproject_extent(extent: Extent, from_crs: str, to_crs: str) -> Extent:
    """Return the box around an extent in another CRS; its edges are followed, not only its corners.

    Raises:
        UserError: if it has no place there.
    """
    if same_crs(from_crs, to_crs):
        return extent
    what = f"The extent ({', '.join(f'{value:g}' for value in extent)})"
    with placed(what, from_crs, to_crs):
        transform = osr.CoordinateTransformation(spatial_reference(from_crs), spatial_reference(to_crs))
        x_min, y_min, x_max, y_max = transform.TransformBounds(*extent, 21)
        if not all(map(isfinite, (x_min, y_min, x_max, y_max))):
            raise RuntimeError("it lies outside")
    return (x_min, y_min, x_max, y_max)


@lru_cache(maxsize=4096)
def touches(grid: Grid, tile: Grid) -> bool:
    """Tell whether the box around a tile, in the CRS of a grid that may be as large as the globe, reaches into that."""
    try:
        x_min, y_min, x_max, y_max = reproject_extent(tile.extent, tile.crs, grid.crs)
    except UserError:  # the tile lies where that CRS cannot show it: far away
        return False
    left, bottom, right, top = grid.extent
    return x_min < right and x_max > left and y_min < top and y_max > bottom


def pixel_centres(grid: Grid, window: Window, crs: str) -> tuple[Float64Array, Float64Array]:
    """Return where the centres of a window's pixels lie in a CRS: x and y, both (row, col).

    Each centre is transformed by itself, so that it does not depend on the window.

    Args:
        grid: pixels.
        window: of the grid; it may reach outside.
        crs: well-known text or `EPSG:n`.

    Returns:
        Infinite where a centre has no place in the CRS.

    Raises:
        UserError: if none has.
    """
    columns = grid.x_min + (window.column + np.arange(window.columns) + 0.5) * grid.pixel_width
    rows = grid.y_max - (window.row + np.arange(window.rows) + 0.5) * grid.pixel_height
    x, y = (np.ascontiguousarray(a) for a in np.broadcast_arrays(columns[None, :], rows[:, None]))
    if same_crs(grid.crs, crs):
        return x, y
    points = np.column_stack([x.ravel(), y.ravel()])
    transform = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference(crs))
    try:
        moved = np.array(transform.TransformPoints(points), np.float64)
    except RuntimeError:  # raised as soon as one of them has no place
        moved = np.array([_moved(transform, point) for point in points], np.float64)
    if not np.isfinite(moved[:, :2]).any():
        with placed("The pixel grid of the map", grid.crs, crs):
            raise RuntimeError("it lies outside")
    return moved[:, 0].reshape(x.shape), moved[:, 1].reshape(x.shape)


def _moved(transform: osr.CoordinateTransformation, point: Float64Array) -> tuple[float, float, float]:
    """Return a point in another CRS; infinite where it has no place there."""
    try:
        x, y, z = transform.TransformPoint(float(point[0]), float(point[1]))
    except RuntimeError:
        return np.inf, np.inf, 0.0
    return x, y, z


@contextmanager
def placed(what: str, from_crs: str, to_crs: str) -> Iterator[None]:
    """Turn what PROJ says of coordinates that it cannot bring to another CRS into an error for the user.

    Args:
        what: begins the sentence: what is brought there.
        from_crs: where it is.
        to_crs: where it shall be.

    Raises:
        UserError: naming both CRS.
    """
    try:
        yield
    except RuntimeError as error:
        raise UserError(
            f"{what} cannot be brought from {crs_name(from_crs)} to {crs_name(to_crs)} ({brief(error)}).",
            "Check that its coordinate reference system is the right one, and the place within what both can show.",
        ) from error


def grid_in_crs(grid: Grid, crs: str) -> Grid:
    """Return the grid in another CRS that covers a grid at about its resolution.

    Raises:
        UserError: if it has no place there.
    """
    source = gdal.GetDriverByName("MEM").Create("", grid.columns, grid.rows, 1)
    source.SetGeoTransform(grid.geotransform)
    source.SetProjection(grid.crs)
    wkt = spatial_reference(crs).ExportToWkt()
    with placed("The pixel grid of the images", grid.crs, wkt):
        warped = gdal.AutoCreateWarpedVRT(source, grid.crs, wkt)
    x_min, width, _, y_max, _, height = warped.GetGeoTransform()
    return Grid(warped.GetProjection(), x_min, y_max, width, -height, warped.RasterXSize, warped.RasterYSize)


def warp_to_grid(path: str, grid: Grid, output: str, resampling: str = "near") -> None:
    """Write a raster resampled to a grid.

    Args:
        path: raster to read.
        grid: pixels and CRS of the result.
        output: GeoTIFF to write.
        resampling: a method of gdalwarp.

    Raises:
        UserError: if the raster cannot be read or has no place in the grid's CRS, or the disk is full.
    """
    with atomic_path(output) as part:
        dataset = None
        try:
            dataset = gdal.Warp(
                str(part), path, dstSRS=grid.crs, outputBounds=grid.extent, width=grid.columns, height=grid.rows,
                resampleAlg=resampling, errorThreshold=0.0, multithread=False,
                creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"],
            )
            dataset.FlushCache()
            dataset = None  # writes what GDAL still holds back
            check_whole(part)
        except RuntimeError as error:
            raise _not_warped(path, grid, output, error) from error
        finally:
            close_failed(dataset)


def _not_warped(path: str, grid: Grid, output: str, error: RuntimeError) -> UserError:
    if "No space" in str(error) or free_bytes(output) < 1 << 20:
        return disk_full(output)
    return UserError(
        f"{path} could not be warped to {crs_name(grid.crs)} ({brief(error)}).",
        "Check that the file is whole, and that its coordinate reference system is the right one.",
    )
