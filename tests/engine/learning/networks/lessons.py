"""Small series with known structure, and small networks that learn them in a second."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA

DATES = 8
BANDS = ("B4", "B8")
TINY = {"mlp_torch": {"widths": [16]}, "tempcnn": {"filters": 8, "dense": 16}, "ltae": {"width": 16, "heads": 2}}
QUICK = {"epochs": 6, "learning_rate": 0.01, "batch_size": 16}


def features(dates=DATES):
    """Return the features of a series, date by date."""
    days = [(date(2020, 1, 10) + timedelta(days=40 * i)).isoformat() for i in range(dates)]
    return tuple(Feature(f"S2_{b}_{d}", "S2", b, d, "") for d in days for b in BANDS)


def lesson(classes=3, polygons=6, pixels=5, gaps=0.0, seed=0, dates=DATES):
    """Return matrix (sample, column) int16, class numbers, polygons: classes differ by the season of their peak."""
    random = np.random.default_rng(seed)
    t = np.arange(dates) / dates
    rows, labels, groups = [], [], []
    for c in range(classes):
        for p in range(polygons):
            level = random.normal(1, 0.15)
            for _ in range(pixels):
                peak = np.exp(-(((t - (c + 0.5) / classes) * 5) ** 2))
                bands = np.stack([1500 - 800 * peak, 1500 + 3000 * peak], axis=1) * level
                rows.append((bands + random.normal(0, 150, bands.shape)).reshape(-1))
                labels.append(c)
                groups.append(c * polygons + p)
    matrix = np.array(rows).astype(np.int16)
    if gaps:
        hidden = random.random((len(matrix), dates)) < gaps
        hidden[:, 0] = False
        matrix[np.repeat(hidden, len(BANDS), axis=1)] = SERIES_NODATA
    return matrix, np.array(labels), np.array(groups)


def recipe(network="mlp_torch", options=None, *, dates=DATES, network_run=None, **more):
    """Return how a tiny network learns."""
    every = {**TINY[network], **QUICK, **(options or {})}
    run = NetworkRun(device="cpu") if network_run is None else network_run
    return Recipe(find_method(network), every, features=features(dates), network=run, **more)


def real(classes):
    """Say that no sample was made up."""
    return MadeUp.untold(np.zeros(len(classes), np.bool_))
