"""Colours and names of the values of a raster of classes."""

from __future__ import annotations

from landweave.engine.raster.io import Colour, open_dataset


def read_palette(path: str) -> tuple[dict[int, Colour], dict[int, str]]:
    """Return the colour and the name of each value of a raster's first band; empty where it has none.

    Raises:
        UserError: if the raster cannot be opened.
    """
    dataset = open_dataset(path)  # held as long as its band is used
    band = dataset.GetRasterBand(1)
    table, names = band.GetColorTable(), band.GetCategoryNames() or []
    entries = [table.GetColorEntry(i) for i in range(table.GetCount())] if table is not None else []
    unset = {(0, 0, 0, 0), (0, 0, 0, 255)}
    colours = {i: (e[0], e[1], e[2]) for i, e in enumerate(entries) if tuple(e) not in unset}
    return colours, {i: name for i, name in enumerate(names) if name}
