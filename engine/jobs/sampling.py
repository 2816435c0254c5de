"""The job that writes how samples are chosen as a plan to be edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Union

from landweave.engine.jobs.base import Job
from landweave.engine.jobs.samples import SelectSamplesJob


@dataclass(frozen=True)
class SamplingPlanJob(Job):
    """Write the sampling plan that `select_samples` would follow with the same options.

    Args:
        output: CSV, one row a region and class: region, class, name, polygons, pixels, strategy, size, samples.
        nomenclature: gives the names of the classes; empty: none.

    The others are those of `SelectSamplesJob`.
    """

    KIND: ClassVar[str] = "sampling_plan"
    RUN: ClassVar[str] = "landweave.engine.samples.sampling_plan:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    strategy: str = "maximum"
    maximum: int = 10000
    percent: float = 10.0
    seed: int = 0
    total: int = 10000
    counts: str = ""
    plan: str = ""
    sampler: str = "random"
    per_polygon: int = 0
    spacing: float = 0.0
    nomenclature: str = ""


SamplingOptions = Union[SelectSamplesJob, SamplingPlanJob]
"""Both have the same options of the choice."""
