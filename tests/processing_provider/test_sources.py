"""What a layer parameter holds reaches the worker as a file with exactly those features."""

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from landweave.engine.raster.grid import Grid
from landweave.engine.samples.prepared import Reference, load_reference, save_reference
from landweave.processing_provider.sources import resolve


@pytest.fixture
def algorithm(provider):
    return provider.algorithm("prepare_reference").create()


@pytest.fixture
def layer(polygons):
    layer = QgsVectorLayer(str(polygons), "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


def resolved(algorithm, value, name="REFERENCE"):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return resolve(algorithm, algorithm.parameterDefinition(name), {name: value}, context)


def contents(source):
    """Return the codes and the CRS of what OGR finds at a path."""
    path, _, name = source.partition("|layername=")
    data = ogr.Open(path)
    found = data.GetLayerByName(name) if name else data.GetLayer(0)
    crs = found.GetSpatialRef()
    return sorted(f["code"] for f in found), crs.GetAuthorityCode(None) if crs else None


def test_a_file_is_passed_as_it_is(algorithm, polygons, layer):
    assert resolved(algorithm, str(polygons)).split("|")[0] == str(polygons)
    assert resolved(algorithm, layer).split("|")[0] == str(polygons)
    assert resolved(algorithm, layer.id()).split("|")[0] == str(polygons)


def test_a_layer_of_a_file_keeps_its_name(algorithm, polygons):
    assert resolved(algorithm, f"{polygons}|layername=polygons") == f"{polygons}|layername=polygons"


def test_a_relative_path_becomes_absolute(algorithm, polygons, monkeypatch):
    monkeypatch.chdir(polygons.parent)
    assert resolved(algorithm, polygons.name).split("|")[0] == str(polygons)


def test_selected_features_only(algorithm, layer, polygons):
    layer.selectByExpression("code = 2")
    source = resolved(algorithm, QgsProcessingFeatureSourceDefinition(layer.id(), True))
    assert source != str(polygons)
    assert contents(source) == ([2], "32631")


def test_a_filter(algorithm, layer):
    layer.setSubsetString("code = 1")
    assert contents(resolved(algorithm, layer)) == ([1], "32631")


def test_unsaved_edits(algorithm, layer):
    layer.startEditing()
    layer.deleteFeature(next(f.id() for f in layer.getFeatures() if f["code"] == 1))
    assert contents(resolved(algorithm, layer)) == ([2], "32631")
    layer.rollBack()


def test_a_crs_set_in_qgis(algorithm, layer):
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32632"))
    assert contents(resolved(algorithm, layer)) == ([1, 2], "32632")


def test_a_memory_layer_with_a_column_called_fid(algorithm, layer):
    memory = layer.materialize(QgsFeatureRequest())
    assert "fid" in memory.fields().names()
    QgsProject.instance().addMapLayer(memory)
    assert contents(resolved(algorithm, memory)) == ([1, 2], "32631")
    QgsProject.instance().removeMapLayer(memory.id())


def test_nothing_given_is_empty(algorithm):
    assert resolved(algorithm, None, "REGIONS") == ""
    assert resolved(algorithm, "", "REGIONS") == ""


def test_a_missing_file_gets_a_sentence(algorithm, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"nowhere\.gpkg.*could not be opened"):
        resolved(algorithm, str(tmp_path / "nowhere.gpkg"))


def test_several_files_and_layers(provider, tmp_path):
    classify = provider.algorithm("classify").create()
    models = [str(tmp_path / "a.lwm"), str(tmp_path / "b.lwm")]
    for path in models:
        (tmp_path / path).write_text("x")
    assert resolved(classify, models, "MODEL") == models
    assert resolved(classify, models[0], "MODEL") == models[:1]


def test_a_catalogue_is_read_whole_or_not_at_all(algorithm, layer):
    assert resolved(algorithm, layer, "CATALOGUE").split("|")[0] == layer.source().split("|")[0]
    layer.setSubsetString("code = 1")
    with pytest.raises(QgsProcessingException, match="Remove the filter"):
        resolved(algorithm, layer, "CATALOGUE")
    layer.setSubsetString("")
    layer.startEditing()
    layer.deleteFeature(next(f.id() for f in layer.getFeatures()))
    with pytest.raises(QgsProcessingException, match="Save them first"):
        resolved(algorithm, layer, "CATALOGUE")
    layer.rollBack()


def test_a_layer_of_either_kind_is_exported_when_it_is_in_no_file(algorithm, polygons, layer):
    assert resolved(algorithm, layer, "REGIONS").split("|")[0] == str(polygons)
    layer.setSubsetString("code = 1")
    assert contents(resolved(algorithm, layer.id(), "REGIONS")) == ([1], "32631")


def test_a_part_of_a_prepared_reference_is_one_too(provider, tmp_path):
    """It needs the grids of the tiles, which stand in a table beside the layer."""
    path = str(tmp_path / "split.gpkg")
    shapes = [bytes(ogr.CreateGeometryFromWkt(f"POLYGON (({x} 0, {x} 9, {x + 9} 9, {x} 0))").ExportToIsoWkb())
              for x in (0, 20, 40)]
    crs = QgsCoordinateReferenceSystem("EPSG:32631").toWkt()
    words, sides = np.array(["all"] * 3, object), np.array(["learn", "validation", "learn"], object)
    whole = Reference("code", crs, {"T": Grid(crs, 0.0, 100.0, 10.0, 10.0, 10, 10)}, tuple(shapes), np.array([1, 2, 3]),
                      np.array([7, 8, 9]), words, np.array(["T"] * 3, object), np.ones(3), {"run_1": sides})
    save_reference(path, whole)
    algorithm = provider.algorithm("select_samples").create()
    layer = QgsVectorLayer(f"{path}|layername=reference", "split", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("polygon_id <> 8")
    for value in (QgsProcessingFeatureSourceDefinition(layer.id(), True), f"{path}|subset=polygon_id <> 8"):
        part = load_reference(resolved(algorithm, value, "INPUT"))
        assert part.polygon_id.tolist() == [7, 9]
        assert part.tiles == whole.tiles
        assert part.runs["run_1"].tolist() == ["learn", "learn"]
    QgsProject.instance().removeMapLayer(layer.id())
