"""Jobs of the group Mapping. An extent is (x_min, y_min, x_max, y_max) in extent_crs."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class ClassifyJob(Job):
    """Classify every pixel of the catalogue.

    Args:
        models: .lwm files; several are averaged where they cover the same region.
        confidence, probabilities, validity: rasters to write as well; empty: not.
        regions, region_field: polygons that say which region's model holds where.
        extent: part of the area; empty: all.
        mask: raster (0 = leave out) or polygons (outside = leave out).
        tiles: tiles to do; empty: all.
        nomenclature: names and colours of the classes for the style of the map.
        target_crs: of the outputs when the tiles lie in several zones; empty: the tiles' own.
        user_features: where the file of the user's own features lies now, if it is not where the model has it.
    """

    KIND: ClassVar[str] = "classify"
    RUN: ClassVar[str] = "landweave.engine.mapping.classify:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "confidence", "probabilities", "validity")

    catalogue: str
    models: tuple[str, ...]
    output: str
    confidence: str = ""
    probabilities: str = ""
    validity: str = ""
    regions: str = ""
    region_field: str = ""
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    nomenclature: str = ""
    target_crs: str = ""
    user_features: str = ""


@dataclass(frozen=True)
class MosaicJob(Job):
    """Join rasters of one pixel grid; earlier inputs win where they overlap."""

    KIND: ClassVar[str] = "mosaic"
    RUN: ClassVar[str] = "landweave.engine.mapping.mosaic:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    inputs: tuple[str, ...]
    output: str
    target_crs: str = ""
