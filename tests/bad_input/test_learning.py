"""Samples, weights, shares, grids and options from which nothing can be learnt."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.jobs import CrossValidateJob, FeatureImportanceJob, TrainClassifierJob, TuneClassifierJob
from landweave.tests.bad_input.more import NO_TABLES, change_samples, make, only, table, with_column
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster

FEW = '{"n_estimators": 3}'
GRID = '{"n_estimators": [2, 3]}'


def learners(samples, folder, **changes):
    """Yield every job that learns classes, and its output."""
    given = {"samples": samples, "class_field": "code", "method_options": FEW, **changes}
    yield TrainClassifierJob(model=str(folder / "m.lwm"), **given), folder / "m.lwm"
    yield TuneClassifierJob(output_json=str(folder / "t.json"), grid='{"min_samples_leaf": [1, 2]}', folds=2,
                            **given), folder / "t.json"
    yield FeatureImportanceJob(output_json=str(folder / "i.json"), folds=2, repeats=1, by=("date",),
                               **given), folder / "i.json"
    yield CrossValidateJob(output_json=str(folder / "c.json"), folds=2, **given), folder / "c.json"


@pytest.mark.parametrize("case", BROKEN)
def test_broken_samples(world, tmp_path, case):
    bad = with_change(world.path("samples.gpkg"), tmp_path / "échantillons.gpkg", BROKEN[case])
    for job, output in learners(bad, tmp_path / "out"):
        check_refused(work(job), bad, output=output)


def texts(values, count):
    return np.array((list(values) * count)[:count], dtype=object)


# case: (what is done to the samples, words that are said)
POOR = {
    "one class": (lambda s: only(s, s.attributes["code"] == s.attributes["code"][0]), ("only the class",)),
    "no sample": (lambda s: only(s, np.zeros(len(s))), ("no rows",)),
    "no class": (lambda s: with_column(s, code=texts([None], len(s))), ("no sample with a class",)),
    "only spaces": (lambda s: with_column(s, code=texts(["  "], len(s))), ("no sample with a class",)),
    "a power": (lambda s: with_column(s, code=texts(["²", "³"], len(s))), None),  # names, as any text
    "many signs": (lambda s: with_column(s, code=texts(["--5", "6"], len(s))), None),
    "a negative code": (lambda s: with_column(s, code=np.resize([-5, 6], len(s))), ("-5", "65535")),
    "an endless code": (lambda s: with_column(s, code=texts(["9" * 30, "6"], len(s))), ("65535",)),
    "a code of 0": (lambda s: with_column(s, code=np.resize([0, 6], len(s))), ("code 0",)),
    "fractions": (lambda s: with_column(s, code=np.resize([1.5, 2.0], len(s))), ("fractions",)),
    "infinite": (lambda s: with_column(s, code=np.resize([np.inf, 2.0], len(s))), ("fractions",)),
    "a huge float": (lambda s: with_column(s, code=np.resize([1e300, 2.0], len(s))), ("1e+300", "65535")),
    "never clear": (lambda s: replace(s, matrix=np.full_like(s.matrix, -32768)), ("all its features",)),
}


@pytest.mark.parametrize("case", POOR)
def test_samples_without_two_classes(world, tmp_path, case):
    change, words = POOR[case]
    bad = change_samples(world.path("samples.gpkg"), tmp_path / "peu.gpkg", change)
    for job, output in learners(bad, tmp_path / "out"):
        outcome = work(job)
        if words is None and outcome.code == 0:
            continue
        check_refused(outcome, bad, *(words or ()), output=output)


GROUPS = {
    "all of one group": (lambda s: with_column(s, polygon_id=np.ones(len(s), int)), ("group",)),
    "without a group": (lambda s: with_column(s, polygon_id=texts([None, 1], len(s))), ("polygon_id",)),
    "one polygon a class": (lambda s: with_column(s, polygon_id=s.attributes["code"]), ()),
}


@pytest.mark.parametrize("case", GROUPS)
def test_groups_that_cannot_be_held_out(world, tmp_path, case):
    change, words = GROUPS[case]
    bad = change_samples(world.path("samples.gpkg"), tmp_path / "groupes.gpkg", change)
    for job, output in list(learners(bad, tmp_path / "out"))[1:]:
        outcome = work(job)
        if case == "one polygon a class" and outcome.code == 0:
            continue  # a class is then never learnt and never right: said in the report
        check_refused(outcome, bad, *words, output=output)


def test_calibration_and_trust_without_groups_to_hold_out(world, tmp_path):
    for case, (change, _) in GROUPS.items():
        bad = change_samples(world.path("samples.gpkg"), tmp_path / f"{case}.gpkg", change)
        for changes in ({"calibration": "temperature"}, {"calibration": "isotonic"}, {"trust": True}):
            out = tmp_path / f"{case} {len(changes)}.lwm"
            outcome = work(world.train(out, samples=bad, **changes))
            if outcome.code == 0:
                assert outcome.warnings or "trust" not in changes
                out.unlink()
            else:
                check_refused(outcome, bad, output=out)


def test_samples_of_one_region(world, tmp_path):
    one = change_samples(world.path("samples.gpkg"), tmp_path / "une.gpkg",
                         lambda s: with_column(s, region=texts(["Nord"], len(s))))
    assert work(world.train(tmp_path / "m.lwm", samples=one)).outputs["MODEL"]

    def lonely(samples):
        codes = samples.attributes["code"]
        return with_column(samples, region=np.where(codes == codes[0], "Süd", "Nord").astype(object))

    bad = change_samples(world.path("samples.gpkg"), tmp_path / "seule.gpkg", lonely)
    out = tmp_path / "o.lwm"  # a region with one class: nothing to learn there
    check_refused(work(world.train(out, samples=bad)), bad, "Süd", "class", output=out)
    nowhere = change_samples(world.path("samples.gpkg"), tmp_path / "sans.gpkg",
                             lambda s: with_column(s, region=texts([None, "Nord"], len(s))))
    check_refused(work(world.train(out, samples=nowhere)), nowhere, "region", output=out)


WEIGHTS = {
    "no JSON": ("{1: 2}", ("CLASS_WEIGHTS is not JSON",)),
    "a list": ("[1, 2]", ("CLASS_WEIGHTS is not a JSON object",)),
    "a text": ('{"1": "much"}', ("'much'",)),
    "negative": ('{"1": -1}', ("-1",)),
    "0": ('{"1": 0}', ("0",)),
    "NaN": ('{"1": NaN}', ("nan",)),
    "infinite": ('{"1": Infinity}', ("inf",)),
    "a flag": ('{"1": true}', ("True",)),
    "nested": ('{"1": {"2": 3}}', ("class 1",)),
    "unknown class": ('{"777": 3}', ("class 777",)),
}


@pytest.mark.parametrize("case", WEIGHTS)
def test_weights_of_classes(world, tmp_path, case):
    text, words = WEIGHTS[case]
    for job, output in learners(world.path("samples.gpkg"), tmp_path / "out", class_weights=text):
        check_refused(work(job), *words, output=output)


def test_learners_that_cannot_weigh(world, tmp_path):
    for job, output in learners(world.path("samples.gpkg"), tmp_path / "out", method="knn", balanced=True,
                                method_options=""):
        if job.KIND == "tune_classifier":
            job = replace(job, grid='{"n_neighbors": [3]}')  # noqa: PLW2901
        check_refused(work(job), "knn", "weigh", output=output)


OPTIONS = {
    "a list": ("[1]", ("METHOD_OPTIONS",)),
    "a number": ("3", ("METHOD_OPTIONS",)),
    "null": ("null", ("METHOD_OPTIONS",)),
    "unknown": ('{"trees": 5}', ("trees",)),
    "reserved": ('{"random_state": 5}', ("random_state",)),
    "a text": ('{"n_estimators": "many"}', ("n_estimators",)),
    "NaN": ('{"n_estimators": NaN}', ("n_estimators",)),
    "a list as a value": ('{"n_estimators": [5]}', ("n_estimators",)),
    "a dictionary": ('{"class_weight": {"1": 5}}', ()),
    "negative depth": ('{"max_depth": -1}', ("max_depth",)),
    "huge leaf": ('{"n_estimators": 2, "min_samples_leaf": 1e300}', ("min_samples_leaf",)),
}


@pytest.mark.parametrize("case", OPTIONS)
def test_options_of_the_learner(world, tmp_path, case):
    text, words = OPTIONS[case]
    for job, output in learners(world.path("samples.gpkg"), tmp_path / "out", method_options=text):
        outcome = work(job)
        check_refused(outcome, output=output)
        for word in words:
            assert word in outcome.said


PRIORS = {
    "no column": ("code,part\n1,0.5\n", ("no column 'share'", "code,share")),
    "a class twice": ("code,share\n1,1\n1,2\n", ("line 3", "twice")),
    "text": ("code,share\n1,much\n", ("line 2", "'much'")),
    "negative": ("code,share\n1,-2\n", ("line 2", "-2")),
    "NaN": ("code,share\n1,nan\n", ("line 2", "nan")),
    "classes lacking": ("code,share\n1,2\n", ("no share for class",)),
    "a comma as decimal point": ("code;share\n1;0,5\n", ()),
    "rows of other lengths": ("code,share\n1,2,3\n", ("line 2",)),
}


@pytest.mark.parametrize("case", PRIORS)
def test_shares_of_the_area(world, tmp_path, case):
    text, words = PRIORS[case]
    bad = table(tmp_path / "parts.csv", text)
    out = tmp_path / "out" / "m.lwm"
    check_refused(work(world.train(out, priors=bad)), bad, *words, output=out)


@pytest.mark.parametrize("case", NO_TABLES)
def test_files_that_hold_no_shares(world, tmp_path, case):
    bad = make(tmp_path, case, NO_TABLES)
    out = tmp_path / "out" / "m.lwm"
    check_refused(work(world.train(out, priors=bad)), bad, output=out)


def test_maps_that_hold_no_shares(world, tmp_path):
    out = tmp_path / "out" / "m.lwm"
    for path, word in (
        (write_raster(tmp_path / "autres.tif", np.full((8, 8), 201, np.uint8)), "none of the classes"),
        (write_raster(tmp_path / "vide.tif", np.zeros((8, 8), np.uint8)), "none of the classes"),
        (write_raster(tmp_path / "décimal.tif", np.full((8, 8), 1.5, np.float32)), ""),
        (table(tmp_path / "texte.tif", "hello"), "not a raster"),
        (str(tmp_path / "nulle part.tif"), "does not exist"),
        (world.catalogue, ""),
    ):
        check_refused(work(world.train(out, priors=path)), path, word, output=out)


OTHERS = {
    "calibration": ({"calibration": "magic"}, ("'magic'", "isotonic")),
    "method": ({"method": "oracle"}, ("oracle",)),
    "run": ({"run": 9}, ("run_9",)),
    "run negative": ({"run": -1}, ("run",)),
    "region field": ({"region_field": "zone"}, ("zone",)),
    "class field": ({"class_field": ""}, ("CLASS_FIELD",)),
}


@pytest.mark.parametrize("case", OTHERS)
def test_training_with_wrong_parameters(world, tmp_path, case):
    changes, words = OTHERS[case]
    out = tmp_path / "m.lwm"
    outcome = work(world.train(out, **changes))
    check_refused(outcome, output=out)
    for word in words:
        assert word.lower() in outcome.said.lower()


GRIDS = {
    "no JSON": ({"grid": "n_estimators = 3"}, ("GRID", "JSON")),
    "a number": ({"grid": "3"}, ("GRID",)),
    "empty list": ({"grid": "[]"}, ("GRID",)),
    "empty object": ({"grid": "{}"}, ("GRID",)),
    "empty values": ({"grid": '{"n_estimators": []}'}, ("n_estimators",)),
    "no list": ({"grid": '{"n_estimators": 3}'}, ("n_estimators",)),
    "unknown": ({"grid": '{"trees": [3]}'}, ("trees",)),
    "reserved": ({"grid": '{"random_state": [3]}'}, ("random_state",)),
    "text": ({"grid": '{"n_estimators": ["many"]}'}, ("n_estimators",)),
    "negative": ({"grid": '{"n_estimators": [-3]}'}, ("n_estimators",)),
    "search": ({"search": "guess"}, ("'guess'", "halving")),
    "score": ({"score": "beauty"}, ("'beauty'", "kappa")),
    "folds 1": ({"folds": 1}, ("FOLDS",)),
    "folds huge": ({"folds": 10**9}, ("FOLDS",)),
    "candidates": ({"search": "random", "candidates": 0}, ("CANDIDATES",)),
    "group field": ({"group_field": "parcelle"}, ("parcelle",)),
    "method": ({"method": "oracle"}, ("oracle",)),
    "region field": ({"region_field": "zone"}, ("zone",)),
}


@pytest.mark.parametrize("case", GRIDS)
def test_searches_that_cannot_be_made(world, tmp_path, case):
    changes, words = GRIDS[case]
    out = tmp_path / "t.json"
    given = {"samples": world.path("samples.gpkg"), "class_field": "code", "grid": GRID, "folds": 2,
             "model": str(tmp_path / "m.lwm"), **changes}
    outcome = work(TuneClassifierJob(output_json=str(out), **given))
    check_refused(outcome, *words, output=out)
    check_clean(tmp_path, [tmp_path / "m.lwm"])


IMPORTANCE = {
    "by": ({"by": ("colour",)}, ("'colour'", "month")),
    "by twice": ({"by": ("date", "date")}, None),
    "score": ({"score": "beauty"}, ("'beauty'",)),
    "folds": ({"folds": 1}, ("FOLDS",)),
    "repeats": ({"repeats": 0}, ("REPEATS",)),
    "max samples": ({"max_samples": 0}, ("MAX_SAMPLES",)),
    "max samples negative": ({"max_samples": -5}, ("MAX_SAMPLES",)),
    "group field": ({"group_field": "parcelle"}, ("parcelle",)),
}


@pytest.mark.parametrize("case", IMPORTANCE)
def test_importances_that_cannot_be_found(world, tmp_path, case):
    changes, words = IMPORTANCE[case]
    out = tmp_path / "i.json"
    given = {"samples": world.path("samples.gpkg"), "class_field": "code", "method_options": FEW, "folds": 2,
             "repeats": 1, "by": ("date",), "output_csv": str(tmp_path / "i.csv"), **changes}
    outcome = work(FeatureImportanceJob(output_json=str(out), **given))
    if words is None and outcome.code == 0:
        assert json.loads(out.read_text(encoding="utf-8"))
        return
    check_refused(outcome, *(words or ()), output=out)
    check_clean(tmp_path, [tmp_path / "i.csv"])


def test_outputs_that_are_inputs_or_one_another(world, tmp_path):
    samples = shutil.copy(world.path("samples.gpkg"), tmp_path / "s.gpkg")
    before = Path(samples).read_bytes()
    same = str(tmp_path / "même.json")
    for job, file in (
        (TuneClassifierJob(str(samples), "code", str(samples), grid=GRID), samples),
        (TuneClassifierJob(str(samples), "code", same, grid=GRID, model=same), same),
        (FeatureImportanceJob(str(samples), "code", same, output_csv=str(samples)), samples),
        (world.train(samples, samples=str(samples)), samples),
    ):
        check_told(work(job), file)
    assert Path(samples).read_bytes() == before
    assert not Path(same).exists()
