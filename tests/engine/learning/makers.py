"""Small sample sets with known structure."""

import numpy as np

from landweave.engine.samples.store import SampleSet
from landweave.engine.series.plan import Feature, SensorPlan, SeriesPlan


def plan(features: int) -> SeriesPlan:
    """A plan of one band and `features` dates."""
    dates = tuple(f"2020-{1 + i // 28:02d}-{1 + i % 28:02d}" for i in range(features))
    return SeriesPlan((SensorPlan("S2", ("B8",), (), (), dates),))


def sample_set(classes=(1, 3, 7), polygons=8, pixels=6, features=5, seed=0, spread=220, labels=None) -> SampleSet:
    """Classes apart by their means; polygons of a class differ; pixels of a polygon hardly."""
    generator = np.random.default_rng(seed)
    rows, codes, ids = [], [], []
    for c, code in enumerate(classes):
        for p in range(polygons):
            centre = 1000 + 900 * np.sin(c + np.arange(features)) + generator.normal(0, spread, features)
            rows.append(centre + generator.normal(0, 60, (pixels, features)))
            codes += [code if labels is None else labels[c]] * pixels
            ids += [c * polygons + p + 1] * pixels
    matrix = np.concatenate(rows).astype(np.int16)
    column = np.array(codes, dtype=object if labels is not None else np.int64)
    n = len(matrix)
    attributes = {"code": column, "polygon_id": np.array(ids, dtype=np.int64)}
    series = plan(features)
    return SampleSet(series.features(), matrix, attributes, np.zeros(n), np.zeros(n), "", series)


def table_set(matrix, bands, attributes) -> SampleSet:
    """Float samples as import_samples makes them, shape (sample, feature)."""
    features = tuple(Feature(f"{b}_{i:02d}", "", b, "", "") for i, b in enumerate(bands))
    n = len(matrix)
    return SampleSet(features, matrix.astype(np.float32), attributes, np.zeros(n), np.zeros(n), "", None)
