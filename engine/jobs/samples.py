"""Jobs of the group Samples. Vector sources are `path` or `path|layername=name`."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class PrepareReferenceJob(Job):
    """Check reference polygons and cut them by tile and region."""

    KIND: ClassVar[str] = "prepare_reference"
    RUN: ClassVar[str] = "landweave.engine.samples.reference:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    reference: str
    class_field: str
    catalogue: str
    output: str
    regions: str = ""
    region_field: str = ""
    nomenclature: str = ""


@dataclass(frozen=True)
class SplitReferenceJob(Job):
    """Divide polygons into learning and validation sets, whole polygons at a time."""

    KIND: ClassVar[str] = "split_reference"
    RUN: ClassVar[str] = "landweave.engine.samples.split:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    method: str = "polygon"
    ratio: float = 0.5
    runs: int = 1
    seed: int = 0


@dataclass(frozen=True)
class SelectSamplesJob(Job):
    """Choose the pixels of the polygons that become samples.

    Args:
        strategy: `all`, `maximum` (at most `maximum` a class, region and side of the split) or
            `proportional` (the share `percent` of each class's pixels).
    """

    KIND: ClassVar[str] = "select_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.select:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    strategy: str = "maximum"
    maximum: int = 10000
    percent: float = 10.0
    seed: int = 0


@dataclass(frozen=True)
class ExtractSamplesJob(Job):
    """Read the features of points through the block pipeline."""

    KIND: ClassVar[str] = "extract_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.extract:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    catalogue: str
    points: str
    output: str
    series: str = ""


@dataclass(frozen=True)
class ImportSamplesJob(Job):
    """Turn a table with value columns `BAND_nn` or `BAND_YYYYMMDD` into the samples format."""

    KIND: ClassVar[str] = "import_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.tables:run_import"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    class_field: str
    output: str


@dataclass(frozen=True)
class ExportSamplesJob(Job):
    """Write samples as a plain table, the inverse of import."""

    KIND: ClassVar[str] = "export_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.tables:run_export"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
