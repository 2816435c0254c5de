"""The page of QGIS's options where the Python of the workers is chosen."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFormLayout, QLabel

from landweave.processing_provider.provider import RESOURCES

PAGE = "landweaveOptions"
PYTHON_SETTING = "landweave/python"


class OptionsPage(QgsOptionsPageWidget):
    """One field: the interpreter."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName(PAGE)
        self.python = QgsFileWidget()
        self.python.setFilePath(QgsSettings().value(PYTHON_SETTING, "", type=str))
        explanation = QLabel(
            self.tr(
                "Landweave computes in a Python process of its own. Leave the field empty to let it look for one: the "
                "environment variable LANDWEAVE_PYTHON, the folder .venv of the plugin, then QGIS's own Python. "
                "'Check the installation' in the Landweave menu says which is taken and what it lacks."
            )
        )
        explanation.setWordWrap(True)
        layout = QFormLayout(self)
        layout.addRow(explanation)
        layout.addRow(self.tr("Python of the workers"), self.python)

    def tr(self, text):
        return QCoreApplication.translate("OptionsPage", text)

    def apply(self):
        """Keep what was chosen: QGIS calls this on OK."""
        QgsSettings().setValue(PYTHON_SETTING, self.python.filePath().strip())


class OptionsFactory(QgsOptionsWidgetFactory):
    """Adds the page to QGIS's options."""

    def __init__(self):
        super().__init__("Landweave", QIcon(str(RESOURCES / "icons" / "landweave.svg")))

    def createWidget(self, parent):
        return OptionsPage(parent)
