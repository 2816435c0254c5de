"""The job pretrain_network: series of places without labels in, weights of a network out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import torch

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs.networks import PRESETS, PretrainNetworkJob
from landweave.engine.learning.estimators import find_method, parse_options
from landweave.engine.learning.networks.batches import BatchMaker, learn_normalisation
from landweave.engine.learning.networks.checkpoint import training_key
from landweave.engine.learning.networks.device import choose_device
from landweave.engine.learning.networks.layout import SeriesLayout, layout_of
from landweave.engine.learning.networks.options import AUTO, check_torch
from landweave.engine.learning.networks.pretrained import Pretrained, joined_normalisation, save_pretrained
from landweave.engine.learning.networks.pretraining import MOST_HELD, Learnt, Pretraining, Schedule, held_out_rows
from landweave.engine.learning.networks.pretraining_page import write_pretraining_page
from landweave.engine.learning.networks.pretraining_state import PretrainingState
from landweave.engine.learning.networks.registry import FREE, InputShape, NetworkSpec, find_network
from landweave.engine.learning.networks.train_network import stopped_path
from landweave.engine.learning.networks.training import SECONDS_BETWEEN_CHECKPOINTS, undisturbed_torch
from landweave.engine.learning.prepare import is_augmented, knows_nothing
from landweave.engine.mapping.tile_series import TileSeries, owned_windows, tile_series
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.raster.warp import checked_extent, reproject_extent
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key, source_prints
from landweave.engine.samples.extract import Places, extracted
from landweave.engine.samples.row_file import map_rows
from landweave.engine.samples.store import load_samples
from landweave.engine.series.options import SeriesOptions, load_options
from landweave.engine.series.plan import MASKED, Feature
from landweave.engine.series.planning import make_plan
from landweave.engine.types import AnyArray, BoolArray, Float64Array, Json

FEWEST = 50
"""Series that are worth learning from."""
BLOCK = 64
"""Side of the blocks of the ground that are held out, in pixels."""
SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {"fast": Schedule(epochs=8), "balanced": Schedule(), "best": Schedule(epochs=100, patience=20)}
)
"""By name of the preset."""
_READ = 0.3
_DROPOUT = "dropout"


@dataclass(eq=False)
class Series:
    """What is learnt from; whoever made it takes the matrix away at the end, for its file goes then.

    Args:
        matrix: shape (place, column); may be mapped from a file.
        features: of the columns.
        held_out: True for the places that the epoch is chosen by, shape (place,).
    """

    matrix: AnyArray
    features: tuple[Feature, ...]
    held_out: BoolArray


def run(job: PretrainNetworkJob, context: RunContext) -> dict[str, Json]:
    """Write the weights.

    Where the user stops it after the first epoch, those of the best epoch so far stand beside.

    Returns:
        `OUTPUT` (path), `OUTPUT_HTML` (when asked for).

    Raises:
        UserError: about the network, its options, the images or samples, or too few series.
    """
    check_torch()
    if Path(job.output).suffix.lower() != ".safetensors":
        raise UserError(f"{job.output} is no name for weights.", "Let it end in .safetensors.")
    spec = find_network(job.network)
    schedule, options = schedule_of(spec, job.preset, job.network_options)
    device = choose_device(job.device)
    with work_folder(job.output, context, content_key("pretraining", asdict(job))) as folder:
        with _series(job, schedule, context.part(0, _READ)) as series, undisturbed_torch(schedule.threads, device):
            found = _learn(job, spec, schedule, options, series, device, context.part(_READ, 0.98), str(folder))
        save_pretrained(job.output, found)
    result: dict[str, Json] = {"OUTPUT": job.output}
    context.artifact("OUTPUT", job.output)
    if job.output_html:
        write_pretraining_page(job.output_html, found, {"preset": job.preset, **asdict(schedule), **options})
        context.artifact("OUTPUT_HTML", job.output_html)
        result["OUTPUT_HTML"] = job.output_html
    context.progress(1.0, "Weights written")
    return result


def schedule_of(spec: NetworkSpec, preset: str, text: str) -> tuple[Schedule, dict[str, Any]]:
    """Return how to pretrain, and the keyword arguments of the network's class.

    Dropout is left out unless the user gives it: what is hidden keeps a network from learning by heart.

    Args:
        spec: the network.
        preset: one of PRESETS.
        text: JSON object of options over those of the preset.

    Raises:
        UserError: if there is no such preset or option, or the network cannot be pretrained.
    """
    if preset not in PRESETS:
        raise UserError(f"There is no PRESET '{preset}'.", f"Choose one of {', '.join(PRESETS)}.")
    if spec.calendar != FREE or not spec.joins:
        raise UserError(f"The network {spec.name} cannot be pretrained: "
                        + ("it knows no days." if spec.calendar != FREE else "it takes a series for each sensor."),
                        "Choose ltae or transformer.")  # fmt: skip
    given = parse_options(find_method(spec.name), text, "NETWORK_OPTIONS")
    known = asdict(SCHEDULES[preset])
    for key in given:
        if key not in known and key not in spec.options:
            raise UserError(f"Pretraining has no option '{key}' (NETWORK_OPTIONS).",
                            f"It has: {', '.join(sorted([*known, *spec.options]))}.")
    own = {key: value for key, value in given.items() if key in known and value != AUTO}
    if own.get("held_out") == 0:
        raise UserError("held_out is 0 (NETWORK_OPTIONS), and pretraining ends when what is held out gets no better.",
                        "Give a share above 0, like 0.1.")
    without = {_DROPOUT: 0.0} if _DROPOUT in spec.options else {}
    options = {**spec.options, **without, **{k: v for k, v in given.items() if k in spec.options}}
    return replace(SCHEDULES[preset], **own), options


def draw_places(
    tiles: Sequence[TileSeries], count: int, seed: int, extent: tuple[float, ...] = (), extent_crs: str = ""
) -> Places:
    """Draw pixels at random, each pixel of the ground with the same chance and at most once.

    Args:
        tiles: of the images; where they overlap, the first by name has the pixel.
        count: of the pixels; all there are, if these are fewer.
        seed: of the choice.
        extent: (x_min, y_min, x_max, y_max) to draw in; empty: everywhere.
        extent_crs: of the extent; empty: that of each tile.

    Raises:
        UserError: if the extent lies outside all images.
    """
    windows = []
    for number, tile in enumerate(tiles):
        window = tile.grid.window
        if extent:
            there = reproject_extent(checked_extent(extent), extent_crs or tile.grid.crs, tile.grid.crs)
            window = tile.grid.window_of(there).intersection(window)
        windows += [(number, part) for part in owned_windows(tile, tiles, window)]
    ends = np.cumsum([part.pixels for _, part in windows], dtype=np.int64)
    if not len(ends) or not ends[-1]:
        raise UserError("The extent lies outside all images.", "Choose an extent (EXTENT) that touches the images.")
    total = int(ends[-1])
    drawn = np.sort(np.random.default_rng(seed).choice(total, min(count, total), replace=False, shuffle=False))
    which = np.searchsorted(ends, drawn, "right")
    place = drawn - np.r_[0, ends][which]
    tile_of, row0, column0, width = (
        np.array([values[n] for values in [(t, w.row, w.column, w.columns) for t, w in windows]], np.int64)[which]
        for n in range(4)
    )
    return Places(tile_of, row0 + place // width, column0 + place % width)


@contextmanager
def _series(job: PretrainNetworkJob, schedule: Schedule, context: RunContext) -> Iterator[Series]:
    """Give the series, in a file that is there until the block ends."""
    if job.samples:
        key = content_key("pretrain", job.samples, source_prints(job.samples))
        with work_folder(job.output, context, key) as folder:
            samples = load_samples(job.samples, folder)
            samples = samples.subset(~knows_nothing(samples.matrix) & ~is_augmented(samples))
            _check_count(len(samples), job.samples)
            held = held_out_rows(samples.x, samples.y, _side(samples.x, samples.y), schedule.held_out, job.seed)
            series = Series(samples.matrix, samples.features, held)
            del samples
            yield series
            series.matrix = np.zeros((0, 0), np.int16)
        return
    if not job.catalogue:
        raise UserError("There are neither images nor samples to learn from.", "Give CATALOGUE or SAMPLES.")
    if job.count < FEWEST:
        raise UserError(f"COUNT is {job.count}.", f"Draw {FEWEST} places or more; {20_000} are usual.")
    catalogue = load_catalogue(job.catalogue)
    options = load_options(job.series) if job.series else SeriesOptions(dates="acquisitions", filling=MASKED)
    plan = make_plan(options, catalogue.products, context.log, catalogue.static_names)
    tiles = tile_series(catalogue, plan, say=context.warning)
    places = draw_places(tiles, job.count, job.seed, job.extent, job.extent_crs)
    with extracted(job.output, tiles, places, context, 1) as (path, kept):
        context.log(f"{len(places.tile)} places drawn on {len(tiles)} tiles, {len(kept)} of them clear on any date.")
        _check_count(len(kept), job.catalogue)
        grids = [tiles[number].grid for number in places.tile[kept]]
        x = np.array([g.x_min + (c + 0.5) * g.pixel_width for g, c in zip(grids, places.column[kept])])
        y = np.array([g.y_max - (r + 0.5) * g.pixel_height for g, r in zip(grids, places.row[kept])])
        held = held_out_rows(x, y, BLOCK * grids[0].pixel_width, schedule.held_out, job.seed)
        series = Series(map_rows(path), plan.features(), held)
        yield series
        series.matrix = np.zeros((0, 0), np.int16)


def _check_count(count: int, path: str) -> None:
    if count < FEWEST:
        raise UserError(f"{count} series of {path} have a value.", f"Pretraining needs {FEWEST}; thousands are usual.")


def _side(x: Float64Array, y: Float64Array) -> float:
    """Return the side of blocks by which samples are divided: about twenty of them over the area in each direction."""
    known = np.isfinite(x) & np.isfinite(y)
    return max(float(np.ptp(x[known])), float(np.ptp(y[known]))) / 20 or 1.0 if known.any() else 1.0


def _learn(
    job: PretrainNetworkJob, spec: NetworkSpec, schedule: Schedule, options: dict[str, Any], series: Series,
    device: torch.device, context: RunContext, folder: str,
) -> Pretrained:  # fmt: skip
    layout = layout_of(series.features)
    if not layout.sensors:
        raise UserError("The samples have no bands on dates, so there is no series to learn from.",
                        "Describe the year by the bands on dates (SERIES), or choose other samples.")
    learn, held = np.flatnonzero(~series.held_out), np.flatnonzero(series.held_out)
    if not len(learn):
        raise UserError("All places are held out: they lie in one block of the ground.", "Draw more, in a larger area.")
    layout = replace(layout, static=())
    normalisation = learn_normalisation(layout, np.asarray(series.matrix[learn[:: -(-len(learn) // MOST_HELD)]]))
    joined = spec.layout(layout)
    torch.manual_seed(job.seed)
    encoder = _encoder(spec, joined, options)
    maker = BatchMaker(joined, normalisation if len(layout.sensors) == 1 else joined_normalisation(normalisation))
    training = Pretraining(encoder, maker, schedule, job.seed, device)
    means = training.measure(series.matrix, held, by_means=True)
    context.log(f"{spec.name}: {len(learn)} series to learn from, {len(held)} held out.")

    def pretrained(found: Learnt) -> Pretrained:
        figures = {"series": len(learn), "held_out_series": len(held), "best_epoch": found.best, "loss_of_means": means,
                   "curves": found.curves, "seed": job.seed, "torch": torch.__version__}  # fmt: skip
        return Pretrained(job.output, found.weights, spec.name, options, layout, normalisation, spec.digest, figures)

    described = {"network": spec.name, "digest": spec.digest, "options": options, "schedule": asdict(schedule),
                 "seed": job.seed, "layout": layout.to_json(), "torch": torch.__version__,
                 "device": device.type}  # fmt: skip
    state = PretrainingState(folder, training_key(described, series.matrix, learn, held), SECONDS_BETWEEN_CHECKPOINTS)
    so_far: list[Learnt] = []

    def tell(found: Learnt) -> None:
        so_far[:] = [found]
        _tell(found, schedule, context)

    try:
        found = training.learn(series.matrix, learn, held, tell, context.check_cancelled, state)
    except Cancelled:
        if so_far and so_far[0].best:
            beside = stopped_path(job.output)
            save_pretrained(beside, pretrained(so_far[0]))
            context.warning(f"The pretraining was stopped. {beside} holds the best weights so far.")
        raise
    best = found.curves[found.best - 1]["held_out"]
    context.log(f"Hidden values of places held out are guessed with a loss of {best:.4f}; the mean of each band as the "
                f"guess has {means:.4f}.")
    return pretrained(found)


def _encoder(spec: NetworkSpec, layout: SeriesLayout, options: Mapping[str, Any]) -> Any:
    try:
        encoder = spec.module(InputShape.of(layout, has_gaps=True), 2, options)
    except (ValueError, TypeError, RuntimeError) as error:
        said = " ".join(str(error).split())[:300].rstrip(".")
        raise UserError(f"{spec.name} does not work with the options {dict(options)}: {said}.",
                        "Correct the option, or leave it out.") from error
    if not hasattr(encoder, "embed"):
        raise UserError(f"The network {spec.name} has no function 'embed', so it cannot be pretrained.",
                        "Give its class embed(batch), which returns what stands before the layers named head.")
    return encoder


def _tell(found: Learnt, schedule: Schedule, context: RunContext) -> None:
    epoch, curves = len(found.curves), found.curves[-1]
    context.metric("loss", curves["loss"])
    context.metric("held_out_loss", curves["held_out"])
    said = f"Epoch {epoch} of {schedule.epochs}"
    context.log(f"{said}: loss {curves['loss']:.4f}, held-out loss {curves['held_out']:.4f}, learning rate "
                f"{curves['rate']:.2g}.")
    context.progress(epoch / schedule.epochs, said)
