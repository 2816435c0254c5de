"""The products of a tile, ordered in time on one pixel grid: what a block is read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.features.user_plan import check_unchanged
from landweave.engine.mapping.radar import LINEAR_SCALE, is_decibel
from landweave.engine.mapping.tile_grid import (
    grid_window,
    offset,
    on_same_pixels,
    own_grid,
    reference_sensor,
    target_grid,
    union_grid,
)
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import same_crs, touches
from landweave.engine.say import Say, silent
from landweave.engine.sensors.product import BandSource, MaskSource, Product, StaticLayer
from landweave.engine.series.plan import MASKED, SensorPlan, SeriesPlan
from landweave.engine.series.thermal_plan import filling_axis, plan_of_tile
from landweave.engine.types import BoolArray

__all__ = ["SensorSeries", "TileSeries", "grid_window", "offset", "on_same_pixels", "owned_windows", "owner_mask",
           "tile_series", "union_grid"]


@dataclass(frozen=True)
class SensorSeries:
    """The acquisitions of one sensor.

    Args:
        plan: what is computed from them.
        products: by day; their bands are those of the plan, in its order. Days may repeat. Scenes of neighbouring
            tiles are among them where scenes leave corners empty. None where the sensor never saw the tile.
    """

    plan: SensorPlan
    products: tuple[Product, ...]


@dataclass(frozen=True)
class TileSeries:
    """All acquisitions of one tile; a picklable description without open files.

    Args:
        tile: its name.
        grid: the pixels of the tile; products of other grids are brought to them when they are read.
        plan: of the whole run, with what only this tile has (temperatures).
        sensors: in the order of the plan.
        static: layers without date, in the order of the plan.
    """

    tile: str
    grid: Grid
    plan: SeriesPlan
    sensors: tuple[SensorSeries, ...]
    static: tuple[StaticLayer, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that is read, without repeats."""
        images = [f for s in self.sensors for p in s.products for f in p.files]
        return tuple(dict.fromkeys([*images, *(layer.path for layer in self.static)]))


def tile_series(
    catalogue: Catalogue, plan: SeriesPlan, tiles: Sequence[str] = (), say: Say = silent
) -> tuple[TileSeries, ...]:
    """Return the series of each tile, sorted by name.

    The tiles are those of the reference sensor (see `reference_sensor`). Another sensor's products belong to a tile
    if they bear its name; if none does, all that touch it do. Where a sensor has none, its features have no data.

    Args:
        catalogue: all products and layers.
        plan: sensors, bands, dates and pixels that are wanted.
        tiles: names of the tiles wanted; empty: all.
        say: told of each sensor that a tile lacks, in one sentence.

    Raises:
        UserError: if a tile is unknown, a sensor has no product on any tile, or naming the product that lacks a band
            or date, the two products of the reference sensor whose pixels do not lie on one grid, or the layer that
            is gone.
    """
    for tile in tiles:
        if tile not in catalogue.tiles():
            known = ", ".join(catalogue.tiles()) or "none"
            raise UserError(f"The catalogue has no tile '{tile}'.", f"It has: {known}.")
    if not catalogue.products:
        raise UserError("The catalogue holds no product.", "Scan a folder that holds supported products.")
    if plan.user is not None:
        check_unchanged(plan.user)
    reference = reference_sensor(catalogue.products, [s.sensor for s in plan.sensors], plan.reference)
    known_tiles = sorted({p.tile for p in catalogue.products if p.sensor == reference})
    for tile in sorted(set(tiles)) or known_tiles or catalogue.tiles():
        if tile not in known_tiles:
            raise UserError(
                f"Tile {tile} has no product of the sensor {reference or plan.sensors[0].sensor}, which the features "
                "need.",
                "Add such products and scan again, or leave the tile out.",
            )
    absent = [s.sensor for s in plan.sensors if s.sensor not in catalogue.sensors()]
    if absent:
        raise UserError(
            f"The catalogue has no product of {' and '.join(absent)} on any tile, which the features need.",
            "Scan images of that sensor too, or make the samples and the model without it ('sensors' in SERIES).",
        )
    static = _static_layers(catalogue, plan)
    _check_crs(catalogue.products, plan, static)
    found = [_one_tile(t, reference, catalogue.products, plan, say) for t in sorted(set(tiles)) or known_tiles]
    made = tuple(replace(t, static=static) for t in found if t is not None)
    if not made:
        raise UserError("The grid wanted lies outside all images.", "Correct its extent in SERIES (grid).")
    for layer in static:
        beside = [t.tile for t in made if not touches(layer.grid, t.grid)]
        if beside:
            say(f"The layer {layer.name} ({layer.path}) lies beside {_some(beside)}: it has no data there.")
    return made


def owned_windows(tile: TileSeries, tiles: Sequence[TileSeries], window: Window) -> tuple[Window, ...]:
    """Return the parts of a window that belong to a tile: rectangles that share no pixel, in a fixed order.

    A place belongs to the first tile, by name, whose grid covers it; only tiles of the same pixels count.

    Args:
        tile: the one asked about.
        tiles: all of the run.
        window: in the tile's grid.
    """
    parts = [window.intersection(tile.grid.window)]
    for other in sorted(tiles, key=lambda t: t.tile):
        if other.tile < tile.tile and on_same_pixels(other.grid, tile.grid):
            taken = grid_window(tile.grid, other.grid)
            parts = [piece for part in parts for piece in _without(part, taken)]
    return tuple(p for p in parts if p.pixels)


def owner_mask(tile: TileSeries, tiles: Sequence[TileSeries], window: Window) -> BoolArray:
    """Return True where a window's pixels belong to the tile, shape (row, col); see `owned_windows`."""
    mask = np.zeros((window.rows, window.columns), np.bool_)
    for part in owned_windows(tile, tiles, window):
        row, column = part.row - window.row, part.column - window.column
        mask[row : row + part.rows, column : column + part.columns] = True
    return mask


def _check_crs(products: Sequence[Product], plan: SeriesPlan, static: Sequence[StaticLayer]) -> None:
    """Refuse images without a CRS where others, layers, or the grid that is wanted, have one."""
    used = {s.sensor for s in plan.sensors}
    found = [(p.path, p.grid.crs) for p in products if p.sensor in used] + [(s.path, s.grid.crs) for s in static]
    lacking = [path for path, crs in found if not crs]
    if lacking and (len(lacking) < len(found) or (plan.grid is not None and plan.grid.crs)):
        raise UserError(
            f"{lacking[0]} has no coordinate reference system, but what it is used with has one.",
            "Assign one to it (Raster > Projections > Assign projection), and scan again.",
        )


def _static_layers(catalogue: Catalogue, plan: SeriesPlan) -> tuple[StaticLayer, ...]:
    by_name = {layer.name: layer for layer in catalogue.static}
    for layer in plan.static:
        if layer.name not in by_name:
            raise UserError(
                f"The catalogue has no layer '{layer.name}', which the features need.",
                f"It has: {', '.join(by_name) or 'none'}. Scan the folder that holds it too.",
            )
    return tuple(by_name[layer.name] for layer in plan.static)


def _one_tile(
    tile: str, reference: str, products: Sequence[Product], plan: SeriesPlan, say: Say
) -> TileSeries | None:
    """Return the series of a tile; None if it lies beside the grid that is wanted."""
    used = {s.sensor for s in plan.sensors}
    named = [p for p in products if p.tile == tile and p.sensor in used]
    own = sorted((p for p in named if p.sensor == reference), key=_order)
    if plan.grid is None:
        grid = own_grid(tile, own, [p for p in named if p.sensor != reference])
    else:
        wanted = target_grid(own, plan.grid)
        if wanted is None:
            return None
        grid = wanted
    sensors = tuple(_one_sensor(tile, grid, products, s, s.sensor == reference) for s in plan.sensors)
    for sensor in sensors:
        if not sensor.products:
            say(f"Tile {tile} has no product of {sensor.plan.sensor}: the features of that sensor have no data there.")
    own_plan = plan_of_tile(plan, tile)
    for series, sensor_plan in zip(sensors, own_plan.sensors):  # here, and not in the middle of the run
        filling_axis(sensor_plan, np.array(sorted({p.day.toordinal() for p in series.products}), np.int64))
    return TileSeries(tile, grid, own_plan, sensors)


def _one_sensor(
    tile: str, grid: Grid, products: Sequence[Product], plan: SensorPlan, is_reference: bool
) -> SensorSeries:
    every = [p for p in products if p.sensor == plan.sensor]
    own = sorted((p for p in every if p.tile == tile), key=_order)
    near = [p for p in every if p.tile != tile]
    if not own and not is_reference:
        own, near = sorted((p for p in near if _touches(p, grid)), key=_order), []
    if not own:
        return SensorSeries(plan, ())
    if plan.filling == "none":
        own = _on_target_dates(tile, own, plan)
    elif plan.filling == MASKED:
        own = [p for p in own if p.day.isoformat() in plan.target_dates]
    if any(_is_oblique(p, grid) for p in own):
        others = [p for p in near if _is_oblique(p, grid) and _touches(p, grid)]
        if plan.filling in ("none", MASKED):
            others = [p for p in others if p.day.isoformat() in plan.target_dates]
        own = sorted((*own, *others), key=_order)
    return SensorSeries(plan, tuple(_as_planned(p, plan) for p in own))


def _is_oblique(product: Product, grid: Grid) -> bool:
    """Tell whether a product leaves corners of the box around it empty, so that its neighbours are needed there."""
    return product.oblique or not same_crs(product.grid.crs, grid.crs)


def _touches(product: Product, grid: Grid) -> bool:
    if product.grid.crs == grid.crs and grid.same_pixels(product.grid):
        return grid_window(grid, product.grid).intersection(grid.window).pixels > 0
    return touches(product.grid, grid)


def _order(product: Product) -> tuple[str, str, str]:
    return product.acquired, product.identifier, product.path


def _on_target_dates(tile: str, products: Sequence[Product], plan: SensorPlan) -> list[Product]:
    days = {p.day.isoformat() for p in products}
    for day in plan.target_dates:
        if day not in days:
            raise UserError(
                f"Tile {tile} has no product of {plan.sensor} on {day}, and the series is not filled.",
                'Use "filling": "linear", or leave the tile out.',
            )
    return [p for p in products if p.day.isoformat() in plan.target_dates]


def _bands(product: Product, plan: SensorPlan) -> tuple[BandSource, ...]:
    by_name = {b.name: b for b in product.bands}
    lacking = [b for b in plan.bands if b not in by_name]
    if lacking:
        raise UserError(
            f"The product {product.identifier} of tile {product.tile} lacks {_named(lacking)} that the features need.",
            f"It has: {', '.join(by_name)}. Use products, or a model, of the same bands.",
        )
    return tuple(by_name[b] for b in plan.bands)


def _as_planned(product: Product, plan: SensorPlan) -> Product:
    """Return a product with the bands, masks and units that are wanted."""
    bands = _bands(product, plan)
    if plan.radar == "linear":
        bands = tuple(_linear(b) if is_decibel(b) else b for b in bands)
    return replace(product, bands=bands, masks=tuple(_mask(m, plan) for m in product.masks))


def _linear(band: BandSource) -> BandSource:
    """Return a band of decibels as power: files that hold power are read as they are, others are turned into it."""
    function = "" if band.function == "db" else "power"
    return replace(band, function=function, scale=LINEAR_SCALE, offset=0.0, unit="backscatter x 10000")


def _mask(mask: MaskSource, plan: SensorPlan) -> MaskSource:
    """Return a mask with the rule of the options, which name what is invalid whatever the mask's own rule names."""
    rules = plan.invalid or {}
    if mask.meaning not in rules:
        return mask
    return replace(mask, rule="bits" if mask.rule == "bits" else "values", values=tuple(rules[mask.meaning]))


def _some(tiles: Sequence[str]) -> str:
    more = f" and {len(tiles) - 5} more" if len(tiles) > 5 else ""
    return f"the tile{'s' if len(tiles) > 1 else ''} {', '.join(tiles[:5])}{more}"


def _named(bands: Sequence[str]) -> str:
    return f"the band{'s' if len(bands) > 1 else ''} {', '.join(bands)}"


def _without(window: Window, taken: Window) -> list[Window]:
    """Return what is left of a window: above, left, right and below the part taken."""
    hole = window.intersection(taken)
    if not hole.pixels:
        return [window]
    right, bottom = window.column + window.columns, window.row + window.rows
    hole_right, hole_bottom = hole.column + hole.columns, hole.row + hole.rows
    pieces = [
        Window(window.column, window.row, window.columns, hole.row - window.row),
        Window(window.column, hole.row, hole.column - window.column, hole.rows),
        Window(hole_right, hole.row, right - hole_right, hole.rows),
        Window(window.column, hole_bottom, window.columns, bottom - hole_bottom),
    ]
    return [p for p in pieces if p.pixels]
