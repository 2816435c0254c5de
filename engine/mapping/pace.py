"""How long a map by a network takes without a graphics card, said once: when the first block is done."""

from __future__ import annotations

import os
from dataclasses import dataclass

from landweave.engine.learning.kinds import parts_of
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.mapping.combine import Ensemble
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import duration_text
from landweave.engine.types import Json

_NETWORKS = ("network", "spatial_network", "embedding")
"""Kinds of predictors that torch computes."""


def why_on_cpu(ensemble: Ensemble) -> str:
    """Return why networks among the models are computed on the processor; empty if there are none, or they are not.

    A process asks when it has used them: torch is loaded then.
    """
    first = [next(iter(model.regions.values()), None) for model in ensemble.models]
    parts = [p for f in first if isinstance(f, ColumnPredictor) for p in parts_of(f.inner)]
    if not any(part.KIND in _NETWORKS for part in parts):
        return ""
    from landweave.engine.learning.networks.device import DEVICE_VARIABLE, choose_device

    if choose_device().type != "cpu":
        return ""
    return f"{DEVICE_VARIABLE} is cpu" if os.environ.get(DEVICE_VARIABLE) == "cpu" else "No graphics card"


@dataclass
class Pace:
    """Hears of the blocks that are done.

    Args:
        context: is told.
    """

    context: RunContext
    _said: bool = False

    def heard(self, result: Json, left: float, workers: int) -> None:
        """Say how long the rest takes.

        Args:
            result: of a block: `slow`, see `why_on_cpu`; `seconds`, and the `pixels` that they were for.
            left: pixels that are not done yet.
            workers: processes side by side.
        """
        if self._said or not result.get("slow") or not result["pixels"] or not left:
            return
        self._said = True
        seconds = result["seconds"] / result["pixels"] * left / workers
        cores = "one core" if workers == 1 else f"{workers} cores"
        self.context.log(f"{result['slow']}: about {duration_text(seconds)} on {cores}.")
