"""Rasters of features are what samples are made of, and what an independent reading of the images gives."""

import json

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClassifyJob,
    CompositeJob,
    ExtractSamplesJob,
    FeaturesMapJob,
    GapFillJob,
    PixelValidityJob,
    TemporalMetricsJob,
    TrainClassifierJob,
)
from landweave.engine.mapping.feature_maps import features_summary
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.series.plan import Feature


def bands(path):
    """Return a raster's values by band description."""
    dataset = gdal.Open(str(path))
    values = dataset.ReadAsArray().reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)
    return {dataset.GetRasterBand(i + 1).GetDescription(): v for i, v in enumerate(values)}




def acquired(paths, tile, band):
    """Return the days and the values as they lie in the files, NaN where a mask or no data says so."""
    found = {}
    for product in load_catalogue(paths["catalogue"]).products:
        if product.tile != tile:
            continue
        source = next(b for b in product.bands if b.name == band)
        values = gdal.Open(source.path).ReadAsArray().astype(float)
        unclear = values == source.nodata
        for mask in product.masks:
            unclear |= gdal.Open(mask.path).ReadAsArray() != 0
        for other in product.bands:
            raw = gdal.Open(other.path).ReadAsArray() == other.nodata
            unclear |= raw.repeat(other.factor, 0).repeat(other.factor, 1)
        values[unclear] = np.nan
        day = product.day.toordinal()
        found[day] = values if day not in found else np.where(np.isnan(found[day]), values, found[day])
    days = sorted(found)
    return np.array(days), np.stack([found[d] for d in days])


@pytest.fixture(scope="module")
def tile(paths):
    first = load_catalogue(paths["catalogue"]).products[0]
    return first.tile, first.grid


def test_filled_dates_are_those_of_numpys_interpolation(paths, tile, tmp_path):
    output = tmp_path / "filled.tif"
    GapFillJob(paths["catalogue"], str(output), step_days=20, tiles=(tile[0],)).execute(RunContext())
    made = bands(output)
    assert not any("NDVI" in name for name in made)
    days, values = acquired(paths, tile[0], "B8")
    dated = {name: v for name, v in made.items() if name.startswith("S2_B8_")}
    from datetime import datetime

    targets = [datetime.strptime(name[-8:], "%Y%m%d").toordinal() for name in dated]
    for row, column in [(3, 5), (40, 77), (100, 20), (127, 127)]:
        clear = ~np.isnan(values[:, row, column])
        expected = np.interp(targets, days[clear], values[clear, row, column])
        got = np.array([v[row, column] for v in dated.values()])
        assert np.abs(got - expected).max() <= 1


def test_features_are_those_of_the_samples(paths, tmp_path):
    series = tmp_path / "series.json"
    series.write_text(json.dumps({
        "describe": ["filled", "metrics", "composites", "harmonics"], "step_days": 60,
        "metrics": {"statistics": ["p50", "clear_dates"], "sources": ["NDVI", "B8"]}, "composites": {"window_days": 90},
        "harmonics": {"sources": ["NDVI"], "terms": 1}, "neighbourhood": {"sources": ["NDVI"], "window": 3},
    }))
    ExtractSamplesJob(paths["catalogue"], paths["points"], str(tmp_path / "s.gpkg"), str(series)).execute(RunContext())
    FeaturesMapJob(paths["catalogue"], str(tmp_path / "f.tif"), str(series)).execute(RunContext(workers=2))
    samples, made = load_samples(str(tmp_path / "s.gpkg")), bands(tmp_path / "f.tif")
    assert list(made) == [f.name for f in samples.features]
    left, width, _, top, _, height = gdal.Open(str(tmp_path / "f.tif")).GetGeoTransform()
    column, row = ((samples.x - left) / width).astype(int), ((samples.y - top) / height).astype(int)
    np.testing.assert_array_equal(np.stack([v[row, column] for v in made.values()], axis=1), samples.matrix)


def test_the_number_of_clear_acquisitions_is_counted_by_dates(paths, tile, tmp_path):
    PixelValidityJob(paths["catalogue"], str(tmp_path / "v.tif"), tiles=(tile[0],)).execute(RunContext())
    values = acquired(paths, tile[0], "B8")[1]
    np.testing.assert_array_equal(bands(tmp_path / "v.tif")["clear acquisitions"], (~np.isnan(values)).sum(axis=0))
    with pytest.raises(UserError, match="No image"):
        PixelValidityJob(paths["catalogue"], str(tmp_path / "w.tif"), start_date="1990-01-01",
                         end_date="1990-12-31").execute(RunContext())
    assert not (tmp_path / "w.tif").exists()


def test_statistics_and_composites_of_a_band_are_those_of_its_clear_values(paths, tile, tmp_path):
    TemporalMetricsJob(paths["catalogue"], str(tmp_path / "m.tif"), statistics=("p25", "clear_dates"), sources=("B8",),
                       tiles=(tile[0],)).execute(RunContext())
    CompositeJob(paths["catalogue"], str(tmp_path / "c.tif"), method="median", window_days=400,
                 tiles=(tile[0],)).execute(RunContext())
    values = acquired(paths, tile[0], "B8")[1]
    made, composite = bands(tmp_path / "m.tif"), bands(tmp_path / "c.tif")
    seen = ~np.isnan(values).all(axis=0)
    np.testing.assert_allclose(made["S2_B8_p25"][seen], np.nanpercentile(values[:, seen], 25, axis=0), atol=0.51)
    np.testing.assert_array_equal(made["S2_B8_clear_dates"], (~np.isnan(values)).sum(axis=0))
    whole = next(v for name, v in composite.items() if name.startswith("S2_B8_median"))
    np.testing.assert_allclose(whole[seen], np.nanmedian(values[:, seen], axis=0), atol=0.51)


def test_a_pixel_has_one_value_whatever_the_processes(paths, tmp_path):
    for workers in (1, 2):
        TemporalMetricsJob(paths["catalogue"], str(tmp_path / f"{workers}.tif")).execute(
            RunContext(workers=workers, memory_mib=0 if workers == 1 else 1200))
    assert (tmp_path / "1.tif").read_bytes() == (tmp_path / "2.tif").read_bytes()


def test_a_model_with_features_of_the_users_own_maps_where_the_file_lies_now(paths, tmp_path):
    """The plan refuses another file than the one that the samples were made with."""
    mine, series = tmp_path / "mine.py", tmp_path / "series.json"
    mine.write_text("import numpy as np\n\n\ndef highest(data, halo=1):\n"
                    "    return np.nanmax(data.filled('S2', 'B8'), axis=0), ['highest']\n")
    series.write_text('{"step_days": 60, "user_features": {"file": "mine.py", "functions": ["highest"]}}')
    samples, model, map_path = (str(tmp_path / n) for n in ("s.gpkg", "m.lwm", "map.tif"))
    ExtractSamplesJob(paths["catalogue"], paths["points"], samples, str(series)).execute(RunContext())
    found = load_samples(samples)
    assert found.matrix.dtype == np.float32 and found.features[-1].name == "highest"
    filled = [n for n, f in enumerate(found.features) if f.source == "B8"]
    np.testing.assert_allclose(found.matrix[:, -1], found.matrix[:, filled].max(axis=1) / 10000, rtol=1e-6)
    TrainClassifierJob(samples, "code", model).execute(RunContext())
    ClassifyJob(paths["catalogue"], (model,), map_path).execute(RunContext(workers=2))
    before = (tmp_path / "map.tif").read_bytes()
    elsewhere = tmp_path / "elsewhere.py"
    mine.rename(elsewhere)
    with pytest.raises(UserError, match="not there"):
        ClassifyJob(paths["catalogue"], (model,), map_path).execute(RunContext())
    ClassifyJob(paths["catalogue"], (model,), map_path, user_features=str(elsewhere)).execute(RunContext())
    assert (tmp_path / "map.tif").read_bytes() == before
    elsewhere.write_text(elsewhere.read_text().replace("nanmax", "nanmin"))
    with pytest.raises(UserError, match="changed"):
        ClassifyJob(paths["catalogue"], (model,), map_path, user_features=str(elsewhere)).execute(RunContext())


def test_every_feature_has_its_part_in_the_summary():
    dated = [Feature(f"A_B4_{d}", "A", "B4", f"2018-0{d}-01", "") for d in (1, 2)]
    single = [Feature(f"B_{b}", "B", b, "2018-05-15", "") for b in ("B3", "B4")]
    undated = [Feature("A_NDVI_p50", "A", "NDVI_p50", "", ""), Feature("A_B4_300dd", "A", "B4", "", "")]
    assert list(features_summary((*dated, *single, *undated, Feature("dem", "", "", "", "m")))) == [
        "A: 2 dates from 2018-01-01 to 2018-02-01, 1 band each", "B: 1 date, 2018-05-15, 2 bands",
        "A: NDVI_p50, B4_300dd", "dem"]
