"""scikit-learn estimators as bytes: skops without pickle, the same bytes for the same estimator.

skops names the parts of a file by their address in memory and stamps them with the
time, so two files of one model differ. Here the addresses are replaced by counts in
order of appearance and the time is fixed. What may be read back is a fixed list of types.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.types import Json

EPOCH = (1980, 1, 1, 0, 0, 0)
TRUSTED = frozenset(
    {
        "numpy.dtype",
        "sklearn._loss.link.Interval",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.link.MultinomialLogit",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn._loss.loss.HalfMultinomialLoss",
        "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.metrics._dist_metrics.EuclideanDistance64",
        "sklearn.metrics._dist_metrics.ManhattanDistance64",
        "sklearn.metrics._dist_metrics.MinkowskiDistance64",
        "sklearn.metrics._dist_metrics.ChebyshevDistance64",
        "sklearn.neighbors._ball_tree.BallTree",
        "sklearn.neighbors._kd_tree.KDTree",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
        "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
    }
)
"""Types beyond those that skops itself trusts. Estimators outside the methods of Landweave need none."""
REMEDY = "Train the model again."


def to_bytes(estimator: Any) -> bytes:
    """Write a fitted estimator; equal estimators give equal bytes.

    Raises:
        UserError: if the options put something into it that could not be read back.
    """
    from skops import io as sio

    data = sio.dumps(estimator)
    strangers = sorted(set(_untrusted(data)) - TRUSTED)
    if strangers:
        cause = f"With these METHOD_OPTIONS the model cannot be stored: it would hold {', '.join(strangers[:3])}."
        raise UserError(cause, "Leave the unusual option out.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        schema = json.loads(archive.read("schema.json"))
        members = {name: archive.read(name) for name in archive.namelist() if name != "schema.json"}
    ids: dict[int, int] = {}
    names: dict[str, str] = {}
    schema = _renumbered(schema, ids, names)
    return zip_bytes({"schema.json": json.dumps(schema).encode(), **{names[name]: members[name] for name in names}})


def from_bytes(data: bytes, trained_with: str) -> Any:
    """Read an estimator, building only objects of the types on the list.

    Args:
        data: what `to_bytes` gave.
        trained_with: version of scikit-learn that fitted it, for the message.

    Raises:
        UserError: if the file holds a type that is not on the list, or this scikit-learn cannot read it.
    """
    import sklearn
    from skops import io as sio

    strangers = sorted(set(_untrusted(data)) - TRUSTED)
    if strangers:
        cause = f"The model file holds objects that a model of Landweave never has: {', '.join(strangers[:3])}."
        raise UserError(cause, "Use it only if you trust its origin, and then train it again here.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            estimator = sio.loads(data, trusted=sorted(TRUSTED))
    except Exception as error:
        cause = f"The model was trained with scikit-learn {trained_with}, which {sklearn.__version__} cannot read"
        raise UserError(f"{cause}: {error}.", REMEDY) from error
    _check_boosted_trees(estimator)
    return estimator


def zip_bytes(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    """Pack members in the given order with a fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=6)
        archive.comment = comment
    return buffer.getvalue()


def _untrusted(data: bytes) -> list[str]:
    from skops import io as sio

    try:
        return list(sio.get_untrusted_types(data=data))
    except Exception as error:
        raise UserError(f"The estimator in the model file cannot be read: {error}.", REMEDY) from error


def _renumbered(node: Json, ids: dict[int, int], names: dict[str, str]) -> Json:
    """Replace addresses and the names of members made of them by counts."""
    if isinstance(node, list):
        return [_renumbered(item, ids, names) for item in node]
    if not isinstance(node, dict):
        return node
    result: dict[str, Json] = {}
    is_plain = node.get("__loader__") == "JsonNode"  # whether equal numbers are one object is chance
    for key, value in node.items():
        if key == "__id__":
            result[key] = ids.setdefault(-len(ids) - 1 if is_plain else value, len(ids) + 1)
        elif key == "file" and isinstance(value, str):
            suffix = value[value.rfind(".") :]
            result[key] = names.setdefault(value, f"part_{len(names):05d}{suffix}")
        else:
            result[key] = _renumbered(value, ids, names)
    return result


def _check_boosted_trees(estimator: Any) -> None:
    """Refuse boosted trees that point outside themselves: scikit-learn follows them without looking.

    A child always stands behind its parent, so a walk ends.
    """
    last = getattr(estimator, "steps", [(None, estimator)])[-1][1]
    features = getattr(last, "n_features_in_", 0)
    for predictor in (p for stage in getattr(last, "_predictors", []) for p in stage):
        nodes = predictor.nodes
        inner = nodes[nodes["is_leaf"] == 0]
        at = np.flatnonzero(nodes["is_leaf"] == 0)
        children = np.stack([inner["left"], inner["right"]]).astype(np.int64)
        is_whole = np.all(children > at) and np.all(children < len(nodes)) and not np.any(inner["is_categorical"])
        if not is_whole or np.any(inner["feature_idx"] < 0) or np.any(inner["feature_idx"] >= features):
            raise UserError("The model file holds a damaged tree.", REMEDY)
