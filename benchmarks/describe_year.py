"""Accuracy of each way to describe the year, on real data, and a map of Sinop beside the published one.

Slovenia: 78 register polygons, folds that keep polygons whole; NDVI of 68 dates of three years with its cloud mask,
and the 10 images of 13 bands. Sinop: learnt from the samples of Mato Grosso (NDVI and EVI of 23 dates), the map of
2013-14 compared with the one that sits published: two algorithms that agree or not, none of them the truth.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import common
import numpy as np
from osgeo import gdal, ogr, osr
from real_data import DATA, figures, validated

from landweave.engine.jobs import (
    ClassifyJob,
    ExtractSamplesJob,
    ImportSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    TrainClassifierJob,
)
from landweave.engine.learning.model_file import load_model
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples

SEASON = {"start_date": "2016-01-01", "end_date": "2017-12-20", "step_days": 10}
IMAGES = {"start_date": "2015-07-11", "end_date": "2016-01-27", "step_days": 10}
METRICS = {"statistics": ["p10", "p25", "p50", "p75", "p90", "std", "slope", "clear_dates"]}
WAYS = {
    "linear filling": {},
    "nearest filling": {"filling": "nearest"},
    "Whittaker": {"filling": "whittaker"},
    "Whittaker, V-curve": {"filling": "whittaker", "filling_options": {"lambda": "v_curve"}},
    "Savitzky-Golay": {"filling": "savitzky_golay"},
    "harmonic, 3 terms": {"filling": "harmonic", "filling_options": {"terms": 3}},
    "radial basis": {"filling": "radial_basis"},
    "composites, median": {"describe": ["composites"], "composites": {"months": True, "method": "median"}},
    "composites, medoid": {"describe": ["composites"], "composites": {"months": True, "method": "medoid"}},
    "composites, weighted": {"describe": ["composites"], "composites": {"months": True, "method": "weighted"}},
    "metrics": {"describe": ["metrics"], "metrics": METRICS},
    "cosine and sine terms": {"describe": ["harmonics"], "harmonics": {"terms": 3}},
    "phenology": {"describe": ["phenology"], "phenology": {"sources": ["NDVI"]}},
    "linear and metrics": {"describe": ["filled", "metrics"], "metrics": METRICS},
    "linear, PCA": {"pca": {"by": "global", "components": 20}},
}


def slovenia(folder: Path, source: str, scan: dict, series: dict):
    """Yield a row of figures for each way to describe a series of Slovenia."""
    catalogue, reference, points = (str(folder / f"{name}.gpkg") for name in ("catalogue", "reference", "points"))
    folder.mkdir()
    data = DATA / "slovenia_s2"
    ScanCatalogueJob(str(data / source), catalogue, **scan).execute(RunContext())
    PrepareReferenceJob(str(data / "reference_lulc.gpkg"), "lulc_id", catalogue, reference).execute(RunContext())
    SelectSamplesJob(reference, points, strategy="all").execute(RunContext())
    for name, way in WAYS.items():
        if "phenology" in way.get("describe", ()) and source == "images":
            continue  # half a year has no season
        options, samples = folder / "series.json", str(folder / "samples.gpkg")
        options.write_text(json.dumps({**series, **way}), encoding="utf-8")
        ExtractSamplesJob(catalogue, points, samples, str(options)).execute(RunContext(workers=0))
        features = len(load_samples(samples).features)
        row = [name, str(features), *figures(validated(samples, "lulc_id", "polygon_id", folder))]
        print("  ".join(row), flush=True)
        yield row


def sinop(folder: Path) -> list[list[str]]:
    """Map Sinop with the samples of Mato Grosso; return how it agrees with the published map and with points."""
    folder.mkdir()
    catalogue, samples, model, output = (
        str(folder / name) for name in ("catalogue.gpkg", "samples.gpkg", "model.lwm", "map.tif"))
    options = folder / "series.json"
    options.write_text('{"dates": "acquisitions", "indices": []}', encoding="utf-8")
    data = DATA / "sinop_modis_cube"
    ScanCatalogueJob(str(data / "images"), catalogue).execute(RunContext())
    table = str(DATA / "matogrosso_modis_samples" / "samples_mt_4bands_1892.csv")
    ImportSamplesJob(table, "label", samples, catalogue=catalogue, series=str(options)).execute(RunContext())
    TrainClassifierJob(samples, "label", model).execute(RunContext())
    ClassifyJob(catalogue, (model,), output).execute(RunContext(workers=0))
    labels = {c.code: c.label for c in load_model(model).classes}
    return [*with_map(output, str(data / "published_maps" / "sinop-crop-class_2013_9_2014_8.tif"), labels),
            with_points(output, str(data / "reference_points_18.gpkg"), labels)]


def with_map(output: str, published: str, labels: dict[int, str]) -> list[list[str]]:
    """Return the share of pixels with one class in both maps; the published codes are the labels in their order."""
    theirs, ours = gdal.Open(published), gdal.Open(output)
    left, width, _, top, _, height = ours.GetGeoTransform()
    x, _, _, y, _, _ = theirs.GetGeoTransform()
    codes = theirs.ReadAsArray()
    window = round((x - left) / width), round((y - top) / height), theirs.RasterXSize, theirs.RasterYSize
    made, known = ours.ReadAsArray(*window), np.isfinite(codes) & (codes > 0)
    rows = []
    for code, label in labels.items():
        here = known & (codes == code)
        both = here & (made == code)
        mapped = known & (made == code)
        if here.any() or mapped.any():
            rows.append([label, str(here.sum()), str(mapped.sum()), str(both.sum())])
    agree = known & (codes == made)
    rows.append(["all", str(known.sum()), str(known.sum()), f"{agree.sum()} ({agree.sum() / known.sum():.3f})"])
    return rows


def with_points(output: str, points: str, labels: dict[int, str]) -> list[str]:
    """Return how many of the labelled points have their class in the map."""
    dataset, layer = gdal.Open(output), ogr.Open(points)
    left, width, _, top, _, height = dataset.GetGeoTransform()
    made = dataset.ReadAsArray()
    right = count = 0
    for feature in layer.GetLayer(0):
        shape = feature.GetGeometryRef().Clone()
        shape.AssignSpatialReference(traditional(shape.GetSpatialReference()))
        shape.TransformTo(traditional(osr.SpatialReference(dataset.GetProjection())))
        code = made[int((shape.GetY() - top) / height), int((shape.GetX() - left) / width)]
        right, count = right + (labels.get(int(code)) == feature["label"]), count + 1
    return ["labelled points", str(count), str(count), f"{right} ({right / count:.3f})"]


def traditional(reference):
    """Return a CRS with x before y."""
    reference = reference.Clone()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def main(quick: bool) -> bool:
    """Print the tables; True where the data are, since nothing is required of the figures."""
    if not DATA.is_dir():
        print(f"\nWays to describe a year: left out, {DATA} is not there.")
        return True
    with tempfile.TemporaryDirectory(prefix="landweave_year_") as name:
        folder = Path(name)
        head = ["way", "features", "overall accuracy", "95 %", "kappa", "macro F1"]
        series = (
            ("NDVI of 68 dates", "stacks", {}, SEASON),
            ("13 bands of 10 images", "images", {}, IMAGES),
        )
        for number, (title, source, scan, options) in enumerate(series):
            rows = list(slovenia(folder / str(number), source, scan, options))
            common.table(f"Slovenia, {title}: 5 folds that keep polygons whole", head, rows, "random forest, defaults")
            if quick:
                break
        common.table("Sinop 2013-14: pixels of each class in the published map, in ours, in both",
                     ["class", "published", "ours", "both"], sinop(folder / "sinop"), "random forest, defaults")
    return True


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
