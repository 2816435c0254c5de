"""Jobs of the group Learning."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

METHODS = (
    "random_forest", "extra_trees", "decision_tree", "boosting", "lightgbm", "svm", "linear_svm", "mlp", "knn",
    "nearest_centroid", "lda", "qda", "gaussian_nb", "logistic", "ridge", "sgd",
)  # fmt: skip
"""Names of the learners; `learning/estimators.py` says what each is."""

NETWORKS = ("mlp_torch", "tempcnn", "inception_time", "ltae", "ltae_sensors", "transformer")
"""Names of the neural networks that learn from samples; `learning/networks/registry.py` says what each is."""

SPATIAL_NETWORKS = ("utae",)
"""Names of the neural networks that learn from patches (extract_patches)."""

LEARNERS = (*METHODS, *NETWORKS)

SPLITS = ("group", "block", "tile", "region", "year", "knndm")
"""What stays whole in a cross-validation; `learning/division.py` says how folds are made."""

CALIBRATIONS = ("none", "temperature", "isotonic")
"""Ways to make probabilities true on held-out groups."""


@dataclass(frozen=True)
class TrainClassifierJob(Job):
    """Learn one classifier for each region.

    Args:
        samples: samples .gpkg.
        class_field: integer or text column of the samples.
        model: the .lwm to write.
        method: one of LEARNERS, or a Python file with a network of the user's own.
        method_options: JSON text, options of the estimator.
        region_field: column whose values get a model each; empty: one model.
        run: learn on the rows whose `run_<n>` is `learn`; 0: on all rows.
        balanced: weigh classes inversely to their frequency.
        class_weights: JSON text, weight by class code; what is not listed weighs 1.
        priors: shares of the classes in the area to map: a CSV (code, share) or a first map; empty: those of the
            samples.
        calibration: one of CALIBRATIONS.
        trust: keep what tells where the model may be used: prediction sets and the area of applicability.
    """

    KIND: ClassVar[str] = "train_classifier"
    RUN: ClassVar[str] = "landweave.engine.learning.train:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("model",)

    samples: str
    class_field: str
    model: str
    method: str = "random_forest"
    method_options: str = ""
    seed: int = 0
    region_field: str = "region"
    run: int = 0
    balanced: bool = False
    class_weights: str = ""
    priors: str = ""
    calibration: str = "none"
    trust: bool = False


@dataclass(frozen=True)
class CrossValidateJob(Job):
    """Estimate accuracy by folds that keep groups whole.

    Args:
        samples, class_field, method, method_options, balanced, class_weights, calibration: as in TrainClassifierJob.
        output_json: the report to write; output_html: the same to read, empty: not.
        group_field: column whose equal values never stand on both sides; empty: each sample on its own (optimistic).
        folds: parts of each division, with about the classes' shares.
        repeats: divisions; several give the mean and its Student interval.
        seed: of the first division and of the learner.
        split: one of SPLITS; polygons stay whole in each.
        block_size_m: side of the blocks, metres; 0: as far as the features resemble themselves.
        year_field: column of the year, for `year`; empty: `year`, else `campaign`.
        map, extent, extent_crs: area that is mapped, for `knndm`: a raster (0 is out) or polygons, and a rectangle;
            empty: the box around the samples.
        language: of the page.
    """

    KIND: ClassVar[str] = "cross_validate"
    RUN: ClassVar[str] = "landweave.engine.learning.crossval:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_json", "output_html")

    samples: str
    class_field: str
    output_json: str
    output_html: str = ""
    method: str = "random_forest"
    method_options: str = ""
    group_field: str = "polygon_id"
    folds: int = 5
    repeats: int = 1
    seed: int = 0
    balanced: bool = False
    class_weights: str = ""
    calibration: str = "none"
    split: str = "group"
    block_size_m: float = 0.0
    year_field: str = ""
    map: str = ""
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    language: str = "en"
