"""Coordinate reference systems and warping of rasters."""

from __future__ import annotations

from math import isfinite

from osgeo import gdal, osr

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Extent, Grid
from landweave.engine.runtime.files import atomic_path

osr.UseExceptions()


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


def crs_name(crs: str) -> str:
    """Return a short name: `EPSG:32631` where there is a code, else the title."""
    reference = spatial_reference(crs)
    code = reference.GetAuthorityCode(None)
    return f"{reference.GetAuthorityName(None)}:{code}" if code else str(reference.GetName())


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
    """Return the box around an extent in another CRS; its edges are followed, not only its corners."""
    if same_crs(from_crs, to_crs):
        return extent
    transform = osr.CoordinateTransformation(spatial_reference(from_crs), spatial_reference(to_crs))
    x_min, y_min, x_max, y_max = transform.TransformBounds(*extent, 21)
    return (x_min, y_min, x_max, y_max)


def grid_in_crs(grid: Grid, crs: str) -> Grid:
    """Return the grid in another CRS that covers a grid at about its resolution."""
    source = gdal.GetDriverByName("MEM").Create("", grid.columns, grid.rows, 1)
    source.SetGeoTransform(grid.geotransform)
    source.SetProjection(grid.crs)
    warped = gdal.AutoCreateWarpedVRT(source, grid.crs, spatial_reference(crs).ExportToWkt())
    x_min, width, _, y_max, _, height = warped.GetGeoTransform()
    return Grid(warped.GetProjection(), x_min, y_max, width, -height, warped.RasterXSize, warped.RasterYSize)


def warp_to_grid(path: str, grid: Grid, output: str, resampling: str = "near") -> None:
    """Write a raster resampled to a grid.

    Args:
        path: raster to read.
        grid: pixels and CRS of the result.
        output: GeoTIFF to write.
        resampling: a method of gdalwarp.
    """
    with atomic_path(output) as part:
        gdal.Warp(
            str(part), path, dstSRS=grid.crs, outputBounds=grid.extent, width=grid.columns, height=grid.rows,
            resampleAlg=resampling, errorThreshold=0.0, multithread=False,
            creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"],
        )
