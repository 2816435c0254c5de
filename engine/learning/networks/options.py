"""The options of a network and of its training: presets, checks, defaults. Imports no torch."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.jobs.networks import PRESETS
from landweave.engine.learning.networks.registry import find_network
from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import Json

AUTO = "auto"
CHOOSE_BY = ("loss", "overall_accuracy", "kappa", "macro_f1")
SCHEDULES = ("one_cycle", "cosine", "constant")
BALANCES = ("weights", "sampling", "none")


@dataclass(frozen=True)
class Settings:
    """How a network is trained; these defaults are the preset `balanced`.

    Args:
        epochs: times that the samples are gone through at most.
        epoch_samples: samples of an epoch at most, drawn anew for each.
        batch_size: samples of a step; `auto`: by their number.
        learning_rate: highest; `auto`: found by a sweep before the training.
        schedule: of the learning rate, one of SCHEDULES.
        warmup: share of the steps in which the learning rate rises.
        weight_decay: of AdamW, on weights that are no offsets or scales.
        label_smoothing: share of the target that is spread over all classes.
        clip: longest gradient; 0: as long as it is.
        patience: epochs without a better held-out score after which the training stops; 0: it never does.
        choose_by: held-out score that chooses the epoch, one of CHOOSE_BY.
        seeds: networks that are trained, and whose probabilities are averaged.
        held_out: share of the polygons that the epoch is chosen by; 0: none, and the last epoch is taken.
        balance: how what classes shall weigh (BALANCED, CLASS_WEIGHTS) is done: `weights` of the loss, or `sampling`:
            samples are drawn as often as they weigh; `none`: only CLASS_WEIGHTS count.
        mixup: alpha of the shares in which pairs of samples are mixed; 0: none is.
        time_shift: days by which a series is moved at most.
        date_dropout: share of the dates that is hidden.
        band_noise: standard deviation of noise on the values, in those of the bands.
        average: weight of the past in the running mean of the network's weights, which is what predicts; 0: none.
        pretrained_rate: learning rate of weights that were pretrained, as a share of that of the fresh ones.
        frozen: share of the epochs, from the first, in which weights that were pretrained stay as they are.
        threads: of the computation, whatever WORKERS: the last bits depend on them. Two on busy cores wait for each
            other most of the time.
        mixed_precision: on a graphics card that has bfloat16, compute in it where it is safe.
    """

    epochs: int = 40
    epoch_samples: int = 100_000
    batch_size: int | str = AUTO
    learning_rate: float | str = AUTO
    schedule: str = "one_cycle"
    warmup: float = 0.2
    weight_decay: float = 0.01
    label_smoothing: float = 0.05
    clip: float = 1.0
    patience: int = 20
    choose_by: str = "loss"
    seeds: int = 1
    held_out: float = 0.15
    balance: str = "weights"
    mixup: float = 0.2
    time_shift: float = 5.0
    date_dropout: float = 0.1
    band_noise: float = 0.05
    average: float = 0.0
    pretrained_rate: float = 0.1
    frozen: float = 0.5
    threads: int = 1
    mixed_precision: bool = True


@dataclass(frozen=True)
class _Number:
    """A number from `least` to `most`."""

    least: float
    most: float
    whole: bool = False
    may_be_auto: bool = False

    def fits(self, value: Any) -> bool:
        if isinstance(value, str):
            return self.may_be_auto and value == AUTO
        is_number = isinstance(value, int if self.whole else (int, float)) and not isinstance(value, bool)
        return is_number and math.isfinite(value) and self.least <= value <= self.most

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.least:g} to {self.most:g}" + (f", or '{AUTO}'" if self.may_be_auto else "")


_RULES: Mapping[str, _Number | tuple[Any, ...]] = MappingProxyType(
    {
        "epochs": _Number(1, 100_000, whole=True),
        "epoch_samples": _Number(2, 1e9, whole=True),
        "batch_size": _Number(2, 1e6, whole=True, may_be_auto=True),
        "learning_rate": _Number(1e-8, 10.0, may_be_auto=True),
        "schedule": SCHEDULES,
        "warmup": _Number(0.0, 0.9),
        "weight_decay": _Number(0.0, 10.0),
        "label_smoothing": _Number(0.0, 0.9),
        "clip": _Number(0.0, 1e6),
        "patience": _Number(0, 100_000, whole=True),
        "choose_by": CHOOSE_BY,
        "seeds": _Number(1, 100, whole=True),
        "held_out": _Number(0.0, 0.5),
        "balance": BALANCES,
        "mixup": _Number(0.0, 10.0),
        "time_shift": _Number(0.0, 180.0),
        "date_dropout": _Number(0.0, 0.9),
        "band_noise": _Number(0.0, 5.0),
        "average": _Number(0.0, 0.9999),
        "pretrained_rate": _Number(0.0, 10.0),
        "frozen": _Number(0.0, 1.0),
        "threads": _Number(1, 256, whole=True),
        "mixed_precision": (True, False),
    }
)

_BALANCED = Settings()
PRESET_SETTINGS: Mapping[str, Settings] = MappingProxyType(
    {
        "fast": replace(_BALANCED, epochs=25, patience=10),
        "balanced": _BALANCED,
        "best": replace(_BALANCED, epochs=80, patience=40, seeds=3),
    }
)
"""By name of the preset."""

TRAINING: Mapping[str, Any] = MappingProxyType({"preset": "balanced", **asdict(_BALANCED)})
"""Options of the training and their defaults."""


def check_options(network: str, options: Mapping[str, Any], parameter: str = "NETWORK_OPTIONS") -> dict[str, Any]:
    """Return the user's options, checked by name, type and range.

    Args:
        network: name or file.
        options: over those of the preset, which `preset` names.
        parameter: that gave them, for messages.

    Raises:
        UserError: if one is unknown, listing the known; if one has a value that it cannot have.
    """
    spec = find_network(network)
    own, least = spec.options, 0 if spec.digest else 1
    known = {*TRAINING, *own}
    for key, value in options.items():
        if key not in known:
            raise UserError(f"{network} has no option '{key}' ({parameter}).", f"It has: {', '.join(sorted(known))}.")
        wanted = _lacks(key, value, own, least)
        if wanted:
            raise UserError(f"The option '{key}' ({parameter}) is {value!r}.", f"Give {wanted}.")
    return dict(options)


def complete_options(network: str, options: Mapping[str, Any]) -> Json:
    """Return the defaults of the preset with the user's options over them."""
    preset = str(options.get("preset", TRAINING["preset"]))
    return {"preset": preset, **asdict(PRESET_SETTINGS[preset]), **find_network(network).options, **options}


def training_settings(network: str, options: Mapping[str, Any]) -> tuple[Settings, dict[str, Any]]:
    """Return how to train, and the keyword arguments of the network's class, both complete.

    Args:
        network: name or file.
        options: the user's, as `check_options` gave them.
    """
    every = complete_options(network, options)
    own = {key: every[key] for key in find_network(network).options}
    return Settings(**{key: every[key] for key in asdict(_BALANCED)}), own


def check_torch() -> None:
    """Raise UserError saying what to install if networks cannot be used here."""
    for package in ("torch", "safetensors"):
        if importlib.util.find_spec(package) is None:
            raise missing_package("Neural networks need", package)


def _lacks(key: str, value: Any, own: Mapping[str, Any], least: int) -> str:
    """Return what an option should be; empty where it is that.

    Args:
        key: of the option.
        value: that the user gave.
        own: options of the network and their defaults.
        least: whole number that these may have, unless the default is less. A network of the user's own may have its
            reasons for 0; a width of 0 is none.
    """
    if key == "preset":
        return "" if value in PRESETS else _one_of(PRESETS)
    if key not in own:
        rule = _RULES[key]
        if isinstance(rule, _Number):
            return "" if rule.fits(value) else str(rule)
        return "" if any(value is v or (isinstance(value, str) and value == v) for v in rule) else _one_of(rule)
    return _unlike(value, own[key], least)


def _one_of(values: tuple[Any, ...]) -> str:
    shown = [str(v).lower() if isinstance(v, bool) else f"'{v}'" for v in values]
    return f"one of {', '.join(shown)}"


def _unlike(value: Any, default: Any, least: int) -> str:
    """Return what is wanted in the place of a value of another type than the default; empty where it is of that."""
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "true or false"
    if isinstance(default, int):
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= min(least, default)
        return "" if fits else f"a whole number, like {default}"
    if isinstance(default, float):
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        return "" if fits else f"a number, like {default}"
    if isinstance(default, str):
        return "" if isinstance(value, str) else f"a text, like '{default}'"
    if isinstance(default, list):
        fits = isinstance(value, list) and all(not default or not _unlike(v, default[0], least) for v in value)
        return "" if fits else f"a list, like {default}"
    return ""
