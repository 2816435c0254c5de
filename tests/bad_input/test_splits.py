"""Splits that cannot be made: years that nobody told, places that are not there, areas that are none."""

import shutil

import numpy as np
import pytest

from landweave.engine.jobs import CrossValidateJob, PrepareReferenceJob, SplitReferenceJob
from landweave.engine.samples.store import load_samples, save_samples
from landweave.tests.bad_input.conftest import OPTIONS
from landweave.tests.bad_input.worker import check_refused, work


def split(world, output, **options):
    return SplitReferenceJob(world.path("prepared.gpkg"), str(output), **options)


def folds(world, output, samples="", **options):
    return CrossValidateJob(samples or world.path("samples.gpkg"), "code", str(output), method_options=OPTIONS, folds=2,
                            **options)


# case: (options of split_reference, words that are said)
SPLITS = {
    "no such method": ({"method": "carré"}, ("'carré'", "knndm")),
    "no years": ({"method": "year"}, ("does not tell the year", "YEAR_FIELD")),
    "one tile": ({"method": "tile"}, ("lie in one tile", "by polygon")),
    "one block": ({"method": "block", "block_size_m": 1e9}, ("lie in one block", "by polygon")),
    "negative blocks": ({"method": "block", "block_size_m": -1.0}, ("-1 m", "positive")),
    "endless blocks": ({"method": "block", "block_size_m": float("inf")}, ("inf m", "positive")),
    "an extent that is none": ({"method": "knndm", "extent": (5.0, 5.0, 1.0, 1.0)}, ("extent", "EXTENT")),
    "half an extent": ({"method": "knndm", "extent": (5.0, 5.0)}, ("extent", "EXTENT")),
    "no such map": ({"method": "knndm", "map": "/not/there.tif"}, ("/not/there.tif",)),
    "no such predictors": ({"method": "block", "predictors": "/not/there.tif"}, ("/not/there.tif",)),
}


@pytest.mark.parametrize("case", SPLITS)
def test_a_reference_that_cannot_be_split_so(world, tmp_path, case):
    options, words = SPLITS[case]
    check_refused(work(split(world, tmp_path / "s.gpkg", **options)), *words, output=tmp_path / "s.gpkg")


def test_an_area_that_is_no_raster_and_no_layer(world, tmp_path):
    text = tmp_path / "carte é.tif"
    text.write_text("no raster")
    out = tmp_path / "s.gpkg"
    check_refused(work(split(world, out, method="knndm", map=str(text))), str(text), output=out)
    check_refused(work(split(world, out, method="block", predictors=str(text))), str(text), output=out)


def test_years_that_are_lacking(world, tmp_path):
    out = tmp_path / "r.gpkg"
    job = PrepareReferenceJob(str(world.reference), "code", world.catalogue, str(out), year_field="année")
    check_refused(work(job), "no field 'année'", output=out)


# case: (options of cross_validate, words that are said)
FOLDS = {
    "no such split": ({"split": "carré"}, ("'carré'", "knndm")),
    "no years": ({"split": "year"}, ("does not tell the year", "YEAR_FIELD")),
    "no such column of years": ({"split": "year", "year_field": "année"}, ("'année'",)),
    "one year": ({"split": "year", "year_field": "region"}, ("of one year",)),
    "one tile": ({"split": "tile"}, ("1 tile,", "fewer FOLDS")),
    "one region": ({"split": "region"}, ("1 region,", "fewer FOLDS")),
    "one block": ({"split": "block", "block_size_m": 1e9}, ("1 block of", "BLOCK_SIZE_M")),
    "endless blocks": ({"split": "block", "block_size_m": float("inf")}, ("inf m", "positive")),
    "no such map": ({"split": "knndm", "map": "/not/there.tif"}, ("/not/there.tif",)),
    "an extent that is none": ({"split": "knndm", "extent": (5.0, 5.0, 1.0, 1.0)}, ("extent", "EXTENT")),
}


@pytest.mark.parametrize("case", FOLDS)
def test_samples_that_cannot_be_divided_so(world, tmp_path, case):
    options, words = FOLDS[case]
    out = tmp_path / "c.json"
    check_refused(work(folds(world, out, **options)), *words, output=out)


@pytest.mark.parametrize("method", ["block", "knndm"])
def test_samples_without_places(world, tmp_path, method):
    path, out = str(tmp_path / "nulle part.gpkg"), tmp_path / "c.json"
    samples = load_samples(shutil.copy(world.path("samples.gpkg"), path))
    samples.x[:], samples.y[:] = np.nan, np.nan
    save_samples(path, samples)
    check_refused(work(folds(world, out, path, split=method)), "have no places", "extract_samples", output=out)
