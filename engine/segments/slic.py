"""Superpixels of one window by SLIC.

Sources: Achanta et al. 2012, doi 10.1109/TPAMI.2012.120 (SLIC); Irving 2016, arXiv 1606.09518 (within a mask); the
segmentation itself is scikit-image's.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import ndimage

from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import AnyArray, BoolArray, Float32Array, IntArray

_ROUNDS = 10


def segmenter() -> Callable[..., Any]:
    """Return scikit-image's `slic`.

    Raises:
        UserError: if the package is not there.
    """
    try:
        from skimage.segmentation import slic
    except ImportError as error:
        raise missing_package("Superpixels need", "skimage") from error
    found: Callable[..., Any] = slic
    return found


def superpixels(image: Float32Array, size: int, compactness: float, wanted: BoolArray | None = None) -> IntArray:
    """Return the superpixels of a window.

    Args:
        image: shape (row, col, band), without NaN, each band of about unit variance.
        size: mean number of pixels of a superpixel.
        compactness: distance of two pixels' values, as the root mean square over the bands, that weighs as much as
            the distance of neighbouring seeds.
        wanted: shape (row, col); pixels that are False belong to none; None: all belong to one.

    Returns:
        Shape (row, col), from 1; 0 where none is wanted.
    """
    pixels = image.shape[0] * image.shape[1] if wanted is None else int(wanted.sum())
    if not pixels:
        return np.zeros(image.shape[:2], np.int64)
    values = image if wanted is None else image[wanted]
    # scikit-image brings the values of each window to 0..1; undone here, so that all windows are judged alike
    spread = float(values.max() - values.min()) or 1.0
    weight = compactness * np.sqrt(image.shape[2]) / spread
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # k-means: a seed of the mask that no pixel is nearest to
        found = segmenter()(
            image, n_segments=max(1, round(pixels / size)), compactness=weight, max_num_iter=_ROUNDS,
            convert2lab=False, start_label=1, mask=wanted, channel_axis=-1,
        )
    labels: IntArray = np.asarray(found, np.int64)
    return labels if wanted is None else _complete(labels, wanted)


def touching_edge(labels: IntArray, inner: tuple[bool, bool, bool, bool]) -> BoolArray:
    """Return where superpixels lie that a window may have cut.

    Args:
        labels: of the window, shape (row, col).
        inner: whether the raster goes on beyond the top, the bottom, the left and the right side.
    """
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    cut = [side for side, goes_on in zip(sides, inner) if goes_on]
    return np.asarray(np.isin(labels, np.unique(np.concatenate(cut)))) if cut else np.zeros(labels.shape, bool)


def standardised(
    values: AnyArray, nodata: AnyArray, mean: AnyArray, spread: AnyArray
) -> tuple[Float32Array, BoolArray]:
    """Return values for `superpixels`, and where there is any.

    Args:
        values: shape (band, row, col).
        nodata: of each band; NaN: none.
        mean: of each band over the whole raster, which stands in where a band has no value.
        spread: standard deviation of each band over the whole raster.

    Returns:
        Shapes (row, col, band) and (row, col).
    """
    shaped = values.astype(np.float32)
    known = np.isfinite(shaped) & (shaped != nodata[:, None, None])
    scaled = (shaped - mean[:, None, None].astype(np.float32)) / spread[:, None, None].astype(np.float32)
    filled = np.where(known, scaled, np.float32(0))
    return np.ascontiguousarray(np.moveaxis(filled, 0, -1)), known.any(axis=0)


def _complete(labels: IntArray, wanted: BoolArray) -> IntArray:
    """Give pixels that were left out, bits that were too small to stand alone, labels of their own."""
    labels[~wanted] = 0
    left = wanted & (labels == 0)
    if left.any():
        bits, _ = ndimage.label(left)
        labels[left] = labels.max() + bits[left]
    return labels
