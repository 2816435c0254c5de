"""The algorithm `draw_area_sample`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import DrawAreaSampleJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.loading import is_loaded, load_table
from landweave.processing_provider.parameters import POINTS, file, raster, switch, vector_output


class DrawAreaSample(BaseAlgorithm):
    """Draw the points of an area sample as a layer to be interpreted."""

    ID, GROUP = "draw_area_sample", Group.VALIDATION
    EXAMPLE = "MAP=map.tif PLAN=plan.csv NOMENCLATURE=names.csv OUTPUT=points.gpkg"

    def title(self):
        return self.tr("Draw an area sample")

    def summary(self):
        return self.tr("Draws pixels of each class at random, as points that a person interprets.")

    def details(self):
        return self.tr(
            "Open the attribute form of each point in the order of the column number, look at images that are better "
            "than those the map was made of, and choose in reference_code what is on the ground. You may stop at any "
            "number: what is done by then is a random sample of every class. Points without a class are left out by "
            "'Estimate areas'.\n\n"
            "Do not move points, and do not skip those that are hard: give your best guess and a low confidence."
        )

    def keywords(self):
        return self.tr("area,stratified random sample,points,interpretation,reference,validation,sampling")

    def parameters(self):
        yield raster("MAP", self.tr("Map"), self.tr("A raster of class codes; points are centres of its pixels."))
        yield file(
            "PLAN",
            self.tr("Sample plan"),
            self.tr("Made by 'Plan an area sample', or any CSV with the columns code and samples."),
            self.tr("Tables (*.csv)"),
        )
        yield switch(
            "BLIND",
            self.tr("Hide what the map says"),
            self.tr("Leaves out the class of the map, so that it cannot sway you. 'Estimate areas' reads it again."),
        )
        yield switch(
            "SQUARES",
            self.tr("Outlines of the pixels"),
            self.tr("Adds a layer with the square of each pixel: what is in it, and not beside it, is the class."),
            default=True,
        )
        yield from common.nomenclature()
        yield from common.seed()
        yield vector_output("OUTPUT", self.tr("Points to interpret"), self.tr("The layer to write."), POINTS[0])

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of points"))

    def job(self, values):
        return DrawAreaSampleJob(
            map=values.source("MAP"),
            plan=values.file("PLAN"),
            output=values.output("OUTPUT"),
            blind=values.switch("BLIND"),
            squares=values.switch("SQUARES"),
            nomenclature=values.file("NOMENCLATURE"),
            seed=values.integer("SEED"),
        )

    def finish(self, result, values, context, feedback):
        del feedback
        if values.switch("SQUARES") and is_loaded(context, result["OUTPUT"]):
            load_table(context, result["OUTPUT"], "area_sample_pixels", self.tr("Pixels of the points"))
