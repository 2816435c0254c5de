"""What happens to results once QGIS has loaded them.

Processing loads layers without the style beside them, so that has to be asked for.
"""

from __future__ import annotations

from collections import deque

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from landweave.processing_provider.dated_layers import add_dates, set_controller_to_features

MAPS = ("MAP", "OUTPUT")
COMPANIONS = ("CONFIDENCE", "VALIDITY", "PROBABILITIES", "PROBABILITIES_OUT", "CHOICE")


class StyleFromSidecar(QgsProcessingLayerPostProcessorInterface):
    """Applies the `.qml` beside the file, or the style in it."""

    def postProcessLayer(self, layer, context, feedback):
        del feedback
        layer.loadDefaultStyle()
        layer.triggerRepaint()
        if isinstance(layer, QgsVectorLayer):
            set_controller_to_features(layer, context.project() or QgsProject.instance())


class WithDates(StyleFromSidecar):
    """Also adds the dates that lie beside the raster."""

    def postProcessLayer(self, layer, context, feedback):
        super().postProcessLayer(layer, context, feedback)
        add_dates(layer, context)


class BelowTheMap(StyleFromSidecar):
    """Also keeps a layer from covering the map of the same run: QGIS loads by the names of files."""

    def __init__(self, maps: frozenset[str]) -> None:
        super().__init__()
        self._maps = maps

    def postProcessLayer(self, layer, context, feedback):
        super().postProcessLayer(layer, context, feedback)
        project = context.project() or QgsProject.instance()
        node = project.layerTreeRoot().findLayer(layer.id())
        if node is None:
            return
        node.setExpanded(False)
        group = node.parent()
        row = group.children().index(node)
        below = group.children()[row + 1] if row + 1 < len(group.children()) else None
        if _source(below) in self._maps:
            group.insertChildNode(row + 2, node.clone())
            group.removeChildNode(node)


_alive: deque[QgsProcessingLayerPostProcessorInterface] = deque(maxlen=1000)


def _keep(processor):
    """Keep the Python side of a post-processor, which QGIS does not; QGIS deletes the other side, once each."""
    _alive.append(processor)
    return processor


def style_results(context: QgsProcessingContext, with_dates: bool = False) -> None:
    """Have the layers that QGIS is about to load take the style beside them, and stand below the map.

    Args:
        context: of the run.
        with_dates: add the single dates of rasters that have many.
    """
    loaded = {key: context.layerToLoadOnCompletionDetails(key) for key in context.layersToLoadOnCompletion()}
    maps = frozenset(key for key, details in loaded.items() if details.outputName in MAPS)
    for details in loaded.values():
        if details.postProcessor() is None:
            dated = WithDates() if with_dates else StyleFromSidecar()
            processor = BelowTheMap(maps) if details.outputName in COMPANIONS else dated
            details.setPostProcessor(_keep(processor))


def is_loaded(context: QgsProcessingContext, path: str) -> bool:
    """Say whether QGIS is about to load a result."""
    return path in context.layersToLoadOnCompletion()


def load_table(context: QgsProcessingContext, path: str, layer: str, label: str) -> None:
    """Have QGIS load one more layer or table of a GeoPackage."""
    details = QgsProcessingContext.LayerDetails(label, context.project(), layer, QgsProcessingUtils.LayerHint.Vector)
    context.addLayerToLoadOnCompletion(f"{path}|layername={layer}", details)


def load_raster(context: QgsProcessingContext, path: str, label: str, name: str) -> None:
    """Have QGIS load a raster that is no destination of the algorithm."""
    details = QgsProcessingContext.LayerDetails(label, context.project(), name, QgsProcessingUtils.LayerHint.Raster)
    context.addLayerToLoadOnCompletion(path, details)


def _source(node) -> str:
    layer = node.layer() if hasattr(node, "layer") else None
    return layer.source() if layer is not None else ""
