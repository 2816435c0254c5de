"""What lies beside files: logs of SQLite, companions of a shapefile, names with brackets, other people's files."""

import errno
import json
import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.chains.steps import folder_print, input_prints
from landweave.engine.errors import UserError
from landweave.engine.jobs import AccuracyJob, ClassificationChainJob, PrepareReferenceJob
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.palette import read_palette
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.files import atomic_path, explain, source_prints
from landweave.engine.runtime.leftovers import scratch_folder
from landweave.engine.runtime.outputs import check_outputs
from landweave.engine.runtime.stop import StopRequest
from landweave.engine.vector.layers import read_layer, write_layer
from landweave.engine.worker import run_worker


def test_a_log_of_the_older_geopackage_is_not_replayed_into_the_new_one(tmp_path):
    path = tmp_path / "samples.gpkg"
    write_layer(path, "samples", "", "None", [None] * 3, {"code": [1, 2, 3]})
    held = sqlite3.connect(path)  # as QGIS holds a layer that is open
    held.execute("PRAGMA journal_mode = WAL")
    held.execute("CREATE TABLE noise (text TEXT)")
    held.executemany("INSERT INTO noise VALUES (?)", [("x" * 3000,)] * 50)
    held.commit()
    write_layer(path, "samples", "", "None", [None] * 2, {"code": [7, 8]})
    assert not (tmp_path / "samples.gpkg-wal").exists()
    assert read_layer(str(path)).fields["code"] == [7, 8]
    held.close()


def test_brackets_in_a_name_lose_no_companion(tmp_path):
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 0.0, 40.0, 10.0, 10.0, 4, 4)
    path = tmp_path / "map[1].tif"
    with RasterWriter(path, grid, colours={1: (9, 9, 9)}, categories={1: "wheat"}) as writer:
        writer.write(Window(0, 0, 4, 4), np.ones((4, 4), np.uint8))
    assert read_palette(str(path))[1] == {1: "wheat"}
    assert not list(tmp_path.glob("*.part*"))
    with pytest.raises(ZeroDivisionError), atomic_path(tmp_path / "a[1].gpkg") as part:
        part.with_name(f"{part.name}-journal").touch()
        raise ZeroDivisionError
    assert not list(tmp_path.glob("*.part*"))


def test_a_change_of_a_shapefiles_table_is_a_change_of_the_source(tmp_path):
    for ending in (".shp", ".dbf"):
        (tmp_path / f"fields{ending}").write_bytes(b"1")
    source = f"{tmp_path / 'fields.shp'}|layername=fields"
    before, job = source_prints(source), PrepareReferenceJob(source, "code", "", "")
    prints = input_prints(job)
    (tmp_path / "fields.dbf").write_bytes(b"22")
    assert source_prints(source) != before
    assert input_prints(job) != prints


def test_an_edit_that_waits_in_the_log_of_a_geopackage_is_a_change(tmp_path):
    path = tmp_path / "fields.gpkg"
    path.write_bytes(b"1")
    before = source_prints(str(path))
    (tmp_path / "fields.gpkg-wal").touch()
    assert source_prints(str(path)) == before  # an empty log holds no edit
    (tmp_path / "fields.gpkg-wal").write_bytes(b"edit")
    assert source_prints(str(path)) != before


def test_images_behind_a_link_count_in_the_print_of_a_folder(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "tile").symlink_to(tmp_path / "elsewhere")
    before = folder_print(tmp_path / "images")
    (tmp_path / "elsewhere" / "new.tif").write_bytes(b"1")
    (tmp_path / "elsewhere" / "loop").symlink_to(tmp_path / "images")
    assert folder_print(tmp_path / "images") != before


def test_files_beside_an_input_are_left_alone_after_an_error(tmp_path):
    own = tmp_path / "roads.part4194304.gpkg"  # in the user's own naming
    left = tmp_path / "report.part4194304.json"
    own.touch()
    left.touch()
    job = AccuracyJob(str(tmp_path / "map.tif"), str(tmp_path / "roads.gpkg"), "code", str(tmp_path / "report.json"))
    request = tmp_path / "job.json"
    request.write_text(json.dumps({"job": job.to_json()}), encoding="utf-8")
    assert run_worker([str(request)], lambda event: None, StopRequest()) == 2
    assert own.exists()
    assert not left.exists()


def test_the_folder_of_a_killed_process_goes_and_that_of_a_live_one_stays(tmp_path):
    with scratch_folder(tmp_path) as living:
        dead = Path(str(living).replace(f"_{os.getpid()}_", "_4194304_"))
        elsewhere = tmp_path / ".landweave_otherhost_4194304_x"
        for folder in (dead, elsewhere):
            folder.mkdir()
            (folder / "part.npy").touch()
        with scratch_folder(tmp_path):
            assert not dead.exists()
            assert elsewhere.exists()
            assert Path(living).exists()
    assert not Path(living).exists()


def test_a_file_that_is_held_open_is_not_called_a_read_only_folder(tmp_path):
    (tmp_path / "map.tif").touch()
    said = explain(PermissionError(errno.EACCES, "denied"), tmp_path / "map.tif")
    assert "open in another program" in str(said)


def test_overviews_and_names_of_an_older_raster_are_not_shown_with_the_new_one(tmp_path):
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 0.0, 40.0, 10.0, 10.0, 4, 4)
    path = tmp_path / "map.tif"
    for categories in ({1: "wheat"}, None):
        (tmp_path / "map.tif.ovr").touch()
        with RasterWriter(path, grid, categories=categories) as writer:
            writer.write(grid.window, np.ones((4, 4), np.uint8))
        assert read_palette(str(path))[1] == (categories or {})
        assert not (tmp_path / "map.tif.ovr").exists()


@pytest.mark.parametrize("values", [{"map": "area.tif", "nomenclature": "area.qml"},
                                    {"report": "area.html", "nomenclature": "area.csv"}])
def test_what_is_written_beside_an_output_overwrites_no_input(tmp_path, values):
    paths = {name: str(tmp_path / value) for name, value in values.items()}
    Path(paths["nomenclature"]).touch()
    job = ClassificationChainJob("fields.gpkg", "code", input="images", **paths)
    with pytest.raises(UserError, match="given as NOMENCLATURE, would be overwritten"):
        check_outputs(job)
    Path(paths["nomenclature"]).unlink()
    check_outputs(job)
