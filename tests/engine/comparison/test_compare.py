"""Two maps compared, against counts of numpy, SciPy's labelling and the estimator's formulas."""

import json

import numpy as np
import pytest
from osgeo import ogr
from scipy.stats import binomtest

from landweave.engine.comparison.adjusted import AdjustedAreas, adjusted_areas, net_changes
from landweave.engine.errors import UserError
from landweave.engine.jobs import CompareMapsJob, DrawAreaSampleJob, EstimateAreaJob, PlanAreaSampleJob
from landweave.engine.raster.palette import read_palette
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.validation.areas import class_areas, pixel_areas
from landweave.engine.vector.layers import point_coordinates, read_layer, write_layer
from landweave.tests.bad_input.layers import write_polygons
from landweave.tests.engine.postprocess.cases import (
    DEGREES,
    bytes_of,
    grid_of,
    natural,
    patchy,
    read_map,
    regions_of,
    write_map,
)


def pair(tmp_path, seed=0, grid=None, shape=(60, 70)):
    """Return two maps that differ in a rectangle, in single pixels, and in where they have no data."""
    one = natural(seed, *shape)
    two, random = one.copy(), np.random.default_rng(seed)
    two[10:25, 15:40] = np.where(two[10:25, 15:40] > 0, 3, 0)
    odd = random.random(one.shape) < 0.05
    two[odd] = random.integers(0, 6, one.shape)[odd]
    kinds = {} if grid is None else {"grid": grid}
    return one, two, *(write_map(tmp_path / f"{name}.tif", v, **kinds) for name, v in (("early", one), ("late", two)))


def run(tmp_path, first, second, **changes):
    job = CompareMapsJob(first, second, str(tmp_path / "c.json"), **changes)
    result = job.execute(RunContext())
    return json.loads((tmp_path / "c.json").read_text(encoding="utf-8")), result


def test_the_matrix_is_what_numpy_counts(tmp_path):
    one, two, first, second = pair(tmp_path)
    report, result = run(tmp_path, first, second)
    codes = report["matrix"]["codes"]
    for row, a in enumerate(codes):
        for column, b in enumerate(codes):
            assert report["matrix"]["pixels"][row][column] == ((one == a) & (two == b)).sum()
            assert report["matrix"]["area_m2"][row][column] == 100 * ((one == a) & (two == b)).sum()
    both = (one > 0) & (two > 0)
    assert report["left_out_pixels"] == ((one > 0) != (two > 0)).sum()
    assert report["overall_agreement"] == pytest.approx((one == two)[both].mean())
    assert result["CHANGED_SHARE"] == pytest.approx((one != two)[both].mean())
    for entry in report["classes"]:
        there = both & (one == entry["code"])
        assert entry["loss_m2"] == 100 * (there & (two != one)).sum()


def test_the_map_of_changes_says_what_became_what(tmp_path):
    one, two, first, second = pair(tmp_path, 2)
    report, _ = run(tmp_path, first, second, change_map=str(tmp_path / "m.tif"))
    values = read_map(tmp_path / "m.tif")
    meaning = {e["value"]: (e["from_code"], e["to_code"]) for e in report["changes"] if e["value"] > 1}
    both = (one > 0) & (two > 0)
    assert (values[~both] == 0).all() and (values[both & (one == two)] == 1).all()
    for value, (a, b) in meaning.items():
        assert np.array_equal(values == value, (one == a) & (two == b))
    _, names = read_palette(str(tmp_path / "m.tif"))
    assert names[1] == "no change" and "→" in names[2]


def places(path):
    layer = ogr.Open(str(path))
    return [(f.GetField("from_code"), f.GetField("to_code"), f.GetField("area_m2"), f.GetField("confidence"),
             f.GetGeometryRef().Clone()) for f in layer.GetLayer(0)]  # fmt: skip


def test_places_are_the_regions_of_the_changes(tmp_path):
    one, two, first, second = pair(tmp_path, 4)
    random = np.random.default_rng(0)
    sure = [random.integers(0, 101, one.shape).astype(np.uint8) for _ in range(2)]
    paths = [write_map(tmp_path / f"sure_{n}.tif", v, nodata=255) for n, v in enumerate(sure)]
    changes = dict(zip(("confidence_1", "confidence_2"), paths))
    report, _ = run(tmp_path, first, second, changes=str(tmp_path / "p.gpkg"), **changes)
    kinds = np.where((one > 0) & (two > 0) & (one != two), one.astype(int) * 100 + two, 0)
    numbers = regions_of(kinds)
    expected = sorted(
        (int(kinds[numbers == n][0]) // 100, int(kinds[numbers == n][0]) % 100, 100.0 * (numbers == n).sum(),
         round(float((sure[0] / 100.0 * sure[1])[numbers == n].mean()), 1))
        for n in range(1, numbers.max() + 1)
    )  # fmt: skip
    found = places(tmp_path / "p.gpkg")
    assert len(found) == report["places"] == len(expected)
    assert all(shape.IsValid() and shape.Area() == pytest.approx(area) for _, _, area, _, shape in found)
    for (a, b, area, confidence), (a_, b_, area_, confidence_) in zip(
        expected, sorted((*p[:3], round(p[3], 1)) for p in found)
    ):
        assert (a, b, area) == (a_, b_, area_) and confidence == pytest.approx(confidence_, abs=0.11)


def test_small_places_are_left_out(tmp_path):
    _, _, first, second = pair(tmp_path, 5)
    whole, _ = run(tmp_path, first, second, changes=str(tmp_path / "all.gpkg"))
    report, _ = run(tmp_path, first, second, changes=str(tmp_path / "large.gpkg"), minimum_area=500.0)
    every, large = places(tmp_path / "all.gpkg"), places(tmp_path / "large.gpkg")
    assert sorted(p[:3] for p in every if p[2] >= 500) == sorted(p[:3] for p in large) != []
    assert len(large) < len(every)
    assert report["matrix"] == whole["matrix"]


def test_areas_in_degrees_are_those_on_the_ground(tmp_path):
    grid = grid_of(np.zeros((60, 70)), DEGREES, 0.01, 2.0, 50.0)
    one, two, first, second = pair(tmp_path, grid=grid)
    report, _ = run(tmp_path, first, second)
    areas = pixel_areas(grid)[:, None]
    both = (one > 0) & (two > 0)
    assert report["area_m2"] == pytest.approx((both * areas).sum())
    assert report["changed_m2"] == pytest.approx(((both & (one != two)) * areas).sum())


def test_areas_in_mercator_are_those_on_the_ground(tmp_path):
    """At 45 degrees a metre of Mercator is 0.71 m on the ground; `estimate_area` measures the map of changes alike."""
    mercator = spatial_reference("EPSG:3857").ExportToWkt()
    grid = grid_of(np.zeros((60, 70)), mercator, 100.0, 200_000.0, 5_621_521.0)
    one, two, first, second = pair(tmp_path, grid=grid)
    report, _ = run(tmp_path, first, second, change_map=str(tmp_path / "m.tif"), changes=str(tmp_path / "c.gpkg"))
    both = (one > 0) & (two > 0)
    eccentricity2, latitude = 0.0066943799901413165, np.radians(44.97)  # WGS 84; that of the middle of the map
    scale = np.sqrt(1 - eccentricity2 * np.sin(latitude) ** 2) / np.cos(latitude)
    across, along = scale, scale * (1 - eccentricity2 * np.sin(latitude) ** 2) / (1 - eccentricity2)
    assert report["area_m2"] == pytest.approx(both.sum() * 1e4 / (across * along), rel=4e-3)
    measured = class_areas(str(tmp_path / "m.tif")).m2
    assert {e["value"]: e["mapped_area_m2"] for e in report["changes"]} == pytest.approx(measured, rel=1e-3)
    places = read_layer(str(tmp_path / "c.gpkg")).fields["area_m2"]
    assert sum(places) == pytest.approx(report["changed_m2"], rel=1e-9)


def test_maps_of_many_strips(tmp_path, monkeypatch):
    _, _, first, second = pair(tmp_path, 6, shape=(700, 300))
    report, _ = run(tmp_path, first, second, changes=str(tmp_path / "a.gpkg"), change_map=str(tmp_path / "a.tif"))
    monkeypatch.setattr("landweave.engine.postprocess.regions._STRIP_PIXELS", 300 * 256)
    again, _ = run(tmp_path, first, second, changes=str(tmp_path / "b.gpkg"), change_map=str(tmp_path / "b.tif"))
    assert {**again, "parameters": 0} == {**report, "parameters": 0}
    assert bytes_of(tmp_path / "a.tif") == bytes_of(tmp_path / "b.tif")
    one_run, other = places(tmp_path / "a.gpkg"), places(tmp_path / "b.gpkg")
    assert [(*p[:4], p[4].ExportToWkb()) for p in one_run] == [(*p[:4], p[4].ExportToWkb()) for p in other]


def test_a_map_and_itself(tmp_path):
    one, _, first, _ = pair(tmp_path)
    copy = write_map(tmp_path / "copy.tif", one)
    report, result = run(tmp_path, first, copy, changes=str(tmp_path / "none.gpkg"),
                         output_html=str(tmp_path / "p.html"))
    assert result["CHANGED_SHARE"] == 0 and report["kappa"] == 1 and report["places"] == 0
    assert places(tmp_path / "none.gpkg") == []
    assert "The maps are the same." in (tmp_path / "p.html").read_text(encoding="utf-8")


def reference(tmp_path, one, code=lambda x, y: 1):
    """Return polygons of 4 x 4 pixels with what a function of the map says is there."""
    rows = []
    for y in range(0, 56, 8):
        for x in range(0, 64, 8):
            west, north = 500_000 + 10 * x, 4_800_000 - 10 * y
            ring = f"{west} {north}, {west + 40} {north}, {west + 40} {north - 40}, {west} {north - 40}, {west} {north}"
            rows.append((f"POLYGON (({ring}))", int(code(x, y))))
    return write_polygons(tmp_path / "reference.gpkg", rows, 32631)


def test_mcnemar_tells_the_better_map(tmp_path):
    truth = np.kron(np.random.default_rng(0).integers(1, 4, (8, 9)), np.ones((8, 8), int))[:60, :70]
    random = np.random.default_rng(1)
    good, bad = (np.where(random.random(truth.shape) < wrong, 1 + truth % 3, truth) for wrong in (0.1, 0.4))
    first, second = write_map(tmp_path / "bad.tif", bad), write_map(tmp_path / "good.tif", good)
    layer = reference(tmp_path, truth, lambda x, y: truth[y, x])
    report, _ = run(tmp_path, first, second, reference=layer, class_field="code", output_html=str(tmp_path / "p.html"))
    there = np.zeros(truth.shape, bool)
    for y in range(0, 56, 8):
        for x in range(0, 64, 8):
            there[y : y + 4, x : x + 4] = True
    right = [(m == truth)[there] for m in (bad, good)]
    tests = report["mcnemar"]
    assert tests["accuracy_1"] == pytest.approx(right[0].mean()) and tests["accuracy_2"] > tests["accuracy_1"]
    assert tests["pixels"]["only_first"] == (right[0] & ~right[1]).sum()
    assert tests["pixels"]["only_second"] == (right[1] & ~right[0]).sum()
    assert tests["clustered"]["polygons"] == 56 and tests["clustered"]["p"] < 0.001
    assert "good is right more often." in (tmp_path / "p.html").read_text(encoding="utf-8")


def make_report(path, codes, matrix, **more):
    text = json.dumps({"confusion": {"labels": codes, "matrix": matrix}, **more})
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_adjusted_areas_are_those_of_the_published_example(tmp_path):
    """Olofsson et al. 2014, section 5: four strata of 200,000, 150,000, 3,200,000 and 6,450,000 pixels of 30 m."""
    matrix = [[66, 0, 1, 2], [0, 55, 0, 1], [5, 8, 153, 9], [4, 12, 11, 313]]  # rows reference, columns map
    mapped = np.array([200_000, 150_000, 3_200_000, 6_450_000]) * 900.0
    found = adjusted_areas(make_report(tmp_path / "r.json", [1, 2, 3, 4], matrix), (1, 2, 3, 4), mapped, "REPORT_1")
    hectares, half = found.m2 / 1e4, 1.96 * np.sqrt(found.variance) / 1e4
    assert hectares[0] == pytest.approx(21_158, abs=1) and half[0] == pytest.approx(6_158, abs=1)
    assert hectares[1] == pytest.approx(11_686, abs=1) and half[1] == pytest.approx(3_756, abs=1)
    assert hectares[2] == pytest.approx(285_770, abs=1) and half[2] == pytest.approx(15_510, abs=1)
    assert hectares[3] == pytest.approx(581_386, abs=1) and half[3] == pytest.approx(16_282, abs=1)


def test_pixels_of_polygons_do_not_narrow_the_interval(tmp_path):
    matrix = [[60, 10], [20, 90]]
    mapped = np.array([1e6, 2e6])
    plain = adjusted_areas(make_report(tmp_path / "a.json", [1, 2], matrix), (1, 2), mapped, "REPORT_1")
    often = [[60 * 16, 160], [320, 90 * 16]]
    copies = make_report(tmp_path / "b.json", [1, 2], often, samples=180 * 16, groups=180)
    many = adjusted_areas(copies, (1, 2), mapped, "REPORT_1")
    assert np.allclose(many.m2, plain.m2) and np.allclose(many.variance, plain.variance)


def test_a_class_without_errors_is_not_known_without_error(tmp_path):
    """All 30 places of class 1 are right: by Wilson's interval (scipy) up to 11.4 % of it may still be wrong."""
    path = make_report(tmp_path / "r.json", [1, 2], [[30, 5], [0, 35]])
    found = adjusted_areas(path, (1, 2), np.array([1e6, 0.0]), "REPORT_1")
    wilson = binomtest(30, 30).proportion_ci(0.95, "wilson")
    assert 1.959964 * np.sqrt(found.variance[0]) == pytest.approx(1e6 * (1 - wilson.low), rel=1e-6)
    assert found.variance[1] == 0


def test_the_confidence_of_one_map_is_called_so(tmp_path):
    one, _, first, second = pair(tmp_path, 3)
    sure = write_map(tmp_path / "sure.tif", np.full(one.shape, 80), nodata=255)
    pages = {}
    for name, given in (("one", {"confidence_2": sure}), ("both", {"confidence_1": sure, "confidence_2": sure})):
        run(tmp_path, first, second, output_html=str(tmp_path / f"{name}.html"), **given)
        pages[name] = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
    assert ">late right<" in pages["one"] and "Both maps right" not in pages["one"]
    assert ">Both maps right<" in pages["both"]


def test_maps_that_are_called_alike_go_by_their_folders(tmp_path):
    values = patchy(0, gaps=0)
    paths = []
    for year in ("2021", "2022"):
        (tmp_path / year).mkdir()
        paths.append(write_map(tmp_path / year / "map.tif", values))
    report, _ = run(tmp_path, *paths)
    assert (report["map_1"], report["map_2"]) == ("2021/map", "2022/map")
    assert run(tmp_path, *paths, name_1="before")[0]["map_1"] == "before"


def test_variances_of_two_maps_add_up():
    one, two = (AdjustedAreas(np.array([m2]), np.array([v])) for m2, v in ((100.0, 9.0), (130.0, 16.0)))
    net, half = net_changes(one, two)
    assert net[0] == 30 and half[0] == pytest.approx(1.959964 * 5)


def test_the_interval_of_the_net_change_holds_the_truth():
    """300 pairs of maps with known errors, assessed at random: 95 % of the intervals hold the true net change."""
    import tempfile
    from pathlib import Path

    random = np.random.default_rng(5)
    held, runs = 0, 300
    with tempfile.TemporaryDirectory() as name:
        for _ in range(runs):
            areas = []
            truth = [np.array([0.3, 0.7]), np.array([0.36, 0.64])]
            for number, shares in enumerate(truth):
                real = random.choice([1, 2], 4000, p=shares)
                mapped = np.where(random.random(4000) < 0.12, 3 - real, real)
                matrix = np.zeros((2, 2), int)
                for stratum in (1, 2):
                    drawn = random.choice(np.flatnonzero(mapped == stratum), 150)
                    np.add.at(matrix, (real[drawn] - 1, stratum - 1), 1)
                sizes = np.bincount(mapped, minlength=3)[1:] * 1.0
                path = make_report(Path(name) / f"{number}.json", [1, 2], matrix.tolist())
                areas.append((adjusted_areas(path, (1, 2), sizes, "R"), (real == 1).sum()))
            net, half = net_changes(areas[0][0], areas[1][0])
            held += abs(net[0] - (areas[1][1] - areas[0][1])) <= half[0]
    assert 0.92 <= held / runs <= 0.98


def test_net_changes_and_estimates_stand_in_the_report(tmp_path):
    one, two = patchy(0, gaps=0, classes=2), patchy(1, gaps=0, classes=2)
    first, second = write_map(tmp_path / "a.tif", one), write_map(tmp_path / "b.tif", two)
    reports = [make_report(tmp_path / f"{n}.json", [1, 2], [[40, 5], [10, 45]]) for n in "ab"]
    plain, _ = run(tmp_path, first, second)
    estimate = {"classes": [{"code": e["value"], "mapped_area_m2": e["mapped_area_m2"], "area_m2": 500.0,
                             "area_interval_m2": [400.0, 600.0]} for e in plain["changes"]]}  # fmt: skip
    (tmp_path / "e.json").write_text(json.dumps(estimate), encoding="utf-8")
    report, _ = run(tmp_path, first, second, report_1=reports[0], report_2=reports[1],
                    area_estimate=str(tmp_path / "e.json"), output_html=str(tmp_path / "p.html"), language="fr")
    low, high = report["classes"][0]["adjusted_net_interval_m2"]
    assert low < report["classes"][0]["adjusted_net_m2"] < high
    assert sum(e["adjusted_net_m2"] for e in report["classes"]) == pytest.approx(0, abs=1e-6)
    assert all(e["area_interval_m2"] == [400.0, 600.0] for e in report["changes"])
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page and "biaisées" not in page
    estimate["classes"][0]["mapped_area_m2"] *= 2
    (tmp_path / "e.json").write_text(json.dumps(estimate), encoding="utf-8")
    with pytest.raises(UserError, match="another map of changes"):
        run(tmp_path, first, second, area_estimate=str(tmp_path / "e.json"))


def test_the_same_bytes_again(tmp_path):
    _, _, first, second = pair(tmp_path)
    for name in "ab":
        run(tmp_path, first, second, changes=str(tmp_path / name / "c.gpkg"), change_map=str(tmp_path / name / "m.tif"),
            output_html=str(tmp_path / name / "p.html"))  # fmt: skip
    for file in ("c.gpkg", "m.tif", "m.qml", "p.html"):
        assert bytes_of(tmp_path / "a" / file) == bytes_of(tmp_path / "b" / file), file


def test_a_sample_of_the_map_of_changes_gives_areas_with_intervals(tmp_path):
    """Half of the mapped change is error: the sample of its values finds out, the mapped area does not."""
    real = np.ones((200, 200), np.uint8)
    real[:, 150:] = 2
    later = real.copy()
    later[20:60, 20:60] = 2
    shown = later.copy()
    shown[100:140, 20:60] = 2  # as large a change that was none
    one, two = write_map(tmp_path / "a.tif", real), write_map(tmp_path / "b.tif", shown)
    changes, plan, points = (str(tmp_path / name) for name in ("change.tif", "plan.csv", "points.gpkg"))
    report, _ = run(tmp_path, one, two, change_map=changes)
    assert [e["value"] for e in report["changes"]] == [2, 1]
    PlanAreaSampleJob(plan, map=changes, total=300, minimum=100).execute(RunContext())
    DrawAreaSampleJob(changes, plan, points).execute(RunContext())
    layer = read_layer(points)
    x, y = point_coordinates(list(layer.geometries))
    column, row = ((x - 500_000) // 10).astype(int), ((4_800_000 - y) // 10).astype(int)
    seen = np.where(real != later, 2, 1)[row, column]
    fields = {"map_code": layer.fields["map_code"], "reference_code": seen.tolist()}
    write_layer(str(tmp_path / "seen.gpkg"), "seen", layer.crs, "Point", layer.geometries, fields)
    EstimateAreaJob(str(tmp_path / "seen.gpkg"), "reference_code", str(tmp_path / "e.json"), map_field="map_code",
                    map=changes).execute(RunContext())  # fmt: skip
    report, _ = run(tmp_path, one, two, area_estimate=str(tmp_path / "e.json"), output_html=str(tmp_path / "p.html"))
    change = report["changes"][0]
    low, high = change["area_interval_m2"]
    assert change["mapped_area_m2"] == 2 * 1600 * 100
    assert low <= 1600 * 100 <= high < change["mapped_area_m2"]
    assert "estimated from a sample" in (tmp_path / "p.html").read_text(encoding="utf-8")
