"""Samples of made-up seasons: classes green up at different times, clouds hide dates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from landweave.engine.samples.store import SampleSet
from landweave.engine.series.plan import MASKED, SensorPlan, SeriesPlan
from landweave.engine.types import SERIES_NODATA

BANDS = ("B4", "B8", "B11")


def series_plan(dates: int = 10, bands: tuple[str, ...] = BANDS, year: int = 2021) -> SeriesPlan:
    first = date(year, 1, 10)
    days = tuple((first + timedelta(days=n * 340 // dates)).isoformat() for n in range(dates))
    return SeriesPlan((SensorPlan("S2", bands, (), (), days, MASKED),))


def series_samples(
    polygons: int = 12, pixels: int = 8, dates: int = 10, bands: tuple[str, ...] = BANDS, year: int = 2021,
    seed: int = 0, clouds: float = 0.3,
) -> SampleSet:  # fmt: skip
    """Three classes; the bands of a pixel follow its season; whole dates are unknown."""
    draw = np.random.default_rng(seed)
    plan = series_plan(dates, bands, year)
    features = plan.features()
    days = np.array([date.fromisoformat(f.date).timetuple().tm_yday for f in features])
    slope = np.array([{"B4": -900, "B8": 2500, "B11": -1200}.get(f.source, 800) for f in features])
    codes = np.repeat(np.arange(polygons) % 3, pixels)
    peak = np.repeat(draw.normal(0, 8, polygons), pixels) + np.array([100, 180, 260])[codes]
    growth = np.exp(-(((days - peak[:, None]) / 40) ** 2))
    matrix = (2000 + slope * growth + draw.normal(0, 60, (len(codes), len(features)))).astype(np.int16)
    by_date = {d: n for n, d in enumerate(sorted({f.date for f in features}))}
    hidden = draw.random((len(codes), dates)) < clouds
    hidden[np.arange(len(codes)), draw.integers(0, dates, len(codes))] = False
    matrix[hidden[:, [by_date[f.date] for f in features]]] = SERIES_NODATA
    ids = np.repeat(np.arange(polygons), pixels).astype(np.int64) + 1
    attributes = {"code": (codes + 1).astype(np.int64), "polygon_id": ids}
    x = 300000.0 + 640.0 * (ids % 4) + np.tile(np.arange(pixels), polygons) * 10
    y = 4800000.0 + 640.0 * (ids // 4)
    return SampleSet(features, matrix, attributes, x, y, "", plan)
