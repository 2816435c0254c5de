"""Jobs: frozen dataclasses of plain values, one a task, that travel as JSON."""

from __future__ import annotations

import dataclasses
import importlib
import json
import typing
from dataclasses import dataclass
from typing import Any, ClassVar

from landweave.engine.errors import UserError

Json = Any  # not from engine.types: the QGIS side imports jobs, and must not load numpy for it
REGISTRY: dict[str, type[Job]] = {}
_LAST_SEED = 2**32 - 1  # the most that numpy and scikit-learn both take


@dataclass(frozen=True)
class Job:
    """Base of all jobs.

    Class attributes:
        KIND: the algorithm's id (`scan_catalogue`).
        RUN: the function that does it, `module:function`, called as `run(job, context) -> dict`
            whose keys are the algorithm's outputs.
        OUTPUTS: the parameters that only say where results go: a run is resumed whatever they are.
        WORDING: those that only say how results are worded: the same.
    """

    KIND: ClassVar[str] = ""
    RUN: ClassVar[str] = ""
    OUTPUTS: ClassVar[tuple[str, ...]] = ()
    WORDING: ClassVar[tuple[str, ...]] = ("language",)

    def __init_subclass__(cls) -> None:
        if cls.KIND:
            REGISTRY[cls.KIND] = cls

    def to_json(self) -> Json:
        """Return `{"kind": ..., parameters}`."""
        return {"kind": self.KIND, **dataclasses.asdict(self)}

    def execute(self, context: Any) -> dict[str, Json]:
        """Import the function that does the job, and call it.

        Raises:
            UserError: if its seed is none, and whatever the function raises.
        """
        check_seed(getattr(self, "seed", 0))
        module, function = self.RUN.split(":")
        result: dict[str, Json] = getattr(importlib.import_module(module), function)(self, context)
        return result


def check_seed(seed: int) -> None:
    """Refuse a seed that the random generators do not take.

    Raises:
        UserError: naming it.
    """
    if not 0 <= seed <= _LAST_SEED:
        raise UserError(f"The seed is {seed}.", f"Give SEED a whole number from 0 to {_LAST_SEED}.")


def repeat_seed(seed: int, repeat: int) -> int:
    """Return the seed of a repeat; after the last seed comes 0 again."""
    return (seed + repeat) % (_LAST_SEED + 1)


def job_from_json(values: Json) -> Job:
    """Build a job from what `to_json` gave, checking kinds, names and types.

    Raises:
        UserError: naming the parameter that is unknown, missing or of the wrong type.
    """
    import landweave.engine.jobs  # noqa: F401 (registers every job)

    if not isinstance(values, dict) or values.get("kind") not in REGISTRY:
        known = ", ".join(sorted(REGISTRY))
        raise UserError(f"The job names no known kind: {json.dumps(values)[:80]}.", f"Known kinds: {known}.")
    cls = REGISTRY[values["kind"]]
    hints = typing.get_type_hints(cls)
    given = {key: value for key, value in values.items() if key != "kind"}
    fields = {f.name: f for f in dataclasses.fields(cls)}
    for key in given:
        if key not in fields:
            raise UserError(f"{cls.KIND} has no parameter '{key}'.", f"It has: {', '.join(fields)}.")
    for name, f in fields.items():
        if name not in given and f.default is dataclasses.MISSING:
            raise UserError(f"{cls.KIND} needs the parameter '{name}'.", "Add it to the job.")
    return cls(**{key: _checked(cls.KIND, key, value, hints[key]) for key, value in given.items()})


def _checked(kind: str, name: str, value: Any, hint: Any) -> Any:
    """Return the value in the type of the field, or say what is wrong with it."""
    options = typing.get_args(hint) if typing.get_origin(hint) not in (tuple, dict) else ()
    if value is None and type(None) in options:
        return None
    base = next((o for o in options if o is not type(None)), hint)
    if typing.get_origin(base) is tuple and isinstance(value, (list, tuple)):
        return tuple(value)
    if typing.get_origin(base) is dict and isinstance(value, dict):
        return value
    if base is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    is_flag_for_number = base is int and isinstance(value, bool)
    if base is typing.Any or (isinstance(base, type) and isinstance(value, base) and not is_flag_for_number):
        return value
    wanted = getattr(base, "__name__", str(base))
    raise UserError(f"{kind}: parameter '{name}' is {json.dumps(value)[:60]}, not {wanted}.", "Correct the job.")
