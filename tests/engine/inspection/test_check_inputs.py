"""What is put wrong on purpose is found, with its remedy, and nothing is found where all is well."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.inspection.findings import Findings, in_two
from landweave.engine.jobs import CheckInputsJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import LeftOut
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.tests.engine.mapping.world import CODES

GOOD = [(c, r, CODES[(c // 12 + r // 12) % 3]) for c in range(2, 210, 12) for r in range(2, 118, 12)]


def check(paths, folder, **values):
    """Return what was found, the text of the page, and what was said."""
    said = []
    job = CheckInputsJob(**{"catalogue": paths["catalogue"], "output_html": str(folder / "p.html"),
                            "output_json": str(folder / "p.json"), **values})
    outputs = job.execute(RunContext(emit=said.append))
    found = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert (outputs["ERRORS"], outputs["WARNINGS"]) == (found["errors"], found["warnings"])
    warned = [e["message"] for e in said if e["event"] == "warning"]
    assert len(warned) == found["errors"] + found["warnings"]
    assert all(f["remedy"] for f in found["findings"] if f["severity"] != "note"), found["findings"]
    return found, (folder / "p.html").read_text(encoding="utf-8"), warned


def texts(found, severity):
    return [f["text"] for f in found["findings"] if f["severity"] == severity]


def test_nothing_is_wrong_where_all_is_well(paths, polygons, tmp_path):
    found, page, _ = check(paths, tmp_path, reference=polygons(GOOD), class_field="code", regions=paths["regions"],
                           region_field="region")
    assert found["errors"] == found["warnings"] == 0
    assert "A map can be made; nothing was found to be wrong." in page
    assert [c["code"] for c in found["classes"]] == sorted(CODES)
    assert sum(c["polygons"] for c in found["classes"]) == len(GOOD)
    assert sum(c["area_m2"] for c in found["classes"]) == pytest.approx(len(GOOD) * 80 * 80, rel=1e-3)
    products = load_catalogue(paths["catalogue"]).products
    assert found["needs"]["features"] == len(make_plan(SeriesOptions(), products).features())
    assert found["needs"]["pixels"] == (128 + 96) * 128  # two tiles of 128 columns, 96 apart
    assert found["needs"]["image_bytes"] == sum(
        Path(f).stat().st_size for f in {f for p in products for f in p.files})
    assert found["needs"]["seconds"] > 0
    rows = found["calendars"]
    assert [(r["tile"], r["images"]) for r in rows] == [("31TCJ", 6), ("31TDJ", 6)]


def test_images_alone_can_be_checked(paths, tmp_path):
    found, page, _ = check(paths, tmp_path)
    assert found["errors"] == 0 and found["classes"] == []
    assert page.count("<circle") == len(load_catalogue(paths["catalogue"]).products)
    assert not re.search(r"<script|(src|href)=[\"']?https?://", page)


def test_damaged_and_gone_images_are_errors_and_the_rest_is_looked_at(paths, polygons, tmp_path):
    catalogue = load_catalogue(paths["catalogue"])
    first = catalogue.products[0]
    gone = replace(first, bands=tuple(replace(b, path=b.path.replace("B8", "B9")) for b in first.bands))
    left = (LeftOut("/data/a.zip", "is cut off: get it again.", True), LeftOut("/data/b.jpg", "is a picture."))
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, Catalogue((gone, *catalogue.products[1:]), left))
    found, page, warned = check({"catalogue": path}, tmp_path, reference=polygons(GOOD), class_field="code")
    assert [t for t in texts(found, "error") if "a.zip is cut off" in t]
    assert [t for t in texts(found, "error") if first.identifier in t and "is gone" in t]
    assert any("b.jpg" in t for t in texts(found, "note"))
    assert len(found["classes"]) == 3
    assert "2 errors" in page and any(m.startswith("Error, images: ") for m in warned)


def test_options_that_do_not_work_are_an_error_and_the_calendar_is_shown_all_the_same(paths, tmp_path):
    series = tmp_path / "series.json"
    series.write_text('{"indices": ["NVDI"]}')
    found, page, _ = check(paths, tmp_path, series=str(series))
    assert found["errors"] == 1 and "NVDI" in texts(found, "error")[0]
    assert found["plan"] is None and len(found["calendars"]) == 2 and "<circle" in page


def test_contrary_polygons_and_a_strange_nomenclature_are_told_together(paths, polygons, tmp_path):
    nomenclature = tmp_path / "n.csv"
    nomenclature.write_text("code,name,colour\n900,moon,#cccccc\n")
    squares = [*GOOD, (4, 4, CODES[2] if GOOD[0][2] != CODES[2] else CODES[0])]
    found, _, _ = check(paths, tmp_path, reference=polygons(squares), class_field="code",
                        nomenclature=str(nomenclature))
    errors = texts(found, "error")
    assert any("overlap" in t for t in errors) and any("none of the class codes" in t for t in errors)


def test_thin_classes_lost_polygons_and_lacking_codes_are_warnings(paths, polygons, tmp_path):
    nomenclature = tmp_path / "n.csv"
    nomenclature.write_text("code,name,colour\n3,wood,#008800\n11,water,#0000cc\n77,moor,#cccccc\n")
    squares = [*[s for s in GOOD if s[2] != 31], (14, 62, 31), (26, 62, 31), (5000, 5000, 3)]
    squares = [s for i, s in enumerate(squares) if s[:2] not in {t[:2] for t in squares[i + 1:]}]
    found, _, _ = check(paths, tmp_path, reference=polygons(squares), class_field="code",
                        nomenclature=str(nomenclature))
    warnings = texts(found, "warning")
    assert found["errors"] == 0
    assert any("class 31 (2)" in t and "fewer than 10" in t for t in warnings)
    assert any("outside the images" in t for t in warnings)
    assert any("lacks class 31" in t for t in warnings)
    assert any("moor" in t for t in texts(found, "note"))


def test_a_region_without_polygons_is_told(paths, polygons, tmp_path):
    west = [s for s in GOOD if s[0] < 100]
    found, _, _ = check(paths, tmp_path, reference=polygons(west), class_field="code", regions=paths["regions"],
                        region_field="region")
    assert any("region east" in t and "no model" in t for t in texts(found, "warning"))


def test_missing_layers_are_findings_and_missing_columns_are_refused(paths, polygons, tmp_path):
    found, _, _ = check(paths, tmp_path, reference=str(tmp_path / "none.gpkg"), class_field="code")
    assert any("does not exist" in t for t in texts(found, "error"))
    with pytest.raises(UserError, match="without its column"):
        check(paths, tmp_path, reference=polygons(GOOD))


def test_a_sensor_that_a_tile_lacks_is_told(paths, tmp_path):
    products = load_catalogue(paths["catalogue"]).products
    other = [replace(p, sensor="L8", identifier=p.identifier + "_L8") for p in products if p.tile == "31TCJ"]
    far = [replace(p, grid=replace(p.grid, x_min=p.grid.x_min - 3000)) for p in other]
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, Catalogue((*products, *far)))
    found, _, _ = check({"catalogue": path}, tmp_path)
    assert any("no image of L8 on tile 31TDJ" in t for t in texts(found, "warning"))
    assert any(r["sensor"] == "L8" and r["tile"] == "31TDJ" and r["images"] == 0 for r in found["calendars"])


def test_several_processors_of_one_sensor_are_told(paths, tmp_path):
    products = load_catalogue(paths["catalogue"]).products
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, Catalogue((*products[:3], *(replace(p, format="sen2cor_l2a") for p in products[3:]))))
    found, _, _ = check({"catalogue": path}, tmp_path)
    assert any("several processors" in t and "9 of sen2cor_l2a" in t for t in texts(found, "warning"))


def test_an_empty_catalogue_is_an_error(tmp_path):
    path = str(tmp_path / "c.gpkg")
    save_catalogue(path, Catalogue(()))
    found, page, _ = check({"catalogue": path}, tmp_path)
    assert "holds no product" in texts(found, "error")[0] and "1 error" in page


def test_findings_of_one_kind_are_counted_after_the_first():
    findings = Findings.none()
    findings.add_alike("error", "Images", [f"file {i} is gone." for i in range(100)], "Look.")
    findings.add_alike("error", "Images", ["file 0 is gone."], "Look.")
    assert len(findings.found) == 9 and findings.found[-1].text == "92 more are like those before."


def test_messages_are_parted_into_cause_and_remedy():
    assert in_two("It is so. Mend it. Now.") == ("It is so.", "Mend it. Now.")
    assert in_two("a.gpkg has one.") == ("a.gpkg has one.", "")
    assert in_two("2 polygons lie outside the images and are left out: 3.")[1].startswith("Check that images")
