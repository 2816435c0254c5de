"""Where a map is right and where it is wrong: what was found in each reference polygon or at each point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.codes import LARGEST_CODE
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json
from landweave.engine.vector.layers import Layer, point_coordinates, read_layer, reproject_geometries, write_layers

RIGHT, MOSTLY_RIGHT, WRONG = "right", "mostly_right", "wrong"
STATES = (RIGHT, MOSTLY_RIGHT, WRONG)
RIGHT_FROM, MOSTLY_FROM = 0.9, 0.5
"""Share of a polygon's pixels from which the map is called right there, and from which mostly right."""
_LAYER = "places"
_WORST = 20
_MANY_WRONG = 0.05  # of all wrong pixels: enough to be named though most of the polygon is right


@dataclass(frozen=True, eq=False)
class Checked:
    """The reference features that were compared; all arrays have shape (feature,).

    Args:
        geometries: WKB, in the map's CRS.
        crs: of the map.
        names: what each polygon is called in the reference.
        reference: class code.
        mapped: class that the map shows most of there; of equals the lowest code.
        wrong_class: class that it shows most of among the wrong ones; 0 where all is right.
        pixels: number of pixels compared.
        right: share of them that the map has right.
    """

    geometries: tuple[bytes | None, ...]
    crs: str
    names: tuple[str, ...]
    reference: IntArray
    mapped: IntArray
    wrong_class: IntArray
    pixels: IntArray
    right: Float64Array

    def __len__(self) -> int:
        return len(self.names)

    @property
    def states(self) -> IntArray:
        """Place of each feature's state in STATES."""
        return np.where(self.right >= RIGHT_FROM, 0, np.where(self.right >= MOSTLY_FROM, 1, 2)).astype(np.int64)


def checked_features(
    features: IntArray, reference: IntArray, mapped: IntArray, geometries: tuple[bytes | None, ...], crs: str,
    names: tuple[str, ...],
) -> Checked:
    """Sum up the scored pixels of each feature.

    Args:
        features: number of the feature that each pixel belongs to, shape (pixel,).
        reference: class codes, shape (pixel,).
        mapped: class codes, shape (pixel,).
        geometries: of all features, also of those without a pixel.
        names: of all features.
        crs: of the geometries.
    """
    rows, place = np.unique(features, return_inverse=True)
    place = place.ravel()
    pixels = np.bincount(place, minlength=len(rows))
    hits = np.bincount(place[mapped == reference], minlength=len(rows))
    wrong = mapped != reference
    own = np.zeros(len(rows), np.int64)
    own[place] = reference
    return Checked(
        tuple(geometries[row] for row in rows), crs, tuple(names[row] for row in rows), own,
        _commonest(place, mapped, len(rows)), _commonest(place[wrong], mapped[wrong], len(rows)),
        pixels.astype(np.int64), hits / np.maximum(pixels, 1))


def _commonest(place: IntArray, codes: IntArray, size: int) -> IntArray:
    """Return the class that stands most often at each place; 0 where there is none."""
    found = np.zeros(size, np.int64)
    if len(place):
        pairs, counts = np.unique(place * (LARGEST_CODE + 1) + codes, return_counts=True)
        order = np.lexsort((-pairs, counts))  # the last one written wins: most often, then the lowest code
        found[pairs[order] // (LARGEST_CODE + 1)] = pairs[order] % (LARGEST_CODE + 1)
    return found


def summary(checked: Checked, nomenclature: Nomenclature) -> dict[str, Json]:
    """Return what the report's JSON says of the places.

    Returns:
        `features`, their number by state (`right`, `mostly_right`, `wrong`), `wrong_pixels`, and `worst`: of those
        that are not right, or hold many of the wrong pixels, the ones with most of these, each with `polygon`,
        `reference` and `mapped` (class codes; `mapped` is the commonest wrong one) and their names, `pixels`, `right`
        (share), `x` and `y` in the map's CRS, `longitude` and `latitude` (None where the CRS leads nowhere).
    """
    counts = np.bincount(checked.states, minlength=len(STATES)).tolist()
    missed = np.round(checked.pixels * (1 - checked.right)).astype(np.int64)
    order = np.argsort(-missed, kind="stable")
    bad = (checked.right < RIGHT_FROM) | (missed >= _MANY_WRONG * max(1, missed.sum()))
    worst = order[bad[order]][:_WORST]
    x, y = point_coordinates([checked.geometries[i] for i in worst])
    longitude, latitude = _degrees(checked, worst)
    rows = [
        {
            "polygon": checked.names[i],
            "reference": int(checked.reference[i]), "reference_name": nomenclature.name(int(checked.reference[i])),
            "mapped": int(checked.wrong_class[i]), "mapped_name": nomenclature.name(int(checked.wrong_class[i])),
            "pixels": int(checked.pixels[i]), "right": float(checked.right[i]),
            "x": float(x[n]), "y": float(y[n]), "longitude": longitude[n], "latitude": latitude[n],
        }
        for n, i in enumerate(worst.tolist())
    ]  # fmt: skip
    return {"features": len(checked), **dict(zip(STATES, counts)), "wrong_pixels": int(missed.sum()), "worst": rows}


def _degrees(checked: Checked, rows: IntArray) -> tuple[list[float | None], list[float | None]]:
    try:
        moved = reproject_geometries([checked.geometries[i] for i in rows], checked.crs, "EPSG:4326")
        longitude, latitude = point_coordinates(moved)
    except UserError:  # a local CRS that no transformation leads out of
        nothing: list[float | None] = [None] * len(rows)
        return nothing, nothing
    return [float(v) for v in longitude], [float(v) for v in latitude]


def write_checked(path: str, checked: Checked, are_points: bool, nomenclature: Nomenclature) -> None:
    """Write the features as a layer: `polygon`, `reference`, `mapped`, names, `pixels`, `right`, `state`."""
    states = [STATES[state] for state in checked.states.tolist()]
    names = {code: nomenclature.name(code) for code in np.unique([checked.reference, checked.mapped]).tolist()}
    fields: dict[str, list[Json]] = {
        "polygon": list(checked.names), "reference": checked.reference.tolist(), "mapped": checked.mapped.tolist(),
        "reference_name": [names[code] for code in checked.reference.tolist()],
        "mapped_name": [names[code] for code in checked.mapped.tolist()],
        "wrong_class": checked.wrong_class.tolist(), "pixels": checked.pixels.tolist(),
        "right": checked.right.tolist(), "state": states,
    }  # fmt: skip
    kind = "Point" if are_points else "Unknown"
    write_layers(path, [Layer(_LAYER, checked.crs, kind, checked.geometries, fields)])


def read_checked(path: str) -> Checked:
    """Read what `write_checked` wrote."""
    layer = read_layer(path)

    def column(name: str) -> AnyArray:
        return np.array(layer.fields[name])

    return Checked(layer.geometries, layer.crs, tuple(layer.fields["polygon"]), column("reference").astype(np.int64),
                   column("mapped").astype(np.int64), column("wrong_class").astype(np.int64),
                   column("pixels").astype(np.int64), column("right").astype(np.float64))
