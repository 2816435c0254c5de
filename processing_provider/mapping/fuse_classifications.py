"""The algorithm `fuse_classifications`."""

from __future__ import annotations

from landweave.engine.jobs import FuseClassificationsJob
from landweave.processing_provider import common, map_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import choice, files, raster_output, rasters, text

METHODS = ("majority", "weighted", "probabilities", "dempster_shafer")
NO_LABEL = ("keep", "first", "confidence")


class FuseClassifications(BaseAlgorithm):
    """Make one map of several maps of one place."""

    ID, GROUP = "fuse_classifications", Group.MAPPING
    EXAMPLE = "INPUTS=a.tif INPUTS=b.tif INPUTS=c.tif METHOD=majority OUTPUT=fused.tif"

    def title(self):
        return self.tr("Fuse maps")

    def summary(self):
        return self.tr("Makes one map of several maps of the same place: of runs, of classifiers, of sensors.")

    def details(self):
        return self.tr(
            "In each pixel the maps vote for a class; a map without data there has no vote. majority: the class that "
            "most maps name. weighted: votes weigh as much as you say, or as the maps' reports. dempster_shafer: a "
            "vote is believed as far as the report of its map says, and beliefs are combined by Dempster's rule. "
            "probabilities: rasters of probabilities are averaged or multiplied instead. A tie is undecided."
        )

    def keywords(self):
        return self.tr("fusion,majority vote,Dempster-Shafer,ensemble,combine,maps,runs,sensors,undecided")

    def parameters(self):
        yield rasters("INPUTS", self.tr("Maps"), self.tr("At least two maps, or rasters of probabilities."))
        yield choice(
            "METHOD",
            self.tr("How to fuse"),
            self.tr(
                "majority needs nothing else. dempster_shafer, and weighted without weights, need the report of each "
                "map. probabilities takes the probabilities that the classification wrote.",
            ),
            METHODS,
            default="majority",
        )
        yield files(
            "SCORES",
            self.tr("Reports of the maps"),
            self.tr("One report (JSON) for each map, in the same order, made by 'Accuracy of a map' or the chain."),
            optional=True,
        )
        yield from map_parameters.mass()
        yield choice(
            "RULE",
            self.tr("Rule for probabilities"),
            self.tr("mean: robust. product: right if the errors of the inputs have nothing to do with each other."),
            ("mean", "product"),
            default="mean",
            advanced=True,
        )
        yield text(
            "WEIGHTS",
            self.tr("Weights of the maps"),
            self.tr("Numbers parted by commas, one for each map, in place of reports: for weighted, and for the mean."),
            advanced=True,
        )
        yield from map_parameters.undecided()
        yield choice(
            "NO_LABEL",
            self.tr("Where no class wins"),
            self.tr(
                "keep: the pixel gets the code for undecided. first: what the first map says. confidence: what the map "
                "with the highest confidence says.",
            ),
            NO_LABEL,
            default="keep",
            advanced=True,
        )
        yield files(
            "CONFIDENCES",
            self.tr("Confidences of the maps"),
            self.tr("One raster for each map, in the same order; only for 'confidence' above."),
            optional=True,
            advanced=True,
        )
        yield from common.nomenclature(advanced=True)
        yield from common.resources(images=False)
        yield raster_output("OUTPUT", self.tr("Fused map"), self.tr("The map of classes (GeoTIFF)."))
        yield raster_output(
            "CONFIDENCE",
            self.tr("Confidence"),
            self.tr("Share of the votes, belief, or probability of the class, 0 to 100 (GeoTIFF)."),
            optional=True,
        )
        yield raster_output(
            "PROBABILITIES",
            self.tr("Joint probabilities"),
            self.tr("Only when probabilities are fused: of every class, a band each (GeoTIFF)."),
            optional=True,
        )

    def job(self, values):
        return FuseClassificationsJob(
            inputs=values.sources("INPUTS"),
            output=values.output("OUTPUT"),
            method=values.text("METHOD"),
            rule=values.text("RULE"),
            mass=values.text("MASS"),
            scores=values.sources("SCORES"),
            weights=values.text("WEIGHTS"),
            undecided=values.integer("UNDECIDED"),
            no_label=values.text("NO_LABEL"),
            confidences=values.sources("CONFIDENCES"),
            nomenclature=values.file("NOMENCLATURE"),
            confidence=values.output("CONFIDENCE"),
            probabilities=values.output("PROBABILITIES"),
        )
