"""Sentinel-2 level 2A products as Theia (MUSCATE, MAJA) distributes them.

A product is a folder `SENTINEL2B_20180511-105038-461_L2A_T31TCJ_C_V2-2` with one file a band
(`<name>_FRE_B2.tif`: surface reflectance x 10000, slope corrected); see `theia_folder.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from landweave.engine.sensors.product import LeftOut, MaskSource, Product
from landweave.engine.sensors.theia_folder import Layout, find_product, is_product

FORMAT = "theia_s2_l2a"
TITLE = "Theia Sentinel-2 L2A"
SENSOR = "S2"

BANDS = {"B2": 1, "B3": 1, "B4": 1, "B5": 2, "B6": 2, "B7": 2, "B8": 1, "B8A": 2, "B11": 2, "B12": 2}
"""Band names and the side of their pixels in pixels of 10 m, in feature order."""

MASKS = ("CLM_R1", "SAT_R1", "EDG_R1")
"""Clouds and shadows, saturation (one bit a band), edge of the swath: a pixel is clear where all are 0."""

_LAYOUT = Layout(
    format=FORMAT,
    title=TITLE,
    sensor=SENSOR,
    pattern=re.compile(
        r"(?P<platform>SENTINEL2[A-Z])_(?P<date>\d{8})-(?P<time>\d{6})-(?P<ms>\d{3})"
        r"_L2A_T(?P<tile>\d{2}[A-Z]{3})_[A-Z]_(?P<version>V\d+-\d+)"
    ),
    images="FRE",
    bands=BANDS,
    masks={mask: MaskSource("") for mask in MASKS},
)


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name or its files' names whether a folder is a product."""
    return is_product(_LAYOUT, path, names)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    return find_product(_LAYOUT, path)
