"""A configuration of each generation of iota2 is imported and runs, as a shell user has it."""

import json
import shlex

import pytest

from landweave.tests.engine.iota2 import configurations

pytestmark = pytest.mark.xdist_group("qgis_process_runs")  # the demo area is shared with the other whole runs


@pytest.fixture(scope="module")
def area(qgis_process, tmp_path_factory):
    folder = tmp_path_factory.mktemp("i2") / "area"
    outcome = qgis_process.run("demo_data", {"OUTPUT": folder, "SIZE": 128, "DATES": 8})
    assert outcome.code == 0, outcome.errors
    return folder


@pytest.mark.parametrize("generation", ["OLD", "NEW"])
def test_a_configuration_is_imported_and_runs(qgis_process, area, tmp_path, generation):
    text = getattr(configurations, generation)
    path = configurations.write(tmp_path, text, area, tmp_path / "run")
    outcome = qgis_process.run("import_iota2_configuration", {"INPUT": path, "OUTPUT": tmp_path / "chain.json"})
    assert outcome.code == 0, outcome.errors
    report = json.loads((tmp_path / "chain.json").read_text(encoding="utf-8"))
    assert not report["refused"]
    words = shlex.split(report["command"])
    assert words[:4] == ["qgis_process", "run", "landweave:classification_chain", "--"]
    given = dict(word.split("=", 1) for word in words[4:])
    assert given == {name: str(value) for name, value in report["parameters"].items()}
    outcome = qgis_process.run("classification_chain", given)
    assert outcome.code == 0, outcome.errors
    results = outcome.json()["results"]
    assert results["OVERALL_ACCURACY"] > 0.5
    figures = json.loads((tmp_path / "run" / "report.json").read_text())
    if generation == "OLD":
        assert len(figures["single_runs"]["runs"]) == 2
    else:
        assert (tmp_path / "run" / "probabilities.tif").exists()
    if generation == "OLD":
        pytest.importorskip("shapely", reason="shapely is not installed")
        outcome = qgis_process.run("vector_chain", report["vector_parameters"])
        assert outcome.code == 0, outcome.errors
        results = outcome.json()["results"]
        assert results["COUNT"] > 0 and results["FILES"] == 2
        assert {path.name for path in (tmp_path / "run" / "vectors" / "zones").glob("*.gpkg")} == {
            "departement_north.gpkg", "departement_south.gpkg"}
