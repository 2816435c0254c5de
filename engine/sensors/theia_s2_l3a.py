"""Sentinel-2 level 3A products of Theia: monthly syntheses, the weighted average of what was clear in 45 days.

A product is a folder `SENTINEL2X_20180515-000000-000_L3A_T31TCJ_C_V1-0` with one file a band
(`<name>_FRC_B2.tif`: reflectance x 10000), and `MASKS/<name>_FLG_R1.tif`; see `theia_folder.py`. The date in the name
is the middle of the period.

Source: Hagolle et al. 2018, MUSCATE / WASP: algorithm theoretical basis document, doi 10.5281/zenodo.1401360
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from landweave.engine.sensors.product import LeftOut, MaskSource, Product
from landweave.engine.sensors.theia_folder import Layout, find_product, is_product
from landweave.engine.sensors.theia_s2 import BANDS

FORMAT = "theia_s2_l3a"
TITLE = "Theia Sentinel-2 L3A"
SENSOR = "S2L3A"

UNCLEAR = (0, 1)
"""FLG: no data; cloud or shadow on every date. 2 is snow, 3 water, 4 land."""

_LAYOUT = Layout(
    format=FORMAT,
    title=TITLE,
    sensor=SENSOR,
    pattern=re.compile(
        r"(?P<platform>SENTINEL2[A-Z])_(?P<date>\d{8})-(?P<time>\d{6})-(?P<ms>\d{3})"
        r"_L3A_T(?P<tile>\d{2}[A-Z]{3})_[A-Z]_(?P<version>V\d+-\d+)"
    ),
    images="FRC",
    bands=BANDS,
    masks={"FLG_R1": MaskSource("", "values", UNCLEAR)},
    day_of_metadata=False,
)


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name or its files' names whether a folder is a product."""
    return is_product(_LAYOUT, path, names)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    return find_product(_LAYOUT, path)
