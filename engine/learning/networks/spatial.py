"""A network of patches in a model file: it is given squares of pixels, always of one size, and answers their middle.

Squares have the size of the patches that it learnt from. Norms take their moments of a whole square, so that a square
of another size would be another thing to the network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from landweave.engine.learning.kinds import Packed, StoredPredictor
from landweave.engine.learning.networks.predictor import NetworkPredictor
from landweave.engine.learning.predictors import ColumnPredictor, MeanPredictor, Predictor
from landweave.engine.types import AnyArray, Float32Array, Json

MARGIN = 8
"""The margin of a square is its size over this: what is near its edge sees less of its surroundings."""
_IMAGES_HELD = 12
"""Images of the widest level that are held at once."""


@dataclass(frozen=True, eq=False)
class SpatialPredictor(NetworkPredictor):
    """One network of patches, or several of one kind whose probabilities are averaged.

    Args:
        size: pixels along a side of the patches that it learnt from.
    """

    size: int = 32

    KIND: ClassVar[str] = "spatial_network"

    @property
    def reach(self) -> int:
        """How many pixels around the middle of a square it looks at."""
        return self.size // MARGIN

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return what it says of the middles of squares.

        Args:
            features: of the pixels of one square after the other, each row by row, shape (square * size * size,
                feature); or `PixelNumbers`, wherever these pixels stand in their patches.

        Returns:
            Shape (square * core * core, class), where core is size - 2 * reach; or (pixel, class).

        Raises:
            ValueError: if these are no whole squares.
        """
        if hasattr(features, "patches"):
            by_number: Float32Array = self._inference.of_pixels(features)
            return by_number
        if len(features) % (self.size * self.size):
            raise ValueError(f"{len(features)} pixels are no squares of {self.size} x {self.size}")
        found: Float32Array = self._inference.probabilities(features)
        return found

    @cached_property
    def _inference(self) -> Any:
        from landweave.engine.learning.networks.spatial_inference import SpatialInference

        return SpatialInference(self.description, self.members, self.size, self.reach)

    @property
    def work_bytes(self) -> int:
        """Return what a square takes while it is predicted."""
        dates = max((len(s.days) for s in self.description.layout.sensors), default=1)
        widest = int(max(self.description.options["widths"]))
        return _IMAGES_HELD * 4 * dates * widest * self.size * self.size

    def pack(self) -> tuple[Json, bytes]:
        """Return the description, and all weights as safetensors."""
        values, data = super().pack()
        return {**values, "size": self.size}, data

    @classmethod
    def unpack(cls, packed: Packed) -> SpatialPredictor:
        """Build from what `pack` gave. Raises as `NetworkPredictor.unpack`."""
        found = super().unpack(packed)
        size = int(packed.values["size"])
        if size < MARGIN or not isinstance(found, SpatialPredictor):
            raise ValueError(f"size {size}")
        return replace(found, size=size)


def spatial_part(predictor: Predictor | StoredPredictor | None) -> SpatialPredictor | None:
    """Return the network of patches that a region's predictor ends with; None if it takes single pixels."""
    if isinstance(predictor, MeanPredictor):
        return spatial_part(predictor.parts[0])
    part: Any = predictor.inner if isinstance(predictor, ColumnPredictor) else predictor
    while part is not None and not isinstance(part, SpatialPredictor):
        part = getattr(part, "within", None)
    return part
