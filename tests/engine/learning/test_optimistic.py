"""The figure that a random split would claim."""

import numpy as np

from landweave.engine.jobs import TrainClassifierJob
from landweave.engine.learning import optimistic
from landweave.engine.learning.optimistic import random_split_accuracy
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.tests.engine.learning.makers import sample_set


def training(folder, samples, **options):
    save_samples(str(folder / "s.gpkg"), samples)
    return TrainClassifierJob(str(folder / "s.gpkg"), "code", "", method_options='{"n_estimators": 15}', **options)


def told_by_the_polygon(polygons=40):
    """Make samples whose features tell the polygon and nothing of the class."""
    generator = np.random.default_rng(0)
    samples = sample_set(classes=(1, 2), polygons=polygons, pixels=8, spread=1)
    ids = samples.attributes["polygon_id"] - 1
    centres = generator.normal(0, 1000, (int(ids.max()) + 1, samples.matrix.shape[1]))
    samples.matrix[:] = centres[ids] + generator.normal(0, 10, samples.matrix.shape)
    return samples


def test_it_is_near_perfect_where_nothing_can_be_known(tmp_path):
    events = []
    found = random_split_accuracy(training(tmp_path, told_by_the_polygon()), RunContext(emit=events.append))
    assert found > 0.95
    assert {event["event"] for event in events} <= {"progress"}


def test_it_is_seeded_and_uses_no_more_samples_than_it_may(tmp_path, monkeypatch):
    job = training(tmp_path, told_by_the_polygon())
    monkeypatch.setattr(optimistic, "LARGEST", 60)
    few = random_split_accuracy(job, RunContext())
    assert few == random_split_accuracy(job, RunContext(workers=2))
    assert round(few * 60) == few * 60


def test_networks_and_too_few_samples_have_none(tmp_path):
    assert random_split_accuracy(training(tmp_path, told_by_the_polygon(), method="tempcnn"), RunContext()) is None
    few = told_by_the_polygon()
    pair = np.flatnonzero(np.isin(np.arange(len(few)), [0, len(few) - 1]))
    assert random_split_accuracy(training(tmp_path, few.subset(pair)), RunContext()) is None
