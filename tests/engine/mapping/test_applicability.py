"""The job applicability: the raster that classify writes, also of models that know nothing of it, and its figures."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import ApplicabilityJob, ClassifyJob, ExtractSamplesJob, TrainClassifierJob
from landweave.engine.language import texts
from landweave.engine.learning.model_file import load_model, save_model
from landweave.engine.mapping.applicability import shares
from landweave.engine.mapping.applicability_page import write_applicability_page
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.mapping import world
from landweave.tests.engine.products import write_raster

CONTEXT = RunContext(workers=1)


def read(path):
    with RasterReader() as reader:
        return reader.read(str(path), 1, reader.grid(str(path)).window)


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    found = SimpleNamespace(**world.write_world(folder))
    found.samples, found.model, found.plain = (str(folder / n) for n in ("samples.gpkg", "trust.lwm", "plain.lwm"))
    series = folder / "series.json"
    series.write_text('{"step_days": 40, "resampling": "nearest"}')
    ExtractSamplesJob(found.catalogue, found.points, found.samples, str(series)).execute(CONTEXT)
    TrainClassifierJob(found.samples, "code", found.model, method_options='{"n_estimators": 5}',
                       trust=True).execute(CONTEXT)
    from dataclasses import replace

    save_model(found.plain, replace(load_model(found.model), applicability={}, conformal=None))
    found.map, found.mask = str(folder / "map.tif"), str(folder / "mask.tif")
    ClassifyJob(found.catalogue, (found.model,), found.map, applicability=found.mask).execute(CONTEXT)
    return found


def test_it_is_what_classify_writes_and_the_index_agrees(paths, tmp_path):
    output, index = tmp_path / "inside.tif", tmp_path / "index.tif"
    job = ApplicabilityJob(paths.catalogue, (paths.model,), str(output), str(index), str(tmp_path / "i.json"),
                           str(tmp_path / "i.html"), paths.map, language="fr")
    found = job.execute(CONTEXT)
    assert np.array_equal(read(output), read(paths.mask))
    inside, unlike = read(output), read(index)
    known = inside != 255
    assert np.array_equal(unlike[known] <= 1, inside[known] == 1)
    assert (unlike[~known] == -1).all()
    assert 0.8 < inside[known].mean() < 1
    figures = json.loads((tmp_path / "i.json").read_text())
    assert figures["inside"] == found["INSIDE"] == pytest.approx(inside[known].mean())
    codes = read(paths.map)
    for row in figures["classes"]:
        own = codes == row["code"]
        assert row["pixels"] == own.sum()
        assert row["inside"] == pytest.approx((inside[own] == 1).mean())
    assert [row["code"] for row in figures["classes"]] == list(world.CODES)
    assert "Où le modèle peut être utilisé" in (tmp_path / "i.html").read_text(encoding="utf-8")


def test_samples_tell_of_a_model_that_does_not_know(paths, tmp_path):
    output = tmp_path / "inside.tif"
    ApplicabilityJob(paths.catalogue, (paths.plain,), str(output), samples=paths.samples).execute(CONTEXT)
    assert np.array_equal(read(output), read(paths.mask))
    assert load_model(paths.plain).applicability == {}


def test_a_part_of_the_area(paths, tmp_path):
    x, y = world.ORIGIN
    output = tmp_path / "part.tif"
    found = tmp_path / "part.json"
    ApplicabilityJob(paths.catalogue, (paths.model,), str(output), output_json=str(found), map=paths.map,
                     extent=(x + 300, y - 500, x + 700, y - 100)).execute(CONTEXT)
    assert np.array_equal(read(output), read(paths.mask)[10:50, 30:70])
    assert sum(row["pixels"] for row in json.loads(found.read_text())["classes"]) == (read(output) != 255).sum()


def test_a_model_without_trust_needs_samples(paths, tmp_path):
    output = tmp_path / "inside.tif"
    with pytest.raises(UserError, match=r"plain\.lwm was trained without TRUST"):
        ApplicabilityJob(paths.catalogue, (paths.plain,), str(output)).execute(CONTEXT)
    assert not output.exists()


def test_samples_of_other_features(paths, tmp_path):
    other, series = str(tmp_path / "other.gpkg"), tmp_path / "series.json"
    series.write_text('{"step_days": 20, "resampling": "nearest"}')
    ExtractSamplesJob(paths.catalogue, paths.points, other, str(series)).execute(CONTEXT)
    with pytest.raises(UserError, match=r"other\.gpkg have other features than the model"):
        ApplicabilityJob(paths.catalogue, (paths.plain,), str(tmp_path / "i.tif"), samples=other).execute(CONTEXT)


def test_shares_by_a_map_that_covers_a_part(tmp_path):
    mask, classes = tmp_path / "mask.tif", tmp_path / "map.tif"
    inside = np.array([[1, 0, 1, 255], [1, 1, 0, 0]], np.uint8)
    write_raster(mask, inside, origin=(300000.0, 4900020.0), nodata=255)
    write_raster(classes, np.array([[3, 11], [11, 0]], np.uint8), origin=(300010.0, 4900020.0), nodata=0)
    found = shares(str(mask), str(classes), Nomenclature())
    assert (found["pixels"], found["inside"]) == (7, pytest.approx(4 / 7))
    assert [(r["code"], r["pixels"], r["inside"]) for r in found["classes"]] == [(3, 1, 0.0), (11, 2, 1.0)]


def test_a_map_on_other_pixels(tmp_path):
    mask, classes = tmp_path / "mask.tif", tmp_path / "map.tif"
    write_raster(mask, np.ones((2, 2), np.uint8), origin=(300000.0, 4900020.0), nodata=255)
    write_raster(classes, np.ones((2, 2), np.uint8), origin=(300003.0, 4900020.0), nodata=0)
    with pytest.raises(UserError, match=r"map\.tif lies on other pixels"):
        shares(str(mask), str(classes), Nomenclature())


def test_nothing_known(tmp_path):
    mask = tmp_path / "mask.tif"
    write_raster(mask, np.full((2, 2), 255, np.uint8), origin=(300000.0, 4900020.0), nodata=255)
    found = shares(str(mask), "", Nomenclature())
    assert found == {"pixels": 0, "inside": None, "classes": []}
    write_applicability_page(str(tmp_path / "p.html"), found, texts())
    assert "No pixel is known" in (tmp_path / "p.html").read_text(encoding="utf-8")
