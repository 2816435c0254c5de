"""What a network is told beside how to learn: to whom it speaks, where it keeps its state, what it starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from landweave.engine.runtime.context import RunContext
from landweave.engine.types import Json


@dataclass(frozen=True, eq=False)
class NetworkRun:
    """Where and how a network learns, beside its options.

    Args:
        context: is told of each epoch, and asked whether to stop; None: nobody is.
        folder: keeps what a killed run goes on from; empty: nothing is kept.
        device: `auto`, `cpu` or `cuda`.
        pretrained: weights to start from, .safetensors; empty: none.
        keep: is given what the best epoch so far predicts with, when the user cancels.
        watch: is given what the training tells so far (`NetworkPredictor.figures`) after each epoch.
    """

    context: RunContext | None = None
    folder: str = ""
    device: str = "auto"
    pretrained: str = ""
    keep: Callable[[Any], None] | None = None
    watch: Callable[[Json], None] | None = None

    def behind(self, outer: Callable[[Any], Any]) -> NetworkRun:
        """Return the run of a network that stands behind something: what is kept stands behind it too."""
        keep = self.keep
        return self if keep is None else replace(self, keep=lambda inner: keep(outer(inner)))

    def aside(self, context: RunContext | None = None) -> NetworkRun:
        """Return the run of a network that is not the one wanted but measures something.

        It moves a context's bar, says nothing, and may be cancelled.
        """
        quiet = self.context or RunContext()
        quiet = replace(quiet, emit=_drop) if context is None else replace(context, emit=_only_progress(context.emit))
        return replace(self, context=quiet, keep=None, watch=None)


def _drop(event: Json) -> None:
    del event


def _only_progress(emit: Callable[[Json], None]) -> Callable[[Json], None]:
    def pass_on(event: Json) -> None:
        if event["event"] == "progress":
            emit(event)

    return pass_on
