"""What auto-context and smoothing do for classes of small texture: scattered houses and orchards of the synthetic area.

Single pixels of these classes look like houses, gardens or trees of other classes. F1 is that against the known truth
of every pixel. Both ways have to raise the F1 of the two classes. `--picture` draws truth and maps side by side.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import common
import numpy as np
from sar_optical import do

from landweave.engine.chains.auto_context import AutoContext, auto_context
from landweave.engine.jobs import (
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SmoothProbabilitiesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext

TEXTURED = (2, 14)
DATES, SUPERPIXEL = 16, 100
PLAIN, SMOOTHED, BOTH = "as classified", "smoothed (bayes, 5)", "auto-context, then smoothed"
ROUNDS = (1, 2, 3)


def context_way(rounds: int) -> str:
    """Return the name of auto-context of so many rounds."""
    return f"auto-context, {rounds} round{'s' * (rounds > 1)}"


def maps_of(folder: Path, size: int, seed: int) -> dict[str, str]:
    """Make one area and map it in every way; return the maps, and the truth, by name."""
    area = folder / "area"
    do(DemoDataJob(str(area), size, DATES, seed, texture=True))
    names = {name: str(folder / f"{name}.gpkg") for name in ("list", "cut", "split", "points", "samples")}
    do(ScanCatalogueJob(str(area / "products"), names["list"]))
    do(PrepareReferenceJob(str(area / "reference.gpkg"), "code", names["list"], names["cut"]))
    do(SplitReferenceJob(names["cut"], names["split"], seed=seed))
    do(SelectSamplesJob(names["split"], names["points"], seed=seed))
    extract = ExtractSamplesJob(names["list"], names["points"], names["samples"])
    train = TrainClassifierJob(names["samples"], "code", str(folder / "model.lwm"), seed=seed, run=1)
    do(extract)
    do(train)
    found = {"truth": str(area / "truth.tif"), PLAIN: str(folder / "plain.tif"), SMOOTHED: str(folder / "smooth.tif")}
    classify = ClassifyJob(names["list"], (train.model,), found[PLAIN], probabilities=str(folder / "plain_p.tif"))
    do(classify)
    do(SmoothProbabilitiesJob(classify.probabilities, found[SMOOTHED]))
    again = ClassifyJob(names["list"], (train.model,), "")
    for rounds in ROUNDS:
        steps = AutoContext(rounds, SUPERPIXEL, extract, train, again, lambda name: str(folder / name),
                            lambda name: str(folder / name))
        with_context = RunContext(workers=0, run_folder=str(folder / "run"))
        catalogue, model = auto_context(steps, with_context)
        found[context_way(rounds)] = out = str(folder / f"rounds_{rounds}.tif")
        do(ClassifyJob(catalogue, (model,), out, probabilities=str(folder / "context_p.tif")))
    found[BOTH] = str(folder / "both.tif")
    do(SmoothProbabilitiesJob(str(folder / "context_p.tif"), found[BOTH]))
    return found


def scores(map_path: str, truth_path: str) -> tuple[float, float, float]:
    """Return the mean F1 of the classes of small texture, that of the others, and the overall accuracy."""
    with RasterReader() as reader:
        own, true = (reader.read(path, 1, reader.grid(path).window) for path in (map_path, truth_path))
    f1 = {}
    for code in np.unique(true):
        hits = np.sum((own == code) & (true == code))
        f1[int(code)] = 2 * hits / (np.sum(own == code) + np.sum(true == code))
    others = [value for code, value in f1.items() if code not in TEXTURED]
    return float(np.mean([f1[code] for code in TEXTURED])), float(np.mean(others)), float(np.mean(own == true))


def draw(found: dict[str, str], nomenclature: str, path: str, side: int = 230) -> None:
    """Draw parts of truth and maps side by side, two image pixels for one of the map."""
    from PIL import Image, ImageDraw

    names = {"truth": "Truth", PLAIN: "As classified", context_way(2): "Auto-context, 2 rounds", SMOOTHED: "Smoothed"}
    colours = np.zeros((256, 3), np.uint8)
    for entry in Nomenclature.load(nomenclature).entries:
        colours[entry.code] = entry.colour
    with RasterReader() as reader:
        parts = [reader.read(found[n], 1, reader.grid(found[n]).window)[:side, :side] for n in names]
    step = 2 * side + 12
    sheet = Image.new("RGB", (step * len(parts) - 12, 2 * side + 24), "white")
    for place, (part, title) in enumerate(zip(parts, names.values())):
        picture = Image.fromarray(colours[part]).resize((2 * side, 2 * side), Image.Resampling.NEAREST)
        sheet.paste(picture, (place * step, 24))
        ImageDraw.Draw(sheet).text((place * step + 2, 6), title, fill="black")
    sheet.quantize(32).save(path, optimize=True)


def main(quick: bool, picture: str = "") -> bool:
    """Print the table; True if auto-context and smoothing raise the F1 of the classes of small texture."""
    size, seeds = (256, 1) if quick else (256, 3)
    results: dict[str, list[tuple[float, float, float]]] = {}
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_context_") as name:
            found = maps_of(Path(name), size, seed)
            for way, path in found.items():
                if way != "truth":
                    results.setdefault(way, []).append(scores(path, found["truth"]))
            if picture and seed == 0:
                draw(found, str(Path(name) / "area" / "nomenclature.csv"), picture)
    means = {way: np.mean(values, axis=0) for way, values in results.items()}
    rows = [[way, *(f"{value:.3f}" for value in values)] for way, values in means.items()]
    common.table(f"Two tiles of {size} x {size} pixels, mean of {seeds} seeds, random forest, superpixels of "
                 f"{SUPERPIXEL} pixels", ["way", "F1, small texture", "F1, others", "overall"], rows, "defaults")
    gains = {way: means[way][0] - means[PLAIN][0] for way in (context_way(2), SMOOTHED)}
    met = [common.verdict(gain, 1e-4, f"gain in F1 of {way}") for way, gain in gains.items()]
    return all(met)


if __name__ == "__main__":
    target = sys.argv[sys.argv.index("--picture") + 1] if "--picture" in sys.argv else ""
    sys.exit(0 if main("--quick" in sys.argv, target) else 1)
