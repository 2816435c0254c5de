"""Jobs of the group Samples that judge labels, and that suggest where new ones help."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class CleanSamplesJob(Job):
    """Find samples whose label is doubtful; none is left out or changed.

    Args:
        samples: samples .gpkg.
        class_field: integer or text column of the samples.
        output: the same samples with columns that say what is doubtful, and a layer of the polygons, to review.
        group_field: polygon of each sample, whose other samples are no evidence; empty: each sample on its own.
        method: `confident` (held-out probabilities of a classifier), `knn` (neighbours) or `som` (self-organising map).
        classifier: name of an estimator (confident).
        classifier_options: JSON text, options of the estimator (confident).
        folds: parts of the samples, each judged by a model of the others (confident).
        neighbours: that are asked (knn).
        grid: rows and columns of the map (som); 0: as the number of samples needs.
        seed: of the folds and of the classifier.
        output_html: page to write; empty: none.
    """

    KIND: ClassVar[str] = "clean_samples"
    RUN: ClassVar[str] = "landweave.engine.learning.cleaning:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "output_html")

    samples: str
    class_field: str
    output: str
    group_field: str = "polygon_id"
    method: str = "confident"
    classifier: str = "random_forest"
    classifier_options: str = ""
    folds: int = 5
    neighbours: int = 20
    grid: int = 0
    seed: int = 0
    output_html: str = ""


@dataclass(frozen=True)
class ApplyReviewJob(Job):
    """Write the samples as the column `decision` of a review says.

    Args:
        reviewed: what `clean_samples` wrote, with decisions filled in.
        class_field: column of the class, the same as there.
        output: samples .gpkg.
        group_field: column of the polygons, the same as there; empty: decisions on polygons are not looked for.
        suspicious: what becomes of suspicious samples without a decision: `keep`, `remove` or `relabel`.
    """

    KIND: ClassVar[str] = "apply_review"
    RUN: ClassVar[str] = "landweave.engine.learning.review:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    reviewed: str
    class_field: str
    output: str
    group_field: str = "polygon_id"
    suspicious: str = "keep"


@dataclass(frozen=True)
class SuggestSamplesJob(Job):
    """Choose the places where a new label would help most.

    Args:
        probabilities: of a first map, a band a class (classify).
        catalogue: images that the map was made of.
        model: the .lwm that the map was made with; it says which features places are compared by.
        class_field: name of the column for the class.
        output: points .gpkg with that column, empty.
        count: of the places.
        labelled: samples or polygons that there are: places near them are not suggested; empty: none.
        spacing: least distance between suggestions, and to what is labelled, in pixels of the map.
        extent: (x_min, y_min, x_max, y_max); empty: all.
        extent_crs: of the extent; empty: that of the map.
        mask: raster (0 = leave out) or polygons (outside = leave out); empty: none.
        user_features: where the file of the user's own features lies now, if it was moved.
        seed: of what is random.
    """

    KIND: ClassVar[str] = "suggest_samples"
    RUN: ClassVar[str] = "landweave.engine.samples.suggest:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    probabilities: str
    catalogue: str
    model: str
    class_field: str
    output: str
    count: int = 50
    labelled: str = ""
    spacing: int = 5
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    user_features: str = ""
    seed: int = 0
