"""How a network of patches is learnt: as one of pixels is, but that batches are of patches and losses of their pixels.

Pixels without a label, and those of polygons that are held out, are surroundings: they are seen, and nothing is learnt
of their class. Each time a patch is seen it may be turned or mirrored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor

from landweave.engine.errors import UserError
from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.networks.batches import BatchMaker, learn_normalisation
from landweave.engine.learning.networks.layout import is_known, layout_of
from landweave.engine.learning.networks.options import AUTO, training_settings
from landweave.engine.learning.networks.predictor import NetworkDescription, Weights
from landweave.engine.learning.networks.registry import NetworkSpec
from landweave.engine.learning.networks.spatial import SpatialPredictor
from landweave.engine.learning.networks.spatial_augment import PatchAugmentation
from landweave.engine.learning.networks.spatial_inference import patch_batch
from landweave.engine.learning.networks.spatial_samples import PixelNumbers, check_numbers
from landweave.engine.learning.networks.trainer import Lesson, Trainer
from landweave.engine.learning.networks.training import MOST_FOR_NORMALISATION, Fit, undisturbed_torch
from landweave.engine.learning.networks.utae import PatchBatch, step_of
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json

PATCHES_AT_ONCE = 8
"""Of a step; fewer where there are few patches, down to FEWEST_AT_ONCE."""
FEWEST_AT_ONCE = 2
FEWEST_STEPS = 48
"""Of an epoch: few patches are seen several times, each time turned otherwise."""


def fit_patches(recipe: Recipe, spec: NetworkSpec, matrix: AnyArray, classes: IntArray, groups: AnyArray | None,
                made_up: MadeUp) -> SpatialPredictor:  # fmt: skip
    """Fit a network of patches; arguments as in `training.fit_network`, the matrix of `PixelNumbers`.

    Raises:
        UserError: as `fit_network`; if the matrix is of features, or the patches are of a size that does not suit.
    """
    numbers = check_numbers(spec.name, matrix)
    patches = numbers.patches
    if recipe.network.pretrained:
        raise UserError(f"{spec.name} cannot start from pretrained weights.", "Leave PRETRAINED empty.")
    layout = layout_of(patches.features)
    if recipe.reduction is not None or not layout.sensors:
        raise UserError(f"The network {spec.name} learns from series, and the patches have no features with a date.",
                        "Make them with the bands of several dates.")
    step = step_of(training_settings(recipe.method.name, recipe.options)[1]["widths"])
    if patches.size % step:
        raise UserError(f"The patches are of {patches.size} pixels, no multiple of {step}, as this network wants.",
                        "Make patches of another SIZE, or give fewer widths.")
    has_gaps = any(_has_gaps(values) for values in patches.values)
    fit = PatchFit(recipe, spec, spec.layout(layout), numbers, classes, groups, made_up, np.arange(len(numbers)),
                   has_gaps)  # fmt: skip
    with undisturbed_torch(fit.settings.threads, fit.device):
        return fit.run()


@dataclass(frozen=True, eq=False)
class PatchFit(Fit):
    """One call of `fit_patches`."""

    @cached_property
    def description(self) -> NetworkDescription:
        """What the network is."""
        learn = self.parts.learn
        chosen = self.numbers[learn[:: max(1, -(-len(learn) // MOST_FOR_NORMALISATION))]]
        normalisation = learn_normalisation(self.layout, chosen.features())
        own = self.options[1]
        return NetworkDescription(self.spec.name, own, self.layout, normalisation, self.count, self.has_gaps)

    @property
    def numbers(self) -> PixelNumbers:
        """The labelled pixels."""
        return check_numbers(self.spec.name, self.matrix)

    @cached_property
    def lesson(self) -> PatchLesson:
        """What there is to learn."""
        maker = BatchMaker(self.layout, self.description.normalisation)
        return PatchLesson(self.numbers, self.classes, self.weights, self.count, self.parts, maker)

    def run(self) -> SpatialPredictor:
        """Train all members."""
        return cast("SpatialPredictor", super().run())  # `predictor` gives no other

    def make_trainer(self, *given: Any, **named: Any) -> Trainer:
        """Return the trainer of a module."""
        return PatchTrainer(*given, **named)

    def predictor(self, members: list[Weights], courses: list[Json], factor: float) -> SpatialPredictor:
        """Return what predicts, with what its training tells."""
        plain = super().predictor(members, courses, factor)
        told = {**plain.figures, "patches": len(self.lesson.learnt)}
        return SpatialPredictor(replace(plain.description), plain.members, told, self.numbers.patches.size)


@dataclass(frozen=True, eq=False)
class PatchLesson(Lesson):
    """What there is to learn: rows are labelled pixels, batches are of patches."""

    @cached_property
    def learnt(self) -> IntArray:
        """Patches with pixels that are learnt from, ascending."""
        found: IntArray = np.unique(self._places[0][self.parts.learn])
        return found

    @cached_property
    def _places(self) -> tuple[IntArray, IntArray]:
        return check_numbers("", self.matrix).places()

    def batch(self, rows: IntArray) -> tuple[PatchBatch, Tensor, Tensor]:  # type: ignore[override]
        """Return the batch of some patches, and the class numbers and weights of their pixels that are learnt from."""
        return self._batch(np.sort(rows), self.parts.learn)

    def held_batches(self, most: int) -> Iterator[tuple[PatchBatch, IntArray]]:
        """Yield batches of patches with held-out pixels, and where these pixels stand among the scored ones."""
        scored = self.scored_rows()
        patches = np.unique(self._places[0][scored])
        for start in range(0, len(patches), most):
            some = patches[start : start + most]
            yield self._batch(some, scored)[0], self._of(some, scored)

    def _of(self, patches: IntArray, rows: IntArray) -> IntArray:
        """Return places among rows of those in some patches, patch by patch."""
        own = np.flatnonzero(np.isin(self._places[0][rows], patches))
        ordered: IntArray = own[np.argsort(self._places[0][rows[own]], kind="stable")]
        return ordered

    def _batch(self, patches: IntArray, rows: IntArray) -> tuple[PatchBatch, Tensor, Tensor]:
        source = check_numbers("", self.matrix).patches
        pixels = np.concatenate([source.pixels(int(number)) for number in patches])
        own = rows[self._of(patches, rows)]
        patch, place = self._places[0][own], self._places[1][own]
        found = np.stack([np.searchsorted(patches, patch), *np.divmod(place, source.size)], axis=1)
        batch = replace(patch_batch(self.maker, pixels, source.size), places=torch.from_numpy(found))
        return batch, torch.from_numpy(self.classes[own]), torch.from_numpy(self.weights[own])


class PatchTrainer(Trainer):
    """Trains one module on patches."""

    lesson: PatchLesson

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take what `Trainer` takes, with a lesson of patches."""
        super().__init__(*given, **named)
        self.augmentation = PatchAugmentation.of(self.settings)  # type: ignore[assignment]
        count = len(self.lesson.learnt)
        wanted = self.settings.batch_size
        fitting = min(PATCHES_AT_ONCE, max(count // FEWEST_STEPS, FEWEST_AT_ONCE))
        self.batch_size = fitting if wanted == AUTO else int(wanted)

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches."""
        whole = max(1, round(len(self.lesson.learnt) / self.batch_size))
        return whole * self._times if self.settings.batch_size == AUTO else whole

    @property
    def _times(self) -> int:
        """Return how often each patch is seen in an epoch."""
        return max(1, round(FEWEST_STEPS * self.batch_size / len(self.lesson.learnt)))

    def _batches(self, generator: np.random.Generator) -> Iterator[IntArray]:
        times = self._times if self.settings.batch_size == AUTO else 1
        whole = self.steps_per_epoch // times
        for _ in range(times):
            yield from np.array_split(generator.permutation(self.lesson.learnt), whole)

    def _logits(self, module: torch.nn.Module) -> Float64Array:
        found = np.zeros((len(self.lesson.scored_rows()), self.lesson.count))
        module.eval()
        with torch.inference_mode():
            for batch, rows in self.lesson.held_batches(PATCHES_AT_ONCE):
                found[rows] = module(batch.to(self.device)).float().cpu().numpy()
        return found


def _has_gaps(values: AnyArray) -> bool:
    return not bool(is_known(values).all())
