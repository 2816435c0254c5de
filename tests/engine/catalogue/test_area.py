"""The area of interest: what touches it stays, whatever the projections; what cannot be told stays too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.catalogue.area import Area, within
from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import spatial_reference

UTM31 = spatial_reference("EPSG:32631").ExportToWkt()
TILE = Grid(UTM31, 300000, 4900020, 10, 10, 10980, 10980)
SIDES = st.tuples(*[st.floats(-170, 170), st.floats(-80, 80)] * 2).filter(
    lambda s: abs(s[0] - s[2]) > 0.01 and abs(s[1] - s[3]) > 0.01)


def box(sides):
    return min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3])


@given(SIDES, SIDES)
def test_boxes_touch_where_intervals_overlap_in_both_directions(first, second):
    one, other = box(first), box(second)
    area = Area.checked(one, "")
    expected = all(max(one[i], other[i]) < min(one[i + 2], other[i + 2]) for i in (0, 1))
    assert area.touches_box(list(other)) == expected
    assert area.touches_box([*other[:2], 0, *other[2:], 9]) == expected


def test_boxes_across_the_date_line():
    assert Area.checked((-179.5, 0, -179, 1), "").touches_box([179, 0, -178, 1])
    assert Area.checked((179.2, 0, 179.5, 1), "").touches_box([179, 0, -178, 1])
    assert not Area.checked((0, 0, 1, 1), "").touches_box([179, 0, -178, 1])


@pytest.mark.parametrize("sides", [None, [], [1, 2, 3], "0,0,1,1", [0, 0, None, 1], [0, 0, float("nan"), 1], {}])
def test_what_is_no_box_is_kept(sides):
    assert Area.checked((50, 50, 51, 51), "").touches_box(sides)


@pytest.mark.parametrize(("extent", "crs", "expected"), [
    ((1.0, 43.8, 1.2, 44.0), "", True), ((5.0, 43.8, 5.2, 44.0), "", False), ((1.0, 10, 1.2, 11), "", False),
    ((300100, 4899000, 300200, 4899100), "EPSG:32631", True), ((299000, 4899000, 299900, 4899100), "EPSG:32631", False),
    ((-180, -90, 180, 90), "", True), ((100, -10, 110, 10), "", False),
])
def test_grids_are_met_in_their_own_projection(extent, crs, expected):
    assert Area.checked(extent, crs).touches(TILE) == expected


def test_no_extent_keeps_all_and_a_wrong_one_is_named():
    assert Area.checked((), "") is None
    assert within(None, []) == ([], [])
    with pytest.raises(UserError, match="extent"):
        Area.checked((1, 2, 0, 3), "")
    with pytest.raises(UserError, match="no coordinate reference system"):
        Area.checked((0, 0, 1, 1), "nonsense")
