"""Jobs of the group Tools."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class DemoDataJob(Job):
    """Write a synthetic area with known truth.

    Args:
        output: folder to make.
        size: side of one tile in 10 m pixels, even.
        dates: acquisitions in the year.
        seed: same seed, same bytes.
        sensors: those that images are written of: `sentinel2`, `sentinel1`, `landsat`.
        cloudiness: share of the Sentinel-2 acquisitions that are mostly under clouds, 0 to 1; below 0: as in a usual
            year.
        year: of the images, 2021 to 2030: the same parcels, other crops on some of them, another weather.
        region_shift: days by which the plants of the southern region are earlier than those of the northern.
        texture: scattered houses and orchards as well, whose pixels are of several kinds side by side.
    """

    KIND: ClassVar[str] = "demo_data"
    RUN: ClassVar[str] = "landweave.engine.demo.write:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    output: str
    size: int = 512
    dates: int = 24
    seed: int = 0
    sensors: tuple[str, ...] = ("sentinel2",)
    cloudiness: float = -1.0
    year: int = 2021
    region_shift: float = 9.0
    texture: bool = False


@dataclass(frozen=True)
class CheckInstallationJob(Job):
    """Say which packages the workers have, and what to do about those they lack."""

    KIND: ClassVar[str] = "check_installation"
    RUN: ClassVar[str] = "landweave.engine.runtime.installation:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_html",)

    output_html: str = ""
