"""The plugin loads, shows what it should and leaves nothing behind."""

import pytest
from qgis.core import QgsApplication, QgsSettings

from landweave import classFactory
from landweave.plugin import main


def registered():
    return QgsApplication.processingRegistry().providerById("landweave")


@pytest.fixture
def plugin(fake_interface):
    if registered() is not None:
        QgsApplication.processingRegistry().removeProvider("landweave")
    plugin = classFactory(fake_interface)
    yield plugin
    if plugin.provider is not None:
        plugin.unload()


def test_qgis_process_gets_the_provider_only(plugin, fake_interface):
    plugin.initProcessing()
    assert registered() is not None
    assert fake_interface.menu == []
    plugin.unload()
    assert registered() is None


def test_the_desktop_gets_a_menu_and_a_button(plugin, fake_interface):
    plugin.initGui()
    assert registered() is not None
    assert [action.text() for _, action in fake_interface.menu] == [
        "Land-cover map from images...",
        "The same map as a model, step by step...",
        "Check the installation...",
        "Settings...",
    ]
    assert {menu for menu, _ in fake_interface.menu} == {"Landweave"}
    assert len(fake_interface.toolbar) == 1
    assert not fake_interface.toolbar[0].icon().isNull()
    assert len(fake_interface.factories) == 1


def test_unload_leaves_nothing(plugin, fake_interface):
    plugin.initGui()
    plugin.unload()
    assert (fake_interface.menu, fake_interface.toolbar, fake_interface.factories) == ([], [], [])
    assert registered() is None
    plugin.initGui()
    assert registered() is not None


def test_the_menu_opens_the_dialogs(plugin, fake_interface, monkeypatch):
    opened = []
    monkeypatch.setattr(main, "open_dialog", opened.append)
    monkeypatch.setattr(main.LandweavePlugin, "open_model", lambda self: opened.append("model"))
    plugin.initGui()
    for _, action in fake_interface.menu:
        action.trigger()
    assert opened == ["landweave:classification_chain", "model", "landweave:check_installation"]
    assert fake_interface.shown_pages == ["landweaveOptions"]


def test_the_chain_dialog_is_that_of_the_chain(plugin, monkeypatch):
    from processing.gui import ParametersPanel

    monkeypatch.setattr(ParametersPanel, "iface", None)
    plugin.initGui()
    dialog = plugin.open_chain()
    assert dialog.algorithm().id() == "landweave:classification_chain"
    assert dialog.isVisible()
    dialog.close()


def test_the_settings_are_kept(plugin, fake_interface):
    plugin.initGui()
    page = fake_interface.factories[0].createWidget(None)
    page.python.setFilePath(" /opt/python/bin/python3 ")
    page.apply()
    assert QgsSettings().value("landweave/python") == "/opt/python/bin/python3"
    again = fake_interface.factories[0].createWidget(None)
    assert again.python.filePath() == "/opt/python/bin/python3"
    QgsSettings().remove("landweave/python")


def test_the_setting_is_the_one_that_the_workers_read():
    from landweave.plugin.settings import PYTHON_SETTING
    from landweave.processing_provider.interpreter import SETTING

    assert PYTHON_SETTING == SETTING


def test_models_are_listed_with_their_steps(plugin):
    plugin.initProcessing()
    model = registered().algorithm("step_by_step_map")
    assert model is not None
    assert model.id() == "landweave:step_by_step_map"
    for instance in (model, model.create()):
        assert instance.displayName() == "Land-cover map, step by step"
        assert len(instance.parameterDefinitions()) >= 10
    steps = {child.algorithmId() for child in model.childAlgorithms().values()}
    assert {"landweave:scan_catalogue", "landweave:classify", "landweave:accuracy"} <= steps
    fine, problems = model.validate()
    assert fine, problems
    assert {output.description() for output in model.outputDefinitions()} >= {"Map", "Report", "Confidence"}


def test_the_year_in_rasters_is_a_model(plugin):
    plugin.initProcessing()
    model = registered().algorithm("year_in_rasters")
    assert model.displayName() == "Composites and statistics of a year"
    fine, problems = model.validate()
    assert fine, problems
    assert {output.description() for output in model.outputDefinitions()} >= {
        "Catalogue", "Clear acquisitions", "Composites", "Statistics over time",
    }


def test_the_model_opens_in_the_designer_without_its_file(plugin, monkeypatch):
    """Saving it there makes a model of the user's own, and leaves the plugin's file alone."""
    from processing.modeler import ModelerDialog

    monkeypatch.setattr(ModelerDialog, "iface", None)
    plugin.initGui()
    designer = plugin.open_model()
    assert len(designer.model().childAlgorithms()) == 8
    assert designer.model().sourceFilePath() == ""
    designer.setDirty(False)
    designer.close()
