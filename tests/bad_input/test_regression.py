"""Quantities that cannot be learnt or mapped."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.jobs import PredictRegressionJob, RegressionChainJob
from landweave.tests.bad_input.conftest import EPSG, OPTIONS
from landweave.tests.bad_input.layers import bow_tie, square, write_polygons
from landweave.tests.bad_input.more import change_samples, only, with_column
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.test_learning import texts
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work

POOR = {
    "no sample": (lambda s: only(s, np.zeros(len(s))), {}, ("no rows",)),
    "one value": (lambda s: with_column(s, rendement=np.ones(len(s))), {}, ("fewer than two different values",)),
    "all empty": (lambda s: s, {"value_field": "vide"}, ("vide",)),
    "text": (lambda s: with_column(s, rendement=texts(["12 t/ha", "3"], len(s))), {}, ("rendement", "text")),
    "infinite": (lambda s: with_column(s, rendement=np.full(len(s), np.inf)), {}, ("rendement",)),
    "no column": (lambda s: s, {"value_field": "biomasse"}, ("no column 'biomasse'", "rendement")),
    "no name": (lambda s: s, {"value_field": ""}, ("VALUE_FIELD",)),
    "one group": (lambda s: with_column(s, polygon_id=np.ones(len(s), int)), {}, ("1 group", "FOLDS")),
    "without a group": (lambda s: with_column(s, polygon_id=texts([None, 1], len(s))), {}, ("polygon_id",)),
    "no group column": (lambda s: s, {"group_field": "parcelle"}, ("parcelle",)),
    "no region column": (lambda s: s, {"region_field": "zone"}, ("zone",)),
    "a region without": (lambda s: with_column(s, region=texts([None, "N"], len(s))), {}, ("region",)),
    "a tiny region": (lambda s: with_column(s, region=texts(["Süd"] + ["N"] * (len(s) - 1), len(s))), {}, ("Süd",)),
    "few": (lambda s: only(s, np.arange(len(s)) < 3), {"group_field": "", "folds": 2}, ("3 samples",)),
    "method": (lambda s: s, {"method": "oracle"}, ("oracle", "ridge")),
    "a method of classes": (lambda s: s, {"method": "lda"}, ("lda", "ridge")),
    "options no JSON": (lambda s: s, {"method_options": "{alpha: 1}"}, ("METHOD_OPTIONS", "JSON")),
    "options a list": (lambda s: s, {"method_options": "[1]"}, ("METHOD_OPTIONS",)),
    "unknown option": (lambda s: s, {"method_options": '{"trees": 1}'}, ("trees", "alpha")),
    "option text": (lambda s: s, {"method_options": '{"alpha": "much"}'}, ("alpha",)),
    "option NaN": (lambda s: s, {"method_options": '{"alpha": NaN}'}, ("alpha",)),
    "option negative": (lambda s: s, {"method_options": '{"alpha": -1}'}, ("alpha",)),
    "folds 1": (lambda s: s, {"folds": 1}, ("FOLDS is 1",)),
    "folds huge": (lambda s: s, {"folds": 10**9}, ("FOLDS is 1000000000",)),
    "run": (lambda s: s, {"run": 7}, ("run_7",)),
    "seed": (lambda s: s, {"seed": -1}, ("SEED",)),
}


@pytest.mark.parametrize("case", POOR)
def test_quantities_that_cannot_be_learnt(more, tmp_path, case):
    change, changes, words = POOR[case]
    bad = change_samples(more.values, tmp_path / "valeurs été.gpkg", change)
    out = tmp_path / "out" / "m.lwm"
    report = str(tmp_path / "out" / "r.json")
    check_refused(work(more.train_values(out, samples=bad, output_json=report, **changes)), *words, output=out)
    assert not Path(report).exists()


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files(world, more, tmp_path, case):
    out = tmp_path / "out"
    bad = with_change(more.values, tmp_path / "valeurs été.gpkg", BROKEN[case])
    check_refused(work(more.train_values(out / "m.lwm", samples=bad)), bad, output=out / "m.lwm")
    bad = with_change(more.value_model, tmp_path / "rendement été.lwm", BROKEN[case])
    check_refused(work(predict(world, out / "m.tif", bad)), bad, output=out / "m.tif")


def predict(world, output, *models, **changes):
    return PredictRegressionJob(models=models, output=str(output), **{"catalogue": world.catalogue, **changes})


def test_models_of_the_other_kind(world, more, tmp_path):
    out = tmp_path / "m.tif"
    check_refused(work(world.classify(out, models=(more.value_model,))), more.value_model, "predict_regression",
                  output=out)
    check_refused(work(world.classify(out, models=(world.model, more.value_model))), more.value_model, output=out)
    check_refused(work(predict(world, out, world.model)), world.model, "classify", output=out)
    check_refused(work(predict(world, out, more.value_model, world.model)), world.model, output=out)
    other = change_samples(more.values, tmp_path / "a.gpkg",
                           lambda s: with_column(s, biomasse=s.attributes["rendement"] * 2))
    model = str(tmp_path / "biomasse.lwm")
    work(more.train_values(model, samples=other, value_field="biomasse")).outputs  # noqa: B018
    check_refused(work(predict(world, out, more.value_model, model)), "rendement", "biomasse", output=out)


PLACES = {
    "no model": ({"models": ()}, ("model",)),
    "catalogue": ({"catalogue": "/nowhere/c.gpkg"}, ("/nowhere/c.gpkg",)),
    "extent": ({"extent": (0.0, 0.0, 10.0, 10.0)}, ("extent",)),
    "extent NaN": ({"extent": (float("nan"), 0.0, 10.0, 10.0)}, ("extent",)),
    "tiles": ({"tiles": ("99ZZZ",)}, ("99ZZZ",)),
    "mask": ({"mask": "/nowhere/m.tif"}, ("/nowhere/m.tif",)),
    "target": ({"target_crs": "klingon"}, ("klingon",)),
    "border negative": ({"border_distance": -5.0}, ("BORDER_DISTANCE",)),
    "border huge": ({"border_distance": 1e12}, ("BORDER_DISTANCE", "10000 m")),
    "border NaN": ({"border_distance": float("nan")}, ("BORDER_DISTANCE",)),
    "regions missing": ({"regions": "/nowhere/r.gpkg", "region_field": "region"}, ("/nowhere/r.gpkg",)),
}


@pytest.mark.parametrize("case", PLACES)
def test_places_that_cannot_be_mapped(world, more, tmp_path, case):
    changes, words = PLACES[case]
    given = {"catalogue": world.catalogue, "models": (more.value_model,), **changes}
    out = tmp_path / "m.tif"
    outcome = work(PredictRegressionJob(output=str(out), **given))
    check_refused(outcome, output=out)
    for word in words:
        assert word.lower() in outcome.said.lower()


def test_outputs_that_are_inputs(world, more, tmp_path):
    model = shutil.copy(more.value_model, tmp_path / "m.lwm")
    values = shutil.copy(more.values, tmp_path / "v.gpkg")
    for job, file in ((predict(world, model, str(model)), model),
                      (more.train_values(values, samples=str(values)), values),
                      (more.train_values(tmp_path / "n.lwm", samples=str(values), output_json=str(values)), values)):
        before = Path(file).read_bytes()
        check_told(work(job), file)
        assert Path(file).read_bytes() == before


def rows_of(world):
    return [(shape, float(number % 7) + 0.5) for number, (shape, _) in enumerate(world.rows())]


# case: (changes of write_polygons, how the rows change, words that are said)
REFERENCES = {
    "no field": ({"field": "klasse"}, lambda r: r, ("rendement",)),
    "text": ({"kind": str}, lambda r: [(s, f"{v} t") for s, v in r], ("rendement",)),
    "all empty": ({}, lambda r: [(s, None) for s, _ in r], ("rendement",)),
    "one value": ({}, lambda r: [(s, 3.0) for s, _ in r], ("rendement",)),
    "infinite": ({}, lambda r: [(s, float("inf")) for s, _ in r], ("rendement",)),
    "no polygon": ({}, lambda r: [], ("fewer than two",)),
    "no CRS": ({"epsg": None}, lambda r: r, ("coordinate reference system",)),
    "elsewhere": ({}, lambda r: [(square(100000, 100000), 1.0), (square(200000, 100000), 2.0)], ("images",)),
    "crossing": ({}, lambda r: [*r, (bow_tie(300200, 4899000), 1.5)], ("not valid",)),
    "two polygons": ({}, lambda r: [(r[0][0], 1.0), (r[1][0], 2.0)], ()),
}


def chain(world, **changes):
    given = {"reference": str(world.reference), "value_field": "rendement", "input": str(world.images),
             "method_options": OPTIONS, "samples_per_class": 50, **changes}
    return RegressionChainJob(**given)


@pytest.mark.parametrize("case", REFERENCES)
def test_references_of_quantities(world, tmp_path, case):
    changes, change, words = REFERENCES[case]
    given = {"epsg": EPSG, "field": "rendement", "kind": float, **changes}
    source = write_polygons(tmp_path / "rendements été.gpkg", change(rows_of(world)), **given)
    outcome = work(chain(world, reference=source), run_folder=str(tmp_path / "run"))
    check_told(outcome, *words)
    assert source in outcome.said
    check_clean(tmp_path, [tmp_path / "run" / "map.tif", tmp_path / "run" / "report.html"])


CHAINS = {
    "both inputs": {"catalogue": "x.gpkg"},
    "no input": {"input": ""},
    "no reference": {"reference": "/nowhere/r.gpkg"},
    "method": {"method": "lda"},
    "options": {"method_options": "[]"},
    "ratio 0": {"ratio": 0.0},
    "ratio NaN": {"ratio": float("nan")},
    "no run": {"runs": 0},
    "runs negative": {"runs": -1},
    "negative samples": {"samples_per_class": -1},
    "border": {"border_distance": -1.0},
    "series": {"series": "/nowhere/s.json"},
    "mask": {"mask": "/nowhere/m.gpkg"},
    "extent": {"extent": (0.0, 0.0, 10.0, 10.0)},
    "target": {"target_crs": "klingon"},
    "seed": {"seed": -1},
}


@pytest.mark.parametrize("case", CHAINS)
def test_the_chain_of_quantities_with_wrong_parameters(world, tmp_path, case):
    source = write_polygons(tmp_path / "r.gpkg", rows_of(world), EPSG, field="rendement", kind=float)
    outcome = work(chain(world, **{"reference": source, **CHAINS[case]}), run_folder=str(tmp_path / "run"))
    check_told(outcome)
    check_clean(tmp_path, [tmp_path / "run" / "map.tif"])
    assert not (tmp_path / "run" / "steps" / "samples.gpkg").exists()
