"""Soft borders: how much each region's model counts in a pixel near a border."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf

import numpy as np
from scipy.ndimage import distance_transform_edt

from landweave.engine.errors import UserError
from landweave.engine.mapping.areas import Areas
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.types import BoolArray, Float32Array, IntArray

FARTHEST = 1000
"""Most pixels on each side of a border within which models are blended: more would have to be held around a block."""
_MEETING = 6
"""Regions that meet in one task at most, as memory is planned."""
_DISTANCE_BYTES = 64
"""Of a pixel while distances are measured: to and from a region, and the nearest pixels that they are taken from."""
OUTSIDE = -1
"""Stands for "leave out" among region codes; 0 is "in no region"."""


@dataclass(frozen=True, eq=False)
class Shares:
    """What regions count in the pixels of a window.

    Args:
        codes: of the region that each pixel lies in, OUTSIDE where it is left out, shape (pixel,).
        near: weights of regions by code where borders are soft, shape (pixel,); empty where they are sharp.
    """

    codes: IntArray
    near: dict[int, Float32Array]

    def select(self, pixels: IntArray | slice) -> Shares:
        """Return the chosen pixels."""
        return Shares(self.codes[pixels], {code: weight[pixels] for code, weight in self.near.items()})

    def weights(self) -> dict[int, Float32Array]:
        """Return the weight of each region that counts somewhere, shape (pixel,); they add up to 1 in a pixel."""
        if self.near:
            return {code: weight for code, weight in self.near.items() if weight.any()}
        return {int(code): (self.codes == code).astype(np.float32) for code in np.unique(self.codes) if code != OUTSIDE}


def check_distance(distance: float, pixel: float = 0.0) -> None:
    """Refuse a distance from the border that cannot be used.

    Args:
        distance: metres.
        pixel: side of one in metres; 0: not known yet.

    Raises:
        UserError: if it is negative, no number or too far.
    """
    if not 0 <= distance < inf:
        raise UserError(f"BORDER_DISTANCE is {distance:g}.", "Give it a number of metres, or 0: sharp borders.")
    if pixel and distance > FARTHEST * pixel:
        raise UserError(f"BORDER_DISTANCE is {distance:g} m, more than {FARTHEST} pixels.",
                        f"Give it at most {FARTHEST * pixel:g} m.")


def bytes_per_pixel(regions: int) -> int:
    """Return what the weights of a task take for each of its pixels, and the distances that they are made from.

    Args:
        regions: of the whole map; of those that are many, few meet in one task.
    """
    return _DISTANCE_BYTES + 2 * 4 * min(regions, _MEETING)


def margin_bytes(grid: Grid, distance: float) -> int:
    """Return what is held beyond a task that is as wide as the grid, to know how far its pixels lie from borders."""
    more = _margin(grid, distance)
    return 2 * more[0] * (grid.columns + 2 * more[1]) * _DISTANCE_BYTES


def _margin(grid: Grid, distance: float) -> tuple[int, int]:
    """Return the rows and columns around a window whose regions count in it."""
    return ceil(distance / grid.pixel_height) + 1, ceil(distance / grid.pixel_width) + 1


def soft_shares(areas: Areas, grid: Grid, window: Window, distance: float) -> dict[int, Float32Array]:
    """Return what each region counts around its border, by distance to it.

    On the border two regions count half each; `distance` away from it, inside, a region counts alone. In between the
    weight grows in a straight line with the distance of the pixel's centre to the border. Where more than two regions
    are near, their weights are brought to a sum of 1. Pixels in no region (code 0) count for themselves alone.

    Args:
        areas: the regions.
        grid: of the whole tile; the window is of it, and what lies beyond counts too.
        window: to give weights for.
        distance: from the border, in the unit of the grid; above 0.

    Returns:
        Weights by code, shape (pixel,), float32, of the regions that have any in the window; empty where one region
        fills the window and its surroundings.
    """
    size = (grid.pixel_height, grid.pixel_width)
    more = _margin(grid, distance)
    wide = Window(
        window.column - more[1], window.row - more[0], window.columns + 2 * more[1], window.rows + 2 * more[0]
    )
    codes = areas.pixels(grid.subgrid(wide))
    inner = (slice(more[0], more[0] + window.rows), slice(more[1], more[1] + window.columns))
    present = [int(code) for code in np.unique(codes) if code]
    if len(present) < 2:
        return {}
    inside = codes[inner].ravel() > 0
    weights = {code: _weight(codes == code, codes == 0, size, distance)[inner].ravel() * inside for code in present}
    weights[0] = (~inside).astype(np.float32)
    total = np.sum(list(weights.values()), axis=0)
    return {code: (weight / total).astype(np.float32) for code, weight in weights.items() if weight.any()}


def _weight(own: BoolArray, nobody: BoolArray, size: tuple[float, float], distance: float) -> Float32Array:
    """Return a region's weight before the sum is brought to 1; what lies in no region does not weaken it.

    The border lies half way between the centres of two neighbouring pixels of different regions.
    """
    half = min(size) / 2
    other = ~own & ~nobody
    beyond = _distance(~other, size) - half  # from pixels of the region to the nearest of another
    to_own = _distance(~own, size) - half
    signed = np.where(own, beyond, -to_own)
    weight: Float32Array = np.clip(0.5 + signed / (2 * distance), 0, 1).astype(np.float32)
    return weight


def _distance(free: BoolArray, size: tuple[float, float]) -> Float32Array:
    """Return the distance of each pixel to the nearest that is not free; very far where there is none."""
    if free.all():
        return np.full(free.shape, np.float32(1e30))
    found: Float32Array = distance_transform_edt(free, sampling=size).astype(np.float32)
    return found
