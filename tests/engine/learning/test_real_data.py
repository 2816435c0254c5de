"""Published and independent figures on real samples (skipped where the data are not)."""

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.jobs.learning import CrossValidateJob
from landweave.engine.learning import crossval
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.tests.engine.learning.makers import table_set

COMPLETE_DATES = ("20150711", "20150731", "20150820", "20150830", "20150909")


@pytest.fixture(autouse=True)
def without_random_splits(monkeypatch):
    """They double the time, and test_crossval.py has them."""
    monkeypatch.setattr(crossval, "LARGEST_RANDOM_SPLIT", 0)


def validated(tmp_path, samples, **options):
    save_samples(str(tmp_path / "s.gpkg"), samples)
    job = CrossValidateJob(str(tmp_path / "s.gpkg"), "label", str(tmp_path / "cv.json"), **options)
    return crossval.cross_validate(job, RunContext())


@pytest.fixture(scope="module")
def mato_grosso(shared_data):
    """The 7-class set: 1837 samples, 4 bands x 23 dates."""
    with np.load(shared_data / "matogrosso_modis_samples" / "samples_mt_4bands_1892.npz") as data:
        keep = ~np.isin(data["y"], ["Fallow_Cotton", "Soy_Sunflower"])
        matrix = data["X"][keep].reshape(keep.sum(), -1)
        places = data["location_id"][keep].astype(np.int64)
        attributes = {"label": data["y"][keep].astype(object), "location_id": places}
    return table_set(matrix, [str(i) for i in range(matrix.shape[1])], attributes)


@pytest.mark.parametrize(("method", "least"), [("random_forest", 0.965), ("svm", 0.975)])
def test_mato_grosso_reaches_the_published_figures(mato_grosso, tmp_path, method, least):
    """Published: random forest 0.9673 (kappa 0.9606) in random folds; here folds keep places whole."""
    report = validated(tmp_path, mato_grosso, method=method, group_field="location_id")
    assert report["samples"] == 1837
    assert len(report["classes"]) == 7
    assert least <= report["overall_accuracy"] < 0.995
    assert report["kappa"] > least - 0.01
    assert report["warnings"] == []


def test_slovenia_by_polygon(shared_data, tmp_path):
    """Plain scikit-learn: 0.840; naming the majority class always: 0.766."""
    gdal.UseExceptions()
    folder = shared_data / "slovenia_s2"
    stack = np.concatenate([gdal.Open(str(folder / f"images/S2A_L1C_{d}.tif")).ReadAsArray() for d in COMPLETE_DATES])
    labels = gdal.Open(str(folder / "reference_lulc.tif")).ReadAsArray()
    polygons = gdal.Open(str(folder / "reference_polygon_id.tif")).ReadAsArray()
    keep = labels > 0
    attributes = {"label": labels[keep].astype(np.int64), "polygon_id": polygons[keep].astype(np.int64)}
    samples = table_set(stack[:, keep].T, [str(i) for i in range(len(stack))], attributes)
    report = validated(tmp_path, samples)
    assert report["majority_share"] == pytest.approx(0.766, abs=0.002)
    assert report["overall_accuracy"] >= 0.84
