"""The widget of a parameter that holds one of some names, or the path of a file: a list that can be written in.

QGIS imports it when a dialog opens. The model designer shows the stock field for texts, which takes a model's inputs.
"""

from __future__ import annotations

from processing.gui.wrappers import DIALOG_MODELER, WidgetWrapper, dialogTypes
from qgis.gui import QgsGui
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QToolButton, QWidget

from landweave.processing_provider.translation import tr


class NameOrFile:
    """What `widget_wrapper` of a parameter's metadata names; which wrapper it is depends on the dialog."""

    def __new__(cls, parameter, dialog, row=0, col=0, **options):
        if dialogTypes.get(type(dialog).__name__) != DIALOG_MODELER:
            return _ListWithButton(parameter, dialog, row, col, **options)
        stock = QgsGui.processingGuiRegistry().createModelerParameterWidget(
            dialog.model, dialog.childId, parameter, dialog.context
        )
        stock.setDialog(dialog)
        return stock


class _ListWithButton(WidgetWrapper):
    """A list of names that can be written in, and a button that asks for a file."""

    def createWidget(self, names=(), file_filter=""):
        self._filter = file_filter
        self._list = QComboBox()
        self._list.setEditable(True)
        self._list.setInsertPolicy(QComboBox.NoInsert)
        self._list.addItems(list(names))
        self._list.setMinimumContentsLength(20)
        self._list.editTextChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        button = QToolButton()
        button.setText("…")
        button.setToolTip(tr("Choose a file"))
        button.clicked.connect(self._choose)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list, 1)
        layout.addWidget(button)
        return whole

    def setValue(self, value):
        self._list.setEditText("" if value is None else str(value))

    def value(self):
        return self._list.currentText().strip()

    def _choose(self):
        path, _ = QFileDialog.getOpenFileName(self.widget, tr("Choose a file"), "", self._filter)
        if path:
            self.setValue(path)
