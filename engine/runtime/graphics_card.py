"""Whether neural networks can be computed on a graphics card, and on which."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

from landweave.engine.runtime.memory import MIB


@dataclass(frozen=True)
class GraphicsCard:
    """The first card, as CUDA sees it.

    Args:
        name: of the card; empty where networks are computed on the processor.
        memory_mib: of the card.
        fault: why no card can be used; empty where one can.
    """

    name: str = ""
    memory_mib: int = 0
    fault: str = ""

    def describe(self) -> str:
        """Return a sentence."""
        if self.fault:
            return f"Networks are computed on the processor: {self.fault}."
        return f"Networks are computed on the graphics card {self.name} ({self.memory_mib} MiB), unless DEVICE is cpu."


def graphics_card() -> GraphicsCard:
    """Look for a card. Whatever is wrong with torch or a driver is told, and never raised."""
    if importlib.util.find_spec("torch") is None:
        return GraphicsCard(fault="the package torch is not installed, which they need")
    try:
        import torch

        from landweave.engine.learning.networks.device import cuda_fault

        fault = cuda_fault()
        if fault:
            return GraphicsCard(fault=fault)
        card = torch.cuda.get_device_properties(0)
        return GraphicsCard(str(card.name), int(card.total_memory) // MIB)
    except Exception as error:
        said = " ".join(str(error).split())[:200].rstrip(".")
        return GraphicsCard(fault=f"torch does not work ({type(error).__name__}: {said})")
