"""Jobs of the group Validation."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class AccuracyJob(Job):
    """Compare a map with reference polygons or points.

    Args:
        run: use only features whose `run_<n>` is the side (a split reference); 0: all.
        side: `validation`, or `test`: held back from all runs.
        polygon_field: identifies polygons for the bootstrap; empty: `polygon_id` if there, else each feature.
        confidence: raster shown beside the map in the report, and compared with how often the map is right.
        area_estimate: what `estimate_area` found, for the report; empty: mapped areas only.
        output_places: layer of what was found in each reference feature; empty: not written.
        language: of the page.
    """

    KIND: ClassVar[str] = "accuracy"
    RUN: ClassVar[str] = "landweave.engine.validation.accuracy:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_json", "output_html", "output_csv", "output_places")

    map: str
    reference: str
    class_field: str
    output_json: str
    output_html: str = ""
    output_csv: str = ""
    nomenclature: str = ""
    run: int = 0
    side: str = "validation"
    polygon_field: str = ""
    confidence: str = ""
    seed: int = 0
    area_estimate: str = ""
    output_places: str = ""
    language: str = "en"
