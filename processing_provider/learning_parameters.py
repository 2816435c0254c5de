"""Parameters of what learns from samples: the samples, their class, the run of the split, the score."""

from __future__ import annotations

from pathlib import Path

from landweave.engine.jobs.learning import LEARNERS
from landweave.engine.jobs.networks import DEVICES
from landweave.engine.jobs.tuning import SCORES
from landweave.processing_provider.checks import json_object
from landweave.processing_provider.parameters import ANY_TABLE, artefact, choice, field, folder_output, integer
from landweave.processing_provider.translation import tr
from landweave.processing_provider.values import is_python


def samples():
    """Yield the samples."""
    yield artefact(
        "SAMPLES",
        tr("Samples"),
        tr("Made by 'Read the values of the samples' or 'Import samples from a table'."),
        ANY_TABLE,
    )


def samples_with_class():
    """Yield the samples and the column of their class."""
    yield from samples()
    yield field("CLASS_FIELD", tr("Column with the class"), tr("A column of the samples."), parent="SAMPLES")


def run_of_samples():
    """Yield the run whose learning side is taken."""
    yield integer(
        "RUN",
        tr("Run of the split"),
        tr("Learn from the samples whose column run_1 (run_2, ...) says learn. 0: from all samples."),
        default=0,
        low=0,
        advanced=True,
    )


def score():
    """Yield the figure by which classifiers are compared."""
    yield choice(
        "SCORE",
        tr("What is judged by"),
        tr(
            "macro_f1: mean F-score, every class counts alike. overall_accuracy: share of samples that are right. "
            "kappa: agreement beyond chance."
        ),
        SCORES,
        default="macro_f1",
    )


def device():
    """Yield where a network is computed."""
    yield choice(
        "DEVICE",
        tr("Where it is computed"),
        tr("auto: on a graphics card (CUDA) where there is one, else on the processor."),
        DEVICES,
        default="auto",
        advanced=True,
    )


def training_folder():
    """Return where the state of a training is kept."""
    return folder_output(
        "RUN_FOLDER",
        tr("Run folder"),
        tr(
            "Keeps the log and the state of the training: killed or cancelled, it goes on from its last epoch with the "
            "same parameters and folder. Empty: nothing is kept."
        ),
        "",
    )


def learner_fault(values):
    """Return what is wrong with the options of the classifier or the weights of its classes; None if nothing is."""
    return json_object("METHOD_OPTIONS", values.text("METHOD_OPTIONS")) or json_object(
        "CLASS_WEIGHTS", values.text("CLASS_WEIGHTS")
    )


def unknown_name(values, name, known):
    """Return what is wrong with one of some names, or a Python file; None if nothing is."""
    given = values.text(name)
    if is_python(given):
        missing = not Path(given).is_file()
        return tr("{name}: there is no file {value}.").format(name=name, value=given) if missing else None
    if given in known:
        return None
    return tr("{name}: {value} is not known. Known are: {known}, or a Python file.").format(
        name=name, value=given, known=", ".join(known)
    )


def learner_or_network_fault(values):
    """Return what `learner_fault` does, and whether there is such a classifier."""
    return unknown_name(values, "METHOD", LEARNERS) or learner_fault(values)
