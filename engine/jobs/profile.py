"""Jobs that look at series and inputs, and write a page about them."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class TemporalProfileJob(Job):
    """Show the time series at points: clear and masked values, and the filled line.

    Args:
        points: features of any kind with a place; of others than points a place inside.
        series: the SERIES options file; empty: its defaults. What it describes does not matter here.
        name_field: names the points; empty: a field `name` if there is one, else the feature's number.
        output_html: page to write; empty: none.
        output_csv: table to write; empty: none.
    """

    KIND: ClassVar[str] = "temporal_profile"
    RUN: ClassVar[str] = "landweave.engine.profile.run:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_html", "output_csv")

    catalogue: str
    points: str
    output_html: str = ""
    output_csv: str = ""
    series: str = ""
    name_field: str = ""


@dataclass(frozen=True)
class CheckInputsJob(Job):
    """Find what is wrong with images, reference polygons and options before anything is computed.

    Args:
        reference: polygons; empty: only the images and the options are looked at.
        output_html: page to write; empty: none.
        output_json: the same as JSON; empty: none.
    """

    KIND: ClassVar[str] = "check_inputs"
    RUN: ClassVar[str] = "landweave.engine.inspection.run:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_html", "output_json")

    catalogue: str
    reference: str = ""
    class_field: str = ""
    regions: str = ""
    region_field: str = ""
    nomenclature: str = ""
    series: str = ""
    output_html: str = ""
    output_json: str = ""
