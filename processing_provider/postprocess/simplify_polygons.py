"""The algorithm `simplify_polygons`."""

from __future__ import annotations

from landweave.engine.jobs import SimplifyPolygonsJob
from landweave.processing_provider.parameters import number
from landweave.processing_provider.postprocess.polygons import PolygonAlgorithm, outline_method


class SimplifyPolygons(PolygonAlgorithm):
    """Take corners away without gaps."""

    ID = "simplify_polygons"
    EXAMPLE = "INPUT=polygons.gpkg TOLERANCE=20 OUTPUT=simple.gpkg"

    def title(self):
        return self.tr("Simplify polygons side by side")

    def summary(self):
        return self.tr("Takes corners away from polygons, and neighbours still fit: no gaps, no overlaps.")

    def details(self):
        return self.tr(
            "Each border is simplified once, for both its sides. A corner goes where the triangle with its two "
            "neighbours is small, the smallest first (Visvalingam and Whyatt); then the border is shifted a little, so "
            "that the areas at its sides stay. One that would cross another keeps more of its corners. The column "
            "area_m2 is computed anew, the others stay. Needs the package shapely."
        )

    def keywords(self):
        return self.tr("simplification,generalisation,topology,Douglas-Peucker,Visvalingam,coverage,vertices")

    def parameters(self):
        yield from self.polygons()
        yield number(
            "TOLERANCE",
            self.tr("Tolerance"),
            self.tr(
                "In units of the layer: a corner goes where its triangle is no larger than the square of this. "
                "Twice the side of a pixel takes the steps of the pixels away."
            ),
            default=20,
            low=0,
            decimals=6,
        )
        yield self.keep_outer()
        yield outline_method()
        yield self.polygons_output(self.tr("The simplified polygons, with the columns and the style of the input."))

    def check(self, values):
        if values.number("TOLERANCE") <= 0:
            return self.tr("TOLERANCE has to be above 0.")
        return None

    def job(self, values):
        return SimplifyPolygonsJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            tolerance=values.number("TOLERANCE"),
            keep_outer=values.switch("KEEP_OUTER"),
            method=values.text("METHOD"),
        )
