"""Results open with the style beside them, and the map is not covered by its companions."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtGui import QColor

from landweave.processing_provider.loading import load_raster, style_results


def unstyled(path):
    """Load a raster as Processing does: without the style beside it."""
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsRasterLayer(str(path), path.stem, "gdal", options)


@pytest.fixture
def rasters(tmp_path, qgis_app):
    """Return two rasters, map.tif with a .qml of its own colours."""
    paths = [tmp_path / "map.tif", tmp_path / "validity.tif"]
    for path in paths:
        image = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1, gdal.GDT_Byte)
        image.GetRasterBand(1).WriteArray(np.ones((4, 4), "uint8"))
        del image
    styled = unstyled(paths[0])
    colours = [QgsPalettedRasterRenderer.Class(1, QColor("#123456"), "Forest")]
    styled.setRenderer(QgsPalettedRasterRenderer(styled.dataProvider(), 1, colours))
    styled.saveNamedStyle(str(tmp_path / "map.qml"))
    return paths


def processors(context):
    return {
        key: context.layerToLoadOnCompletionDetails(key).postProcessor() for key in context.layersToLoadOnCompletion()
    }


def test_a_destination_takes_the_style_beside_it(rasters):
    context = QgsProcessingContext()
    details = QgsProcessingContext.LayerDetails("Map", QgsProject.instance(), "OUTPUT")
    context.addLayerToLoadOnCompletion(str(rasters[0]), details)
    style_results(context)
    layer = unstyled(rasters[0])
    processors(context)[str(rasters[0])].postProcessLayer(layer, context, QgsProcessingFeedback())
    assert [c.label for c in layer.renderer().classes()] == ["Forest"]


def test_each_context_deletes_its_own_processors(rasters):
    """QGIS deletes post-processors with the context: a shared one would be deleted twice, and QGIS with it."""
    for _ in range(3):
        context = QgsProcessingContext()
        for path in rasters:
            load_raster(context, str(path), path.stem, "MAP" if path == rasters[0] else "VALIDITY")
        style_results(context)
        assert len({id(p) for p in processors(context).values()}) == 2
        del context


def test_companions_go_below_the_map(rasters):
    project = QgsProject.instance()
    layers = [unstyled(path) for path in rasters]
    for layer in layers:
        project.addMapLayer(layer)  # the last one ends up on top
    root = project.layerTreeRoot()
    assert [node.name() for node in root.children()] == ["validity", "map"]
    context = QgsProcessingContext()
    context.setProject(project)
    load_raster(context, str(rasters[0]), "map", "MAP")
    load_raster(context, str(rasters[1]), "validity", "VALIDITY")
    style_results(context)
    processors(context)[str(rasters[1])].postProcessLayer(layers[1], context, QgsProcessingFeedback())
    assert [node.name() for node in root.children()] == ["map", "validity"]
    project.removeAllMapLayers()
