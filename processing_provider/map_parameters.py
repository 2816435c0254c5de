"""Parameters of what makes a map of classes: borders, fusion of models, rasters of certainty."""

from __future__ import annotations

from landweave.engine.jobs.fusion import MASSES
from landweave.engine.jobs.mapping import RULES
from landweave.processing_provider.parameters import choice, file, integer, number, raster_output
from landweave.processing_provider.translation import tr

CERTAINTY = ("MARGIN", "ENTROPY", "SET_SIZE", "APPLICABILITY")


def user_features():
    """Yield where the file of the user's own features lies now."""
    yield file(
        "USER_FEATURES",
        tr("File of your own features"),
        tr("Where the Python file lies now that the model's features come from, if it was moved."),
        tr("Python files (*.py)"),
        optional=True,
        advanced=True,
    )


def user_network():
    """Yield where the file of the user's own network lies now."""
    yield file(
        "USER_NETWORK",
        tr("File of your own network"),
        tr("Where the Python file lies now that the model's network comes from, if it was moved."),
        tr("Python files (*.py)"),
        optional=True,
        advanced=True,
    )


def validity():
    """Yield the raster of clear acquisitions."""
    yield raster_output(
        "VALIDITY",
        tr("Clear acquisitions"),
        tr("How many images show each pixel without cloud (GeoTIFF)."),
        optional=True,
    )


def border():
    """Yield how wide the models of two regions are blended."""
    yield number(
        "BORDER_DISTANCE",
        tr("Soft borders (m)"),
        tr(
            "So far on each side of the border between two regions their models are blended, by distance: no line is "
            "seen in the map. 0: each place has the model of its own region only."
        ),
        default=0,
        low=0,
        advanced=True,
    )


def rule(optional=False):
    """Yield how several answers become one; with `optional`, not at all is a choice too."""
    names = ("none", *RULES) if optional else RULES
    yield choice(
        "FUSION",
        tr("Fusion"),
        tr(
            "mean: the mean of the probabilities, good in most cases. product: their product, where the errors are "
            "independent. majority: one vote each. weighted: votes count as much as the report of each says. "
            "dempster_shafer: votes are believed as far as the reports say, by the rule of Dempster and Shafer. "
            "Votes may be tied: the class is undecided then."
        ),
        names,
        default=names[0],
        advanced=True,
    )


def mass():
    """Yield which figure of a report says how far to believe."""
    yield choice(
        "MASS",
        tr("Belief"),
        tr(
            "Which figure of a report says how far a vote is believed, for weighted and dempster_shafer: precision and "
            "recall differ by class, accuracy and kappa are one for all."
        ),
        MASSES,
        default=MASSES[0],
        advanced=True,
    )


def undecided():
    """Yield the code of ties."""
    yield integer(
        "UNDECIDED",
        tr("Code of undecided pixels"),
        tr("Stands in the map where votes are tied."),
        default=255,
        low=1,
        high=65535,
        advanced=True,
    )


def certainty():
    """Yield the rasters that tell how sure a map is; none is written unless asked for."""
    texts = (
        (tr("Margin"), tr("By how much the likeliest class is likelier than the second, 0 to 100.")),
        (tr("Entropy"), tr("How evenly the probability is spread over the classes, 0 (sure) to 100 (no idea).")),
        (
            tr("Number of possible classes"),
            tr(
                "How many classes cannot be ruled out if the right one shall be among them in 9 of 10 places "
                "(conformal prediction). 1: sure. Needs a model trained with TRUST."
            ),
        ),
        (
            tr("Area of applicability"),
            tr(
                "1 where the images look like the samples, 0 where they are unlike all that the model has seen, so "
                "that its answer is a guess. Needs a model trained with TRUST."
            ),
        ),
    )
    for name, (label, help_text) in zip(CERTAINTY, texts):
        yield raster_output(name, label, help_text, optional=True)


def certainty_outputs(values):
    """Return the job fields of these rasters."""
    return {name.lower(): values.output(name) for name in CERTAINTY}
