"""Jobs that learn and map a quantity (biomass, cover in percent, yield) instead of classes."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

REGRESSORS = ("random_forest", "extra_trees", "boosting", "lightgbm", "svm", "mlp", "knn", "ridge", "linear")
"""Names of the learners of a quantity; `regression/learners.py` says what each is."""


@dataclass(frozen=True)
class TrainRegressionJob(Job):
    """Learn a quantity, one model for each region, and measure it on folds that keep groups whole.

    Args:
        samples: samples .gpkg.
        value_field: numeric column of the samples, what is learnt.
        model: the .lwm to write.
        method: one of REGRESSORS.
        method_options: JSON text, options of the learner.
        seed: of the learner and of the folds.
        region_field: column whose values get a model each; empty: one model.
        run: learn on the rows whose `run_<n>` is `learn`; 0: on all rows.
        group_field: column whose equal values are never learnt from and measured on at once; empty: each sample alone.
        folds: parts that are held out in turn; 0: nothing is measured.
        output_json, output_html: report of the figures; empty: not written.
    """

    KIND: ClassVar[str] = "train_regression"
    RUN: ClassVar[str] = "landweave.engine.regression.train:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("model", "output_json", "output_html")

    samples: str
    value_field: str
    model: str
    method: str = "random_forest"
    method_options: str = ""
    seed: int = 0
    region_field: str = "region"
    run: int = 0
    group_field: str = "polygon_id"
    folds: int = 5
    output_json: str = ""
    output_html: str = ""


@dataclass(frozen=True)
class PredictRegressionJob(Job):
    """Map a quantity.

    Args:
        models: .lwm files of one quantity; several are averaged where they cover the same region.
        catalogue, regions, region_field, region_priority_field, border_distance, extent, extent_crs, mask, tiles,
            target_crs, user_features: as in classify.
        output: the raster (float32, no data -32768).
        validity: raster of the number of clear acquisitions to write; empty: not.
    """

    KIND: ClassVar[str] = "predict_regression"
    RUN: ClassVar[str] = "landweave.engine.regression.predict:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "validity")

    catalogue: str
    models: tuple[str, ...]
    output: str
    validity: str = ""
    regions: str = ""
    region_field: str = ""
    region_priority_field: str = ""
    border_distance: float = 0.0
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    target_crs: str = ""
    user_features: str = ""


@dataclass(frozen=True)
class RegressionChainJob(Job):
    """From images and polygons or points with a quantity to its map and figures.

    Args:
        reference: polygons or points with
        value_field: a numeric column.
        input: folder of products, or
        catalogue: what `scan_catalogue` made of it.
        regions, region_field, region_priority_field, series, method, method_options: as in the single steps.
        runs, ratio, seed: number of random splits, share of polygons to learn from, seed.
        samples_per_class: at most so many samples of each fifth of the values, region and side; 0: all pixels.
        extent, extent_crs, mask, tiles, target_crs: of the map.
        skip_damaged: go on without damaged products.
        map, validity, report: where to write; empty: in the run folder.
    """

    KIND: ClassVar[str] = "regression_chain"
    RUN: ClassVar[str] = "landweave.engine.chains.regression:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("map", "validity", "report")

    reference: str
    value_field: str
    input: str = ""
    catalogue: str = ""
    regions: str = ""
    region_field: str = ""
    region_priority_field: str = ""
    series: str = ""
    method: str = "random_forest"
    method_options: str = ""
    runs: int = 1
    ratio: float = 0.5
    seed: int = 0
    samples_per_class: int = 2000
    border_distance: float = 0.0
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    target_crs: str = ""
    skip_damaged: bool = False
    map: str = ""
    validity: str = ""
    report: str = ""
