"""Jobs about superpixels and surroundings."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class SegmentSuperpixelsJob(Job):
    """Divide a raster into superpixels.

    Args:
        input: raster of any number of bands.
        output: raster of their numbers; 0 where `input` has no data in any band.
        size: mean number of pixels of a superpixel.
        compactness: the larger, the rounder; the smaller, the closer they follow the values.
    """

    KIND: ClassVar[str] = "segment_superpixels"
    RUN: ClassVar[str] = "landweave.engine.segments.run:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    size: int = 100
    compactness: float = 1.0


@dataclass(frozen=True)
class ClassSharesJob(Job):
    """Write the share of each class of a map in the superpixel around each pixel.

    Args:
        map: of classes, 0 where there is none.
        segments: raster of superpixels on the same pixels.
        output: raster of shares x 10000, a band a class.
        catalogue: of images that the shares shall be used with; empty: none.
        output_catalogue: copy of it to write, with the bands of `output` as layers without date; empty: none.
    """

    KIND: ClassVar[str] = "class_shares"
    RUN: ClassVar[str] = "landweave.engine.segments.shares:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_catalogue")

    map: str
    segments: str
    output: str
    catalogue: str = ""
    output_catalogue: str = ""
