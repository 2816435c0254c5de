"""The job predict_regression: the map of a quantity, by the same blocks as a map of classes."""

from __future__ import annotations

from dataclasses import fields

from landweave.engine.errors import UserError
from landweave.engine.jobs.mapping import ClassifyJob
from landweave.engine.jobs.regression import PredictRegressionJob
from landweave.engine.mapping.classify import Wanted, predict
from landweave.engine.mapping.combine import Ensemble, load_ensemble
from landweave.engine.mapping.fusing import Fusion
from landweave.engine.mapping.outputs import VALIDITY, VALIDITY_NODATA, VALUES
from landweave.engine.mapping.parts import Kind
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import SERIES_NODATA, Json


def run(job: PredictRegressionJob, context: RunContext) -> dict[str, Json]:
    """Write the value of every pixel that the extent, the mask and the regions leave.

    Raises:
        UserError: naming the model, tile, band, image or region that does not fit or is damaged.
    """
    ensemble = load_ensemble(job.models)
    target = _target(job, ensemble)
    kinds = [Kind(VALUES, "float32", SERIES_NODATA, descriptions=(target,))]
    outputs = {VALUES: job.output}
    if job.validity:
        kinds.append(Kind(VALIDITY, "uint16", VALIDITY_NODATA, descriptions=("clear acquisitions",)))
        outputs[VALIDITY] = job.validity
    ranges = [(m.training.get("low", 0.0), m.training.get("high", 1.0)) for m in ensemble.models]
    limits = {VALUES: (min(low for low, _ in ranges), max(high for _, high in ranges))}
    wanted = Wanted(ensemble, Fusion(), tuple(kinds), outputs, Nomenclature(), limits)
    predict(_as_classification(job), wanted, context)
    return {"OUTPUT": job.output, **({"VALIDITY": job.validity} if job.validity else {})}


def _as_classification(job: PredictRegressionJob) -> ClassifyJob:
    """Return the job that maps the same area with the same models."""
    shared = {f.name for f in fields(ClassifyJob)} & {f.name for f in fields(PredictRegressionJob)}
    return ClassifyJob(**{name: getattr(job, name) for name in shared})


def _target(job: PredictRegressionJob, ensemble: Ensemble) -> str:
    """Return what the models give values of.

    Raises:
        UserError: if one gives classes, or they are of different quantities.
    """
    for path, model in zip(job.models, ensemble.models):
        if not model.target:
            raise UserError(f"The model {path} gives classes, no quantity.",
                            "Use classify with it, or choose a model made by train_regression.")
        if model.target != ensemble.models[0].target:
            raise UserError(f"The model {job.models[0]} is of '{ensemble.models[0].target}', but {path} of "
                            f"'{model.target}'.", "Choose models of one quantity.")
    return ensemble.models[0].target
