"""Samples of a table bound to images: their values take the places of the features that the images have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.samples.checks import some
from landweave.engine.samples.store import SampleSet
from landweave.engine.series.plan import FILLED, Feature, SeriesPlan
from landweave.engine.types import AnyArray

_LIMIT = 32767


def bind_to_images(samples: SampleSet, plan: SeriesPlan, scale: float, source: str) -> SampleSet:
    """Return samples whose features are those of images, so that what learns from them can classify the images.

    Columns are found by the name of the band, whatever its case, and by the date; numbered columns by the rank of
    the target date. Columns that the images do not have are left out.

    Args:
        samples: of a table.
        plan: of the images.
        scale: makes the table's values those of the images (reflectance x 10000); 0: 10000 for decimal numbers, else 1.
        source: of the table, for messages.

    Raises:
        UserError: if a feature of the images has no column, or is no value on a date.
    """
    if plan.static or plan.around or plan.user or any(g.kind != FILLED for s in plan.sensors for g in s.groups):
        raise UserError("Only values on dates can be imported, but SERIES describes more.",
                        'Use "describe": ["filled"] and no layers, neighbourhood or functions of your own.')
    places = {(f.source.lower(), f.date or _rank(f)): n for n, f in enumerate(samples.features)}
    dated = any(f.date for f in samples.features)
    ranks = {s.sensor: {d: str(n) for n, d in enumerate(s.target_dates, start=1)} for s in plan.sensors}
    wanted = plan.features()
    columns = [places.get((f.source.lower(), f.date if dated else ranks[f.sensor][f.date]), -1) for f in wanted]
    lacking = [f"{f.source} of {f.date}" for f, column in zip(wanted, columns) if column < 0]
    if lacking:
        names = [f.name for f in samples.features]
        raise UserError(
            f"{source} has no values for {some(lacking)}, which the images have; it has the columns {some(names)}.",
            "Name in SERIES the bands and dates that both have (sensors, indices, dates).",
        )
    factor = scale or (1.0 if samples.matrix.dtype == np.int16 else 10000.0)
    scaled = np.rint(samples.matrix[:, columns].astype(np.float64) * factor)
    matrix: AnyArray = np.clip(scaled, -_LIMIT, _LIMIT).astype(plan.dtype)
    return replace(samples, features=wanted, matrix=matrix, plan=plan)


def _rank(feature: Feature) -> str:
    """Return the rank of the date at the end of a column's name, without leading zeros."""
    return feature.name.rpartition("_")[2].lstrip("0") or "0"
