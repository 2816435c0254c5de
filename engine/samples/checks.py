"""What can be wrong with a layer of polygons, one clear sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.prepared import OWN_FIELDS, RUN_FIELD
from landweave.engine.types import IntArray
from landweave.engine.vector.geometry import Shape, invalid_reason, is_polygonal, shape_of, valid_polygons
from landweave.engine.vector.layers import Layer

LARGEST_CODE = 65535
_NAMED = 5
_FIX = "Repair them with Vector > Geometry tools > Fix geometries, and use the result."
MEND = "Let prepare_reference repair them (MEND), or use Vector > Geometry tools > Fix geometries."


def some(values: Iterable[Any]) -> str:
    """Return the first few values as text, with the number of those left out."""
    listed = list(values)
    rest = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    return ", ".join(str(v) for v in listed[:_NAMED]) + rest


def counted(fids: Sequence[int]) -> str:
    """Return `feature 3`, or `2 features (3, 8)`."""
    return f"feature {fids[0]}" if len(fids) == 1 else f"{len(fids)} features ({some(fids)})"


def _in_all(count: int) -> str:
    return f" ({count} features in all)" if count > 1 else ""


def check_layer(source: str, layer: Layer, what: str) -> None:
    """Check that a layer has a CRS and features.

    Raises:
        UserError: if it has not.
    """
    if not len(layer):
        raise UserError(f"The layer of {what} {source} is empty.", "Choose a layer that holds polygons.")
    if not layer.crs:
        raise UserError(
            f"The layer of {what} {source} has no coordinate reference system.",
            "Set it with Vector > Data management tools > Define projection, or in the layer's properties, and export.",
        )


def check_class_field(source: str, name: str) -> None:
    """Refuse a class field whose name the prepared reference needs for itself."""
    if name.lower() in OWN_FIELDS or RUN_FIELD.match(name.lower()):
        raise UserError(
            f"The class field of {source} is called {name}, a name that Landweave's own columns use.",
            "Copy it to a field with another name, for instance code.",
        )


def polygon_shapes(
    source: str, layer: Layer, context: RunContext, mend: bool = False, remedy: str = _FIX
) -> list[Shape | None]:
    """Return the polygons of a layer; None where a feature has no geometry (said in a warning).

    Args:
        source: named in the sentences.
        layer: of polygons.
        context: takes warnings.
        mend: repair polygons that are not valid (GEOS's MakeValid: the same ground by the even-odd rule); it is said.
        remedy: what to do about them where they are not repaired.

    Raises:
        UserError: if a feature is no polygon, or crosses itself.
    """
    read = [None if wkb is None else shape_of(wkb) for wkb in layer.geometries]
    shapes = [None if shape is None or shape.IsEmpty() else shape for shape in read]
    present = [(fid, shape) for fid, shape in zip(layer.fids, shapes) if shape is not None]
    without = [fid for fid, shape in zip(layer.fids, shapes) if shape is None]
    other = [(fid, shape) for fid, shape in present if not is_polygonal(shape)]
    if other:
        fid, shape = other[0]
        raise UserError(
            f"{source}: feature {fid} is a {shape.GetGeometryName().lower()}, not a polygon{_in_all(len(other))}.",
            "Choose a layer of polygons.",
        )
    invalid = [(fid, reason) for fid, shape in present if (reason := invalid_reason(shape))]
    if invalid and not mend:
        named = "; ".join(f"feature {fid}: {reason}" for fid, reason in invalid[:_NAMED])
        more = f" ({len(invalid)} in all)" if len(invalid) > 1 else ""
        raise UserError(f"{source} has polygons that are not valid: {named}{more}.", remedy)
    if invalid:
        shapes = _mended(source, layer, shapes, {fid for fid, _ in invalid}, context)
        present = [(fid, shape) for fid, shape in zip(layer.fids, shapes) if shape is not None]
    if without:
        context.warning(f"{source}: without a geometry and left out: {counted(without)}.")
    if not present:
        raise UserError(f"No feature of {source} has a geometry.", "Choose a layer that holds polygons.")
    return shapes


def _mended(
    source: str, layer: Layer, shapes: Sequence[Shape | None], invalid: set[int], context: RunContext
) -> list[Shape | None]:
    """Return the polygons with those repaired that are not valid; None where no ground is left."""
    mended = [valid_polygons(s) if s is not None and fid in invalid else s for fid, s in zip(layer.fids, shapes)]
    lost = [fid for fid, shape in zip(layer.fids, mended) if shape is None and fid in invalid]
    kept = sorted(invalid - set(lost))
    if kept:
        context.warning(f"{source}: polygons that were not valid are mended: {counted(kept)}.")
    if lost:
        context.warning(f"{source}: polygons without any ground are left out: {counted(lost)}.")
    return mended


def class_codes(source: str, field: str, values: Sequence[Any], fids: Sequence[int], context: RunContext) -> IntArray:
    """Return class codes as whole numbers, shape (feature,); text that is a number is taken as one.

    Raises:
        UserError: if a value is missing, no whole number, below 1 or above 65535.
    """
    missing = [fid for fid, v in zip(fids, values) if v is None or (isinstance(v, str) and not v.strip())]
    if missing:
        raise UserError(
            f"{source}: the class field {field} is empty (null) in {counted(missing)}.",
            "Give them a class code, or delete them.",
        )
    if any(isinstance(v, str) for v in values):
        context.log(f"{source}: the class field {field} holds text; its values are read as numbers.")
    codes = [_code(value) for value in values]
    wrong = [(fid, value) for fid, value, code in zip(fids, values, codes) if code is None]
    if wrong:
        raise UserError(
            f"{source}: the class field {field} holds '{wrong[0][1]}' in feature {wrong[0][0]}, "
            f"which is no whole number{_in_all(len(wrong))}.",
            "Choose a field of class codes (1, 2, ...), or make one with the field calculator.",
        )
    outside = [(fid, code) for fid, code in zip(fids, codes) if code is None or not 1 <= code <= LARGEST_CODE]
    if outside:
        fid, code = outside[0]
        raise UserError(
            f"{source}: the class field {field} holds {code} in feature {fid}; codes go from 1 to "
            f"{LARGEST_CODE}{_in_all(len(outside))}.",
            "Give these features another code (0 means no data in a map), or delete them.",
        )
    return np.array(codes, dtype=np.int64)


def _code(value: Any) -> int | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if np.isfinite(number) and number == int(number) else None


def check_nomenclature(path: str, codes: IntArray, context: RunContext) -> None:
    """Warn of codes that the nomenclature lacks.

    Raises:
        UserError: if it has none of them.
    """
    names = Nomenclature.load(path)
    known = {*names.codes, *(group.code for group in names.groups)}
    present = sorted(set(codes.tolist()))
    lacking = [code for code in present if code not in known]
    if len(lacking) == len(present):
        raise UserError(
            f"The nomenclature {path} has none of the class codes of the reference ({some(lacking)}).",
            "Choose the nomenclature or the class field that belong together.",
        )
    if lacking:
        context.warning(f"The nomenclature {path} lacks class {some(lacking)}; it gets a default name and colour.")
