"""Samples of a configuration: how many, which more, from which other places and years."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from landweave.engine.iota2.conversion import Conversion, is_on, is_set, plain
from landweave.engine.jobs.sample_sets import AUGMENTATIONS
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import Json

_TRAIN, _CHAIN = ("argTrain",), ("chain",)
_STRATEGIES = {
    "all": ("all", ""), "smallest": ("smallest", ""), "total": ("total", "strategy.total.v"),
    "percent": ("proportional", "strategy.percent.p"), "constant": ("maximum", "strategy.constant.nb"),
}  # fmt: skip
_EVERY = "*"


def convert_sampling(c: Conversion) -> None:
    """Set what the chain is told about splits and samples."""
    _splits(c)
    _selection(c)
    _augmentation(c)
    _management(c)
    _annual_crops(c)
    name, value = c.take("cloud_threshold", "chain", "argTrain")
    if name:
        c.set("MINIMUM_CLEAR", int(c.number(name, value)), name)


def write_table(path: str, header: Sequence[str], rows: Sequence[Sequence[Json]]) -> None:
    """Write a CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    with atomic_path(path) as part:
        part.write_text(text.getvalue(), encoding="utf-8")


def _splits(c: Conversion) -> None:
    for key, parameter, convert in (("runs", "RUNS", int), ("ratio", "RATIO", float), ("random_seed", "SEED", int)):
        name, value = c.take(key, *_CHAIN, *_TRAIN)
        if is_set(value):
            c.set(parameter, convert(c.number(name, value)), name)
        else:
            c.ignore(name, "is not set.")
    name, value = c.take("splitGroundTruth", *_CHAIN, *_TRAIN)
    if not name:
        name, value = c.take("split_ground_truth", *_CHAIN, *_TRAIN)
    if name and not is_on(value):
        c.refuse(name, "the chain always keeps polygons for validation; to learn from all of them, set RATIO to 0.99, "
                       "or go step by step with RUN=0 of train_classifier.")
    else:
        c.ignore(name, "polygons are always split.")
    c.ignore(c.take("sampling_validation", *_TRAIN)[0], "validation compares the map with whole polygons.")


def _selection(c: Conversion) -> None:
    name, value = c.take("sampleSelection", *_TRAIN)
    if not isinstance(value, dict):
        c.ignore(name, "is not set.")
        if "SAMPLES_PER_CLASS" not in c.parameters:
            c.parameters["SAMPLES_PER_CLASS"] = 0
            c.notes.append("iota2 takes all pixels unless told otherwise, so SAMPLES_PER_CLASS is 0.")
        return
    models = value.get("per_models") or value.get("per_model") or []
    if not models and value.get("strategy", "all") in ("all", "constant"):
        _simple(c, name, value)
        return
    rows: list[tuple[Json, ...]] = _rows(c, name, value, _EVERY)
    for model in (m for m in models if isinstance(m, dict)):
        whole = {**{k: v for k, v in value.items() if not k.startswith("per_model")}, **model}
        rows = [*_rows(c, name, whole, str(model.get("target_model"))), *rows]
    if not rows:
        return
    path = c.beside("sampling.csv")
    write_table(path, ("region", "class", "strategy", "size"), rows)
    c.set("SAMPLING_PLAN", path, name, "a table to edit")


def _simple(c: Conversion, name: str, value: dict[str, Json]) -> None:
    if value.get("strategy", "all") == "all":
        c.set("SAMPLES_PER_CLASS", 0, name, "all pixels")
    else:
        c.set("SAMPLES_PER_CLASS", int(c.number(name, value.get("strategy.constant.nb", 0))), name)
    _sampler(c, name, value)


def _sampler(c: Conversion, name: str, value: dict[str, Json]) -> None:
    if value.get("sampler", "random") == "periodic":
        c.parameters["SAMPLER"] = "periodic"


def _rows(c: Conversion, name: str, value: dict[str, Json], region: str) -> list[tuple[Json, ...]]:
    """Return the rows of the plan for one region, or for all."""
    _sampler(c, name, value)
    strategy = str(value.get("strategy", "all"))
    if strategy == "byclass":
        return _by_class(c, name, value, region)
    if strategy not in _STRATEGIES:
        c.refuse(name, f"the strategy '{strategy}' is not known; use one of {', '.join(_STRATEGIES)}, byclass.")
        return []
    ours, option = _STRATEGIES[strategy]
    size: Json = value.get(option, "") if option else ""
    if option and not isinstance(size, (int, float)):
        c.refuse(name, f"the strategy '{strategy}' lacks '{option}'.")
        return []
    return [(region, _EVERY, ours, size * 100 if ours == "proportional" else size)]


def _by_class(c: Conversion, name: str, value: dict[str, Json], region: str) -> list[tuple[Json, ...]]:
    path = c.file(value.get("strategy.byclass.in", ""))
    counts = read_counts(path)
    if not counts:
        c.refuse(name, f"the table of counts {path} cannot be read: give a CSV of class and number.")
    return [(region, code, "maximum", count) for code, count in counts]


def read_counts(path: str) -> list[tuple[int, int]]:
    """Return class and number of each line of a table without header; empty where it cannot be read."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return []
    cells = (re.split(r"[,;:\s]+", line.strip()) for line in lines)
    return [(int(row[0]), int(row[1])) for row in cells if len(row) > 1 and row[0].isdecimal() and row[1].isdecimal()]


def _augmentation(c: Conversion) -> None:
    name, value = c.take("sampleAugmentation", *_TRAIN)
    if not isinstance(value, dict) or not is_on(value.get("activate", False)):
        c.ignore(name, "is not active.")
        return
    method, balance = value.get("strategy", "replicate"), value.get("samples.strategy", "balance")
    if method not in AUGMENTATIONS:
        c.refuse(name, f"the strategy '{method}' is not known; use one of {', '.join(AUGMENTATIONS)}.")
        return
    if balance == "byClass":
        c.refuse(name, "counts by class: use augment_samples with a table, and train on what it writes.")
        return
    models = value.get("target_models", "all")
    everywhere = models in ("all", ["all"])
    c.set("AUGMENTATION", method, name, "" if everywhere else f"of all regions, not of {models} alone")
    least = c.number(name, value.get("samples.strategy.minNumber", 0))
    c.parameters["AUGMENT_TO"] = int(least) if balance == "minNumber" else 0


def _management(c: Conversion) -> None:
    name, value = c.take("sampleManagement", *_TRAIN)
    if not is_set(value):
        c.ignore(name, "is not set.")
    elif not Path(c.file(value)).is_file():
        c.refuse(name, f"the table {c.file(value)} does not exist.")
    else:
        lines = Path(c.file(value)).read_text(encoding="utf-8-sig").splitlines()
        rows = [cells for line in lines if len(cells := [cell.strip() for cell in re.split("[,;]", line)]) == 4]
        rows = [cells for cells in rows if re.fullmatch(r"-?\d+", cells[3])]
        path = c.beside("copy.csv")
        write_table(path, ("from", "to", "class", "count"), rows)
        c.set("COPY_RULES", path, name)


def _annual_crops(c: Conversion) -> None:
    name, value = c.take("cropMix", *_TRAIN)
    keys = ("prevFeatures", "outputPrevFeatures", "annualCrop", "ACropLabelReplacement", "samplesClassifMix",
            "annualClassesExtractionSource", "validityThreshold")
    found = {plain(key): c.take(key, *_TRAIN) for key in keys}
    if not is_on(value):
        for each in (name, *(written for written, _ in found.values())):
            c.ignore(each, "crop_mix is off.")
        return
    crops = found["annualcrop"][1] or []
    c.set("EARLIER_CLASSES", ",".join(str(code) for code in crops), found["annualcrop"][0])
    c.map(name, "the classes EARLIER_CLASSES are learnt from EARLIER_SAMPLES.")
    samples = Path(c.file(found["outputprevfeatures"][1] or ".")) / "steps" / "samples.gpkg"
    for key in ("prevfeatures", "outputprevfeatures"):
        written = found[key][0]
        if samples.is_file():
            c.set("EARLIER_SAMPLES", str(samples), written)
        else:
            c.refuse(written, "needs samples of the earlier year: import its configuration, run the chain with it, and "
                              "give steps/samples.gpkg of its run folder as EARLIER_SAMPLES.")
    for key in ("acroplabelreplacement", "samplesclassifmix", "annualclassesextractionsource", "validitythreshold"):
        c.ignore(found[key][0], "annual crops keep their own codes.")
