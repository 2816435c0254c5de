"""The first half of the chain: images are listed, polygons checked and divided, samples chosen, read and completed."""

from __future__ import annotations

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.chains.places import MAIN, Places
from landweave.engine.chains.preflight import check_places, check_series
from landweave.engine.chains.steps import check_damaged, product_prints, run_step, series_prints
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    AugmentSamplesJob,
    ClassificationChainJob,
    CopySamplesJob,
    ExtractSamplesJob,
    MergeSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
)
from landweave.engine.runtime.context import RunContext

_SCAN, _REFERENCE, _EXTRACT = 0.1, 0.2, 0.95


def sample(job: ClassificationChainJob, places: Places, context: RunContext) -> dict[str, str]:
    """Do the steps up to the samples.

    Returns:
        The samples file of each series.

    Raises:
        UserError: about the images, the reference, or samples that cannot be had.
    """
    if job.input:
        run_step(ScanCatalogueJob(job.input, places.catalogue), context.part(0, _SCAN), "Scan of the images")
    check_damaged(places.catalogue, job.skip_damaged)
    catalogue = load_catalogue(places.catalogue)
    check_places(job, catalogue)
    for series in places.series:
        check_series(job, catalogue, places.options(series))
    _choose(job, places, context.part(_SCAN, _REFERENCE))
    found = {}
    for number, series in enumerate(places.series):
        share = (_EXTRACT - _REFERENCE) / len(places.series)
        start = _REFERENCE + number * share
        extract = extraction(job, places, series)
        run_step(extract, context.part(start, start + share), f"Extraction of the samples{_of(series)}",
                 [product_prints(places.catalogue), series_prints(places.options(series), places.folder)])
        found[series] = complete(job, places, series, extract.output, "", context.part(_EXTRACT, 1))
    return found


def extraction(job: ClassificationChainJob, places: Places, series: str) -> ExtractSamplesJob:
    """Return how the samples of a series are read."""
    return ExtractSamplesJob(places.catalogue, places.step("points.gpkg"), places.step("samples.gpkg", series),
                             series=places.options(series), minimum_clear=job.minimum_clear)


def _choose(job: ClassificationChainJob, places: Places, context: RunContext) -> None:
    """Prepare and divide the reference, and choose the pixels to learn from."""
    reference = PrepareReferenceJob(
        job.reference, job.class_field, places.catalogue, places.step("reference.gpkg"), regions=job.regions,
        region_field=job.region_field, nomenclature=job.nomenclature, series=job.series, mend=job.mend,
        overlaps=job.overlaps, minimum_pixels=job.minimum_pixels, inward_buffer=job.inward_buffer, recode=job.recode,
        level=job.level, group_field=job.group_field, largest_region_km2=job.largest_region_km2,
        region_priority_field=job.region_priority_field, seed=job.seed, year_field=job.year_field)
    # The map's area matters to kNNDM only: another mask or extent does not undo other splits.
    area = (job.mask, job.extent, job.extent_crs) if job.split == "knndm" else ("", (), "")
    split = SplitReferenceJob(reference.output, places.reference, job.split, ratio=job.ratio, runs=job.runs,
                              seed=job.seed, block_size_m=job.block_size_m, hold_back=job.hold_back,
                              map=area[0], extent=area[1], extent_crs=area[2])
    strategy = "plan" if job.sampling_plan else "maximum" if job.samples_per_class else "all"
    points = SelectSamplesJob(split.output, places.step("points.gpkg"), strategy=strategy,
                              maximum=job.samples_per_class or 1, plan=job.sampling_plan, sampler=job.sampler,
                              seed=job.seed)
    prepared = run_step(reference, context.part(0.0, 0.5), "Check of the reference polygons")
    if prepared["CLASSES"] < 2:
        raise UserError(f"All polygons of {job.reference} that lie on the images are of one class.",
                        "Add polygons of other classes: learning needs at least two.")
    run_step(split, context.part(0.5, 0.6), "Split of the polygons")
    run_step(points, context.part(0.6, 1.0), "Choice of the samples")


def complete(
    job: ClassificationChainJob, places: Places, series: str, samples: str, tag: str, context: RunContext
) -> str:
    """Add what other years, other regions and augmentation give to learn from.

    Args:
        job: the chain.
        places: of its files.
        series: that the samples are of.
        samples: as they were read.
        tag: ends the names of the files that are written.
        context: of this part of the chain.

    Returns:
        The file with all of it.
    """
    if job.earlier_samples and series == MAIN:
        merge = MergeSamplesJob((samples, job.earlier_samples), places.step(f"samples_merged{tag}.gpkg"),
                                class_field=places.class_field, classes=job.earlier_classes, match_dates=True,
                                replace=True)
        run_step(merge, context.part(0, 0.3), "Samples of an earlier year")
        samples = merge.output
    if job.copy_rules:
        copy = CopySamplesJob(samples, places.step(f"samples_copied{tag}.gpkg", series), class_field=places.class_field,
                              rules=job.copy_rules, seed=job.seed)
        run_step(copy, context.part(0.3, 0.6), f"Samples of other regions{_of(series)}")
        samples = copy.output
    if job.augmentation != "none":
        augment = AugmentSamplesJob(samples, places.step(f"samples_augmented{tag}.gpkg", series),
                                    class_field=places.class_field, method=job.augmentation,
                                    balance="minimum" if job.augment_to else "largest",
                                    minimum=job.augment_to or 1, seed=job.seed)
        run_step(augment, context.part(0.6, 1), f"Augmentation of the samples{_of(series)}")
        samples = augment.output
    return samples


def _of(series: str) -> str:
    """Return how a step's title tells the second series from the first."""
    return f", {series}" if series else ""
