"""The job that finds how far images lie from a reference."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class CoregisterJob(Job):
    """Find the shift of each image against a reference, to a part of a pixel.

    Args:
        catalogue: images to register.
        output: the catalogue to write (.gpkg), like the input, with shifts.
        reference: raster that lies right; empty: the images of `reference_date`.
        reference_band: its band, from 1.
        reference_date: ISO date of the images that lie right, or of the reference raster (where a chain begins).
        band: of the images: a name, or a role such as `nir`; empty: `red`.
        mode: `each_date` (each image against the reference), `one_for_all` (one shift for all images of a sensor) or
            `chain` (one image against the reference, each other against its neighbour in time).
        sensors: those to register; empty: all that have the band.
        window: side of the windows that are compared, pixels.
        smallest_window: side down to which windows are halved until enough of them agree, pixels.
        max_shift: larger shifts are not believed, pixels.
        minimum_windows: that must agree.
        precision: of a window's shift: 1 / precision pixels.
        output_csv: table to write; empty: none.
    """

    KIND: ClassVar[str] = "coregister"
    RUN: ClassVar[str] = "landweave.engine.coregister.run:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_csv")

    catalogue: str
    output: str
    reference: str = ""
    reference_band: int = 1
    reference_date: str = ""
    band: str = ""
    mode: str = "each_date"
    sensors: tuple[str, ...] = ()
    window: int = 256
    smallest_window: int = 32
    max_shift: float = 5.0
    minimum_windows: int = 10
    precision: int = 50
    output_csv: str = ""
