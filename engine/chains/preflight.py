"""What can be known to be wrong before hours of work: parameters at once, places when the images are listed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Union

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.chains.auto_context import check_auto_context
from landweave.engine.chains.places import EXTRA_RASTERS
from landweave.engine.chains.wishes import check_wishes
from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassificationChainJob, RegressionChainJob
from landweave.engine.learning.estimators import check_learner, find_method, parse_options
from landweave.engine.learning.grids import parse_grid
from landweave.engine.learning.weights import parse_class_weights
from landweave.engine.mapping.borders import check_distance
from landweave.engine.mapping.fusing import VOTES
from landweave.engine.mapping.map_run import Area, make_groups
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Extent
from landweave.engine.raster.warp import checked_extent, reproject_extent, spatial_reference
from landweave.engine.runtime.files import disk_path
from landweave.engine.series.options import load_options
from landweave.engine.series.plan import MASKED, SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.vector.layers import check_fields, split_source
from landweave.engine.vector.polygonize import is_raster

Chain = Union[ClassificationChainJob, RegressionChainJob]
"""Both map an area in the same way."""
_CLASSES = 3  # how many there are is not known yet


def check_parameters(job: ClassificationChainJob) -> None:
    """Check what needs no image: the learner with its options and seed, and the files that later steps read.

    Raises:
        UserError: naming the parameter or the file.
    """
    _check_learner(job)
    check_wishes(job)
    _check_together(job)
    if job.auto_context:
        check_auto_context(job.series)
    for series in (job.series, job.radar_series):
        load_options(series)
    Nomenclature.load(job.nomenclature)
    tables = (job.recode, job.sampling_plan, job.copy_rules, job.earlier_samples, job.priors)
    check_files(job.reference, job.regions, job.mask, *tables)
    check_columns(job.reference, job.class_field, job.group_field)
    check_columns(job.regions, job.region_field, job.region_priority_field)
    if job.target_crs:
        spatial_reference(job.target_crs)


def check_files(*sources: str) -> None:
    """Check that files are there; empty names are none.

    Raises:
        UserError: naming the one that is not.
    """
    for source in sources:
        path = split_source(source)[0]
        if path and not path.startswith("/vsi") and not Path(path).exists():
            raise UserError(f"The file {path} does not exist.", "Check the path.")


def check_columns(source: str, *names: str) -> None:
    """Check that a vector layer has columns; empty names are none, and a raster has no columns.

    Raises:
        UserError: naming the one that is not there, and those that are.
    """
    if source and not is_raster(source):
        check_fields(source, [name for name in names if name])


def check_places(job: ClassificationChainJob, catalogue: Catalogue) -> None:
    """Check that the extent touches the images, and that no output would take the place of one.

    Raises:
        UserError: naming the extent or the image.
    """
    images = {os.path.realpath(disk_path(file)) for product in catalogue.products for file in product.files}
    extra = (getattr(job, name) for name in EXTRA_RASTERS)
    for output in (job.map, job.confidence, job.validity, job.report, *extra):
        if output and os.path.realpath(output) in images:
            raise UserError(f"The output {output} is one of the images.", "Choose another name.")
    check_extent(job, catalogue)


def check_extent(job: Chain, catalogue: Catalogue) -> None:
    """Check that the extent touches the images.

    Raises:
        UserError: if it does not.
    """
    if job.extent and not any(_touches(job, p.grid.extent, p.grid.crs) for p in catalogue.products):
        raise UserError("The extent lies outside all images.", "Choose an extent (EXTENT) that touches the images.")


def check_series(job: Chain, catalogue: Catalogue, options: str) -> None:
    """Make the plan of a series and the grids of the map, to hear now what the images do not allow.

    Args:
        job: the chain.
        catalogue: of the images.
        options: file of the series; empty: the defaults.

    Raises:
        UserError: naming the sensor, band, index, date, layer, tile or function that is the matter; the line of a
            network of the user's own.
    """
    plan = make_plan(load_options(options), catalogue.products, static=catalogue.static_names)
    tiles = tile_series(catalogue, plan, job.tiles)
    make_groups(tiles, Area(job.extent, job.extent_crs, job.mask, job.target_crs))
    if isinstance(job, ClassificationChainJob):
        _check_network(job, plan)


def _check_together(job: ClassificationChainJob) -> None:
    """Refuse parameters that contradict each other.

    Raises:
        UserError: naming them.
    """
    if job.fusion != "none" and job.runs < 2:
        raise UserError("FUSION joins the maps of several runs, but RUNS is 1.",
                        "Set RUNS to 3 or more, or FUSION to none.")
    if job.fusion in VOTES and job.smoothing != "none":
        raise UserError(f"SMOOTHING works on probabilities, and FUSION is '{job.fusion}', which counts votes.",
                        "Set FUSION to mean or product, or SMOOTHING to none.")
    if bool(job.earlier_samples) != bool(job.earlier_classes):
        raise UserError("Samples of an earlier year need the classes that they are for, and the other way round.",
                        "Give both EARLIER_SAMPLES and EARLIER_CLASSES, or neither.")
    if job.earlier_samples and job.auto_context:
        raise UserError("Samples of an earlier year have no surroundings in this year's map, which AUTO_CONTEXT needs.",
                        "Set AUTO_CONTEXT to 0, or leave EARLIER_SAMPLES empty.")
    check_distance(job.border_distance)
    if job.border_distance and not job.regions:
        raise UserError("BORDER_DISTANCE is given without REGIONS: there is no border to soften.",
                        "Give REGIONS, or set BORDER_DISTANCE to 0.")
    at_once = {"RADAR_SERIES": bool(job.radar_series), "AUTO_CONTEXT": job.auto_context > 0,
               "FUSION": job.fusion != "none"}
    given = [name for name, is_given in at_once.items() if is_given]
    if len(given) > 1:
        raise UserError(f"{' and '.join(given)} cannot be used in one run.", "Choose one of them, or make the maps one "
                        "by one and join them with fuse_classifications.")
    if job.radar_series:
        other = [name.upper() for name in ("smoothing", *EXTRA_RASTERS) if getattr(job, name) not in ("", "none")]
        if other:
            raise UserError(f"{other[0]} is not made of the fused map of radar and optical images.",
                            f"Leave {other[0]} empty, or RADAR_SERIES.")


def _check_network(job: ClassificationChainJob, plan: SeriesPlan) -> None:
    """Check that a network can learn from a series; one of the user's own is tried."""
    if not find_method(job.method).is_network:
        return
    from landweave.engine.learning.networks.layout import layout_of
    from landweave.engine.learning.networks.options import training_settings
    from landweave.engine.learning.networks.registry import SPATIAL, InputShape, find_network

    if job.method in SPATIAL:
        raise UserError(f"The chain samples pixels, and {job.method} learns from patches.",
                        "Use extract_patches, train_network and classify, or choose another METHOD.")
    spec = find_network(job.method)
    layout = spec.layout(layout_of(plan.features()))
    if spec.needs_series and (plan.reduction is not None or not layout.sensors):
        raise UserError(f"The network {job.method} learns from series, and SERIES gives features without dates.",
                        'Let SERIES have "describe": ["filled"] and no "pca", or choose another METHOD.')
    if plan.reduction is None:
        options = parse_options(find_method(job.method), job.method_options)
        shape = InputShape.of(layout, any(sensor.filling == MASKED for sensor in plan.sensors))
        spec.check(shape, _CLASSES, training_settings(job.method, options)[1])


def _touches(job: Chain, extent: Extent, crs: str) -> bool:
    x_min, y_min, x_max, y_max = reproject_extent(checked_extent(job.extent), job.extent_crs or crs, crs)
    left, low, right, high = extent
    return x_min < right and x_max > left and y_min < high and y_max > low


def _check_learner(job: ClassificationChainJob) -> None:
    """Build the learner, and let it check its options as it does when it learns."""
    method = find_method(job.method)
    if job.tune:
        parse_grid(method, "")
    weighed = job.balanced or bool(parse_class_weights(job.class_weights))
    check_learner(method, parse_options(method, job.method_options), job.seed, weighed)
