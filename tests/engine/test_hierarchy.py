"""Levels of a nomenclature: every class has one path to the top, and circles are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.demo.classes import nomenclature_csv
from landweave.engine.errors import UserError
from landweave.engine.hierarchy import Hierarchy
from landweave.engine.nomenclature import Nomenclature


def load(tmp_path, text):
    (tmp_path / "n.csv").write_text(text, encoding="utf-8")
    return Nomenclature.load(str(tmp_path / "n.csv"))


@given(st.integers(1, 30).flatmap(lambda n: st.tuples(*[st.integers(0, i) for i in range(n)])))
def test_levels_are_those_of_a_walk_up_the_tree(above):
    """Class i + 1 lies under class above[i], which has a smaller code; 0: at the top."""
    tree = Hierarchy.of([(i + 1, f"class {i + 1}", str(a) if a else "") for i, a in enumerate(above)])
    depths = []
    for code in range(1, len(above) + 1):
        chain = [code]
        while above[chain[0] - 1]:
            chain.insert(0, above[chain[0] - 1])
        depths.append(len(chain))
        for level in range(1, len(chain) + 3):
            assert tree.at_level(code, level) == chain[min(level, len(chain)) - 1]
        assert tree.at_level(code, 0) == code
    assert tree.levels() == max(depths)


def test_parents_by_name_and_by_code_say_the_same(tmp_path):
    named = load(tmp_path, "code,name,colour,parent\n1,crops,,\n11,wheat,,crops\n12,maize,,crops\n2,water,,\n")
    coded = load(tmp_path, "code,name,colour,parent\n1,crops,,\n11,wheat,,1\n12,maize,,1\n2,water,,\n")
    for names in (named, coded):
        assert names.levels() == 2 and names.groups == ()
        assert [names.at_level(code, 1) for code in (1, 11, 12, 2)] == [1, 1, 1, 2]


def test_the_demo_has_groups_with_codes_above_all_others(tmp_path):
    names = load(tmp_path, nomenclature_csv())
    assert names.levels() == 2
    assert max(names.codes) < min(group.code for group in names.groups)
    annual = names.at_level(10, 1)
    assert names.name(annual) == "Annual crops"
    assert {names.at_level(code, 1) for code in (8, 9, 10)} >= {annual}
    assert names.at_level(13, 1) == 13 and names.name(13) == "Grassland"  # it names itself
    assert names.at_level(annual, 1) == names.at_level(annual, 2) == annual


def test_adding_classes_at_the_end_keeps_the_order_of_groups(tmp_path):
    text = "code,name,colour,parent\n1,a,,x\n2,b,,y\n3,c,,x\n"
    first, more = load(tmp_path, text), load(tmp_path, text + "4,d,,z\n")
    assert [g.name for g in first.groups] == ["x", "y"]
    assert [g.name for g in more.groups] == ["x", "y", "z"]
    assert [g.code for g in first.groups] == [4, 5] and [g.code for g in more.groups] == [5, 6, 7]
    assert first.entry(4).colour == first.entry(1).colour


def test_no_group_gets_the_code_of_undecided(tmp_path):
    names = load(tmp_path, "code,name,colour,parent\n253,a,,x\n254,b,,y\n1,c,,z\n")
    assert [g.code for g in names.groups] == [256, 257, 258]


def test_a_code_without_a_line_is_a_group(tmp_path):
    names = load(tmp_path, "code,name,colour,parent\n11,a,,100\n12,b,,100\n")
    assert names.at_level(11, 1) == 100 and names.name(100) == "100"


def test_limited_nomenclatures_keep_the_names_of_groups(tmp_path):
    names = load(tmp_path, "code,name,colour,parent\n1,a,,x\n2,b,,y\n")
    found = names.limited_to([3, 1, 7])
    assert [(e.code, e.name) for e in found.entries] == [(1, "a"), (3, "x"), (7, "7")]
    assert found.levels() == 1 and found.name(4) == "4"


@pytest.mark.parametrize("text", ["1,a,,2\n2,b,,1\n", "1,a,,b\n2,b,,c\n3,c,,a\n"])
def test_circles_are_refused(tmp_path, text):
    with pytest.raises(UserError, match=r"n\.csv: classes hold each other in a circle: 1, 2"):
        load(tmp_path, "code,name,colour,parent\n" + text)


def test_codes_that_run_out_are_refused(tmp_path):
    with pytest.raises(UserError, match="no code below 65535"):
        load(tmp_path, "code,name,colour,parent\n65535,a,,x\n")
