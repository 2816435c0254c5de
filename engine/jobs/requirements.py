"""What a Python needs to do the jobs. Plain values: the QGIS side reads them before any worker runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Requirement:
    """A Python package.

    Args:
        package: its name for pip; empty if pip cannot install it.
        module: its name for import.
        lower, upper: the versions that were tried: from `lower` up to, not including, `upper`; empty: any;
            equal: that version only.
        purpose: what it is for.
    """

    package: str
    module: str
    lower: str = ""
    upper: str = ""
    purpose: str = ""

    def for_pip(self) -> str:
        """Return `numpy>=1.24,<2`."""
        if self.lower and self.lower == self.upper:
            return f"{self.package}=={self.lower}"
        bounds = [f">={self.lower}"] * bool(self.lower) + [f"<{self.upper}"] * bool(self.upper)
        return self.package + ",".join(bounds)


# GDAL of Debian 12 (Python 3.11) is built for numpy 1, that of Debian 13 (Python 3.13) for numpy 2.
_NUMPY = ("1.24", "2") if sys.version_info < (3, 12) else ("2", "2.5")

REQUIRED = (
    Requirement("numpy", "numpy", *_NUMPY, "arrays"),
    Requirement("", "osgeo.gdal", purpose="reading and writing rasters and vectors"),
    Requirement("scikit-learn", "sklearn", "1.9", "1.10", "classifiers"),
    Requirement("scipy", "scipy", "1.10", "1.18", "statistics"),
    Requirement("joblib", "joblib", "1.6", "1.7", "several processes"),
    Requirement("skops", "skops", "0.16", "0.17", "model files without pickle"),
    Requirement("numba", "numba", "0.68", "0.69", "fast kernels"),
    Requirement("psutil", "psutil", "7.2", "7.3", "memory budget and run folders"),
    Requirement("threadpoolctl", "threadpoolctl", "3.8", "3.9", "one thread a process"),
)

# scikit-image from 0.23 on needs a newer scipy than Debian 12 has.
_IMAGE = ("0.22", "0.23") if sys.version_info < (3, 12) else ("0.25", "0.27")

# What single algorithms need: they are listed without it, and say what to install.
OPTIONAL = (
    Requirement("requests", "requests", "2.28", "3", "STAC catalogues on the web"),
    Requirement("pystac-client", "pystac_client", "0.9", "0.10", "searches of a STAC API"),
    Requirement("scikit-image", "skimage", *_IMAGE, "co-registration and superpixels"),
    Requirement("shapely", "shapely", "2.1", "2.2", "polygons simplified and smoothed together"),
    Requirement("lightgbm", "lightgbm", "4.7", "4.8", "gradient boosting by LightGBM"),
    Requirement("imbalanced-learn", "imblearn", "0.14", "0.15", "new samples of rare classes by SMOTE"),
    # A range would let pip take builds for graphics cards, gigabytes of them.
    Requirement("torch", "torch", "2.13.0", "2.13.0", "neural networks for time series"),
    Requirement("safetensors", "safetensors", "0.8", "0.9", "weights of neural networks"),
    Requirement("onnx", "onnx", "1.23", "1.24", "networks exchanged with other software"),
    Requirement("onnxruntime", "onnxruntime", "1.32", "1.33", "networks for other software, checked"),
)

# What later versions will use where it is there; nothing in this one does.
LATER = (
    Requirement("dask[distributed]", "distributed", "2026.8.0", "", "running on a cluster"),
    Requirement("dask-jobqueue", "dask_jobqueue", "0.9.0", "", "starting a cluster with Slurm or PBS"),
)


def pip_command(python: str, requirements: tuple[Requirement, ...] = REQUIRED) -> str:
    """Return the command that installs packages for a Python.

    A Python that the system's package manager looks after (PEP 668) refuses pip. For it the command makes the
    environment `.venv` in Landweave's own folder, where the workers are looked for, and which sees its GDAL.
    """
    wanted = " ".join(f'"{r.for_pip()}"' for r in requirements if r.package)
    if not is_externally_managed(python):
        return f'"{python}" -m pip install {wanted}'
    environment = Path(__file__).parents[2] / ".venv"
    return (f'"{python}" -m venv --system-site-packages "{environment}" && '
            f'"{environment}/bin/python" -m pip install {wanted}')


def is_externally_managed(python: str) -> bool:
    """Tell whether pip refuses to install into a Python: its library is marked so, and it is no environment."""
    place = Path(python)
    if place.parent.name != "bin" or (place.parent.parent / "pyvenv.cfg").is_file():
        return False
    return any(place.parent.parent.glob("lib/python3*/EXTERNALLY-MANAGED"))
