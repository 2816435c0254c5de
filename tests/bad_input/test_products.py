"""Products of every kind that are cut, incomplete, doubled, on other pixels, or not of all sensors."""

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.jobs import ExtractSamplesJob, FeaturesChainJob, FeaturesMapJob, ScanCatalogueJob
from landweave.engine.raster.warp import reproject_extent
from landweave.tests.bad_input.layers import cut
from landweave.tests.bad_input.test_series import series, values_of
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster, write_theia_s2
from landweave.tests.engine.sensors.makers import write_landsat, write_safe, zip_product
from landweave.tests.engine.sensors.makers_s1 import write_s1
from landweave.tests.engine.sensors.stac_makers import save_items, write_s2

OPTIONS = {"step_days": 60, "sensors": {"S2": ["B4", "B8"]}}


def scan(folder, **options):
    """Scan a folder; return how it ended and the catalogue."""
    output = str(Path(folder).parent / "catalogue.gpkg")
    return work(ScanCatalogueJob(str(folder), output, **options)), output


def good_scan(folder, **options):
    outcome, catalogue = scan(folder, **options)
    outcome.outputs  # noqa: B018
    return catalogue


def one(product, ending):
    return next(p for p in sorted(Path(product).rglob(f"*{ending}")))


def flip(path, start=0.4, end=0.9):
    """Turn the bits of a part of a file."""
    data = bytearray(path.read_bytes())
    for place in range(int(len(data) * start), int(len(data) * end)):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))


def rewrite(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def safes(tmp_path_factory):
    """Two Sen2Cor products."""
    folder = tmp_path_factory.mktemp("sen2cor")
    for moment in ("20190501T105039", "20190601T105039"):
        write_safe(folder / "in", moment=moment, size=128)
    return folder / "in"


@pytest.fixture
def copies(safes, tmp_path):
    """Copies of them, which cases may damage, and the second."""
    shutil.copytree(safes, tmp_path / "en été")
    return tmp_path / "en été", sorted((tmp_path / "en été").iterdir())[1]


SAFES = {
    "a zip cut in half": lambda p: cut(zip_product(p)),
    "a zip cut at its end": lambda p: cut(zip_product(p), 0.999),
    "an empty zip": lambda p: zip_product(p).write_bytes(b""),
    "no SCL": lambda p: one(p, "SCL_20m.jp2").unlink(),
    "no metadata": lambda p: (p / "MTD_MSIL2A.xml").unlink(),
    "empty metadata": lambda p: (p / "MTD_MSIL2A.xml").write_bytes(b""),
    "metadata cut": lambda p: cut(p / "MTD_MSIL2A.xml"),
    "metadata that are HTML": lambda p: (p / "MTD_MSIL2A.xml").write_text("<html><body>Please log in</body></html>"),
    "no band": lambda p: one(p, "B8A_20m.jp2").unlink(),
    "no granule": lambda p: shutil.rmtree(p / "GRANULE"),
    "a band cut behind its header": lambda p: cut(one(p, "B04_10m.jp2"), 0.05),
    "a band cut in half": lambda p: cut(one(p, "B04_10m.jp2")),
    "an empty band": lambda p: one(p, "B04_10m.jp2").write_bytes(b""),
    "a band that is HTML": lambda p: one(p, "B04_10m.jp2").write_text("<html>404</html>"),
}


@pytest.mark.parametrize("case", SAFES)
def test_a_sen2cor_product_that_cannot_be_used(copies, tmp_path, case):
    folder, victim = copies
    SAFES[case](victim)
    outcome, catalogue = scan(folder)
    assert outcome.outputs["PRODUCTS"] == 1
    left = load_catalogue(catalogue).left_out
    print("LEFT", left[0].reason)
    assert [item.damaged for item in left] == [True]
    assert victim.stem in outcome.warnings
    chain = work(FeaturesChainJob(input=str(folder)), run_folder=str(tmp_path / "run"))
    check_told(chain, victim.stem, "SKIP_DAMAGED")
    check_clean(tmp_path / "run", [tmp_path / "run" / "features.tif"])


def test_metadata_of_another_version_of_the_namespace_work(copies, tmp_path):
    folder, product = copies
    rewrite(product / "MTD_MSIL2A.xml", "psd-14", "psd-15")
    other = sorted(folder.iterdir())[0]
    rewrite(other / "MTD_MSIL2A.xml", "psd-14.sentinel2.eo.esa.int/PSD", "psd-99.sentinel2.copernicus.example/NEW")
    catalogue = good_scan(folder)
    assert len(load_catalogue(catalogue).products) == 2
    assert work(FeaturesMapJob(catalogue, str(tmp_path / "f.tif"), series(tmp_path, **OPTIONS))).code == 0


@pytest.mark.parametrize(("name", "damage"), [
    ("B04_10m.jp2", lambda p: cut(p, 0.05)), ("B04_10m.jp2", flip), ("SCL_20m.jp2", lambda p: flip(p, 0.7, 0.95)),
    ("B8A_20m.jp2", lambda p: flip(p, 0.05, 0.3)), ("B04_10m.jp2", lambda p: p.write_bytes(p.read_bytes()[:200])),
])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_jpeg2000_file_that_does_not_decode_is_named_when_it_is_read(copies, tmp_path, name, damage, workers):
    folder, product = copies
    catalogue, output = good_scan(folder), tmp_path / "out" / "f.tif"
    victim = one(product, name)
    damage(victim)
    outcome = work(FeaturesMapJob(catalogue, str(output)), workers=workers)
    check_refused(outcome, victim, output=output)


def test_an_archive_damaged_after_the_scan_is_named(copies, tmp_path):
    folder, product = copies
    archive = zip_product(product)
    catalogue, output = good_scan(folder), tmp_path / "out" / "f.tif"
    for damage in (lambda p: flip(p, 0.2, 0.4), cut, lambda p: p.unlink()):
        damage(archive)
        check_refused(work(FeaturesMapJob(catalogue, str(output))), archive, output=output)


def test_dates_that_cannot_be_read(tmp_path):
    folder, values = tmp_path / "in", np.full((2, 16, 16), 5, np.int16)
    for name in ("champ_20211345.tif", "champ_99999999.tif", "champ.tif", "champ_2021.tif"):
        write_raster(folder / name, values)
    outcome, catalogue = scan(folder)
    check_refused(outcome, folder, "champ", "date", output=catalogue)
    write_raster(folder / "champ_20210504.tif", values)
    outcome, catalogue = scan(folder)
    assert outcome.outputs["PRODUCTS"] == 1
    for name in ("champ_20211345.tif", "champ_99999999.tif", "champ.tif", "champ_2021.tif"):
        assert name in outcome.warnings
    table = tmp_path / "dates.csv"
    table.write_text("file,date\nchamp_20210504.tif,04/31/2021\n")
    outcome, _ = scan(folder, dates_table=str(table))
    check_told(outcome, table, "04/31/2021")


def test_a_theia_product_whose_date_is_none(tmp_path):
    good = Path(write_theia_s2(tmp_path / "in", size=32))
    bad = Path(write_theia_s2(tmp_path / "in", moment="20180601-105038-461", size=32))
    rewrite(one(bad, "MTD_ALL.xml"), "2018-06-01T", "2018-06-41T")
    outcome, _ = scan(tmp_path / "in")
    assert outcome.outputs["PRODUCTS"] in (1, 2)  # the name tells the date too
    assert good.name not in outcome.warnings
    assert outcome.outputs["PRODUCTS"] == 2 or bad.name in outcome.warnings


def two_grids(tmp_path):
    """Two dates of one tile, the second half a pixel beside."""
    write_theia_s2(tmp_path / "in", size=64)
    return Path(write_theia_s2(tmp_path / "in", moment="20180601-105038-461", size=64, origin=(300005.0, 4900020.0)))


def test_two_grids_of_one_sensor_in_one_tile(tmp_path):
    other = two_grids(tmp_path)
    catalogue, output = good_scan(tmp_path / "in"), tmp_path / "out" / "f.tif"
    check_refused(work(FeaturesMapJob(catalogue, str(output))), other, "31TCJ", "SERIES (grid)", output=output)
    grid = {"resolution": 10, "extent": [300000, 4899400, 300600, 4900000]}
    outcome = work(FeaturesMapJob(catalogue, str(output), series(tmp_path, grid=grid, **OPTIONS)))
    assert next(iter(values_of(outcome.outputs["OUTPUT"]).values())).shape == (60, 60)


def test_another_sensor_on_its_own_grid_works_and_one_that_a_tile_lacks_is_told_once(tmp_path):
    for day in ("20180511", "20180601"):
        write_theia_s2(tmp_path / "in", "31TCJ", f"{day}-105038-461", size=64)
        write_theia_s2(tmp_path / "in", "31TDJ", f"{day}-105038-461", size=64, origin=(320000.0, 4900020.0))
    write_landsat(tmp_path / "in")
    catalogue, output = good_scan(tmp_path / "in"), tmp_path / "f.tif"
    path = series(tmp_path, step_days=60, resampling="nearest")
    outcome = work(FeaturesMapJob(catalogue, str(output), path))
    found = values_of(outcome.outputs["OUTPUT"])
    landsat = next(v for name, v in found.items() if name.startswith("L8_B4"))
    assert (landsat[:, :64] != -32768).any()
    assert (landsat[:, -64:] == -32768).all()
    told = [e["message"] for e in outcome.events if e["event"] == "warning"]
    assert [m for m in told if "31TDJ" in m and "L8" in m] == told


def test_a_band_missing_on_one_date_only_is_named(tmp_path):
    folder = tmp_path / "in"
    for name, bands in (("champ_20210101.tif", 3), ("champ_20210301.tif", 2), ("champ_20210601.tif", 3)):
        names = ("red", "nir", "swir")[:bands]
        write_raster(folder / name, np.full((bands, 16, 16), 500, np.int16), descriptions=names)
    outcome, catalogue = scan(folder)
    output = tmp_path / "f.tif"
    if outcome.outputs["PRODUCTS"] == 3:
        made = work(FeaturesMapJob(catalogue, str(output)))
        said = " ".join(e["message"] for e in made.events if e["event"] in ("log", "warning"))
        assert made.code == 0
        assert "swir" in said
        assert "2021-03-01" in said
        sensor = load_catalogue(catalogue).products[0].sensor
        wanted = work(FeaturesMapJob(catalogue, str(tmp_path / "g.tif"),
                                     series(tmp_path, sensors={sensor: ["red", "swir"]})))
        check_refused(wanted, "swir", "20210301", output=tmp_path / "g.tif")
    else:
        assert "champ_20210301.tif" in outcome.warnings


def test_a_band_file_missing_on_one_date_only_is_named(tmp_path):
    folder = tmp_path / "in"
    for day in ("20210101", "20210301", "20210601"):
        for band in ("B4", "B8"):
            if (day, band) != ("20210301", "B8"):
                write_raster(folder / f"champ_{day}_{band}.tif", np.full((16, 16), 500, np.int16))
    outcome, _ = scan(folder, pattern="{sensor}_{date}_{band}")
    assert outcome.outputs["PRODUCTS"] == 2
    assert "B8" in outcome.warnings
    assert "2021-03-01" in outcome.warnings or "20210301" in outcome.warnings


@pytest.mark.parametrize("shape", [(63, 64), (32, 32), (128, 128)])
def test_masks_of_another_size(tmp_path, shape):
    write_theia_s2(tmp_path / "in", size=64)
    clouds = {"CLM": np.zeros(shape, np.uint8)}
    bad = Path(write_theia_s2(tmp_path / "in", moment="20180601-105038-461", size=64, masks=clouds))
    outcome, _ = scan(tmp_path / "in")
    assert outcome.outputs["PRODUCTS"] == 1
    assert bad.name in outcome.warnings
    assert "CLM_R1.tif" in outcome.warnings
    mine = tmp_path / "mine"
    write_raster(mine / "champ_20210101.tif", np.full((64, 64), 500, np.int16))
    write_raster(mine / "champ_20210101_mask.tif", np.zeros(shape, np.uint8))
    outcome, _ = scan(mine)
    check_refused(outcome, "champ_20210101", "mask", output=tmp_path / "catalogue.gpkg.none")


def test_stac_items_without_projection(tmp_path):
    good = write_s2(tmp_path / "in", name="S2A_31TCJ_20230701_0_L2A", size=64)
    near = write_s2(tmp_path / "in", name="S2A_31TCJ_20230711_0_L2A", moment="2023-07-11T10:46:30Z", size=64,
                    proj=False)
    far = write_s2(tmp_path / "in", name="S2A_31TCJ_20230721_0_L2A", moment="2023-07-21T10:46:30Z", size=64, proj=False,
                   href="/nowhere/{file}")
    for item in (good, near):
        for asset in item["assets"].values():
            asset["href"] = str(tmp_path / "in" / item["id"] / asset["href"])
    items = save_items(tmp_path / "items.json", [good, near, far])
    output = str(tmp_path / "c.gpkg")
    outcome = work(ScanCatalogueJob("", output, stac=items))
    assert outcome.outputs["PRODUCTS"] == 2
    assert far["id"] in outcome.warnings
    only = save_items(tmp_path / "far.json", [far])
    check_refused(work(ScanCatalogueJob("", str(tmp_path / "d.gpkg"), stac=only)), only, far["id"],
                  output=tmp_path / "d.gpkg")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": "FeatureCollection"}', '{"type": "FeatureCollection", '
                                     '"features": [{"type": "Feature"}]}', '{"type": "Feature", "id": 3}', "null"])
def test_a_stac_file_that_is_none(tmp_path, content):
    path = tmp_path / "items été.json"
    path.write_text(content)
    outcome = work(ScanCatalogueJob("", str(tmp_path / "c.gpkg"), stac=str(path)))
    check_refused(outcome, path, output=tmp_path / "c.gpkg")


def test_a_layer_that_vanished_or_lies_elsewhere(tmp_path):
    for day in ("20180511", "20180601"):
        write_theia_s2(tmp_path / "in", "31TCJ", f"{day}-105038-461", size=64)
    heights = np.arange(4096, dtype=np.float32).reshape(64, 64)
    relief = Path(write_raster(tmp_path / "layers" / "relief.tif", heights))
    x_min, _, _, y_max = reproject_extent((300000, 4899000, 301000, 4900020), "EPSG:32631", "EPSG:2154")
    write_raster(tmp_path / "layers" / "autre.tif", np.full((40, 40), 7, np.float32), (x_min - 5000, y_max + 5000),
                 (500.0, 500.0), 2154)
    write_raster(tmp_path / "layers" / "loin.tif", np.ones((40, 40), np.float32), (700000.0, 1000000.0), epsg=32721)
    catalogue = good_scan(tmp_path / "in", static_layers=(str(tmp_path / "layers"),))
    path, output = series(tmp_path, **OPTIONS), tmp_path / "f.tif"
    outcome = work(FeaturesMapJob(catalogue, str(output), path))
    found = values_of(outcome.outputs["OUTPUT"])
    assert (found["relief"] == heights).all()
    assert (found["autre"] == 7).all()
    assert (found["loin"] == -32768).all()
    assert "loin" in outcome.warnings
    assert "relief" not in outcome.warnings
    relief.rename(tmp_path / "elsewhere.tif")
    check_refused(work(FeaturesMapJob(catalogue, str(tmp_path / "g.tif"), path)), relief, output=tmp_path / "g.tif")
    plain = good_scan(tmp_path / "in")
    named = work(FeaturesMapJob(plain, str(tmp_path / "g.tif"), series(tmp_path, static=["relief"])))
    check_refused(named, "relief", "STATIC_LAYERS", output=tmp_path / "g.tif")


@pytest.fixture(scope="module")
def fused(world, tmp_path_factory):
    """A model of S2 and S1 on the tile of the world."""
    folder = tmp_path_factory.mktemp("ensemble")
    images = folder / "in"
    world.copy_images(images)
    grid = world.grid
    for stamp in ("20210301t060000", "20210701t060000"):
        write_s1(images, stamp, size=grid.columns, origin=(grid.x_min, grid.y_max))
    catalogue = good_scan(images)
    assert len(load_catalogue(catalogue).sensors()) == 2
    samples = str(folder / "samples.gpkg")
    work(ExtractSamplesJob(catalogue, world.path("points.gpkg"), samples, series(folder, step_days=60))).outputs  # noqa: B018
    work(world.train(folder / "model.lwm", samples=samples)).outputs  # noqa: B018
    return str(folder / "model.lwm"), catalogue, folder


def test_a_model_of_two_sensors_on_images_of_one(world, fused, tmp_path):
    model, catalogue, _ = fused
    assert work(world.classify(tmp_path / "m.tif", models=(model,), catalogue=catalogue)).code == 0
    output = tmp_path / "out" / "n.tif"
    outcome = work(world.classify(output, models=(model,)))
    check_refused(outcome, "S1ASC", "no product", output=output)
    only_radar = tmp_path / "radar"
    write_s1(only_radar)
    outcome = work(world.classify(output, models=(model,), catalogue=good_scan(only_radar)))
    check_refused(outcome, "S2", "no product", output=output)


def test_a_model_of_other_bands(world, tmp_path):
    folder = tmp_path / "in"
    for name in ("champ_20210101.tif", "champ_20210301.tif"):
        write_raster(folder / name, np.full((2, 16, 16), 500, np.int16))
    outcome = work(world.classify(tmp_path / "m.tif", catalogue=good_scan(folder)))
    check_refused(outcome, "S2", "no product", output=tmp_path / "m.tif")


def test_a_catalogue_of_an_older_version_gives_the_same_map(world, tmp_path):
    old = tmp_path / "old.gpkg"
    shutil.copy(world.catalogue, old)
    with sqlite3.connect(old) as base:
        base.create_function("ST_IsEmpty", 1, lambda g: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            base.create_function(name, 1, lambda g: 0.0)
        for row, text in base.execute("SELECT fid, description FROM products").fetchall():
            values = json.loads(text)
            for key in ("pass_direction", "sun_zenith", "sun_azimuth", "shift", "oblique", "part", "note"):
                values.pop(key, None)
            for item in (*values["bands"], *values["masks"]):
                for key in ("unit", "function", "role", "meaning"):
                    item.pop(key, None)
            base.execute("UPDATE products SET description = ? WHERE fid = ?", (json.dumps(values), row))
    assert work(world.classify(tmp_path / "m.tif", catalogue=str(old))).code == 0
    assert (tmp_path / "m.tif").read_bytes() == Path(world.path("carte.tif")).read_bytes()
