"""From a folder of images to rasters of what describes the year, each step only if it is not done yet."""

from __future__ import annotations

from typing import Any

from landweave.engine.chains.steps import (
    check_damaged,
    check_run_folder,
    check_source,
    product_prints,
    run_step,
    series_prints,
)
from landweave.engine.jobs import FeaturesChainJob, FeaturesMapJob, PixelValidityJob, ScanCatalogueJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import RunFolder
from landweave.engine.series.options import load_options
from landweave.engine.types import Json

_SCANNED, _MAPPED = 0.05, 0.85


def run(job: FeaturesChainJob, context: RunContext) -> dict[str, Json]:
    """List the images, count the clear ones, and write the features.

    Raises:
        UserError: if neither a folder nor a catalogue is given, or a step cannot be done.
    """
    check_source(job.input, job.catalogue)
    load_options(job.series)
    check_run_folder(context)
    with RunFolder.open(context.run_folder, job) as folder:
        inside = folder.attach(context)
        catalogue = job.catalogue or str(folder.path / "steps" / "catalogue.gpkg")
        if job.input:
            run_step(ScanCatalogueJob(job.input, catalogue), inside.part(0, _SCANNED), "Scan of the images")
        check_damaged(catalogue, job.skip_damaged)
        depends = [product_prints(catalogue), series_prints(job.series, folder.path)]
        area: dict[str, Any] = {
            "series": job.series, "extent": job.extent, "extent_crs": job.extent_crs, "mask": job.mask,
            "tiles": job.tiles, "target_crs": job.target_crs,
        }
        features = FeaturesMapJob(catalogue, job.features or str(folder.path / "features.tif"), **area)
        validity = PixelValidityJob(catalogue, job.validity or str(folder.path / "validity.tif"), **area)
        made = run_step(features, inside.part(_SCANNED, _MAPPED), "Features", depends)
        run_step(validity, inside.part(_MAPPED, 1), "Clear acquisitions", depends)
        return {"FEATURES": features.output, "VALIDITY": validity.output, "BANDS": made["BANDS"],
                "RUN_FOLDER": str(folder.path)}
