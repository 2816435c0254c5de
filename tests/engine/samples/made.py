"""Small catalogues and polygon layers for the tests of this room."""

import numpy as np
from osgeo import ogr, osr

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import BandSource, Product

UTM31 = spatial_reference("EPSG:32631").ExportToWkt()
UTM32 = spatial_reference("EPSG:32632").ExportToWkt()
X, Y = 500000.0, 4800000.0


def grid(column=0, row=0, columns=100, rows=100, crs=UTM31):
    return Grid(crs, X + column * 10, Y - row * 10, 10.0, 10.0, columns, rows)


def catalogue(folder, **tiles):
    """Write a catalogue of tiles given by name and grid; without names one tile of 100 x 100 pixels."""
    products = [
        Product(f"p_{tile}", "user", "user", tile, "2018-05-11T10:00:00", f"/p/{tile}.tif", tile_grid,
                (BandSource("b1", f"/p/{tile}.tif"),))
        for tile, tile_grid in (tiles or {"T1": grid()}).items()
    ]
    path = str(folder / "catalogue.gpkg")
    save_catalogue(path, Catalogue(tuple(products)))
    return path


def square(column, row, size=10, height=None):
    """Return a rectangle in pixels of the tests' grid as WKT."""
    left, top = X + column * 10, Y - row * 10
    right, bottom = left + size * 10, top - (height or size) * 10
    return f"POLYGON(({left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}))"


def layer(path, rows, field="code", kind=ogr.OFTInteger64, crs="EPSG:32631"):
    """Write polygons given as (WKT or None, value)."""
    reference = osr.SpatialReference()
    if crs:
        reference.SetFromUserInput(crs)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    target = dataset.CreateLayer("polygons", reference if crs else None, ogr.wkbUnknown)
    target.CreateField(ogr.FieldDefn(field, kind))
    for wkt, value in rows:
        feature = ogr.Feature(target.GetLayerDefn())
        if value is not None:
            feature.SetField(0, value)
        if wkt is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        target.CreateFeature(feature)
    return str(path)


def spherical_field(places, reach, seed, count=3):
    """Return values whose covariance is spherical with a known range, by Cholesky's decomposition."""
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    ratio = np.minimum(away / reach, 1)
    covariance = 1 - 1.5 * ratio + 0.5 * ratio**3 + 0.02 * np.eye(len(places))
    return np.linalg.cholesky(covariance) @ np.random.default_rng(seed).normal(size=(len(places), count))


class Said:
    """A context that keeps what was said."""

    def __init__(self):
        self.events = []
        self.context = RunContext(emit=self.events.append)

    def warnings(self):
        return [event["message"] for event in self.events if event["event"] == "warning"]

    def logs(self):
        return [event["message"] for event in self.events if event["event"] == "log"]
