"""The job train_network: one network for each region, the curves of its training, and what is left of a stopped one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs.learning import TrainClassifierJob
from landweave.engine.jobs.networks import PRESETS, TrainNetworkJob
from landweave.engine.learning.estimators import Method, find_method, parse_options
from landweave.engine.learning.model_file import Model, save_model
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.networks.curves import LiveCurves
from landweave.engine.learning.networks.options import check_torch
from landweave.engine.learning.networks.registry import ALIASES
from landweave.engine.learning.train import train, write_model
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key, source_prints
from landweave.engine.types import Json

STOPPED = "_stopped"
"""Ends the name of the model of a training that was cancelled."""


def run(job: TrainNetworkJob, context: RunContext) -> dict[str, Json]:
    """Train and write the model.

    Returns:
        `MODEL`, and `OUTPUT_HTML` when asked for.

    Raises:
        UserError: about the samples, the network, its options, or a network that learnt nothing.
        Cancelled: if the user stops; the best so far stands beside the model then.
    """
    name = ALIASES.get(job.network, job.network)
    method = find_method(name, "NETWORK")
    if not method.is_network:
        raise UserError(f"{name} is no neural network.", "Use train_classifier, or choose a network.")
    if job.preset not in PRESETS:
        raise UserError(f"There is no PRESET '{job.preset}'.", f"Choose one of {', '.join(PRESETS)}.")
    options = {"preset": job.preset, **parse_options(method, job.network_options, "NETWORK_OPTIONS")}
    classifier = TrainClassifierJob(
        job.samples, job.class_field, job.model, method=name, method_options=json.dumps(options), seed=job.seed,
        region_field=job.region_field, run=job.run, balanced=job.balanced, class_weights=job.class_weights,
        priors=job.priors,
    )  # fmt: skip
    told = NetworkRun(device=job.device, pretrained=job.pretrained)
    result = run_classifier(classifier, method, options, context, told, job.output_html)
    if job.output_html:
        context.artifact("OUTPUT_HTML", job.output_html)
        result["OUTPUT_HTML"] = job.output_html
    return result


def run_classifier(
    job: TrainClassifierJob, method: Method, options: dict[str, Any], context: RunContext,
    told: NetworkRun | None = None, output_html: str = "",
) -> dict[str, Json]:  # fmt: skip
    """Train networks as a job of the classifiers says.

    Args:
        job: what is wanted.
        method: of its name.
        options: of the network and of its training, checked.
        context: is told of each epoch.
        told: device and pretrained weights.
        output_html: page with the curves; empty: none.
    """
    check_torch()
    told = NetworkRun() if told is None else told
    curves = LiveCurves(output_html, method.name, options) if output_html else None
    with work_folder(job.model, context, _key(job, told)) as folder:

        def network_of(region: str, part: RunContext) -> NetworkRun:
            watch = None if curves is None else curves.of_region(region)
            return replace(told, context=_named(part, region), folder=str(folder), watch=watch)

        try:
            model = train(job, method, options, context, str(folder), network_of, _keeper(job.model, context))
        except Cancelled:
            if curves is not None:
                curves.finish("stopped")
            raise
        if told.pretrained:
            model = replace(model, training={**model.training, "pretrained": Path(told.pretrained).name})
        result = write_model(job.model, model, context)
        del model  # a file that is mapped cannot be removed everywhere
    if curves is not None:
        curves.finish("done")
    return result


def stopped_path(model: str) -> str:
    """Return where the model of a cancelled training is written."""
    path = Path(model)
    return str(path.with_name(f"{path.stem}{STOPPED}{path.suffix or '.lwm'}"))


def _keeper(path: str, context: RunContext) -> Callable[[Model], None]:
    def keep(model: Model) -> None:
        beside = stopped_path(path)
        save_model(beside, replace(model, training={**model.training, "stopped": True}))
        context.warning(f"The training was stopped. {beside} holds the best network so far.")

    return keep


def _named(context: RunContext, region: str) -> RunContext:
    """Return a context whose sentences begin with the region, where there are several."""
    if region in ("", "all"):
        return context

    def emit(event: Json) -> None:
        is_said = event["event"] == "log"
        context.emit({**event, "message": f"Region {region}: {event['message']}"} if is_said else event)

    return replace(context, emit=emit)


def _key(job: TrainClassifierJob, told: NetworkRun) -> str:
    values = {k: v for k, v in asdict(job).items() if k != "model"}
    return content_key("network", values, source_prints(job.samples), told.device, told.pretrained)
