"""Samples that cannot be merged, copied, augmented or reduced; references that cannot be prepared as wished."""

from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.jobs import AugmentSamplesJob, CopySamplesJob, MergeSamplesJob, ReduceDimensionJob
from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import write_polygons
from landweave.tests.bad_input.more import NO_TABLES, change_samples, make, table, with_column
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.worker import check_refused, work
from landweave.tests.engine.products import write_raster


def jobs(samples, output, other):
    return (MergeSamplesJob((other, samples), output), CopySamplesJob(samples, output, "code", from_region="all",
            to_region="B"), AugmentSamplesJob(samples, output, "code"), ReduceDimensionJob(samples, output))


@pytest.mark.parametrize("case", BROKEN)
def test_broken_samples(world, tmp_path, case):
    bad = with_change(world.path("samples.gpkg"), tmp_path / "échantillons.gpkg", BROKEN[case])
    out = tmp_path / "out" / "s.gpkg"
    for job in jobs(bad, str(out), world.path("samples.gpkg")):
        check_refused(work(job), bad, output=out)


def fewer(samples):
    return replace(samples, features=samples.features[:-1], matrix=samples.matrix[:, :-1].copy(), plan=None)


MERGE = {
    "one file": ({"inputs": 1}, ()),
    "no file": ({"inputs": 0}, ()),
    "another feature set": ({"change": fewer}, ("autre.gpkg",)),
    "no class field": ({"classes": ("1",)}, ("CLASS_FIELD",)),
    "unknown class field": ({"classes": ("1",), "class_field": "klasse"}, ("klasse",)),
    "unknown class": ({"classes": ("777",), "class_field": "code"}, ("777",)),
    "replace without classes": ({"replace": True, "class_field": "code"}, ()),
}


@pytest.mark.parametrize("case", MERGE)
def test_samples_that_cannot_be_merged(world, tmp_path, case):
    changes, words = MERGE[case]
    changes = dict(changes)
    other = change_samples(world.path("samples.gpkg"), tmp_path / "autre.gpkg", changes.pop("change", lambda s: s))
    inputs = (world.path("samples.gpkg"), other)[: changes.pop("inputs", 2)]
    out = tmp_path / "out" / "s.gpkg"
    check_refused(work(MergeSamplesJob(inputs, str(out), **changes)), *words, output=out)


RULES = "from,to,class,count\n"
COPY = {
    "from nowhere": ({"from_region": "Montagne", "to_region": "B"}, ("Montagne",)),
    "to nowhere": ({"from_region": "all"}, ("TO_REGION",)),
    "region field": ({"region_field": "zone", "from_region": "all", "to_region": "B"}, ("zone",)),
    "class field": ({"class_field": "klasse", "from_region": "all", "to_region": "B"}, ("klasse",)),
    "unknown class": ({"classes": ("777",), "from_region": "all", "to_region": "B"}, ("777",)),
    "count": ({"count": -7, "from_region": "all", "to_region": "B"}, ("-7",)),
    "rules lack a column": ({"rules": "from,to\nall,B\n"}, ("règles.csv", "class")),
    "rules with text": ({"rules": RULES + "all,B,1,many\n"}, ("règles.csv", "many")),
    "rules from nowhere": ({"rules": RULES + "Montagne,B,1,5\n"}, ("règles.csv", "Montagne")),
    "rules with a class that is not there": ({"rules": RULES + "all,B,777,5\n"}, ("règles.csv", "777")),
    "rules with NaN": ({"rules": RULES + "all,B,1,nan\n"}, ("règles.csv", "nan")),
    "seed": ({"seed": -1, "from_region": "all", "to_region": "B"}, ("SEED",)),
}


@pytest.mark.parametrize("case", COPY)
def test_copies_that_cannot_be_made(world, tmp_path, case):
    changes, words = COPY[case]
    given = {"class_field": "code", **changes}
    if "rules" in given:
        given["rules"] = table(tmp_path / "règles.csv", given["rules"])
    out = tmp_path / "out" / "s.gpkg"
    two = change_samples(world.path("samples.gpkg"), tmp_path / "deux.gpkg", lambda s: with_column(
        s, region=np.where(np.arange(len(s)) % 2, "all", "B").astype(object)))
    check_refused(work(CopySamplesJob(two, str(out), **given)), *words, output=out)


AUGMENT = {
    "method": ({"method": "magic"}, ("'magic'",)),
    "balance": ({"balance": "fair"}, ("'fair'",)),
    "minimum": ({"balance": "minimum", "minimum": -5}, ("-5",)),
    "minimum huge": ({"balance": "minimum", "minimum": 10**15}, ()),
    "no counts": ({"balance": "file"}, ("class,count",)),
    "factor 0": ({"method": "jitter", "jitter_factor": 0.0}, ("JITTER_FACTOR",)),
    "factor NaN": ({"method": "jitter", "jitter_factor": float("nan")}, ("JITTER_FACTOR",)),
    "neighbours": ({"method": "smote", "neighbours": 0}, ("NEIGHBOURS",)),
    "class field": ({"class_field": "klasse"}, ("klasse",)),
    "region field": ({"region_field": "zone"}, ("zone",)),
}


@pytest.mark.parametrize("case", AUGMENT)
def test_samples_that_cannot_be_augmented(world, tmp_path, case):
    changes, words = AUGMENT[case]
    out = tmp_path / "out" / "s.gpkg"
    job = AugmentSamplesJob(world.path("samples.gpkg"), str(out), **{"class_field": "code", **changes})
    check_refused(work(job, memory=6 << 30), *words, output=out)


@pytest.mark.parametrize("case", NO_TABLES)
def test_files_that_are_no_tables(world, tmp_path, case):
    bad = make(tmp_path, case, NO_TABLES)
    out, samples = tmp_path / "out" / "s.gpkg", world.path("samples.gpkg")
    for job in (AugmentSamplesJob(samples, str(out), "code", balance="file", counts=bad),
                CopySamplesJob(samples, str(out), "code", rules=bad), world.prepare(out, recode=bad)):
        check_refused(work(job), bad, output=out)


@pytest.mark.parametrize(("changes", "words"), [
    ({"components": 0.0}, ("0",)), ({"components": -1.0}, ("-1",)), ({"components": 2.5}, ("2.5",)),
    ({"components": float("nan")}, ("nan",)), ({"components": float("inf")}, ("inf",)),
    ({"by": "colour"}, ("'colour'",)),
])
def test_components_that_there_are_not(world, tmp_path, changes, words):
    out = tmp_path / "out" / "s.gpkg"
    check_refused(work(ReduceDimensionJob(world.path("samples.gpkg"), str(out), **changes)), *words, output=out)


RECODE = {
    "no column": ("alt,neu\n1,2\n", ("old",)),
    "twice": ("old,new\n1,2\n1,3\n", ("line 3",)),
    "a new code of 0": ("old,new\n1,0\n", ("line 2",)),
    "a new code as text": ("old,new\n1,blé\n", ("line 2", "blé")),
}


@pytest.mark.parametrize("case", RECODE)
def test_tables_of_codes(world, tmp_path, case):
    text, words = RECODE[case]
    bad, out = table(tmp_path / "codes été.csv", text), tmp_path / "out" / "p.gpkg"
    check_refused(work(world.prepare(out, recode=bad)), bad, *words, output=out)


def test_references_of_other_kinds(world, tmp_path):
    out = tmp_path / "out" / "p.gpkg"
    grid = world.grid
    place = {"origin": (grid.x_min, grid.y_max), "epsg": EPSG}
    lost = write_polygons(tmp_path / "p é.gpkg", [("POINT (100 100)", 1), ("POINT (200 100)", 2)], EPSG)
    for source, word in (
        (write_raster(tmp_path / "vide é.tif", np.zeros((8, 8), np.uint8), **place), "vide é.tif"),
        (write_raster(tmp_path / "décimal.tif", np.full((8, 8), 1.5, np.float32), **place), "décimal.tif"),
        (write_raster(tmp_path / "négatif.tif", np.full((8, 8), -5, np.int16), **place), "négatif.tif"),
        (write_raster(tmp_path / "loin.tif", np.ones((8, 8), np.uint8), origin=(0.0, 100.0)), "loin.tif"),
        (write_raster(tmp_path / "sans crs.tif", np.ones((8, 8), np.uint8), epsg=None), "sans crs.tif"),
        (table(tmp_path / "texte.tif", "hello"), "texte.tif"),
        (lost, "p é.gpkg"),
        (write_polygons(tmp_path / "lignes.gpkg", [("LINESTRING (0 0, 1 1)", 1)], EPSG), "lignes.gpkg"),
    ):
        check_refused(work(world.prepare(out, reference=source)), word, output=out)


def test_nothing_is_left_of_polygons(world, tmp_path):
    out = tmp_path / "out" / "p.gpkg"
    for changes in ({"inward_buffer": 1e6}, {"minimum_pixels": 1e9}, {"level": 9}, {"group_field": "ferme"},
                    {"largest_region_km2": float("nan")}):
        check_refused(work(world.prepare(out, **changes)), output=out)


def test_groups_that_are_empty(world, tmp_path):
    bad = change_samples(world.path("samples.gpkg"), tmp_path / "s.gpkg", lambda s: with_column(
        s, polygon_id=np.array([None] * len(s), dtype=object)))
    out = tmp_path / "out" / "s.gpkg"
    outcome = work(AugmentSamplesJob(bad, str(out), "code"))
    if outcome.code:
        check_refused(outcome, bad, output=out)
