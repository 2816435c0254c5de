"""A network in a model file: its description as plain values, its weights as safetensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import REMEDY, Packed, StoredPredictor, parts_of
from landweave.engine.learning.networks.layout import SeriesLayout, layout_of
from landweave.engine.learning.networks.registry import FREE, InputShape, NetworkSpec, find_network
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float32Array, Json

if TYPE_CHECKING:
    from landweave.engine.learning.networks.batches import Normalisation

Weights = Mapping[str, AnyArray]
"""Arrays of a state dict, by name."""


@dataclass(frozen=True, eq=False)
class NetworkDescription:
    """What a trained network is, but for its weights.

    Args:
        network: name in NETWORKS, or path of the user's file.
        options: keyword arguments of its class, complete.
        layout: of the columns that it takes, as the network wants them (`NetworkSpec.layout`).
        normalisation: of its channels.
        classes: number of classes.
        has_gaps: whether dates may be masked.
        temperature: factor of the logits that makes probabilities true.
        digest: SHA-256 of the user's file; empty for those of NETWORKS.
    """

    network: str
    options: Mapping[str, Any]
    layout: SeriesLayout
    normalisation: Normalisation
    classes: int
    has_gaps: bool = False
    temperature: float = 1.0
    digest: str = ""

    @cached_property
    def spec(self) -> NetworkSpec:
        """The network of that name. Raises UserError if there is none, or the user's file is gone or another."""
        if not self.digest:
            return find_network(self.network)
        from landweave.engine.learning.networks.user_network import check_digest, load_user_network, place_of

        place = place_of(self.network, self.digest)
        check_digest(place, self.digest)
        return load_user_network(place)

    def module(self) -> Any:
        """Return the untrained `torch.nn.Module`."""
        return self.spec.module(InputShape.of(self.layout, self.has_gaps), self.classes, self.options)

    def to_json(self) -> Json:
        """Return plain values."""
        return {
            "network": self.network, "options": dict(self.options), "layout": self.layout.to_json(),
            "normalisation": self.normalisation.to_json(), "classes": self.classes, "has_gaps": self.has_gaps,
            "temperature": self.temperature, "digest": self.digest,
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Json) -> NetworkDescription:
        """Build from what `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: if it is none.
        """
        from landweave.engine.learning.networks.batches import Normalisation

        return cls(
            str(values["network"]), dict(values["options"]), SeriesLayout.from_json(values["layout"]),
            Normalisation.from_json(values["normalisation"]), int(values["classes"]), bool(values["has_gaps"]),
            float(values["temperature"]), str(values["digest"]),
        )


@dataclass(frozen=True, eq=False)
class NetworkPredictor:
    """One network, or several of one kind whose probabilities are averaged.

    Args:
        description: what they are.
        members: weights of each.
    """

    description: NetworkDescription
    members: Sequence[Weights]
    figures: Json = field(default_factory=dict)
    """What its training tells: epochs, best scores. Plain values."""

    KIND: ClassVar[str] = "network"
    SUFFIX: ClassVar[str] = ".safetensors"

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return self.description.layout.width

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return self.description.classes

    @property
    def within(self) -> None:
        """It is a learner: nothing stands behind it."""

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class); each row is the same whatever rows stand beside it (on a CPU)."""
        found: Float32Array = self._inference.probabilities(features)
        return found

    @cached_property
    def _inference(self) -> Any:
        from landweave.engine.learning.networks.inference import Inference

        return Inference(self.description, self.members)

    @property
    def takes_any_dates(self) -> bool:
        """Tell whether it takes other dates than those that it learnt from."""
        return self.description.spec.calendar == FREE

    def on(self, features: Sequence[Feature]) -> NetworkPredictor:
        """Return the predictor for other columns: other dates of the same sensors and bands.

        Raises:
            UserError: if a sensor or band is missing.
        """
        own = self.description.layout
        try:
            wanted = own.on(self.description.spec.layout(layout_of(features)))
        except ValueError as error:
            raise UserError(f"The model does not fit these images: {error}.",
                            "Use images of the sensors and bands that it was trained with.") from error
        return replace(self, description=replace(self.description, layout=wanted))

    def pack(self) -> tuple[Json, bytes]:
        """Return the description, and all weights as safetensors."""
        values = {"description": self.description.to_json(), "members": len(self.members), "figures": self.figures}
        named = {f"{i}.{name}": array for i, member in enumerate(self.members) for name, array in member.items()}
        return values, to_safetensors(named)

    @classmethod
    def unpack(cls, packed: Packed) -> NetworkPredictor:
        """Build from what `pack` gave.

        Raises:
            UserError: if the weights cannot be read.
            KeyError, TypeError, ValueError: if the description is none.
        """
        description = NetworkDescription.from_json(packed.values["description"])
        arrays = from_safetensors(packed.data, "The network in the model file", REMEDY)
        members = []
        for i in range(int(packed.values["members"])):
            begin = f"{i}."
            members.append({n[len(begin) :]: a for n, a in arrays.items() if n.startswith(begin)})
        return cls(description, tuple(members), packed.values.get("figures", {}))


def check_user_network(predictor: StoredPredictor) -> None:
    """Check that the file of a network of the user's own is there, and is the one that the model was trained with.

    Raises:
        UserError: naming the file.
    """
    for part in parts_of(predictor):
        if isinstance(part, NetworkPredictor) and part.description.digest:
            part.description.spec  # noqa: B018 (looks for the file)


def to_safetensors(arrays: Weights, metadata: Mapping[str, str] | None = None) -> bytes:
    """Return arrays as the bytes of a safetensors file; equal arrays give equal bytes."""
    from safetensors.numpy import save

    contiguous = {name: np.array(arrays[name], order="C") for name in sorted(arrays)}
    data: bytes = save(contiguous, metadata=dict(metadata) if metadata else None)
    return data


def from_safetensors(data: bytes, what: str, remedy: str) -> dict[str, AnyArray]:
    """Return the arrays of a safetensors file.

    Args:
        data: its bytes.
        what: begin of the message.
        remedy: of the message.

    Raises:
        UserError: if the bytes are cut or none.
    """
    from landweave.engine.runtime.packages import missing_package

    try:
        from safetensors import SafetensorError
        from safetensors.numpy import load
    except ImportError as error:
        raise missing_package("Neural networks need", "safetensors") from error
    try:
        arrays: dict[str, AnyArray] = load(data)
    except (SafetensorError, ValueError, KeyError) as error:
        raise UserError(f"{what} is cut or damaged ({error}).", remedy) from error
    return arrays
