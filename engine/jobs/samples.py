"""Jobs of the group Samples. Vector sources are `path` or `path|layername=name`."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

SAMPLERS = ("random", "periodic")
"""What decides between the pixels of a class."""


@dataclass(frozen=True)
class PrepareReferenceJob(Job):
    """Check reference polygons, points or a raster of classes, and cut them by tile and region.

    Args:
        reference: polygons or points, or a raster whose values are class codes (0: nothing is known).
        class_field: their class codes; of a raster: what the column of codes is called, empty: `code`.
        regions: polygons, or a raster whose values are numbers of regions (0: none).
        region_field: names the polygons; a raster needs none.
        series: the SERIES options file, where it names the sensors or the pixels of the map; empty: its defaults.
        mend: repair polygons that are not valid, instead of refusing them.
        overlaps: what to do where polygons of different classes overlap: `stop`, `first` (the place stays with the
            first) or `remove` (from both).
        minimum_pixels: smallest polygon that is kept, in pixels.
        inward_buffer: metres by which polygons shrink.
        recode: CSV old,new: class codes or texts, and the codes that they become; empty: none.
        level: of the nomenclature's hierarchy to learn at: 1 is the top; 0: codes as they are.
        group_field: what polygons (or points) of one value belong together, and are never split; empty: none.
        largest_region_km2: a region larger than this is divided into several models; 0: never.
        region_priority_field: where regions overlap, the one with the higher number holds; empty: the first one.
        seed: of the division of large regions.
        year_field: column of the year (or campaign) in which each was seen; empty: not known.
    """

    KIND: ClassVar[str] = "prepare_reference"
    RUN: ClassVar[str] = "landweave.engine.samples.reference:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    reference: str
    class_field: str
    catalogue: str
    output: str
    regions: str = ""
    region_field: str = ""
    nomenclature: str = ""
    series: str = ""
    mend: bool = False
    overlaps: str = "stop"
    minimum_pixels: float = 0.0
    inward_buffer: float = 0.0
    recode: str = ""
    level: int = 0
    group_field: str = ""
    largest_region_km2: float = 0.0
    region_priority_field: str = ""
    seed: int = 0
    year_field: str = ""


@dataclass(frozen=True)
class SplitReferenceJob(Job):
    """Divide polygons into learning and validation sets, whole polygons at a time.

    Args:
        method: `polygon` (by class and region), `block` (square blocks on one side), `tile`, `region` or `year`
            (whole tiles, regions or years on one side), `knndm` (the sides are as far apart as the map is from what is
            learnt from: nearest neighbour distance matching).
        ratio: share of the polygons to learn from, between 0 and 1.
        runs: number of random splits.
        block_size_m: side of the blocks; 0: the autocorrelation range of `predictors`, without them a tenth of the
            area's side.
        hold_back: share of the polygons of each class and region that no run sees (side `test`).
        predictors: raster that tells how far predictors resemble themselves, for `block`; empty: none.
        map: raster (0 is out) or polygons of the area that is mapped, for `knndm`; empty: the tiles.
        extent, extent_crs: only this part of it.
    """

    KIND: ClassVar[str] = "split_reference"
    RUN: ClassVar[str] = "landweave.engine.samples.split:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    method: str = "polygon"
    ratio: float = 0.5
    runs: int = 1
    seed: int = 0
    block_size_m: float = 0.0
    hold_back: float = 0.0
    predictors: str = ""
    map: str = ""
    extent: tuple[float, ...] = ()
    extent_crs: str = ""


@dataclass(frozen=True)
class SelectSamplesJob(Job):
    """Choose the pixels of the polygons that become samples.

    Args:
        strategy: for each class, region and side of the split: `all`, `maximum` (at most `maximum`), `proportional`
            (the share `percent` of its pixels), `smallest` (as many as the class with the fewest pixels of the region
            has), `total` (its share by pixels of `total` samples of the region, at least one), `file` (what `counts`
            says), `plan` (what `plan` says).
        counts: CSV class,count for the strategy `file`.
        plan: CSV of `sampling_plan`, edited or not, for the strategy `plan`.
        sampler: `random`, or `periodic`: every k-th pixel, row by row.
        per_polygon: most samples of a polygon in one region; others give more then. 0: no limit.
        spacing: least distance in metres between samples of one class, region and side; 0: none.
        validation: choose pixels of the validation side too; the chain does not need them, since it
            compares the map with the polygons.
    """

    KIND: ClassVar[str] = "select_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.select:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    strategy: str = "maximum"
    maximum: int = 10000
    percent: float = 10.0
    seed: int = 0
    validation: bool = False
    total: int = 10000
    counts: str = ""
    plan: str = ""
    sampler: str = "random"
    per_polygon: int = 0
    spacing: float = 0.0


@dataclass(frozen=True)
class ExtractSamplesJob(Job):
    """Read the features of points through the block pipeline.

    Args:
        minimum_clear: fewest clear acquisitions of a point, of all sensors together; others are left out.
    """

    KIND: ClassVar[str] = "extract_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.extract:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    catalogue: str
    points: str
    output: str
    series: str = ""
    minimum_clear: int = 1


@dataclass(frozen=True)
class ImportSamplesJob(Job):
    """Turn a table with value columns `BAND_nn` or `BAND_YYYYMMDD` into the samples format.

    Args:
        filter: rows to take, an SQL condition (`label NOT IN ('Fallow_Cotton')`); empty: all.
        catalogue: images that shall be classified with these samples: the values become their features; empty: none.
        series: the SERIES options file that describes these images.
        scale: factor that makes the values those of the images; 0: 10000 for decimal numbers, else 1.
    """

    KIND: ClassVar[str] = "import_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.tables:run_import"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    class_field: str
    output: str
    filter: str = ""
    catalogue: str = ""
    series: str = ""
    scale: float = 0.0


@dataclass(frozen=True)
class ExportSamplesJob(Job):
    """Write samples as a plain table, the inverse of import."""

    KIND: ClassVar[str] = "export_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.tables:run_export"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
