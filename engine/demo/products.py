"""Theia L2A product folders of the demo's acquisitions, written block by block."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import CRS_CODE, Area
from landweave.engine.demo.calendar import Acquisition
from landweave.engine.demo.clouds import Sky
from landweave.engine.demo.metadata import metadata_xml
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.scene import PRODUCT_NODATA, Scene, take_scene
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.warp import reproject_extent
from landweave.engine.types import AnyArray

_GROUPS = (("R1", 1), ("R2", 2))


def write_acquisition(area: Area, objects: Objects, acquisition: Acquisition, folder: Path) -> None:
    """Write the products of one acquisition, one for each of its tiles, into a folder."""
    sky = Sky.of(area, acquisition)
    with ExitStack() as stack:
        products = [_ProductFiles(area, acquisition, tile, folder, stack) for tile in acquisition.tiles]
        for block in area.blocks():
            scene = take_scene(area, objects, acquisition, sky, block)
            for product in products:
                product.write(scene, block)
    for product in products:
        product.write_metadata()


@dataclass
class _ProductFiles:
    """The open files of one product."""

    area: Area
    acquisition: Acquisition
    tile: str
    folder: Path
    stack: ExitStack
    _writers: dict[str, tuple[RasterWriter, int]] = field(default_factory=dict)
    _cloudy: int = 0
    _seen: int = 0

    def __post_init__(self) -> None:
        name = self.acquisition.product_name(self.tile)
        self.folder = self.folder / name
        for band in k.BANDS:
            factor = 1 if band in k.BANDS_10M else 2
            self._open(band, f"{name}_FRE_{band}.tif", factor, "int16", PRODUCT_NODATA)
        for mask in ("CLM", "SAT", "EDG"):
            for group, factor in _GROUPS:
                self._open(f"{mask}_{group}", f"MASKS/{name}_{mask}_{group}.tif", factor, "uint8", None)

    def write(self, scene: Scene, block: tuple[int, int]) -> None:
        """Write a block of rows of every band and mask."""
        left = self.area.offset(self.tile)
        columns = slice(left, left + self.area.size)
        for name, values in scene.bands.items():
            self._put(name, block, values, left)
        masks: dict[str, AnyArray] = {"EDG": scene.edge.astype(np.uint8), "CLM": scene.clouds}
        for mask, values in masks.items():
            self._put(f"{mask}_R1", block, values, left)
            self._put(f"{mask}_R2", block, _any_of_four(values), left)
        self._put("SAT_R1", block, scene.saturated["R1"], left)
        self._put("SAT_R2", block, _any_of_four(scene.saturated["R2"]), left)
        seen = ~scene.edge[:, columns]
        self._seen += int(seen.sum())
        self._cloudy += int((scene.clouds[:, columns] > 0)[seen].sum())

    def write_metadata(self) -> None:
        """Write the metadata last: a product that has it is whole."""
        percent = round(100 * self._cloudy / max(1, self._seen))
        text = metadata_xml(self.area, self.acquisition, self.tile, percent, self._lon_lat)
        path = self.folder / f"{self.acquisition.product_name(self.tile)}_MTD_ALL.xml"
        path.write_text(text, encoding="utf-8", newline="\n")

    def _open(self, key: str, name: str, factor: int, dtype: str, nodata: float | None) -> None:
        grid = self.area.tile_grid(self.tile, factor)
        writer = RasterWriter(self.folder / name, grid, 1, dtype, nodata, overviews=False)
        self._writers[key] = (self.stack.enter_context(writer), factor)

    def _put(self, key: str, block: tuple[int, int], values: AnyArray, left: int) -> None:
        writer, factor = self._writers[key]
        side, start = self.area.size // factor, left // factor
        window = Window(0, block[0] // factor, side, values.shape[0])
        writer.write(window, np.ascontiguousarray(values[:, start : start + side]))

    def _lon_lat(self, x: float, y: float) -> tuple[float, float]:
        lon, lat, _, _ = reproject_extent((x, y, x, y), CRS_CODE, "EPSG:4326")
        return lon, lat


def _any_of_four(mask: AnyArray) -> AnyArray:
    """Return the bits that any of 2 x 2 pixels has."""
    rows = mask[::2] | mask[1::2]
    return np.asarray(rows[:, ::2] | rows[:, 1::2])
