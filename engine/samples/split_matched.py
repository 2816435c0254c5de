"""The sides of a split, as far from each other as the map is from what is learnt from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landweave.engine.jobs.samples import SplitReferenceJob
from landweave.engine.samples.domain import mapped_places
from landweave.engine.samples.knndm import matched_side
from landweave.engine.samples.prepared import Reference
from landweave.engine.samples.spacing import in_metres
from landweave.engine.types import BoolArray, Float64Array, IntArray


@dataclass(eq=False)
class Matcher:
    """Divides polygons by nearest neighbour distance matching.

    Args:
        places: of the polygons, metres, shape (polygon, 2).
        domain: places of the map, metres, shape (point, 2).
        said: sentence about the last division.
    """

    places: Float64Array
    domain: Float64Array
    said: str = ""

    def side(self, rows: IntArray, ratio: float, draw: Callable[[IntArray | None], BoolArray]) -> BoolArray:
        """Return which polygons of some rows are learnt from; see `matched_side`."""
        found, off, clusters = matched_side(self.places[rows], self.domain, ratio, draw)
        together = f"kept together in {clusters} clusters" if clusters else "drawn one by one"
        self.said = (f"validation polygons lie as far from those learnt from as the map does, but for {off:.0f} m on "
                     f"average ({together}).")
        return found


def matcher_of(job: SplitReferenceJob, reference: Reference, centre: Float64Array) -> Matcher:
    """Return what divides the polygons of a reference.

    Args:
        job: names the area that is mapped.
        reference: whose tiles are the area where the job names none.
        centre: of the polygons, units of the reference's CRS, shape (polygon, 2).

    Raises:
        UserError: if the area cannot be used.
    """
    boxes = [(grid.extent, grid.crs) for grid in reference.tiles.values()]
    domain = mapped_places(job.map, job.extent, job.extent_crs, boxes, reference.crs)
    together = np.concatenate([centre, domain])
    metres = np.column_stack(in_metres(together[:, 0], together[:, 1], reference.crs))
    return Matcher(metres[: len(centre)], metres[len(centre):], "")
