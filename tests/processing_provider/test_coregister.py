"""Images are aligned from a shell, and the catalogue opens in QGIS with the shifts."""

import pytest
from qgis.core import QgsVectorLayer

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.tests.engine.coregister import made


def test_from_a_shell(qgis_process, tmp_path):
    textures = made.demo_textures(tmp_path)
    shifts = {"2021-01-02": (0.4, -0.6), "2021-02-01": (-1.2, 0.9), "2021-03-03": (0, 0)}
    masks = {"2021-03-03": made.clouds(1, 0.97)}
    products = made.series(tmp_path, textures[:1], shifts, masks)
    save_catalogue(str(tmp_path / "in.gpkg"), Catalogue(tuple(products)))
    reference = made.product(tmp_path, "2020-12-01", [made.still(b) for b in textures[0]]).path
    outcome = qgis_process.run("coregister", {
        "CATALOGUE": tmp_path / "in.gpkg", "REFERENCE": reference, "MAX_SHIFT": 4, "WORKERS": 1,
        "OUTPUT": tmp_path / "out.gpkg", "OUTPUT_CSV": tmp_path / "shifts.csv",
    })
    assert outcome.code == 0, outcome.errors
    results = outcome.json()["results"]
    assert (results["REGISTERED"], results["NOT_REGISTERED"]) == (2, 1)
    assert "2021-03-03 (has too few clear windows)" in outcome.output + outcome.errors
    layer = QgsVectorLayer(f"{tmp_path / 'out.gpkg'}|layername=products", "products", "ogr")
    rows = {row["date"].toString("yyyy-MM-dd"): row for row in layer.getFeatures()}
    for day in ("2021-01-02", "2021-02-01"):
        columns, lines = shifts[day]
        assert (rows[day]["shift_x"], rows[day]["shift_y"]) == pytest.approx((-10 * columns, 10 * lines), abs=1)
    assert [rows[day]["shift_windows"] > 0 for day in sorted(rows)] == [True, True, False]
    assert len((tmp_path / "shifts.csv").read_text().splitlines()) == 4
