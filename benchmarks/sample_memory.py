"""Memory of learning from a million samples of 40 dates x 10 bands, whose features stay on the disk.

A process of its own loads the samples with a folder, chooses the rows of run 1 as `train_classifier` does, and goes
through them in random batches of 512, as an epoch of a network does; where torch is installed, a small network then
learns from them for an epoch, by the way that `train_network` takes. Its memory
is sampled every 10 ms (Linux): anonymous memory, which nobody can take back while it runs, and pages of files, which
the system drops when another program needs room (nothing is pinned by mlock). Anonymous memory is what such learning
needs; all that is resident, pages of the mapped features included, is told and limited too.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import common
import numpy as np
import psutil

from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.prepare import Table, digest, make_table
from landweave.engine.learning.train import learn as learn_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.row_file import map_rows, row_slices, save_rows
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.series.plan import SensorPlan, SeriesPlan

LIMIT_MIB, MIB = 2048.0, 1 << 20
BATCH, PIXELS_A_POLYGON = 512, 100
DATES = tuple((common.START.replace(month=1 + n // 4, day=1 + 7 * (n % 4))).isoformat() for n in range(40))


def make(path: str, rows: int) -> None:
    """Write samples; their features are never in memory as a whole."""
    plan = SeriesPlan((SensorPlan("S2", common.BANDS, (), (), DATES),))
    features = plan.features()

    def parts():
        for number, some in enumerate(row_slices(rows)):
            values = common.simulate(some.stop - some.start, number)[0]
            yield values.reshape(len(features), -1).T

    random = np.random.default_rng(0)
    matrix = Path(path).with_suffix(".npy")
    save_rows(matrix, (rows, len(features)), np.dtype(np.int16), parts())
    polygon = np.arange(rows, dtype=np.int64) // PIXELS_A_POLYGON
    code, side = random.integers(1, common.CLASSES + 1, rows), random.random(rows) < 0.7  # by polygon
    attributes = {"code": code[polygon], "polygon_id": polygon + 1,
                  "run_1": np.where(side[polygon], "learn", "validation").astype(object)}
    x, y = random.uniform(3e5, 8e5, rows), random.uniform(4.9e6, 5.4e6, rows)
    save_samples(path, SampleSet(features, map_rows(matrix), attributes, x, y, "EPSG:32631", plan))
    matrix.unlink()


def learn(path: str, folder: str, said: Connection) -> None:
    """Go through samples as the training of a network does; say when each part of it ends."""
    try:
        import torch
    except ImportError:
        torch = None
    said.send("libraries" if torch else "libraries, without torch")
    samples = load_samples(path, folder)
    said.send("load_samples")
    table = make_table(samples, path, "code", RunContext(), run=1)
    del samples
    said.send("make_table, 70 % of the rows")
    digest(table)
    said.send("digest")
    order = np.random.default_rng(0).permutation(len(table.classes))
    total = 0.0
    for start in range(0, len(order), BATCH):
        batch = table.matrix[order[start : start + BATCH]].astype(np.float32)
        total += float((torch.from_numpy(batch) if torch else batch).sum())
    said.send(f"an epoch of {len(order):,} rows")
    if torch:
        train(table)
        said.send("training of `mlp_torch` for an epoch")
    said.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def train(table: Table) -> None:
    """Let a network learn from all rows once; polygons are held out to score it."""
    options = {"epochs": 1, "epoch_samples": len(table.classes), "widths": [32], "learning_rate": 1e-3}
    recipe = Recipe(find_method("mlp_torch"), options, features=tuple(table.samples.features),
                    network=NetworkRun(device="cpu"))  # fmt: skip
    learn_table(recipe, table, np.arange(len(table.classes)))


def watch(path: str, folder: str) -> tuple[list[tuple[str, float, float, float, float]], float]:
    """Learn in a process; return for each part its seconds and peaks in MiB, and the peak that the kernel noted.

    Peaks: anonymous, of files, of both.
    """
    spawn = multiprocessing.get_context("spawn")
    told, said = spawn.Pipe(duplex=False)
    process = spawn.Process(target=learn, args=(path, folder, said))
    process.start()
    said.close()
    seen, parts, begin = psutil.Process(process.pid), [], time.perf_counter()
    anonymous = files = resident = 0
    while True:
        memory = seen.memory_info()
        anonymous, files = max(anonymous, memory.rss - memory.shared), max(files, memory.shared)
        resident = max(resident, memory.rss)
        if not told.poll(0.01):
            continue
        message = told.recv()
        if not isinstance(message, str):
            process.join()
            return parts, message
        now = time.perf_counter()
        parts.append((message, now - begin, anonymous / MIB, files / MIB, resident / MIB))
        begin, anonymous, files, resident = now, 0, 0, 0


def main(quick: bool) -> bool:
    """Print the table; True if the requirements are met."""
    rows = 50_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory(prefix="landweave_bench_") as name:
        path = str(Path(name) / "samples.gpkg")
        maker = multiprocessing.get_context("spawn").Process(target=make, args=(path, rows))
        maker.start()  # apart: a process begins with the peak of the one that started it
        maker.join()
        parts, noted = watch(path, str(Path(name) / "features"))
        size = Path(path).stat().st_size / MIB
    common.table(f"Memory of learning from {rows:,} samples of {len(DATES) * len(common.BANDS)} features ({size:.0f} "
                 f"MiB), peaks in MiB", ["part", "wall s", "anonymous", "of files", "resident"],
                 [[part, f"{seconds:.1f}", *(f"{peak:.0f}" for peak in peaks)] for part, seconds, *peaks in parts])
    print(f"ru_maxrss of the process: {noted:.0f} MiB")
    met = common.verdict(max(part[2] for part in parts), LIMIT_MIB, "anonymous memory in MiB", at_most=True)
    return common.verdict(max(noted, *(p[4] for p in parts)), LIMIT_MIB, "all resident in MiB", at_most=True) and met


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
