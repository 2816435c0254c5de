"""STAC items and cloud-optimised files as the public archives have them (import as ...sensors.stac_makers)."""

import json
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.footprint import footprint
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import spatial_reference
from landweave.tests.engine.products import write_raster

S2_ASSETS = {"blue": ("B02", 10), "green": ("B03", 10), "red": ("B04", 10), "rededge1": ("B05", 20),
             "rededge2": ("B06", 20), "rededge3": ("B07", 20), "nir": ("B08", 10), "nir08": ("B8A", 20),
             "swir16": ("B11", 20), "swir22": ("B12", 20), "scl": ("SCL", 20)}


def projection(shape, origin, metres, code=False, epsg=32631):
    fields = {"proj:code": f"EPSG:{epsg}"} if code else {"proj:epsg": epsg}
    return {**fields, "proj:shape": list(shape), "proj:transform": [metres, 0, origin[0], 0, -metres, origin[1]]}


def box_of(shape, origin, metres, epsg=32631):
    crs = spatial_reference(f"EPSG:{epsg}").ExportToWkt()
    left, right, low, high = footprint(Grid(crs, *origin, metres, metres, shape[1], shape[0])).GetEnvelope()
    return [left, low, right, high]


def feature(name, collection, assets, properties, box, moment="2023-07-01T10:46:30.262Z", version="1.0.0"):
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "stac_version": version, "id": name, "collection": collection, "bbox": list(box),
            "geometry": {"type": "Polygon", "coordinates": [ring]}, "links": [],
            "properties": {"datetime": moment, **properties}, "assets": assets}


def write_s2(folder, name="S2A_31TCJ_20230701_0_L2A", moment="2023-07-01T10:46:30.262Z", baseline="05.09", size=128,
             origin=(300000.0, 4900020.0), values=None, scl=None, by_key="colour", properties=None, raster=True,
             offset=-0.1, proj=True, href="{file}", code=False, version="1.0.0"):
    """Write the files of a product of Earth Search and its item; return the item.

    Args:
        values: {"B02": uint16 array}; others random.
        by_key: `colour` (Earth Search v1) or `band` (B02).
        raster: give raster:bands (STAC 1.1: `bands`) with this offset.
        href: how assets are named; `{file}` is B02.tif.
    """
    place = Path(folder) / name
    rng = np.random.default_rng(0)
    assets = {}
    for colour, (band, metres) in S2_ASSETS.items():
        shape = (size * 10 // metres,) * 2
        array = scl if band == "SCL" else (values or {}).get(band)
        if array is None:
            array = np.full(shape, 4, np.uint8) if band == "SCL" else rng.integers(1001, 9000, shape, dtype=np.uint16)
        write_raster(place / f"{band}.tif", array, origin, (float(metres),) * 2, nodata=0)
        fields = {"href": href.format(file=f"{band}.tif"), "roles": ["data", "reflectance"],
                  "type": "image/tiff; application=geotiff; profile=cloud-optimized"}
        if raster and band != "SCL":
            scaled = {"nodata": 0, "data_type": "uint16", "scale": 0.0001, "offset": offset}
            if version == "1.1.0":
                fields["bands"] = [{"name": colour, "eo:common_name": colour, "nodata": 0, "data_type": "uint16",
                                    "raster:scale": 0.0001, "raster:offset": offset}]
            else:
                fields["raster:bands"] = [scaled]
                fields["eo:bands"] = [{"name": colour, "common_name": colour}]
        if proj:
            shape_and_place = projection(shape, origin, metres)
            fields.update({k: v for k, v in shape_and_place.items() if k != "proj:epsg"})
        assets[colour if by_key == "colour" else band] = fields
    assets["thumbnail"] = {"href": "thumbnail.jpg", "type": "image/jpeg", "roles": ["thumbnail"]}
    told = {"platform": "sentinel-2a", "eo:cloud_cover": 12.5, "view:sun_elevation": 60.0, "view:sun_azimuth": 150.0,
            "s2:processing_baseline": baseline, "grid:code": "MGRS-31TCJ",
            "s2:product_uri": f"S2A_MSIL2A_{moment[:10].replace('-', '')}T104031_N{baseline.replace('.', '')}_R008_"
                              "T31TCJ_20230701T200058.SAFE",
            "s2:datastrip_id": "S2A_OPER_MSI_L2A_DS_2APS_20230701T200058_S20230701T104159_N05.09"}
    if proj:
        told.update({"proj:code": "EPSG:32631"} if code else {"proj:epsg": 32631})
    item = feature(name, "sentinel-2-l2a", assets, {**told, **(properties or {})}, box_of((size, size), origin, 10),
                   moment, version)
    (place / f"{name}.json").write_text(json.dumps(item))
    return item


def write_landsat_item(folder, name="LC08_L2SP_199030_20180511_20200901_02_T1_SR", shape=(60, 70),
                       origin=(300015.0, 4900005.0), values=None, qa=None, scale=2.75e-05, platform="landsat-8"):
    """Write the files of a Landsat item; return the item."""
    place = Path(folder) / name
    rng = np.random.default_rng(1)
    assets = {}
    for key in ("blue", "green", "red", "nir08", "swir16", "swir22", "qa_pixel", "qa_radsat"):
        array = (values or {}).get(key)
        if array is None:
            array = rng.integers(7273, 43637, shape, dtype=np.uint16)
        if key == "qa_pixel":
            array = np.full(shape, 21824, np.uint16) if qa is None else qa
        if key == "qa_radsat":
            array = np.zeros(shape, np.uint16)
        file = f"{name[:40]}_{key}.TIF"
        write_raster(place / file, array, origin, (30.0, 30.0))
        assets[key] = {"href": f"./{file}", "type": "image/vnd.stac.geotiff; cloud-optimized=true", "roles": ["data"]}
        if not key.startswith("qa"):
            assets[key]["raster:bands"] = [{"nodata": 0, "scale": scale, "offset": -0.2}]
    properties = {"platform": platform, "eo:cloud_cover": 7.0, "view:sun_elevation": 55.0, "landsat:wrs_path": "199",
                  "landsat:wrs_row": "030", "landsat:correction": "L2SP", **projection(shape, origin, 30.0)}
    item = feature(name, "landsat-c2-l2", assets, properties, box_of(shape, origin, 30), "2018-05-11T10:45:12Z")
    (place / f"{name}.json").write_text(json.dumps(item))
    return item


def save_items(path, items):
    """Write an item collection; return its path."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps({"type": "FeatureCollection", "features": list(items)}))
    return str(path)


def save_catalogue(folder, items, name="catalog.json"):
    """Write a static catalogue with a collection for each of the items' collections; return its path."""
    folder = Path(folder)
    children = []
    for collection in sorted({item["collection"] for item in items}):
        (folder / collection).mkdir(parents=True, exist_ok=True)
        own = [item for item in items if item["collection"] == collection]
        links = [{"rel": "item", "href": f"../{i['id']}/{i['id']}.json"} for i in own]
        links += [{"rel": "root", "href": f"../{name}"}, {"rel": "parent", "href": f"../{name}"}]
        (folder / collection / "collection.json").write_text(json.dumps(
            {"type": "Collection", "id": collection, "stac_version": "1.0.0", "description": "x", "license": "other",
             "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}},
             "links": links}))
        children.append({"rel": "child", "href": f"./{collection}/collection.json"})
    (folder / name).write_text(json.dumps(
        {"type": "Catalog", "id": "top", "stac_version": "1.0.0", "description": "x", "links": children}))
    return str(folder / name)
