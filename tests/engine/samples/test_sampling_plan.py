"""The sampling plan: it says what select_samples does, and select_samples does what it says, edited or not."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import SamplingPlanJob, SelectSamplesJob
from landweave.engine.samples.prepared import load_reference, save_reference
from landweave.tests.engine.samples.made import Said, square
from landweave.tests.engine.samples.test_select import ROWS, points, prepared

COLUMNS = ["region", "class", "name", "polygons", "pixels", "strategy", "size", "samples"]
UNEVEN = [*ROWS, *((square(2 + 6 * i, 80, 5, 9), 1) for i in range(15))]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("reference"), UNEVEN, runs=2)


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    path = tmp_path_factory.mktemp("counts") / "counts.csv"
    path.write_text("class;count\n1;12\n*;30\n")
    return str(path)


def plan(folder, source, said=None, **options):
    path = folder / "plan.csv"
    SamplingPlanJob(source, str(path), **options).execute((said or Said()).context)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder, rows, **changes):
    """Write rows as a spreadsheet would, with changes by (region, class)."""
    path = folder / "edited.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, **changes.get(f"{row['region']}_{row['class']}", {})})
    return str(path)


def learnt(found, run="run_1"):
    """Count the samples of a run by region and class."""
    return Counter((region, code) for region, code, side in
                   zip(found.fields["region"], found.fields["code"], found.fields[run]) if side == "learn")


OPTIONS = [
    {"strategy": "all"}, {"strategy": "maximum", "maximum": 40}, {"strategy": "proportional", "percent": 12.5},
    {"strategy": "smallest"}, {"strategy": "total", "total": 100}, {"strategy": "file"},
    {"strategy": "smallest", "sampler": "periodic"}, {"strategy": "total", "total": 70, "per_polygon": 3, "seed": 5},
    {"strategy": "maximum", "maximum": 25, "spacing": 25.0, "per_polygon": 4},
    {"strategy": "all", "spacing": 30.0, "sampler": "periodic"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(map(str, options.values())))
@pytest.mark.parametrize("validation", [False, True])
def test_a_plan_gives_the_same_bytes_as_its_options(tmp_path, source, counts, options, validation):
    options = {**options, "counts": counts} if options["strategy"] == "file" else options
    rows = plan(tmp_path, source, **options)
    found = points(tmp_path, source, validation=validation, **options)
    bytes_of_options = (tmp_path / "points.gpkg").read_bytes()
    followed = {**options, "strategy": "plan", "plan": str(tmp_path / "plan.csv")}
    points(tmp_path, source, validation=validation, **followed)
    assert (tmp_path / "points.gpkg").read_bytes() == bytes_of_options
    by_run = [learnt(found, run) for run in ("run_1", "run_2")]
    for row in rows:
        key = row["region"], int(row["class"])
        assert int(row["samples"]) == min(run[key] for run in by_run)


def test_the_plan_counts_polygons_and_pixels(tmp_path, source):
    rows = plan(tmp_path, source, strategy="all")
    assert [list(row) for row in rows] == [COLUMNS] * 6
    assert [(row["region"], row["class"]) for row in rows] == [(r, c) for r in ("east", "west") for c in "123"]
    everything = points(tmp_path, source, strategy="all")
    for row in rows:
        key = row["region"], int(row["class"])
        polygons = [len({p for p, r, c, side in zip(*(everything.fields[k] for k in
                    ("polygon_id", "region", "code", run))) if (r, c) == key and side == "learn"})
                    for run in ("run_1", "run_2")]
        assert int(row["polygons"]) == min(polygons)
        assert int(row["pixels"]) == int(row["samples"]) == min(learnt(everything, r)[key] for r in ("run_1", "run_2"))


def test_names_are_those_of_the_nomenclature(tmp_path, source):
    (tmp_path / "names.csv").write_text("code,name\n1,Wheat\n2,Été\n3,Water\n", encoding="utf-8")
    rows = plan(tmp_path, source, nomenclature=str(tmp_path / "names.csv"))
    assert {row["class"]: row["name"] for row in rows} == {"1": "Wheat", "2": "Été", "3": "Water"}


def test_an_edited_row_changes_its_class_alone(tmp_path, source):
    before = learnt(points(tmp_path, source, strategy="total", total=100))
    rows = plan(tmp_path, source, strategy="total", total=100)
    edited = write(tmp_path, rows, west_1={"strategy": "maximum", "size": "7"}, east_2={"strategy": "proportional",
                                                                                       "size": "12,5"})
    found = learnt(points(tmp_path, source, strategy="plan", plan=edited))
    pixels = learnt(points(tmp_path, source, strategy="all"))
    assert found == {**before, ("west", 1): 7, ("east", 2): int(np.ceil(pixels["east", 2] / 8))}
    again = plan(tmp_path, source, strategy="plan", plan=edited)
    assert {(row["strategy"], row["size"]) for row in again} == {("total", "100"), ("maximum", "7"),
                                                                ("proportional", "12.5")}


def test_a_size_of_0_takes_none(tmp_path, source):
    path = tmp_path / "p.csv"
    path.write_text("region,class,strategy,size\nwest,2,maximum,0\n*,*,maximum,5\n")
    found = learnt(points(tmp_path, source, strategy="plan", plan=str(path)))
    assert ("west", 2) not in found
    assert set(found.values()) == {5}
    path.write_text("region,class,strategy,size\n*,*,maximum,0\n")
    with pytest.raises(UserError, match="sizes of all classes are 0"):
        points(tmp_path, source, strategy="plan", plan=str(path))


def test_nearer_rows_come_before_those_of_all(tmp_path, source):
    path = tmp_path / "p.csv"
    path.write_text("region,class,strategy,size\n*,*,maximum,3\nwest,*,maximum,5\n*,2,maximum,7\nwest,2,maximum,9\n")
    found = learnt(points(tmp_path, source, strategy="plan", plan=str(path)))
    assert found == {("east", 1): 3, ("east", 2): 7, ("east", 3): 3, ("west", 1): 5, ("west", 2): 9, ("west", 3): 5}


def test_parts_of_a_region_follow_its_row_unless_they_have_their_own(tmp_path, source):
    reference = load_reference(source)
    east = np.flatnonzero(reference.region == "east")
    region = reference.region.copy()
    region[east] = np.where(np.arange(len(east)) % 2, "east#1", "east#2").astype(object)
    divided = str(tmp_path / "divided.gpkg")
    save_reference(divided, replace(reference, region=region))
    assert {row["region"] for row in plan(tmp_path, divided)} == {"east#1", "east#2", "west"}
    path = tmp_path / "p.csv"
    path.write_text("region,class,strategy,size\nwest,*,maximum,4\neast,*,maximum,5\neast#2,1,maximum,6\n")
    found = learnt(points(tmp_path, divided, strategy="plan", plan=str(path)))
    assert {key for key, count in found.items() if count == 6} == {("east#2", 1)}
    assert {region for (region, _), count in found.items() if count == 5} == {"east#1", "east#2"}


@pytest.mark.parametrize(("text", "sentence"), [
    ("region,class,size\nwest,1,3\n", "no column 'strategy'"),
    ("", "is empty"),
    ("region,class,strategy,size\nwest,1,maximum,-3\n", "line 2: The maximum is -3 samples"),
    ("region,class,strategy,size\n\nwest,1,sometimes,3\n", "line 3: There is no strategy 'sometimes'"),
    ("region,class,strategy,size\nwest,1,maximum,many\n", "line 2: The size 'many' is no number"),
    ("region,class,strategy,size\nwest,1,maximum\n", "line 2: The size '' is no number"),
    ("region,class,strategy,size\nwest,1,total,0\n", "total is 0 samples"),
    ("region,class,strategy,size\nwest,wheat,all,\n", "line 2: The class 'wheat' is no class code"),
    ("region,class,strategy,size\nwest,nan,all,\n", "line 2: The class 'nan' is no class code"),
    ("region,class,strategy,size\nwest,1,all,\nwest,1.0,all,\n", "line 3: Class 1 of region 'west' has a row already"),
    ("region,class,strategy,size\nnorth,1,all,\n*,*,all,\n", "no region 'north'"),
    ("region,class,strategy,size\nwest,9,all,\n*,*,all,\n", "no class 9"),
    ("region,class,strategy,size\nwest,*,all,\n", "no row for class 1 of region 'east'"),
])
def test_what_is_wrong_with_a_plan_is_said(tmp_path, source, text, sentence):
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(UserError, match=sentence):
        points(tmp_path, source, strategy="plan", plan=str(tmp_path / "p.csv"))
    assert not (tmp_path / "points.gpkg").exists()


def test_files_that_cannot_be_read_are_said(tmp_path, source):
    with pytest.raises(UserError, match="needs a sampling plan"):
        points(tmp_path, source, strategy="plan")
    with pytest.raises(UserError, match="does not exist"):
        points(tmp_path, source, strategy="plan", plan=str(tmp_path / "none.csv"))
    (tmp_path / "latin.csv").write_bytes("région,class\n".encode("latin-1"))
    with pytest.raises(UserError, match="no CSV text in UTF-8"):
        points(tmp_path, source, strategy="plan", plan=str(tmp_path / "latin.csv"))
    with pytest.raises(UserError, match=r"no \.csv file"):
        SamplingPlanJob(source, str(tmp_path / "plan.gpkg")).execute(Said().context)


@pytest.mark.parametrize("text", [
    "class,count\n1,5\n2,6\n3,7\n", "1;5\n2;6\n3;7\n", "count\tclass\n5\t1.0\n6\t2\n7\t*\n",
])
def test_a_table_of_counts(tmp_path, source, text):
    (tmp_path / "c.csv").write_text(text)
    found = learnt(points(tmp_path, source, strategy="file", counts=str(tmp_path / "c.csv")))
    assert found == {(region, code): 4 + code for region in ("west", "east") for code in (1, 2, 3)}


def test_what_is_wrong_with_a_table_of_counts_is_said(tmp_path, source):
    path, said = tmp_path / "c.csv", Said()
    for text, sentence in (("1,5\n2,6\n", "no row for class 3"), ("class,count\n1,-5\n", "maximum is -5"),
                           ("class,number\n1,5\n", "no column 'count'")):
        path.write_text(text)
        with pytest.raises(UserError, match=sentence):
            points(tmp_path, source, strategy="file", counts=str(path))
    path.write_text("1,5\n2,6\n3,7\n99,4\n")
    points(tmp_path, source, said, strategy="file", counts=str(path))
    assert any("lists class 99" in text for text in said.warnings())
    with pytest.raises(UserError, match="needs a table of counts"):
        points(tmp_path, source, strategy="file")


def test_a_plan_does_not_depend_on_where_it_is_written(tmp_path, source):
    for name in ("a.csv", "b.csv"):
        SamplingPlanJob(source, str(tmp_path / name), seed=3).execute(Said().context)
    assert Path(tmp_path / "a.csv").read_bytes() == Path(tmp_path / "b.csv").read_bytes()
    assert SelectSamplesJob(source, "p", strategy="plan", plan="a.csv").to_json()["plan"] == "a.csv"
