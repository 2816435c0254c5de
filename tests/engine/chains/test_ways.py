"""What the chain can do beside the plain map: each way gives what the single algorithms give, and is validated."""

import json
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClassificationChainJob,
    ClassifyJob,
    DemoDataJob,
    FuseSarOpticalJob,
    SamplingPlanJob,
    SmoothProbabilitiesJob,
)
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.vector.layers import read_layer

FOREST = json.dumps({"n_estimators": 12})


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    """A small area with radar, few dates, and options for either sensor."""
    folder = tmp_path_factory.mktemp("ways") / "area"
    DemoDataJob(str(folder), size=128, dates=6, seed=5, sensors=("sentinel2", "sentinel1")).execute(RunContext())
    for name, sensors in (("optical", {"S2": ["B3", "B4", "B8", "B11"]}), ("radar", {"S1ASC": [], "S1DES": []})):
        (folder / f"{name}.json").write_text(json.dumps({"sensors": sensors, "step_days": 40}))
    return folder


@pytest.fixture
def chain(area, tmp_path):
    """Return a function that runs the chain in some way and gives its folder and its outputs."""

    def run(**changes):
        plain = ClassificationChainJob(
            str(area / "reference.gpkg"), "code", input=str(area / "products"), series=str(area / "optical.json"),
            nomenclature=str(area / "nomenclature.csv"), method_options=FOREST, samples_per_class=150, seed=1)
        folder = tmp_path / "run"
        context = RunContext(run_folder=str(folder), workers=1)
        return folder, replace(plain, **changes).execute(context)

    return run


def read(path, band=1):
    with RasterReader() as reader:
        return reader.read(str(path), band, reader.grid(str(path)).window)


def test_the_runs_are_fused_and_validated_on_what_none_of_them_saw(chain, tmp_path):
    folder, result = chain(runs=3, fusion="majority", hold_back=0.2, undecided=250)
    sides = read_layer(f"{folder}/steps/split.gpkg|layername=reference").fields
    held = [{n for n, side in enumerate(sides[f"run_{r}"]) if side == "test"} for r in (1, 2, 3)]
    assert held[0] and held[0] == held[1] == held[2]
    report = json.loads((folder / "report.json").read_text())
    tested = {sides["polygon_id"][n] for n in held[0]}
    assert 0 < report["groups"] <= len(tested)
    assert len(report["single_runs"]["runs"]) == 3
    models = tuple(str(folder / "steps" / f"model_run_{n}.lwm") for n in (1, 2, 3))
    ClassifyJob(str(folder / "steps" / "catalogue.gpkg"), models, str(tmp_path / "again.tif"), fusion="majority",
                undecided=250).execute(RunContext())
    assert np.array_equal(read(result["MAP"]), read(tmp_path / "again.tif"))


def test_radar_and_optical_maps_are_fused_late(chain, area, tmp_path):
    folder, result = chain(radar_series=str(area / "radar.json"), mass="precision")
    steps = folder / "steps"
    FuseSarOpticalJob(
        str(steps / "map_radar_run_1.tif"), str(steps / "map_optical_run_1.tif"),
        str(steps / "accuracy_radar_run_1.json"), str(steps / "accuracy_optical_run_1.json"),
        str(tmp_path / "again.tif"), mass="precision").execute(RunContext())
    assert np.array_equal(read(result["MAP"]), read(tmp_path / "again.tif"))
    choice, own = read(folder / "choice.tif"), [read(steps / f"map_{n}_run_1.tif") for n in ("optical", "radar")]
    agree = (own[0] == own[1]) & (own[0] > 0)
    assert (choice[agree] == 1).all()
    assert set(np.unique(choice[~agree])) <= {0, 2, 3, 255}
    assert {f.sensor for f in load_samples(str(steps / "samples_radar.gpkg")).features} == {"S1ASC", "S1DES"}
    assert 0.3 < result["OVERALL_ACCURACY"] <= 1


def test_a_smoothed_map_is_that_of_the_smoothed_probabilities(chain, tmp_path):
    folder, result = chain(smoothing="bayes", probabilities=str(tmp_path / "smooth.tif"))
    shares = str(folder / "steps" / "probabilities_run_1.tif")
    SmoothProbabilitiesJob(shares, str(tmp_path / "again.tif")).execute(RunContext())
    assert np.array_equal(read(result["MAP"]), read(tmp_path / "again.tif"))
    assert not np.array_equal(read(result["MAP"]), read(folder / "steps" / "map_before_smoothing_run_1.tif"))
    assert read(tmp_path / "smooth.tif").dtype == np.uint16
    assert (folder / "confidence.tif").exists()


def test_surroundings_become_features_of_each_round(chain):
    pytest.importorskip("skimage")
    folder, result = chain(auto_context=1, superpixel_size=60)
    names = [f.name for f in load_samples(str(folder / "steps" / "context_samples_1_run_1.gpkg")).features]
    assert any(name.startswith("around") for name in names)
    assert 0.3 < result["OVERALL_ACCURACY"] <= 1


def test_a_plan_says_how_many_samples_there_are(chain, tmp_path):
    folder, _ = chain()
    plan = str(tmp_path / "plan.csv")
    SamplingPlanJob(str(folder / "steps" / "split.gpkg"), plan, strategy="maximum", maximum=40).execute(RunContext())
    (folder.rename(tmp_path / "first"))
    folder, _ = chain(sampling_plan=plan, catalogue=str(tmp_path / "first" / "steps" / "catalogue.gpkg"), input="")
    samples = load_samples(str(folder / "steps" / "samples.gpkg"))
    learnt = samples.attributes["code"][samples.attributes["run_1"] == "learn"]
    assert np.bincount(learnt).max() == 40


def test_trust_and_uncertainty_come_with_the_map(chain, tmp_path):
    names = ("margin", "entropy", "set_size", "applicability")
    _, result = chain(**{name: str(tmp_path / f"{name}.tif") for name in names})
    known = read(result["MAP"]) > 0
    sizes = read(result["SET_SIZE"])
    assert (sizes[~known] == 255).all()
    assert sizes[known].max() > 1
    assert set(np.unique(read(result["APPLICABILITY"])[known])) <= {0, 1}
    confident = read(result["MARGIN"]) > 90
    assert read(result["ENTROPY"])[confident & known].mean() < read(result["ENTROPY"])[~confident & known].mean()


def test_options_are_searched_on_what_is_learnt_from(chain):
    folder, _ = chain(tune=True, method="knn", method_options="", samples_per_class=40)
    found = json.loads((folder / "steps" / "tuning.json").read_text())
    from landweave.engine.learning.model_file import load_model

    options = load_model(folder / "steps" / "model_run_1.lwm").training["options"]
    assert options == {**options, **json.loads(found["method_options"])}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fusion": "majority"}, "but RUNS is 1"),
        ({"earlier_classes": ("11",)}, "need the classes"),
        ({"border_distance": 100.0}, "BORDER_DISTANCE is given without REGIONS"),
        ({"radar_series": "radar.json", "auto_context": 1}, "RADAR_SERIES and AUTO_CONTEXT cannot be used in one run"),
        ({"radar_series": "radar.json", "smoothing": "bayes"}, "SMOOTHING is not made of the fused map"),
        ({"runs": 2, "fusion": "majority", "smoothing": "bayes"}, "FUSION is 'majority', which counts votes"),
        ({"method": "knn", "method_options": "", "class_weights": '{"11": 2}'}, "knn cannot weigh classes"),
        ({"sampling_plan": "/no/plan.csv"}, "/no/plan.csv does not exist"),
    ],
)
def test_what_does_not_go_together_is_said_before_the_work(chain, changes, said):
    with pytest.raises(UserError, match=said):
        chain(**changes)


def test_a_raster_is_a_reference(chain, area, tmp_path):
    truth = read(area / "truth.tif")
    rows, columns = np.indices(truth.shape) // 12 % 3
    known = np.where((rows == 0) & (columns == 0), truth, 0).astype(np.uint8)
    with RasterReader() as reader:
        grid = reader.grid(str(area / "truth.tif"))
    with RasterWriter(tmp_path / "known.tif", grid, dtype="uint8", nodata=0) as writer:
        writer.write(grid.window, known)
    folder, result = chain(reference=str(tmp_path / "known.tif"), class_field="")
    assert result["OVERALL_ACCURACY"] > 0.5
    assert set(read_layer(f"{folder}/steps/split.gpkg|layername=reference").fields["code"]) <= set(np.unique(truth))


def test_classes_are_learnt_and_reported_at_a_level(chain):
    folder, _ = chain(level=1)
    report = json.loads((folder / "report.json").read_text())
    assert 1 < len(report["classes"]) < 8
