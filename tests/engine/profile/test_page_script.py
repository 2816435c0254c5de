"""The page's script, driven in a browser: what is chosen in the address is what is drawn."""

import re
import shutil
import subprocess

import numpy as np
import pytest

from landweave.engine.profile.page import write_page
from landweave.engine.profile.read import CLEAR, MASKED, NOTHING, SensorProfile
from landweave.engine.profile.run import PointProfile
from landweave.engine.series.plan import SensorPlan
from landweave.engine.types import SERIES_NODATA

BROWSER = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
DAYS = {"S2": (737000, 737010, 737030, 737055), "L8": (737004, 737020)}
TARGETS = ("2018-11-20", "2018-11-30", "2018-12-10")
STATES = ((CLEAR, CLEAR, MASKED, CLEAR), (MASKED, NOTHING, CLEAR, CLEAR))


def sensor(name, bands, indices):
    """A sensor at two points: values are numbers that tell date, source and point apart."""
    plan = SensorPlan(name, bands, indices, (), TARGETS)
    days = np.array(DAYS[name])
    state = np.array(STATES, np.uint8).T[: len(days)]
    values = np.arange(len(days) * len(bands + indices) * 2, dtype=np.int16).reshape(len(days), -1, 2) * 10 + 2000
    values = np.where(state[:, None] == NOTHING, np.int16(SERIES_NODATA), values)
    filled = np.full((3, len(bands + indices), 2), 2500, np.int16)
    return SensorProfile(plan, days, state, values, filled, {(2, 0): "clouds (CLM)"})


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page of two points and two sensors."""
    if BROWSER is None:
        pytest.skip("no chromium here to run the page's script")
    path = tmp_path_factory.mktemp("page") / "profile.html"
    sensors = (sensor("S2", ("B4", "B8"), ("NDVI",)), sensor("L8", ("B4",), ("NDVI",)))
    points = [PointProfile(name, "31TCJ", 1.5, 43.5, sensors, i) for i, name in enumerate(("wood", "<i>field</i>"))]
    write_page(str(path), points, lambda message: None)
    return path


def opened(page, address=""):
    """Return the elements of the page after its script has run."""
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={page.parent / 'profile'}",
               "--virtual-time-budget=2000", "--dump-dom", f"file://{page}{address}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout.split('<script type="application/json"')[0] + done.stdout.rsplit("</script>", 1)[1]


def drawn(html):
    """Return {(series, kind): number of marks} of what is drawn."""
    found = {}
    for tag in re.findall(r"<path [^>]*data-series[^>]*>", html):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        found[named["data-series"], named["class"]] = int(named["data-count"])
    return found


def test_it_opens_with_the_first_point_and_ndvi(page):
    html = opened(page)
    assert drawn(html) == {
        ("wood|S2:NDVI", "line"): 3, ("wood|S2:NDVI", "clear"): 3, ("wood|S2:NDVI", "masked"): 1,
        ("wood|L8:NDVI", "line"): 3, ("wood|L8:NDVI", "clear"): 2,
    }
    assert re.findall(r'data-panel="([^"]*)"', html) == ["Indices"]
    assert "&lt;i&gt;field&lt;/i&gt;" in html and "<i>field" not in html


def test_the_address_switches_points_sensors_bands_and_kinds(page):
    html = opened(page, "#points=0,1&sources=S2:B8,L8:B4&show=clear,filled")
    found = drawn(html)
    assert {name.split("|")[1] for name, _ in found} == {"S2:B8", "L8:B4"}
    assert not any(kind == "masked" for _, kind in found)
    counts = sorted(n for (name, kind), n in found.items() if name.endswith("S2:B8") and kind == "clear")
    assert counts == [2, 3]
    assert re.findall(r'data-panel="([^"]*)"', html) == ["B8", "B4"]
    assert "Choose a point." in opened(page, "#points=&sources=S2:B8")


def test_a_chip_switches_a_band_and_a_mark_tells_its_value(page):
    text = page.read_text(encoding="utf-8")
    act = """<script>setTimeout(() => {
      document.querySelectorAll('.chips input')[1].click();
      const chart = document.querySelector('figure[data-panel="Reflectance"] svg.chart');
      const box = chart.getBoundingClientRect(), drawn = chart.querySelector('path.clear').getAttribute('d');
      const mark = drawn.match(/M([\\d.]+) ([\\d.]+)/).slice(1).map(Number);
      const zoom = box.width / chart.viewBox.baseVal.width;
      chart.dispatchEvent(new PointerEvent('pointermove',
        {clientX: box.left + (mark[0] + 3.4) * zoom, clientY: box.top + mark[1] * zoom}));
    }, 30);</script></body>"""
    changed = page.with_name("acted.html")
    changed.write_text(text.replace("</body>", act), encoding="utf-8")
    html = opened(changed)
    assert ("wood|S2:B8", "clear") in drawn(html)
    tip = re.search(r'<div id="tip"[^>]*>(.*?)</div></div>', html, re.DOTALL)[1]
    # Date 737000 is 2018-11-02; band B8 of the first point has 2000 + 2 * 10 there.
    assert "B8 0.202 reflectance" in tip and "2018-11-02, S2, clear" in tip and "wood" in tip


def test_it_asks_for_nothing_from_a_network(page):
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)
