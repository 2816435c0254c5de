"""The algorithm `predict_regression`."""

from __future__ import annotations

from landweave.engine.jobs import PredictRegressionJob
from landweave.processing_provider import common, map_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import regions_have_names
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import files, raster_output


class PredictRegression(BaseAlgorithm):
    """Map a quantity."""

    ID, GROUP = "predict_regression", Group.MAPPING
    EXAMPLE = "CATALOGUE=catalogue.gpkg MODEL=biomass.lwm OUTPUT=biomass.tif"

    def title(self):
        return self.tr("Map a quantity")

    def summary(self):
        return self.tr("Gives every pixel of the images the value that a regression finds.")

    def details(self):
        return self.tr(
            "The images are read block by block, as for a map of classes. The values are real numbers in the unit of "
            "the quantity; -32768 means no data."
        )

    def keywords(self):
        return self.tr("regression,quantity,map,prediction,biomass,yield,cover")

    def parameters(self):
        yield from common.catalogue()
        yield files(
            "MODEL",
            self.tr("Models"),
            self.tr("One or several files made by 'Train a regression'; several of one quantity are averaged."),
        )
        yield from common.regions()
        yield from common.region_priority()
        yield from map_parameters.border()
        yield from common.area()
        yield from common.tiles()
        yield from map_parameters.user_features()
        yield from common.resources()
        yield raster_output("OUTPUT", self.tr("Map"), self.tr("The values (GeoTIFF)."))
        yield from map_parameters.validity()

    def check(self, values):
        return regions_have_names(values)

    def job(self, values):
        return PredictRegressionJob(
            catalogue=values.artefact("CATALOGUE"),
            models=values.sources("MODEL"),
            output=values.output("OUTPUT"),
            validity=values.output("VALIDITY"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            region_priority_field=values.text("REGION_PRIORITY_FIELD"),
            border_distance=values.number("BORDER_DISTANCE"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            tiles=values.names("TILES"),
            target_crs=values.crs("TARGET_CRS"),
            user_features=values.file("USER_FEATURES"),
        )
