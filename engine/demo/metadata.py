"""The metadata file of a Theia product, in the elements of the MUSCATE schema that readers use."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # nosec B405 (writes XML, parses none)
from collections.abc import Callable

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import CRS_CODE, Area
from landweave.engine.demo.calendar import Acquisition
from landweave.engine.raster.grid import Grid

_GROUPS = {"R1": k.BANDS_10M, "R2": tuple(b for b in k.BANDS if b not in k.BANDS_10M)}
_MASKS = {"Cloud": "CLM", "Saturation": "SAT", "Edge": "EDG"}
ToLonLat = Callable[[float, float], tuple[float, float]]


def metadata_xml(area: Area, acquisition: Acquisition, tile: str, cloud_percent: int, to_lon_lat: ToLonLat) -> str:
    """Return the text of `*_MTD_ALL.xml`.

    Args:
        area: the demo's geometry.
        acquisition: the pass.
        tile: `31TCJ`.
        cloud_percent: share of the seen pixels that the cloud mask marks.
        to_lon_lat: turns CRS coordinates into longitude and latitude.
    """
    name = acquisition.product_name(tile)
    root = ET.Element("Muscate_Metadata_Document")
    _fill(root, "Metadata_Identification", {"METADATA_PROFILE": "DISTRIBUTED", "METADATA_INFORMATION": "EXPERT"})
    dataset = _fill(root, "Dataset_Identification", {
        "IDENTIFIER": name, "AUTHORITY": "THEIA", "PRODUCER": "MUSCATE", "PROJECT": "SENTINEL2",
    })
    _leaf(dataset, "GEOGRAPHICAL_ZONE", tile, type="Tile")
    _characteristics(root, acquisition, name)
    _organisation(root, name)
    _position(root, area, tile, to_lon_lat)
    _geometry(root, acquisition)
    _radiometry(root)
    _quality(root, name, cloud_percent)
    ET.indent(root, "    ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _characteristics(root: ET.Element, acquisition: Acquisition, name: str) -> None:
    stamp = f"{acquisition.time:%Y-%m-%dT%H:%M:%S}.{acquisition.time.microsecond // 1000:03d}Z"
    node = _fill(root, "Product_Characteristics", {
        "PRODUCT_ID": name, "ACQUISITION_DATE": stamp, "PRODUCT_VERSION": "2.2", "PRODUCT_LEVEL": "L2A",
        "PLATFORM": acquisition.satellite, "SPECTRAL_CONTENT": "XS",
    })
    _leaf(node, "ORBIT_NUMBER", str(int(acquisition.orbit)), type="Reference")
    groups = ET.SubElement(node, "Band_Group_List")
    for group, bands in _GROUPS.items():
        band_list = ET.SubElement(ET.SubElement(groups, "Group", group_id=group), "Band_List", count=str(len(bands)))
        for band in bands:
            _leaf(band_list, "BAND_ID", band)


def _organisation(root: ET.Element, name: str) -> None:
    product = ET.SubElement(ET.SubElement(root, "Product_Organisation"), "Muscate_Product")
    image = ET.SubElement(ET.SubElement(product, "Image_List"), "Image")
    _fill(image, "Image_Properties", {"NATURE": "Flat_Reflectance", "FORMAT": "image/tiff", "ENCODING": "int16"})
    files = ET.SubElement(image, "Image_File_List")
    for band in k.BANDS:
        _leaf(files, "IMAGE_FILE", f"./{name}_FRE_{band}.tif", band_id=band)
    masks = ET.SubElement(product, "Mask_List")
    for nature, short in _MASKS.items():
        mask = ET.SubElement(masks, "Mask")
        _fill(mask, "Mask_Properties", {"NATURE": nature, "FORMAT": "image/tiff", "ENCODING": "byte"})
        files = ET.SubElement(mask, "Mask_File_List")
        for group in _GROUPS:
            _leaf(files, "MASK_FILE", f"./MASKS/{name}_{short}_{group}.tif", group_id=group)


def _position(root: ET.Element, area: Area, tile: str, to_lon_lat: ToLonLat) -> None:
    node = ET.SubElement(root, "Geoposition_Informations")
    system = ET.SubElement(node, "Coordinate_Reference_System")
    _leaf(system, "GEO_TABLES", "EPSG", version="1.0")
    _fill(system, "Horizontal_Coordinate_System", {
        "HORIZONTAL_CS_TYPE": "PROJECTED", "HORIZONTAL_CS_NAME": "WGS 84 / UTM zone 31N",
        "HORIZONTAL_CS_CODE": CRS_CODE.split(":")[1],
    })
    geopositioning = ET.SubElement(node, "Geopositioning")
    _corners(geopositioning, area.tile_grid(tile), to_lon_lat)
    groups = ET.SubElement(geopositioning, "Group_Geopositioning_List")
    for factor, group in enumerate(_GROUPS, start=1):
        grid = area.tile_grid(tile, factor)
        values = {
            "ULX": grid.x_min, "ULY": grid.y_max, "XDIM": grid.pixel_width, "YDIM": -grid.pixel_height,
            "NROWS": grid.rows, "NCOLS": grid.columns,
        }
        place = _fill(groups, "Group_Geopositioning", {key: f"{value:.0f}" for key, value in values.items()})
        place.set("group_id", group)


def _corners(node: ET.Element, grid: Grid, to_lon_lat: ToLonLat) -> None:
    points = ET.SubElement(node, "Global_Geopositioning")
    x_min, y_min, x_max, y_max = grid.extent
    places = {
        "upperLeft": (x_min, y_max), "upperRight": (x_max, y_max), "lowerRight": (x_max, y_min),
        "lowerLeft": (x_min, y_min), "center": ((x_min + x_max) / 2, (y_min + y_max) / 2),
    }
    for name, (x, y) in places.items():
        lon, lat = to_lon_lat(x, y)
        values = {"LAT": f"{lat:.9f}", "LON": f"{lon:.9f}", "X": f"{x:.0f}", "Y": f"{y:.0f}"}
        _fill(points, "Point", values).set("name", name)


def _geometry(root: ET.Element, acquisition: Acquisition) -> None:
    node = ET.SubElement(ET.SubElement(root, "Geometric_Informations"), "Mean_Value_List")
    sun = ET.SubElement(node, "Sun_Angles")
    for name, angle in zip(("ZENITH_ANGLE", "AZIMUTH_ANGLE"), acquisition.sun_angles):
        _leaf(sun, name, f"{angle:.6f}", unit="deg")


def _radiometry(root: ET.Element) -> None:
    node = _fill(root, "Radiometric_Informations", {"REFLECTANCE_QUANTIFICATION_VALUE": "10000"})
    _leaf(ET.SubElement(node, "Special_Values_List"), "SPECIAL_VALUE", "-10000", name="nodata")


def _quality(root: ET.Element, name: str, cloud_percent: int) -> None:
    node = ET.SubElement(ET.SubElement(root, "Quality_Informations"), "Current_Product")
    qualities = ET.SubElement(node, "Product_Quality_List", level="N2")
    quality = _fill(qualities, "Product_Quality", {"PRODUCT_ID": name})
    indices = ET.SubElement(quality, "Global_Index_List")
    for key, value in (("CloudPercent", str(cloud_percent)), ("SnowPercent", "0"), ("RainDetected", "false")):
        _leaf(indices, "QUALITY_INDEX", value, name=key)


def _fill(parent: ET.Element, name: str, values: dict[str, str]) -> ET.Element:
    node = ET.SubElement(parent, name)
    for key, value in values.items():
        _leaf(node, key, value)
    return node


def _leaf(parent: ET.Element, name: str, text: str, /, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
