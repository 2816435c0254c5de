"""What can be known to be wrong before hours of work: parameters at once, places when the images are listed."""

from __future__ import annotations

import os
from pathlib import Path

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassificationChainJob
from landweave.engine.learning.estimators import find_method, make_estimator, parse_options
from landweave.engine.mapping.map_run import Area, make_groups
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Extent
from landweave.engine.raster.warp import checked_extent, reproject_extent, spatial_reference
from landweave.engine.runtime.files import disk_path
from landweave.engine.series.options import load_options
from landweave.engine.series.planning import make_plan
from landweave.engine.vector.layers import split_source


def check_parameters(job: ClassificationChainJob) -> None:
    """Check what needs no image: the learner with its options and seed, and the files that later steps read.

    Raises:
        UserError: naming the parameter or the file.
    """
    _check_learner(job)
    load_options(job.series)
    Nomenclature.load(job.nomenclature)
    for source in (job.reference, job.regions, job.mask):
        path = split_source(source)[0]
        if path and not path.startswith("/vsi") and not Path(path).exists():
            raise UserError(f"The file {path} does not exist.", "Check the path.")
    if job.target_crs:
        spatial_reference(job.target_crs)


def check_places(job: ClassificationChainJob, catalogue: Catalogue) -> None:
    """Check that the extent touches the images, and that no output would take the place of one.

    Raises:
        UserError: naming the extent or the image.
    """
    images = {os.path.realpath(disk_path(file)) for product in catalogue.products for file in product.files}
    for output in (job.map, job.confidence, job.validity, job.probabilities, job.report):
        if output and os.path.realpath(output) in images:
            raise UserError(f"The output {output} is one of the images.", "Choose another name.")
    if job.extent and not any(_touches(job, p.grid.extent, p.grid.crs) for p in catalogue.products):
        raise UserError("The extent lies outside all images.", "Choose an extent (EXTENT) that touches the images.")


def check_series(job: ClassificationChainJob, catalogue: Catalogue) -> None:
    """Make the plan of the series and the grids of the map, to hear now what the images do not allow.

    Raises:
        UserError: naming the sensor, band, index, date, layer, tile or function that is the matter.
    """
    plan = make_plan(load_options(job.series), catalogue.products, static=catalogue.static_names)
    tiles = tile_series(catalogue, plan, job.tiles)
    make_groups(tiles, Area(job.extent, job.extent_crs, job.mask, job.target_crs))


def _touches(job: ClassificationChainJob, extent: Extent, crs: str) -> bool:
    x_min, y_min, x_max, y_max = reproject_extent(checked_extent(job.extent), job.extent_crs or crs, crs)
    left, low, right, high = extent
    return x_min < right and x_max > left and y_min < high and y_max > low


def _check_learner(job: ClassificationChainJob) -> None:
    """Build the learner, and let it check its options as it does when it learns."""
    method = find_method(job.method)
    options = parse_options(method, job.method_options)
    estimator = make_estimator(method, options, job.seed, 1, job.balanced)
    learner = estimator.steps[-1][1] if hasattr(estimator, "steps") else estimator
    try:
        learner._validate_params()
    except ValueError as error:
        said = " ".join(str(error).split()).rstrip(".")
        raise UserError(f"{method.name} does not work with METHOD_OPTIONS {options}: {said}.",
                        "Correct the option, or leave it out.") from error
