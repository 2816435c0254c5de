"""The algorithm `temporal_profile`."""

from __future__ import annotations

from qgis.core import QgsProcessing, QgsProcessingOutputNumber

from landweave.engine.jobs import TemporalProfileJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import field, file_output, source


class TemporalProfile(BaseAlgorithm):
    """Look at the time series of some points."""

    ID, GROUP = "temporal_profile", Group.TIME_SERIES
    EXAMPLE = "CATALOGUE=catalogue.gpkg POINTS=points.gpkg OUTPUT_HTML=profile.html"

    def title(self):
        return self.tr("Temporal profile of points")

    def summary(self):
        return self.tr("Draws the time series of points: clear values, masked ones, and the line that fills the gaps.")

    def details(self):
        return self.tr(
            "The page opens in any browser and needs no network. Bands, indices, sensors and points are switched on "
            "and off in it; masked acquisitions are hollow, and pointing at one tells which mask hides it.\n\n"
            "Use it to see whether the masks are good, whether the filling suits the crops, and how classes differ. "
            "Up to 2000 points are read; the page shows up to 500 of them, the table all."
        )

    def keywords(self):
        return self.tr("profile,time series,points,chart,curve,NDVI,clouds,plot,temporal")

    def parameters(self):
        yield from common.catalogue()
        yield source(
            "POINTS",
            self.tr("Points"),
            self.tr("Points to look at. Of lines and polygons one place inside is taken."),
            [QgsProcessing.TypeVectorAnyGeometry],
        )
        yield field(
            "NAME_FIELD",
            self.tr("Column with the point's name"),
            self.tr("Empty: the column name if there is one, else the feature's number."),
            parent="POINTS",
            optional=True,
        )
        yield from common.series()
        yield common.page()
        yield file_output(
            "OUTPUT_CSV",
            self.tr("Table"),
            self.tr("A row for each point, band or index, date and kind of value (clear, masked, filled)."),
            self.tr("Tables (*.csv)"),
            optional=True,
            made_by_default=False,
        )

    def results(self):
        yield QgsProcessingOutputNumber("POINTS", self.tr("Number of points"))

    def check(self, values):
        if not values.output("OUTPUT_HTML") and not values.output("OUTPUT_CSV"):
            return self.tr("Neither a page nor a table is asked for: give OUTPUT_HTML or OUTPUT_CSV.")
        return None

    def job(self, values):
        return TemporalProfileJob(
            catalogue=values.artefact("CATALOGUE"),
            points=values.source("POINTS"),
            output_html=values.output("OUTPUT_HTML"),
            output_csv=values.output("OUTPUT_CSV"),
            series=values.file("SERIES"),
            name_field=values.text("NAME_FIELD"),
        )
