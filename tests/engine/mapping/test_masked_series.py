"""Series with their gaps: samples hold what the images hold, and a model finds its season in another year."""

import json
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassifyJob, ExtractSamplesJob
from landweave.engine.learning.model_file import ClassEntry, Model, save_model
from landweave.engine.learning.networks.layout import layout_of
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.extract import find_places
from landweave.engine.samples.store import load_samples
from landweave.engine.types import SERIES_NODATA
from landweave.engine.vector.layers import read_layer
from landweave.tests.engine.mapping import world
from landweave.tests.engine.mapping.test_classify import read

torch = pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture(scope="module")
def masked(paths, tmp_path_factory):
    """Samples of the world's points as acquired."""
    folder = tmp_path_factory.mktemp("masked")
    series = folder / "masked.json"
    series.write_text(json.dumps({"dates": "acquisitions", "filling": "masked", "indices": ["NDVI"]}))
    ExtractSamplesJob(paths["catalogue"], paths["points"], str(folder / "s.gpkg"), str(series)).execute(RunContext())
    return load_samples(str(folder / "s.gpkg"))


def test_samples_are_what_the_images_hold(paths, masked):
    tiles = tile_series(load_catalogue(paths["catalogue"]), masked.plan)
    places = find_places(read_layer(f"{paths['points']}|layername=points"), tiles)
    layout = layout_of(masked.features).sensors[0]
    bands = len(masked.plan.sensors[0].bands)
    columns = layout.column_array()[:, :bands]
    assert len(layout.days) == len(world.DAYS)
    assert (masked.matrix == SERIES_NODATA).any()
    kept = 0
    with RasterReader() as reader:
        for number, tile in enumerate(tiles):
            block = read_block(tile, tile.grid.window, reader).sensors[0]
            own = np.flatnonzero(places.tile == number)
            pixels = places.row[own] * tile.grid.columns + places.column[own]
            clear = block.valid[:, pixels].any(axis=0)
            kept += int(clear.sum())
            values = np.where(block.valid[:, None, pixels], block.values[:, :, pixels], SERIES_NODATA)[:, :, clear]
            rows = np.flatnonzero(masked.attributes["tile"] == tile.tile)
            np.testing.assert_array_equal(masked.matrix[rows][:, columns], values.transpose(2, 0, 1))
    assert kept == len(masked)


def a_network(samples, seed=0):
    """Return a predictor of random weights."""
    from landweave.engine.learning.networks.batches import learn_normalisation
    from landweave.engine.learning.networks.predictor import NetworkDescription, NetworkPredictor
    from landweave.engine.learning.networks.registry import NETWORKS

    spec = NETWORKS["ltae"]
    layout = spec.layout(layout_of(samples.features))
    options = {**spec.options, "width": 32, "heads": 4}
    found = NetworkDescription("ltae", options, layout, learn_normalisation(layout, samples.matrix), 3, has_gaps=True)
    torch.manual_seed(seed)
    state = {name: value.numpy() for name, value in found.module().state_dict().items()}
    return NetworkPredictor(found, (state,))


@pytest.fixture(scope="module")
def model(masked, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("network") / "network.lwm")
    network = a_network(masked)
    entries = tuple(ClassEntry(code, str(code)) for code in world.CODES)
    regions = {"all": ColumnPredictor((0, 1, 2), 3, lambda: network)}
    save_model(path, Model(masked.plan, masked.features, entries, regions))
    return path


def classified(catalogue, model, folder, **values):
    outputs = {name: str(folder / f"{name}.tif") for name in ("output", "probabilities")}
    said = []
    context = RunContext(emit=said.append)
    ClassifyJob(catalogue, (model,), **outputs, **values).execute(context)
    return {name: read(path) for name, path in outputs.items()}, [e.get("message", "") for e in said]


def moved(paths, folder, change):
    """Return the catalogue with other dates of the same images."""
    catalogue = load_catalogue(paths["catalogue"])
    found = [replace(p, acquired=change(p.acquired)) for p in catalogue.products]
    path = str(folder / "moved.gpkg")
    save_catalogue(path, Catalogue(tuple(found), static=catalogue.static))
    return path


def test_a_season_of_another_year_gives_the_same_map(paths, model, tmp_path):
    first, _ = classified(paths["catalogue"], model, tmp_path)
    assert len(np.unique(first["output"])) > 1
    (tmp_path / "later").mkdir()
    later, said = classified(moved(paths, tmp_path, lambda day: day.replace("2018", "2021")), model, tmp_path / "later")
    for name in first:
        np.testing.assert_array_equal(first[name], later[name])
    assert any("2021-01-05" in line and "2018-01-05" in line for line in said)


def test_fewer_acquisitions_of_the_year_are_fewer_dates(paths, model, tmp_path):
    catalogue = load_catalogue(paths["catalogue"])
    fewer = str(tmp_path / "fewer.gpkg")
    save_catalogue(fewer, Catalogue(tuple(p for p in catalogue.products if p.day.month > 1), static=catalogue.static))
    made, said = classified(fewer, model, tmp_path)
    assert (made["output"] > 0).any()
    assert any("4 acquisitions" in line for line in said)


def test_where_it_applies_is_not_known_on_other_dates(paths, model, tmp_path):
    other = moved(paths, tmp_path, lambda day: day.replace("2018", "2021"))
    with pytest.raises(UserError):
        classified(other, model, tmp_path, applicability=str(tmp_path / "a.tif"))
