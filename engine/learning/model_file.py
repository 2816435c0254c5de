"""The model file `.lwm`: a zip of JSON and arrays, no pickle, the same bytes for the same model.

    model.json                format, features (the contract), classes, regions, training summary
    region_000.npz            a forest's arrays, or
    region_000.skops          any other estimator
    region_000_pca.npz        the principal components that it is of, if it is

`model.json` holds the SHA-256 of every member, and the zip's comment that of `model.json`:
a file that was cut or edited is noticed before anything in it is used. (This tells accident
from intent only as far as nobody bothers to redo the sums; what a crafted file could do
is bounded by what is read: arrays without objects, and a fixed list of types.)
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.learning.predictors import (
    ColumnPredictor,
    EstimatorPredictor,
    ForestPredictor,
    Predictor,
    ReducedPredictor,
)
from landweave.engine.learning.reduction import Reduction
from landweave.engine.runtime.files import atomic_path, check_readable
from landweave.engine.series.plan import Feature, SeriesPlan
from landweave.engine.types import Json

FORMAT = "landweave-model"
VERSION = 1
ALL_REGIONS = "all"
REMEDY = "Train the model again, or fetch the file anew if it was copied from elsewhere."


@dataclass(frozen=True)
class ClassEntry:
    """One class of a model: its code in maps, and what it was called in the samples."""

    code: int
    label: str


@dataclass(frozen=True)
class Model:
    """What was learnt, and what it must be fed with.

    Args:
        plan: how the features come from the time series; None for imported tables.
        features: the columns that it expects, in order.
        classes: in the order of the columns of the probabilities.
        regions: a predictor for each region; the key "all" where one model serves everywhere.
        training: plain values: method, options, seed, versions, samples a class, digest of the samples.
        dtype: of the feature matrix it was trained on (`int16`, `float32`).
    """

    plan: SeriesPlan | None
    features: tuple[Feature, ...]
    classes: tuple[ClassEntry, ...]
    regions: Mapping[str, Predictor]
    training: Json = field(default_factory=dict)
    dtype: str = "int16"

    @property
    def codes(self) -> tuple[int, ...]:
        """Map codes of the classes, in column order."""
        return tuple(entry.code for entry in self.classes)

    def predictor(self, region: str) -> Predictor | None:
        """Return what predicts in a region, None when the model does not know it."""
        return self.regions.get(region, self.regions.get(ALL_REGIONS))


def save_model(path: str | Path, model: Model) -> None:
    """Write a model; the file appears whole or not at all.

    Raises:
        UserError: if it cannot be written.
    """
    from landweave.engine.learning.portable import zip_bytes

    members: dict[str, bytes] = {}
    entries: list[Json] = []
    for number, name in enumerate(sorted(model.regions)):
        entry, own = _packed(model.regions[name], len(model.classes), number)
        members |= own
        entries.append({"name": name, **entry})
    description = {
        "format": FORMAT,
        "version": VERSION,
        "dtype": model.dtype,
        "plan": model.plan.to_json() if model.plan is not None else None,
        "features": [asdict(f) for f in model.features],
        "classes": [asdict(c) for c in model.classes],
        "regions": entries,
        "training": model.training,
    }
    head = json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False).encode()
    content = zip_bytes({"model.json": head, **members}, hashlib.sha256(head).hexdigest().encode())
    with atomic_path(path) as part:
        part.write_bytes(content)


def load_model(path: str | Path) -> Model:
    """Read a model and check every byte; the predictors are built when they are first used.

    Raises:
        UserError: if the file is missing, cut, changed since it was written, or no model of Landweave.
    """
    head, members = _checked_members(path)
    try:
        features = tuple(Feature(**f) for f in head["features"])
        classes = tuple(ClassEntry(int(c["code"]), str(c["label"])) for c in head["classes"])
        plan = SeriesPlan.from_json(head["plan"]) if head["plan"] is not None else None
        version = str(head["training"].get("versions", {}).get("scikit-learn", "of another version"))
        regions: dict[str, Predictor] = {
            str(r["name"]): ColumnPredictor(
                tuple(int(c) for c in r["columns"]),
                len(classes),
                partial(_unpacked, r, members, len(features), version),
            )
            for r in head["regions"]
        }
        return Model(plan, features, classes, regions, head["training"], str(head["dtype"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"The model file {path} lacks a part ({error}).", REMEDY) from error


def _packed(predictor: Predictor, classes: int, number: int) -> tuple[Json, dict[str, bytes]]:
    """Return a region's entry in model.json, and its members."""
    from landweave.engine.learning.portable import to_bytes

    columns = predictor.columns if isinstance(predictor, ColumnPredictor) else tuple(range(classes))
    inner = predictor.inner if isinstance(predictor, ColumnPredictor) else predictor
    entry: Json = {"columns": list(columns), "temperature": None}
    members: dict[str, bytes] = {}
    if isinstance(inner, ReducedPredictor):
        name = f"region_{number:03d}_pca.npz"
        members[name] = inner.reduction.to_bytes()
        entry["pca"] = {"member": name, **_sums(members[name])}
        inner = inner.inner
    if isinstance(inner, ForestPredictor):
        data = inner.to_bytes()
        entry |= {"kind": ForestPredictor.KIND, "member": f"region_{number:03d}.npz"}
    elif isinstance(inner, EstimatorPredictor):
        data = to_bytes(inner.estimator)
        entry |= {"kind": EstimatorPredictor.KIND, "member": f"region_{number:03d}.skops"}
        entry["temperature"] = inner.temperature
    else:
        raise TypeError(f"no way to store a {type(inner).__name__}")
    members[entry["member"]] = data
    return {**entry, **_sums(data)}, members


def _sums(data: bytes) -> dict[str, Json]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _unpacked(entry: Json, members: Mapping[str, bytes], features: int, version: str) -> Predictor:
    """Build a region's predictor from its members, which must take and give what model.json says."""
    if "pca" not in entry:
        return _unpacked_plain(entry, members[entry["member"]], features, version)
    reduction = Reduction.from_bytes(members[entry["pca"]["member"]])
    if reduction.feature_count != features:
        raise UserError(f"The principal components of region {entry['name']} do not fit their description.", REMEDY)
    inner = _unpacked_plain(entry, members[entry["member"]], reduction.component_count, version)
    return ReducedPredictor(reduction, inner)


def _unpacked_plain(entry: Json, data: bytes, features: int, version: str) -> Predictor:
    predictor: Predictor
    if entry["kind"] == ForestPredictor.KIND:
        predictor = ForestPredictor.from_bytes(data)
        shape = (predictor.forest.feature_count, predictor.forest.class_count)
    elif entry["kind"] == EstimatorPredictor.KIND:
        from landweave.engine.learning.portable import from_bytes

        estimator = from_bytes(data, version)
        predictor = EstimatorPredictor(estimator, entry["temperature"])
        shape = (getattr(estimator, "n_features_in_", 0), len(getattr(estimator, "classes_", ())))
    else:
        cause = f"The model is of a kind that this version does not know: {entry['kind']}."
        raise UserError(cause, "Update Landweave.")
    if shape != (features, len(entry["columns"])):
        raise UserError(f"The model of region {entry['name']} does not fit its own description.", REMEDY)
    return predictor


def _checked_members(path: str | Path) -> tuple[Json, dict[str, bytes]]:
    """Read the zip, and compare every member with its sum."""
    check_readable(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"The model file {path} cannot be read: {error.strerror}.", "Check its path.") from error
    foreign = UserError(f"{path} is no model file of Landweave.", "Choose a file made by train_classifier (.lwm).")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "model.json" not in archive.namelist():
                raise foreign
            packed = archive.read("model.json")
            head = json.loads(packed)
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                raise foreign
            _check_version(path, head)
            _check_sum(path, "model.json", packed, archive.comment.decode("ascii", "replace"))
            members = {}
            for entry in (e for r in head["regions"] for e in (r, *([r["pca"]] if "pca" in r else []))):
                members[entry["member"]] = archive.read(entry["member"])
                _check_sum(path, entry["member"], members[entry["member"]], entry["sha256"])
            return head, members
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        if data[:2] == b"PK":
            raise UserError(f"The model file {path} is cut or damaged.", REMEDY) from error
        raise foreign from error
    except (KeyError, ValueError, TypeError, AttributeError, RuntimeError, zlib.error) as error:
        raise UserError(f"The model file {path} is damaged ({error}).", REMEDY) from error


def _check_version(path: str | Path, head: Json) -> None:
    if head.get("version") != VERSION:
        cause = f"The model file {path} is of version {head.get('version')}; this Landweave reads version {VERSION}."
        raise UserError(cause, "Update Landweave, or train the model again.")


def _check_sum(path: str | Path, name: str, content: bytes, expected: str) -> None:
    if hashlib.sha256(content).hexdigest() != expected:
        raise UserError(f"The model file {path} was changed after it was written ({name}).", REMEDY)
