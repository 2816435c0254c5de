"""A step of a chain is done once, as long as nothing that it depends on changes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from landweave.engine.chains import steps
from landweave.engine.jobs.base import Job
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import versions
from landweave.engine.series.options import load_options


@dataclass(frozen=True)
class CountedJob(Job):
    """Counts how often it is done."""

    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)
    output: str = ""

    def execute(self, context):
        with Path(self.output).open("a") as file:
            file.write("x")
        return {"OUTPUT": self.output}


@pytest.mark.parametrize("package", ["numpy", "gdal", "scikit-learn"])
def test_a_step_is_done_again_when_a_library_changes(tmp_path, monkeypatch, package):
    job, context = CountedJob(str(tmp_path / "o.txt")), RunContext(run_folder=str(tmp_path / "run"))
    for _ in range(2):
        steps.run_step(job, context, "count")
    assert (tmp_path / "o.txt").read_text() == "x"
    monkeypatch.setattr(steps, "versions", lambda: {**versions(), package: "99.9"})
    steps.run_step(job, context, "count")
    assert (tmp_path / "o.txt").read_text() == "xx"


def test_what_runs_leave_below_the_images_is_no_change(tmp_path):
    (tmp_path / "images" / "run").mkdir(parents=True)
    (tmp_path / "images" / "a.tif").write_text("1")
    before = steps.folder_print(tmp_path / "images")
    for name in ("run.json", "journal.sqlite", "map.tif"):
        (tmp_path / "images" / "run" / name).write_text(name)
        if name == "journal.sqlite":
            before_map = steps.folder_print(tmp_path / "images")
    assert steps.folder_print(tmp_path / "images") == before_map == before


def test_all_that_the_series_options_name_is_looked_at(tmp_path):
    rasters, run = tmp_path / "rasters", tmp_path / "run"
    rasters.mkdir()
    (rasters / "t_20180101.tif").write_bytes(b"1")
    (tmp_path / "own.csv").write_text("date,min,max\n")
    series = tmp_path / "s.json"
    series.write_text(json.dumps({"thermal_time": {"rasters": "rasters"}, "sensors": {
        "S2": {"thermal_time": {"table": "own.csv"}}, "L8": ["B4"]}}))
    assert load_options(str(series)).of_sensor("S2").thermal_time == {"table": str(tmp_path / "own.csv")}
    first = steps.series_prints(str(series), run)
    assert set(first) == {str(rasters), str(tmp_path / "own.csv")}
    assert (run / "steps" / "own.csv").exists()
    (rasters / "t_20180102.tif").write_bytes(b"2")
    second = steps.series_prints(str(series), run)
    assert [name for name in first if first[name] != second[name]] == [str(rasters)]
