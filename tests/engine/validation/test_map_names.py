"""Without a nomenclature the report calls classes as the map itself does."""

import numpy as np

from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.style import write_class_style
from landweave.tests.engine.validation import places

CODES = np.kron(np.array([[1, 2], [2, 1]]), np.ones((10, 10), int))
NAMES = Nomenclature((Entry(1, "Maize", (255, 0, 0)), Entry(2, "Water", (0, 0, 255))))


def assessed(folder, **options):
    grid = places.grid_of(20, 20)
    places.write_polygons(folder / "reference.gpkg", grid, [(1, 1, 5, 5), (12, 1, 5, 5)], [1, 2])
    return places.assess_files(folder, folder / "map.tif", folder / "reference.gpkg", **options)


def test_categories_of_the_raster_name_the_classes(tmp_path):
    with RasterWriter(tmp_path / "map.tif", places.grid_of(20, 20), dtype="uint8", nodata=0,
                      categories={1: "Maize", 2: "Water"}) as writer:
        writer.write(places.grid_of(20, 20).window, CODES.astype(np.uint8))
    report = assessed(tmp_path)
    assert [entry["name"] for entry in report["classes"]] == ["Maize", "Water"]
    assert "not_in_nomenclature" not in report


def test_the_style_beside_the_map_names_them_and_a_nomenclature_counts_before(tmp_path):
    places.write_map(tmp_path / "map.tif", CODES)
    write_class_style(str(tmp_path / "map.tif"), NAMES)
    assert [entry["name"] for entry in assessed(tmp_path)["classes"]] == ["Maize", "Water"]
    (tmp_path / "names.csv").write_text("code,name\n1,Corn\n2,Lake\n", encoding="utf-8")
    found = assessed(tmp_path, nomenclature=str(tmp_path / "names.csv"))
    assert [entry["name"] for entry in found["classes"]] == ["Corn", "Lake"]
