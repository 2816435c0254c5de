"""The job merge_samples: samples of several campaigns, years or areas in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.sample_sets import MergeSamplesJob
from landweave.engine.learning.prepare import AUGMENTED, is_augmented, is_null
from landweave.engine.raster.warp import same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.labelled import POLYGON_FIELD
from landweave.engine.samples.prepared import ALL_REGIONS, LEARN, SPARE
from landweave.engine.samples.same_features import Named, check_same, matching_columns
from landweave.engine.samples.sets import (
    CAMPAIGN,
    MADE_WITH,
    class_texts,
    join_rows,
    known_class,
    run_columns,
    texts,
)
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.samples.year_level import adjusted
from landweave.engine.types import AnyArray, BoolArray, IntArray, Json
from landweave.engine.vector.geometry import transformation

_REGION = "region"
_FEWEST = 2


def run(job: MergeSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write the samples of all files, one below the other.

    Returns:
        `OUTPUT` (path), `COUNT`.

    Raises:
        UserError: about a file, a class, or features that are not the same.
    """
    if len(job.inputs) < _FEWEST:
        raise UserError(f"There is {len(job.inputs)} samples file to merge.", "Choose two or more.")
    if job.replace and not job.classes:
        raise UserError("REPLACE needs the CLASSES whose samples are replaced.", "Name them.")
    files = [Named(path, load_samples(path)) for path in job.inputs]
    context.progress(0.4, "bringing together")
    files = [_without_made_up(file, context) for file in files]
    _check_class_columns(files, job.class_field)
    wanted = _wanted_classes(files, job)
    first = files[0]
    others = [_with_features_of(first, file, job, wanted, context) for file in files[1:]]
    parts = [first.samples, *(_of_classes(file, job, wanted, context) for file in others)]
    parts = _with_campaigns(parts, _names(job.inputs))
    parts = _with_runs(parts, job.inputs, context)
    parts = _with_regions(_with_polygons(_with_one_crs(parts)))
    _warn_of_regions(parts, job.inputs, context)
    if job.replace:
        own = np.isin(class_texts(first.samples, first.name, job.class_field).astype(str), wanted)
        parts[0] = _replaced(parts[0], first.name, own, context)
    result = join_rows(parts)
    if not len(result):
        raise UserError("Nothing is left of the samples to merge.", "Check CLASSES.")
    save_samples(job.output, result)
    _tell(result, context)
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "COUNT": len(result)}


def _without_made_up(file: Named, context: RunContext) -> Named:
    made = is_augmented(file.samples)
    kept = file.samples.subset(~made) if made.any() else file.samples
    if made.any():
        context.warning(f"{int(made.sum())} made-up samples of {file.name} are left out: augment what is merged.")
    columns = {name: column for name, column in kept.attributes.items() if name not in (AUGMENTED, MADE_WITH)}
    return Named(file.name, replace(kept, attributes=columns))


def _wanted_classes(files: Sequence[Named], job: MergeSamplesJob) -> list[str]:
    """Return the classes to take, as the samples have them."""
    if job.classes and not job.class_field:
        raise UserError("CLASSES needs the column of the class.", "Set CLASS_FIELD.")
    names = [class_texts(file.samples, file.name, job.class_field) for file in files[1:]] if job.classes else []
    known = {name for of_file in names for name in of_file.tolist()}
    return [known_class(name, known, f"{some(job.inputs[1:])}: ") for name in job.classes]


def _with_features_of(
    first: Named, file: Named, job: MergeSamplesJob, wanted: Sequence[str], context: RunContext
) -> Named:  # fmt: skip
    """Return a file with the features of the first.

    Raises:
        UserError: if it has others.
    """
    if not job.match_dates:
        check_same(first, file)
        return file
    columns = matching_columns(first, file)
    _tell_dates(first, file, columns, context)
    matrix = file.samples.matrix[:, columns]
    if job.adjust and all(job.class_field in named.samples.attributes for named in (first, file)):
        mine, theirs = (class_texts(named.samples, named.name, job.class_field) for named in (first, file))
        matrix, told = adjusted(first.samples.matrix, mine, _tiles(first), matrix, theirs, _tiles(file), wanted)
        context.log(f"{file.name}: the level of its year was brought to that of {first.name} by class {some(told)}."
                    if told else f"{file.name}: no class that stays tells how the level of its year differs.")
    return Named(file.name, replace(file.samples, features=first.samples.features, matrix=matrix,
                                    plan=first.samples.plan))


def _tiles(file: Named) -> AnyArray:
    column = file.samples.attributes.get("tile")
    return np.full(len(file.samples), "", object) if column is None else texts(column)


def _of_classes(file: Named, job: MergeSamplesJob, wanted: Sequence[str], context: RunContext) -> SampleSet:
    """Return a file's samples of the wanted classes, all if none are named."""
    if not wanted:
        return file.samples
    rows = np.isin(class_texts(file.samples, file.name, job.class_field).astype(str), wanted)
    if not rows.any():
        context.warning(f"{file.name} has no sample of class {some(wanted)}.")
    return file.samples.subset(rows)


def _replaced(samples: SampleSet, name: str, own: BoolArray, context: RunContext) -> SampleSet:
    """Return samples of which some are no longer learnt from; what is tested with stays."""
    runs = run_columns(samples)
    sides = {run: np.where(own & (samples.attributes[run] == LEARN), SPARE, samples.attributes[run]) for run in runs}
    tested = np.zeros(len(samples), np.bool_)
    for side in sides.values():
        tested |= ~np.isin(side.astype(str), (SPARE, ""))
    dropped = own & ~tested
    context.log(f"{int(own.sum())} samples of {name} are replaced: {int(dropped.sum())} are left out, "
                f"{int((own & tested).sum())} only test.")
    columns = {run: side.astype(object) for run, side in sides.items()}
    return replace(samples, attributes={**samples.attributes, **columns}).subset(~dropped)


def _check_class_columns(files: Sequence[Named], class_field: str) -> None:
    """Refuse names in one file and codes in the other: joined they would be other classes."""
    columns = [(file.name, file.samples.attributes.get(class_field)) for file in files]
    kinds = {
        name: column.dtype.kind == "O" and not all(str(v).lstrip("-").isdigit() for v in column if v)
        for name, column in columns if column is not None
    }
    if len(set(kinds.values())) > 1:
        named = next(name for name, is_text in kinds.items() if is_text)
        coded = next(name for name, is_text in kinds.items() if not is_text)
        raise UserError(f"The classes of {named} are names, those of {coded} are codes.",
                        "Give both files codes, or both names, in the class column.")


def _names(paths: Sequence[str]) -> list[str]:
    """Return what each file's samples are called in the column `campaign`."""
    found: list[str] = []
    for path in paths:
        stem, name, number = Path(path).stem, Path(path).stem, 1
        while name in found:
            number += 1
            name = f"{stem}_{number}"
        found.append(name)
    return found


def _with_campaigns(parts: Sequence[SampleSet], names: Sequence[str]) -> list[SampleSet]:
    found = []
    for part, name in zip(parts, names):
        column = part.attributes.get(CAMPAIGN)  # of a file that was merged before
        own = np.full(len(part), name, object) if column is None else np.where(is_null(column), name, texts(column))
        found.append(replace(part, attributes={**part.attributes, CAMPAIGN: own.astype(object)}))
    return found


def _with_runs(parts: Sequence[SampleSet], paths: Sequence[str], context: RunContext) -> list[SampleSet]:
    """Return samples of equal run columns: every run learns from those that were never divided for it."""
    runs = list(dict.fromkeys(run for part in parts for run in run_columns(part)))
    found = []
    for part, path in zip(parts, paths):
        lacking = [run for run in runs if run not in part.attributes]
        if lacking:
            context.log(f"{path} has no {some(lacking)}: all its samples are learnt from there.")
        columns = {run: np.full(len(part), LEARN, object) for run in lacking}
        found.append(replace(part, attributes={**part.attributes, **columns}))
    return found


def _with_one_crs(parts: Sequence[SampleSet]) -> list[SampleSet]:
    """Return samples whose places are in the coordinate system of the first that has places."""
    crs = next((part.crs_wkt for part in parts if part.has_places), "")
    found = []
    for part in parts:
        if part.has_places and not same_crs(part.crs_wkt, crs):
            known = np.isfinite(part.x) & np.isfinite(part.y)
            x, y = part.x.copy(), part.y.copy()
            moved = transformation(part.crs_wkt, crs).TransformPoints(np.column_stack([x[known], y[known]]))
            x[known], y[known] = np.array(moved, np.float64)[:, 0], np.array(moved, np.float64)[:, 1]
            found.append(replace(part, x=x, y=y, crs_wkt=crs))
        else:
            unplaced = np.full(len(part), np.nan)
            x, y = (part.x, part.y) if part.has_places else (unplaced, unplaced)
            found.append(replace(part, x=x, y=y, crs_wkt=crs))
    return found


def _with_polygons(parts: Sequence[SampleSet]) -> list[SampleSet]:
    """Return samples whose polygons have numbers that no other file's have; a sample without one is its own."""
    if not any(POLYGON_FIELD in part.attributes for part in parts):
        return list(parts)
    found: list[SampleSet] = []
    columns = [part.attributes.get(POLYGON_FIELD) for part in parts]
    if any(column is not None and column.dtype.kind == "O" for column in columns):
        return [replace(part, attributes={**part.attributes, POLYGON_FIELD: _named_polygons(part)}) for part in parts]
    used: set[int] = set()
    highest = int(max(c[~is_null(c)].max(initial=0) for c in columns if c is not None))
    for part, column in zip(parts, columns):
        numbers = _numbered(column, len(part), highest)
        if used.intersection(numbers.tolist()):
            numbers = numbers + (max(used) + 1 - int(numbers.min()))
        used.update(numbers.tolist())
        highest = max(highest, max(used, default=0))
        found.append(replace(part, attributes={**part.attributes, POLYGON_FIELD: numbers}))
    return found


def _numbered(column: AnyArray | None, rows: int, highest: int) -> IntArray:
    new = highest + 1 + np.arange(rows, dtype=np.int64)
    return new if column is None else np.where(is_null(column), new, np.nan_to_num(column)).astype(np.int64)


def _named_polygons(part: SampleSet) -> AnyArray:
    column = part.attributes.get(POLYGON_FIELD)
    names = np.full(len(part), "", object) if column is None else texts(column)
    campaigns = part.attributes[CAMPAIGN]
    return np.array([f"{campaign}/{name or f'sample {row + 1}'}"
                     for row, (campaign, name) in enumerate(zip(campaigns, names))], object)


def _with_regions(parts: Sequence[SampleSet]) -> list[SampleSet]:
    """Return samples of the one region that stands for all, if the others are: places to label have no column."""
    known = {name for part in parts if _REGION in part.attributes for name in texts(part.attributes[_REGION]).tolist()}
    if known != {ALL_REGIONS}:
        return list(parts)
    return [part if _REGION in part.attributes else
            replace(part, attributes={**part.attributes, _REGION: np.full(len(part), ALL_REGIONS, object)})
            for part in parts]


def _warn_of_regions(parts: Sequence[SampleSet], paths: Sequence[str], context: RunContext) -> None:
    """Warn of samples that the models of the first file's regions will not learn from."""
    columns = [part.attributes.get(_REGION) for part in parts]
    without = [path for column, path in zip(columns, paths) if column is None]
    if without and len(without) < len(parts):
        context.warning(f"{some(without)} has no column '{_REGION}', which the others have: models of regions need it, "
                        "so fill it in.")
    if columns[0] is None:
        return
    known = set(texts(columns[0]).tolist())
    for column, path in zip(columns[1:], paths[1:]):
        strange = [] if column is None else sorted(set(texts(column).tolist()) - known)
        if strange:
            context.warning(f"{path} has samples of region '{strange[0]}', which {paths[0]} does not have: the models "
                            "of its regions will not learn from them.")


def _tell_dates(first: Named, other: Named, columns: IntArray, context: RunContext) -> None:
    pairs = {(a.date, other.samples.features[c].date) for a, c in zip(first.samples.features, columns) if a.date}
    if pairs:
        begin, end = min(pairs), max(pairs)
        context.log(f"{other.name}: values of {begin[1]} stand for {begin[0]}, ..., those of {end[1]} for {end[0]}.")


def _tell(result: SampleSet, context: RunContext) -> None:
    counts = Counter(result.attributes[CAMPAIGN].tolist())
    context.log(f"{len(result)} samples: {', '.join(f'{count} of {name}' for name, count in counts.items())}.")
