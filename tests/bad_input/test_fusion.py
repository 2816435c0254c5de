"""Maps, probabilities and reports that cannot be fused or smoothed."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.jobs import FuseSarOpticalJob
from landweave.engine.raster.io import RasterReader
from landweave.tests.bad_input.layers import cut
from landweave.tests.bad_input.more import probability_raster, report, table
from landweave.tests.bad_input.worker import check_refused, check_told, work
from landweave.tests.engine.products import write_raster

SIDE = 8
HALF = np.full((2, SIDE, SIDE), 5000)


def small(folder, name, values=1, **changes):
    return write_raster(folder / name, np.full((SIDE, SIDE), values, np.uint8), nodata=0, **changes)


def pair(folder, **changes):
    """Return a map and one that is changed."""
    return small(folder, "a é.tif"), small(folder, "b é.tif", **changes)


# case: (what makes the inputs, changes of the job, words that are said)
MAPS = {
    "none": (lambda f: (), {}, ("fewer than two",)),
    "one": (lambda f: (small(f, "a.tif"),), {}, ("fewer than two",)),
    "twice the same": (lambda f: (small(f, "a.tif"),) * 2, {}, ("a.tif is named twice",)),
    "another zone": (lambda f: pair(f, epsg=32632), {}, ("b é.tif",)),
    "no CRS": (lambda f: pair(f, epsg=None), {}, ("b é.tif",)),
    "another pixel": (lambda f: pair(f, pixel=(20.0, 20.0)), {}, ("b é.tif",)),
    "half a pixel away": (lambda f: pair(f, origin=(300005.0, 4900020.0)), {}, ("b é.tif",)),
    "elsewhere": (lambda f: pair(f, origin=(500000.0, 4900020.0)), {}, ()),
    "several bands": (lambda f: (small(f, "a.tif"), write_raster(f / "b.tif", HALF.astype(np.uint16))), {},
                      ("b.tif", "2 bands")),
    "decimals": (lambda f: (small(f, "a.tif"), write_raster(f / "b.tif", np.full((8, 8), 1.5, np.float32))), {},
                 ("b.tif",)),
    "negative": (lambda f: (small(f, "a.tif"), write_raster(f / "b.tif", np.full((8, 8), -3, np.int16))), {},
                 ("b.tif", "-3")),
    "missing": (lambda f: (small(f, "a.tif"), str(f / "nulle part.tif")), {}, ("nulle part.tif",)),
    "text": (lambda f: (small(f, "a.tif"), table(f / "b.tif", "hello")), {}, ("b.tif",)),
    "no method": (pair, {"method": "dice"}, ("dice", "majority")),
    "no rule": (pair, {"rule": "median"}, ("median",)),
    "no mass": (pair, {"mass": "f1"}, ("f1", "kappa")),
    "no label": (pair, {"no_label": "any"}, ("any",)),
    "undecided 0": (pair, {"undecided": 0}, ("UNDECIDED is 0",)),
    "undecided negative": (pair, {"undecided": -1}, ("UNDECIDED is -1",)),
    "undecided huge": (pair, {"undecided": 70000}, ("70000", "65535")),
    "no confidences": (pair, {"no_label": "confidence"}, ("CONFIDENCES",)),
    "weights as text": (pair, {"method": "weighted", "weights": "many, few"}, ("WEIGHTS",)),
    "three weights": (pair, {"method": "weighted", "weights": "1,2,3"}, ("WEIGHTS",)),
    "weights NaN": (pair, {"method": "weighted", "weights": "nan,1"}, ("WEIGHTS",)),
    "weights 0": (pair, {"method": "weighted", "weights": "0,0"}, ("WEIGHTS",)),
    "negative weight": (pair, {"method": "weighted", "weights": "-1,1"}, ("WEIGHTS",)),
    "no reports": (pair, {"method": "dempster_shafer"}, ("SCORES",)),
    "one report": (pair, {"method": "weighted", "scores": ("r.json",)}, ("SCORES",)),
    "probabilities of votes": (pair, {"probabilities": "/tmp/never.tif"}, ("PROBABILITIES",)),
    "nomenclature missing": (pair, {"nomenclature": "/nowhere/names.csv"}, ("/nowhere/names.csv",)),
}


@pytest.mark.parametrize("case", MAPS)
def test_maps_that_cannot_be_fused(more, tmp_path, case):
    inputs, changes, words = MAPS[case]
    out = tmp_path / "sortie" / "m.tif"
    outcome = work(more.fuse(out, inputs=tuple(inputs(tmp_path)), **changes))
    if case == "elsewhere" and outcome.code == 0:
        return
    check_refused(outcome, *words, output=out)


REPORTS = {
    "missing": (lambda f: str(f / "nulle part.json"), ("nulle part.json", "does not exist")),
    "empty": (lambda f: table(f / "r.json", ""), ("r.json is no report",)),
    "a list": (lambda f: table(f / "r.json", "[1, 2]"), ("r.json is no report",)),
    "a number": (lambda f: table(f / "r.json", "3"), ("r.json is no report",)),
    "no matrix": (lambda f: table(f / "r.json", '{"overall_accuracy": 0.9}'), ("r.json is no report",)),
    "a picture": (lambda f: table(f / "r.json", b"\x89PNG\xff\xfe"), ("r.json is no report",)),
    "a folder": (str, ("no report",)),
    "not square": (lambda f: report(f / "r.json", [1, 2], [[1, 2]]), ("r.json", "not square")),
    "ragged": (lambda f: report(f / "r.json", [1, 2], [[1, 2], [3]]), ("r.json",)),
    "texts": (lambda f: report(f / "r.json", [1, 2], [["a", "b"], ["c", "d"]]), ("r.json",)),
    "negative": (lambda f: report(f / "r.json", [1, 2], [[1, -2], [0, 3]]), ("r.json", "negative")),
    "names": (lambda f: report(f / "r.json", ["blé", "maïs"], [[1, 2], [0, 3]]), ("r.json", "blé")),
    "no class": (lambda f: report(f / "r.json", [], []), ("r.json",)),
    "labels no list": (lambda f: report(f / "r.json", 3, [[1]]), ("r.json",)),
    "labels null": (lambda f: report(f / "r.json", [None], [[1]]), ("r.json",)),
    "labels twice": (lambda f: report(f / "r.json", [1, 1], [[1, 2], [0, 3]]), ("r.json",)),
    "NaN": (lambda f: table(f / "r.json", '{"confusion": {"labels": [1], "matrix": [[NaN]]}}'), ("r.json",)),
}


@pytest.mark.parametrize("case", REPORTS)
def test_reports_that_cannot_be_used(world, more, tmp_path, case):
    make, words = REPORTS[case]
    bad = make(tmp_path)
    out = tmp_path / "sortie" / "m.tif"
    for job in (
        more.fuse(out, method="dempster_shafer", scores=(more.reports[0], bad)),
        FuseSarOpticalJob(*more.maps, more.reports[0], bad, str(out)),
        world.classify(out, models=more.models, fusion="weighted", scores=(more.reports[0], bad)),
    ):
        check_refused(work(job), *words, output=out)


def test_a_report_of_other_classes_than_the_maps(more, tmp_path):
    out = tmp_path / "m.tif"
    other = report(tmp_path / "r.json", [901, 902], [[5, 1], [1, 5]])
    for job in (more.fuse(out, method="dempster_shafer", scores=(other, other)),
                FuseSarOpticalJob(*more.maps, other, other, str(out))):
        check_refused(work(job), output=out)


def test_undecided_that_is_a_class_of_the_maps(world, more, tmp_path):
    out = tmp_path / "m.tif"
    code = json.loads(Path(more.reports[0]).read_text(encoding="utf-8"))["confusion"]["labels"][0]
    names = table(tmp_path / "noms.csv", f"code,name\n{code},blé\n")
    for job in (
        more.fuse(out, undecided=int(code), nomenclature=names),
        more.fuse(out, undecided=int(code), method="weighted", scores=more.reports),
        FuseSarOpticalJob(*more.maps, *more.reports, str(out), undecided=int(code)),
        world.classify(out, models=more.models, fusion="majority", undecided=int(code)),
    ):
        check_refused(work(job), code, "UNDECIDED", output=out)
    outcome = work(more.fuse(out, undecided=int(code)))  # nothing says that it is a class: a word about it
    assert f"holds {code}, the code for undecided" in outcome.warnings


SAR = {
    "no report": ({"scores_sar": ""}, ("SCORES_SAR",)),
    "no mass": ({"mass": "trust"}, ("trust",)),
    "one confidence": ({"confidence_sar": "x.tif"}, ("CONFIDENCE_OPTICAL",)),
    "confidence missing": ({"confidence_sar": "/nowhere/a.tif", "confidence_optical": "/nowhere/b.tif"},
                           ("/nowhere/a.tif",)),
    "map missing": ({"sar": "/nowhere/radar.tif"}, ("/nowhere/radar.tif",)),
    "undecided": ({"undecided": 0}, ("UNDECIDED",)),
}


@pytest.mark.parametrize("case", SAR)
def test_radar_and_optical_maps_that_cannot_be_fused(more, tmp_path, case):
    changes, words = SAR[case]
    given = {"sar": more.maps[0], "optical": more.maps[1], "scores_sar": more.reports[0],
             "scores_optical": more.reports[1], **changes}
    out = tmp_path / "m.tif"
    check_refused(work(FuseSarOpticalJob(output=str(out), **given)), *words, output=out)


def wrong_sum(folder):
    layers = HALF.copy()
    layers[0, 3, 5] = 9000
    return probability_raster(folder / "p é.tif", layers)


PROBABILITIES = {
    "do not sum to one": (wrong_sum, ("p é.tif", "do not add up to 1", "row 3, column 5")),
    "percent": (lambda f: probability_raster(f / "p é.tif", HALF // 100), ("p é.tif", "do not add up to 1")),
    "negative": (lambda f: probability_raster(f / "p é.tif", np.stack([HALF[0] + 6000, HALF[0] - 6000]),
                                              dtype=np.int16, nodata=-1), ("p é.tif", "negative")),
    "no descriptions": (lambda f: write_raster(f / "p é.tif", HALF.astype(np.uint16)),
                        ("Band 1 of", "p é.tif", "class")),
    "a class twice": (lambda f: probability_raster(f / "p é.tif", HALF, codes=(3, 3)), ("p é.tif", "class 3")),
    "a map": (lambda f: small(f, "p é.tif"), ("p é.tif",)),
    "missing": (lambda f: str(f / "p é.tif"), ("p é.tif",)),
    "text": (lambda f: table(f / "p é.tif", "hello"), ("p é.tif",)),
    "a picture": (lambda f: table(f / "p é.tif", b"\x89PNG\r\n\x1a\n"), ("p é.tif",)),
    "empty": (lambda f: table(f / "p é.tif", b""), ("p é.tif",)),
}


@pytest.mark.parametrize("case", PROBABILITIES)
def test_probabilities_that_cannot_be_used(more, tmp_path, case):
    make, words = PROBABILITIES[case]
    bad = make(tmp_path)
    good = probability_raster(tmp_path / "bon.tif", HALF)
    out = tmp_path / "sortie" / "m.tif"
    for job in (more.fuse(out, inputs=(good, bad), method="probabilities"), more.smooth(out, probabilities=bad)):
        check_refused(work(job), *words, output=out)


def test_damaged_probabilities(more, tmp_path):
    bad = shutil.copy(more.probabilities[0], tmp_path / "coupé.tif")
    cut(bad, 0.5)
    out = tmp_path / "sortie" / "m.tif"
    for job in (more.smooth(out, probabilities=str(bad)),
                more.fuse(out, inputs=(str(bad), more.probabilities[1]), method="probabilities")):
        check_refused(work(job), bad, output=out)


def test_runs_with_different_classes_to_fuse(more, tmp_path):
    one = probability_raster(tmp_path / "un.tif", HALF, codes=(1, 2))
    other = probability_raster(tmp_path / "deux.tif", HALF, codes=(1, 3))
    out = tmp_path / "m.tif"
    check_refused(work(more.fuse(out, inputs=(one, other), method="probabilities")), "different classes", "deux.tif",
                  "lacks class 2", output=out)
    maps = small(tmp_path, "a.tif", 1), small(tmp_path, "b.tif", 7)  # by votes it goes, with a word about it
    outcome = work(more.fuse(out, inputs=maps))
    assert outcome.outputs["OUTPUT"] == str(out)
    assert "has no pixel of class 7" in outcome.warnings


SMOOTHING = {
    "method": ({"method": "blur"}, ("blur", "bayes")),
    "window 0": ({"window": 0}, ("WINDOW is 0",)),
    "window even": ({"window": 4}, ("WINDOW is 4",)),
    "window negative": ({"window": -3}, ("WINDOW is -3",)),
    "window huge": ({"window": 10**9 + 1}, ("WINDOW",)),
    "smoothness 0": ({"smoothness": 0.0}, ("SMOOTHNESS is 0",)),
    "smoothness NaN": ({"smoothness": float("nan")}, ("SMOOTHNESS is nan",)),
    "smoothness infinite": ({"smoothness": float("inf")}, ("SMOOTHNESS is inf",)),
    "share": ({"neighbour_share": 1.5}, ("NEIGHBOUR_SHARE",)),
    "share NaN": ({"neighbour_share": float("nan")}, ("NEIGHBOUR_SHARE",)),
    "by class as text": ({"smoothness_by_class": "wheat=3"}, ("wheat=3",)),
    "by class no number": ({"smoothness_by_class": "1"}, ("SMOOTHNESS_BY_CLASS",)),
    "by class unknown": ({"smoothness_by_class": "777=3"}, ("777",)),
    "by class negative": ({"smoothness_by_class": "1=-3"}, ()),
    "nomenclature": ({"nomenclature": "/nowhere/n.csv"}, ("/nowhere/n.csv",)),
}


@pytest.mark.parametrize("case", SMOOTHING)
def test_smoothing_with_wrong_parameters(more, tmp_path, case):
    changes, words = SMOOTHING[case]
    out = tmp_path / "m.tif"
    check_refused(work(more.smooth(out, **changes)), *words, output=out)


def test_one_pixel_and_one_class(more, tmp_path):
    one = probability_raster(tmp_path / "pixel.tif", np.full((2, 1, 1), 5000))
    alone = probability_raster(tmp_path / "seule.tif", np.full((1, 4, 4), 10000), codes=(4,))
    nothing = probability_raster(tmp_path / "rien.tif", np.full((2, 4, 4), 65535))
    for number, path in enumerate((one, alone, nothing)):
        for method in ("bayes", "gaussian", "majority"):
            out = str(tmp_path / f"{number} {method}.tif")
            outcome = work(more.smooth(out, probabilities=path, method=method))
            assert outcome.outputs["OUTPUT"] == out
            with RasterReader() as reader:
                values = reader.read(out, 1, reader.grid(out).window)
            assert set(np.unique(values)) <= ({0}, {4}, {0})[number] | ({1, 2} if number == 0 else set())
    maps = tuple(small(tmp_path, name, 0) for name in ("vide 1.tif", "vide 2.tif"))
    out = str(tmp_path / "vide.tif")
    assert "no data" in work(more.fuse(out, inputs=maps)).warnings


def test_outputs_that_are_inputs(more, tmp_path):
    for job, file in ((more.fuse(more.maps[0]), more.maps[0]), (more.smooth(more.probabilities[0]),
                                                                more.probabilities[0]),
                      (FuseSarOpticalJob(*more.maps, *more.reports, more.maps[1]), more.maps[1]),
                      (more.fuse(tmp_path / "m.tif", confidence=more.reports[0], scores=more.reports,
                                 method="weighted"), more.reports[0])):
        before = Path(file).read_bytes()
        check_told(work(job), file)
        assert Path(file).read_bytes() == before
