"""What the chains refuse before any image is listed."""

import pytest
from osgeo import ogr, osr

from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassificationChainJob, RegressionChainJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import write_layer

SQUARE = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0))").ExportToIsoWkb()


@pytest.fixture
def files(tmp_path):
    """A folder without images, and layers of polygons and regions with their columns."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32631)
    (tmp_path / "images").mkdir()
    for name, columns in (("polygons", {"code": [1], "farm": [7], "biomass": [2.5]}), ("regions", {"soil": ["clay"]})):
        write_layer(tmp_path / f"{name}.gpkg", name, crs.ExportToWkt(), "Polygon", [bytes(SQUARE)], columns)
    return tmp_path


def refusal(files, kind, *names, **changes):
    given = {"input": str(files / "images"), "regions": str(files / "regions.gpkg"), "region_field": "soil", **changes}
    with pytest.raises(UserError) as refused:
        kind(str(files / "polygons.gpkg"), *names, **given).execute(RunContext(run_folder=str(files / "run")))
    return str(refused.value.message), str(refused.value.hint)


@pytest.mark.parametrize(("changes", "layer", "known"), [
    ({"class_field": "kode"}, "polygons", "code, farm, biomass"),
    ({"group_field": "kode"}, "polygons", "code, farm, biomass"),
    ({"region_field": "kode"}, "regions", "soil"),
    ({"region_priority_field": "kode"}, "regions", "soil"),
])
def test_a_column_that_is_not_there_is_named_before_the_images_are_listed(files, changes, layer, known):
    message, hint = refusal(files, ClassificationChainJob, **{"class_field": "code", **changes})
    assert message == f"{files / layer}.gpkg has no field 'kode'."
    assert hint == f"Choose one of: {known}."


def test_so_is_that_of_a_quantity(files):
    message, _ = refusal(files, RegressionChainJob, "biomas")
    assert message == f"{files}/polygons.gpkg has no field 'biomas'."


def test_with_the_right_columns_the_images_are_looked_for(files):
    message, _ = refusal(files, ClassificationChainJob, "code", group_field="farm")
    assert "images" in message
