"""Networks applied to rows: the same figures however they are asked for, on any device."""

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.learning.networks import inference
from landweave.engine.learning.networks.batches import BatchMaker, SensorBatch, SeriesBatch
from landweave.engine.learning.networks.fused import fused
from landweave.engine.learning.networks.inference import InBatches, Inference, InSets, figures_agree, load_weights
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.networks.made import (
    SMALL,
    made_features,
    made_predictor,
    made_rows,
)

CPU = torch.device("cpu")


def plain(predictor, rows):
    """Compute what a predictor says of rows by the plain module and numpy: the oracle."""
    description = predictor.description
    normalisation = description.normalisation
    sensors = []
    for sensor, mean, spread in zip(description.layout.sensors, normalisation.mean, normalisation.spread):
        columns = sensor.column_array()
        numbers = rows[:, np.maximum(columns, 0)].astype(np.float64)
        known = (numbers != SERIES_NODATA) & np.isfinite(numbers) & (columns >= 0)
        values = np.where(known, (numbers - mean) / spread, 0.0).astype(np.float32)
        days = np.tile(np.array(sensor.days, np.float32), (len(rows), 1))
        sensors.append(SensorBatch(*map(torch.from_numpy, (values, known.any(axis=2), days))))
    numbers = rows[:, list(description.layout.static)].astype(np.float64)
    known = (numbers != SERIES_NODATA) & np.isfinite(numbers)
    scaled = (numbers - normalisation.static_mean) / normalisation.static_spread
    static = torch.from_numpy(np.where(known, scaled, 0.0).astype(np.float32))
    batch = SeriesBatch(tuple(sensors), static)
    answers = []
    for weights in predictor.members:
        module = load_weights(description.module(), weights, description.network)
        with torch.no_grad():
            logits = module(batch).double().numpy() * description.temperature
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        answers.append(powers / powers.sum(axis=1, keepdims=True))
    return np.mean(answers, axis=0)


@pytest.mark.parametrize("has_gaps", [False, True])
@pytest.mark.parametrize("network", SMALL)
def test_figures_are_those_of_the_plain_module(network, has_gaps):
    features = made_features(sensors=("S1", "S2"), static=2)
    predictor = made_predictor(network, features, has_gaps=has_gaps, members=2, temperature=0.7)
    rows = made_rows(features, gaps=0.5 if has_gaps else 0.0, seed=1)
    found = predictor.predict_proba(rows)
    np.testing.assert_allclose(found, plain(predictor, rows), atol=1e-5)
    assert found.std(axis=0).min() > 1e-3  # or a constant would pass


@pytest.mark.parametrize("network", SMALL)
def test_bytes_do_not_depend_on_how_many_rows_are_asked_for(network):
    features = made_features()
    predictor = made_predictor(network, features)
    rows = made_rows(features, 5000, gaps=0.4)
    whole = predictor.predict_proba(rows)
    for size in (1, 7, 4096):
        few = rows[: 60 * size]
        parts = [predictor.predict_proba(few[i : i + size]) for i in range(0, len(few), size)]
        assert np.concatenate(parts).tobytes() == whole[: len(few)].tobytes()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 700), st.integers(0, 1000), st.sampled_from(["ltae", "ltae_sensors", "transformer", "tempcnn"]))
def test_bytes_do_not_depend_on_the_rows_beside(count, seed, network):
    features = made_features(sensors=("S1", "S2"))
    predictor = KEPT.setdefault(network, made_predictor(network, features))
    rows = made_rows(features, 700, gaps=0.5)
    chosen = np.random.default_rng(seed).permutation(700)[:count]
    assert predictor.predict_proba(rows[chosen]).tobytes() == predictor.predict_proba(rows)[chosen].tobytes()


KEPT = {}


def test_int_and_float_rows_give_the_same():
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, gaps=0.4)
    assert np.array_equal(predictor.predict_proba(rows), predictor.predict_proba(rows.astype(np.float32)))


@pytest.mark.parametrize("network", SMALL)
def test_rows_without_any_value_are_no_nan(network):
    features = made_features()
    found = made_predictor(network, features).predict_proba(np.full((3, len(features)), SERIES_NODATA, np.int16))
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_no_rows_give_no_figures():
    predictor = made_predictor("ltae", classes=5)
    assert predictor.predict_proba(np.zeros((0, predictor.feature_count), np.int16)).shape == (0, 5)


def test_a_dates_value_that_is_infinite_or_nan_is_unknown():
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, 50, dtype=np.float32)
    wrong = rows.copy()
    rows[:, 3], wrong[:25, 3], wrong[25:, 3] = SERIES_NODATA, np.nan, np.inf
    assert np.array_equal(predictor.predict_proba(rows), predictor.predict_proba(wrong))


def test_masked_dates_are_left_out_of_networks_that_allow_it():
    features = made_features(dates=24)
    rows = made_rows(features, 400, gaps=0.6)
    seen = []

    def forward(batch):
        (series,) = batch.sensors
        seen.append(series.valid.shape[1])
        total = (series.values.sum(dim=2) * series.days * series.valid).sum(dim=1, keepdim=True)
        return torch.cat([total, series.valid.sum(dim=1, keepdim=True)], dim=1)

    description = made_predictor("ltae", features).description
    maker = BatchMaker(description.layout, description.normalisation)
    thin, full = InSets(maker, forward, True)(rows, 2), InSets(maker, forward, False)(rows, 2)
    np.testing.assert_allclose(thin, full, rtol=1e-4, atol=1e-2)
    assert np.array_equal(thin[:, 1], full[:, 1])  # no date is lost
    assert min(seen) < 24
    assert made_predictor("ltae", features)._inference._apply._thins
    assert not made_predictor("tempcnn", features)._inference._apply._thins
    assert not made_predictor("ltae", features, has_gaps=False)._inference._apply._thins


def test_threads_are_as_before():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        seen = []
        predictor = made_predictor("ltae")
        sets = InSets(predictor._inference._apply._maker, lambda b: seen.append(torch.get_num_threads()) or b.static)
        sets(made_rows(made_features(), 3), 0)
        assert seen == [1]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("network", ["tempcnn", "mlp_torch", "ltae"])
def test_batch_norms_are_fused(network):
    predictor = made_predictor(network, has_gaps=False)
    norms = (torch.nn.BatchNorm1d,)
    assert any(isinstance(m, norms) for m in predictor.description.module().modules())
    assert not any(isinstance(m, norms) for m in predictor._inference.modules[0].modules())


class OtherAxis(torch.nn.Module):
    """A batch norm that stands behind a dense layer, but is of dates, of which there are as many as channels."""

    def __init__(self, dates, channels):
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(channels, dates), torch.nn.BatchNorm1d(dates))
        with torch.no_grad():
            self.layers[1].running_mean.copy_(torch.arange(dates))

    def forward(self, batch):
        return self.layers(batch.sensors[0].values).sum(dim=1)


def test_a_batch_norm_that_means_something_else_is_left():
    description = made_predictor("ltae", made_features(dates=10)).description
    module = OtherAxis(10, 2).eval()
    before = copy.deepcopy(module.state_dict())
    assert fused(module, description.layout) is module
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())


def in_batches(forward, features, size):
    description = made_predictor("ltae", features).description
    return InBatches(BatchMaker(description.layout, description.normalisation), forward, CPU, size)


def test_batches_give_what_sets_give():
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, 500, gaps=0.4)
    found = in_batches(predictor._inference.forward, features, 64)(rows, 4)
    np.testing.assert_allclose(found, predictor.predict_proba(rows), atol=1e-6)


def test_a_batch_that_is_too_large_is_halved_and_nothing_is_lost():
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, 500, gaps=0.4)
    sizes = []

    def forward(batch):
        sizes.append(len(batch))
        if len(batch) > 40:
            raise torch.OutOfMemoryError("out of memory")
        return predictor._inference.forward(batch)

    apply = in_batches(forward, features, 256)
    np.testing.assert_allclose(apply(rows, 4), predictor.predict_proba(rows), atol=1e-6)
    assert sizes[:4] == [256, 128, 64, 32]
    assert apply.size == 32
    sizes.clear()
    apply(rows[:100], 4)
    assert sizes == [32, 32, 32, 4]  # what was learnt is kept


def test_memory_that_runs_out_in_the_middle_loses_nothing():
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, 500, gaps=0.4)
    calls = []

    def forward(batch):
        calls.append(len(batch))
        if len(calls) in (3, 4):
            raise torch.OutOfMemoryError("out of memory")
        return predictor._inference.forward(batch)

    np.testing.assert_allclose(in_batches(forward, features, 128)(rows, 4), predictor.predict_proba(rows), atol=1e-6)
    assert calls == [128, 128, 128, 64, 32, 32, 32, 32, 32, 32, 32, 20]


def test_a_card_that_holds_no_row_says_what_to_do():
    def forward(batch):
        raise torch.OutOfMemoryError("out of memory")

    features = made_features()
    with pytest.raises(UserError, match=r"not even one pixel.*LANDWEAVE_DEVICE"):
        in_batches(forward, features, 8)(made_rows(features, 10), 4)


def test_half_precision_is_used_only_where_the_figures_agree():
    exact = torch.tensor([[0.2, 0.8], [0.6, 0.4]])
    assert figures_agree(exact, exact + torch.tensor([0.0009, -0.0009]))
    assert not figures_agree(exact, exact + torch.tensor([0.0011, -0.0011]))
    near = torch.tensor([[0.5001, 0.4999]])
    assert not figures_agree(near, near.flip(1))
    assert not figures_agree(exact, torch.full_like(exact, torch.nan))


@pytest.mark.parametrize(("wrong", "half"), [(0.0, True), (0.01, False)])
def test_half_precision_is_tried_on_the_first_batch(wrong, half):
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, 200)
    apply = in_batches(predictor._inference.forward, features, 64)
    apply.is_half = None
    apply._quick = lambda batch: predictor._inference.forward(batch) + wrong * torch.tensor([1.0, -1, 1, -1])
    found = apply(rows, 4)
    assert apply.is_half is half
    np.testing.assert_allclose(found, predictor.predict_proba(rows), atol=1e-5)


def test_weights_of_another_architecture_are_refused():
    predictor = made_predictor("tempcnn")
    other = made_predictor("tempcnn", options={"filters": 16})
    with pytest.raises(UserError, match=r"another architecture than tempcnn: \S+ is \(16"):
        Inference(predictor.description, other.members, CPU)


def test_weights_that_lack_something_are_refused():
    predictor = made_predictor("tempcnn")
    (weights,) = predictor.members
    gone = sorted(weights)[0]
    fewer = {name: value for name, value in weights.items() if name != gone}
    with pytest.raises(UserError, match=f"{gone} is missing"):
        Inference(predictor.description, [fewer], CPU)
    with pytest.raises(UserError, match=r"more is .*, not in it"):
        Inference(predictor.description, [{**weights, "more": np.zeros(3, np.float32)}], CPU)


def test_the_temperature_sharpens():
    features = made_features()
    predictor = made_predictor("ltae", features)
    rows = made_rows(features, 50)
    sharper = replace(predictor, description=replace(predictor.description, temperature=5.0))
    assert (sharper.predict_proba(rows).max(axis=1) > predictor.predict_proba(rows).max(axis=1)).all()


def test_sets_are_small_enough_for_the_caches():
    assert inference.ROWS_AT_ONCE * 30 * 128 * 4 <= 4 << 20
