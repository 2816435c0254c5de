"""Jobs of the group Mapping. An extent is (x_min, y_min, x_max, y_max) in extent_crs."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job
from landweave.engine.jobs.fusion import MASSES

RULES = ("mean", "product", "majority", "weighted", "dempster_shafer")
"""How the answers of several models become one."""


@dataclass(frozen=True)
class ClassifyJob(Job):
    """Classify every pixel of the catalogue.

    Args:
        models: .lwm files; several are fused where they cover the same region. Their features may differ.
        confidence, probabilities, validity, margin, entropy, set_size, applicability: rasters to write as well;
            empty: not. The last two need models trained with `trust`.
        regions, region_field: polygons or a raster that say which region's model holds where.
        region_priority_field: number of a region; where regions overlap the higher one holds; empty: the first.
        border_distance: metres within which the models of two regions are blended; 0: sharp borders.
        fusion: how several models become one answer: `mean` or `product` of probabilities, `majority` or `weighted`
            votes, `dempster_shafer`.
        mass: what of a model's report is its weight or its mass of belief: `precision`, `recall`, `accuracy`, `kappa`.
        scores: report of each model (JSON), in the order of the models; needed by `weighted`, `dempster_shafer`.
        undecided: code where votes are tied.
        extent: part of the area; empty: all.
        mask: raster (0 = leave out) or polygons (outside = leave out).
        tiles: tiles to do; empty: all.
        nomenclature: names and colours of the classes for the style of the map.
        target_crs: of the outputs when the tiles lie in several zones; empty: the tiles' own.
        user_features: where the file of the user's own features lies now, if it is not where the model has it.
        user_network: the same of the file of the user's own network.
    """

    KIND: ClassVar[str] = "classify"
    RUN: ClassVar[str] = "landweave.engine.mapping.classify:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = (
        "output", "confidence", "probabilities", "validity", "margin", "entropy", "set_size", "applicability",
    )  # fmt: skip

    catalogue: str
    models: tuple[str, ...]
    output: str
    confidence: str = ""
    probabilities: str = ""
    validity: str = ""
    margin: str = ""
    entropy: str = ""
    set_size: str = ""
    applicability: str = ""
    regions: str = ""
    region_field: str = ""
    region_priority_field: str = ""
    border_distance: float = 0.0
    fusion: str = "mean"
    mass: str = MASSES[0]
    scores: tuple[str, ...] = ()
    undecided: int = 255
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    nomenclature: str = ""
    target_crs: str = ""
    user_features: str = ""
    user_network: str = ""


@dataclass(frozen=True)
class MosaicJob(Job):
    """Join rasters of one pixel grid; earlier inputs win where they overlap."""

    KIND: ClassVar[str] = "mosaic"
    RUN: ClassVar[str] = "landweave.engine.mapping.mosaic:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    inputs: tuple[str, ...]
    output: str
    target_crs: str = ""
