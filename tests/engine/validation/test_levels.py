"""The accuracy at the levels of a nomenclature: that of the recoded map, by scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.validation.levels import level_scores
from landweave.tests.engine.validation import places

NAMES = Nomenclature((
    Entry(1, "wheat", (1, 1, 1), "crops"), Entry(2, "maize", (2, 2, 2), "crops"), Entry(5, "oak", (3, 3, 3), "forest"),
    Entry(6, "crops", (4, 4, 4), "plants"), Entry(7, "forest", (5, 5, 5), "plants"), Entry(9, "water", (6, 6, 6)),
))  # fmt: skip
CROPS, FOREST, WATER, PLANTS = 6, 7, 9, 10
UPPER = {1: {1: PLANTS, 2: PLANTS, 5: PLANTS, 9: WATER}, 2: {1: CROPS, 2: CROPS, 5: FOREST, 9: WATER}}


@given(st.integers(0, 10_000))
def test_figures_are_those_of_the_recoded_classes(seed):
    rng = np.random.default_rng(seed)
    labels = [1, 2, 5, 9]
    truth, mapped = rng.choice(labels, (2, 200))
    matrix = metrics.confusion_matrix(truth, mapped, labels=labels)
    found = level_scores({"labels": labels, "matrix": matrix.tolist()}, NAMES)
    assert [entry["level"] for entry in found] == [1, 2]
    for entry in found:
        above = [np.vectorize(UPPER[entry["level"]].get)(codes) for codes in (truth, mapped)]
        codes = entry["confusion"]["labels"]
        assert codes == sorted(set(UPPER[entry["level"]].values()))
        assert np.array_equal(entry["confusion"]["matrix"], metrics.confusion_matrix(*above, labels=codes))
        assert entry["overall_accuracy"] == pytest.approx(metrics.accuracy_score(*above))
        assert entry["kappa"] == pytest.approx(metrics.cohen_kappa_score(*above))
        assert entry["macro_f1"] == pytest.approx(metrics.f1_score(*above, average="macro"))
        assert [c["name"] for c in entry["classes"]] == [NAMES.name(code) for code in codes]


def test_levels_that_join_nothing_are_left_out():
    flat = Nomenclature((Entry(1, "a", (0, 0, 0)), Entry(2, "b", (0, 0, 0))))
    matrix = {"labels": [1, 2], "matrix": [[3, 1], [0, 4]]}
    assert level_scores(matrix, flat) == []
    assert level_scores({"labels": [1, 9], "matrix": [[3, 1], [0, 4]]}, NAMES) == []


def test_the_report_has_them_and_changes_nothing_else(tmp_path):
    places.random_world(tmp_path)
    (tmp_path / "n.csv").write_text("code,name,colour,parent\n1,wheat,#111111,crops\n2,maize,#222222,crops\n5,oak,,\n")
    (tmp_path / "flat.csv").write_text("code,name,colour\n1,wheat,#111111\n2,maize,#222222\n5,oak,\n")
    files = tmp_path / "map.tif", tmp_path / "reference.gpkg"
    plain = places.assess_files(tmp_path, *files, nomenclature=str(tmp_path / "flat.csv"))
    found = places.assess_files(tmp_path, *files, nomenclature=str(tmp_path / "n.csv"),
                                output_html=str(tmp_path / "out.html"))
    levels = found.pop("levels")
    same = [{k: v for k, v in report.items() if k not in ("parameters", "versions")} for report in (plain, found)]
    assert same[0] == same[1]
    matrix = np.array(plain["confusion"]["matrix"])
    assert levels[0]["confusion"]["labels"] == [5, 6]
    assert levels[0]["confusion"]["matrix"] == [[matrix[2, 2], matrix[2, :2].sum()],
                                                [matrix[:2, 2].sum(), matrix[:2, :2].sum()]]
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "Levels of the nomenclature" in page and "crops" in page
