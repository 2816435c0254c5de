"""Jobs that make samples of samples: joined, copied, made up, reduced."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

AUGMENTATIONS = ("replicate", "jitter", "smote")
"""Ways to make samples up."""
BALANCES = ("minimum", "largest", "file")
"""What says how many."""


@dataclass(frozen=True)
class MergeSamplesJob(Job):
    """Join samples of several campaigns, years or areas.

    Args:
        inputs: samples files; features, plan and coordinate system are those of the first.
        output: samples .gpkg.
        class_field: column of the class; needed with `classes` only.
        classes: those that are taken from the second and later files; empty: all.
        match_dates: files that differ only in the year are brought together, date by date.
        replace: the first file's own samples of `classes` are not learnt from; those that validate stay.
        adjust: with `match_dates`, the level of each feature of another year becomes that of the first file's year, as
            far as the other classes tell that both have.
    """

    KIND: ClassVar[str] = "merge_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.merge:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    inputs: tuple[str, ...]
    output: str
    class_field: str = ""
    classes: tuple[str, ...] = ()
    match_dates: bool = False
    replace: bool = False
    adjust: bool = True


@dataclass(frozen=True)
class CopySamplesJob(Job):
    """Give a region samples of another one to learn from.

    Args:
        input: samples .gpkg.
        output: samples .gpkg with the copies.
        class_field: column of the class.
        region_field: column of the region.
        rules: CSV with the columns from, to, class, count (-1: all); empty: the rule of the next four.
        from_region, to_region: names of regions.
        classes: to copy; empty: all.
        count: samples of each class in each run; -1: all.
        seed: of the choice.
    """

    KIND: ClassVar[str] = "copy_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.copy:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    class_field: str
    region_field: str = "region"
    rules: str = ""
    from_region: str = ""
    to_region: str = ""
    classes: tuple[str, ...] = ()
    count: int = -1
    seed: int = 0


@dataclass(frozen=True)
class AugmentSamplesJob(Job):
    """Make more samples of rare classes, to learn from only.

    Args:
        input: samples .gpkg.
        output: samples .gpkg with the new ones, marked in the column `augmented`.
        class_field: column of the class.
        method: `replicate` (the same again), `jitter` (with noise) or `smote` (between neighbours of the class).
        balance: in each region and run up to `minimum` samples a class, to as many as the `largest` class has, or to
            what a `file` says (`counts`).
        minimum: samples a class.
        counts: CSV class,count.
        region_field: column of the region; `region` may lack. Empty: all samples together.
        group_field: what a cross-validation keeps whole; a sample made of two groups says so. May lack.
        jitter_factor: noise of `jitter`: the standard deviation of each feature is divided by it.
        neighbours: of `smote`.
        seed: of the choice and the noise.
    """

    KIND: ClassVar[str] = "augment_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.augment:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    class_field: str
    method: str = "replicate"
    balance: str = "largest"
    minimum: int = 500
    counts: str = ""
    region_field: str = "region"
    group_field: str = "polygon_id"
    jitter_factor: float = 10.0
    neighbours: int = 5
    seed: int = 0


@dataclass(frozen=True)
class ReduceDimensionJob(Job):
    """Let what learns from samples learn from their principal components.

    Args:
        input: samples .gpkg.
        output: the same samples, whose models begin with the components.
        components: of each group of features: a number, or the share of the variance below 1 that is kept.
        by: components of `all` features together, or of those of each `date` or `band`.
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
