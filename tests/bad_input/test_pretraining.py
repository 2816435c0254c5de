"""Samples, catalogues and weights that cannot be read, under pretraining and embeddings."""

import json
from dataclasses import replace

import pytest

from landweave.engine.jobs import EmbedSamplesJob, PretrainNetworkJob, TrainClassifierJob, TrainNetworkJob
from landweave.engine.learning.networks.pretrained import load_pretrained
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.worker import check_refused, work

SOME = ("cut", "text", "missing")
TINY = json.dumps({"epochs": 1, "width": 8, "hidden": 8, "layers": 1})


@pytest.fixture(scope="module")
def weights(world, tmp_path_factory):
    """Weights that were pretrained on the samples of the world."""
    path = tmp_path_factory.mktemp("weights") / "poids été.safetensors"
    job = PretrainNetworkJob(str(path), samples=world.path("samples.gpkg"), network_options=TINY)
    assert work(job).outputs == {"OUTPUT": str(path)}
    return path


@pytest.mark.parametrize("case", SOME)
def test_broken_samples_and_catalogue(world, weights, tmp_path, case):
    out = tmp_path / "out" / "w.safetensors"
    bad = with_change(world.path("samples.gpkg"), tmp_path / "échantillons.gpkg", BROKEN[case])
    check_refused(work(PretrainNetworkJob(str(out), samples=bad)), bad, output=out)
    check_refused(work(EmbedSamplesJob(bad, str(weights), str(out))), bad, output=out)
    bad = with_change(world.catalogue, tmp_path / "catalogue été.gpkg", BROKEN[case])
    check_refused(work(PretrainNetworkJob(str(out), bad)), bad, output=out)


@pytest.mark.parametrize("case", SOME)
def test_broken_weights(world, weights, tmp_path, case):
    out = tmp_path / "out" / "s.gpkg"
    bad = with_change(weights, tmp_path / "cassé.safetensors", BROKEN[case])
    check_refused(work(EmbedSamplesJob(world.path("samples.gpkg"), bad, str(out))), bad, output=out)
    job = TrainNetworkJob(world.path("samples.gpkg"), "code", str(out), "transformer", "fast", pretrained=bad)
    check_refused(work(job), bad, output=out)


BAD = {
    "neither": ({}, ("CATALOGUE",)),
    "no count": ({"catalogue": "c", "count": 0}, ("COUNT",)),
    "beside": ({"catalogue": "c", "extent": (0.0, 0.0, 10.0, 10.0)}, ("EXTENT",)),
    "half an extent": ({"catalogue": "c", "extent": (0.0, 0.0)}, ()),
    "series": ({"catalogue": "c", "series": "nowhere.json"}, ("nowhere.json",)),
    "network": ({"samples": "s", "network": "bert"}, ("bert",)),
    "own network": ({"samples": "s", "network": "nowhere.py"}, ("nowhere.py",)),
    "fixed dates": ({"samples": "s", "network": "tempcnn"}, ("tempcnn",)),
    "preset": ({"samples": "s", "preset": "slow"}, ("slow",)),
    "device": ({"samples": "s", "device": "tpu"}, ("tpu",)),
    "no cuda": ({"samples": "s", "device": "cuda"}, ("cuda",)),
    "options": ({"samples": "s", "network_options": "[1]"}, ("NETWORK_OPTIONS",)),
    "option": ({"samples": "s", "network_options": '{"mixup": 0.1}'}, ("mixup",)),
    "value": ({"samples": "s", "network_options": '{"epochs": 0}'}, ("epochs",)),
    "heads": ({"samples": "s", "network_options": '{"heads": 7}'}, ("heads",)),
    "seed": ({"samples": "s", "seed": -1}, ("SEED",)),
}


@pytest.mark.parametrize("case", BAD)
def test_pretraining_that_cannot_be(world, tmp_path, case):
    changes, words = BAD[case]
    if case == "no cuda":
        import torch

        if torch.cuda.is_available():
            pytest.skip("there is a graphics card")
    places = {"catalogue": world.catalogue, "samples": world.path("samples.gpkg")}
    changes = {k: str(places[k]) if k in places else v for k, v in changes.items()}
    out = tmp_path / "out" / "w.safetensors"
    check_refused(work(PretrainNetworkJob(str(out), **changes)), *words, output=out)


def test_weights_that_are_gone_when_they_are_learnt_with(world, weights, tmp_path):
    own = tmp_path / "w.safetensors"
    own.write_bytes(weights.read_bytes())
    assert work(EmbedSamplesJob(world.path("samples.gpkg"), str(own), str(tmp_path / "e.gpkg"))).code == 0
    own.unlink()
    out = tmp_path / "m.lwm"
    check_refused(work(TrainClassifierJob(str(tmp_path / "e.gpkg"), "code", str(out))), own, output=out)


def test_weights_of_other_bands(world, weights, tmp_path):
    from landweave.engine.learning.networks.pretrained import save_pretrained

    found = load_pretrained(str(weights))
    series = found.layout.sensors[0]
    other = replace(series, channels=("B99", *series.channels[1:]))
    path = tmp_path / "autre.safetensors"
    save_pretrained(str(path), replace(found, layout=replace(found.layout, sensors=(other, *found.layout.sensors[1:]))))
    out = tmp_path / "out" / "s.gpkg"
    job = EmbedSamplesJob(world.path("samples.gpkg"), str(path), str(out))
    check_refused(work(job), series.channels[0], output=out)
