"""Folds of cross_validate: what stays whole, how far apart they are, and what cannot be divided."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import SPLITS, CrossValidateJob
from landweave.engine.learning.crossval import cross_validate
from landweave.engine.learning.division import make_division
from landweave.engine.learning.folds import group_folds
from landweave.engine.learning.prepare import make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.tests.engine.learning.makers import sample_set
from landweave.tests.engine.samples.made import UTM31, Said, X, Y, spherical_field

FOREST = '{"n_estimators": 5}'


def placed_set(seed=0, polygons=14, pixels=4, villages=7, extent=20_000.0, **columns):
    """Return samples of polygons around villages, with tile, region and year of each polygon."""
    plain = sample_set(polygons=polygons, pixels=pixels, seed=seed)
    random = np.random.default_rng(seed)
    ids = plain.attributes["polygon_id"] - 1
    count = int(ids.max()) + 1
    village = random.integers(0, villages, count)
    middles = random.uniform(0, extent, (villages, 2))[village] + random.normal(0, 150, (count, 2))
    places = middles[ids] + random.uniform(-20, 20, (len(ids), 2))
    attributes = {
        **plain.attributes, "tile": np.array([f"T{v % 3}" for v in village], object)[ids],
        "region": np.array([f"R{v % 4}" for v in village], object)[ids],
        "year": (2019 + village % 3)[ids], **columns,
    }
    return replace(plain, attributes=attributes, x=X + places[:, 0], y=Y + places[:, 1], crs_wkt=UTM31)


def job(split, **options):
    return CrossValidateJob("s.gpkg", "code", "out.json", split=split, **{"folds": 3, **options})


def division(samples, split, context=None, **options):
    return make_division(job(split, **options), make_table(samples, "s.gpkg", "code", RunContext()),
                         context or RunContext())


@given(st.sampled_from(SPLITS), st.integers(0, 500), st.integers(2, 3))
@settings(max_examples=40, deadline=None)
def test_polygons_are_whole_each_is_tested_once_and_folds_repeat(split, seed, folds):
    samples = placed_set(seed)
    first, again = (division(samples, split, folds=folds, block_size_m=2000.0).folds_of(seed) for _ in range(2))
    held_out = np.concatenate([held for _, held in first])
    assert np.array_equal(np.sort(held_out), np.arange(len(samples)))
    for (learn, held), (learn_again, held_again) in zip(first, again):
        assert np.array_equal(learn, learn_again) and np.array_equal(held, held_again)
        assert len(learn) and len(held)
        polygons = samples.attributes["polygon_id"]
        assert not set(polygons[learn]) & set(polygons[held])
    if split != "year":
        assert len(first) <= folds


def test_groups_are_divided_as_before():
    samples = placed_set()
    found = division(samples, "group").folds_of(5)
    table = make_table(samples, "s.gpkg", "code", RunContext())
    expected = group_folds(table.classes, np.unique(samples.attributes["polygon_id"], return_inverse=True)[1], 3, 5)
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(found, expected))


@pytest.mark.parametrize("split", ["tile", "region", "year"])
def test_tiles_regions_and_years_stay_whole(split):
    samples = placed_set()
    column = samples.attributes[split]
    for learn, held in division(samples, split).folds_of(0):
        assert not set(column[learn]) & set(column[held])


def test_a_polygon_of_two_tiles_is_where_most_of_its_samples_are():
    samples = placed_set(pixels=5)
    tile = samples.attributes["tile"].copy()
    first = np.flatnonzero(samples.attributes["polygon_id"] == 1)
    other = np.setdiff1d(["T0", "T1", "T2"], [tile[first[0]]])[0]
    tile[first[:2]] = other
    samples = replace(samples, attributes={**samples.attributes, "tile": tile})
    for learn, held in division(samples, "tile").folds_of(0):
        own = held if first[0] in held else learn
        assert set(first) <= set(own)
        assert (np.isin(np.flatnonzero(tile == tile[first[-1]]), own)).all()


def test_blocks_are_squares_of_the_size_that_is_given_or_found():
    samples = placed_set(villages=30)
    found = division(samples, "block", block_size_m=2000.0)
    x, y = (np.bincount(found.groups, axis) / np.bincount(found.groups) for axis in (samples.x, samples.y))
    block = np.floor(np.column_stack([x, y]) / 2000)
    for cell in np.unique(block, axis=0):
        own = np.flatnonzero((block == cell).all(axis=1))
        assert len(set(found.units[np.isin(found.groups, own)])) == 1
    assert found.summary["units"] == len(np.unique(block, axis=0))
    estimated = division(samples, "block")
    assert estimated.summary["block_size_m"] > 0 and estimated.summary["autocorrelation_range_m"] > 0


def test_the_block_size_is_the_range_of_the_features():
    """Features whose covariance is spherical with a range of 4 km."""
    samples = placed_set(polygons=200, pixels=2, villages=600, extent=40_000.0)
    field = spherical_field(np.column_stack([samples.x, samples.y]), 4000.0, 0, count=5)
    samples.matrix[:] = (3000 + 1000 * field).astype(np.int16)
    said = Said()
    found = division(samples, "block", said.context)
    assert 2600 < found.summary["block_size_m"] < 5600
    assert any("resemble each other over" in text for text in said.logs())


def test_blocks_larger_than_the_area_allows_are_made_smaller_and_said():
    samples = placed_set(polygons=40, villages=5, extent=3000.0)
    samples.matrix[:] = (1000 + (samples.x - samples.x.min()))[:, None].astype(np.int16)
    said = Said()
    found = division(samples, "block", said.context)
    assert found.summary["units"] >= 6
    assert found.summary["block_size_m"] < found.summary["autocorrelation_range_m"]
    assert any("may still be optimistic" in text for text in said.warnings())


def test_matched_folds_lie_as_far_as_the_map():
    samples = placed_set(polygons=60, villages=25, extent=50_000.0)
    box = (X, Y, X + 50_000.0, Y + 50_000.0)
    said = Said()
    found = division(samples, "knndm", said.context, extent=box, folds=5)
    splits = found.folds_of(0)
    assert found.summary["distance_m"] < 0.6 * found.summary["random_distance_m"]
    assert any("lie as far from the others as the map does" in text for text in said.logs())
    assert not said.warnings()

    def away(some):
        return np.concatenate([[np.hypot(samples.x[learn] - samples.x[i], samples.y[learn] - samples.y[i]).min()
                                for i in held[:40]] for learn, held in some])

    assert np.median(away(splits)) > 5 * np.median(away(division(samples, "group", folds=5).folds_of(0)))


def test_without_map_or_extent_the_box_of_the_samples_stands_for_it_and_that_is_said():
    said = Said()
    division(placed_set(), "knndm", said.context).folds_of(0)
    assert any("the box around the samples" in text for text in said.warnings())


def test_polygons_of_all_years_are_held_out_with_their_year():
    samples = placed_set(polygons=20, pixels=6)
    years = 2019 + np.arange(len(samples)) % 3
    samples = replace(samples, attributes={**samples.attributes, "year": years})
    splits = division(samples, "year").folds_of(0)
    assert np.array_equal(np.sort(np.concatenate([held for _, held in splits])), np.arange(len(samples)))
    for learn, held in splits:
        assert len(learn) and not set(years[learn]) & set(years[held])
        assert not set(samples.attributes["polygon_id"][learn]) & set(samples.attributes["polygon_id"][held])


def test_campaigns_are_years_where_there_is_no_year():
    samples = placed_set()
    columns = {name: column for name, column in samples.attributes.items() if name != "year"}
    columns["campaign"] = samples.attributes["region"]
    found = division(replace(samples, attributes=columns), "year")
    assert found.summary["year_field"] == "campaign" and len(found.folds_of(0)) == 4


@pytest.mark.parametrize("split", ["block", "tile", "region", "year", "knndm"])
def test_the_report_tells_the_split_and_the_optimistic_figure(tmp_path, split):
    save_samples(str(tmp_path / "s.gpkg"), placed_set(polygons=20))
    given = replace(job(split, method_options=FOREST), samples=str(tmp_path / "s.gpkg"))
    report = cross_validate(given, RunContext())
    assert report["split"]["method"] == split and report["split"]["units"] > 1
    assert report["parameters"]["SPLIT"] == split
    assert report["random_split_overall_accuracy"] > 0.5
    assert report == cross_validate(given, RunContext(workers=2))


def no_places(samples):
    return replace(samples, x=np.full(len(samples), np.nan), y=np.full(len(samples), np.nan), crs_wkt="")


def without(samples, *names):
    return replace(samples, attributes={n: c for n, c in samples.attributes.items() if n not in names})


@pytest.mark.parametrize(("split", "change", "options", "message"), [
    ("year", lambda s: without(s, "year"), {}, "does not tell the year"),
    ("year", lambda s: s, {"year_field": "season"}, "no column 'season'"),
    ("year", lambda s: replace(s, attributes={**s.attributes, "year": np.full(len(s), 2020)}), {}, "are of one year"),
    ("year", lambda s: replace(s, attributes={**s.attributes, "year": np.full(len(s), np.nan)}), {}, "no value in"),
    ("block", no_places, {}, "have no places"),
    ("knndm", no_places, {}, "have no places"),
    ("knndm", lambda s: s, {"map": "/no/such.tif"}, "/no/such.tif"),
    ("knndm", lambda s: s, {"extent": (3.0, 1.0)}, "extent"),
    ("block", lambda s: s, {"block_size_m": -1.0}, "block size is -1"),
    ("tile", lambda s: without(s, "tile"), {}, "no column 'tile'"),
    ("tile", lambda s: replace(s, attributes={**s.attributes, "tile": np.full(len(s), "", object)}), {}, "no tile"),
    ("place", lambda s: s, {}, "no SPLIT 'place'"),
])
def test_what_cannot_be_divided_is_said(split, change, options, message):
    with pytest.raises(UserError, match=message) as caught:
        division(change(placed_set()), split, **options)
    assert caught.value.hint


@pytest.mark.parametrize(("split", "options", "message"), [
    ("block", {"block_size_m": 1e7}, "has 1 block of 10000000 m, fewer than FOLDS = 3"),
    ("tile", {"folds": 4}, "has 3 tiles, fewer than FOLDS = 4"),
    ("knndm", {"folds": 43}, "has 42 groups"),
])
def test_more_folds_than_units_are_refused(tmp_path, split, options, message):
    save_samples(str(tmp_path / "s.gpkg"), placed_set())
    with pytest.raises(UserError, match=message):
        cross_validate(replace(job(split, **options), samples=str(tmp_path / "s.gpkg")), RunContext())
