"""How far two images of one place are apart: phase correlation of many windows, and the shift they agree on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
from scipy.fft import fft2, fftfreq

from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import AnyArray, BoolArray, Float64Array, Int16Array

CLEAR_SHARE = 0.98
"""Of a window's pixels: with fewer clear ones the holes would be what is compared."""

LEAST_SHARE = 0.15
"""Of the windows that were compared must agree: fewer could be chance."""

_AGREE_PX = 0.5
_FINEST = 0.35  # cycles a pixel
_LEAST_DETAIL = 1.0  # of values that are whole numbers: what rounding alone makes is 0.3


@dataclass(frozen=True)
class WindowShift:
    """What one window tells.

    Args:
        columns, rows: by how many pixels the image has to be moved right and down to lie on the reference.
        correlation: of both once moved, -1 to 1.
    """

    columns: float
    rows: float
    correlation: float


@dataclass(frozen=True)
class Agreement:
    """What many windows tell together.

    Args:
        columns, rows: pixels to move right and down.
        windows: those that agree.
        compared: all.
        correlation: median over those that agree.
        spread: robust standard deviation of those that agree, pixels.
    """

    columns: float
    rows: float
    windows: int
    compared: int
    correlation: float
    spread: float


def correlator() -> Callable[..., Any]:
    """Return scikit-image's `phase_cross_correlation`.

    Raises:
        UserError: if the package is not there.
    """
    try:
        from skimage.registration import phase_cross_correlation
    except ImportError as error:
        raise missing_package("Co-registration needs", "skimage") from error
    found: Callable[..., Any] = phase_cross_correlation
    return found


def has_detail(values: Int16Array, clear: BoolArray) -> bool:
    """Tell whether a window, (row, col), shows more than the rounding of its values.

    Pixels are compared with the mean of their neighbours left and right, and above and below, so that a slope is no
    detail.
    """
    image = values.astype(np.float64)
    whole = clear[1:-1, 1:-1] & clear[:-2, 1:-1] & clear[2:, 1:-1] & clear[1:-1, :-2] & clear[1:-1, 2:]
    across = image[1:-1, 1:-1] - (image[1:-1, :-2] + image[1:-1, 2:]) / 2
    down = image[1:-1, 1:-1] - (image[:-2, 1:-1] + image[2:, 1:-1]) / 2
    if not whole.any():
        return False
    return bool(np.sqrt(np.mean(across[whole] ** 2 + down[whole] ** 2)) > _LEAST_DETAIL)


def spectrum(values: Int16Array, clear: BoolArray) -> AnyArray:
    """Return the Fourier transform of a window, (row, col): its slope taken off, faded out to its edges.

    An image is no torus: without fading the edges would be its strongest detail, and they never move. Detail finer
    than about three pixels is left out: pixels cannot show it without aliasing, nor can it be interpolated, and its
    phase would draw the shift towards whole pixels.

    Source: Stone et al. 2001, A fast direct Fourier-based algorithm for subpixel registration of images, doi
    10.1109/36.957286.
    """
    rows, columns = values.shape
    down, across = np.linspace(-1.0, 1.0, rows)[:, None], np.linspace(-1.0, 1.0, columns)[None]
    image = values.astype(np.float64)
    image = np.where(clear, image - image[clear].mean(), 0.0)
    slope = down * ((image * down).sum() / (columns * (down**2).sum()))
    slope = slope + across * ((image * across).sum() / (rows * (across**2).sum()))
    flat = np.where(clear, image - slope, 0.0)
    fade = np.hanning(rows + 2)[1:-1, None] * np.hanning(columns + 2)[None, 1:-1]
    found: AnyArray = fft2((flat * fade).astype(np.float32))  # complex64: many are kept
    found[np.hypot(fftfreq(rows)[:, None], fftfreq(columns)[None]) > _FINEST] = 0
    return found


def window_shift(reference: AnyArray, image: AnyArray, precision: int, correlate: Callable[..., Any]) -> WindowShift:
    """Compare two windows by their spectra.

    Args:
        reference: as made by `spectrum`.
        image: as made by `spectrum`, of the same shape.
        precision: the shift is found to 1 / precision of a pixel.
        correlate: as returned by `correlator`.

    Source: Guizar-Sicairos et al. 2008, Efficient subpixel image registration algorithms, doi 10.1364/OL.33.000156,
    of spectra that are equally strong everywhere (Kuglin & Hines 1975): seasons change the strength of details more
    than their place.
    """
    rows, columns = correlate(reference, image, upsample_factor=precision, space="fourier")[0]
    down, across = fftfreq(reference.shape[0])[:, None], fftfreq(reference.shape[1])[None]
    moved = image * np.exp(-2j * pi * (down * rows + across * columns))
    power = float(np.sqrt(np.sum(np.abs(reference) ** 2) * np.sum(np.abs(image) ** 2)))
    alike = float(np.sum(reference * np.conj(moved)).real) / power if power > 0 else 0.0
    return WindowShift(float(columns), float(rows), alike)


def agree(found: list[WindowShift], max_shift: float, least: int, precision: int) -> Agreement | None:
    """Return the shift that most windows agree on; None if too few do.

    The window with most others within half a pixel is the start; the shift is the mean of those that stay together
    around it. What changed, moved, or lies under an unseen cloud does not agree, and does not count.

    Args:
        found: what the windows tell.
        max_shift: larger ones are none, pixels.
        least: windows that must agree.
        precision: of the windows' shifts.
    """
    places = np.array([(w.columns, w.rows) for w in found], np.float64).reshape(-1, 2)
    near = np.flatnonzero(np.hypot(places[:, 0], places[:, 1]) <= max_shift)
    if not len(near):
        return None
    candidates = places[near]
    apart = _distances(candidates)
    close = apart <= _AGREE_PX
    start = int(np.lexsort(((apart * close).sum(axis=1), -close.sum(axis=1)))[0])
    members = close[start]
    for _ in range(10):
        around = np.hypot(*(candidates - np.median(candidates[members], axis=0)).T) <= _AGREE_PX
        if np.array_equal(around, members) or not around.any():
            break
        members = around
    kept = candidates[members]
    middle = np.median(kept, axis=0)
    spread = float(1.4826 * np.median(np.abs(kept - middle)))
    if len(kept) < max(least, LEAST_SHARE * len(found)):
        return None
    core = np.all(np.abs(kept - middle) <= 2.5 * spread + 1.0 / precision, axis=1)
    columns, rows = kept[core].mean(axis=0)
    alike = np.median([found[i].correlation for i in near[members]])
    return Agreement(float(columns), float(rows), len(kept), len(found), float(alike), spread)


def _distances(places: Float64Array) -> Float64Array:
    apart: Float64Array = np.hypot(places[:, None, 0] - places[None, :, 0], places[:, None, 1] - places[None, :, 1])
    return apart
