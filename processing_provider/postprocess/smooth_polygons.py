"""The algorithm `smooth_polygons`."""

from __future__ import annotations

from landweave.engine.jobs import SmoothPolygonsJob
from landweave.processing_provider.parameters import integer, number
from landweave.processing_provider.postprocess.polygons import PolygonAlgorithm, outline_method


class SmoothPolygons(PolygonAlgorithm):
    """Round corners without gaps."""

    ID = "smooth_polygons"
    EXAMPLE = "INPUT=simple.gpkg ROUNDS=3 REACH=10 OUTPUT=smooth.gpkg"

    def title(self):
        return self.tr("Smooth polygons side by side")

    def summary(self):
        return self.tr("Rounds the corners of polygons, and neighbours still fit: no gaps, no overlaps.")

    def details(self):
        return self.tr(
            "Each border is smoothed once, for both its sides: corners are cut again and again (Chaikin), then the "
            "border is shifted a little, so that the areas at its sides stay as they were. Points where three polygons "
            "meet stay. A border that would cross another stays as it is. The column area_m2 is computed anew, the "
            "others stay. Needs the package shapely."
        )

    def keywords(self):
        return self.tr("smoothing,generalisation,topology,Chaikin,Hermite,rounding,coverage")

    def parameters(self):
        yield from self.polygons()
        yield integer(
            "ROUNDS",
            self.tr("Rounds"),
            self.tr("How often corners are cut: each round about doubles the number of corners."),
            default=3,
            low=1,
            high=6,
        )
        yield number(
            "REACH",
            self.tr("Reach"),
            self.tr(
                "In units of the layer: a corner is cut a quarter of the way to its neighbours, but not further away "
                "than this, so that long straight sides stay straight."
            ),
            default=10,
            low=0,
            decimals=6,
        )
        yield self.keep_outer()
        yield outline_method()
        yield self.polygons_output(self.tr("The smoothed polygons, with the columns and the style of the input."))

    def check(self, values):
        if values.number("REACH") <= 0:
            return self.tr("REACH has to be above 0.")
        return None

    def job(self, values):
        return SmoothPolygonsJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            rounds=values.integer("ROUNDS"),
            reach=values.number("REACH"),
            keep_outer=values.switch("KEEP_OUTER"),
            method=values.text("METHOD"),
        )
