"""Jobs of the group Chains."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class ClassificationChainJob(Job):
    """From images and polygons to a validated map.

    Args:
        reference, class_field: polygons and their class codes.
        input: folder of products, or
        catalogue: what `scan_catalogue` made of it.
        regions, region_field, nomenclature, series, method, method_options: as in the single steps.
        runs, ratio, seed: number of random splits, share of polygons to learn from, seed.
        samples_per_class: at most so many samples a class, region and side of the split; 0: all pixels.
        extent, extent_crs, mask, tiles, target_crs: of the map, as in classify; samples are those of all images.
        skip_damaged: go on without products that are cut or lack a file, instead of stopping before the work starts.
        map, confidence, validity, report, probabilities: where to write; empty: in the run folder
            (probabilities: not written).
    """

    KIND: ClassVar[str] = "classification_chain"
    RUN: ClassVar[str] = "landweave.engine.chains.classification:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("map", "confidence", "validity", "report", "probabilities")

    reference: str
    class_field: str
    input: str = ""
    catalogue: str = ""
    regions: str = ""
    region_field: str = ""
    nomenclature: str = ""
    series: str = ""
    method: str = "random_forest"
    method_options: str = ""
    runs: int = 1
    ratio: float = 0.5
    seed: int = 0
    samples_per_class: int = 10000
    balanced: bool = False
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    target_crs: str = ""
    skip_damaged: bool = False
    map: str = ""
    confidence: str = ""
    validity: str = ""
    report: str = ""
    probabilities: str = ""


@dataclass(frozen=True)
class FeaturesChainJob(Job):
    """From images to rasters of features and of the number of clear acquisitions.

    Args:
        input: folder of products, or
        catalogue: what `scan_catalogue` made of it.
        series, extent, extent_crs, mask, tiles, target_crs: as in `features_map`.
        skip_damaged: as in the classification chain.
        features, validity: where to write; empty: in the run folder.
    """

    KIND: ClassVar[str] = "features_chain"
    RUN: ClassVar[str] = "landweave.engine.chains.features:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("features", "validity")

    input: str = ""
    catalogue: str = ""
    series: str = ""
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    target_crs: str = ""
    skip_damaged: bool = False
    features: str = ""
    validity: str = ""
