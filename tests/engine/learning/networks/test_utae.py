"""U-TAE: the authors' network where all is known; what is masked has no influence at all."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from landweave.engine.learning.networks.registry import InputShape, SensorShape  # noqa: E402
from landweave.engine.learning.networks.utae import PAPER, MaskedBatchNorm, MaskedGroupNorm, PatchBatch, Utae  # noqa: E402

SMALL = {"widths": [16, 32], "decoder": [16, 32], "width": 32, "heads": 8}


def made(classes=4, channels=3, static=0, gaps=False, **options):
    torch.manual_seed(1)
    shape = InputShape((SensorShape(channels, 5),), static, gaps)
    return Utae(shape, classes, **{**SMALL, **options}).eval()


def numbers(shape, seed, scale=1.0):
    place = torch.arange(int(np.prod(shape)), dtype=torch.float64)
    return (scale * torch.sin(12.9898 * place + 78.233 * seed + 0.5)).reshape(shape).float()


def batch(static=0, share=0.0, size=8, patches=2, dates=5):
    generator = torch.Generator().manual_seed(3)
    values = torch.randn(patches, dates, 3, size, size, generator=generator)
    valid = torch.rand(patches, dates, size, size, generator=generator) >= share
    days = torch.tensor([[3.0, 40, 90, 200, 300][:dates]]).repeat(patches, 1)
    return PatchBatch(values, valid, days, torch.randn(patches, static, size, size, generator=generator))


def test_the_published_network_has_the_published_number_of_parameters():
    """The paper's table says 1.1 M; the authors' code (github.com/VSainteuf/utae-paps) counts 1 087 260 for PASTIS."""
    network = Utae(InputShape((SensorShape(10, 30),)), 20, **PAPER)
    assert sum(p.numel() for p in network.parameters()) == 1_087_260


def test_values_are_those_of_the_authors_code():
    """Expected: from the authors' code with the same numbers as weights, in the same order, without its last ReLU."""
    network = made(norm="group")
    named = dict(network.named_parameters())
    names = [n for n in named if n != "attention.query"]
    names.insert(names.index("attention.widen.bias") + 1, "attention.query")
    is_norm = {f"{name}.weight" for name, module in network.named_modules()
               if isinstance(module, (MaskedGroupNorm, torch.nn.modules.batchnorm._BatchNorm, torch.nn.GroupNorm))}
    for number, name in enumerate(names):
        own = named[name]
        scale = (3.0 / own[0].numel()) ** 0.5 if own.ndim > 1 else 0.2
        own.data = numbers(own.shape, number, scale) + float(name in is_norm)
    running = [b for name, b in network.named_buffers() if "running" in name]
    for number, buffer in enumerate(running):
        buffer.copy_(numbers(buffer.shape, 100 + number, 0.3) + float(number % 2))
    days = torch.tensor([[3.0, 40, 90, 200, 300], [10, 50, 100, 150, 350]])
    known = torch.ones(2, 5, 8, 8, dtype=torch.bool)
    with torch.no_grad():
        found = network(PatchBatch(numbers((2, 5, 3, 8, 8), 777), known, days, torch.zeros(2, 0, 8, 8)))
    assert found.std(dim=(2, 3))[0].tolist() == pytest.approx([0.5196, 0.5445, 0.5941, 0.6439], abs=1e-4)
    expected = [
        [0.197971791, 1.052032113, -0.873568892, 1.187004089],
        [0.772128582, -0.058949590, 0.471569508, 0.032198004],
        [-0.269315243, 1.546053886, -1.238324999, 1.281821847],
    ]
    for (patch, row, column), values in zip([(0, 1, 2), (1, 6, 7), (1, 4, 3)], expected):
        assert found[patch, :, row, column].tolist() == pytest.approx(values, abs=2e-5)


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("learning", [False, True])
def test_what_is_masked_has_no_influence(gaps, learning):
    given = batch(2, share=0.4)
    given.valid[0, 1] = False
    network = made(static=2, gaps=gaps, dropout=0.0).train(learning)
    network.attention.attention_dropout.p = 0.0
    other = replace(given, values=torch.where(given.valid.unsqueeze(2), given.values, torch.tensor(float("nan"))),
                    days=given.days.clone())
    other.days[0, 1] = 1234.0
    with torch.no_grad():
        assert torch.equal(network(given), network(other))


def test_a_date_that_is_wholly_masked_is_as_if_it_were_not_there():
    given = batch(share=0.3)
    given.valid[:, 2] = False
    left = [0, 1, 3, 4]
    shorter = PatchBatch(given.values[:, left], given.valid[:, left], given.days[:, left], given.static)
    network = made()
    with torch.no_grad():
        assert torch.allclose(network(given), network(shorter), atol=1e-6)


def test_other_values_have_influence():
    given = batch(1)
    network = made(static=1)
    with torch.no_grad():
        plain = network(given)
        for changed in (replace(given, values=given.values + 0.1), replace(given, days=given.days * 2),
                        replace(given, static=given.static + 1), replace(given, valid=batch(1, share=0.3).valid)):
            assert (network(changed) - plain).abs().max() > 1e-4


def test_patches_of_which_nothing_is_known_give_numbers():
    given = batch(share=0.2)
    given.valid[0] = False
    network = made()
    found = network(given)
    found.sum().backward()
    assert torch.isfinite(found).all()
    assert all(torch.isfinite(p.grad).all() for p in network.parameters() if p.grad is not None)
    given.valid[:] = False
    assert torch.isfinite(network(given)).all()


def test_masked_group_norm_against_a_loop():
    generator = torch.Generator().manual_seed(0)
    values, known = torch.randn(3, 8, 4, 5, generator=generator), torch.rand(3, 4, 5, generator=generator) > 0.4
    norm = MaskedGroupNorm(2, 8)
    norm.weight.data.uniform_(0.5, 2, generator=generator)
    norm.bias.data.uniform_(-1, 1, generator=generator)
    found = norm(values, known).detach().numpy()
    for item in range(3):
        for group in range(2):
            channels = range(4 * group, 4 * group + 4)
            inside = np.concatenate([values[item, c][known[item]].numpy() for c in channels]).astype(np.float64)
            for c in channels:
                expected = (values[item, c].numpy() - inside.mean()) / np.sqrt(inside.var() + 1e-5)
                expected = expected * norm.weight[c].item() + norm.bias[c].item()
                assert np.allclose(found[item, c], expected, atol=1e-5)
    whole = torch.ones_like(known)
    usual = torch.nn.functional.group_norm(values, 2, norm.weight, norm.bias)
    assert torch.allclose(norm(values, whole), usual, atol=1e-6)


def test_masked_batch_norm_is_that_of_the_known_places():
    generator = torch.Generator().manual_seed(0)
    values, known = torch.randn(3, 4, 6, 5, generator=generator), torch.rand(3, 6, 5, generator=generator) > 0.4
    own, usual = MaskedBatchNorm(4), torch.nn.BatchNorm2d(4)
    for norm in (own, usual):
        norm.weight.data = torch.tensor([0.5, 1.0, 2.0, 3.0])
        norm.bias.data = torch.tensor([0.0, 1.0, -1.0, 0.5])
    some = values.permute(1, 0, 2, 3)[:, known][None, :, :, None]  # the known places as one image
    assert torch.allclose(own(values, known).permute(1, 0, 2, 3)[:, known], usual(some)[0, :, :, 0], atol=1e-5)
    assert torch.allclose(own.running_mean, usual.running_mean, atol=1e-6)
    assert torch.allclose(own.running_var, usual.running_var, atol=1e-6)
    own.eval()
    assert torch.allclose(own(values, known), usual.eval()(values), atol=1e-5)


@pytest.mark.parametrize(("options", "sentence"), [
    ({"norm": "layer"}, "one of batch, group"),
    ({"widths": [16]}, "as many levels"), ({"decoder": [16, 16]}, "the last of"), ({"heads": 3}, "multiples of heads"),
    ({"width": 20}, "multiple of heads"), ({"heads": 0}, "multiples of heads"),
])
def test_options_that_do_not_fit(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        made(**options)
