"""The tiny world with a prepared and split reference of polygons."""

import json
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.store import load_catalogue, save_catalogue
from landweave.engine.jobs import PrepareReferenceJob, SplitReferenceJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import write_layer
from landweave.tests.engine.mapping import world


def write(folder):
    """Write the world, its reference and series options; return paths by name."""
    folder = Path(folder)
    found = world.write_world(folder)
    classes = world.truth(world.SIZE + world.SHIFT, world.SIZE)
    shapes, codes = [], []
    for row in range(2, world.SIZE - 8, 9):
        for column in range(2, world.SIZE + world.SHIFT - 8, 9):
            inside = classes[row : row + 5, column : column + 5]
            if (inside == inside[0, 0]).all():
                x, y = world.ORIGIN[0] + column * 10, world.ORIGIN[1] - row * 10
                shapes.append(world.box(x, y - 50, x + 50, y))
                codes.append(world.CODES[inside[0, 0]])
    write_layer(folder / "polygons.gpkg", "polygons", world.CRS, "Polygon", shapes, {"code": np.array(codes)})
    prepared, split = str(folder / "prepared.gpkg"), str(folder / "split.gpkg")
    PrepareReferenceJob(str(folder / "polygons.gpkg"), "code", found["catalogue"], prepared).execute(RunContext())
    SplitReferenceJob(prepared, split, ratio=0.6, runs=2).execute(RunContext())
    found |= {"prepared": prepared, "reference": split}
    options = {
        "masked": {"sensors": {"S2": ["B2", "B4", "B8"]}, "dates": "acquisitions", "filling": "masked"},
        "filled": {"sensors": {"S2": ["B4", "B8"]}, "step_days": 20},
    }
    for name, values in options.items():
        found[name] = str(folder / f"{name}.json")
        Path(found[name]).write_text(json.dumps(values), encoding="utf-8")
    return found


def one_tile(catalogue, path, tile):
    """Write a catalogue of one tile of another one."""
    found = load_catalogue(catalogue)
    kept = tuple(p for p in found.products if p.tile == tile)
    save_catalogue(str(path), type(found)(kept))
