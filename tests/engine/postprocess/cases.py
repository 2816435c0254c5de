"""Maps to be worked on, and what is read of results."""

from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter, label

from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.warp import spatial_reference

CRS = spatial_reference("EPSG:32631").ExportToWkt()
DEGREES = spatial_reference("EPSG:4326").ExportToWkt()
CROSS, SQUARE = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]]), np.ones((3, 3))


def grid_of(values, crs=CRS, pixel=10.0, x_min=500_000.0, y_max=4_800_000.0):
    return Grid(crs, x_min, y_max, pixel, pixel, values.shape[1], values.shape[0])


def write_map(path, values, grid=None, dtype="uint8", nodata=0, **kinds):
    grid = grid_of(values) if grid is None else grid
    with RasterWriter(path, grid, 1, dtype, nodata, **kinds) as writer:
        writer.write(grid.window, np.asarray(values, dtype))
    return str(path)


def read_map(path):
    with RasterReader() as reader:
        return reader.read(str(path), 1, reader.grid(str(path)).window)


def patchy(seed, rows=60, columns=70, classes=4, gaps=0.1, coarse=6):
    """Return a map of patches with single pixels in them, and holes without data."""
    random = np.random.default_rng(seed)
    patches = random.integers(1, classes + 1, (rows // coarse + 1, columns // coarse + 1))
    codes = np.kron(patches, np.ones((coarse, coarse), np.int64))[:rows, :columns]
    odd = random.random(codes.shape) < 0.2
    codes = np.where(odd, random.integers(1, classes + 1, codes.shape), codes)
    return np.where(random.random(codes.shape) < gaps, 0, codes).astype(np.uint8)


def natural(seed, rows=120, columns=130, classes=4, smoothness=3.0):
    """Return a map of patches with winding borders, and a hole without data."""
    field = gaussian_filter(np.random.default_rng(seed).normal(size=(rows, columns)), smoothness)
    codes = 1 + np.searchsorted(np.quantile(field, np.linspace(0, 1, classes + 1)[1:-1]), field)
    codes[rows // 3 : rows // 2, columns // 3 : columns // 2] = 0
    return codes.astype(np.uint8)


def regions_of(codes, structure=CROSS):
    """Return the number of each pixel's region from 1, by their first pixels, as SciPy finds them."""
    found = np.zeros(codes.shape, int)
    for code in np.unique(codes[codes > 0]):
        parts, _ = label(codes == code, structure)
        found = np.where(parts > 0, parts + found.max(), found)
    firsts = {}
    for number in found.ravel():
        if number:
            firsts.setdefault(number, len(firsts) + 1)
    return np.array([0, *[firsts[n] for n in range(1, found.max() + 1)]])[found]


def bytes_of(path):
    return Path(path).read_bytes()
