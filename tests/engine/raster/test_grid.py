"""Grids and windows are plain geometry."""

from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.raster.grid import Grid, Window

GRID = Grid("", 300000.0, 4900000.0, 10.0, 10.0, 1000, 700)


@given(st.integers(1, 400), st.integers(1, 400))
def test_blocks_cover_the_grid_once(columns, rows):
    blocks = list(GRID.blocks(columns, rows))
    assert sum(b.pixels for b in blocks) == GRID.window.pixels
    assert all(b.intersection(GRID.window) == b for b in blocks)


@given(st.integers(-50, 900), st.integers(-50, 600), st.integers(1, 300), st.integers(1, 300))
def test_the_extent_of_a_window_gives_the_window_back(column, row, columns, rows):
    window = Window(column, row, columns, rows)
    assert GRID.window_of(GRID.subgrid(window).extent) == window


def test_alignment_ignores_extent_but_not_shift():
    assert GRID.same_pixels(GRID.subgrid(Window(-7, 3, 5, 5)))
    assert not GRID.same_pixels(Grid("", 300005.0, 4900000.0, 10.0, 10.0, 1000, 700))
    assert not GRID.same_pixels(Grid("", 300000.0, 4900000.0, 20.0, 20.0, 500, 350))


def test_json_round_trip():
    assert Grid.from_json(GRID.to_json()) == GRID
