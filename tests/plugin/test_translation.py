"""The French translation is complete and is what QGIS shows."""

import ast
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QCoreApplication

from landweave.plugin.translation import install_translator

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*ROOT.glob("plugin/*.py"), *ROOT.glob("processing_provider/**/*.py")]


def messages():
    """Yield (context, source, translation element) of the .ts file."""
    for context in ElementTree.parse(ROOT / "i18n" / "landweave_fr.ts").getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name"), message.findtext("source"), message.find("translation")


def translatable(path):
    """Yield the texts that stand in tr("...") or QT_TRANSLATE_NOOP("context", "...")."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        text = node.args[-1]
        is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
        if name in ("tr", "translate", "QT_TRANSLATE_NOOP") and is_text:
            yield text.value


@pytest.fixture
def french(qgis_app):
    translator = install_translator("fr_FR")
    assert translator is not None
    yield translator
    QCoreApplication.removeTranslator(translator)


def test_every_source_text_is_in_the_file():
    known = {source for _, source, _ in messages()}
    missing = {text for path in SOURCES for text in translatable(path)} - known
    assert missing == set(), "run `make i18n` and translate"


def test_nothing_is_unfinished_or_obsolete():
    for context, source, translation in messages():
        assert translation.get("type") is None, (context, source)
        assert (translation.text or "").strip(), (context, source)


def test_fields_in_braces_are_kept():
    import string

    for _, source, translation in messages():
        fields = [sorted(str(f[1]) for f in string.Formatter().parse(t) if f[1]) for t in (source, translation.text)]
        if '{"' not in source:
            assert fields[0] == fields[1], source


def test_the_compiled_file_holds_them_all(french):
    for context, source, translation in messages():
        assert french.translate(context, source) == translation.text, "run `make i18n`"


def test_algorithms_speak_french(french):
    from landweave.processing_provider.chains.classification_chain import ClassificationChain

    chain = ClassificationChain().create()
    assert chain.displayName() == "Carte d'occupation du sol à partir d'images"
    assert chain.group() == "Chaînes"
    assert chain.groupId() == "chains"
    assert "Paramètres" in chain.shortHelpString()
    texts = [text for d in chain.parameterDefinitions() for text in (d.description(), d.help())]
    english = [source for _, source, translation in messages() if source != translation.text]
    assert [text for text in texts if text in english] == []


def test_another_language_stays_english(qgis_app):
    assert install_translator("en_GB") is None
    assert install_translator("xx") is None
