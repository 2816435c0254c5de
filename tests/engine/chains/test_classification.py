"""The chain: equal to its single steps, honest against the truth, resumable from anywhere."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    AccuracyJob,
    ClassifyJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
    job_from_json,
)
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.chains.conftest import FOREST, read_events, start_worker
from landweave.tests.engine.mapping.world import write_tile

OUTPUTS = ("map.tif", "confidence.tif", "validity.tif")


@pytest.fixture(scope="module")
def done(area, tmp_path_factory):
    """Return the run folder and the events of the chain with two runs, done in one go."""
    from landweave.engine.jobs import ClassificationChainJob

    folder = tmp_path_factory.mktemp("chain") / "run"
    events = []
    job = ClassificationChainJob(
        reference=str(area / "reference.gpkg"), class_field="code", input=str(area / "products"),
        regions=str(area / "regions.gpkg"), region_field="region", nomenclature=str(area / "nomenclature.csv"),
        method_options=FOREST, seed=1, runs=2)
    result = job.execute(RunContext(emit=events.append, run_folder=str(folder)))
    return folder, events, result


def test_the_report_agrees_with_the_truth(done, area):
    folder, _, result = done
    with RasterReader() as reader:
        grid = reader.grid(str(folder / "map.tif"))
        mapped = reader.read(str(folder / "map.tif"), 1, grid.window)
        truth_grid = reader.grid(str(area / "truth.tif"))
        truth = reader.read(str(area / "truth.tif"), 1, truth_grid.window_of(grid.extent))
    right = (mapped == truth)[(mapped > 0) & (truth > 0)].mean()
    first = json.loads((folder / "report.json").read_text())["runs"][0]
    low, high = first["intervals"]["overall_accuracy"]
    assert low <= right <= high
    assert 0.80 < right < 0.97
    figures = [run["overall_accuracy"] for run in json.loads((folder / "report.json").read_text())["runs"]]
    assert result["OVERALL_ACCURACY"] == pytest.approx(np.mean(figures))


def test_the_report_shows_where_errors_lie_and_how_far_to_trust_it(done):
    folder = done[0]
    report = json.loads((folder / "report.json").read_text())
    assert 0.8 < report["random_split_overall_accuracy"] <= 1
    found, first = report["places"], report["runs"][0]
    assert sum(found[state] for state in ("right", "mostly_right", "wrong")) == found["features"]
    missed = first["samples"] - sum(row[i] for i, row in enumerate(first["confusion"]["matrix"]))
    assert found["wrong_pixels"] == missed  # of the first run, whose map the user gets
    assert report["reliability"]["samples"] == first["samples"]
    assert report["reliability"]["accuracy"] == pytest.approx(first["overall_accuracy"])
    page = (folder / "report.html").read_text(encoding="utf-8")
    for part in ("Where the errors lie", "On pixels split at random (optimistic)", "Can the confidence be believed?"):
        assert part in page


def test_another_language_redoes_the_page_only(done, chain):
    folder = done[0]
    whole = (folder / "report.json").read_bytes()
    tasks = sqlite3.connect(folder / "journal.sqlite").execute("SELECT count(*) FROM tasks").fetchone()
    chain(runs=2, language="fr").execute(RunContext(run_folder=str(folder)))
    assert '<html lang="fr">' in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "report.json").read_bytes() == whole
    assert sqlite3.connect(folder / "journal.sqlite").execute("SELECT count(*) FROM tasks").fetchone() == tasks
    chain(runs=2).execute(RunContext(run_folder=str(folder)))
    assert '<html lang="en">' in (folder / "report.html").read_text(encoding="utf-8")


def test_progress_only_grows_and_reaches_the_end(done):
    shares = [e["fraction"] for e in done[1] if e["event"] == "progress"]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_step_by_step_gives_the_same_bytes(done, area, tmp_path):
    folder, _, _ = done
    at = {name: str(tmp_path / name) for name in ("c.gpkg", "r.gpkg", "s.gpkg", "p.gpkg", "x.gpkg", "m.lwm", "map.tif",
                                                  "confidence.tif", "validity.tif", "a.json")}
    regions = {"regions": str(area / "regions.gpkg"), "region_field": "region"}
    names = str(area / "nomenclature.csv")
    steps = [
        ScanCatalogueJob(str(area / "products"), at["c.gpkg"]),
        PrepareReferenceJob(str(area / "reference.gpkg"), "code", at["c.gpkg"], at["r.gpkg"], nomenclature=names,
                            **regions),
        SplitReferenceJob(at["r.gpkg"], at["s.gpkg"], runs=2, seed=1),
        SelectSamplesJob(at["s.gpkg"], at["p.gpkg"], seed=1),
        ExtractSamplesJob(at["c.gpkg"], at["p.gpkg"], at["x.gpkg"]),
        TrainClassifierJob(at["x.gpkg"], "code", at["m.lwm"], method_options=FOREST, seed=1, run=1),
        ClassifyJob(at["c.gpkg"], (at["m.lwm"],), at["map.tif"], confidence=at["confidence.tif"],
                    validity=at["validity.tif"], nomenclature=names, **regions),
        AccuracyJob(at["map.tif"], at["s.gpkg"], "code", at["a.json"], nomenclature=names, run=1, seed=1),
    ]
    for step in steps:
        step.execute(RunContext())
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name
    alone = json.loads((tmp_path / "a.json").read_text())
    chained = json.loads((folder / "report.json").read_text())["runs"][0]
    assert alone["confusion"] == chained["confusion"]
    assert alone["intervals"] == chained["intervals"]


def test_killed_at_any_moment_it_ends_with_the_same_bytes(done, chain, tmp_path):
    whole = done[0]
    job = chain(runs=2)
    rng = np.random.default_rng(5)
    kills = 0
    for stop_at in np.sort(rng.uniform(0.02, 0.98, 5)):
        process = start_worker(job, tmp_path / "run")
        for event in read_events(process):
            if event["event"] == "progress" and event["fraction"] >= stop_at:
                os.killpg(process.pid, signal.SIGKILL)
                kills += 1
                break
        process.wait()
    process = start_worker(job, tmp_path / "run")
    events = list(read_events(process))
    assert process.wait() == 0, events[-1]
    assert kills >= 4
    for name in OUTPUTS:
        assert (tmp_path / "run" / name).read_bytes() == (whole / name).read_bytes(), name
    assert not [p for p in (tmp_path / "run").rglob("*") if ".part" in p.name]


def test_run_again_it_redoes_nothing(done, chain):
    folder = done[0]
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.tif")}
    tasks = sqlite3.connect(folder / "journal.sqlite").execute("SELECT count(*) FROM tasks").fetchone()
    events = []
    chain(runs=2).execute(RunContext(emit=events.append, run_folder=str(folder)))
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.tif")} == before
    assert sqlite3.connect(folder / "journal.sqlite").execute("SELECT count(*) FROM tasks").fetchone() == tasks
    said = [e["message"] for e in events if e["event"] == "log"]
    assert sum("done before" in text for text in said) == 11


def test_more_processes_give_the_same_bytes(done, chain, tmp_path):
    chain(runs=2).execute(RunContext(run_folder=str(tmp_path / "run"), workers=2, memory_mib=600))
    for name in OUTPUTS:
        assert (tmp_path / "run" / name).read_bytes() == (done[0] / name).read_bytes(), name


def test_a_folder_of_another_job_is_refused(done, chain):
    with pytest.raises(UserError, match=r"another job.*seed"):
        chain(runs=2, seed=2).execute(RunContext(run_folder=str(done[0])))


@pytest.mark.parametrize(("changes", "said"), [({"input": ""}, "either a folder"), ({"catalogue": "x"}, "either")])
def test_it_wants_images_from_one_place(chain, tmp_path, changes, said):
    with pytest.raises(UserError, match=said):
        chain(**changes).execute(RunContext(run_folder=str(tmp_path / "run")))


def test_a_damaged_product_stops_it_before_the_work(chain, area, tmp_path):
    products = tmp_path / "products"
    products.mkdir()
    for number, folder in enumerate(sorted((area / "products").iterdir())):
        (products / folder.name).mkdir()
        for path in folder.rglob("*"):
            if path.is_file():
                copy = products / folder.name / path.relative_to(folder)
                copy.parent.mkdir(exist_ok=True)
                if number == 2 and path.name.endswith("FRE_B8.tif"):
                    copy.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
                else:
                    copy.symlink_to(path)
    with pytest.raises(UserError, match=r"FRE_B8\.tif.*SKIP_DAMAGED"):
        chain(input=str(products)).execute(RunContext(run_folder=str(tmp_path / "run")))
    assert not (tmp_path / "run" / "map.tif").exists()


def test_tiles_of_two_zones_stop_it_before_samples_are_read_and_one_of_them_is_mapped(chain, area, tmp_path):
    catalogue, both = str(tmp_path / "catalogue.gpkg"), str(tmp_path / "both.gpkg")
    ScanCatalogueJob(str(area / "products"), catalogue).execute(RunContext())
    found = load_catalogue(catalogue)
    save_catalogue(both, replace(found, products=(*found.products, *write_tile(tmp_path, "32TLP", 0, 7, 32632, 64))))
    run = tmp_path / "run"
    with pytest.raises(UserError, match="EPSG:32632") as caught:
        chain(input="", catalogue=both).execute(RunContext(run_folder=str(run)))
    assert "TARGET_CRS" in caught.value.hint
    assert not (run / "steps" / "reference.gpkg").exists()
    chain(input="", catalogue=both, tiles=("31TDJ",)).execute(RunContext(run_folder=str(run)))  # the folder is free
    grids = {p.grid for p in found.products if p.tile == "31TDJ"}
    with RasterReader() as reader:
        assert {replace(g, crs="") for g in grids} == {replace(reader.grid(str(run / "map.tif")), crs="")}


def test_another_version_of_a_library_learns_anew_and_maps_only_if_the_model_changed(done, monkeypatch):
    folder, _, _ = done
    events = []
    job = job_from_json(json.loads((folder / "run.json").read_text())["job"])
    monkeypatch.setattr("landweave.engine.chains.models.versions", lambda method: {"scikit-learn": "another"})
    job.execute(RunContext(emit=events.append, run_folder=str(folder)))
    said = [e["message"] for e in events if e["event"] == "log"]
    assert "Training, run 1 of 2 ..." in said
    assert "Extraction of the samples: done before, kept." in said
    assert "Map: done before, kept." in said
