"""Every series file that the user guide shows can be used: it loads, and makes a plan with features."""

import json
import re
from pathlib import Path

import pytest

from landweave.engine.raster.grid import Grid
from landweave.engine.sensors import format_names
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.option_checks import DESCRIPTIONS
from landweave.engine.series.options import SENSOR_KEYS, SeriesOptions, load_options
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.series.planning import make_plan

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = sorted(DOCS.glob("**/*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
GRID = Grid("", 0.0, 0.0, 10.0, 10.0, 5, 5)
OPTICAL = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
LANDSAT = (("B2", "blue"), ("B3", "green"), ("B4", "red"), ("B5", "nir"), ("B6", "swir"), ("B7", "swir2"))
LAYERS = ("dem", "slope")


def product(sensor, month, bands):
    day = f"2021-{month:02d}-10"
    return Product(f"{sensor}_{day}", "x", sensor, "A", day, "x", GRID, tuple(bands))


YEAR = [
    made
    for month in range(1, 13)
    for made in (
        product("S2", month, [BandSource(b, "x.tif") for b in OPTICAL]),
        product("L8", month, [BandSource(b, "x.tif", role=role) for b, role in LANDSAT]),
        *(product(s, month, [BandSource(b, "x.tif", role=b.lower(), unit="dB x 100") for b in ("VV", "VH")])
          for s in ("S1ASC", "S1DES")),
    )
]


def examples():
    for page in PAGES:
        blocks = FENCE.findall(page.read_text(encoding="utf-8"))
        code = [text for language, text in blocks if language == "python"]
        shown = [json.loads(text) for language, text in blocks if language == "json"]
        for number, values in enumerate(v for v in shown if set(v) & set(SeriesOptions.__dataclass_fields__)):
            yield pytest.param(values, code, id=f"{page.stem}-{number}")


@pytest.mark.parametrize(("values", "code"), list(examples()))
def test_series_files_of_the_guide_make_a_plan(values, code, tmp_path):
    named = (values.get("user_features") or {}).get("file")
    if named:
        functions = values["user_features"]["functions"]
        shown = [t for t in code or hedges() if all(f"def {f}(" in t for f in functions)] or hedges()
        (tmp_path / named).write_text(shown[0], encoding="utf-8")
    warmth = [f"2021-{month:02d}-{day:02d},{month}" for month in range(1, 13) for day in (1, 5, 10, 15, 20, 24, 28)]
    (tmp_path / "temperature.csv").write_text("\n".join(["date,temperature", *warmth]), encoding="utf-8")
    path = tmp_path / "series.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    wanted = values.get("sensors", ["S2"])
    plan = make_plan(load_options(str(path)), [p for p in YEAR if p.sensor in wanted], static=LAYERS)
    names = [f.name for f in plan.features()]
    assert names
    assert len(set(names)) == len(names)
    assert SeriesPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def hedges():
    page = (DOCS / "user" / "user-features.md").read_text(encoding="utf-8")
    return [text for language, text in FENCE.findall(page) if language == "python"]


def test_the_guide_has_every_key_and_description():
    text = (DOCS / "user" / "series.md").read_text(encoding="utf-8")
    keys = text.split("## All keys")[1].split("\n## ")[0]
    for key in SeriesOptions.__dataclass_fields__:
        assert f"`{key}`" in keys, key
    for description in DESCRIPTIONS:
        assert f"| `{description}` |" in text, description
    of_sensors = re.findall(r"^\| ([^|]+) \\\* \|", keys, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(of_sensors))) == set(SENSOR_KEYS)


def test_the_guide_has_every_format():
    table = (DOCS / "user" / "inputs.md").read_text(encoding="utf-8").split("## Products at a glance")[1]
    for name in format_names():
        assert f"(`{name}`)" in table.split("\n## ")[0], name
