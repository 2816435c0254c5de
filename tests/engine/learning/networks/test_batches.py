"""Rows of a matrix as batches: normalised, exactly 0 where unknown, what is known of each date."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.learning.networks.batches import BatchMaker, Normalisation, learn_normalisation
from landweave.engine.learning.networks.layout import SeriesLayout, layout_of
from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA


def layout() -> SeriesLayout:
    """Two sensors, one of whose dates lacks a channel, and two layers, mixed."""
    names = [("S2", "B1", "2020-01-11"), ("", "SLOPE", ""), ("S2", "B1", "2020-02-01"), ("S1", "VV", "2020-01-05"),
             ("S2", "B2", "2020-01-11"), ("S1", "VV", "2020-03-01"), ("S2", "B2", "2020-04-01"),
             ("S2", "B1", "2020-04-01"), ("", "HEIGHT", "")]  # fmt: skip
    return layout_of([Feature(f"{s}_{b}_{d}", s, b, d, "") for s, b, d in names])


CHANNELS = {("S2", "B1"): [0, 2, 7], ("S2", "B2"): [4, 6], ("S1", "VV"): [3, 5]}
STATIC = [1, 8]


def rows(seed: int, samples: int, dtype: str = "int16", unknown: float = 0.3) -> np.ndarray:
    draw = np.random.default_rng(seed)
    table = draw.integers(-3000, 9000, (samples, 9)).astype(dtype)
    table[draw.random(table.shape) < unknown] = SERIES_NODATA
    return table


def known_of(table: np.ndarray) -> np.ndarray:
    return np.isfinite(table.astype(float)) & (table != SERIES_NODATA)


@given(seed=st.integers(0, 9999), samples=st.integers(1, 40), dtype=st.sampled_from(["int16", "float32"]))
@settings(max_examples=30)
def test_normalisation_is_mean_and_spread_of_what_is_known(seed, samples, dtype):
    table = rows(seed, samples, dtype)
    if dtype == "float32":
        table[::3, 0] = np.nan
        table[::5, 8] = np.inf
    found = learn_normalisation(layout(), table)
    groups = [[CHANNELS["S2", "B1"], CHANNELS["S2", "B2"]], [CHANNELS["S1", "VV"]], [[c] for c in STATIC]]
    means, spreads = [*found.mean, found.static_mean], [*found.spread, found.static_spread]
    for sensor, mean, spread in zip(groups, means, spreads):
        for columns, m, s in zip(sensor, mean, spread):
            values = table[:, columns][known_of(table[:, columns])].astype(np.float64)
            assert m == pytest.approx(values.mean() if values.size else 0.0, rel=1e-5, abs=1e-3)
            alike = values.size == 0 or values.std() < 1e-6
            assert s == pytest.approx(1.0 if alike else values.std(), rel=1e-4)


@given(seed=st.integers(0, 9999), dtype=st.sampled_from(["int16", "float32"]))
@settings(max_examples=30)
def test_values_are_normalised_and_exactly_0_where_unknown(seed, dtype):
    table = rows(seed, 12, dtype)
    if dtype == "float32":
        table[1, :] = np.nan
        table[2, 4] = np.inf
        table[3, 1] = -np.inf
    before = table.copy()
    laid = layout()
    norm = learn_normalisation(laid, rows(seed + 1, 60))
    made = BatchMaker(laid, norm).make(table)
    assert np.array_equal(table, before, equal_nan=True)
    assert len(made) == 12
    for number, sensor in enumerate(laid.sensors):
        series = made.sensors[number]
        assert series.values.dtype == torch.float32
        assert torch.equal(series.days, torch.tensor(sensor.days).expand(12, -1))
        for t in range(len(sensor.days)):
            known = np.zeros(12, bool)
            for c, channel in enumerate(sensor.channels):
                column = sensor.columns[t][c]
                found = series.values[:, t, c].numpy()
                if column < 0:
                    assert (found == 0).all()
                    continue
                assert column in CHANNELS[sensor.sensor, channel]
                there = known_of(table[:, column])
                expected = (table[there, column].astype(np.float64) - norm.mean[number][c]) / norm.spread[number][c]
                assert found[there] == pytest.approx(expected, rel=1e-4, abs=1e-5)
                assert (found[~there] == 0).all()
                known |= there
            assert np.array_equal(series.valid[:, t].numpy(), known)
    for place, column in enumerate(STATIC):
        there = known_of(table[:, column])
        found = made.static[:, place].numpy()
        expected = (table[there, column].astype(np.float64) - norm.static_mean[place]) / norm.static_spread[place]
        assert found[there] == pytest.approx(expected, rel=1e-4, abs=1e-5)
        assert (found[~there] == 0).all()


def test_rows_are_the_same_in_any_company():
    table = rows(5, 50)
    maker = BatchMaker(layout(), learn_normalisation(layout(), table))
    together, alone = maker.make(table), maker.make(table[17:18])
    for one, other in zip(together.sensors, alone.sensors):
        assert torch.equal(one.values[17:18], other.values)
        assert torch.equal(one.valid[17:18], other.valid)
    assert torch.equal(together.static[17:18], alone.static)


@given(seed=st.integers(0, 9999), unknown=st.sampled_from([0.2, 0.6, 0.95]), size=st.integers(0, 3))
@settings(max_examples=30)
def test_dates_without_a_value_can_be_left_out(seed, unknown, size):
    table = rows(seed, 15, unknown=unknown)
    laid = layout()
    maker = BatchMaker(laid, learn_normalisation(laid, table))
    chosen = np.random.default_rng(seed).permutation(15)[:7]
    whole = maker.make(table[chosen])
    counts = maker.known_dates(table[chosen])
    room = [int(max(count.max(), 1)) for count in counts]
    made = maker.make(table, chosen, size=7 + size, dates=room)
    assert torch.equal(made.static[:7], whole.static)
    for number, (series, full) in enumerate(zip(made.sensors, whole.sensors)):
        assert counts[number].tolist() == full.valid.sum(dim=1).tolist()
        assert series.values.shape == (7 + size, room[number], full.values.shape[2])
        assert not series.valid[7:].any()
        assert (series.values[7:] == 0).all()
        for sample in range(7):
            there = full.valid[sample]
            kept = int(there.sum())
            assert series.valid[sample].tolist() == [True] * kept + [False] * (room[number] - kept)
            assert torch.equal(series.values[sample, :kept], full.values[sample, there])
            assert torch.equal(series.days[sample, :kept], full.days[sample, there])
            assert (series.values[sample, kept:] == 0).all()


def test_joined_series_hold_the_values_of_the_single_ones():
    laid, table = layout(), rows(6, 20)
    joined = laid.joined()
    single = BatchMaker(laid, learn_normalisation(laid, table)).make(table)
    one = BatchMaker(joined, learn_normalisation(joined, table)).make(table).sensors[0]
    first = 0
    expected = torch.zeros_like(one.values)
    valid = torch.zeros_like(one.valid)
    for sensor, series in zip(laid.sensors, single.sensors):
        at = [joined.sensors[0].days.index(day) for day in sensor.days]
        width = len(sensor.channels)
        expected[:, at, first : first + width] = series.values
        valid[:, at] |= series.valid
        first += width
    assert torch.equal(one.values, expected)
    assert torch.equal(one.valid, valid)


def test_normalisation_as_json_is_exact():
    norm = learn_normalisation(layout(), rows(7, 30))
    again = Normalisation.from_json(json.loads(json.dumps(norm.to_json())))
    for one, other in ((norm.mean, again.mean), (norm.spread, again.spread)):
        assert all(np.array_equal(a, b) and b.dtype == np.float32 for a, b in zip(one, other))
    assert np.array_equal(norm.static_mean, again.static_mean)
    assert np.array_equal(norm.static_spread, again.static_spread)


def test_normalisation_of_a_large_matrix_looks_at_rows_all_over_it():
    table = rows(8, 1000, unknown=0.0)
    table[:, 0] = table[:, 2] = table[:, 7] = np.arange(1000)
    found = learn_normalisation(layout(), table, most=100)
    assert found.mean[0][0] == pytest.approx(495.0)
    assert found.spread[0][0] == pytest.approx(np.arange(0, 1000, 10).std(), rel=1e-5)


def test_no_features_without_date():
    laid = layout_of([Feature("S2_B1_x", "S2", "B1", "2020-01-11", "")])
    table = np.array([[5], [7]], np.int16)
    norm = learn_normalisation(laid, table)
    made = BatchMaker(laid, norm).make(table)
    assert made.static.shape == (2, 0)
    assert made.sensors[0].values.flatten().tolist() == [-1, 1]


def test_batches_to_a_device():
    table = rows(9, 3)
    made = BatchMaker(layout(), learn_normalisation(layout(), table)).make(table)
    moved = made.to(torch.device("meta"))
    assert all(t.device.type == "meta" for s in moved.sensors for t in (s.values, s.valid, s.days))
    assert moved.static.device.type == "meta"
