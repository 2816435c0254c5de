"""Reference polygons drawn from the truth, and the polygons of the two regions."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import Area
from landweave.engine.demo.landcover import REGIONS, region_border, region_of
from landweave.engine.demo.noise import uniforms
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.outlines import outline, polygon_wkb
from landweave.engine.demo.parcels import parcel_seeds
from landweave.engine.types import IntArray

_USUAL_POLYGONS, _USUAL_SIZE = 520, 512
_LARGEST_SHARE = 0.35
_SMALLEST_PX = 6
_LEAST_OF_CLASS, _LEAST_AT_SIZE = 7, 384
_LEAST_OF_CLASS_SMALL = 4
_WRONG_LABELS = 0.005
_HALF_WINDOW = 56
_ORDER, _WRONG = 81, 82
_REGION_MARGIN_PX = 50.0


def reference_polygons(area: Area, objects: Objects) -> tuple[list[bytes], dict[str, list[int] | list[str]]]:
    """Return polygons and their fields `code` and `name`.

    Whole parcels are drawn with equal chance, so that their pixels stand for the area; where a class of a region
    would have too few, more of it are added. One label in two hundred is wrong, as interpreters are.
    """
    grid = area.grid()
    geometries: list[bytes] = []
    codes: list[int] = []
    names: list[str] = []
    legend = k.classes(area.texture)
    for number in _drawn(area, objects):
        geometry = _polygon(area, objects, number)
        if geometry is None:
            continue
        index = number % 16
        if float(uniforms(area.seed, _WRONG, number)[0]) < _WRONG_LABELS:
            index = k.CONFUSED_WITH[index]
        geometries.append(polygon_wkb(*geometry[:1], grid, *geometry[1:]))
        codes.append(legend[index][0])
        names.append(legend[index][1])
    return geometries, {"code": codes, "name": names}


def region_polygons(area: Area) -> tuple[list[bytes], list[str]]:
    """Return the regions' polygons (which reach a little beyond the tiles) and their names."""
    x, y = region_border(area)
    line = list(zip(y.tolist(), x.tolist()))
    upper, lower = -_REGION_MARGIN_PX, area.rows + _REGION_MARGIN_PX
    geometries = []
    for edge in (upper, lower):
        ring = [*line, (edge, float(x[-1])), (edge, float(x[0]))]
        geometries.append(polygon_wkb([ring], area.grid(), 0, 0))
    return geometries, list(REGIONS)


def _drawn(area: Area, objects: Objects) -> list[int]:
    """Return the objects that become polygons, in their own order."""
    numbers = objects.numbers[objects.pixels >= _SMALLEST_PX]
    order = numbers[np.argsort(uniforms(area.seed, _ORDER, numbers), kind="stable")]
    usual = _USUAL_POLYGONS * area.size / _USUAL_SIZE
    count = int(min(usual, _LARGEST_SHARE * len(order)))
    chosen = np.zeros(len(order), bool)
    chosen[:count] = True
    y, x = parcel_seeds(area.seed, order // 16)
    group = (order % 16) * len(REGIONS) + region_of(area, y, x)
    least = _LEAST_OF_CLASS if area.size >= _LEAST_AT_SIZE else _LEAST_OF_CLASS_SMALL
    for value in np.unique(group):
        members = np.flatnonzero(group == value)
        chosen[members[:least]] = True
    kept: list[int] = np.sort(order[chosen]).tolist()
    return kept


def _polygon(area: Area, objects: Objects, number: int) -> tuple[list[list[tuple[int, int]]], int, int] | None:
    """Return an object's largest connected part as rings, with the row and column that they count from."""
    place: IntArray = np.array([number // 16])
    y, x = (int(value[0]) for value in parcel_seeds(area.seed, place))
    side = 2 * _HALF_WINDOW
    codes, top, left = objects.window(y - _HALF_WINDOW, x - _HALF_WINDOW, side, side)
    labels, count = ndimage.label(codes == number)
    if not count:
        return None
    largest = 1 + int(np.argmax(np.bincount(labels.ravel())[1:]))
    rings = outline(labels == largest)
    return None if rings is None else (rings, top, left)
