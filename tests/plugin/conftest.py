"""A stand-in for QGIS's interface that remembers what the plugin added and removed."""

import pytest


class FakeInterface:
    """Keeps menus, tool bar icons and option pages in lists."""

    def __init__(self, window):
        self.window = window
        self.menu = []
        self.toolbar = []
        self.factories = []
        self.shown_pages = []

    def mainWindow(self):
        return self.window

    def addPluginToMenu(self, menu, action):
        self.menu.append((menu, action))

    def removePluginMenu(self, menu, action):
        self.menu.remove((menu, action))

    def addToolBarIcon(self, action):
        self.toolbar.append(action)

    def removeToolBarIcon(self, action):
        if action in self.toolbar:
            self.toolbar.remove(action)

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)

    def showOptionsDialog(self, parent, currentPage=""):
        self.shown_pages.append(currentPage)


@pytest.fixture
def fake_interface(qgis_app, qgis_processing):
    from qgis.PyQt.QtWidgets import QMainWindow

    return FakeInterface(QMainWindow())
