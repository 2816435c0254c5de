"""Auto-context on the demo: what it does step by step, and that nothing is done twice."""

import sys

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.chains.auto_context import AutoContext, auto_context, check_auto_context
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClassifyJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.learning.model_file import load_model
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples

pytest.importorskip("skimage.segmentation")
FEW = '{"sensors": {"S2": ["B4", "B8"]}, "step_days": 60, "indices": []}'


@pytest.fixture(scope="module")
def done(area, tmp_path_factory):
    """Do two rounds, and return the folder, what came out, and what the steps were."""
    folder = tmp_path_factory.mktemp("context")
    names = {name: str(folder / f"{name}.gpkg") for name in ("list", "cut", "split", "points", "samples")}
    (folder / "series.json").write_text(FEW)
    series = str(folder / "series.json")
    train = TrainClassifierJob(names["samples"], "code", str(folder / "model.lwm"),
                               method_options='{"n_estimators": 10}', run=1)
    extract = ExtractSamplesJob(names["list"], names["points"], names["samples"], series=series)
    for job in (
        ScanCatalogueJob(str(area / "products"), names["list"]),
        PrepareReferenceJob(str(area / "reference.gpkg"), "code", names["list"], names["cut"], series=series),
        SplitReferenceJob(names["cut"], names["split"]),
        SelectSamplesJob(names["split"], names["points"], strategy="maximum", maximum=100),
        extract,
        train,
    ):
        job.execute(RunContext(workers=1))
    steps = AutoContext(2, 60, extract, train, ClassifyJob(names["list"], (train.model,), ""),
                        lambda name: str(folder / name), lambda name: str(folder / f"all_{name}"))
    said = []
    context = RunContext(workers=1, emit=said.append, run_folder=str(folder / "run"))
    found = auto_context(steps, context)
    return folder, found, steps, context, said


def test_the_last_model_knows_the_shares_of_the_map_before(done):
    folder, (catalogue, model), *_ = done
    assert catalogue.endswith("context_catalogue_2.gpkg") and model.endswith("context_model_2.lwm")
    with RasterReader() as reader:
        map_ = reader.read(str(folder / "context_map_2.tif"), 1, reader.grid(str(folder / "context_map_2.tif")).window)
        shares = str(folder / "context_2.tif")
        info = reader.info(shares)
        bands = [reader.read(shares, band, info.grid.window) for band in range(1, info.layers + 1)]
    names = [layer.name for layer in load_catalogue(catalogue).static]
    assert sorted(names) == sorted(f"around{code}" for code in np.unique(map_[map_ > 0]))
    learnt = [feature.name for feature in load_model(model).features]
    assert set(names) <= {name.rsplit("_", 1)[-1] for name in learnt} | set(learnt)
    total = np.sum(bands, axis=0)[map_ > 0]
    assert abs(total - 10000).max() <= len(bands)


def test_samples_hold_the_shares_at_their_places(done):
    folder, *_ = done
    samples = load_samples(str(folder / "context_samples_2.gpkg"))
    shares = str(folder / "context_2.tif")
    names = [layer.name for layer in load_catalogue(str(folder / "context_catalogue_2.gpkg")).static]
    with RasterReader() as reader:
        grid = reader.grid(shares)
        band = reader.read(shares, 1, grid.window)
    first = next(layer.name for layer in load_catalogue(str(folder / "context_catalogue_2.gpkg")).static
                 if layer.layer == 1)
    column = next(n for n, feature in enumerate(samples.features) if feature.name.endswith(first))
    rows = ((grid.y_max - samples.y) // 10).astype(int)
    columns = ((samples.x - grid.x_min) // 10).astype(int)
    assert names
    assert np.allclose(samples.matrix[:, column], band[rows, columns], atol=1)


def test_nothing_is_done_twice(done):
    folder, found, steps, context, said = done
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.*")}
    said.clear()
    assert auto_context(steps, context) == found
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.*")} == before


def test_what_it_needs_is_said_first(tmp_path, monkeypatch):
    series = tmp_path / "series.json"
    series.write_text('{"static": ["relief"]}')
    with pytest.raises(UserError, match="static"):
        check_auto_context(str(series))
    check_auto_context("")
    monkeypatch.setitem(sys.modules, "skimage.segmentation", None)
    with pytest.raises(UserError, match="scikit-image"):
        check_auto_context("")
