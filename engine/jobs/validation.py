"""Jobs of the group Validation. An extent is (x_min, y_min, x_max, y_max) in extent_crs."""

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


@dataclass(frozen=True)
class ApplicabilityJob(Job):
    """Tell where models may be used: where the images are like the samples that they were trained with.

    Args:
        models: .lwm files, as in ClassifyJob; a place is inside where all of them know places like it.
        output: 1 inside, 0 outside.
        dissimilarity: raster of the index itself, as a share of the largest that is inside; empty: not.
        output_json, output_html: the share of the area that is inside, by class where a map is given; empty: not.
        map: of classes, on the same pixels; empty: none.
        samples: those that the models were trained with; needed for models without `trust`; empty: what they keep.
        class_field: of the samples; empty: the one that the model was trained with.
        regions, region_field, region_priority_field, border_distance, extent, extent_crs, mask, tiles, nomenclature,
            target_crs, user_features, user_network: as in ClassifyJob.
        seed: of what is learnt from the samples.
        language: of the page.
    """

    KIND: ClassVar[str] = "applicability"
    RUN: ClassVar[str] = "landweave.engine.mapping.applicability:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "dissimilarity", "output_json", "output_html")

    catalogue: str
    models: tuple[str, ...]
    output: str
    dissimilarity: str = ""
    output_json: str = ""
    output_html: str = ""
    map: str = ""
    samples: str = ""
    class_field: str = ""
    regions: str = ""
    region_field: str = ""
    region_priority_field: str = ""
    border_distance: float = 0.0
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    nomenclature: str = ""
    target_crs: str = ""
    user_features: str = ""
    user_network: str = ""
    seed: int = 0
    language: str = "en"
