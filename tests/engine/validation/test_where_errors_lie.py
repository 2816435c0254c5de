"""What was found in each reference feature, whether confidence is true, and what the page says of both."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.language import ENGLISH, texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.validation.details import Details, Picture
from landweave.engine.validation.error_map import STATES, Checked, checked_features, read_checked, summary
from landweave.engine.validation.error_section import MOST_DRAWN, errors
from landweave.engine.validation.publish import publish
from landweave.engine.validation.reliability import BINS, reliability_of
from landweave.engine.vector.layers import read_layer
from landweave.tests.engine.validation import places
from landweave.tests.engine.validation.test_report import GOOD, Page, report_of


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=60))
def test_each_feature_is_summed_up_as_a_loop_does(pixels):
    feature, reference, mapped = (np.array(column) for column in zip(*pixels))
    reference = feature % 4 + 1  # one class a feature
    found = checked_features(feature, reference, mapped, tuple(b"" for _ in range(7)), "", tuple("abcdefg"))
    assert list(found.names) == ["abcdefg"[f] for f in sorted(set(feature.tolist()))]
    for row, name in enumerate(found.names):
        own = [m for f, m in zip(feature.tolist(), mapped.tolist()) if "abcdefg"[f] == name]
        code = "abcdefg".index(name) % 4 + 1
        assert found.reference[row] == code
        assert found.pixels[row] == len(own)
        assert found.right[row] == pytest.approx(own.count(code) / len(own))
        assert found.mapped[row] == min(sorted(set(own)), key=lambda c: (-own.count(c), c))
        wrong = [m for m in own if m != code]
        assert found.wrong_class[row] == (min(sorted(set(wrong)), key=lambda c: (-wrong.count(c), c)) if wrong else 0)
        share = own.count(code) / len(own)
        assert STATES[found.states[row]] == ("right" if share >= 0.9 else "mostly_right" if share >= 0.5 else "wrong")


def half_wrong(folder):
    """Write a map with one polygon right, one 60 % right and one wrong; return its grid."""
    codes = np.full((20, 30), 1)
    codes[:, 10:20] = 2
    codes[4:8, 12:22] = np.where(np.arange(10) < 6, 2, 3)
    codes[10:14, 2:8] = 3
    grid = places.write_map(folder / "map.tif", codes)
    places.write_map(folder / "confidence.tif", np.full((20, 30), 80), nodata=255)
    places.write_polygons(folder / "reference.gpkg", grid, [(1, 1, 3, 3), (12, 4, 10, 4), (2, 10, 6, 4)], [1, 2, 1],
                          plot=["north", "field 7", "pond"])
    return grid


def test_the_worst_places_are_named_with_their_coordinates(tmp_path):
    grid = half_wrong(tmp_path)
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg", polygon_field="plot",
                                 output_html=str(tmp_path / "r.html"), output_places=str(tmp_path / "p.gpkg"))
    found = report["places"]
    assert (found["features"], found["right"], found["mostly_right"], found["wrong"]) == (3, 1, 1, 1)
    assert found["wrong_pixels"] == 16 + 24
    first, second = found["worst"]
    assert (first["polygon"], first["reference"], first["mapped"], first["right"]) == ("pond", 1, 3, 0.0)
    assert (second["polygon"], second["mapped"]) == ("field 7", 3)
    assert grid.x_min + 20 < first["x"] < grid.x_min + 80
    assert grid.y_max - 140 < first["y"] < grid.y_max - 100
    assert first["longitude"] == pytest.approx(3.0, abs=0.01)  # the middle of zone 31
    text = Page((tmp_path / "r.html").read_text(encoding="utf-8")).text
    for part in ("Where the errors lie", "1 are right, 1 mostly right and 1 wrong", "pond", "field 7"):
        assert part in text
    layer = read_layer(str(tmp_path / "p.gpkg"))
    assert layer.fields["state"] == ["right", "mostly_right", "wrong"]
    assert layer.fields["right"] == pytest.approx([1.0, 0.6, 0.0])
    again = read_checked(str(tmp_path / "p.gpkg"))
    assert summary(again, Nomenclature.load("")) == found


def test_points_are_right_or_wrong(tmp_path):
    half_wrong(tmp_path)
    x, y = 500000.0 + np.array([15.0, 35.0]), 4800000.0 - np.array([15.0, 115.0])
    from landweave.engine.vector.layers import points_wkb, write_layer

    write_layer(tmp_path / "points.gpkg", "p", places.UTM, "Point", points_wkb(x, y), {"code": [1, 1]})
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "points.gpkg",
                                 output_html=str(tmp_path / "r.html"))
    assert [report["places"][state] for state in STATES] == [1, 0, 1]
    page = (tmp_path / "r.html").read_text()
    assert page.count("<circle") == 2
    assert "mostly right (half or more)" not in page


def test_very_many_places_make_a_page_of_bearable_size():
    generator = np.random.default_rng(0)
    size = 20000
    from landweave.engine.vector.layers import points_wkb

    wkb = points_wkb(generator.random(size) * 1000, generator.random(size) * 500)
    ones = np.ones(size, np.int64)
    checked = Checked(wkb, places.UTM, tuple(map(str, range(size))), ones, ones, 0 * ones, ones, generator.random(size))
    assert size > MOST_DRAWN
    about = Details(checked=checked, picture=Picture("data:image/png;base64,", (0, 0, 1000, 500), 0.5))
    page = errors({"places": summary(checked, Nomenclature.load(""))}, about, ENGLISH)
    assert len(page) < 400_000
    assert "too many to draw" in page
    assert sum(int(n) for n in page.replace("</title>", "<title>").split("<title>")[1::2]) == size


def test_reliability_is_what_the_definitions_say():
    generator = np.random.default_rng(1)
    sure = np.round(generator.random(4000), 2)
    right = generator.random(4000) < sure
    sure[::50] = np.nan
    found = reliability_of(sure, right)
    known = [(s, r) for s, r in zip(sure.tolist(), right.tolist()) if s == s]
    gap, seen = 0.0, 0
    for k in range(BINS):
        inside = [(s, r) for s, r in known if (k / BINS + 1e-9 < s or k == 0) and s <= (k + 1) / BINS + 1e-9]
        seen += len(inside)
        gap += abs(sum(s - r for s, r in inside))
    assert seen == found["samples"] == len(known)
    assert found["ece"] == pytest.approx(gap / len(known))
    assert found["brier_right"] == pytest.approx(np.mean([(s - r) ** 2 for s, r in known]))
    assert found["ece"] < 0.04
    assert sum(b["samples"] for b in found["bins"]) == len(known)
    assert reliability_of(np.array([np.nan]), np.array([True])) is None
    assert reliability_of(np.ones(8), np.arange(8) < 2)["ece"] == pytest.approx(0.75)


def test_the_confidence_is_read_beside_the_map(tmp_path):
    half_wrong(tmp_path)
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg",
                                 confidence=str(tmp_path / "confidence.tif"), output_html=str(tmp_path / "r.html"))
    right = report["overall_accuracy"]
    assert report["reliability"]["confidence"] == pytest.approx(0.8)
    assert report["reliability"]["accuracy"] == pytest.approx(right)
    assert report["reliability"]["ece"] == pytest.approx(0.8 - right)
    assert "too sure of itself" in (tmp_path / "r.html").read_text()


def test_a_confidence_of_another_grid_is_shown_and_not_compared(tmp_path):
    half_wrong(tmp_path)
    places.write_map(tmp_path / "other.tif", np.full((4, 4), 80))
    events = []
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg", events,
                                 confidence=str(tmp_path / "other.tif"))
    assert "reliability" not in report
    assert any("other pixels than the map" in e.get("message", "") for e in events)


def test_the_optimistic_figure_stands_beside_the_honest_one(tmp_path):
    for claimed, said in ((0.99, "points more"), (0.5, "no higher")):
        publish({**report_of(GOOD), "random_split_overall_accuracy": claimed},
                {"html": str(tmp_path / "r.html"), "json": str(tmp_path / "r.json")})
        text = Page((tmp_path / "r.html").read_text(encoding="utf-8")).text
        assert "optimistic" in text and said in text
        assert f"{claimed:.1%}" in text
        assert json.loads((tmp_path / "r.json").read_text())["random_split_overall_accuracy"] == claimed


def test_the_page_in_french_has_french_words_and_numbers(tmp_path):
    half_wrong(tmp_path)
    written = {}
    for language in ("en", "fr"):
        written[language] = places.assess_files(
            tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg", language=language,
            confidence=str(tmp_path / "confidence.tif"), output_html=str(tmp_path / f"{language}.html"))
    assert written["en"] == written["fr"]  # the JSON is for machines
    page = (tmp_path / "fr.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    text = Page(page).text
    tr = texts("fr")
    assert tr.percent(written["fr"]["overall_accuracy"]) in text
    for part in ("Exactitude globale", "Précision utilisateur", "Où sont les erreurs", "Glossaire"):
        assert part in text
    said = text.split("Comment citer")[0]  # literature has the language it was written in
    for part in ("Overall", "accuracy of", "polygons", " the ", " is "):
        assert part not in said
