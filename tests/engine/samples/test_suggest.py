"""Places to label: doubtful, apart, new; the same whatever the blocks."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassifyJob, ExtractSamplesJob, SuggestSamplesJob
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.probabilities import band_text
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples import suggest
from landweave.engine.samples.diverse import choose
from landweave.engine.samples.doubt import A_CELL, Candidates, Draw, best_of_cells, lots
from landweave.engine.samples.labelled import near_labelled
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.vector.layers import point_coordinates, read_layer, write_layer
from landweave.tests.engine.mapping import world


def candidates(row, column, margin):
    n = len(row)
    zeros = np.zeros(n, np.int64)
    return Candidates(np.asarray(row), np.asarray(column), np.asarray(margin, float), np.zeros(n), zeros, zeros + 1,
                      np.zeros(n), np.zeros(n))


@pytest.fixture(scope="module")
def first_map(tmp_path_factory):
    """A map of the world, made from few samples."""
    paths = world.write_world(tmp_path_factory.mktemp("world"))
    folder = Path(paths["catalogue"]).parent
    paths |= {name: str(folder / name) for name in ("samples.gpkg", "model.lwm", "map.tif", "p.tif")}
    ExtractSamplesJob(paths["catalogue"], paths["points"], paths["samples.gpkg"]).execute(RunContext())
    samples = load_samples(paths["samples.gpkg"])
    code = samples.attributes["code"]
    few = np.concatenate([np.flatnonzero(code == c)[:10] for c in world.CODES])
    save_samples(paths["samples.gpkg"], samples.subset(few))
    world.write_model(paths["model.lwm"], samples.subset(few), {"all": np.arange(len(few))})
    ClassifyJob(paths["catalogue"], (paths["model.lwm"],), paths["map.tif"],
                probabilities=paths["p.tif"]).execute(RunContext())
    return paths


def suggested(paths, folder, context=None, **options):
    output = str(folder / "to_label.gpkg")
    model = options.pop("model", paths["model.lwm"])
    job = SuggestSamplesJob(options.pop("probabilities", paths["p.tif"]), paths["catalogue"], model,
                            options.pop("class_field", "code"), output, **options)
    result = job.execute(context or RunContext())
    return read_layer(output), result


def pixels(paths, layer):
    """Return row and column of points in the map."""
    with RasterReader() as reader:
        grid = reader.grid(paths["p.tif"])
    x, y = point_coordinates(layer.geometries)
    return ((grid.y_max - y) // 10).astype(int), ((x - grid.x_min) // 10).astype(int)


def test_places_are_doubtful_apart_and_not_yet_labelled(first_map, tmp_path):
    layer, result = suggested(first_map, tmp_path, count=20, labelled=first_map["samples.gpkg"], spacing=6)
    assert result["COUNT"] == len(layer) == 20
    assert layer.name == "points"
    rows, columns = pixels(first_map, layer)
    away = np.hypot(rows[:, None] - rows, columns[:, None] - columns)
    assert away[~np.eye(20, dtype=bool)].min() >= 6
    x, y = point_coordinates(layer.geometries)
    known = load_samples(first_map["samples.gpkg"])
    assert np.hypot(x[:, None] - known.x, y[:, None] - known.y).min() >= 60
    with RasterReader() as reader:
        grid = reader.grid(first_map["p.tif"])
        stack = np.stack([reader.read(first_map["p.tif"], b, grid.window) for b in (1, 2, 3)]).astype(float)
    there = stack[0] != 65535
    two = np.sort(stack, axis=0)[-2:] / 10000
    margin = two[1] - two[0]
    np.testing.assert_allclose(layer.fields["margin"], margin[rows, columns], atol=1e-3)
    assert np.median(layer.fields["margin"]) < np.quantile(margin[there], 0.25)
    assert layer.fields["rank"] == list(range(1, 21))
    assert set(layer.fields["code"]) == {None}
    assert min(layer.fields["polygon_id"]) > known.attributes["polygon_id"].max()
    assert len(set(layer.fields["polygon_id"])) == 20
    assert all("wavers between class" in reason for reason in layer.fields["reason"])


def test_places_are_spread_over_the_features(first_map, tmp_path):
    """Suggestions differ from one another more than the most doubtful pixels do."""
    layer, _ = suggested(first_map, tmp_path, count=12)
    ExtractSamplesJob(first_map["catalogue"], str(tmp_path / "to_label.gpkg"), str(tmp_path / "s.gpkg")).execute(
        RunContext())
    matrix = load_samples(str(tmp_path / "s.gpkg")).matrix.astype(float)
    assert len(matrix) == len(layer) == 12

    def nearest(points):
        away = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
        return (away + np.diag(np.full(len(points), np.inf))).min(axis=1).mean()

    known = load_samples(first_map["samples.gpkg"]).matrix.astype(float)
    random = np.random.default_rng(0)
    by_chance = [nearest(known[random.permutation(len(known))[:12]]) for _ in range(20)]
    assert nearest(matrix) > 0.8 * np.mean(by_chance)


def test_same_bytes_whatever_blocks_and_workers(first_map, tmp_path, monkeypatch):
    written = []
    for number, (block, workers) in enumerate(((1024, 1), (1024, 2), (37, 1))):
        monkeypatch.setattr(suggest, "_BLOCK", block)
        folder = tmp_path / str(number)
        folder.mkdir()
        suggested(first_map, folder, RunContext(workers=workers), count=15, seed=4)
        written.append((folder / "to_label.gpkg").read_bytes())
    assert written[0] == written[1] == written[2]


def test_extent_and_mask(first_map, tmp_path):
    mask = first_map["half"]
    layer, _ = suggested(first_map, tmp_path, count=10, mask=mask)
    x, y = point_coordinates(layer.geometries)
    assert near_labelled(x, y, world.CRS, mask, 0.0).all()
    box = (world.ORIGIN[0], world.ORIGIN[1] - 600, world.ORIGIN[0] + 700, world.ORIGIN[1])
    layer, _ = suggested(first_map, tmp_path, count=10, extent=box)
    x, y = point_coordinates(layer.geometries)
    assert (x < box[2]).all()
    assert (y > box[1]).all()


def test_few_places_are_said(first_map, tmp_path):
    said = []
    box = (world.ORIGIN[0] + 300, world.ORIGIN[1] - 400, world.ORIGIN[0] + 400, world.ORIGIN[1] - 300)
    layer, _ = suggested(first_map, tmp_path, RunContext(emit=said.append), count=30, extent=box)
    assert 0 < len(layer) < 30
    assert any("not COUNT = 30" in e.get("message", "") for e in said if e["event"] == "warning")


def test_the_class_is_chosen_from_a_list(first_map, tmp_path):
    suggested(first_map, tmp_path, count=5)
    with sqlite3.connect(tmp_path / "to_label.gpkg") as connection:
        (style,) = connection.execute("SELECT styleQML FROM layer_styles").fetchone()
    assert 'type="ValueMap"' in style
    assert all(f'value="class {code}"' in style for code in world.CODES)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_best_of_cells_is_that_of_a_loop_whatever_the_parts(side, count, seed):
    generator = np.random.default_rng(seed)
    numbers = generator.choice(900, min(count, 900), replace=False)
    rows, columns = numbers // 30, numbers % 30
    margin = generator.integers(0, 4, len(numbers)) / 4
    draw = Draw("", None, side, seed % 1000)
    found = best_of_cells(candidates(rows, columns, margin), draw, 30)
    expected = set()
    lot = lots(numbers, draw.seed)
    for cell in {(r // side, c // side) for r, c in zip(rows, columns)}:
        own = [n for n in range(len(numbers)) if (rows[n] // side, columns[n] // side) == cell]
        own.sort(key=lambda n: (margin[n], int(lot[n])))
        expected |= {int(numbers[n]) for n in own[:A_CELL]}
    assert set((found.row * 30 + found.column).tolist()) == expected
    parts = [best_of_cells(candidates(rows[s], columns[s], margin[s]), draw, 30)
             for s in (slice(None, None, 3), slice(1, None, 3), slice(2, None, 3))]
    joined = best_of_cells(Candidates.joined(parts), draw, 30)
    for name in ("row", "column", "margin"):
        np.testing.assert_array_equal(getattr(joined, name), getattr(found, name))


def test_lots_are_even_and_differ_by_seed():
    numbers = np.arange(20000)
    share = lots(numbers, 1) / 2.0**64
    assert abs(share.mean() - 0.5) < 0.01
    assert abs(np.corrcoef(share[1:], share[:-1])[0, 1]) < 0.03
    assert abs(np.corrcoef(share, lots(numbers, 2) / 2.0**64)[0, 1]) < 0.03


def test_choice_takes_the_middle_of_each_heap():
    """Three heaps of features, one of them less doubtful: one place of each, the doubtful ones first."""
    generator = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])
    points = np.concatenate([c + generator.normal(0, 0.1, (20, 2)) for c in centres])
    margin = np.repeat([0.1, 0.1, 0.8], 20)
    found = candidates(np.arange(60) * 10, np.zeros(60, int), margin)
    chosen, stands_for = choose(points, found, 3, 5, 0)
    assert sorted(chosen // 20) == [0, 1, 2]
    assert chosen[-1] // 20 == 2
    assert list(stands_for) == [20, 20, 20]
    for heap, n in ((n // 20, n) for n in chosen):
        away = np.hypot(*(points[heap * 20 : heap * 20 + 20] - points[heap * 20 : heap * 20 + 20].mean(axis=0)).T)
        assert away[n % 20] == away.min()


def test_near_labelled_polygons_is_the_distance(tmp_path):
    path = str(tmp_path / "p.gpkg")
    write_layer(path, "fields", world.CRS, "Polygon", [world.box(0, 0, 10, 10), world.box(50, 50, 60, 60)], {})
    generator = np.random.default_rng(2)
    x, y = generator.uniform(-20, 80, (2, 500))
    inside = np.zeros(500, bool)
    for low, high in ((0, 10), (50, 60)):
        dx, dy = (np.maximum(np.maximum(low - v, v - high), 0) for v in (x, y))
        inside |= np.hypot(dx, dy) < 7
    np.testing.assert_array_equal(near_labelled(x, y, world.CRS, path, 7.0), inside)


@pytest.mark.parametrize(("options", "said"), [
    ({"count": 0}, "COUNT is 0"),
    ({"spacing": -1}, "SPACING is -1"),
    ({"class_field": "rank"}, "CLASS_FIELD is 'rank'"),
    ({"extent": (0.0, 0.0, 1.0, 1.0)}, "lies outside"),
    ({"model": "gone.lwm"}, "gone.lwm"),
    ({"probabilities": "gone.tif"}, "does not exist"),
    ({"labelled": "gone.gpkg"}, "does not exist"),
    ({"spacing": 5000, "labelled": "samples.gpkg"}, "is left to suggest"),
])  # fmt: skip
def test_bad_input_is_one_sentence(first_map, tmp_path, options, said):
    options = {k: first_map.get(v, v) if isinstance(v, str) else v for k, v in options.items()}
    with pytest.raises(UserError, match=said):
        suggested(first_map, tmp_path, **options)


def test_probabilities_of_another_model(first_map, tmp_path):
    with RasterReader() as reader:
        grid = reader.grid(first_map["p.tif"])
    other = str(tmp_path / "other.tif")
    with RasterWriter(other, grid, 2, "uint16", 65535, [band_text(3, "a"), band_text(4, "b")]) as writer:
        writer.write(grid.window, np.full((2, grid.rows, grid.columns), 5000, np.uint16))
    with pytest.raises(UserError, match="class 4, which the model"):
        suggested(first_map, tmp_path, probabilities=other)
