"""L-TAE and transformer against what the papers say, step by step."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.layers import DayPositions
from landweave.engine.learning.networks.ltae import LtaeEncoder, default_heads
from landweave.tests.engine.learning.networks.cases import (
    CLASSES,
    batch,
    masked_everywhere,
    network,
    one_thread,  # noqa: F401
    shape_of,
)


def array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float64)


def layer_norm(x: np.ndarray, norm: torch.nn.LayerNorm) -> np.ndarray:
    scaled = (x - x.mean()) / np.sqrt(x.var() + norm.eps)
    return scaled * array(norm.weight) + array(norm.bias)


def test_positions_are_those_of_the_paper():
    found = array(DayPositions(6)(torch.tensor([[0.0, 1.0, 250.0]])))[0]
    for number, day in enumerate((0, 1, 250)):
        for place in range(6):
            angle = day / 1000 ** (2 * (place // 2) / 6)
            expected = math.sin(angle) if place % 2 == 0 else math.cos(angle)
            assert found[number, place] == pytest.approx(expected, abs=2e-5)


# heads, width (None: as it comes), widths behind, and weights of the authors' LTAE of 24 dates of 128 channels, counted
# by instantiating it; the names of their configurations (config_fig2.json) are 9k, 34k, 112k, 288k, 740k
AUTHORS = [
    (8, 128, [], 8_832),
    (16, 128, [128], 33_920),
    (16, 256, [128], 112_000),
    (32, 512, [128], 288_640),
    (32, 1024, [256, 128], 740_480),
]


@pytest.mark.parametrize(("heads", "width", "widths", "published"), AUTHORS)
def test_as_many_weights_as_the_authors(heads, width, widths, published):
    own = sum(p.numel() for p in LtaeEncoder(128, width, heads, 8, widths).parameters())
    bias_of_keys = heads * 8
    norm_of_each_date = 2 * width * (24 - 1) if width != 128 else 0
    assert own + bias_of_keys + norm_of_each_date == published


@pytest.mark.parametrize("inputs", [12, 20])
def test_encoder_is_what_the_paper_says(inputs):
    heads, key, width = 3, 4, 12
    torch.manual_seed(3)
    encoder = LtaeEncoder(inputs, width, heads, key, [10]).eval()
    norm = encoder.layers[1]
    norm.running_mean, norm.running_var = torch.randn(10), torch.rand(10) + 0.5
    dates, valid = torch.randn(4, 6, inputs), torch.rand(4, 6) < 0.7
    days = torch.tensor([3.0, 20.0, 77.0, 150.0, 151.0, 360.0]).expand(4, -1)
    found = array(encoder(dates, valid, days))
    for sample in range(4):
        known = [t for t in range(6) if valid[sample, t]]
        placed = {}
        for t in known:
            x = layer_norm(array(dates[sample, t]), encoder.norm_in)
            if inputs != width:
                x = array(encoder.widen[0].weight) @ x + array(encoder.widen[0].bias)
                x = layer_norm(x, encoder.widen[1])
            angles = [days[sample, t] / 1000 ** (2 * (i // 2) / 4) for i in range(4)]
            position = [math.cos(a) if i % 2 else math.sin(a) for i, a in enumerate(angles)]
            placed[t] = x + np.tile(position, heads)
        answers = []
        for head in range(heads):
            query, matrix = array(encoder.query)[head], array(encoder.keys)[head]
            scores = {t: query @ (matrix @ placed[t]) / math.sqrt(key) for t in known}
            total = sum(math.exp(s) for s in scores.values())
            own = slice(head * 4, head * 4 + 4)
            answers.append(sum(math.exp(scores[t]) / total * placed[t][own] for t in known))
        hidden = array(encoder.layers[0].weight) @ np.concatenate(answers) + array(encoder.layers[0].bias)
        scaled = (hidden - array(norm.running_mean)) / np.sqrt(array(norm.running_var) + norm.eps)
        expected = layer_norm(np.maximum(scaled * array(norm.weight) + array(norm.bias), 0), encoder.norm_out)
        assert found[sample] == pytest.approx(expected, abs=3e-5)


def test_weights_of_dates_are_shares_of_those_that_are_known():
    encoder = LtaeEncoder(8, 8, 2, 4, [])
    valid = torch.tensor([[True, False, True], [False, False, False]])
    found = encoder.attention(torch.randn(2, 3, 8), valid)
    assert torch.allclose(found[0].sum(dim=0), torch.ones(2))
    assert (found[0, 1] == 0).all()
    assert (found[1] == 0).all()


@pytest.mark.parametrize(("width", "heads"), [(256, 16), (128, 16), (64, 8), (32, 4), (8, 1), (4, 1)])
def test_heads_have_channels_enough_for_several_wavelengths(width, heads):
    assert default_heads(width) == heads


def test_embedding_and_tokens_of_the_ltae():
    shape = shape_of([7], static=2)
    module = network("ltae", shape)
    some = batch(shape)
    embedded, tokens = module.embed(some), module.tokens(some)
    assert embedded.shape == (5, module.embedding_width)
    assert tokens.shape == (5, 7, module.token_width)
    assert torch.equal(module(some), module.head(embedded, some.static))
    # all that a token knows of its date is the day: a masked one can be guessed from nothing else
    other = SeriesBatch((replace(some.sensors[0], days=some.sensors[0].days + 1),), some.static)
    assert not torch.equal(tokens[..., module.embedding_width :], module.tokens(other)[..., module.embedding_width :])


def test_embedding_and_tokens_of_the_transformer():
    shape = shape_of([7], static=2)
    module = network("transformer", shape)
    some = batch(shape)
    embedded, tokens = module.embed(some), module.tokens(some)
    assert embedded.shape == (5, module.embedding_width)
    assert tokens.shape == (5, 7, module.token_width)
    assert torch.equal(module(some), module.head(embedded, some.static))
    for sample in range(5):
        valid = some.sensors[0].valid[sample]
        expected = torch.relu(tokens[sample, valid].max(dim=0).values)
        assert torch.equal(embedded[sample], expected)


@pytest.mark.parametrize("name", ["ltae", "transformer"])
def test_tokens_of_masked_dates_know_the_day_but_not_the_values(name):
    shape = shape_of([7])
    module = network(name, shape)
    some = masked_everywhere(batch(shape), 2)
    series = some.sensors[0]
    values = torch.where(series.valid[..., None], series.values, torch.randn_like(series.values))
    tokens = module.tokens(some)
    assert torch.equal(tokens, module.tokens(SeriesBatch((replace(series, values=values),), some.static)))
    later = torch.where(series.valid, series.days, series.days + 30)
    other = module.tokens(SeriesBatch((replace(series, days=later),), some.static))
    assert not torch.allclose(tokens[~series.valid], other[~series.valid], atol=1e-3)
    assert torch.isfinite(tokens).all()


def test_transformer_is_that_of_torch():
    shape = shape_of([9])
    module = network("transformer", shape)
    layer = torch.nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
    reference = torch.nn.TransformerEncoder(layer, 3, torch.nn.LayerNorm(8), enable_nested_tensor=False)
    names = {"asked": "self_attn.in_proj_", "answer": "self_attn.out_proj.", "inner": "linear1.", "outer": "linear2.",
             "norm_1": "norm1.", "norm_2": "norm2."}  # fmt: skip
    weights = {}
    for key, value in module.state_dict().items():
        if key.startswith("layers."):
            _, number, part, kind = key.split(".")
            weights[f"layers.{number}.{names[part]}{kind}"] = value
        elif key.startswith("norm."):
            weights[key] = value
    reference.load_state_dict(weights)
    some = batch(shape, 20, known=0.7)
    series = some.sensors[0]
    assert series.valid.any(dim=1).all()
    given = module.embedding(series.values) + module.positions(series.days)
    expected = reference.eval()(given, src_key_padding_mask=~series.valid)
    assert torch.allclose(module.tokens(some)[series.valid], expected[series.valid], atol=1e-5)


def test_a_sensor_without_date_says_nothing():
    shape = shape_of([7, 9])
    module = network("ltae_sensors", shape)
    some = masked_everywhere(batch(shape, known=1.0), 2, sensor=1)
    embedded = module.embed(some)
    width = module.embedding_width // 2
    assert (embedded[2, width:] == 0).all()
    assert (embedded[[0, 1, 3, 4], width:] != 0).any(dim=1).all()
    assert (embedded[2, :width] != 0).any()


def test_sensors_have_encoders_of_their_own():
    shape = shape_of([7, 7])
    module = network("ltae_sensors", shape)
    series = batch(shape_of([7])).sensors[0]
    embedded = module.embed(SeriesBatch((series, series), torch.zeros(5, 0)))
    width = module.embedding_width // 2
    assert not torch.allclose(embedded[:, :width], embedded[:, width:])
    assert module(SeriesBatch((series, series), torch.zeros(5, 0))).shape == (5, CLASSES)
