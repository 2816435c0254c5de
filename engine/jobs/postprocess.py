"""Jobs of the group Post-processing."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

BURN_TIMES = ("after", "before", "both")
"""When masks are burnt into a map."""
FORMATS = ("gpkg", "fgb", "shp")
"""Endings of the files of polygons that are written."""
OUTLINE_METHODS = ("landweave", "grass")
"""What changes outlines: what is there anyway, or GRASS GIS where it is installed."""


@dataclass(frozen=True)
class RegularizeJob(Job):
    """Make a calmer map: a majority filter, larger pixels, a minimum mapping unit.

    Args:
        input: the map.
        output: the map to write.
        radius: of the disc of the majority filter, in pixels; 0: no filter.
        passes: of the filter.
        undecided: code where classes are equally frequent; 0: the pixel keeps its own.
        resolution: side of the pixels of the output, in units of the map; 0: those of the map.
        minimum_area: regions below so many m2 are absorbed; 0: none.
        diagonal: pixels that touch at a corner only are one region.
        rules: CSV of which classes may absorb which; empty: all.
        masks: rasters burnt into the map where they are neither 0 nor no data.
        mask_codes: class of each mask, parted by commas; empty: their values are codes.
        burn: when masks are burnt in: `after`, `before` or `both`.
        nomenclature: names and colours of the classes; empty: those of the map.
    """

    KIND: ClassVar[str] = "regularize"
    RUN: ClassVar[str] = "landweave.engine.postprocess.regularize:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    radius: int = 1
    passes: int = 1
    undecided: int = 0
    resolution: float = 0.0
    minimum_area: float = 0.0
    diagonal: bool = False
    rules: str = ""
    masks: tuple[str, ...] = ()
    mask_codes: str = ""
    burn: str = BURN_TIMES[0]
    nomenclature: str = ""


@dataclass(frozen=True)
class VectorizeJob(Job):
    """Write the regions of a map as polygons that share their corners.

    Args:
        input: the map.
        output: GeoPackage, FlatGeobuf or Shapefile, by its ending.
        nomenclature: names and colours of the classes; empty: those of the map.
    """

    KIND: ClassVar[str] = "vectorize"
    RUN: ClassVar[str] = "landweave.engine.postprocess.vectorize:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    nomenclature: str = ""


@dataclass(frozen=True)
class SimplifyPolygonsJob(Job):
    """Take corners away from polygons that lie side by side.

    Args:
        input: polygons.
        output: GeoPackage, FlatGeobuf or Shapefile, by its ending.
        tolerance: in units of the layer; a corner goes where its triangle is no larger than the square of it.
        keep_outer: borders with nobody at their other side stay as they are.
        method: `landweave` (Visvalingam and Whyatt) or `grass` (Douglas and Peucker by GRASS GIS, half the tolerance as
            distance, which takes about as much away).
    """

    KIND: ClassVar[str] = "simplify_polygons"
    RUN: ClassVar[str] = "landweave.engine.postprocess.simplify:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    tolerance: float = 20.0
    keep_outer: bool = False
    method: str = OUTLINE_METHODS[0]


@dataclass(frozen=True)
class SmoothPolygonsJob(Job):
    """Round the corners of polygons that lie side by side.

    Args:
        input: polygons.
        output: GeoPackage, FlatGeobuf or Shapefile, by its ending.
        rounds: of cutting corners.
        reach: how far from a corner it is cut at most, in units of the layer.
        keep_outer: borders with nobody at their other side stay as they are.
        method: `landweave` (Chaikin) or `grass` (Hermite splines by GRASS GIS, `reach` the largest step on them).
    """

    KIND: ClassVar[str] = "smooth_polygons"
    RUN: ClassVar[str] = "landweave.engine.postprocess.smooth:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    rounds: int = 3
    reach: float = 10.0
    keep_outer: bool = False
    method: str = OUTLINE_METHODS[0]


@dataclass(frozen=True)
class ZonalStatisticsJob(Job):
    """Write what rasters hold inside polygons.

    Args:
        input: polygons; they may overlap.
        output: GeoPackage, FlatGeobuf or Shapefile, by its ending: the polygons with more columns.
        map: of classes: pixels, majority and shares of the classes; empty: none.
        confidence, validity: rasters of which mean and standard deviation are written; empty: none.
        rasters: others, all their bands.
        nomenclature: names of the classes; empty: those of the map.
    """

    KIND: ClassVar[str] = "zonal_statistics"
    RUN: ClassVar[str] = "landweave.engine.postprocess.zonal:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    map: str = ""
    confidence: str = ""
    validity: str = ""
    rasters: tuple[str, ...] = ()
    nomenclature: str = ""


@dataclass(frozen=True)
class ClipByZonesJob(Job):
    """Cut polygons by zones, and write one file a zone.

    Args:
        input: polygons.
        zones: polygons, for example districts.
        zone_field: names the zones; features of one name are one zone.
        output: folder.
        zone_values: zones to write; empty: all.
        prefix: begin of the files' names.
        format: of the files: `gpkg`, `fgb` or `shp`.
    """

    KIND: ClassVar[str] = "clip_by_zones"
    RUN: ClassVar[str] = "landweave.engine.postprocess.clip:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    zones: str
    zone_field: str
    output: str
    zone_values: tuple[str, ...] = ()
    prefix: str = ""
    format: str = "gpkg"


@dataclass(frozen=True)
class VectorChainJob(Job):
    """From a map to polygons with figures, cut by zones.

    Args:
        map: of classes.
        confidence, validity: its rasters, of which each polygon gets mean and standard deviation; empty: none.
        nomenclature: names and colours of the classes; empty: those of the map.
        radius, passes, resolution, minimum_area, rules, masks, mask_codes, burn: as in `regularize`.
        tolerance: of `simplify_polygons`; 0: not simplified.
        rounds, reach: of `smooth_polygons`; no rounds: not smoothed.
        method: of both.
        statistics: shares of the classes of `map`, and figures of the other rasters, stand beside the polygons.
        zones, zone_field, zone_values, prefix, format: as in `clip_by_zones`; no zones: not cut.
        regular, polygons, clipped: where to write map, polygons and the folder of files; empty: in the run folder.
    """

    KIND: ClassVar[str] = "vector_chain"
    RUN: ClassVar[str] = "landweave.engine.chains.vectors:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("regular", "polygons", "clipped")

    map: str
    confidence: str = ""
    validity: str = ""
    nomenclature: str = ""
    radius: int = 1
    passes: int = 2
    resolution: float = 0.0
    minimum_area: float = 1000.0
    rules: str = ""
    masks: tuple[str, ...] = ()
    mask_codes: str = ""
    burn: str = BURN_TIMES[0]
    tolerance: float = 20.0
    rounds: int = 3
    reach: float = 10.0
    method: str = OUTLINE_METHODS[0]
    statistics: bool = True
    zones: str = ""
    zone_field: str = ""
    zone_values: tuple[str, ...] = ()
    prefix: str = ""
    format: str = "gpkg"
    regular: str = ""
    polygons: str = ""
    clipped: str = ""
