"""The jobs `plan_area_sample` and `estimate_area` as users run them: files in, files out."""

import csv
import json

import numpy as np
import pytest

from landweave.engine.jobs import DrawAreaSampleJob, EstimateAreaJob, PlanAreaSampleJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.validation.areas import class_areas
from landweave.engine.vector.layers import points_wkb, read_layer, reproject_geometries, write_layer
from landweave.tests.engine.area_sample import published
from landweave.tests.engine.validation import places

QUIET = RunContext()
PIXEL_M2 = 900


def olofsson_files(folder):
    """Write the worked example as a table of points and a table of strata."""
    mapped, reference = published.pairs_of(published.OLOFSSON_COUNTS)
    rows = "".join(f"{m + 1},{r + 1}\n" for m, r in zip(mapped, reference))
    (folder / "points.csv").write_text(f"map,ref\n{rows}")
    sizes = "".join(f"{i + 1},{n * PIXEL_M2}\n" for i, n in enumerate(published.OLOFSSON_PIXELS))
    (folder / "strata.csv").write_text(f"code,area_m2\n{sizes}")
    names = "".join(f"{i + 1},{name}\n" for i, name in enumerate(published.OLOFSSON_NAMES))
    (folder / "names.csv").write_text(f"code,name\n{names}")


def estimate(folder, **changes):
    given = {"points": str(folder / "points.csv"), "reference_field": "ref", "map_field": "map",
             "output_json": str(folder / "out.json"), **changes}
    EstimateAreaJob(**given).execute(QUIET)
    return json.loads((folder / "out.json").read_text(encoding="utf-8"))


def test_olofsson_as_files(tmp_path):
    olofsson_files(tmp_path)
    report = estimate(tmp_path, strata=str(tmp_path / "strata.csv"), nomenclature=str(tmp_path / "names.csv"),
                      output_csv=str(tmp_path / "out.csv"), output_html=str(tmp_path / "out.html"))
    hectares = [(round(c["area_m2"] / 1e4), round((c["area_interval_m2"][1] - c["area_m2"]) / 1e4))
                for c in report["classes"]]
    assert hectares == [(21158, 6158), (11686, 3756), (285770, 15510), (581386, 16282)]
    assert [c["name"] for c in report["classes"]] == list(published.OLOFSSON_NAMES)
    assert [round(c["mapped_area_m2"] / 1e4) for c in report["classes"]] == [18000, 13500, 288000, 580500]
    assert round(report["overall_accuracy"], 2) == 0.95
    assert report["overall_accuracy_interval"] == pytest.approx([0.928, 0.965], abs=6e-4)
    assert report["matrix"]["points"] == published.OLOFSSON_COUNTS.tolist()
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "between 15,000 and 27,300 ha" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert float(rows[0]["area_m2"]) == report["classes"][0]["area_m2"]
    assert float(rows[0]["area_low_m2"]) == report["classes"][0]["area_interval_m2"][0]


def test_left_out_points_of_a_csv_are_noticed(tmp_path):
    """The numbers of the points are text there."""
    rows = [(number, 1 + number % 2, "" if number == 4 else 1 + number % 2) for number in range(1, 13)]
    (tmp_path / "points.csv").write_text("number,map,ref\n" + "".join(f"{n},{m},{r}\n" for n, m, r in rows))
    (tmp_path / "strata.csv").write_text("code,area_m2\n1,900\n2,800\n")
    report = estimate(tmp_path, strata=str(tmp_path / "strata.csv"))
    assert not report["points_in_order"]
    assert any("later ones have" in sentence for sentence in report["warnings"])


def test_page_in_french(tmp_path):
    olofsson_files(tmp_path)
    estimate(tmp_path, strata=str(tmp_path / "strata.csv"), output_html=str(tmp_path / "out.html"), language="fr")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in page
    assert "entre 15\u202f000 et 27\u202f300 ha" in page


def test_strata_as_a_field_give_the_same_as_classes(tmp_path):
    olofsson_files(tmp_path)
    one = estimate(tmp_path, strata=str(tmp_path / "strata.csv"))
    two = estimate(tmp_path, strata=str(tmp_path / "strata.csv"), stratum_field="map")
    assert not two["strata_are_classes"]
    for first, second in zip(one["classes"], two["classes"]):
        for key in ("area_m2", "area_se_m2", "mapped_area_m2", "users_accuracy", "producers_accuracy_se"):
            assert first[key] == pytest.approx(second[key])


@pytest.fixture
def mapped(tmp_path):
    """A map in two CRS-free halves, with 300 points of known class."""
    random = np.random.default_rng(2)
    codes = random.choice([1, 2, 3], (200, 150), p=(0.6, 0.3, 0.1))
    grid = places.write_map(tmp_path / "map.tif", codes)
    rows, columns = np.concatenate([np.argwhere(codes == c)[random.permutation((codes == c).sum())[:100]]
                                    for c in (1, 2, 3)]).T
    shown = codes[rows, columns]
    truth = np.where(random.random(300) < 0.15, random.choice([1, 2, 3], 300), shown)
    return tmp_path, grid, rows, columns, shown, truth


def write_points(folder, grid, rows, columns, **fields):
    x, y = grid.x_min + (columns + 0.5) * 10, grid.y_max - (rows + 0.5) * 10
    write_layer(folder / "points.gpkg", "points", grid.crs, "Point", points_wkb(x, y), fields)
    return str(folder / "points.gpkg")


def test_areas_of_the_strata_come_from_the_map(mapped):
    folder, grid, rows, columns, shown, truth = mapped
    points = write_points(folder, grid, rows, columns, map=shown, ref=truth)
    areas = class_areas(str(folder / "map.tif"))
    lines = "".join(f"{c},{m2}\n" for c, m2 in areas.m2.items())
    (folder / "strata.csv").write_text(f"code,area_m2\n{lines}")
    of_map = estimate(folder, points=points, map=str(folder / "map.tif"))
    of_table = estimate(folder, points=points, strata=str(folder / "strata.csv"))
    read_again = estimate(folder, points=points, map=str(folder / "map.tif"), map_field="")
    assert [c["mapped_area_m2"] for c in of_map["classes"]] == list(areas.m2.values())
    assert of_map["total_area_m2"] == pytest.approx(200 * 150 * 100)
    assert [c["area_m2"] for c in of_map["classes"]] == [c["area_m2"] for c in of_table["classes"]]
    assert read_again["classes"] == of_map["classes"]


def test_points_not_interpreted_yet_are_left_out(mapped):
    folder, grid, rows, columns, shown, truth = mapped
    order = np.random.default_rng(1).permutation(300)
    whole = [int(c) for c in truth[order]]
    first = write_points(folder, grid, rows[order], columns[order], map=shown[order], number=np.arange(1, 301),
                         ref=[c if i < 200 else None for i, c in enumerate(whole)])
    report = estimate(folder, points=first, map=str(folder / "map.tif"))
    assert (report["points"], report["points_without_class"], report["points_in_order"]) == (200, 100, True)
    picked = write_points(folder, grid, rows[order], columns[order], map=shown[order], number=np.arange(1, 301),
                          ref=[c if i % 3 else None for i, c in enumerate(whole)])
    report = estimate(folder, points=picked, map=str(folder / "map.tif"))
    assert not report["points_in_order"]
    assert any("hard to interpret" in sentence for sentence in report["warnings"])


def test_a_map_that_was_changed_since_is_noticed(mapped):
    folder, grid, rows, columns, shown, truth = mapped
    other = np.where(np.arange(300) < 7, shown % 3 + 1, shown)
    report = estimate(folder, points=write_points(folder, grid, rows, columns, map=other, ref=truth),
                      map=str(folder / "map.tif"))
    assert report["points_where_the_map_differs"] == 7
    assert "7 of 300 points" in report["warnings"][0]


def test_one_place_twice_is_noticed(mapped):
    folder, grid, rows, columns, shown, truth = mapped
    rows[1], columns[1], shown[1] = rows[0], columns[0], shown[0]
    report = estimate(folder, points=write_points(folder, grid, rows, columns, map=shown, ref=truth),
                      map=str(folder / "map.tif"))
    assert report["points_in_a_shared_pixel"] == 1


def test_a_class_only_the_ground_has(mapped):
    folder, grid, rows, columns, shown, truth = mapped
    truth[:3] = 9
    report = estimate(folder, points=write_points(folder, grid, rows, columns, map=shown, ref=truth),
                      map=str(folder / "map.tif"), output_html=str(folder / "out.html"))
    nine = report["classes"][-1]
    assert (nine["code"], nine["mapped_area_m2"], nine["users_accuracy"], nine["producers_accuracy"]) == (9, 0, None, 0)
    assert nine["area_m2"] > 0
    assert any("not on the map: 9" in sentence for sentence in report["warnings"])


def test_other_strata_with_a_map(mapped):
    """Strata by halves of the map: mapped areas are the map's own, areas those of the formula by halves."""
    folder, grid, rows, columns, shown, truth = mapped
    half = np.where(rows < 100, "north", "south")
    (folder / "halves.csv").write_text("code,area_m2\nnorth,1500000\nsouth,1500000\n")
    points = write_points(folder, grid, rows, columns, half=list(half), ref=truth)
    report = estimate(folder, points=points, map=str(folder / "map.tif"), map_field="", stratum_field="half",
                      strata=str(folder / "halves.csv"))
    expected = 1.5e6 * sum((truth[half == h] == 2).mean() for h in ("north", "south"))
    assert report["classes"][1]["area_m2"] == pytest.approx(expected)
    assert report["classes"][1]["mapped_area_m2"] == class_areas(str(folder / "map.tif")).m2[2]
    assert [s["code"] for s in report["strata"]] == ["north", "south"]
    alone = estimate(folder, points=write_points(folder, grid, rows, columns, half=list(half), ref=truth, map=shown),
                     stratum_field="half", strata=str(folder / "halves.csv"))
    assert alone["mapped_areas_are_estimated"]
    assert alone["classes"][1]["mapped_area_m2"] != report["classes"][1]["mapped_area_m2"]


def test_points_in_another_crs(mapped):
    folder, grid, rows, columns, _, truth = mapped
    own = write_points(folder, grid, rows, columns, ref=truth)
    report = estimate(folder, points=own, map=str(folder / "map.tif"), map_field="")
    layer = read_layer(own)
    degrees = reproject_geometries(layer.geometries, grid.crs, places.wkt(4326))
    write_layer(folder / "degrees.gpkg", "points", places.wkt(4326), "Point", degrees, {"ref": truth})
    again = estimate(folder, points=str(folder / "degrees.gpkg"), map=str(folder / "map.tif"), map_field="")
    assert again["classes"] == report["classes"]


def test_a_map_in_degrees(tmp_path):
    """Strata have the area of the ellipsoid: more in the south half than in the north one, pixel by pixel the same."""
    grid = places.grid_of(40, 4000, x=5.0, y=60.0, size=(0.005, 0.005), crs=places.wkt(4326))
    places.write_map(tmp_path / "map.tif", np.repeat([1, 2], 2000)[:, None] * np.ones((1, 40)), grid)
    plan(tmp_path, map=str(tmp_path / "map.tif"), total=60, allocation="equal")
    DrawAreaSampleJob(str(tmp_path / "map.tif"), str(tmp_path / "plan.csv"), str(tmp_path / "p.gpkg")).execute(QUIET)
    report = estimate(tmp_path, points=str(tmp_path / "p.gpkg"), reference_field="map_code", map_field="map_code",
                      map=str(tmp_path / "map.tif"))
    north, south = (c["mapped_area_m2"] for c in report["classes"])
    assert report["areas_on_the_ellipsoid"]
    # Of a sphere between 60 and 50 and between 50 and 40 degrees; the ellipsoid differs by less than a hundredth.
    expected = [np.sin(np.radians(a)) - np.sin(np.radians(b)) for a, b in ((60, 50), (50, 40))]
    assert south / north == pytest.approx(expected[1] / expected[0], rel=0.01)
    assert report["overall_accuracy"] == 1


def test_one_class_only(tmp_path):
    grid = places.write_map(tmp_path / "map.tif", np.full((20, 20), 4))
    at = np.arange(10)
    points = write_points(tmp_path, grid, at, at, map=[4] * 10, ref=[4] * 8 + [5] * 2)
    report = estimate(tmp_path, points=points, map=str(tmp_path / "map.tif"), output_html=str(tmp_path / "out.html"))
    assert report["overall_accuracy"] == pytest.approx(0.8)
    assert any("one class only" in sentence for sentence in report["warnings"])
    all_right = estimate(tmp_path, points=write_points(tmp_path, grid, at, at, map=[4] * 10, ref=[4] * 10),
                         map=str(tmp_path / "map.tif"), output_html=str(tmp_path / "out.html"))
    assert all_right["overall_accuracy_interval"][0] < 0.75
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "All 10 points of 4 are right" in page


def test_tables_may_have_decimal_commas_and_zeros(tmp_path):
    olofsson_files(tmp_path)
    plain = estimate(tmp_path, strata=str(tmp_path / "strata.csv"))
    text = (tmp_path / "strata.csv").read_text().replace(",", ";").replace("\n", ",0\n").replace("area_m2,0", "area_m2")
    (tmp_path / "other.csv").write_text(text + "7;0\n")
    assert estimate(tmp_path, strata=str(tmp_path / "other.csv"))["classes"] == plain["classes"]


def plan(folder, **changes):
    given = {"output": str(folder / "plan.csv"), **changes}
    result = PlanAreaSampleJob(**given).execute(QUIET)
    with (folder / "plan.csv").open(newline="", encoding="utf-8") as file:
        return result, list(csv.DictReader(file))


def test_the_plan_of_olofsson(tmp_path):
    olofsson_files(tmp_path)
    (tmp_path / "expected.csv").write_text("code,users_accuracy\n1,0.7\n2,0.6\n3,0.9\n4,0.95\n")
    result, rows = plan(tmp_path, strata=str(tmp_path / "strata.csv"), expectations=str(tmp_path / "expected.csv"),
                        target_error=0.01, minimum=100, output_html=str(tmp_path / "plan.html"),
                        nomenclature=str(tmp_path / "names.csv"))
    assert result["SAMPLES"] == 641
    assert [int(row["proportional"]) for row in rows] == [13, 10, 205, 413]
    assert [int(row["samples"]) for row in rows] == [100, 100, 146, 295]
    assert [row["name"] for row in rows] == list(published.OLOFSSON_NAMES)
    assert "641 points" in (tmp_path / "plan.html").read_text(encoding="utf-8")
    plan(tmp_path, strata=str(tmp_path / "strata.csv"), output_html=str(tmp_path / "plan.html"), language="fr")
    assert "641 points" not in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_a_plan_from_a_map_and_its_report(mapped):
    folder = mapped[0]
    report = {"classes": [{"code": 1, "precision": 0.9}, {"code": 2, "precision": None}, {"code": 3, "precision": 0.5}]}
    (folder / "report.json").write_text(json.dumps(report))
    _, rows = plan(folder, map=str(folder / "map.tif"), expectations=str(folder / "report.json"), total=90,
                   allocation="equal")
    assert [float(row["users_accuracy"]) for row in rows] == [0.9, 0.85, 0.5]
    assert [int(row["samples"]) for row in rows] == [30, 30, 30]
    areas = class_areas(str(folder / "map.tif"))
    assert [int(row["pixels"]) for row in rows] == list(areas.pixels.values())
    assert [float(row["area_m2"]) for row in rows] == list(areas.m2.values())
    # The plan itself is a table of strata, with numbers of pixels.
    points = write_points(*mapped[:4], map=mapped[4], ref=mapped[5])
    assert estimate(folder, points=points, strata=str(folder / "plan.csv"))["strata"][0]["pixels"] == areas.pixels[1]
