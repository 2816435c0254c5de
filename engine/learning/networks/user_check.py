"""A user's network is tried before it learns: minutes or hours later the same mistake would cost more."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.registry import FREE, InputShape
from landweave.engine.learning.networks.user_module import UserModule, random_batch
from landweave.engine.learning.networks.user_network import UserNetwork
from landweave.engine.user_code import told

_SAMPLES = 3
_RELATIVE, _ABSOLUTE = 1e-3, 1e-4  # the last bits of a sum depend on the size of the batch
_NAMED = 5


def check_on_tiny_batch(
    spec: UserNetwork, shape: InputShape, classes: int, options: Mapping[str, Any]
) -> tuple[str, ...]:
    """Build a user's network and try it: shapes, finite values, gradients, samples apart from each other.

    Args:
        spec: of the file.
        shape: of what it will be given.
        classes: number of classes.
        options: keyword arguments of its class, over its defaults.

    Returns:
        Sentences about what is odd but works.

    Raises:
        UserError: naming the file, and the line where the user's code fails.
    """
    with _undisturbed():
        module = UserModule(spec, shape, classes, {**spec.options, **options})
        notes = _learns(module, shape, classes)
        module.eval()
        with torch.no_grad():
            _predicts(module, shape, classes)
            if spec.calendar == FREE:
                _takes_other_dates(module, shape, classes)
            notes += _looks_at_masked_days(module, shape)
    if shape.static and spec.inputs and "static" not in spec.inputs:
        notes.append(f"The network of {spec.name} does not take \"static\": {shape.static} features without date "
                     "are not learnt from.")
    return tuple(notes)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave torch's random numbers and thread count as they were."""
    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(0)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


def _learns(module: UserModule, shape: InputShape, classes: int) -> list[str]:
    """One step forward and back. Returns a sentence about parameters that no gradient reaches."""
    named = {name.removeprefix("network."): p for name, p in module.named_parameters() if p.requires_grad}
    if not named:
        raise UserError(f"The network of {module.path} has no parameters to learn.",
                        "Give its layers names in __init__: self.linear = torch.nn.Linear(...); lists of layers are "
                        "torch.nn.ModuleList.")
    module.train()
    batch = random_batch(shape, _SAMPLES)
    kept = copy.deepcopy(batch)
    logits = _checked(module, batch, classes, "while it learns")
    if not _same(batch, kept):
        raise UserError(f"The network of {module.path} changes the batch that it is given.",
                        "Work on copies: x = x + 1 and masked_fill instead of x += 1 and masked_fill_.")
    if not logits.requires_grad:
        raise UserError(f"The output of the network of {module.path} does not depend on its parameters.",
                        "Leave detach() and torch.no_grad() out of forward.")
    with told(module.path, "the gradient"):
        torch.nn.functional.cross_entropy(logits, torch.arange(_SAMPLES) % classes).backward()  # type: ignore[no-untyped-call]
    wrong = [n for n, p in named.items() if p.grad is not None and not bool(torch.isfinite(p.grad).all())]
    if wrong:
        raise UserError(f"The gradient of {_listed(wrong)} in the network of {module.path} is not finite.",
                        "Look for a division by zero, or a softmax over dates that are all masked.")
    unused = [n for n, p in named.items() if p.grad is None]
    return [f"No gradient reaches {_listed(unused)} in the network of {module.path}: forward does not use it."
            ] if unused else []


def _predicts(module: UserModule, shape: InputShape, classes: int) -> None:
    """The same output for the same sample: once more, and alone."""
    batch = random_batch(shape, _SAMPLES)
    first = _checked(module, batch, classes, "when it predicts")
    if not torch.equal(first, _checked(module, batch, classes, "when it predicts")):
        raise UserError(f"The network of {module.path} gives another output for the same samples when it predicts.",
                        "Use torch.nn.Dropout, which rests then, and no random numbers of your own.")
    alone = _checked(module, _row(batch, 1), classes, "with a batch of one sample")
    if not torch.allclose(first[1:2], alone, _RELATIVE, _ABSOLUTE):
        raise UserError(f"The output of the network of {module.path} for a sample depends on the others in the batch.",
                        "Look for a mean, a softmax or a norm over dim=0, which counts the samples.")


def _takes_other_dates(module: UserModule, shape: InputShape, classes: int) -> None:
    for more in (2, -1):
        try:
            _checked(module, random_batch(shape, _SAMPLES, more_dates=more), classes, "with another number of dates")
        except UserError as error:
            raise UserError(f"{error.message.rstrip('.')}, with another number of dates than the samples have.",
                            f'Declare "calendar": "regular" in {module.path}, or let it take any number of dates.'
                            ) from error


def _looks_at_masked_days(module: UserModule, shape: InputShape) -> list[str]:
    if not shape.has_gaps or not shape.sensors:
        return []
    batch = random_batch(shape, _SAMPLES)
    before = module(batch)
    for sensor in batch.sensors:
        sensor.days = torch.where(sensor.valid, sensor.days, sensor.days + 40.0)
    if torch.allclose(before, module(batch), _RELATIVE, _ABSOLUTE):
        return []
    return [f"The network of {module.path} looks at the days of masked dates: which dates are masked, and where they "
            "lie, changes what it says."]


def _checked(module: UserModule, batch: SeriesBatch, classes: int, when: str) -> Tensor:
    """Return the output, which must be logits of all samples and classes."""
    logits = module(batch)
    if not isinstance(logits, Tensor):
        raise UserError(f"forward in {module.path} returns a {type(logits).__name__} {when}, no tensor.",
                        "Return the logits, a tensor of shape (sample, class).")
    wanted = (len(batch), classes)
    if tuple(logits.shape) != wanted or not logits.is_floating_point():
        found = f"{str(logits.dtype).removeprefix('torch.')} of shape {tuple(logits.shape)}"
        raise UserError(f"forward in {module.path} returns {found} {when}, and floats of shape {wanted} are wanted.",
                        "Return the logits: a row a sample, a column a class.")
    bad = ~torch.isfinite(logits).all(dim=1)
    if bool(bad.any()):
        masked = [not bool(any(s.valid[i].any() for s in batch.sensors)) for i in range(len(batch))]
        only = bool(batch.sensors) and all(m for m, b in zip(masked, bad.tolist()) if b)
        where = " for a sample whose dates are all masked" if only else ""
        raise UserError(f"forward in {module.path} returns values that are not finite{where} ({when}).",
                        "Look for a division by zero, or a softmax or mean over dates that are all masked.")
    return logits


def _row(batch: SeriesBatch, number: int) -> SeriesBatch:
    only = slice(number, number + 1)
    sensors = tuple(type(s)(s.values[only], s.valid[only], s.days[only]) for s in batch.sensors)
    return SeriesBatch(sensors, batch.static[only])


def _same(batch: SeriesBatch, other: SeriesBatch) -> bool:
    pairs = [(batch.static, other.static)]
    for a, b in zip(batch.sensors, other.sensors):
        pairs += [(a.values, b.values), (a.valid, b.valid), (a.days, b.days)]
    return all(a is not None and torch.equal(a, b) for a, b in pairs)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
