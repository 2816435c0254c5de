"""A tiny world of two overlapping Theia tiles with two regions, three classes and clouds."""

from pathlib import Path

import numpy as np
from osgeo import ogr
from sklearn.ensemble import RandomForestClassifier

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.learning.forest import CompiledForest
from landweave.engine.learning.model_file import ClassEntry, Model, save_model
from landweave.engine.learning.predictors import ForestPredictor
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.sensors.theia_s2 import find
from landweave.engine.vector.layers import points_wkb, write_layer
from landweave.tests.engine.products import THEIA_BANDS, write_raster, write_theia_s2

DAYS = ("20180105", "20180124", "20180210", "20180303", "20180322", "20180401")
SIZE, SHIFT = 128, 96
ORIGIN = (300000.0, 4900020.0)
CRS = spatial_reference("EPSG:32631").ExportToWkt()
CODES = (3, 11, 31)


def truth(columns, rows, first=0):
    """Class of each pixel of the world (no tile), from stripes and blobs, shape (row, col)."""
    y, x = np.mgrid[:rows, first : first + columns]
    return ((np.sin(x / 9.0) + np.cos(y / 11.0) + np.sin((x + y) / 23.0)) > 0.3).astype(int) + (x % 64 > 40)


def reflectance(band, day, classes, rng):
    """Values of one band: a curve a class, plus noise."""
    level = 500 + 300 * list(THEIA_BANDS).index(band)
    season = np.array([0.2, 0.9, 0.5])[classes] * np.sin((DAYS.index(day) + 1 + classes) / 2.0)
    return (level * (1 + season * 0.5) + rng.normal(0, 60, classes.shape)).astype(np.int16)


def write_tile(folder, tile, shift, seed, epsg=32631, size=SIZE):
    """Write the products of one tile whose west edge lies `shift` pixels east of the world's."""
    rng = np.random.default_rng(seed)
    fine = truth(size, size, shift)
    products = []
    for number, day in enumerate(DAYS):
        values = {}
        for band, factor in THEIA_BANDS.items():
            values[band] = reflectance(band, day, fine[::factor, ::factor], rng)
            values[band][:: 50 // factor, number] = -10000
        clouds = np.zeros((size, size), np.uint8)
        row, column = rng.integers(0, size - 40, 2)
        clouds[row : row + 50, column : column + 60] = 2
        clouds[:3, :3] = 1
        origin = (ORIGIN[0] + shift * 10.0, ORIGIN[1])
        path = write_theia_s2(folder, tile, f"{day}-105038-461", size=size, origin=origin, epsg=epsg, values=values,
                              masks={"CLM": clouds})
        products.append(find(str(path)))
    return products


def write_world(folder):
    """Write the images, their catalogue, points and regions; return paths by name."""
    folder = Path(folder)
    products = write_tile(folder / "images", "31TCJ", 0, 1) + write_tile(folder / "images", "31TDJ", SHIFT, 2)
    paths = {name: str(folder / f"{name}.gpkg") for name in ("catalogue", "points", "regions", "half")}
    save_catalogue(paths["catalogue"], Catalogue(tuple(products)))
    rng = np.random.default_rng(3)
    columns, rows = rng.integers(0, SIZE + SHIFT, 700), rng.integers(0, SIZE, 700)
    x, y = ORIGIN[0] + columns * 10 + 5.0, ORIGIN[1] - rows * 10 - 5.0
    code = np.array(CODES)[truth(SIZE + SHIFT, SIZE)[rows, columns]]
    write_layer(paths["points"], "points", CRS, "Point", points_wkb(x, y),
                {"code": code, "polygon_id": np.arange(700), "name": [f"p{i}" for i in range(700)]})
    middle, east, south = ORIGIN[0] + 1103.0, ORIGIN[0] + 2240, ORIGIN[1] - 1280
    boxes = [box(ORIGIN[0], south, middle, ORIGIN[1]), box(middle, south, east, ORIGIN[1])]
    write_layer(paths["regions"], "regions", CRS, "Polygon", boxes, {"region": ["west", "east"]})
    part = box(ORIGIN[0] + 55, south + 333, east - 700, ORIGIN[1] - 77)
    write_layer(paths["half"], "half", CRS, "Polygon", [part], {})
    return paths


def box(x_min, y_min, x_max, y_max):
    """A rectangle as WKB."""
    corners = [(x_min, y_min), (x_max, y_min), (x_max, y_max), (x_min, y_max), (x_min, y_min)]
    text = ", ".join(f"{x} {y}" for x, y in corners)
    return bytes(ogr.CreateGeometryFromWkt(f"POLYGON (({text}))").ExportToIsoWkb())


def fit_forest(matrix, codes, all_codes=CODES, seed=0):
    """Fit a small forest; the answer is over all the given codes, which must all occur."""
    forest = RandomForestClassifier(12, max_depth=8, random_state=seed)
    return ForestPredictor(CompiledForest.from_sklearn(forest.fit(matrix, np.searchsorted(all_codes, codes))))


def write_model(path, samples, rows_by_region, seed=0):
    """Write a model with a forest for each region, learnt on the given rows of the samples."""
    regions = {
        name: fit_forest(samples.matrix[rows], samples.attributes["code"][rows], seed=seed)
        for name, rows in rows_by_region.items()
    }
    classes = tuple(ClassEntry(code, f"class {code}") for code in CODES)
    save_model(path, Model(samples.plan, samples.features, classes, regions))
    return str(path)


def write_raster_mask(path, values):
    """Write a mask of 160 m pixels over the world."""
    return write_raster(path, values, ORIGIN, (160.0, 160.0))
