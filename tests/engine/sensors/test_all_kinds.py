"""Products of all kinds in one folder are found by their names, and SENSORS limits the kinds."""

from pathlib import Path

import pytest

from landweave.engine.catalogue.scan import scan
from landweave.engine.jobs.time_series import ScanCatalogueJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors import folder_formats
from landweave.tests.engine.products import write_theia_s2
from landweave.tests.engine.sensors.makers import write_hls, write_landsat, write_safe
from landweave.tests.engine.sensors.makers_s1 import write_s1
from landweave.tests.engine.sensors.makers_theia import write_l3a, write_theia_landsat, write_theia_landsat_old


@pytest.fixture(scope="module")
def top(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    write_theia_s2(folder)
    write_safe(folder)
    write_l3a(folder / "syntheses")
    write_landsat(folder / "landsat", own_folder=False)
    write_theia_landsat(folder / "landsat")
    write_theia_landsat_old(folder / "landsat" / "LANDSAT8_OLITIRS_XS_20140414_N2A_France-MetropoleD0005H0002")
    write_hls(folder / "31TCJ", own_folder=False)
    write_s1(folder / "31TCJ")
    write_s1(folder / "31TCJ", "20200110txxxxxx", direction="DES", orbit="110")
    write_s1(folder / "31TCJ" / "filtered", kind="_filtered")
    return folder


def run(folder, sensors=()):
    events = []
    job = ScanCatalogueJob(input=str(folder), output="/nowhere/c.gpkg", sensors=sensors)
    return scan(job, RunContext(emit=events.append)), events


def test_each_product_is_found_once(top):
    catalogue, events = run(top)
    assert sorted((p.format, p.sensor) for p in catalogue.products) == [
        ("hls_v2", "HLSS"), ("landsat_c2_l2", "L8"), ("s1tiling", "S1ASC"), ("s1tiling", "S1DES"),
        ("sen2cor_l2a", "S2"), ("theia_landsat_l2a", "L8"), ("theia_landsat_n2a", "L8"), ("theia_s2_l2a", "S2"),
        ("theia_s2_l3a", "S2L3A")]
    assert {module.FORMAT for module in folder_formats()} >= {p.format for p in catalogue.products}
    assert [Path(item.path).parent.name for item in catalogue.left_out] == ["filtered"]
    said = " ".join(e["message"] for e in events if e["event"] == "warning")
    assert "is version 3.0 (sigma, filtered) of an acquisition that is there as 3.1 (sigma)" in said


@pytest.mark.parametrize("kind", ["theia_s2_l3a", "theia_landsat_l2a", "theia_landsat_n2a", "s1tiling"])
def test_the_kinds_can_be_chosen(top, kind):
    catalogue, _ = run(top, (kind,))
    assert {p.format for p in catalogue.products} == {kind}
    asked = [item for item in catalogue.left_out if "SENSORS does not ask for" in item.reason]
    assert len(asked) == 10 - len(catalogue.products) - (kind == "s1tiling")
