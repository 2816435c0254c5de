"""Yearly maps corrected: rules hold in what is written, and bytes do not depend on blocks."""

import json

import numpy as np
import pytest

from landweave.engine.jobs import ConsistentYearsJob
from landweave.engine.raster.probabilities import band_text
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.postprocess.cases import bytes_of, patchy, read_map, write_map
from landweave.tests.engine.products import write_raster

RULES = "from,to,allowed,years\n1,any,no,\nany,any,,2\n"


def series(tmp_path, years=4, shape=(60, 70)):
    """Return the maps of some years, alike but for a third of their pixels, and their files."""
    base = patchy(0, *shape)
    maps = []
    for n in range(years):
        other = patchy(n + 1, *shape)
        maps.append(np.where(np.random.default_rng(n).random(base.shape) < 0.35, other, base))
    return maps, tuple(write_map(tmp_path / f"map_{2020 + n}.tif", m) for n, m in enumerate(maps))


def run(tmp_path, paths, name="out", rules=RULES, context=None, **changes):
    (tmp_path / "rules.csv").write_text(rules, encoding="utf-8")
    years = ",".join(str(2020 + n) for n in range(len(paths)))
    job = ConsistentYearsJob(paths, years, str(tmp_path / name), rules=str(tmp_path / "rules.csv"),
                             output_json=str(tmp_path / f"{name}.json"), **changes)
    job.execute(context or RunContext())
    report = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    return [read_map(entry["output"]) for entry in report["maps"]], report


@pytest.mark.parametrize("persistence", [0.0, 0.8])
def test_no_rule_is_broken_and_counts_are_true(tmp_path, persistence):
    maps, paths = series(tmp_path)
    after, report = run(tmp_path, paths, persistence=persistence)
    for old, new, entry in zip(maps, after, report["maps"]):
        assert np.array_equal(old > 0, new > 0)
        assert entry["pixels"] == (old > 0).sum()
        assert entry["corrected"] == (old != new).sum() == sum(row["pixels"] for row in entry["corrections"])
    for year, step in enumerate(report["steps"]):
        both = (maps[year] > 0) & (maps[year + 1] > 0)
        for side, key in ((maps, "before"), (after, "after")):
            one, two = side[year][both], side[year + 1][both]
            assert step[f"changed_{key}"] == (one != two).sum()
            assert step[f"forbidden_{key}"] == ((one == 1) & (two != 1)).sum()
        assert step["forbidden_before"] > 0 and step["forbidden_after"] == 0
    stack = np.stack(after)
    whole = (stack > 0).all(axis=0)
    lonely = (stack[:-2] == stack[2:]) & (stack[1:-1] != stack[2:])
    assert not lonely[:, whole].any() and report["flicker_before"] > 0 == report["flicker_after"]


def test_what_keeps_to_the_rules_stays(tmp_path):
    base = patchy(3)
    later = np.where(base == 2, 3, base)  # in the third year for good
    paths = tuple(write_map(tmp_path / f"m{n}.tif", m) for n, m in enumerate((base, base, later, later)))
    after, report = run(tmp_path, paths, persistence=0.0)
    for new, old in zip(after, (base, base, later, later)):
        assert np.array_equal(new, old)
    assert sum(entry["corrected"] for entry in report["maps"]) == 0


def test_names_of_the_files(tmp_path):
    maps, _ = series(tmp_path, 2)
    paths = tuple(write_map(tmp_path / str(2020 + n) / "map.tif", m) for n, m in enumerate(maps))
    run(tmp_path, paths, output_confidence=str(tmp_path / "sure"))
    assert sorted(p.name for p in (tmp_path / "out").glob("*.tif")) == ["map_2020.tif", "map_2021.tif"]
    assert sorted(p.name for p in (tmp_path / "sure").glob("*.tif")) == ["map_2020.tif", "map_2021.tif"]


def test_gaps(tmp_path):
    base = patchy(3, gaps=0)
    holes = np.where(np.random.default_rng(0).random(base.shape) < 0.3, 0, base)
    paths = tuple(write_map(tmp_path / f"m{n}.tif", m) for n, m in enumerate((base, holes, base)))
    kept, _ = run(tmp_path, paths)
    filled, _ = run(tmp_path, paths, "filled", fill_gaps=True)
    assert np.array_equal(kept[1], holes) and np.array_equal(filled[1], base)


def probabilities(path, codes, shares):
    """Write probabilities of shape (class, row, col)."""
    layers = np.round(shares * 10000).astype(np.uint16)
    layers[0] = 10000 - layers[1:].sum(axis=0)
    texts = [band_text(code, str(code)) for code in codes]
    return write_raster(path, layers, nodata=65535, descriptions=texts, origin=(500000.0, 4800000.0))


def test_probabilities_count_more_than_the_map(tmp_path):
    """A pixel that was nearly the other class gives way; one that was sure does not."""
    maps = [np.full((4, 4), code, np.uint8) for code in (1, 2, 1)]
    paths = tuple(write_map(tmp_path / f"m{n}.tif", m) for n, m in enumerate(maps))
    doubtful = np.where(np.arange(16).reshape(4, 4) < 8, 0.52, 0.999)
    shares = [np.stack([1 - p, p]) for p in (np.full((4, 4), 0.1), doubtful, np.full((4, 4), 0.1))]
    rasters = tuple(probabilities(tmp_path / f"p{n}.tif", (1, 2), s) for n, s in enumerate(shares))
    after, _ = run(tmp_path, paths, rules="from,to,allowed\n1,2,yes\n", probabilities=rasters, persistence=0.9)
    assert (after[1][:2] == 1).all() and (after[1][2:] == 2).all()


def test_confidences_count(tmp_path):
    maps = [np.full((4, 4), code, np.uint8) for code in (1, 2, 1)]
    paths = tuple(write_map(tmp_path / f"m{n}.tif", m) for n, m in enumerate(maps))
    sure = np.where(np.arange(16).reshape(4, 4) < 8, 55, 99).astype(np.uint8)
    high = np.full((4, 4), 90, np.uint8)
    confidences = tuple(write_map(tmp_path / f"c{n}.tif", c, nodata=255) for n, c in enumerate((high, sure, high)))
    after, _ = run(tmp_path, paths, rules="from,to,allowed\n1,2,yes\n", confidences=confidences)
    assert (after[1][:2] == 1).all() and (after[1][2:] == 2).all()


@pytest.mark.parametrize("workers", [1, 2])
def test_bytes_do_not_depend_on_blocks_and_processes(tmp_path, monkeypatch, workers):
    _, paths = series(tmp_path, 3, (150, 140))
    given = {"output_confidence": str(tmp_path / "sure")}
    run(tmp_path, paths, "first", **given)
    sure = [bytes_of(p) for p in sorted((tmp_path / "sure").glob("*.tif"))]
    monkeypatch.setattr("landweave.engine.mapping.raster_run._LONGEST_SIDE", 64)
    run(tmp_path, paths, "second", context=RunContext(workers=workers), **given)
    names = sorted(p.name for p in (tmp_path / "first").glob("*.tif"))
    assert names == [f"map_{2020 + n}.tif" for n in range(3)]
    for name in names:
        assert bytes_of(tmp_path / "first" / name) == bytes_of(tmp_path / "second" / name)
    assert [bytes_of(p) for p in sorted((tmp_path / "sure").glob("*.tif"))] == sure


def test_names_and_colours_go_along(tmp_path):
    _, paths = series(tmp_path, 2)
    names = tmp_path / "n.csv"
    names.write_text("code,name,colour\n1,town,#ff0000\n2,forest,#00aa00\n3,wheat,#eeee00\n4,water,#0000ff\n")
    run(tmp_path, paths, nomenclature=str(names))
    assert "forest" in (tmp_path / "out" / "map_2020.qml").read_text(encoding="utf-8")


def test_probabilities_of_other_classes_are_refused(tmp_path):
    from landweave.engine.errors import UserError

    _, paths = series(tmp_path, 2)
    grids = [probabilities(tmp_path / f"p{n}.tif", codes, np.full((4, 60, 70), 0.25))
             for n, codes in enumerate(((1, 2, 3, 4), (1, 2, 3, 5)))]  # fmt: skip
    with pytest.raises(UserError, match=r"class 4|lacks class"):
        run(tmp_path, paths, probabilities=tuple(grids))
