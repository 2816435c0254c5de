"""Two sensors of two zones on a grid of a third CRS: samples and map agree, whatever the blocks and processes."""

import json

import numpy as np
import pytest

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.jobs import ClassifyJob, ExtractSamplesJob
from landweave.engine.learning.model_file import load_model
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import reproject_extent, same_crs, spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.types import SERIES_NODATA
from landweave.engine.vector.layers import point_coordinates as coordinates_of
from landweave.engine.vector.layers import points_wkb, reproject_geometries
from landweave.tests.engine.mapping import world
from landweave.tests.engine.products import write_raster


class Told(RunContext):
    """Keeps the warnings."""

    said: list

    def warning(self, message):
        self.said.append(message)


def told(**values):
    context = Told(**values)
    object.__setattr__(context, "said", [])
    return context


def scene(folder, day):
    """A 30 m scene of the next zone over the western tile only."""
    x, y = world.ORIGIN
    box = reproject_extent((x - 500, y - 1800, x + 600, y + 500), world.CRS, "EPSG:32630")
    origin = (np.floor(box[0] / 30) * 30, np.ceil(box[3] / 30) * 30)
    shape = (2, int((box[3] - box[1]) / 30) + 2, int((box[2] - box[0]) / 30) + 2)
    values = np.random.default_rng(1).integers(0, 5000, shape).astype(np.int16)
    path = write_raster(folder / f"L_{day}.tif", values, origin, (30.0, 30.0), 32630, nodata=-9)
    with RasterReader() as reader:
        grid = reader.grid(path)
    bands = tuple(BandSource(n, path, i, nodata=-9, role=n) for i, n in enumerate(("red", "nir"), start=1))
    return Product(f"L {day}", "user", "L", "198030", day, path, grid, bands)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    paths = world.write_world(folder)
    products = (*load_catalogue(paths["catalogue"]).products, scene(folder, "2018-01-20"), scene(folder, "2018-03-10"))
    save_catalogue(paths["catalogue"], Catalogue(products))
    paths["series"] = str(folder / "series.json")
    (folder / "series.json").write_text(json.dumps({"grid": {"crs": "EPSG:2154", "resolution": 20}}))
    paths["samples"] = str(folder / "samples.gpkg")
    context = told()
    ExtractSamplesJob(paths["catalogue"], paths["points"], paths["samples"], series=paths["series"]).execute(context)
    assert any("31TDJ" in m and " L" in m for m in context.said)
    samples = load_samples(paths["samples"])
    paths["model"] = world.write_model(folder / "model.lwm", samples, {"all": slice(None)})
    ClassifyJob(paths["catalogue"], (paths["model"],), output=str(folder / "map.tif")).execute(RunContext())
    return paths, samples, folder / "map.tif"


def read(path):
    with RasterReader() as reader:
        info = reader.info(str(path))
        return reader.read(str(path), 1, info.grid.window), info.grid


def test_the_map_on_the_wanted_grid_says_what_the_samples_say(both):
    paths, samples, path = both
    classes, grid = read(path)
    assert same_crs(grid.crs, "EPSG:2154")
    assert (grid.pixel_width, grid.x_min % 20, grid.y_max % 20) == (20.0, 0.0, 0.0)
    wanted = spatial_reference("EPSG:2154").ExportToWkt()
    x, y = coordinates_of(reproject_geometries(points_wkb(samples.x, samples.y), world.CRS, wanted))
    rows = ((grid.y_max - y) // 20).astype(int)
    columns = ((x - grid.x_min) // 20).astype(int)
    model = load_model(paths["model"])
    expected = np.array(model.codes)[model.regions["all"].predict_proba(samples.matrix).argmax(axis=1)]
    assert np.array_equal(classes[rows, columns], expected)
    other = [n for n, f in enumerate(samples.features) if f.sensor == "L"]
    missing = (samples.matrix[:, other] == SERIES_NODATA).all(axis=1)
    assert 0.1 < missing.mean() < 0.9
    assert not (samples.matrix[:, other] == SERIES_NODATA)[~missing].any()


@pytest.mark.parametrize(("workers", "pixels"), [(1, 700), (2, 1500)])
def test_blocks_and_processes_make_no_difference(both, tmp_path, monkeypatch, workers, pixels):
    paths, _, path = both
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", pixels)
    output = tmp_path / "map.tif"
    ClassifyJob(paths["catalogue"], (paths["model"],), output=str(output)).execute(RunContext(workers=workers))
    assert output.read_bytes() == path.read_bytes()
