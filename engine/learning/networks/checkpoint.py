"""What a killed training goes on from: one safetensors file, written whole after an epoch, known by what is learnt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.predictor import Weights, from_safetensors, to_safetensors
from landweave.engine.learning.networks.trainer import Course, Trainer, put_weights, weights_of
from landweave.engine.runtime.files import atomic_path, content_key
from landweave.engine.samples.row_file import row_slices
from landweave.engine.types import AnyArray, Json

_STATE = "state"
_MODULE, _AVERAGE, _BEST, _OPTIMISER, _DONE = "module.", "average.", "best.", "optimiser.", "done."
REMEDY = "Delete it: the training begins anew then."


class Checkpoint:
    """The state of a training in a file of a folder.

    Args:
        folder: of the file; empty: nothing is kept.
        key: tells what is learnt, and how, from all else.
    """

    def __init__(self, folder: str, key: str) -> None:
        """Take where the file is; it need not be there."""
        self.path = Path(folder) / f"network_{key}.safetensors" if folder else None

    def save(self, done: list[Weights], courses: list[Json], trainer: Trainer | None) -> None:
        """Write the state.

        Args:
            done: best weights of the members that have learnt.
            courses: of those, plain values.
            trainer: of the member that learns; None where all have.

        Raises:
            UserError: if the folder cannot be written to or the disk is full.
        """
        if self.path is None:
            return
        arrays: dict[str, AnyArray] = {}
        for number, weights in enumerate(done):
            arrays |= under(f"{_DONE}{number}.", weights)
        state: Json = {"courses": courses, "running": None}
        if trainer is not None:
            arrays |= under(_MODULE, weights_of(trainer.module)) | under(_BEST, trainer.course.best_weights)
            arrays |= under(_OPTIMISER, optimiser_arrays(trainer.optimiser))
            if trainer.average is not None:
                arrays |= under(_AVERAGE, weights_of(trainer.average))
            state["running"] = course_to_json(trainer.course)
        write_state(self.path, arrays, state)

    def load(self) -> State | None:
        """Return the state; None where there is none.

        Raises:
            UserError: if the file is damaged.
        """
        if self.path is None or not self.path.is_file():
            return None
        with whole_state(self.path):
            arrays, state = read_state(self.path)
            return State(arrays, state["courses"], state["running"])


class State:
    """A state that was read."""

    def __init__(self, arrays: Mapping[str, AnyArray], courses: list[Json], running: Json) -> None:
        """Take what the file holds."""
        self._arrays, self.courses, self._running = arrays, list(courses), running

    def done(self) -> list[Weights]:
        """Return the best weights of the members that have learnt."""
        return [self._part(f"{_DONE}{number}.") for number in range(len(self.courses))]

    def restore(self, trainer: Trainer) -> bool:
        """Bring a fresh trainer to where the member that learnt was; False where none did."""
        if self._running is None:
            return False
        put_weights(trainer.module, self._part(_MODULE))
        if trainer.average is not None:
            put_weights(trainer.average, self._part(_AVERAGE))
        restore_optimiser(trainer.optimiser, self._part(_OPTIMISER))
        trainer.course = course_from_json(self._running, self._part(_BEST))
        return True

    def _part(self, begin: str) -> dict[str, AnyArray]:
        return part_of(self._arrays, begin)


def write_state(path: Path, arrays: Mapping[str, AnyArray], state: Json) -> None:
    """Write arrays and plain values as one file, whole.

    Raises:
        UserError: if the folder cannot be written to or the disk is full.
    """
    with atomic_path(path) as part:
        part.write_bytes(to_safetensors({**arrays, _STATE: np.frombuffer(json.dumps(state).encode(), np.uint8)}))


def read_state(path: Path) -> tuple[dict[str, AnyArray], Json]:
    """Return what `write_state` wrote.

    Raises:
        UserError: if the file is no safetensors file; within `whole_state`, also if a part is missing.
    """
    arrays = dict(from_safetensors(path.read_bytes(), f"The state of a training in {path}", REMEDY))
    return arrays, json.loads(arrays.pop(_STATE).tobytes())


@contextmanager
def whole_state(path: Path) -> Iterator[None]:
    """Say in one sentence that a state lacks a part, where that comes out inside.

    Raises:
        UserError: naming the file.
    """
    try:
        yield
    except (KeyError, ValueError, TypeError) as error:
        raise UserError(f"The state of a training in {path} lacks a part ({error}).", REMEDY) from error


def part_of(arrays: Mapping[str, AnyArray], begin: str) -> dict[str, AnyArray]:
    """Return the arrays whose names begin so, without that beginning."""
    return {name[len(begin) :]: array for name, array in arrays.items() if name.startswith(begin)}


def training_key(description: Json, matrix: AnyArray, *columns: AnyArray | None) -> str:
    """Return a digest of what is learnt and how.

    Args:
        description: plain values: network, options, seed, versions.
        matrix: features, shape (sample, column).
        columns: classes, weights, groups; what is None counts as such.
    """
    found = hashlib.sha256(repr((matrix.shape, matrix.dtype.str)).encode())
    for some in row_slices(len(matrix)):
        found.update(np.ascontiguousarray(matrix[some]).tobytes())
    for column in columns:
        found.update(b"none" if column is None else np.ascontiguousarray(column).tobytes())
    return content_key(description, found.hexdigest())


def course_to_json(course: Course) -> Json:
    """Return a course as plain values, without the weights."""
    return {"rate": course.rate, "history": course.history, "best": course.best, "best_score": list(course.best_score)}


def course_from_json(values: Json, weights: dict[str, AnyArray]) -> Course:
    """Build a course from what `course_to_json` gave, and its best weights."""
    return Course(float(values["rate"]), list(values["history"]), int(values["best"]),
                  tuple(map(float, values["best_score"])), weights)  # fmt: skip


def under(begin: str, arrays: Mapping[str, AnyArray]) -> dict[str, AnyArray]:
    """Return the arrays with names that begin so."""
    return {begin + name: array for name, array in arrays.items()}


def optimiser_arrays(optimiser: torch.optim.Optimizer) -> dict[str, AnyArray]:
    """Return the state of an optimiser as arrays."""
    state: Mapping[int, Mapping[str, Any]] = optimiser.state_dict()["state"]
    return {f"{number}.{name}": value.detach().cpu().numpy() for number, own in state.items()
            for name, value in own.items()}  # fmt: skip


def restore_optimiser(optimiser: torch.optim.Optimizer, arrays: Mapping[str, AnyArray]) -> None:
    """Give an optimiser of the same parameters the state that `optimiser_arrays` returned."""
    values = optimiser.state_dict()
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, array in arrays.items():
        number, _, what = name.partition(".")
        state.setdefault(int(number), {})[what] = torch.from_numpy(np.array(array))
    values["state"] = state
    optimiser.load_state_dict(values)
