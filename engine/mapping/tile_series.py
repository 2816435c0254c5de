"""The products of a tile, ordered in time on one pixel grid: what a block is read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import same_crs
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.types import BoolArray


@dataclass(frozen=True)
class SensorSeries:
    """The acquisitions of one sensor.

    Args:
        plan: what is computed from them.
        products: by day; their bands are those of the plan, in its order. Days may repeat. Scenes of neighbouring
            tiles are among them where scenes leave corners empty.
    """

    plan: SensorPlan
    products: tuple[Product, ...]


@dataclass(frozen=True)
class TileSeries:
    """All acquisitions of one tile; a picklable description without open files.

    Args:
        tile: its name.
        grid: covers every product of the tile.
        plan: of the whole run.
        sensors: in the order of the plan.
    """

    tile: str
    grid: Grid
    plan: SeriesPlan
    sensors: tuple[SensorSeries, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that is read, without repeats."""
        return tuple(dict.fromkeys(f for s in self.sensors for p in s.products for f in p.files))


def tile_series(catalogue: Catalogue, plan: SeriesPlan, tiles: Sequence[str] = ()) -> tuple[TileSeries, ...]:
    """Return the series of each tile, sorted by name.

    Args:
        catalogue: all products.
        plan: sensors, bands and dates that are wanted.
        tiles: names of the tiles wanted; empty: all.

    Raises:
        UserError: if a tile is unknown, or naming the tile that lacks a sensor, band or date, or the two
            products whose pixels do not lie on one grid.
    """
    known = catalogue.tiles()
    for tile in tiles:
        if tile not in known:
            raise UserError(f"The catalogue has no tile '{tile}'.", f"It has: {', '.join(known) or 'none'}.")
    wanted = sorted(set(tiles)) or list(known)
    if not wanted:
        raise UserError("The catalogue holds no product.", "Scan a folder that holds supported products.")
    return tuple(_one_tile(tile, catalogue.products, plan) for tile in wanted)


def offset(grid: Grid, inner: Grid) -> tuple[int, int]:
    """Return (column, row) of the first pixel of a grid in another grid of the same pixels."""
    column = round((inner.x_min - grid.x_min) / grid.pixel_width)
    row = round((grid.y_max - inner.y_max) / grid.pixel_height)
    return column, row


def grid_window(grid: Grid, inner: Grid) -> Window:
    """Return the window that a grid of the same pixels takes in another grid."""
    column, row = offset(grid, inner)
    return Window(column, row, inner.columns, inner.rows)


def union_grid(grids: Sequence[Grid]) -> Grid:
    """Return the smallest grid that covers all given grids, which have the same pixels."""
    windows = [grid_window(grids[0], g) for g in grids]
    column, row = min(w.column for w in windows), min(w.row for w in windows)
    right, bottom = max(w.column + w.columns for w in windows), max(w.row + w.rows for w in windows)
    return grids[0].subgrid(Window(column, row, right - column, bottom - row))


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


def on_same_pixels(first: Grid, second: Grid) -> bool:
    """Tell whether two grids have the same pixels in the same CRS."""
    return first.same_pixels(second) and same_crs(first.crs, second.crs)


def _one_tile(tile: str, products: Sequence[Product], plan: SeriesPlan) -> TileSeries:
    sensors = tuple(_one_sensor(tile, [p for p in products if p.tile == tile], s) for s in plan.sensors)
    every = [p for s in sensors for p in s.products]
    for product in every:
        if not on_same_pixels(every[0].grid, product.grid):
            raise UserError(
                f"The pixels of {product.path} do not lie on those of {every[0].path}, both of tile {tile}.",
                "Bring them to one grid (Raster > Projections > Warp), or put them into folders of their own.",
            )
    grid = union_grid([p.grid for p in every])
    near = [p for p in products if p.tile != tile and p.oblique and _reaches_into(p.grid, grid)]
    return TileSeries(tile, grid, plan, tuple(_with_neighbours(s, near) for s in sensors))


def _reaches_into(inner: Grid, grid: Grid) -> bool:
    return on_same_pixels(grid, inner) and grid_window(grid, inner).intersection(grid.window).pixels > 0


def _with_neighbours(sensor: SensorSeries, near: Sequence[Product]) -> SensorSeries:
    """Return a series with the scenes of neighbouring tiles, where scenes leave corners of the tile empty."""
    if not any(p.oblique for p in sensor.products):
        return sensor
    plan = sensor.plan
    days = set(plan.target_dates) if plan.filling == "none" else {p.day.isoformat() for p in near}
    others = [p for p in near if p.sensor == plan.sensor and p.day.isoformat() in days]
    return SensorSeries(
        plan, tuple(sorted((*sensor.products, *(replace(p, bands=_bands(p, plan)) for p in others)), key=_order))
    )


def _order(product: Product) -> tuple[str, str, str]:
    return product.acquired, product.identifier, product.path


def _one_sensor(tile: str, products: Sequence[Product], plan: SensorPlan) -> SensorSeries:
    own = sorted((p for p in products if p.sensor == plan.sensor), key=_order)
    if not own:
        raise UserError(
            f"Tile {tile} has no product of the sensor {plan.sensor}, which the features need.",
            "Add such products and scan again, or leave the tile out.",
        )
    if plan.filling == "none":
        own = _on_target_dates(tile, own, plan)
    return SensorSeries(plan, tuple(replace(p, bands=_bands(p, plan)) for p in own))


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
