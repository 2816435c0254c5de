"""Jobs of the group Chains."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job
from landweave.engine.jobs.fusion import MASSES


@dataclass(frozen=True)
class ClassificationChainJob(Job):
    """From images and polygons to a validated map.

    Args:
        reference, class_field: polygons or points and their class codes, or a raster of them (without a field).
        input: folder of products, or
        catalogue: what `scan_catalogue` made of it.
        regions, region_field, nomenclature, series, method, method_options: as in the single steps.
        mend, overlaps, minimum_pixels, inward_buffer, recode, level, group_field, largest_region_km2,
            region_priority_field, year_field: how the reference is prepared (`prepare_reference`).
        runs, ratio, seed: number of random splits, share of polygons to learn from, seed.
        split, block_size_m: what is kept together on one side of a split, and how large blocks are
            (`split_reference`; for `knndm` the area is that of the map).
        hold_back: share of polygons that no run sees, to validate the fusion of runs with; 0: none.
        samples_per_class: at most so many samples a class, region and side of the split; 0: all pixels.
        sampling_plan: table of `sampling_plan` that says how many instead; empty: none.
        sampler: `random`, or `periodic`: every k-th pixel (`select_samples`).
        minimum_clear: fewest clear acquisitions of a sample.
        copy_rules: table of samples that regions take from others (`copy_samples`); empty: none.
        earlier_samples, earlier_classes: samples of an earlier year, of which the classes named join (`merge_samples`).
        augmentation: `none`, or how rare classes get more samples to learn from (`augment_samples`).
        augment_to: samples a class then; 0: as many as the largest.
        tune: search the options of the classifier first (`tune_classifier`).
        class_weights, balanced, calibration, priors, trust: how the classifier learns (`train_classifier`).
        fusion, mass, undecided: how the maps of several runs become one (`classify`); `none`: the first run's is it.
        border_distance: metres within which the models of two regions are blended.
        radar_series: options of a second series, whose own classifier is fused with the first by Dempster and Shafer's
            rule (`fuse_sar_optical`); empty: none.
        auto_context, superpixel_size: rounds in which the classes around a pixel help to classify it; 0: none.
        smoothing: `none`, or how neighbours change a pixel's class (`smooth_probabilities`).
        extent, extent_crs, mask, tiles, target_crs: of the map, as in classify; samples are those of all images.
        skip_damaged: go on without products that are cut or lack a file, instead of stopping before the work starts.
        map, confidence, validity, report: where to write; empty: in the run folder.
        probabilities, margin, entropy, set_size, applicability: where to write; empty: not written.
        language: of the report.
    """

    KIND: ClassVar[str] = "classification_chain"
    RUN: ClassVar[str] = "landweave.engine.chains.classification:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = (
        "map", "confidence", "validity", "report", "probabilities", "margin", "entropy", "set_size", "applicability",
    )  # fmt: skip

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
    mend: bool = False
    overlaps: str = "stop"
    minimum_pixels: float = 0.0
    inward_buffer: float = 0.0
    recode: str = ""
    level: int = 0
    group_field: str = ""
    largest_region_km2: float = 0.0
    region_priority_field: str = ""
    year_field: str = ""
    runs: int = 1
    ratio: float = 0.5
    split: str = "polygon"
    block_size_m: float = 0.0
    hold_back: float = 0.0
    seed: int = 0
    samples_per_class: int = 10000
    sampling_plan: str = ""
    sampler: str = "random"
    minimum_clear: int = 1
    copy_rules: str = ""
    earlier_samples: str = ""
    earlier_classes: tuple[str, ...] = ()
    augmentation: str = "none"
    augment_to: int = 0
    tune: bool = False
    class_weights: str = ""
    balanced: bool = False
    calibration: str = "none"
    priors: str = ""
    trust: bool = False
    fusion: str = "none"
    mass: str = MASSES[0]
    undecided: int = 255
    border_distance: float = 0.0
    radar_series: str = ""
    auto_context: int = 0
    superpixel_size: int = 100
    smoothing: str = "none"
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
    margin: str = ""
    entropy: str = ""
    set_size: str = ""
    applicability: str = ""
    language: str = "en"


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
