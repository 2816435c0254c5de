"""The models of `resources/models`, with titles and help that people read."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

TITLES = {
    "step_by_step_map": QT_TRANSLATE_NOOP("Models", "Land-cover map, step by step"),
    "year_in_rasters": QT_TRANSLATE_NOOP("Models", "Composites and statistics of a year"),
}


class LandweaveModel(QgsProcessingModelAlgorithm):
    """A model whose id is the name in its file, as QGIS has it, but whose title is not."""

    def displayName(self):
        return QCoreApplication.translate("Models", TITLES.get(self.name(), self.name()))

    def createInstance(self):
        again = LandweaveModel()
        again.loadVariant(self.toVariant())
        again.setSourceFilePath(self.sourceFilePath())
        return again


def for_the_designer(path: str) -> QgsProcessingModelAlgorithm:
    """Return a model to edit: without its file, so that saving makes a model of the user's own."""
    model = QgsProcessingModelAlgorithm()
    if not model.fromFile(path):
        raise OSError(path)
    model.setSourceFilePath("")
    return model
