"""A handful of the cases as a shell user has them: exit code 1, one sentence, no trace."""

import shutil
from pathlib import Path

import pytest

from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import cut, write_polygons
from landweave.tests.bad_input.worker import check_clean
from landweave.tests.processing_provider.conftest import QgisProcess


@pytest.fixture(scope="session")
def shell(tmp_path_factory):
    """Return `qgis_process` with Landweave enabled."""
    if not (shutil.which("qgis_process.bin") or shutil.which("qgis_process")):
        pytest.skip("qgis_process is not installed")
    return QgisProcess(tmp_path_factory.mktemp("coquille"))


def check_failed(outcome, *words):
    assert outcome.code == 1, outcome.output
    assert "Traceback" not in outcome.errors + outcome.output
    for word in words:
        assert str(word) in outcome.errors


def test_a_damaged_product_stops_the_chain(world, shell, tmp_path):
    products = world.copy_images(tmp_path / "images été", 2)
    band = next(products[1].glob("*FRE_B4.tif"))
    cut(band)
    outcome = shell.run("classification_chain", {
        "INPUT": tmp_path / "images été", "REFERENCE": world.reference, "CLASS_FIELD": "code",
        "RUN_FOLDER": tmp_path / "run"})
    check_failed(outcome, band.name, "SKIP_DAMAGED")
    check_clean(tmp_path, [tmp_path / "run" / "map.tif"])


def test_polygons_without_crs(world, shell, tmp_path):
    source = write_polygons(tmp_path / "sans projection.gpkg", world.rows(), None)
    outcome = shell.run("prepare_reference", {
        "REFERENCE": source, "CLASS_FIELD": "code", "CATALOGUE": world.catalogue, "OUTPUT": tmp_path / "p.gpkg"})
    check_failed(outcome, source, "coordinate reference system")
    assert not (tmp_path / "p.gpkg").exists()


def test_a_cut_model_leaves_the_older_map(world, shell, tmp_path):
    model = Path(shutil.copy(world.model, tmp_path / "modèle.lwm"))
    cut(model)
    (tmp_path / "m.tif").write_bytes(b"older")
    outcome = shell.run("classify", {"CATALOGUE": world.catalogue, "MODEL": model, "OUTPUT": tmp_path / "m.tif"})
    check_failed(outcome, model, "cut or damaged")
    assert (tmp_path / "m.tif").read_bytes() == b"older"


def test_a_null_class(world, shell, tmp_path):
    rows = [(shape, None if n == 1 else code) for n, (shape, code) in enumerate(world.rows())]
    source = write_polygons(tmp_path / "p.gpkg", rows, EPSG)
    outcome = shell.run("classification_chain", {
        "INPUT": world.images, "REFERENCE": source, "CLASS_FIELD": "code", "RUN_FOLDER": tmp_path / "run"})
    check_failed(outcome, source, "null")
