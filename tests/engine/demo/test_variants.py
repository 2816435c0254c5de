"""Other years of the same area, regions further apart, and classes that only their surroundings tell."""

from pathlib import Path

import numpy as np
import pytest

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import MARGIN, Area
from landweave.engine.demo.calendar import acquisitions
from landweave.engine.demo.clouds import Sky
from landweave.engine.demo.landcover import _FOLLOWERS, Landcover, looks_like, region_of
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.parcels import all_parcels, parcel_seeds
from landweave.engine.demo.phenology import Traits, weather_shift
from landweave.engine.errors import UserError
from landweave.engine.jobs import DemoDataJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext


def _read(path):
    with RasterReader() as reader:
        return reader.read(str(path), 1, reader.grid(str(path)).window)


def _objects(area, folder):
    return Objects.make(area, folder / f"{area.year}{area.texture}.npy", lambda done: None)


def test_annual_crops_take_turns_and_all_else_stays():
    first, second = (Area(1024, 4, 5, "", year=year) for year in (2021, 2022))
    parcels = all_parcels(first)
    before, after = (Landcover.of(area).parcel_classes(parcels) for area in (first, second))
    annual = np.isin(before, k.ANNUAL)
    assert np.array_equal(before[~annual], after[~annual])
    for crop, followers in _FOLLOWERS.items():
        there = before == crop
        found = [(after[there] == c).mean() for c in k.ANNUAL]
        assert sum(followers) == pytest.approx(1)
        assert found == pytest.approx(followers, abs=4 * np.sqrt(0.25 / there.sum()))
    again = Landcover.of(Area(1024, 4, 5, "", year=2023)).parcel_classes(parcels)
    assert 0.3 < (again != after)[annual].mean() < 0.8


def test_seasons_of_another_year_are_some_days_apart(tmp_path):
    mean = {}
    for year in (2021, 2022):
        area = Area(512, 4, 1, "", year=year)
        traits = Traits.of(area, _objects(area, tmp_path).numbers)
        leaf = traits.index == k.BROADLEAF
        mean[year] = traits.season[2][leaf].mean()
    area = Area(512, 4, 1, "", year=2022)
    assert 3 <= abs(weather_shift(area)) <= 7
    assert mean[2022] - mean[2021] == pytest.approx(weather_shift(area), abs=1.5)


def test_clouds_of_another_year_are_others():
    skies = [[Sky.of(area, a).layers(0, 96).cloud > 0.1 for a in acquisitions(area)]
             for area in (Area(96, 20, 0, "", year=year) for year in (2021, 2022))]
    agreement = np.corrcoef(np.ravel([s.mean() for s in skies[0]]), np.ravel([s.mean() for s in skies[1]]))[0, 1]
    assert not all(np.array_equal(a, b) for a, b in zip(*skies))
    assert agreement < 0.9


@pytest.mark.parametrize("shift", [-20.0, 9.0, 30.0])
def test_regions_are_as_many_days_apart_as_wanted(tmp_path, shift):
    area = Area(512, 4, 3, "", region_shift=shift)
    objects = _objects(area, tmp_path)
    traits = Traits.of(area, objects.numbers)
    south = region_of(area, *parcel_seeds(area.seed, objects.numbers // 16)) == 1
    leaf = traits.index == k.BROADLEAF
    apart = traits.season[2][leaf & ~south].mean() - traits.season[2][leaf & south].mean()
    assert apart == pytest.approx(shift, abs=2)


def test_maize_of_an_early_south_is_green_when_sunflower_of_the_north_is(tmp_path):
    area = Area(512, 4, 3, "", region_shift=30.0)
    objects = _objects(area, tmp_path)
    traits = Traits.of(area, objects.numbers)
    south = region_of(area, *parcel_seeds(area.seed, objects.numbers // 16)) == 1
    up = traits.season[2]
    north_sunflower, north_maize = (up[(traits.index == c) & ~south].mean() for c in (k.SUNFLOWER, k.MAIZE))
    south_maize = up[(traits.index == k.MAIZE) & south].mean()
    assert abs(south_maize - north_sunflower) < abs(south_maize - north_maize)


def test_pixels_of_textured_classes_are_what_stands_on_each_spot(tmp_path):
    area = Area(512, 4, 0, "", texture=True)
    objects = _objects(area, tmp_path)
    codes = np.asarray(objects.codes)
    seen = looks_like(area, codes, -MARGIN, -MARGIN)
    assert np.array_equal(seen // 16, codes // 16)
    plain = ~np.isin(codes % 16, (k.HOUSES, k.ORCHARD))
    assert np.array_equal(seen[plain], codes[plain])
    houses = seen[codes % 16 == k.HOUSES] % 16
    shares = [(houses == c).mean() for c in (k.BUILT, k.GRASS, k.BROADLEAF)]
    assert shares == pytest.approx([0.4, 0.4, 0.2], abs=0.05)
    trees = seen[codes % 16 == k.ORCHARD] % 16
    assert [(trees == c).mean() for c in (k.BROADLEAF, k.GRASS)] == pytest.approx([0.55, 0.45], abs=0.05)
    assert np.array_equal(looks_like(area, codes[100:140, 50:], 100 - MARGIN, 50 - MARGIN), seen[100:140, 50:])


def test_texture_leaves_the_other_parcels_as_they_are():
    parcels = all_parcels(Area(512, 4, 0, ""))
    plain, textured = (Landcover.of(Area(512, 4, 0, "", texture=t)).parcel_classes(parcels) for t in (False, True))
    new = textured >= k.HOUSES
    assert np.array_equal(plain[~new], textured[~new])
    assert 0.05 < new.mean() < 0.25
    later = Landcover.of(Area(512, 4, 0, "", year=2024, texture=True)).parcel_classes(parcels)
    stay = textured == k.ORCHARD
    assert np.array_equal(stay, later == k.ORCHARD)


def test_two_years_and_texture_as_files(tmp_path):
    made = {}
    for year, texture in ((2021, True), (2022, True)):
        job = DemoDataJob(str(tmp_path / str(year)), 128, 2, 0, year=year, texture=texture)
        made[year] = job.execute(RunContext())
        names = [p.name for p in Path(made[year]["PRODUCTS"]).iterdir()]
        assert all(f"_{year}" in name for name in names)
        assert str(year) in (tmp_path / str(year) / "README.txt").read_text()
    truth = {year: _read(found["TRUTH"]) for year, found in made.items()}
    codes = Nomenclature.load(made[2021]["NOMENCLATURE"]).codes
    assert {2, 14} <= set(codes)
    assert set(np.unique(truth[2021]).tolist()) == set(codes)
    annual = np.isin(truth[2021], k.CODES[list(k.ANNUAL)])
    assert np.array_equal(truth[2021][~annual], truth[2022][~annual])
    assert 0.2 < (truth[2021] != truth[2022])[annual].mean() < 0.9


@pytest.mark.parametrize(("given", "words"), [({"year": 2020}, "2020"), ({"year": 2031}, "2031"),
                                              ({"region_shift": 61.0}, "61"), ({"region_shift": float("nan")}, "nan")])
def test_what_cannot_be_is_said(given, words):
    with pytest.raises(UserError, match=words) as error:
        Area(128, 4, 0, "", **given)
    assert error.value.hint
