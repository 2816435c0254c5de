"""Merging: every row and column kept, features the same or of the same days of another year, else one sentence."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from osgeo import osr

from landweave.engine.errors import UserError
from landweave.engine.jobs import MergeSamplesJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.merge import run
from landweave.engine.samples.same_features import Named, matching_columns, moved
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.series.plan import FILLED, Feature, Group, SensorPlan, SeriesPlan, StaticPlan
from landweave.tests.engine.learning.makers import table_set
from landweave.tests.engine.samples.made import UTM31

ROLES = (("nir", "B8"), ("red", "B4"))


def grid(start, count, step=10):
    return tuple((start + timedelta(days=step * n)).isoformat() for n in range(count))


def plan(dates, **changes):
    static = changes.pop("static", ())
    return SeriesPlan((SensorPlan("S2", ("B4", "B8"), ("NDVI",), ROLES, tuple(dates), **changes),), static)


def samples_of(series, rows=6, seed=0, **columns):
    random = np.random.default_rng(seed)
    features = series.features()
    matrix = random.integers(0, 9000, (rows, len(features))).astype(series.dtype)
    attributes = {"code": np.resize([1, 2, 3], rows), "polygon_id": np.arange(1, rows + 1) // 2 + 1, **columns}
    return SampleSet(features, matrix, attributes, 500000.0 + np.arange(rows), 4800000.0 + np.arange(rows), UTM31,
                     series)


class Listener(RunContext):
    """Keeps what is said."""

    def __init__(self):
        super().__init__()
        self.said = []

    def warning(self, message):
        self.said.append(message)

    def log(self, message):
        self.said.append(message)


def merged(tmp_path, *sets, names=None, **options):
    paths = []
    for i, samples in enumerate(sets):
        paths.append(str(tmp_path / (names[i] if names else f"set{i}.gpkg")))
        (tmp_path / paths[-1]).parent.mkdir(exist_ok=True)
        save_samples(paths[-1], samples)
    job = MergeSamplesJob(tuple(paths), str(tmp_path / "merged.gpkg"), class_field="code", **options)
    context = Listener()
    run(job, context)
    return load_samples(job.output), context.said


YEAR_2020, YEAR_2021 = grid(date(2020, 1, 4), 36), grid(date(2021, 1, 9), 36)


def test_rows_columns_and_campaigns_are_kept(tmp_path):
    first = samples_of(plan(YEAR_2021), note=np.array(["a"] * 6, object), height=np.arange(6.0))
    other = samples_of(plan(YEAR_2021), 4, 1, Owner=np.arange(4))
    found, _ = merged(tmp_path, first, other, names=["this.gpkg", "that.gpkg"])
    np.testing.assert_array_equal(found.matrix, np.concatenate([first.matrix, other.matrix]))
    assert found.attributes["campaign"].tolist() == ["this"] * 6 + ["that"] * 4
    assert found.attributes["note"].tolist() == ["a"] * 6 + [""] * 4
    np.testing.assert_array_equal(found.attributes["height"], [*range(6), *[np.nan] * 4])
    np.testing.assert_array_equal(found.attributes["Owner"], [*[np.nan] * 6, *range(4)])
    assert found.attributes["code"].dtype == np.int64
    assert found.plan == first.plan and found.features == first.features


def test_files_of_one_name_and_files_merged_before(tmp_path):
    sets = [samples_of(plan(YEAR_2021), 3, seed) for seed in range(3)]
    once, _ = merged(tmp_path, *sets[:2], names=["a/s.gpkg", "b/s.gpkg"])
    assert once.attributes["campaign"].tolist() == ["s"] * 3 + ["s_2"] * 3
    twice, _ = merged(tmp_path, once, sets[2], names=["once.gpkg", "new.gpkg"])
    assert twice.attributes["campaign"].tolist() == ["s"] * 3 + ["s_2"] * 3 + ["new"] * 3


@given(st.lists(st.lists(st.one_of(st.integers(1, 9), st.none()), min_size=1, max_size=6), min_size=2, max_size=4),
       st.booleans())
@settings(max_examples=40, deadline=None)
def test_polygons_of_different_files_are_different_groups(tmp_path_factory, ids, as_text):
    assume(any(i is not None for of_file in ids for i in of_file))
    sets = []
    for of_file in ids:
        samples = samples_of(plan(YEAR_2021[:2]), len(of_file))
        column = np.array(["" if i is None else f"p{i}" for i in of_file], object) if as_text else (
            np.array([np.nan if i is None else i for i in of_file]))
        sets.append(replace(samples, attributes={**samples.attributes, "polygon_id": column}))
    found, _ = merged(tmp_path_factory.mktemp("m"), *sets)
    polygons = found.attributes["polygon_id"].tolist()
    before = [(n, i if i is not None else (row,)) for n, of_file in enumerate(ids) for row, i in enumerate(of_file)]
    for a, x in zip(before, polygons):
        for b, y in zip(before, polygons):
            assert (a == b) == (x == y)


def test_ids_that_differ_stay_as_they_are(tmp_path):
    first, other = samples_of(plan(YEAR_2021)), samples_of(plan(YEAR_2021), 3)
    other = replace(other, attributes={"code": other.attributes["code"], "polygon_id": np.array([40, 41, 42])})
    found, _ = merged(tmp_path, first, other)
    assert found.attributes["polygon_id"].tolist() == [1, 2, 2, 3, 3, 4, 40, 41, 42]


def test_runs_learn_from_what_was_never_divided(tmp_path):
    sides = np.array(["learn", "validation"] * 3, object)
    first = samples_of(plan(YEAR_2021), run_1=sides, run_2=sides[::-1].copy())
    found, said = merged(tmp_path, first, samples_of(plan(YEAR_2021), 3, run_1=np.array(["spare"] * 3, object)))
    assert found.attributes["run_1"].tolist() == [*sides, "spare", "spare", "spare"]
    assert found.attributes["run_2"].tolist() == [*sides[::-1], "learn", "learn", "learn"]
    assert any("has no run_2: all its samples are learnt from" in s for s in said)


def test_classes_of_the_other_file_replace_those_of_the_first(tmp_path):
    first = samples_of(plan(YEAR_2021), 6, code=np.array([1, 1, 1, 2, 2, 3]),
                       run_1=np.array(["learn", "validation", "spare", "learn", "validation", "learn"], object),
                       run_2=np.array(["learn", "learn", "learn", "learn", "learn", "learn"], object))
    other = samples_of(plan(YEAR_2021), 6, 1)
    found, _ = merged(tmp_path, first, other, classes=("1", "3.0"), replace=True)
    own = found.attributes["campaign"] == "set0"
    assert found.attributes["code"][own].tolist() == [1, 2, 2]
    assert found.attributes["run_1"][own].tolist() == ["validation", "learn", "validation"]
    assert found.attributes["run_2"][own].tolist() == ["spare", "learn", "learn"]
    assert found.attributes["code"][~own].tolist() == [1, 3, 1, 3]
    np.testing.assert_array_equal(found.matrix[~own], other.matrix[np.isin(other.attributes["code"], [1, 3])])


def test_replacing_without_runs_leaves_out(tmp_path):
    first, other = samples_of(plan(YEAR_2021), 6), samples_of(plan(YEAR_2021), 6, 1)
    found, _ = merged(tmp_path, first, other, classes=("2",), replace=True)
    np.testing.assert_array_equal(found.matrix, np.concatenate([
        first.matrix[first.attributes["code"] != 2], other.matrix[other.attributes["code"] == 2]]))
    assert found.attributes["code"].tolist() == [1, 3, 1, 3, 2, 2]


def test_places_come_to_the_first_file_s_coordinates(tmp_path):
    first, other = samples_of(plan(YEAR_2021)), samples_of(plan(YEAR_2021), 4)
    wgs = osr.SpatialReference()
    wgs.ImportFromEPSG(4326)
    wgs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    utm = osr.SpatialReference()
    utm.ImportFromWkt(UTM31)
    x, y = np.array([3.0, 3.1, 2.9, np.nan]), np.array([43.3, 43.4, 43.5, np.nan])
    found, _ = merged(tmp_path, first, replace(other, x=x, y=y, crs_wkt=wgs.ExportToWkt()))
    expected = [osr.CoordinateTransformation(wgs, utm).TransformPoint(a, b)[:2] for a, b in zip(x[:3], y[:3])]
    np.testing.assert_allclose(np.column_stack([found.x, found.y])[6:9], expected, atol=0.01)
    assert np.isnan(found.x[9]) and found.x[:6].tolist() == first.x.tolist()


def test_made_up_samples_are_left_out(tmp_path):
    other = samples_of(plan(YEAR_2021), 4, augmented=np.array(["", "", "smote", "smote"], object))
    found, said = merged(tmp_path, samples_of(plan(YEAR_2021), 3), other)
    assert len(found) == 5 and "augmented" not in found.attributes
    assert any("2 made-up samples" in s for s in said)


@pytest.mark.parametrize(("start", "count"), [
    (date(2020, 1, 4), 36), (date(2020, 1, 9), 36), (date(2019, 1, 2), 37), (date(2018, 1, 12), 35),
    (date(2020, 1, 18), 35), (date(2021, 1, 3), 36), (date(2016, 1, 6), 36),
])
def test_default_grids_of_two_years(tmp_path, start, count):
    """Each date has a value of the same days of the year, 15 days off at most, in order."""
    first, other = samples_of(plan(YEAR_2021)), samples_of(plan(grid(start, count)), 5, 1)
    columns = matching_columns(Named("first", first), Named("other", other))
    years = 2021 - start.year
    apart = []
    for feature, column in zip(first.features, columns):
        theirs = other.features[column]
        assert (theirs.sensor, theirs.source, theirs.unit) == (feature.sensor, feature.source, feature.unit)
        apart.append((moved(date.fromisoformat(theirs.date), years) - date.fromisoformat(feature.date)).days)
    assert np.abs(apart).max() <= 15 and np.median(np.abs(apart)) <= 6
    for source in ("B4", "B8", "NDVI"):
        of_source = [c for f, c in zip(first.features, columns) if f.source == source]
        dates = [other.features[c].date for c in of_source]
        assert dates == sorted(dates) and len(set(dates)) >= len(dates) - 1
    found, _ = merged(tmp_path, first, other, match_dates=True)
    np.testing.assert_array_equal(found.matrix[6:], other.matrix[:, columns])
    assert found.plan == first.plan


def test_composites_match_by_their_windows():
    def series(year):
        windows = [[date(year, m, 1).toordinal(), date(year, m, 28).toordinal()] for m in range(1, 13)]
        return plan(YEAR_2021, groups=(Group("composites", {"method": "median", "windows": windows, "indices": True}),))

    first, other = samples_of(series(2021)), samples_of(series(2019))
    columns = matching_columns(Named("a", first), Named("b", other))
    assert columns.tolist() == list(range(len(first.features)))


def metrics_plan(begin, end):
    options = {"sources": ["NDVI"], "statistics": ["p50"], "of": "acquired",
               "period": [begin.toordinal(), end.toordinal()]}
    return plan(YEAR_2021, groups=(Group("metrics", options),))


@pytest.mark.parametrize(("first", "other", "match", "message"), [
    (plan(YEAR_2021), plan(grid(date(2020, 3, 1), 30)), True,
     r"The dates of B4 of S2 cannot be matched within 15 days: .*36 \(2021-01-09 to 2021-12-25\).*30 \(2020-03-01 to "
     r'2020-12-16\).*"start_date": "2021-03-01", "end_date": "2021-12-16".*"start_date": "2020-03-01"'),
    (plan(YEAR_2021), plan(grid(date(2020, 1, 4), 23, 16)), True, "cannot be matched within 15 days.*same step_days"),
    (plan(grid(date(2021, 1, 1), 5)), plan(grid(date(2020, 6, 1), 5)), True, "no part of the year in common"),
    (plan(YEAR_2021), plan(YEAR_2020, filling="whittaker"), True,
     r"another feature set: its 'sensors S2 filling' is whittaker, that of .*set0.gpkg linear"),
    (plan(YEAR_2021), plan(YEAR_2021, filling="whittaker"), False, "its 'sensors S2 filling' is whittaker"),
    (plan(YEAR_2021), plan(YEAR_2020), False, "another feature set: it has no S2_B4_20210109.*use MATCH_DATES"),
    (plan(YEAR_2021), plan(YEAR_2021[:-1]), False, "it has no S2_B4_20211225"),
    (plan(YEAR_2021[:-1]), plan(YEAR_2021), False, "it has S2_B4_20211225, which .*set0.gpkg does not have"),
    (plan(YEAR_2021), SeriesPlan((SensorPlan("S2", ("B8",), (), (), YEAR_2020),)), True, "it has no B4 of S2"),
    (plan(YEAR_2021), plan(YEAR_2020, static=(StaticPlan("height"),)), True, "it has height in as in the layer, which"),
    (plan(YEAR_2021), plan(YEAR_2021, unit="backscatter x 10000"), False,
     "its S2_B4_20210109 is backscatter x 10000, that of .* reflectance x 10000"),
    (metrics_plan(date(2021, 1, 1), date(2021, 12, 31)), metrics_plan(date(2020, 3, 1), date(2020, 12, 31)), True,
     "metrics of S2 are of 2021-01-01 to 2021-12-31 .*other parts of the year.*start_date.: .2020-01-01"),
    (metrics_plan(date(2021, 1, 1), date(2021, 12, 31)), metrics_plan(date(2020, 3, 1), date(2020, 12, 31)), False,
     "its 'sensors S2 groups metrics options period' is"),
])
def test_other_features(tmp_path, first, other, match, message):
    with pytest.raises(UserError, match=message):
        merged(tmp_path, samples_of(first), samples_of(other), match_dates=match)


def test_filled_dates_and_metrics_together():
    def series(year, day):
        group = metrics_plan(date(year, 1, day), date(year, 12, 20 + day)).sensors[0].groups[0]
        return plan(grid(date(year, 1, day), 30), groups=(Group(FILLED), group))

    first, other = samples_of(series(2021, 3)), samples_of(series(2020, 8))
    columns = matching_columns(Named("a", first), Named("b", other))
    assert columns.tolist() == list(range(len(first.features)))


def test_tables_are_merged_with_tables_only(tmp_path):
    columns = {"code": np.array([1, 2, 3])}
    table = table_set(np.ones((3, 4)), ["NDVI"] * 4, columns)
    table = replace(table, features=tuple(Feature(f"NDVI_{i:02d}", "", "NDVI", "", "") for i in range(4)))
    whole = replace(table, matrix=np.array([[1, 2, 3, -32768]] * 3, np.int16))
    found, _ = merged(tmp_path, table, whole)
    assert found.matrix.dtype == np.float32 and np.isnan(found.matrix[3:, 3]).all() and found.plan is None
    bound = replace(table, plan=plan(YEAR_2021))
    with pytest.raises(UserError, match="is a table that is not bound to images"):
        merged(tmp_path, bound, table)


@pytest.mark.parametrize(("options", "message"), [
    ({"classes": ("9",)}, "No sample has the class '9'.*The classes are: 1, 2, 3"),
    ({"replace": True}, "REPLACE needs the CLASSES"),
])
def test_bad_classes(tmp_path, options, message):
    with pytest.raises(UserError, match=message):
        merged(tmp_path, samples_of(plan(YEAR_2021)), samples_of(plan(YEAR_2021)), **options)


def test_names_beside_codes(tmp_path):
    other = samples_of(plan(YEAR_2021), 3, code=np.array(["wheat", "maize", "rape"], object))
    with pytest.raises(UserError, match=r"The classes of .*set1.gpkg are names, those of .*set0.gpkg are codes"):
        merged(tmp_path, samples_of(plan(YEAR_2021)), other)


def test_regions_that_the_first_file_does_not_have(tmp_path):
    zones = [np.array(names, object) for names in (["north"] * 6, ["north", "all", "all"])]
    _, said = merged(tmp_path, samples_of(plan(YEAR_2021), region=zones[0]),
                     samples_of(plan(YEAR_2021), 3, region=zones[1]))
    assert any("has samples of region 'all', which" in s for s in said)
    _, said = merged(tmp_path, samples_of(plan(YEAR_2021), region=zones[0]), samples_of(plan(YEAR_2021), 3))
    assert any("has no column 'region'" in s for s in said)


def test_where_no_file_has_regions_new_places_are_of_the_one_that_stands_for_all(tmp_path):
    """Or the next round of labelling could not be learnt from."""
    everywhere = np.array(["all"] * 6, object)
    result, said = merged(tmp_path, samples_of(plan(YEAR_2021), region=everywhere), samples_of(plan(YEAR_2021), 3))
    assert result.attributes["region"].tolist() == ["all"] * 9
    assert not any("region" in s for s in said)


def test_one_file_and_a_missing_column(tmp_path):
    with pytest.raises(UserError, match="There is 1 samples file to merge"):
        merged(tmp_path, samples_of(plan(YEAR_2021)))
    other = samples_of(plan(YEAR_2021))
    other = replace(other, attributes={"label": other.attributes["code"]})
    with pytest.raises(UserError, match=r"set1.gpkg has no column 'code'"):
        merged(tmp_path, samples_of(plan(YEAR_2021)), other, classes=("1",))
