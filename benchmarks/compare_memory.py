"""Two large maps compared: CPU seconds and memory of `compare_maps`, of `map_agreement` and of `consistent_years`.

The first map is synthetic: patches with winding borders, one pixel in twenty wrong. Later ones are the first with
squares of another class, and other pixels wrong. Each job runs in a process of its own, with one worker.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import common
import numpy as np
from vectorize import CLASSES, LIMIT_MIB, TILE, make, step

from landweave.engine.jobs import CompareMapsJob, ConsistentYearsJob, Job, MapAgreementJob
from landweave.engine.raster.io import RasterReader, RasterWriter

_SQUARE, _CHANGED, _WRONG = 50, 0.05, 0.02
_SMALLEST_M2 = 1000.0


def later(source: str, path: Path, seed: int) -> str:
    """Write a map of a later year."""
    random = np.random.default_rng(seed)
    with RasterReader() as reader:
        grid = reader.grid(source)
        with RasterWriter(path, grid, nodata=0) as writer:
            for window in grid.blocks(TILE, TILE):
                codes = reader.read(source, 1, window)
                shape = (window.rows // _SQUARE, window.columns // _SQUARE)
                cells = np.where(random.random(shape) < _CHANGED, random.integers(1, CLASSES + 1, shape), 0)
                squares = np.kron(cells, np.ones((_SQUARE, _SQUARE), np.uint8))
                wrong = random.random(codes.shape) < _WRONG
                codes = np.where(squares > 0, squares, codes)
                writer.write(window, np.where(wrong, random.integers(1, CLASSES + 1, codes.shape), codes))
    return str(path)


def main(quick: bool) -> bool:
    """Print the table; True if nothing takes more memory than allowed."""
    size = 2000 if quick else 10000
    rows, peaks = [], []
    with tempfile.TemporaryDirectory(prefix="landweave_compare_") as name:
        folder = Path(name)
        maps = [make(folder / "first.tif", size)]
        maps += [later(maps[0], folder / f"later_{number}.tif", number) for number in (1, 2)]
        rules = folder / "rules.csv"
        rules.write_text("from,to,allowed,years\nany,any,,2\n1,any,no,\n", encoding="utf-8")
        jobs: tuple[Job, ...] = (
            CompareMapsJob(maps[0], maps[1], str(folder / "c.json"), str(folder / "c.html"), str(folder / "c.gpkg"),
                           str(folder / "change.tif"), minimum_area=_SMALLEST_M2),
            MapAgreementJob(tuple(maps), str(folder / "a.tif"), str(folder / "a.json")),
            ConsistentYearsJob(tuple(maps), "2021,2022,2023", str(folder / "years"), rules=str(rules)),
        )  # fmt: skip
        for job in jobs:
            seconds, peak, _ = step(job)
            peaks.append(peak)
            rows.append([job.KIND, f"{seconds:.1f}", f"{seconds / size**2 * 1e6:.2f}", f"{peak / 1024:.2f}"])
    common.table(f"Maps of {size} x {size} pixels, {CLASSES} classes: two compared, three agreeing, three years",
                 ["job", "CPU s", "us a pixel", "peak GiB"], rows, "one process")
    return common.verdict(max(peaks), LIMIT_MIB, "largest peak in MiB", at_most=True)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
