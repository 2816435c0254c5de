"""Trees of LightGBM, kept as LightGBM's own text.

Source: Ke et al. 2017, LightGBM: a highly efficient gradient boosting decision tree, NeurIPS 30.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import REMEDY, Packed
from landweave.engine.learning.predictors import ROWS_AT_ONCE, missing_as_nan
from landweave.engine.types import AnyArray, Float32Array, Json

_PARAMETERS, _END = "\nparameters:", "end of parameters\n"


class BoostedPredictor:
    """Gradient boosting by LightGBM; what is unknown (NODATA, NaN) goes the way of its own that trees have for it."""

    KIND: ClassVar[str] = "lightgbm"
    SUFFIX: ClassVar[str] = ".txt"

    def __init__(self, text: str) -> None:
        """Take a model as LightGBM writes it."""
        self.text = text

    @classmethod
    def from_estimator(cls, estimator: Any) -> BoostedPredictor:
        """Take a fitted `LGBMClassifier`; how many threads it had is left out."""
        text = str(estimator.booster_.model_to_string())
        start, end = text.find(_PARAMETERS), text.find(_END)
        return cls(text[: start + 1] + text[end + len(_END) :] if 0 <= start < end else text)

    @cached_property
    def booster(self) -> Any:
        """What predicts."""
        from lightgbm import Booster

        return Booster(model_str=self.text)

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return int(self.booster.num_feature())

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return max(int(self.booster.num_model_per_iteration()), 2)

    @property
    def within(self) -> None:
        """It is a learner: nothing stands behind it."""

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return probabilities, shape (pixel, class)."""
        out = np.empty((len(features), self.class_count), np.float32)
        for start in range(0, len(out), ROWS_AT_ONCE):
            rows = missing_as_nan(features[start : start + ROWS_AT_ONCE])
            found = np.asarray(self.booster.predict(rows, num_threads=1))
            out[start : start + len(rows)] = found if found.ndim == 2 else np.stack([1 - found, found], axis=1)
        return out

    def pack(self) -> tuple[Json, bytes]:
        """Return LightGBM's text."""
        return {}, self.text.encode("utf-8")

    @classmethod
    def unpack(cls, packed: Packed) -> BoostedPredictor:
        """Build from what `pack` gave, once it is sure that a walk stays inside the trees and ends.

        Raises:
            UserError: if LightGBM is not there, or cannot read it, or a tree is damaged.
        """
        try:
            text = packed.data.decode("utf-8")
            _check_trees(text)
            predictor = cls(text)
            predictor.booster.num_feature()
        except ImportError as error:
            from landweave.engine.runtime.packages import missing_package

            raise missing_package("This learner needs", "lightgbm") from error
        except Exception as error:
            raise UserError(f"The trees in the model file cannot be read by LightGBM: {error}.", REMEDY) from error
        return predictor


def _check_trees(text: str) -> None:
    """Refuse trees that point outside themselves: a child always stands behind its parent, and leaves are counted.

    Raises:
        ValueError: naming the tree.
    """
    head, *trees = text.split("\nTree=")
    features = int(_fields(head)["max_feature_idx"]) + 1
    for tree in trees:
        number, _, body = tree.partition("\n")
        entries = _fields(body)
        leaves = int(entries["num_leaves"])
        inner = leaves - 1
        if int(entries.get("num_cat", "0")) or len(entries["leaf_value"].split()) != leaves:
            raise ValueError(f"tree {number} is damaged")
        if inner < 1:
            continue
        children = np.array([entries[side].split() for side in ("left_child", "right_child")], dtype=np.int64)
        compared = np.array(entries["split_feature"].split(), dtype=np.int64)
        if children.shape != (2, inner) or compared.shape != (inner,) or len(entries["threshold"].split()) != inner:
            raise ValueError(f"tree {number} is damaged")
        forward = (children > np.arange(inner)) & (children < inner)
        to_leaf = (children < 0) & (~children < leaves)
        if not (forward | to_leaf).all() or (compared < 0).any() or (compared >= features).any():
            raise ValueError(f"tree {number} points outside itself")


def _fields(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
