"""Copies: as many as asked for in every run, of learning samples of the source only, with the destination's name."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.jobs import CopySamplesJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.copy import run
from landweave.engine.samples.store import load_samples, save_samples
from landweave.tests.engine.learning.makers import sample_set

SIDES = ["learn", "validation", "spare", "test"]


def regional(seed=0, runs=2, names=("1", "2", "3")):
    """Samples of three classes in three regions, each row on any side of each run."""
    samples = sample_set(polygons=6, pixels=8)
    random = np.random.default_rng(seed)
    n = len(samples)
    extra = {"region": random.choice(list(names), n).astype(object)}
    extra |= {f"run_{k}": random.choice(SIDES, n, p=[0.5, 0.2, 0.2, 0.1]).astype(object) for k in range(1, runs + 1)}
    return replace(samples, attributes={**samples.attributes, **extra})


class Listener(RunContext):
    """Keeps the warnings."""

    def __init__(self):
        super().__init__()
        self.warnings = []

    def warning(self, message):
        self.warnings.append(message)


def copied(folder, samples, table="", **options):
    save_samples(str(folder / "in.gpkg"), samples)
    if table:
        (folder / "rules.csv").write_text(table, encoding="utf-8")
        options["rules"] = str(folder / "rules.csv")
    job = CopySamplesJob(str(folder / "in.gpkg"), str(folder / "out.gpkg"), "code", **options)
    context = Listener()
    result = run(job, context)
    found = load_samples(job.output)
    assert result["COUNT"] == len(found) and result["COPIED"] == len(found) - len(samples)
    return found, context.warnings


@given(st.integers(0, 2**16), st.integers(0, 3), st.sampled_from([-1, 0, 1, 4, 60]), st.sampled_from([1, 3, 7]))
@settings(max_examples=40, deadline=None)
def test_every_run_gets_its_count_of_what_it_learns_from(tmp_path_factory, seed, runs, count, code):
    samples = regional(seed, runs)
    found, warnings = copied(tmp_path_factory.mktemp("c"), samples, f"1,2,{code},{count}\n", seed=seed)
    columns = found.attributes
    is_copy = columns["copied_from"] != ""
    assert not is_copy[: len(samples)].any() and is_copy[len(samples):].all()
    np.testing.assert_array_equal(found.matrix[: len(samples)], samples.matrix)
    assert set(columns["region"][is_copy]) <= {"2"} and set(columns["copied_from"][is_copy]) <= {"1"}
    assert set(columns["code"][is_copy]) <= {code}
    origin = (samples.attributes["region"] == "1") & (samples.attributes["code"] == code)
    rows = {vector.tobytes(): i for i, vector in enumerate(samples.matrix)}
    assert len(rows) == len(samples)
    parents = np.array([rows[vector.tobytes()] for vector in found.matrix[is_copy]], int)
    assert len(set(parents)) == len(parents) and origin[parents].all()
    np.testing.assert_array_equal(columns["polygon_id"][is_copy], samples.attributes["polygon_id"][parents])
    short = False
    for k in range(1, runs + 1):
        learnt = origin & (samples.attributes[f"run_{k}"] == "learn")
        own = columns[f"run_{k}"][is_copy]
        assert set(own) <= {"learn", "spare"} and learnt[parents[own == "learn"]].all()
        assert (own == "learn").sum() == (learnt.sum() if count < 0 else min(count, learnt.sum()))
        short |= count > learnt.sum()
    if runs:
        sides = np.stack([columns[f"run_{k}"][is_copy] for k in range(1, runs + 1)])
        assert (sides == "learn").any(axis=0).all()  # no copy that no run learns from
    else:
        assert is_copy.sum() == (origin.sum() if count < 0 else min(count, origin.sum()))
        short = count > origin.sum()
    assert bool(warnings) == short


def test_parameters_instead_of_a_table(tmp_path):
    samples = regional(runs=1)
    found, _ = copied(tmp_path, samples, from_region="1", to_region="3", classes=("3", "7"), count=2)
    new = found.subset(np.arange(len(samples), len(found)))
    learnt = new.attributes["run_1"] == "learn"
    assert sorted(new.attributes["code"][learnt].tolist()) == [3, 3, 7, 7] and learnt.all()
    every, _ = copied(tmp_path, samples, from_region="1", to_region="3")
    of_source = (samples.attributes["region"] == "1") & (samples.attributes["run_1"] == "learn")
    assert len(every) - len(samples) == of_source.sum()


def test_parts_of_divided_regions(tmp_path):
    """Copies come of all parts of the source, and go to each part of the destination, whose model is its own."""
    samples = regional(runs=1, names=("north#1", "north#2", "south#1", "south#2"))
    found, _ = copied(tmp_path, samples, "from,to,class,count\nnorth,south,3,5\nnorth#1,south#2,7,-1\n")
    new = found.subset(np.arange(len(samples), len(found)))
    pairs = list(zip(new.attributes["code"].tolist(), new.attributes["region"].tolist()))
    assert pairs.count((3, "south#1")) == pairs.count((3, "south#2")) == 5
    own = samples.attributes
    assert pairs.count((7, "south#2")) == ((own["region"] == "north#1") & (own["code"] == 7)
                                           & (own["run_1"] == "learn")).sum()
    assert (7, "south#1") not in pairs


def test_copies_and_made_up_samples_are_not_copied(tmp_path):
    samples = regional(runs=0)
    once, _ = copied(tmp_path, samples, "1,2,3,-1\n")
    made = np.where(np.arange(len(once)) % 2, "smote", "").astype(object)
    once = replace(once, attributes={**once.attributes, "augmented": made})
    twice, _ = copied(tmp_path, once, "2,3,3,-1\n")
    own = (once.attributes["region"] == "2") & (once.attributes["code"] == 3) & (made == "")
    assert len(twice) - len(once) == (own & (once.attributes["copied_from"] == "")).sum() > 0


def test_equal_seeds_give_equal_bytes(tmp_path):
    files = []
    for seed in (1, 1, 2):
        copied(tmp_path, regional(), "1,2,*,3\n", seed=seed)
        files.append((tmp_path / "out.gpkg").read_bytes())
    assert files[0] == files[1] != files[2]


@pytest.mark.parametrize(("table", "options", "message"), [
    ("1,9,3,5\n", {}, r"line 1: No sample is of region '9'.*regions are: 1, 2, 3"),
    ("1,2,5,5\n", {}, r"line 1: No sample has the class '5'.*classes are: 1, 3, 7"),
    ("from,to,class,count\n1,2,3,some\n", {}, r"line 2: The count is 'some'.*-1 or more"),
    ("1,2,3,-2\n", {}, "The count is '-2'"),
    ("1,2,3,2.5\n", {}, "The count is '2.5'"),
    ("1,1,3,2\n", {}, "Region '1' would be copied to itself"),
    ("1,2,3,2\n1,2,3.0,4\n", {}, "line 2: Class 3 is copied from '1' to '2' already"),
    ("from,to,class\n1,2,3\n", {}, "has no column 'count'.*from, to, class, count"),
    ("", {}, "Nothing says what is copied"),
    ("", {"from_region": "1", "to_region": "2", "count": -5}, "The COUNT is -5"),
    ("1,2,3,1\n", {"region_field": "zone"}, "has no column 'zone'"),
    ("1,2,3,1\n", {"region_field": ""}, "has no column of regions"),
])
def test_bad_input(tmp_path, table, options, message):
    with pytest.raises(UserError, match=message):
        copied(tmp_path, regional(), table, **options)


def test_missing_class_column(tmp_path):
    save_samples(str(tmp_path / "in.gpkg"), regional())
    job = CopySamplesJob(str(tmp_path / "in.gpkg"), str(tmp_path / "out.gpkg"), "label", from_region="1", to_region="2")
    with pytest.raises(UserError, match="has no column 'label'"):
        run(job, RunContext())
