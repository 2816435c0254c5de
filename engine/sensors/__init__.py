"""Product formats, one file each.

A format of product folders is a module with

- `FORMAT`: its name in the catalogue and in the parameter SENSORS,
- `TITLE`: its name for people,
- `recognises(path, names) -> bool`: cheap, from the folder's path and the names in it,
- `find(path) -> Product | LeftOut`: opens the files,

and where products also come as single files (archives, files of several products in one folder)

- `part_of(path) -> str`: the name of the product that a file belongs to, or an empty text; `find` is then given
  that name in the file's folder.

Rasters of the user (`user_series.py`) are not folders but files that make sense together only;
what is known but cannot be read yet stands in `unsupported.py`.
"""

from __future__ import annotations

from types import ModuleType

USER_FORMAT = "user_rasters"
"""Name of the user's own series in the catalogue and in SENSORS."""


def folder_formats() -> tuple[ModuleType, ...]:
    """Return the modules of the formats that are product folders, in the order they are tried."""
    from landweave.engine.sensors import (
        hls,
        landsat_c2,
        landsat_theia,
        landsat_theia_old,
        sen2cor,
        sentinel1,
        stac,
        theia_s2,
        theia_s2_l3a,
    )

    return (theia_s2, theia_s2_l3a, sen2cor, landsat_c2, landsat_theia, landsat_theia_old, hls, sentinel1, stac)


def format_names() -> tuple[str, ...]:
    """Return what SENSORS may name."""
    return (*(str(module.FORMAT) for module in folder_formats()), USER_FORMAT)
