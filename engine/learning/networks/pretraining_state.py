"""What a killed pretraining goes on from: encoder, decoder, optimiser, and what came of it so far."""

from __future__ import annotations

import time
from pathlib import Path

import torch

from landweave.engine.learning.networks.checkpoint import (
    optimiser_arrays,
    part_of,
    read_state,
    restore_optimiser,
    under,
    whole_state,
    write_state,
)
from landweave.engine.learning.networks.pretraining import Learnt
from landweave.engine.learning.networks.trainer import put_weights, weights_of

_ENCODER, _DECODER, _BEST, _OPTIMISER = "encoder.", "decoder.", "best.", "optimiser."


class PretrainingState:
    """Keeps the state of a pretraining in a file of a folder; the parts that learn are named once.

    Args:
        folder: of the file; empty: nothing is kept.
        key: tells what is learnt, and how, from all else.
        seconds: between two writings at least.
    """

    def __init__(self, folder: str, key: str, seconds: float) -> None:
        """Take where the file is; it need not be there."""
        self.path = Path(folder) / f"pretraining_{key}.safetensors" if folder else None
        self._seconds, self._written = seconds, time.monotonic()

    def restore(
        self, encoder: torch.nn.Module, decoder: torch.nn.Module, optimiser: torch.optim.Optimizer
    ) -> Learnt | None:
        """Bring fresh parts to where they were, and return what had come of it; None where there is no state.

        Raises:
            UserError: if the file is damaged.
        """
        if self.path is None or not self.path.is_file():
            return None
        with whole_state(self.path):
            arrays, state = read_state(self.path)
            found = Learnt(part_of(arrays, _BEST), list(state["curves"]), int(state["best"]))
            put_weights(encoder, part_of(arrays, _ENCODER))
            put_weights(decoder, part_of(arrays, _DECODER))
            restore_optimiser(optimiser, part_of(arrays, _OPTIMISER))
        return found

    def keep(
        self, found: Learnt, encoder: torch.nn.Module, decoder: torch.nn.Module, optimiser: torch.optim.Optimizer
    ) -> None:
        """Write the state after an epoch, unless it was written a moment ago.

        Raises:
            UserError: if the folder cannot be written to or the disk is full.
        """
        if self.path is None or time.monotonic() - self._written < self._seconds:
            return
        arrays = {**under(_ENCODER, weights_of(encoder)), **under(_DECODER, weights_of(decoder)),
                  **under(_BEST, found.weights), **under(_OPTIMISER, optimiser_arrays(optimiser))}  # fmt: skip
        write_state(self.path, arrays, {"curves": found.curves, "best": found.best})
        self._written = time.monotonic()
