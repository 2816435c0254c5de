"""What the land-cover chain asks for beside its three inputs: all of it has a default, and lies under Advanced."""

from __future__ import annotations

from landweave.engine.jobs.fusion import SMOOTHINGS
from landweave.engine.jobs.sample_sets import AUGMENTATIONS
from landweave.processing_provider import map_parameters
from landweave.processing_provider.parameters import ANY_TABLE, artefact, choice, file, integer, number, switch, text
from landweave.processing_provider.samples import choice_parameters
from landweave.processing_provider.samples.split_reference import METHODS as SPLITS
from landweave.processing_provider.translation import tr


def runs():
    """Yield how often, and in what shares, the polygons are divided."""
    yield integer(
        "RUNS",
        tr("Number of runs"),
        tr("Independent random splits: several show how much the accuracy depends on the split."),
        default=1,
        low=1,
        high=100,
        advanced=True,
    )
    yield number(
        "RATIO",
        tr("Share of the polygons to learn from"),
        tr("The rest validates."),
        default=0.5,
        low=0.01,
        high=0.99,
        advanced=True,
    )


def division():
    """Yield what the splits keep together, and the share of the polygons that validates a fusion of runs."""
    yield choice(
        "SPLIT",
        tr("What a split keeps together"),
        tr(
            "polygon: all pixels of a polygon. block, tile, region, year: all polygons of a square, an image tile, a "
            "region, a year. knndm: validation polygons lie as far from those learnt from as the map does: where "
            "polygons are bunched and the map is larger."
        ),
        SPLITS,
        default="polygon",
        advanced=True,
    )
    yield number(
        "BLOCK_SIZE_M",
        tr("Side of the squares in metres (block)"),
        tr("0: a tenth of the area's side."),
        default=0.0,
        low=0.0,
        advanced=True,
    )
    yield number(
        "HOLD_BACK",
        tr("Share of the polygons held back from all runs"),
        tr("They validate the map that is fused from all runs; 0.1 is usual. Only useful with FUSION."),
        default=0,
        low=0,
        high=0.9,
        advanced=True,
    )


def samples():
    """Yield which pixels are learnt from, and what is added to them."""
    yield integer(
        "SAMPLES_PER_CLASS",
        tr("Largest number of samples of a class"),
        tr("In each region and on each side of the split. 0: all pixels of the polygons."),
        default=10000,
        low=0,
        advanced=True,
    )
    yield file(
        "SAMPLING_PLAN",
        tr("Sampling plan"),
        tr("A table that says how many samples of each region and class, made by 'Make a sampling plan' and edited."),
        tr("CSV files (*.csv)"),
        optional=True,
        advanced=True,
    )
    yield from choice_parameters.sampler()
    yield integer(
        "MINIMUM_CLEAR",
        tr("Fewest clear acquisitions of a sample"),
        tr("Pixels that were seen without clouds less often are not learnt from."),
        default=1,
        low=0,
        advanced=True,
    )
    yield file(
        "COPY_RULES",
        tr("Samples from other regions"),
        tr("A CSV with the columns from, to, class, count: samples that a region takes from another one."),
        tr("CSV files (*.csv)"),
        optional=True,
        advanced=True,
    )
    yield from _earlier_samples()
    yield from _augmentation()


def _earlier_samples():
    """Yield which classes are learnt from last year's samples."""
    yield artefact(
        "EARLIER_SAMPLES",
        tr("Samples of an earlier year"),
        tr(
            "For annual crops, which nobody has seen yet this year: the samples of last year's run "
            "(steps/samples.gpkg of its run folder). The classes below are learnt from them."
        ),
        ANY_TABLE,
        optional=True,
        advanced=True,
    )
    yield text(
        "EARLIER_CLASSES",
        tr("Classes of the earlier year"),
        tr("Codes of the annual crops, parted by commas."),
        advanced=True,
    )


def _augmentation():
    """Yield how rare classes get more samples."""
    yield choice(
        "AUGMENTATION",
        tr("More samples of rare classes"),
        tr(
            "For learning only. replicate: samples are repeated. jitter: repeated with a little noise. smote: new ones "
            "between neighbours of a class."
        ),
        ("none", *AUGMENTATIONS),
        default="none",
        advanced=True,
    )
    yield integer(
        "AUGMENT_TO",
        tr("Samples of a class with these"),
        tr("Classes with fewer are brought to this number. 0: to that of the largest class of their region."),
        default=0,
        low=0,
        advanced=True,
    )


def learning():
    """Yield what the classifier does beside its own options."""
    yield switch(
        "TUNE",
        tr("Search the best options of the classifier"),
        tr("By cross-validation that keeps polygons whole, before learning. Takes many times as long as learning."),
        advanced=True,
    )
    yield switch(
        "TRUST",
        tr("Tell where the model may be trusted"),
        tr("Needed by the number of possible classes and the area of applicability; on if one of them is asked for."),
        advanced=True,
    )


def mapping():
    """Yield how models become the map."""
    yield from map_parameters.border()
    yield from map_parameters.rule(optional=True)
    yield from map_parameters.mass()
    yield from map_parameters.undecided()
    yield file(
        "RADAR_SERIES",
        tr("Second series (radar)"),
        tr(
            "Options of a second time series, for example of Sentinel-1. A model of its own is learnt from it, and its "
            "map fused with the first one's: each is believed class by class as far as the validation says (MASS)."
        ),
        tr("JSON files (*.json)"),
        optional=True,
        advanced=True,
    )
    yield integer(
        "AUTO_CONTEXT",
        tr("Rounds of auto-context"),
        tr(
            "In each round the shares of the classes in the surroundings of a pixel become features of it: for classes "
            "that differ by their pattern, such as orchards or suburbs. 3 is usual; each takes as long as a map."
        ),
        default=0,
        low=0,
        high=10,
        advanced=True,
    )
    yield integer(
        "SUPERPIXEL_SIZE",
        tr("Size of the surroundings (pixels)"),
        tr("Of the segments that auto-context looks at."),
        default=100,
        low=4,
        advanced=True,
    )
    yield choice(
        "SMOOTHING",
        tr("Smoothing"),
        tr(
            "What neighbours have to say in a pixel's class. bayes: where a pixel is unsure and its surroundings are "
            "not, they decide. majority: the commonest class around. gaussian: probabilities are blurred."
        ),
        ("none", *SMOOTHINGS),
        default="none",
        advanced=True,
    )


def chain_fields(values):
    """Return what the user chose here as fields of the job."""
    return {
        "split": values.text("SPLIT"),
        "block_size_m": values.number("BLOCK_SIZE_M"),
        "hold_back": values.number("HOLD_BACK"),
        "samples_per_class": values.integer("SAMPLES_PER_CLASS"),
        "sampling_plan": values.file("SAMPLING_PLAN"),
        "sampler": values.text("SAMPLER"),
        "minimum_clear": values.integer("MINIMUM_CLEAR"),
        "copy_rules": values.file("COPY_RULES"),
        "earlier_samples": values.artefact("EARLIER_SAMPLES"),
        "earlier_classes": values.names("EARLIER_CLASSES"),
        "augmentation": values.text("AUGMENTATION"),
        "augment_to": values.integer("AUGMENT_TO"),
        "tune": values.switch("TUNE"),
        "trust": values.switch("TRUST"),
        "radar_series": values.file("RADAR_SERIES"),
        "auto_context": values.integer("AUTO_CONTEXT"),
        "superpixel_size": values.integer("SUPERPIXEL_SIZE"),
        "smoothing": values.text("SMOOTHING"),
    }
