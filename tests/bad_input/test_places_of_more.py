"""Full disks, read-only disks and interruptions under the algorithms of samples, learning, fusion and quantities."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from landweave.engine.jobs import (
    ApplyReviewJob,
    AugmentSamplesJob,
    ClassSharesJob,
    CleanSamplesJob,
    CopySamplesJob,
    FeatureImportanceJob,
    FuseSarOpticalJob,
    ImportIota2ConfigurationJob,
    MergeSamplesJob,
    PredictRegressionJob,
    ReduceDimensionJob,
    SamplingPlanJob,
    SegmentSuperpixelsJob,
    SuggestSamplesJob,
    TuneClassifierJob,
)
from landweave.tests.bad_input.more import table
from landweave.tests.bad_input.test_places import fill, mounted
from landweave.tests.bad_input.worker import check_clean, check_told, finish, start, work

FEW = '{"n_estimators": 2}'


def jobs_that_write(world, more, folder, config=""):
    """Return one job of each kind, writing into a folder, and what it writes."""
    samples, d = world.path("samples.gpkg"), str(folder)
    return {
        "plan": (SamplingPlanJob(world.path("split.gpkg"), f"{d}/p.csv"), "p.csv"),
        "clean": (CleanSamplesJob(samples, "code", f"{d}/s.gpkg", method="knn"), "s.gpkg"),
        "review": (ApplyReviewJob(more.review, "code", f"{d}/s.gpkg"), "s.gpkg"),
        "suggest": (SuggestSamplesJob(more.probabilities[0], world.catalogue, more.models[0], "code", f"{d}/s.gpkg",
                                      count=5), "s.gpkg"),
        "merge": (MergeSamplesJob((samples, more.values), f"{d}/s.gpkg"), "s.gpkg"),
        "copy": (CopySamplesJob(samples, f"{d}/s.gpkg", "code", from_region="all", to_region="all"), "s.gpkg"),
        "augment": (AugmentSamplesJob(samples, f"{d}/s.gpkg", "code"), "s.gpkg"),
        "reduce": (ReduceDimensionJob(samples, f"{d}/s.gpkg"), "s.gpkg"),
        "tune": (TuneClassifierJob(samples, "code", f"{d}/t.json", grid='{"min_samples_leaf": [1]}', folds=2,
                                   method_options=FEW), "t.json"),
        "importance": (FeatureImportanceJob(samples, "code", f"{d}/i.json", method_options=FEW, folds=2, repeats=1,
                                            by=("band",)), "i.json"),
        "quantity": (more.train_values(folder / "m.lwm", folds=2), "m.lwm"),
        "value map": (PredictRegressionJob(world.catalogue, (more.value_model,), f"{d}/m.tif"), "m.tif"),
        "fuse": (more.fuse(folder / "m.tif"), "m.tif"),
        "radar": (FuseSarOpticalJob(*more.maps, *more.reports, f"{d}/m.tif"), "m.tif"),
        "smooth": (more.smooth(folder / "m.tif"), "m.tif"),
        "superpixels": (SegmentSuperpixelsJob(more.confidences[0], f"{d}/m.tif"), "m.tif"),
        "shares": (ClassSharesJob(more.maps[0], more.segments, f"{d}/m.tif"), "m.tif"),
        "iota2": (ImportIota2ConfigurationJob(config, f"{d}/p.json"), "p.json"),
    }


KINDS = ("plan", "clean", "review", "suggest", "merge", "augment", "reduce", "tune", "importance", "quantity",
         "value map", "fuse", "radar", "smooth", "superpixels", "shares", "iota2")


@pytest.mark.parametrize("kind", KINDS)
def test_full_and_read_only_disks(world, more, tmp_path, kind):
    config = table(tmp_path / "c.cfg", "chain : { data_field : 'code' }\n")
    with mounted(tmp_path / "petit disque") as disk:
        job, name = jobs_that_write(world, more, disk, config)[kind]
        (disk / name).write_bytes(b"older")
        fill(disk)
        check_told(work(job), "The disk is full", disk)
        assert (disk / name).read_bytes() == b"older"
        assert sorted(p.name for p in disk.iterdir()) == sorted({"ballast", name})
        (disk / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        check_told(work(job), disk, "read-only", "another folder")
        assert [p.name for p in disk.iterdir()] == [name]


def slow_jobs(world, more, folder):
    """Return jobs that take long enough to be interrupted, and what they would write."""
    samples = world.path("samples.gpkg")
    forest = '{"n_estimators": 2000}'
    return {
        "tune": (TuneClassifierJob(samples, "code", str(folder / "t.json"), folds=5,
                                   grid='{"min_samples_leaf": [1, 2, 3, 4, 5], "n_estimators": [2000]}'), "t.json"),
        "importance": (FeatureImportanceJob(samples, "code", str(folder / "i.json"), method_options=forest,
                                            repeats=20), "i.json"),
        "clean": (CleanSamplesJob(samples, "code", str(folder / "s.gpkg"), classifier_options=forest), "s.gpkg"),
        "quantity": (more.train_values(folder / "m.lwm", method="random_forest", method_options=forest), "m.lwm"),
        "chain": (world.chain(folder, runs=3, fusion="majority", method_options=forest,
                              map=str(folder / "m.tif")), "m.tif"),
    }


@pytest.mark.parametrize("kind", ["tune", "importance", "clean", "quantity", "chain"])
def test_what_is_cancelled_leaves_nothing_and_no_process(world, more, tmp_path, kind):
    job, name = slow_jobs(world, more, tmp_path)[kind]
    options = {"run_folder": str(tmp_path / "run")} if kind == "chain" else {}
    worker = start(job, workers=2, **options)
    time.sleep(2.5)  # it is at work then
    assert worker.poll() is None
    children = psutil.Process(worker.pid).children(recursive=True)
    asked = time.monotonic()
    worker.stdin.write("cancel\n")
    worker.stdin.flush()
    code, last, errors = finish(worker)
    assert code == 3, last
    assert time.monotonic() - asked < 15
    assert "Traceback" not in errors
    psutil.wait_procs(children, timeout=5)
    assert not [p for p in children if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    check_clean(tmp_path, [tmp_path / name])


def test_what_is_terminated_leaves_nothing(world, more, tmp_path):
    job, name = slow_jobs(world, more, tmp_path)["tune"]
    worker = start(job, workers=2)
    worker.stdout.readline()
    os.kill(worker.pid, signal.SIGTERM)
    code, _, _ = finish(worker)
    assert code == 3
    check_clean(tmp_path, [Path(tmp_path / name)])
