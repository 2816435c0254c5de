"""The job that reads configurations of iota2."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class ImportIota2ConfigurationJob(Job):
    """Turn a configuration of iota2 into parameters of the classification chain.

    Args:
        input: the configuration (.cfg), of either generation.
        output: JSON to write; the nomenclature, the series, the catalogue and tables are written beside it.
    """

    KIND: ClassVar[str] = "import_iota2_configuration"
    RUN: ClassVar[str] = "landweave.engine.iota2.run:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
