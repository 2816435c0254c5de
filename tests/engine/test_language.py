"""Every sentence of a page has its translation, and no translation has lost its sentence."""

from __future__ import annotations

import ast
import json
import string
from pathlib import Path

import pytest

from landweave.engine.errors import UserError
from landweave.engine.language import ENGLISH, FOLDER, LANGUAGES, texts

ENGINE = Path(__file__).resolve().parents[2] / "engine"
OTHERS = [language for language in LANGUAGES if language != "en"]


def _is_tr(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "tr") or (isinstance(node, ast.Attribute) and node.attr == "tr")


def _sources(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that have to be translated."""
    func = call.func
    if _is_tr(func) or (isinstance(func, ast.Name) and func.id == "phrase"):
        return call.args[:1]
    if isinstance(func, ast.Attribute) and func.attr == "count" and _is_tr(func.value):
        return call.args[1:3]
    return []


def _in_code() -> dict[str, str]:
    """Return the sentences of the engine's code, and where each stands."""
    found = {}
    for path in sorted(ENGINE.rglob("*.py")):
        if path == ENGINE / "language.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for source in _sources(node) if isinstance(node, ast.Call) else []:
                where = f"{path.relative_to(ENGINE)}:{node.lineno}"
                assert not isinstance(source, (ast.JoinedStr, ast.BinOp)), f"{where}: not one literal"
                if isinstance(source, ast.Constant):
                    found[source.value] = where
    return found


def _files(language: str) -> dict[Path, dict[str, str]]:
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / language).glob("*.json"))}


def _placeholders(sentence: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None})


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_none_is_left_over(language):
    there = {sentence for pairs in _files(language).values() for sentence in pairs}
    wanted = _in_code()
    missing = [f"{where}: {sentence}" for sentence, where in wanted.items() if sentence not in there]
    assert missing == []
    assert sorted(there - set(wanted)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_the_placeholders_and_are_no_copies(language):
    for path, pairs in _files(language).items():
        for sentence, translated in pairs.items():
            assert translated.strip() == translated != "", f"{path.name}: {sentence}"
            assert _placeholders(sentence) == _placeholders(translated), f"{path.name}: {sentence}"
            if len([word for word in sentence.split() if word.isalpha()]) > 3:
                assert translated != sentence, f"{path.name}: {sentence}"


@pytest.mark.parametrize("language", OTHERS)
def test_one_sentence_has_one_translation(language):
    found: dict[str, str] = {}
    for pairs in _files(language).values():
        for sentence, translated in pairs.items():
            assert found.setdefault(sentence, translated) == translated, sentence


def test_signs_of_french():
    """ASCII quotes and a plain space before a colon are what hurried French looks like."""
    for path, pairs in _files("fr").items():
        for translated in pairs.values():
            bare = translated.replace("<", "").replace(">", "")
            assert "'" not in bare, f"{path.name}: {translated}"
            for sign in ":;?!%»":
                assert f" {sign}" not in bare, f"{path.name}: {translated}"


def test_numbers():
    english, french = texts("en"), texts("fr")
    assert english.number(1234567.891, 2) == "1,234,567.89"
    assert french.number(1234567.891, 2) == "1\u202f234\u202f567,89"
    assert english.percent(0.8325, 0) == "83%"
    assert french.percent(0.8325) == "83,2\u00a0%"
    assert french.brief(0.00123) == "0,00123"
    assert [english.listed(list(names)) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert french.listed(["a", "b"]) == "a et b"


def test_counts_and_placeholders():
    assert ENGLISH.count(1, "{n} thing of {name}", "{n} things of {name}", name="x") == "1 thing of x"
    assert ENGLISH.count(0, "{n} thing", "{n} things") == "0 things"
    assert texts("fr").count(0, "{n} chose", "{n} choses") == "0 chose"
    assert texts("fr").count(2000, "{n} chose", "{n} choses") == "2\u202f000 choses"
    assert ENGLISH("{braces} stay") == "{braces} stay"
    assert ENGLISH("{here}", here="{there}") == "{there}"


def test_a_language_that_there_is_not():
    with pytest.raises(UserError, match=r"'de'.*en, fr"):
        texts("de")
