"""Networks with random weights, and rows for them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import torch

from landweave.engine.learning.networks.batches import learn_normalisation
from landweave.engine.learning.networks.layout import layout_of
from landweave.engine.learning.networks.predictor import NetworkDescription, NetworkPredictor
from landweave.engine.learning.networks.registry import find_network
from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA

SMALL = {
    "mlp_torch": {"widths": [16, 8]},
    "tempcnn": {"filters": 8},
    "inception_time": {"filters": 4, "depth": 3, "bottleneck": 4},
    "ltae": {"width": 16},
    "ltae_sensors": {"width": 16},
    "transformer": {"width": 16, "heads": 2, "layers": 2, "hidden": 16},
}


def made_features(dates=10, bands=("B4", "B8"), sensors=("S2",), static=0, first=date(2020, 1, 5), step=17):
    """Return features of sensors, date by date, and some without date behind them."""
    made = []
    for number, sensor in enumerate(sensors):
        for index in range(dates - number):
            day = (first + timedelta(days=step * index + 3 * number)).isoformat()
            made += [Feature(f"{sensor}_{band}_{day}", sensor, band, day, "") for band in bands]
    return made + [Feature(f"layer_{i}", "", f"layer_{i}", "", "") for i in range(static)]


def made_rows(features, count=300, gaps=0.0, seed=0, dtype=np.int16):
    """Return rows of a matrix; `gaps` is the share of dates without values, of each row another one."""
    random = np.random.default_rng(seed)
    rows = random.integers(-500, 9000, (count, len(features))).astype(dtype)
    dates = sorted({(f.sensor, f.date) for f in features if f.date})
    shares = np.clip(random.normal(gaps, 0.3, count), 0, 1) if gaps else np.zeros(count)
    for key in dates:
        columns = [i for i, f in enumerate(features) if (f.sensor, f.date) == key]
        rows[np.ix_(random.random(count) < shares, columns)] = SERIES_NODATA
    return rows


def made_predictor(network="ltae", features=None, classes=4, has_gaps=True, members=1, seed=0, options=None, **more):
    """Return a network that has learnt nothing; its batch norms have statistics all the same."""
    features = made_features() if features is None else features
    layout = find_network(network).layout(layout_of(features))
    normalisation = learn_normalisation(layout, made_rows(features, gaps=0.3 if has_gaps else 0.0))
    own = SMALL[network] if options is None else options
    description = NetworkDescription(network, own, layout, normalisation, classes, has_gaps, **more)
    return NetworkPredictor(description, tuple(random_weights(description, seed + i) for i in range(members)))


def random_weights(description, seed=0):
    """Return weights as arrays."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        module = description.module()
        with torch.no_grad():
            for name, value in module.state_dict().items():
                if name.endswith("running_var"):
                    value.uniform_(0.5, 2.0)
                elif value.is_floating_point() and value.ndim:
                    value.add_(torch.randn_like(value) * 0.2)
        return {name: value.numpy().copy() for name, value in module.state_dict().items()}
