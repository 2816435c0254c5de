"""The algorithm `class_shares`."""

from __future__ import annotations

from qgis.core import QgsProcessing

from landweave.engine.jobs import ClassSharesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import raster, raster_output, vector_output


class ClassShares(BaseAlgorithm):
    """Write what classes lie around each pixel."""

    ID, GROUP = "class_shares", Group.MAPPING
    EXAMPLE = "MAP=map.tif SEGMENTS=superpixels.tif OUTPUT=around.tif OUTPUT_CATALOGUE=with_context.gpkg"

    def title(self):
        return self.tr("Shares of classes around each pixel")

    def summary(self):
        return self.tr("Writes how much of the superpixel around each pixel a map gives to each class.")

    def details(self):
        return self.tr(
            "With a catalogue, a copy of it is written in which these shares are layers without date: samples "
            "extracted from it, and models trained on them, know the surroundings of each pixel (auto-context). The "
            "chain does all of this with AUTO_CONTEXT."
        )

    def keywords(self):
        return self.tr("auto-context,context,histogram,surroundings,superpixels,neighbourhood,texture")

    def parameters(self):
        yield raster("MAP", self.tr("Map"), self.tr("Classes of a first map; 0 is no class."))
        yield raster(
            "SEGMENTS",
            self.tr("Superpixels"),
            self.tr("Made by 'Divide images into superpixels', on the pixels of the map."),
        )
        yield from common.catalogue(optional=True)
        yield from common.resources(images=False)
        yield raster_output("OUTPUT", self.tr("Shares"), self.tr("A band for each class: share x 10000 (GeoTIFF)."))
        yield vector_output(
            "OUTPUT_CATALOGUE",
            self.tr("Catalogue with the shares"),
            self.tr("The catalogue with a layer without date for each class."),
            QgsProcessing.TypeVectorPolygon,
            optional=True,
        )

    def check(self, values):
        if values.given("CATALOGUE") != values.given("OUTPUT_CATALOGUE"):
            return self.tr("CATALOGUE and OUTPUT_CATALOGUE belong together: give both, or neither.")
        return None

    def job(self, values):
        return ClassSharesJob(
            map=values.source("MAP"),
            segments=values.source("SEGMENTS"),
            output=values.output("OUTPUT"),
            catalogue=values.artefact("CATALOGUE"),
            output_catalogue=values.output("OUTPUT_CATALOGUE"),
        )
