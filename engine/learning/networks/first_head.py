"""The head learns first: on the embeddings of pretrained weights, before these learn too.

A head that knows nothing would pull the weights away from what they know. It is quick: the embeddings are computed
once. The head's first layer is kept small as a logistic regression on standardised features is (C = 1), for labels may
be few.

Source: Kumar et al. 2022, arXiv 2202.10054 (linear probing, then fine-tuning).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from landweave.engine.learning.networks.trainer import Lesson

MOST_ROWS = 20_000
"""That the head learns from first, evenly spread over all."""
STEPS = 500
_ROWS_AT_ONCE = 1024
_BATCH = 4096
_RATE = 0.02


def teach_head(module: Any, lesson: Lesson, device: torch.device, check: Callable[[], None]) -> bool:
    """Let the head of a network learn alone; its other weights stay as they are.

    Args:
        module: with `embed(batch)` and a `head` that takes embeddings and features without date; others stay as they
            are.
        lesson: what there is to learn.
        device: to compute on.
        check: called now and then; what it raises ends it.

    Returns:
        Whether there was such a head.
    """
    if not hasattr(module, "embed") or not hasattr(module, "head"):
        return False
    module.to(device)
    learn = lesson.parts.learn[:: max(1, -(-len(lesson.parts.learn) // MOST_ROWS))]
    parts: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    module.eval()
    with torch.no_grad():
        for start in range(0, len(learn), _ROWS_AT_ONCE):
            check()
            batch, classes, weights = lesson.batch(learn[start : start + _ROWS_AT_ONCE])
            batch = batch.to(device)
            parts.append((module.embed(batch), batch.static, classes.to(device), weights.to(device)))
    known, static, classes, weights = (torch.cat([part[n] for part in parts]) for n in range(4))
    spread = torch.cat([known, static], dim=1).std(dim=0, unbiased=False)
    first = [m for m in module.head.modules() if isinstance(m, torch.nn.Linear) and m.in_features == len(spread)]
    module.head.train()
    optimiser = torch.optim.AdamW(module.head.parameters(), lr=_RATE, weight_decay=0.0)
    for step in range(STEPS):
        check()
        some = torch.arange(len(known), device=device)
        if len(known) > _BATCH:
            some = torch.randperm(len(known))[:_BATCH].to(device)
        for group in optimiser.param_groups:
            group["lr"] = _RATE * 0.5 * (1 + math.cos(math.pi * step / STEPS))
        logits = module.head(known[some], static[some])
        each = torch.nn.functional.cross_entropy(logits, classes[some], reduction="none")
        loss = (each * weights[some]).sum() / weights[some].sum()
        loss = loss + sum(((layer.weight * spread) ** 2).sum() for layer in first) / (2 * len(known))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return True
