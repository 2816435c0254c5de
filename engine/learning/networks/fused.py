"""Batch norms that become part of the layer before them: a network that only predicts needs no pass for each."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.layout import SeriesLayout

_NORMS: dict[type[nn.Module], type[nn.Module]] = {
    nn.Linear: nn.BatchNorm1d, nn.Conv1d: nn.BatchNorm1d, nn.Conv2d: nn.BatchNorm2d,
}  # fmt: skip
_ROWS = 16
_TOLERANCE = 1e-4
"""Of logits, relative to the largest: sums in another order are nearer, another meaning is further away."""


def fused(module: nn.Module, layout: SeriesLayout) -> nn.Module:
    """Return a network that gives the same with fewer passes; the network itself where there is none.

    Only neighbours in a `Sequential` are fused. Whether that is what the network means is tried on made-up rows.

    Args:
        module: ready to predict.
        layout: of the columns that it takes.
    """
    quicker = copy.deepcopy(module)
    seen = Counter(id(part) for _, part in quicker.named_modules(remove_duplicate=False))
    if not sum(_fuse(part, seen) for part in quicker.modules()):
        return module
    batch = _made_up(layout)
    with torch.inference_mode():
        wanted, found = module(batch), quicker(batch)
    nearly = torch.allclose(wanted, found, rtol=0, atol=_TOLERANCE * max(1.0, float(wanted.abs().max())))
    return quicker if nearly else module


def _fuse(part: nn.Module, seen: Counter[int]) -> int:
    """Fuse what stands side by side in a sequence; return how many batch norms are gone."""
    if not isinstance(part, nn.Sequential) or type(part).forward is not nn.Sequential.forward:
        return 0
    count = 0
    names = list(part._modules)
    for first, second in zip(names, names[1:]):
        layer, norm = getattr(part, first), getattr(part, second)
        if seen[id(layer)] == 1 and seen[id(norm)] == 1 and _may_fuse(layer, norm):
            fuse: Any = fuse_linear_bn_eval if type(layer) is nn.Linear else fuse_conv_bn_eval
            fused_layer = fuse(layer, norm)
            seen[id(fused_layer)] = 1
            setattr(part, first, fused_layer)
            setattr(part, second, nn.Identity())
            count += 1
    return count


def _may_fuse(layer: nn.Module, norm: nn.Module) -> bool:
    """Tell whether these are a layer and its batch norm, with statistics of their own and nothing hooked on."""
    wanted = _NORMS.get(type(layer))
    if wanted is None or type(norm) is not wanted or norm.running_mean is None or norm.running_var is None:
        return False
    return not any(m._forward_hooks or m._forward_pre_hooks for m in (layer, norm))


def _made_up(layout: SeriesLayout) -> SeriesBatch:
    """Return a batch of random values, a fourth of the dates masked."""
    generator = torch.Generator().manual_seed(0)
    sensors = []
    for sensor in layout.sensors:
        shape = (_ROWS, len(sensor.days))
        valid = torch.rand(shape, generator=generator) > 0.25
        values = torch.randn((*shape, len(sensor.channels)), generator=generator) * valid.unsqueeze(-1)
        days = torch.tensor(sensor.days, dtype=torch.float32).expand(_ROWS, -1)
        sensors.append(SensorBatch(values, valid, days))
    return SeriesBatch(tuple(sensors), torch.randn((_ROWS, len(layout.static)), generator=generator))
