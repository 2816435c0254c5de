"""The layer of an area sample as QGIS opens it, and the way from a plan to areas through the algorithms."""

import json

import numpy as np
import pytest
from qgis.core import NULL, QgsVectorLayer

from landweave.engine.jobs import DrawAreaSampleJob, PlanAreaSampleJob
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.validation import places


@pytest.fixture
def area(tmp_path):
    """Return a folder with a map and its names."""
    codes = np.random.default_rng(1).choice([1, 2, 3], (80, 90), p=(0.5, 0.4, 0.1))
    places.write_map(tmp_path / "map.tif", codes)
    (tmp_path / "names.csv").write_text("code,name,colour\n1,Wood,#00aa00\n2,Water,#0000ff\n3,Rock,#888888\n")
    return tmp_path


def opened(folder, layer="area_sample"):
    found = QgsVectorLayer(f"{folder / 'points.gpkg'}|layername={layer}", layer, "ogr")
    assert found.isValid()
    return found


def test_the_form_has_lists_and_unseen_points_are_told_apart(area, qgis_app):
    plan, raster, names = (str(area / name) for name in ("plan.csv", "map.tif", "names.csv"))
    PlanAreaSampleJob(plan, map=raster, total=90, minimum=20).execute(RunContext())
    DrawAreaSampleJob(raster, plan, str(area / "points.gpkg"), nomenclature=names).execute(RunContext())
    layer = opened(area)
    setup = layer.editorWidgetSetup(layer.fields().indexOf("reference_code"))
    assert setup.type() == "ValueMap"
    assert [dict(option) for option in setup.config()["map"]] == [{"1 Wood": "1"}, {"2 Water": "2"}, {"3 Rock": "3"}]
    assert layer.editorWidgetSetup(layer.fields().indexOf("confidence")).type() == "ValueMap"
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels == ["to interpret", "Wood", "Water", "Rock"]
    assert layer.featureCount() == 90
    squares = opened(area, "area_sample_pixels")
    assert squares.renderer().symbol().symbolLayer(0).properties()["style"] == "no"


def test_planned_drawn_filled_in_and_estimated(area, qgis_app, qgis_process):
    common = {"MAP": area / "map.tif", "NOMENCLATURE": area / "names.csv"}
    planned = qgis_process.run("plan_area_sample", {**common, "TOTAL": 90, "MINIMUM": 20, "OUTPUT": area / "plan.csv"})
    assert planned.code == 0, planned.errors
    drawn = qgis_process.run("draw_area_sample", {**common, "PLAN": area / "plan.csv", "OUTPUT": area / "points.gpkg"})
    assert drawn.code == 0, drawn.errors
    layer = opened(area)
    index, shown = (layer.fields().indexOf(name) for name in ("reference_code", "map_code"))
    layer.startEditing()
    for feature in layer.getFeatures():
        assert feature[index] == NULL
        if feature["number"] <= 80:
            layer.changeAttributeValue(feature.id(), index, 1 if feature["number"] % 9 == 0 else feature[shown])
    assert layer.commitChanges()
    done = qgis_process.run("estimate_area", {
        **common, "POINTS": area / "points.gpkg", "REFERENCE_FIELD": "reference_code",
        "OUTPUT_JSON": area / "areas.json", "OUTPUT_HTML": area / "areas.html",
    })
    assert done.code == 0, done.errors
    report = json.loads((area / "areas.json").read_text(encoding="utf-8"))
    assert done.json()["results"]["OVERALL_ACCURACY"] == report["overall_accuracy"] < 1
    assert (report["points"], report["points_without_class"]) == (80, 10)
    assert [c["name"] for c in report["classes"]] == ["Wood", "Water", "Rock"]
    assert sum(c["area_m2"] for c in report["classes"]) == pytest.approx(80 * 90 * 100)
