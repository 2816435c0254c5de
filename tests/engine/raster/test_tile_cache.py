import os
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.raster import tile_cache
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.tile_cache import TileCache, cached_path

ROOT = Path(__file__).resolve().parents[3]
GIB = 1 << 30
pytestmark = pytest.mark.skipif(
    gdal.GetDriverByName("JP2OpenJPEG") is None, reason="this GDAL cannot write JPEG 2000")


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Take files for settled at once, and forget what earlier tests could not cache."""
    monkeypatch.setattr(tile_cache, "_SETTLED_S", 0.0)
    tile_cache._refused.clear()


@pytest.fixture
def cache(tmp_path):
    return TileCache(str(tmp_path / "cache"), GIB)


def _jp2(path, seed=0, rows=550, columns=600, kind=gdal.GDT_UInt16, bands=1, options=()):
    """Write a lossless JPEG 2000 file of random fields, and return its values."""
    random = np.random.default_rng(seed)
    high = 250 if kind == gdal.GDT_Byte else 12000
    coarse = random.integers(0, high, (bands, rows // 50, columns // 50))
    values = coarse.repeat(50, axis=1).repeat(50, axis=2) + random.integers(0, 5, (bands, rows, columns))
    made = gdal.GetDriverByName("MEM").Create("", columns, rows, bands, kind)
    made.SetGeoTransform((399960, 10, 0, 4900020, 0, -10))
    made.SetProjection("EPSG:32631")
    for number, layer in enumerate(values, 1):
        made.GetRasterBand(number).WriteArray(layer)
        made.GetRasterBand(number).SetNoDataValue(0)
    path.parent.mkdir(parents=True, exist_ok=True)
    lossless = ["QUALITY=100", "REVERSIBLE=YES", "YCBCR420=NO", "YCC=NO", *options]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(path), made, options=lossless).FlushCache()
    return values


def _read(path, layer=1):
    with RasterReader() as reader:
        return reader.read(path, layer, reader.grid(path).window)


def _entries(cache):
    return sorted(cache.place.iterdir())


@pytest.mark.parametrize(
    ("kind", "bands", "options"),
    [(gdal.GDT_UInt16, 1, ()), (gdal.GDT_UInt16, 1, ("NBITS=15",)), (gdal.GDT_Int16, 1, ()), (gdal.GDT_Byte, 3, ())],
)
def test_a_copy_has_the_same_values_and_header(tmp_path, cache, kind, bands, options):
    path = tmp_path / "T31TCJ_B02.jp2"
    values = _jp2(path, kind=kind, bands=bands, options=options)
    copy = cached_path(str(path), cache)
    assert copy != str(path)
    for number, layer in enumerate(values, 1):
        assert np.array_equal(_read(copy, number), layer)
        assert np.array_equal(_read(str(path), number), layer)
    with RasterReader() as reader:
        own, source = reader.info(copy), reader.info(str(path))
    assert own.block_shape == (512, 512)
    assert replace(own, block_shape=()) == replace(source, block_shape=())
    assert [entry.name for entry in _entries(cache)] == [Path(copy).name]
    raster = gdal.Open(copy)
    if "ZSTD" in gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST"):
        assert raster.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "ZSTD"


def test_it_is_made_once(tmp_path, cache, monkeypatch):
    path = tmp_path / "a.jp2"
    _jp2(path)
    copy = cached_path(str(path), cache)
    monkeypatch.setattr(tile_cache, "write_copy", lambda *_: pytest.fail("decoded again"))
    assert cached_path(str(path), cache) == copy
    assert cached_path(str(path), TileCache(cache.folder, GIB)) == copy


def test_other_files_and_no_cache_are_left_alone(tmp_path, cache):
    assert cached_path("/vsicurl/https://x.test/a.jp2", cache) == "/vsicurl/https://x.test/a.jp2"
    assert cached_path(str(tmp_path / "a.tif"), cache) == str(tmp_path / "a.tif")
    assert cached_path(str(tmp_path / "absent.jp2"), cache) == str(tmp_path / "absent.jp2")
    path = tmp_path / "a.jp2"
    _jp2(path)
    assert cached_path(str(path), None) == str(path)
    assert not Path(cache.folder).exists()


def test_a_file_in_an_archive(tmp_path, cache):
    values = _jp2(tmp_path / "a.jp2")
    with zipfile.ZipFile(tmp_path / "S2.zip", "w") as archive:
        archive.write(tmp_path / "a.jp2", "IMG_DATA/a.jp2")
    path = f"/vsizip/{{{tmp_path}/S2.zip}}/IMG_DATA/a.jp2"
    copy = cached_path(path, cache)
    assert copy.startswith(cache.folder)
    assert np.array_equal(_read(copy), values[0])


@pytest.mark.parametrize("how", ["another size", "same size and time of writing", "a file moved over it"])
def test_a_changed_source_is_never_read_from_its_old_copy(tmp_path, cache, how):
    path, other = tmp_path / "a.jp2", tmp_path / "other.jp2"
    _jp2(path, seed=1)
    assert cached_path(str(path), cache) != str(path)
    before = path.stat()
    if how == "another size":
        values = _jp2(path, seed=2)
    else:
        values = _jp2(other, seed=2)
        content = other.read_bytes().ljust(before.st_size, b"\0")[: max(before.st_size, other.stat().st_size)]
        target = path if how.startswith("same") else other
        target.write_bytes(content)
        os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        if target is other:
            other.replace(path)
    assert np.array_equal(_read(cached_path(str(path), cache)), values[0])


def test_a_source_that_changes_while_it_is_read_is_not_cached(tmp_path, cache, monkeypatch):
    path = tmp_path / "a.jp2"
    _jp2(path, seed=1)
    decode = tile_cache.write_copy

    def slow(source, part):
        decode(source, part)
        _jp2(path, seed=2)

    monkeypatch.setattr(tile_cache, "write_copy", slow)
    assert cached_path(str(path), cache) == str(path)
    assert _entries(cache) == []


def test_a_georeference_beside_the_file_counts(tmp_path, cache):
    path = tmp_path / "a.jp2"
    _jp2(path)
    before = cached_path(str(path), cache)
    (tmp_path / "a.j2w").write_text("10\n0\n0\n-10\n500005\n4900015\n")
    assert cached_path(str(path), cache) != before


def test_a_file_that_changed_just_now_waits(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(tile_cache, "_SETTLED_S", 60.0)
    path = tmp_path / "a.jp2"
    _jp2(path)
    assert cached_path(str(path), cache) == str(path)


def test_the_least_recently_used_go_first(tmp_path, cache):
    paths = [str(tmp_path / f"{n}.jp2") for n in range(4)]
    for n, path in enumerate(paths):
        _jp2(Path(path), seed=n)
    copies = [cached_path(path, cache) for path in paths[:3]]
    now = time.time()
    for copy, age in zip(copies, (3000, 5000, 4000)):
        os.utime(copy, (now - age, now - age))
    need = tile_cache.most_bytes(gdal.Open(paths[3]))
    small = TileCache(cache.folder, cache.used_bytes() + need - Path(copies[1]).stat().st_size)
    assert cached_path(paths[3], small).startswith(cache.folder)
    left = [Path(copy).exists() for copy in copies]
    assert left == [True, False, True]
    assert small.used_bytes() <= small.limit_bytes


def test_use_is_noted(tmp_path, cache):
    path = tmp_path / "a.jp2"
    _jp2(path)
    copy = cached_path(str(path), cache)
    os.utime(copy, (1e9, 1e9))
    cached_path(str(path), cache)
    assert Path(copy).stat().st_mtime > time.time() - 60


def test_what_is_in_use_stays_and_the_source_is_read(tmp_path, cache):
    first, second = tmp_path / "1.jp2", tmp_path / "2.jp2"
    _jp2(first, seed=1)
    _jp2(second, seed=2)
    copy = cached_path(str(first), cache)
    tight = TileCache(cache.folder, cache.used_bytes() + 1000)
    assert cached_path(str(second), tight) == str(second)
    assert Path(copy).exists()
    assert [entry.name for entry in _entries(cache)] == [Path(copy).name]


def test_files_of_the_user_in_the_folder_are_never_touched(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "map.tif").write_bytes(b"years of work" * 1000)
    os.utime(folder / "map.tif", (1, 1))
    _jp2(tmp_path / "a.jp2")
    cached_path(str(tmp_path / "a.jp2"), TileCache(str(folder), 1))
    cached_path(str(tmp_path / "a.jp2"), TileCache(str(folder), GIB))
    assert (folder / "map.tif").read_bytes() == b"years of work" * 1000


@pytest.mark.parametrize("how", ["cut", "zeros", "noise", "no header"])
def test_a_damaged_file_is_left_to_its_reader(tmp_path, cache, how):
    path = tmp_path / "a.jp2"
    _jp2(path, rows=550, columns=1100)  # two tiles: of a single one, the library calls what it has the image
    content = path.read_bytes()
    start = content.index(b"\xff\x4f\xff\x51")
    noise = np.random.default_rng(0).bytes(len(content) - start - 3000)
    path.write_bytes({
        "cut": content[: len(content) // 2], "zeros": content[: start + 200] + bytes(len(content) - start - 200),
        "noise": content[: start + 3000] + noise, "no header": content[: start + 20] + bytes(100),
    }[how])
    assert cached_path(str(path), cache) == str(path)
    assert not [e for e in _entries(cache) if e.suffix in (".tif", ".lock")]
    with pytest.raises(UserError, match=r"a\.jp2"):
        _read(str(path))


def test_a_folder_that_cannot_be_written_costs_no_result(tmp_path):
    _jp2(tmp_path / "a.jp2")
    (tmp_path / "file").write_text("no folder")
    blocked = TileCache(str(tmp_path / "file"), GIB)
    assert cached_path(str(tmp_path / "a.jp2"), blocked) == str(tmp_path / "a.jp2")
    with pytest.raises(UserError, match="file"):
        blocked.check()
    with pytest.raises(UserError, match="size of the cache"):
        TileCache(str(tmp_path / "c"), 0).check()
    TileCache(str(tmp_path / "c"), 1).check()


def test_what_killed_processes_left_does_not_stop_others(tmp_path, cache):
    path = tmp_path / "a.jp2"
    values = _jp2(path)
    entry = Path(cached_path(str(path), cache))
    entry.unlink()
    entry.with_suffix(".lock").write_text(f"{tile_cache.platform.node()}\n999999999")
    old = entry.with_name(f"x{tile_cache.PART_MARK}77.tif")
    old.write_bytes(b"x")
    os.utime(old, (1, 1))
    assert cached_path(str(path), cache) == str(entry)
    assert np.array_equal(_read(str(entry)), values[0])
    assert _entries(cache) == [entry]


def test_processes_share_one_copy(tmp_path, cache):
    path = tmp_path / "a.jp2"
    values = _jp2(path)
    code = (
        "import sys; from landweave.engine.raster import tile_cache as t; t._SETTLED_S = 0.0\n"
        "old = t.write_copy\n"
        "def told(*a):\n    print('decoded'); old(*a)\n"
        "t.write_copy = told\n"
        "print(t.cached_path(sys.argv[1], t.TileCache(sys.argv[2], 1 << 30)))"
    )
    command = [sys.executable, "-c", code, str(path), cache.folder]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".venv" / "link")}
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(3)]
    said = [process.communicate(timeout=60)[0].split() for process in processes]
    assert sum("decoded" in words for words in said) == 1
    assert len({words[-1] for words in said}) == 1
    assert np.array_equal(_read(said[0][-1]), values[0])


def test_windows_are_read_alike(tmp_path, cache):
    path = tmp_path / "a.jp2"
    _jp2(path)
    copy = cached_path(str(path), cache)
    with RasterReader() as reader:
        for window in (Window(0, 0, 1, 1), Window(590, 540, 40, 40), Window(500, 500, 30, 20), Window(-5, -5, 9, 9)):
            assert np.array_equal(reader.read(copy, 1, window, 7), reader.read(str(path), 1, window, 7))
