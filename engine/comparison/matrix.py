"""What a table of two maps of one place says: agreement, disagreement, gains and losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.types import AnyArray, Float64Array, IntArray, Json
from landweave.engine.validation.scores import measures, number_or_none


@dataclass(frozen=True, eq=False)
class PairTable:
    """How often two maps say what of one place; where one has no data, nothing is counted.

    Args:
        codes: classes of both maps together, ascending.
        pixels: number of pixels, shape (class of the first map, class of the second).
        m2: ground that they cover, same shape.
        sureness: sum over the pixels of the chance (0 to 1) that both maps are right, same shape; None: not known.
        left_out: number of pixels where only one of the maps has a class.
    """

    codes: tuple[int, ...]
    pixels: IntArray
    m2: Float64Array
    sureness: Float64Array | None = None
    left_out: int = 0

    def changes(self) -> list[tuple[int, int]]:
        """Return the pairs of different classes that occur, as rows and columns, in the order of the codes."""
        rows, columns = np.nonzero(self.pixels)
        return [(int(r), int(c)) for r, c in zip(rows, columns) if r != c]


def disagreement(table: AnyArray) -> tuple[float, float]:
    """Return quantity and allocation disagreement of two maps, as shares of everything.

    Quantity: how much of the difference is due to classes that are larger in one map than in the other. Allocation:
    how much is due to classes that lie elsewhere. Their sum is the share on which the maps differ.

    Args:
        table: counts or areas, shape (class, class).

    Source: Pontius and Millones 2011, doi 10.1080/01431161.2011.552923, equations 2 to 6.
    """
    shares = np.asarray(table, np.float64) / np.asarray(table, np.float64).sum()
    first, second, same = shares.sum(axis=1), shares.sum(axis=0), np.diag(shares)
    quantity = np.abs(first - second).sum() / 2
    allocation = (2 * np.minimum(first - same, second - same)).sum() / 2
    return float(quantity), float(allocation)


def balance(m2: AnyArray) -> dict[str, Float64Array]:
    """Return what each class covers in both maps, loses and gains, in the unit of the table.

    Returns:
        `first`, `second`, `stable`, `loss`, `gain`, `net` (gain - loss) and `swap` (twice the smaller of both: what is
        lost here and gained there), each (class,). Source: Pontius et al. 2004, doi 10.1016/j.agee.2003.09.008.
    """
    table = np.asarray(m2, np.float64)
    first, second, stable = table.sum(axis=1), table.sum(axis=0), np.diag(table).copy()
    loss, gain = first - stable, second - stable
    return {"first": first, "second": second, "stable": stable, "loss": loss, "gain": gain, "net": gain - loss,
            "swap": 2 * np.minimum(gain, loss)}


def figures(table: PairTable) -> dict[str, Json]:
    """Return the figures of a table of two maps, all by area; None where one has no denominator.

    Returns:
        `overall_agreement`, `kappa`, `quantity_disagreement`, `allocation_disagreement`, `area_m2` (compared),
        `changed_m2`, `pixels`, `changed_pixels`, `left_out_pixels`.
    """
    quantity, allocation = disagreement(table.m2)
    found = measures(table.m2)
    total, same = float(table.m2.sum()), float(np.trace(table.m2))
    return {
        "overall_agreement": number_or_none(found["overall_accuracy"]),
        "kappa": number_or_none(found["kappa"]),
        "quantity_disagreement": quantity,
        "allocation_disagreement": allocation,
        "area_m2": total,
        "changed_m2": total - same,
        "pixels": int(table.pixels.sum()),
        "changed_pixels": int(table.pixels.sum() - np.trace(table.pixels)),
        "left_out_pixels": table.left_out,
    }
