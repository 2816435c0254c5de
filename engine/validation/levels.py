"""The accuracy at the upper levels of a nomenclature: confusions within a group of classes no longer count."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from landweave.engine.nomenclature import Nomenclature
from landweave.engine.types import Json
from landweave.engine.validation.scores import scores


def level_scores(confusion: Mapping[str, Json], nomenclature: Nomenclature) -> list[dict[str, Json]]:
    """Return the figures of each level above the classes themselves, the top (1) first.

    Args:
        confusion: `labels` (class codes) and `matrix` (rows reference, columns map), as in a report; of several runs
            their sum.
        nomenclature: names the parents; a class above a level stands for itself.

    Returns:
        `level`, `overall_accuracy`, `kappa`, `macro_f1`, `classes` and `confusion` as in a report; levels at which no
        two classes become one are left out.
    """
    labels = [int(label) for label in confusion["labels"]]
    matrix = np.asarray(confusion["matrix"])
    found: list[dict[str, Json]] = []
    for level in range(1, nomenclature.levels()):
        upper, place = np.unique([nomenclature.at_level(code, level) for code in labels], return_inverse=True)
        if len(upper) == len(labels):
            continue
        summed = np.zeros((len(upper), len(upper)), matrix.dtype)
        np.add.at(summed, (place.ravel()[:, None], place.ravel()[None, :]), matrix)
        codes = upper.tolist()
        figures = scores(summed, codes, [nomenclature.name(code) for code in codes])
        kept = ("overall_accuracy", "kappa", "macro_f1", "classes", "confusion")
        found.append({"level": level, **{key: figures[key] for key in kept}})
    return found
