"""How a network is learnt: samples are divided, members learn one after the other, probabilities are made true."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.learning.fitting import Recipe, likeliest_factor
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.networks.batches import BatchMaker, learn_normalisation
from landweave.engine.learning.networks.checkpoint import Checkpoint, course_to_json, training_key
from landweave.engine.learning.networks.device import CPU, choose_device, torch_threads
from landweave.engine.learning.networks.held_out import Parts, divide
from landweave.engine.learning.networks.layout import SeriesLayout, is_known, layout_of
from landweave.engine.learning.networks.options import Settings, check_torch, training_settings
from landweave.engine.learning.networks.predictor import NetworkDescription, NetworkPredictor, Weights
from landweave.engine.learning.networks.registry import FREE, SPATIAL, InputShape, NetworkSpec, find_network
from landweave.engine.learning.networks.trainer import Lesson, Trainer
from landweave.engine.learning.weights import sample_weights
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.row_file import row_slices
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json

if TYPE_CHECKING:
    from landweave.engine.learning.networks.pretrained import Start

MOST_FOR_NORMALISATION = 50_000
SECONDS_BETWEEN_CHECKPOINTS = 15.0
FEWEST_LEARNT = 2


def fit_network(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp
) -> NetworkPredictor:
    """Fit a network; arguments as in `fitting.fit`.

    The matrix may be mapped from a file: batches of rows are read from it, and never the whole of it.

    Raises:
        UserError: if torch is missing, the network wants a series and there is none, the samples are too few, the loss
            is no number any more, or the options do not suit the network.
        Cancelled: if the user stops; what the best epoch predicts with was given to `recipe.network.keep` then.
    """
    check_torch()
    spec = find_network(recipe.method.name)
    if spec.name in SPATIAL:
        from landweave.engine.learning.networks.spatial_fit import fit_patches

        return fit_patches(recipe, spec, features, classes, groups, made_up)
    layout = _layout(recipe, spec, features.shape[1])
    start = None
    if recipe.network.pretrained:
        from landweave.engine.learning.networks.pretrained import prepare_start

        given = {key: value for key, value in recipe.options.items() if key in spec.options}
        start = prepare_start(spec, layout, given, recipe.network.pretrained)
    layout = spec.layout(layout) if start is None else start.layout
    rows, has_gaps = _usable_rows(recipe, spec, layout, features)
    _check_classes(recipe, classes[rows])
    fit = Fit(recipe, spec, layout, features, classes, groups, made_up, rows, has_gaps, start)
    with undisturbed_torch(fit.settings.threads, fit.device):
        return fit.run()


@contextmanager
def undisturbed_torch(threads: int, device: torch.device = CPU) -> Iterator[None]:
    """Compute with so many threads, whatever else runs; random numbers and all else are left as they were."""
    deterministic = torch.are_deterministic_algorithms_enabled()
    warns = torch.is_deterministic_algorithms_warn_only_enabled()
    cards = list(range(torch.cuda.device_count())) if device.type == "cuda" else []
    with torch.random.fork_rng(devices=cards), torch_threads(threads):
        try:
            torch.use_deterministic_algorithms(not cards, warn_only=True)
            yield
        finally:
            torch.use_deterministic_algorithms(deterministic, warn_only=warns)


@dataclass(frozen=True, eq=False)
class Fit:
    """One call of `fit_network`; networks of patches are fitted by a kind of it (`spatial_fit.py`)."""

    recipe: Recipe
    spec: NetworkSpec
    layout: SeriesLayout
    matrix: AnyArray
    classes: IntArray
    groups: AnyArray | None
    made_up: MadeUp
    rows: IntArray
    has_gaps: bool
    start: Start | None = None

    @cached_property
    def options(self) -> tuple[Settings, dict[str, Any]]:
        """Options of the training, and those of the network."""
        return training_settings(self.recipe.method.name, self.recipe.options)

    @property
    def settings(self) -> Settings:
        """Options of the training."""
        return self.options[0]

    @cached_property
    def parts(self) -> Parts:
        """What is learnt from, and what is held out."""
        return divide(self.rows, self.classes, self.groups, self.made_up, self.settings.held_out, self.recipe.seed,
                      self.recipe.warn)  # fmt: skip

    @cached_property
    def count(self) -> int:
        """Number of classes."""
        return int(self.classes.max()) + 1

    @cached_property
    def weights(self) -> AnyArray:
        """Weights of the samples, of mean 1."""
        balanced = self.recipe.balanced and self.settings.balance != "none"
        found = sample_weights(self.classes, balanced, self.recipe.weights)
        found = np.ones(len(self.classes)) if found is None else found / found.mean()
        return found.astype(np.float32)

    @cached_property
    def description(self) -> NetworkDescription:
        """What the network is."""
        learn = self.parts.learn
        chosen = learn[:: max(1, -(-len(learn) // MOST_FOR_NORMALISATION))]
        normalisation = learn_normalisation(self.layout, np.asarray(self.matrix[chosen]))
        own = self.options[1]
        if self.start is not None:
            normalisation, own = self.start.with_static(normalisation), dict(self.start.options)
        return NetworkDescription(self.spec.name, own, self.layout, normalisation, self.count, self.has_gaps,
                                  digest=self.spec.digest)  # fmt: skip

    @cached_property
    def lesson(self) -> Lesson:
        """What there is to learn."""
        maker = BatchMaker(self.layout, self.description.normalisation)
        return Lesson(self.matrix, self.classes, self.weights, self.count, self.parts, maker)

    def run(self) -> NetworkPredictor:
        """Train all members."""
        for note in self.spec.check(InputShape.of(self.layout, self.has_gaps), self.count, self.description.options):
            self.recipe.warn(note)
        checkpoint = Checkpoint(self.recipe.network.folder, self._key())
        state = checkpoint.load()
        done: list[Weights] = state.done() if state is not None else []
        courses: list[Json] = state.courses if state is not None else []
        logits: list[Float64Array] = []
        trainers = []
        for number in range(self.settings.seeds):
            trainer = self.trainer(number)
            trainers.append(trainer)
            if number < len(done):
                trainer.course.best_weights = dict(done[number])
            else:
                if state is not None:
                    state.restore(trainer)
                self.teach(trainer, number, done, courses, checkpoint)
                done.append(trainer.course.best_weights)
                courses.append(course_to_json(trainer.course))
                checkpoint.save(done, courses, None)
                state = None
            logits.append(trainer.held_logits())
        return self.predictor(done, courses, self.temperature(logits))

    def trainer(self, number: int) -> Trainer:
        """Return the trainer of a fresh member."""
        seed = int(np.random.SeedSequence([self.recipe.seed, number]).generate_state(1)[0])
        torch.manual_seed(seed)
        module = self.module()
        pretrained: tuple[str, ...] = ()
        if self.start is not None:
            from landweave.engine.learning.networks.first_head import teach_head

            pretrained = self.start.give(module)
            teach_head(module, self.lesson, self.device, (self.recipe.network.context or RunContext()).check_cancelled)
        return self.make_trainer(module, self.lesson, self.settings, seed, device=self.device,
                                 moves_days=self.spec.calendar == FREE, name=f"the network {self.spec.name}",
                                 pretrained=pretrained)  # fmt: skip

    def make_trainer(self, *given: Any, **named: Any) -> Trainer:
        """Return the trainer of a module."""
        return Trainer(*given, **named)

    def module(self) -> torch.nn.Module:
        """Return a fresh module."""
        try:
            module: torch.nn.Module = self.description.module()
        except (ValueError, TypeError, RuntimeError) as error:
            said = " ".join(str(error).split())[:300].rstrip(".")
            options = dict(self.description.options)
            raise UserError(f"{self.spec.name} does not work with the options {options}: {said}.",
                            "Correct the option, or leave it out.") from error
        return module

    @cached_property
    def device(self) -> torch.device:
        """Where it is computed."""
        return choose_device(self.recipe.network.device)

    def teach(
        self, trainer: Trainer, number: int, done: list[Weights], courses: list[Json], checkpoint: Checkpoint
    ) -> None:
        """Train one member to its end."""
        context = self.recipe.network.context or RunContext()
        try:
            if not trainer.course.rate:
                trainer.find_rate(context.check_cancelled)
                context.log(f"{self.spec.name}: learning rate {trainer.course.rate:g}.")
            written = time.monotonic()
            while not trainer.is_done:
                entry = trainer.train_epoch(context.check_cancelled)
                self.tell(trainer, number, entry, context)
                if self.recipe.network.watch is not None:
                    self.recipe.network.watch(self.figures([*courses, course_to_json(trainer.course)]))
                if time.monotonic() - written > SECONDS_BETWEEN_CHECKPOINTS:
                    checkpoint.save(done, courses, trainer)
                    written = time.monotonic()
        except Cancelled:
            self.hand_over(trainer, done, courses)
            raise

    def hand_over(self, trainer: Trainer, done: list[Weights], courses: list[Json]) -> None:
        """Give what was learnt so far to whoever wants to keep it."""
        keep = self.recipe.network.keep
        members = [*done, *([trainer.course.best_weights] if trainer.course.best else [])]
        if keep is not None and members:
            told = [*courses, *([course_to_json(trainer.course)] if trainer.course.best else [])]
            keep(self.predictor(members, told, 1.0))

    def tell(self, trainer: Trainer, number: int, entry: Json, context: RunContext) -> None:
        """Tell of an epoch."""
        epochs, seeds = self.settings.epochs, self.settings.seeds
        member = f", network {number + 1} of {seeds}" if seeds > 1 else ""
        held = ""
        if "held_out_loss" in entry:
            held = f", held-out loss {entry['held_out_loss']:.3f}, macro F1 {entry['macro_f1']:.3f}"
            context.metric("held_out_loss", entry["held_out_loss"])
            context.metric("macro_f1", entry["macro_f1"])
        context.metric("loss", entry["loss"])
        done = trainer.course.epoch
        said = f"Epoch {done} of {epochs}{member}"
        context.log(f"{said}: loss {entry['loss']:.3f}{held}, learning rate {entry['learning_rate']:.2g}.")
        context.progress((number + done / epochs) / seeds, said)

    def temperature(self, logits: list[Float64Array]) -> float:
        """Return the factor of the logits that makes the mean probabilities of held-out samples likeliest."""
        rows = self.lesson.scored_rows()
        if not len(rows):
            return 1.0

        def probabilities(factor: float) -> Float64Array:
            mean: Float64Array = np.mean([softmax(each * factor) for each in logits], axis=0)
            return mean

        return likeliest_factor(probabilities, self.classes[rows], self.weights[rows])

    def predictor(self, members: list[Weights], courses: list[Json], factor: float) -> NetworkPredictor:
        """Return what predicts, with what its training tells."""
        return NetworkPredictor(replace(self.description, temperature=factor), tuple(members), self.figures(courses))

    def figures(self, courses: list[Json]) -> Json:
        """Return what a training tells."""
        told = [{"epochs": len(c["history"]), "best_epoch": c["best"], "learning_rate": c["rate"],
                 "history": list(c["history"])} for c in courses]  # fmt: skip
        return {"members": told, "held_out": self.parts.by, "learnt_samples": len(self.parts.learn),
                "held_out_samples": len(self.parts.held)}  # fmt: skip

    def _key(self) -> str:
        if not self.recipe.network.folder:
            return ""
        from landweave.engine.runtime.files import file_digest

        pretrained = self.recipe.network.pretrained
        described: Mapping[str, Json] = {
            "description": self.description.to_json(), "settings": vars(self.settings), "seed": self.recipe.seed,
            "torch": torch.__version__, "device": self.device.type,
            "pretrained": file_digest(pretrained) if pretrained else "",
        }  # fmt: skip
        return training_key(described, self.matrix, self.classes, self.weights, self.parts.learn, self.parts.held)


def _layout(recipe: Recipe, spec: NetworkSpec, width: int) -> SeriesLayout:
    """Return the layout of the columns, a series for each sensor."""
    has_series = recipe.reduction is None and len(recipe.features) == width
    layout = layout_of(recipe.features) if has_series else SeriesLayout((), tuple(range(width)), width)
    if spec.needs_series and not layout.sensors:
        why = "features have no dates" if has_series else "principal components have no dates"
        raise UserError(f"The network {spec.name} learns from series, and the {why}.",
                        "Use samples with the bands of several dates, or the network mlp_torch.")
    return layout


def _usable_rows(
    recipe: Recipe, spec: NetworkSpec, layout: SeriesLayout, matrix: AnyArray
) -> tuple[IntArray, bool]:
    """Return the rows that know a date (or anything, where the network needs no series), and whether dates are masked.

    Rows that know nothing are left out with a warning.
    """
    dated = [s.column_array() for s in layout.sensors]
    has_gaps = False
    usable = np.zeros(len(matrix), np.bool_)
    for some in row_slices(len(matrix)):
        known = is_known(np.asarray(matrix[some]))
        usable[some] = known.any(axis=1) if not spec.needs_series else False
        for columns in dated:
            valid = (known[:, np.maximum(columns, 0)] & (columns >= 0)).any(axis=2)
            usable[some] |= valid.any(axis=1)
            has_gaps = has_gaps or not bool(valid.all())
    if not usable.all():
        recipe.warn(f"{int((~usable).sum())} samples have no date that is not masked: {spec.name} does not learn "
                    "from them.")  # fmt: skip
    return np.flatnonzero(usable), has_gaps


def _check_classes(recipe: Recipe, classes: IntArray) -> None:
    there = len(np.unique(classes))
    if there < 2 or len(classes) < 2 * FEWEST_LEARNT:
        raise UserError(f"{recipe.method.name} has {len(classes)} samples of {there} classes to learn from.",
                        "Add samples: two classes or more, some samples of each.")


def softmax(logits: Float64Array) -> Float64Array:
    """Return probabilities, shape (sample, class)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Float64Array = powers / powers.sum(axis=1, keepdims=True)
    return found
