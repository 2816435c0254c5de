"""The chain of vectors gives what its steps give by hand, and does nothing twice."""

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClipByZonesJob,
    RegularizeJob,
    SimplifyPolygonsJob,
    SmoothPolygonsJob,
    VectorChainJob,
    VectorizeJob,
    ZonalStatisticsJob,
)
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import Layer, read_layer, write_layers
from landweave.tests.engine.postprocess.cases import CRS, DEGREES, bytes_of, grid_of, natural, write_map

shapely = pytest.importorskip("shapely", reason="shapely is not installed")


@pytest.fixture
def inputs(tmp_path):
    random = np.random.default_rng(1)
    codes = natural(1)
    odd = (random.random(codes.shape) < 0.1) & (codes > 0)
    codes = np.where(odd, random.integers(1, 5, codes.shape), codes)
    x = 500_000 + 600
    halves = [f"POLYGON (({a} 0, {b} 0, {b} 9000000, {a} 9000000, {a} 0))" for a, b in ((x - 9000, x), (x, x + 9000))]
    wkb = tuple(bytes(ogr.CreateGeometryFromWkt(text).ExportToIsoWkb()) for text in halves)
    write_layers(tmp_path / "zones.gpkg", [Layer("zones", CRS, "Polygon", wkb, {"who": ["west", "east"]})])
    return {
        "map": write_map(tmp_path / "map.tif", codes),
        "confidence": write_map(tmp_path / "confidence.tif", random.integers(0, 101, codes.shape), nodata=255),
        "zones": str(tmp_path / "zones.gpkg"),
        "zone_field": "who",
    }


def run(job, folder, messages=None):
    def emit(event):
        if messages is not None and event["event"] == "log":
            messages.append(event["message"])

    return job.execute(RunContext(workers=1, emit=emit, run_folder=str(folder) if folder else ""))


def test_it_gives_what_the_steps_give(inputs, tmp_path):
    made = run(VectorChainJob(**inputs), tmp_path / "run")
    names = ("regular.tif", "a.gpkg", "b.gpkg", "c.gpkg", "polygons.gpkg", "cut")
    hand = {name: str(tmp_path / name) for name in names}
    for job in (
        RegularizeJob(inputs["map"], hand["regular.tif"], passes=2, minimum_area=1000.0),
        VectorizeJob(hand["regular.tif"], hand["a.gpkg"]),
        SimplifyPolygonsJob(hand["a.gpkg"], hand["b.gpkg"]),
        SmoothPolygonsJob(hand["b.gpkg"], hand["c.gpkg"]),
        ZonalStatisticsJob(hand["c.gpkg"], hand["polygons.gpkg"], inputs["map"], inputs["confidence"]),
        ClipByZonesJob(hand["polygons.gpkg"], inputs["zones"], "who", hand["cut"]),
    ):
        run(job, None)
    for name in ("regular.tif", "polygons.gpkg"):
        assert bytes_of(tmp_path / "run" / name) == bytes_of(hand[name])
    for name in ("east.gpkg", "west.gpkg"):
        assert bytes_of(tmp_path / "run" / "zones" / name) == bytes_of(tmp_path / "cut" / name)
    layer = read_layer(made["POLYGONS"])
    assert made["COUNT"] == len(layer) and made["FILES"] == 2
    assert {"code", "name", "area_m2", "majority", "share_1", "conf_mean", "conf_std"} <= set(layer.fields)
    shapes = shapely.from_wkb(list(layer.geometries))
    assert shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)


def test_it_does_nothing_twice(inputs, tmp_path):
    job = VectorChainJob(**inputs)
    run(job, tmp_path / "run")
    again = []
    run(job, tmp_path / "run", again)
    assert sum("done before" in m for m in again) == 6
    (tmp_path / "run" / "zones" / "east.gpkg").unlink()
    after = []
    run(job, tmp_path / "run", after)
    assert sum("done before" in m for m in after) == 5
    assert (tmp_path / "run" / "zones" / "east.gpkg").is_file()


def test_steps_can_be_left_out(inputs, tmp_path):
    made = run(VectorChainJob(inputs["map"], tolerance=0.0, rounds=0, statistics=False,
                              polygons=str(tmp_path / "here.fgb")), tmp_path / "run")
    assert list(read_layer(made["POLYGONS"]).fields) == ["code", "name", "area_m2"]
    assert made["CLIPPED"] == "" and not (tmp_path / "run" / "zones").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [({"zone_field": ""}, "needs both"), ({"format": "csv"}, "FORMAT"), ({"zone_field": "what"}, "no field 'what'"),
     ({"polygons": "x.json"}, "no ending"), ({"map": "none.tif"}, "none.tif")],
)  # fmt: skip
def test_what_is_wrong_is_said_before_the_work(inputs, tmp_path, options, said):
    with pytest.raises(UserError, match=said):
        run(VectorChainJob(**{**inputs, **options}), tmp_path / "run")
    assert not (tmp_path / "run" / "regular.tif").exists()
    degrees = write_map(tmp_path / "degrees.tif", natural(1), grid_of(natural(1), DEGREES, 0.0001, 3.0, 45.0))
    with pytest.raises(UserError, match="TOLERANCE is 20 degrees"):
        run(VectorChainJob(degrees), tmp_path / "other")
    with pytest.raises(UserError, match="run folder"):
        run(VectorChainJob(**inputs), None)
