"""The chain learns: one model for each run and series, with options that were searched for if that is wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from landweave.engine.chains.auto_context import AutoContext, auto_context
from landweave.engine.chains.maps import classification
from landweave.engine.chains.places import MAIN, Places, Sources
from landweave.engine.chains.sampling import complete, extraction
from landweave.engine.chains.steps import input_prints, keep_copy, run_step, series_prints
from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassificationChainJob, TrainClassifierJob, TuneClassifierJob
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.optimistic import random_split_accuracy
from landweave.engine.learning.train import versions
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key
from landweave.engine.runtime.run_folder import journal_of

_WITHOUT_CONTEXT = 0.1  # share of the time of learning that goes before auto-context
_TUNED = 0.6  # share of the time of learning that goes before the models, when options are searched for


def learn(
    job: ClassificationChainJob, places: Places, samples: Mapping[str, str], context: RunContext
) -> dict[int, Sources]:
    """Train the models of all runs and series.

    Args:
        job: the chain.
        places: of its files.
        samples: file of each series.
        context: of this part of the chain.

    Returns:
        What each run's map is made from.
    """
    if job.method.lower().endswith(".py"):
        keep_copy(job.method, places.folder, f"The file of the network {job.method}", "Check the path (METHOD).")
    if job.auto_context:
        plain = context.part(0, _WITHOUT_CONTEXT)
        options = _learn_series(job, places, MAIN, samples[MAIN], plain)
        context = context.part(_WITHOUT_CONTEXT, 1)
        return {
            run: _with_context(job, places, samples[MAIN], options, run,
                               context.part((run - 1) / job.runs, run / job.runs))
            for run in range(1, job.runs + 1)
        }
    for number, (series, path) in enumerate(samples.items()):
        part = context.part(number / len(samples), (number + 1) / len(samples))
        _learn_series(job, places, series, path, part)
    return {run: Sources(places.catalogue, {series: places.model(run, series) for series in samples})
            for run in range(1, job.runs + 1)}


def _learn_series(job: ClassificationChainJob, places: Places, series: str, path: str, context: RunContext) -> str:
    """Train the models of one series; return their options."""
    options = _tuned(job, places, series, path, context.part(0, _TUNED)) if job.tune else job.method_options
    part = context.part(_TUNED if job.tune else 0, 1)
    for run in range(1, job.runs + 1):
        train = training(places, path, places.model(run, series), options, run)
        label = f"Training{f', {series}' * bool(series)}, run {run} of {job.runs}"
        run_step(train, part.part((run - 1) / job.runs, run / job.runs), label,
                 [versions(find_method(job.method))])
    return options


def _with_context(
    job: ClassificationChainJob, places: Places, samples: str, options: str, run: int, context: RunContext
) -> Sources:
    """Return what a run's map is made from when its surroundings help to classify a pixel."""
    steps = AutoContext(
        job.auto_context, job.superpixel_size, extraction(job, places, MAIN),
        training(places, samples, places.model(run), options, run),
        classification(job, places.catalogue, (places.model(run),), ""),
        place=lambda name: places.step(name, run=run), shared=places.step,
        complete=lambda path, number, part: complete(job, places, MAIN, path, f"_context_{number}_run_{run}", part),
        depends=[series_prints(job.series, places.folder)])
    catalogue, model = auto_context(steps, context)
    return Sources(catalogue, {MAIN: model})


def training(places: Places, samples: str, model: str, options: str, run: int) -> TrainClassifierJob:
    """Return the training of one model."""
    job = places.job
    return TrainClassifierJob(
        samples, places.class_field, model, method=job.method, method_options=options, seed=job.seed, run=run,
        balanced=job.balanced, class_weights=job.class_weights, calibration=job.calibration, priors=job.priors,
        trust=job.trust or bool(job.set_size or job.applicability))


def _tuned(job: ClassificationChainJob, places: Places, series: str, samples: str, context: RunContext) -> str:
    """Search the options on what the first run learns from, and return them; those that the user gave stay."""
    tune = TuneClassifierJob(samples, places.class_field, places.step("tuning.json", series), method=job.method,
                             method_options=job.method_options, seed=job.seed, run=1)
    run_step(tune, context, f"Search of the options{f', {series}' * bool(series)}", [versions()])
    return _found_options(places, series)


def _found_options(places: Places, series: str) -> str:
    """Return what the search has found."""
    found = json.loads(Path(places.step("tuning.json", series)).read_text(encoding="utf-8"))
    return str(found["method_options"])


def random_split(job: ClassificationChainJob, places: Places, samples: str, context: RunContext) -> float | None:
    """Return the optimistic accuracy of the first run's learner on pixels split at random; None where there is none.

    Args:
        job: the chain.
        places: of its files.
        samples: of the main series.
        context: keeps the figure in the run's journal.
    """
    options = _found_options(places, MAIN) if job.tune else job.method_options
    train = training(places, samples, "", options, 1)
    key = content_key("random split", train.to_json(), input_prints(train), versions(find_method(job.method)))
    with journal_of(context) as journal:
        before = journal.get(key) if journal else None
        if before is None:
            context.log("Accuracy that a random split of pixels would claim ...")
            try:
                before = {"accuracy": random_split_accuracy(train, context)}
            except UserError as error:  # a figure for comparison only: too few samples stop no chain
                context.log(f"There is none: {error.message}")
                before = {"accuracy": None}
            if journal:
                journal.put(key, "Random split", before)
        claimed: float | None = before["accuracy"]
        return claimed
