"""Worked examples that were published, as arrays."""

import numpy as np

# Olofsson et al. 2014, table 8: rows map, columns reference.
OLOFSSON_COUNTS = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
OLOFSSON_PIXELS = np.array([200000, 150000, 3200000, 6450000])
OLOFSSON_NAMES = ("Deforestation", "Forest gain", "Stable forest", "Stable non-forest")
HECTARES_A_PIXEL = 0.09

# Stehman 2014, table 2: ten points of each of the strata A, B, C, D; the classes of the map differ from the strata.
STEHMAN_STRATUM = np.repeat(np.arange(4), 10)
STEHMAN_MAP = np.array(["ABCD".index(c) for c in "AAAAAAABBB" "ABBBBBBBBB" "BBCCCCCCBB" "DDDDDDDDDD"])
STEHMAN_REFERENCE = np.array(["ABCD".index(c) for c in "AAAAACBABC" "ABBBBBAABB" "CCCCCDDBBA" "DDDDDDDCCB"])
STEHMAN_SIZES = np.array([40000, 30000, 20000, 10000])


def pairs_of(counts):
    """Return class on the map and in the reference of the points of a matrix of counts, rows map."""
    mapped, reference = np.indices(counts.shape)
    return np.repeat(mapped.ravel(), counts.ravel()), np.repeat(reference.ravel(), counts.ravel())
