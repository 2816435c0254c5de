"""Jobs that make one map of several, or a calmer one of probabilities."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job

SMOOTHINGS = ("bayes", "gaussian", "majority")
"""Ways in which neighbours change a pixel's class."""
MASSES = ("precision", "recall", "accuracy", "kappa")
"""What the belief in a map's vote is read from, the default first; the first two differ by class."""


@dataclass(frozen=True)
class FuseClassificationsJob(Job):
    """Make one map of several maps of one place, or of their probabilities.

    Args:
        inputs: maps, or with the method `probabilities` rasters of probabilities.
        method: `majority`, `weighted`, `probabilities` or `dempster_shafer`.
        rule: of probabilities: `mean` or `product`.
        mass: what a map is believed by (`dempster_shafer`) or weighs (`weighted`): `precision`, `recall`, `accuracy`
            or `kappa` of its report.
        scores: a report (JSON) for each map.
        weights: of the maps, numbers parted by commas, in place of reports (`weighted`, and `probabilities` by mean).
        undecided: code where no class wins.
        no_label: what stands where no class wins: `keep` (the code undecided), `first` (what the first map says), or
            `confidence` (what the map with the highest confidence says).
        confidences: a raster of confidence for each map.
        nomenclature: names and colours of the classes; empty: those of the maps.
        confidence: raster to write: share of the votes, belief or probability, in percent; empty: not.
        probabilities: raster of the joint probabilities to write; empty: not.
    """

    KIND: ClassVar[str] = "fuse_classifications"
    RUN: ClassVar[str] = "landweave.engine.fusion.fuse:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "confidence", "probabilities")

    inputs: tuple[str, ...]
    output: str
    method: str = "majority"
    rule: str = "mean"
    mass: str = MASSES[0]
    scores: tuple[str, ...] = ()
    weights: str = ""
    undecided: int = 255
    no_label: str = "keep"
    confidences: tuple[str, ...] = ()
    nomenclature: str = ""
    confidence: str = ""
    probabilities: str = ""


@dataclass(frozen=True)
class FuseSarOpticalJob(Job):
    """Make one map of a radar map and an optical map by Dempster-Shafer, and record which one was followed.

    Args:
        sar, optical: the two maps.
        scores_sar, scores_optical: their reports (JSON).
        output: the map.
        mass: what the maps are believed by: `precision`, `recall`, `accuracy` or `kappa`.
        undecided: code where both are believed alike and differ.
        confidence_sar, confidence_optical: rasters of their confidence; empty: the belief is written as confidence.
        nomenclature: names and colours of the classes; empty: those of the maps.
        choice: raster to write of who decided (0 neither, 1 both, 2 radar, 3 optical); empty: not.
        confidence: raster to write: of the map that was followed, the higher where both agree; empty: not.
    """

    KIND: ClassVar[str] = "fuse_sar_optical"
    RUN: ClassVar[str] = "landweave.engine.fusion.sar_optical:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "choice", "confidence")

    sar: str
    optical: str
    scores_sar: str
    scores_optical: str
    output: str
    mass: str = MASSES[0]
    undecided: int = 255
    confidence_sar: str = ""
    confidence_optical: str = ""
    nomenclature: str = ""
    choice: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class SmoothProbabilitiesJob(Job):
    """Make a map of probabilities that heeds the neighbours of each pixel.

    Args:
        probabilities: raster of them.
        output: the map.
        method: `bayes`, `gaussian` or `majority`.
        window: side of the neighbourhood, odd number of pixels.
        smoothness: of `bayes`: how much a pixel gives way to its neighbours, the variance of the logits of a class.
        smoothness_by_class: of classes that differ from that: `code=number`, parted by commas.
        neighbour_share: of `bayes`: the share of the neighbours, those where the class is likeliest, that are heeded.
        nomenclature: names and colours of the classes.
        probabilities_out: raster of the smoothed probabilities to write; empty: not.
        confidence: raster to write: smoothed probability of the class, in percent; empty: not.
    """

    KIND: ClassVar[str] = "smooth_probabilities"
    RUN: ClassVar[str] = "landweave.engine.fusion.smooth_run:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output", "probabilities_out", "confidence")

    probabilities: str
    output: str
    method: str = "bayes"
    window: int = 5
    smoothness: float = 3.0
    smoothness_by_class: str = ""
    neighbour_share: float = 0.5
    nomenclature: str = ""
    probabilities_out: str = ""
    confidence: str = ""
