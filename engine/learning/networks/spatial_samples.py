"""Labelled pixels of patches as samples: what chooses, weighs, divides and scores samples need not know of patches.

In the place of the matrix of features stand the numbers of the pixels, which know their patches. Rows may be chosen
from them as from any matrix; networks of patches, and nothing else, can learn and predict from them.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import SPATIAL_NETWORKS
from landweave.engine.samples.patch_file import Patches, load_patches
from landweave.engine.samples.store import SampleSet, load_samples
from landweave.engine.types import AnyArray, IntArray

REMEDY = "Make patches with extract_patches, or choose a network of pixels, such as ltae."


class PixelNumbers(np.ndarray[Any, Any]):
    """Numbers of labelled pixels, and a checksum of the features of their patches, shape (pixel, 2), int64.

    Attributes:
        patches: that the pixels are of.
    """

    patches: Patches

    @classmethod
    def of(cls, patches: Patches) -> PixelNumbers:
        """Return the numbers of all pixels that have a label: patch * size * size + row * size + column."""
        number = np.flatnonzero(patches.pieces.ravel() > 0)
        sums = np.array([zlib.crc32(np.ascontiguousarray(values).tobytes()) for values in patches.values], np.int64)
        found: PixelNumbers = np.stack([number, sums[number // patches.size**2]], axis=1).view(cls)
        found.patches = patches
        return found

    def __array_finalize__(self, other: Any) -> None:
        """Take the patches over to what is chosen of the rows."""
        if other is not None and hasattr(other, "patches"):
            self.patches = other.patches

    def places(self) -> tuple[IntArray, IntArray]:
        """Return the patch of each pixel, and its place in it: row * size + column."""
        found = np.divmod(np.asarray(self)[:, 0], self.patches.size**2)
        return found[0], found[1]

    def features(self) -> AnyArray:
        """Return the features of the pixels, shape (pixel, feature)."""
        patch, place = self.places()
        found = np.empty((len(self), len(self.patches.features)), self.patches.values.dtype)
        for number in np.unique(patch):
            own = patch == number
            found[own] = self.patches.pixels(int(number))[place[own]]
        return found


def load_samples_of(method: str, path: str, folder: str | Path = "") -> SampleSet:
    """Read what a method learns from: the labelled pixels of patches for networks of patches, samples for all others.

    Args:
        method: its name.
        path: file of samples or of patches.
        folder: as in `load_samples`.

    Raises:
        UserError: as `load_samples` and `load_patches`.
    """
    return load_labelled(path, folder) if method in SPATIAL_NETWORKS else load_samples(path, folder)


def load_labelled(path: str, folder: str | Path = "") -> SampleSet:
    """Return the labelled pixels of patches; their matrix is of `PixelNumbers`.

    Raises:
        UserError: as `load_patches`, and if no pixel has a label.
    """
    patches = load_patches(path, folder)
    numbers = PixelNumbers.of(patches)
    if not len(numbers):
        raise UserError(f"{path} has no pixel with a label.", "Make the patches again.")
    piece = patches.pieces.ravel()[np.asarray(numbers)[:, 0]] - 1
    attributes = {name: column[piece] for name, column in patches.attributes.items()}
    attributes["tile"] = patches.tiles[numbers.places()[0]]
    nowhere = np.full(len(numbers), np.nan)
    return SampleSet(patches.features, numbers, attributes, nowhere, nowhere, "", patches.plan)


def check_numbers(network: str, matrix: AnyArray) -> PixelNumbers:
    """Return a matrix that holds numbers of pixels.

    Raises:
        UserError: if it holds features.
    """
    if not isinstance(matrix, PixelNumbers):
        raise UserError(f"The network {network} learns from patches, not from samples.", REMEDY)
    return matrix
