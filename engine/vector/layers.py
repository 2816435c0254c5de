"""Reading and writing vector layers: with geometry.py the only place that touches OGR."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import close_failed
from landweave.engine.raster.warp import placed, same_crs, spatial_reference
from landweave.engine.runtime.files import atomic_path, disk_full, free_bytes
from landweave.engine.types import AnyArray, BoolArray

gdal.UseExceptions()
ogr.UseExceptions()

# A fixed date instead of the clock in gpkg_contents, so that equal content gives equal bytes.
gdal.SetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")

Column = Sequence[Any] | AnyArray
_GEOMETRY_TYPES = {"Point": ogr.wkbPoint, "Polygon": ogr.wkbPolygon, "MultiPolygon": ogr.wkbMultiPolygon,
                   "None": ogr.wkbNone}
_OFF_CENTRE_PX = 1e-6
_ROWS_A_TRANSACTION = 100_000
_SUBSET = re.compile(r"\|subset=", re.IGNORECASE)
_GEOMETRY_OPTIONS = re.compile(r"(\|(geometrytype|uniqueGeometryType)=\w*)+$", re.IGNORECASE)


@dataclass(frozen=True)
class Layer:
    """A vector layer in memory.

    Args:
        name: of the layer.
        crs: well-known text; empty when the layer has none.
        geometry_type: `Point`, `Polygon`, `MultiPolygon`, `None`, or OGR's own name of another type.
        geometries: one WKB a feature; None where a feature has none.
        fields: one list of plain values a field, None where a value is missing.
        fids: feature ids, as QGIS shows them.
        integers: fields of whole numbers, also where they hold no value yet.
    """

    name: str
    crs: str
    geometry_type: str
    geometries: tuple[bytes | None, ...]
    fields: dict[str, list[Any]] = field(default_factory=dict)
    fids: tuple[int, ...] = ()
    integers: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.geometries)


def split_source(source: str) -> tuple[str, dict[str, str]]:
    """Return the path and the options of QGIS's `path|layername=name|subset=expression`.

    The expression comes last, but for the type of geometry, and is taken whole: `||` joins texts in SQL.
    """
    plain, *subset = _SUBSET.split(source, maxsplit=1)
    path, *options = plain.split("|")
    found = {key.lower(): value for key, value in (option.split("=", 1) for option in options if "=" in option)}
    if subset:
        found["subset"] = _GEOMETRY_OPTIONS.sub("", subset[0])
    return path, found


def read_layer(source: str, fields: Sequence[str] | None = None) -> Layer:
    """Read a layer of any format that OGR opens.

    Args:
        source: `path`, or `path|layername=name|subset=expression`; with several layers and no name, the first.
        fields: those to read; None: all.

    Raises:
        UserError: if the file, the layer or a field is missing, or the file is damaged.
    """
    path, options = split_source(source)
    dataset = _open(path)
    layer = _layer_of(dataset, path, options)
    definition = layer.GetLayerDefn()
    present = _field_names(definition)
    _require(path, present, fields or ())
    columns: dict[str, list[Any]] = {name: [] for name in (present if fields is None else fields)}
    getters = [(i := present.index(n), _getter(definition.GetFieldDefn(i)), columns[n].append) for n in columns]
    geometries: list[bytes | None] = []
    fids: list[int] = []
    try:
        for feature in layer:
            shape = feature.GetGeometryRef()
            geometries.append(None if shape is None else bytes(shape.ExportToIsoWkb()))
            fids.append(feature.GetFID())
            for index, get, take in getters:
                take(get(feature, index) if feature.IsFieldSetAndNotNull(index) else None)
    except RuntimeError as error:
        raise (_bad_filter(path, options) if "subset" in options else _damaged(path, error)) from error
    kind = ogr.GeometryTypeToName(ogr.GT_Flatten(layer.GetGeomType())).replace(" ", "")
    return Layer(layer.GetName(), crs_of(layer), kind, tuple(geometries), columns, tuple(fids))


def check_fields(source: str, fields: Sequence[str]) -> None:
    """Check that a layer has some fields; its features are not read.

    Raises:
        UserError: as `read_layer` does.
    """
    path, options = split_source(source)
    _require(path, _names_in(path, options), fields)


def _names_in(path: str, options: Mapping[str, str]) -> list[str]:
    dataset = _open(path)  # closed before anything is raised: a definition that outlives it crashes OGR
    return _field_names(_layer_of(dataset, path, dict(options)).GetLayerDefn())


def _field_names(definition: Any) -> list[str]:
    return [str(definition.GetFieldDefn(i).GetName()) for i in range(definition.GetFieldCount())]


def _require(path: str, present: Sequence[str], wanted: Sequence[str]) -> None:
    for name in wanted:
        if name not in present:
            remedy = f"Choose one of: {', '.join(present)}." if present else "Choose another layer: this one has none."
            raise UserError(f"{path} has no field '{name}'.", remedy)


def crs_of(layer: Any) -> str:
    """Return the CRS of an OGR layer as well-known text; empty for none, and for GeoPackage's "undefined" ones."""
    reference = layer.GetSpatialRef()
    if reference is None or str(reference.GetName()).lower().startswith("undefined"):
        return ""
    return str(reference.ExportToWkt())


def layer_names(path: str) -> tuple[str, ...]:
    """Return the names of the layers and tables of a file."""
    dataset = _open(path)
    return tuple(dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount()))


def write_layers(path: str | Path, layers: Sequence[Layer]) -> None:
    """Write a GeoPackage that holds the given layers and appears only when it is whole.

    The types of the fields follow from their values: whole numbers, reals, bytes, else text. A text field whose
    values are all ISO 8601 times and whose name is `acquired` becomes a time, for QGIS's temporal controller.

    Raises:
        UserError: if the folder is read-only or the disk full.
    """
    with atomic_path(path) as part:
        dataset = None
        try:
            dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(part))
            for layer in layers:
                _write_layer(dataset, layer)
            dataset = None
        except RuntimeError as error:
            if "full" in str(error) or "disk I/O" in str(error) or free_bytes(path) < 1 << 16:
                raise disk_full(path) from error
            hint = "Choose another folder or name."
            raise UserError(f"{path} could not be written ({brief(error)}).", hint) from error
        finally:
            close_failed(dataset)  # before the part is removed: Windows removes no open file


def write_layer(path: str | Path, layer_name: str, crs: str, geometry_type: str,
                geometries: Sequence[bytes | None], fields: Mapping[str, Column]) -> None:
    """Write a GeoPackage with one layer; see `write_layers`."""
    columns = {name: _plain(values) for name, values in fields.items()}
    write_layers(path, [Layer(layer_name, crs, geometry_type, tuple(geometries), columns)])


def _plain(values: Column) -> list[Any]:
    """Return a column as Python's own values, which are quicker to write one by one than numpy's."""
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def reproject_geometries(geometries: Sequence[bytes | None], from_crs: str, to_crs: str,
                         what: str = "A geometry") -> tuple[bytes | None, ...]:
    """Return WKB geometries in another CRS; `what` names their file to the user.

    Raises:
        UserError: if one has no place there.
    """
    if same_crs(from_crs, to_crs):
        return tuple(geometries)
    moved: list[bytes | None] = []
    with placed(what, from_crs, to_crs):
        transform = osr.CoordinateTransformation(spatial_reference(from_crs), spatial_reference(to_crs))
        for wkb in geometries:
            shape = None if wkb is None else ogr.CreateGeometryFromWkb(wkb)
            if shape is not None:
                shape.Transform(transform)
            moved.append(None if shape is None else bytes(shape.ExportToIsoWkb()))
    return tuple(moved)


def rasterize_polygons(geometries: Sequence[bytes | None], values: Column, grid: Grid, crs: str,
                       dtype: str = "int32") -> AnyArray:
    """Burn polygons into a grid, shape (row, col): a pixel takes the value of the last polygon its centre is in.

    Args:
        geometries: WKB polygons; None is skipped.
        values: whole number for each; 0 stands for "no polygon".
        grid: pixels to fill.
        crs: of the geometries.
        dtype: numpy name of an integer type.
    """
    target = gdal.GetDriverByName("MEM").Create("", grid.columns, grid.rows, 1, gdal.GDT_Int32)
    # Moved a trifle: on an edge, rounding alone would decide, and differently from one block to another.
    shift_x, shift_y = _OFF_CENTRE_PX * grid.pixel_width, _OFF_CENTRE_PX * grid.pixel_height
    target.SetGeoTransform(replace(grid, x_min=grid.x_min - shift_x, y_max=grid.y_max - shift_y).geotransform)
    target.SetProjection(grid.crs)
    if geometries:
        memory = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = memory.CreateLayer("burn", spatial_reference(grid.crs), ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
        for wkb, value in zip(reproject_geometries(geometries, crs, grid.crs), values):
            if wkb is not None:
                feature = ogr.Feature(layer.GetLayerDefn())
                feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
                feature.SetField(0, int(value))
                layer.CreateFeature(feature)
        gdal.RasterizeLayer(target, [1], layer, options=["ATTRIBUTE=value"])
    burnt: AnyArray = target.ReadAsArray().astype(dtype)
    return burnt


def envelopes(geometries: Sequence[bytes | None]) -> AnyArray:
    """Return the boxes of geometries, shape (feature, 4): x_min, y_min, x_max, y_max; NaN where there is none."""
    boxes = np.full((len(geometries), 4), np.nan)
    for row, wkb in enumerate(geometries):
        if wkb is not None:
            x_min, x_max, y_min, y_max = ogr.CreateGeometryFromWkb(wkb).GetEnvelope()
            boxes[row] = (x_min, y_min, x_max, y_max)
    return boxes


def touches(boxes: AnyArray, extent: Sequence[float]) -> BoolArray:
    """Tell which boxes of `envelopes` share a place with an extent, shape (feature,)."""
    x_min, y_min, x_max, y_max = extent
    hit: BoolArray = (boxes[:, 0] < x_max) & (boxes[:, 2] > x_min) & (boxes[:, 1] < y_max) & (boxes[:, 3] > y_min)
    return hit


def points_wkb(x: AnyArray, y: AnyArray) -> tuple[bytes, ...]:
    """Return points as WKB."""
    little = np.zeros(len(x), dtype=[("order", "<u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    little["order"], little["kind"], little["x"], little["y"] = 1, 1, x, y
    return tuple(bytes(row) for row in little.view("V21").ravel())


def point_coordinates(geometries: Sequence[bytes | None]) -> tuple[AnyArray, AnyArray]:
    """Return x and y of points (of other geometries a point inside), shape (feature,); NaN where there is none."""
    x, y = np.full(len(geometries), math.nan), np.full(len(geometries), math.nan)
    for row, wkb in enumerate(geometries):
        if wkb is not None:
            shape = ogr.CreateGeometryFromWkb(wkb)
            if ogr.GT_Flatten(shape.GetGeometryType()) != ogr.wkbPoint:
                shape = shape.PointOnSurface()
            x[row], y[row] = shape.GetX(), shape.GetY()
    return x, y


def pixels_of_points(geometries: Sequence[bytes | None], grid: Grid) -> tuple[AnyArray, AnyArray]:
    """Return row and column of points in a grid of their CRS, as `rasterize_polygons` burns them, shape (point,)."""
    x, y = point_coordinates(geometries)
    columns = np.floor((x - grid.x_min) / grid.pixel_width + _OFF_CENTRE_PX).astype(np.int64)
    rows = np.floor((grid.y_max - y) / grid.pixel_height - _OFF_CENTRE_PX).astype(np.int64)
    return rows, columns


def _getter(definition: Any) -> Callable[[Any, int], Any]:
    """Return what reads a field that is not null; asking each feature for the field's type takes longest of all."""
    if definition.GetType() == ogr.OFTBinary:
        return lambda feature, index: bytes(feature.GetFieldAsBinary(index))
    plain = {ogr.OFTInteger: ogr.Feature.GetFieldAsInteger, ogr.OFTInteger64: ogr.Feature.GetFieldAsInteger64,
             ogr.OFTReal: ogr.Feature.GetFieldAsDouble}
    is_plain = definition.GetSubType() == ogr.OFSTNone
    getter: Callable[[Any, int], Any] = ogr.Feature.GetField
    return plain.get(definition.GetType(), getter) if is_plain else getter


def _open(path: str) -> Any:
    try:
        return gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError as error:
        if not path.startswith("/vsi") and not Path(path).exists():
            raise UserError(f"The file {path} does not exist.", "Check the path.") from error
        raise _damaged(path, error) from error


def _layer_of(dataset: Any, path: str, options: dict[str, str]) -> Any:
    name, number = options.get("layername"), options.get("layerid", "0")
    layer = None
    if name:
        layer = dataset.GetLayerByName(name)
    elif number.isdecimal():
        layer = dataset.GetLayer(int(number))
    if layer is None:
        names = ", ".join(dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount()))
        raise UserError(f"{path} has no layer '{name or number}'.", f"It has: {names or 'none'}.")
    if "subset" in options:
        try:
            layer.SetAttributeFilter(options["subset"])
        except RuntimeError as error:
            raise _bad_filter(path, options) from error
    return layer


def _bad_filter(path: str, options: dict[str, str]) -> UserError:
    return UserError(f"The filter of {path} is not understood: {options['subset']}.", "Correct or remove it.")


def _damaged(path: str, error: Exception) -> UserError:
    detail = brief(error).replace(path, "").strip(" :.,`'\n")
    return UserError(f"{path} is damaged or holds no vector layer ({detail}).", "Copy it again, or export it anew.")


def _write_layer(dataset: Any, layer: Layer) -> None:
    reference = spatial_reference(layer.crs) if layer.crs else None
    options = ["ASPATIAL_VARIANT=GPKG_ATTRIBUTES"] if layer.geometry_type == "None" else []
    target = dataset.CreateLayer(layer.name, reference, _GEOMETRY_TYPES.get(layer.geometry_type, ogr.wkbUnknown),
                                 options)
    columns: list[tuple[Any, Any, Sequence[Any]]] = []
    for name, values in layer.fields.items():
        kind, setter, convert = _field_type(name, values if name not in layer.integers else (0,))
        target.CreateField(ogr.FieldDefn(name, kind))
        columns.append((getattr(ogr.Feature, setter), convert, values))
    feature = ogr.Feature(target.GetLayerDefn())
    for row, wkb in enumerate(layer.geometries):
        if row % _ROWS_A_TRANSACTION == 0:
            if row:
                dataset.CommitTransaction()
            dataset.StartTransaction()
        feature.SetFID(layer.fids[row] if layer.fids else ogr.NullFID)  # one feature serves all rows
        for index, (setter, convert, cells) in enumerate(columns):
            value = cells[row]
            if value is None:
                feature.UnsetField(index)
            else:
                setter(feature, index, convert(value))
        if layer.geometry_type != "None":
            feature.SetGeometryDirectly(None if wkb is None else ogr.CreateGeometryFromWkb(wkb))
        target.CreateFeature(feature)
    if layer.geometries:
        dataset.CommitTransaction()


def _field_type(name: str, values: Sequence[Any]) -> tuple[int, str, Any]:
    """Return OGR's type of a column, the method that sets it, and what makes the value plain."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds and all(issubclass(kind, (bytes, bytearray)) for kind in kinds):
        return ogr.OFTBinary, "SetFieldBinaryFromHexString", bytes.hex
    if kinds and all(issubclass(kind, (bool, int, np.integer)) for kind in kinds):
        return ogr.OFTInteger64, "SetFieldInteger64", int
    if kinds and all(issubclass(kind, (int, float, np.integer, np.floating)) for kind in kinds):
        return ogr.OFTReal, "SetField", float
    if name == "acquired":
        return ogr.OFTDateTime, "SetField", str
    return ogr.OFTString, "SetFieldString" if hasattr(ogr.Feature, "SetFieldString") else "SetField", str
