"""Jobs that make sets of samples of others: merged, copied between regions, augmented, reduced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class MergeSamplesJob(Job):
    """Bring several samples files together.

    Args:
        inputs: samples files; the result has the features of the first.
        class_field: column of the class; needed with `classes` only.
        classes: that are taken of the second and later files; empty: all.
        replace: the first file's own samples of these classes are no longer learnt from.
        match_dates: bring features together that differ by the year only.
    """

    KIND: ClassVar[str] = "merge_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.merge:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    inputs: tuple[str, ...]
    output: str
    class_field: str = "code"
    classes: tuple[str, ...] = ()
    replace: bool = False
    match_dates: bool = False


@dataclass(frozen=True)
class CopySamplesJob(Job):
    """Let regions learn from samples of other regions.

    Args:
        rules: CSV from,to,class,count; empty: the one rule of the next fields.
        from_region, to_region: names of regions.
        classes: that are copied; empty: all.
        count: samples of each class in each run; -1: all.
    """

    KIND: ClassVar[str] = "copy_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.copy:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    class_field: str = "code"
    rules: str = ""
    from_region: str = ""
    to_region: str = ""
    classes: tuple[str, ...] = ()
    count: int = -1
    region_field: str = "region"
    seed: int = 0


@dataclass(frozen=True)
class AugmentSamplesJob(Job):
    """Give rare classes more samples to learn from, made of those that there are.

    Args:
        method: `replicate` (the same again), `jitter` (with noise), `smote` (between neighbours of the class).
        balance: each class of each region and run gets samples up to `minimum`, to the `largest` class, or to what
            a `file` says.
        minimum: samples a class, for the balance `minimum`.
        counts: CSV class,count, for the balance `file`.
        region_field: each region for itself; a column `region` that is not there is no fault. Empty: all together.
        group_field: what is kept whole in a cross-validation: samples made of two groups name the second.
        jitter_factor: standard deviation of the noise, as a share of that of the class.
        neighbours: that SMOTE chooses the second parent from.
    """

    KIND: ClassVar[str] = "augment_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.augment:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    class_field: str = "code"
    method: str = "smote"
    balance: str = "largest"
    minimum: int = 1000
    counts: str = ""
    region_field: str = "region"
    group_field: str = "polygon_id"
    jitter_factor: float = 0.1
    neighbours: int = 5
    seed: int = 0


@dataclass(frozen=True)
class ReduceDimensionJob(Job):
    """Let models learn from principal components of the features instead.

    Args:
        components: of each group of features: a number, or the share of the variance that is kept.
        by: one group of `all` features, or one of each `date`, or of each `band`.
        output_html: page with the variance that the components explain; empty: none.
    """

    KIND: ClassVar[str] = "reduce_dimension"
    RUN: ClassVar[str] = "landweave.engine.samples.reduce:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_html")

    input: str
    output: str
    components: float = 0.99
    by: str = "all"
    output_html: str = ""
