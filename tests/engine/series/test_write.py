"""A SERIES file written from single choices is one that the other steps take, and keeps what it was made of."""

import json

import pytest

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import SeriesOptionsJob
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.options import load_options

GRID = Grid("", 0.0, 0.0, 10.0, 10.0, 5, 5)


def write(folder, name="series.json", **choices):
    job = SeriesOptionsJob(str(folder / name), **choices)
    result = job.execute(RunContext())
    return json.loads((folder / name).read_text()), load_options(result["OUTPUT"]), result


def test_nothing_chosen_is_nothing_set(tmp_path):
    values, options, result = write(tmp_path)
    assert values == {} and options.step_days == 10 and result["FEATURES"] == 0


def test_choices_stand_in_the_file(tmp_path):
    values, options, _ = write(
        tmp_path, describe=("filled", "composites", "metrics", "phenology"), step_days=20, start_date="2021-02-01",
        filling="whittaker", composite_method="medoid", composite_days=-1, statistics=("p50", "std"),
        statistics_sources=("NDVI",), indices=("NDVI", "NDRE = max(B8, B5) / (B8 + B5)"), seasons=2, components=12,
        crs="EPSG:2154", resolution=20.0, snow_is_invalid=True, sensors=("S2",),
    )
    assert options.describe == ("filled", "composites", "metrics", "phenology")
    assert values["composites"] == {"method": "medoid", "months": True}
    assert values["metrics"] == {"statistics": ["p50", "std"], "sources": ["NDVI"]}
    assert values["indices"][1] == {"name": "NDRE", "expression": "max(B8, B5) / (B8 + B5)"}
    assert values["grid"] == {"crs": "EPSG:2154", "resolution": 20.0}
    assert values["pca"] == {"components": 12} and values["sensors"] == {"S2": []}
    assert "snow" in values["clear"]["scl"]


def test_a_file_that_is_changed_keeps_what_is_not_chosen(tmp_path):
    (tmp_path / "mine.py").write_text("def f(data):\n    return data.filled('S2', 'B8')[0], ['f']\n")
    base = {"sensors": {"S2": ["B4", "B8"], "L8": []}, "filling": "whittaker", "filling_options": {"lambda": 5},
            "metrics": {"statistics": ["p50"], "of": "filled"},
            "user_features": {"file": "mine.py", "functions": ["f"]}}
    (tmp_path / "base.json").write_text(json.dumps(base))
    (tmp_path / "below").mkdir()
    values, options, _ = write(tmp_path / "below", base=str(tmp_path / "base.json"), sensors=("S2",),
                               statistics=("p90",))
    assert values["sensors"] == {"S2": ["B4", "B8"]}
    assert values["metrics"] == {"statistics": ["p90"], "of": "filled"}
    assert options.filling_options == {"lambda": 5}
    assert options.user_features["file"] == str(tmp_path / "below" / ".." / "mine.py")
    other, _, _ = write(tmp_path, base=str(tmp_path / "base.json"), filling="linear", indices=("none",))
    assert other["filling_options"] is None and other["indices"] == []


def test_masked_series_are_on_the_dates_of_the_acquisitions_and_others_are_not(tmp_path):
    _, options, _ = write(tmp_path, "masked.json", filling="masked", indices=("none",))
    assert (options.filling, options.dates) == ("masked", "acquisitions")
    bands = (BandSource("B4", "x"),)
    days = ("2021-01-01", "2021-01-04", "2021-03-02")
    products = tuple(Product(d, "x", "S2", "A", d, "x", GRID, bands) for d in days)
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue(products))
    result = write(tmp_path, "tried.json", base=str(tmp_path / "masked.json"), catalogue=str(tmp_path / "c.gpkg"))[2]
    assert result["FEATURES"] == 3
    _, options, _ = write(tmp_path, "linear.json", base=str(tmp_path / "masked.json"), filling="linear")
    assert (options.filling, options.dates) == ("linear", "regular")


def test_with_a_catalogue_it_says_what_it_gives(tmp_path):
    bands = tuple(BandSource(b, "x") for b in ("B4", "B8"))
    products = tuple(Product(d, "x", "S2", "A", d, "x", GRID, bands) for d in ("2021-01-01", "2021-03-02"))
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue(products))
    result = write(tmp_path, catalogue=str(tmp_path / "c.gpkg"), step_days=30, indices=("NDVI",))[2]
    assert result["FEATURES"] == 3 * 3
    with pytest.raises(UserError, match="EVI"):
        write(tmp_path, "no.json", catalogue=str(tmp_path / "c.gpkg"), indices=("EVI",))
    assert not (tmp_path / "no.json").exists()


@pytest.mark.parametrize(("choices", "word"), [
    ({"indices": ("EVIX",)}, "EVIX"),
    ({"statistics": ("p500",)}, "p500"),
    ({"indices": ("X = __import__('os')",)}, "X"),
    ({"user_features": "mine.py"}, "FUNCTIONS"),
    ({"base": "gone.json"}, "gone.json"),
])
def test_what_is_wrong_is_named(tmp_path, choices, word):
    with pytest.raises(UserError) as caught:
        write(tmp_path, **choices)
    assert word in str(caught.value)
    assert not (tmp_path / "series.json").exists()
