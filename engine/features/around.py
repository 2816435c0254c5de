"""Features of the neighbourhood of a pixel: statistics and texture of an image that stands for the year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from landweave.engine.series.plan import Feature, Group, SensorPlan, SeriesPlan
from landweave.engine.types import Float32Array, Int16Array, Json

KINDS = ("neighbourhood", "texture")
_COMMON: Json = {"sources": ["NDVI"], "over_time": "p50"}
DEFAULTS: dict[str, Json] = {
    "neighbourhood": {**_COMMON, "window": 5, "statistics": ["mean", "std"]},
    "texture": {**_COMMON, "window": 9, "levels": 16, "low": 0, "high": 10000, "measures": ["contrast", "homogeneity"]},
}


def check_around(kind: str, value: Json) -> str:
    """Say what is wrong with the options of a kind, to end a sentence; empty when nothing is."""
    from landweave.engine.features.neighbourhood import STATISTICS, WIDEST
    from landweave.engine.features.texture import MEASURES
    from landweave.engine.series.metrics import check_statistic

    if not isinstance(value, dict):
        return f"must be an object with some of the keys {', '.join(DEFAULTS[kind])}"
    unknown = [key for key in value if key not in DEFAULTS[kind]]
    if unknown:
        return f"'{unknown[0]}' is not one of its keys {', '.join(DEFAULTS[kind])}"
    options = {**DEFAULTS[kind], **value}
    window = options["window"]
    if not isinstance(window, int) or isinstance(window, bool) or not 3 <= window <= WIDEST or window % 2 == 0:
        return f"its 'window' must be an odd number of pixels from 3 to {WIDEST}"
    known, key = (STATISTICS, "statistics") if kind == "neighbourhood" else (MEASURES, "measures")
    problem = next((p for name in ("sources", key) if (p := _names_problem(name, options[name]))), "")
    wrong = [] if problem else [name for name in options[key] if name not in known]
    problem = f"'{wrong[0]}' is not one of {', '.join(known)}" if wrong else problem
    problem = problem or (_grey_problem(options) if kind == "texture" else "")
    return problem or check_statistic(options["over_time"])


def _names_problem(key: str, value: Json) -> str:
    fits = isinstance(value, list) and value and all(isinstance(v, str) for v in value)
    fits = fits and len(set(value)) == len(value)
    return "" if fits else f"its '{key}' must be a list of names that differ"


def _grey_problem(options: Json) -> str:
    numbers = [options[k] for k in ("levels", "low", "high")]
    if any(not isinstance(n, (int, float)) or isinstance(n, bool) or not abs(n) < 1e9 for n in numbers):
        return "its 'levels', 'low' and 'high' must be numbers"
    fits = isinstance(options["levels"], int) and 2 <= options["levels"] <= 32 and options["low"] < options["high"]
    return "" if fits else "its 'levels' must be a whole number from 2 to 32, and 'low' below 'high'"


def halo_of(group: Group) -> int:
    """Return the pixels around a block that a group needs."""
    return int(group.options["window"]) // 2


def around_features(plan: SeriesPlan, group: Group) -> Iterator[Feature]:
    """Yield the features of a group: sensor by sensor its sources, each with all its measures."""
    options = group.options
    measures = options["statistics" if group.kind == "neighbourhood" else "measures"]
    for sensor, source in sources_of(plan, group):
        for measure in measures:
            name = f"{source}_{options['over_time']}_{measure}{options['window']}"
            yield Feature(f"{sensor.sensor}_{name}", sensor.sensor, name, "", _unit(group, measure))


def sources_of(plan: SeriesPlan, group: Group) -> Iterator[tuple[SensorPlan, str]]:
    """Yield the sensors and sources of a group: every sensor that has a source of the name."""
    for sensor in plan.sensors:
        for source in group.options["sources"]:
            if source in sensor.bands or source in sensor.indices:
                yield sensor, source


def around_planes(group: Group, image: Int16Array) -> Float32Array:
    """Return the measures of one image, shape (measure, row - 2 halo, column - 2 halo), NaN where unknown.

    Args:
        group: what is measured.
        image: x 10000, shape (row, column), with the halo of the group on each side.
    """
    from landweave.engine.features.neighbourhood import neighbourhood
    from landweave.engine.features.texture import texture

    options = group.options
    if group.kind == "neighbourhood":
        return neighbourhood(image, options["window"], options["statistics"])
    return texture(
        image, options["window"], options["measures"], options["levels"], (options["low"], options["high"])
    )


def image_over_time(series: Int16Array, days: Any, statistic: str) -> Int16Array:
    """Return one value a pixel of a series of shape (date, pixel): the image whose neighbourhood is looked at."""
    from landweave.engine.series.metrics import metrics

    image: Int16Array = metrics(np.ascontiguousarray(series[:, None, :]), days, [statistic])[0, 0]
    return image


def _unit(group: Group, measure: str) -> str:
    from landweave.engine.features.texture import texture_unit

    return texture_unit(measure) if group.kind == "texture" else "as the source"
