"""The pixel grids of an item's files: by its metadata, or where these do not tell by the files' headers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from osgeo import osr

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.remote import address, is_remote
from landweave.engine.raster.warp import same_crs, spatial_reference
from landweave.engine.sensors.integrity import check_on_one_grid, damage
from landweave.engine.sensors.stac_item import Asset, Item, projected_grid

_MOST_FAILURES = 2
"""Of headers from one server, after which it is asked no more."""


class Pixels:
    """Finds grids; opens as few files as possible."""

    def __init__(self, reader: RasterReader) -> None:
        """Start without any failure."""
        self._reader = reader
        self._failures: dict[str, list[UserError]] = {}

    def grid(self, asset: Asset, item: Item) -> Grid:
        """Return the grid of a file. Files on the disk are opened (and checked for cuts), others only if need be.

        Raises:
            UserError: if neither metadata nor header tell.
        """
        if not is_remote(asset.path):
            problem = damage(asset.path) if Path(asset.path).exists() else "is missing"
            if problem:
                raise UserError(f"{Path(asset.path).name} {problem}.")
            return with_crs_by_code(self._reader.grid(asset.path))
        told = projected_grid(asset, item)
        if told is not None:
            return with_crs_by_code(told)
        server = urlsplit(address(asset.path)).netloc
        known = self._failures.setdefault(server, [])
        try:
            if len(known) >= _MOST_FAILURES:
                raise known[-1]
            found = self._reader.grid(asset.path)
        except UserError as error:
            known.append(error)
            raise UserError(
                f"it has no projection metadata (proj:code, proj:shape, proj:transform), and the header of its file "
                f"'{asset.key}' cannot be read instead: {error}") from error
        return with_crs_by_code(found)

    def common(self, files: Sequence[tuple[Asset, int]], item: Item) -> Grid:
        """Return the grid of the finest files, after checking that all lie on it.

        Args:
            files: each with the side of its pixels in pixels of the finest.
            item: theirs.

        Raises:
            UserError: naming the file that lies elsewhere or cannot be opened.
        """
        if not any(is_remote(asset.path) for asset, _ in files):
            for asset, _ in files:
                if not Path(asset.path).exists():
                    raise UserError(f"{Path(asset.path).name} is missing.", "Download the product again.")
            ordered = sorted(files, key=lambda f: f[1])
            return with_crs_by_code(check_on_one_grid([(a.path, f) for a, f in ordered], "Download the product again."))
        grid: Grid | None = None
        for asset, factor in sorted(files, key=lambda f: f[1]):
            own = self.grid(asset, item)
            grid = grid or own
            if factor_of(own, grid) != factor:
                message = f"its file '{asset.key}' does not lie on the same pixels as its others."
                raise UserError(message, "Leave it out.")
        if grid is None:
            raise UserError("it has no file that can be used.")
        return grid


def factor_of(own: Grid, fine: Grid) -> int:
    """Return the side of a grid's pixels in pixels of a finer grid; 0 where they do not fit together."""
    factor = round(own.pixel_width / fine.pixel_width)
    if factor < 1 or abs(own.pixel_width / fine.pixel_width - factor) > 0.01:
        return 0
    shift = max(abs(own.x_min - fine.x_min), abs(own.y_max - fine.y_max))
    size = (own.columns * factor - fine.columns, own.rows * factor - fine.rows)
    fits = shift < 0.01 * fine.pixel_width and all(0 <= s < factor for s in size) and same_crs(own.crs, fine.crs)
    return factor if fits else 0


def with_crs_by_code(grid: Grid) -> Grid:
    """Return the grid with the EPSG's description of its UTM zone: files and items describe it in several ways."""
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.crs)
    zone = reference.GetUTMZone()  # negative in the south
    if zone == 0 or reference.GetAuthorityCode(None):
        return grid
    crs = spatial_reference(f"EPSG:{(32600 if zone > 0 else 32700) + abs(zone)}").ExportToWkt()
    return Grid(crs, grid.x_min, grid.y_max, grid.pixel_width, grid.pixel_height, grid.columns, grid.rows)
