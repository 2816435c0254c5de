"""Rasters of many dates come with one small raster a date: its values, its days, its style."""

import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.raster.dates import calendars, dates_folder, remove_dates
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.series_style import write_series_style
from landweave.engine.raster.style import style_path
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.series.plan import Feature, SensorPlan, SeriesPlan

GRID = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 500000.0, 4800000.0, 10.0, 10.0, 7, 5)
REFLECTANCE, INDEX = "reflectance x 10000", "index x 10000"
S2_ROLES = (("blue", "B2"), ("green", "B3"), ("nir", "B8"), ("red", "B4"))
L7_ROLES = (("blue", "B1"), ("green", "B2"), ("nir", "B4"), ("red", "B3"))
RADAR = SensorPlan("S1ASC", ("VV", "VH"), (), (("vh", "VH"), ("vv", "VV")), (), unit="dB x 100")
OPTICAL = SensorPlan("S2", ("B2", "B3", "B4", "B8"), (), S2_ROLES, ())
OLD = SensorPlan("L7", ("B1", "B2", "B3", "B4"), (), L7_ROLES, ())
DAYS = ("2021-01-05", "2021-02-01", "2021-03-01")


def feature(sensor, source, day="", unit=REFLECTANCE):
    return Feature(f"{sensor}_{source}_{day.replace('-', '')}", sensor, source, day, unit)


def dated(sensor, sources, days=DAYS, unit=REFLECTANCE):
    return [feature(sensor, source, day, unit) for day in days for source in sources]


def raster(path, features, seed=1):
    values = np.random.default_rng(seed).integers(-3000, 9000, (len(features), GRID.rows, GRID.columns), "int16")
    with RasterWriter(path, GRID, len(features), "int16", -32768, tuple(f.name for f in features)) as writer:
        writer.write(GRID.window, values)
    return values


def styled(path, features, *sensors):
    write_series_style(str(path), SeriesPlan(tuple(sensors)), features)
    return ElementTree.parse(style_path(path)).getroot()


def shown(root):
    renderer = root.find("pipe/rasterrenderer")
    names = ("redBand", "greenBand", "blueBand") if renderer.get("type") == "multibandcolor" else ("band",)
    return [int(renderer.get(name)) for name in names]


@given(st.sets(st.dates(date(2015, 1, 1), date(2025, 12, 31)), min_size=2, max_size=40))
def test_every_day_is_of_one_date(days):
    features = [feature("S2", "B4", day.isoformat()) for day in days]
    (calendar,) = calendars(features)
    covered = [date.fromisoformat(one.first) + timedelta(n) for one in calendar.dates
               for n in range((date.fromisoformat(one.last) - date.fromisoformat(one.first)).days + 1)]
    assert covered == [min(days) + timedelta(n) for n in range(len(covered))]
    assert covered[-1] >= max(days)
    assert {features[one.bands[0] - 1].date for one in calendar.dates} == {one.first for one in calendar.dates}


def test_sensors_and_composites_have_dates_of_their_own():
    features = [*dated("S2", ["B4", "NDVI"]), *dated("S2", ["B4_median"], DAYS[:2]), *dated("S1ASC", ["VV"]),
                feature("S2", "NDVI_p50"), *dated("L8", ["B4"], DAYS[:1])]
    found = {c.name: [one.bands for one in c.dates] for c in calendars(features)}
    assert found == {"S2": [(1, 2), (3, 4), (5, 6)], "S2_median": [(7,), (8,)], "S1ASC": [(9,), (10,), (11,)]}


@pytest.mark.parametrize("name", ["filled.tif", "a & b {1} é.tif"])
def test_dates_hold_the_values_of_their_bands(tmp_path, name):
    features = [*dated("S1ASC", ["VV", "VH"], unit="dB x 100"), *dated("S2", ["B2", "B3", "B4"])]
    path = tmp_path / name
    values = raster(path, features)
    styled(path, features, RADAR, OPTICAL)
    for number, day in enumerate(DAYS):
        for sensor, first, bands in (("S1ASC", 2 * number, 2), ("S2", 6 + 3 * number, 3)):
            image = gdal.Open(str(dates_folder(path) / sensor / f"{day}.vrt"))
            np.testing.assert_array_equal(image.ReadAsArray(), values[first : first + bands])
            assert image.GetGeoTransform() == gdal.Open(str(path)).GetGeoTransform()
            assert image.GetSpatialRef().IsSame(gdal.Open(str(path)).GetSpatialRef())
            assert image.GetRasterBand(1).GetNoDataValue() == -32768
            assert image.GetRasterBand(bands).GetDescription() == features[first + bands - 1].source


def test_the_folder_may_move_with_the_raster(tmp_path):
    path = tmp_path / "filled.tif"
    features = dated("S2", ["B4"])
    values = raster(path, features)
    styled(path, features, OPTICAL)
    tmp_path.rename(tmp_path.with_name("elsewhere"))
    image = gdal.Open(str(tmp_path.with_name("elsewhere") / "filled_dates" / "S2" / f"{DAYS[1]}.vrt"))
    np.testing.assert_array_equal(image.ReadAsArray(), values[1])


def test_a_new_raster_leaves_no_dates_of_the_old_one(tmp_path):
    path = tmp_path / "filled.tif"
    features = [*dated("S2", ["B4"]), *dated("L7", ["B3"])]
    raster(path, features)
    styled(path, features, OPTICAL, OLD)
    own = dates_folder(path) / "S2" / "my notes.txt"
    own.write_text("mine")
    remove_dates(path)
    assert [p.name for p in dates_folder(path).rglob("*")] == ["S2", "my notes.txt"]
    own.unlink()
    remove_dates(path)
    assert not dates_folder(path).exists()
    remove_dates(path)
    styled(path, [feature("S2", "B4_p50")], OPTICAL)
    assert not dates_folder(path).exists()


def test_periods_reach_to_the_next_date(tmp_path):
    path = tmp_path / "filled.tif"
    features = dated("S2", ["B4"])
    raster(path, features)
    root = styled(path, features, OPTICAL)
    ends = [("2021-01-05", "2021-01-31"), ("2021-02-01", "2021-02-28"), ("2021-03-01", "2021-03-28")]
    for (first, last), day in zip(ends, DAYS):
        fixed = ElementTree.parse(dates_folder(path) / "S2" / f"{day}.qml").find("temporal/fixedRange")
        assert fixed.findtext("start").startswith(first) and fixed.findtext("end").startswith(last)
    fixed = root.find("temporal/fixedRange")
    assert (fixed.findtext("start")[:10], fixed.findtext("end")[:10]) == ("2021-01-05", "2021-03-28")


def test_colours_are_those_of_the_roles(tmp_path):
    path = tmp_path / "image.tif"
    old = dated("L7", ["B1", "B2", "B3", "B4"])
    raster(path, old)
    assert shown(styled(path, old, OLD)) == [7, 6, 5]  # of the date in the middle
    assert shown(ElementTree.parse(dates_folder(path) / "L7" / f"{DAYS[0]}.qml").getroot()) == [3, 2, 1]
    infrared = [feature("S2", f"{band}_{kind}") for kind in ("std", "p10", "p50") for band in ("B3", "B4", "B8")]
    raster(path, infrared)
    assert shown(styled(path, infrared, OPTICAL)) == [9, 8, 7]  # medians


@pytest.mark.parametrize(
    ("features", "band", "ends"),
    [
        ([feature("S2", "NDVI_std", unit=INDEX), feature("S2", "NDVI_p50", unit=INDEX)], 2, ("-0.2", "0.9 NDVI_p50")),
        ([feature(sensor, f"NDVI_{kind}", unit=INDEX) for sensor in ("S1ASC", "S2") for kind in ("p10", "p50")],
         4, ("-0.2", "0.9 NDVI_p50")),
        (dated("S1ASC", ["VV"], unit="dB x 100"), 1, ("-25", "0 VV (dB)")),
        ([feature("S2", "NDVI_longest_gap", unit="days")], 1, None),
        ([feature("", "slope <of> \"hills\"", unit="as in the layer")], 1, None),
    ],
)
def test_one_band_is_shown_with_its_unit(tmp_path, features, band, ends):
    path = tmp_path / "image.tif"
    values = raster(path, features)
    root = styled(path, features, RADAR, OPTICAL)
    assert shown(root) == [band]
    ramp = root.find("pipe/rasterrenderer/rastershader/colorrampshader")
    legend = ramp.find("rampLegendSettings")
    if ends:
        assert (legend.get("minimumLabel"), legend.get("maximumLabel")) == ends
    else:
        low, high = np.percentile(values[band - 1], (2, 98))
        assert float(ramp.get("minimumValue")) == pytest.approx(low, rel=1e-4)
        assert float(ramp.get("maximumValue")) == pytest.approx(high, rel=1e-4)
        assert legend.get("maximumLabel").endswith(f"{features[0].source} ({features[0].unit})")
