"""Where the results of the chain go when nobody says, and when somebody does."""

import json

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

from landweave.engine.jobs import ClassificationChainJob
from landweave.processing_provider.places import file_of, settle
from landweave.processing_provider.values import Values

JOB = ClassificationChainJob(reference="r", class_field="code", input="i")


@pytest.fixture
def reference(tmp_path):
    return str(tmp_path / "polygons.gpkg")


def begin(folder, job):
    folder.mkdir()
    (folder / "run.json").write_text(json.dumps({"job": job.to_json()}))


def test_a_folder_beside_the_reference(reference, tmp_path):
    assert settle({}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run")
    assert settle({"RUN_FOLDER": "./{REFERENCE}_run"}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run")


def test_a_run_of_the_same_job_goes_on_wherever_its_outputs_go(reference, tmp_path):
    begin(tmp_path / "polygons_run", ClassificationChainJob(reference="r", class_field="code", input="i", map="m.tif"))
    assert settle({}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run")


def test_a_run_of_another_job_is_left_alone(reference, tmp_path):
    begin(tmp_path / "polygons_run", ClassificationChainJob(reference="r", class_field="code", input="i", seed=2))
    (tmp_path / "polygons_run_2").mkdir()
    (tmp_path / "polygons_run_2" / "mine.txt").write_text("not a run")
    assert settle({}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run_3")


def test_a_run_that_ended_before_it_made_anything_is_no_hindrance(reference, tmp_path):
    other = ClassificationChainJob(reference="r", class_field="kode", input="i")
    begin(tmp_path / "polygons_run", other)
    assert settle({}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run_2")  # it may be going on
    (tmp_path / "polygons_run" / "run.json").write_text(json.dumps({"job": other.to_json(), "state": "failed"}))
    assert settle({}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run")
    (tmp_path / "polygons_run" / "map.tif").write_text("a map")
    assert settle({}, reference, JOB)["RUN_FOLDER"] == str(tmp_path / "polygons_run_2")


def test_a_folder_that_is_chosen_is_taken(reference, tmp_path):
    settled = settle({"RUN_FOLDER": str(tmp_path / "here"), "MAP": "{RUN_FOLDER}/map.tif"}, reference, JOB)
    assert settled == {"RUN_FOLDER": str(tmp_path / "here"), "MAP": str(tmp_path / "here" / "map.tif")}


def test_a_reference_in_no_file_has_a_temporary_folder(qgis_app):
    assert file_of(QgsVectorLayer("Polygon?crs=epsg:32631", "memory", "memory")) == ""
    assert settle({}, "", JOB)["RUN_FOLDER"]


def test_what_the_dialog_opens_stays_opened(reference, tmp_path, qgis_app):
    project = QgsProject.instance()
    given = QgsProcessingOutputLayerDefinition("{RUN_FOLDER}/map.tif", project)
    settled = settle({"MAP": given}, reference, JOB)["MAP"]
    assert settled.sink.staticValue() == str(tmp_path / "polygons_run" / "map.tif")
    assert settled.destinationProject is project


def test_three_inputs_are_enough_in_a_dialog(provider, polygons, tmp_path):
    """What the dialog shows at first is what the chain takes."""
    chain = provider.algorithm("classification_chain").create()
    defaults = {d.name(): d.defaultValue() for d in chain.destinationParameterDefinitions()}
    given = {"INPUT": "i", "REFERENCE": str(polygons), "CLASS_FIELD": "code", **defaults}
    context = QgsProcessingContext()
    assert chain.checkParameterValues(given, context)[0]
    settled = settle(given, str(polygons), JOB)
    job = chain.job(Values(chain, settled, context, {}))
    folder = polygons.with_name("polygons_run")
    assert [job.map, job.confidence, job.validity, job.report, job.probabilities] == [
        str(folder / "map.tif"),
        str(folder / "confidence.tif"),
        str(folder / "validity.tif"),
        str(folder / "report.html"),
        "",
    ]


@pytest.mark.parametrize("in_a_dialog", [True, False])
def test_what_is_left_empty_is_loaded_by_a_dialog_and_not_by_a_model(provider, polygons, in_a_dialog):
    chain = provider.algorithm("classification_chain").create()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters = {"INPUT": "i", "REFERENCE": str(polygons), "CLASS_FIELD": "code", "RUN_FOLDER": "run", "MAP": "m.tif"}
    if in_a_dialog:
        assert chain.checkParameterValues(parameters, context)[0]
    running = chain.create()
    result = {"MAP": "/m.tif", "CONFIDENCE": "/confidence.tif", "VALIDITY": "/validity.tif"}
    running.finish(result, Values(running, parameters, context, {}), context, QgsProcessingFeedback())
    loaded = set(context.layersToLoadOnCompletion())
    assert loaded == ({"/confidence.tif", "/validity.tif"} if in_a_dialog else set())
