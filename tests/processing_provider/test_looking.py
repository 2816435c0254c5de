"""check_inputs and temporal_profile as a shell user has them."""

import csv
import json

import pytest
from qgis.core import QgsProcessingContext

pytestmark = pytest.mark.xdist_group("looking")


@pytest.fixture(scope="module")
def area(qgis_process, tmp_path_factory):
    """A small demo area and its catalogue."""
    folder = tmp_path_factory.mktemp("looking")
    made = qgis_process.run("demo_data", {"OUTPUT": folder / "area", "SIZE": 128, "DATES": 8})
    assert made.code == 0, made.errors
    listed = qgis_process.run("scan_catalogue", {"INPUT": folder / "area" / "products", "OUTPUT": folder / "c.gpkg"})
    assert listed.code == 0, listed.errors
    return folder


def test_inputs_are_checked_and_what_is_wrong_stops_nothing(qgis_process, area):
    nomenclature = area / "codes.csv"
    nomenclature.write_text("code,name,colour\n4000,moon,#cccccc\n")
    outcome = qgis_process.run("check_inputs", {
        "CATALOGUE": area / "c.gpkg", "REFERENCE": area / "area" / "reference.gpkg", "CLASS_FIELD": "code",
        "REGIONS": area / "area" / "regions.gpkg", "REGION_FIELD": "region", "NOMENCLATURE": nomenclature,
        "OUTPUT_HTML": area / "inputs.html", "OUTPUT_JSON": area / "inputs.json"})
    assert outcome.code == 0, outcome.errors
    results, found = outcome.json()["results"], json.loads((area / "inputs.json").read_text(encoding="utf-8"))
    assert results["ERRORS"] == found["errors"] == 1
    assert results["WARNINGS"] == found["warnings"]
    assert "none of the class codes" in outcome.output
    assert "none of the class codes" in (area / "inputs.html").read_text(encoding="utf-8")


def test_the_profile_of_polygons_is_a_page_and_a_table(qgis_process, area):
    outcome = qgis_process.run("temporal_profile", {
        "CATALOGUE": area / "c.gpkg", "POINTS": area / "area" / "reference.gpkg", "NAME_FIELD": "code",
        "OUTPUT_HTML": area / "profile.html", "OUTPUT_CSV": area / "profile.csv"})
    assert outcome.code == 0, outcome.errors
    rows = list(csv.DictReader((area / "profile.csv").read_text(encoding="utf-8").splitlines()))
    assert len({row["point"] for row in rows}) == outcome.json()["results"]["POINTS"] > 10
    assert {row["kind"] for row in rows} == {"clear", "masked", "filled"}
    assert "<script" in (area / "profile.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [("check_inputs", {"REFERENCE": "layer"}, "CLASS_FIELD"),
     ("check_inputs", {"REGIONS": "layer"}, "REGION_FIELD"),
     ("temporal_profile", {"POINTS": "layer", "OUTPUT_HTML": None, "OUTPUT_CSV": None}, "OUTPUT_HTML or OUTPUT_CSV")],
)
def test_what_is_not_complete_gets_a_sentence(provider, polygons, name, parameters, sentence):
    algorithm = provider.algorithm(name).create()
    given = {"CATALOGUE": str(polygons), "OUTPUT_HTML": "TEMPORARY_OUTPUT",
             **{k: str(polygons) if v == "layer" else v for k, v in parameters.items()}}
    fine, message = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not fine and sentence in message
