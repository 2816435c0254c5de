"""Outlines generalised by GRASS, where it is installed, and what is said where it is not."""

import os
import stat
import threading

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import SimplifyPolygonsJob, SmoothPolygonsJob, VectorChainJob, VectorizeJob
from landweave.engine.postprocess import grass, simplify, smooth, vectorize
from landweave.engine.postprocess.arcs import Lines
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import read_layer
from landweave.tests.engine.postprocess.cases import bytes_of, natural, write_map

shapely = pytest.importorskip("shapely", "2.1", reason="shapely is not installed")
needs_grass = pytest.mark.skipif(not grass.find_grass(), reason="GRASS is not installed")


def polygons_of(folder):
    folder.mkdir(exist_ok=True)
    vectorize.run(VectorizeJob(write_map(folder / "map.tif", natural(4)), str(folder / "p.gpkg")), RunContext())
    return str(folder / "p.gpkg")


def shapes(path):
    return shapely.from_wkb(list(read_layer(str(path)).geometries))


def areas(path):
    layer = read_layer(str(path))
    total = {}
    for code, wkb in zip(layer.fields["code"], layer.geometries):
        total[code] = total.get(code, 0) + ogr.CreateGeometryFromWkb(wkb).Area()
    return total


def douglas_peucker(points, threshold):
    """Keep the corner that lies furthest from the line between the ends, and do the same on both sides of it."""
    if len(points) < 3:
        return points
    line = shapely.LineString(points[[0, -1]]) if (points[0] != points[-1]).any() else shapely.Point(points[0])
    away = shapely.distance(shapely.points(points), line)
    worst = int(np.argmax(away))
    if away[worst] <= threshold:
        return points[[0, -1]]
    left, right = (douglas_peucker(part, threshold) for part in (points[: worst + 1], points[worst:]))
    return np.vstack([left[:-1], right])


@needs_grass
def test_lines_come_back_as_douglas_and_peucker_have_them(tmp_path):
    """Three borders between two nodes, far from each other."""
    random = np.random.default_rng(0)
    each = []
    for count, height in ((2, 0), (30, 400), (200, -400)):
        along = np.linspace(0, 1000, count)
        across = height * np.sin(np.pi * along / 1000) * random.uniform(0.95, 1.05, count)
        each.append(np.stack([along, across], axis=1).round(6) + 1e6 / 3)
    each[1][-1] = each[2][-1] = each[0][-1]
    lines = Lines(np.vstack(each), np.concatenate([[0], np.cumsum([len(points) for points in each])]))
    found = grass.generalized(lines, grass.DOUGLAS_PEUCKER, 5.0, str(tmp_path / "o.gpkg"), RunContext())
    assert len(found) == 3
    for number, points in enumerate(each):
        ours = found.points[found.starts[number] : found.starts[number + 1]]
        assert np.array_equal(ours, douglas_peucker(points, 5.0))
    assert list(tmp_path.iterdir()) == []


@needs_grass
@pytest.mark.parametrize("folder", ["plain", "à la carte"])
def test_polygons_fit_and_keep_their_areas(tmp_path, folder):
    source = polygons_of(tmp_path / folder)
    simple, rounder = str(tmp_path / folder / "simple.gpkg"), str(tmp_path / folder / "smooth.gpkg")
    simplify.run(SimplifyPolygonsJob(source, simple, method="grass"), RunContext())
    smooth.run(SmoothPolygonsJob(simple, rounder, method="grass"), RunContext())
    corners = [shapely.get_num_coordinates(shapes(path)).sum() for path in (source, simple, rounder)]
    assert corners[1] < 0.5 * corners[0] and corners[2] > 1.5 * corners[1]
    for path in (simple, rounder):
        after = shapes(path)
        assert shapely.is_valid(after).all() and shapely.coverage_is_valid(after)
        assert max(abs(area / areas(source)[code] - 1) for code, area in areas(path).items()) < 0.001
    once = bytes_of(rounder)
    smooth.run(SmoothPolygonsJob(simple, rounder, method="grass"), RunContext())
    assert bytes_of(rounder) == once


def test_without_grass_it_is_said_and_nothing_else_needs_it(tmp_path, monkeypatch):
    source = polygons_of(tmp_path)
    monkeypatch.setenv("GRASSBIN", str(tmp_path / "no_such_program"))
    assert grass.find_grass() == ""
    simplify.run(SimplifyPolygonsJob(source, str(tmp_path / "s.gpkg")), RunContext())
    for run, job in ((simplify.run, SimplifyPolygonsJob(source, str(tmp_path / "o.gpkg"), method="grass")),
                     (smooth.run, SmoothPolygonsJob(source, str(tmp_path / "o.gpkg"), method="grass"))):  # fmt: skip
        with pytest.raises(UserError, match="GRASS GIS is not installed"):
            run(job, RunContext())
    chain = VectorChainJob(str(tmp_path / "map.tif"), method="grass")
    with pytest.raises(UserError, match="GRASS GIS is not installed"):
        chain.execute(RunContext(run_folder=str(tmp_path / "run")))
    assert not (tmp_path / "o.gpkg").exists()


def program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="a program of the shell")
def test_what_grass_complains_about_is_said(tmp_path, monkeypatch):
    source = polygons_of(tmp_path)
    monkeypatch.setenv("GRASSBIN", program(tmp_path / "broken", "echo ERROR: no room; exit 3"))
    with pytest.raises(UserError, match="ERROR: no room"):
        simplify.run(SimplifyPolygonsJob(source, str(tmp_path / "o.gpkg"), method="grass"), RunContext())


@pytest.mark.skipif(os.name == "nt", reason="a program of the shell")
def test_a_run_that_waits_for_grass_can_be_stopped(tmp_path, monkeypatch):
    source = polygons_of(tmp_path)
    monkeypatch.setenv("GRASSBIN", program(tmp_path / "slow", "touch started; exec sleep 60"))
    stopped = threading.Event()
    threading.Timer(2.0, stopped.set).start()
    with pytest.raises(Cancelled):
        simplify.run(SimplifyPolygonsJob(source, str(tmp_path / "o.gpkg"), method="grass"),
                     RunContext(is_cancelled=stopped.is_set))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".landweave")]


def test_a_method_that_is_none(tmp_path):
    with pytest.raises(UserError, match="METHOD is 'qgis'"):
        simplify.run(SimplifyPolygonsJob(polygons_of(tmp_path), str(tmp_path / "o.gpkg"), method="qgis"), RunContext())
