"""Estimated areas in the report of accuracy."""

import json

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.validation.area_section import load_area_estimate
from landweave.tests.engine.validation import places
from landweave.tests.engine.validation.test_report import Page


def estimate(mapped=(40_000.0, 20_000.0)):
    def entry(code, mapped_m2, area, low, high):
        return {"code": code, "mapped_area_m2": mapped_m2, "area_m2": area, "area_interval_m2": [low, high],
                "users_accuracy": 0.8, "users_accuracy_interval": [0.7, 0.9], "producers_accuracy": None,
                "producers_accuracy_interval": [None, None]}

    return {"overall_accuracy": 0.85, "overall_accuracy_interval": [0.8, 0.9],
            "classes": [entry(1, mapped[0], 35_000.0, 31_000.0, 39_000.0),
                        entry(2, mapped[1], 25_000.0, 21_000.0, 29_000.0)]}


def page_with(folder, content):
    codes = np.full((20, 30), 1)
    codes[:, 20:] = 2
    grid = places.write_map(folder / "map.tif", codes)
    places.write_polygons(folder / "reference.gpkg", grid, [(1, 1, 3, 3), (22, 4, 5, 4)], [1, 2])
    (folder / "areas.json").write_text(json.dumps(content))
    places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg", output_html=str(folder / "r.html"),
                        area_estimate=str(folder / "areas.json"))
    return Page((folder / "r.html").read_text(encoding="utf-8")).text


def test_mapped_and_estimated_areas_stand_beside_each_other(tmp_path):
    text = page_with(tmp_path, estimate())
    for part in ("corrected for the errors", "4.00", "3.50", "3.10 to 3.90", "80.0%", "85.0%", "Example: the map"):
        assert part in text
    assert "another map" not in text
    assert "plan_area_sample" not in text


def test_the_example_claims_no_more_than_the_interval(tmp_path):
    content = estimate()
    assert "which is too much" in page_with(tmp_path, content)  # 4 ha are mapped, 3.9 the most that is plausible
    content["classes"][0]["area_interval_m2"] = [29_000.0, 41_000.0]
    content["classes"][1]["area_interval_m2"] = [19_000.0, 31_000.0]
    text = page_with(tmp_path, content)
    assert "Chance alone may explain" in text
    assert "which is too much" not in text and "misses part of it" not in text


def test_an_estimate_of_another_map_is_noticed(tmp_path):
    assert "it was made of another map" in page_with(tmp_path, estimate((90_000.0, 20_000.0)))


def test_an_estimate_of_a_part_of_the_map_is_noticed(tmp_path):
    content = estimate()
    del content["classes"][1]
    assert "or of a part of it" in page_with(tmp_path, content)


def test_an_estimate_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        load_area_estimate(str(tmp_path / "nulle part.json"))


def test_without_an_estimate_the_page_says_what_counted_areas_are(tmp_path):
    grid = places.write_map(tmp_path / "map.tif", np.ones((8, 8), int))
    places.write_polygons(tmp_path / "reference.gpkg", grid, [(1, 1, 3, 3)], [1])
    places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg",
                        output_html=str(tmp_path / "r.html"))
    text = Page((tmp_path / "r.html").read_text(encoding="utf-8")).text
    assert "Do not publish them as areas of the ground" in text
    assert "estimate_area" in text


@pytest.mark.parametrize("content", [
    '{"classes": [{"code": [1], "mapped_area_m2": 1, "area_m2": 1, "area_interval_m2": [0, 2]}]}',
    "no json", "[]", "{}", '{"classes": []}', '{"classes": [{"code": 1}]}',
    '{"classes": [{"code": 1, "mapped_area_m2": 1, "area_m2": 1, "area_interval_m2": [null, 2]}]}',
    json.dumps({"overall_accuracy": 0.9, "classes": [{"code": 1, "precision": 1.0}]}),
])  # fmt: skip
def test_what_is_no_area_estimate_is_refused(tmp_path, content):
    (tmp_path / "areas.json").write_text(content)
    with pytest.raises(UserError, match="no area estimate") as caught:
        load_area_estimate(str(tmp_path / "areas.json"))
    assert "estimate_area" in caught.value.hint
