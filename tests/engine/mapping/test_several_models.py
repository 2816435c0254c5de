"""Several models in one pass: of other features, of regions with soft borders, fused in every way."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassifyJob, ExtractSamplesJob
from landweave.engine.learning.model_file import load_model, save_model
from landweave.engine.mapping.areas import load_areas
from landweave.engine.mapping.borders import soft_shares
from landweave.engine.mapping.certainty import entropy, margin
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.vector.layers import write_layer
from landweave.tests.engine.mapping import world
from landweave.tests.engine.mapping.test_classify import read
from landweave.tests.engine.products import write_raster

CODES = np.array(world.CODES)


@pytest.fixture(scope="module")
def models(paths, tmp_path_factory):
    """Three models of two sets of features: bands by all dates; two indices; the first again with another seed."""
    folder = tmp_path_factory.mktemp("models")
    few = folder / "few.json"
    few.write_text(json.dumps({"sensors": {"S2": {"bands": ["B4", "B8"], "indices": ["NDVI"]}}, "step_days": 20}))
    ExtractSamplesJob(paths["catalogue"], paths["points"], str(folder / "few.gpkg"), str(few)).execute(RunContext())
    other = load_samples(str(folder / "few.gpkg"))
    same = load_samples(paths["samples"])
    half = slice(0, 350)
    return (
        paths["model"],
        world.write_model(folder / "few.lwm", other, {"all": half}, seed=1),
        world.write_model(folder / "again.lwm", same, {"all": half}, seed=2),
    )


def classified(paths, folder, models, **values):
    folder.mkdir(exist_ok=True)
    outputs = {name: str(folder / f"{name}.tif") for name in ("output", "confidence", "probabilities", "validity")}
    ClassifyJob(paths["catalogue"], tuple(models), **outputs, **values).execute(RunContext())
    return {name: read(path) for name, path in outputs.items()}


@pytest.fixture(scope="module")
def alone(paths, models, tmp_path_factory):
    folder = tmp_path_factory.mktemp("alone")
    return [classified(paths, folder / str(n), [model]) for n, model in enumerate(models)]


def test_models_of_other_features_are_averaged_in_one_pass(paths, models, alone, tmp_path, monkeypatch):
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", 3000)
    found = classified(paths, tmp_path / "both", models)
    known = alone[0]["validity"][0] > 0
    expected = np.mean([one["probabilities"][:, known] for one in alone], axis=0)
    assert np.abs(found["probabilities"][:, known] - expected).max() <= 1
    assert np.array_equal(found["validity"], np.max([one["validity"] for one in alone], axis=0))


def test_the_product_is_that_of_the_probabilities(paths, models, alone, tmp_path):
    found = classified(paths, tmp_path / "both", models, fusion="product")
    known = alone[0]["validity"][0] > 0
    product = np.prod([np.maximum(one["probabilities"][:, known] / 10000, 1e-4) for one in alone], axis=0)
    assert np.abs(found["probabilities"][:, known] / 10000 - product / product.sum(axis=0)).max() < 0.01


def test_votes_are_counted_and_ties_left_undecided(paths, models, alone, tmp_path):
    found = classified(paths, tmp_path / "three", models, fusion="majority", undecided=200)
    votes = np.stack([one["output"][0] for one in alone])
    counts = np.stack([(votes == code).sum(axis=0) for code in CODES])
    tied = (counts == counts.max(axis=0)).sum(axis=0) > 1
    expected = np.where(votes[0] == 0, 0, np.where(tied, 200, CODES[counts.argmax(axis=0)]))
    assert np.array_equal(found["output"][0], expected)
    sure = (expected > 0) & ~tied
    assert np.array_equal(found["confidence"][0][sure], np.rint(counts.max(axis=0)[sure] / 3 * 100))
    assert (expected == 200).any()


def report(path, matrix):
    matrix = np.asarray(matrix)
    labels = [int(code) for code in CODES]
    Path(path).write_text(json.dumps({"confusion": {"labels": labels, "matrix": matrix.tolist()}}))
    return str(path)


@pytest.mark.parametrize("rule", ["weighted", "dempster_shafer"])
def test_a_model_that_is_mostly_right_outvotes_two_that_are_mostly_wrong(paths, models, alone, tmp_path, rule):
    good, bad = np.full((3, 3), 1) + np.eye(3, dtype=int) * 97, np.full((3, 3), 30) + np.eye(3, dtype=int) * 5
    scores = tuple(report(tmp_path / f"{n}.json", m) for n, m in enumerate((good, bad, bad)))
    found = classified(paths, tmp_path / "three", models, fusion=rule, scores=scores, mass="accuracy")
    assert np.array_equal(found["output"], alone[0]["output"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fusion": "best"}, "no way to fuse called 'best'"),
        ({"fusion": "weighted"}, "needs the report of each model; 3 models and 0 reports"),
        ({"fusion": "majority", "undecided": 11}, "code for undecided, 11, is a class"),
        ({"fusion": "majority", "undecided": 0}, "UNDECIDED is 0"),
        ({"set_size": "s.tif"}, "was trained without TRUST"),
    ],
)
def test_what_cannot_be_fused_is_said(paths, models, tmp_path, changes, said):
    with pytest.raises(UserError, match=said):
        ClassifyJob(paths["catalogue"], models, str(tmp_path / "map.tif"), **changes).execute(RunContext())
    assert not (tmp_path / "map.tif").exists()


def zones(path, polygons):
    write_layer(str(path), "zones", world.CRS, "Polygon", polygons, {"zone": [f"z{n}" for n in range(len(polygons))]})
    return str(path)


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Three regions that meet, with a gap that is in none."""
    x, y = world.ORIGIN
    return zones(tmp_path_factory.mktemp("zones") / "zones.gpkg", [
        world.box(x, y - 1280, x + 500, y), world.box(x + 500, y - 640, x + 1280, y),
        world.box(x + 500, y - 1280, x + 1000, y - 640)])


GRID = Grid(world.CRS, *world.ORIGIN, 10.0, 10.0, 128, 128)


def slow_weights(codes, distance):
    """The weights of the whole grid, by the nearest pixel of each other region, pixel by pixel."""
    places = np.stack(np.meshgrid(np.arange(128), np.arange(128), indexing="ij"), axis=-1).reshape(-1, 2) * 10.0
    flat = codes.ravel()
    weights = {}
    for code in range(1, 4):
        own, other = places[flat == code], places[(flat != code) & (flat != 0)]
        inside, outside = cKDTree(other).query(places)[0] - 5, cKDTree(own).query(places)[0] - 5
        signed = np.where(flat == code, inside, -outside)
        weights[code] = np.clip(0.5 + signed / (2 * distance), 0, 1) * (flat > 0)
    weights[0] = (flat == 0).astype(float)
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 28), st.integers(1, 28), st.sampled_from([15, 80, 333]))
def test_weights_near_borders_do_not_depend_on_the_window(three, column, row, columns, rows, distance):
    areas = load_areas(three, "zone", world.CRS)
    expected = slow_weights(areas.pixels(GRID), float(distance))
    found = soft_shares(areas, GRID, Window(column, row, columns, rows), float(distance))
    part = (slice(row, row + rows), slice(column, column + columns))
    for code, weight in expected.items():
        there = weight.reshape(128, 128)[part].ravel()
        if found:
            np.testing.assert_allclose(found.get(code, np.zeros(len(there))), there, atol=1e-5)
        else:
            assert np.all((there == 0) | (there == 1))


def test_across_a_straight_border_the_weight_falls_in_a_straight_line(paths):
    areas = load_areas(paths["regions"], "region", world.CRS)
    grid = replace(GRID, columns=224)
    codes = areas.pixels(grid)[0]
    found = soft_shares(areas, grid, grid.window, 200.0)
    centres = np.arange(224) * 10.0 + 5
    border = (np.flatnonzero(np.diff(codes))[0] + 1) * 10.0
    expected = np.clip(0.5 + (centres - border) / 400.0, 0, 1)
    np.testing.assert_allclose(found[int(codes[-1])].reshape(128, 224), np.tile(expected, (128, 1)), atol=1e-5)


@pytest.fixture(scope="module")
def regional(paths, tmp_path_factory):
    """A model with a forest for each region, that knows other classes' looks on either side."""
    same = load_samples(paths["samples"])
    west = same.x < world.ORIGIN[0] + 1103
    path = tmp_path_factory.mktemp("regional") / "regional.lwm"
    return world.write_model(path, same, {"west": np.flatnonzero(west), "east": np.flatnonzero(~west)})


def test_models_are_blended_around_the_border(paths, regional, tmp_path):
    where = {"regions": paths["regions"], "region_field": "region"}
    soft = classified(paths, tmp_path / "soft", [regional], border_distance=200.0, **where)
    hard = classified(paths, tmp_path / "hard", [regional], **where)
    model = load_model(regional)
    sides = []
    for region in ("west", "east"):
        one = replace(model, regions={"all": model.regions[region].inner})
        save_model(tmp_path / f"{region}.lwm", one)
        sides.append(classified(paths, tmp_path / region, [str(tmp_path / f"{region}.lwm")]))
    centres = np.arange(224) * 10.0 + 5
    east = np.clip(0.5 + (centres - 1100.0) / 400.0, 0, 1)
    known = soft["validity"][0] > 0
    blended = sides[0]["probabilities"] * (1 - east) + sides[1]["probabilities"] * east
    assert np.abs(soft["probabilities"] - blended)[:, known].max() <= 1.5
    far = np.abs(centres - 1100) > 200
    assert np.array_equal(soft["output"][0][:, far], hard["output"][0][:, far])


def test_a_region_without_a_model_stays_empty_up_to_its_border(paths, regional, tmp_path):
    model = load_model(regional)
    save_model(tmp_path / "west.lwm", replace(model, regions={"west": model.regions["west"].inner}))
    where = {"regions": paths["regions"], "region_field": "region", "border_distance": 300.0}
    found = classified(paths, tmp_path / "west", [str(tmp_path / "west.lwm")], **where)
    clear = found["validity"][0] > 0
    assert not found["output"][0][:, 111:].any()
    assert (found["output"][0][:, :110][clear[:, :110]] > 0).all()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 6))
def test_margin_and_entropy_are_those_of_a_loop(seed, classes):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(classes, 0.4), 20).astype(np.float32)
    for row, difference, doubt in zip(shares, margin(shares), entropy(shares)):
        ordered = [*sorted(row.tolist(), reverse=True), 0.0]
        assert difference == pytest.approx(ordered[0] - ordered[1], abs=1e-6)
        whole = -sum(p * np.log(p) for p in row.tolist() if p > 0)
        assert doubt == pytest.approx(whole / np.log(classes) if classes > 1 else 0, abs=1e-5)


def test_margin_and_entropy_become_rasters(paths, models, alone, tmp_path):
    outputs = {name: str(tmp_path / f"{name}.tif") for name in ("margin", "entropy")}
    ClassifyJob(paths["catalogue"], models[:1], str(tmp_path / "map.tif"), **outputs).execute(RunContext())
    shares = np.sort(alone[0]["probabilities"] / 10000, axis=0)
    known = alone[0]["validity"][0] > 0
    stored = read(outputs["margin"])[0]
    assert np.abs(stored[known] - 100 * (shares[-1] - shares[-2])[known]).max() <= 0.51
    assert (stored[~known] == 255).all()
    assert (read(outputs["entropy"])[0][known] <= 100).all()
    assert (tmp_path / "margin.qml").exists()


def test_regions_may_be_a_raster_or_overlap_by_priority(paths, regional, tmp_path):
    plain = classified(paths, tmp_path / "plain", [regional], regions=paths["regions"], region_field="region")
    x, y = world.ORIGIN
    boxes = [world.box(x, y - 1280, x + 2240, y), world.box(x, y - 1280, x + 1103, y)]
    overlapping = str(tmp_path / "overlapping.gpkg")
    write_layer(overlapping, "regions", world.CRS, "Polygon", boxes, {"region": ["east", "west"], "rank": [1, 2]})
    found = classified(paths, tmp_path / "rank", [regional], regions=overlapping, region_field="region",
                       region_priority_field="rank")
    assert np.array_equal(found["output"], plain["output"])
    model = load_model(regional)
    numbered = replace(model, regions={"1": model.regions["west"].inner, "2": model.regions["east"].inner})
    save_model(tmp_path / "numbered.lwm", numbered)
    codes = np.where(np.arange(224) < 110, 1, 2).astype(np.uint8)
    raster = write_raster(tmp_path / "regions.tif", np.tile(codes, (128, 1)), world.ORIGIN, (10.0, 10.0))
    found = classified(paths, tmp_path / "raster", [str(tmp_path / "numbered.lwm")], regions=str(raster))
    assert np.array_equal(found["output"], plain["output"])
