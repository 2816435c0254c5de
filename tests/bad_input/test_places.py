"""Disks that are full, folders that are read-only, and processes that are killed."""

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from landweave.engine.jobs import (
    CompositeJob,
    DemoDataJob,
    ExtractSamplesJob,
    FeaturesChainJob,
    FeaturesMapJob,
    GapFillJob,
    PixelValidityJob,
    ScanCatalogueJob,
    SplitReferenceJob,
    TemporalMetricsJob,
)
from landweave.tests.bad_input.worker import check_clean, check_told, finish, start, work

NOBODY = 65534


@contextmanager
def mounted(folder, size_kib=64):
    """Mount a small disk in memory, or skip."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_kib}k,mode=777", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder, leave=0):
    """Fill a disk but for some bytes."""
    with (folder / "ballast").open("wb", buffering=0) as file, suppress(OSError):  # the disk is full: as wanted
        while file.write(bytes(4096)) == 4096:
            continue
    if leave:
        os.truncate(folder / "ballast", max((folder / "ballast").stat().st_size - leave, 0))


def jobs_that_write(world, folder):
    """Return one job of each kind, writing into a folder, and what it writes."""
    return {
        "scan": (ScanCatalogueJob(str(world.images), str(folder / "c.gpkg")), "c.gpkg"),
        "prepare": (world.prepare(folder / "p.gpkg"), "p.gpkg"),
        "split": (SplitReferenceJob(world.path("prepared.gpkg"), str(folder / "s.gpkg")), "s.gpkg"),
        "extract": (ExtractSamplesJob(world.catalogue, world.path("points.gpkg"), str(folder / "e.gpkg")), "e.gpkg"),
        "train": (world.train(folder / "m.lwm"), "m.lwm"),
        "classify": (world.classify(folder / "m.tif"), "m.tif"),
        **{job.KIND: (job(world.catalogue, str(folder / "f.tif")), "f.tif") for job in RASTERS},
    }


RASTERS = (GapFillJob, CompositeJob, TemporalMetricsJob, FeaturesMapJob, PixelValidityJob)
KINDS = ("scan", "prepare", "split", "extract", "train", "classify", *(job.KIND for job in RASTERS))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leave", [0, 8192])
def test_a_full_disk(world, tmp_path, kind, leave):
    with mounted(tmp_path / "petit disque") as disk:
        job, name = jobs_that_write(world, disk)[kind]
        (disk / name).write_bytes(b"older")
        fill(disk, leave)
        outcome = work(job)
        if outcome.code == 0 and leave:  # it fitted
            assert (disk / name).stat().st_size > 5
        else:
            check_told(outcome, "The disk is full", disk)
            assert (disk / name).read_bytes() == b"older"
        assert sorted(p.name for p in disk.iterdir()) == sorted({"ballast", name})


@pytest.mark.parametrize("kind", KINDS)
def test_a_read_only_disk(world, tmp_path, kind):
    with mounted(tmp_path / "lecture seule") as disk:
        job, name = jobs_that_write(world, disk)[kind]
        (disk / name).write_bytes(b"older")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        check_told(work(job), disk, "read-only", "another folder")
        assert [p.name for p in disk.iterdir()] == [name]


@pytest.mark.parametrize("size", [0, 16, 200])
def test_a_full_disk_under_the_run_folder(world, tmp_path, size):
    with mounted(tmp_path / "disque") as disk:
        fill(disk)
        os.truncate(disk / "ballast", (disk / "ballast").stat().st_size - size * 256)
        outcome = work(world.chain(disk), run_folder=str(disk / "run"))
        check_told(outcome, "The disk is full", disk)
        check_clean(disk, [disk / "run" / "map.tif", disk / "run" / "report.html"])


def test_a_read_only_run_folder(world, tmp_path):
    with mounted(tmp_path / "disque") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        check_told(work(world.chain(disk), run_folder=str(disk / "run")), disk, "read-only")


def test_a_full_disk_for_the_outputs_of_the_chain_only(world, tmp_path):
    with mounted(tmp_path / "disque") as disk:
        fill(disk)
        outcome = work(world.chain(disk, map=str(disk / "carte.tif")), run_folder=str(tmp_path / "run"))
        check_told(outcome, "The disk is full", disk)
        check_clean(disk, [disk / "carte.tif"])


@pytest.mark.parametrize("size", [0, 16, 200, 1000])
def test_a_full_disk_under_the_features_chain(world, tmp_path, size):
    with mounted(tmp_path / "disque", 1024) as disk:
        fill(disk)
        os.truncate(disk / "ballast", (disk / "ballast").stat().st_size - size * 256)
        outcome = work(FeaturesChainJob(input=str(world.images)), run_folder=str(disk / "run"))
        check_told(outcome, "The disk is full", disk)
        check_clean(disk, [disk / "run" / "features.tif", disk / "run" / "validity.tif"])
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        check_told(work(FeaturesChainJob(input=str(world.images)), run_folder=str(disk / "run")), disk, "read-only")


@pytest.mark.parametrize("reached", [0.3, 0.9])
def test_a_features_chain_that_was_killed_gives_the_same_bytes(world, tmp_path, reached):
    series = tmp_path / "series.json"
    series.write_text('{"step_days": 30, "texture": {"window": 5}, "describe": ["filled", "metrics"]}')
    job = FeaturesChainJob(input=str(world.area / "products"), series=str(series), tiles=("31TCJ",))
    whole, run = tmp_path / "whole", tmp_path / "run"
    work(job, run_folder=str(whole)).outputs  # noqa: B018
    worker = start(job, run_folder=str(run), memory_mib=600)
    seen = 0.0
    while seen < reached and worker.poll() is None:
        event = json.loads(worker.stdout.readline() or "{}")
        seen = event.get("fraction", seen) if event.get("event") == "progress" else seen
    worker.kill()
    worker.communicate(timeout=20)
    for name in ("features.tif", "validity.tif"):
        assert not (run / name).exists() or (run / name).read_bytes() == (whole / name).read_bytes()
    again = work(job, run_folder=str(run), workers=2)
    again.outputs  # noqa: B018
    for name in ("features.tif", "validity.tif"):
        assert (run / name).read_bytes() == (whole / name).read_bytes()
    check_clean(run)
    assert not list(run.rglob("*.npy"))


def test_a_full_temporary_folder_is_not_needed_or_named(world, tmp_path, monkeypatch):
    with mounted(tmp_path / "tmp", 8) as disk:
        fill(disk)
        monkeypatch.setenv("TMPDIR", str(disk))
        worker = start(world.classify(tmp_path / "m.tif"))
        code, last, errors = finish(worker)
        assert code in (0, 2)
        assert (code == 0) == (tmp_path / "m.tif").exists()
        assert "Traceback" not in errors
        if code:
            assert str(disk) in last["message"] + last["hint"]


def another_user():
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("becoming another user needs root")
    here = Path(__file__).resolve()
    if not all(folder.stat().st_mode & 0o001 for folder in here.parents):
        pytest.skip("other users cannot enter the folder of this checkout")


def open_way(world):
    """Let other users reach the good files."""
    for folder in (world.folder, *world.folder.parents):
        if len(folder.parts) > 2:
            folder.chmod(0o755)


def test_folders_and_files_of_other_users(world, tmp_path):
    another_user()
    open_way(world)
    tmp_path.chmod(0o755)
    output = tmp_path / "m.tif"
    check_told(work(world.classify(output), user=NOBODY), output, "read-only", "another folder")
    check_told(work(world.chain(tmp_path), user=NOBODY, run_folder=str(tmp_path / "run")), tmp_path, "read-only")
    tmp_path.chmod(0o777)
    closed = world.copy_images(tmp_path / "in", 2)
    band = next(Path(closed[0]).glob("*FRE_B3.tif"))
    work(ScanCatalogueJob(str(tmp_path / "in"), str(tmp_path / "c.gpkg"))).outputs  # noqa: B018
    band.chmod(0)
    outcome = work(world.classify(output, catalogue=str(tmp_path / "c.gpkg")), user=NOBODY)
    check_told(outcome, band, "permission")
    scanned = work(ScanCatalogueJob(str(tmp_path / "in"), str(tmp_path / "d.gpkg")), user=NOBODY)
    assert scanned.outputs["PRODUCTS"] == 1
    assert band.name in scanned.warnings
    for file in ("modèle.lwm", "catalogue.gpkg", "samples.gpkg"):
        copy = tmp_path / file
        copy.write_bytes(Path(world.path(file)).read_bytes())
        copy.chmod(0)
    for job in (world.classify(output, models=(str(tmp_path / "modèle.lwm"),)),
                world.classify(output, catalogue=str(tmp_path / "catalogue.gpkg")),
                world.train(tmp_path / "m.lwm", samples=str(tmp_path / "samples.gpkg"))):
        check_told(work(job, user=NOBODY), tmp_path, "no permission")
    check_clean(tmp_path, [output, tmp_path / "m.lwm"])


def wait_for(condition, seconds=40.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_run_folder_in_use_and_a_worker_killed_by_the_kernel(world, tmp_path):
    run = tmp_path / "run"
    first = start(world.chain(run), run_folder=str(run))
    try:
        wait_for((run / "run.lock").exists)
        os.kill(first.pid, signal.SIGSTOP)
        outcome = work(world.chain(run), run_folder=str(run))
        check_told(outcome, f"in use by process {first.pid}", run)
        os.kill(first.pid, signal.SIGCONT)
        wait_for((run / "steps" / "reference.gpkg").exists)
        os.kill(first.pid, signal.SIGKILL)
        first.communicate(timeout=20)
        assert not (run / "map.tif").exists()
        assert not (run / "report.html").exists()
    finally:
        first.kill()
        first.wait()
    again = work(world.chain(run), run_folder=str(run))
    assert Path(again.outputs["MAP"]).exists()
    check_clean(run)


def test_a_process_of_a_worker_killed_by_the_kernel(world, tmp_path):
    images = world.area / "products"
    catalogue, output = str(tmp_path / "c.gpkg"), tmp_path / "m.tif"
    work(ScanCatalogueJob(str(images), catalogue)).outputs  # noqa: B018
    worker = start(world.classify(output, catalogue=catalogue), workers=2)
    family = psutil.Process(worker.pid)

    def processes():
        return [p for p in family.children(recursive=True) if "loky" in " ".join(p.cmdline())
                and "tracker" not in " ".join(p.cmdline())]

    wait_for(lambda: worker.poll() is not None or len(processes()) >= 2)
    if worker.poll() is None:
        processes()[0].kill()
    code, last, errors = finish(worker)
    assert code == 2, last
    assert "killed" in last["message"] or "died" in last["message"] or "ended" in last["message"]
    assert "WORKERS" in last["hint"]
    assert "Traceback" not in errors
    print("TOLD", last["message"], "|", last["hint"])
    check_clean(tmp_path, [output])


def test_a_demo_area_where_something_is(tmp_path):
    (tmp_path / "area").write_text("kept")
    check_told(work(DemoDataJob(str(tmp_path / "area"), size=96, dates=20)), tmp_path / "area")
    assert (tmp_path / "area").read_text() == "kept"
    for size, dates in ((-2, 20), (7, 20), (96, 0), (0, 20)):
        check_told(work(DemoDataJob(str(tmp_path / "b"), size=size, dates=dates)))
    assert not (tmp_path / "b").exists()
