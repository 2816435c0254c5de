"""Drawing: at random, without replacement, the same whatever the strips; the layer as QGIS opens it; edited plans."""

from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.area_sample.draw import draw
from landweave.engine.area_sample.strata import strata_of_map
from landweave.engine.errors import Cancelled
from landweave.engine.jobs import DrawAreaSampleJob, PlanAreaSampleJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import pixels_of_points, read_layer
from landweave.engine.vector.styles import read_style
from landweave.tests.engine.validation import places

QUIET = RunContext()


def random_map(path, seed=0, shape=(60, 83)):
    codes = np.random.default_rng(seed).choice([0, 2, 5, 300], shape, p=(0.1, 0.6, 0.25, 0.05))
    places.write_map(path, codes, dtype="uint16")
    return codes


@pytest.fixture
def case(tmp_path):
    codes = random_map(tmp_path / "map.tif")
    (tmp_path / "plan.csv").write_text("code,name,samples\n2,a,40\n5,b,30\n300,c,20\n")
    (tmp_path / "names.csv").write_text("code,name,colour\n2,Water,#0000ff\n5,Wood & <trees>,#00ff00\n"
                                        "300,Rock,#888888\n7,Ice,#ffffff\n")
    return tmp_path, codes


def drawn(folder, name="points.gpkg", **changes):
    given = {"map": str(folder / "map.tif"), "plan": str(folder / "plan.csv"), "output": str(folder / name),
             "nomenclature": str(folder / "names.csv"), **changes}
    result = DrawAreaSampleJob(**given).execute(QUIET)
    return result, read_layer(f"{folder / name}|layername=area_sample")


def test_points_lie_at_centres_of_pixels_of_their_class(case):
    folder, codes = case
    result, layer = drawn(folder)
    assert result["COUNT"] == len(layer) == 90
    grid = places.grid_of(codes.shape[1], codes.shape[0])
    rows, columns = pixels_of_points(layer.geometries, grid)
    assert codes[rows, columns].tolist() == layer.fields["map_code"]
    assert len(set(zip(rows.tolist(), columns.tolist()))) == 90
    assert np.bincount(layer.fields["map_code"])[[2, 5, 300]].tolist() == [40, 30, 20]
    assert layer.fields["number"] == list(range(1, 91))
    assert {name for code, name in zip(layer.fields["map_code"], layer.fields["map_name"]) if code == 2} == {"Water"}
    for field in ("reference_code", "confidence", "note"):
        assert set(layer.fields[field]) == {None}
    longitude, latitude = layer.fields["longitude"][0], layer.fields["latitude"][0]
    assert 2.9 < longitude < 3.1
    assert 43.2 < latitude < 43.5


def test_seeds(case):
    folder, _ = case
    drawn(folder, "a.gpkg", seed=7)
    drawn(folder, "b.gpkg", seed=7)
    _, other = drawn(folder, "c.gpkg", seed=8)
    assert (folder / "a.gpkg").read_bytes() == (folder / "b.gpkg").read_bytes()
    assert other.geometries != read_layer(str(folder / "a.gpkg")).geometries


@settings(max_examples=25)
@given(st.integers(1, 6000), st.integers(0, 99))
def test_the_size_of_strips_does_not_matter(tmp_path_factory, strip_px, seed):
    folder = tmp_path_factory.mktemp("strips")
    random_map(folder / "map.tif", seed)
    strata = strata_of_map(str(folder / "map.tif"))
    samples = np.minimum(strata.pixels, 25)
    one = draw(str(folder / "map.tif"), strata, samples, seed, QUIET)
    two = draw(str(folder / "map.tif"), strata, samples, seed, QUIET, strip_px)
    for name in ("codes", "rows", "columns"):
        assert np.array_equal(getattr(one, name), getattr(two, name))


def test_another_stratum_changes_no_draw(case):
    """Each class has its own sequence: more points of one leave those of the others where they are."""
    folder, _ = case
    strata = strata_of_map(str(folder / "map.tif"))
    few, many = (draw(str(folder / "map.tif"), strata, np.array([n, 30, 20]), 3, QUIET) for n in (10, 50))
    for code in (5, 300):
        assert set(zip(few.rows[few.codes == code], few.columns[few.codes == code])) == set(
            zip(many.rows[many.codes == code], many.columns[many.codes == code]))


def test_every_pixel_is_as_likely(tmp_path):
    """1000 draws of 6 out of 24 pixels: each is taken a quarter of the time, and so is each pair at its rate."""
    places.write_map(tmp_path / "m.tif", np.repeat([[3, 4]], 24, axis=0))
    strata = strata_of_map(str(tmp_path / "m.tif"))
    taken = np.zeros((1000, 24), bool)
    for seed in range(1000):
        found = draw(str(tmp_path / "m.tif"), strata, np.array([6, 2]), seed, QUIET)
        taken[seed, found.rows[found.codes == 3]] = True
    assert (taken.sum(axis=1) == 6).all()
    share = taken.mean(axis=0)
    assert np.abs(share - 0.25).max() < 4.5 * np.sqrt(0.25 * 0.75 / 1000)
    pairs = (taken.T.astype(float) @ taken)[np.triu_indices(24, 1)] / 1000
    expected = 6 * 5 / (24 * 23)
    assert np.abs(pairs - expected).max() < 5 * np.sqrt(expected / 1000)


def test_every_beginning_has_its_share_of_each_class(case):
    folder, _ = case
    _, layer = drawn(folder)
    codes = np.array(layer.fields["map_code"])
    for stop in range(1, 91):
        for code, n in ((2, 40), (5, 30), (300, 20)):
            assert abs(np.count_nonzero(codes[:stop] == code) - stop * n / 90) <= 3


def test_blind_hides_what_the_map_says(case):
    folder, _ = case
    _, plain = drawn(folder)
    _, layer = drawn(folder, "blind.gpkg", blind=True)
    assert not {"map_code", "map_name"} & set(layer.fields)
    assert layer.geometries == plain.geometries


def test_squares_are_the_pixels(case):
    folder, _ = case
    _, points = drawn(folder)
    squares = read_layer(f"{folder / 'points.gpkg'}|layername=area_sample_pixels")
    assert squares.fields["number"] == points.fields["number"]
    from landweave.engine.vector.geometry import shape_of

    for point, square in zip(points.geometries, squares.geometries):
        assert shape_of(square).Area() == 100
        assert shape_of(square).Centroid().Distance(shape_of(point)) < 1e-6
    drawn(folder, "bare.gpkg", squares=False)
    from landweave.engine.vector.layers import layer_names

    assert "area_sample_pixels" not in layer_names(str(folder / "bare.gpkg"))


def test_the_form_offers_the_classes_of_the_nomenclature(case):
    folder, _ = case
    drawn(folder)
    root = ElementTree.fromstring(read_style(f"{folder / 'points.gpkg'}|layername=area_sample").split(">", 1)[1])
    field = next(f for f in root.iter("field") if f.get("name") == "reference_code")
    offered = {o.get("value"): o.get("name") for o in field.iter("Option") if o.get("value")}
    assert offered == {"2": "2 Water", "5": "5 Wood & <trees>", "300": "300 Rock", "7": "7 Ice"}
    assert next(root.iter("category")).get("label") == "to interpret"


def test_a_plan_of_plan_area_sample_is_drawn(case):
    folder, _ = case
    PlanAreaSampleJob(str(folder / "own.csv"), map=str(folder / "map.tif"), total=120, minimum=20).execute(QUIET)
    text = (folder / "own.csv").read_text()
    _, layer = drawn(folder, plan=str(folder / "own.csv"))
    assert len(layer) == 120
    # A spreadsheet of another country writes semicolons.
    (folder / "own.csv").write_text(text.replace(",", ";"))
    assert drawn(folder, plan=str(folder / "own.csv"))[1].geometries == layer.geometries


def test_measuring_a_map_can_be_cancelled(tmp_path):
    random_map(tmp_path / "map.tif")
    with pytest.raises(Cancelled):
        strata_of_map(str(tmp_path / "map.tif"), RunContext(is_cancelled=lambda: True))
