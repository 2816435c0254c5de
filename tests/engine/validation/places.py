"""Small maps and references whose truth is known."""

import numpy as np
from osgeo import osr

from landweave.engine.jobs import AccuracyJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.geometry import box_shape, wkb_of
from landweave.engine.vector.layers import write_layer


def wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


UTM = wkt(32631)


def grid_of(columns, rows, x=500000.0, y=4800000.0, size=(10.0, 10.0), crs=UTM):
    return Grid(crs, x, y, size[0], size[1], columns, rows)


def write_map(path, codes, grid=None, dtype="uint8", nodata=0):
    grid = grid or grid_of(codes.shape[1], codes.shape[0])
    with RasterWriter(path, grid, dtype=dtype, nodata=nodata) as writer:
        writer.write(grid.window, codes.astype(dtype))
    return grid


def box(grid, column, row, columns, rows):
    """Return a rectangle of whole pixels as WKB."""
    x, y = grid.x_min + column * grid.pixel_width, grid.y_max - row * grid.pixel_height
    extent = (x, y - rows * grid.pixel_height, x + columns * grid.pixel_width, y)
    return wkb_of(box_shape(extent, grid.crs, grid.crs))


def write_polygons(path, grid, boxes, codes, **fields):
    shapes = [box(grid, *b) for b in boxes]
    write_layer(path, "reference", grid.crs, "Polygon", shapes, {"code": list(codes), **fields})


def assess_files(folder, map_path, reference, events=None, **options):
    """Run the job as users do and return the report's JSON."""
    import json

    job = AccuracyJob(str(map_path), str(reference), options.pop("class_field", "code"), str(folder / "out.json"),
                      **options)
    context = RunContext(emit=events.append) if events is not None else RunContext()
    job.execute(context)
    return json.loads((folder / "out.json").read_text(encoding="utf-8"))


def random_world(folder, seed=0, side=120, classes=(1, 2, 5)):
    """Write a random map and boxes that do not overlap; return what lies in them, pixel by pixel."""
    generator = np.random.default_rng(seed)
    codes = generator.choice(classes, (side, side), p=(0.6, 0.3, 0.1))
    grid = write_map(folder / "map.tif", codes)
    boxes = [(c * 20 + 2, r * 20 + 3, *generator.integers(2, 15, 2).tolist()) for r in range(6) for c in range(6)]
    labels = generator.choice(classes, len(boxes)).tolist()
    write_polygons(folder / "reference.gpkg", grid, boxes, labels)
    truth = np.concatenate([np.full(w * h, k) for (_, _, w, h), k in zip(boxes, labels)])
    mapped = np.concatenate([codes[r : r + h, c : c + w].ravel() for c, r, w, h in boxes])
    return grid, codes, truth, mapped
