import numpy as np
import pytest

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import FULL_SIZE, MARGIN, TILES, Area
from landweave.engine.demo.calendar import acquisitions
from landweave.engine.demo.clouds import Sky, swath_edge
from landweave.engine.demo.landcover import Landcover, region_of
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.parcels import parcel_ids, parcel_seeds
from landweave.engine.demo.phenology import Traits, double_logistic
from landweave.engine.errors import UserError


@pytest.mark.parametrize(("size", "seed"), [(128, 0), (128, 7), (192, 3), (256, 1)])
def test_every_class_has_its_place_in_both_regions(size, seed):
    area = Area(size, 4, seed, "")
    index = Landcover.of(area).objects(0, area.rows)[MARGIN:-MARGIN, MARGIN:-MARGIN] % 16
    y, x = np.mgrid[0 : area.rows, 0 : area.columns] + 0.5
    region = region_of(area, y, x)
    shares = [[(index[region == r] == c).mean() for c in range(len(k.CLASSES))] for r in range(2)]
    assert np.min(shares) > 0.008
    assert np.max(shares) < 0.45


def test_fields_have_the_sizes_of_fields():
    area = Area(512, 4, 0, "")
    _, pixels = np.unique(parcel_ids(area, 0, 512), return_counts=True)
    hectares = pixels / 100
    assert 1.2 < hectares.mean() < 3.5
    assert np.mean((hectares > 0.3) & (hectares < 10)) > 0.95


def test_the_landscape_is_the_same_in_blocks():
    area = Area(256, 4, 2, "")
    landcover = Landcover.of(area)
    whole = landcover.objects(0, 256)
    assert np.array_equal(landcover.objects(64, 130), whole[64 : 130 + 2 * MARGIN])


def test_a_full_tile_lies_where_the_genuine_one_does():
    area = Area(FULL_SIZE, 24, 0, "")
    assert area.grid().x_min == 300000
    assert area.tile_grid(TILES[0], 2).columns == 5490
    assert area.tile_grid(TILES[1]).x_min == 399960
    assert max((end - first) * area.columns for first, end in area.blocks()) < 2_000_000


@pytest.mark.parametrize(("size", "dates", "seed"), [(129, 4, 0), (64, 4, 0), (10982, 4, 0), (128, 1, 0), (128, 4, -1)])
def test_impossible_areas_are_refused(size, dates, seed):
    with pytest.raises(UserError) as error:
        Area(size, dates, seed, "")
    assert error.value.hint


def test_the_double_logistic_has_its_limits_and_its_half_way_days():
    def green(day):
        return double_logistic(day, 0.1, 0.9, 100.0, 0.1, 250.0, 0.1)

    assert green(0) == pytest.approx(0.1, abs=1e-3)
    assert green(175) == pytest.approx(0.9, abs=2e-3)
    assert green(100) == pytest.approx(0.5, abs=1e-3)
    assert green(250) == pytest.approx(0.5, abs=1e-3)


def test_crops_have_their_seasons(tmp_path):
    area = Area(192, 4, 0, "")
    objects = Objects.make(area, tmp_path / "o.npy", lambda done: None)
    traits = Traits.of(area, objects.numbers)
    ndvi = {}
    for day in (20, 130, 215):
        base = traits.looks(day, 0.5).base
        values = (base[:, 6] - base[:, 2]) / (base[:, 6] + base[:, 2])
        ndvi[day] = [values[traits.index == c].mean() for c in range(len(k.CLASSES))]
        assert base.min() > 0
        assert base.max() < 0.8
    assert ndvi[130][k.CEREALS] > ndvi[215][k.CEREALS] + 0.2
    assert ndvi[215][k.MAIZE] > ndvi[130][k.MAIZE] + 0.2
    assert ndvi[215][k.BROADLEAF] > ndvi[20][k.BROADLEAF] + 0.2
    assert abs(ndvi[215][k.CONIFER] - ndvi[20][k.CONIFER]) < 0.12
    assert max(ndvi[day][k.WATER] for day in ndvi) < 0


def test_the_south_is_greener_earlier(tmp_path):
    area = Area(512, 4, 0, "")
    objects = Objects.make(area, tmp_path / "o.npy", lambda done: None)
    traits = Traits.of(area, objects.numbers)
    y, x = parcel_seeds(area.seed, objects.numbers // 16)
    region = region_of(area, y, x)
    green, _ = traits.cover(106)
    leaf = traits.index == k.BROADLEAF
    assert green[leaf & (region == 1)].mean() > green[leaf & (region == 0)].mean() + 0.05


@pytest.mark.parametrize("dates", [2, 20, 24, 60, 110])
def test_each_tile_has_its_own_dates(dates):
    area = Area(128, dates, 1, "")
    passes = acquisitions(area)
    for tile in TILES:
        days = [p.day for p in passes if tile in p.tiles]
        assert len(days) == dates
        assert days == sorted(set(days))
    assert any(len(p.tiles) == 1 for p in passes)
    assert len({p.orbit for p in passes}) == 2 or dates == 2


def test_the_sun_stands_where_it_does():
    by_day = {p.day: p.sun_angles for p in acquisitions(Area(128, 60, 0, ""))}
    summer = by_day[min(by_day, key=lambda day: abs(day - 172))]
    winter = by_day[min(by_day, key=lambda day: abs(day - 355))]
    assert 20 < summer[0] < 30
    assert 65 < winter[0] < 72
    assert 120 < summer[1] < 180
    assert 150 < winter[1] < 180


def test_masks_find_most_clouds_but_not_all():
    area = Area(256, 24, 0, "")
    found, clouded, flagged, pixels = 0, 0, 0, 0
    for acquisition in acquisitions(area)[:20]:
        layers = Sky.of(area, acquisition).layers(0, 256)
        mask = layers.mask() > 0
        cloud = layers.cloud > 0.1
        found, clouded = found + (mask & cloud).sum(), clouded + cloud.sum()
        flagged, pixels = flagged + (mask & ~cloud & (layers.shadow < 0.1)).sum(), pixels + (~cloud).sum()
    assert 0.95 < found / clouded < 1
    assert 0.005 < flagged / pixels < 0.15


def test_one_orbit_ends_within_the_second_tile():
    area = Area(256, 24, 0, "")
    for acquisition in acquisitions(area):
        edge = swath_edge(area, acquisition, 0, 256)
        assert not edge[:, : area.size].any()
        assert edge.any() == (acquisition.orbit == "051")
