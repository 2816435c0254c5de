"""Reading and writing rasters: with warp.py and style.py the only place that touches GDAL for them."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from osgeo import gdal

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.open_files import most_open_files
from landweave.engine.raster.remote import is_remote, opening, patiently
from landweave.engine.runtime.files import PART_MARK, disk_full, disk_path, explain, free_bytes
from landweave.engine.types import AnyArray

gdal.UseExceptions()

BLOCK_CACHE_BYTES = 64 << 20
"""What GDAL keeps of decoded blocks unless a run plans for more: its own default grows with the machine."""
gdal.SetCacheMax(BLOCK_CACHE_BYTES)

_OVERVIEW_SIDE_PX = 512
_CREATION = ("TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=6",
             "BIGTIFF=IF_SAFER")

FILE_MASK = 0
"""Number under which a file's own mask (inside it, or `.msk` beside it) is read like a band."""

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class RasterInfo:
    """What a raster's header says.

    Args:
        grid: its pixels.
        layers: number of bands.
        dtype: numpy name of the values' type.
        nodata: of the first band; None when there is none.
        descriptions: one text a band, empty where there is none.
        block_shape: (rows, columns) that the file stores together.
        scales, offsets: one pair a band, 1 and 0 where there is none.
        nodatas: one a band: in virtual rasters they may differ.
        alphas: numbers of the bands marked as transparency.
        has_mask: the file has a mask beside its bands (`FILE_MASK`).
    """

    grid: Grid
    layers: int
    dtype: str
    nodata: float | None
    descriptions: tuple[str, ...]
    block_shape: tuple[int, int]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    nodatas: tuple[float | None, ...] = ()
    alphas: tuple[int, ...] = ()
    has_mask: bool = False


class _StandIn:
    """Of this process: gives the file with the same content that a `RasterReader` opens for a path."""

    of: Callable[[str], str] | None = None


def read_through(stand_in: Callable[[str], str] | None) -> Callable[[str], str] | None:
    """Let every `RasterReader` of this process open what a function gives for a path; return what it was before."""
    before, _StandIn.of = _StandIn.of, stand_in
    return before


class RasterReader:
    """Reads windows of rasters and keeps the files open. One a thread: handles are not shared."""

    def __init__(self) -> None:
        """Start with no file open."""
        self._open: OrderedDict[str, Any] = OrderedDict()

    def info(self, path: str) -> RasterInfo:
        """Return the header of a raster.

        Raises:
            UserError: if it is missing, no raster, damaged, or not north-up.
        """
        dataset = self._dataset(path)
        bands = [dataset.GetRasterBand(i + 1) for i in range(dataset.RasterCount)]
        if not bands:
            raise UserError(f"{path} holds no raster band.", "Choose one of its sub-datasets, or another file.")
        columns, rows = bands[0].GetBlockSize()
        return RasterInfo(
            grid=_grid(path, dataset),
            layers=len(bands),
            dtype=gdal_to_numpy(bands[0].DataType),
            nodata=bands[0].GetNoDataValue(),
            descriptions=tuple(b.GetDescription() or "" for b in bands),
            block_shape=(rows, columns),
            scales=tuple(1.0 if b.GetScale() is None else float(b.GetScale()) for b in bands),
            offsets=tuple(float(b.GetOffset() or 0.0) for b in bands),
            nodatas=tuple(b.GetNoDataValue() for b in bands),
            alphas=tuple(i for i, b in enumerate(bands, 1) if b.GetColorInterpretation() == gdal.GCI_AlphaBand),
            has_mask=bands[0].GetMaskFlags() == gdal.GMF_PER_DATASET,
        )

    def grid(self, path: str) -> Grid:
        """Return the pixel grid of a raster."""
        return _grid(path, self._dataset(path))

    def read(self, path: str, layer: int, window: Window, fill: float = 0) -> AnyArray:
        """Return the values of a window, shape (row, col); places outside the raster get `fill`.

        Raises:
            UserError: if the file is damaged there, or its server fails for long.
        """
        if not is_remote(path):
            return self._window(path, layer, window, fill)
        return patiently(path, lambda: self._window(path, layer, window, fill), lambda: self._open.pop(path, None))

    def _window(self, path: str, layer: int, window: Window, fill: float) -> AnyArray:
        dataset = self._dataset(path)
        band = dataset.GetRasterBand(layer) if layer != FILE_MASK else dataset.GetRasterBand(1).GetMaskBand()
        inside = window.intersection(Window(0, 0, dataset.RasterXSize, dataset.RasterYSize))
        if inside == window:
            return self._read(path, band, window)
        out = np.full((window.rows, window.columns), fill, dtype=gdal_to_numpy(band.DataType))
        if inside.pixels:
            row, column = inside.row - window.row, inside.column - window.column
            out[row : row + inside.rows, column : column + inside.columns] = self._read(path, band, inside)
        return out

    def overview(self, path: str, layer: int, side: int) -> AnyArray:
        """Return pixels picked evenly from a whole band, at most side x side of them.

        Raises:
            UserError: if the file is damaged.
        """
        band = self._dataset(path).GetRasterBand(layer)
        try:
            picked: AnyArray = band.ReadAsArray(buf_xsize=min(side, band.XSize), buf_ysize=min(side, band.YSize))
        except RuntimeError as error:
            raise _damaged(path, error) from error
        return picked

    def close(self) -> None:
        """Close all files."""
        self._open.clear()

    def __enter__(self) -> RasterReader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _dataset(self, path: str) -> Any:
        if path in self._open:
            self._open.move_to_end(path)
            return self._open[path]
        dataset = open_dataset(_StandIn.of(path) if _StandIn.of is not None else path)
        self._open[path] = dataset
        if len(self._open) > most_open_files():
            self._open.popitem(last=False)
        return dataset

    @staticmethod
    def _read(path: str, band: Any, window: Window) -> AnyArray:
        try:
            values: AnyArray = band.ReadAsArray(window.column, window.row, window.columns, window.rows)
        except RuntimeError as error:
            raise _damaged(path, error) from error
        if values is None:
            raise _damaged(path, RuntimeError(gdal.GetLastErrorMsg()))
        return values


class RasterWriter:
    """Writes a compressed, tiled GeoTIFF that appears under its name only when it is whole."""

    def __init__(
        self,
        path: str | Path,
        grid: Grid,
        layers: int = 1,
        dtype: str = "uint8",
        nodata: float | None = None,
        descriptions: Sequence[str] = (),
        colours: dict[int, Colour] | None = None,
        categories: dict[int, str] | None = None,
        overviews: bool = True,
        threads: int = 1,
    ) -> None:
        """Create the file under a temporary name.

        Args:
            path: final name.
            grid: pixels of the raster.
            layers: number of bands.
            dtype: numpy name of the values' type.
            nodata: value that means "nothing here".
            descriptions: one text a band.
            colours: colour (red, green, blue) of each value; only for one band of uint8 or uint16.
            categories: name of each value.
            overviews: make reduced copies for quick display.
            threads: that compress; the file is the same whatever their number.

        Raises:
            UserError: if the folder cannot be written to.
        """
        self.path, self.grid, self._overviews = Path(path), grid, overviews
        self._categorical = bool(colours or categories)
        self._part = self.path.with_name(f"{self.path.stem}{PART_MARK}{os.getpid()}.tif")
        creation = list(_CREATION if np.dtype(dtype).kind in "iu" else (o for o in _CREATION if "PREDICTOR" not in o))
        creation.append(f"NUM_THREADS={threads}")
        if layers > 1:
            creation.append("INTERLEAVE=BAND")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._dataset = gdal.GetDriverByName("GTiff").Create(
                str(self._part), grid.columns, grid.rows, layers, numpy_to_gdal(dtype), creation)
        except OSError as error:
            raise explain(error, self.path) from error
        except RuntimeError as error:
            self._discard()
            raise self._refused(error) from error
        self._dataset.SetGeoTransform(grid.geotransform)
        self._dataset.SetProjection(grid.crs)
        for number in range(1, layers + 1):
            band = self._dataset.GetRasterBand(number)
            if nodata is not None:
                band.SetNoDataValue(nodata)
            if number <= len(descriptions):
                band.SetDescription(descriptions[number - 1])
        if colours:
            self._dataset.GetRasterBand(1).SetColorTable(_colour_table(colours))
        if categories:
            names = [categories.get(i, "") for i in range(max(categories) + 1)]
            self._dataset.GetRasterBand(1).SetCategoryNames(names)

    def write(self, window: Window, values: AnyArray, first: int = 1) -> None:
        """Write (row, col) or (layer, row, col) values into a window; the first layer is that of the number `first`.

        Raises:
            UserError: if the disk is full.
        """
        stack = values if values.ndim == 3 else values[None]
        try:
            for number, layer in enumerate(stack, start=first):
                self._dataset.GetRasterBand(number).WriteArray(layer, window.column, window.row)
        except RuntimeError as error:
            raise self._refused(error) from error

    def __enter__(self) -> RasterWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        except RuntimeError as failure:
            raise self._refused(failure) from failure
        except OSError as failure:
            raise explain(failure, self.path) from failure
        finally:
            self._drop_dataset()
            self._discard()

    def _finish(self) -> None:
        self._dataset.FlushCache()
        side = max(self.grid.columns, self.grid.rows)
        factors = [2**i for i in range(1, 16) if side / 2**i >= _OVERVIEW_SIDE_PX / 2]
        if self._overviews and factors and side > _OVERVIEW_SIDE_PX:
            self._dataset.BuildOverviews("NEAREST" if self._categorical else "AVERAGE", factors)
        self._dataset = None  # writes what GDAL still holds back
        check_whole(self._part)
        beside = {".aux.xml", ".ovr", ".msk"}  # those of an older raster would be shown with the new one
        for extra in self._part.parent.glob(f"{escape(self._part.name)}.*"):
            extra.replace(self.path.with_name(self.path.name + extra.name[len(self._part.name):]))
            beside.discard(extra.name[len(self._part.name):])
        for ending in beside:
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._part.replace(self.path)

    def _drop_dataset(self) -> None:
        dataset, self._dataset = self._dataset, None
        close_failed(dataset)

    def _discard(self) -> None:
        for path in (self._part, *self._part.parent.glob(f"{escape(self._part.name)}.*")):
            path.unlink(missing_ok=True)

    def _refused(self, error: Exception) -> UserError:
        text = str(error)
        if "No space" in text or free_bytes(self.path) < 1 << 20:
            return disk_full(self.path)
        if "Permission" in text or "Read-only" in text or not os.access(self.path.parent, os.W_OK):
            return UserError(f"{self.path} cannot be written: the folder is read-only for you.",
                             "Choose another folder.")
        return UserError(f"{self.path} could not be written ({brief(error)}).", "Check the disk, and run again.")


def open_dataset(path: str) -> Any:
    """Open a raster for reading.

    Raises:
        UserError: if it is missing, no raster, or its header is damaged; if it is on a server that fails for long.
    """
    if is_remote(path):
        return patiently(path, lambda: _open(path))
    try:
        dataset = _open(path)
    except RuntimeError as error:
        on_disk = disk_path(path)
        if not on_disk.startswith("/vsi") and not Path(on_disk).exists():
            raise UserError(f"The raster {path} does not exist.", "Check the path, or scan again.") from error
        if "Permission denied" in str(error):
            raise UserError(f"{path} cannot be read: you have no permission.", "Ask its owner for access.") from error
        raise _damaged(path, error) from error
    return dataset


def _open(path: str) -> Any:
    with opening(path):
        return gdal.Open(path, gdal.GA_ReadOnly)


def gdal_to_numpy(data_type: int) -> str:
    """Return numpy's name of a GDAL data type."""
    names = {gdal.GDT_Byte: "uint8", gdal.GDT_UInt16: "uint16", gdal.GDT_Int16: "int16", gdal.GDT_UInt32: "uint32",
             gdal.GDT_Int32: "int32", gdal.GDT_Float32: "float32", gdal.GDT_Float64: "float64"}
    return names.get(data_type, "float64")


def numpy_to_gdal(dtype: str) -> int:
    """Return the GDAL data type of a numpy name."""
    types = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "uint32": gdal.GDT_UInt32,
             "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64}
    return int(types[str(np.dtype(dtype))])


def _grid(path: str, dataset: Any) -> Grid:
    x_min, width, rotation_x, y_max, rotation_y, height = dataset.GetGeoTransform()
    if rotation_x or rotation_y or height >= 0 or width <= 0:
        raise UserError(f"{path} is not a north-up raster (it is rotated or has no georeference).",
                        "Warp it first: Raster > Projections > Warp.")
    return Grid(dataset.GetProjection(), x_min, y_max, width, -height, dataset.RasterXSize, dataset.RasterYSize)


def _damaged(path: str, error: Exception) -> UserError:
    detail = brief(error).replace(path, "").replace(Path(path).name, "").strip(" :.,`'\n")
    return UserError(f"{path} is damaged or not a raster ({detail}).", "Download or copy it again, or leave it out.")


def close_failed(dataset: Any) -> None:
    """Close what failed, if it is open: GDAL repeats its complaint while it lets go, and that is no news."""
    if dataset is not None:
        dataset.thisown = False
        with suppress(RuntimeError):
            type(dataset).__swig_destroy__(dataset)


def check_whole(part: Path) -> None:
    """Fail where the disk filled up while GDAL wrote its last bytes: it reports that only by a short file."""
    dataset = gdal.Open(str(part))
    band = dataset.GetRasterBand(dataset.RasterCount)
    columns, rows = band.GetBlockSize()
    last_column = (band.XSize - 1) // columns * columns
    last_row = (band.YSize - 1) // rows * rows
    band.ReadAsArray(last_column, last_row, band.XSize - last_column, band.YSize - last_row)


def _colour_table(colours: dict[int, Colour]) -> Any:
    table = gdal.ColorTable()
    for value, (red, green, blue) in sorted(colours.items()):
        table.SetColorEntry(int(value), (red, green, blue, 255))
    return table
