"""The algorithm `smooth_probabilities`."""

from __future__ import annotations

from landweave.engine.jobs import SmoothProbabilitiesJob
from landweave.engine.jobs.fusion import SMOOTHINGS
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import choice, integer, number, raster, raster_output, text


class SmoothProbabilities(BaseAlgorithm):
    """Make a calmer map of probabilities."""

    ID, GROUP = "smooth_probabilities", Group.MAPPING
    EXAMPLE = "PROBABILITIES=probabilities.tif OUTPUT=smoothed.tif"

    def title(self):
        return self.tr("Smooth probabilities")

    def summary(self):
        return self.tr("Makes a map from probabilities in which single wrong pixels give way to their neighbours.")

    def details(self):
        return self.tr(
            "bayes: a pixel gives way where its neighbours agree with each other, and keeps its own where they differ, "
            "as at the borders of fields. gaussian: a weighted mean of the probabilities around. majority: the class "
            "that most pixels around have. Pixels without data stay so."
        )

    def keywords(self):
        return self.tr("smoothing,Bayes,majority filter,salt and pepper,noise,neighbours,probabilities,sits")

    def parameters(self):
        yield raster(
            "PROBABILITIES",
            self.tr("Probabilities"),
            self.tr("One band a class, as 'Make the map' writes them."),
        )
        yield choice(
            "METHOD", self.tr("How to smooth"), self.tr("bayes keeps borders best."), SMOOTHINGS, default="bayes"
        )
        yield integer(
            "WINDOW",
            self.tr("Side of the neighbourhood (pixels)"),
            self.tr("An odd number, smaller than what has to stay: 5 looks 2 pixels to each side."),
            default=5,
            low=3,
            high=101,
        )
        yield number(
            "SMOOTHNESS",
            self.tr("Smoothness"),
            self.tr(
                "Of bayes: the larger, the more a pixel gives way to its neighbours. 1 to 3 suit forests, 10 and more "
                "networks."
            ),
            default=3,
            low=0,
        )
        yield text(
            "SMOOTHNESS_BY_CLASS",
            self.tr("Smoothness by class"),
            self.tr("For classes that need another: code=number, parted by commas, for example 3=5,7=40."),
            advanced=True,
        )
        yield number(
            "NEIGHBOUR_SHARE",
            self.tr("Share of the neighbours"),
            self.tr(
                "Of bayes: only this share of the neighbours, those where the class is likeliest, speaks for it, so "
                "that at a border each side is judged by its own.",
            ),
            default=0.5,
            low=0,
            high=1,
            advanced=True,
        )
        yield from common.nomenclature(advanced=True)
        yield from common.resources(images=False)
        yield raster_output("OUTPUT", self.tr("Smoothed map"), self.tr("The map of classes (GeoTIFF)."))
        yield raster_output(
            "PROBABILITIES_OUT",
            self.tr("Smoothed probabilities"),
            self.tr("Probability of every class, a band each (GeoTIFF)."),
            optional=True,
        )
        yield raster_output(
            "CONFIDENCE",
            self.tr("Confidence"),
            self.tr("Smoothed probability of the chosen class, 0 to 100 (GeoTIFF)."),
            optional=True,
        )

    def check(self, values):
        if values.integer("WINDOW") % 2 == 0:
            return self.tr("WINDOW is even: give an odd number of pixels, so that it has a middle.")
        if values.number("SMOOTHNESS") <= 0 or values.number("NEIGHBOUR_SHARE") <= 0:
            return self.tr("SMOOTHNESS and NEIGHBOUR_SHARE have to be above 0.")
        return None

    def job(self, values):
        return SmoothProbabilitiesJob(
            probabilities=values.source("PROBABILITIES"),
            output=values.output("OUTPUT"),
            method=values.text("METHOD"),
            window=values.integer("WINDOW"),
            smoothness=values.number("SMOOTHNESS"),
            smoothness_by_class=values.text("SMOOTHNESS_BY_CLASS"),
            neighbour_share=values.number("NEIGHBOUR_SHARE"),
            nomenclature=values.file("NOMENCLATURE"),
            probabilities_out=values.output("PROBABILITIES_OUT"),
            confidence=values.output("CONFIDENCE"),
        )
