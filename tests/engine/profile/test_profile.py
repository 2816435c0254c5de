"""Profiles are what the files hold at a point: read here by GDAL alone, and filled by numpy."""

import csv
import json
import re
from datetime import date

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import DemoDataJob, GapFillJob, ScanCatalogueJob, TemporalProfileJob
from landweave.engine.profile import page
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import points_wkb, write_layer
from landweave.tests.engine.mapping.world import CRS, ORIGIN

SPOTS = ((5, 7), (40, 60), (77, 20), (100, 100))  # column, row in the first tile


def spots_layer(path, spots=SPOTS, crs=CRS, **fields):
    """Write points at the centres of pixels of the first tile."""
    x, y = (np.array(v, float) for v in zip(*spots))
    write_layer(path, "points", crs, "Point", points_wkb(ORIGIN[0] + x * 10 + 5, ORIGIN[1] - y * 10 - 5), fields)
    return str(path)


def table(path):
    """Return the rows of a table as dictionaries."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def profile(paths, points, folder, said=None, **values):
    """Write page and table; return the table's rows and the page's data."""
    job = TemporalProfileJob(paths["catalogue"], points, str(folder / "p.html"), str(folder / "p.csv"), **values)
    outputs = job.execute(RunContext(emit=(said if said is not None else []).append))
    text = (folder / "p.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    return outputs, table(folder / "p.csv"), json.loads(found[1])


def in_the_files(paths, tile, column, row, band):
    """Return {day: (value or None, names of masks that hide it)}; None where any band has no data."""
    found = {}
    for product in load_catalogue(paths["catalogue"]).products:
        if product.tile == tile:
            masks = [m for m in product.masks if gdal.Open(m.path).ReadAsArray()[row, column]]
            raw = {b.name: gdal.Open(b.path).ReadAsArray()[row // b.factor, column // b.factor] for b in product.bands}
            known = all(raw[b.name] != b.nodata for b in product.bands)
            found[product.day] = (int(raw[band]) if known else None, [m.meaning or m.path for m in masks])
    return dict(sorted(found.items()))


def test_values_are_those_of_the_files_and_the_line_is_numpys(paths, tmp_path):
    names = [f"spot {i}" for i in range(len(SPOTS))]
    points = spots_layer(tmp_path / "s.gpkg", label=names)
    outputs, rows, _ = profile(paths, points, tmp_path, name_field="label")
    assert outputs["POINTS"] == len(SPOTS)
    masked = 0
    for name, (column, row) in zip(names, SPOTS):
        files = in_the_files(paths, "31TCJ", column, row, "B8")
        own = [r for r in rows if r["point"] == name and r["source"] == "B8"]
        seen = {date.fromisoformat(r["date"]): r for r in own if r["kind"] != "filled"}
        assert set(seen) == {day for day, (value, _) in files.items() if value is not None}
        for day, found in seen.items():
            value, masks = files[day]
            assert (int(found["value"]), found["kind"]) == (value, "masked" if masks else "clear")
            assert bool(found["masked_by"]) == bool(masks)
            masked += bool(masks)
        days = [d for d, (value, masks) in files.items() if value is not None and not masks]
        filled = [r for r in own if r["kind"] == "filled"]
        expected = np.interp([date.fromisoformat(r["date"]).toordinal() for r in filled],
                             [d.toordinal() for d in days], [files[d][0] for d in days])
        assert np.abs(np.array([int(r["value"]) for r in filled]) - expected).max() <= 1
        assert len(filled) > 5
    assert masked


def test_an_index_of_a_masked_acquisition_is_made_of_its_bands(paths, tmp_path):
    points = spots_layer(tmp_path / "s.gpkg", name=["a", "b", "c", "d"])
    rows = profile(paths, points, tmp_path)[1]
    by = {(r["point"], r["source"], r["date"]): r for r in rows if r["kind"] == "masked"}
    checked = 0
    for (point, source, day), row in by.items():
        if source == "NDVI":
            red, nir = (int(by[point, band, day]["value"]) for band in ("B4", "B8"))
            assert abs(int(row["value"]) - 10000 * (nir - red) / (nir + red)) <= 1
            assert row["unit"] == "index x 10000"
            checked += 1
    assert checked


def test_page_and_table_hold_the_same(paths, tmp_path):
    points = spots_layer(tmp_path / "s.gpkg", name=["a", "<b> & </script>", "a", None])
    _, rows, data = profile(paths, points, tmp_path)
    assert [p["name"] for p in data["points"]] == ["a (1)", "<b> & </script>", "a (3)", "point 4"]
    kinds = {"c": "clear", "m": "masked"}
    shown = set()
    for number, point in enumerate(data["points"]):
        for sensor, own, days in zip(data["sensors"], data["series"][number], data["tiles"][point["tile"]]):
            for place, source in enumerate(sensor["sources"]):
                for day, letter, value in zip(days, own["s"], own["v"][place]):
                    if value is not None:
                        shown.add((point["name"], source["name"], day, kinds[letter], value))
                for day, value in zip(sensor["targets"], own["f"][place]):
                    if value is not None:
                        shown.add((point["name"], source["name"], day, "filled", value))
    epoch = date(1970, 1, 1).toordinal()
    assert shown == {(r["point"], r["source"], date.fromisoformat(r["date"]).toordinal() - epoch, r["kind"],
                      int(r["value"])) for r in rows}


def test_points_outside_are_said(paths, tmp_path):
    said = []
    points = spots_layer(tmp_path / "s.gpkg", [*SPOTS[:2], (90000, 5)], name=["x", "y", "lost"])
    outputs, rows, _ = profile(paths, points, tmp_path, said)
    assert outputs["POINTS"] == 2
    assert {r["point"] for r in rows} == {"x", "y"}
    assert any("lost" in event["message"] for event in said if event["event"] == "warning")
    nowhere = spots_layer(tmp_path / "n.gpkg", [(90000, 5)])
    with pytest.raises(UserError, match="No point"):
        profile(paths, nowhere, tmp_path)


def test_what_cannot_be_is_refused(paths, tmp_path):
    points = spots_layer(tmp_path / "s.gpkg")
    with pytest.raises(UserError, match="no field 'nom'"):
        profile(paths, points, tmp_path, name_field="nom")
    with pytest.raises(UserError, match="asked for"):
        TemporalProfileJob(paths["catalogue"], points).execute(RunContext())
    many = spots_layer(tmp_path / "m.gpkg", [(i % 100, i // 100) for i in range(2001)])
    with pytest.raises(UserError, match="2001 points"):
        profile(paths, many, tmp_path)


def test_of_too_many_points_the_page_shows_some(paths, tmp_path, monkeypatch):
    monkeypatch.setattr(page, "MOST_POINTS", 3)
    said = []
    _, rows, data = profile(paths, spots_layer(tmp_path / "s.gpkg", name=list("abcd")), tmp_path, said)
    assert len({r["point"] for r in rows}) == 4
    assert [p["name"] for p in data["points"]] == ["a", "c", "d"]
    assert any("shows 3 of the 4 points" in e.get("message", "") for e in said)


def test_products_of_one_day_are_one_acquisition(paths, tmp_path):
    """The same place in two products of a day: the clear one counts, as it does for samples."""
    catalogue = load_catalogue(paths["catalogue"])
    first = [p for p in catalogue.products if p.tile == "31TCJ"]
    again = [type(p).from_json({**p.to_json(), "identifier": p.identifier + "_B", "masks": []}) for p in first]
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue((*first, *again)))
    points = spots_layer(tmp_path / "s.gpkg", name=list("abcd"))
    rows = profile({"catalogue": str(tmp_path / "c.gpkg")}, points, tmp_path)[1]
    assert {r["kind"] for r in rows} == {"clear", "filled"}
    acquired = [r for r in rows if r["source"] == "B8" and r["kind"] == "clear" and r["point"] == "a"]
    assert len(acquired) == len({r["date"] for r in acquired})


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A demo area seen by three kinds of sensors, on three grids."""
    folder = tmp_path_factory.mktemp("three")
    made = DemoDataJob(str(folder / "area"), 128, 6, 0, ("sentinel2", "sentinel1", "landsat")).execute(RunContext())
    ScanCatalogueJob(made["PRODUCTS"], str(folder / "c.gpkg")).execute(RunContext())
    return {"catalogue": str(folder / "c.gpkg"), "points": made["REFERENCE"]}


def test_several_sensors_and_polygons(three, tmp_path):
    options = tmp_path / "series.json"
    options.write_text(json.dumps({"step_days": 30, "filling": "nearest", "describe": ["metrics"]}))
    outputs, rows, data = profile(three, f"{three['points']}|subset=fid <= 15", tmp_path, series=str(options))
    assert outputs["POINTS"] == 15
    sensors = {s["name"]: s for s in data["sensors"]}
    assert {"S2", "S1ASC", "S1DES", "L8"} <= set(sensors)
    assert {o["unit"] for o in sensors["S1ASC"]["sources"] if not o["index"]} == {"dB"}
    kinds = {(r["sensor"], r["kind"]) for r in rows}
    assert {(s, k) for s in ("S2", "L8") for k in ("clear", "masked", "filled")} <= kinds
    masked = [r for r in rows if r["kind"] == "masked" and r["sensor"] in ("S2", "L8")]
    assert all(r["masked_by"] for r in masked)


def test_the_filled_line_is_that_of_the_map(three, tmp_path):
    """Sensors of other pixels too: the raster of filled dates, read at the point's pixel by GDAL."""
    options = tmp_path / "series.json"
    options.write_text(json.dumps({"step_days": 60, "sensors": {"L8": ["B4", "B5"], "S2": ["B4", "B8"]}}))
    raster = tmp_path / "filled.tif"
    GapFillJob(three["catalogue"], str(raster), str(options), indices=True).execute(RunContext())
    dataset = gdal.Open(str(raster))
    left, width, _, top, _, height = dataset.GetGeoTransform()
    bands = {dataset.GetRasterBand(i + 1).GetDescription(): i for i in range(dataset.RasterCount)}
    stack = dataset.ReadAsArray()
    spots = [(20, 30), (64, 64), (100, 17)]
    x, y = (np.array(v, float) for v in zip(*spots))
    write_layer(tmp_path / "s.gpkg", "points", dataset.GetProjection(), "Point",
                points_wkb(left + (x + 0.5) * width, top + (y + 0.5) * height), {"name": ["0", "1", "2"]})
    rows = profile(three, str(tmp_path / "s.gpkg"), tmp_path, series=str(options))[1]
    filled = [r for r in rows if r["kind"] == "filled"]
    assert len(filled) == len(bands) * len(spots)
    for row in filled:
        column, line = spots[int(row["point"])]
        name = f"{row['sensor']}_{row['source']}_{row['date'].replace('-', '')}"
        assert int(row["value"]) == stack[bands[name], line, column], name
