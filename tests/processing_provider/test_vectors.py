"""Polygons of a map in QGIS: from a shell, by their formats, with the colours of the classes."""

import pytest
from qgis.core import QgsCategorizedSymbolRenderer, QgsProcessingContext, QgsRenderContext, QgsVectorLayer

from landweave.tests.engine.postprocess.cases import natural, write_map


@pytest.fixture
def inputs(tmp_path):
    (tmp_path / "names.csv").write_text("code,name,colour\n1,forest,#112233\n2,water,#445566\n")
    return {"MAP": write_map(tmp_path / "my map.tif", natural(1)), "NOMENCLATURE": tmp_path / "names.csv"}


def styled(path):
    """Return a layer as QGIS opens it."""
    layer = QgsVectorLayer(str(path), "polygons", "ogr")
    assert layer.isValid()
    layer.loadDefaultStyle()
    return layer


def check_style(layer):
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    shown = {int(c.value()): (c.label(), c.symbol().color().name()) for c in renderer.categories()}
    assert shown[1] == ("forest", "#112233") and shown[2] == ("water", "#445566") and len(shown) == 4
    assert {feature["code"] for feature in layer.getFeatures()} == set(shown)
    context = QgsRenderContext()
    renderer.startRender(context, layer.fields())  # a category that fits no value would draw nothing
    assert all(renderer.symbolForFeature(feature, context) is not None for feature in layer.getFeatures())
    renderer.stopRender(context)


def test_the_chain_from_a_shell(qgis_process, inputs, tmp_path):
    pytest.importorskip("shapely", reason="shapely is not installed")
    outcome = qgis_process.run("vector_chain", {**inputs, "RUN_FOLDER": tmp_path / "run"})
    assert outcome.code == 0, outcome.errors
    results = outcome.json()["results"]
    assert results["POLYGONS"] == str(tmp_path / "run" / "polygons.gpkg")
    layer = styled(results["POLYGONS"])
    assert layer.featureCount() == results["COUNT"] > 4
    check_style(layer)
    shown = {layer.attributeDisplayName(n) for n in range(layer.fields().count())}
    assert {"code", "name", "area_m2", "forest (%)", "water (%)"} <= shown
    again = qgis_process.run("vector_chain", {**inputs, "RUN_FOLDER": tmp_path / "run"})
    assert again.code == 0 and again.json()["results"] == results


@pytest.mark.parametrize("ending", ["fgb", "shp", "gpkg"])
def test_the_ending_says_the_format(qgis_process, inputs, tmp_path, ending):
    parameters = {"INPUT": inputs["MAP"], "NOMENCLATURE": inputs["NOMENCLATURE"], "OUTPUT": tmp_path / f"out.{ending}"}
    outcome = qgis_process.run("vectorize", parameters)
    assert outcome.code == 0, outcome.errors
    check_style(styled(tmp_path / f"out.{ending}"))


def test_other_algorithms_write_geopackages_only(provider, tmp_path):
    algorithm = provider.algorithm("scan_catalogue").create()
    parameters = {"INPUT": str(tmp_path), "OUTPUT": str(tmp_path / "catalogue.shp")}
    fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not fine and "OUTPUT" in message and ".gpkg" in message
    parameters["OUTPUT"] = str(tmp_path / "catalogue.gpkg")
    assert algorithm.checkParameterValues(parameters, QgsProcessingContext())[0]
