"""Probabilities for the area to map, where the classes do not have the shares that they have among the samples.

Samples are drawn by class, so a rare class may be a third of them. A learner takes that for how common the class is.
Its probabilities are multiplied by the class's share in the area over its share among the samples, and divided by
their sum; the label is the likeliest class after that.

Source: Saerens, Latinne, Decaestecker 2002, doi 10.1162/089976602753284446, equation 2.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import Packed, StandsBefore, StoredPredictor
from landweave.engine.learning.model_file import ClassEntry
from landweave.engine.types import AnyArray, Float32Array, Float64Array, Json

TABLES = (".csv", ".tsv", ".txt")
SMALLEST_SHARE = 1e-4
"""Share of a class that a first map does not have: a map that missed it must not forbid it."""


class PriorPredictor(StandsBefore):
    """A predictor whose classes are given the shares that they have in the area to map."""

    KIND: ClassVar[str] = "priors"
    SUFFIX: ClassVar[str] = ""

    def __init__(self, learnt: AnyArray, wanted: AnyArray, inner: StoredPredictor) -> None:
        """Take the shares among the samples and in the area, both shape (class,), and what gives probabilities."""
        self.learnt = np.asarray(learnt, np.float64)
        self.wanted = np.asarray(wanted, np.float64)
        self.inner = inner
        shares = np.concatenate([self.learnt, self.wanted])
        if not len(self.learnt) == len(self.wanted) == inner.class_count:
            raise ValueError("as many shares as classes are needed")
        if not (np.isfinite(shares).all() and (shares > 0).all()):
            raise ValueError("shares are above 0")

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class)."""
        return corrected(self.inner.predict_proba(features), self.learnt, self.wanted)

    def pack(self) -> tuple[Json, bytes]:
        """Return the shares; there is no member."""
        return {"learnt": self.learnt.tolist(), "wanted": self.wanted.tolist()}, b""

    @classmethod
    def unpack(cls, packed: Packed) -> PriorPredictor:
        """Build from what `pack` gave.

        Raises:
            ValueError: if the shares are not those of as many classes as the learner has.
        """
        if packed.inner is None:
            raise ValueError("there is no learner")
        return cls(packed.values["learnt"], packed.values["wanted"], packed.inner)


def corrected(probabilities: AnyArray, learnt: Float64Array, wanted: Float64Array) -> Float32Array:
    """Return probabilities, shape (sample, class), for other shares of the classes, both (class,)."""
    scaled = np.asarray(probabilities, np.float64) * (wanted / learnt)
    return np.asarray(scaled / scaled.sum(axis=1, keepdims=True), np.float32)


def load_priors(path: str, entries: Sequence[ClassEntry], warn: Callable[[str], None]) -> tuple[float, ...]:
    """Return the share of each class in the area to map; empty where no file is named.

    Args:
        path: a CSV with the columns code and share (in any unit: they are divided by their sum), or a first map.
        entries: the classes.
        warn: is told of classes that the first map lacks.

    Raises:
        UserError: if the file cannot be read, or the table lacks a class or has a share that is none.
    """
    if not path:
        return ()
    is_table = Path(path).suffix.lower() in TABLES
    shares = _of_table(path, entries) if is_table else _of_map(path, entries, warn)
    return tuple((shares / shares.sum()).tolist())


def _of_table(path: str, entries: Sequence[ClassEntry]) -> Float64Array:
    from landweave.engine.samples.source_table import read_table

    table = read_table(path)
    columns = {name.lower(): values for name, values in table.columns.items()}
    missing = [name for name in ("code", "share") if name not in columns]
    if missing:
        raise UserError(f"{path} has no column '{missing[0]}'.", "Its first line must be: code,share.")
    found: dict[str, float] = {}
    for line, code, text in zip(table.rows, columns["code"], columns["share"]):
        try:
            share = float(text)
        except ValueError:
            share = -1.0
        if not 0 < share < float("inf"):
            raise UserError(f"{path}, line {line}: the share '{text}' of class {code} is no number above 0.",
                            "Write a share of the area, for example 0.05.")
        if str(code).strip() in found:
            raise UserError(f"{path}, line {line}: class {code} is there twice.", "Give each class one share.")
        found[str(code).strip()] = share
    lacking = [e for e in entries if str(e.code) not in found and e.label not in found]
    if lacking:
        raise UserError(f"{path} has no share for class {lacking[0].code} ({lacking[0].label}), which the samples "
                        "have.", "Add a line for it.")
    return np.array([found[str(e.code)] if str(e.code) in found else found[e.label] for e in entries])


def _of_map(path: str, entries: Sequence[ClassEntry], warn: Callable[[str], None]) -> Float64Array:
    from landweave.engine.validation.areas import class_areas

    areas = class_areas(path)
    sizes: dict[int, float] = areas.m2 or {code: float(count) for code, count in areas.pixels.items()}
    own = np.array([sizes.get(entry.code, 0.0) for entry in entries])
    if not own.any():
        raise UserError(f"{path} has none of the classes of the samples.", "Give a map with the same class codes.")
    lacking = [str(entry.code) for entry, size in zip(entries, own) if size == 0]
    if lacking:
        warn(f"{path} has no pixel of {'the class' if len(lacking) == 1 else 'the classes'} {', '.join(lacking)}: "
             f"taken as {SMALLEST_SHARE:.2%} of the area.")
    shares: Float64Array = np.maximum(own / own.sum(), SMALLEST_SHARE)
    return shares
