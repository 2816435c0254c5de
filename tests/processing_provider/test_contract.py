"""Every algorithm keeps what interface.md promises: ids, texts, parameters, outputs, jobs, dialogs."""

import dataclasses
import json
import re
import subprocess
import sys
from html import escape

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)

from landweave.engine.jobs import REGISTRY, job_from_json
from landweave.processing_provider.provider import ALGORITHMS
from landweave.processing_provider.values import Values

FIXED = {
    "scan_catalogue": "INPUT SENSORS START_DATE END_DATE MAX_CLOUD OUTPUT",
    "check_inputs": "CATALOGUE REFERENCE CLASS_FIELD REGIONS REGION_FIELD NOMENCLATURE SERIES OUTPUT_HTML OUTPUT_JSON",
    "temporal_profile": "CATALOGUE POINTS NAME_FIELD SERIES OUTPUT_HTML OUTPUT_CSV",
    "coregister": "CATALOGUE REFERENCE REFERENCE_BAND REFERENCE_DATE BAND MODE WINDOW MAX_SHIFT MINIMUM_WINDOWS "
    "PRECISION OUTPUT OUTPUT_CSV",
    "series_options": "OUTPUT",
    "pixel_validity": "CATALOGUE TILES EXTENT OUTPUT",
    "gap_fill": "CATALOGUE SERIES EXTENT OUTPUT",
    "composite": "CATALOGUE SERIES EXTENT OUTPUT",
    "temporal_metrics": "CATALOGUE SERIES EXTENT OUTPUT",
    "features_map": "CATALOGUE SERIES EXTENT OUTPUT",
    "features_chain": "",
    "prepare_reference": "REFERENCE CLASS_FIELD CATALOGUE REGIONS REGION_FIELD NOMENCLATURE OUTPUT",
    "split_reference": "INPUT METHOD RATIO RUNS SEED OUTPUT",
    "sampling_plan": "INPUT STRATEGY NOMENCLATURE OUTPUT",
    "select_samples": "INPUT STRATEGY OUTPUT",
    "extract_samples": "CATALOGUE POINTS SERIES OUTPUT",
    "extract_patches": "CATALOGUE REFERENCE CLASS_FIELD SERIES SIZE MAXIMUM SEED OUTPUT",
    "import_samples": "INPUT CLASS_FIELD OUTPUT",
    "export_samples": "INPUT OUTPUT",
    "export_network": "MODEL REGION OUTPUT",
    "merge_samples": "INPUTS CLASS_FIELD CLASSES REPLACE MATCH_DATES OUTPUT",
    "copy_samples": "INPUT CLASS_FIELD RULES FROM_REGION TO_REGION CLASSES COUNT REGION_FIELD SEED OUTPUT",
    "augment_samples": "INPUT CLASS_FIELD METHOD BALANCE MINIMUM COUNTS JITTER_FACTOR NEIGHBOURS SEED OUTPUT",
    "reduce_dimension": "INPUT COMPONENTS BY OUTPUT OUTPUT_HTML",
    "embed_samples": "INPUT PRETRAINED OUTPUT",
    "clean_samples": "SAMPLES CLASS_FIELD GROUP_FIELD METHOD SEED OUTPUT OUTPUT_HTML",
    "apply_review": "REVIEWED CLASS_FIELD GROUP_FIELD SUSPICIOUS OUTPUT",
    "suggest_samples": "PROBABILITIES CATALOGUE MODEL CLASS_FIELD COUNT LABELLED EXTENT MASK SEED OUTPUT",
    "train_classifier": "SAMPLES CLASS_FIELD METHOD METHOD_OPTIONS SEED MODEL",
    "train_network": "SAMPLES CLASS_FIELD NETWORK PRESET NETWORK_OPTIONS PRETRAINED SEED DEVICE MODEL OUTPUT_HTML",
    "pretrain_network": "CATALOGUE SAMPLES SERIES COUNT EXTENT NETWORK PRESET NETWORK_OPTIONS SEED DEVICE OUTPUT "
    "OUTPUT_HTML",
    "cross_validate": "SAMPLES CLASS_FIELD METHOD METHOD_OPTIONS GROUP_FIELD FOLDS REPEATS SEED OUTPUT_JSON "
    "OUTPUT_HTML",
    "tune_classifier": "SAMPLES CLASS_FIELD METHOD GRID METHOD_OPTIONS GROUP_FIELD FOLDS SEARCH SCORE SEED OUTPUT_JSON "
    "OUTPUT_HTML MODEL",
    "feature_importance": "SAMPLES CLASS_FIELD METHOD METHOD_OPTIONS GROUP_FIELD FOLDS REPEATS SEED OUTPUT_JSON "
    "OUTPUT_CSV OUTPUT_HTML",
    "classify": "CATALOGUE MODEL REGIONS EXTENT MASK OUTPUT CONFIDENCE PROBABILITIES",
    "fuse_classifications": "INPUTS METHOD MASS SCORES UNDECIDED OUTPUT",
    "fuse_sar_optical": "SAR OPTICAL SCORES_SAR SCORES_OPTICAL MASS CHOICE CONFIDENCE OUTPUT",
    "smooth_probabilities": "PROBABILITIES METHOD WINDOW SMOOTHNESS NEIGHBOUR_SHARE PROBABILITIES_OUT OUTPUT",
    "segment_superpixels": "INPUT SIZE COMPACTNESS OUTPUT",
    "class_shares": "MAP SEGMENTS CATALOGUE OUTPUT OUTPUT_CATALOGUE",
    "mosaic": "INPUTS OUTPUT",
    "regularize": "INPUT RADIUS PASSES MINIMUM_AREA RULES OUTPUT",
    "vectorize": "INPUT OUTPUT",
    "simplify_polygons": "INPUT TOLERANCE OUTPUT",
    "zonal_statistics": "INPUT MAP CONFIDENCE VALIDITY OUTPUT",
    "clip_by_zones": "INPUT ZONES ZONE_FIELD OUTPUT",
    "vector_chain": "MAP CONFIDENCE VALIDITY NOMENCLATURE RUN_FOLDER",
    "smooth_polygons": "INPUT ROUNDS REACH OUTPUT",
    "consistent_years": "INPUTS YEARS PROBABILITIES CONFIDENCES RULES PERSISTENCE NOMENCLATURE OUTPUT OUTPUT_JSON",
    "compare_maps": "MAP_1 MAP_2 CONFIDENCE_1 CONFIDENCE_2 NOMENCLATURE MINIMUM_AREA REFERENCE CLASS_FIELD OUTPUT_HTML "
    "OUTPUT_JSON CHANGES CHANGE_MAP",
    "map_agreement": "INPUTS NOMENCLATURE OUTPUT OUTPUT_HTML OUTPUT_JSON",
    "plan_area_sample": "MAP STRATA TARGET_ERROR USERS_ACCURACY ALLOCATION MINIMUM TOTAL NOMENCLATURE OUTPUT "
    "OUTPUT_HTML",
    "draw_area_sample": "MAP PLAN BLIND SQUARES NOMENCLATURE SEED OUTPUT",
    "estimate_area": "POINTS MAP_FIELD REFERENCE_FIELD MAP STRATA STRATUM_FIELD NOMENCLATURE OUTPUT_JSON OUTPUT_HTML "
    "OUTPUT_CSV",
    "applicability": "CATALOGUE MODEL MAP SAMPLES CLASS_FIELD EXTENT MASK OUTPUT DISSIMILARITY OUTPUT_HTML OUTPUT_JSON",
    "accuracy": "MAP REFERENCE CLASS_FIELD NOMENCLATURE OUTPUT_HTML OUTPUT_JSON",
    "classification_chain": "CATALOGUE INPUT REFERENCE CLASS_FIELD REGIONS REGION_FIELD NOMENCLATURE METHOD "
    "METHOD_OPTIONS RUNS RATIO SEED SERIES WORKERS MEMORY_MIB SCHEDULER RUN_FOLDER",
    "train_regression": "SAMPLES VALUE_FIELD METHOD METHOD_OPTIONS MODEL OUTPUT_JSON OUTPUT_HTML",
    "predict_regression": "CATALOGUE MODEL OUTPUT",
    "regression_chain": "CATALOGUE INPUT REFERENCE VALUE_FIELD RUN_FOLDER",
    "import_iota2_configuration": "INPUT OUTPUT",
    "check_installation": "",
    "demo_data": "",
}
NOT_PARAMETERS = {  # job, field: why no parameter of its own sets it
    ("classification_chain", "extent_crs"): "part of EXTENT",
    ("classify", "extent_crs"): "part of EXTENT",
    ("predict_regression", "extent_crs"): "part of EXTENT",
    ("predict_regression", "models"): "MODEL",
    ("regression_chain", "extent_crs"): "part of EXTENT",
    ("suggest_samples", "extent_crs"): "part of EXTENT",
    ("pretrain_network", "extent_crs"): "part of EXTENT",
    ("scan_catalogue", "extent_crs"): "part of EXTENT",
    ("split_reference", "extent_crs"): "part of EXTENT",
    ("cross_validate", "extent_crs"): "part of EXTENT",
    **{
        (kind, "extent_crs"): "part of EXTENT"
        for kind in ("pixel_validity", "gap_fill", "composite", "temporal_metrics", "features_map", "features_chain")
    },
    ("classify", "models"): "called MODEL in interface.md",
    ("applicability", "models"): "called MODEL, as in classify",
    ("applicability", "extent_crs"): "part of EXTENT",
}
REQUIRED = {"classification_chain": set(), "demo_data": set(), "check_installation": set()}
SAMPLE_VALUES = {
    "source": "layer.gpkg",
    "vector": "layer.gpkg",
    "raster": "layer.tif",
    "layer": "layer.tif",
    "multilayer": ["a.tif", "b.tif"],
    "field": "code",
    "file": "somewhere",
    "extent": "0,10,0,20 [EPSG:32631]",
    "crs": "EPSG:32631",
    "datetime": "2018-05-11",
    "rasterDestination": "out.tif",
    "vectorDestination": "out.gpkg",
    "fileDestination": "out.txt",
    "folderDestination": "out",
}


@pytest.fixture(params=ALGORITHMS, ids=lambda cls: cls.ID)
def algorithm(request, provider):
    return provider.algorithm(request.param.ID)


def sample_parameters(algorithm):
    """Return something for every parameter."""
    values = {}
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        text = default if default not in (None, "") else "{}"
        values[definition.name()] = SAMPLE_VALUES.get(definition.type(), text)
    values.update({name: "" for name in ("SCHEDULER",) if name in values})
    return values


def test_all_algorithms_of_the_jobs_are_there(provider):
    assert {cls.ID for cls in ALGORITHMS} == set(REGISTRY) == set(FIXED)
    assert {a.name() for a in provider.algorithms()} >= set(FIXED)


def test_ids_and_names(algorithm):
    assert algorithm.id() == f"landweave:{algorithm.name()}"
    assert re.fullmatch(r"[a-z0-9_]+", algorithm.name())
    assert re.fullmatch(r"[a-z0-9_]+", algorithm.groupId())
    for definition in algorithm.parameterDefinitions():
        assert re.fullmatch(r"[A-Z0-9_]+", definition.name())


def test_fixed_parameters_are_there(algorithm):
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    assert names >= set(FIXED[algorithm.name()].split())


def test_texts(algorithm):
    assert algorithm.displayName() and algorithm.group() and algorithm.shortDescription()
    assert len(algorithm.tags()) >= 3
    assert not algorithm.icon().isNull()
    help_text = algorithm.shortHelpString()
    assert f"qgis_process run landweave:{algorithm.name()}" in help_text
    for definition in algorithm.parameterDefinitions():
        assert definition.description() and len(definition.help()) > 8, definition.name()
        is_hidden = definition.flags() & QgsProcessingParameterDefinition.FlagHidden
        assert is_hidden or escape(definition.description()) in help_text


def test_defaults_are_valid(algorithm):
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        if default is not None:
            assert definition.checkValueIsAcceptable(default), definition.name()
        if isinstance(definition, QgsProcessingParameterEnum):
            assert definition.usesStaticStrings()


def test_few_things_are_required(algorithm):
    optional = QgsProcessingParameterDefinition.FlagOptional
    required = {
        d.name()
        for d in algorithm.parameterDefinitions()
        if not d.flags() & optional and d.defaultValue() is None and not d.isDestination()
    }
    assert required == REQUIRED.get(algorithm.name(), required)
    assert len(required) <= 3


def test_rare_parameters_stand_under_advanced(algorithm):
    rare = {"SEED", "WORKERS", "MEMORY_MIB", "METHOD_OPTIONS"}
    for definition in algorithm.parameterDefinitions():
        if definition.name() in rare:
            assert definition.flags() & QgsProcessingParameterDefinition.FlagAdvanced


def test_every_destination_is_an_output(algorithm):
    outputs = {output.name() for output in algorithm.outputDefinitions()}
    assert {d.name() for d in algorithm.destinationParameterDefinitions()} <= outputs


def test_a_new_instance_is_the_same(algorithm):
    again = algorithm.create()
    assert isinstance(again, QgsProcessingAlgorithm)
    assert again.name() == algorithm.name()
    assert [d.name() for d in again.parameterDefinitions()] == [d.name() for d in algorithm.parameterDefinitions()]


def test_the_job_travels_as_json(algorithm, tmp_path):
    instance = algorithm.create()
    parameters = sample_parameters(instance)
    sources = {name: value for name, value in parameters.items() if value in ("layer.gpkg", "layer.tif")}
    sources |= {name: value for name, value in parameters.items() if isinstance(value, list)}
    job = instance.job(Values(instance, parameters, QgsProcessingContext(), sources))
    again = job_from_json(json.loads(json.dumps(job.to_json())))
    assert again == job
    assert algorithm.name() == job.KIND


def test_every_field_of_the_job_is_fed(algorithm):
    """A parameter given by the user arrives: no field of the job stays at its default by oversight."""
    instance = algorithm.create()
    given = sample_parameters(instance)
    for definition in instance.parameterDefinitions():
        if definition.type() == "number":
            given[definition.name()] = float(definition.defaultValue()) + 2 if definition.name() != "RATIO" else 0.7
        elif definition.type() == "boolean":
            given[definition.name()] = not definition.defaultValue()
        elif definition.type() == "enum":
            given[definition.name()] = definition.options()[-1]
    given = {k: (98.0 if k == "MAX_CLOUD" else v) for k, v in given.items()}
    sources = {k: v for k, v in given.items() if v in ("layer.gpkg", "layer.tif") or isinstance(v, list)}
    job = instance.job(Values(instance, given, QgsProcessingContext(), sources))
    same = [
        f.name
        for f in dataclasses.fields(job)
        if f.default is not dataclasses.MISSING and getattr(job, f.name) == f.default
    ]
    assert [name for name in same if name not in ("method", "network")] == []


def test_every_field_of_the_job_has_a_parameter(algorithm):
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    fields = {f.name for f in dataclasses.fields(REGISTRY[algorithm.name()])}
    missing = {name for name in fields if name.upper() not in names}
    assert missing == {name for kind, name in NOT_PARAMETERS if kind == algorithm.name()}


def test_limits_of_the_demo_are_those_of_the_engine(provider):
    from landweave.engine.demo.area import FULL_SIZE, MAXIMUM_DATES, MINIMUM_SIZE

    size, dates = (provider.algorithm("demo_data").parameterDefinition(name) for name in ("SIZE", "DATES"))
    assert (size.minimum(), size.maximum()) == (MINIMUM_SIZE, FULL_SIZE)
    assert (dates.minimum(), dates.maximum()) == (2, MAXIMUM_DATES)


def test_a_mistyped_parameter_is_named(provider):
    algorithm = provider.algorithm("check_installation").create()
    fine, message = algorithm.checkParameterValues({"OUTPUT_HMTL": "x.html"}, QgsProcessingContext())
    assert not fine
    assert "OUTPUT_HMTL" in message and "OUTPUT_HTML" in message


def test_paths_are_absolute(provider, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    instance = provider.algorithm("scan_catalogue").create()
    parameters = {"INPUT": "images", "OUTPUT": "catalogue.gpkg"}
    job = instance.job(Values(instance, parameters, QgsProcessingContext()))
    assert job.input == str(tmp_path / "images")
    assert job.output == str(tmp_path / "catalogue.gpkg")


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("scan_catalogue", {"INPUT": "i", "START_DATE": "2019-01-01", "END_DATE": "2018-01-01"}, "after the last"),
        ("demo_data", {"SIZE": 101}, "even"),
        ("classification_chain", {"REFERENCE": "r.gpkg", "CLASS_FIELD": "code"}, "give INPUT"),
        (
            "classification_chain",
            {"REFERENCE": "r.gpkg", "CLASS_FIELD": "code", "INPUT": "i", "SCHEDULER": "tcp://x:1"},
            "SCHEDULER",
        ),
        (
            "classification_chain",
            {"REFERENCE": "r.gpkg", "CLASS_FIELD": "code", "INPUT": "i", "CATALOGUE": "c.gpkg"},
            "leave one empty",
        ),
        (
            "train_classifier",
            {"SAMPLES": "s.gpkg", "CLASS_FIELD": "code", "METHOD_OPTIONS": "{'a': 1}"},
            "not valid JSON",
        ),
        (
            "train_classifier",
            {"SAMPLES": "s.gpkg", "CLASS_FIELD": "code", "METHOD_OPTIONS": "[1]"},
            "has to be a JSON object",
        ),
        (
            "prepare_reference",
            {"REFERENCE": "r.gpkg", "CLASS_FIELD": "code", "CATALOGUE": "c.gpkg", "REGIONS": "g.gpkg"},
            "REGION_FIELD",
        ),
    ],
)
def test_wrong_combinations_get_a_sentence(provider, polygons, name, parameters, sentence):
    algorithm = provider.algorithm(name).create()
    parameters = {k: str(polygons) if str(v).endswith(".gpkg") else v for k, v in parameters.items()}
    destinations = {d.name(): "TEMPORARY_OUTPUT" for d in algorithm.destinationParameterDefinitions()}
    fine, message = algorithm.checkParameterValues({**destinations, **parameters}, QgsProcessingContext())
    assert not fine
    assert sentence in message


def test_the_dialog_opens(algorithm, tmp_path, monkeypatch):
    from processing.gui import ParametersPanel
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    monkeypatch.setattr(ParametersPanel, "iface", None)  # pytest-qgis's stand-in has no browser model
    dialog = AlgorithmDialog(algorithm.create())
    dialog.show()
    QgsApplication.processEvents()
    picture = tmp_path / "dialog.png"
    assert dialog.grab().save(str(picture))
    assert picture.stat().st_size > 5000
    dialog.close()


def test_choices_are_those_of_the_engine(provider):
    from landweave.engine.learning.estimators import METHODS
    from landweave.engine.sensors import format_names

    def options(name, parameter):
        return set(provider.algorithm(name).parameterDefinition(parameter).options())

    from landweave.engine.fusion import fuse, maps, scores, smooth

    assert options("fuse_classifications", "METHOD") == set(fuse.METHODS)
    assert options("fuse_classifications", "RULE") == set(fuse.RULES)
    assert options("fuse_classifications", "NO_LABEL") == set(maps.NO_LABEL)
    assert options("fuse_sar_optical", "MASS") == set(scores.MASSES)
    assert options("smooth_probabilities", "METHOD") == set(smooth.SMOOTHINGS)
    from landweave.engine.jobs import sample_sets

    assert options("augment_samples", "METHOD") == set(sample_sets.AUGMENTATIONS)
    assert options("augment_samples", "BALANCE") == set(sample_sets.BALANCES)
    assert options("train_classifier", "METHOD") == set(METHODS)
    from landweave.engine.jobs.learning import LEARNERS
    from landweave.engine.learning.networks.registry import find_network

    for name, parameter in (("cross_validate", "METHOD"), ("classification_chain", "METHOD"),
                            ("feature_importance", "METHOD"), ("train_network", "NETWORK")):  # fmt: skip
        offered = provider.algorithm(name).parameterDefinition(parameter).metadata()["widget_wrapper"]["names"]
        if parameter == "METHOD":
            assert tuple(offered) == LEARNERS
        for each in (set(offered) - set(METHODS) - {"utae"}) | {"mlp"}:
            assert find_network(each).name
    assert options("scan_catalogue", "SENSORS") == set(format_names())


def test_loading_the_plugin_imports_nothing_heavy():
    """Numpy, GDAL and what the workers need stay out of QGIS's start."""
    code = (
        "import sys, qgis.core; before = set(sys.modules)\n"
        "import landweave, landweave.plugin.main, landweave.processing_provider.provider\n"
        "print(sorted({m.split('.')[0] for m in set(sys.modules) - before}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "osgeo", "sklearn", "scipy", "numba", "joblib", "skops", "torch", "pandas"}
    assert heavy.isdisjoint(json.loads(result.stdout.replace("'", '"')))


def test_a_default_column_that_is_not_there_is_left_empty(provider, polygons):
    """Imported samples have no polygon_id: each sample stands for itself."""
    from landweave.processing_provider.sources import absent_defaults

    algorithm = provider.algorithm("cross_validate").create()
    parameters = {"SAMPLES": str(polygons), "CLASS_FIELD": "code"}
    assert absent_defaults(algorithm, parameters, QgsProcessingContext()) == {"GROUP_FIELD": "polygon_id"}
    given = {**parameters, "GROUP_FIELD": "name"}
    assert absent_defaults(algorithm, given, QgsProcessingContext()) == {}


@pytest.mark.parametrize("empty", ["", NULL], ids=["text", "NULL"])
def test_a_column_may_be_emptied_on_purpose(provider, empty):
    """A script gives an empty text; a dialog, and qgis_process for `REGION_FIELD=`, give NULL."""
    algorithm = provider.algorithm("train_classifier").create()
    assert Values(algorithm, {"REGION_FIELD": empty}, QgsProcessingContext()).text("REGION_FIELD") == ""
    assert Values(algorithm, {}, QgsProcessingContext()).text("REGION_FIELD") == "region"


def test_an_input_of_a_model_that_is_not_given_is_the_default(provider):
    algorithm = provider.algorithm("train_classifier").create()
    values = Values(algorithm, {"REGION_FIELD": None, "METHOD": None}, QgsProcessingContext())
    assert (values.text("REGION_FIELD"), values.text("METHOD")) == ("region", "random_forest")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("METHOD", "randomforest", "METHOD: randomforest. Known are: random_forest,"),
     ("SAMPLES", "nothing.gpkg", "nothing.gpkg")],
)
def test_a_refused_value_is_named(provider, polygons, name, value, said):
    parameters = {"SAMPLES": str(polygons), "CLASS_FIELD": "code", "MODEL": "m.lwm", name: value}
    algorithm = provider.algorithm("train_classifier").create()
    fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not fine
    assert message.count(value) == 1
    assert said in message
