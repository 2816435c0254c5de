"""Agreement of maps against a loop and scikit-learn."""

import json
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from landweave.engine.errors import UserError
from landweave.engine.jobs import MapAgreementJob
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.postprocess.cases import bytes_of, patchy, read_map, write_map


def run(tmp_path, maps, name="agreement", **changes):
    paths = tuple(write_map(tmp_path / f"run_{n}.tif", values) for n, values in enumerate(maps))
    job = MapAgreementJob(paths, str(tmp_path / f"{name}.tif"), str(tmp_path / f"{name}.json"),
                          str(tmp_path / f"{name}.html"), **changes)
    job.execute(RunContext())
    return read_map(job.output), json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))


def series(number=4, rows=70, columns=90):
    """Return maps that are alike: one, with other places wrong in each."""
    base = patchy(0, rows, columns)
    maps = []
    for n in range(number):
        other, random = patchy(n + 1, rows, columns), np.random.default_rng(n)
        maps.append(np.where(random.random(base.shape) < 0.3, other, base))
    return maps


def test_it_is_what_a_loop_counts(tmp_path):
    maps = series()
    share, report = run(tmp_path, maps)
    stack = np.stack(maps).reshape(len(maps), -1)
    seen = unanimous = tied = 0
    by_class = {entry["code"]: entry for entry in report["classes"]}
    counts = {code: Counter() for code in by_class}
    for pixel, own in enumerate(stack.T.tolist()):
        votes = Counter(code for code in own if code)
        known = sum(votes.values())
        if known < 2:
            assert share.ravel()[pixel] == 255
            continue
        (best, most), *others = votes.most_common()
        assert share.ravel()[pixel] == int(100 * most / known + 0.5)
        seen += 1
        unanimous += most == known
        is_tied = bool(others) and others[0][1] == most
        tied += is_tied
        for code in votes:
            counts[code]["any"] += 1
        if not is_tied:
            counts[best].update(majority=1, votes=most, every=known, alone=most == known)
    assert report["pixels"] == seen
    assert report["unanimous_share"] == pytest.approx(unanimous / seen)
    assert report["tied_share"] == pytest.approx(tied / seen)
    for code, entry in by_class.items():
        assert entry["majority_pixels"] == counts[code]["majority"]
        assert entry["any_pixels"] == counts[code]["any"]
        assert entry["unanimous_pixels"] == counts[code]["alone"]
        assert entry["agreement"] == pytest.approx(counts[code]["votes"] / counts[code]["every"])


def test_pairs_are_those_of_scikit_learn(tmp_path):
    maps = series(3)
    _, report = run(tmp_path, maps)
    for (one, two), pair in zip(combinations(maps, 2), report["pairs"]):
        both = (one > 0) & (two > 0)
        assert pair["pixels"] == both.sum()
        assert pair["overall_agreement"] == pytest.approx((one[both] == two[both]).mean())
        assert pair["kappa"] == pytest.approx(cohen_kappa_score(one[both], two[both]))


def test_the_same_map_twice_agrees(tmp_path):
    base = patchy(5)
    share, report = run(tmp_path, [base, base, base])
    assert (share[base > 0] == 100).all() and (share[base == 0] == 255).all()
    assert report["mean_agreement"] == report["unanimous_share"] == 1
    assert all(pair["kappa"] == 1 for pair in report["pairs"])


def test_bytes_do_not_depend_on_blocks(tmp_path, monkeypatch):
    run(tmp_path, series(3, 150, 140), "first")
    monkeypatch.setattr("landweave.engine.mapping.raster_run._LONGEST_SIDE", 64)
    paths = tuple(str(tmp_path / f"run_{n}.tif") for n in range(3))
    again = MapAgreementJob(paths, *(str(tmp_path / f"again.{ending}") for ending in ("tif", "json", "html")))
    again.execute(RunContext())
    for ending in ("tif", "json", "html"):
        assert bytes_of(tmp_path / f"again.{ending}") == bytes_of(tmp_path / f"first.{ending}"), ending


def test_the_page_says_it_in_french(tmp_path):
    run(tmp_path, series(3), language="fr")
    page = (tmp_path / "agreement.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page and "toutes les cartes" in page


def test_maps_without_a_common_place(tmp_path):
    one, two = np.zeros((8, 8), np.uint8), np.zeros((8, 8), np.uint8)
    one[:4], two[4:] = 1, 1
    with pytest.raises(UserError, match="In no pixel"):
        run(tmp_path, [one, two])
    assert not list(tmp_path.glob("agreement*"))  # refused before anything is written
