"""Jobs of area estimation: a sample is planned and drawn, a person interprets it, areas are estimated from it."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

ALLOCATIONS = ("minimum", "proportional", "neyman", "equal")
"""How the points of an area sample are divided among the strata."""


@dataclass(frozen=True)
class PlanAreaSampleJob(Job):
    """Plan how many points an area sample needs in each stratum.

    Args:
        output: CSV, a row a stratum; its column samples may be edited.
        output_html: page that compares the allocations; empty: none.
        map: whose classes are the strata.
        strata: CSV of strata with the columns code and area_m2, instead of a map.
        target_error: standard error of overall accuracy that is wanted, as a share.
        users_accuracy: what is expected of every class, as a share.
        expectations: CSV with the columns code and users_accuracy, or the JSON of a report; empty: the one number.
        allocation: one of ALLOCATIONS.
        minimum: fewest points of a stratum, for the allocation `minimum`.
        total: number of points; 0: as many as the target needs.
        nomenclature: names and colours of the classes; empty: those of the map.
        language: of the page.
    """

    KIND: ClassVar[str] = "plan_area_sample"
    RUN: ClassVar[str] = "landweave.engine.area_sample.plan:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_html")

    output: str
    output_html: str = ""
    map: str = ""
    strata: str = ""
    target_error: float = 0.01
    users_accuracy: float = 0.85
    expectations: str = ""
    allocation: str = ALLOCATIONS[0]
    minimum: int = 50
    total: int = 0
    nomenclature: str = ""
    language: str = "en"


@dataclass(frozen=True)
class DrawAreaSampleJob(Job):
    """Draw the points of an area sample as a layer to be interpreted.

    Args:
        map: from whose pixels points are drawn.
        plan: CSV with the columns code and samples.
        output: GeoPackage.
        blind: leave out what the map says, so that it cannot sway who interprets.
        squares: add a layer with the outline of each pixel.
        nomenclature: names and colours of the classes to choose from; empty: those of the map.
        seed: of the draw.
    """

    KIND: ClassVar[str] = "draw_area_sample"
    RUN: ClassVar[str] = "landweave.engine.area_sample.draw:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    map: str
    plan: str
    output: str
    blind: bool = False
    squares: bool = True
    nomenclature: str = ""
    seed: int = 0


@dataclass(frozen=True)
class EstimateAreaJob(Job):
    """Estimate areas and accuracies from an interpreted sample.

    Args:
        points: the sample.
        reference_field: class of each point on the ground.
        output_json: figures.
        output_html: page; empty: none.
        output_csv: table of the classes; empty: none.
        map_field: class of each point on the map; empty: it is read from the map.
        map: gives the areas of the strata where these are its classes, and the mapped areas.
        strata: CSV with the columns code and area_m2.
        stratum_field: stratum of each point, where the strata are not the classes of the map.
        nomenclature: names and colours of the classes; empty: those of the map.
        language: of the page.
    """

    KIND: ClassVar[str] = "estimate_area"
    RUN: ClassVar[str] = "landweave.engine.area_sample.estimate:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output_json", "output_html", "output_csv")

    points: str
    reference_field: str
    output_json: str
    output_html: str = ""
    output_csv: str = ""
    map_field: str = ""
    map: str = ""
    strata: str = ""
    stratum_field: str = ""
    nomenclature: str = ""
    language: str = "en"
