"""The plugin object that QGIS makes."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from landweave.plugin.translation import install_translator
from landweave.processing_provider.models import for_the_designer
from landweave.processing_provider.provider import MODELS, RESOURCES, LandweaveProvider

MENU = "Landweave"


class LandweavePlugin:
    """Adds the provider, and in the desktop a menu, a tool bar button and a page of options."""

    def __init__(self, iface):
        self.iface = iface  # None in qgis_process
        self.provider = None
        self.actions = []
        self.options_factory = None
        self.translator = install_translator()

    def tr(self, text):
        return QCoreApplication.translate("LandweavePlugin", text)

    def initProcessing(self):
        """Add the provider: all that qgis_process calls."""
        self.provider = LandweaveProvider()
        self.provider.register()

    def initGui(self):
        """Add what the desktop shows."""
        from landweave.plugin.settings import OptionsFactory

        self.initProcessing()
        self.options_factory = OptionsFactory()
        self.iface.registerOptionsWidgetFactory(self.options_factory)
        icon = QIcon(str(RESOURCES / "icons" / "landweave.svg"))
        chain = self._add_action(self.tr("Land-cover map from images..."), self.open_chain, icon)
        self.iface.addToolBarIcon(chain)
        self._add_action(self.tr("The same map as a model, step by step..."), self.open_model)
        self._add_action(self.tr("Check the installation..."), self.open_check)
        self._add_action(self.tr("Settings..."), self.open_settings)

    def unload(self):
        """Leave nothing behind."""
        for action in self.actions:
            self.iface.removePluginMenu(MENU, action)
            self.iface.removeToolBarIcon(action)
            action.deleteLater()
        self.actions = []
        if self.options_factory is not None:
            self.iface.unregisterOptionsWidgetFactory(self.options_factory)
            self.options_factory = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None

    def open_chain(self):
        """Open the dialog of the land-cover chain."""
        return open_dialog("landweave:classification_chain")

    def open_model(self):
        """Open the model of the single steps in the designer, to look at, change and save as one's own."""
        from processing.modeler.ModelerDialog import ModelerDialog

        dialog = ModelerDialog.create(for_the_designer(str(MODELS / "step_by_step_map.model3")))
        dialog.show()
        return dialog

    def open_check(self):
        """Open the dialog of the installation check."""
        return open_dialog("landweave:check_installation")

    def open_settings(self):
        """Open QGIS's options on Landweave's page."""
        from landweave.plugin.settings import PAGE

        self.iface.showOptionsDialog(self.iface.mainWindow(), currentPage=PAGE)

    def _add_action(self, label, slot, icon=None):
        action = QAction(icon or QIcon(), label, self.iface.mainWindow())
        # QGIS passes whether the action is checked, which says nothing here.
        action.triggered.connect(lambda checked=False: slot())
        self.iface.addPluginToMenu(MENU, action)
        self.actions.append(action)
        return action


def open_dialog(algorithm_id):
    """Show an algorithm's dialog beside the map, and return it."""
    import processing

    dialog = processing.createAlgorithmDialog(algorithm_id)
    if dialog is not None:
        dialog.show()
    return dialog
