"""Jobs of the group Learning that look for the best options, and for the features that matter."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

SEARCHES = ("grid", "random", "halving")
"""Ways to go through a grid of options."""
SCORES = ("macro_f1", "overall_accuracy", "kappa")
"""Figures that options and features are judged by."""
WAYS = ("date", "month", "band", "feature")
"""What is shuffled together: all features of a date, of a month, of a band or index, or one feature."""


@dataclass(frozen=True)
class TuneClassifierJob(Job):
    """Find the options with which a classifier does best on groups that it has not seen.

    Args:
        samples, class_field, method, balanced, class_weights: as in TrainClassifierJob.
        output_json: the best options and all candidates; output_html: the same to read, empty: not.
        model: .lwm trained with the best options on all samples; empty: none.
        grid: JSON text, a list of values by option (or a list of such objects); empty: the learner's default grid.
        method_options: JSON text, options that all candidates share.
        group_field: column whose equal values never stand on both sides; a polygon never does in any case.
        folds: parts that are held out in turn.
        search: one of SEARCHES. `random` tries some candidates; `halving` all of them on few groups first, then the
            better third on three times as many, until all groups are used.
        candidates: number of candidates of `random`.
        score: one of SCORES.
        nested: also estimate, by outer folds that have no part in the choice, how good the chosen options are.
        run: look at the rows whose `run_<n>` is `learn` only; 0: at all rows.
        region_field: column whose values get a model each in `model`.
        seed: of the folds, the choice of candidates and the learner.
    """

    KIND: ClassVar[str] = "tune_classifier"
    RUN: ClassVar[str] = "landweave.engine.learning.tuning:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_json", "output_html", "model")

    samples: str
    class_field: str
    output_json: str
    output_html: str = ""
    model: str = ""
    method: str = "random_forest"
    grid: str = ""
    method_options: str = ""
    group_field: str = "polygon_id"
    folds: int = 5
    search: str = "grid"
    candidates: int = 10
    score: str = "macro_f1"
    nested: bool = False
    balanced: bool = False
    class_weights: str = ""
    run: int = 0
    region_field: str = "region"
    seed: int = 0


@dataclass(frozen=True)
class FeatureImportanceJob(Job):
    """Tell which dates, bands and features a classifier needs, by shuffling them in samples that are held out.

    Args:
        samples, class_field, method, method_options, balanced, class_weights: as in TrainClassifierJob.
        output_json: what was found; output_csv, output_html: the same as a table and to read, empty: not.
        group_field: column whose equal values never stand on both sides; a polygon never does in any case.
        folds: parts that are held out in turn.
        repeats: how often each is shuffled.
        by: what is shuffled together, some of WAYS; empty: all of them.
        score: one of SCORES; the importance is what it loses.
        max_samples: held-out samples of a fold that are looked at, at most.
        run: look at the rows whose `run_<n>` is `learn` only; 0: at all rows.
        seed: of the folds, the shuffling and the learner.
    """

    KIND: ClassVar[str] = "feature_importance"
    RUN: ClassVar[str] = "landweave.engine.learning.importance:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_json", "output_csv", "output_html")

    samples: str
    class_field: str
    output_json: str
    output_csv: str = ""
    output_html: str = ""
    method: str = "random_forest"
    method_options: str = ""
    group_field: str = "polygon_id"
    folds: int = 5
    repeats: int = 3
    by: tuple[str, ...] = ()
    score: str = "macro_f1"
    max_samples: int = 1000
    balanced: bool = False
    class_weights: str = ""
    run: int = 0
    seed: int = 0
