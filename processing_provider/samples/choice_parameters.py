"""The parameters that `select_samples` and `sampling_plan` share: how samples are chosen."""

from __future__ import annotations

from landweave.engine.jobs.samples import SAMPLERS
from landweave.processing_provider import common
from landweave.processing_provider.parameters import POLYGONS_OR_POINTS, choice, file, integer, number, source
from landweave.processing_provider.translation import tr

STRATEGIES = ("maximum", "proportional", "all", "smallest", "total", "file", "plan")
_NEEDS = {"file": "COUNTS", "plan": "PLAN"}


def reference():
    """Yield the reference whose pixels are chosen."""
    yield source(
        "INPUT",
        tr("Prepared or split reference"),
        tr("Made by 'Prepare the reference' or 'Split into learning and validation'."),
        POLYGONS_OR_POINTS,
    )


def strategy():
    """Yield the strategy, and the size that each needs."""
    yield choice(
        "STRATEGY",
        tr("Which pixels"),
        tr(
            "For each class, region and side of the split. maximum: at most so many of each. proportional: a share of "
            "each. all: every pixel. smallest: as many of each class as the smallest class of the region has. total: a "
            "number of samples of a region, divided among its classes by their pixels. file: what a table of counts "
            "says. plan: what an edited sampling plan says."
        ),
        STRATEGIES,
        default="maximum",
    )
    yield integer(
        "MAXIMUM",
        tr("Most pixels of a class (maximum)"),
        tr("Used by the strategy maximum."),
        default=10000,
        low=1,
    )
    yield number(
        "PERCENT",
        tr("Share of the pixels in % (proportional)"),
        tr("Used by the strategy proportional."),
        default=10.0,
        low=0.001,
        high=100.0,
    )
    yield integer(
        "TOTAL",
        tr("Samples of a region (total)"),
        tr("Used by the strategy total; each class gets one sample at least."),
        default=10000,
        low=1,
        advanced=True,
    )
    yield file(
        "COUNTS",
        tr("Table of counts (file)"),
        tr("Used by the strategy file: CSV with the columns class and count; * as the class stands for all others."),
        tr("Tables (*.csv)"),
        optional=True,
        advanced=True,
    )
    yield file(
        "PLAN",
        tr("Sampling plan (plan)"),
        tr("Used by the strategy plan: a table of 'Make a sampling plan', whose columns strategy and size you edit."),
        tr("Tables (*.csv)"),
        optional=True,
        advanced=True,
    )


def sampler():
    """Yield what decides between the pixels of a class."""
    yield choice(
        "SAMPLER",
        tr("At random or evenly"),
        tr("random: any pixels. periodic: every so many pixels, row by row, so that they are spread evenly."),
        SAMPLERS,
        default="random",
        advanced=True,
    )


def limits():
    """Yield what keeps samples apart, and the seed of their choice."""
    yield integer(
        "PER_POLYGON",
        tr("Most samples of a polygon"),
        tr("In one region; other polygons of the class give more then. 0: no limit."),
        default=0,
        low=0,
        advanced=True,
    )
    yield number(
        "SPACING",
        tr("Least distance between samples (m)"),
        tr("Between samples of one class, region and side: neighbouring pixels say nearly the same. 0: none."),
        default=0.0,
        low=0.0,
        advanced=True,
    )
    yield from common.seed()


def missing_table(values) -> str | None:
    """Say when the strategy needs a table that is not given."""
    name = values.text("STRATEGY")
    if name in _NEEDS and not values.given(_NEEDS[name]):
        return tr("The strategy {strategy} needs {table}: choose the file.").format(strategy=name, table=_NEEDS[name])
    return None


def options(values) -> dict:
    """Return what these parameters say, as fields of a job."""
    return {
        "input": values.source("INPUT"),
        "strategy": values.text("STRATEGY"),
        "maximum": values.integer("MAXIMUM"),
        "percent": values.number("PERCENT"),
        "total": values.integer("TOTAL"),
        "counts": values.file("COUNTS"),
        "plan": values.file("PLAN"),
        "sampler": values.text("SAMPLER"),
        "per_polygon": values.integer("PER_POLYGON"),
        "spacing": values.number("SPACING"),
        "seed": values.integer("SEED"),
    }
