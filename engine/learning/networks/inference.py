"""Trained networks applied to rows: the same sets of rows always, so that results do not depend on blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import REMEDY
from landweave.engine.learning.networks.batches import BatchMaker
from landweave.engine.learning.networks.predictor import NetworkDescription, Weights
from landweave.engine.types import AnyArray, Float32Array

ROWS_AT_ONCE = 1024
"""The last bits of a matrix product depend on its shape, and maps must not: batches are filled up to this size."""


class Inference:
    """Modules ready to predict, on the best device there is."""

    def __init__(self, description: NetworkDescription, members: Sequence[Weights]) -> None:
        """Build the modules. Raises UserError if the weights are of another architecture."""
        self.description = description
        self.modules = [load_weights(description.module(), weights, description.network) for weights in members]
        self.maker = BatchMaker(description.layout, description.normalisation)

    def probabilities(self, rows: AnyArray) -> Float32Array:
        """Return shape (row, class): the mean over the members."""
        found = np.empty((len(rows), self.description.classes), np.float32)
        with torch.inference_mode():
            for start in range(0, len(rows), ROWS_AT_ONCE):
                some = rows[start : start + ROWS_AT_ONCE]
                whole = np.zeros((ROWS_AT_ONCE, rows.shape[1]), rows.dtype)
                whole[: len(some)] = some
                batch = self.maker.make(whole)
                parts = [torch.softmax(m(batch) * self.description.temperature, dim=1) for m in self.modules]
                found[start : start + len(some)] = torch.stack(parts).mean(dim=0)[: len(some)].numpy()
        return found


def load_weights(module: torch.nn.Module, weights: Weights, name: str) -> torch.nn.Module:
    """Return the module with these weights, ready to predict.

    Raises:
        UserError: naming what is of another architecture.
    """
    own = {key: tuple(value.shape) for key, value in module.state_dict().items()}
    given = {key: tuple(value.shape) for key, value in weights.items()}
    if own != given:
        wrong = next(k for k in (*own, *given) if own.get(k) != given.get(k))
        cause = f"The weights are of another architecture than {name}: {wrong} is {given.get(wrong, 'missing')}"
        raise UserError(f"{cause}, not {own.get(wrong, 'in it')}.", REMEDY)
    module.load_state_dict({key: torch.from_numpy(np.array(value)) for key, value in weights.items()})
    return module.eval()
