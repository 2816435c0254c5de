"""Several models, one answer: which of them hold in a region, what each says there, and how they are fused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.model_file import ALL_REGIONS, Model, known_names, load_model
from landweave.engine.learning.networks.predictor import check_user_network
from landweave.engine.learning.predictors import ColumnPredictor, Predictor
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import AnyArray, BoolArray, Float32Array

_NOTHING_GIVEN: Mapping[str, Float32Array] = MappingProxyType({})
NO_TRUST = "Train it again with TRUST, or leave SET_SIZE and APPLICABILITY empty."


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Models, of the same features or of different ones.

    Args:
        models: in the user's order.
        codes: of all classes of all models, ascending; columns of the probabilities.
        plans: how features are made, each once; the first is the first model's.
        plan_of: number of each model's plan.
    """

    models: tuple[Model, ...]
    codes: tuple[int, ...]
    plans: tuple[SeriesPlan, ...]
    plan_of: tuple[int, ...]

    @property
    def names(self) -> dict[int, str]:
        """What the classes are called in the models."""
        return {c.code: c.label for m in reversed(self.models) for c in m.classes}

    def knows(self, region: str) -> bool:
        """Tell whether a model holds in a region."""
        return any(m.predictor(region) is not None for m in self.models)

    def on(self, plans: Sequence[SeriesPlan]) -> Ensemble:
        """Return the ensemble for plans that take their place, which may have other dates."""
        if all(_dates(own) == _dates(other) for own, other in zip(self.plans, plans)):
            return self
        models = [m if _dates(self.plans[p]) == _dates(plans[p]) else m.on(plans[p])
                  for m, p in zip(self.models, self.plan_of)]
        return replace(self, models=tuple(models), plans=tuple(plans))

    def takes_any_dates(self, number: int) -> bool:
        """Tell whether all models of a plan take other dates than those that they learnt from."""
        return all(m.takes_any_dates for m, plan in zip(self.models, self.plan_of) if plan == number)

    def predictors(
        self, number: int, weights: Mapping[str, Float32Array]
    ) -> dict[str, tuple[Predictor | None, Float32Array]]:
        """Return the predictors of a model by region, None where it has none, with their weights, (pixel,)."""
        model = self.models[number]
        return {region: (model.predictor(region), weight) for region, weight in _by_predictor(model, weights).items()}

    def probabilities(
        self, number: int, features: AnyArray, usable: BoolArray, weights: Mapping[str, Float32Array],
        given: Mapping[str, Float32Array] = _NOTHING_GIVEN,
    ) -> tuple[Float32Array, BoolArray]:  # fmt: skip
        """Return what one model says of some pixels: the mean of its predictors of the regions, by their weights.

        Args:
            number: of the model.
            features: of its plan, shape (pixel, feature).
            usable: where the features mean something, shape (pixel,).
            weights: of each region in each pixel, shape (pixel,); where a region has no predictor, the others
                share its weight.
            given: what predictors that look around a pixel said, by region, (pixel, class of the model).

        Returns:
            Probabilities over the classes of all models, (pixel, class), and where there are any, (pixel,).
        """
        model = self.models[number]
        columns = np.searchsorted(self.codes, model.codes)
        total = np.zeros((len(features), len(self.codes)), np.float32)
        sums = np.zeros(len(features), np.float32)
        for region, (predictor, weight) in self.predictors(number, weights).items():
            rows = np.flatnonzero((weight > 0) & usable)
            if predictor is None or not rows.size:
                continue
            everywhere = rows.size == len(features)
            if region in given:
                found = given[region][rows]
            else:
                found = predictor.predict_proba(np.ascontiguousarray(features if everywhere else features[rows]))
            if everywhere and len(columns) == len(self.codes) and (weight == 1).all():
                return found, usable
            total[rows[:, None], columns] += found * weight[rows, None]
            sums[rows] += weight[rows]
        known: BoolArray = sums > 0
        total[known] /= sums[known, None]
        return total, known


    def conformal_thresholds(self) -> Float32Array:
        """Return the largest threshold that a model has for each class, shape (class,).

        Raises:
            UserError: if a model was trained without TRUST.
        """
        thresholds = np.zeros(len(self.codes), np.float32)
        for model in self.models:
            if model.conformal is None:
                raise UserError("A model does not tell how large sets of classes must be.", NO_TRUST)
            for column, code in enumerate(self.codes):
                thresholds[column] = max(thresholds[column], model.conformal.get(str(code), 0.0))
        return thresholds

    def dissimilarity(
        self, number: int, features: AnyArray, known: BoolArray, weights: Mapping[str, Float32Array]
    ) -> Float32Array:
        """Return how unlike the features are to those that a model was trained with, shape (pixel,).

        Shares of the largest that is inside the area of applicability: 1 is its edge. Infinite where a region counts
        that the model has no samples of.

        Args:
            number: of the model.
            features: of its plan, shape (pixel, feature).
            known: pixels to look at; 0 elsewhere.
            weights: of each region; every region that counts in a pixel has to know such places.
        """
        model = self.models[number]
        found = np.zeros(len(features), np.float32)
        for region, weight in _by_predictor(model, weights).items():
            rows = np.flatnonzero((weight > 0) & known)
            own = np.ascontiguousarray(features[rows])
            nearest = np.full(len(rows), np.inf, np.float32)
            for area in model.areas(region) if rows.size else ():  # pieces of a region are of one kind: any will do
                nearest = np.minimum(nearest, area.dissimilarity(own) / np.float32(area.threshold))
            found[rows] = np.maximum(found[rows], nearest)
        return found


def _dates(plan: SeriesPlan) -> list[tuple[str, ...]]:
    return [sensor.target_dates for sensor in plan.sensors]


def _by_predictor(model: Model, weights: Mapping[str, Float32Array]) -> dict[str, Float32Array]:
    """Return the weights; of a model that serves everywhere, their sum for all regions without one of their own."""
    together: dict[str, Float32Array] = {}
    for region, weight in weights.items():
        key = ALL_REGIONS if known_names(model.regions, region) == [ALL_REGIONS] else region
        together[key] = together[key] + weight if key in together else weight
    return together


def load_ensemble(paths: Sequence[str], user_network: str = "") -> Ensemble:
    """Read models and check that they can be used together, on images.

    Args:
        paths: of the models.
        user_network: where the file of the user's own network lies now; empty: where it was when the model was trained.

    Raises:
        UserError: naming the model that is damaged, was made from a table, or calls a class otherwise; the file of a
            network that is gone or was changed.
    """
    if not paths:
        raise UserError("No model is given.", "Choose at least one model file (.lwm).")
    models = tuple(load_model(path) for path in paths)
    _find_networks(models, user_network)
    plans: list[SeriesPlan] = []
    plan_of: list[int] = []
    for path, model in zip(paths, models):
        if model.plan is None or [f.name for f in model.plan.features()] != [f.name for f in model.features]:
            raise UserError(
                f"The model {path} was not made from images of a catalogue but from a table, so its features cannot "
                "be computed.",
                "Make samples with extract_samples, and train on them.",
            )
        if model.plan not in plans:
            plans.append(model.plan)
        plan_of.append(plans.index(model.plan))
    _check_labels(paths, models)
    codes = tuple(sorted({code for m in models for code in m.codes}))
    return Ensemble(models, codes, tuple(plans), tuple(plan_of))


def _find_networks(models: Sequence[Model], user_network: str) -> None:
    """Look at once for the files of networks of the user's own."""
    if user_network:
        from landweave.engine.learning.networks.user_network import remember_place

        remember_place(user_network)
    for model in models:
        if str(model.training.get("method", "")).lower().endswith(".py"):
            for predictor in model.regions.values():
                if isinstance(predictor, ColumnPredictor):
                    check_user_network(predictor.inner)


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


def refuse_values(paths: Sequence[str], ensemble: Ensemble) -> None:
    """Refuse models of a quantity where classes are wanted.

    Raises:
        UserError: naming the model.
    """
    for path, model in zip(paths, ensemble.models):
        if model.target:
            raise UserError(f"The model {path} gives values of '{model.target}', no classes.",
                            "Use predict_regression with it, or choose a model made by train_classifier.")


def is_regional(ensemble: Ensemble) -> bool:
    """Tell whether a model holds in named regions only."""
    return not any(ALL_REGIONS in m.regions for m in ensemble.models)
