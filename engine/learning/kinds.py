"""What a model file can hold: the kinds of predictors by name, how each is written and read.

A region's predictor is a chain of parts, the outermost first: prior correction, calibration, principal components, and
at the end the learner. Each part is a few values for `model.json` and, where it is large, a member of the zip. To add
a kind, write a class with the attributes of `StoredPredictor` and name it in `KINDS`; nothing else knows of it.
"""

from __future__ import annotations

import copy
import hashlib
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, cast

from landweave.engine.errors import UserError
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float32Array, Json

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "forest": "landweave.engine.learning.predictors:ForestPredictor",
        "estimator": "landweave.engine.learning.predictors:EstimatorPredictor",
        "lightgbm": "landweave.engine.learning.boosted:BoostedPredictor",
        "network": "landweave.engine.learning.networks.predictor:NetworkPredictor",
        "spatial_network": "landweave.engine.learning.networks.spatial:SpatialPredictor",
        "embedding": "landweave.engine.learning.networks.embedding:EmbeddedPredictor",
        "pca": "landweave.engine.learning.predictors:ReducedPredictor",
        "calibration": "landweave.engine.learning.calibration:CalibratedPredictor",
        "priors": "landweave.engine.learning.priors:PriorPredictor",
        "regressor": "landweave.engine.regression.predictors:EstimatorValues",
        "lightgbm_values": "landweave.engine.regression.predictors:BoostedValues",
        "scaled_values": "landweave.engine.regression.predictors:ScaledPredictor",
    }
)
"""`module:class` of each kind, imported when a model has it: some need packages that not everybody has."""

REMEDY = "Train the model again, or fetch the file anew if it was copied from elsewhere."


@dataclass(frozen=True)
class Packed:
    """One part of a predictor, as it is read.

    Args:
        values: plain values from `model.json`.
        data: the member's bytes; empty where it has none.
        inner: the predictor that this one stands before; None for a learner.
        versions: of the packages that it was made with, by name.
    """

    values: Json
    data: bytes
    inner: StoredPredictor | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


class StoredPredictor(Protocol):
    """A predictor that a model file can hold."""

    KIND: ClassVar[str]
    SUFFIX: ClassVar[str]
    """End of the member's name."""

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        ...

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        ...

    @property
    def within(self) -> StoredPredictor | None:
        """The predictor that it stands before; None for a learner."""
        ...

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class) for features of shape (pixel, feature)."""
        ...

    def pack(self) -> tuple[Json, bytes]:
        """Return plain values and the member's bytes; equal predictors give equal ones."""
        ...

    @classmethod
    def unpack(cls, packed: Packed) -> StoredPredictor:
        """Build from what `pack` gave. Raises UserError if it cannot be that."""
        ...


class Dated(Protocol):
    """A predictor that may take series of other dates."""

    @property
    def takes_any_dates(self) -> bool:
        """Tell whether it does."""
        ...

    def on(self, features: Sequence[Feature]) -> StoredPredictor:
        """Return the predictor for other columns: other dates of the same sensors and bands."""
        ...


class StandsBefore:
    """What a predictor that stands before another one shares: as many columns in and out, unless it says otherwise."""

    inner: StoredPredictor

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return self.inner.feature_count

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return self.inner.class_count

    @property
    def within(self) -> StoredPredictor:
        """The predictor that it stands before."""
        return self.inner


def parts_of(predictor: StoredPredictor | None) -> Iterator[StoredPredictor]:
    """Yield a predictor and all that it stands before, the outermost first."""
    while predictor is not None:
        yield predictor
        predictor = predictor.within


def takes_any_dates(predictor: StoredPredictor) -> bool:
    """Tell whether a predictor takes series of other dates than those that it learnt from."""
    return any(getattr(part, "takes_any_dates", False) for part in parts_of(predictor))


def on_features(predictor: StoredPredictor, features: Sequence[Feature]) -> StoredPredictor:
    """Return a predictor for columns of other dates; what stands before the one that takes them stays as it is.

    Raises:
        UserError: if a band is missing.
        ValueError: if no part of it takes any dates.
    """
    if getattr(predictor, "takes_any_dates", False):
        return cast("Dated", predictor).on(features)
    if predictor.within is None:
        raise ValueError(f"a {predictor.KIND} takes the dates that it learnt from")
    moved = cast("StandsBefore", copy.copy(predictor))
    moved.inner = on_features(predictor.within, features)
    return cast("StoredPredictor", moved)


def pack_parts(predictor: Any, stem: str) -> tuple[list[Json], dict[str, bytes]]:
    """Return the entries of a predictor's parts, the outermost first, and its members by name.

    Args:
        predictor: a `StoredPredictor`.
        stem: begin of the members' names.

    Raises:
        TypeError: if it is of no kind of `KINDS`.
    """
    entries: list[Json] = []
    members: dict[str, bytes] = {}
    for part in parts_of(predictor):
        if getattr(part, "KIND", None) not in KINDS:
            raise TypeError(f"no way to store a {type(part).__name__}")
        values, data = part.pack()
        entry: Json = {"kind": part.KIND, "values": values}
        if data:
            entry |= add_member(members, stem + part.SUFFIX, data)
        entries.append(entry)
    return entries, members


def add_member(members: dict[str, bytes], name: str, data: bytes) -> dict[str, Json]:
    """Put bytes among the members, and return what `model.json` says of them."""
    members[name] = data
    return {"member": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def unpack_parts(
    entries: Sequence[Json], members: Mapping[str, bytes], shape: tuple[int, int], region: str,
    versions: Mapping[str, str],
) -> StoredPredictor:
    """Build a predictor, which must take and give what `model.json` says.

    Args:
        entries: as `pack_parts` made them.
        members: by name.
        shape: numbers of features and of classes.
        region: for messages.
        versions: see `Packed`.

    Raises:
        UserError: if a kind is unknown, a part is damaged, or they do not fit together.
    """
    predictor: StoredPredictor | None = None
    for entry in reversed(entries):
        data = members[entry["member"]] if "member" in entry else b""
        packed = Packed(entry.get("values", {}), data, predictor, versions)
        try:
            predictor = _kind(entry["kind"]).unpack(packed)
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(f"The model of region {region} lacks a part ({entry['kind']}: {error}).", REMEDY) from error
    if predictor is None or (predictor.feature_count, predictor.class_count) != shape:
        raise UserError(f"The model of region {region} does not fit its own description.", REMEDY)
    return predictor


def _kind(name: str) -> type[StoredPredictor]:
    if name not in KINDS:
        raise UserError(f"The model is of a kind that this version does not know: {name}.", "Update Landweave.")
    module, attribute = KINDS[name].split(":")
    return cast("type[StoredPredictor]", getattr(importlib.import_module(module), attribute))
