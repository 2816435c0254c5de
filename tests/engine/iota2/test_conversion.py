"""What becomes of the keys of a configuration: none is lost, and what is mapped is what the chain takes."""

import csv
import json
import re
from pathlib import Path

import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.iota2.syntax import read_configuration
from landweave.engine.jobs import DemoDataJob, ImportIota2ConfigurationJob
from landweave.engine.learning.estimators import METHODS, find_method, parse_options
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.series.options import load_options
from landweave.tests.engine.iota2 import configurations


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    folder = tmp_path_factory.mktemp("i2") / "area"
    DemoDataJob(str(folder), size=96, dates=4, seed=1).execute(RunContext())
    return folder


def imported(path, folder):
    output = folder / "chain.json"
    ImportIota2ConfigurationJob(path, str(output)).execute(RunContext())
    return json.loads(output.read_text(encoding="utf-8"))


def from_text(folder, text):
    path = folder / "i2.cfg"
    path.write_text(text, encoding="utf-8")
    return imported(str(path), folder)


def recorded(report):
    return sorted(entry["key"] for kind in ("mapped", "ignored", "refused") for entry in report[kind])


def reasons(report, kind):
    return {entry["key"]: entry["reason"] for entry in report[kind]}


@pytest.fixture(params=["OLD", "NEW"])
def text(request):
    return getattr(configurations, request.param)


def test_every_key_is_recorded_once(area, tmp_path, text):
    path = configurations.write(tmp_path, text, area, tmp_path / "run")
    report = imported(path, tmp_path)
    every = sorted(f"{section}.{key}" for section, keys in read_configuration(path).items() for key in keys)
    assert [key for key in recorded(report) if " " not in key] == every
    assert not reasons(report, "refused")


def test_a_configuration_of_the_old_generation(area, tmp_path):
    report = imported(configurations.write(tmp_path, configurations.OLD, area, tmp_path / "run"), tmp_path)
    given = report["parameters"]
    expected = {"TILES": "31TCJ,31TDJ", "CLASS_FIELD": "code", "REGION_FIELD": "region", "RUNS": 2, "RATIO": 0.6,
                "MINIMUM_CLEAR": 2, "METHOD": "random_forest", "AUGMENTATION": "jitter", "AUGMENT_TO": 50,
                "FUSION": "dempster_shafer", "MASS": "precision", "HOLD_BACK": 0.1, "UNDECIDED": 254}
    assert {key: given[key] for key in expected} == expected
    assert json.loads(given["METHOD_OPTIONS"]) == {"min_samples_split": 6, "max_depth": 25, "n_estimators": 30}
    assert len(load_catalogue(given["CATALOGUE"]).products) == 8
    found, expected = (Nomenclature.load(str(p)) for p in (given["NOMENCLATURE"], area / "nomenclature.csv"))
    assert [(e.code, e.name, e.colour) for e in found.entries] == [(e.code, e.name, e.colour) for e in expected.entries]
    series = load_options(given["SERIES"])
    assert series.bands_of("S2") == ("B2", "B3", "B4", "B8", "B11")
    assert series.of_sensor("S2").step_days == 20
    assert [i["expression"] for i in series.of_sensor("S2").indices[3:]] == ["B2+B3", "(B2-B3)/(B2+B3)"]
    assert series.grid == {"crs": "EPSG:32631", "resolution": 10.0}
    with Path(given["SAMPLING_PLAN"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [["region", "class", "strategy", "size"], ["north", "*", "maximum", "300"],
                    ["*", "*", "proportional", "40.0"]]


def test_a_configuration_of_the_new_generation(area, tmp_path):
    report = imported(configurations.write(tmp_path, configurations.NEW, area, tmp_path / "run"), tmp_path)
    given = report["parameters"]
    expected = {"TILES": "31TCJ", "RUNS": 1, "SEED": 7, "METHOD": "extra_trees", "SAMPLES_PER_CLASS": 0,
                "PROBABILITIES": str(tmp_path / "run" / "probabilities.tif")}
    assert {key: given[key] for key in expected} == expected
    assert json.loads(given["METHOD_OPTIONS"]) == {"n_estimators": 25, "min_samples_split": 4}
    own = load_options(given["SERIES"]).of_sensor("S2")
    assert (own.start_date, own.end_date, own.step_days) == ("2021-02-01", "2021-11-01", 30)
    assert load_options(given["SERIES"]).indices == ("NDVI",)
    assert "WORKERS" in reasons(report, "ignored")["scikit_models_parameters.n_jobs"]


def test_what_comes_after_the_map(area, tmp_path):
    old, new = (imported(configurations.write(tmp_path, text, area, tmp_path / "run"), tmp_path)
                for text in (configurations.OLD, configurations.NEW))
    run, names = tmp_path / "run", str(tmp_path / "chain_nomenclature.csv")
    assert old["vector_parameters"] == {
        "MAP": f"{run}/map.tif", "CONFIDENCE": f"{run}/confidence.tif", "VALIDITY": f"{run}/validity.tif",
        "STATISTICS": True, "RADIUS": 0, "RESOLUTION": 20.0, "MINIMUM_AREA": 1200.0,  # umc2: 3 pixels of 20 m
        "TOLERANCE": 20.0, "REACH": 10.0, "ZONES": str(area / "regions.gpkg"), "ZONE_FIELD": "region",
        "PREFIX": "departement_", "NOMENCLATURE": names, "RUN_FOLDER": f"{run}/vectors",
    }
    assert old["vector_command"].startswith("qgis_process run landweave:vector_chain -- MAP=")
    assert "3 pixels" not in reasons(old, "mapped")["Simplification.mmu"]
    assert "1200 m2" in reasons(old, "mapped")["Simplification.umc2"]
    assert new["vector_parameters"] == {
        "MAP": f"{run}/map.tif", "VALIDITY": f"{run}/validity.tif", "STATISTICS": True, "RADIUS": 0,
        "MINIMUM_AREA": 500.0, "TOLERANCE": 20.0, "ROUNDS": 0, "NOMENCLATURE": names, "RUN_FOLDER": f"{run}/vectors",
    }
    assert "vector_parameters" not in from_text(tmp_path, "chain : { runs : 1 }")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("classification : 'a.tif' confidence : '/b.tif'", {"MAP": "{folder}/a.tif", "CONFIDENCE": "/b.tif"}),
        ("clipfile : 'd.shp' clipfield : 'NOM' clipvalue : 31",
         {"ZONES": "{folder}/d.shp", "ZONE_FIELD": "NOM", "ZONE_VALUES": "31"}),
        ("inland : 'water.tif'", {"MASKS": "{folder}/water.tif"}),
        ("statslist : {}", {"STATISTICS": False}),
        ("douglas : 0", {"TOLERANCE": 0.0}),
        ("umc1 : 10 umc2 : 30 rssize : 30 mmu : 900", {"MINIMUM_AREA": 27_000.0, "RESOLUTION": 30.0}),
    ],
)
def test_keys_of_the_vectors(tmp_path, keys, expected):
    given = from_text(tmp_path, f"Simplification : {{ {keys} }}")["vector_parameters"]
    expected = {key: value.format(folder=tmp_path) if isinstance(value, str) else value
                for key, value in expected.items()}
    assert {key: given.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("classifier", "options", "method", "expected"),
    [
        ("sharkrf", "'-classifier.sharkrf.nbtrees 50 -classifier.sharkrf.mtry 0 -classifier.sharkrf.nodesize 25'",
         "random_forest", {"n_estimators": 50, "max_features": "sqrt", "min_samples_split": 26}),
        ("libsvm", "'-classifier.libsvm.k linear -classifier.libsvm.c 2.5'", "svm", {"kernel": "linear", "C": 2.5}),
        ("ann", "{'classifier.ann.sizes' : '20;10'}", "mlp", {"hidden_layer_sizes": [20, 10]}),
        ("dt", "''", "decision_tree", {}),
        ("knn", "'-classifier.knn.k 7'", "knn", {"n_neighbors": 7}),
    ],
)
def test_learners_of_otb_become_ones_that_take_the_options(tmp_path, classifier, options, method, expected):
    report = from_text(tmp_path, f"argTrain : {{ classifier : '{classifier}' options : {options} }}")
    assert report["parameters"]["METHOD"] == method
    text = report["parameters"].get("METHOD_OPTIONS", "")
    assert (json.loads(text) if text else {}) == expected
    parse_options(METHODS[method], text)


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("argTrain : { classifier : 'sharknn' }", "argTrain.classifier", "no counterpart"),
        ("chain : { S2Path : '/no/such/folder' }", "chain.S2Path", "/no/such/folder does not exist"),
        ("chain : { flavour : 3 }", "chain.flavour", "not known"),
        ("arg_train : { deep_learning_parameters : { dl_name : 'Mamba' } }",
         "arg_train.deep_learning_parameters.dl_name", "choose a METHOD"),
        ("arg_train : { deep_learning_parameters : { dl_name : 'Mine' dl_module : '/a/mine.py' } }",
         "arg_train.deep_learning_parameters.dl_module", "own-network.md"),
        ("arg_train : { deep_learning_parameters : { dl_name : 'ANN' epochs : 0 } }",
         "arg_train.deep_learning_parameters.epochs", "whole number from 1"),
        ("arg_train : { deep_learning_parameters : { dl_name : 'ANN' model_optimization_criterion : 'mse' } }",
         "arg_train.deep_learning_parameters.model_optimization_criterion", "cross-entropy"),
        ("arg_train : { deep_learning_parameters : { dl_name : 'ANN' dl_parameters : { flavour : 3 } } }",
         "arg_train.deep_learning_parameters.dl_parameters.flavour", "no option 'flavour'"),
        ("arg_train : { deep_learning_parameters : { dl_name : 'ANN' flavour : 3 } }",
         "arg_train.deep_learning_parameters.flavour", "not known"),
        ("arg_train : { features_from_raw_dates : True }", "arg_train.features_from_raw_dates", "METHOD"),
        ("Simplification : { inland : 'sea.shp' }", "Simplification.inland", "rasterise it"),
        ("Simplification : { clipfile : 'a.shp' }", "Simplification.clipfield", "ZONE_FIELD"),
        ("Simplification : { flavour : 3 }", "Simplification.flavour", "not known"),
        ("coregistration : { VHRPath : 'a.tif' }", "coregistration.VHRPath", "coregister"),
        ("argTrain : { cropMix : True annualCrop : [11] outputPrevFeatures : '/no' }", "argTrain.outputPrevFeatures",
         "EARLIER_SAMPLES"),
        ("iota2FeatureExtraction : { acorFeat : True }", "iota2FeatureExtraction.acorFeat", "no counterpart"),
        ("scikit_models_parameters : { model_type : 'SVC' flavour : 2 }", "scikit_models_parameters.flavour",
         "has no option 'flavour'"),
        ("argTrain : { dempster_shafer_SAR_Opt_fusion : True }", "argTrain.dempster_shafer_SAR_Opt_fusion",
         "radar and optical images"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(tmp_path, text, key, said):
    assert said in reasons(from_text(tmp_path, text), "refused")[key]


def test_borders_context_and_sub_models(tmp_path):
    report = from_text(tmp_path, """
        chain : { enable_autoContext : True autoContext_iterations : 2 mode_outside_RegionSplit : 5000 }
        arg_classification : { classif_mode : 'fusion' enable_boundary_fusion : True
                               boundary_interior_buffer_size : [500] boundary_exterior_buffer_size : [800] }""")
    given = report["parameters"]
    assert (given["AUTO_CONTEXT"], given["LARGEST_REGION_KM2"], given["BORDER_DISTANCE"]) == (2, 5000.0, 800.0)


NETWORK = """
arg_train : {
  classifier : 'rf'
  options : '-classifier.rf.nbtrees 30'
  features_from_raw_dates : True
  deep_learning_parameters : {
    dl_name : 'LTAEClassifier'
    dl_parameters : { d_model : 64  dropout : 0.1 }
    epochs : 40
    weighted_labels : True
    num_workers : 4
    hyperparameters_solver : { 'batch_size' : [1000]  'learning_rate' : [0.0001, 0.001] }
    model_selection_criterion : 'fscore'
    model_optimization_criterion : 'cross_entropy'
    enable_early_stop : True
    early_stop_patience : 7
    early_stop_metric : 'val_loss'
    restart_from_checkpoint : True
    dataloader_mode : 'stream'
    adaptive_lr : {}
  }
}
"""


def test_a_network_becomes_a_method_with_its_options_and_raw_dates_a_masked_series(tmp_path):
    report = from_text(tmp_path, NETWORK)
    given = report["parameters"]
    assert (given["METHOD"], given["BALANCED"]) == ("ltae", True)
    options = json.loads(given["METHOD_OPTIONS"])
    assert options == {"width": 64, "dropout": 0.1, "epochs": 40, "batch_size": 1000, "choose_by": "macro_f1",
                       "patience": 7}
    assert parse_options(find_method("ltae"), given["METHOD_OPTIONS"]) == options
    series = load_options(given["SERIES"])
    assert (series.dates, series.filling) == ("acquisitions", "masked")
    head = "arg_train.deep_learning_parameters"
    refused = [key for key in reasons(report, "refused") if key.startswith("arg_train")]
    assert refused == [f"{head}.hyperparameters_solver.learning_rate"]
    every = [key for key in recorded(report) if key.startswith("arg_train")]
    assert len(every) == len(set(every))
    written = re.findall(r"(\w+)'? :", NETWORK)
    assert {key.rpartition(".")[2] for key in every} == set(written) - {"arg_train"}


def test_without_early_stop_a_network_never_stops_before_its_end(tmp_path):
    text = "arg_train : { deep_learning_parameters : { dl_name : 'ANN' enable_early_stop : False } }"
    assert json.loads(from_text(tmp_path, text)["parameters"]["METHOD_OPTIONS"]) == {"patience": 0}


def test_parameters_of_no_network_are_not_needed(tmp_path):
    report = from_text(tmp_path, "arg_train : { classifier : 'rf' deep_learning_parameters : { epochs : 3 } }")
    assert report["parameters"]["METHOD"] == "random_forest"
    assert "no network" in reasons(report, "ignored")["arg_train.deep_learning_parameters"]


@pytest.mark.parametrize("text", ["chain : { runs : many }", "chain : { ratio : [1, 2] }",
                                  "Sentinel_2 : { temporalResolution : soon } chain : { spatialResolution : wide }"])
def test_a_word_for_a_number_is_named(tmp_path, text):
    if "Sentinel" in text:
        text += " GlobChain : { proj : 'EPSG:2154' }"
    with pytest.raises(UserError, match="which is no number"):
        from_text(tmp_path, text)
    assert not (tmp_path / "chain.json").exists()
