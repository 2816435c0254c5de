"""What the chain refuses of its ways, before the work starts or at the step that meets it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import square, write_polygons
from landweave.tests.bad_input.more import change_samples, table, with_column
from landweave.tests.bad_input.worker import check_clean, check_told, work

# case: (changes of the chain, words that are said)
PARAMETERS = {
    "fusion of one run": ({"fusion": "majority"}, ("FUSION", "RUNS")),
    "unknown fusion": ({"fusion": "dice", "runs": 2}, ("'dice'",)),
    "unknown mass": ({"fusion": "weighted", "runs": 2, "mass": "f1"}, ("'f1'",)),
    "undecided": ({"fusion": "majority", "runs": 2, "undecided": 0}, ("UNDECIDED is 0",)),
    "hold back all": ({"hold_back": 1.0}, ("HOLD_BACK",)),
    "hold back negative": ({"hold_back": -0.5}, ("HOLD_BACK",)),
    "hold back NaN": ({"hold_back": float("nan")}, ("HOLD_BACK",)),
    "ratio NaN": ({"ratio": float("nan")}, ("RATIO",)),
    "sampler": ({"sampler": "often"}, ("'often'",)),
    "plan missing": ({"sampling_plan": "/nowhere/plan.csv"}, ("/nowhere/plan.csv",)),
    "recode missing": ({"recode": "/nowhere/r.csv"}, ("/nowhere/r.csv",)),
    "copies missing": ({"copy_rules": "/nowhere/r.csv"}, ("/nowhere/r.csv",)),
    "earlier missing": ({"earlier_samples": "/nowhere/s.gpkg", "earlier_classes": ("1",)}, ("/nowhere/s.gpkg",)),
    "earlier without classes": ({"earlier_samples": "x.gpkg"}, ("EARLIER_CLASSES",)),
    "classes without earlier": ({"earlier_classes": ("1",)}, ("EARLIER_SAMPLES",)),
    "augmentation": ({"augmentation": "magic"}, ("'magic'", "smote")),
    "augment negative": ({"augmentation": "smote", "augment_to": -5}, ("-5",)),
    "weights a list": ({"class_weights": "[1]"}, ("CLASS_WEIGHTS",)),
    "weights no JSON": ({"class_weights": "{1: 2}"}, ("CLASS_WEIGHTS",)),
    "calibration": ({"calibration": "magic"}, ("'magic'",)),
    "priors missing": ({"priors": "/nowhere/p.csv"}, ("/nowhere/p.csv",)),
    "border without regions": ({"border_distance": 50.0}, ("BORDER_DISTANCE", "REGIONS")),
    "border negative": ({"border_distance": -1.0}, ("BORDER_DISTANCE",)),
    "border NaN": ({"border_distance": float("nan")}, ("BORDER_DISTANCE",)),
    "radar series missing": ({"radar_series": "/nowhere/s.json"}, ("/nowhere/s.json",)),
    "context negative": ({"auto_context": -1}, ("AUTO_CONTEXT",)),
    "superpixels of nothing": ({"auto_context": 1, "superpixel_size": 0}, ("SUPERPIXEL_SIZE",)),
    "smoothing": ({"smoothing": "blur"}, ("'blur'",)),
    "mend nothing": ({"overlaps": "fight"}, ("'fight'",)),
    "pixels negative": ({"minimum_pixels": -1.0}, ("-1 pixels",)),
    "pixels NaN": ({"minimum_pixels": float("nan")}, ("nan pixels",)),
    "buffer negative": ({"inward_buffer": -5.0}, ("shrink by -5",)),
    "buffer NaN": ({"inward_buffer": float("nan")}, ("shrink by nan",)),
    "level negative": ({"level": -1}, ("LEVEL",)),
    "level without nomenclature": ({"level": 2}, ("LEVEL",)),
    "group field": ({"group_field": "ferme"}, ("'ferme'",)),
    "region size negative": ({"largest_region_km2": -1.0}, ("largest region is -1",)),
    "clear negative": ({"minimum_clear": -1}, ("MINIMUM_CLEAR",)),
}


@pytest.mark.parametrize("case", PARAMETERS)
def test_parameters_of_the_ways(world, tmp_path, case):
    changes, words = PARAMETERS[case]
    outcome = work(world.chain(tmp_path, **changes), run_folder=str(tmp_path / "run"))
    check_told(outcome)
    for word in words:
        assert word.lower().replace("_", " ") in outcome.said.lower().replace("_", " ")
    check_clean(tmp_path, [tmp_path / "run" / "map.tif", tmp_path / "run" / "report.html"])
    assert not (tmp_path / "run" / "steps" / "samples.gpkg").exists()


def test_labels_that_are_not_in_the_nomenclature(world, tmp_path):
    rows = [(shape, "Blé inconnu" if n == 1 else "Blé") for n, (shape, _) in enumerate(world.rows())]
    source = write_polygons(tmp_path / "étiquettes.gpkg", rows, EPSG, kind=str)
    names = table(tmp_path / "noms.csv", "code,name\n1,Blé\n2,Maïs\n")
    check_told(work(world.chain(tmp_path, reference=source, nomenclature=names), run_folder=str(tmp_path / "run")),
               source, "Blé")
    codes = [(shape, 999 if n == 1 else code) for n, (shape, code) in enumerate(world.rows())]
    source = write_polygons(tmp_path / "codes.gpkg", codes, EPSG)
    listed = sorted({code for _, code in world.rows()})
    names = table(tmp_path / "noms.csv", "code,name\n" + "".join(f"{code},c{code}\n" for code in listed))
    outcome = work(world.prepare(tmp_path / "p.gpkg", reference=source, nomenclature=names))
    assert "999" in (outcome.warnings if outcome.code == 0 else outcome.said)
    assert "nomenclature" in (outcome.warnings if outcome.code == 0 else outcome.said)


def halves(world, folder, **changes):
    x, y, side = world.grid.x_min, world.grid.y_max, 1280
    rows = [(f"POLYGON (({x + a} {y - side}, {x + b} {y - side}, {x + b} {y}, {x + a} {y}, {x + a} {y - side}))", name)
            for a, b, name in ((0, side / 2, "Ouest"), (side / 2, side, "Est"))]
    return write_polygons(folder / "régions.gpkg", rows, EPSG, field="zone", kind=str, **changes)


def test_a_class_in_one_region_only(world, tmp_path):
    x = world.grid.x_min
    zones = halves(world, tmp_path)
    rows = [*world.rows(), (square(x + 100, world.grid.y_max - 300), 99), (square(x + 300, world.grid.y_max - 300), 99)]
    source = write_polygons(tmp_path / "p.gpkg", rows, EPSG)
    outcome = work(world.prepare(tmp_path / "o.gpkg", reference=source, regions=zones, region_field="zone",
                                 overlaps="first"))
    assert outcome.outputs["OUTPUT"]
    assert "99" in outcome.warnings
    assert "Est" in outcome.warnings


def test_all_samples_in_one_region(world, tmp_path):
    x, middle = world.grid.x_min, world.grid.x_min + 640
    zones = halves(world, tmp_path)
    rows = [(square(x + 60 + 90 * n, world.grid.y_max - 90 * m - 90), 1 + (n + m) % 2) for n in range(6)
            for m in range(6)]
    assert x + 60 + 90 * 5 + 60 < middle
    source = write_polygons(tmp_path / "p.gpkg", rows, EPSG)
    job = world.chain(tmp_path, reference=source, regions=zones, region_field="zone")
    outcome = work(job, run_folder=str(tmp_path / "run"))
    if outcome.code == 0:
        assert "Est" in outcome.warnings
    else:
        check_told(outcome, "Est")


def test_tables_that_do_not_fit_the_reference(world, tmp_path):
    for name, parameter, text, words in (
        ("plan.csv", "sampling_plan", "region,class,strategy,size\n*,1,all,\n", ("plan.csv", "no row for class")),
        ("recode.csv", "recode", "old;new\nblé;deux\n", ("recode.csv", "deux")),
        ("copies.csv", "copy_rules", "from,to,class,count\nMontagne,all,1,5\n", ("copies.csv", "Montagne")),
        ("parts.csv", "priors", "code,share\n1,1\n", ("parts.csv", "no share")),
    ):
        bad = table(tmp_path / name, text)
        run = tmp_path / f"run {parameter}"
        check_told(work(world.chain(tmp_path, **{parameter: bad}), run_folder=str(run)), *words)
        check_clean(run, [run / "map.tif"])


def test_samples_of_an_earlier_year_that_do_not_fit(world, more, tmp_path):
    other = change_samples(world.path("samples.gpkg"), tmp_path / "moins.gpkg", lambda s: replace(
        s, features=s.features[:-1], matrix=s.matrix[:, :-1].copy(), plan=None))
    nameless = change_samples(world.path("samples.gpkg"), tmp_path / "sans.gpkg", lambda s: with_column(
        s, code=np.full(len(s), 4321)))
    for earlier, word in ((other, other), (nameless, nameless), (str(world.reference), str(world.reference)),
                          (more.maps[0], more.maps[0])):
        run = tmp_path / f"run {Path(earlier).stem}"
        job = world.chain(tmp_path, earlier_samples=earlier, earlier_classes=("1",))
        check_told(work(job, run_folder=str(run)), word)
        check_clean(run, [run / "map.tif"])


def test_a_radar_series_without_radar(world, tmp_path):
    series = table(tmp_path / "radar.json", json.dumps({"sensors": {"S1ASC": []}}))
    run = tmp_path / "run"
    check_told(work(world.chain(tmp_path, radar_series=series), run_folder=str(run)), "S1ASC")
    check_clean(run, [run / "map.tif"])
    check_told(work(world.chain(tmp_path, radar_series=table(tmp_path / "liste.json", "[]")), run_folder=str(run)))
