"""Several models, one answer: which of them hold in a region, and the mean of their probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.model_file import ALL_REGIONS, Model, load_model
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import CONFIDENCE_NODATA, AnyArray, Float32Array, UInt8Array

PROBABILITY_SCALE = 10000
PROBABILITY_NODATA = 65535


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Models of one and the same features.

    Args:
        models: in the user's order.
        codes: of all classes of all models, ascending; columns of the probabilities.
    """

    models: tuple[Model, ...]
    codes: tuple[int, ...]

    @property
    def plan(self) -> SeriesPlan:
        """How the features of all models are made."""
        plan = self.models[0].plan
        if plan is None:
            raise ValueError("a model without a plan")
        return plan

    @property
    def names(self) -> dict[int, str]:
        """What the classes are called in the models."""
        return {c.code: c.label for m in reversed(self.models) for c in m.classes}

    def knows(self, region: str) -> bool:
        """Tell whether a model holds in a region."""
        return any(m.predictor(region) is not None for m in self.models)

    def probabilities(self, features: AnyArray, region: str) -> Float32Array:
        """Return the mean of the models that hold in a region, shape (pixel, class).

        Args:
            features: shape (pixel, feature).
            region: one that `knows` is true for.
        """
        total = np.zeros((len(features), len(self.codes)), np.float32)
        voters = [(m, p) for m in self.models for p in [m.predictor(region)] if p is not None]
        for model, predictor in voters:
            found = predictor.predict_proba(np.ascontiguousarray(features))
            if len(voters) == 1 and model.codes == self.codes:
                return found
            total[:, np.searchsorted(self.codes, model.codes)] += found
        return total / np.float32(len(voters))


def load_ensemble(paths: Sequence[str]) -> Ensemble:
    """Read models and check that they can be used together, on images.

    Raises:
        UserError: naming the model that is damaged, was made from a table, or for other features.
    """
    if not paths:
        raise UserError("No model is given.", "Choose at least one model file (.lwm).")
    models = tuple(load_model(path) for path in paths)
    for path, model in zip(paths, models):
        if model.plan is None or [f.name for f in model.plan.features()] != [f.name for f in model.features]:
            raise UserError(
                f"The model {path} was not made from images of a catalogue but from a table, so its features cannot "
                "be computed.",
                "Make samples with extract_samples, and train on them.",
            )
        if model.plan != models[0].plan:
            raise UserError(
                f"The models {paths[0]} and {path} were made for different features: "
                f"{_difference(models[0].plan, model.plan)}.",
                "Classify with each on its own, or train both with the same series options.",
            )
    _check_labels(paths, models)
    return Ensemble(models, tuple(sorted({code for m in models for code in m.codes})))


def _check_labels(paths: Sequence[str], models: Sequence[Model]) -> None:
    """Refuse models that call a code by different names: text classes are numbered by each training."""
    seen: dict[int, tuple[str, str]] = {}
    for path, model in zip(paths, models):
        for entry in model.classes:
            first, label = seen.setdefault(entry.code, (path, entry.label))
            if label != entry.label:
                raise UserError(
                    f"Code {entry.code} is '{label}' in the model {first} and '{entry.label}' in {path}.",
                    "Train both on samples with the same classes, or with a field of class codes.",
                )


def is_regional(ensemble: Ensemble) -> bool:
    """Tell whether a model holds in named regions only."""
    return not any(ALL_REGIONS in m.regions for m in ensemble.models)


def best_class(probabilities: Float32Array, codes: Sequence[int]) -> tuple[AnyArray, UInt8Array]:
    """Return the likeliest code (the lowest of equals) and its probability in percent, both (pixel,)."""
    best = probabilities.argmax(axis=1)
    top = np.take_along_axis(probabilities, best[:, None], axis=1)[:, 0]
    percent = np.clip(np.rint(top * np.float32(100)), 0, CONFIDENCE_NODATA - 1).astype(np.uint8)
    return np.asarray(codes)[best], np.minimum(percent, np.uint8(100))


def scaled_probabilities(probabilities: Float32Array) -> AnyArray:
    """Return probabilities x 10000 as uint16, shape (class, pixel)."""
    scaled = np.clip(np.rint(probabilities.T * np.float32(PROBABILITY_SCALE)), 0, PROBABILITY_SCALE)
    stored: AnyArray = scaled.astype(np.uint16)
    return stored


def _difference(first: SeriesPlan | None, second: SeriesPlan) -> str:
    """Say what two plans do not share."""
    known = {} if first is None else {s.sensor: s for s in first.sensors}
    for sensor in second.sensors:
        other = known.get(sensor.sensor)
        if other is None:
            return f"only one uses the sensor {sensor.sensor}"
        if other.bands != sensor.bands:
            return f"the bands of {sensor.sensor} are {', '.join(other.bands)} and {', '.join(sensor.bands)}"
        if other != sensor:
            return f"the dates, indices or filling of {sensor.sensor} are not the same"
    return "one uses more sensors"
