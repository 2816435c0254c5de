"""Theia Sentinel-2 L3A syntheses: described as they are, clear where the flags say land, water or snow."""

import numpy as np
import pytest

from landweave.engine.sensors import theia_s2, theia_s2_l3a
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.products import THEIA_BANDS, write_theia_s2
from landweave.tests.engine.sensors.makers_theia import write_l3a
from landweave.tests.engine.sensors.reading import read

RNG = np.random.default_rng(8)


def found(path):
    assert theia_s2_l3a.recognises(str(path), [p.name for p in path.iterdir()])
    return theia_s2_l3a.find(str(path))


def test_a_synthesis_is_described_as_it_is(tmp_path):
    product = found(write_l3a(tmp_path))
    assert isinstance(product, Product)
    assert (product.sensor, product.tile, product.version) == ("S2L3A", "31TCJ", "V1-0")
    assert (product.acquired, product.note) == ("2018-05-15T00:00:00.000", "")
    assert [b.name for b in product.bands] == list(theia_s2.BANDS)
    assert (product.grid.columns, product.grid.pixel_width) == (64, 10.0)
    assert Product.from_json(product.to_json()) == product
    assert len(product.files) == 11


def test_values_and_flags_are_read_as_the_format_says(tmp_path):
    values = {b: RNG.integers(-200, 9000, (64 // f, 64 // f), dtype=np.int16) for b, f in THEIA_BANDS.items()}
    values["B3"][2, 5] = -10000
    flags = RNG.integers(0, 5, (64, 64), dtype=np.uint8)
    got, valid = read(found(write_l3a(tmp_path, values=values, flags=flags)))
    clear = (flags != 0) & (flags != 1)
    clear[2, 5] = False
    assert np.array_equal(valid, clear)
    for layer, band in zip(got, THEIA_BANDS):
        fine = np.kron(values[band], np.ones((THEIA_BANDS[band],) * 2, np.int16))
        assert np.array_equal(layer, np.where(clear, fine, SERIES_NODATA))


def test_each_level_is_recognised_by_its_own_module(tmp_path):
    synthesis, acquisition = write_l3a(tmp_path), write_theia_s2(tmp_path)
    names = {path: [p.name for p in path.iterdir()] for path in (synthesis, acquisition)}
    assert not theia_s2.recognises(str(synthesis), names[synthesis])
    assert not theia_s2_l3a.recognises(str(acquisition), names[acquisition])


@pytest.mark.parametrize("gone", ["_FRC_B11.tif", "MASKS/{}_FLG_R1.tif"])
def test_a_missing_file_is_named(tmp_path, gone):
    path = write_l3a(tmp_path)
    file = path / (gone.format(path.name) if "{}" in gone else path.name + gone)
    file.unlink()
    left = found(path)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert f"is a Theia Sentinel-2 L3A product that cannot be used: {file.name} is missing" in left.reason
