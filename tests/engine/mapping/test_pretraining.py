"""Pretraining from images: the same series as extract_samples reads, and maps by embeddings."""

import json

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClassifyJob,
    EmbedSamplesJob,
    ExtractSamplesJob,
    PretrainNetworkJob,
    TrainClassifierJob,
)
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.networks.pretrained import load_pretrained
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.store import load_samples
from landweave.engine.vector.layers import Layer, write_layers

OPTIONS = json.dumps({"epochs": 2, "batch_size": 32, "width": 8, "hidden": 16, "layers": 1})
MASKED = '{"dates": "acquisitions", "filling": "masked"}'


def pretrain(paths, output, context=None, **changes):
    job = PretrainNetworkJob(str(output), paths["catalogue"], network_options=OPTIONS, device="cpu",
                             **{"count": 300, "seed": 2, **changes})  # fmt: skip
    job.execute(context or RunContext())
    return load_pretrained(str(output))


def test_same_bytes_whatever_the_processes(paths, tmp_path):
    pretrain(paths, tmp_path / "1.safetensors", RunContext(workers=1))
    pretrain(paths, tmp_path / "2.safetensors", RunContext(workers=2, memory_mib=600))
    assert (tmp_path / "1.safetensors").read_bytes() == (tmp_path / "2.safetensors").read_bytes()


def test_series_are_those_of_extract_samples(paths, tmp_path):
    """All pixels of a corner, drawn and extracted: as many series, of the same channels and days."""
    samples = load_samples(paths["samples"])
    x0, y0 = float(np.floor(samples.x.min() / 10) * 10), float(np.floor(samples.y.min() / 10) * 10)
    found = pretrain(paths, tmp_path / "w.safetensors", count=100_000, extent=(x0, y0, x0 + 200, y0 + 200))
    x, y = (a.ravel() for a in np.meshgrid(np.arange(x0 + 5, x0 + 200, 10), np.arange(y0 + 5, y0 + 200, 10)))
    layer = Layer("points", samples.crs_wkt, "Point", tuple(point_geometries(x, y)), {"n": list(range(len(x)))})
    write_layers(str(tmp_path / "points.gpkg"), [layer])
    (tmp_path / "series.json").write_text(MASKED)
    ExtractSamplesJob(paths["catalogue"], str(tmp_path / "points.gpkg"), str(tmp_path / "s.gpkg"),
                      str(tmp_path / "series.json")).execute(RunContext())  # fmt: skip
    read = load_samples(str(tmp_path / "s.gpkg"))
    assert found.figures["series"] + found.figures["held_out_series"] == len(read)
    (series,) = found.layout.sensors
    assert {f.source for f in read.features} == set(series.channels)
    assert len({f.date for f in read.features}) == len(series.days)


def test_map_by_embeddings(paths, tmp_path):
    """The map of every sampled pixel is what the model says of its sample."""
    (tmp_path / "series.json").write_text(MASKED)
    raw, embedded, model = (str(tmp_path / n) for n in ("raw.gpkg", "embedded.gpkg", "m.lwm"))
    ExtractSamplesJob(paths["catalogue"], paths["points"], raw, str(tmp_path / "series.json")).execute(RunContext())
    pretrain(paths, tmp_path / "w.safetensors")
    EmbedSamplesJob(raw, str(tmp_path / "w.safetensors"), embedded).execute(RunContext())
    TrainClassifierJob(embedded, "code", model, method="random_forest").execute(RunContext())
    (tmp_path / "w.safetensors").unlink()
    ClassifyJob(paths["catalogue"], (model,), str(tmp_path / "map.tif")).execute(RunContext())
    samples, found = load_samples(raw), load_model(model)
    with RasterReader() as reader:
        grid = reader.grid(str(tmp_path / "map.tif"))
        codes = reader.read(str(tmp_path / "map.tif"), 1, grid.window)
    rows = ((grid.y_max - samples.y) / grid.pixel_height).astype(int)
    columns = ((samples.x - grid.x_min) / grid.pixel_width).astype(int)
    wanted = np.array(found.codes)[found.predictor("all").predict_proba(samples.matrix).argmax(axis=1)]
    assert np.array_equal(codes[rows, columns], wanted)


def test_an_extent_beside_the_images(paths, tmp_path):
    with pytest.raises(UserError, match="outside all images"):
        pretrain(paths, tmp_path / "w.safetensors", extent=(0.0, 0.0, 10.0, 10.0))
