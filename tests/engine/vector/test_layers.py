"""Vector layers are read and written whole, with their types, and in the same bytes."""

from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.files import atomic_path
from landweave.engine.vector import layers
from landweave.engine.vector.layers import Layer

UTM31 = spatial_reference("EPSG:32631").ExportToWkt()


def _two_layers():
    points = layers.points_wkb(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    first = Layer("places", UTM31, "Point", points, {"code": [7, None], "name": ["a", "é"], "v": [1.5, 2.5]}, (5, 9))
    return [first, Layer("blobs", "", "None", (None, None), {"blob": [b"\x00\x01", b"z"]}, (1, 2))]


def test_layers_come_back_as_written(tmp_path):
    layers.write_layers(tmp_path / "a.gpkg", _two_layers())
    places = layers.read_layer(f"{tmp_path}/a.gpkg|layername=places")
    assert places.fields == {"code": [7, None], "name": ["a", "é"], "v": [1.5, 2.5]}
    assert places.fids == (5, 9)
    x, y = layers.point_coordinates(places.geometries)
    assert (x.tolist(), y.tolist()) == ([1.0, 2.0], [3.0, 4.0])
    assert layers.read_layer(f"{tmp_path}/a.gpkg|layername=blobs").fields == {"blob": [b"\x00\x01", b"z"]}
    assert len(layers.read_layer(f"{tmp_path}/a.gpkg|layername=places|subset=code = 7")) == 1


def test_equal_content_gives_equal_bytes(tmp_path):
    for name in ("a.gpkg", "b.gpkg"):
        layers.write_layers(tmp_path / name, _two_layers())
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_what_is_wrong_is_said(tmp_path):
    layers.write_layers(tmp_path / "a.gpkg", _two_layers())
    (tmp_path / "text.shp").write_text("no shape")
    for source, said in [("/no/such.gpkg", "does not exist"), (f"{tmp_path}/text.shp", "damaged"),
                         (f"{tmp_path}/a.gpkg|layername=q", "no layer 'q'"),
                         (f"{tmp_path}/a.gpkg|subset=nope = 1", "filter")]:
        with pytest.raises(UserError, match=said):
            layers.read_layer(source)
    with pytest.raises(UserError, match=r"no field 'q'.*code, name, v"):
        layers.read_layer(f"{tmp_path}/a.gpkg|layername=places", ["q"])


def test_a_pixel_belongs_to_the_polygon_that_its_centre_is_in():
    from osgeo import ogr

    grid = Grid(UTM31, 0.0, 60.0, 10.0, 20.0, 5, 3)
    square = bytes(ogr.CreateGeometryFromWkt("POLYGON((4 1,26 1,26 39,4 39,4 1))").ExportToWkb())
    burnt = layers.rasterize_polygons([square, None], [9, 3], grid, UTM31)
    assert burnt.tolist() == [[0] * 5, [9, 9, 9, 0, 0], [9, 9, 9, 0, 0]]
    assert layers.touches(layers.envelopes([square, None]), (25.0, 0.0, 30.0, 5.0)).tolist() == [True, False]


def test_pixels_do_not_depend_on_the_block_also_where_edges_lie_on_their_centres():
    crs = spatial_reference("EPSG:4326").ExportToWkt()
    width, height = 0.00013888888888888889, 0.0000898
    grid = Grid(crs, 14.1, 46.3, width, height, 120, 120)
    for pixel in range(5, 115, 7):
        x, y = grid.x_min + (pixel + 0.5) * width, grid.y_max - (pixel + 0.5) * height
        boxes = [(14.0, 46.2, x, 46.4), (x, y, 14.2, 46.4), (x, 46.2, 14.2, y)]
        shapes = [_box(*b) for b in boxes]
        whole = layers.rasterize_polygons(shapes, [1, 2, 3], grid, crs)
        assert (whole > 0).all()
        for window in grid.blocks(37, 41):
            block = layers.rasterize_polygons(shapes, [1, 2, 3], grid.subgrid(window), crs)
            here = whole[window.row : window.row + window.rows, window.column : window.column + window.columns]
            assert np.array_equal(block, here)


def _box(x_min, y_min, x_max, y_max):
    corners = [(x_min, y_min), (x_max, y_min), (x_max, y_max), (x_min, y_max), (x_min, y_min)]
    text = ", ".join(f"{x!r} {y!r}" for x, y in corners)
    return bytes(ogr.CreateGeometryFromWkt(f"POLYGON (({text}))").ExportToIsoWkb())


@pytest.mark.parametrize("ending", ["", "|geometrytype=Point", "|geometrytype=Point|uniqueGeometryType=yes"])
def test_a_filter_may_join_texts(tmp_path, ending):
    layers.write_layers(tmp_path / "a.gpkg", _two_layers())
    source = f"{tmp_path}/a.gpkg|layername=places|subset=\"name\" || '=' || \"name\" = 'a=a'{ending}"
    assert layers.split_source(source)[1]["subset"] == "\"name\" || '=' || \"name\" = 'a=a'"
    assert layers.read_layer(source).fields["code"] == [7]


def test_what_failed_is_closed_before_it_is_removed(tmp_path, monkeypatch):
    open_when_removed = []

    def fail(dataset, layer):
        raise RuntimeError("cannot insert")

    @contextmanager
    def watched(path):
        with atomic_path(path) as part:
            try:
                yield part
            finally:
                links = [str(f.readlink()) for f in Path("/proc/self/fd").iterdir() if f.is_symlink()]
                open_when_removed.extend(link for link in links if link.startswith(str(tmp_path)))

    if not Path("/proc/self/fd").exists():
        pytest.skip("open files are listed in /proc")
    monkeypatch.setattr(layers, "_write_layer", lambda dataset, layer: (_keep(dataset), fail(dataset, layer)))
    monkeypatch.setattr(layers, "atomic_path", watched)
    with pytest.raises(UserError, match="cannot insert"):
        layers.write_layers(tmp_path / "a.gpkg", _two_layers())
    assert open_when_removed == []
    assert list(tmp_path.iterdir()) == []


def _keep(dataset):
    dataset.CreateLayer("begun", None, ogr.wkbPoint)


def test_a_place_that_the_other_crs_cannot_show_is_said():
    far = layers.points_wkb(np.array([1e30]), np.array([1e30]))
    with pytest.raises(UserError, match=r"ref\.gpkg cannot be brought from EPSG:32631 to EPSG:4326") as caught:
        layers.reproject_geometries(far, UTM31, "EPSG:4326", "ref.gpkg")
    assert caught.value.hint
