"""Regularised maps are those of Orfeo ToolBox, of SciPy and of plain loops, whatever the blocks."""

import shutil
import subprocess

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import RegularizeJob
from landweave.engine.postprocess import regions as regions_module
from landweave.engine.postprocess.regularize import run
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.palette import read_palette
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.postprocess.cases import (
    CROSS,
    DEGREES,
    SQUARE,
    bytes_of,
    grid_of,
    patchy,
    read_map,
    regions_of,
    write_map,
)

OTB = "otbcli_ClassificationMapRegularization"
ALONE = RunContext(workers=1)


def regularized(folder, codes, name="map.tif", context=ALONE, grid=None, **options):
    source = write_map(folder / name, codes, grid)
    output = str(folder / "regular.tif")
    run(RegularizeJob(source, output, **options), context)
    return read_map(output)


def filtered(codes, radius, undecided=0):
    """One pass of the filter, one pixel at a time."""
    found = codes.copy()
    for row, column in np.argwhere(codes):
        counts = {}
        for r, c in np.argwhere(codes):
            if (r - row) ** 2 + (c - column) ** 2 <= (radius + 0.5) ** 2:
                counts[codes[r, c]] = counts.get(codes[r, c], 0) + 1
        best = [code for code, count in counts.items() if count == max(counts.values())]
        found[row, column] = best[0] if len(best) == 1 else undecided or codes[row, column]
    return found


def sieved(codes, minimum, structure=CROSS, may=lambda code, into: True):
    """Absorb the smallest region, and look the whole map over again."""
    codes = codes.astype(int)
    while True:
        parts = regions_of(codes, structure)
        sizes = np.bincount(parts.ravel())
        for number in sorted((n for n in range(1, len(sizes)) if sizes[n] < minimum), key=lambda n: (sizes[n], n)):
            borders = {}
            for row, column in np.argwhere(parts == number):
                for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                    inside = 0 <= r < codes.shape[0] and 0 <= c < codes.shape[1]
                    if inside and parts[r, c] not in (0, number):
                        borders[parts[r, c]] = borders.get(parts[r, c], 0) + 1
            own = codes[parts == number][0]
            fitting = [n for n in borders if may(own, codes[parts == n][0])]
            if fitting:
                best = max(fitting, key=lambda n: (borders[n], sizes[n], -n))
                codes[parts == number] = codes[parts == best][0]
                break
        else:
            return codes


@pytest.mark.skipif(shutil.which(OTB) is None, reason="Orfeo ToolBox is not installed")
@pytest.mark.parametrize(("radius", "undecided"), [(1, 0), (2, 9), (4, 0)])
def test_the_filter_is_that_of_orfeo_toolbox(tmp_path, radius, undecided):
    codes = np.random.default_rng(radius).integers(0, 6, (70, 80)).astype(np.uint8)
    ours = regularized(tmp_path, codes, radius=radius, undecided=undecided)
    command = [OTB, "-io.in", tmp_path / "map.tif", "-io.out", tmp_path / "otb.tif", "uint8", "-ip.radius",
               str(radius), "-ip.suvbool", str(bool(undecided)).lower(), "-ip.undecidedlabel", str(undecided)]
    subprocess.run(command, check=True, capture_output=True)
    assert np.array_equal(ours, read_map(tmp_path / "otb.tif"))
    assert not np.array_equal(ours, codes)


@pytest.mark.parametrize(("radius", "undecided"), [(1, 0), (2, 9)])
def test_the_filter_is_a_loop(tmp_path, radius, undecided):
    codes = patchy(3, 20, 24)
    assert np.array_equal(regularized(tmp_path, codes, radius=radius, undecided=undecided),
                          filtered(codes, radius, undecided))


def test_passes_come_one_after_the_other(tmp_path):
    codes = patchy(4, 20, 24)
    assert np.array_equal(regularized(tmp_path, codes, passes=3), filtered(filtered(filtered(codes, 1), 1), 1))


@pytest.mark.parametrize(("diagonal", "structure"), [(False, CROSS), (True, SQUARE)])
@pytest.mark.parametrize("seed", [1, 2])
def test_small_regions_are_absorbed_as_in_a_loop(tmp_path, diagonal, structure, seed):
    codes = patchy(seed, 24, 30, gaps=0.15)
    ours = regularized(tmp_path, codes, radius=0, minimum_area=700, diagonal=diagonal)
    assert np.array_equal(ours, sieved(codes, 7, structure))
    assert not np.array_equal(ours, codes)


def test_rules_say_who_absorbs_whom(tmp_path):
    codes = patchy(5, 24, 30)
    rules = tmp_path / "rules.csv"
    rules.write_text("class,absorbed_by\n1,none\n2,1|3\n3,any\n")

    def may(code, into):
        return into in {1: (), 2: (1, 3)}.get(code, (1, 2, 3, 4))

    ours = regularized(tmp_path, codes, radius=0, minimum_area=900, rules=str(rules))
    assert np.array_equal(ours, sieved(codes, 9, may=may))
    assert (ours[codes == 1] == 1).all()
    of_filter = regularized(tmp_path, codes, radius=2, rules=str(rules))
    assert (of_filter[codes == 1] == 1).all()
    assert not (of_filter[codes == 2] == 4).any()


def test_a_region_keeps_what_is_large_enough(tmp_path):
    """Of a map of one class nothing changes, and nothing below the area is left where a neighbour is."""
    codes = np.full((40, 40), 3, np.uint8)
    assert np.array_equal(regularized(tmp_path, codes, passes=2, minimum_area=1e6), codes)
    ours = regularized(tmp_path, patchy(6, gaps=0), radius=0, minimum_area=1000)
    assert np.bincount(regions_of(ours).ravel())[1:].min() >= 10


@pytest.mark.parametrize(
    "options", [{"passes": 2, "minimum_area": 1200.0}, {"minimum_area": 3000.0, "resolution": 20.0}, {"passes": 3}]
)
def test_blocks_and_processes_change_nothing(tmp_path, monkeypatch, options):
    codes = patchy(7, 700, 600, coarse=9)
    regularized(tmp_path, codes, **options)
    once = bytes_of(tmp_path / "regular.tif")
    monkeypatch.setattr("landweave.engine.mapping.raster_run._LONGEST_SIDE", 96)
    monkeypatch.setattr(regions_module, "_STRIP_PIXELS", 1)
    regularized(tmp_path, codes, context=RunContext(workers=2), **options)
    assert bytes_of(tmp_path / "regular.tif") == once


def test_larger_pixels_take_the_class_of_most(tmp_path):
    codes = patchy(8, 31, 40, gaps=0.3)
    ours = regularized(tmp_path, codes, radius=0, resolution=30)
    assert ours.shape == (10, 13)
    with RasterReader() as reader:
        assert reader.grid(str(tmp_path / "regular.tif")).extent == (500_000, 4_799_700, 500_390, 4_800_000)
    for row, column in np.ndindex(ours.shape):
        block = codes[3 * row : 3 * row + 3, 3 * column : 3 * column + 3].ravel()
        counts = np.bincount(block, minlength=5)
        if 9 - counts[1:].sum() > 4.5:
            assert ours[row, column] == 0
        else:
            assert counts[ours[row, column]] == counts[1:].max() and ours[row, column] > 0


@pytest.mark.parametrize(("burn", "kept"), [("after", True), ("both", True), ("before", False)])
@pytest.mark.parametrize("area", [0.0, 400.0])
def test_masks_are_burnt_in(tmp_path, burn, kept, area):
    codes = np.full((40, 40), 1, np.uint8)
    road, lake = np.zeros_like(codes), np.zeros_like(codes)
    road[5, 5:7], lake[20:30, 20:30] = 7, 1
    road_path = write_map(tmp_path / "road.tif", road)
    lake_path = write_map(tmp_path / "lake.tif", lake[10:], grid_of(lake[10:], y_max=4_799_900.0))
    ours = regularized(tmp_path, codes, masks=(road_path, lake_path), mask_codes="40,50", burn=burn, minimum_area=area)
    assert (ours[21:29, 21:29] == 50).all() and ours[35, 35] == 1
    assert (ours[5, 5:7] == (40 if kept else 1)).all()
    _, names = read_palette(str(tmp_path / "regular.tif"))
    assert set(names) >= {1, 40, 50}


def test_masks_with_codes_of_their_own_and_larger_pixels(tmp_path):
    codes = np.full((8, 8), 1, np.uint8)
    own = np.zeros_like(codes)
    own[2:4, 4:6] = 2
    own[6, 0] = 2  # a quarter of a larger pixel
    mask = write_map(tmp_path / "own.tif", own)
    expected = np.ones((4, 4), int)
    expected[1, 2] = 2
    assert np.array_equal(regularized(tmp_path, codes, masks=(mask,), resolution=20), expected)


def test_a_map_in_degrees_is_measured_on_the_ground(tmp_path):
    """A pixel of 0.001 degrees is 111 m x 111 m at the equator, and half as wide at 60 degrees."""
    codes = np.full((30, 30), 1, np.uint8)
    codes[10:12, 10:12] = 2
    for y_max, minimum, absorbed in ((0.015, 40_000, False), (0.015, 60_000, True), (60.0, 30_000, True),
                                     (60.0, 20_000, False)):
        grid = grid_of(codes, DEGREES, 0.001, 3.0, y_max)
        ours = regularized(tmp_path, codes, grid=grid, radius=0, minimum_area=minimum)
        assert (ours == 1).all() == absorbed


def test_codes_above_255_and_names_stay(tmp_path):
    codes = np.full((20, 20), 300, np.uint16)
    codes[:10] = 20
    source = write_map(tmp_path / "map.tif", codes, dtype="uint16")
    (tmp_path / "names.csv").write_text("code,name\n20,wheat\n300,water\n")
    output = str(tmp_path / "regular.tif")
    run(RegularizeJob(source, output, nomenclature=str(tmp_path / "names.csv")), ALONE)
    assert np.array_equal(read_map(output), codes)
    assert read_palette(output)[1] == {20: "wheat", 300: "water"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"radius": 31}, "RADIUS"),
        ({"passes": 0}, "PASSES"),
        ({"minimum_area": -1.0}, "MINIMUM_AREA"),
        ({"resolution": 15.0}, "RESOLUTION"),
        ({"burn": "never"}, "BURN"),
        ({"undecided": 2}, "undecided, 2"),
        ({"rules": "99,any"}, "line 2: there is no class '99'"),
        ({"rules": "1,99"}, "line 2: there is no class '99'"),
        ({"rules": "1,"}, "absorbed_by is empty"),
        ({"mask_codes": "1,2"}, "MASK_CODES"),
    ],
)
def test_wrong_parameters_are_named(tmp_path, options, said):
    if "rules" in options:
        (tmp_path / "rules.csv").write_text(f"class,absorbed_by\n{options['rules']}\n")
        options = {"rules": str(tmp_path / "rules.csv")}
    with pytest.raises(UserError, match=said):
        regularized(tmp_path, patchy(1), **options)
    assert not (tmp_path / "regular.tif").exists()


def test_what_is_no_map_is_refused(tmp_path):
    many = np.arange(70_000).reshape(250, 280)
    source = write_map(tmp_path / "many.tif", many, dtype="int32", nodata=None)
    with pytest.raises(UserError, match="holds the value 65536"):
        run(RegularizeJob(source, str(tmp_path / "out.tif")), ALONE)
    nowhere = write_map(tmp_path / "nowhere.tif", patchy(1), grid_of(patchy(1), crs=""))
    with pytest.raises(UserError, match="no coordinate reference system"):
        run(RegularizeJob(nowhere, str(tmp_path / "out.tif")), ALONE)
    empty = write_map(tmp_path / "empty.tif", np.zeros((9, 9)))
    with pytest.raises(UserError, match="holds no class"):
        run(RegularizeJob(empty, str(tmp_path / "out.tif")), ALONE)
