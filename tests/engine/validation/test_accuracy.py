"""The job `accuracy` against scikit-learn, OTB and closed forms, and with awkward input."""

import csv
import json
import shutil
import subprocess
import time

import numpy as np
import pytest
from osgeo import ogr
from sklearn import metrics

from landweave.engine.errors import UserError
from landweave.engine.jobs import AccuracyJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.runtime.context import RunContext
from landweave.engine.validation import accuracy
from landweave.engine.validation.intervals import combine_runs
from landweave.engine.validation.publish import publish
from landweave.engine.vector.layers import points_wkb, reproject_geometries, write_layer
from landweave.tests.engine.validation import places

NUMBERS = ("overall_accuracy", "kappa", "balanced_accuracy", "macro_f1")


@pytest.fixture
def world(tmp_path):
    return tmp_path, *places.random_world(tmp_path)


def points(path, x, y, codes, crs=places.UTM, kind="Point", **fields):
    write_layer(path, "reference", crs, kind, points_wkb(np.asarray(x, float), np.asarray(y, float)),
                {"code": list(codes), **fields})


def test_figures_equal_scikit_learns(world):
    folder, _, _, truth, mapped = world
    report = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    assert report["confusion"]["labels"] == [1, 2, 5]
    assert np.array_equal(report["confusion"]["matrix"], metrics.confusion_matrix(truth, mapped))
    assert report["overall_accuracy"] == pytest.approx(metrics.accuracy_score(truth, mapped))
    assert report["kappa"] == pytest.approx(metrics.cohen_kappa_score(truth, mapped))
    assert report["balanced_accuracy"] == pytest.approx(metrics.balanced_accuracy_score(truth, mapped))
    assert report["macro_f1"] == pytest.approx(metrics.f1_score(truth, mapped, average="macro"))
    assert (report["samples"], report["groups"], report["unmapped_samples"]) == (len(truth), 36, 0)


@pytest.mark.skipif(not shutil.which("otbcli_ComputeConfusionMatrix"), reason="OTB is not installed")
def test_the_matrix_equals_otbs(world):
    folder = world[0]
    report = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    subprocess.run(["otbcli_ComputeConfusionMatrix", "-in", folder / "map.tif", "-out", folder / "otb.csv", "-ref",
                    "vector", "-ref.vector.in", folder / "reference.gpkg", "-ref.vector.field", "code"], check=True)
    rows = [line for line in (folder / "otb.csv").read_text().splitlines() if not line.startswith("#")]
    assert [[int(v) for v in row.split(",")] for row in rows] == report["confusion"]["matrix"]


def _awkward(folder, seed, in_map, in_reference):
    """Write a map and polygons whose classes need not be the same; some pixels have no class."""
    generator = np.random.default_rng(seed)
    codes = generator.choice(in_map, (60, 60))
    codes[generator.random((60, 60)) < 0.1] = 0
    grid = places.write_map(folder / "map.tif", codes, dtype="uint16")
    boxes = [(c * 12 + 1, r * 12 + 1, *generator.integers(1, 9, 2).tolist()) for r in range(5) for c in range(5)]
    labels = np.resize(in_reference, 25).tolist()
    places.write_polygons(folder / "reference.gpkg", grid, boxes, labels)
    truth = np.concatenate([np.full(w * h, k) for (_, _, w, h), k in zip(boxes, labels)])
    mapped = np.concatenate([codes[r : r + h, c : c + w].ravel() for c, r, w, h in boxes])
    return truth[mapped > 0], mapped[mapped > 0]


AWKWARD = {
    "the same classes": ((1, 2, 7), (1, 2, 7)), "a class that the map lacks": ((1, 2), (1, 2, 7)),
    "a class that the reference lacks": ((1, 2, 7), (1, 2)), "both": ((1, 2, 7), (1, 2, 300)),
    "a map of one class": ((2,), (1, 2, 7)), "nothing right": ((1,), (2, 7)),
    "large codes": ((999, 65535), (65535, 999)),
}  # fmt: skip


@pytest.mark.parametrize("case", AWKWARD)
def test_figures_of_awkward_maps_equal_scikit_learns(tmp_path, case):
    truth, mapped = _awkward(tmp_path, 3, *AWKWARD[case])
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg")
    labels = report["confusion"]["labels"]
    assert labels == sorted({*truth.tolist(), *mapped.tolist()})
    assert np.array_equal(report["confusion"]["matrix"], metrics.confusion_matrix(truth, mapped, labels=labels))
    assert report["overall_accuracy"] == pytest.approx(metrics.accuracy_score(truth, mapped))
    assert report["kappa"] == pytest.approx(metrics.cohen_kappa_score(truth, mapped), abs=1e-12)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, mapped, labels=labels,
                                                                              zero_division=np.nan)
    assert report["macro_f1"] == pytest.approx(np.nanmean(f1))
    for i, entry in enumerate(report["classes"]):
        assert entry["support"] == support[i]
        for key, value in (("precision", precision[i]), ("recall", recall[i])):
            assert (entry[key] is None) == bool(np.isnan(value))
            assert entry[key] is None or entry[key] == pytest.approx(value)


@pytest.mark.skipif(not shutil.which("otbcli_ComputeConfusionMatrix"), reason="OTB is not installed")
@pytest.mark.parametrize("case", ["the same classes", "both", "a map of one class", "large codes"])
def test_figures_of_awkward_maps_equal_otbs(tmp_path, case):
    _awkward(tmp_path, 5, *AWKWARD[case])
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg")
    done = subprocess.run(["otbcli_ComputeConfusionMatrix", "-in", tmp_path / "map.tif", "-out", tmp_path / "otb.csv",
                           "-ref", "vector", "-ref.vector.in", tmp_path / "reference.gpkg", "-ref.vector.field", "code",
                           "-ref.vector.nodata", "0", "-nodatalabel", "0"], check=True, capture_output=True, text=True)
    lines = (tmp_path / "otb.csv").read_text().splitlines()
    rows, columns = ([int(code) for code in line.split(":")[1].split(",")] for line in lines[:2])
    theirs = {(r, c): int(n) for r, line in zip(rows, lines[2:]) for c, n in zip(columns, line.split(","))}
    labels, ours = report["confusion"]["labels"], report["confusion"]["matrix"]
    for r, row in zip(labels, ours):
        assert [theirs.get((r, c), 0) for c in labels] == row
    if rows == columns:  # else OTB's figures leave out what stands in the other's classes
        told = [line.split("ComputeConfusionMatrix: ")[-1] for line in done.stdout.splitlines()]
        said = dict(line.rsplit(": ", 1) for line in told if ": " in line)
        assert float(said["Kappa index"]) == pytest.approx(report["kappa"], rel=1e-4)
        assert float(said["Overall accuracy index"]) == pytest.approx(report["overall_accuracy"], rel=1e-4)
        for entry in report["classes"]:
            for name, key in (("Precision", "precision"), ("Recall", "recall"), ("F-score", "f1")):
                value = float(said[f"{name} of class [{entry['code']}] vs all"])
                assert value == pytest.approx(entry[key], rel=1e-4)


def test_classes_without_a_counterpart_are_noted(tmp_path):
    """Of the map, of the reference, of the nomenclature: each gets a note and stops nothing."""
    _awkward(tmp_path, 1, (1, 2, 7), (1, 2, 300))
    (tmp_path / "names.csv").write_text("code,name,colour\n1,Wood,#00aa00\n2,Water,#0000aa\n7,Town,#aa0000\n")
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg",
                                 nomenclature=str(tmp_path / "names.csv"), output_html=str(tmp_path / "r.html"))
    said = " ".join(report["warnings"])
    assert "Not in the nomenclature: 300" in said
    assert "Never mapped where the reference has them: 300" in said
    assert "Not assessed, because no reference polygon or point of theirs was compared: Town" in said
    assert report["not_in_nomenclature"] == [300]
    assert "Not in the nomenclature: 300" in (tmp_path / "r.html").read_text()


def test_a_map_of_one_class_and_a_map_of_very_many(tmp_path):
    _awkward(tmp_path, 1, (2,), (1, 2, 7))
    one = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg")
    assert any("no better than naming one class everywhere" in text for text in one["warnings"])
    codes = np.arange(300 * 230).reshape(300, 230) % 65535 + 1
    grid = places.write_map(tmp_path / "many.tif", codes, dtype="uint16")
    places.write_polygons(tmp_path / "many.gpkg", grid, [(0, 0, 6, 6), (20, 20, 6, 6)], [1, 2])
    many = places.assess_files(tmp_path, tmp_path / "many.tif", tmp_path / "many.gpkg",
                               output_html=str(tmp_path / "r.html"))
    assert len(many["confusion"]["labels"]) > 60
    assert (tmp_path / "r.html").stat().st_size < 3_000_000


def test_the_json_has_the_shape_that_scripts_rely_on(world):
    folder = world[0]
    report = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    for one in (report, *report["runs"]):
        assert all(isinstance(one[key], float) for key in NUMBERS)
        assert set(one["intervals"]) == set(NUMBERS)
        for key, (low, high) in one["intervals"].items():
            assert low <= one[key] <= high
        for entry in one["classes"]:
            assert {"code", "name", "precision", "recall", "f1", "support", "polygons"} <= set(entry)
        size = len(one["confusion"]["labels"])
        assert np.shape(one["confusion"]["matrix"]) == (size, size)
    assert len(report["runs"]) == 1
    assert not {"runs", "parameters", "map"} & set(report["runs"][0])
    assert report["map"] == "map.tif"
    assert report["parameters"]["class_field"] == "code"
    assert "output_json" not in report["parameters"]


def test_points_in_every_pixel_say_what_the_polygons_say(world):
    folder = world[0]
    polygons = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    burnt_x, burnt_y, codes = [], [], []
    source = ogr.Open(str(folder / "reference.gpkg"))
    for feature in source.GetLayer(0):
        x0, x1, y0, y1 = feature.GetGeometryRef().GetEnvelope()
        xs, ys = np.meshgrid(np.arange(x0 + 5, x1, 10), np.arange(y0 + 5, y1, 10))
        burnt_x += xs.ravel().tolist()
        burnt_y += ys.ravel().tolist()
        codes += [feature["code"]] * xs.size
    points(folder / "points.gpkg", burnt_x, burnt_y, codes)
    assert places.assess_files(folder, folder / "map.tif", folder / "points.gpkg")["confusion"] == polygons["confusion"]


def test_points_on_edges_of_pixels_and_blocks_count_once(tmp_path, monkeypatch):
    monkeypatch.setattr(accuracy, "_BLOCK_PX", 8)
    codes = np.arange(24 * 24).reshape(24, 24) % 200 + 1
    grid = places.write_map(tmp_path / "map.tif", codes)
    columns, rows = (v.ravel() for v in np.meshgrid(np.arange(24), np.arange(24)))
    points(tmp_path / "p.gpkg", grid.x_min + columns * 10, grid.y_max - rows * 10, codes[rows, columns])
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "p.gpkg")
    assert (report["samples"], report["overall_accuracy"]) == (24 * 24, 1.0)


def test_blocks_change_nothing(world, monkeypatch):
    folder = world[0]
    whole = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    before = (folder / "out.json").read_bytes()
    monkeypatch.setattr(accuracy, "_BLOCK_PX", 17)
    in_blocks = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    assert in_blocks == whole
    assert (folder / "out.json").read_bytes() == before


def test_a_multi_point_is_all_its_points(tmp_path):
    grid = places.write_map(tmp_path / "map.tif", np.array([[1, 2], [3, 3]]))
    multi = ogr.CreateGeometryFromWkt(f"MULTIPOINT(({grid.x_min + 5} {grid.y_max - 5}),"
                                      f"({grid.x_min + 15} {grid.y_max - 5}))")
    write_layer(tmp_path / "p.gpkg", "reference", grid.crs, "MultiPoint", [bytes(multi.ExportToWkb())], {"code": [1]})
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "p.gpkg")
    assert (report["samples"], report["groups"], report["overall_accuracy"]) == (2, 1, 0.5)


def test_a_reference_in_another_crs_is_brought_to_the_map(world):
    folder, grid, _, _, _ = world
    here = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg")
    source = ogr.Open(str(folder / "reference.gpkg"))
    features = [(bytes(f.GetGeometryRef().ExportToWkb()), f["code"]) for f in source.GetLayer(0)]
    degrees = places.wkt(4326)
    moved = reproject_geometries([shape for shape, _ in features], grid.crs, degrees)
    write_layer(folder / "degrees.gpkg", "reference", degrees, "Polygon", moved, {"code": [c for _, c in features]})
    there = places.assess_files(folder, folder / "map.tif", folder / "degrees.gpkg")
    assert there["confusion"] == here["confusion"]


def test_places_outside_or_without_data_are_counted_and_not_scored(tmp_path):
    codes = np.ones((10, 10), int)
    codes[:, 5:] = 0
    grid = places.write_map(tmp_path / "map.tif", codes)
    boxes = [(0, 0, 2, 2), (4, 4, 2, 2), (-1, 8, 2, 4), (40, 40, 3, 3)]
    places.write_polygons(tmp_path / "r.gpkg", grid, boxes, [1, 2, 1, 7])
    events = []
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg", events)
    assert (report["samples"], report["unmapped_samples"], report["features_outside"]) == (4 + 2 + 2, 2, 1)
    assert [c["support"] for c in report["classes"]] == [6, 2, 0]
    assert [c["polygons"] for c in report["classes"]] == [2, 1, 0]
    warned = " ".join(e["message"] for e in events if e["event"] == "warning")
    assert "no data" in warned
    assert "outside" in warned


def test_polygons_without_a_pixel_centre_are_counted(tmp_path):
    grid = places.write_map(tmp_path / "map.tif", np.ones((4, 4), int))
    places.write_polygons(tmp_path / "r.gpkg", grid, [(0, 0, 1, 1), (2.1, 2.1, 0.2, 0.2)], [1, 1])
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg")
    assert (report["samples"], report["features_small"], report["features_outside"]) == (1, 1, 0)


def test_text_codes_wide_codes_and_names(tmp_path):
    codes = np.full((4, 4), 300)
    codes[0] = 7
    grid = places.write_map(tmp_path / "map.tif", codes, dtype="uint16")
    places.write_polygons(tmp_path / "r.gpkg", grid, [(0, 0, 4, 1), (0, 2, 4, 2)], ["7", "300"])
    (tmp_path / "n.csv").write_text("code,name\n7,Wood\n")
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg",
                                 nomenclature=str(tmp_path / "n.csv"), output_html=str(tmp_path / "r.html"))
    assert report["overall_accuracy"] == 1.0
    assert [c["name"] for c in report["classes"]] == ["Wood", "300"]


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_a_maps_own_nodata_is_no_class(tmp_path, dtype):
    grid = places.write_map(tmp_path / "map.tif", np.array([[1, -99], [1, 1]]), dtype=dtype, nodata=-99)
    places.write_polygons(tmp_path / "r.gpkg", grid, [(0, 0, 2, 2)], [1])
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg")
    assert (report["samples"], report["unmapped_samples"]) == (3, 1)
    assert report["kappa"] is None


def test_pixels_of_one_polygon_are_one_observation(tmp_path):
    codes = np.ones((20, 20), int)
    codes[10:] = 2
    grid = places.write_map(tmp_path / "map.tif", codes)
    boxes = [(c, r, 2, 2) for r in range(0, 20, 4) for c in range(0, 20, 4)]
    places.write_polygons(tmp_path / "r.gpkg", grid, boxes, [1] * 25, polygon_id=[i // 5 for i in range(25)])
    assert places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg")["groups"] == 5


def test_runs_of_a_split_join_also_where_one_lacks_a_class(tmp_path):
    codes = np.repeat([[1, 2, 3, 1]], 4, axis=0)
    grid = places.write_map(tmp_path / "map.tif", codes)
    places.write_polygons(tmp_path / "r.gpkg", grid, [(c, 0, 1, 4) for c in range(4)], [1, 2, 3, 2],
                          run_1=["validation", "validation", "learn", "validation"],
                          run_2=["validation", "learn", "validation", "learn"])
    runs = [places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg", run=n) for n in (1, 2)]
    assert [r["overall_accuracy"] for r in runs] == [pytest.approx(2 / 3), 1.0]
    publish(combine_runs(runs), {"json": str(tmp_path / "all.json"), "html": str(tmp_path / "all.html")})
    joint = json.loads((tmp_path / "all.json").read_text())
    assert joint["overall_accuracy"] == pytest.approx(5 / 6)
    assert joint["confusion"]["labels"] == [1, 2, 3]
    assert np.array_equal(joint["confusion"]["matrix"], [[8, 0, 0], [4, 4, 0], [0, 0, 4]])
    assert len(joint["runs"]) == 2
    assert not any("runs" in run for run in joint["runs"])
    low, high = joint["intervals"]["overall_accuracy"]
    assert low < joint["overall_accuracy"] < high


def test_the_csv_is_read_by_others(world):
    folder, _, _, truth, mapped = world
    report = places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg",
                                 output_csv=str(folder / "o.csv"))
    with (folder / "o.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert float({r[0]: r[1] for r in rows[1:5]}["overall_accuracy"]) == report["overall_accuracy"]
    start = next(i for i, row in enumerate(rows) if row and row[0].startswith("reference"))
    matrix = [[int(v) for v in row[1:]] for row in rows[start + 1 :]]
    assert np.array_equal(matrix, metrics.confusion_matrix(truth, mapped))


def test_many_polygons_take_seconds(tmp_path):
    side = 700
    grid = places.write_map(tmp_path / "map.tif", np.ones((side, side), int))
    cells = [(c, r, 2, 2) for r in range(0, side, 4) for c in range(0, side, 4)][:30_000]
    places.write_polygons(tmp_path / "r.gpkg", grid, cells, [1] * len(cells))
    start = time.process_time()
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg")
    assert report["samples"] == 4 * 30_000
    assert time.process_time() - start < 60


def _without_crs(folder, grid):
    write_layer(folder / "r.gpkg", "reference", "", "Polygon", [places.box(grid, 0, 0, 1, 1)], {"code": [1]})


def _elsewhere(folder, grid):
    places.write_polygons(folder / "r.gpkg", grid, [(500, 500, 2, 2)], [1])


def _crossing(folder, grid):
    x, y = grid.x_min, grid.y_max
    bow = ogr.CreateGeometryFromWkt(f"POLYGON(({x} {y},{x + 30} {y - 30},{x + 30} {y},{x} {y - 30},{x} {y}))")
    write_layer(folder / "r.gpkg", "reference", grid.crs, "Polygon", [bytes(bow.ExportToWkb())], {"code": [1]})


def _line(folder, grid):
    line = ogr.CreateGeometryFromWkt(f"LINESTRING({grid.x_min} {grid.y_max},{grid.x_min + 30} {grid.y_max - 30})")
    write_layer(folder / "r.gpkg", "reference", grid.crs, "LineString", [bytes(line.ExportToWkb())], {"code": [1]})


def _null(folder, grid):
    places.write_polygons(folder / "r.gpkg", grid, [(0, 0, 1, 1), (2, 2, 1, 1)], [1, None])


def _no_validation(folder, grid):
    places.write_polygons(folder / "r.gpkg", grid, [(0, 0, 1, 1)], [1], run_1=["learn"])


@pytest.mark.parametrize(("spoil", "options", "said"), [
    (_without_crs, {}, "coordinate reference system"), (_elsewhere, {}, "where the map has data"),
    (_crossing, {}, "not valid"), (_line, {}, "not a polygon"), (_null, {}, "null"),
    (_no_validation, {"run": 1}, "run_1"), (_no_validation, {"run": 2}, "run_2"),
    (_elsewhere, {"class_field": "kind"}, "kind"), (_elsewhere, {"polygon_field": "plot"}, "plot"),
])  # fmt: skip
def test_bad_references_end_in_one_sentence(tmp_path, spoil, options, said):
    grid = places.write_map(tmp_path / "map.tif", np.ones((5, 5), int))
    spoil(tmp_path, grid)
    with pytest.raises(UserError, match=said) as caught:
        places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg", **options)
    assert caught.value.hint
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(("codes", "dtype", "said"), [([[0.5]], "float32", "0.5"), ([[-3]], "int16", "-3"),
                                                      ([[70000]], "int32", "70000")])
def test_what_is_no_map_of_classes_is_refused(tmp_path, codes, dtype, said):
    grid = places.write_map(tmp_path / "map.tif", np.array(codes), dtype=dtype)
    places.write_polygons(tmp_path / "r.gpkg", grid, [(0, 0, 1, 1)], [1])
    with pytest.raises(UserError, match=said):
        places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg")


def test_a_map_without_crs_is_refused(tmp_path):
    places.write_map(tmp_path / "map.tif", np.ones((2, 2), int), Grid("", 0.0, 20.0, 10.0, 10.0, 2, 2))
    with pytest.raises(UserError, match="no coordinate reference system"):
        places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "r.gpkg")


def test_a_raster_that_is_no_map_of_these_classes_is_told(tmp_path):
    said = []
    context = RunContext(emit=lambda e: said.append(e["message"]) if e["event"] == "warning" else None)
    grid = places.grid_of(20, 20)
    with RasterWriter(tmp_path / "map.tif", grid, layers=2, dtype="uint8", nodata=0) as writer:
        writer.write(grid.window, np.full((2, 20, 20), 97, np.uint8))
    places.write_polygons(tmp_path / "reference.gpkg", grid, [(1, 1, 5, 5), (10, 10, 5, 5)], [1, 2])
    job = AccuracyJob(str(tmp_path / "map.tif"), str(tmp_path / "reference.gpkg"), "code", str(tmp_path / "r.json"))
    job.execute(context)
    assert any("2 bands; the first one" in message for message in said)
    assert any("the map has 97, the reference 1, 2." in message for message in said)
