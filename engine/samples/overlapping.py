"""Polygons that share ground, and points that share a pixel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.pieces import Overlap, Piece, describe_overlaps, overlaps, without_overlaps
from landweave.engine.samples.reference_source import Polygons
from landweave.engine.vector.geometry import Shape, wkb_of
from landweave.engine.vector.layers import pixels_of_points, reproject_geometries

STOP, FIRST, REMOVE = "stop", "first", "remove"
WAYS = (STOP, FIRST, REMOVE)
_TINY_SHARE = 0.02
_ARTEFACT = 1e-6
"""Share of a pixel below which an overlap is an artefact of rounding."""


def check_way(way: str) -> None:
    """Refuse what is no way to deal with overlaps."""
    if way not in WAYS:
        raise UserError(f"There is no way '{way}' to deal with overlaps.", f"Use one of: {', '.join(WAYS)}.")


def separated(source: str, polygons: Polygons, pixel: float, context: RunContext, way: str = STOP) -> Polygons:
    """Return polygons that share no ground.

    Small overlaps, and those within a class, are cut from the later polygon.

    Args:
        source: named in the sentences.
        polygons: valid ones.
        pixel: area of a pixel, in the square of the CRS's unit.
        context: takes warnings.
        way: what to do where classes overlap: `stop`, `first` (the later one is cut) or `remove` (both are).

    Raises:
        UserError: if polygons of different classes share more than a pixel and 2 % of the smaller one, and the way is
            to stop.
    """
    if polygons.are_apart or polygons.are_points:
        return polygons
    found = overlaps(polygons.shapes, pixel * _ARTEFACT)
    contrary = [o for o in found if polygons.codes[o.first] != polygons.codes[o.second]]
    grave = [o for o in contrary if o.size > pixel and o.share > _TINY_SHARE]
    if grave and way == STOP:
        raise UserError(
            f"{source}: {len(grave)} pairs of polygons of different classes overlap: "
            f"features {describe_overlaps(grave, polygons.fids)}.",
            "Correct the polygons: a place has one class only (Vector > Geoprocessing tools > Difference), or set "
            "OVERLAPS to first or remove.",
        )
    removed = set(contrary) if way == REMOVE else set()
    halved = [o for o in found if o not in removed]
    _say(source, polygons, halved, pixel, "stays with the first", context)
    _say(source, polygons, [o for o in found if o in removed], pixel, "is taken from both", context)
    shapes = without_overlaps(polygons.shapes, halved)
    shapes = _without_both(polygons.shapes, shapes, removed)
    gone = [row for row, shape in enumerate(shapes) if shape.IsEmpty() and not polygons.shapes[row].IsEmpty()]
    if gone:
        context.warning(
            f"{source}: nothing is left of {len(gone)} polygons without the overlaps: features {polygons.named(gone)}."
        )
    return replace(polygons, shapes=shapes)


def _say(
    source: str, polygons: Polygons, found: Sequence[Overlap], pixel: float, what: str, context: RunContext
) -> None:
    notable = [o for o in found if o.size > pixel]
    if notable:
        pairs = describe_overlaps(notable, polygons.fids)
        context.warning(f"{source}: {len(notable)} polygon pairs overlap: features {pairs}; what they share {what}.")


def _without_both(original: Sequence[Shape], left: list[Shape], removed: Iterable[Overlap]) -> list[Shape]:
    """Return polygons without what the original ones share with them, whichever comes first."""
    for overlap in removed:
        left[overlap.first] = left[overlap.first].Difference(original[overlap.second])
        left[overlap.second] = left[overlap.second].Difference(original[overlap.first])
    return left


def one_a_pixel(
    source: str, polygons: Polygons, pieces: Sequence[Piece], tiles: dict[str, Grid], crs: str, context: RunContext,
    way: str = STOP,
) -> list[Piece]:
    """Return points of which no two lie in one pixel.

    Of several of one class the first stays; for points of different classes see `separated`.

    Raises:
        UserError: if points of different classes lie in one pixel, and the way is to stop.
    """
    in_tile: dict[str, list[Piece]] = {}
    for piece in pieces:
        in_tile.setdefault(piece.area, []).append(piece)
    in_pixel: dict[tuple[str, int, int], list[Piece]] = {}
    for name, own in in_tile.items():
        grid = tiles[name]
        places = reproject_geometries([wkb_of(piece.shape) for piece in own], crs, grid.crs, source)
        rows, columns = pixels_of_points(places, grid)
        for piece, row, column in zip(own, rows.tolist(), columns.tolist()):
            in_pixel.setdefault((name, row, column), []).append(piece)
    several = [group for group in in_pixel.values() if len(group) > 1]
    contrary = [group for group in several if len({int(polygons.codes[piece.source]) for piece in group}) > 1]
    if contrary and way == STOP:
        raise UserError(
            f"{source}: points of different classes lie in one pixel: features {_named(polygons, contrary)}.",
            "Delete the wrong ones, or set OVERLAPS to first or remove.",
        )
    removed = contrary if way == REMOVE else []
    gone = {id(group[0]) for group in removed}
    halved = [group for group in several if id(group[0]) not in gone]
    for groups, what in ((removed, "all are left out"), (halved, "the first stays")):
        if groups:
            named = _named(polygons, groups)
            context.warning(f"{source}: points that share {len(groups)} pixels: features {named}; {what}.")
    kept = [group[0] for group in in_pixel.values() if id(group[0]) not in gone]
    return sorted(kept, key=lambda piece: piece.source)


def _named(polygons: Polygons, groups: Sequence[Sequence[Piece]]) -> str:
    return some(" and ".join(str(polygons.fids[piece.source]) for piece in group) for group in groups)
