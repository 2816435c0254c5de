"""Runs eo-learn's linear interpolation in an environment of its own, for gap_filling.py.

Usage: python eo_learn_interpolation.py FOLDER, with values.npy (date, band, pixel), valid.npy (date, pixel),
days.npy and targets.npy in it. Each line on the standard input asks for one run; the answer
is the CPU seconds of the whole task and those of its compiled loop alone. The last result is filled.npy.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

import numpy as np
from eolearn.core import EOPatch, FeatureType
from eolearn.features.extra import interpolation
from sentinelhub import CRS, BBox


def main(folder: Path) -> None:
    values, valid, days, targets = (np.load(folder / f"{n}.npy") for n in ("values", "valid", "days", "targets"))
    dates, bands, pixels = values.shape
    data = np.ascontiguousarray(values.transpose(0, 2, 1)).reshape(dates, 1, pixels, bands).astype(np.float32)
    mask = valid.reshape(dates, 1, pixels, 1)
    stamps = [datetime.fromordinal(int(d)) for d in days]
    inner = {"loop": 0.0}

    class Timed(interpolation.LinearInterpolationTask):
        """The task, with the time of its compiled loop."""

        def interpolate_data(self, *arguments):
            begin = time.thread_time()
            found = super().interpolate_data(*arguments)
            inner["loop"] = time.thread_time() - begin
            return found

    task = Timed(
        (FeatureType.DATA, "bands"), mask_feature=(FeatureType.MASK, "valid"),
        resample_range=[datetime.fromordinal(int(t)).isoformat() for t in targets],
    )
    for _ in sys.stdin:
        patch = EOPatch(bbox=BBox((0, 0, 1, 1), CRS.WGS84), timestamps=stamps)
        patch[FeatureType.DATA, "bands"] = data
        patch[FeatureType.MASK, "valid"] = mask
        begin = time.thread_time()
        found = task.execute(patch)
        print(time.thread_time() - begin, inner["loop"], flush=True)
        np.save(folder / "filled.npy", found[FeatureType.DATA, "bands"][:, 0].transpose(0, 2, 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
