"""Vector files with every kind of oddity."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal, ogr, osr

KINDS = {int: ogr.OFTInteger64, float: ogr.OFTReal, str: ogr.OFTString}


def crs(epsg):
    """Return a spatial reference with axes in the order x, y."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def write_polygons(path, rows, epsg=None, field="code", kind=int, layer="polygons", to_epsg=None):
    """Write (geometry or WKT or None, value) as a layer and return its path as text.

    Args:
        path: .gpkg, .shp or .geojson.
        rows: pairs.
        epsg: of the geometries; None: no CRS.
        field: name of the field of the values; empty: no field.
        kind: type of the values.
        layer: its name.
        to_epsg: what to bring the geometries to.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    driver = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}[path.suffix]
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    target_crs = crs(to_epsg or epsg) if epsg else None
    move = osr.CoordinateTransformation(crs(epsg), target_crs) if to_epsg else None
    target = source.CreateLayer(layer, target_crs, ogr.wkbUnknown)
    if field:
        target.CreateField(ogr.FieldDefn(field, KINDS[kind]))
    for shape, value in rows:
        feature = ogr.Feature(target.GetLayerDefn())
        if shape is not None:
            geometry = ogr.CreateGeometryFromWkt(shape) if isinstance(shape, str) else ogr.CreateGeometryFromWkb(shape)
            if move:
                geometry.Transform(move)
            feature.SetGeometry(geometry)
        if field and value is not None:
            feature.SetField(field, value)
        target.CreateFeature(feature)
    del target, source
    return str(path)


def square(x, y, side=60.0):
    """Return a square as WKT."""
    ring = f"{x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}"
    return f"POLYGON (({ring}))"


def bow_tie(x, y, side=60.0):
    """Return a polygon that crosses itself."""
    return f"POLYGON (({x} {y}, {x + side} {y + side}, {x + side} {y}, {x} {y + side}, {x} {y}))"


def cut(path, share=0.5):
    """Cut a file to a share of its bytes."""
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[: int(len(data) * share)])


def cut_out(path, start, end):
    """Take the bytes between two shares of a file out."""
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[: int(len(data) * start)] + data[int(len(data) * end) :])


def hole(path, start=0.3, end=0.7):
    """Put zeros between two shares of a file, as a download in pieces leaves them."""
    data = bytearray(Path(path).read_bytes())
    first, last = int(len(data) * start), int(len(data) * end)
    data[first:last] = bytes(last - first)
    Path(path).write_bytes(bytes(data))


gdal.UseExceptions()
ogr.UseExceptions()
