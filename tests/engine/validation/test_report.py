"""The page: well-formed, self-contained, escaped, complete, the same for the same input."""

import html
import json
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest

from landweave.engine.validation.charts import dates_chart, scale_bar, time_ticks
from landweave.engine.validation.details import Acquisition, Details, LegendRow
from landweave.engine.validation.intervals import assess, combine_runs
from landweave.engine.validation.notes import ALERT, notes
from landweave.engine.validation.publish import completed, publish
from landweave.engine.validation.report import write_report
from landweave.tests.engine.validation import places

EVIL = "<b>&\"'"
VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """Checks nesting and collects attributes and text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.text = [], [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "action", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data + " "


def report_of(matrix, names=None, groups=None):
    """Make a report whose pixels are those of a matrix, ten a polygon."""
    matrix = np.asarray(matrix)
    cells = np.repeat(np.arange(matrix.size), matrix.ravel())
    truth, mapped = cells // len(matrix) + 1, cells % len(matrix) + 1
    members = np.arange(len(cells)) // 10 if groups is None else groups
    labels = list(range(1, len(matrix) + 1))
    return combine_runs([assess(truth, mapped, members, labels, names or [f"class {n}" for n in labels], draws=50)])


def page_of(folder, report, details=None):
    write_report(str(folder / "page.html"), report, details)
    return Page((folder / "page.html").read_text(encoding="utf-8"))


GOOD = [[431, 12, 0], [17, 389, 4], [0, 23, 207]]


def test_the_page_stands_alone(tmp_path):
    places.random_world(tmp_path)
    report = places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg",
                                 output_html=str(tmp_path / "r.html"), confidence=str(tmp_path / "map.tif"))
    page = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert page.links
    assert all(link.startswith("data:image/png;base64,") for link in page.links)
    assert "@import" not in (tmp_path / "r.html").read_text()
    for row in report["confusion"]["matrix"]:
        assert f"{sum(row):,}" in page.text
        assert all(f": {count:,} (" in page.text for count in row)
    assert f"{report['overall_accuracy']:.1%}" in page.text
    assert "EPSG:32631" in page.text


def test_equal_inputs_give_equal_bytes(tmp_path):
    places.random_world(tmp_path)
    written = []
    for _ in range(2):
        places.assess_files(tmp_path, tmp_path / "map.tif", tmp_path / "reference.gpkg",
                            output_html=str(tmp_path / "r.html"), output_csv=str(tmp_path / "r.csv"))
        written.append([(tmp_path / name).read_bytes() for name in ("out.json", "r.html", "r.csv")])
    assert written[0] == written[1]


def test_where_the_outputs_go_changes_no_byte(tmp_path):
    report = report_of(GOOD)
    job = {"kind": "accuracy", "map": "m.tif", "run": 0}
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        publish(report, {k: str(tmp_path / name / f"r.{k}") for k in ("json", "html", "csv")},
                parameters={**job, "output_json": str(tmp_path / name)})
    for kind in ("json", "html", "csv"):
        assert (tmp_path / "a" / f"r.{kind}").read_bytes() == (tmp_path / "b" / f"r.{kind}").read_bytes()


def test_names_are_escaped_everywhere(tmp_path):
    report = report_of(GOOD, [EVIL, "b", "c"]) | {"title": EVIL, "warnings": [EVIL], "parameters": {EVIL: EVIL}}
    details = Details(map_png="data:image/png;base64,", legend=(LegendRow(1, EVIL, "#aabbcc", 1.0, 1.0),), place=EVIL,
                      acquisitions=(Acquisition(EVIL, "2020-01-01", None),), sensors=((EVIL, EVIL),),
                      versions={EVIL: EVIL})
    page = page_of(tmp_path, report, details)
    text = (tmp_path / "page.html").read_text()
    assert EVIL not in text
    assert "<b>&" not in text
    assert page.text.count(EVIL) >= 10
    assert html.escape(EVIL) in text


@pytest.mark.parametrize("matrix", [[[5]], [[0, 0], [0, 7]], [[3, 0, 0], [0, 0, 2], [0, 0, 0]], GOOD])
def test_what_has_no_value_is_said_and_not_leaked(tmp_path, matrix):
    publish(report_of(matrix), {kind: str(tmp_path / f"r.{kind}") for kind in ("json", "csv", "html")})
    page = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    for text in (page.text, (tmp_path / "r.csv").read_text()):
        assert not {"None", "nan", "NaN", "inf", "null"} & set(text.replace(",", " ").split())
    json.loads((tmp_path / "r.json").read_text(), parse_constant=pytest.fail)


def texts(report, level=None):
    return " ".join(note.text for note in notes(report) if level in (None, note.level))


def test_a_map_of_one_class_is_called_so(tmp_path):
    collapsed = report_of([[700, 0], [300, 0]], ["Forest", "Water"])
    assert "no better than naming one class" in texts(collapsed, ALERT)
    assert "Never mapped" in texts(collapsed)
    assert "no better than naming one class" in page_of(tmp_path, collapsed).text
    assert 'role="alert"' in (tmp_path / "page.html").read_text()
    assert not texts(report_of(GOOD), ALERT)
    nearly = report_of([[500, 0], [490, 10]])
    assert "hardly learnt" in texts(nearly, ALERT)


def test_what_limits_the_figures_is_said():
    report = completed(report_of([[400, 30, 0], [60, 380, 0], [0, 0, 0]]) | {"unmapped_samples": 200, "features": 50,
                       "features_outside": 3}, {"kind": "classification_chain"})
    report["classes"][0]["polygons"] = 2
    said = texts(report)
    for part in ("Not assessed", "Fewer than 5", "class 1 (2)", "200 reference pixels", "3 of 50", "One random split"):
        assert part in said
    wide = report_of(GOOD) | {"intervals": {"overall_accuracy": [0.5, 0.9]}}
    assert "uncertain" in texts(wide)


def test_several_runs_have_their_table(tmp_path):
    runs = [report_of(GOOD), report_of([[400, 40, 3], [30, 370, 10], [0, 40, 190]])]
    page = page_of(tmp_path, completed(combine_runs(runs), {}))
    assert f"{runs[1]['overall_accuracy']:.1%}" in page.text
    assert "means over the runs" in page.text


def test_very_many_classes_give_a_page_of_bearable_size(tmp_path):
    size = 150
    page_of(tmp_path, report_of(np.eye(size, dtype=int) * 3))
    assert "too many for a picture" in (tmp_path / "page.html").read_text()
    assert (tmp_path / "page.html").stat().st_size < 500_000


@pytest.mark.parametrize(("first", "last"), [
    ("2020-05-03", "2020-05-03"), ("2020-05-03", "2020-05-12"), ("2020-05-03", "2020-06-20"),
    ("2020-12-30", "2021-03-02"), ("2020-01-02", "2020-12-30"), ("2015-07-11", "2017-02-20"),
    ("1984-03-01", "2024-06-01"), ("2020-02-10", "2020-04-20"),
])  # fmt: skip
def test_the_scale_of_time_is_readable(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    ticks = time_ticks(first, last)
    assert 1 <= len(ticks) <= 14
    assert all(first <= day <= last for day, _ in ticks)
    assert [day for day, _ in ticks] == sorted({day for day, _ in ticks})
    assert str(ticks[0][0].year) in ticks[0][1]
    if (last - first).days > 62:
        assert len(ticks) >= 2


def test_dates_without_cloud_shares_and_many_tiles():
    few = dates_chart([Acquisition("a", "2020-01-05", None), Acquisition("b", "2020-03-01", 100.0)], ["2020-02-01"])
    assert few.count("<circle") == 2
    assert ">a<" in few
    many = dates_chart([Acquisition(f"t{i}", "2020-01-05", 10.0) for i in range(40)], [])
    assert ">40 tiles<" in many
    assert dates_chart([], []) == ""


@pytest.mark.parametrize("width", [3.0, 37.0, 999.0, 4900.0, 109800.0, 4e6])
def test_a_scale_bar_is_round_and_fits(width):
    text, share = scale_bar(width)
    number, unit = text.split()
    length = float(number) * {"m": 1, "km": 1000}[unit]
    assert share == pytest.approx(length / width)
    assert 0.1 <= share <= 0.4
    assert f"{length:.0e}"[0] in "125"


@pytest.mark.parametrize(("report", "said"), [
    ({"split": {"method": "year"}}, "a year without samples"),
    ({"parameters": {"kind": "classification_chain", "split": "knndm"}}, "held back from learning. Polygons were held"),
    ({"split": {"method": "group"}}, ""),
    ({"parameters": {"kind": "accuracy", "run": 1}}, "held back from learning."),
])  # fmt: skip
def test_what_was_held_back_is_said(tmp_path, report, said):
    page = page_of(tmp_path, {**report_of([[30, 5], [4, 21]]), **report}).text
    assert said in page
    assert ("Whole years" in page) == ("year" in said)
