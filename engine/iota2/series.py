"""The time series of a configuration: bands, dates, filling, indices, pixels, features of the user's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from landweave.engine.iota2.conversion import Conversion, is_on, is_set
from landweave.engine.jobs.learning import NETWORKS
from landweave.engine.runtime.files import atomic_path
from landweave.engine.series.plan import MASKED
from landweave.engine.types import Json

STEPS = {
    "Sentinel_2": 10, "Sentinel_2_S2C": 10, "Sentinel_2_L3A": 0, "Landsat8": 16, "Landsat8_old": 16,
    "Landsat8_usgs": 16, "Landsat5_old": 16, "Landsat5": 16,
}  # fmt: skip
"""Sections of sensors, and the step in days that iota2 has for each; 0: dates as they are."""

_MSI = ["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"]
_BANDS = {"S2": _MSI, "S2L3A": _MSI, "L8": ["B1", "B2", "B3", "B4", "B5", "B6", "B7"],
          "L7": ["B1", "B2", "B3", "B4", "B5", "B7"]}
"""In the order that b1, b2, ... of additional features count."""

_RED = {"L7": "B3"}
_NEEDS = {"S2": (("B4", "B8"), ("B8", "B11")), "S2L3A": (("B4", "B8"), ("B8", "B11")),
          "L8": (("B4", "B5"), ("B5", "B6")), "L7": (("B3", "B4"), ("B4", "B5"))}
"""Bands of NDVI and of NDWI."""
RADAR = ("S1ASC", "S1DES")
_RADAR_OPTIONS = {"step_days": 10, "speckle_window": 5}
_INDICES = {"ndvi": "NDVI", "ndwi": "NDWI", "brightness": "brightness"}
_GLOBAL = ("GlobChain", "sensors_data_interpolation", "argTrain", "chain")
_EXTRACTION = ("iota2FeatureExtraction",)
_REDUCTION = {"global": "global", "date": "date", "sensor_date": "date", "band": "band", "sensor_band": "band"}


def convert_series(c: Conversion, present: dict[str, str]) -> None:
    """Write the SERIES file (and that of radar, for the fusion of both), and set the parameters.

    Args:
        c: the configuration on its way.
        present: the sections of the sensors that have images, by the key of the sensor here.
    """
    series: dict[str, Json] = {}
    _indices(c, series)
    automatic = _dates(c, series)
    _raw_dates(c, series)
    wanted = series.get("indices", list(_INDICES.values()))
    sensors = {key: _sensor(c, section, key, automatic, wanted) for key, section in present.items() if key not in RADAR}
    _extraction(c, series, sensors)
    _grid(c, series)
    _user_functions(c, series)
    _reduction(c, series)
    radar = {key: dict(_RADAR_OPTIONS) for key in RADAR if key in present}
    name, value = c.take("dempster_shafer_SAR_Opt_fusion", "argTrain")
    if is_on(value) and radar and sensors:
        _write(c, "RADAR_SERIES", "series_radar.json", {**_shared(series), "sensors": radar}, name)
        radar = {}
    elif is_on(value):
        c.refuse(name, "radar and optical images are needed: one of them has none here.")
    else:
        c.ignore(name, "is off.")
    every = {**sensors, **radar}
    if every:
        series["sensors"] = every
    _write(c, "SERIES", "series.json", series, "")


def _write(c: Conversion, parameter: str, ending: str, series: dict[str, Json], name: str) -> None:
    path = c.beside(ending)
    with atomic_path(path) as part:
        part.write_text(json.dumps(series, indent=1) + "\n", encoding="utf-8")
    c.parameters[parameter] = path
    c.map(name, f"becomes {parameter}.")


def _shared(series: dict[str, Json]) -> dict[str, Json]:
    return {key: series[key] for key in ("grid",) if key in series}


def _indices(c: Conversion, series: dict[str, Json]) -> None:
    name, value = c.take("features", *_GLOBAL)
    if isinstance(value, list):
        series["indices"] = [_INDICES.get(str(index).lower(), str(index)) for index in value]
        c.map(name, "becomes 'indices' in SERIES.")
    else:
        c.ignore(name, "is not set.")
    name, value = c.take("useAdditionalFeatures", *_GLOBAL)
    c.map(name, "'indices' of each sensor in SERIES say it.")
    c.additional = is_on(value)
def _dates(c: Conversion, series: dict[str, Json]) -> bool:
    """Return whether the dates come from the images."""
    name, value = c.take("useGapFilling", *_GLOBAL)
    if name and not is_on(value):
        series.update(dates="acquisitions", filling="none")
        c.map(name, "becomes 'dates' acquisitions and 'filling' none in SERIES.")
    else:
        c.map(name, "becomes 'filling' linear in SERIES.")
    name, value = c.take("autoDate", *_GLOBAL)
    c.map(name, "without start and end, the dates are those of the images." if is_on(value)
          else "the dates are those of each sensor.")
    c.ignore(c.take("writeOutputs", *_GLOBAL)[0], "no series is written; features_map writes rasters of features.")
    return not name or is_on(value)


def _raw_dates(c: Conversion, series: dict[str, Json]) -> None:
    """Take the dates as they were acquired, with their masks, where a network learns from them."""
    name, value = c.take("features_from_raw_dates", *_GLOBAL)
    if not is_on(value):
        c.ignore(name, "is off.")
    elif c.parameters.get("METHOD") in NETWORKS:
        series.update(dates="acquisitions", filling=MASKED)
        c.map(name, "becomes 'dates' acquisitions and 'filling' masked in SERIES.")
    else:
        c.refuse(name, "a forest needs features that all pixels have: gaps are filled. Choose a network as METHOD, "
                       'such as ltae, and write "dates": "acquisitions", "filling": "masked" in SERIES.')


def _sensor(c: Conversion, section: str, key: str, automatic: bool, wanted: list[Json]) -> Json:
    """Return what SERIES says of a sensor; `wanted` are the indices of all sensors."""
    own: dict[str, Json] = {}
    name, step = c.take("temporalResolution", section)
    usual = STEPS.get(section, 10)
    if not usual:
        own["dates"] = "acquisitions"
        c.ignore(name, "the syntheses are taken as they come.")
    else:
        own["step_days"] = int(c.number(name, step, usual))
        c.map(name, f"becomes 'step_days' of {key} in SERIES.")
    for ours, theirs in (("start_date", "startDate"), ("end_date", "endDate")):
        name, value = c.take(theirs, section)
        text = re.sub(r"\D", "", str(value or ""))
        if len(text) == 8 and not automatic:
            own[ours] = f"{text[:4]}-{text[4:6]}-{text[6:]}"
            c.map(name, f"becomes '{ours}' of {key} in SERIES.")
        else:
            c.ignore(name, "the dates are those of the images.")
    name, bands = c.take("keepBands", section)
    kept = [str(band) for band in bands] if isinstance(bands, list) else []
    formulas = _additional(c, section, key, kept)
    if kept:
        own["bands"] = kept
        c.map(name, f"becomes 'bands' of {key} in SERIES.")
        needs = zip(("NDVI", "NDWI"), _NEEDS.get(key, ()))
        lacking = [index for index, bands in needs if index in wanted and set(bands) - set(kept)]
        if lacking:
            c.notes.append(f"{key} keeps no bands for {' and '.join(lacking)}, which is left out.")
        wanted = [index for index in wanted if index not in lacking]
        own["indices"] = [*wanted, *formulas]
    else:
        c.ignore(name, "all bands are kept.")
    if formulas:
        own["indices"] = [*wanted, *formulas]
    return own


def _additional(c: Conversion, section: str, key: str, kept: list[str]) -> list[Json]:
    """Turn formulas of b1, b2, ... into indices of the bands' names."""
    name, value = c.take("additionalFeatures", section)
    if not is_set(value) or not c.additional:
        c.ignore(name, "additional features are not used.")
        return []
    bands = kept or _BANDS.get(key, [])
    formulas: list[Json] = []
    for number, formula in enumerate(str(value).split(","), start=1):
        places = [int(n) for n in re.findall(r"\bb(\d+)\b", formula)]
        if not places or max(places) > len(bands):
            c.refuse(name, f"'{formula.strip()}' names a band that {key} has not.")
            continue
        text = re.sub(r"\bb(\d+)\b", lambda m: bands[int(m[1]) - 1], formula).strip()
        formulas.append({"name": f"{key}_feature_{number}", "expression": text})
    c.map(name if formulas else "", f"becomes formulas under 'indices' of {key} in SERIES.")
    return formulas


def _extraction(c: Conversion, series: dict[str, Json], sensors: dict[str, Json]) -> None:
    name, value = c.take("relRefl", *_EXTRACTION)
    if is_on(value):
        for key, own in sensors.items():
            own["relative_to"] = _RED.get(key, "B4")
        c.map(name, "becomes 'relative_to' the red band in SERIES.")
    else:
        c.ignore(name, "is off.")
    reasons = {
        "copyInput": ("bands are always among the features; choose them with 'bands' in SERIES.", True),
        "extractBands": ("the bands of each sensor in SERIES say it.", True),
        "keepDuplicates": ("no feature stands twice.", True),
        "acorFeat": ("indices of bands corrected by a constant have no counterpart: write a formula under 'indices'.",
                     False),
    }
    for key, (reason, harmless) in reasons.items():
        name, value = c.take(key, *_EXTRACTION)
        (c.ignore if harmless or not is_on(value) else c.refuse)(name, reason)


def _grid(c: Conversion, series: dict[str, Json]) -> None:
    place, proj = c.take("proj", *_GLOBAL)
    name, size = c.take("spatialResolution", "chain")
    if not is_set(proj):
        c.ignore(place, "is not set.")
        c.ignore(name, "without proj, the pixels are those of the images.")
        return
    sizes = size if isinstance(size, list) else [size if is_set(size) else 10]
    series["grid"] = {"crs": str(proj), "resolution": c.number(name, sizes[0])}
    c.map(place, "becomes 'grid' in SERIES.")
    c.map(name, "becomes 'grid' in SERIES.")


def _user_functions(c: Conversion, series: dict[str, Json]) -> None:
    where = ("external_features", "Features")
    name, module = c.take("module", *where)
    called, functions = c.take("functions", *where)
    if not is_set(module):
        for each in (name, called):
            c.ignore(each, "is not set.")
    elif not Path(c.file(module)).is_file():
        c.refuse(name, f"the file {c.file(module)} does not exist.")
        c.ignore(called, "belongs to that file.")
    else:
        c.refuse(name, "functions of iota2 get their data in another form: write them as 'Features of your own' "
                       "(docs/user/user-features.md) says, and name the file under 'user_features' in SERIES.")
        c.ignore(called, f"the functions are {functions}.")
    c.ignore(c.take("concat_mode", *where)[0], "\"describe\": [] in SERIES leaves the functions' features alone.")
    c.ignore(c.take("output_name", *where)[0], "features_map writes rasters of features.")


def _reduction(c: Conversion, series: dict[str, Json]) -> None:
    name, on = c.take("dimRed", "dimRed")
    mode_name, mode = c.take("reductionMode", "dimRed")
    count_name, count = c.take("targetDimension", "dimRed")
    if not is_on(on):
        for each in (name, mode_name, count_name):
            c.ignore(each, "dimRed is off.")
        return
    series["pca"] = {"by": _REDUCTION.get(str(mode), "global"), "components": int(c.number(count_name, count, 6))}
    for each in (name, mode_name, count_name):
        c.map(each, "becomes 'pca' in SERIES.")

