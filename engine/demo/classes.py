"""The demo's nomenclature, and the end-members its spectra are mixed from."""

from __future__ import annotations

import numpy as np

from landweave.engine.types import Float64Array

BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
BANDS_10M = ("B2", "B3", "B4", "B8")

CLASSES = (
    (1, "Dense built-up", "#c8433f", "Artificial"),
    (6, "Winter cereals", "#f4e285", "Annual crops"),
    (9, "Sunflower", "#f0a13c", "Annual crops"),
    (10, "Maize", "#8a9a3b", "Annual crops"),
    (13, "Grassland", "#c3e29a", "Grassland"),
    (15, "Vineyard", "#8b5a9a", "Perennial crops"),
    (16, "Broad-leaved forest", "#4a9a54", "Forest"),
    (17, "Coniferous forest", "#1d5a3c", "Forest"),
    (20, "Bare and mineral", "#b0aaa2", "Mineral"),
    (23, "Water", "#3b7bbd", "Water"),
)
"""Code, name, colour, parent; codes as in the French national land-cover map."""
TEXTURE_CLASSES = (
    (2, "Scattered houses", "#e08a86", "Artificial"),
    (14, "Orchard", "#b9c95a", "Perennial crops"),
)
"""Classes that areas with texture have besides: each of their pixels is of one of several other classes."""
CODES = np.array([entry[0] for entry in CLASSES + TEXTURE_CLASSES], np.uint8)
BUILT, CEREALS, SUNFLOWER, MAIZE, GRASS, VINE, BROADLEAF, CONIFER, BARE, WATER, HOUSES, ORCHARD = range(12)
ANNUAL = (CEREALS, SUNFLOWER, MAIZE)

CONFUSED_WITH = {
    BUILT: BARE,
    CEREALS: GRASS,
    SUNFLOWER: MAIZE,
    MAIZE: SUNFLOWER,
    GRASS: CEREALS,
    VINE: BARE,
    BROADLEAF: CONIFER,
    CONIFER: BROADLEAF,
    BARE: BUILT,
    WATER: BARE,
    HOUSES: BUILT,
    ORCHARD: VINE,
}
"""What an interpreter takes each class for when the label is wrong."""

ENDMEMBERS = {
    "crop": (0.028, 0.062, 0.030, 0.095, 0.300, 0.390, 0.425, 0.445, 0.205, 0.095),
    "broadleaf": (0.020, 0.045, 0.022, 0.075, 0.245, 0.320, 0.350, 0.370, 0.165, 0.075),
    "conifer": (0.018, 0.034, 0.020, 0.055, 0.155, 0.200, 0.220, 0.230, 0.105, 0.050),
    "dry": (0.070, 0.110, 0.155, 0.195, 0.230, 0.250, 0.275, 0.305, 0.360, 0.265),
    "soil_bright": (0.090, 0.130, 0.170, 0.200, 0.220, 0.240, 0.260, 0.280, 0.345, 0.300),
    "soil_dark": (0.045, 0.060, 0.080, 0.098, 0.108, 0.120, 0.132, 0.145, 0.195, 0.170),
    "rock": (0.150, 0.180, 0.210, 0.230, 0.242, 0.252, 0.265, 0.280, 0.320, 0.290),
    "roof": (0.080, 0.110, 0.155, 0.178, 0.190, 0.200, 0.215, 0.225, 0.260, 0.225),
    "asphalt": (0.095, 0.110, 0.120, 0.130, 0.138, 0.145, 0.152, 0.160, 0.185, 0.170),
    "water_clear": (0.036, 0.032, 0.018, 0.014, 0.012, 0.011, 0.009, 0.008, 0.004, 0.003),
    "water_turbid": (0.058, 0.080, 0.070, 0.064, 0.036, 0.031, 0.026, 0.022, 0.008, 0.005),
}
"""Reflectances in the order of BANDS: round numbers typical of each material at Sentinel-2's wavelengths."""


def endmember(name: str) -> Float64Array:
    """Return a material's reflectance, shape (band,)."""
    return np.array(ENDMEMBERS[name])


def classes(texture: bool) -> tuple[tuple[int, str, str, str], ...]:
    """Return the classes of an area, in the order of their index."""
    return CLASSES + TEXTURE_CLASSES if texture else CLASSES


def nomenclature_csv(texture: bool = False) -> str:
    """Return the nomenclature as text of a CSV file: code, name, colour, parent."""
    lines = [",".join(map(str, entry)) for entry in sorted(classes(texture))]
    return "\n".join(["code,name,colour,parent", *lines, ""])
