"""How surprising a number is among those that were seen: the negative logarithm of the share that is at least as large.

Source: Fisher 1932, Statistical Methods for Research Workers, section 21.1 (logarithms of independent shares add up).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.types import AnyArray, Float64Array

STEPS = 256
"""Points that a tail is kept at: evenly spaced in surprise, so that the rare end is as fine as the common one."""


@dataclass(frozen=True, eq=False)
class Tail:
    """The surprise of every number.

    Args:
        values: ascending and different, shape (point,).
        surprises: -ln of the share of the numbers seen that are at least as large, shape (point,); never falling.
    """

    values: Float64Array
    surprises: Float64Array

    @classmethod
    def of(cls, seen: AnyArray, steps: int = STEPS) -> Tail:
        """Build from numbers, of which the n-th share is counted as if one more, larger than all, had been seen.

        Args:
            seen: one or more finite numbers, shape (number,).
            steps: points to keep at most.
        """
        values, counts = np.unique(np.asarray(seen, dtype=np.float64), return_counts=True)
        at_least = np.cumsum(counts[::-1])[::-1]
        surprises = -np.log((at_least + 1) / (counts.sum() + 1))
        wanted = np.linspace(surprises[0], surprises[-1], steps)
        kept = np.unique(np.r_[0, np.searchsorted(surprises, wanted[1:-1]), len(values) - 1])
        return cls(values[kept], surprises[kept])

    def surprise(self, numbers: AnyArray) -> Float64Array:
        """Return the surprise of each number, which grows without end beyond the largest that was seen.

        Between points it runs straight, and beyond the last it grows as the number does: twice the largest number is
        twice the surprise.
        """
        given = np.asarray(numbers, dtype=np.float64)
        found: Float64Array = np.interp(given, self.values, self.surprises)
        last, most = self.values[-1], max(float(self.surprises[-1]), 1.0)
        if last > 0:
            found += most * np.maximum(given / last - 1, 0.0)
        else:
            found += most * (given > last)
        return found
