"""The worker is told one language; `auto` is that of QGIS where pages are written in it."""

import pytest
from qgis.core import QgsApplication, QgsProcessingContext

from landweave.engine.language import LANGUAGES
from landweave.processing_provider.page_language import AUTO, CHOICES, page_language
from landweave.processing_provider.values import Values


@pytest.mark.parametrize(("given", "of_qgis", "told"), [
    ({}, "fr_FR", "fr"), ({}, "fr", "fr"), ({}, "en_GB", "en"), ({}, "de", "en"), ({}, "", "en"),
    ({"LANGUAGE": "auto"}, "fr", "fr"), ({"LANGUAGE": "en"}, "fr", "en"), ({"LANGUAGE": "fr"}, "en", "fr"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["accuracy", "classification_chain", "cross_validate"])
def test_what_the_worker_is_told(provider, monkeypatch, name, given, of_qgis, told):
    monkeypatch.setattr(QgsApplication, "locale", staticmethod(lambda: of_qgis))
    algorithm = provider.algorithm(name).create()
    assert page_language(Values(algorithm, given, QgsProcessingContext())) == told


def test_the_choices_are_the_engines_languages():
    assert (AUTO, *LANGUAGES) == CHOICES
