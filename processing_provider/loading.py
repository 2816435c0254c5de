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
)

MAPS = ("MAP", "OUTPUT")
COMPANIONS = ("CONFIDENCE", "VALIDITY", "PROBABILITIES")


class StyleFromSidecar(QgsProcessingLayerPostProcessorInterface):
    """Applies the `.qml` beside the file."""

    def postProcessLayer(self, layer, context, feedback):
        del context, feedback
        layer.loadDefaultStyle()
        layer.triggerRepaint()


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


def style_results(context: QgsProcessingContext) -> None:
    """Have the layers that QGIS is about to load take the style beside them, and stand below the map."""
    loaded = {key: context.layerToLoadOnCompletionDetails(key) for key in context.layersToLoadOnCompletion()}
    maps = frozenset(key for key, details in loaded.items() if details.outputName in MAPS)
    for details in loaded.values():
        if details.postProcessor() is None:
            processor = BelowTheMap(maps) if details.outputName in COMPANIONS else StyleFromSidecar()
            details.setPostProcessor(_keep(processor))


def load_raster(context: QgsProcessingContext, path: str, label: str, name: str) -> None:
    """Have QGIS load a raster that is no destination of the algorithm."""
    details = QgsProcessingContext.LayerDetails(label, context.project(), name, QgsProcessingUtils.LayerHint.Raster)
    context.addLayerToLoadOnCompletion(path, details)


def _source(node) -> str:
    layer = node.layer() if hasattr(node, "layer") else None
    return layer.source() if layer is not None else ""
