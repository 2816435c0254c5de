"""`classify`: the map of every tile, block by block, resumable; nothing of the time series touches the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from landweave.engine.catalogue.store import Catalogue, load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.features.user_plan import moved
from landweave.engine.jobs.mapping import ClassifyJob
from landweave.engine.mapping.areas import load_areas
from landweave.engine.mapping.blocks import COMPUTE_PIXELS
from landweave.engine.mapping.borders import bytes_per_pixel, check_distance, margin_bytes
from landweave.engine.mapping.classify_block import ClassifySetup, classify_block
from landweave.engine.mapping.combine import NO_TRUST, Ensemble, is_regional, load_ensemble, refuse_values
from landweave.engine.mapping.fusing import Fusion, make_fusion, may_be_undecided
from landweave.engine.mapping.map_run import (
    Area,
    Group,
    GroupParts,
    MapRun,
    images_key,
    kinds_bytes,
    make_groups,
    most_clear,
    refuse_images,
    target_crs,
)
from landweave.engine.mapping.outputs import (
    CLASSES,
    VALIDITY,
    VALUES,
    output_paths,
    wanted_kinds,
    write_output,
    write_style,
)
from landweave.engine.mapping.pace import Pace
from landweave.engine.mapping.parts import Kind, remove_parts
from landweave.engine.mapping.surroundings import looks_of
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries, tile_series
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.raster.style import style_path
from landweave.engine.raster.warp import metres_a_unit
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key, file_digest, source_prints
from landweave.engine.runtime.journal import Journal
from landweave.engine.runtime.run_folder import journal_of, versions
from landweave.engine.series.calendar import on_acquisitions
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import Json
from landweave.engine.vector.polygonize import is_raster

_GREY = (128, 128, 128)
_MAPPED = 0.93  # share of the time that goes before the outputs are put together


@dataclass(frozen=True, eq=False)
class Wanted:
    """The rasters that models shall give.

    Args:
        ensemble: the models.
        fusion: how their answers become one.
        kinds: of the rasters.
        outputs: path of each kind, by its name.
        names: of the classes; empty where there are none.
        limits: of the colours of what is neither a class nor in percent, by the name of the kind.
    """

    ensemble: Ensemble
    fusion: Fusion
    kinds: tuple[Kind, ...]
    outputs: dict[str, str]
    names: Nomenclature
    limits: dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class _Run:
    """What one run of the job works with: what is wanted, its journal and context."""

    wanted: Wanted
    journal: Journal | None
    context: RunContext


def run(job: ClassifyJob, context: RunContext) -> dict[str, Json]:
    """Classify every pixel that the extent, the mask and the regions leave.

    Raises:
        UserError: naming the model, tile, band, image or region that does not fit or is damaged.
    """
    ensemble = load_ensemble(job.models, job.user_network)
    refuse_values(job.models, ensemble)
    fusion = make_fusion(job, ensemble)
    names = _names(job, ensemble, fusion)
    kinds = wanted_kinds(job, ensemble, names)
    _check_trust(job, ensemble)
    paths = {kind.name: output_paths(job)[kind.name] for kind in kinds}
    made = predict(job, Wanted(ensemble, fusion, kinds, paths, names, {}), context)
    return {_title(name): path for name, path in made.items()}


def predict(job: ClassifyJob, wanted: Wanted, context: RunContext) -> dict[str, str]:
    """Make rasters of what models say of every pixel.

    Args:
        job: says which images, area and regions.
        wanted: what to make.
        context: of the run.

    Returns:
        The paths of the rasters, by the names of their kinds.

    Raises:
        UserError: naming the tile, band, image or region that does not fit or is damaged.
    """
    series = _series(job, wanted.ensemble, context)
    tiles = series[0]
    groups = make_groups(tiles, _area(job))
    for view in series:
        refuse_images(list(wanted.outputs.values()), view)
        _warn_other_season(view, context)
    regions = _region_names(job, wanted.ensemble, tiles, context)
    key = _key(job, series, groups, wanted)
    wanted = replace(wanted, limits={VALIDITY: (0, most_clear(tiles)), **wanted.limits})
    whole = content_key(key, wanted.outputs, job.target_crs, [e.__dict__ for e in wanted.names.entries])
    with journal_of(context) as journal:
        if journal is None or journal.get(whole) is None:
            _make(job, _setup(job, series, wanted, regions), groups, key, _Run(wanted, journal, context))
            if journal is not None:
                journal.put(whole, "map", wanted.outputs, list(wanted.outputs.values()))
        else:
            _restyle(wanted)
    return wanted.outputs


def _make(job: ClassifyJob, setup: ClassifySetup, groups: Sequence[Group], key: str, of: _Run) -> None:
    """Do the tasks that are not done yet, and write the outputs."""
    wanted = of.wanted
    with work_folder(job.output, of.context, key) as folder:
        part = of.context.part(0, _MAPPED)
        blocks = MapRun("classify", key, setup.tiles, groups, folder, of.journal, part, setup.series[1:])
        setup = replace(setup, masks=blocks.masks(job.mask))
        each, besides = kinds_bytes(setup.kinds), _bytes_besides(job, wanted.ensemble)
        if setup.border:
            each += bytes_per_pixel(len(setup.region_names))
            besides += max(margin_bytes(tile.grid, setup.border) for tile in setup.tiles)
        looks = looks_of(wanted.ensemble)
        found = blocks.parts(classify_block, setup, each, besides + looks.fixed_bytes, Pace(of.context).heard, looks)
        if not any(group.parts for group in found):
            of.context.warning("No pixel was classified: the extent, the mask and the regions leave none.")
        _write(wanted, target_crs(_area(job), groups), found, folder, of.context.part(_MAPPED, 1))
        remove_parts([part for group in found for part in group.parts], setup.kinds)


def _area(job: ClassifyJob) -> Area:
    return Area(job.extent, job.extent_crs, job.mask, job.target_crs)


def _region_names(
    job: ClassifyJob, ensemble: Ensemble, tiles: Sequence[TileSeries], context: RunContext
) -> tuple[str, ...]:
    """Return the names by region code; say which have no model."""
    if not job.regions:
        if is_regional(ensemble):
            known = sorted({r for m in ensemble.models for r in m.regions})
            raise UserError(
                f"The models were made for the regions {', '.join(known)}, but no regions are given.",
                "Give the polygons of the regions (REGIONS) and the field of their names (REGION_FIELD).",
            )
        return ("",)
    if not job.region_field and not is_raster(job.regions):
        raise UserError(f"No field is given that names the regions of {job.regions}.", "Choose a region field.")
    areas = load_areas(job.regions, job.region_field, tiles[0].grid.crs, source_prints(job.regions),
                       job.region_priority_field)
    lacking = [name for name in areas.keys if not ensemble.knows(name)]
    if len(lacking) == len(areas.keys):
        known = sorted({r for m in ensemble.models for r in m.regions})
        holder = f"the field {job.region_field}" if job.region_field else "it"
        raise UserError(
            f"No region of {job.regions} has a model: {holder} holds "
            f"{', '.join(areas.keys[:10])}; the models are for {', '.join(known)}.",
            "Choose the regions, and the field, that the models were trained with.",
        )
    if lacking:
        context.warning(f"No model is for the region {', '.join(lacking)}: the map has no data there.")
    return ("", *areas.keys)


def _series(job: ClassifyJob, ensemble: Ensemble, context: RunContext) -> tuple[tuple[TileSeries, ...], ...]:
    """Return the tiles as each plan sees them, all on the pixels that the first one has."""
    catalogue = load_catalogue(job.catalogue)
    plans = [moved(plan, job.user_features) for plan in _dated_plans(job, ensemble, catalogue, context)]
    first = tile_series(catalogue, plans[0], job.tiles, context.warning)
    views = [first]
    for plan in plans[1:]:
        found = {t.tile: t for t in tile_series(catalogue, plan, job.tiles, context.warning)}
        unseen = [SensorSeries(sensor, ()) for sensor in plan.sensors]
        views.append(tuple(replace(found[t.tile], grid=t.grid) if t.tile in found
                           else TileSeries(t.tile, t.grid, plan, tuple(unseen)) for t in first))
        lacking = [t.tile for t in first if t.tile not in found]
        if lacking:
            sensors, where = ", ".join(s.sensor for s in plan.sensors), ", ".join(lacking)
            context.warning(f"No images of {sensors} are in the tile {where}: the other models decide there.")
    return tuple(views)


def _dated_plans(job: ClassifyJob, ensemble: Ensemble, catalogue: Catalogue, context: RunContext) -> list[SeriesPlan]:
    """Return the plans, on the dates of the images where series are taken as acquired and the models let them be."""
    plans = list(ensemble.plans)
    products = [p for p in catalogue.products if not job.tiles or p.tile in job.tiles]
    for number, plan in enumerate(plans):
        dated = on_acquisitions(plan, products)
        if dated == plan or not ensemble.takes_any_dates(number):
            continue
        if job.applicability:
            raise UserError("The images have other dates than those that the model learnt from: where it applies is "
                            "not known.", "Leave APPLICABILITY empty, or train it on a filled series.")
        for own, other in zip(plan.sensors, dated.sensors):
            if own != other:
                context.log(f"{own.sensor}: {len(other.target_dates)} acquisitions from {other.target_dates[0]} to "
                            f"{other.target_dates[-1]}; the model learnt from {len(own.target_dates)}, from "
                            f"{own.target_dates[0]} to {own.target_dates[-1]}.")
        plans[number] = dated
    return plans


def _names(job: ClassifyJob, ensemble: Ensemble, fusion: Fusion) -> Nomenclature:
    """Return what the values of the map are called; among them `undecided` where votes may be tied."""
    listed = Nomenclature.load(job.nomenclature)
    names = listed.limited_to(ensemble.codes, ensemble.names)
    if not may_be_undecided(fusion, len(ensemble.models)):
        return names
    return Nomenclature((*names.entries, Entry(fusion.undecided, "undecided", _GREY)))


def _warn_other_season(tiles: Sequence[TileSeries], context: RunContext) -> None:
    """Warn when the images are of another time than what the model was made for."""
    for number, plan in enumerate(tiles[0].plan.sensors):
        days = [p.day for t in tiles for p in t.sensors[number].products]
        first, last = date.fromisoformat(plan.target_dates[0]), date.fromisoformat(plan.target_dates[-1])
        if days and (max(days) < first or min(days) > last):
            context.warning(
                f"The images of {plan.sensor} are from {min(days)} to {max(days)}, but the model was made for "
                f"{first} to {last}: the map will mean little."
            )


def _check_trust(job: ClassifyJob, ensemble: Ensemble) -> None:
    """Refuse now, before the work, what the models cannot tell."""
    for path, model in zip(job.models, ensemble.models):
        if (job.set_size and model.conformal is None) or (job.applicability and not model.applicability):
            raise UserError(f"The model {path} was trained without TRUST, so it does not know how far to trust it.",
                            NO_TRUST)


def _setup(
    job: ClassifyJob, series: tuple[tuple[TileSeries, ...], ...], wanted: Wanted, regions: tuple[str, ...]
) -> ClassifySetup:
    grid = series[0][0].grid
    unit = metres_a_unit(grid.crs)
    check_distance(job.border_distance, min(grid.pixel_width, grid.pixel_height) * unit)
    border = job.border_distance / unit if job.regions else 0.0
    return ClassifySetup(
        series, job.models, tuple(file_digest(m) for m in job.models), wanted.fusion, job.regions, job.region_field,
        job.region_priority_field, source_prints(job.regions), regions, border, (None,) * len(series[0]), wanted.kinds,
        job.user_network,
    )


def _write(wanted: Wanted, target: str, found: Sequence[GroupParts], folder: Path, context: RunContext) -> None:
    for number, kind in enumerate(wanted.kinds):
        path = wanted.outputs[kind.name]
        part = context.part(number / len(wanted.kinds), (number + 1) / len(wanted.kinds))
        tick = partial(part.progress, message="writing the map")
        write_output(kind, found, path, target, folder, wanted.names, tick)
        write_style(kind, path, wanted.names, wanted.limits)
        context.artifact(_title(kind.name), path)


def _restyle(wanted: Wanted) -> None:
    """Write the styles that are gone beside rasters that are there. One that is there may be the user's own."""
    for kind in wanted.kinds:
        if not style_path(wanted.outputs[kind.name]).exists():
            write_style(kind, wanted.outputs[kind.name], wanted.names, wanted.limits)


def _title(kind: str) -> str:
    """Return the name of the job's output that a kind of raster is."""
    return "OUTPUT" if kind in (CLASSES, VALUES) else kind.upper()


def _bytes_besides(job: ClassifyJob, ensemble: Ensemble) -> int:
    """Return what a process holds besides images and results: models, probabilities of each of them."""
    models = sum(4 * Path(m).stat().st_size for m in job.models)
    return models + COMPUTE_PIXELS * 8 * len(ensemble.codes) * (1 + len(ensemble.models))


def _key(
    job: ClassifyJob, series: Sequence[Sequence[TileSeries]], groups: Sequence[Group], wanted: Wanted
) -> str:
    """Return what tells these rasters from others: everything that their parts depend on."""
    others = [source_prints(source) for source in (job.regions, job.mask)]
    images = [images_key(view) for view in series]
    return content_key(
        "classify", versions("torch"), images, [file_digest(m) for m in job.models], job.regions, job.region_field,
        job.region_priority_field, job.border_distance, wanted.fusion.__dict__, job.mask, others,
        [g.grid.to_json() for g in groups], [k.__dict__ for k in wanted.kinds],
    )
