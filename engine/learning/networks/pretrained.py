"""Weights that a network learnt before it sees a label: the file, and how another network starts from it.

A file of `pretrain_network` is a safetensors file of the encoder's weights, by their names in the network. Its metadata
say what they are of: network, options, sensors and channels, normalisation. A safetensors file of the user's own, which
says nothing of that, is taken where names and shapes are exactly those of the encoder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.layout import ABSENT, SeriesLayout
from landweave.engine.learning.networks.predictor import Weights, from_safetensors, to_safetensors
from landweave.engine.learning.networks.registry import NetworkSpec
from landweave.engine.runtime.files import atomic_path, check_readable
from landweave.engine.types import AnyArray, Json

if TYPE_CHECKING:
    from landweave.engine.learning.networks.batches import Normalisation

FORMAT, VERSION = "landweave-pretrained", 1
_KEY = "landweave"
_HEAD = "head."
_PICKLES = (".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle")
_ZIP = b"PK\x03\x04"
"""First bytes of what torch.save writes."""
_FRESH = ("dropout",)
"""Options of a network that its weights do not depend on: as in the new network, not as in the pretrained one."""
_REMEDY = "Give weights made by pretrain_network, or a safetensors file of the encoder's weights."


@dataclass(frozen=True, eq=False)
class Pretrained:
    """Weights of an encoder and what they are of.

    Args:
        path: of the file.
        weights: by their name in the network.
        network: name in NETWORKS, or path of the user's file; empty: the file does not say, and neither anything below.
        options: keyword arguments of its class, complete.
        layout: of the series that were learnt from, one for each sensor; None: not known.
        normalisation: of the channels; None: not known.
        user_digest: SHA-256 of the user's network file; empty for those of NETWORKS.
        figures: what its training tells; plain values.
    """

    path: str
    weights: Weights
    network: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    layout: SeriesLayout | None = None
    normalisation: Normalisation | None = None
    user_digest: str = ""
    figures: Json = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the file's bytes; equal weights give equal ones."""
        if self.layout is None or self.normalisation is None:
            raise ValueError("it is not known what the weights are of")
        description = {
            "format": FORMAT, "version": VERSION, "network": self.network, "options": dict(self.options),
            "layout": self.layout.to_json(), "normalisation": self.normalisation.to_json(),
            "user_digest": self.user_digest, "figures": self.figures, "sha256": weights_digest(self.weights),
        }  # fmt: skip
        return to_safetensors(self.weights, {_KEY: json.dumps(description, sort_keys=True)})


@dataclass(frozen=True, eq=False)
class Start:
    """How a network is built and fed so that it can start from pretrained weights.

    Args:
        pretrained: the weights.
        layout: of the samples' columns, as the network wants them, with the channels that were pretrained, in their
            order; those that the samples lack are unknown on all dates.
        options: keyword arguments of the network's class.
        normalisation: of the channels, so that values mean what they meant; that of features without date is to be
            learnt. None: not known, all is to be learnt.
    """

    pretrained: Pretrained
    layout: SeriesLayout
    options: Mapping[str, Any]
    normalisation: Normalisation | None

    def with_static(self, learnt: Normalisation) -> Normalisation:
        """Return the normalisation to train with.

        Args:
            learnt: on the samples, of this layout.
        """
        if self.normalisation is None:
            return learnt
        return replace(learnt, mean=self.normalisation.mean, spread=self.normalisation.spread)

    def give(self, module: Any) -> tuple[str, ...]:
        """Set the encoder's weights of a module that was built for this layout with these options.

        Returns:
            Names of what was taken; what is left, the head, stays as it is.

        Raises:
            UserError: naming what is of another architecture.
        """
        give_weights(module, self.pretrained.weights, self.pretrained.path)
        return encoder_names(module)


def save_pretrained(path: str, pretrained: Pretrained) -> None:
    """Write the file, whole or not at all."""
    with atomic_path(path) as part:
        part.write_bytes(pretrained.to_bytes())


def load_pretrained(path: str) -> Pretrained:
    """Read weights.

    Raises:
        UserError: if the file is missing, no safetensors file, cut, changed since it was written, or of a newer
            Landweave.
    """
    data = _read(path)
    arrays = from_safetensors(data, f"The file of weights {path}", "Fetch it anew, or pretrain again.")
    text = _metadata(data).get(_KEY)
    if text is None:
        return Pretrained(path, arrays)
    try:
        values = json.loads(text)
        if values["format"] != FORMAT or values["version"] > VERSION:
            raise UserError(f"{path} was written by a newer Landweave.", "Update Landweave.")
        if values["sha256"] != weights_digest(arrays):
            raise UserError(f"The weights in {path} were changed after they were written.", _REMEDY)
        return _described(path, arrays, values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{path} does not tell what its weights are of ({error}).", _REMEDY) from error


def prepare_start(spec: NetworkSpec, layout: SeriesLayout, options: Mapping[str, Any], path: str) -> Start:
    """Return how a network must be built to start from a file of weights.

    Args:
        spec: the network.
        layout: of the samples.
        options: keyword arguments that the user gives; the others are those of the pretraining.
        path: of the weights.

    Raises:
        UserError: as `load_pretrained`, or naming the network, sensor or band that does not fit.
    """
    found = load_pretrained(path)
    if not found.network or found.layout is None or found.normalisation is None:
        return Start(found, spec.layout(layout), {**spec.options, **options}, None)
    if found.network != spec.name and not (spec.digest and found.user_digest):  # a file of the user's may have moved
        raise UserError(f"{path} holds weights of the network {found.network}, not of {spec.name}.",
                        f"Choose the network {found.network}, or pretrain {spec.name}.")
    kept = {key: value for key, value in found.options.items() if key not in _FRESH}
    wrong = [key for key, value in options.items() if key in kept and kept[key] != value]
    if wrong:
        raise UserError(f"{path} was pretrained with {wrong[0]} {kept[wrong[0]]}, not {options[wrong[0]]}.",
                        f"Leave {wrong[0]} out of NETWORK_OPTIONS, or pretrain with it.")
    fitted = fit_layout(found.layout, layout, path)
    wanted, normalisation = spec.layout(fitted), found.normalisation
    if len(wanted.sensors) != len(fitted.sensors):
        normalisation = joined_normalisation(normalisation)
    return Start(found, wanted, {**spec.options, **kept, **options}, normalisation)


def start_from(module: Any, spec: NetworkSpec, layout: SeriesLayout, path: str) -> tuple[str, ...]:
    """Set the encoder's weights in a network that is to be trained; the head stays fresh.

    For a network that was built with its own options, for samples with all channels in the order of the pretraining;
    `prepare_start` tells how to build one that fits in any case.

    Returns:
        Names of the weights that were taken.

    Raises:
        UserError: as `prepare_start` and `Start.give`; if the samples have other channels, or others first.
    """
    start = prepare_start(spec, layout, {}, path)
    wanted = spec.layout(layout)
    if start.layout.sensors != wanted.sensors and start.pretrained.network:
        raise UserError(f"The bands of the samples are not those of {path}, in their order.",
                        "Use samples with the sensors and bands of the pretraining.")
    return start.give(module)


def encoder_names(module: Any) -> tuple[str, ...]:
    """Return the names of a network's weights that are not of its head."""
    return tuple(name for name in module.state_dict() if not name.startswith(_HEAD))


def fit_layout(pretrained: SeriesLayout, layout: SeriesLayout, path: str) -> SeriesLayout:
    """Return the samples' layout with the sensors and channels of the pretraining, in their order.

    Channels that the samples lack are absent on all dates, as if a mask hid them.

    Raises:
        UserError: naming the sensor or band that only one of the two has.
    """
    there = {s.sensor: s for s in layout.sensors}
    known = [s.sensor for s in pretrained.sensors]
    _refuse_sensors([name for name in there if name not in known], f"was not in the pretraining ({path})")
    _refuse_sensors([name for name in known if name not in there], f"is wanted by {path}, and the samples have none")
    sensors = []
    for own in pretrained.sensors:
        channels = there[own.sensor].channels
        extra = [c for c in channels if c not in own.channels]
        if extra:
            raise UserError(f"The {extra[0]} of {own.sensor or 'the table'} was not in the pretraining ({path}).",
                            "Leave it out of the samples (SERIES), or pretrain with it.")
        table = own.column_array()
        table[:, [c not in channels for c in own.channels]] = ABSENT
        sensors.append(replace(own, columns=tuple(tuple(int(c) for c in row) for row in table)))
    return replace(pretrained, sensors=tuple(sensors), static=layout.static).on(layout)


def _refuse_sensors(names: Sequence[str], why: str) -> None:
    if names:
        raise UserError(f"The series of {names[0] or 'a table'} {why}.",
                        "Use samples of the sensors that were pretrained on, or pretrain on those of the samples.")


def joined_normalisation(normalisation: Normalisation) -> Normalisation:
    """Return the normalisation of the layout that `SeriesLayout.joined` makes."""
    return replace(normalisation, mean=(np.concatenate(normalisation.mean),),
                   spread=(np.concatenate(normalisation.spread),))  # fmt: skip


def weights_digest(weights: Weights) -> str:
    """Return the SHA-256 of names, shapes, types and bytes of weights."""
    found = hashlib.sha256()
    for name in sorted(weights):
        array = np.ascontiguousarray(weights[name])
        found.update(f"{name} {array.shape} {array.dtype.str}".encode())
        found.update(array.tobytes())
    return found.hexdigest()


def give_weights(module: Any, weights: Weights, source: str) -> Any:
    """Return a module with these weights in its encoder; the head stays as it is.

    Args:
        module: a network.
        weights: of the encoder; those of a head are not looked at.
        source: of the weights, for messages.

    Raises:
        UserError: naming what is of another architecture.
    """
    import torch

    state = module.state_dict()
    own = {name: tuple(state[name].shape) for name in encoder_names(module)}
    given = {name: tuple(array.shape) for name, array in weights.items() if not name.startswith(_HEAD)}
    wrong = next((n for n in (*own, *given) if own.get(n) != given.get(n)), None)
    if wrong is not None:
        if wrong not in given:
            said = f"{wrong} is missing"
        elif wrong not in own:
            said = f"the network has no {wrong}"
        else:
            said = f"{wrong} is {_times(given[wrong])}, not {_times(own[wrong])}"
        raise UserError(f"{source}: the weights are of another architecture, for {said}.",
                        "Give the options of the network that they are of, or weights of this one.")
    module.load_state_dict({n: torch.from_numpy(np.array(weights[n])).to(state[n].dtype) for n in own}, strict=False)
    return module


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "one number"


def _read(path: str) -> bytes:
    if not Path(path).is_file():
        raise UserError(f"There is no file of weights {path}.", _REMEDY)
    check_readable(path)
    data = Path(path).read_bytes()
    if Path(path).suffix.lower() in _PICKLES or data.startswith(_ZIP):
        name = Path(path).with_suffix(".safetensors").name
        raise UserError(
            f"{path} is in PyTorch's own format, and opening that may run whatever program somebody put in it.",
            "Convert it in Python, if you know where it is from: safetensors.torch.save_file(torch.load("
            f"'{Path(path).name}', weights_only=True), '{name}').",
        )
    return data


def _metadata(data: bytes) -> dict[str, str]:
    """Return the metadata of a safetensors file, whose header was read without fault."""
    size = int.from_bytes(data[:8], "little")
    found: dict[str, str] = json.loads(data[8 : 8 + size]).get("__metadata__") or {}
    return found


def _described(path: str, arrays: dict[str, AnyArray], values: Json) -> Pretrained:
    from landweave.engine.learning.networks.batches import Normalisation

    layout, normalisation = SeriesLayout.from_json(values["layout"]), Normalisation.from_json(values["normalisation"])
    sizes = [len(s.channels) for s in layout.sensors]
    if any([len(a) for a in each] != sizes for each in (normalisation.mean, normalisation.spread)):
        raise ValueError("the normalisation is of other channels")
    return Pretrained(path, arrays, str(values["network"]), dict(values["options"]), layout, normalisation,
                      str(values["user_digest"]), values["figures"])  # fmt: skip
