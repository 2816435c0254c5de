"""Whittaker smoothing: the blocked factorisation of many pixels against sparse and banded solves a pixel."""

from __future__ import annotations

import common
import numpy as np
from gap_filling import alternate, mean_ratio
from scipy.linalg import solveh_banded
from scipy.sparse import csc_matrix, diags
from scipy.sparse.linalg import spsolve

from landweave.engine.series.whittaker import UNIT_DAYS, V_CURVE, divided_differences, fill_whittaker

REQUIRED = 30.0
LAMBDA = 3.0
ORDER = 2


class PerPixel:
    """One system a pixel, with the right-hand sides of all bands at once; the penalty is made once."""

    def __init__(self, values, valid, days, targets):
        self.values, self.valid = values.astype(np.float64), valid
        nodes = np.union1d(days, targets)
        self.of_days, self.of_targets = np.searchsorted(nodes, days), np.searchsorted(nodes, targets)
        rows = divided_differences(nodes / UNIT_DAYS, ORDER)
        differences = diags([rows[:, k] for k in range(ORDER + 1)], list(range(ORDER + 1)),
                            shape=(len(rows), len(nodes)))
        self.penalty = csc_matrix(LAMBDA * differences.T @ differences)
        self.banded = np.zeros((ORDER + 1, len(nodes)))
        for k in range(ORDER + 1):
            self.banded[k, : len(nodes) - k] = self.penalty.diagonal(-k)

    def fill(self, solve):
        """Smooth each pixel."""
        out = np.empty((len(self.of_targets), *self.values.shape[1:]))
        for pixel in range(out.shape[2]):
            weight, right = np.zeros(self.banded.shape[1]), np.zeros((self.banded.shape[1], out.shape[1]))
            weight[self.of_days] = self.valid[:, pixel]
            right[self.of_days] = self.values[:, :, pixel] * self.valid[:, pixel, None]
            clear = self.of_days[self.valid[:, pixel]]
            smooth = solve(self, weight, right)
            out[:, :, pixel] = smooth[np.clip(self.of_targets, clear[0], clear[-1])]
        return out

    def sparse(self, weight, right):
        """Solve with scipy's sparse solver."""
        return spsolve(csc_matrix(diags(weight) + self.penalty), right)

    def band(self, weight, right):
        """Solve with LAPACK's banded solver."""
        matrix = self.banded.copy()
        matrix[0] += weight
        return solveh_banded(matrix, right, lower=True, overwrite_ab=True, check_finite=False)


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met."""
    pixels, few = (8192, 100) if quick else (65536, 500)
    values, mask, days, _ = common.simulate(pixels, seed=2)
    valid, targets = mask == 0, np.array(common.plan().target_days)
    one = PerPixel(values[:, :, :few], valid[:, :few], days, targets)
    ours = fill_whittaker(values, valid, days, targets, (LAMBDA,), ORDER)[:, :, :few]
    worst = max(float(np.abs(ours - one.fill(solve)).max()) for solve in (PerPixel.sparse, PerPixel.band))
    common.agree(worst <= 0.501, f"scipy differs by {worst} DN")
    ways = {
        "landweave (numba, blocks)": lambda: fill_whittaker(values, valid, days, targets, (LAMBDA,), ORDER) is None,
        "scipy spsolve per pixel": lambda: one.fill(PerPixel.sparse) is None,
        "scipy solveh_banded per pixel": lambda: one.fill(PerPixel.band) is None,
        "landweave, V-curve": lambda: fill_whittaker(values, valid, days, targets, V_CURVE, ORDER) is None,
        "landweave, upper envelope": lambda: fill_whittaker(
            values, valid, days, targets, (LAMBDA,), ORDER, envelope=True) is None,
    }
    times = {name: [t / (few if "scipy" in name else pixels) for t in taken]
             for name, taken in alternate(ways, 3 if quick else 5).items()}
    own = times["landweave (numba, blocks)"]
    common.table(
        f"Whittaker, order {ORDER}, {len(days)} -> {len(targets)} dates, 10 bands, worst difference {worst:.2f} DN",
        ["way", "us/pixel", "times as long as landweave"],
        [[name, f"{np.mean(t) * 1e6:.2f}", f"{mean_ratio(t, own):.1f}"] for name, t in times.items()],
    )
    return common.verdict(mean_ratio(times["scipy spsolve per pixel"], own), REQUIRED, "Whittaker over spsolve")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
