"""A series in growing-degree time: the same numbers as interpolation over the sums of temperature."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.features.stack import sensor_features
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.options import load_options
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.series.thermal_plan import plan_of_tile

CRS = spatial_reference("EPSG:32631").ExportToWkt()
GRID = Grid(CRS, 400000.0, 4900000.0, 10.0, 10.0, 50, 50)
FIRST = date(2018, 3, 1)
DAYS = [FIRST + timedelta(days=d) for d in (0, 12, 30, 47, 70, 95)]


def products(tile="A"):
    bands = (BandSource("B4", "x", role="red"), BandSource("B8", "x", role="nir"))
    return [Product(f"{tile}{d}", "x", "S2", tile, d.isoformat(), "x", GRID, bands) for d in DAYS]


def temperature(day, warmer=0.0):
    return 8 + 10 * np.sin((day - FIRST.toordinal()) / 60.0) + warmer


def write_table(path, tiles=("",), first=FIRST - timedelta(days=20)):
    rows = ["date,temperature" + (",tile" if tiles != ("",) else "")]
    for number, tile in enumerate(tiles):
        for d in range(150):
            day = first + timedelta(days=d)
            value = f"{day},{temperature(day.toordinal(), 3.0 * number):.1f}"
            rows.append(value + (f",{tile}" if tile else ""))
    path.write_text("\n".join(rows))


def options(folder, **thermal):
    path = folder / "series.json"
    path.write_text(json.dumps({"indices": [], "thermal_time": thermal}))
    return load_options(str(path))


def expected(plan, values, warmer=0.0, base=5.0):
    """Interpolate over the sums of degrees above a base, counted from the day before the series begins."""
    first = FIRST.toordinal()
    every = np.arange(first - 20, first + 130)
    grown = np.maximum(np.rint(10 * np.maximum(np.round(temperature(every, warmer), 1) - base, 0)), 1).cumsum()
    grown = grown - grown[19]
    axis = grown[[d.toordinal() - every[0] for d in DAYS]]
    return np.array([np.interp(plan.thermal["targets"], axis, row) for row in values])


def test_targets_lie_at_whole_degree_days_and_values_between_acquisitions(tmp_path):
    write_table(tmp_path / "t.csv")
    plan = make_plan(options(tmp_path, table="t.csv", base=5, step_degree_days=50), products())
    sensor = plan_of_tile(plan, "A").sensors[0]
    assert sensor.thermal["targets"][0] % 500 == 0 and set(np.diff(sensor.thermal["targets"])) == {500}
    names = [f.name for f in plan.features()]
    assert names[0] == f"S2_B4_{sensor.thermal['targets'][0] / 10:g}dd"
    assert len(set(names)) == len(names) and all(f.date == "" for f in plan.features())
    rng = np.random.default_rng(3)
    values = rng.integers(100, 4000, (len(DAYS), 2, 7)).astype(np.int16)
    days = np.array([d.toordinal() for d in DAYS])
    made = sensor_features(values, np.ones((len(DAYS), 7), bool), days, sensor)
    for pixel in range(7):
        exact = expected(sensor, values[:, :, pixel].T)
        assert np.abs(made[:, pixel].reshape(-1, 2).T - exact).max() <= 1
    assert SeriesPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_each_tile_has_its_own_temperatures(tmp_path):
    write_table(tmp_path / "t.csv", ("A", "B"))
    plan = make_plan(options(tmp_path, table="t.csv", base=5), [*products("A"), *products("B")])
    values = np.arange(len(DAYS) * 2, dtype=np.int16).reshape(-1, 2, 1) * 100
    days, valid = np.array([d.toordinal() for d in DAYS]), np.ones((len(DAYS), 1), bool)
    for tile, warmer in (("A", 0.0), ("B", 3.0)):
        sensor = plan_of_tile(plan, tile).sensors[0]
        made = sensor_features(values, valid, days, sensor)[:, 0].reshape(-1, 2).T
        assert np.abs(made - expected(sensor, values[:, :, 0].T, warmer)).max() <= 1
    with pytest.raises(UserError, match="tile C"):
        plan_of_tile(plan, "C")


def test_rasters_of_temperature_give_the_mean_over_the_tile(tmp_path):
    (tmp_path / "t").mkdir()
    grid = Grid(spatial_reference("EPSG:4326").ExportToWkt(), 1.0, 45.0, 0.1, 0.1, 20, 20)
    for d in range(-20, 130):
        day = FIRST + timedelta(days=d)
        values = np.full((20, 20), round(temperature(day.toordinal()), 1), np.float32)
        values[:3] = -9999
        with RasterWriter(tmp_path / "t" / f"tmean_{day:%Y%m%d}.tif", grid, 1, "float32", -9999) as writer:
            writer.write(grid.window, values)
    sensor = make_plan(options(tmp_path, rasters="t", base=5), products()).sensors[0]
    write_table(tmp_path / "t.csv")
    of_table = make_plan(options(tmp_path, table="t.csv", base=5), products()).sensors[0]
    assert sensor.thermal["targets"] == of_table.thermal["targets"]
    ours, theirs = sensor.thermal["tables"]["A"]["degree_days"], of_table.thermal["tables"][""]["degree_days"]
    assert np.abs(np.subtract(ours, theirs)).max() <= 2


@pytest.mark.parametrize(("thermal", "words"), [
    ({}, "table"),
    ({"table": "gone.csv"}, "gone.csv"),
    ({"table": "late.csv"}, "it has no 2018-03-01"),
    ({"table": "t.csv", "cap": -1}, "cap"),
    ({"rasters": "empty"}, "no raster"),
])
def test_what_is_missing_is_named(tmp_path, thermal, words):
    write_table(tmp_path / "t.csv")
    write_table(tmp_path / "late.csv", first=FIRST + timedelta(days=3))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match=words) as caught:
        make_plan(options(tmp_path, **thermal), products())
    assert caught.value.hint
