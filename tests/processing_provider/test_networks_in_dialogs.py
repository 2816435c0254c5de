"""Parameters that hold the name of a network or learner, or a Python file."""

import re

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingModelAlgorithm, QgsProcessingModelChildAlgorithm

from landweave.processing_provider.values import Values

PLACES = {"train_network": "NETWORK", "cross_validate": "METHOD", "feature_importance": "METHOD",
          "classification_chain": "METHOD"}  # fmt: skip


@pytest.fixture(params=PLACES)
def place(request, provider):
    return provider.algorithm(request.param).create(), PLACES[request.param]


def job_of(algorithm, **given):
    fixed = {"SAMPLES": "s.gpkg", "CLASS_FIELD": "code", "REFERENCE": "r.gpkg", "INPUT": "i", "RUN_FOLDER": "run"}
    known = {d.name() for d in algorithm.parameterDefinitions()}
    parameters = {name: value for name, value in {**fixed, **given}.items() if name in known}
    sources = {name: parameters[name] for name in ("SAMPLES", "REFERENCE") if name in parameters}
    return algorithm.job(Values(algorithm, parameters, QgsProcessingContext(), sources))


def test_a_file_becomes_an_absolute_path_and_a_name_stays(place, tmp_path, monkeypatch):
    algorithm, name = place
    monkeypatch.chdir(tmp_path)
    assert getattr(job_of(algorithm, **{name: "mine.py"}), name.lower()) == str(tmp_path / "mine.py")
    assert getattr(job_of(algorithm, **{name: "tempcnn"}), name.lower()) == "tempcnn"


def test_unknown_names_and_missing_files_are_told(place, tmp_path):
    algorithm, name = place
    given = {"INPUT": "i", "REFERENCE": "r", "CLASS_FIELD": "code"}
    parameters = {key: value for key, value in given.items() if algorithm.parameterDefinition(key) is not None}

    def said(value):
        return algorithm.check(Values(algorithm, {**parameters, name: value}, QgsProcessingContext()))

    assert said("ltea").startswith(f"{name}: ltea is not known. Known are: ")
    assert "ltae, " in said("ltea")
    assert str(tmp_path / "gone.py") in said(str(tmp_path / "gone.py"))
    (tmp_path / "there.py").write_text("NETWORK = {}")
    assert said(str(tmp_path / "there.py")) is None
    assert said("ltae") is None


def test_the_dialog_lists_names_and_takes_a_path(place, monkeypatch):
    from processing.gui import ParametersPanel
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from qgis.PyQt.QtWidgets import QComboBox

    monkeypatch.setattr(ParametersPanel, "iface", None)
    algorithm, name = place
    dialog = AlgorithmDialog(algorithm)
    wrapper = dialog.mainWidget().wrappers[name]
    names = algorithm.parameterDefinition(name).metadata()["widget_wrapper"]["names"]
    listed = wrapper.widget.findChild(QComboBox)
    assert [listed.itemText(i) for i in range(listed.count())] == names
    assert wrapper.parameterValue() == algorithm.parameterDefinition(name).defaultValue()
    heard = []
    wrapper.widgetValueHasChanged.connect(heard.append)
    listed.setCurrentIndex(2)
    assert wrapper.parameterValue() == names[2]
    wrapper.setParameterValue("/somewhere/my net.py", QgsProcessingContext())
    assert wrapper.parameterValue() == "/somewhere/my net.py"
    assert heard
    dialog.close()


def test_the_batch_dialog_takes_them_too(place, monkeypatch):
    from processing.gui import BatchPanel, ParametersPanel
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    monkeypatch.setattr(ParametersPanel, "iface", None)
    monkeypatch.setattr(BatchPanel, "iface", None)
    algorithm, name = place
    dialog = BatchAlgorithmDialog(algorithm)
    panel = dialog.mainWidget()
    wrapper = panel.wrappers[0][panel.parameter_to_column[name]]
    wrapper.setParameterValue("mine.py", QgsProcessingContext())
    assert wrapper.parameterValue() == "mine.py"
    dialog.close()


def test_the_model_designer_shows_its_own_field(place):
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
    from qgis.gui import QgsProcessingModelerParameterWidget

    algorithm, name = place
    model = QgsProcessingModelAlgorithm("a", "b")
    child = QgsProcessingModelChildAlgorithm(algorithm.id())
    model.addChildAlgorithm(child)
    dialog = ModelerParametersDialog(algorithm, model)
    assert isinstance(dialog.widget.widget.wrappers[name], QgsProcessingModelerParameterWidget)
    dialog.close()


@pytest.mark.parametrize("method", ["ltae", "mine.py"])
def test_others_say_what_takes_networks(provider, polygons, method):
    """A classifier that an algorithm does not take is no mistyped one."""
    for name, said in (("train_classifier", "train_network"), ("tune_classifier", "cross_validate")):
        algorithm = provider.algorithm(name).create()
        given = {"SAMPLES": str(polygons), "CLASS_FIELD": "code", "METHOD": method, "MODEL": "m.lwm",
                 "OUTPUT_HTML": "TEMPORARY_OUTPUT", "OUTPUT_JSON": "TEMPORARY_OUTPUT"}
        parameters = {key: value for key, value in given.items() if algorithm.parameterDefinition(key) is not None}
        fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
        assert not fine
        assert method in message
        assert said in message


def test_the_help_lists_every_option_with_its_default(provider):
    from dataclasses import asdict

    from landweave.engine.learning.networks.options import PRESET_SETTINGS, TRAINING
    from landweave.engine.learning.networks.registry import NETWORKS, SPATIAL

    text = provider.algorithm("train_network").parameterDefinition("NETWORK_OPTIONS").help()
    for name, value in TRAINING.items():
        if name != "preset":
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            assert f"{name} {shown}" in text, name
            for preset in ("fast", "best"):
                other = asdict(PRESET_SETTINGS[preset])[name]
                assert other == value or f"{preset} {other}" in text.split(f"{name} {shown}")[1][:30], (name, preset)
    for name, spec in {**NETWORKS, **SPATIAL}.items():
        own = text[re.search(rf"\b{name.removesuffix('_torch')}[:,]", text).start() :].split(". ")[0]
        for option, value in spec.options.items():
            assert f"{option} {value}" in own, (name, option)
