"""Sampling plans, tables of counts, reviews and suggestions that cannot be used."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.jobs import (
    ApplyReviewJob,
    CleanSamplesJob,
    SamplingPlanJob,
    SelectSamplesJob,
    SuggestSamplesJob,
)
from landweave.engine.samples.store import load_samples
from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import cut, square, write_polygons
from landweave.tests.bad_input.more import NO_TABLES, change_samples, make, only, probability_raster, table, with_column
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work

HEAD = "region,class,strategy,size\n"


def both(world, folder, **options):
    """Yield the job that writes a plan and the one that selects, and their outputs."""
    source = options.pop("input", world.path("split.gpkg"))
    for job, name in ((SamplingPlanJob, "plan.csv"), (SelectSamplesJob, "points.gpkg")):
        yield job(source, str(folder / name), **options), folder / name


@pytest.mark.parametrize("case", NO_TABLES)
@pytest.mark.parametrize("what", ["plan", "counts"])
def test_files_that_are_no_tables(world, tmp_path, case, what):
    bad = make(tmp_path, case, NO_TABLES)
    for job, output in both(world, tmp_path / "out", strategy={"counts": "file"}.get(what, what), **{what: bad}):
        check_refused(work(job), bad, *NO_TABLES[case][1], output=output)


# case: (the table, words that are said)
PLANS = {
    "no column": ("region,class,strategy\nall,1,all\n", ("no column 'size'", "region, class, strategy, size")),
    "a class that is not there": (HEAD + "*,*,all,\n*,777,all,\n", ("no class 777",)),
    "a region that is not there": (HEAD + "*,*,all,\nMontagne,*,all,\n", ("no region 'Montagne'",)),
    "a class twice": (HEAD + "*,*,all,\n*,1,all,\n*,1,maximum,5\n", ("line 4", "has a row already")),
    "classes lacking": (HEAD + "*,1,all,\n", ("no row for class",)),
    "class as text": (HEAD + "*,blé,all,\n", ("line 2", "'blé'")),
    "class without": (HEAD + "*,,all,\n", ("line 2",)),
    "half a class": (HEAD + "*,1.5,all,\n", ("line 2", "'1.5'")),
    "an endless class": (HEAD + "*,inf,all,\n", ("line 2", "'inf'")),
    "class NaN": (HEAD + "*,nan,all,\n", ("line 2", "'nan'")),
    "unknown strategy": (HEAD + "*,*,most,5\n", ("line 2", "'most'", "proportional")),
    "no strategy": (HEAD + "*,*,,5\n", ("line 2",)),
    "size as text": (HEAD + "*,*,maximum,many\n", ("line 2", "'many'")),
    "no size": (HEAD + "*,*,maximum,\n", ("line 2",)),
    "negative size": (HEAD + "*,*,maximum,-5\n", ("line 2", "-5")),
    "half a sample": (HEAD + "*,*,maximum,2.5\n", ("line 2", "2.5")),
    "size NaN": (HEAD + "*,*,maximum,nan\n", ("line 2", "nan")),
    "size infinite": (HEAD + "*,*,total,inf\n", ("line 2", "inf")),
    "percent NaN": (HEAD + "*,*,proportional,nan\n", ("line 2", "nan")),
    "101 percent": (HEAD + "*,*,proportional,101\n", ("line 2", "101")),
    "total 0": (HEAD + "*,*,total,0\n", ("line 2", "0")),
    "two columns of one name": ("region,class,class,strategy,size\n*,1,2,all,\n", ("'class'",)),
    "a quote that never ends": (HEAD + '*,*,"all,\n*,1,all,\n', ("line", "quotes")),
}


@pytest.mark.parametrize("case", PLANS)
def test_plans_that_cannot_be_followed(world, tmp_path, case):
    text, words = PLANS[case]
    bad = table(tmp_path / "plan été.csv", text)
    for job, output in both(world, tmp_path / "out", strategy="plan", plan=bad):
        check_refused(work(job), "plan été.csv", *words, output=output)


COUNTS = {
    "no column": ("class,percent\n1,5\n", ("no column 'count'",)),
    "classes lacking": ("1,5\n", ("no row for class",)),
    "a class twice": ("*,3\n1,5\n1,6\n", ("line 3", "has a row already")),
    "text": ("*,many\n", ()),
    "negative": ("*,-4\n", ("-4",)),
    "class as text": ("class,count\nblé,5\n", ("'blé'",)),
}


@pytest.mark.parametrize("case", COUNTS)
def test_counts_that_cannot_be_used(world, tmp_path, case):
    text, words = COUNTS[case]
    bad = table(tmp_path / "nombres.csv", text)
    for job, output in both(world, tmp_path / "out", strategy="file", counts=bad):
        check_refused(work(job), "nombres.csv", *words, output=output)


@pytest.mark.parametrize("text", [
    "﻿region;class;strategy;size\n*;*;maximum;5,0\n", HEAD.upper() + "*,*,MAXIMUM,5\n",
    HEAD.replace(",", "\t") + "*\t*\tmaximum\t5\n", HEAD.replace("\n", "\r\n") + "*,*,maximum,5\r\n\r\n,,,\r\n",
    HEAD + "*,*,maximum,1e15\n*,1.0,maximum,2\n",
])
def test_plans_as_spreadsheets_write_them(world, tmp_path, text):
    plan = table(tmp_path / "plan.csv", text)
    for job, output in both(world, tmp_path / "out", strategy="plan", plan=plan):
        assert work(job).outputs["OUTPUT"] == str(output)


OPTIONS = {
    "strategy": ({"strategy": "most"}, ("'most'", "smallest")),
    "plan not named": ({"strategy": "plan"}, ("PLAN",)),
    "counts not named": ({"strategy": "file"}, ("class,count",)),
    "maximum 0": ({"maximum": 0}, ("0",)),
    "maximum negative": ({"maximum": -5}, ("-5",)),
    "percent 0": ({"strategy": "proportional", "percent": 0.0}, ("0 percent",)),
    "percent NaN": ({"strategy": "proportional", "percent": float("nan")}, ("nan",)),
    "total 0": ({"strategy": "total", "total": 0}, ("0",)),
    "sampler": ({"sampler": "often"}, ("'often'", "periodic")),
    "per polygon": ({"per_polygon": -1}, ("-1",)),
    "spacing negative": ({"spacing": -1.0}, ("-1",)),
    "spacing NaN": ({"spacing": float("nan")}, ("nan",)),
    "spacing infinite": ({"spacing": float("inf")}, ("inf",)),
    "seed": ({"seed": -1}, ("SEED",)),
    "input missing": ({"input": "/nowhere/p.gpkg"}, ("/nowhere/p.gpkg",)),
}


@pytest.mark.parametrize("case", OPTIONS)
def test_options_of_the_choice(world, tmp_path, case):
    changes, words = OPTIONS[case]
    for job, output in both(world, tmp_path / "out", **changes):
        check_refused(work(job), *words, output=output)


def test_huge_sizes_give_all_pixels(world, tmp_path):
    counts = [work(SelectSamplesJob(world.path("split.gpkg"), str(tmp_path / f"{n}.gpkg"), **options)).outputs["COUNT"]
              for n, options in enumerate(({"strategy": "all"}, {"maximum": 2**60}, {"strategy": "total",
                                           "total": 2**60}, {"per_polygon": 2**60}))]
    assert len(set(counts)) == 1
    one = work(SelectSamplesJob(world.path("split.gpkg"), str(tmp_path / "loin.gpkg"), spacing=1e12)).outputs["COUNT"]
    assert 0 < one < counts[0]


def test_a_plan_goes_to_a_table(world, tmp_path):
    out = tmp_path / "plan.xlsx"
    check_refused(work(SamplingPlanJob(world.path("split.gpkg"), str(out))), "plan.xlsx", ".csv", output=out)
    check_refused(work(SamplingPlanJob(world.path("split.gpkg"), str(tmp_path / "p.csv"),
                                       nomenclature="/nowhere/n.csv")), "/nowhere/n.csv", output=tmp_path / "p.csv")
    plan = shutil.copy(world.folder / "split.gpkg", tmp_path / "ebenso.csv")  # the output is the input
    check_told(work(SamplingPlanJob(str(plan), str(plan))), plan)
    assert Path(plan).read_bytes() == (world.folder / "split.gpkg").read_bytes()


@pytest.mark.parametrize("case", BROKEN)
def test_broken_samples_are_not_cleaned(world, more, tmp_path, case):
    for source, job in ((world.path("samples.gpkg"), CleanSamplesJob), (more.review, ApplyReviewJob)):
        bad = with_change(source, tmp_path / f"échantillons {job.KIND}.gpkg", BROKEN[case])
        out = tmp_path / "out" / "o.gpkg"
        check_refused(work(job(bad, "code", str(out))), bad, output=out)


CLEANING = {
    "method": ({"method": "magic"}, ("'magic'", "som")),
    "classifier": ({"classifier": "oracle"}, ("CLASSIFIER 'oracle'", "random_forest")),
    "options": ({"classifier_options": "[1]"}, ("CLASSIFIER_OPTIONS",)),
    "folds 1": ({"folds": 1}, ("FOLDS is 1",)),
    "folds negative": ({"folds": -3}, ("FOLDS is -3",)),
    "folds huge": ({"folds": 10**9}, ("FOLDS",)),
    "neighbours 0": ({"method": "knn", "neighbours": 0}, ("NEIGHBOURS is 0",)),
    "grid 1": ({"method": "som", "grid": 1}, ("GRID is 1",)),
    "grid huge": ({"method": "som", "grid": 10**9}, ("GRID",)),
    "class field": ({"class_field": "klasse"}, ("no column 'klasse'", "code")),
    "group field": ({"group_field": "parcelle"}, ("no column 'parcelle'",)),
    "a column of its own": ({"group_field": "rank"}, ("GROUP_FIELD is 'rank'",)),
    "seed": ({"seed": 2**40}, ("SEED",)),
}


@pytest.mark.parametrize("case", CLEANING)
def test_cleaning_with_wrong_parameters(world, tmp_path, case):
    changes, words = CLEANING[case]
    given = {"samples": world.path("samples.gpkg"), "class_field": "code", **changes}
    out = tmp_path / "o.gpkg"
    check_refused(work(CleanSamplesJob(output=str(out), **given)), *words, output=out)


POOR = {
    "one class": (lambda s: only(s, s.attributes["code"] == s.attributes["code"][0]), ("only the class",)),
    "one polygon": (lambda s: with_column(s, polygon_id=np.ones(len(s), int)), ("group",)),
    "no sample": (lambda s: only(s, np.zeros(len(s))), ("no rows",)),
    "no class": (lambda s: with_column(s, code=np.array([None] * len(s), dtype=object)), ("no sample",)),
    "no polygon": (lambda s: with_column(s, polygon_id=np.array([None] * len(s), dtype=object)), ("polygon_id",)),
}


@pytest.mark.parametrize("case", POOR)
@pytest.mark.parametrize("method", ["confident", "knn", "som"])
def test_samples_of_which_nothing_can_be_said(world, tmp_path, case, method):
    change, words = POOR[case]
    bad = change_samples(world.path("samples.gpkg"), tmp_path / "peu.gpkg", change)
    out = tmp_path / "o.gpkg"
    check_refused(work(CleanSamplesJob(bad, "code", str(out), method=method)), bad, *words, output=out)


@pytest.mark.parametrize("method", ["confident", "knn", "som"])
def test_few_samples_are_judged(world, tmp_path, method):
    def few(samples):
        codes = samples.attributes["code"]
        return samples.subset(np.concatenate([np.flatnonzero(codes == code)[:6] for code in np.unique(codes)[:2]]))

    poor = change_samples(world.path("samples.gpkg"), tmp_path / "peu.gpkg", few)
    out = str(tmp_path / "o.gpkg")
    outcome = work(CleanSamplesJob(poor, "code", out, method=method, group_field="", folds=2, neighbours=500,
                                   classifier_options='{"n_estimators": 3}'))
    assert outcome.outputs["OUTPUT"] == out


REVIEWS = {
    "no review": (lambda s: s, {}, ("is no review",)),
    "class field": (None, {"class_field": "klasse"}, ("no column 'klasse'",)),
    "group field": (None, {"group_field": "parcelle"}, ("parcelle",)),
    "suspicious": (None, {"suspicious": "burn"}, ("SUSPICIOUS is 'burn'", "relabel")),
    "a decision that is none": (lambda s: with_column(s, decision=np.array(["perhaps"] * len(s), dtype=object)), {},
                                ("'perhaps'", "keep, remove or a class")),
    "a code out of range": (lambda s: with_column(s, decision=np.array(["70000"] * len(s), dtype=object)), {},
                            ("'70000'",)),
    "a power": (lambda s: with_column(s, decision=np.array(["²"] * len(s), dtype=object)), {}, ("'²'",)),
    "nothing left": (lambda s: with_column(s, decision=np.array(["remove"] * len(s), dtype=object)), {},
                     ("remove all samples",)),
}


@pytest.mark.parametrize("case", REVIEWS)
def test_reviews_that_cannot_be_applied(world, more, tmp_path, case):
    change, changes, words = REVIEWS[case]
    source = world.path("samples.gpkg") if case == "no review" else more.review
    bad = change_samples(source, tmp_path / "révision.gpkg", change) if change else source
    given = {"reviewed": bad, "class_field": "code", **changes}
    out = tmp_path / "o.gpkg"
    outcome = work(ApplyReviewJob(output=str(out), **given))
    check_refused(outcome, *words, output=out)
    if case != "suspicious":
        assert bad in outcome.said


def edit(path, command):
    """Do what a user does to a layer in QGIS."""
    source = ogr.Open(str(path), 1)
    result = source.ExecuteSQL(command)
    if result is not None:
        source.ReleaseResultSet(result)


def test_a_review_edited_into_nonsense(more, tmp_path):
    out = tmp_path / "o.gpkg"
    bad = Path(shutil.copy(more.review, tmp_path / "r.gpkg"))
    edit(bad, "UPDATE polygons SET decision = 'weg damit'")
    check_refused(work(ApplyReviewJob(str(bad), "code", str(out))), bad, "'weg damit'", output=out)
    edit(bad, "DELLAYER:polygons")
    outcome = work(ApplyReviewJob(str(bad), "code", str(out)))
    if outcome.code:
        check_refused(outcome, bad, output=out)
    check_told(work(ApplyReviewJob(more.review, "code", more.review)), more.review)
    assert len(load_samples(more.review))


SUGGESTIONS = {
    "count 0": ({"count": 0}, ("COUNT is 0",)),
    "count negative": ({"count": -3}, ("COUNT is -3",)),
    "spacing negative": ({"spacing": -1}, ("SPACING is -1",)),
    "no class field": ({"class_field": ""}, ("CLASS_FIELD",)),
    "extent outside": ({"extent": (0.0, 0.0, 10.0, 10.0)}, ("extent",)),
    "extent turned": ({"extent": (10.0, 10.0, 0.0, 0.0)}, ("extent",)),
    "extent CRS": ({"extent": (0.0, 0.0, 10.0, 10.0), "extent_crs": "klingon"}, ("klingon",)),
    "mask missing": ({"mask": "/nowhere/masque.gpkg"}, ("/nowhere/masque.gpkg",)),
    "labelled missing": ({"labelled": "/nowhere/points.gpkg"}, ("/nowhere/points.gpkg",)),
    "no catalogue": ({"catalogue": "/nowhere/c.gpkg"}, ("/nowhere/c.gpkg",)),
    "no model": ({"model": "/nowhere/m.lwm"}, ("/nowhere/m.lwm",)),
    "no probabilities": ({"probabilities": "/nowhere/p.tif"}, ("/nowhere/p.tif",)),
    "seed": ({"seed": -1}, ("SEED",)),
}


def suggest(world, more, output, **changes):
    given = {"probabilities": more.probabilities[0], "catalogue": world.catalogue, "model": more.models[0],
             "class_field": "code", "count": 5, **changes}
    return SuggestSamplesJob(output=str(output), **given)


@pytest.mark.parametrize("case", SUGGESTIONS)
def test_suggestions_with_wrong_parameters(world, more, tmp_path, case):
    changes, words = SUGGESTIONS[case]
    out = tmp_path / "o.gpkg"
    outcome = work(suggest(world, more, out, **changes))
    check_refused(outcome, output=out)
    for word in words:
        assert word.lower() in outcome.said.lower()


def test_suggestions_from_what_does_not_fit(world, more, tmp_path):
    out = tmp_path / "o.gpkg"
    half = np.full((2, 8, 8), 5000)
    strange = probability_raster(tmp_path / "autres.tif", half, codes=(901, 902))
    nothing = probability_raster(tmp_path / "rien.tif", np.full((2, 8, 8), 65535), codes=(1, 6))
    wrong = probability_raster(tmp_path / "somme.tif", np.full((2, 8, 8), 9000), codes=(1, 6))
    placeless = write_polygons(tmp_path / "sans crs.gpkg", [(square(0, 0), 1)], None)
    everywhere = write_polygons(tmp_path / "partout.gpkg", [(square(0, 0, 1e7), 1)], EPSG)
    damaged = with_change(more.probabilities[0], tmp_path / "coupé.tif", lambda path: cut(path, 0.5))
    for changes, words in (
        ({"probabilities": strange}, ("autres.tif", "class 901")),
        ({"probabilities": nothing}, ("rien.tif",)),
        ({"probabilities": wrong}, ("somme.tif", "do not add up to 1")),
        ({"probabilities": more.maps[0]}, (more.maps[0],)),
        ({"probabilities": damaged}, (damaged,)),
        ({"labelled": placeless}, (placeless, "coordinate reference system")),
        ({"labelled": everywhere}, ("left to suggest",)),
        ({"labelled": more.maps[0]}, (more.maps[0],)),
        ({"model": more.value_model}, (more.value_model,)),
        ({"model": more.maps[0]}, (more.maps[0],)),
        ({"catalogue": more.review}, (more.review, "catalogue")),
    ):
        check_refused(work(suggest(world, more, out, **changes)), *words, output=out)
    few = work(suggest(world, more, out, count=10**6, spacing=60))
    assert "suggested, not COUNT" in few.warnings
    check_clean(tmp_path)
