"""Splits: whole polygons on one side, every class on both where it can be, reproducible."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import SplitReferenceJob
from landweave.engine.raster.io import RasterWriter
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.prepared import Reference, load_reference, save_reference
from landweave.engine.samples.split import METHODS, by_group, by_polygon, polygon_table, run, split
from landweave.engine.vector.geometry import shape_of, wkb_of
from landweave.engine.vector.layers import split_source
from landweave.tests.engine.samples.made import UTM31, Said, grid, square


def reference(rng, polygons=30, pieces=60, classes=4, regions=3, tiles=2):
    """Return pieces of random polygons; each polygon has one class, its pieces any region and tile."""
    ids = np.concatenate([np.arange(polygons), rng.integers(0, polygons, pieces - polygons)]) + 1
    code_of = np.concatenate([np.arange(classes), rng.integers(0, classes, polygons - classes)]) + 1
    shapes = [wkb_of(ogr.CreateGeometryFromWkt(square(*place, 2))) for place in rng.integers(0, 98, (pieces, 2))]
    names = np.array(["north", "south", "west"], object)[:regions]
    tile = np.array([f"T{i}" for i in rng.integers(0, tiles, pieces)], object)
    return Reference("code", UTM31, {f"T{i}": grid() for i in range(tiles)}, tuple(shapes), code_of[ids - 1], ids,
                     names[rng.integers(0, regions, pieces)], tile, rng.random(pieces) * 100 + 1)


def with_years(made):
    """Return the pieces with a year each; those of a polygon may differ."""
    years = np.random.default_rng(len(made)).integers(2019, 2023, len(made))
    return replace(made, year=years.astype(str).astype(object))


def job(**options):
    return SplitReferenceJob("in.gpkg", "out.gpkg", **options)


@given(st.integers(0, 10_000), st.sampled_from(METHODS), st.floats(0.05, 0.95))
def test_no_polygon_stands_on_both_sides(seed, method, ratio):
    made = with_years(reference(np.random.default_rng(seed)))
    found = split(made, job(method=method, ratio=ratio, runs=3, seed=seed), RunContext())
    assert list(found.runs) == ["run_1", "run_2", "run_3"]
    for side in found.runs.values():
        assert set(side) == {"learn", "validation"}
        for polygon in np.unique(found.polygon_id):
            assert len(set(side[found.polygon_id == polygon])) == 1


@given(st.integers(0, 10_000), st.floats(0.05, 0.95))
def test_every_class_is_on_both_sides_and_near_the_ratio(seed, ratio):
    rng = np.random.default_rng(seed)
    codes, region = rng.integers(1, 5, 80), np.array(["a", "b"], object)[rng.integers(0, 2, 80)]
    learns = by_polygon(codes, region, ratio, rng.random(80))
    for code in np.unique(codes):
        of_class = codes == code
        assert learns[of_class].any()
        assert of_class.sum() == 1 or not learns[of_class].all()
        for name in "ab":
            stratum = of_class & (region == name)
            if stratum.sum() > 1:
                assert 1 <= learns[stratum].sum() <= stratum.sum() - 1
                assert abs(learns[stratum].sum() - ratio * stratum.sum()) <= 1


def test_a_class_with_one_polygon_is_learnt_from_and_said():
    made = reference(np.random.default_rng(0))
    made.codes[made.polygon_id == 1] = 99
    said = Said()
    found = split(made, job(runs=4), said.context)
    for side in found.runs.values():
        assert set(side[found.codes == 99]) == {"learn"}
    assert sum("class 99 has no polygon left for validation" in text for text in said.warnings()) == 4


def test_runs_differ_and_repeat():
    made = reference(np.random.default_rng(0))
    first, again, other = (split(made, job(runs=2, seed=seed), RunContext()).runs for seed in (5, 5, 6))
    assert (first["run_1"] == again["run_1"]).all()
    assert (first["run_2"] == again["run_2"]).all()
    assert (first["run_1"] != first["run_2"]).any()
    assert (first["run_1"] != other["run_1"]).any()


def test_more_runs_leave_the_first_ones_as_they_are():
    made = reference(np.random.default_rng(0))
    assert (split(made, job(runs=1), RunContext()).runs["run_1"]
            == split(made, job(runs=5), RunContext()).runs["run_1"]).all()


def test_the_order_of_rows_does_not_matter():
    made = reference(np.random.default_rng(0))
    order = np.random.default_rng(1).permutation(len(made))
    turned = Reference("code", made.crs, made.tiles, tuple(made.geometries[i] for i in order), made.codes[order],
                       made.polygon_id[order], made.region[order], made.tile[order], made.area_m2[order])
    assert (split(made, job(), RunContext()).runs["run_1"][order] == split(turned, job(), RunContext()).runs["run_1"]
            ).all()


def test_tiles_and_regions_stay_whole():
    made = reference(np.random.default_rng(3), regions=3, tiles=2)
    table = polygon_table(made)
    for method, column in (("tile", table.tile), ("region", table.region)):
        side = split(made, job(method=method), RunContext()).runs["run_1"]
        of_polygon = np.array([side[made.polygon_id == i][0] for i in table.ids])
        for name in np.unique(column.astype(str)):
            assert len(set(of_polygon[column == name])) == 1


def test_polygons_of_a_block_stay_together():
    made = reference(np.random.default_rng(3), polygons=60, pieces=60)
    side = split(made, job(method="block", block_size_m=250.0), RunContext()).runs["run_1"]
    centres = np.array([shape_of(g).Centroid().GetPoint_2D() for g in made.geometries])
    block = np.floor(centres / 250).astype(int)
    for place in np.unique(block, axis=0):
        assert len(set(side[(block == place).all(axis=1)])) == 1


def test_the_larger_part_says_where_a_polygon_lies():
    made = reference(np.random.default_rng(0), polygons=4, pieces=12)
    table = polygon_table(made)
    for i, polygon in enumerate(table.ids):
        areas = {}
        for row in np.flatnonzero(made.polygon_id == polygon):
            areas[made.region[row]] = areas.get(made.region[row], 0) + made.area_m2[row]
        assert table.region[i] == max(areas, key=areas.get)


def test_balanced_groups_keep_the_ratio():
    rng = np.random.default_rng(0)
    groups, codes = rng.integers(0, 40, 2000), rng.integers(1, 6, 2000)
    learns = by_group(groups.astype(object), codes, 0.7, rng.random(2000), "lie in one block", "")
    for code in range(1, 6):
        assert learns[codes == code].mean() == pytest.approx(0.7, abs=0.05)


@pytest.mark.parametrize(("options", "message"), [
    ({"ratio": 0.0}, "ratio is 0"),
    ({"ratio": 1.0}, "ratio is 1"),
    ({"runs": 0}, "0 runs"),
    ({"seed": -1}, "seed is -1"),
    ({"method": "nndm"}, "no split method 'nndm'"),
    ({"method": "year"}, "does not tell the year"),
    ({"method": "block", "block_size_m": 1e7}, "lie in one block"),
    ({"method": "block", "block_size_m": float("nan")}, "block size is nan"),
    ({"method": "block", "predictors": "/no/such.tif"}, "/no/such.tif"),
    ({"method": "knndm", "map": "/no/such.tif"}, "/no/such.tif"),
    ({"method": "knndm", "extent": (1.0, 0.0)}, "extent"),
    ({"method": "block", "block_size_m": -5.0}, "block size is -5"),
    ({"method": "tile"}, "lie in one tile"),
])
def test_what_cannot_be_is_refused(options, message):
    made = reference(np.random.default_rng(0), tiles=1)
    with pytest.raises(UserError, match=message) as caught:
        split(made, job(**options), RunContext())
    assert caught.value.hint


def test_the_file_has_a_column_a_run_and_the_same_bytes(tmp_path):
    source, digests = str(tmp_path / "in.gpkg"), set()
    save_reference(source, reference(np.random.default_rng(0)))
    for name in "ab":
        path = tmp_path / f"{name}.gpkg"
        run(SplitReferenceJob(source, str(path), runs=2), RunContext())
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1
    assert list(load_reference(str(path)).runs) == ["run_1", "run_2"]


def test_what_is_not_prepared_is_refused(tmp_path, shared_data):
    with pytest.raises(UserError, match="does not exist"):
        load_reference(str(tmp_path / "no.gpkg"))
    path, _ = split_source(str(shared_data / "slovenia_s2" / "reference_lulc.gpkg"))
    with pytest.raises(UserError, match="is not a prepared reference") as caught:
        load_reference(path)
    assert "prepare_reference" in caught.value.hint


@given(st.integers(0, 10_000), st.sampled_from(["polygon", "block", "region"]), st.floats(0.05, 0.5))
def test_what_is_held_back_no_run_sees(seed, method, hold_back):
    made = reference(np.random.default_rng(seed), polygons=60, pieces=80)
    found = split(made, job(method=method, hold_back=hold_back, runs=3, seed=seed), RunContext())
    held = [side == "test" for side in found.runs.values()]
    assert held[0].any() and all((other == held[0]).all() for other in held)
    for side in found.runs.values():
        assert set(side) == {"learn", "validation", "test"}
        for polygon in np.unique(made.polygon_id):
            assert len(set(side[made.polygon_id == polygon])) == 1
    if method == "polygon":
        table = polygon_table(made)
        of_polygon = np.zeros(len(table.ids), bool)
        of_polygon[table.piece[held[0]]] = True
        for code in np.unique(table.codes):
            for name in np.unique(table.region.astype(str)):
                stratum = (table.codes == code) & (table.region == name)
                few = stratum.sum() < 3
                assert of_polygon[stratum].sum() == 0 if few else 1 <= of_polygon[stratum].sum() <= stratum.sum() - 2
                assert few or abs(of_polygon[stratum].sum() - hold_back * stratum.sum()) <= 1


def test_nothing_held_back_changes_nothing():
    made = reference(np.random.default_rng(4))
    plain, zero = (split(made, job(seed=3, **o), RunContext()).runs["run_1"] for o in ({}, {"hold_back": 0.0}))
    assert (plain == zero).all() and "test" not in set(plain)


def test_a_class_too_small_to_hold_back_is_said():
    made = reference(np.random.default_rng(0))
    made.codes[made.polygon_id == 1] = 99
    said = Said()
    split(made, job(hold_back=0.2), said.context)
    assert sum("Class 99 has too few polygons for one to be held back" in text for text in said.warnings()) == 1


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.2]))
def test_groups_of_several_classes_are_not_torn_apart(seed, hold_back):
    rng = np.random.default_rng(seed)
    made = reference(rng, polygons=40, pieces=80)
    made.codes[:] = rng.integers(1, 4, len(made))
    table = polygon_table(made)
    assert table.mixed.any()
    assert (made.codes == table.codes[table.piece]).all() and (made.polygon_id == table.ids[table.piece]).all()
    side = split(made, job(seed=seed, hold_back=hold_back), RunContext()).runs["run_1"]
    for polygon in np.unique(made.polygon_id):
        assert len(set(side[made.polygon_id == polygon])) == 1
    learnt = (side == "learn").sum() / (side != "test").sum()
    assert 0.3 < learnt < 0.7


@pytest.mark.parametrize("share", [-0.1, 1.0])
def test_a_share_to_hold_back_out_of_range_is_refused(share):
    with pytest.raises(UserError, match="share to hold back"):
        split(reference(np.random.default_rng(0)), job(hold_back=share), RunContext())


def strata(made):
    """Return a name of class and region for each polygon, as the split sees them, and its place among the ids."""
    table = polygon_table(made)
    return table, np.array([f"{code} {region}" for code, region in zip(table.codes, table.region)])


@pytest.mark.parametrize("hold_back", [0.0, 0.2])
def test_one_mixed_group_leaves_the_other_polygons_to_their_classes_and_regions(hold_back):
    made = reference(np.random.default_rng(4), polygons=160, pieces=160, classes=2)
    made.codes[np.flatnonzero(made.polygon_id == 1)] = 1
    made.polygon_id[np.flatnonzero(made.codes == 2)[0]] = 1
    table, names = strata(made)
    assert table.mixed.sum() == 2
    side = split(made, job(ratio=0.5, hold_back=hold_back), RunContext()).runs["run_1"]
    of_row = np.array([side[table.piece == row][0] for row in range(len(table.ids))])
    assert len(set(side[made.polygon_id == 1])) == 1
    for name in np.unique(names):
        own = of_row[(names == name) & ~table.mixed]
        rest = own[own != "test"]
        assert abs((rest == "learn").sum() - len(rest) / 2) <= 1
        assert not hold_back or (own == "test").any()


@given(st.integers(0, 10_000))
def test_mixed_groups_make_up_for_what_the_other_polygons_lack(seed):
    """Many groups of two classes beside few polygons: the shares of classes and regions are near the ratio."""
    rng = np.random.default_rng(seed)
    made = reference(rng, polygons=120, pieces=120, classes=3, regions=2)
    half = np.flatnonzero(made.polygon_id > 60)
    made.polygon_id[half] = 200 + made.polygon_id[half] // 2
    side = split(made, job(ratio=0.6, seed=seed), RunContext()).runs["run_1"]
    for polygon in np.unique(made.polygon_id):
        assert len(set(side[made.polygon_id == polygon])) == 1
    for code in np.unique(made.codes):
        assert abs(np.mean(side[made.codes == code] == "learn") - 0.6) < 0.2


def test_one_group_for_all_is_refused_by_the_name_of_its_parameter():
    made = reference(np.random.default_rng(0))
    made.polygon_id[:] = 1
    with pytest.raises(UserError, match="one group with several classes") as caught:
        split(made, job(), RunContext())
    assert "GROUP_FIELD" in caught.value.hint


def test_a_share_to_hold_back_that_leaves_nothing_is_told():
    made = reference(np.random.default_rng(0), polygons=4, pieces=4, classes=4, regions=1)
    with pytest.raises(UserError, match=r"HOLD_BACK = 0\.5"):
        split(made, job(hold_back=0.5), RunContext())


def test_years_stay_whole_and_one_year_cannot_be_divided():
    made = with_years(reference(np.random.default_rng(3), polygons=60, pieces=60))
    side = split(made, job(method="year"), RunContext()).runs["run_1"]
    for year in np.unique(made.year.astype(str)):
        assert len(set(side[made.year == year])) == 1
    made.year[:] = "2020"
    with pytest.raises(UserError, match="are of one year"):
        split(made, job(method="year"), RunContext())


def test_years_are_kept_in_the_file(tmp_path):
    made = with_years(reference(np.random.default_rng(0)))
    save_reference(str(tmp_path / "in.gpkg"), made)
    assert (load_reference(str(tmp_path / "in.gpkg")).year == made.year).all()
    run(SplitReferenceJob(str(tmp_path / "in.gpkg"), str(tmp_path / "out.gpkg"), method="year"), RunContext())
    assert (load_reference(str(tmp_path / "out.gpkg")).year == made.year).all()


def in_villages(seed, villages=10, polygons=200):
    """Return single polygons around a few places of a tile of 1000 x 1000 pixels."""
    rng = np.random.default_rng(seed)
    middles = rng.integers(100, 900, (villages, 2))
    places = middles[rng.integers(0, villages, polygons)] + rng.normal(0, 20, (polygons, 2))
    places = np.clip(places, 0, 995).astype(int)
    shapes = tuple(wkb_of(ogr.CreateGeometryFromWkt(square(*place, 2))) for place in places)
    names = np.full(polygons, "all", object)
    return Reference("code", UTM31, {"T0": grid(columns=1000, rows=1000)}, shapes, rng.integers(1, 4, polygons),
                     np.arange(polygons) + 1, names, np.full(polygons, "T0", object), np.full(polygons, 400.0))


@pytest.mark.parametrize("hold_back", [0.0, 0.2])
def test_matched_sides_are_farther_apart_than_drawn_ones_and_keep_the_shares(hold_back):
    made, said = in_villages(0), Said()
    runs = {method: split(made, job(method=method, runs=3, hold_back=hold_back), said.context).runs
            for method in ("polygon", "knndm")}
    centres = np.array([shape_of(g).Centroid().GetPoint_2D() for g in made.geometries])

    def away(side):
        learnt = centres[side == "learn"]
        return np.mean([np.hypot(*(learnt - c).T).min() for c in centres[side == "validation"]])

    for number in ("run_1", "run_2", "run_3"):
        assert away(runs["knndm"][number]) > 5 * away(runs["polygon"][number])
        learnt = (runs["knndm"][number] == "learn").sum() / (runs["knndm"][number] != "test").sum()
        assert abs(learnt - 0.5) <= 0.15
    assert len({tuple(side) for side in runs["knndm"].values()}) > 1
    assert sum("lie as far from those learnt from as the map does" in text for text in said.logs()) == 3


def test_blocks_of_the_predictors_range(tmp_path):
    """A wave of 2 km over the tile: blocks are hundreds of metres, whatever the area."""
    made, said = in_villages(0), Said()
    path = str(tmp_path / "p.tif")
    wave = np.sin(np.arange(1000) / 200 * 2 * np.pi)
    with RasterWriter(path, grid(columns=1000, rows=1000), 1, "float32") as writer:
        writer.write(grid(columns=1000, rows=1000).window, (wave[:, None] + wave[None]).astype(np.float32))
    split(made, job(method="block", predictors=path), said.context)
    size = float(next(t for t in said.logs() if t.startswith("Blocks of")).split()[2])
    assert 400 <= size <= 1600
    flat = str(tmp_path / "flat.tif")
    with RasterWriter(flat, grid(columns=100, rows=100), 1, "float32") as writer:
        writer.write(grid().window, np.ones((100, 100), np.float32))
    with pytest.raises(UserError, match="does not tell how far"):
        split(made, job(method="block", predictors=flat), RunContext())
