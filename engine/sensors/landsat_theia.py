"""Landsat-8 level 2A products of Theia (MUSCATE, MAJA) as they are named since 2017.

A product is a folder `LANDSAT8-OLITIRS-XS_20180115-103629-617_L2A_T31TCH_D_V1-9` with one file a band
(`<name>_FRE_B1.tif`: surface reflectance x 10000, slope corrected); see `theia_folder.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from landweave.engine.sensors.landsat_c2 import BANDS as USGS_BANDS
from landweave.engine.sensors.product import LeftOut, MaskSource, Product
from landweave.engine.sensors.theia_folder import Layout, find_product, is_product

FORMAT = "theia_landsat_l2a"
TITLE = "Theia Landsat-8 L2A"
SENSOR = "L8"

BANDS = {"B1": "", **USGS_BANDS["L8"]}
"""Bands, in feature order, and their roles."""

MASKS = ("CLM_XS", "SAT_XS", "EDG_XS")
"""Clouds and shadows, saturation (one bit a band), edge of the swath: a pixel is clear where all are 0."""

_LAYOUT = Layout(
    format=FORMAT,
    title=TITLE,
    sensor=SENSOR,
    pattern=re.compile(
        r"LANDSAT8(?:-OLITIRS-XS[A-Z]*)?_(?P<date>\d{8})-(?P<time>\d{6})-(?P<ms>\d{3})"
        r"_L2A_(?:T(?=\d))?(?P<tile>\w[\w-]*?)_[A-Z]_(?P<version>V\d+-\d+)"
    ),
    images="FRE",
    bands=dict.fromkeys(BANDS, 1),
    masks={mask: MaskSource("") for mask in MASKS},
    roles=BANDS,
)


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name or its files' names whether a folder is a product."""
    return is_product(_LAYOUT, path, names)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    return find_product(_LAYOUT, path)
