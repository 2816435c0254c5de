"""From Sen2Cor products, folders and archives of several baselines, to a map; the model serves Theia's products too."""

import json

import numpy as np
import pytest

from landweave.engine.jobs import ClassificationChainJob, ClassifyJob, ScanCatalogueJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import write_layer
from landweave.tests.engine.mapping.world import CRS, ORIGIN, box
from landweave.tests.engine.products import THEIA_BANDS, write_theia_s2
from landweave.tests.engine.sensors.makers import write_safe, zip_product

DAYS = ("20210105", "20210304", "20210503", "20210702", "20210831", "20211030")
SIZE, SIDE, CODES = 96, 24, (11, 31)


def truth():
    """Return a chessboard of two classes, shape (row, col)."""
    y, x = np.mgrid[:SIZE, :SIZE] // SIDE
    return np.array(CODES)[(x + y) % 2]


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """Return the folder with the products of Sen2Cor and of Theia, which show the same."""
    folder, rng = tmp_path_factory.mktemp("images"), np.random.default_rng(4)
    winter = (truth() == CODES[0]).astype(float)
    for number, day in enumerate(DAYS):
        values, clouds = {}, np.zeros((SIZE, SIZE), np.uint8)
        season = np.sin(number + 2.5 * winter)
        for order, (band, factor) in enumerate(THEIA_BANDS.items()):
            level = 1500 + 250 * order + 700 * season[::factor, ::factor]
            values[band] = (level + rng.normal(0, 30, level.shape)).astype(np.int16)
        clouds[12 * number : 12 * number + 16, 10:50] = 1
        write_theia_s2(folder / "theia", "31TCJ", f"{day}-105039-000", size=SIZE, values=values, masks={"CLM": clouds})
        new = number >= 3
        shifted = {f"B{b[1:].zfill(2)}": (v + (1000 if new else 0)).astype(np.uint16) for b, v in values.items()}
        scl = np.where(clouds[::2, ::2] == 1, 9, 4).astype(np.uint8)
        safe = write_safe(folder / "esa", "31TCJ", f"{day}T105039", "04.00" if new else "02.14", values=shifted,
                          size=SIZE, scl=scl, offset=-1000 if new else None)
        if number % 2:
            zip_product(safe)
    return folder


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """Return polygons of every field of the chessboard."""
    path = tmp_path_factory.mktemp("reference") / "reference.gpkg"
    boxes, codes = [], []
    for row in range(SIZE // SIDE):
        for column in range(SIZE // SIDE):
            x, y = ORIGIN[0] + column * SIDE * 10, ORIGIN[1] - row * SIDE * 10
            boxes.append(box(x + 20, y - SIDE * 10 + 20, x + SIDE * 10 - 20, y - 20))
            codes.append(CODES[(row + column) % 2])
    assert spatial_reference(CRS).GetAuthorityCode(None) == "32631"
    write_layer(str(path), "reference", CRS, "Polygon", boxes, {"code": codes})
    return str(path)


def test_a_mixed_series_becomes_a_true_map_and_its_model_serves_theia(images, reference, tmp_path):
    run = tmp_path / "run"
    job = ClassificationChainJob(reference=reference, class_field="code", input=str(images / "esa"),
                                 method_options=json.dumps({"n_estimators": 20}), seed=1)
    result = job.execute(RunContext(run_folder=str(run)))
    assert result["OVERALL_ACCURACY"] > 0.95
    catalogue, output = str(tmp_path / "theia.gpkg"), str(tmp_path / "theia.tif")
    ScanCatalogueJob(str(images / "theia"), catalogue).execute(RunContext())
    models = tuple(str(p) for p in sorted(run.rglob("*.lwm")))
    ClassifyJob(catalogue, models, output).execute(RunContext())
    with RasterReader() as reader:
        grid = reader.grid(output)
        mapped = reader.read(str(run / "map.tif"), 1, grid.window)
        theia = reader.read(output, 1, grid.window)
    assert (mapped == truth()).mean() > 0.95
    assert np.array_equal(mapped, theia)
