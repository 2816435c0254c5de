"""Selection: pixel centres in polygons, quotas that hold in every run, the same bytes again."""

import hashlib
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import PrepareReferenceJob, SelectSamplesJob, SplitReferenceJob
from landweave.engine.raster.warp import reproject_extent
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.pixels import scrambled
from landweave.engine.samples.prepared import load_reference
from landweave.engine.samples.reference import run as prepare
from landweave.engine.samples.select import run as select
from landweave.engine.samples.split import run as split
from landweave.engine.vector.geometry import shape_of
from landweave.engine.vector.layers import point_coordinates, read_layer, reproject_geometries
from landweave.tests.engine.samples.made import UTM32, Said, X, Y, catalogue, grid, layer, square

ROWS = [(square(3 + 12 * (i % 8), 3 + 12 * (i // 8), 4 + i % 5, 3 + i % 4), 1 + i % 3) for i in range(48)]


def prepared(folder, rows=ROWS, tiles=None, runs=0, regions=True, **options):
    source = layer(folder / "polygons.gpkg", rows)
    halves = layer(folder / "regions.gpkg", [(square(0, 0, 50, 100), "west"), (square(50, 0, 50, 100), "east")],
                   "name", ogr.OFTString) if regions else ""
    path = str(folder / "prepared.gpkg")
    prepare(PrepareReferenceJob(source, "code", catalogue(folder, **(tiles or {})), path, halves,
                                "name" if regions else ""), RunContext())
    if runs:
        split(SplitReferenceJob(path, str(folder / "split.gpkg"), runs=runs, **options), RunContext())
        path = str(folder / "split.gpkg")
    return path


def points(folder, source, said=None, **options):
    path = str(folder / "points.gpkg")
    select(SelectSamplesJob(source, path, **options), (said or Said()).context)
    return read_layer(f"{path}|layername=points")


def test_all_takes_every_pixel_whose_centre_is_inside(tmp_path):
    source = prepared(tmp_path)
    found = points(tmp_path, source, strategy="all")
    x, y = point_coordinates(found.geometries)
    assert len(found) == sum((4 + i % 5) * (3 + i % 4) for i in range(48))
    assert set(np.mod(x - X, 10)) == {5.0}
    assert set(np.mod(Y - y, 10)) == {5.0}
    assert len(set(zip(x, y))) == len(found)
    shapes = {i + 1: ogr.CreateGeometryFromWkt(wkt) for i, (wkt, _) in enumerate(ROWS)}
    for geometry, polygon, code in zip(found.geometries, found.fields["polygon_id"], found.fields["code"]):
        assert shapes[polygon].Contains(shape_of(geometry))
        assert code == ROWS[polygon - 1][1]
    assert list(found.fields) == ["code", "polygon_id", "region", "tile", "area_m2"]


@pytest.mark.parametrize("runs", [1, 3])
def test_the_maximum_holds_in_every_run(tmp_path, runs):
    source = prepared(tmp_path, runs=runs)
    reference = load_reference(source)
    found = points(tmp_path, source, strategy="maximum", maximum=40)
    side_of_polygon = {name: dict(zip(reference.polygon_id.tolist(), side)) for name, side in reference.runs.items()}
    for name, sides in side_of_polygon.items():
        learnt = Counter()
        for code, region, polygon, side in zip(*(found.fields[k] for k in ("code", "region", "polygon_id", name))):
            assert side == sides[polygon] or (side == "spare" and sides[polygon] == "learn")
            learnt[code, region] += side == "learn"
        assert set(learnt.values()) == {40}
    assert all("learn" in sides for sides in zip(*(found.fields[name] for name in reference.runs)))


def test_validation_pixels_on_request(tmp_path):
    source = prepared(tmp_path, runs=1)
    without = points(tmp_path, source, strategy="all")
    everything = points(tmp_path, source, strategy="all", validation=True)
    assert set(without.fields["run_1"]) == {"learn"}
    assert Counter(everything.fields["run_1"])["learn"] == len(without)
    assert len(everything) == sum((4 + i % 5) * (3 + i % 4) for i in range(48))


def test_proportional_takes_a_share_of_each_class(tmp_path):
    source = prepared(tmp_path, regions=False)
    everything = Counter(points(tmp_path, source, strategy="all").fields["code"])
    found = Counter(points(tmp_path, source, strategy="proportional", percent=20.0).fields["code"])
    assert {code: int(np.ceil(n * 0.2)) for code, n in everything.items()} == found


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    source, digests = prepared(tmp_path, runs=2), []
    for seed in (1, 1, 2):
        points(tmp_path, source, maximum=20, seed=seed)
        digests.append(hashlib.sha256((tmp_path / "points.gpkg").read_bytes()).hexdigest())
    assert digests[0] == digests[1] != digests[2]


def test_overlapping_tiles_give_a_place_once(tmp_path):
    tiles = {"A": grid(0, 0, 60, 100), "B": grid(40, 0, 60, 100)}
    found = points(tmp_path, prepared(tmp_path, tiles=tiles), strategy="all")
    x, y = point_coordinates(found.geometries)
    assert len(set(zip(x, y))) == len(found) == sum((4 + i % 5) * (3 + i % 4) for i in range(48))
    assert {tile for tile, place in zip(found.fields["tile"], x) if place < X + 600} == {"A"}
    assert {tile for tile, place in zip(found.fields["tile"], x) if place > X + 600} == {"B"}


def test_points_of_two_zones_lie_on_their_own_pixels(tmp_path):
    first = grid(0, 0, 40, 100)
    x_min, _, _, y_max = reproject_extent(grid(60, 0, 40, 100).extent, first.crs, UTM32)
    far = replace(grid(0, 0, 60, 130), crs=UTM32, x_min=round(x_min, -1), y_max=round(y_max, -1))
    source = prepared(tmp_path, tiles={"A": first, "B": far}, regions=False)
    found = points(tmp_path, source, strategy="all")
    rows = [i for i, tile in enumerate(found.fields["tile"]) if tile == "B"]
    x, y = point_coordinates(reproject_geometries([found.geometries[i] for i in rows], found.crs, UTM32))
    assert len(rows) > 100
    np.testing.assert_allclose(np.mod(x - far.x_min, 10), 5, atol=0.01)
    np.testing.assert_allclose(np.mod(far.y_max - y, 10), 5, atol=0.01)


def test_polygons_without_a_pixel_are_said(tmp_path):
    said = Said()
    between = square(0.6, 0.6, 0.3)
    source = prepared(tmp_path, [*ROWS[:6], (between, 9)], regions=False)
    points(tmp_path, source, said, strategy="all")
    assert any("1 of 7 polygons hold no pixel's centre: 7" in text for text in said.warnings())
    assert any("Class 9 has no pixel" in text for text in said.warnings())


def test_no_pixel_at_all_is_refused(tmp_path):
    source = prepared(tmp_path, [(square(0.6, 0.6, 0.3), 1), (square(2.6, 0.6, 0.3), 2)], regions=False)
    with pytest.raises(UserError, match="No pixel's centre lies in a polygon"):
        points(tmp_path, source)
    assert not (tmp_path / "points.gpkg").exists()


@pytest.mark.parametrize(("options", "message"), [
    ({"strategy": "periodic"}, "no strategy 'periodic'"),
    ({"maximum": 0}, "maximum is 0"),
    ({"strategy": "proportional", "percent": 0.0}, "share is 0 percent"),
    ({"seed": -1}, "seed is -1"),
])
def test_what_cannot_be_is_refused(tmp_path, options, message):
    with pytest.raises(UserError, match=message):
        points(tmp_path, "unread.gpkg", **options)


def test_ranks_depend_on_the_number_alone_and_are_even():
    numbers = np.random.default_rng(0).permutation(100_000)
    ranks = scrambled(numbers, 3)
    assert (ranks == np.array([scrambled(numbers[i : i + 1], 3)[0] for i in range(100)] + list(ranks[100:]))).all()
    counts = np.bincount((ranks >> np.uint64(58)).astype(int), minlength=64)
    assert abs(counts - 100_000 / 64).max() < 6 * np.sqrt(100_000 / 64)
    assert len(np.unique(ranks)) == len(ranks)
