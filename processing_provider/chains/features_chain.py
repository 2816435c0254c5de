"""The algorithm `features_chain`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import FeaturesChainJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import folder, folder_output, raster_output, switch


class FeaturesChain(BaseAlgorithm):
    """From images to rasters of features."""

    ID, GROUP = "features_chain", Group.CHAINS
    EXAMPLE = "INPUT=images SERIES=series.json RUN_FOLDER=run FEATURES=features.tif VALIDITY=validity.tif"

    def title(self):
        return self.tr("Rasters of features from images")

    def summary(self):
        return self.tr("Describes the year of each pixel, from a folder of images to rasters, without classifying.")

    def details(self):
        return self.tr(
            "The chain lists the images, counts the clear acquisitions and writes the features that the file of "
            "options (SERIES) describes. Interrupted, start it again with the same run folder: what is done is not "
            "done again."
        )

    def keywords(self):
        return self.tr("features,chain,workflow,time series,gap filling,composite,statistics,iota2")

    def parameters(self):
        yield folder(
            "INPUT",
            self.tr("Folder with images (or a catalogue)"),
            self.tr(
                "Searched with all folders below it. Leave it empty if you give a catalogue of it, under Advanced."
            ),
            optional=True,
        )
        yield from common.catalogue(optional=True, advanced=True)
        yield from common.series()
        yield from common.area()
        yield from common.tiles()
        yield switch(
            "SKIP_DAMAGED",
            self.tr("Go on without damaged images"),
            self.tr("Else the chain stops before the work starts when an image is cut or lacks a file."),
            advanced=True,
        )
        yield from common.load_dates()
        yield from common.resources()
        yield folder_output(
            "RUN_FOLDER",
            self.tr("Run folder"),
            self.tr("Where the log and the state of the run are kept; started again, an unfinished run goes on."),
        )
        yield raster_output(
            "FEATURES", self.tr("Features"), self.tr("GeoTIFF with a band for each feature; -32768 is no data.")
        )
        yield raster_output(
            "VALIDITY", self.tr("Clear acquisitions"), self.tr("GeoTIFF of whole numbers; 65535 is outside the area.")
        )

    def results(self):
        yield QgsProcessingOutputNumber("BANDS", self.tr("Number of bands"))

    def check(self, values):
        if not values.given("INPUT") and not values.given("CATALOGUE"):
            return self.tr("No images: give INPUT, a folder with images, or CATALOGUE, the catalogue made of one.")
        if values.given("INPUT") and values.given("CATALOGUE"):
            return self.tr("Both INPUT and CATALOGUE are given: leave one empty.")
        return None

    def job(self, values):
        return FeaturesChainJob(
            input=values.file("INPUT"),
            catalogue=values.artefact("CATALOGUE"),
            series=values.file("SERIES"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            tiles=values.names("TILES"),
            target_crs=values.crs("TARGET_CRS"),
            skip_damaged=values.switch("SKIP_DAMAGED"),
            features=values.output("FEATURES"),
            validity=values.output("VALIDITY"),
        )
