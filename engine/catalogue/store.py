"""The catalogue file: a GeoPackage that the engine reads back and that opens in QGIS.

Layer `products` has one footprint a product (EPSG:4326), the attributes a person looks for,
`acquired` as date and time (QGIS's temporal controller steps through it), and `description`,
the whole product as JSON. Rows deleted in QGIS are gone for the engine too. Table `left_out`
lists what looked like data and was not taken, and why.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from landweave.engine.catalogue.footprint import footprint
from landweave.engine.errors import UserError, brief
from landweave.engine.runtime.files import atomic_path, check_readable, disk_path
from landweave.engine.sensors.product import LeftOut, Product

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

PRODUCTS, LEFT_OUT = "products", "left_out"

_PRODUCT_FIELDS = (
    ("identifier", ogr.OFTString),
    ("sensor", ogr.OFTString),
    ("tile", ogr.OFTString),
    ("acquired", ogr.OFTDateTime),
    ("date", ogr.OFTDate),
    ("orbit", ogr.OFTString),
    ("cloud_percent", ogr.OFTReal),
    ("version", ogr.OFTString),
    ("format", ogr.OFTString),
    ("bands", ogr.OFTString),
    ("columns", ogr.OFTInteger),
    ("rows", ogr.OFTInteger),
    ("pixel_width", ogr.OFTReal),
    ("pixel_height", ogr.OFTReal),
    ("note", ogr.OFTString),
    ("path", ogr.OFTString),
    ("description", ogr.OFTString),
)
_RESCAN = "Run 'Scan catalogue' again and use its output."


@dataclass(frozen=True)
class Catalogue:
    """The products of a study area, and what was left out.

    Args:
        products: ordered by sensor, tile, acquisition time and identifier.
        left_out: in the order found.
    """

    products: tuple[Product, ...]
    left_out: tuple[LeftOut, ...] = ()

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
    if not Path(path).is_file():
        raise UserError(f"The catalogue {path} does not exist.", "Run 'Scan catalogue' to make one.")
    check_readable(path)
    try:
        source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["GPKG"])
        layers = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())}
        if PRODUCTS not in layers:
            raise UserError(f"{path} is not a Landweave catalogue: it has no layer '{PRODUCTS}'.", _RESCAN)
        products = [Product.from_json(json.loads(row["description"])) for row in _rows(source, PRODUCTS)]
        rows = list(_rows(source, LEFT_OUT)) if LEFT_OUT in layers else []
        left = [LeftOut(row["path"], row["reason"], bool(row["damaged"])) for row in rows]
    except (RuntimeError, ValueError, TypeError, KeyError) as error:
        raise UserError(f"{path} is not a Landweave catalogue, or it is damaged ({brief(error)}).", _RESCAN) from error
    return Catalogue(tuple(sorted(products, key=product_order)), tuple(left))


def check_files(catalogue: Catalogue) -> None:
    """Check that every file of every product is still there.

    Raises:
        UserError: naming the first file that is gone.
    """
    for product in catalogue.products:
        for file in product.files:
            on_disk = disk_path(file)
            if not on_disk.startswith("/vsi") and not Path(on_disk).exists():
                hint = "Put the images back where they were, or run 'Scan catalogue' again."
                raise UserError(f"{file} of the product {product.identifier} is gone.", hint)


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
    """Write both layers in one transaction, and close."""
    target = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    products = target.CreateLayer(PRODUCTS, wgs84, ogr.wkbMultiPolygon)
    left_out = target.CreateLayer(LEFT_OUT, None, ogr.wkbNone)
    for name, kind in _PRODUCT_FIELDS:
        products.CreateField(ogr.FieldDefn(name, kind))
    for name in ("path", "reason"):
        left_out.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    left_out.CreateField(ogr.FieldDefn("damaged", ogr.OFTInteger))
    target.StartTransaction()
    for product in sorted(catalogue.products, key=product_order):
        _add(products, _attributes(product), footprint(product.grid))
    for item in catalogue.left_out:
        _add(left_out, {"path": item.path, "reason": item.reason, "damaged": int(item.damaged)})
    target.CommitTransaction()


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
        "cloud_percent": product.cloud_percent,
        "version": product.version,
        "format": product.format,
        "bands": " ".join(b.name for b in product.bands),
        "columns": product.grid.columns,
        "rows": product.grid.rows,
        "pixel_width": product.grid.pixel_width,
        "pixel_height": product.grid.pixel_height,
        "note": product.note,
        "path": product.path,
        "description": json.dumps(product.to_json(), sort_keys=True),
    }
