"""The catalogue file: what goes in comes out, and the same catalogue gives the same bytes."""

import dataclasses
import json
import sqlite3

import pytest
from osgeo import gdal, ogr, osr

from landweave.engine.catalogue.store import Catalogue, check_files, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product, StaticLayer


def utm(zone):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32600 + zone)
    return reference.ExportToWkt()


def product(name="S2_A", tile="31TCJ", acquired="2018-05-11T10:50:38", **changes):
    grid = Grid(utm(31), 300000.0, 4900020.0, 10.0, 10.0, 10980, 10980)
    path = f"/data/{name}"
    bands = (BandSource("B2", f"{path}_B2.tif", nodata=-10000.0), BandSource("B5", f"{path}_B5.tif", factor=2))
    masks = (MaskSource(f"/data/{name}_CLM.tif"), MaskSource(f"/data/{name}_Q.tif", "bits", (6,)))
    made = Product(name, "theia_s2_l2a", "S2", tile, acquired, f"/data/{name}", grid, bands, masks, "V2-2", "51", 12.5)
    return dataclasses.replace(made, **changes)


CATALOGUE = Catalogue(
    (
        product(),
        product("S2_B", "31TDJ", "2018-05-12", cloud_percent=None),
        product("S2_C", acquired="2018-06-11T10:50:38.123"),
    ),
    (LeftOut("/data/x.tif", "has no date in its name"),),
)


def test_what_goes_in_comes_out_in_catalogue_order(tmp_path):
    save_catalogue(str(tmp_path / "c.gpkg"), CATALOGUE)
    loaded = load_catalogue(str(tmp_path / "c.gpkg"))
    assert set(loaded.products) == set(CATALOGUE.products)
    assert [p.identifier for p in loaded.products] == ["S2_A", "S2_C", "S2_B"]
    assert loaded.left_out == CATALOGUE.left_out
    assert loaded.tiles() == ("31TCJ", "31TDJ")
    assert loaded.sensors() == ("S2",)
    assert [p.identifier for p in loaded.of_tile("31TDJ")] == ["S2_B"]


def test_the_same_catalogue_gives_the_same_bytes(tmp_path):
    shuffled = Catalogue(CATALOGUE.products[::-1], CATALOGUE.left_out)
    save_catalogue(str(tmp_path / "a.gpkg"), CATALOGUE)
    save_catalogue(str(tmp_path / "b.gpkg"), shuffled)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.gpkg", "b.gpkg"]


def test_it_opens_as_a_layer_with_times_and_true_footprints(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, CATALOGUE)
    source = ogr.Open(path)
    layer = source.GetLayerByName("products")
    definition = layer.GetLayerDefn()
    assert definition.GetFieldDefn(definition.GetFieldIndex("acquired")).GetType() == ogr.OFTDateTime
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4326"
    feature = layer.GetFeature(1)
    assert feature.GetFieldAsString("acquired") == "2018/05/11 10:50:38+00"
    to_utm = osr.CoordinateTransformation(layer.GetSpatialRef(), osr.SpatialReference(utm(31)))
    outline = feature.GetGeometryRef().Clone()
    outline.Transform(to_utm)
    assert outline.IsValid()
    assert outline.GetArea() == pytest.approx(109800.0**2, rel=1e-5)


def test_sun_pass_and_unit_come_back_and_can_be_seen(tmp_path):
    bands = (BandSource("VV", "/data/vv.tif", unit="dB x 100", function="db"),)
    radar = product("S1", bands=bands, pass_direction="ASC", sun_zenith=41.5, sun_azimuth=160.25, shift=(1.5, -2.0))
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, Catalogue((radar,)))
    assert load_catalogue(path).products == (radar,)
    source = ogr.Open(path)
    row = source.GetLayerByName("products").GetFeature(1).items()
    seen = ("pass_direction", "sun_zenith", "sun_azimuth", "unit")
    assert [row[name] for name in seen] == ["ASC", 41.5, 160.25, "dB x 100"]


STATIC = tuple(
    StaticLayer(name, f"/data/{name}.tif", 1, product().grid, nodata, scale, 0.0, name == "soil")
    for name, nodata, scale in (("dem", -9999.0, 10.0), ("soil", None, 1.0), ("Aspect", None, 1.0))
)


def test_static_layers_come_back_by_name_with_their_footprints(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, Catalogue(CATALOGUE.products, CATALOGUE.left_out, STATIC))
    loaded = load_catalogue(path)
    assert [layer.name for layer in loaded.static] == ["Aspect", "dem", "soil"]
    assert set(loaded.static) == set(STATIC)
    assert set(loaded.files) == {f for p in CATALOGUE.products for f in p.files} | {s.path for s in STATIC}
    source = ogr.Open(path)
    assert [f.GetGeometryRef().IsValid() for f in source.GetLayerByName("static_layers")] == [True] * 3
    save_catalogue(str(tmp_path / "none.gpkg"), CATALOGUE)
    source = ogr.Open(str(tmp_path / "none.gpkg"))
    names = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())}
    assert names == {"products", "left_out", "layer_styles"}


def edited(path, change):
    """Rewrite the descriptions of a catalogue's products."""
    source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = source.GetLayerByName("products")
    for feature in list(layer):
        feature["description"] = json.dumps(change(json.loads(feature["description"])))
        layer.SetFeature(feature)
    del layer, source


def test_a_catalogue_of_an_older_version_loads(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, CATALOGUE)

    def older(values):
        for name in ("pass_direction", "sun_zenith", "sun_azimuth", "shift", "oblique", "part"):
            del values[name]
        for band in values["bands"]:
            del band["unit"], band["function"], band["role"]
        for mask in values["masks"]:
            del mask["meaning"]
        return values

    edited(path, older)
    assert set(load_catalogue(path).products) == set(CATALOGUE.products)
    assert load_catalogue(path).static == ()


def test_a_catalogue_of_a_newer_version_is_refused_by_what_it_tells(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, CATALOGUE)
    edited(path, lambda values: {**values, "weather": "rain"})
    with pytest.raises(UserError, match="made by a newer Landweave: it tells of 'weather'"):
        load_catalogue(path)


def test_a_row_deleted_in_qgis_is_gone(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, CATALOGUE)
    source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    source.GetLayerByName("products").DeleteFeature(1)
    del source
    assert [p.identifier for p in load_catalogue(path).products] == ["S2_C", "S2_B"]


def test_a_catalogue_open_in_another_program_can_be_replaced(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, CATALOGUE)
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("UPDATE left_out SET reason = 'old'")
    other.commit()
    save_catalogue(path, CATALOGUE)
    assert load_catalogue(path).left_out == CATALOGUE.left_out
    other.close()
    assert load_catalogue(path).left_out == CATALOGUE.left_out


def test_a_grid_without_geographic_place_has_no_footprint_but_is_kept(tmp_path):
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    odd = product(grid=dataclasses.replace(product().grid, crs=local))
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue((odd,)))
    assert load_catalogue(str(tmp_path / "c.gpkg")).products == (odd,)


def test_files_that_are_gone_are_named(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, CATALOGUE)
    with pytest.raises(UserError, match=r"/data/S2_A_B2\.tif of the product S2_A is gone"):
        check_files(load_catalogue(path))
    with pytest.raises(UserError, match=r"/data/dem\.tif of the static layer dem is gone"):
        check_files(Catalogue((), (), STATIC))


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 500])
def test_a_file_that_is_no_catalogue_is_refused(tmp_path, content):
    path = tmp_path / "c.gpkg"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"c\.gpkg is not a Landweave catalogue"):
        load_catalogue(str(path))


def test_another_geopackage_and_a_missing_file_are_refused(tmp_path):
    path = tmp_path / "other.gpkg"
    other = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    other.CreateLayer("roads", None, ogr.wkbPoint)
    del other
    with pytest.raises(UserError, match="no layer 'products'"):
        load_catalogue(str(path))
    with pytest.raises(UserError, match="does not exist"):
        load_catalogue(str(tmp_path / "none.gpkg"))


def test_the_folder_of_images_given_as_the_catalogue_is_called_a_folder(tmp_path):
    with pytest.raises(UserError, match="is a folder") as refused:
        load_catalogue(str(tmp_path))
    assert "scan_catalogue" in refused.value.hint


def test_a_cut_catalogue_is_refused(tmp_path):
    path = tmp_path / "c.gpkg"
    save_catalogue(str(path), CATALOGUE)
    path.write_bytes(path.read_bytes()[:50000])
    with pytest.raises(UserError, match="not a Landweave catalogue"):
        load_catalogue(str(path))


def test_a_place_that_cannot_be_written_is_a_user_error_and_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="cannot be written"):
        save_catalogue(str(tmp_path / "file" / "c.gpkg"), CATALOGUE)
    with pytest.raises(UserError, match=r"does not end in \.gpkg"):
        save_catalogue(str(tmp_path / "c.sqlite"), CATALOGUE)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
