"""Shifts of a known part of a pixel are found, whatever the reference, and images lie right once they are read."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.jobs import FeaturesMapJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.coregister import made
from landweave.tests.engine.coregister.made import ORIGIN, PIXEL, SHIFTS, Said, pixels, register
from landweave.tests.engine.products import write_raster

MASKS = {"2021-02-01": made.clouds(5, 0.3), "2021-03-03": made.clouds(6, 0.2)}


def write_reference(folder, textures, kind):
    """Write the red band of the first season on other pixels than those of the images."""
    red = textures[0][0]
    corner = (ORIGIN[0] - made.MARGIN * PIXEL, ORIGIN[1] + made.MARGIN * PIXEL)
    if kind == "finer":
        return write_raster(folder / "r.tif", made.enlarged(red, 4).astype(np.float32) / 1e4, corner, (2.5, 2.5))
    if kind == "coarser":
        means = red.reshape(128, 2, 128, 2).mean(axis=(1, 3))
        return write_raster(folder / "r.tif", np.rint(means).astype(np.uint16), corner, (20.0, 20.0))
    if kind == "beside":  # pixels of the same size that lie 3.7 m east and south
        values = np.rint(made.turned(red, -0.37, -0.37)).astype(np.int16)
        return write_raster(folder / "r.tif", values, (corner[0] + 3.7, corner[1] - 3.7), (10.0, 10.0))
    path = write_raster(folder / "fine.tif", made.enlarged(red, 4).astype(np.float32), corner, (2.5, 2.5), nodata=-1)
    if kind == "the globe in degrees":
        gdal.Warp(str(folder / "part.tif"), path, dstSRS="EPSG:4326", xRes=3e-5, yRes=3e-5, resampleAlg="cubic",
                  dstNodata=-1, targetAlignedPixels=True)
        gdal.BuildVRT(str(folder / "r.vrt"), [str(folder / "part.tif")], outputBounds=(-180, -90, 180, 90))
        return str(folder / "r.vrt")
    gdal.Warp(str(folder / "r.tif"), path, dstSRS="EPSG:32632", xRes=2.5, yRes=2.5, resampleAlg="cubic", dstNodata=-1)
    return str(folder / "r.tif")


@pytest.mark.parametrize("mode", ["each_date", "chain"])
def test_shifts_are_found_under_clouds(tmp_path, textures, reference, mode):
    found = register(tmp_path, made.series(tmp_path, textures, masks=MASKS), reference=reference, mode=mode)
    for day, shift in SHIFTS.items():
        assert pixels(found[day]) == pytest.approx(shift, abs=0.1), day
        assert found[day].shift_windows >= 10
        assert found[day].shift_correlation > 0.1


@pytest.mark.parametrize("kind", ["finer", "coarser", "beside", "other zone", "the globe in degrees"])
def test_the_reference_may_have_any_pixels(tmp_path, textures, kind):
    path = write_reference(tmp_path, textures, kind)
    shifts = dict(list(SHIFTS.items())[:2]) if kind == "coarser" else SHIFTS  # too small a place for another season
    found = register(tmp_path, made.series(tmp_path, textures[:1], shifts), reference=path)
    for day, shift in shifts.items():
        assert pixels(found[day]) == pytest.approx(shift, abs=0.1), day


def test_one_shift_for_all(tmp_path, textures, reference):
    shifts = {"2021-01-02": (1.3, -0.6), "2021-02-01": (1.32, -0.62), "2021-03-03": (1.28, -0.57)}
    everywhere = {**shifts, "2021-04-02": (1.3, -0.6)}
    masks = {"2021-04-02": np.ones((made.SIZE, made.SIZE), np.uint8)}
    said = Said()
    found = register(tmp_path, made.series(tmp_path, textures, everywhere, masks), said, reference=reference,
                     mode="one_for_all")
    assert len({p.shift for p in found.values()}) == 1
    assert pixels(found["2021-01-02"]) == pytest.approx((1.3, -0.6), abs=0.1)
    assert "2021-04-02 (has too few clear windows)" in said.of("warning")


def test_a_cloudy_date_is_named_and_gets_the_shift_of_the_others(tmp_path, textures, reference):
    masks = {"2021-02-01": made.clouds(1, 0.97)}
    said = Said()
    found = register(tmp_path, made.series(tmp_path, textures, masks=masks), said, reference=reference)
    others = np.array([p.shift for day, p in found.items() if day not in masks])
    assert found["2021-02-01"].shift == pytest.approx(np.median(others, axis=0))
    assert (found["2021-02-01"].shift_windows, found["2021-02-01"].shift_correlation) == (0, None)
    assert "1 of 4 images could not be registered" in said.of("warning")
    assert "S T1 2021-02-01 (has too few clear windows)" in said.of("warning")


@pytest.mark.parametrize("mode", ["each_date", "one_for_all", "chain"])
def test_a_date_of_the_images_as_reference(tmp_path, textures, mode):
    day = "2021-04-02"
    found = register(tmp_path, made.series(tmp_path, textures), reference_date=day, mode=mode)
    assert (found[day].shift, found[day].shift_windows) == ((0.0, 0.0), 0)
    for other, shift in SHIFTS.items():
        wanted = np.median(list(SHIFTS.values())[:3], axis=0) if mode == "one_for_all" and other != day else shift
        assert pixels(found[other]) == pytest.approx(wanted, abs=0.1), other


def test_each_sensor_lies_on_the_same_reference(tmp_path, textures, reference):
    """The second sensor has pixels of 20 m, another tile name, and an image of its own error."""
    fine = made.series(tmp_path, textures, {"2021-01-02": (0.4, 0.7)})
    coarse = made.moved(textures[0][0], -1.6, 2.2).reshape(100, 2, 100, 2).mean(axis=(1, 3))
    other = made.product(tmp_path, "2021-01-05", np.stack([coarse, coarse]), sensor="C", pixel=20.0, tile="path 1")
    radar = replace(fine[0], sensor="R", identifier="radar", bands=tuple(
        replace(b, name=n) for b, n in zip(fine[0].bands, ("VV", "VH"))))
    said = Said()
    found = {p.sensor: p for p in register(tmp_path, [*fine, other, radar], said, reference=reference)}
    assert pixels(found["S"]) == pytest.approx((0.4, 0.7), abs=0.1)
    assert pixels(found["C"], 20.0) == pytest.approx((-0.8, 1.1), abs=0.1)
    assert found["R"] == radar
    assert "The images of R that have no band 'red' stay where they are; their bands: VV, VH." in said.of("warning")


def test_features_lie_on_those_of_images_that_were_never_moved(tmp_path, textures, reference):
    moved = made.series(tmp_path, textures, noise=5.0)
    right = made.series(tmp_path / "right", textures, dict.fromkeys(SHIFTS, (0, 0)), noise=5.0)
    found = register(tmp_path, moved, reference=reference)
    options = tmp_path / "series.json"
    options.write_text('{"dates": "acquisitions", "filling": "none", "indices": ["NDVI"]}')
    maps = {}
    for name, products in (("moved", moved), ("right", right), ("found", found.values())):
        save_catalogue(str(tmp_path / f"{name}.gpkg"), Catalogue(tuple(products)))
        job = FeaturesMapJob(str(tmp_path / f"{name}.gpkg"), str(tmp_path / f"{name}.tif"), series=str(options))
        job.execute(RunContext())
        maps[name] = gdal.Open(str(tmp_path / f"{name}.tif")).ReadAsArray()[:, 8:-8, 8:-8].astype(float)
    assert (maps["found"] != -32768).all()
    with RasterReader() as reader:
        names = reader.info(str(tmp_path / "right.tif")).descriptions
    assert len(names) == 12
    for number, name in enumerate(names):
        before = np.sqrt(np.mean((maps["moved"][number] - maps["right"][number]) ** 2))
        after = np.sqrt(np.mean((maps["found"][number] - maps["right"][number]) ** 2))
        if "20210402" not in name:  # that one was never moved
            assert after < before / (2 if "NDVI" in name else 3), name
            assert np.corrcoef(maps["found"][number].ravel(), maps["right"][number].ravel())[0, 1] > 0.95, name


def test_the_catalogue_shows_the_shifts_and_images_stay(tmp_path, textures, reference):
    products = made.series(tmp_path, textures)
    before = {p.path: Path(p.path).read_bytes() for p in products}
    found = register(tmp_path, products, reference=reference, output_csv=str(tmp_path / "t.csv"))
    assert {p: Path(p).read_bytes() for p in before} == before
    source = ogr.Open(str(tmp_path / "out.gpkg"))
    for row in source.GetLayerByName("products"):
        product = found[row["date"].replace("/", "-")]
        assert (row["shift_x"], row["shift_y"]) == pytest.approx(product.shift)
        assert (row["shift_windows"], row["shift_correlation"]) == (product.shift_windows, product.shift_correlation)
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines[0].startswith("sensor,tile,date,identifier,status,shift_x,shift_y,measured_x")
    assert [line.split(",")[2] for line in lines[1:]] == sorted(SHIFTS)
    assert all(line.split(",")[4] == "measured" for line in lines[1:])


def test_once_more_changes_nothing(tmp_path, textures, reference):
    found = register(tmp_path, made.series(tmp_path, textures), reference=reference)
    (tmp_path / "again").mkdir()
    again = register(tmp_path / "again", found.values(), reference=reference)
    for day, product in found.items():
        assert pixels(again[day]) == pytest.approx(pixels(product), abs=0.02)
    assert load_catalogue(str(tmp_path / "out.gpkg")).products == tuple(found.values())


@pytest.mark.parametrize("mode", ["each_date", "chain"])
def test_two_processes_tell_the_same_as_one(tmp_path, textures, reference, mode):
    products = made.series(tmp_path, textures) + made.series(tmp_path, textures, tile="T2")
    alone = register(tmp_path, products, reference=reference, mode=mode)
    said = Said()
    said.context = replace(said.context, workers=2)
    assert register(tmp_path, products, said, reference=reference, mode=mode) == alone
