"""Images whose texture lies where it should, or a known part of a pixel beside."""

import numpy as np

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.jobs import CoregisterJob, DemoDataJob, ScanCatalogueJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.tests.engine.products import write_raster

SIZE, MARGIN, PIXEL = 200, 28, 10.0
ORIGIN = (719000.0, 4899000.0)
SHIFTS = {"2021-01-02": (0.37, -0.62), "2021-02-01": (-1.41, 2.27), "2021-03-03": (3.18, -0.83), "2021-04-02": (0, 0)}
"""Columns to the right and rows down by which an image shows everything beside its place."""


def demo_textures(folder):
    """Two clear dates of the demo area's red and near infrared, (date, band, row, col): the season changes between."""
    DemoDataJob(str(folder / "demo"), 256, 12, 0, cloudiness=0.0).execute(RunContext())
    path = str(folder / "demo.gpkg")
    ScanCatalogueJob(str(folder / "demo" / "products"), path).execute(RunContext())
    tile = load_catalogue(path).of_tile("31TCJ")
    chosen = [next(p for p in tile if p.day.isoformat() >= day) for day in ("2021-04", "2021-06")]
    with RasterReader() as reader:
        return np.array([[reader.read(b.path, b.layer, p.grid.window) for b in p.bands if b.name in ("B4", "B8")]
                         for p in chosen], np.float64)


def turned(image, columns, rows):
    """An image moved right and down by parts of a pixel, exactly as its Fourier series tells."""
    down, across = np.fft.fftfreq(image.shape[0])[:, None], np.fft.fftfreq(image.shape[1])[None]
    return np.fft.ifft2(np.fft.fft2(image) * np.exp(-2j * np.pi * (down * rows + across * columns))).real


def moved(image, columns, rows):
    """The middle of an image that is moved: what comes in at one side and goes out at the other is cut off."""
    return turned(image, columns, rows)[MARGIN : MARGIN + SIZE, MARGIN : MARGIN + SIZE]


def enlarged(image, times):
    """An image of pixels so many times as small, exactly as its Fourier series tells."""
    rows, columns = image.shape
    wide = np.zeros((rows * times, columns * times), complex)
    top, left = (rows * times - rows) // 2, (columns * times - columns) // 2
    wide[top : top + rows, left : left + columns] = np.fft.fftshift(np.fft.fft2(image))
    fine = np.fft.ifft2(np.fft.ifftshift(wide)).real * times**2
    # The first small pixel holds the value of the centre of the first large one, which lies right and below.
    return turned(fine, (times - 1) / 2, (times - 1) / 2)


def clouds(seed, share):
    """A mask of round clouds over about a share of the image."""
    rng = np.random.default_rng(seed)
    mask, (y, x) = np.zeros((SIZE, SIZE), np.uint8), np.mgrid[:SIZE, :SIZE]
    while mask.mean() < share:
        row, column, radius = *rng.uniform(0, SIZE, 2), rng.uniform(8, 30)
        mask[np.hypot(y - row, x - column) < radius] = 1
    return mask


def product(folder, day, bands, mask=None, sensor="S", pixel=PIXEL, origin=ORIGIN, epsg=32631, tile="T1", **other):
    """An image of a red and a near infrared band, (band, row, col); clouds are bright."""
    values = np.asarray(bands, np.float64)
    masks = ()
    if mask is not None:
        values = np.where(mask, 8000.0 + np.random.default_rng(1).normal(0, 300, mask.shape), values)
        masks = (MaskSource(write_raster(folder / f"{sensor}_{tile}_{day}_m.tif", mask, origin, (pixel, pixel), epsg)),)
    path = write_raster(folder / f"{sensor}_{tile}_{day}.tif", np.rint(values).astype(np.int16), origin, (pixel, pixel),
                        epsg)
    with RasterReader() as reader:
        grid = reader.grid(path)
    sources = tuple(BandSource(n, path, i + 1) for i, n in enumerate(("red", "nir")))
    return Product(f"{sensor} {tile} {day}", "user", sensor, tile, day, path, grid, sources, masks, **other)


def noisy(bands, seed, noise):
    """Images with noise and a haze of their own."""
    rng = np.random.default_rng(seed)
    return np.asarray(bands) * rng.uniform(0.8, 1.2) + rng.uniform(0, 300) + rng.normal(0, noise, np.shape(bands))


def series(folder, textures, shifts=None, masks=None, noise=20.0, **other):
    """A series whose images lie beside their place; the second half shows the other season."""
    shifts = SHIFTS if shifts is None else shifts
    found = []
    for number, (day, (columns, rows)) in enumerate(shifts.items()):
        season = textures[len(textures) * number // len(shifts)]
        bands = noisy([moved(band, columns, rows) for band in season], number, noise)
        found.append(product(folder, day, bands, (masks or {}).get(day), **other))
    return found


def still(image):
    """An image where it belongs."""
    return moved(image, 0, 0)


class Said:
    """A context that remembers what was said."""

    def __init__(self):
        self.events = []
        self.context = RunContext(emit=self.events.append)

    def of(self, kind):
        """Messages of a kind, joined."""
        return "\n".join(e["message"] for e in self.events if e["event"] == kind)


def register(folder, products, said=None, **parameters):
    """Run the job; return the products of its catalogue by day (and sensor and tile if there are several)."""
    save_catalogue(str(folder / "in.gpkg"), Catalogue(tuple(products)))
    job = CoregisterJob(str(folder / "in.gpkg"), str(folder / "out.gpkg"), **parameters)
    outputs = job.execute((said or Said()).context)
    found = load_catalogue(outputs["OUTPUT"]).products
    assert len(found) == len(products)
    return {p.day.isoformat(): p for p in found} if len({p.day for p in found}) == len(found) else found


def pixels(product, pixel=PIXEL):
    """Return by how many columns and rows a product's shift says that it lies beside its place."""
    return np.array([-product.shift[0], product.shift[1]]) / pixel
