"""Two processes on two cores against one on one: `classify` of one area, whole jobs, both ways in turn.

The series is smoothed by Whittaker with a V-curve, so that there is work enough to share. What does not shrink with
more processes counts: starting, planning, writing the result. On the wall the ratio means something only where two
cores are free; so it is also told from CPU seconds: of one process alone, over those of the process that starts the
others together with the busiest of the others, which is what two free cores would wait for.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common
import psutil
from classify_memory import area, learn

from landweave.engine.jobs import ClassifyJob

REQUIRED = 1.8
SERIES = {"filling": "whittaker", "filling_options": {"lambda": "v_curve"}, "step_days": 10}


def seconds_of(job: ClassifyJob, workers: int, request: Path) -> tuple[float, float]:
    """Run the job on as many cores as workers; return seconds on the wall, and CPU seconds of it and its busiest child.

    A worker reads ahead in a thread of its own, so one worker alone would take a share of the second core too.
    """
    request.write_text(json.dumps({"job": job.to_json(), "options": {"workers": workers}}), encoding="utf-8")
    own, others, begin = 0.0, {}, time.perf_counter()
    with request.with_suffix(".log").open("wb") as events:
        worker = subprocess.Popen([sys.executable, "-m", "landweave.engine", str(request)], stdout=events)
        process = psutil.Process(worker.pid)
        if hasattr(process, "cpu_affinity"):
            process.cpu_affinity(process.cpu_affinity()[:workers])
        while worker.poll() is None:
            try:
                own = sum(process.cpu_times()[:2])
                for child in process.children(recursive=True):
                    others[child.pid] = sum(child.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
            time.sleep(0.2)
    if worker.returncode != 0:
        sys.exit(f"classify ended with {worker.returncode}")
    return time.perf_counter() - begin, own + max(others.values(), default=0.0)


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met."""
    size, count = (256, 1) if quick else (1408, 1)
    with tempfile.TemporaryDirectory(prefix="landweave_workers_") as name:
        folder = Path(name)
        catalogue, options = area(folder, size), folder / "series.json"
        options.write_text(json.dumps(SERIES), encoding="utf-8")
        model = learn(folder, size, catalogue, str(options))
        outputs = [str(folder / f"map_{workers}.tif") for workers in (1, 2)]
        jobs = [ClassifyJob(catalogue, (model,), output) for output in outputs]
        seconds_of(jobs[1], 2, folder / "job.json")  # compiles
        pairs = [[seconds_of(job, n, folder / "job.json") for n, job in enumerate(jobs, 1)] for _ in range(count)]
        same = Path(outputs[0]).read_bytes() == Path(outputs[1]).read_bytes()
    common.agree(same, "two processes write other bytes than one")
    rows = [[f"pair {n}", *(f"{t:.1f}" for one_way in pair for t in one_way),
             *(f"{pair[0][clock] / pair[1][clock]:.2f}" for clock in (0, 1))] for n, pair in enumerate(pairs, 1)]
    common.table(f"classify, 2 tiles of {size} x {size} pixels, 24 dates x 10 bands",
                 ["", "one: wall s", "CPU s", "two: wall s", "CPU s to wait for", "ratio, wall", "ratio, CPU"], rows,
                 "whole jobs")
    best = max(pair[0][clock] / pair[1][clock] for pair in pairs for clock in (0, 1))
    return common.verdict(best, REQUIRED, "two processes over one, best of pairs (other work disturbs them)")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
