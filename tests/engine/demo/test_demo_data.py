import hashlib
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.demo import area as area_module
from landweave.engine.demo import landsat_files, write
from landweave.engine.demo import objects as objects_module
from landweave.engine.demo.calendar import acquisitions
from landweave.engine.demo.clouds import Sky
from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import DemoDataJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import rasterize_polygons, read_layer

NAME = re.compile(r"SENTINEL2[AB]_2021\d{4}-\d{6}-\d{3}_L2A_T31T[CD]J_C_V2-2")
BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")


def _digests(folder):
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _read(path):
    with RasterReader() as reader:
        return reader.read(str(path), 1, reader.grid(str(path)).window)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "area"
    return DemoDataJob(str(folder), 192, 4, 0).execute(RunContext())


def test_it_names_what_it_wrote(demo):
    assert set(demo) == {"OUTPUT", "REFERENCE", "REGIONS", "NOMENCLATURE", "TRUTH", "PRODUCTS"}
    assert all(Path(path).exists() for path in demo.values())
    assert not list(Path(demo["OUTPUT"]).rglob("*.npy"))


def test_products_are_genuine_theia_folders(demo):
    folders = sorted(Path(demo["PRODUCTS"]).iterdir())
    assert len(folders) == 8
    for folder in folders:
        assert NAME.fullmatch(folder.name)
        names = {path.name[len(folder.name) + 1 :] for path in folder.glob("*.tif")}
        assert names == {f"FRE_{band}.tif" for band in BANDS}
        masks = {path.name[len(folder.name) + 1 :] for path in folder.glob("MASKS/*.tif")}
        assert masks == {f"{mask}_{group}.tif" for mask in ("CLM", "SAT", "EDG") for group in ("R1", "R2")}


def test_metadata_agree_with_the_pixels(demo):
    for folder in Path(demo["PRODUCTS"]).iterdir():
        root = ET.parse(folder / f"{folder.name}_MTD_ALL.xml").getroot()
        assert root.tag == "Muscate_Metadata_Document"
        clouds, edge = (_read(folder / "MASKS" / f"{folder.name}_{m}_R1.tif") for m in ("CLM", "EDG"))
        percent = float(root.find(".//Global_Index_List/QUALITY_INDEX[@name='CloudPercent']").text)
        assert percent == pytest.approx(100 * (clouds > 0)[edge == 0].mean(), abs=0.51)
        with RasterReader() as reader:
            grid = reader.grid(str(folder / f"{folder.name}_FRE_B11.tif"))
        place = root.find(".//Group_Geopositioning[@group_id='R2']")
        assert (grid.x_min, grid.y_max) == (float(place.find("ULX").text), float(place.find("ULY").text))
        corner = root.find(".//Global_Geopositioning/Point[@name='upperLeft']")
        assert 0 < float(corner.find("LON").text) < 3
        assert 44 < float(corner.find("LAT").text) < 44.3
        for band in ("B2", "B12"):
            values = _read(folder / f"{folder.name}_FRE_{band}.tif")
            unseen = edge if band == "B2" else edge[::2, ::2]
            assert np.array_equal(values == -10000, unseen == 1)
            assert values[unseen == 0].min() > 0


def test_both_tiles_of_a_pass_show_the_same_ground(demo):
    folders = {folder.name: folder for folder in Path(demo["PRODUCTS"]).iterdir()}
    pairs = [(n, n.replace("31TCJ", "31TDJ")) for n in folders if n.replace("31TCJ", "31TDJ") in folders and "TCJ" in n]
    assert pairs
    overlap = 192 * 2 - _read(demo["TRUTH"]).shape[1]
    for first, second in pairs:
        left, right = (_read(folders[n] / f"{n}_FRE_B8.tif") for n in (first, second))
        assert np.array_equal(left[:, -overlap:], right[:, :overlap])


def test_reference_polygons_are_valid_apart_and_true(demo):
    layer = read_layer(demo["REFERENCE"])
    codes = np.array(layer.fields["code"])
    assert all(ogr.CreateGeometryFromWkb(bytes(wkb)).IsValid() for wkb in layer.geometries)
    with RasterReader() as reader:
        grid = reader.grid(demo["TRUTH"])
    truth = _read(demo["TRUTH"])
    number = rasterize_polygons(layer.geometries, np.arange(1, len(codes) + 1), grid, layer.crs, "int32")
    areas = sum(ogr.CreateGeometryFromWkb(bytes(wkb)).GetArea() for wkb in layer.geometries)
    assert (number > 0).sum() * 100 == pytest.approx(areas)
    inside = number > 0
    assert 0.95 < (truth[inside] == codes[number[inside] - 1]).mean() <= 1


def test_every_class_of_every_region_has_polygons(demo):
    layer, regions = read_layer(demo["REFERENCE"]), read_layer(demo["REGIONS"])
    assert regions.fields["region"] == ["north", "south"]
    shapes = [ogr.CreateGeometryFromWkb(bytes(wkb)) for wkb in regions.geometries]
    counts = {}
    for code, wkb in zip(layer.fields["code"], layer.geometries):
        centre = ogr.CreateGeometryFromWkb(bytes(wkb)).PointOnSurface()
        inside = [name for name, shape in zip(("north", "south"), shapes) if shape.Contains(centre)]
        assert len(inside) == 1
        counts[code, inside[0]] = counts.get((code, inside[0]), 0) + 1
    codes = Nomenclature.load(demo["NOMENCLATURE"]).codes
    assert len(codes) >= 8
    assert min(counts.get((code, region), 0) for code in codes for region in ("north", "south")) >= 3


def test_truth_knows_every_pixel_and_class(demo):
    assert sorted(np.unique(_read(demo["TRUTH"])).tolist()) == sorted(Nomenclature.load(demo["NOMENCLATURE"]).codes)


def test_same_seed_same_bytes(demo, tmp_path):
    again = DemoDataJob(str(tmp_path / "again"), 192, 4, 0).execute(RunContext())
    assert _digests(again["OUTPUT"]) == _digests(demo["OUTPUT"])


def _some(folder, sensors, cloudiness=-1.0):
    return DemoDataJob(str(folder), 96, 2, 0, sensors, cloudiness).execute(RunContext())


def test_other_sensors_leave_the_rest_as_it_is(tmp_path):
    alone = _digests(_some(tmp_path / "alone", ("sentinel2",))["OUTPUT"])
    every = _digests(_some(tmp_path / "every", ("landsat", "sentinel1", "sentinel2"))["OUTPUT"])
    assert {name for name in alone if alone[name] != every[name]} == {"README.txt", "demo_area.json"}
    assert all(name.startswith(("products/s1/31T", "products/landsat/LC0")) for name in set(every) - set(alone))
    radar = _digests(_some(tmp_path / "radar", ("sentinel1",))["OUTPUT"])
    assert {name for name in radar if radar[name] != every[name]} == {"README.txt", "demo_area.json"}
    text = (tmp_path / "every" / "README.txt").read_text()
    assert "products/s1/ " in text and "products/landsat/ " in text
    assert "products/s1" not in (tmp_path / "alone" / "README.txt").read_text()


def test_another_choice_of_sensors_or_clouds_is_another_area(tmp_path):
    folder = tmp_path / "area"
    for sensors, cloudiness in ((("sentinel2",), -1.0), (("sentinel2",), 0.5), (("landsat",), 0.5)):
        before = _digests(folder)
        _some(folder, sensors, cloudiness)
        assert _digests(folder) != before
        before = (folder / "demo_area.json").stat().st_mtime_ns
        _some(folder, sensors, cloudiness)
        assert (folder / "demo_area.json").stat().st_mtime_ns == before


@pytest.mark.parametrize(("sensors", "words"), [((), "needs a sensor"), (("sentinel2", "spot"), "'spot'")])
def test_sensors_that_are_none_are_named(tmp_path, sensors, words):
    with pytest.raises(UserError, match=words):
        _some(tmp_path / "area", sensors)


@pytest.mark.parametrize("cloudiness", [0.0, 0.3, 0.67, 1.0])
@pytest.mark.parametrize("seed", [0, 5])
def test_cloudiness_is_the_share_of_dates_mostly_under_clouds(cloudiness, seed):
    area = area_module.Area(128, 30, seed, spatial_reference("EPSG:32631").ExportToWkt(), cloudiness)
    dates = acquisitions(area)
    cover = np.array([(Sky.of(area, a).layers(0, 128).cloud > 0.1).mean() for a in dates])
    assert abs((cover > 0.55).mean() - cloudiness) <= 2 / len(dates)
    if 0 < cloudiness < 1:
        assert (cover > 0.95).any() and (cover < 0.2).any()


def test_clouds_of_landsat_do_not_depend_on_those_of_sentinel2(tmp_path):
    usual, cloudy = (_digests(_some(tmp_path / str(c), ("landsat",), c)["PRODUCTS"]) for c in (-1.0, 0.9))
    assert usual == cloudy


def test_cloudiness_is_a_share():
    with pytest.raises(UserError, match="cloudiness"):
        area_module.Area(128, 30, 0, "", 67.0)


def test_same_pixels_whatever_the_block(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(area_module, "_BLOCK_PIXELS", 1)
    again = DemoDataJob(str(tmp_path / "again"), 192, 4, 0).execute(RunContext())
    rasters = sorted(Path(demo["OUTPUT"]).rglob("*.tif"))
    assert len(rasters) == 8 * 16 + 1
    for path in rasters:
        assert np.array_equal(_read(path), _read(Path(again["OUTPUT"]) / path.relative_to(demo["OUTPUT"])))
    for name in ("reference.gpkg", "regions.gpkg", "nomenclature.csv", "truth.qml", "README.txt"):
        assert (Path(again["OUTPUT"]) / name).read_bytes() == (Path(demo["OUTPUT"]) / name).read_bytes()


def test_radar_and_landsat_are_the_same_whatever_the_block(three_sensors, tmp_path, monkeypatch):
    monkeypatch.setattr(area_module, "_BLOCK_PIXELS", 1)
    monkeypatch.setattr(landsat_files, "_BLOCK_PIXELS", 1)
    monkeypatch.setattr(objects_module, "_KEPT_BLOCKS", 9)
    parts = DemoDataJob(str(tmp_path / "parts"), 192, 2, 0, ("sentinel1", "landsat")).execute(RunContext())
    rasters = [p for p in Path(parts["OUTPUT"]).rglob("*") if p.suffix.lower() == ".tif"]
    assert len(rasters) > 700
    for path in rasters:
        assert np.array_equal(_read(path), _read(Path(three_sensors["OUTPUT"]) / path.relative_to(parts["OUTPUT"])))


def test_a_finished_area_is_kept_and_another_one_replaced(tmp_path):
    folder = tmp_path / "area"
    DemoDataJob(str(folder), 96, 2, 0).execute(RunContext())
    truth = folder / "truth.tif"
    before = truth.stat().st_mtime_ns
    DemoDataJob(str(folder), 96, 2, 0).execute(RunContext())
    assert truth.stat().st_mtime_ns == before
    content = truth.read_bytes()
    DemoDataJob(str(folder), 96, 2, 1).execute(RunContext())
    assert truth.read_bytes() != content


def test_a_damaged_area_is_made_again(tmp_path):
    folder = tmp_path / "area"
    DemoDataJob(str(folder), 96, 2, 0).execute(RunContext())
    before = _digests(folder)
    (folder / "truth.tif").write_bytes(b"")
    DemoDataJob(str(folder), 96, 2, 0).execute(RunContext())
    assert _digests(folder) == before


@pytest.mark.parametrize("with_area", [False, True])
def test_the_users_files_are_never_touched(tmp_path, with_area):
    folder = tmp_path / "mine"
    folder.mkdir()
    if with_area:
        DemoDataJob(str(folder), 96, 2, 0).execute(RunContext())
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(UserError, match=r"thesis\.txt"):
        DemoDataJob(str(folder), 96, 2, 1).execute(RunContext())
    assert (folder / "thesis.txt").read_text() == "years of work"


def test_a_cancelled_area_leaves_nothing(tmp_path):
    calls = []

    def is_cancelled():
        calls.append(1)
        return len(calls) > 4

    with pytest.raises(Cancelled):
        DemoDataJob(str(tmp_path / "area"), 96, 6, 0).execute(RunContext(is_cancelled=is_cancelled))
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed(tmp_path):
    left = tmp_path / ".area.part999999999"
    left.mkdir()
    DemoDataJob(str(tmp_path / "area"), 96, 2, 0).execute(RunContext())
    assert [path.name for path in tmp_path.iterdir()] == ["area"]


def test_progress_goes_up_and_names_dates(tmp_path):
    events = []
    DemoDataJob(str(tmp_path / "area"), 96, 3, 0).execute(RunContext(emit=events.append))
    fractions = [e["fraction"] for e in events if e["event"] == "progress"]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert any("2021-" in e["message"] for e in events if e["event"] == "progress")


def test_the_readme_says_that_nothing_was_measured(demo):
    text = (Path(demo["OUTPUT"]) / "README.txt").read_text()
    assert "Nothing in it was measured" in text
    assert str(write.__name__) not in text
