"""What later steps of the chain of classes would refuse, said before the first one starts."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import check_undecided
from landweave.engine.fusion.scores import check_mass
from landweave.engine.jobs import ClassificationChainJob
from landweave.engine.jobs.fusion import SMOOTHINGS
from landweave.engine.jobs.mapping import RULES
from landweave.engine.jobs.sample_sets import AUGMENTATIONS
from landweave.engine.learning.calibration import check_calibration
from landweave.engine.learning.weights import parse_class_weights
from landweave.engine.segments.run import LARGEST, SMALLEST

NONE = "none"


def check_wishes(job: ClassificationChainJob) -> None:
    """Check what the samples, the classifier and the map are wished to be.

    Raises:
        UserError: naming the parameter.
    """
    for name, value, known in (
        ("AUGMENTATION", job.augmentation, AUGMENTATIONS), ("FUSION", job.fusion, RULES), ("SMOOTHING", job.smoothing,
                                                                                     SMOOTHINGS),
    ):  # fmt: skip
        if value not in (NONE, *known):
            raise UserError(f"{name} is '{value}'.", f"Choose one of: {', '.join((NONE, *known))}.")
    parse_class_weights(job.class_weights)
    check_calibration(job.calibration)
    check_mass(job.mass)
    if job.fusion != NONE:
        check_undecided(job.undecided, ())
    for name, number, least in (("AUGMENT_TO", job.augment_to, 0), ("AUTO_CONTEXT", job.auto_context, 0),
                                ("MINIMUM_CLEAR", job.minimum_clear, 1)):
        if number < least:
            raise UserError(f"{name} is {number}.", f"Give it a number from {least}.")
    if job.auto_context and not SMALLEST <= job.superpixel_size <= LARGEST:
        raise UserError(f"SUPERPIXEL_SIZE is {job.superpixel_size}.", f"Give it {SMALLEST} to {LARGEST} pixels.")
