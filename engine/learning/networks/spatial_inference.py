"""Networks of patches applied to squares of pixels, and what they are given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from landweave.engine.learning.networks.batches import BatchMaker
from landweave.engine.learning.networks.device import choose_device, torch_threads
from landweave.engine.learning.networks.inference import load_weights
from landweave.engine.learning.networks.predictor import NetworkDescription, Weights
from landweave.engine.learning.networks.spatial_samples import PixelNumbers
from landweave.engine.learning.networks.utae import PatchBatch
from landweave.engine.types import AnyArray, Float32Array

SQUARES_ON_A_CARD = 16
"""On a CPU one is computed at a time: its figures are the same whatever stands beside it."""


class SpatialInference:
    """Modules ready to predict, on the best device there is."""

    def __init__(self, description: NetworkDescription, members: Sequence[Weights], size: int, reach: int) -> None:
        """Build the modules. Raises UserError if the weights are of another architecture."""
        self.description, self.size, self.reach = description, size, reach
        self.device = choose_device()
        whole = [load_weights(description.module(), weights, description.network) for weights in members]
        self.modules = [module.to(self.device) for module in whole]
        self.maker = BatchMaker(description.layout, description.normalisation)

    def probabilities(self, pixels: AnyArray) -> Float32Array:
        """Return shape (square * core * core, class) for whole squares, shape (square * size * size, feature)."""
        area, core = self.size * self.size, self.size - 2 * self.reach
        count = len(pixels) // area
        found = np.empty((count, core, core, self.description.classes), np.float32)
        at_once = 1 if self.device.type == "cpu" else SQUARES_ON_A_CARD
        inner = slice(self.reach, self.size - self.reach)
        for start in range(0, count, at_once):
            end = min(start + at_once, count)
            found[start:end] = self._images(pixels[start * area : end * area])[:, inner, inner]
        return found.reshape(count * core * core, -1)

    def of_pixels(self, numbers: PixelNumbers) -> Float32Array:
        """Return shape (pixel, class) for some labelled pixels of patches."""
        found = np.empty((len(numbers), self.description.classes), np.float32)
        patch, place = numbers.places()
        for number in np.unique(patch):
            own = patch == number
            image = self._images(numbers.patches.pixels(int(number)))
            found[own] = image.reshape(-1, self.description.classes)[place[own]]
        return found

    def _images(self, pixels: AnyArray) -> Float32Array:
        """Return the mean over the members, shape (square, row, column, class)."""
        with torch.inference_mode(), torch_threads(1):
            batch = patch_batch(self.maker, pixels, self.size).to(self.device)
            parts = [torch.softmax(module(batch) * self.description.temperature, dim=1) for module in self.modules]
            found: Float32Array = torch.stack(parts).mean(dim=0).permute(0, 2, 3, 1).cpu().numpy()
        return found


def patch_batch(maker: BatchMaker, pixels: AnyArray, size: int) -> PatchBatch:
    """Return a batch of squares.

    Args:
        maker: makes batches of rows.
        pixels: features of one square after the other, each row by row, shape (square * size * size, feature).
        size: pixels along a side.
    """
    made = maker.make(pixels)
    (series,) = made.sensors
    count, dates = len(pixels) // (size * size), series.days.shape[1]
    values = series.values.view(count, size, size, dates, -1).permute(0, 3, 4, 1, 2).contiguous()
    valid = series.valid.view(count, size, size, dates).permute(0, 3, 1, 2).contiguous()
    days = series.days[:1].expand(count, -1)
    static = made.static.view(count, size, size, -1).permute(0, 3, 1, 2).contiguous()
    return PatchBatch(values, valid, days, static)
