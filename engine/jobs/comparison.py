"""Jobs that compare maps, and make maps of several years agree."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class CompareMapsJob(Job):
    """Compare two maps on one grid: of two years, or by two methods.

    Args:
        map_1, map_2: the earlier and the later map, or A and B.
        output_json: figures.
        output_html: page; empty: none.
        changes: polygons of the places of change; empty: none.
        change_map: raster of what became what; empty: none.
        name_1, name_2: what the maps are called; empty: by their files.
        confidence_1, confidence_2: rasters of 0 to 100; empty: none.
        nomenclature: names and colours; empty: those of the maps.
        minimum_area: smaller places of change are no polygons, in m2.
        reference: polygons or points of known class of the time of both maps: which map is right more often; empty:
            not asked.
        class_field: of the reference.
        polygon_field: as in `accuracy`.
        report_1, report_2: reports (JSON) of the maps, for net changes that heed their errors; empty: none.
        area_estimate: JSON of `estimate_area` for the map of changes; empty: none.
        language: of the page.
    """

    KIND: ClassVar[str] = "compare_maps"
    RUN: ClassVar[str] = "landweave.engine.comparison.compare:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_json", "output_html", "changes", "change_map")

    map_1: str
    map_2: str
    output_json: str
    output_html: str = ""
    changes: str = ""
    change_map: str = ""
    name_1: str = ""
    name_2: str = ""
    confidence_1: str = ""
    confidence_2: str = ""
    nomenclature: str = ""
    minimum_area: float = 0.0
    reference: str = ""
    class_field: str = ""
    polygon_field: str = ""
    report_1: str = ""
    report_2: str = ""
    area_estimate: str = ""
    language: str = "en"


@dataclass(frozen=True)
class MapAgreementJob(Job):
    """Tell how far several maps of one place agree.

    Args:
        inputs: maps on one grid.
        output: raster of the share of the maps that say what most say, in percent.
        output_json: figures; empty: none.
        output_html: page; empty: none.
        nomenclature: names and colours; empty: those of the maps.
        language: of the page.
    """

    KIND: ClassVar[str] = "map_agreement"
    RUN: ClassVar[str] = "landweave.engine.comparison.agreement:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_json", "output_html")

    inputs: tuple[str, ...]
    output: str
    output_json: str = ""
    output_html: str = ""
    nomenclature: str = ""
    language: str = "en"


@dataclass(frozen=True)
class ConsistentYearsJob(Job):
    """Make a series of yearly maps consistent by rules of what may follow what.

    Args:
        inputs: maps on one grid, one a year, in the order of the years.
        years: of the maps, ascending, parted by commas.
        output: folder of the corrected maps.
        probabilities: rasters of probabilities, one a year; none: the maps and their confidences count.
        confidences: rasters of 0 to 100, one a year; none: `trust`.
        rules: CSV of what may follow what; empty: everything may.
        persistence: chance that a place keeps its class from one year to the next; 0: only the rules count.
        trust: how often a map is right, in percent, where neither probabilities nor confidences say so.
        fill_gaps: years without data get the class that fits best.
        nomenclature: names and colours; empty: those of the maps.
        output_confidence: folder of rasters of the chance of the class, given all years; empty: none.
        output_json: what was changed; empty: none.
    """

    KIND: ClassVar[str] = "consistent_years"
    RUN: ClassVar[str] = "landweave.engine.comparison.years:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_confidence", "output_json")

    inputs: tuple[str, ...]
    years: str
    output: str
    probabilities: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    rules: str = ""
    persistence: float = 0.8
    trust: float = 80.0
    fill_gaps: bool = False
    nomenclature: str = ""
    output_confidence: str = ""
    output_json: str = ""
