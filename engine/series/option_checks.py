"""What may stand under each key of the SERIES file.

A check returns what is wrong with a value, to end the sentence "'key' is ..., but ..."; empty when nothing is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date

from landweave.engine.errors import UserError
from landweave.engine.series.plan import FILLED
from landweave.engine.types import Json

ROLE_NAMES: dict[str, tuple[str, ...]] = {
    "blue": ("B2", "B02", "blue"),
    "green": ("B3", "B03", "green"),
    "red": ("B4", "B04", "red"),
    "nir": ("B8", "B08", "B8A", "nir"),
    "swir": ("B11", "swir", "swir1", "swir16"),
    "vv": ("VV",),
    "vh": ("VH",),
}
"""Band names that tell a band's role, the better ones first (Sentinel-2 numbers, common names)."""

_MOST_TERMS, _WIDEST_SPECKLE = 6, 51
DESCRIPTIONS = (FILLED, "composites", "metrics", "phenology", "harmonics")


def problem_of(key: str, value: Json) -> str:
    """Say what is wrong with the value of a key of the options file; empty when nothing is."""
    return _CHECKS[key](value)


def one_of(*choices: str) -> Callable[[Json], str]:
    """Return the check of a choice."""
    return lambda value: "" if value in choices else f"must be one of {', '.join(choices)}"


def whole(least: int, what: str) -> Callable[[Json], str]:
    """Return the check of a whole number."""

    def check(value: Json) -> str:
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= least
        return "" if fits else f"must be a whole number of {what} from {least}"

    return check


def table(**keys: Callable[[Json], str]) -> Callable[[Json], str]:
    """Return the check of an object with known keys; null is none."""

    def check(value: Json) -> str:
        if value is None:
            return ""
        if not isinstance(value, dict):
            return f"must be an object with some of the keys {', '.join(keys)}"
        for key, content in value.items():
            if key not in keys:
                return f"'{key}' is not one of its keys {', '.join(keys)}"
            problem = keys[key](content)
            if problem:
                return f"its '{key}' {problem}"
        return ""

    return check


def _date(value: Json) -> str:
    if value == "":
        return ""
    try:
        year = date.fromisoformat(value).year
    except (TypeError, ValueError):
        return "must be a date like 2018-05-11"
    return "" if 1900 <= year <= 2200 else "must be a date from 1900 to 2200"


def _text(value: Json) -> str:
    return "" if isinstance(value, str) else "must be a text"


def _object(value: Json) -> str:
    return "" if value is None or isinstance(value, dict) else "must be an object"


def _flag(value: Json) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _number(value: Json) -> str:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return "" if fits else "must be a number"


def _positive(value: Json) -> str:
    return _number(value) or ("" if value > 0 else "must be above 0")


def _extent(value: Json) -> str:
    fits = isinstance(value, list) and len(value) in (0, 4) and not any(map(_number, value))
    fits = fits and (not value or (value[0] < value[2] and value[1] < value[3]))
    return "" if fits else "must be a list of 4 numbers: x_min, y_min, x_max, y_max"


def _crs(value: Json) -> str:
    from landweave.engine.raster.warp import spatial_reference

    problem = _text(value)
    if problem or not value:
        return problem
    try:
        spatial_reference(value)
    except UserError:
        return "must be a coordinate reference system like EPSG:32631"
    return ""


def _names(value: Json) -> str:
    fits = isinstance(value, list) and all(isinstance(v, str) for v in value) and len(set(value)) == len(value)
    return "" if fits else "must be a list of names"


def _optional_names(value: Json) -> str:
    return "" if value is None else _names(value)


def _window(value: Json) -> str:
    return whole(3, "pixels")(value) or ("" if value % 2 else "must be an odd number")


def _speckle_window(value: Json) -> str:
    if value == 0 and not isinstance(value, bool):
        return ""
    return _window(value) or ("" if value <= _WIDEST_SPECKLE else f"must be at most {_WIDEST_SPECKLE}")


def _sensors(value: Json) -> str:
    fits = value is None or (isinstance(value, dict) and all(isinstance(v, dict) or not _names(v)
                                                             for v in value.values()))
    return "" if fits else "must be an object of sensor: [bands], or of sensor: {options}"


def _roles(value: Json) -> str:
    def fits(own: Json) -> bool:
        return isinstance(own, dict) and all(k in ROLE_NAMES and isinstance(v, str) for k, v in own.items())

    is_table = value is None or (isinstance(value, dict) and all(map(fits, value.values())))
    return "" if is_table else 'must be like {"S2": {"nir": "B8"}}'


def _describe(value: Json) -> str:
    problem = _names(value)
    if problem:
        return problem
    unknown = [v for v in value if v not in DESCRIPTIONS]
    if unknown:
        return f"'{unknown[0]}' is not one of {', '.join(DESCRIPTIONS)}"
    return ""


def _indices(value: Json) -> str:
    if not isinstance(value, list):
        return "must be a list of names"
    from landweave.engine.features.index_choice import index_problem

    names = [v.get("name") if isinstance(v, dict) else v for v in value]
    if len({json.dumps(n) for n in names}) < len(names):
        return "must be a list of names that differ"
    return next((problem for v in value if (problem := index_problem(v))), "")


def _clear(value: Json) -> str:
    from landweave.engine.series.clear_rules import check_rules

    return "" if value is None else check_rules(value)


def _filling(value: Json) -> str:
    from landweave.engine.series.filling import FILLINGS

    return one_of(*FILLINGS)(value)


def _composites(value: Json) -> str:
    from landweave.engine.series.composites import METHODS

    return table(method=one_of(*METHODS), window_days=whole(1, "days"), months=_flag, indices=_flag)(value)


def _metrics(value: Json) -> str:
    from landweave.engine.series.metrics import check_statistic

    def statistics(names: Json) -> str:
        return _names(names) or next((p for name in names if (p := check_statistic(name))), "")

    return table(statistics=statistics, sources=_names, of=one_of("acquired", "filled"))(value)


def _phenology(value: Json) -> str:
    from landweave.engine.series.phenology import check_phenology

    if value is None:
        return ""
    if not isinstance(value, dict):
        return "must be an object"
    own = {k: v for k, v in value.items() if k != "sources"}
    problem = _names(value.get("sources", []))
    return f"its 'sources' {problem}" if problem else check_phenology(own)


def _harmonics(value: Json) -> str:
    def terms(count: Json) -> str:
        return whole(1, "terms")(count) or ("" if count <= _MOST_TERMS else f"must be at most {_MOST_TERMS}")

    return table(sources=_names, terms=terms, trend=_flag, period_days=_positive)(value)


def _around(kind: str) -> Callable[[Json], str]:
    def check(value: Json) -> str:
        from landweave.engine.features.around import check_around

        return "" if value is None else check_around(kind, value)

    return check


def _components(value: Json) -> str:
    return _positive(value) or ("" if isinstance(value, int) or value < 1 else "must be whole, or a share below 1")


_CHECKS: dict[str, Callable[[Json], str]] = {
    "sensors": _sensors,
    "bands": _names,
    "step_days": whole(1, "days"),
    "start_date": _date,
    "end_date": _date,
    "dates": one_of("regular", "acquisitions"),
    "filling": _filling,
    "filling_options": _object,
    "describe": _describe,
    "indices": _indices,
    "relative_to": _text,
    "composites": _composites,
    "metrics": _metrics,
    "phenology": _phenology,
    "harmonics": _harmonics,
    "roles": _roles,
    "resampling": one_of("cubic", "bilinear", "nearest", "average"),
    "clear": _clear,
    "radar": one_of("db", "linear"),
    "speckle_window": _speckle_window,
    "static": _optional_names,
    "neighbourhood": _around("neighbourhood"),
    "texture": _around("texture"),
    "user_features": table(file=_text, functions=_names),
    "pca": table(by=one_of("global", "band", "date"), components=_components),
    "grid": table(crs=_crs, resolution=_positive, extent=_extent),
    "reference": _text,
    "thermal_time": table(table=_text, rasters=_text, base=_number, cap=_number, step_degree_days=_positive),
}
