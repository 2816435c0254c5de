"""Simplified and smoothed polygons are valid, fit each other as before, and keep the areas of the classes."""

from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs import SimplifyPolygonsJob, SmoothPolygonsJob, VectorizeJob
from landweave.engine.jobs.requirements import OPTIONAL
from landweave.engine.postprocess import coverage, fitting, simplify, smooth, vectorize
from landweave.engine.postprocess import crossing as crossings
from landweave.engine.postprocess.arcs import Lines, find_arcs, joined, rings_of, shapes_of
from landweave.engine.postprocess.chaikin import cut_corners
from landweave.engine.postprocess.crossing import crossing
from landweave.engine.postprocess.visvalingam import without_corners
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import Layer, read_layer
from landweave.engine.vector.polygon_file import write_polygons
from landweave.engine.vector.styles import read_style
from landweave.tests.engine.postprocess.cases import CRS, DEGREES, bytes_of, grid_of, natural, patchy, write_map

shapely = pytest.importorskip("shapely", "2.1", reason="shapely is not installed")


def said():
    """Return a context that keeps warnings and metrics."""
    kept = SimpleNamespace(warnings=[], metrics={})

    def emit(event):
        if event["event"] == "warning":
            kept.warnings.append(event["message"])
        if event["event"] == "metric":
            kept.metrics[event["name"]] = event["value"]

    return kept, RunContext(workers=1, emit=emit)


def polygons_of(folder, codes, name="polygons.gpkg"):
    run = vectorize.run
    run(VectorizeJob(write_map(folder / "map.tif", codes), str(folder / name)), RunContext())
    return str(folder / name)


def shapes(path):
    return shapely.from_wkb(list(read_layer(str(path)).geometries))


def simplified(source, **options):
    output = source.replace("polygons", "simple")
    kept, context = said()
    simplify.run(SimplifyPolygonsJob(source, output, **{"tolerance": 10.0, **options}), context)
    return output, kept


def smoothed(source, **options):
    output = source.replace("polygons", "smooth")
    kept, context = said()
    smooth.run(SmoothPolygonsJob(source, output, **options), context)
    return output, kept


def areas_by_class(path):
    layer = read_layer(str(path))
    total = {}
    for code, area, wkb in zip(layer.fields["code"], layer.fields["area_m2"], layer.geometries):
        assert area == pytest.approx(ogr.CreateGeometryFromWkb(wkb).Area(), abs=0.0051)  # rounded
        total[code] = total.get(code, 0) + area
    return total


@pytest.mark.parametrize(("make", "largest"), [(natural, 0.001), (patchy, 0.02)])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", [simplified, smoothed])
def test_neighbours_fit_and_classes_keep_their_areas(tmp_path, change, seed, make, largest):
    source = polygons_of(tmp_path, make(seed))
    before = shapes(source)
    output, kept = change(source)
    after = shapes(output)
    assert len(after) == len(before)
    assert shapely.is_valid(after).all()
    assert shapely.coverage_is_valid(after)
    assert not shapely.equals(before, after).all()
    gone = shapely.union_all(before).symmetric_difference(shapely.union_all(after)).area
    assert gone < 0.1 * shapely.area(before).sum()
    earlier = areas_by_class(source)
    change = max(abs(area / earlier[code] - 1) for code, area in areas_by_class(output).items())
    assert change < largest
    assert kept.metrics["largest_area_change"] == pytest.approx(change, abs=1e-5)
    assert read_layer(output).fields["name"] == read_layer(source).fields["name"]
    assert read_style(output) == read_style(source) != ""


def test_fewer_corners_and_the_outer_border_where_it_is_kept(tmp_path):
    source = polygons_of(tmp_path, natural(1))
    for tolerance, fewer in ((8.0, 0.9), (30.0, 0.5)):
        before, after = (shapely.get_num_coordinates(shapes(path)).sum()
                         for path in (source, simplified(source, tolerance=tolerance)[0]))
        assert after < fewer * before
    source = polygons_of(tmp_path, patchy(1))
    outer = shapely.union_all(shapes(source))
    for change in (simplified, smoothed):
        loose, kept = (shapely.union_all(shapes(change(source, keep_outer=k)[0])) for k in (False, True))
        assert kept.symmetric_difference(outer).area == pytest.approx(0, abs=1e-6)
        assert loose.symmetric_difference(outer).area > 100


def test_the_same_polygons_give_the_same_bytes(tmp_path):
    source = polygons_of(tmp_path, patchy(2))
    for change in (simplified, smoothed):
        output, _ = change(source)
        once = bytes_of(output)
        change(source)
        assert bytes_of(output) == once


def test_arcs_are_a_division_of_the_rings(tmp_path):
    before = shapes(polygons_of(tmp_path, patchy(3, 30, 30, gaps=0.2)))
    rings, division = joined([rings_of(before[:20]), rings_of(before[20:])])
    arcs = find_arcs(rings)
    again = shapes_of(arcs.rings(arcs.lines.taken), division)
    assert shapely.equals(shapely.normalize(before), shapely.normalize(again)).all()
    assert set(arcs.uses) == {1, 2}
    lengths = shapely.length(shapely.from_ragged_array(shapely.GeometryType.LINESTRING, arcs.lines.points,
                                                       (arcs.lines.starts,)))
    assert lengths @ arcs.uses == pytest.approx(shapely.length(before).sum())
    each = [points.tobytes() for points in np.split(arcs.lines.points, arcs.lines.starts[1:-1])]
    assert len(set(each)) == len(arcs.lines)


def visvalingam(points, tolerance, fewest):
    """Take the corner with the smallest triangle away, and look them all over again."""
    points = list(points)
    while len(points) > fewest:
        areas = [abs(np.cross(b - a, c - a)) / 2 for a, b, c in zip(points, points[1:], points[2:])]
        worst = int(np.argmin(areas))
        if areas[worst] > tolerance**2:
            break
        del points[worst + 1]
    return np.array(points)


@pytest.mark.parametrize("is_loop", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_smallest_triangles_go_first(seed, is_loop):
    random = np.random.default_rng(seed)
    each = [np.cumsum(random.normal(0, 10, (count, 2)), axis=0) for count in (2, 30, 80)]
    if is_loop:
        each = [np.vstack([points, points[:1]]) for points in (each[1], each[2])]
    lines = Lines(np.vstack(each), np.concatenate([[0], np.cumsum([len(points) for points in each])]))
    for tolerance in (3.0, 8.0, 1000.0):
        found = without_corners(lines, tolerance)
        assert len(found) == len(each)
        for number, points in enumerate(each):
            ours = found.points[found.starts[number] : found.starts[number + 1]]
            assert np.array_equal(ours, visvalingam(points, tolerance, 4 if is_loop else 2))


@pytest.mark.parametrize("seed", range(20))
def test_crossing_lines_are_those_of_geos(seed):
    """Lines between shared nodes, of long steps and short ones."""
    random = np.random.default_rng(seed)
    nodes = random.uniform(0, 100, (12, 2))
    each = []
    for _ in range(14):
        start, end = nodes[random.choice(12, 2, replace=False)]
        middle = start + np.cumsum(random.normal(0, 0.1 if seed % 2 else 3, (random.integers(0, 6), 2)), axis=0)
        each.append(np.vstack([start, middle, end]))
    lines = Lines(np.vstack(each), np.concatenate([[0], np.cumsum([len(points) for points in each])]))
    shapes = [shapely.LineString(points) for points in each]
    expected = [
        not one.is_simple or any(one.crosses(other) or one.overlaps(other) for other in shapes if other is not one)
        for one in shapes
    ]
    assert crossing(lines).tolist() == expected
    assert any(expected)


@pytest.mark.parametrize("seed", range(6))
def test_strips_and_cells_hide_no_crossing(seed, monkeypatch):
    """Looked at a few at once, the same lines cross; and where only some are new, all that cross these."""
    random = np.random.default_rng(seed)
    each = [np.cumsum(random.normal(0, 2, (random.integers(2, 9), 2)), axis=0) + random.uniform(0, 200, 2)
            for _ in range(300)]
    lines = Lines(np.vstack(each), np.concatenate([[0], np.cumsum([len(points) for points in each])]))
    boxes = np.array([[*points.min(axis=0), *points.max(axis=0)] for points in each])
    sizes, every = np.diff(lines.starts), np.ones(300, np.bool_)
    monkeypatch.setattr(crossings, "_SIZE_OF_STRIP", 40)
    monkeypatch.setattr(crossings, "_CELLS", 50)
    whole = crossing(lines)
    assert whole.any() and not whole.all()
    assert np.array_equal(crossings.crossing_among(boxes, sizes, lines.taken, every), whole)
    new = random.random(300) < 0.05
    found = crossings.crossing_among(boxes, sizes, lines.taken, new)
    assert not (found & ~whole).any()
    shapes = [shapely.LineString(points) for points in each]
    for one in np.flatnonzero(new):
        with_it = [other for other in range(300) if other != one and shapes[one].crosses(shapes[other])]
        assert found[[*with_it, *([one] if with_it else [])]].all()


def test_parts_of_the_polygons_change_nothing(tmp_path, monkeypatch):
    source = polygons_of(tmp_path, patchy(4))
    for change in (simplified, smoothed):
        whole = bytes_of(change(source)[0])
        with monkeypatch.context() as small:
            small.setattr(crossings, "_SIZE_OF_STRIP", 50)
            small.setattr(fitting, "_ARCS", 7)
            small.setattr(fitting, "_SHAPES", 20)
            small.setattr(coverage, "_SHAPES", 15)
            assert bytes_of(change(source)[0]) == whole


def test_lines_that_touch_or_lie_on_each_other_cross():
    points = [[(0, 0), (10, 0)], [(5, 0), (5, 5)], [(20, 0), (30, 0)], [(30, 0), (25, 0), (25, 5)], [(0, 0), (0, 9)]]
    lines = Lines(np.vstack(points).astype(float), np.array([0, 2, 4, 6, 9, 11]))
    assert crossing(lines).tolist() == [True, True, True, True, False]


def area(points):
    x, y = points.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def test_a_cut_corner_keeps_ends_and_area():
    steps = np.array([[0, 0], [10, 0], [10, 10], [20, 10], [20, 30], [40, 30]], float)
    lines = cut_corners(Lines(steps, np.array([0, 6])), np.array([False]), 3)
    assert (lines.points[[0, -1]] == steps[[0, -1]]).all()
    closed = np.vstack([steps, [[40, 0], [0, 0]]])
    smooth_and_back = np.vstack([lines.points, [[40, 0], [0, 0]]])
    assert area(smooth_and_back) == pytest.approx(area(closed), rel=1e-6)
    assert shapely.LineString(lines.points).hausdorff_distance(shapely.LineString(steps)) < 6


def test_a_square_becomes_round_and_keeps_its_area():
    square = np.array([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], float)
    lines = cut_corners(Lines(square, np.array([0, 5])), np.array([True]), 4)
    assert (lines.points[0] == lines.points[-1]).all()
    assert area(lines.points) == pytest.approx(100, rel=1e-3)
    radii = np.hypot(*(lines.points - 5).T)
    assert radii.max() - radii.min() < 0.6  # of a circle of that area: 5.64


def test_far_from_a_corner_nothing_changes():
    corner = np.array([[0, 0], [1000, 0], [1000, 1000]], float)
    lines = cut_corners(Lines(corner, np.array([0, 3])), np.array([False]), 1, reach=10.0)
    assert shapely.LineString(lines.points).hausdorff_distance(shapely.LineString(corner)) < 10


def test_what_would_cross_stays(tmp_path):
    """An island in the corner of a square, where the corner would be cut off."""
    codes = np.full((40, 40), 1, np.uint8)
    codes[10:30, 10:30] = 2
    codes[11, 11] = 3
    output, kept = smoothed(polygons_of(tmp_path, codes), reach=1000.0)
    after = shapes(output)
    assert shapely.is_valid(after).all() and shapely.coverage_is_valid(after)
    assert kept.metrics["borders_kept"] > 0
    assert shapely.area(after).sum() == pytest.approx(160_000, rel=0.1)


def test_corners_that_one_side_lacks_are_put_in(tmp_path):
    """GDAL's own polygons have no corner where two others meet at their straight border."""
    boxes = [shapely.box(0, 0, 10, 20), shapely.box(10, 0, 20, 10), shapely.box(10, 10, 20, 20)]
    assert not shapely.coverage_is_valid(boxes)
    fields = {"name": ["a", None, "c"], "count": [1, 2, None]}
    layer = Layer("polygons", CRS, "Polygon", tuple(shapely.to_wkb(boxes)), fields)
    write_polygons(tmp_path / "polygons.gpkg", layer)
    for change in (simplified, smoothed):
        output, _ = change(str(tmp_path / "polygons.gpkg"))
        assert shapely.coverage_is_valid(shapes(output))
        assert read_layer(output).fields == layer.fields


def test_shapes_of_several_polygons(tmp_path):
    left, middle, right = (shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20))
    several = [shapely.MultiPolygon([left, right]), middle]
    wkb = tuple(shapely.to_wkb([several[0], shapely.MultiPolygon([several[1]])]))
    write_polygons(tmp_path / "polygons.fgb", Layer("polygons", CRS, "MultiPolygon", wkb, {}))
    output, _ = smoothed(str(tmp_path / "polygons.fgb"))
    assert [shape.geom_type for shape in shapes(output)] == ["MultiPolygon"] * 2
    assert shapely.coverage_is_valid(shapes(output))


@pytest.mark.parametrize(
    ("boxes", "crs", "said_of_it"),
    [
        ([(0, 0, 10, 10), (5, 5, 15, 15)], CRS, "borders cross others"),
        ([(0, 0, 10, 10)], "", "no coordinate reference system"),
        ([], CRS, "holds no polygon"),
    ],
)
def test_what_does_not_lie_side_by_side_is_refused(tmp_path, boxes, crs, said_of_it):
    source = str(tmp_path / "polygons.gpkg")
    wkb = tuple(shapely.to_wkb(shapely.box(*box)) for box in boxes)
    write_polygons(source, Layer("polygons", crs, "Polygon", wkb, {"code": [1] * len(wkb)}))
    for change in (simplified, smoothed):
        with pytest.raises(UserError, match=said_of_it):
            change(source)


def test_metres_are_no_degrees(tmp_path):
    codes = natural(1)
    source = write_map(tmp_path / "map.tif", codes, grid_of(codes, DEGREES, 0.0001, 3.0, 45.0))
    run = vectorize.run
    run(VectorizeJob(source, str(tmp_path / "polygons.gpkg")), RunContext())
    with pytest.raises(UserError, match="TOLERANCE is 10 degrees"):
        simplified(str(tmp_path / "polygons.gpkg"))
    output, kept = simplified(str(tmp_path / "polygons.gpkg"), tolerance=0.0001)
    assert shapely.coverage_is_valid(shapes(output)) and kept.metrics["largest_area_change"] < 0.001


def test_wrong_numbers_are_named(tmp_path):
    source = polygons_of(tmp_path, patchy(1, 9, 9))
    for change, options, name in ((simplified, {"tolerance": 0.0}, "TOLERANCE"), (smoothed, {"rounds": 7}, "ROUNDS"),
                                  (smoothed, {"reach": -1.0}, "REACH")):  # fmt: skip
        with pytest.raises(UserError, match=name):
            change(source, **options)


def test_the_package_is_one_that_can_be_installed(monkeypatch):
    monkeypatch.setattr(shapely, "geos_version", (3, 11, 1))
    with pytest.raises(UserError, match="Smoothing needs the package shapely"):
        coverage.shapely_for("Smoothing needs")
    assert [r for r in OPTIONAL if r.module == "shapely"]
