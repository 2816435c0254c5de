"""Small tables that users write are read cell by cell, whatever parts the cells."""

import pytest

from landweave.engine.errors import UserError
from landweave.engine.samples.text_rows import read_rows


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_read_by_column(tmp_path, separator):
    path = tmp_path / "table.csv"
    rows = (("class", "count", "note"), ("1", "12", "a field"), ("2", "5", ""))
    path.write_text("\ufeff" + "\r\n".join(separator.join(row) for row in rows), encoding="utf-8")
    found = read_rows(str(path), "table", ("class", "count"))
    assert [row.cells for row in found] == [dict(zip(rows[0], row)) for row in rows[1:]]


def test_a_decimal_comma_between_commas_is_no_number(tmp_path):
    (tmp_path / "table.csv").write_text("class,count\n1,12\n2,12,5\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"line 3: 3 cells stand there, and there are 2 columns.* with a point"):
        read_rows(str(tmp_path / "table.csv"), "table", ("class", "count"))


def test_empty_cells_at_the_end_do_not_matter(tmp_path):
    (tmp_path / "table.csv").write_text("class,count\n1,12,,\n", encoding="utf-8")
    (row,) = read_rows(str(tmp_path / "table.csv"), "table", ("class", "count"))
    assert row.cells == {"class": "1", "count": "12"}
