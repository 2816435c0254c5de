"""The jobs that train networks: one path for both, pages, regions, what a stopped training leaves."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import numpy as np
import pytest

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs.learning import CrossValidateJob, TrainClassifierJob
from landweave.engine.jobs.networks import TrainNetworkJob
from landweave.engine.learning import crossval
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.networks import curves, train_network, training
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import SampleSet, save_samples
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.tests.engine.learning.networks.lessons import BANDS, QUICK, TINY, features, lesson

OPTIONS = json.dumps({**TINY["ltae"], **QUICK, "patience": 0})


def series_plan():
    dates = tuple(f.date for f in features()[:: len(BANDS)])
    return SeriesPlan((SensorPlan("S2", BANDS, (), (), dates),))


@pytest.fixture
def samples(tmp_path):
    matrix, classes, groups = lesson(gaps=0.1)
    plan = series_plan()
    places = [(f.source, f.date) for f in features()]
    order = [places.index((f.source, f.date)) for f in plan.features()]
    region = np.where(groups % 2 == 0, "east", "west").astype(object)
    attributes = {"code": classes * 10 + 11, "polygon_id": groups + 1, "region": region}
    n = np.zeros(len(classes))
    path = str(tmp_path / "samples.gpkg")
    save_samples(path, SampleSet(plan.features(), matrix[:, order], attributes, n, n, "", plan))
    return path


def job(samples, tmp_path, name="m.lwm", **more):
    given = {"network": "ltae", "network_options": OPTIONS, "device": "cpu", "region_field": "", **more}
    return TrainNetworkJob(samples, "code", str(tmp_path / name), **given)


def test_both_jobs_write_the_same_network(samples, tmp_path):
    events = []
    result = job(samples, tmp_path).execute(RunContext(emit=events.append))
    assert result == {"MODEL": str(tmp_path / "m.lwm")}
    options = json.dumps({"preset": "balanced", **json.loads(OPTIONS)})
    TrainClassifierJob(samples, "code", str(tmp_path / "c.lwm"), method="ltae", method_options=options,
                       region_field="", balanced=True).execute(RunContext(workers=2))  # fmt: skip
    assert (tmp_path / "m.lwm").read_bytes() == (tmp_path / "c.lwm").read_bytes()
    model = load_model(tmp_path / "m.lwm")
    assert model.training["method"] == "ltae"
    assert model.training["options"]["preset"] == "balanced"
    (told,) = model.training["networks_by_region"]["all"]
    assert told["epochs"] == QUICK["epochs"]
    assert 0 <= told["macro_f1"] <= 1
    said = [e["fraction"] for e in events if e["event"] == "progress"]
    assert said == sorted(said)
    assert not list(tmp_path.glob(".landweave*"))


def test_the_matrix_stays_on_the_disk(samples, tmp_path, monkeypatch):
    seen = []
    plain = training.fit_network
    monkeypatch.setattr(training, "fit_network", lambda recipe, matrix, *rest: (seen.append(matrix),
                        plain(recipe, matrix, *rest))[1])  # fmt: skip
    job(samples, tmp_path, region_field="region").execute(RunContext())
    assert len(seen) == 2
    assert all(isinstance(matrix, np.memmap) and not matrix.flags.writeable for matrix in seen)


def test_each_region_has_a_network_of_its_own(samples, tmp_path):
    events = []
    job(samples, tmp_path, region_field="region").execute(RunContext(emit=events.append))
    model = load_model(tmp_path / "m.lwm")
    assert set(model.regions) == set(model.training["networks_by_region"]) == {"east", "west"}
    said = [e["message"] for e in events if e["event"] == "log" and "Epoch 1 of" in e["message"]]
    assert [text.split(":")[0] for text in said] == ["Region east", "Region west"]


def test_a_stopped_training_leaves_the_best_network_beside(samples, tmp_path):
    events = []

    def stop():
        return any("Region west: Epoch 2" in e.get("message", "") for e in events)

    page = str(tmp_path / "page.html")
    with pytest.raises(Cancelled):
        job(samples, tmp_path, region_field="region", output_html=page).execute(
            RunContext(emit=events.append, is_cancelled=stop)
        )
    assert not (tmp_path / "m.lwm").exists()
    model = load_model(tmp_path / "m_stopped.lwm")
    assert model.training["stopped"] is True
    epochs = {name: told[0]["epochs"] for name, told in model.training["networks_by_region"].items()}
    assert epochs == {"east": QUICK["epochs"], "west": 2}
    matrix, classes, _ = lesson(gaps=0.1)
    assert model.predictor("west").predict_proba(matrix).shape == (len(classes), 3)
    assert any("m_stopped.lwm holds the best network so far" in e["message"] for e in events if e["event"] == "warning")
    assert "it was stopped" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_run_that_is_killed_goes_on_in_its_folder(samples, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "SECONDS_BETWEEN_CHECKPOINTS", -1.0)
    job(samples, tmp_path, "whole.lwm").execute(RunContext())
    events = []

    def fail(event):
        if "Epoch 4 of" in event.get("message", ""):
            raise MemoryError

    folder = str(tmp_path / "run")
    with pytest.raises(MemoryError):
        job(samples, tmp_path).execute(RunContext(emit=fail, run_folder=folder))
    job(samples, tmp_path).execute(RunContext(emit=events.append, run_folder=folder))
    said = [e["message"] for e in events if e["event"] == "log" and e["message"].startswith("Epoch")]
    assert said[0].startswith("Epoch 4 of 6")
    assert (tmp_path / "m.lwm").read_bytes() == (tmp_path / "whole.lwm").read_bytes()


def test_the_page_shows_the_curves(samples, tmp_path, monkeypatch):
    monkeypatch.setattr(curves, "SECONDS_BETWEEN_PAGES", -1.0)
    page, live = tmp_path / "page.html", []

    def look(event):
        if event["event"] == "progress" and page.exists():
            live.append(page.read_text(encoding="utf-8"))

    options = json.dumps({**json.loads(OPTIONS), "seeds": 2})
    result = job(samples, tmp_path, output_html=str(page), network_options=options).execute(RunContext(emit=look))
    assert result["OUTPUT_HTML"] == str(page)
    assert all('http-equiv="refresh"' in text and "</html>" in text for text in live[:3])
    text = page.read_text(encoding="utf-8")
    assert "refresh" not in text
    assert "Network 2" in text
    pictures = [part[: part.index("</svg>") + 6] for part in text.split("<svg")[1:]]
    assert len(pictures) == 6
    lines = ElementTree.fromstring("<svg" + pictures[0]).findall(".//{http://www.w3.org/2000/svg}polyline")
    history = load_model(tmp_path / "m.lwm").predictor("all").inner.figures["members"][0]["history"]
    points = [tuple(map(float, p.split(","))) for p in lines[0].get("points").split()]
    assert len(points) == len(history)
    heights = np.array([-y for _, y in points])
    losses = np.array([h["loss"] for h in history])
    assert np.corrcoef(heights, losses)[0, 1] > 0.999


def test_a_page_of_nothing_is_a_page(tmp_path):
    curves.LiveCurves(str(tmp_path / "p.html"), "ltae", {"preset": "fast"}).finish("stopped")
    assert "preset fast; it was stopped" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_a_network_that_learnt_nothing_says_what_to_try(samples, tmp_path):
    options = json.dumps({**json.loads(OPTIONS), "learning_rate": 1e-8, "epochs": 1})
    with pytest.raises(UserError, match=r"learnt nothing: the ltae of region 'all'.*more epochs, a smaller learning"):
        job(samples, tmp_path, network_options=options).execute(RunContext())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"preset": "quick"}, "There is no PRESET 'quick'"),
        ({"network": "random_forest"}, "random_forest is no neural network"),
        ({"network": "lstm"}, "There is no NETWORK 'lstm'"),
        ({"network_options": '{"epochs": -1}'}, r"The option 'epochs' \(NETWORK_OPTIONS\) is -1"),
        ({"device": "cuda"}, "DEVICE is cuda, but"),
    ],
)
def test_what_cannot_be_is_refused(samples, tmp_path, more, said):
    if more.get("device") == "cuda":
        torch = pytest.importorskip("torch")
        if torch.cuda.is_available():
            pytest.skip("there is a graphics card")
    with pytest.raises(UserError, match=said):
        job(samples, tmp_path, **more).execute(RunContext())


def test_cross_validation_takes_networks(samples, tmp_path, monkeypatch):
    monkeypatch.setattr(crossval, "LARGEST_RANDOM_SPLIT", 0)
    events = []
    options = json.dumps({"preset": "fast", **TINY["ltae"], **QUICK, "epochs": 15})
    given = CrossValidateJob(samples, "code", str(tmp_path / "cv.json"), method="ltae", method_options=options,
                             group_field="polygon_id", folds=3, repeats=1)  # fmt: skip
    given.execute(RunContext(emit=events.append))
    report = json.loads((tmp_path / "cv.json").read_text(encoding="utf-8"))
    assert report["overall_accuracy"] > 0.8
    assert report["parameters"]["METHOD_OPTIONS"]["preset"] == "fast"
    assert not [e for e in events if e["event"] == "log"]
    said = [e["fraction"] for e in events if e["event"] == "progress"]
    assert said == sorted(said)
    assert len(said) > 3 * 15


def test_cross_validation_by_networks_can_be_cancelled(samples, tmp_path):
    given = CrossValidateJob(samples, "code", str(tmp_path / "cv.json"), method="ltae", method_options=OPTIONS,
                             group_field="polygon_id", folds=3, repeats=1)  # fmt: skip
    count = [0]

    def stop():
        count[0] += 1
        return count[0] > 20

    with pytest.raises(Cancelled):
        given.execute(RunContext(is_cancelled=stop))
    assert count[0] == 21


def test_where_a_stopped_model_is_written():
    assert train_network.stopped_path("a/b.lwm").replace("\\", "/") == "a/b_stopped.lwm"
