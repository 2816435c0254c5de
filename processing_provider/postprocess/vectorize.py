"""The algorithm `vectorize`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import VectorizeJob
from landweave.processing_provider import common
from landweave.processing_provider.parameters import raster
from landweave.processing_provider.postprocess.polygons import PolygonAlgorithm


class Vectorize(PolygonAlgorithm):
    """Write the regions of a map as polygons."""

    ID = "vectorize"
    EXAMPLE = "INPUT=regular.tif OUTPUT=polygons.gpkg"

    def title(self):
        return self.tr("Polygons of a map")

    def summary(self):
        return self.tr("Writes each connected region of a map as a polygon, with its class, its name and its area.")

    def details(self):
        return self.tr(
            "Pixels are connected by their sides. Where there is no data there is no polygon. Neighbours have the same "
            "corners, so that they can be simplified and smoothed without gaps. Areas are those on the ground, also of "
            "a map in degrees.\n\nRegularise the map first: a map of single pixels becomes millions of polygons."
        )

    def keywords(self):
        return self.tr("polygonize,raster to vector,vectorisation,regions,GeoPackage,FlatGeobuf,Shapefile,topology")

    def parameters(self):
        yield raster("INPUT", self.tr("Map"), self.tr("A raster of class codes; 0 is no data."))
        yield from common.nomenclature()
        yield self.polygons_output(self.tr("The columns are code, name and area_m2; colours are those of the classes."))

    def results(self):
        yield QgsProcessingOutputNumber("POLYGONS", self.tr("Number of polygons"))

    def job(self, values):
        return VectorizeJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            nomenclature=values.file("NOMENCLATURE"),
        )
