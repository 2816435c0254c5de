"""A Python that worked is not tried again until something about it changes."""

import sys

import pytest

pytest.importorskip("qgis.core")
from qgis.core import QgsSettings

from landweave.processing_provider import interpreter


def test_what_worked_is_remembered_until_its_packages_change(qgis_app, tmp_path, monkeypatch):
    packages, tried = tmp_path / "site", []
    packages.mkdir()

    def probe(candidate, tick):
        tried.append(candidate.python)
        return {"version": "3.11.2", "missing": {}, "path": [str(packages)]}

    monkeypatch.setattr(interpreter, "_probe", probe)
    candidate = interpreter.Interpreter(sys.executable, "here")
    before = QgsSettings().value(interpreter.MEMORY, "")
    QgsSettings().remove(interpreter.MEMORY)
    try:
        for _ in range(3):
            assert interpreter._try(candidate, None)[0].version == "3.11.2"
        assert len(tried) == 1
        (packages / "new.dist-info").mkdir()
        interpreter._try(candidate, None)
        assert len(tried) == 2
        QgsSettings().setValue(interpreter.MEMORY, "[damaged")
        interpreter._try(candidate, None)
        assert len(tried) == 3
    finally:
        QgsSettings().setValue(interpreter.MEMORY, before)
