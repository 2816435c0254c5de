"""The catalogue file: a GeoPackage that the engine reads back and that opens in QGIS.

Layer `products` has one footprint a product (EPSG:4326), the attributes a person looks for,
`acquired` as date and time (QGIS's temporal controller steps through it), and `description`,
the whole product as JSON. Layer `static_layers` has one footprint a layer without date, described in the same
way. Rows deleted in QGIS are gone for the engine too. Table `left_out` lists what looked like data and was not
taken, and why. Table `layer_styles` is QGIS's.

Catalogues of older versions load: what they do not hold is at its default.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from landweave.engine.catalogue.footprint import footprint
from landweave.engine.catalogue.layer_styles import add_styles
from landweave.engine.errors import UserError, brief
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.files import atomic_path, check_readable, disk_path
from landweave.engine.sensors.product import LeftOut, Product, StaticLayer

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

PRODUCTS, STATIC, LEFT_OUT = "products", "static_layers", "left_out"

_PRODUCT_FIELDS = (
    ("identifier", ogr.OFTString),
    ("sensor", ogr.OFTString),
    ("tile", ogr.OFTString),
    ("acquired", ogr.OFTDateTime),
    ("date", ogr.OFTDate),
    ("orbit", ogr.OFTString),
    ("pass_direction", ogr.OFTString),
    ("sun_zenith", ogr.OFTReal),
    ("sun_azimuth", ogr.OFTReal),
    ("cloud_percent", ogr.OFTReal),
    ("version", ogr.OFTString),
    ("format", ogr.OFTString),
    ("bands", ogr.OFTString),
    ("unit", ogr.OFTString),
    ("columns", ogr.OFTInteger),
    ("rows", ogr.OFTInteger),
    ("pixel_width", ogr.OFTReal),
    ("pixel_height", ogr.OFTReal),
    ("shift_x", ogr.OFTReal),
    ("shift_y", ogr.OFTReal),
    ("shift_windows", ogr.OFTInteger),
    ("shift_correlation", ogr.OFTReal),
    ("note", ogr.OFTString),
    ("path", ogr.OFTString),
    ("description", ogr.OFTString),
)
_STATIC_FIELDS = (
    ("name", ogr.OFTString),
    ("categorical", ogr.OFTInteger),
    ("scale", ogr.OFTReal),
    ("nodata", ogr.OFTReal),
    ("layer", ogr.OFTInteger),
    ("columns", ogr.OFTInteger),
    ("rows", ogr.OFTInteger),
    ("pixel_width", ogr.OFTReal),
    ("pixel_height", ogr.OFTReal),
    ("path", ogr.OFTString),
    ("description", ogr.OFTString),
)
_RESCAN = "List the images again (scan_catalogue) and use its output."


@dataclass(frozen=True)
class Catalogue:
    """The products of a study area, and what was left out.

    Args:
        products: ordered by sensor, tile, acquisition time and identifier.
        left_out: in the order found.
        static: layers without date, ordered by name.
    """

    products: tuple[Product, ...]
    left_out: tuple[LeftOut, ...] = ()
    static: tuple[StaticLayer, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that products and static layers are read from, sorted, without repeats."""
        named = {file for product in self.products for file in product.files}
        return tuple(sorted(named.union(layer.path for layer in self.static)))

    @property
    def static_names(self) -> tuple[str, ...]:
        """Names of the layers without date."""
        return tuple(layer.name for layer in self.static)

    def sensors(self) -> tuple[str, ...]:
        """Return the sensor keys, sorted."""
        return tuple(sorted({p.sensor for p in self.products}))

    def tiles(self) -> tuple[str, ...]:
        """Return the names of the tiles, sorted."""
        return tuple(sorted({p.tile for p in self.products}))

    def of_tile(self, tile: str) -> tuple[Product, ...]:
        """Return the products of one tile in catalogue order."""
        return tuple(p for p in self.products if p.tile == tile)


def product_order(product: Product) -> tuple[str, str, str, str, str]:
    """Return the key by which catalogues are ordered: the order in which files lie on a disk never matters."""
    return product.sensor, product.tile, product.acquired, product.identifier, product.path


def save_catalogue(path: str, catalogue: Catalogue) -> None:
    """Write a catalogue; the same catalogue gives the same bytes.

    Raises:
        UserError: when the file cannot be written.
    """
    if Path(path).suffix.lower() != ".gpkg":
        raise UserError(f"The catalogue {path} does not end in .gpkg.", "Name it something.gpkg.")
    content = _geopackage(catalogue)
    with atomic_path(path) as part:
        part.write_bytes(content)
        for log in ("-wal", "-shm"):  # of an older file that QGIS has open: SQLite would replay it into the new one
            Path(f"{path}{log}").unlink(missing_ok=True)


def load_catalogue(path: str) -> Catalogue:
    """Read a catalogue; the products' own files are not touched (see `check_files`).

    Raises:
        UserError: when the file is missing, damaged or no catalogue.
    """
    if Path(path).is_dir():
        raise UserError(f"{path} is a folder, and a catalogue is a file.",
                        "Make one of the images in the folder with scan_catalogue.")
    if not Path(path).is_file():
        raise UserError(f"The catalogue {path} does not exist.", "Check the path, or make one with scan_catalogue.")
    check_readable(path)
    try:
        source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["GPKG"])
        layers = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())}
        if PRODUCTS not in layers:
            raise UserError(f"{path} is not a Landweave catalogue: it has no layer '{PRODUCTS}'.", _RESCAN)
        products = [Product.from_json(_described(path, row, Product)) for row in _rows(source, PRODUCTS)]
        about = list(_rows(source, STATIC)) if STATIC in layers else []
        static = [StaticLayer.from_json(_described(path, row, StaticLayer)) for row in about]
        rows = list(_rows(source, LEFT_OUT)) if LEFT_OUT in layers else []
        left = [LeftOut(row["path"], row["reason"], bool(row["damaged"])) for row in rows]
    except (RuntimeError, ValueError, TypeError, KeyError) as error:
        raise UserError(f"{path} is not a Landweave catalogue, or it is damaged ({brief(error)}).", _RESCAN) from error
    return Catalogue(tuple(sorted(products, key=product_order)), tuple(left), tuple(sorted(static, key=_by_name)))


def _described(path: str, row: dict[str, Any], kind: type) -> dict[str, Any]:
    """Return what a row describes, unless it is more than this version knows."""
    values: dict[str, Any] = json.loads(row["description"])
    unknown = sorted(set(values).difference(f.name for f in fields(kind)))
    if unknown:
        raise UserError(f"The catalogue {path} was made by a newer Landweave: it tells of '{unknown[0]}'.", _RESCAN)
    return values


def check_files(catalogue: Catalogue) -> None:
    """Check that every file of every product and static layer is still there.

    Raises:
        UserError: naming the first file that is gone.
    """
    checked: set[str] = set()
    for product in catalogue.products:
        _check_there((f for f in product.files if f not in checked), f"the product {product.identifier}")
        checked.update(product.files)
    for layer in catalogue.static:
        _check_there((layer.path,), f"the static layer {layer.name}")


def _check_there(files: Iterable[str], owner: str) -> None:
    for file in files:
        on_disk = disk_path(file)
        if not on_disk.startswith("/vsi") and not Path(on_disk).exists():
            hint = "Put the images back where they were, or list the images again (scan_catalogue)."
            raise UserError(f"{file} of {owner} is gone.", hint)


def _by_name(layer: StaticLayer) -> str:
    return layer.name.lower()


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Make GDAL write one and the same date of last change into every GeoPackage."""
    previous = gdal.GetConfigOption("OGR_CURRENT_DATE")
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")
    try:
        yield
    finally:
        gdal.SetConfigOption("OGR_CURRENT_DATE", previous)


def _rows(source: Any, layer_name: str) -> Iterator[dict[str, Any]]:
    layer = source.GetLayerByName(layer_name)
    for feature in layer:
        yield feature.items()


def _geopackage(catalogue: Catalogue) -> bytes:
    """Return the file's bytes, made in memory: SQLite on a full or a network disk fails in too many ways."""
    path = f"/vsimem/{uuid.uuid4().hex}.gpkg"
    try:
        with _fixed_date():
            _write(path, catalogue)
        size = gdal.VSIStatL(path).size
        file = gdal.VSIFOpenL(path, "rb")
        try:
            return bytes(gdal.VSIFReadL(1, size, file))
        finally:
            gdal.VSIFCloseL(file)
    finally:
        gdal.Unlink(path)


def _write(path: str, catalogue: Catalogue) -> None:
    """Write all layers in one transaction, and close."""
    target = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    products = target.CreateLayer(PRODUCTS, wgs84, ogr.wkbMultiPolygon)
    _add_columns(products, _PRODUCT_FIELDS)
    if catalogue.static:
        static = target.CreateLayer(STATIC, wgs84, ogr.wkbMultiPolygon)
        _add_columns(static, _STATIC_FIELDS)
    left_out = target.CreateLayer(LEFT_OUT, None, ogr.wkbNone)
    for name in ("path", "reason"):
        left_out.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    left_out.CreateField(ogr.FieldDefn("damaged", ogr.OFTInteger))
    columns = {PRODUCTS: [n for n, _ in _PRODUCT_FIELDS], LEFT_OUT: ["path", "reason", "damaged"]}
    if catalogue.static:
        columns[STATIC] = [n for n, _ in _STATIC_FIELDS]
    add_styles(target, [p.sensor for p in catalogue.products], columns)
    target.StartTransaction()
    for product in sorted(catalogue.products, key=product_order):
        _add(products, _attributes(product), footprint(product.grid))
    for fixed in sorted(catalogue.static, key=_by_name):
        _add(static, _static_attributes(fixed), footprint(fixed.grid))
    for item in catalogue.left_out:
        _add(left_out, {"path": item.path, "reason": item.reason, "damaged": int(item.damaged)})
    target.CommitTransaction()


def _add_columns(layer: Any, columns: Iterable[tuple[str, int]]) -> None:
    for name, kind in columns:
        layer.CreateField(ogr.FieldDefn(name, kind))


def _add(layer: Any, values: dict[str, Any], geometry: Any = None) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in values.items():
        if value is not None:
            feature.SetField(name, value)
    if geometry is not None:
        feature.SetGeometry(geometry)
    layer.CreateFeature(feature)


def _attributes(product: Product) -> dict[str, Any]:
    moment = product.acquired if "T" in product.acquired else f"{product.acquired}T00:00:00"
    return {
        "identifier": product.identifier,
        "sensor": product.sensor,
        "tile": product.tile,
        "acquired": f"{moment[:19].replace('-', '/').replace('T', ' ')}+00",
        "date": product.day.strftime("%Y/%m/%d"),
        "orbit": product.orbit,
        "pass_direction": product.pass_direction,
        "sun_zenith": product.sun_zenith,
        "sun_azimuth": product.sun_azimuth,
        "cloud_percent": product.cloud_percent,
        "version": product.version,
        "format": product.format,
        "bands": " ".join(b.name for b in product.bands),
        "unit": "; ".join(dict.fromkeys(b.unit for b in product.bands)),
        **_size(product.grid),
        "shift_x": product.shift[0],
        "shift_y": product.shift[1],
        "shift_windows": product.shift_windows,
        "shift_correlation": product.shift_correlation,
        "note": product.note,
        "path": product.path,
        "description": json.dumps(product.to_json(), sort_keys=True),
    }


def _static_attributes(layer: StaticLayer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "categorical": int(layer.categorical),
        "scale": layer.scale,
        "nodata": layer.nodata,
        "layer": layer.layer,
        **_size(layer.grid),
        "path": layer.path,
        "description": json.dumps(layer.to_json(), sort_keys=True),
    }


def _size(grid: Grid) -> dict[str, Any]:
    return {"columns": grid.columns, "rows": grid.rows, "pixel_width": grid.pixel_width,
            "pixel_height": grid.pixel_height}
