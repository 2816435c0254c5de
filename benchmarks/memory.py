"""Peak memory of `features_map`: against the area, and against the number of dates.

Three sensors of three kinds of pixels (Sentinel-2, Sentinel-1, Landsat), with texture, metrics and filled dates. Four
times the area must not take more; three times the dates may take what a block of them takes (`bytes_per_pixel`), since
all dates of a block are held at once, and no more. The worker runs as a process of its own; the memory is that of all
its processes, sampled every 20 ms.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import common
from classify_memory import MIB, peak_of_worker

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.jobs import DemoDataJob, FeaturesMapJob, ScanCatalogueJob
from landweave.engine.mapping.block_bytes import bytes_per_pixel, fixed_bytes_of
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, plan_blocks
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.memory import FIXED_BYTES
from landweave.engine.series.options import load_options
from landweave.engine.series.planning import make_plan

GROWTH, SLACK = 1.2, 1.2
SENSORS = ("sentinel2", "sentinel1", "landsat")
SERIES = {
    "reference": "S2",
    "sensors": {"S2": [], "S1ASC": {"step_days": 30}, "S1DES": {"step_days": 30}, "L8": {"step_days": 30}},
    "step_days": 30, "indices": ["NDVI"], "describe": ["filled", "metrics"],
    "metrics": {"statistics": ["p10", "p50", "p90"], "sources": ["NDVI"]},
    "texture": {"sources": ["NDVI"], "window": 7},
}


def area(folder: Path, size: int, dates: int, series: str) -> tuple[str, float]:
    """Simulate an area; return its catalogue and what one process is planned to take, in MiB."""
    demo = DemoDataJob(str(folder / f"area_{size}_{dates}"), size, dates, sensors=SENSORS).execute(RunContext())
    catalogue = str(folder / f"catalogue_{size}_{dates}.gpkg")
    ScanCatalogueJob(str(demo["PRODUCTS"]), catalogue).execute(RunContext())
    found = load_catalogue(catalogue)
    tiles = tile_series(found, make_plan(load_options(series), found.products))
    plan = plan_blocks(tiles, RunContext(workers=1))
    planned = FIXED_BYTES + fixed_bytes_of(tiles, COMPUTE_PIXELS) + plan.cache_bytes
    return catalogue, (planned + plan.read_pixels * max(bytes_per_pixel(t) for t in tiles)) / MIB


def main(quick: bool) -> bool:
    """Print the table; True if both requirements are met."""
    size, dates = (320, 6) if quick else (512, 8)
    cases = {"small": (size, dates), "4 x the area": (2 * size, dates), "3 x the dates": (size, 3 * dates)}
    rows, peaks, planned = [], {}, {}
    with tempfile.TemporaryDirectory(prefix="landweave_memory_") as name:
        series = Path(name) / "series.json"
        series.write_text(json.dumps(SERIES), encoding="utf-8")
        for case, (side, count) in cases.items():
            catalogue, planned[case] = area(Path(name), side, count, str(series))
            job = FeaturesMapJob(catalogue, str(Path(name) / "features.tif"), series=str(series))
            request = Path(name) / "job.json"
            if not peaks:
                peak_of_worker(job, request, {"workers": 1})
            peaks[case], seconds = peak_of_worker(job, request, {"workers": 1})
            rows.append([case, f"2 x {side} x {side}", str(count), f"{peaks[case]:.0f}", f"{planned[case]:.0f}",
                         f"{peaks[case] / peaks['small']:.2f}", f"{seconds:.1f}"])
    common.table("Peak memory of features_map: three sensors, filled dates, metrics, texture",
                 ["case", "pixels", "Sentinel-2 dates", "peak MiB", "planned MiB", "times the small", "wall s"], rows,
                 "one process")
    met = [common.verdict(peaks["4 x the area"] / peaks["small"], GROWTH, "memory for four times the area", True)]
    for case in cases:
        met.append(common.verdict(peaks[case] / planned[case], SLACK, f"peak over what is planned, {case}", True))
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
