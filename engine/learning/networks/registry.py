"""The networks by name: where each is, what it takes, what it can be told. Imports no torch."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.layout import SeriesLayout
from landweave.engine.runtime.packages import missing_package

FIXED, FREE = "fixed", "free"
"""Whether a network wants the dates that it was trained on, or takes any days."""


@dataclass(frozen=True)
class SensorShape:
    """The series of one sensor.

    Args:
        channels: number of values of a date.
        dates: number of dates; networks that take any days must not depend on it.
    """

    channels: int
    dates: int


@dataclass(frozen=True)
class InputShape:
    """What a network is built for.

    Args:
        sensors: one for each series that it is given.
        static: number of features without date.
        has_gaps: whether dates may be masked.
    """

    sensors: tuple[SensorShape, ...]
    static: int = 0
    has_gaps: bool = False

    @classmethod
    def of(cls, layout: SeriesLayout, has_gaps: bool) -> InputShape:
        """Return the shape of a layout."""
        sensors = tuple(SensorShape(len(s.channels), len(s.days)) for s in layout.sensors)
        return cls(sensors, len(layout.static), has_gaps)


@dataclass(frozen=True)
class NetworkSpec:
    """A network.

    Args:
        name: as given in NETWORK or METHOD.
        build: `module:class` of a `torch.nn.Module`, built as `class(shape: InputShape, classes: int, **options)`;
            its `forward(batch: SeriesBatch)` gives logits, shape (sample, class).
        calendar: `FIXED` or `FREE`.
        joins: whether series of several sensors are given as one (`SeriesLayout.joined`).
        options: keyword arguments of the class and their defaults.
        needs_series: whether it is of no use without features that have a date.
        source: the paper.
        digest: SHA-256 of the user's file; empty for those of NETWORKS.
    """

    name: str
    build: str
    calendar: str = FREE
    joins: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    needs_series: bool = True
    source: str = ""
    digest: str = ""

    def module(self, shape: InputShape, classes: int, options: Mapping[str, Any]) -> Any:
        """Return the untrained `torch.nn.Module`.

        Raises:
            UserError: if torch is not installed.
        """
        return network_class(self.build)(shape, classes, **{**self.options, **options})

    def check(self, shape: InputShape, classes: int, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Try a network of the user's own, before it learns; those of NETWORKS have their tests.

        Returns:
            Sentences about what is odd, to warn of.

        Raises:
            UserError: naming the file and line of what is wrong.
        """
        del shape, classes, options
        return ()

    def layout(self, layout: SeriesLayout) -> SeriesLayout:
        """Return the layout as the network wants it."""
        return layout.joined() if self.joins else layout


_HERE = "landweave.engine.learning.networks"
_KNOWN = (
    NetworkSpec("mlp_torch", f"{_HERE}.mlp:Mlp", FIXED, False, {"widths": [256, 128, 64], "dropout": 0.3}, False),
    NetworkSpec("tempcnn", f"{_HERE}.tempcnn:TempCnn", FIXED,
                options={"filters": 64, "kernel": 5, "dropout": 0.5, "dense": 256},
                source="Pelletier et al. 2019, doi 10.3390/rs11050523"),
    NetworkSpec("inception_time", f"{_HERE}.inception_time:InceptionTime", FIXED,
                options={"filters": 32, "depth": 6, "bottleneck": 32},
                source="Ismail Fawaz et al. 2020, doi 10.1007/s10618-020-00710-y"),
    NetworkSpec("ltae", f"{_HERE}.ltae:Ltae", options={"width": 128, "heads": 0, "key": 8, "dropout": 0.2},
                source="Garnot and Landrieu 2020, doi 10.1007/978-3-030-65742-0_12"),
    NetworkSpec("ltae_sensors", f"{_HERE}.ltae_sensors:LtaeSensors", joins=False,
                options={"width": 128, "heads": 0, "key": 8, "dropout": 0.2},
                source="Garnot and Landrieu 2020, one encoder a sensor"),
    NetworkSpec("transformer", f"{_HERE}.transformer:Transformer",
                options={"width": 64, "heads": 2, "layers": 3, "hidden": 128, "dropout": 0.2},
                source="Russwurm and Koerner 2020, doi 10.1016/j.isprsjprs.2020.06.006"),
)  # fmt: skip
NETWORKS: Mapping[str, NetworkSpec] = MappingProxyType({spec.name: spec for spec in _KNOWN})
SPATIAL: Mapping[str, NetworkSpec] = MappingProxyType({
    "utae": NetworkSpec("utae", f"{_HERE}.utae:Utae",
                        options={"widths": [32, 32, 64], "decoder": [32, 32, 64], "width": 128, "heads": 16, "key": 4,
                                 "dropout": 0.2, "norm": "batch"},
                        source="Garnot and Landrieu 2021, doi 10.1109/ICCV48922.2021.00483"),
})  # fmt: skip
"""Networks that are given patches (`utae.PatchBatch`) in the place of rows, and give logits of all their pixels."""
ALIASES: Mapping[str, str] = MappingProxyType({"mlp": "mlp_torch"})
"""Other names of NETWORK: as METHOD, `mlp` is scikit-learn's."""


def network_class(place: str) -> Any:
    """Return the class at `module:class`.

    Raises:
        UserError: if torch is not installed.
    """
    module, name = place.split(":")
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError as error:
        if (error.name or "").split(".")[0] in ("torch", "safetensors"):
            raise missing_package("Neural networks need", str(error.name).split(".")[0]) from error
        raise


def find_network(name: str) -> NetworkSpec:
    """Return the network of that name, or of the Python file at that path.

    Raises:
        UserError: listing those there are, or saying what is wrong with the file.
    """
    if name.lower().endswith(".py"):
        from landweave.engine.learning.networks.user_network import load_user_network

        return load_user_network(name)
    name = ALIASES.get(name, name)
    known = {**NETWORKS, **SPATIAL}
    if name not in known:
        raise UserError(f"There is no network '{name}'.", f"Choose one of {', '.join(known)}, or a Python file.")
    return known[name]
