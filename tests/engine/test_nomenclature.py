"""Nomenclatures come from several kinds of files and say what is wrong with them."""

import pytest

from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.style import style_path, write_class_style


def _load(tmp_path, text, name="n.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return Nomenclature.load(str(tmp_path / name))


def test_csv_round_trip(tmp_path):
    first = _load(tmp_path, "code,name,colour,parent\n12,Été,#ff0080,1\n3,\"Forest, dense\",,\n")
    first.save(str(tmp_path / "again.csv"))
    assert Nomenclature.load(str(tmp_path / "again.csv")) == first
    assert first.entry(12).colour == (255, 0, 128)
    assert first.name(3) == "Forest, dense"


def test_the_two_files_of_iota2_are_read(tmp_path):
    assert _load(tmp_path, "continuous urban:11\nmaize:12\n").name(12) == "maize"
    assert _load(tmp_path, "11 255 0 255\n12 1 2 3\n").entry(12).colour == (1, 2, 3)


def test_a_style_of_our_own_is_read_back(tmp_path):
    wanted = Nomenclature.for_codes([1, 7], {7: "a < b & \"c\""})
    write_class_style(tmp_path / "map.tif", wanted)
    assert Nomenclature.load(str(style_path(tmp_path / "map.tif"))) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("name,colour\na,b\n", "no column 'code'"),
        ("code,name\n0,nothing\n", "line 2: the code 0"),
        ("code,name\nx,nothing\n", "line 2: the code 'x'"),
        ("code,name,colour\n1,a,blue\n", "'blue' is no colour"),
        ("code,name\n1,a\n1,b\n", "code 1 twice"),
        ("<qgis/>", "no palette"),
        ("<qgis", "no valid XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><qgis/>', "entities"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    with pytest.raises(UserError, match=said):
        _load(tmp_path, text)


def test_codes_that_the_file_lacks_are_named_by_number_and_get_colours_apart():
    listed = Nomenclature.for_codes(range(1, 24))
    assert listed.name(5) == "5"
    assert len({e.colour for e in listed.entries}) == 23


def test_comments_may_stand_anywhere_in_a_csv(tmp_path):
    found = _load(tmp_path, "# classes of 2018\ncode,name\n1,wheat\n# no more than one\n2,maize\n")
    assert [(e.code, e.name) for e in found.entries] == [(1, "wheat"), (2, "maize")]
    with pytest.raises(UserError, match="line 4: the code 'x'"):
        _load(tmp_path, "# a\n\ncode,name\nx,wheat\n")


def test_a_line_that_begins_with_a_colour_is_no_comment(tmp_path):
    found = _load(tmp_path, "colour,code,name\n#ff0000,1,wheat\n#00ff00,2,maize\n")
    assert [(e.code, e.hex) for e in found.entries] == [(1, "#ff0000"), (2, "#00ff00")]
