"""Models, regions and reports that cannot make one map together."""

from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.jobs import ImportSamplesJob
from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import square, write_polygons
from landweave.tests.bad_input.more import change_samples, only, report, table, with_column
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster

WISHES = {
    "no fusion": ({"fusion": "dice"}, ("'dice'", "dempster_shafer")),
    "no mass": ({"fusion": "weighted", "mass": "f1", "scores": ("a", "b")}, ("'f1'",)),
    "no scores": ({"fusion": "dempster_shafer"}, ("SCORES", "2 models and 0")),
    "one score": ({"fusion": "weighted", "scores": ("a.json",)}, ("SCORES", "2 models and 1")),
    "a score that is missing": ({"fusion": "weighted", "scores": ("/nowhere/a.json", "b.json")}, ("/nowhere/a.json",)),
    "undecided 0": ({"fusion": "majority", "undecided": 0}, ("UNDECIDED is 0",)),
    "undecided huge": ({"fusion": "majority", "undecided": 10**9}, ("UNDECIDED",)),
    "border negative": ({"border_distance": -5.0}, ("BORDER_DISTANCE",)),
    "border NaN": ({"border_distance": float("nan")}, ("BORDER_DISTANCE",)),
    "border huge": ({"border_distance": 1e12}, ("BORDER_DISTANCE",)),
    "regions missing": ({"regions": "/nowhere/r.gpkg", "region_field": "zone"}, ("/nowhere/r.gpkg",)),
    "nomenclature missing": ({"nomenclature": "/nowhere/n.csv"}, ("/nowhere/n.csv",)),
}


@pytest.mark.parametrize("case", WISHES)
def test_wishes_that_cannot_be_met(world, more, tmp_path, case):
    changes, words = WISHES[case]
    out = tmp_path / "m.tif"
    check_refused(work(world.classify(out, models=more.models, **changes)), *words, output=out)


def test_trust_of_a_model_that_has_none(world, more, tmp_path):
    out = tmp_path / "m.tif"
    for changes in ({"set_size": str(tmp_path / "s.tif")}, {"applicability": str(tmp_path / "a.tif")}):
        check_refused(work(world.classify(out, models=more.models, **changes)), more.models[1], "TRUST", output=out)
    assert work(world.classify(out, models=more.models[:1], set_size=str(tmp_path / "s.tif"))).outputs["SET_SIZE"]


def test_a_report_that_lacks_classes(world, more, tmp_path):
    other = report(tmp_path / "r.json", [901, 902], [[5, 1], [1, 5]])
    out = tmp_path / "m.tif"
    check_refused(work(world.classify(out, models=more.models, fusion="dempster_shafer", scores=(other, other))),
                  "SCORES", output=out)


@pytest.mark.parametrize("case", BROKEN)
def test_the_second_model_is_broken(world, more, tmp_path, case):
    bad = with_change(more.models[1], tmp_path / "zweites Modell.lwm", BROKEN[case])
    out = tmp_path / "out" / "m.tif"
    check_refused(work(world.classify(out, models=(more.models[0], bad))), bad, output=out)


def test_models_that_do_not_belong_together(world, more, tmp_path):
    out = tmp_path / "m.tif"
    named = change_samples(world.path("samples.gpkg"), tmp_path / "n.gpkg", lambda s: with_column(
        s, code=np.array(["blé" if code == 1 else "autre" for code in s.attributes["code"]], dtype=object)))
    names = str(tmp_path / "noms.lwm")
    work(world.train(names, samples=named)).outputs  # noqa: B018
    rows = "".join(f"{1 + i % 2},{i % 2},{i}\n" for i in range(20))
    flat = str(tmp_path / "t.gpkg")
    work(ImportSamplesJob(table(tmp_path / "t.csv", "class,NDVI_01,NDVI_02\n" + rows), "class", flat)).outputs  # noqa: B018
    planless = str(tmp_path / "tableau.lwm")
    work(world.train(planless, samples=flat, class_field="class")).outputs  # noqa: B018
    for models, word in (((world.model, names), "noms.lwm"), ((world.model, planless), "tableau.lwm"),
                         ((world.model, world.model), ""), ((world.model, more.value_model), "rendement.lwm")):
        outcome = work(world.classify(out, models=models))
        if outcome.code == 0:
            print("SAID", models, outcome.warnings)
            out.unlink()
            continue
        check_refused(outcome, word, output=out)


def regional(world, folder):
    """Return a model of two regions."""
    samples = change_samples(world.path("samples.gpkg"), folder / "r.gpkg", lambda s: with_column(
        s, region=np.where(np.arange(len(s)) % 2 == 0, "Nord", "Süd").astype(object)))
    model = str(folder / "régions.lwm")
    work(world.train(model, samples=samples)).outputs  # noqa: B018
    return model


def test_regions_that_do_not_fit(world, tmp_path):
    model, out = regional(world, tmp_path), tmp_path / "m.tif"
    x, y = world.grid.x_min, world.grid.y_max

    def zones(name, rows, **changes):
        return write_polygons(tmp_path / name, rows, changes.pop("epsg", EPSG), field="zone", kind=str, **changes)

    good = zones("zones.gpkg", [(square(x, y - 1280, 1280), "Nord")])
    one_colour = write_raster(tmp_path / "zones.tif", np.ones((8, 8), np.float32) * 1.5)
    for changes, words in (
        ({}, ("Nord, Süd", "REGIONS")),
        ({"regions": good}, ("zones.gpkg",)),
        ({"regions": good, "region_field": "klasse"}, ("klasse",)),
        ({"regions": zones("autres.gpkg", [(square(x, y - 1280, 1280), "Ouest")]), "region_field": "zone"},
         ("autres.gpkg", "Ouest", "Nord")),
        ({"regions": zones("vide.gpkg", []), "region_field": "zone"}, ("vide.gpkg",)),
        ({"regions": zones("placeless.gpkg", [(square(x, y - 1280, 1280), "Nord")], epsg=None),
          "region_field": "zone"}, ("placeless.gpkg",)),
        ({"regions": zones("sans nom.gpkg", [(square(x, y - 1280, 1280), None)]), "region_field": "zone"},
         ("sans nom.gpkg",)),
        ({"regions": one_colour}, ("zones.tif",)),
        ({"regions": table(tmp_path / "texte.gpkg", "hello"), "region_field": "zone"}, ("texte.gpkg",)),
    ):
        check_refused(work(world.classify(out, models=(model,), border_distance=50.0, **changes)), *words, output=out)
    outcome = work(world.classify(out, models=(model,), regions=good, region_field="zone", border_distance=300.0))
    assert outcome.outputs["OUTPUT"] == str(out)
    check_clean(tmp_path)


def test_samples_of_another_feature_set(world, more, tmp_path):
    """Models of other dates may be fused; a model and samples that differ in their features never meet unnoticed."""
    fewer = change_samples(world.path("samples.gpkg"), tmp_path / "moins.gpkg", lambda s: replace(
        only(s, np.ones(len(s))), features=s.features[:-1], matrix=s.matrix[:, :-1].copy()))
    out = tmp_path / "m.lwm"
    outcome = work(world.train(out, samples=fewer))
    if outcome.code == 0:
        image = tmp_path / "m.tif"
        check_refused(work(world.classify(image, models=(str(out),))), out, output=image)
    else:
        check_refused(outcome, fewer, output=out)


def test_outputs_that_are_one_another(world, more, tmp_path):
    same = str(tmp_path / "m.tif")
    for name in ("confidence", "probabilities", "validity", "margin", "entropy", "set_size", "applicability"):
        check_told(work(world.classify(same, models=more.models[:1], **{name: same})), same, name.upper())
        check_told(work(world.classify(same, models=more.models[:1], **{name: more.models[0]})), more.models[0])
    check_clean(tmp_path, [same])
