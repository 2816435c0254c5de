"""What tasks that read pixels for samples share: the places of one task, the files that it writes, open images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import AnyArray, BoolArray, Json


@dataclass(frozen=True, eq=False)
class PlacesTask:
    """Some places of a tile, whose features one task reads.

    Args:
        tile: its number.
        rows: of the places in the tile's grid, shape (place,).
        columns: of the places in the tile's grid, shape (place,).
        stem: of the files to write.
    """

    tile: int
    rows: AnyArray
    columns: AnyArray
    stem: str

    @property
    def features_path(self) -> Path:
        """File of the features, place by place."""
        return Path(f"{self.stem}.features.npy")

    @property
    def usable_path(self) -> Path:
        """File of where they are usable, place by place."""
        return Path(f"{self.stem}.usable.npy")

    def save(self, features: AnyArray, usable: BoolArray) -> Json:
        """Write both files, each whole or not at all, and return the result of the task, which lists them."""
        for path, values in ((self.features_path, features), (self.usable_path, usable)):
            with atomic_path(path) as part, part.open("wb") as file:
                np.save(file, values, allow_pickle=False)
        return {"files": [str(self.features_path), str(self.usable_path)]}


@lru_cache(maxsize=1)
def open_reader() -> RasterReader:
    """Return the reader of this process, used by one thread at a time.

    Its files stay open from one task to the next: closing one forgets its blocks, which the next task needs again
    where bands coarser than the grid are interpolated across its edge.
    """
    return RasterReader()


def close_files() -> None:
    """Close the files that tasks in this process left open."""
    open_reader().close()
    open_reader.cache_clear()
