"""Polygons written one by one, to a GeoPackage, a FlatGeobuf or a Shapefile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from osgeo import gdal, ogr

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.io import close_failed
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.files import atomic_path, disk_full, explained, free_bytes
from landweave.engine.runtime.leftovers import scratch_folder
from landweave.engine.vector.layers import Column, Layer
from landweave.engine.vector.styles import add_layer_styles

gdal.UseExceptions()
ogr.UseExceptions()

DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile"}
"""OGR's names of the formats, by the ending of a file."""
INTEGER, REAL, TEXT = "integer", "real", "text"
_TYPES = {INTEGER: ogr.OFTInteger64, REAL: ogr.OFTReal, TEXT: ogr.OFTString}
_SETTERS = {INTEGER: ogr.Feature.SetFieldInteger64, REAL: ogr.Feature.SetField,
            TEXT: getattr(ogr.Feature, "SetFieldString", ogr.Feature.SetField)}
_ROWS_A_TRANSACTION = 100_000
SHORT = 10
"""Characters of a column's name in a Shapefile."""


def check_format(path: str | Path) -> str:
    """Return OGR's name of the format that a file's ending stands for.

    Raises:
        UserError: if it stands for none that is written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in DRIVERS:
        raise UserError(f"{path} has no ending of a format that is written.", f"End it in {' or '.join(DRIVERS)}.")
    return DRIVERS[suffix]


class PolygonWriter:
    """Writes a layer of polygons that appears only when it is whole; the same content is the same bytes."""

    def __init__(
        self, path: str | Path, crs: str, fields: Mapping[str, str], style: str = "", geometry_type: str = "Polygon"
    ) -> None:
        """Take down what is to be written.

        Args:
            path: of the file; its ending says the format, its stem is the name of the layer.
            crs: well-known text.
            fields: kind of each (`integer`, `real`, `text`), in their order.
            style: QML; in a GeoPackage it lies inside, else beside.
            geometry_type: `Polygon`, or `MultiPolygon` where a feature may have several.

        Raises:
            UserError: if the ending stands for no format that is written.
        """
        self.path, self._style, self._crs = Path(path), style, crs
        self._driver = check_format(path)
        self._fields = dict(fields)
        self._setters = [_SETTERS[kind] for kind in fields.values()]
        self._geometry = ogr.wkbMultiPolygon if geometry_type == "MultiPolygon" else ogr.wkbPolygon
        self._stack = ExitStack()
        self._dataset: Any = None
        self._layer: Any = None
        self._feature: Any = None
        self._rows = 0

    def __enter__(self) -> PolygonWriter:
        """Create the file under a temporary name.

        Raises:
            UserError: if the folder cannot be written to.
        """
        if self._driver == DRIVERS[".shp"]:  # several files
            with explained(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                folder = self._stack.enter_context(scratch_folder(self.path.parent))
            self._part = Path(folder) / self.path.name
        else:
            self._part = self._stack.enter_context(atomic_path(self.path))
        try:
            self._create()
        except RuntimeError as error:
            raise self._failed(error) from error
        return self

    def add(self, wkb: bytes | bytearray | None, values: Sequence[Any]) -> None:
        """Write a feature; None stands for what is not known.

        Raises:
            UserError: if the disk is full.
        """
        feature = self._feature
        feature.SetFID(ogr.NullFID)
        for index, (setter, value) in enumerate(zip(self._setters, values)):
            if value is None:
                feature.SetFieldNull(index)
            else:
                setter(feature, index, value)
        feature.SetGeometryDirectly(None if wkb is None else ogr.CreateGeometryFromWkb(wkb))
        try:
            if self._grouped and self._rows % _ROWS_A_TRANSACTION == 0:
                if self._rows:
                    self._dataset.CommitTransaction()
                self._dataset.StartTransaction()
            self._layer.CreateFeature(feature)
        except RuntimeError as error:
            raise self._failed(error) from error
        self._rows += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except RuntimeError as failure:
            wrong = self._failed(failure)
            self._stack.__exit__(type(wrong), wrong, None)
            raise wrong from failure
        dataset, self._dataset, self._layer, self._feature = self._dataset, None, None, None
        close_failed(dataset)
        self._stack.__exit__(kind, error, trace)

    def _create(self) -> None:
        self._dataset = ogr.GetDriverByName(self._driver).CreateDataSource(str(self._part))
        options = {DRIVERS[".shp"]: ["DBF_DATE_LAST_UPDATE=2000-01-01", "ENCODING=UTF-8"]}.get(self._driver, [])
        reference = spatial_reference(self._crs) if self._crs else None
        self._layer = self._dataset.CreateLayer(self.path.stem, reference, self._geometry, options)
        for name, kind in _named(self._fields, self._driver).items():
            self._layer.CreateField(ogr.FieldDefn(name, _TYPES[kind]))
        self._feature = ogr.Feature(self._layer.GetLayerDefn())
        self._grouped = self._driver == DRIVERS[".gpkg"]

    def _finish(self) -> None:
        if self._grouped and self._rows:
            self._dataset.CommitTransaction()
        if self._style and self._grouped:
            add_layer_styles(self._dataset, {self.path.stem: (self._layer.GetGeometryColumn(), self._style)})
        self._feature = self._layer = self._dataset = None  # writes what OGR still holds back
        beside = self.path.with_suffix(".qml")
        if self._driver == DRIVERS[".shp"]:
            with explained(self.path):
                for file in sorted(self._part.parent.iterdir()):
                    file.replace(self.path.with_name(file.name))
        if self._style and not self._grouped:
            with atomic_path(beside) as part:
                part.write_text(self._style, encoding="utf-8")

    def _failed(self, error: Exception) -> UserError:
        if free_bytes(self.path) < 1 << 20 or "full" in str(error):
            return disk_full(self.path)
        more = "A Shapefile holds 2 GiB: choose .gpkg." if self._driver == DRIVERS[".shp"] else "Choose another name."
        return UserError(f"{self.path} could not be written ({brief(error)}).", more)


def write_polygons(path: str | Path, layer: Layer, style: str = "", geometry_type: str = "") -> None:
    """Write polygons that are in memory; see `PolygonWriter`.

    Args:
        path: of the file.
        layer: shapes and columns; fields of other kinds than numbers become texts.
        style: QML.
        geometry_type: empty: that of the layer.

    Raises:
        UserError: if it cannot be written.
    """
    kinds = {name: kind_of(values) for name, values in layer.fields.items()}
    columns = [plain_values(values, kinds[name]) for name, values in layer.fields.items()]
    with PolygonWriter(path, layer.crs, kinds, style, geometry_type or layer.geometry_type) as writer:
        for row, wkb in enumerate(layer.geometries):
            writer.add(wkb, [values[row] for values in columns])


def kind_of(values: Column) -> str:
    """Return the kind of a column."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds and all(issubclass(kind, (bool, int, np.integer)) for kind in kinds):
        return INTEGER
    return REAL if kinds and all(issubclass(k, (int, float, np.integer, np.floating)) for k in kinds) else TEXT


def plain_values(values: Column, kind: str) -> list[Any]:
    """Return a column as Python's own values of its kind."""
    convert = {INTEGER: int, REAL: float, TEXT: str}[kind]
    return [None if value is None else convert(value) for value in values]


def _named(fields: Mapping[str, str], driver: str) -> dict[str, str]:
    """Return the fields by the names that a format takes."""
    if driver != DRIVERS[".shp"]:
        return dict(fields)
    named: dict[str, str] = {}
    for name, kind in fields.items():
        short, number = name[:SHORT], 1
        while short.lower() in {known.lower() for known in named}:
            number += 1
            short = f"{name[: SHORT - len(str(number))]}{number}"
        named[short] = kind
    return named
