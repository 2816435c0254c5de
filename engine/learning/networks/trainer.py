"""One network learns: epochs over the samples, the held-out score of each, the weights of the best."""

from __future__ import annotations

import copy
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.augment import Augmentation
from landweave.engine.learning.networks.batches import BatchMaker, SeriesBatch
from landweave.engine.learning.networks.held_out import Parts
from landweave.engine.learning.networks.options import AUTO, Settings
from landweave.engine.learning.networks.schedule import rate_at, sweep
from landweave.engine.types import AnyArray, Float32Array, Float64Array, IntArray, Json
from landweave.engine.validation.scores import measures

HELD_AT_ONCE = 1024
MOST_HELD = 20_000
"""Held-out samples that each epoch is scored by, evenly spread over them."""
_MANY = ((2_000, 32), (10_000, 64), (50_000, 128), (200_000, 256))
_LARGEST_BATCH = 512


@dataclass(frozen=True, eq=False)
class Lesson:
    """What there is to learn.

    Args:
        matrix: all rows, shape (sample, column); may be mapped from a file.
        classes: class numbers, shape (sample,).
        weights: of the samples, shape (sample,).
        count: number of classes.
        parts: which rows are learnt from, and which choose the epoch.
        maker: makes batches of rows.
    """

    matrix: AnyArray
    classes: IntArray
    weights: Float32Array
    count: int
    parts: Parts
    maker: BatchMaker

    def batch(self, rows: IntArray) -> tuple[SeriesBatch, Tensor, Tensor]:
        """Return the batch of some rows in ascending order, their class numbers and weights."""
        rows = np.sort(rows)  # neighbours in the file are read together
        return (self.maker.make(np.asarray(self.matrix[rows])), torch.from_numpy(self.classes[rows]),
                torch.from_numpy(self.weights[rows]))  # fmt: skip

    def scored_rows(self) -> IntArray:
        """Return the held-out rows that epochs are scored by."""
        held = self.parts.held
        return held[:: max(1, -(-len(held) // MOST_HELD))]


@dataclass
class Course:
    """How far a training has come: all that it goes on from, beside weights and optimiser.

    Args:
        rate: highest learning rate; 0: not yet known.
        history: of each epoch, plain values.
        best: number of the best epoch, from 1; 0: none yet.
        best_score: larger is better.
        best_weights: of that epoch.
    """

    rate: float = 0.0
    history: list[Json] = field(default_factory=list)
    best: int = 0
    best_score: tuple[float, ...] = (-math.inf,)
    best_weights: dict[str, AnyArray] = field(default_factory=dict)

    @property
    def epoch(self) -> int:
        """Number of epochs that are done."""
        return len(self.history)


class Trainer:
    """Trains one module; what it does in an epoch depends on the seed, the epoch and the state before it alone."""

    def __init__(
        self, module: torch.nn.Module, lesson: Lesson, settings: Settings, seed: int, *,
        device: torch.device, moves_days: bool, name: str, pretrained: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Take a module, what it learns and how, a name for messages, and the names of weights that are not fresh."""
        self.module = module.to(device)
        self.lesson, self.settings, self.seed, self.device, self.name = lesson, settings, seed, device, name
        self.augmentation = Augmentation.of(settings, moves_days)
        self.optimiser = _optimiser(self.module, settings, pretrained)
        self.pretrained = pretrained
        self.average = copy.deepcopy(self.module) if settings.average > 0 else None
        self.course = Course()
        self.batch_size = _batch_size(settings, len(lesson.parts.learn))
        self._halved = device.type == "cuda" and settings.mixed_precision and torch.cuda.is_bf16_supported()

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches."""
        drawn = min(len(self.lesson.parts.learn), self.settings.epoch_samples)
        return max(1, round(drawn / self.batch_size))

    @property
    def is_done(self) -> bool:
        """Tell whether the last epoch was trained, or none was better for as long as the patience lasts."""
        waited = self.course.epoch - self.course.best
        tired = self.settings.patience > 0 and len(self.lesson.parts.held) > 0 and waited >= self.settings.patience
        return self.course.epoch >= self.settings.epochs or tired

    def find_rate(self, check: Any) -> None:
        """Set the highest learning rate: the user's, or what a sweep with a copy of the module finds."""
        if self.settings.learning_rate != AUTO:
            self.course.rate = float(self.settings.learning_rate)
            return
        trial = type(self)(copy.deepcopy(self.module), self.lesson, self.settings, self.seed, device=self.device,
                           moves_days=self.augmentation.moves_days, name=self.name,
                           pretrained=self.pretrained)  # fmt: skip
        generator = _seeded(self.seed, 0)
        batches = trial._endless(generator)

        def loss_at(rate: float) -> float:
            check()
            return trial._step(next(batches), rate, generator)

        self.course.rate, _ = sweep(loss_at)

    def train_epoch(self, check: Any) -> Json:
        """Train the next epoch and score it.

        Args:
            check: called before each step; what it raises ends the epoch.

        Returns:
            Its entry in the history.

        Raises:
            UserError: if the loss is no number any more.
        """
        course, steps = self.course, self.steps_per_epoch
        generator = _seeded(self.seed, course.epoch + 1)
        self.module.train()
        total, first = 0.0, course.epoch * steps
        for number, rows in enumerate(self._batches(generator)):
            check()
            rate = rate_at(first + number, steps * self.settings.epochs, course.rate, self.settings.schedule,
                           self.settings.warmup)  # fmt: skip
            loss = self._step(rows, rate, generator)
            if not math.isfinite(loss):
                raise self._no_number(course.epoch + 1)
            total += loss
        entry = {"loss": _rounded(total / steps), "learning_rate": _rounded(rate), **self._scores()}
        course.history.append(entry)
        score = self._score(entry)
        if score > course.best_score:
            course.best, course.best_score = course.epoch, score
            course.best_weights = weights_of(self._predicting)
        return entry

    def held_logits(self) -> Float64Array:
        """Return the logits of the scored rows by the best epoch's weights, shape (sample, class)."""
        module = copy.deepcopy(self._predicting)
        put_weights(module, self.course.best_weights)
        return self._logits(module)

    @property
    def _predicting(self) -> torch.nn.Module:
        return self.module if self.average is None else self.average

    def _step(self, rows: IntArray, rate: float, generator: np.random.Generator) -> float:
        batch, classes, weights = self.lesson.batch(rows)
        targets = torch.nn.functional.one_hot(classes, self.lesson.count).float()
        batch, targets = self.augmentation.apply(batch, targets, generator)
        smooth = self.settings.label_smoothing
        targets = targets * (1 - smooth) + smooth / self.lesson.count
        batch, targets, weights = batch.to(self.device), targets.to(self.device), weights.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._halved):
            logits = self.module(batch)
        if self.settings.balance == "sampling":  # what weighs more is drawn more often instead
            weights = torch.ones_like(weights)
        each = -(torch.log_softmax(logits.float(), dim=1) * targets).sum(dim=1)
        loss = (each * weights).sum() / weights.sum()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        if self.settings.clip > 0:
            torch.nn.utils.clip_grad_norm_(self.module.parameters(), self.settings.clip)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * (self._pretrained_share if group["is_pretrained"] else 1.0)
        self.optimiser.step()
        if self.average is not None:
            self._take_in(self.average)
        return float(loss.detach())

    @property
    def _pretrained_share(self) -> float:
        """Return the learning rate of pretrained weights, as a share of that of fresh ones: 0 in the first epochs."""
        is_frozen = self.course.epoch < round(self.settings.frozen * self.settings.epochs)
        return 0.0 if is_frozen else self.settings.pretrained_rate

    def _take_in(self, average: torch.nn.Module) -> None:
        """Move the running mean towards the weights; it follows them closely at first, when they are of no use yet."""
        done = self.course.epoch * self.steps_per_epoch
        keep = min(self.settings.average, (1 + done) / (10 + done))
        with torch.no_grad():
            for own, new in zip(average.state_dict().values(), self.module.state_dict().values()):
                if own.is_floating_point():
                    own.mul_(keep).add_(new, alpha=1 - keep)
                else:
                    own.copy_(new)

    def _batches(self, generator: np.random.Generator) -> Iterator[IntArray]:
        """Yield the rows of the batches of an epoch."""
        learn = self.lesson.parts.learn
        drawn = min(len(learn), self.settings.epoch_samples)
        if self.settings.balance == "sampling":
            shares = self.lesson.weights[learn].astype(np.float64)
            order = generator.choice(learn, drawn, replace=True, p=shares / shares.sum())
        else:
            order = generator.permutation(learn)[:drawn]
        yield from np.array_split(order, self.steps_per_epoch)

    def _endless(self, generator: np.random.Generator) -> Iterator[IntArray]:
        self.module.train()
        while True:
            yield from self._batches(generator)

    def _logits(self, module: torch.nn.Module) -> Float64Array:
        rows = self.lesson.scored_rows()
        module.eval()
        found = np.zeros((len(rows), self.lesson.count))
        with torch.inference_mode():
            for start in range(0, len(rows), HELD_AT_ONCE):
                batch, _, _ = self.lesson.batch(rows[start : start + HELD_AT_ONCE])
                found[start : start + len(batch)] = module(batch.to(self.device)).float().cpu().numpy()
        return found

    def _scores(self) -> dict[str, Json]:
        """Return the scores on the held-out rows; nothing where there are none."""
        rows = self.lesson.scored_rows()
        if not len(rows):
            return {}
        logits = self._logits(self._predicting)
        return scores_of(logits, self.lesson.classes[rows], self.lesson.weights[rows])

    def _score(self, entry: Json) -> tuple[float, ...]:
        """Return what the best epoch has the largest of: the chosen score, and of equals the least loss."""
        if "held_out_loss" not in entry:
            return (float(self.course.epoch),)
        chosen = self.settings.choose_by
        values = [-entry["held_out_loss"]] if chosen == "loss" else [entry[chosen], -entry["held_out_loss"]]
        return tuple(v if math.isfinite(v) else -math.inf for v in values)

    def _no_number(self, epoch: int) -> UserError:
        return UserError(
            f"The loss of {self.name} is no number any more in epoch {epoch} (learning rate {self.course.rate:g}).",
            "Give a smaller learning_rate, or a clip above 0, and check the samples for wild values.",
        )


def scores_of(logits: Float64Array, classes: IntArray, weights: AnyArray) -> dict[str, Json]:
    """Return loss, overall accuracy, kappa and macro F1 of logits, shape (sample, class)."""
    logarithms = logits - logits.max(axis=1, keepdims=True)
    logarithms -= np.log(np.exp(logarithms).sum(axis=1, keepdims=True))
    loss = -np.average(logarithms[np.arange(len(classes)), classes], weights=weights)
    size = logits.shape[1]
    cells = np.bincount(classes * size + logits.argmax(axis=1), minlength=size * size).reshape(size, size)
    found = measures(cells)
    figures = {name: float(found[name]) for name in ("overall_accuracy", "kappa", "macro_f1")}
    return {"held_out_loss": _rounded(loss), **{name: _rounded(np.nan_to_num(v)) for name, v in figures.items()}}


def weights_of(module: torch.nn.Module) -> dict[str, AnyArray]:
    """Return a copy of a module's weights as arrays, by name."""
    return {name: value.detach().cpu().numpy().copy() for name, value in module.state_dict().items()}


def put_weights(module: torch.nn.Module, weights: dict[str, AnyArray]) -> None:
    """Give a module weights that `weights_of` returned."""
    module.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in weights.items()})


def _optimiser(module: torch.nn.Module, settings: Settings, pretrained: Collection[str]) -> torch.optim.Optimizer:
    """Return AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101); offsets and scales do not decay."""
    groups = []
    for is_pretrained in (False, True):
        own = [p for n, p in module.named_parameters() if p.requires_grad and (n in pretrained) == is_pretrained]
        for is_matrix, decay in ((True, settings.weight_decay), (False, 0.0)):
            some = [p for p in own if (p.ndim > 1) == is_matrix]
            groups.append({"params": some, "weight_decay": decay, "is_pretrained": is_pretrained})
    return torch.optim.AdamW([g for g in groups if g["params"]], lr=1e-3)


def _batch_size(settings: Settings, samples: int) -> int:
    if settings.batch_size != AUTO:
        return int(settings.batch_size)
    return next((size for most, size in _MANY if samples <= most), _LARGEST_BATCH)


def _seeded(seed: int, epoch: int) -> np.random.Generator:
    """Seed torch and return a generator, so that an epoch needs no memory of those before it."""
    sequence = np.random.SeedSequence([seed, epoch])
    torch.manual_seed(int(sequence.generate_state(1, np.uint64)[0] >> np.uint64(1)))
    return np.random.default_rng(sequence.spawn(1)[0])


def _rounded(value: Any) -> float:
    """Return a figure in as many digits as anybody reads."""
    return float(f"{float(value):.6g}")

