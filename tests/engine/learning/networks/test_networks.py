"""All networks: what each must do, whatever it is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.registry import NETWORKS, InputShape, SensorShape
from landweave.tests.engine.learning.networks.cases import (
    CLASSES,
    FREE_NETWORKS,
    SMALL,
    batch,
    dates_of,
    masked_everywhere,
    network,
    one_thread,  # noqa: F401
    shape_of,
    with_other_masked,
)

EVERY = sorted(SMALL)


def count(module: torch.nn.Module) -> int:
    return sum(p.numel() for p in module.parameters() if p.requires_grad)


def test_every_network_of_single_pixels_is_tested():
    assert set(SMALL) == {name for name in NETWORKS if name != "utae"}


@pytest.mark.parametrize("name", EVERY)
def test_every_option_is_one_of_the_class(name):
    shape = shape_of(dates_of(name, 12))
    made = NETWORKS[name].module(shape, CLASSES, {})
    assert made.eval()(batch(shape)).shape == (5, CLASSES)


# Numbers of weights of the authors' code, counted there by instantiating it.
PUBLISHED = [
    # BreizhCrops (dl4sits), PETransformerModel: Russwurm and Koerner's for 13 bands and 9 classes; 5 layers its default
    ("transformer", 13, 45, 9, {"layers": 3}, 102_025),
    ("transformer", 13, 45, 9, {"layers": 5}, 168_969),
    ("transformer", 13, 45, 9, {"width": 128, "heads": 4, "hidden": 256}, 400_649),
    # BreizhCrops, TempCNN: 64 filters of 5 dates and 256 as Pelletier et al. chose; then its own defaults, 3.2 million
    ("tempcnn", 13, 45, 9, {}, 786_057),
    ("tempcnn", 3, 149, 13, {}, 2_487_821),
    ("tempcnn", 13, 45, 9, {"filters": 128, "kernel": 7, "dense": 512}, 3_197_449),
    # InceptionTime (hfawaz), layer by layer for one channel and two classes: the first module without bottleneck,
    # five with it, two shortcuts, the dense layer
    ("inception_time", 1, 100, 2, {}, (32 * 70 + 32 + 256) + 5 * (4096 + 1024 * 70 + 4096 + 256)
        + (128 + 256) + (128 * 128 + 256) + 258),
]  # fmt: skip


@pytest.mark.parametrize(("name", "channels", "dates", "classes", "options", "published"), PUBLISHED)
def test_as_many_weights_as_published(name, channels, dates, classes, options, published):
    shape = InputShape((SensorShape(channels, dates),))
    assert count(NETWORKS[name].module(shape, classes, options)) == published


@pytest.mark.parametrize("static", [0, 2])
@pytest.mark.parametrize("name", EVERY)
def test_gradients_reach_every_weight(name, static):
    # as it predicts: a bias before a batch norm has no gradient while the norm is of the batch itself
    shape = shape_of(dates_of(name), static=static)
    module = network(name, shape)
    loss = torch.nn.functional.cross_entropy(module(batch(shape, 40)), torch.arange(40) % CLASSES)
    loss.backward()
    for key, weight in module.named_parameters():
        assert weight.grad is not None, key
        assert torch.isfinite(weight.grad).all(), key
        assert (weight.grad.abs() > 1e-9).any(), key


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", EVERY)
@given(seed=st.integers(0, 10_000), known=st.sampled_from([0.1, 0.5, 0.9]))
@settings(max_examples=8, deadline=None)
def test_masked_dates_have_no_influence(name, training, seed, known):
    shape = shape_of(dates_of(name), static=1)
    module = network(name, shape).train(training)
    given_batch = batch(shape, seed=seed, known=known)
    found = []
    for some in (given_batch, with_other_masked(given_batch, seed + 1)):
        state = {k: v.clone() for k, v in module.state_dict().items()}
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            found.append(module(some))
        module.load_state_dict(state)
    assert torch.equal(*found)


@pytest.mark.parametrize("name", EVERY)
def test_each_date_that_is_not_masked_has_influence(name):
    shape = shape_of(dates_of(name), has_gaps=False)
    module = network(name, shape)
    some = batch(shape, 30)
    before = module(some)
    for sensor in range(len(some.sensors)):
        for place in range(some.sensors[sensor].values.shape[1]):
            series = list(some.sensors)
            values = series[sensor].values.clone()
            values[:, place] += 1.5
            series[sensor] = replace(series[sensor], values=values)
            assert not torch.equal(module(SeriesBatch(tuple(series), some.static)), before), (sensor, place)


@pytest.mark.parametrize("name", EVERY)
def test_static_features_have_influence(name):
    shape = shape_of(dates_of(name), static=2)
    module = network(name, shape)
    some = batch(shape)
    assert not torch.equal(module(some), module(SeriesBatch(some.sensors, some.static + 1)))


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", EVERY)
def test_a_sample_without_any_date_is_finite_and_so_are_its_gradients(name, training):
    shape = shape_of(dates_of(name), static=1)
    module = network(name, shape).train(training)
    some = masked_everywhere(batch(shape, 6), 2)
    logits = module(some)
    assert torch.isfinite(logits).all()
    logits.square().sum().backward()
    assert all(torch.isfinite(p.grad).all() for p in module.parameters())


@pytest.mark.parametrize("name", EVERY)
def test_a_sample_without_any_date_does_not_change_the_others(name):
    shape = shape_of(dates_of(name), static=1)
    module = network(name, shape)
    some = batch(shape, 6)
    rest = [0, 1, 3, 4, 5]
    assert torch.equal(module(some)[rest], module(masked_everywhere(some, 2))[rest])


@pytest.mark.parametrize("name", FREE_NETWORKS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_dates_is_that_of_their_days(name, seed):
    shape = shape_of(dates_of(name), static=1)
    module = network(name, shape)
    some = batch(shape, seed=seed)
    draw = torch.Generator().manual_seed(seed)
    moved = []
    for s in some.sensors:
        order = torch.randperm(s.days.shape[1], generator=draw)
        moved.append(replace(s, values=s.values[:, order], valid=s.valid[:, order], days=s.days[:, order]))
    assert torch.allclose(module(some), module(SeriesBatch(tuple(moved), some.static)), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("name", FREE_NETWORKS)
def test_days_have_influence(name):
    shape = shape_of(dates_of(name))
    module = network(name, shape)
    some = batch(shape)
    later = tuple(replace(s, days=s.days + 40) for s in some.sensors)
    assert not torch.allclose(module(some), module(SeriesBatch(later, some.static)), atol=1e-3)


@pytest.mark.parametrize("dates", [1, 2, 30])
@pytest.mark.parametrize("name", FREE_NETWORKS)
def test_networks_of_free_dates_take_any_number_of_them(name, dates):
    module = network(name, shape_of(dates_of(name)))
    assert module(batch(shape_of(dates_of(name, dates)))).shape == (5, CLASSES)


@pytest.mark.parametrize("name", FREE_NETWORKS)
def test_dates_more_that_are_all_masked_change_nothing(name):
    shape = shape_of(dates_of(name))
    module = network(name, shape)
    some = batch(shape)
    more = []
    for s in some.sensors:
        values = torch.cat([torch.zeros(5, 4, 3), s.values], dim=1)
        valid = torch.cat([torch.zeros(5, 4, dtype=torch.bool), s.valid], dim=1)
        more.append(replace(s, values=values, valid=valid, days=torch.cat([torch.zeros(5, 4), s.days], dim=1)))
    assert torch.allclose(module(some), module(SeriesBatch(tuple(more), some.static)), atol=1e-6)


@pytest.mark.parametrize("name", FREE_NETWORKS)
def test_a_long_series_that_is_masked_but_for_its_end(name):
    # attention may be computed in parts of some hundred dates, of which one may be masked as a whole
    shape = shape_of([1200] if NETWORKS[name].joins else [1200, 1200])
    module = network(name, shape)
    some = batch(shape, 3)
    for s in some.sensors:
        s.valid[:, :1100] = False
    found = module(some)
    assert torch.isfinite(found).all()
    assert torch.equal(found, module(with_other_masked(some, 3)))


@pytest.mark.parametrize("dates", [1, 2, 5])
@pytest.mark.parametrize("name", ["tempcnn", "inception_time", "mlp_torch"])
def test_short_series(name, dates):
    shape = shape_of([dates])
    assert network(name, shape)(batch(shape)).shape == (5, CLASSES)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_known_of_gaps_reaches_the_network(name):
    # a value of 0 is not the same as none
    shape = shape_of(dates_of(name), static=1)
    module = network(name, shape)
    some = batch(shape, known=1.0)
    zero = tuple(replace(s, values=torch.cat([torch.zeros(5, 1, 3), s.values[:, 1:]], dim=1)) for s in some.sensors)
    masked = tuple(replace(s, valid=torch.cat([~s.valid[:, :1], s.valid[:, 1:]], dim=1)) for s in zero)
    found = [module(SeriesBatch(series, some.static)) for series in (zero, masked)]
    assert not torch.allclose(*found, atol=1e-4)


@pytest.mark.parametrize("name", EVERY)
def test_no_weights_are_those_of_another_seed_and_the_same_of_the_same(name):
    shape = shape_of(dates_of(name))
    one, same, other = (network(name, shape, seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(one[key], same[key]) for key in one)
    assert any(not torch.equal(one[key], other[key]) for key in one)


@pytest.mark.parametrize("name", [n for n in EVERY if NETWORKS[n].joins])
def test_two_series_for_a_network_of_one(name):
    if name == "mlp_torch":
        pytest.skip("takes several")
    with pytest.raises(ValueError, match="one series, not 2"):
        NETWORKS[name].module(shape_of([7, 7]), CLASSES, {})


def test_mlp_of_features_without_date_only():
    shape = InputShape((), 5)
    assert network("mlp_torch", shape)(batch(shape)).shape == (5, CLASSES)


def test_heads_that_do_not_divide_the_width():
    for name in ("ltae", "ltae_sensors", "transformer"):
        with pytest.raises(ValueError, match="width 16 is no multiple of heads 3"):
            NETWORKS[name].module(shape_of([7]), CLASSES, {"width": 16, "heads": 3})
