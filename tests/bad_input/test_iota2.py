"""Configurations of iota2 that cannot be read."""

import json
import shutil
from pathlib import Path

import pytest

from landweave.engine.jobs import ImportIota2ConfigurationJob
from landweave.tests.bad_input.more import table
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work

GOOD = """chain :
{{
  output_path : '{folder}/sortie'
  s2_path : '{world}/les images'
  list_tile : 'T31TCJ'
  ground_truth : '{world}/área démo/reference.gpkg'
  data_field : 'code'
  nomenclature_path : '{folder}/noms.txt'
  color_table : '{folder}/couleurs.txt'
}}
arg_train :
{{
  runs : 2
  classifier : 'sharkrf'
}}
"""


def configuration(world, folder, change=lambda text: text, names="blé:1\n", colours="1 200 30 40\n"):
    """Write a configuration and what it names; return its path as text."""
    if names is not None:
        table(folder / "noms.txt", names)
    if colours is not None:
        table(folder / "couleurs.txt", colours)
    text = change(GOOD.format(folder=folder, world=world.folder))
    return table(folder / "config été.cfg", text)


# case: (how the text changes, words that are said)
SYNTAX = {
    "no closing brace": (lambda t: t.rstrip().removesuffix("}"), ("line", "'}' is missing")),
    "one closing brace too many": (lambda t: t + "}\n", ("line",)),
    "no colon": (lambda t: t.replace("runs : 2", "runs 2"), ("line 13", "colon", "'runs'")),
    "no value": (lambda t: t.replace("runs : 2", "runs :"), ("line",)),
    "a quote that never ends": (lambda t: t.replace("'sharkrf'", "'sharkrf"), ("line 14", "quote")),
    "a list that never ends": (lambda t: t.replace("'T31TCJ'", "['T31TCJ'"), ("line",)),
    "a key twice": (lambda t: t.replace("runs : 2", "runs : 2\n  runs : 3"), ("line 14", "'runs'", "twice")),
    "an odd character": (lambda t: t.replace("runs : 2", "runs : 2 %"), ("line 13", "'%'")),
    "an expression": (lambda t: t.replace("runs : 2", "runs : $other.runs"), ("line 13", "'$'")),
    "deep braces": (lambda t: "a : " + "{ b : " * 2000 + "1" + "}" * 2000, ("line 1", "too deep")),
    "deep brackets": (lambda t: "a : { b : " + "[" * 5000 + "]" * 5000 + "}", ("line 1", "too deep")),
    "outside of a section": (lambda t: "runs : 3\n" + t, ("'runs'", "section")),
    "only comments": (lambda t: "# nothing\n\n", ("is empty",)),
    "nothing": (lambda t: "", ("is empty",)),
    "a table": (lambda t: "class;count\n1;5\n", ("line 1",)),
    "JSON": (lambda t: "[1, 2]", ("line 1",)),
    "zeros": (lambda t: bytes(200), ("line 1",)),
    "a picture": (lambda t: b"\x89PNG\r\n\x1a\n\xff\xfe", ("UTF-8",)),
    "Latin-1": (lambda t: t.encode("latin-1"), ("UTF-8",)),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_files_with_a_syntax_error(world, tmp_path, case):
    change, words = SYNTAX[case]
    bad = configuration(world, tmp_path, change)
    out = tmp_path / "out" / "paramètres.json"
    check_refused(work(ImportIota2ConfigurationJob(bad, str(out))), bad, *words, output=out)
    check_clean(tmp_path)


VALUES = {
    "runs as text": (lambda t: t.replace("runs : 2", "runs : 'many'"), ("runs",)),
    "runs as a list": (lambda t: t.replace("runs : 2", "runs : [1, 2]"), ("runs",)),
    "runs negative": (lambda t: t.replace("runs : 2", "runs : -2"), ("runs",)),
    "runs endless": (lambda t: t.replace("runs : 2", "runs : 1e999"), ("runs",)),
    "tiles as a number": (lambda t: t.replace("'T31TCJ'", "31"), ("list_tile",)),
    "a path as a number": (lambda t: t.replace("data_field : 'code'", "data_field : 5"), ("data_field",)),
    "a section that is a list": (lambda t: t.replace("arg_train :", "arg_train : [1]\nother :"), ("arg_train",)),
    "images missing": (lambda t: t.replace("/les images", "/keine Bilder"), ()),
    "reference missing": (lambda t: t.replace("reference.gpkg", "nulle part.gpkg"), ()),
    "a classifier of no one": (lambda t: t.replace("'sharkrf'", "'oracle'"), ()),
    "no section of the chain": (lambda t: t.replace("chain :", "chains :"), ()),
}


@pytest.mark.parametrize("case", VALUES)
def test_values_that_cannot_be_used(world, tmp_path, case):
    change, words = VALUES[case]
    bad = configuration(world, tmp_path, change)
    out = tmp_path / "out" / "p.json"
    outcome = work(ImportIota2ConfigurationJob(bad, str(out)))
    if outcome.code == 0:  # imported, and what is the matter is said
        report = json.loads(out.read_text(encoding="utf-8"))
        print("SAID", outcome.warnings, report["refused"], report["notes"])
        assert report["refused"] or report["notes"]
        assert outcome.warnings
    else:
        check_refused(outcome, *words, output=out)
        check_clean(tmp_path)


NAMES = {
    "missing": ({"names": None}, ("noms.txt",)),
    "colours missing": ({"colours": None}, ("couleurs.txt",)),
    "no code": ({"names": "blé\n"}, ("noms.txt", "line 1")),
    "a code as text": ({"names": "blé:un\n"}, ("noms.txt", "line 1")),
    "a code twice": ({"names": "blé:1\nmaïs:1\n"}, ("noms.txt",)),
    "a code out of range": ({"names": "blé:70000\n"}, ("noms.txt",)),
    "a negative code": ({"names": "blé:-1\n"}, ("noms.txt",)),
    "empty": ({"names": ""}, ("noms.txt",)),
    "a picture": ({"names": b"\x89PNG\xff\xfe"}, ("noms.txt",)),
    "colours as text": ({"colours": "1 red green blue\n"}, ("couleurs.txt", "line 1")),
    "two colours": ({"colours": "1 200 30\n"}, ("couleurs.txt", "line 1")),
    "colour 999": ({"colours": "1 999 0 0\n"}, ("couleurs.txt", "line 1")),
    "colours a picture": ({"colours": b"\x89PNG\xff\xfe"}, ("couleurs.txt",)),
}


@pytest.mark.parametrize("case", NAMES)
def test_names_and_colours_that_cannot_be_read(world, tmp_path, case):
    changes, words = NAMES[case]
    out = tmp_path / "out" / "p.json"
    outcome = work(ImportIota2ConfigurationJob(configuration(world, tmp_path, **changes), str(out)))
    if outcome.code == 0:
        print("SAID", outcome.warnings)
        assert any(word in outcome.warnings for word in words)
        return
    check_refused(outcome, *words, output=out)
    check_clean(tmp_path)


def test_files_that_are_not_there_or_would_be_overwritten(world, tmp_path):
    out = tmp_path / "p.json"
    gone = str(tmp_path / "nulle part.cfg")
    check_refused(work(ImportIota2ConfigurationJob(gone, str(out))), gone, "does not exist", output=out)
    check_refused(work(ImportIota2ConfigurationJob(str(tmp_path), str(out))), tmp_path, output=out)
    good = configuration(world, tmp_path)
    assert work(ImportIota2ConfigurationJob(good, str(out))).outputs["OUTPUT"] == str(out)
    before = Path(good).read_bytes()
    check_told(work(ImportIota2ConfigurationJob(good, good)), good)
    assert Path(good).read_bytes() == before
    shutil.copy(good, tmp_path / "ohne Endung")
    check_told(work(ImportIota2ConfigurationJob(good, str(tmp_path / "noms.txt" / "p.json"))), "noms.txt")
