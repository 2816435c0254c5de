"""What is hidden has no influence, the loss is of hidden known values only, and the same seed gives the same bytes."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import PretrainNetworkJob
from landweave.engine.learning.networks import pretrain_network
from landweave.engine.learning.networks.batches import BatchMaker, SensorBatch, SeriesBatch, learn_normalisation
from landweave.engine.learning.networks.layout import layout_of
from landweave.engine.learning.networks.masking import WAYS, draw_hidden, without
from landweave.engine.learning.networks.pretrain_network import draw_places
from landweave.engine.learning.networks.pretrained import load_pretrained
from landweave.engine.learning.networks.pretraining import (
    Pretraining,
    Schedule,
    held_out_rows,
    hidden_loss,
    known_places,
    together,
)
from landweave.engine.learning.networks.registry import NETWORKS, InputShape, SensorShape
from landweave.engine.mapping.tile_series import TileSeries
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.networks.cases import SMALL, one_thread  # noqa: F401 (a fixture)
from landweave.tests.engine.learning.networks.series_samples import series_samples

QUICK = {"epochs": 2, "batch_size": 32}


def random_batch(seed, samples=40, dates=9, channels=4, share=0.6):
    draw = torch.Generator().manual_seed(seed)
    known = torch.rand(samples, dates, channels, generator=draw) < share
    values = torch.randn(samples, dates, channels, generator=draw).masked_fill(~known, 0.0)
    days = torch.arange(dates).float().mul(30).expand(samples, -1)
    return SeriesBatch((SensorBatch(values, known.any(dim=2), days),), torch.zeros(samples, 0)), known


@given(seed=st.integers(0, 2**31), dates=st.integers(1, 8), channels=st.integers(1, 5), share=st.floats(0.1, 1.0))
@settings(max_examples=60, deadline=None)
def test_hidden_is_known_and_something_stays(seed, dates, channels, share):
    _, known = random_batch(seed, 30, dates, channels, share)
    hidden = draw_hidden(known, torch.Generator().manual_seed(seed))
    assert not (hidden & ~known).any()
    some = known.flatten(1).any(dim=1)
    assert ((known & ~hidden).flatten(1).any(dim=1) == some).all()


def test_ways_are_whole_dates_runs_and_bands():
    known = torch.ones(4000, 10, 6, dtype=torch.bool)
    hidden = draw_hidden(known, torch.Generator().manual_seed(1))
    whole_dates = (hidden.any(dim=2) == hidden.all(dim=2)).all(dim=1)
    whole_bands = (hidden.any(dim=1) == hidden.all(dim=1)).all(dim=1)
    assert (whole_dates | whole_bands).all()
    assert hidden.flatten(1).any(dim=1).all()
    assert float(whole_bands.float().mean()) == pytest.approx(WAYS["bands"], abs=0.03)
    dates = hidden[whole_dates].all(dim=2).int().numpy()
    runs = np.abs(np.diff(np.pad(dates, ((0, 0), (1, 1))), axis=1)).sum(axis=1) == 2
    assert runs.mean() > WAYS["runs"] / (WAYS["runs"] + WAYS["dates"])  # some drawn dates are neighbours by chance
    assert 0.3 <= float(hidden.float().mean(dim=(1, 2)).min()) <= float(hidden.float().mean(dim=(1, 2)).max()) <= 0.9


@pytest.mark.parametrize("name", ["ltae", "transformer"])
def test_hidden_values_have_exactly_no_influence(name):
    """Other values and, of hidden dates, other days change no bit of what the encoder gives."""
    given_batch, known = random_batch(3)
    hidden = draw_hidden(known, torch.Generator().manual_seed(4))
    series = given_batch.sensors[0]
    other_values = torch.where(hidden, torch.randn(known.shape) * 50, series.values)
    gone = ~(known & ~hidden).any(dim=2)
    other = SeriesBatch((SensorBatch(other_values, series.valid, torch.where(gone, series.days + 77, series.days)),),
                        given_batch.static)  # fmt: skip
    encoder = NETWORKS[name].module(InputShape((SensorShape(4, 9),), 0, True), 2, SMALL[name]).eval()
    with torch.inference_mode():
        one = encoder.embed(without(given_batch, known, hidden))
        two = encoder.embed(without(other, known, hidden))
    assert torch.equal(one, two)
    assert not torch.equal(one, encoder.embed(given_batch))


@given(seed=st.integers(0, 2**31))
@settings(max_examples=30, deadline=None)
def test_loss_is_of_hidden_known_values_only(seed):
    draw = np.random.default_rng(seed)
    values, guess = draw.normal(0, 2, (2, 6, 5, 3)).astype(np.float32)
    hidden = draw.random(values.shape) < 0.4
    found = float(hidden_loss([torch.from_numpy(guess)], torch.from_numpy(values), torch.from_numpy(hidden)))
    away = [abs(float(g) - float(v)) for g, v, h in zip(guess.ravel(), values.ravel(), hidden.ravel()) if h]
    wanted = np.mean([0.5 * a * a if a < 1 else a - 0.5 for a in away]) if away else 0.0
    assert found == pytest.approx(wanted, rel=1e-5, abs=1e-7)
    elsewhere = np.where(hidden, values, values + 100).astype(np.float32)
    assert found == float(hidden_loss([torch.from_numpy(guess)], torch.from_numpy(elsewhere), torch.from_numpy(hidden)))


def test_nothing_unknown_gets_into_the_loss():
    """Where samples have no value, whatever stands in the matrix is of no matter."""
    samples = series_samples()
    layout = replace(layout_of(samples.features), static=())
    maker = BatchMaker(layout, learn_normalisation(layout, samples.matrix))
    training = Pretraining(NETWORKS["transformer"].module(InputShape.of(layout, True), 2, SMALL["transformer"]), maker,
                           Schedule(), 0, torch.device("cpu"))  # fmt: skip
    training.encoder.eval()
    rows = samples.matrix.astype(np.float32)
    other = np.where(rows == SERIES_NODATA, np.nan, rows)
    losses = [training.loss(r, torch.Generator().manual_seed(2)).item() for r in (samples.matrix, rows, other)]
    assert losses[0] == losses[1] == losses[2]


def test_known_dates_come_first_and_nothing_else_changes():
    given_batch, known = random_batch(5, share=0.2)
    found, there = together(given_batch, known)
    before, after = given_batch.sensors[0], found.sensors[0]
    assert after.values.shape[1] == int(known.any(dim=2).sum(dim=1).max())
    for n in range(len(known)):
        was, now = before.valid[n], after.valid[n]
        assert torch.equal(before.values[n][was], after.values[n][now])
        assert torch.equal(before.days[n][was], after.days[n][now])
        assert torch.equal(known[n][was], there[n][now])


def test_known_places_are_those_with_values():
    samples = series_samples(polygons=3)
    layout = layout_of(samples.features)
    found = known_places(samples.matrix, layout).numpy()
    for n, d, c in np.ndindex(*found.shape):
        assert found[n, d, c] == (samples.matrix[n, layout.sensors[0].columns[d][c]] != SERIES_NODATA)


@given(seed=st.integers(0, 1000), share=st.floats(0.05, 0.5))
@settings(max_examples=30, deadline=None)
def test_blocks_are_held_out_whole(seed, share):
    draw = np.random.default_rng(seed)
    x, y = draw.random((2, 500)) * 3000
    held = held_out_rows(x, y, 300.0, share, seed)
    blocks = np.floor(x / 300) * 100 + np.floor(y / 300)
    assert not set(blocks[held]) & set(blocks[~held])
    assert share * 500 - 1 <= held.sum() <= share * 500 + np.unique(blocks, return_counts=True)[1].max()


def test_places_that_nobody_knows_are_blocks_of_their_own():
    nowhere = np.full(200, np.nan)
    assert held_out_rows(nowhere, nowhere, 100.0, 0.1, 0).sum() == 20


def tile(name, x, y, rows=20, columns=30):
    return TileSeries(name, Grid("EPSG:32631", x, y, 10.0, 10.0, columns, rows), series_samples().plan, ())


def test_places_are_drawn_once_each_within_the_extent():
    tiles = (tile("a", 0.0, 200.0), tile("b", 200.0, 200.0))  # share 10 columns
    everywhere = draw_places(tiles, 10_000, 0)
    assert len(everywhere.tile) == 20 * 30 + 20 * 20
    x = np.array([tiles[t].grid.x_min for t in everywhere.tile]) + everywhere.column * 10
    assert len({(a, r) for a, r in zip(x, everywhere.row)}) == len(x)
    some = draw_places(tiles, 50, 3, (150.0, 100.0, 260.0, 200.0))
    x = np.array([tiles[t].grid.x_min for t in some.tile]) + some.column * 10
    assert len(some.tile) == 50 and x.min() >= 150 and x.max() < 260 and some.row.max() < 10
    again = draw_places(tiles, 50, 3, (150.0, 100.0, 260.0, 200.0))
    assert (some.column == again.column).all() and (some.row == again.row).all()
    with pytest.raises(UserError, match="outside all images"):
        draw_places(tiles, 50, 3, (9000.0, 9000.0, 9100.0, 9100.0))


@pytest.fixture
def samples_file(tmp_path):
    path = tmp_path / "samples.gpkg"
    save_samples(str(path), series_samples())
    return str(path)


def pretrain(samples, output, context=None, **changes):
    options = {**QUICK, **SMALL[changes.get("network", "transformer")], **changes.pop("options", {})}
    job = PretrainNetworkJob(str(output), samples=samples, network_options=json.dumps(options), device="cpu",
                             **changes)  # fmt: skip
    return job.execute(context or RunContext())


@pytest.mark.parametrize("name", ["ltae", "transformer"])
def test_same_seed_same_bytes_and_it_learns(samples_file, tmp_path, name):
    before = torch.get_num_threads(), torch.random.get_rng_state()
    for n, (workers, seed) in enumerate(((1, 0), (2, 0), (1, 1))):
        pretrain(samples_file, tmp_path / f"{n}.safetensors", RunContext(workers=workers), network=name, seed=seed,
                 options={"epochs": 6})  # fmt: skip
    one, two, other = ((tmp_path / f"{n}.safetensors").read_bytes() for n in range(3))
    assert one == two and one != other
    assert torch.get_num_threads() == before[0] and torch.equal(torch.random.get_rng_state(), before[1])
    curves = load_pretrained(str(tmp_path / "0.safetensors")).figures["curves"]
    assert curves[-1]["held_out"] < curves[0]["held_out"]


def test_early_stopping_keeps_the_best(samples_file, tmp_path):
    pretrain(samples_file, tmp_path / "w.safetensors", options={"epochs": 30, "patience": 2, "learning_rate": 0.3})
    figures = load_pretrained(str(tmp_path / "w.safetensors")).figures
    held = [c["held_out"] for c in figures["curves"]]
    assert figures["best_epoch"] == 1 + int(np.argmin(held))
    assert len(held) == 30 or len(held) - figures["best_epoch"] == 2


def test_page_and_a_stopped_pretraining(samples_file, tmp_path):
    pretrain(samples_file, tmp_path / "w.safetensors", output_html=str(tmp_path / "page.html"))
    assert "Hidden values" in (tmp_path / "page.html").read_text(encoding="utf-8")
    said, events = [], []

    def emit(event):
        events.append(event["event"])
        said.extend([event["message"]] if event["event"] == "warning" else [])

    context = RunContext(emit=emit, is_cancelled=lambda: events.count("metric") >= 4)
    with pytest.raises(Cancelled):
        pretrain(samples_file, tmp_path / "s.safetensors", context, options={"epochs": 50})
    assert not (tmp_path / "s.safetensors").exists()
    assert load_pretrained(str(tmp_path / "s_stopped.safetensors")).figures["best_epoch"] >= 1
    assert any("s_stopped" in s for s in said)


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_pretraining_started_again_gives_the_bytes_of_an_undisturbed_one(
    samples_file, tmp_path, monkeypatch, after
):
    monkeypatch.setattr(pretrain_network, "SECONDS_BETWEEN_CHECKPOINTS", -1.0)
    options = {"epochs": 5, "patience": 0}
    pretrain(samples_file, tmp_path / "w.safetensors", options=options)
    undisturbed = (tmp_path / "w.safetensors").read_bytes()
    (tmp_path / "w.safetensors").unlink()
    epochs = []

    def emit(event):
        if event["event"] == "log" and event["message"].startswith("Epoch "):
            epochs.append(event["message"])
            if len(epochs) == after + 1:  # its state was not written yet: the epoch is learnt again
                raise StoppedError

    context = RunContext(emit=emit, run_folder=str(tmp_path / "run"))
    with pytest.raises(StoppedError):
        pretrain(samples_file, tmp_path / "w.safetensors", context, options=options)
    assert not (tmp_path / "w.safetensors").exists()
    pretrain(samples_file, tmp_path / "w.safetensors", context, options=options)
    assert (tmp_path / "w.safetensors").read_bytes() == undisturbed
    assert len(epochs) == 6
    assert not list((tmp_path / "run").rglob("pretraining_*"))


def test_a_damaged_state_of_a_pretraining_is_said_so(samples_file, tmp_path, monkeypatch):
    monkeypatch.setattr(pretrain_network, "SECONDS_BETWEEN_CHECKPOINTS", -1.0)
    run = str(tmp_path / "run")

    def emit(event):
        if event["event"] == "log" and event["message"].startswith("Epoch 2"):
            raise StoppedError

    with pytest.raises(StoppedError):
        pretrain(samples_file, tmp_path / "w.safetensors", RunContext(emit=emit, run_folder=run))
    (path,) = (tmp_path / "run").rglob("pretraining_*.safetensors")
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UserError, match=r"state of a training in .* is cut or damaged .* Delete it"):
        pretrain(samples_file, tmp_path / "w.safetensors", RunContext(run_folder=run))


BAD = {
    "unknown option": ({"options": {"mixup": 0.1}}, "mixup"),
    "nothing held out": ({"options": {"held_out": 0}}, "held_out"),
    "wrong width": ({"options": {"width": 7}}, "width"),
    "a network without days": ({"network": "tempcnn", "options": {}}, "tempcnn"),
    "a network of several series": ({"network": "ltae_sensors", "options": {}}, "ltae_sensors"),
    "no such network": ({"network": "bert", "options": {}}, "bert"),
    "preset": ({"preset": "quick"}, "quick"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_options_are_one_sentence(samples_file, tmp_path, case):
    changes, word = BAD[case]
    changes = dict(changes)
    name = changes.get("network", "transformer")
    options = {**(QUICK if name in SMALL else {}), **SMALL.get(name, {}), **changes.pop("options", {})}
    with pytest.raises(UserError, match=word):
        PretrainNetworkJob(str(tmp_path / "w.safetensors"), samples=samples_file,
                           network_options=json.dumps(options), **changes).execute(RunContext())  # fmt: skip
    assert not (tmp_path / "w.safetensors").exists()


def test_bad_places_and_names(samples_file, tmp_path):
    with pytest.raises(UserError, match="no name for weights"):
        pretrain(samples_file, tmp_path / "w.pt")
    few = tmp_path / "few.gpkg"
    save_samples(str(few), series_samples(polygons=3, pixels=2))
    with pytest.raises(UserError, match="6 series"):
        pretrain(str(few), tmp_path / "w.safetensors")
    with pytest.raises(UserError, match="COUNT is 3"):
        PretrainNetworkJob(str(tmp_path / "w.safetensors"), "c.gpkg", count=3).execute(RunContext())
    with pytest.raises(UserError, match="neither images nor samples"):
        PretrainNetworkJob(str(tmp_path / "w.safetensors")).execute(RunContext())
