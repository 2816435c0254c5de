"""The model file `.lwm`: a zip of JSON and arrays, no pickle, the same bytes for the same model.

    model.json                format, features (the contract), classes, regions, training summary
    region_000.npz            a forest's arrays, or what else the region's learner is (see `kinds.py`)
    region_000_pca.npz        the principal components that it is of, if it is
    region_000_applicability.npz  where its samples lie in the space of the features, if that was asked for

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
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import REMEDY, add_member, pack_parts, takes_any_dates, unpack_parts
from landweave.engine.learning.predictors import ColumnPredictor, MeanPredictor, Predictor
from landweave.engine.runtime.files import atomic_path, check_readable
from landweave.engine.series.plan import Feature, SeriesPlan
from landweave.engine.types import Json

if TYPE_CHECKING:
    from landweave.engine.learning.applicability import Applicability

FORMAT = "landweave-model"
VERSION = 2
OLDEST_VERSION = 1
ALL_REGIONS = "all"
PIECE = "#"
"""Parts a region's name from the number of its piece, where it was too large to be learnt as one."""


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
        applicability: by region, where its samples lie in the space of the features; empty: not known.
        conformal: by class code as text, the largest 1 - probability that a class of a prediction set may have;
            None: not known.
        target: what the values are called that a model of a quantity gives in its only column; empty: of classes.
    """

    plan: SeriesPlan | None
    features: tuple[Feature, ...]
    classes: tuple[ClassEntry, ...]
    regions: Mapping[str, Predictor]
    training: Json = field(default_factory=dict)
    dtype: str = "int16"
    applicability: Mapping[str, Applicability] = field(default_factory=dict)
    conformal: Mapping[str, float] | None = None
    target: str = ""

    @property
    def codes(self) -> tuple[int, ...]:
        """Map codes of the classes, in column order."""
        return tuple(entry.code for entry in self.classes)

    def predictor(self, region: str) -> Predictor | None:
        """Return what predicts in a region, None when the model does not know it.

        A region that was learnt in pieces ("north#1", "north#2") is predicted by the mean of them all.
        """
        parts = [self.regions[name] for name in known_names(self.regions, region)]
        return None if not parts else parts[0] if len(parts) == 1 else MeanPredictor(parts)

    @property
    def takes_any_dates(self) -> bool:
        """Tell whether its predictors take series of other dates than those that they learnt from."""
        found = [p.inner for p in self.regions.values() if isinstance(p, ColumnPredictor)]
        return bool(found) and len(found) == len(self.regions) and all(map(takes_any_dates, found))

    def on(self, plan: SeriesPlan) -> Model:
        """Return the model for a plan of other dates of the same sensors; where it applies is not known there.

        Raises:
            ValueError: if its predictors take the dates that they learnt from only.
        """
        if not self.takes_any_dates:
            raise ValueError("the model takes the dates that it learnt from")
        features = plan.features()
        regions = {name: p.on(features) for name, p in self.regions.items() if isinstance(p, ColumnPredictor)}
        return replace(self, plan=plan, features=features, regions=regions, applicability={})

    def areas(self, region: str) -> tuple[Applicability, ...]:
        """Return where the samples of a region lie, one for each of its pieces; empty when it is not known."""
        return tuple(self.applicability[name] for name in known_names(self.applicability, region))


def known_names(regions: Mapping[str, object], region: str) -> list[str]:
    """Return the names under which a region is known: its own, else those of its pieces, else that of all."""
    if region in regions:
        return [region]
    pieces = [name for name in sorted(regions) if name.rpartition(PIECE)[:2] == (region, PIECE)]
    return pieces or [name for name in (ALL_REGIONS,) if name in regions]


def save_model(path: str | Path, model: Model) -> None:
    """Write a model; the file appears whole or not at all.

    Raises:
        UserError: if it cannot be written.
    """
    from landweave.engine.learning.portable import zip_bytes

    members: dict[str, bytes] = {}
    entries: list[Json] = []
    for number, name in enumerate(sorted(model.regions)):
        entry, own = _packed(model.regions[name], len(model.classes), f"region_{number:03d}")
        members |= own
        if name in model.applicability:
            area = model.applicability[name].to_bytes()
            entry["applicability"] = add_member(members, f"region_{number:03d}_applicability.npz", area)
        entries.append({"name": name, **entry})
    description = {
        "format": FORMAT,
        "version": VERSION,
        "dtype": model.dtype,
        "plan": model.plan.to_json() if model.plan is not None else None,
        "features": [asdict(f) for f in model.features],
        "classes": [asdict(c) for c in model.classes],
        "regions": entries,
        "conformal": dict(model.conformal) if model.conformal is not None else None,
        "training": model.training,
        "target": model.target,
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
        versions = {str(name): str(found) for name, found in head["training"].get("versions", {}).items()}
        regions: dict[str, Predictor] = {
            str(r["name"]): ColumnPredictor(
                tuple(int(c) for c in r["columns"]),
                len(classes),
                partial(
                    unpack_parts, r["parts"], members, (len(features), len(r["columns"])), str(r["name"]), versions
                ),
            )
            for r in head["regions"]
        }
        conformal = head.get("conformal")
        limits = None if conformal is None else {str(c): float(limit) for c, limit in conformal.items()}
        return Model(plan, features, classes, regions, head["training"], str(head["dtype"]),
                     _areas(head["regions"], members), limits, str(head.get("target", "")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"The model file {path} lacks a part ({error}).", REMEDY) from error


def _packed(predictor: Predictor, classes: int, stem: str) -> tuple[Json, dict[str, bytes]]:
    """Return a region's entry in model.json, and its members."""
    columns = predictor.columns if isinstance(predictor, ColumnPredictor) else tuple(range(classes))
    inner = predictor.inner if isinstance(predictor, ColumnPredictor) else predictor
    parts, members = pack_parts(inner, stem)
    return {"columns": list(columns), "parts": parts}, members


def _areas(entries: list[Json], members: Mapping[str, bytes]) -> dict[str, Applicability]:
    described = [entry for entry in entries if "applicability" in entry]  # "area": what earlier versions could tell
    if not described:
        return {}
    from landweave.engine.learning.applicability import Applicability

    return {str(e["name"]): Applicability.from_bytes(members[e["applicability"]["member"]]) for e in described}


def _current(entry: Json) -> Json:
    """Return a region's entry of the first version as one of this version: it had no list of parts."""
    if "parts" in entry:
        return entry
    reduction = [{"kind": "pca", **entry["pca"]}] if "pca" in entry else []
    learner = {name: entry[name] for name in ("kind", "member", "sha256", "bytes")}
    values = {"temperature": entry["temperature"]}
    return {"name": entry["name"], "columns": entry["columns"], "parts": [*reduction, {**learner, "values": values}]}


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
            head["regions"] = [_current(entry) for entry in head["regions"]]
            members = {}
            areas = [r[name] for r in head["regions"] for name in ("area", "applicability") if name in r]
            for entry in (*(part for r in head["regions"] for part in r["parts"]), *areas):
                if "member" in entry:
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
    version = head.get("version")
    if not isinstance(version, int) or not OLDEST_VERSION <= version <= VERSION:
        cause = f"The model file {path} is of version {version}; this Landweave reads version {VERSION} and earlier."
        raise UserError(cause, "Update Landweave, or train the model again.")


def _check_sum(path: str | Path, name: str, content: bytes, expected: str) -> None:
    if hashlib.sha256(content).hexdigest() != expected:
        raise UserError(f"The model file {path} was changed after it was written ({name}).", REMEDY)
