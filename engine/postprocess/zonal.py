"""`zonal_statistics`: what rasters hold inside polygons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import check_maps, class_names
from landweave.engine.jobs.postprocess import ZonalStatisticsJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.coverage import read_polygons
from landweave.engine.postprocess.maps import read_codes, require_crs
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import CONFIDENCE_NODATA, AnyArray, Float64Array, IntArray, Json
from landweave.engine.vector.layers import Layer, envelopes, rasterize_polygons, reproject_geometries, touches
from landweave.engine.vector.polygon_file import SHORT, write_polygons
from landweave.engine.vector.styles import read_style, with_aliases

PIXELS, MAJORITY, MAJORITY_NAME, SHARE = "pixels", "majority", "maj_name", "share_"
_SIDE = 1024  # fixed: sums of decimal numbers depend on it
_CODES = 1 << 16
_READ, _WRITTEN = 0.05, 0.9


@dataclass(frozen=True)
class _Band:
    """A band whose mean and standard deviation are wanted; `nodata` counts where the file names none."""

    path: str
    number: int
    name: str
    nodata: float | None = None


@dataclass(eq=False)
class _Moments:
    """Number, mean and sum of squared deviations of what each polygon holds, shape (polygon,)."""

    count: IntArray
    mean: Float64Array
    squares: Float64Array

    @classmethod
    def of(cls, polygons: int) -> _Moments:
        return cls(np.zeros(polygons, np.int64), np.zeros(polygons), np.zeros(polygons))

    def add(self, owners: IntArray, values: Float64Array) -> None:
        """Take more values in; `owners` tells the polygon of each, shape (value,)."""
        rows, place = np.unique(owners, return_inverse=True)
        count = np.bincount(place)
        mean = np.bincount(place, values) / count
        squares = np.bincount(place, (values - mean[place]) ** 2)
        total = self.count[rows] + count
        step = mean - self.mean[rows]
        self.squares[rows] += squares + step**2 * self.count[rows] * count / total
        self.mean[rows] += step * count / total
        self.count[rows] = total

    def columns(self) -> tuple[list[float | None], list[float | None]]:
        """Return the means and the standard deviations (of all pixels, not of a sample); None where there is none."""
        spread = np.sqrt(self.squares / np.maximum(self.count, 1))
        known = self.count > 0
        return ([_short(m) if k else None for m, k in zip(self.mean, known)],
                [_short(s) if k else None for s, k in zip(spread, known)])


@dataclass(eq=False)
class _Shares:
    """Pixels of each class in each polygon: pairs as one number, and how often."""

    keys: list[IntArray] = field(default_factory=list)
    counts: list[IntArray] = field(default_factory=list)

    def add(self, owners: IntArray, codes: AnyArray) -> None:
        keys, counts = np.unique(owners * _CODES + codes, return_counts=True)
        self.keys.append(keys)
        self.counts.append(counts)

    def table(self, polygons: int) -> tuple[list[int], IntArray]:
        """Return the classes, and the pixels of each in each polygon, shape (polygon, class)."""
        keys = np.concatenate([*self.keys, np.zeros(0, np.int64)]).astype(np.int64)
        counts = np.concatenate([*self.counts, np.zeros(0, np.int64)]).astype(np.int64)
        codes, columns = np.unique(keys % _CODES, return_inverse=True)
        table: IntArray = np.zeros((polygons, len(codes)), np.int64)
        np.add.at(table, (keys // _CODES, columns), counts)
        return codes.tolist(), table


def _short(value: float) -> float:
    """Return a number with six digits: more say nothing of a mean, and cannot be read in a table."""
    return float(f"{value:.6g}")


def run(job: ZonalStatisticsJob, context: RunContext) -> dict[str, Json]:
    """Write polygons with the shares of classes, and mean and standard deviation of other rasters.

    A pixel belongs to a polygon if its centre lies inside; where polygons overlap, to each.

    Raises:
        UserError: if there is no raster, or an input is none.
    """
    if not (job.map or job.confidence or job.validity or job.rasters):
        raise UserError("There is no raster to count in.", "Give MAP, CONFIDENCE, VALIDITY or RASTERS.")
    layer = read_polygons(job.input, job.output)
    with RasterReader() as reader:
        bands = list(_bands(job, reader))
        if job.map:
            check_maps([job.map], reader)
        paths = list(dict.fromkeys([*([job.map] if job.map else []), *(band.path for band in bands)]))
        for path in paths:
            require_crs(path, reader.grid(path).crs)
        names = class_names([job.map], job.nomenclature, (), None) if job.map else Nomenclature()
        shares, moments = _Shares(), {band: _Moments.of(len(layer)) for band in bands}
        groups = _by_grid(paths, reader)
        for number, (grid, members) in enumerate(groups):
            share = (_WRITTEN - _READ) / len(groups)
            part = context.part(_READ + number * share, _READ + (number + 1) * share)
            for window, pixels, owners in _owned(layer, grid, job.input, part):
                if job.map in members:
                    codes = read_codes(job.map, window, reader).ravel()[pixels]
                    known = codes != 0
                    shares.add(owners[known], codes[known])
                for band in bands:
                    if band.path in members:
                        values, known = _values(band, window, reader)
                        there = known[pixels]
                        if there.any():
                            moments[band].add(owners[there], values[pixels[there]])
    added, shown = _columns(job, len(layer), shares, names, moments)
    kind = layer.geometry_type if layer.geometry_type == "Polygon" else "MultiPolygon"
    found = replace(layer, fields={**layer.fields, **added})
    style = read_style(job.input)
    write_polygons(job.output, found, with_aliases(style, shown) if shown else style, kind)
    outside = sum(not any(columns) for columns in zip(*(added[name] for name in added if _tells(name))))
    if outside:
        context.warning(f"{outside} of {len(layer)} polygons hold no pixel centre with data: their columns are empty.")
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "Counted")
    return {"OUTPUT": job.output}


def _tells(name: str) -> bool:
    return name in (PIXELS,) or name.endswith("_mean")


def _bands(job: ZonalStatisticsJob, reader: RasterReader) -> Iterator[_Band]:
    if job.confidence:
        yield _Band(job.confidence, 1, "conf", CONFIDENCE_NODATA)
    if job.validity:
        yield _Band(job.validity, 1, "valid")
    taken = {"conf", "valid"}
    for path in job.rasters:
        layers = reader.info(path).layers
        for number in range(1, layers + 1):
            stem = Path(path).stem + (f"_{number}" if layers > 1 else "")
            name, again = stem, 1
            while name in taken:
                again += 1
                name = f"{stem}_{again}"
            taken.add(name)
            yield _Band(path, number, name)


def _by_grid(paths: Sequence[str], reader: RasterReader) -> list[tuple[Grid, list[str]]]:
    """Return the rasters that lie on one grid together: polygons are burnt once for them."""
    groups: list[tuple[Grid, list[str]]] = []
    for path in paths:
        grid = reader.grid(path)
        alike = (g for g in groups if replace(g[0], crs=grid.crs) == grid and same_crs(g[0].crs, grid.crs))
        same = next(alike, None)
        if same is None:
            groups.append((grid, [path]))
        else:
            same[1].append(path)
    return groups


def _owned(layer: Layer, grid: Grid, source: str, context: RunContext) -> Iterator[tuple[Window, IntArray, IntArray]]:
    """Yield windows, the pixels in them that polygons own, by their number in it, and the row of each one's polygon."""
    shapes = reproject_geometries(layer.geometries, layer.crs, grid.crs, source)
    boxes = envelopes(shapes)
    windows = list(grid.blocks(_SIDE, _SIDE))
    for number, window in enumerate(windows, start=1):
        near = np.flatnonzero(touches(boxes, grid.subgrid(window).extent))
        if near.size:
            yield (window, *_owners([shapes[i] for i in near], near, boxes, grid, window))
        context.progress(number / len(windows), "Counting")


def _owners(
    shapes: Sequence[bytes | None], rows: IntArray, boxes: AnyArray, grid: Grid, window: Window
) -> tuple[IntArray, IntArray]:
    """Return the pixels of a window and their polygons; a pixel stands there once for each polygon that owns it."""
    part = grid.subgrid(window)
    burnt = rasterize_polygons(shapes, rows + 1, part, grid.crs, "int64").ravel()
    reverse = rasterize_polygons(shapes[::-1], rows[::-1] + 1, part, grid.crs, "int64").ravel()
    if np.array_equal(burnt, reverse):  # none lies on another
        pixels = np.flatnonzero(burnt)
        return pixels, burnt[pixels] - 1
    found, owners = [], []
    for shape, row in zip(shapes, rows):
        own = grid.window_of(tuple(boxes[row])).intersection(window)
        if own.pixels:
            inside = np.argwhere(rasterize_polygons([shape], [1], grid.subgrid(own), grid.crs))
            down, right = own.row - window.row, own.column - window.column
            found.append((inside[:, 0] + down) * window.columns + inside[:, 1] + right)
            owners.append(np.full(len(inside), row, np.int64))
    return np.concatenate(found), np.concatenate(owners)


def _values(band: _Band, window: Window, reader: RasterReader) -> tuple[Float64Array, AnyArray]:
    """Return the values of a window, and where they are known, both (pixel,)."""
    info = reader.info(band.path)
    own = info.nodatas[band.number - 1]
    nodata = band.nodata if own is None else own
    values = reader.read(band.path, band.number, window).ravel()
    known = np.isfinite(values) if values.dtype.kind == "f" else np.ones(values.shape, np.bool_)
    if nodata is not None:
        known &= values != nodata
    return values.astype(np.float64), known


def _columns(
    job: ZonalStatisticsJob, polygons: int, shares: _Shares, names: Nomenclature, moments: dict[_Band, _Moments]
) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """Return the new columns, and under which names those of the shares are shown."""
    columns: dict[str, list[Any]] = {}
    shown: dict[str, str] = {}
    if job.map:
        codes, table = shares.table(polygons)
        total = table.sum(axis=1)
        first = table.argmax(axis=1) if codes else np.zeros(polygons, np.int64)
        largest = [codes[column] if count else None for column, count in zip(first, total)]
        columns[PIXELS] = total.tolist()
        columns[MAJORITY] = largest
        columns[MAJORITY_NAME] = [None if code is None else names.name(code) for code in largest]
        for code, counts in zip(codes, table.T):
            column = _share(code, job.output)
            columns[column] = [round(100 * int(n) / int(t), 2) if t else None for n, t in zip(counts, total)]
            shown[column] = f"{names.name(code)} (%)"
    for band, found in moments.items():
        columns[f"{band.name}_mean"], columns[f"{band.name}_std"] = found.columns()
    return columns, shown


def _share(code: int, output: str) -> str:
    """Return the column of a class: what a Shapefile would cut would be another class."""
    name = f"{SHARE}{code}"
    return name.replace("_", "") if Path(output).suffix.lower() == ".shp" and len(name) > SHORT else name
