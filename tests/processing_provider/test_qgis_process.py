"""The provider as a shell user meets it."""

import json
import re


def test_list_names_every_algorithm(qgis_process):
    outcome = qgis_process("list")
    assert outcome.code == 0
    listed = set(re.findall(r"landweave:(\w+)", outcome.output))
    assert {"scan_catalogue", "classification_chain", "check_installation", "demo_data"} <= listed
    assert len(listed) >= 15


def test_help_of_the_chain(qgis_process):
    outcome = qgis_process("help", "landweave:classification_chain")
    assert outcome.code == 0
    for name in ("INPUT", "REFERENCE", "CLASS_FIELD", "RUN_FOLDER", "OVERALL_ACCURACY", "MAP"):
        assert name in outcome.output


def test_the_language_of_the_user(qgis_process):
    outcome = qgis_process("help", "landweave:scan_catalogue", LANG="fr_FR.UTF-8", LC_ALL="fr_FR.UTF-8")
    assert "Lister les images d'un dossier" in outcome.output


def test_scan_of_a_small_series(qgis_process, small_series, tmp_path):
    output = tmp_path / "catalogue.gpkg"
    outcome = qgis_process.run("scan_catalogue", {"INPUT": small_series, "OUTPUT": output})
    assert outcome.code == 0, outcome.errors
    results = outcome.json()["results"]
    assert results["OUTPUT"] == str(output)
    assert results["PRODUCTS"] == 3
    assert output.exists()


def test_relative_paths_are_those_of_the_shell(qgis_process, small_series, tmp_path):
    parameters = {"INPUT": small_series.name, "OUTPUT": "relative.gpkg"}
    outcome = qgis_process.run("scan_catalogue", parameters, folder=small_series.parent)
    assert outcome.code == 0, outcome.errors
    assert (small_series.parent / "relative.gpkg").exists()


def test_a_failure_exits_1_and_says_what_to_do(qgis_process, tmp_path):
    output = tmp_path / "catalogue.gpkg"
    outcome = qgis_process.run("scan_catalogue", {"INPUT": tmp_path / "nowhere", "OUTPUT": output})
    assert outcome.code == 1
    assert "nowhere" in outcome.errors
    assert "Traceback" not in outcome.errors
    assert not output.exists()
    assert outcome.output == ""


def test_a_wrong_combination_exits_1(qgis_process, polygons, tmp_path):
    parameters = {"REFERENCE": polygons, "CLASS_FIELD": "code", "RUN_FOLDER": tmp_path / "run"}
    outcome = qgis_process.run("classification_chain", parameters)
    assert outcome.code == 1
    assert "No images: give INPUT" in outcome.errors + outcome.output
    assert not (tmp_path / "run").exists()


def test_an_interpreter_that_cannot_work_is_named(qgis_process, small_series, tmp_path):
    outcome = qgis_process.run(
        "scan_catalogue", {"INPUT": small_series, "OUTPUT": tmp_path / "c.gpkg"}, LANDWEAVE_PYTHON="/bin/false"
    )
    assert outcome.code == 1
    assert "/bin/false" in outcome.errors


def test_a_column_emptied_in_a_shell_is_empty(qgis_process, tmp_path):
    """`GROUP_FIELD=` means each sample for itself; left out, polygons stay whole; an unknown name is refused."""
    rows = [f"{i // 6},{i % 3 + 1},{i % 3 + i % 7 / 10},{i % 3 - i % 5 / 10}" for i in range(90)]
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["polygon_id,label,NDVI_01,NDVI_02", *rows]))
    samples = tmp_path / "samples.gpkg"
    imported = qgis_process.run("import_samples", {"INPUT": table, "CLASS_FIELD": "label", "OUTPUT": samples})
    assert imported.code == 0, imported.errors
    given = {"SAMPLES": samples, "CLASS_FIELD": "label", "METHOD": "lda", "OUTPUT_JSON": tmp_path / "scores.json"}
    for more, groups in (({}, 15), ({"GROUP_FIELD": ""}, 90)):
        outcome = qgis_process.run("cross_validate", {**given, **more})
        assert outcome.code == 0, outcome.errors
        assert json.loads((tmp_path / "scores.json").read_text())["groups"] == groups
    refused = qgis_process.run("cross_validate", {**given, "GROUPS_FIELD": "x"})
    assert refused.code == 1
    assert "There is no parameter GROUPS_FIELD" in refused.errors


def test_rasters_of_a_series(qgis_process, small_series, tmp_path):
    """Filled dates and counts in a shell: values, dates beside the raster, and what the log says."""
    from osgeo import gdal

    catalogue = tmp_path / "catalogue.gpkg"
    assert qgis_process.run("scan_catalogue", {"INPUT": small_series, "OUTPUT": catalogue}).code == 0
    filled, counts = tmp_path / "filled.tif", tmp_path / "validity.tif"
    given = {"CATALOGUE": catalogue, "WORKERS": 1}
    outcome = qgis_process.run("gap_fill", {**given, "STEP_DAYS": 100, "OUTPUT": filled}, as_json=False)
    assert outcome.code == 0, outcome.errors
    assert "3 dates from 2018-01-10 to 2018-07-29, 2 bands each" in outcome.output
    (folder,) = (tmp_path / "filled_dates").iterdir()
    assert sorted(p.name for p in folder.glob("*.vrt")) == ["2018-01-10.vrt", "2018-04-20.vrt", "2018-07-29.vrt"]
    april = gdal.Open(str(folder / "2018-04-20.vrt")).ReadAsArray()
    assert (april == gdal.Open(str(small_series / "field_20180420.tif")).ReadAsArray()).all()  # a date of an image
    outcome = qgis_process.run("pixel_validity", {**given, "START_DATE": "2018-02-01", "OUTPUT": counts})
    assert outcome.code == 0, outcome.errors
    assert (gdal.Open(str(counts)).GetRasterBand(1).ReadAsArray() == 2).all()
