"""A table's values take the places of the features of images, so that images can be classified with it."""

import json

import numpy as np
import pytest
from osgeo import gdal, osr

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassifyJob, ImportSamplesJob, ScanCatalogueJob, TrainClassifierJob
from landweave.engine.learning.model_file import load_model
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.sensors.product import BandSource, Product

GRID = Grid("", 0.0, 0.0, 10.0, 10.0, 5, 5)
DAYS = ("2018-05-01", "2018-05-17", "2018-06-02")


@pytest.fixture
def catalogue(tmp_path):
    bands = (BandSource("NDVI", "x"), BandSource("EVI", "x"))
    products = tuple(Product(d, "user_rasters", "MOD", "t", d, "x", GRID, bands) for d in DAYS)
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue(products))
    (tmp_path / "series.json").write_text('{"dates": "acquisitions", "indices": []}')
    return str(tmp_path / "c.gpkg")


def bind(folder, catalogue, text, **options):
    (folder / "t.csv").write_text(text)
    settings = {"catalogue": catalogue, "series": str(folder / "series.json"), **options}
    ImportSamplesJob(str(folder / "t.csv"), "label", str(folder / "s.gpkg"), **settings).execute(RunContext())
    return load_samples(str(folder / "s.gpkg"))


def test_numbered_columns_are_dates_by_rank(catalogue, tmp_path):
    found = bind(tmp_path, catalogue,
                 "label,evi_01,evi_02,evi_03,ndvi_01,ndvi_02,ndvi_03,red_01,red_02,red_03\n"
                 "a,.1,.2,.3,.41,.5,.6,9,9,9\nb,-.1,0,.00016,.4,.5,4,9,9,9\n")
    assert [f.name for f in found.features] == [f"MOD_{b}_{d.replace('-', '')}" for d in DAYS for b in ("NDVI", "EVI")]
    assert found.matrix.dtype == np.int16 and found.plan is not None
    np.testing.assert_array_equal(
        found.matrix, [[4100, 1000, 5000, 2000, 6000, 3000], [4000, -1000, 5000, 0, 32767, 2]])


def test_dated_columns_are_found_by_their_date_and_whole_numbers_are_taken_as_they_are(catalogue, tmp_path):
    columns = [f"{b}_{d.replace('-', '')}" for b in ("EVI", "NDVI") for d in reversed(DAYS)]
    found = bind(tmp_path, catalogue, f"label,{','.join(columns)}\na,1,2,3,4,5,6\nb,7,8,9,10,11,12\n")
    np.testing.assert_array_equal(found.matrix, [[6, 3, 5, 2, 4, 1], [12, 9, 11, 8, 10, 7]])
    twice = bind(tmp_path, catalogue, f"label,{','.join(columns)}\na,1,2,3,4,5,6\nb,7,8,9,10,11,12\n", scale=2.0)
    np.testing.assert_array_equal(twice.matrix, found.matrix * 2)


def test_what_the_table_lacks_is_named(catalogue, tmp_path):
    with pytest.raises(UserError, match="EVI of 2018-05-01"):
        bind(tmp_path, catalogue, "label,ndvi_01,ndvi_02,ndvi_03\na,1,2,3\nb,1,2,3\n")
    (tmp_path / "series.json").write_text(json.dumps({"describe": ["metrics"], "indices": []}))
    with pytest.raises(UserError, match="Only values on dates"):
        bind(tmp_path, catalogue, "label,ndvi_01\na,1\nb,2\n")
    assert not (tmp_path / "s.gpkg").exists()


def test_images_of_sinop_are_classified_with_the_samples_of_mato_grosso(shared_data, tmp_path):
    """The map agrees with 18 labelled points of another source far better than chance."""
    options = tmp_path / "series.json"
    options.write_text('{"dates": "acquisitions", "indices": []}')
    paths = {n: str(tmp_path / n) for n in ("c.gpkg", "s.gpkg", "m.lwm", "map.tif")}
    data = shared_data / "sinop_modis_cube"
    ScanCatalogueJob(str(data / "images"), paths["c.gpkg"]).execute(RunContext())
    table = shared_data / "matogrosso_modis_samples" / "samples_mt_4bands_1892.csv"
    ImportSamplesJob(str(table), "label", paths["s.gpkg"], catalogue=paths["c.gpkg"], series=str(options)).execute(
        RunContext())
    TrainClassifierJob(paths["s.gpkg"], "label", paths["m.lwm"]).execute(RunContext())
    ClassifyJob(paths["c.gpkg"], (paths["m.lwm"],), paths["map.tif"]).execute(RunContext())
    labels = {c.code: c.label for c in load_model(paths["m.lwm"]).classes}
    dataset = gdal.Open(paths["map.tif"])
    made, (left, width, _, top, _, height) = dataset.ReadAsArray(), dataset.GetGeoTransform()
    lonlat = osr.SpatialReference()
    lonlat.ImportFromEPSG(4326)
    lonlat.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to_map = osr.CoordinateTransformation(lonlat, osr.SpatialReference(dataset.GetProjection()))
    rows = [line.split(",") for line in (data / "reference_points_18.csv").read_text().splitlines()[1:]]
    right = 0
    for _, longitude, latitude, _, _, label in rows:
        x, y, _ = to_map.TransformPoint(float(longitude), float(latitude))
        right += labels[int(made[int((y - top) / height), int((x - left) / width)])] == label.strip()
    assert len(rows) == 18 and right >= 12  # NDVI and EVI alone; the classes alone would give 8
