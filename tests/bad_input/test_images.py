"""Images that are cut, incomplete, doubled or no images."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.jobs import ExtractSamplesJob, MosaicJob, ScanCatalogueJob
from landweave.tests.bad_input.layers import cut, cut_out, hole
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster, write_theia_s2


def one(product, ending):
    """Return the file of a product with this ending."""
    return next(p for p in Path(product).rglob(f"*_{ending}"))


DAMAGES = {
    "a header cut": ("FRE_B4.tif", lambda path: cut(path, 0.002)),
    "half a band": ("FRE_B4.tif", cut),
    "a hole of zeros in a band": ("FRE_B8.tif", hole),
    "a piece missing in a band": ("FRE_B8.tif", lambda path: cut_out(path, 0.4, 0.5)),
    "a mask cut": ("CLM_R1.tif", cut),
    "an empty file": ("FRE_B4.tif", lambda path: path.write_bytes(b"")),
    "another file": ("FRE_B11.tif", lambda path: path.write_text("no raster at all")),
    "a missing band": ("FRE_B8A.tif", Path.unlink),
    "a missing mask": ("SAT_R1.tif", Path.unlink),
    "a broken link": ("FRE_B3.tif", lambda path: (path.unlink(), path.symlink_to("nowhere.tif"))),
    "a folder": ("FRE_B3.tif", lambda path: (path.unlink(), path.mkdir())),
}


@pytest.fixture(scope="module")
def reading(world):
    """A catalogue of copies that are damaged after the scan, and their products."""
    folder = world.folder / "abîmées plus tard"
    products = world.copy_images(folder / "images")
    work(ScanCatalogueJob(str(folder / "images"), str(folder / "catalogue.gpkg"))).outputs  # noqa: B018
    return folder, products


@pytest.mark.parametrize("case", [c for c in DAMAGES if c != "a hole of zeros in a band"])
def test_a_damaged_product_is_left_out_of_the_scan_and_stops_the_chain(world, tmp_path, case):
    ending, damage = DAMAGES[case]
    products = world.copy_images(tmp_path / "in", 2)
    victim = one(products[1], ending)
    damage(victim)
    output = tmp_path / "catalogue.gpkg"
    outcome = work(ScanCatalogueJob(str(tmp_path / "in"), str(output)))
    assert outcome.outputs["PRODUCTS"] == 1
    left = load_catalogue(str(output)).left_out
    print("LEFT", left[0].path, left[0].reason)
    assert [item.damaged for item in left] == [True]
    assert victim.name in left[0].reason
    assert victim.name in outcome.warnings
    chain = work(world.chain(tmp_path, input=str(tmp_path / "in")), run_folder=str(tmp_path / "run"))
    check_told(chain, victim.name, products[1].name, "SKIP_DAMAGED")
    check_clean(tmp_path / "run", [tmp_path / "run" / "map.tif", tmp_path / "run" / "report.html"])


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_after_the_scan_names_the_file_and_leaves_the_old_map(world, reading, tmp_path, case):
    ending, damage = DAMAGES[case]
    folder, products = reading
    victim = one(products[2], ending)
    kept = victim.read_bytes()
    output, samples = tmp_path / "map.tif", tmp_path / "samples.gpkg"
    output.write_bytes(b"an older map")
    try:
        damage(victim)
        mapped = work(world.classify(output, catalogue=str(folder / "catalogue.gpkg")))
        extracted = work(ExtractSamplesJob(str(folder / "catalogue.gpkg"), world.path("points.gpkg"), str(samples)))
    finally:
        shutil.rmtree(victim) if victim.is_dir() else victim.unlink(missing_ok=True)
        victim.write_bytes(kept)
    check_told(mapped, victim)
    assert output.read_bytes() == b"an older map"
    check_clean(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.tif"]
    check_refused(extracted, victim, output=samples)


def test_a_chain_that_may_skip_damaged_products_goes_on(world, tmp_path):
    products = world.copy_images(tmp_path / "in")
    cut(one(products[1], "FRE_B4.tif"))
    outcome = work(world.chain(tmp_path, input=str(tmp_path / "in"), skip_damaged=True),
                   run_folder=str(tmp_path / "run"))
    assert Path(outcome.outputs["MAP"]).exists()
    assert products[1].name in outcome.warnings


def test_two_products_of_one_date(world, tmp_path):
    images = tmp_path / "in"
    for moment in ("20210101-105000-000", "20210101-105030-000"):
        write_theia_s2(images, moment=moment, size=32)
    outcome = work(ScanCatalogueJob(str(images), str(tmp_path / "c.gpkg")))
    assert outcome.outputs["PRODUCTS"] == 2
    catalogue = tmp_path / "two.gpkg"
    assert work(ScanCatalogueJob(str(images), str(catalogue))).code == 0


def test_a_copy_of_a_product_is_taken_once_and_named(world, tmp_path):
    products = world.copy_images(tmp_path / "in", 1)
    shutil.copytree(products[0], tmp_path / "in" / "copie" / products[0].name)
    outcome = work(ScanCatalogueJob(str(tmp_path / "in"), str(tmp_path / "c.gpkg")))
    assert outcome.outputs["PRODUCTS"] == 1
    assert products[0].name in outcome.warnings


def test_two_user_images_of_one_date(tmp_path):
    images = tmp_path / "mes images"
    for name in ("field_20200101.tif", "field_2020-01-01.tif"):
        write_raster(images / name, np.full((8, 8), len(name), np.int16))
    outcome = work(ScanCatalogueJob(str(images), str(tmp_path / "c.gpkg")))
    check_refused(outcome, "field_20200101.tif", "field_2020-01-01.tif", "2020-01-01", output=tmp_path / "c.gpkg")


@pytest.mark.parametrize(("make", "words"), [
    (lambda path: path.mkdir(), ("No images were found",)),
    (lambda path: None, ("does not exist",)),
    (lambda path: path.write_text("x"), ("is a file", "folder")),
    (lambda path: (path.mkdir(), (path / "20200101.tif").write_bytes(b"")), ("20200101.tif",)),
    (lambda path: (path.mkdir(), (path / "loop").symlink_to(path)), ("No images were found",)),
    (lambda path: path.symlink_to(path.name), ("does not exist",)),
])
def test_an_input_folder_without_images(tmp_path, make, words):
    folder = tmp_path / "en été"
    make(folder)
    outcome = work(ScanCatalogueJob(str(folder), str(tmp_path / "c.gpkg")))
    check_refused(outcome, folder, *words, output=tmp_path / "c.gpkg")


def test_a_loop_of_links_and_a_product_given_directly(world, tmp_path):
    products = world.copy_images(tmp_path / "in", 1)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "deep").mkdir()
    (tmp_path / "in" / "deep" / "up").symlink_to(tmp_path)
    assert work(ScanCatalogueJob(str(tmp_path / "in"), str(tmp_path / "c.gpkg"))).outputs["PRODUCTS"] == 1
    assert work(ScanCatalogueJob(str(products[0]), str(tmp_path / "d.gpkg"))).outputs["PRODUCTS"] == 1


def test_an_input_that_is_one_image_file(world, tmp_path):
    image = one(sorted(world.images.iterdir())[0], "FRE_B4.tif")
    outcome = work(ScanCatalogueJob(str(image), str(tmp_path / "c.gpkg")))
    check_refused(outcome, image, "is a file", output=tmp_path / "c.gpkg")


def test_images_gone_after_the_scan(world, tmp_path):
    world.copy_images(tmp_path / "in", 2)
    work(ScanCatalogueJob(str(tmp_path / "in"), str(tmp_path / "c.gpkg"))).outputs  # noqa: B018
    shutil.rmtree(tmp_path / "in")
    outcome = work(world.classify(tmp_path / "map.tif", catalogue=str(tmp_path / "c.gpkg")))
    check_refused(outcome, str(tmp_path / "in"), output=tmp_path / "map.tif")


@pytest.mark.parametrize("make", [
    lambda path, good: (shutil.copy(good, path), cut(path, 0.4)),
    lambda path, good: path.write_bytes(b""),
    lambda path, good: None,
])
def test_a_mosaic_of_a_damaged_map(world, tmp_path, make):
    bad, output = tmp_path / "mauvaise.tif", tmp_path / "mosaïque.tif"
    make(bad, world.path("carte.tif"))
    outcome = work(MosaicJob((str(bad), world.path("carte.tif")), str(output)))
    check_refused(outcome, bad, output=output)
