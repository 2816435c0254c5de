"""Maps that cannot be compared, and series of years that cannot be made consistent."""

import json

import numpy as np
import pytest

from landweave.engine.jobs import CompareMapsJob, ConsistentYearsJob, MapAgreementJob
from landweave.engine.raster.probabilities import band_text
from landweave.tests.bad_input.layers import square, write_polygons
from landweave.tests.bad_input.more import report, table
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.postprocess.cases import write_map
from landweave.tests.engine.products import write_raster

CODES = np.repeat([[1, 2, 3, 1]], 12, axis=0).repeat(3, axis=1).astype(np.uint8)


def a_map(folder, values=CODES, name="la carte.tif", nodata=0, **changes):
    return write_raster(folder / name, values, nodata=nodata, **changes)


def pair(folder, values=CODES, **changes):
    """Return a map and one that is changed."""
    return a_map(folder), a_map(folder, values, "l'autre é.tif", **changes)


# case: (what makes the two maps, words that are said)
MAPS = {
    "missing": (lambda f: (a_map(f), str(f / "nulle part.tif")), ("nulle part.tif", "does not exist")),
    "text": (lambda f: (a_map(f), table(f / "t.tif", "hello")), ("t.tif",)),
    "another CRS": (lambda f: pair(f, epsg=32632), ("la carte.tif is in EPSG:32631", "EPSG:32632", "Warp")),
    "another pixel": (lambda f: pair(f, pixel=(20.0, 20.0)), ("The grids differ", "10 x 10", "20 x 20", "Warp")),
    "half a pixel away": (lambda f: pair(f, origin=(300005.0, 4900020.0)), ("The grids differ", "300005", "Warp")),
    "one pixel away": (lambda f: pair(f, origin=(300010.0, 4900020.0)), ("The grids differ", "300010")),
    "another size": (lambda f: pair(f, CODES[:-1]), ("12 x 12 pixels", "12 x 11 pixels", "l'autre é.tif")),
    "no CRS": (lambda f: pair(f, epsg=None), ("l'autre é.tif", "no coordinate reference system")),
    "several bands": (lambda f: pair(f, np.stack([CODES, CODES])), ("2 bands",)),
    "70,000 values": (lambda f: (write_map(f / "m.tif", np.arange(70_000).reshape(250, 280), dtype="int32"),
                                 write_map(f / "n.tif", np.ones((250, 280)))), ("65536", "65535")),
    "4,000 classes": (lambda f: (write_map(f / "m.tif", np.arange(4_000).reshape(50, 80), dtype="uint16"),
                                 write_map(f / "n.tif", np.ones((50, 80)))), ("3,999 classes", "1,000")),
    "decimals": (lambda f: pair(f, CODES + np.float32(0.5)), ("1.5", "no map of classes")),
    "no class": (lambda f: pair(f, CODES * 0), ("l'autre é.tif", "no class")),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPS)
def test_maps_that_cannot_be_compared(tmp_path, case):
    make, words = MAPS[case]
    one, two = make(tmp_path)
    out = tmp_path / "sortie"
    for job, path in (
        (CompareMapsJob(one, two, str(out / "c.json"), str(out / "c.html"), str(out / "c.gpkg"), str(out / "c.tif")),
         out / "c.json"),
        (MapAgreementJob((one, two), str(out / "a.tif"), str(out / "a.json")), out / "a.tif"),
        (ConsistentYearsJob((one, two), "2021,2022", str(out / "years")), out / "years"),
    ):  # fmt: skip
        check_refused(work(job), *words, output=path)


def nowhere(f):
    """Return a reference beside the maps."""
    return write_polygons(f / "r.gpkg", [(square(900_000, 100_000), 1)], 32631)


def estimate(f, area):
    entry = {"code": 1, "mapped_area_m2": area, "area_m2": 5.0, "area_interval_m2": [1.0, 9.0]}
    return table(f / "e.json", json.dumps({"classes": [entry]}))


# case: (changes of the job, words that are said)
WISHES = {
    "one report": (lambda f: {"report_1": report(f / "r.json", [1, 2, 3], np.eye(3, dtype=int).tolist())},
                   ("REPORT_2 is missing",)),
    "no report": (lambda f: {"report_1": table(f / "r.json", "{}"), "report_2": table(f / "s.json", "{}")},
                  ("r.json is no report",)),
    "report of fewer classes": (
        lambda f: {name: report(f / f"{name}.json", [1, 2], [[9, 1], [1, 9]]) for name in ("report_1", "report_2")},
        ("REPORT_1", "class 3")),
    "no class field": (lambda f: {"reference": nowhere(f)}, ("CLASS_FIELD is missing",)),
    "another field": (lambda f: {"reference": nowhere(f), "class_field": "classe"}, ("no field 'classe'", "code")),
    "reference outside": (lambda f: {"reference": nowhere(f), "class_field": "code"}, ("No feature of the reference",)),
    "estimate of nothing": (lambda f: {"area_estimate": table(f / "e.json", "[]")}, ("e.json is no area estimate",)),
    "estimate of another map": (lambda f: {"area_estimate": estimate(f, 7.0)}, ("another map of changes",)),
    "no estimate": (lambda f: {"area_estimate": str(f / "nulle part.json")}, ("does not exist",)),
    "negative area": (lambda f: {"minimum_area": -1.0}, ("MINIMUM_AREA is -1",)),
    "language": (lambda f: {"language": "de"}, ("'de'", "en, fr")),
    "confidence of another grid": (lambda f: {"confidence_1": a_map(f, CODES[:-1], "conf.tif")}, ("conf.tif",)),
    "a map as confidence": (lambda f: {"confidence_2": a_map(f, CODES * 100, "conf.tif")},
                            ("conf.tif is no raster of confidences", "200", "0 to 100")),
    "confidence of several bands": (lambda f: {"confidence_1": a_map(f, np.stack([CODES, CODES]), "conf.tif")},
                                    ("conf.tif", "2 bands")),
    "nomenclature": (lambda f: {"nomenclature": str(f / "nulle part.csv")}, ("nulle part.csv",)),
    "over the map": (lambda f: {"change_map": str(f / "la carte.tif")}, ("would be overwritten", "CHANGE_MAP")),
    "one style of two": (lambda f: {"changes": str(f / "s" / "c.shp"), "change_map": str(f / "s" / "c.tif")},
                         ("would have one style", "c.qml")),
    "no format": (lambda f: {"changes": str(f / "c.txt")}, ("c.txt", ".gpkg")),
}  # fmt: skip


@pytest.mark.parametrize("case", WISHES)
def test_wishes_that_cannot_be_met(tmp_path, case):
    make, words = WISHES[case]
    one, two = pair(tmp_path, np.roll(CODES, 2, axis=1))
    before = (tmp_path / "la carte.tif").read_bytes()
    out = tmp_path / "sortie" / "c.json"
    check_refused(work(CompareMapsJob(one, two, str(out), **make(tmp_path))), *words, output=out)
    assert (tmp_path / "la carte.tif").read_bytes() == before


def test_the_same_map_twice(tmp_path):
    one = a_map(tmp_path)
    check_refused(work(CompareMapsJob(one, one, str(tmp_path / "c.json"))), "MAP_1 and MAP_2",
                  output=tmp_path / "c.json")
    out = tmp_path / "a.tif"
    check_refused(work(MapAgreementJob((one, one), str(out))), "is named twice", output=out)
    check_refused(work(MapAgreementJob((one,), str(out))), "one map only", output=out)


def test_labels_that_the_nomenclature_lacks(tmp_path):
    one, two = pair(tmp_path, np.roll(CODES, 2, axis=1))
    names = table(tmp_path / "n.csv", "code,name\n1,blé\n2,maïs\n")
    outcome = work(CompareMapsJob(one, two, str(tmp_path / "c.json"), nomenclature=names))
    assert outcome.outputs
    assert "class 3, which the nomenclature" in outcome.warnings and "n.csv" in outcome.warnings


def test_a_map_of_one_class(tmp_path):
    one, two = pair(tmp_path, CODES * 0 + 1)
    outcome = work(CompareMapsJob(one, two, str(tmp_path / "c.json"), str(tmp_path / "c.html")))
    assert outcome.outputs and "one class only" in outcome.warnings


def probabilities(folder, name, codes):
    layers = np.full((len(codes), *CODES.shape), 10000 // len(codes), np.uint16)
    return write_raster(folder / name, layers, nodata=65535, descriptions=[band_text(c, str(c)) for c in codes])


# case: (changes of the job, words that are said)
SERIES = {
    "one map": (lambda f: {"inputs": (a_map(f),), "years": "2021"}, ("at least two maps",)),
    "no map": (lambda f: {"inputs": (), "years": ""}, ("at least two maps",)),
    "words": (lambda f: {"years": "last, this"}, ("YEARS is 'last, this'", "2 years")),
    "three years": (lambda f: {"years": "2021,2022,2023"}, ("3 years", "2 maps")),
    "descending": (lambda f: {"years": "2022,2021"}, ("2022,2021 do not ascend",)),
    "twice": (lambda f: {"years": "2021,2021"}, ("do not ascend",)),
    "one probability": (lambda f: {"probabilities": (probabilities(f, "p.tif", (1, 2, 3)),)},
                        ("PROBABILITIES names 1", "2 maps")),
    "other classes": (
        lambda f: {"probabilities": (probabilities(f, "p.tif", (1, 2, 3)), probabilities(f, "q.tif", (1, 2, 3, 4)))},
        ("of different classes", "p.tif lacks class 4")),
    "classes of another map": (
        lambda f: {"probabilities": tuple(probabilities(f, n, (1, 2, 5)) for n in ("p.tif", "q.tif"))},
        ("holds class 3", "p.tif has no probability")),
    "a map as probabilities": (lambda f: {"probabilities": pair(f)}, ("does not say which class",)),
    "one confidence": (lambda f: {"confidences": (a_map(f, name="c.tif"),)}, ("CONFIDENCES names 1",)),
    "persistence": (lambda f: {"persistence": 1.0}, ("PERSISTENCE is 1",)),
    "trust": (lambda f: {"trust": 0.0}, ("TRUST is 0",)),
    "no rules": (lambda f: {"rules": str(f / "nulle part.csv")}, ("nulle part.csv", "does not exist")),
    "unknown class": (lambda f: {"rules": table(f / "r.csv", "from,to,allowed\n1,prairie,no\n")},
                      ("line 2", "'prairie'", "There are: 1, 2, 3")),
    "rules of regularize": (lambda f: {"rules": table(f / "r.csv", "class,absorbed_by\n1,2\n")},
                            ("no column 'from'", "from, to")),
    "no way out": (lambda f: {"rules": table(f / "r.csv", "from,to,allowed\n1,any,no\n1,1,no\n")},
                   ("class 1 can neither stay",)),
    "over the maps": (lambda f: {"output": str(f)}, ("is an input and an output.",)),
}  # fmt: skip


@pytest.mark.parametrize("case", SERIES)
def test_series_that_cannot_be_made_consistent(tmp_path, case):
    make, words = SERIES[case]
    given = {"inputs": pair(tmp_path), "years": "2021,2022", "output": str(tmp_path / "sortie")} | make(tmp_path)
    maps = [(tmp_path / name).read_bytes() for name in ("la carte.tif", "l'autre é.tif")]
    outcome = work(ConsistentYearsJob(**given))
    check_refused(outcome, *words, output=tmp_path / "sortie")
    check_clean(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in ("la carte.tif", "l'autre é.tif")] == maps


def test_a_map_as_confidence_of_a_year(tmp_path):
    confidences = a_map(tmp_path, CODES, "c.tif"), a_map(tmp_path, CODES * 100, "d.tif")
    outcome = work(ConsistentYearsJob(pair(tmp_path), "2021,2022", str(tmp_path / "sortie"), confidences=confidences))
    check_told(outcome, "d.tif is no raster of confidences: it holds 200", "0 to 100")
    assert not list((tmp_path / "sortie").rglob("*"))
