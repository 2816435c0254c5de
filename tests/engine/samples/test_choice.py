"""Samplers: limits a polygon, even steps, distances, in every run; the same however the area is cut into blocks."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from landweave.engine.errors import UserError
from landweave.engine.samples.prepared import Reference, load_reference
from landweave.engine.vector.layers import point_coordinates, points_wkb
from landweave.tests.engine.samples.made import UTM31, X, Y, grid, square
from landweave.tests.engine.samples.test_select import ROWS, points, prepared

LARGE = [*ROWS, (square(60, 70, 30, 25), 1), (square(10, 75, 35, 15), 2)]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    tiles = {"A": grid(0, 0, 60, 100), "B": grid(40, 0, 60, 100)}
    return prepared(tmp_path_factory.mktemp("reference"), LARGE, tiles=tiles, runs=2)


def of_strata(found, run, side="learn"):
    """Return the rows of each region and class on a side of a run."""
    rows = {}
    for row, key in enumerate(zip(found.fields["region"], found.fields["code"])):
        if found.fields[run][row] == side:
            rows.setdefault(key, []).append(row)
    return rows


@pytest.mark.parametrize("options", [
    {"per_polygon": 3, "maximum": 30}, {"per_polygon": 2, "strategy": "all", "sampler": "periodic"},
    {"per_polygon": 5, "maximum": 40, "sampler": "periodic"}, {"per_polygon": 4, "maximum": 20, "spacing": 20.0},
    {"spacing": 28.5, "strategy": "all"}, {"spacing": 40.0, "maximum": 15, "sampler": "periodic", "per_polygon": 1},
])
def test_limits_hold_in_every_run_and_are_reached(tmp_path, source, options):
    found = points(tmp_path, source, validation=True, **options)
    everything = points(tmp_path, source, strategy="all", validation=True)
    cap, spacing = options.get("per_polygon") or 10**9, options.get("spacing", 0.0)
    polygons = {name: np.array(layer.fields["polygon_id"]) for name, layer in (("few", found), ("all", everything))}
    places = {name: np.column_stack(point_coordinates(layer.geometries))
              for name, layer in (("few", found), ("all", everything))}
    for run in ("run_1", "run_2"):
        for side in ("learn", "validation"):
            few, many = of_strata(found, run, side), of_strata(everything, run, side)
            assert set(few) == set(many)
            for key, rows in few.items():
                wanted = options.get("maximum", 10**9)
                of_polygon = Counter(polygons["few"][rows].tolist())
                assert max(of_polygon.values()) <= cap
                assert len(rows) <= wanted
                able = Counter(polygons["all"][many[key]].tolist())
                if not spacing:
                    assert len(rows) == min(wanted, sum(min(cap, count) for count in able.values()))
                    continue
                tree = cKDTree(places["few"][rows])
                assert not tree.query_pairs(spacing * (1 - 1e-6))
                if len(rows) < wanted:  # every other pixel is too near to a sample, or its polygon gave all it may
                    nearest = tree.query(places["all"][many[key]])[0]
                    full = np.array([of_polygon[p] >= cap for p in polygons["all"][many[key]].tolist()])
                    assert ((nearest < spacing) | full).all()


@pytest.mark.parametrize("count", [7, 100, 333])
def test_periodic_steps_are_even_and_the_number_is_exact(tmp_path, source, count):
    everything = points(tmp_path, source, strategy="all")
    found = points(tmp_path, source, maximum=count, sampler="periodic")
    place = {g: i for i, g in enumerate(everything.geometries)}
    for key, rows in of_strata(found, "run_1").items():
        own = of_strata(everything, "run_1")[key]
        order = {row: i for i, row in enumerate(own)}
        steps = [order[place[found.geometries[row]]] for row in rows]
        assert len(rows) == min(count, len(own))
        gaps = np.diff([-1, *steps, len(own)])
        assert gaps[1:-1].max() - gaps[1:-1].min() <= 1
        assert abs(gaps[0] - gaps[-1]) <= 1


def test_periodic_needs_no_seed(tmp_path, source):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    points(tmp_path / "a", source, sampler="periodic", maximum=50, seed=1)
    points(tmp_path / "b", source, sampler="periodic", maximum=50, seed=2)
    assert (tmp_path / "a/points.gpkg").read_bytes() == (tmp_path / "b/points.gpkg").read_bytes()


@pytest.mark.parametrize("options", [
    {"maximum": 30}, {"maximum": 30, "per_polygon": 3}, {"strategy": "total", "total": 90, "per_polygon": 4},
    {"maximum": 30, "spacing": 25.0}, {"maximum": 50, "sampler": "periodic", "per_polygon": 6},
    {"strategy": "smallest"},
])
def test_blocks_do_not_matter(tmp_path, source, monkeypatch, options):
    points(tmp_path, source, **options)
    whole = (tmp_path / "points.gpkg").read_bytes()
    monkeypatch.setattr("landweave.engine.samples.pixels._BLOCK_PIXELS", 7)
    points(tmp_path, source, **options)
    assert (tmp_path / "points.gpkg").read_bytes() == whole


def test_runs_share_their_samples(tmp_path, source):
    """What both runs may learn from, both take, as far as their numbers go."""
    found = points(tmp_path, source, maximum=20)
    sides = list(zip(found.fields["run_1"], found.fields["run_2"]))
    assert len(sides) < sum(side == "learn" for pair in sides for side in pair)
    assert all("learn" in pair for pair in sides)


def as_points(count=40):
    """Make a reference of points, some on the very edges of pixels and blocks, two of them in one pixel."""
    random = np.random.default_rng(0)
    places = random.permutation(100 * 100)[:count]
    x = X + places % 100 * 10 + random.uniform(0.1, 9.9, count)
    y = Y - places // 100 * 10 - random.uniform(0.1, 9.9, count)
    x[:3], y[:3] = X + np.array([280.0, 140.0, 505.0]), Y - np.array([305.0, 280.0, 140.0])
    x[4], y[4] = x[3], y[3]
    names = np.full(count, "all", object)
    run = np.array(["learn", "validation", "test"] * count, object)[:count]
    reference = Reference(
        "code", UTM31, {"T1": grid()}, points_wkb(x, y), 1 + np.arange(count) % 2, np.arange(1, count + 1), names,
        np.full(count, "T1", object), np.zeros(count), {"run_1": run})
    return reference, x, y


def test_points_give_the_pixel_that_they_lie_in(tmp_path, monkeypatch):
    reference, x, y = as_points()
    monkeypatch.setattr("landweave.engine.samples.select.load_reference", lambda _: reference)
    monkeypatch.setattr("landweave.engine.samples.pixels._BLOCK_PIXELS", 14)
    found = points(tmp_path, "unread", strategy="all", validation=True)
    assert set(found.fields["run_1"]) == {"learn", "validation"}
    own = {p: (fx, fy) for p, fx, fy in zip(found.fields["polygon_id"], *point_coordinates(found.geometries))}
    taken = np.flatnonzero(np.arange(40) % 3 < 2)
    assert [row + 1 for row in taken if row + 1 not in own] == [4]  # point 5 lies in the same pixel
    for polygon, (fx, fy) in own.items():
        assert abs(fx - x[polygon - 1]) <= 5 + 1e-6
        assert abs(fy - y[polygon - 1]) <= 5 + 1e-6
        assert (fx - X) % 10 == (Y - fy) % 10 == 5


def test_polygons_held_back_give_nothing(tmp_path, source, monkeypatch):
    reference = load_reference(source)
    held = reference.polygon_id % 5 == 0
    runs = {name: np.where(held, "test", side).astype(object) for name, side in reference.runs.items()}
    monkeypatch.setattr("landweave.engine.samples.select.load_reference", lambda _: replace(reference, runs=runs))
    found = points(tmp_path, "unread", strategy="all", validation=True)
    assert not (np.array(found.fields["polygon_id"]) % 5 == 0).any()
    assert set(found.fields["run_1"]) <= {"learn", "validation", "spare"}


@pytest.mark.parametrize(("options", "message"), [
    ({"sampler": "hexagons"}, "no sampler 'hexagons'"),
    ({"per_polygon": -1}, "-1 samples a polygon"),
    ({"spacing": -5.0}, "spacing is -5 m"),
    ({"spacing": float("nan")}, "spacing is nan m"),
    ({"strategy": "total", "total": 0}, "total is 0 samples"),
])
def test_what_cannot_be_is_refused(tmp_path, options, message):
    with pytest.raises(UserError, match=message):
        points(tmp_path, "unread.gpkg", **options)
