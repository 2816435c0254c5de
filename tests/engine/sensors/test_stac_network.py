"""STAC over HTTP on loopback: a real catalogue, real files, a real search, and a server that fails."""

import shutil
import time
from urllib.parse import quote

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.catalogue.scan import run
from landweave.engine.catalogue.store import Catalogue, check_files, load_catalogue
from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import ScanCatalogueJob
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader, open_dataset
from landweave.engine.raster.remote import Patience, address, is_remote
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import file_fingerprint, source_prints
from landweave.engine.sensors.stac_web import GoneError, Web
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.tests.engine.products import write_raster
from landweave.tests.engine.sensors.stac_makers import (
    box_of,
    feature,
    save_catalogue,
    save_items,
    write_landsat_item,
    write_s2,
)
from landweave.tests.engine.sensors.stac_server import serving

QUICK = {"GDAL_HTTP_CONNECTTIMEOUT": "2", "GDAL_HTTP_TIMEOUT": "10", "GDAL_HTTP_LOW_SPEED_TIME": "1",
         "GDAL_HTTP_MAX_RETRY": "2", "GDAL_HTTP_RETRY_DELAY": "0.05"}
DAYS = ("2023-07-01", "2023-07-11", "2023-07-21")


@pytest.fixture(autouse=True)
def _quick():
    before = {name: gdal.GetConfigOption(name) for name in QUICK}
    for name, value in QUICK.items():
        gdal.SetConfigOption(name, value)
    gdal.VSICurlClearCache()
    yield
    for name, value in before.items():
        gdal.SetConfigOption(name, value)


@pytest.fixture
def server(tmp_path):
    (tmp_path / "www").mkdir()
    with serving(tmp_path / "www") as running:
        yield running


@pytest.fixture
def archive(server):
    """Three Sentinel-2 dates and a Landsat scene, as files, a catalogue, an item collection and a search."""
    items = [write_s2(server.folder, f"S2A_31TCJ_{day.replace('-', '')}_0_L2A", f"{day}T10:46:30Z", size=64,
                      values={"B04": np.full((64, 64), 2000 + 100 * i, np.uint16)}) for i, day in enumerate(DAYS)]
    items.append(write_landsat_item(server.folder))
    save_catalogue(server.folder, items)
    for item in items:
        whole = {k: {**a, "href": f"{server.url}/{item['id']}/{a['href'].removeprefix('./')}"}
                 for k, a in item["assets"].items()}
        server.items.append({**item, "assets": whole})
    save_items(server.folder / "items.json", server.items)
    return server


def scan(tmp_path, **parameters):
    events = []
    output = str(tmp_path / "c.gpkg")
    run(ScanCatalogueJob(input=parameters.pop("input", ""), output=output, **parameters),
        RunContext(emit=events.append))
    return load_catalogue(output)


def values_of(products):
    plan = make_plan(SeriesOptions(), products)
    tile = tile_series(Catalogue(tuple(products)), plan)[0]
    with RasterReader() as reader:
        return read_block(tile, tile.grid.window, reader).sensors[0].values


@pytest.mark.parametrize("source", ["catalog.json", "items.json"])
def test_a_source_on_a_server_gives_what_its_files_give(tmp_path, archive, source):
    catalogue = scan(tmp_path, stac=f"{archive.url}/{source}", stac_collections=("sentinel-2-l2a",))
    assert [str(p.day) for p in catalogue.products] == list(DAYS)
    assert all(is_remote(path) for p in catalogue.products for path in p.files)
    asked = {path for _, path in archive.requests if path.endswith(".tif")}
    assert len(asked) == 1  # one file of the server, to know that it answers
    local = scan(tmp_path, input=str(archive.folder), sensors=("stac",), stac_collections=("sentinel-2-l2a",))
    mine = [p for p in local.products if p.sensor == "S2"]
    assert np.array_equal(values_of(catalogue.products), values_of(mine))
    check_files(catalogue)


def test_the_search_of_an_api_pages_and_knows_area_and_dates(tmp_path, archive):
    box = tuple(box_of((64, 64), (300000.0, 4900020.0), 10))
    catalogue = scan(tmp_path, stac=f"{archive.url}/api", stac_collections=("sentinel-2-l2a",), extent=box,
                     start_date=DAYS[0], end_date=DAYS[2])
    assert [str(p.day) for p in catalogue.products] == list(DAYS)
    assert len(archive.searches) == 2  # of two items a page
    assert archive.searches[0]["datetime"].startswith(DAYS[0])
    both = scan(tmp_path, stac=f"{archive.url}/api", stac_collections=("sentinel-2-l2a", "landsat-c2-l2"), extent=box)
    assert both.sensors() == ("L8", "S2")


def test_a_catalogue_on_the_disk_needs_no_server(tmp_path, archive):
    catalogue = scan(tmp_path, stac=str(archive.folder / "catalog.json"))
    assert catalogue.sensors() == ("L8", "S2")
    assert not any(is_remote(path) for p in catalogue.products for path in p.files)


def test_what_does_not_touch_the_area_is_not_opened(tmp_path, archive):
    west, south, east, north = box_of((64, 64), (300000.0, 4900020.0), 10)
    with pytest.raises(UserError, match=r"No usable product|touches EXTENT"):
        scan(tmp_path, stac=f"{archive.url}/items.json", extent=(west + 2, south, east + 2, north))
    assert not [path for _, path in archive.requests if path.lower().endswith(".tif")]
    near = scan(tmp_path, stac=f"{archive.url}/items.json", extent=(300000, 4899800, 300100, 4899900),
                extent_crs="EPSG:32631")
    assert len(near.products) == 4
    write_s2(tmp_path / "disk", "S2A_31TCJ_20230801_0_L2A", "2023-08-01T10:46:30Z", size=64)
    write_s2(tmp_path / "disk", "S2A_31TCJ_20230901_0_L2A", "2023-09-01T10:46:30Z", size=64, origin=(310000., 4900020.))
    inside = scan(tmp_path, input=str(tmp_path / "disk"), extent=(300000, 4899800, 300100, 4899900),
                  extent_crs="EPSG:32631")
    assert [str(p.day) for p in inside.products] == ["2023-08-01"]
    assert [item.reason for item in inside.left_out] == ["lies outside EXTENT."]


@pytest.mark.parametrize("fault", [503, "cut", "stall"])
def test_passing_faults_of_documents_are_waited_for(tmp_path, archive, fault):
    archive.faults = {"catalog.json": [fault], "collection.json": [fault, fault], "/search": [fault]}
    catalogue = scan(tmp_path, stac=f"{archive.url}/catalog.json", stac_collections=("sentinel-2-l2a",))
    assert len(catalogue.products) == 3
    found = list(Web().search(f"{archive.url}/api", ["sentinel-2-l2a"], (-180, -90, 180, 90), "", 100))
    assert len(found) == 3


@pytest.mark.parametrize(("fault", "words", "hint"), [
    (503, "answer 503", "try again later"), ("cut", "breaks off", "try again later"),
    ("stall", "says nothing", "try again later"), (404, "answer 404", "address is wrong"), (403, "answer 403", "login"),
])
@pytest.mark.parametrize("path", ["items.json", "api/search"])
def test_lasting_faults_of_documents_end_in_one_sentence(archive, fault, words, hint, path):
    archive.faults = {path: [fault]}
    archive.lasting = {path}
    began = time.monotonic()
    with pytest.raises(UserError, match=words) as caught:
        if path == "items.json":
            Web().read(f"{archive.url}/{path}")
        else:
            list(Web().search(f"{archive.url}/api", ["sentinel-2-l2a"], (0, 0, 1, 1), "", 10))
    assert archive.url in caught.value.message
    assert hint in caught.value.hint
    assert time.monotonic() - began < 8
    assert archive.count(path) == (1 if fault in (403, 404) else 3)


@pytest.mark.parametrize("when", ["opening", "reading"])
@pytest.mark.parametrize("faults", [[503], ["cut"], ["cut", "cut"], ["stall"], [500, "cut"]])
def test_passing_faults_of_rasters_give_the_right_values(server, when, faults):
    values = np.random.default_rng(0).integers(0, 9000, (512, 512), dtype=np.uint16)
    write_raster(server.folder / "a.tif", values)
    path = f"/vsicurl/{server.url}/a.tif"
    if when == "opening":
        server.faults = {"a.tif": list(faults)}
    with RasterReader() as reader:
        assert reader.grid(path).columns == 512
        server.faults = server.faults or {"a.tif": list(faults)}
        read = reader.read(path, 1, Window(100, 100, 400, 300))
    assert np.array_equal(read, values[100:400, 100:500])


@pytest.mark.parametrize(("fault", "words"), [
    (503, "answer 503"), ("cut", "breaks off"), ("stall", "read from its server"), (404, "answer 404"),
    (403, "answer 403"),
])
@pytest.mark.parametrize("when", ["opening", "reading"])
def test_lasting_faults_of_rasters_end_in_one_sentence(server, fault, words, when):
    values = np.random.default_rng(0).integers(0, 9000, (512, 512), dtype=np.uint16)
    write_raster(server.folder / "a.tif", values)
    path = f"/vsicurl/{server.url}/a.tif"
    began = time.monotonic()
    with RasterReader() as reader:
        if when == "reading":
            reader.grid(path)
        server.faults, server.lasting = {"a.tif": [fault]}, {"a.tif"}
        with pytest.raises(UserError) as caught:
            reader.read(path, 1, Window(0, 0, 512, 512))
    assert words in caught.value.message or when == "reading"
    assert f"{server.url}/a.tif" in caught.value.message
    assert "/vsi" not in str(caught.value)
    assert caught.value.hint
    assert time.monotonic() - began < 20


def test_no_server_at_all_is_one_sentence():
    with pytest.raises(UserError, match=r"http://127\.0\.0\.1:9/a\.tif cannot be read from its server"):
        open_dataset("/vsicurl/http://127.0.0.1:9/a.tif")
    with pytest.raises(UserError, match="refuses the connection"):
        Web().read("http://127.0.0.1:9/catalog.json")


def test_what_is_no_raster_is_said(server):
    (server.folder / "login.tif").write_text("<html>Please log in</html>")
    with pytest.raises(UserError, match="no raster"):
        open_dataset(f"/vsicurl/{server.url}/login.tif")


def test_a_lost_item_is_left_out_and_a_broken_one_too(tmp_path, archive):
    first, second = (archive.folder / f"S2A_31TCJ_{d.replace('-', '')}_0_L2A" for d in DAYS[:2])
    shutil.rmtree(first)
    (second / f"{second.name}.json").write_text('{"type": "Feature", ')
    catalogue = scan(tmp_path, stac=f"{archive.url}/catalog.json", stac_collections=("sentinel-2-l2a",))
    assert [str(p.day) for p in catalogue.products] == [DAYS[2]]
    told = " ".join(item.reason for item in catalogue.left_out)
    assert "missing" in told
    assert "no JSON" in told
    assert all(item.damaged for item in catalogue.left_out)


@pytest.mark.parametrize(("content", "words"), [
    ('{"type": ', "damaged or no JSON"), ("[]", "no STAC"), ('{"type": "Topology"}', "no STAC"),
    ('{"type": "FeatureCollection", "features": []}', "holds no item"),
    ('{"type": "Catalog", "links": []}', "holds no item"), ('{"type": "Catalog"}', "holds no item"),
    ('{"type": "FeatureCollection", "features": [1, {"type": "Feature"}]}', "No usable product"),
    ('{"type": "FeatureCollection", "features": [{"type": "Feature", "assets": [], "properties": 3, "links": {}}]}',
     "No usable product"),
])
def test_bad_sources_end_in_one_sentence(tmp_path, content, words):
    (tmp_path / "s.json").write_text(content)
    with pytest.raises(UserError, match=words):
        scan(tmp_path, stac=str(tmp_path / "s.json"))


def test_missing_parameters_are_named(tmp_path, archive):
    api = f"{archive.url}/api"
    for parameters, words in (
        ({}, "neither a folder"), ({"stac": api}, "needs an area"),
        ({"stac": api, "extent": (0, 0, 1, 1)}, "name of a collection"),
        ({"stac": api, "extent": (0, 0, 1, 1), "stac_collections": ("nothing",)}, "holds no item of nothing"),
        ({"stac": str(tmp_path / "none.json")}, "does not exist"),
    ):
        with pytest.raises(UserError, match=words):
            scan(tmp_path, **parameters)


def test_a_missing_package_is_named(monkeypatch, archive):
    monkeypatch.setitem(__import__("sys").modules, "pystac_client", None)
    with pytest.raises(UserError, match="pystac-client") as caught:
        list(Web().search(f"{archive.url}/api", ["c"], (0, 0, 1, 1), "", 10))
    assert "pip install" in caught.value.hint


def test_cancelling_stops_between_requests(archive):
    def stop():
        raise Cancelled

    archive.faults, archive.lasting = {"items.json": [503]}, {"items.json"}
    with pytest.raises(Cancelled):
        Web(stop).read(f"{archive.url}/items.json")
    with pytest.raises(Cancelled):
        list(Web(stop).search(f"{archive.url}/api", ["c"], (0, 0, 1, 1), "", 10))


def test_headers_are_read_where_items_tell_no_projection(tmp_path, server):
    item = write_s2(server.folder, size=64, proj=False, href=f"{server.url}/S2A_31TCJ_20230701_0_L2A/{{file}}")
    catalogue = scan(tmp_path, stac=save_items(tmp_path / "i.json", [item]))
    assert (catalogue.products[0].grid.columns, catalogue.products[0].grid.x_min) == (64, 300000.0)


def test_generic_items_of_one_place_are_one_tile(tmp_path, server):
    items = []
    for i, origin in enumerate([(300000.0, 4900020.0)] * 2 + [(300300.0, 4900020.0)]):
        write_raster(server.folder / f"p{i}.tif", np.full((2, 30, 40), i + 1, np.int16), origin)
        bands = [{"name": "r", "common_name": "red"}, {"name": "n", "common_name": "nir"}]
        asset = {"href": f"{server.url}/p{i}.tif", "type": "image/tiff", "roles": ["data"], "eo:bands": bands}
        items.append(feature(f"p{i}", "planet", {"image": asset}, {}, (0, 40, 1, 50), f"2023-07-0{i + 1}T10:00:00Z"))
    products = scan(tmp_path, stac=save_items(tmp_path / "i.json", items)).products
    assert [(p.sensor, p.tile) for p in products] == [("planet", "planet"), ("planet", "planet"),
                                                      ("planet", "planet_2")]


def test_files_on_servers_have_a_fixed_print_and_ask_nobody(server):
    path = f"/vsicurl/{server.url}/x.tif"
    assert file_fingerprint(path) == file_fingerprint(path) != "absent"
    assert file_fingerprint(path) != file_fingerprint(f"{path}f")
    assert source_prints(path)
    assert not server.requests


def test_signatures_are_fetched_when_a_file_is_read(server, monkeypatch):
    (server.folder / "token").mkdir()
    (server.folder / "token" / "c").write_text('{"msft:expiry": "2099-01-01T00:00:00Z", "token": "sig=abc"}')
    write_raster(server.folder / "a.tif", np.ones((64, 64), np.uint8))
    monkeypatch.setenv("VSICURL_PC_SAS_TOKEN_URL", f"{server.url}/token/")
    path = f"/vsicurl?pc_url_signing=yes&pc_collection=c&url={quote(f'{server.url}/a.tif', safe='')}"
    with RasterReader() as reader:
        assert reader.read(path, 1, Window(0, 0, 64, 64)).all()
    assert "sig=abc" in server.queries
    assert server.requests[0] == ("GET", "/token/c")


def test_addresses_for_people():
    assert address("/vsicurl/https://x.org/a.tif") == "https://x.org/a.tif"
    assert address("/vsicurl?pc_url_signing=yes&url=https%3A%2F%2Fx.org%2Fa.tif") == "https://x.org/a.tif"
    assert address("/vsis3/bucket/a.tif") == "s3://bucket/a.tif"


def test_patience_is_told_by_the_configuration():
    assert Patience.configured() == Patience(2.0, 1.0, 10.0, 2, 0.05)
    assert list(Patience.configured().pauses()) == [0.05, 0.1]
    gdal.SetConfigOption("GDAL_HTTP_MAX_RETRY", "many")
    with pytest.raises(UserError, match="GDAL_HTTP_MAX_RETRY is 'many'"):
        Patience.configured()


def test_a_missing_document_is_told_apart(server):
    with pytest.raises(GoneError):
        Web().read(f"{server.url}/nothing.json")
