"""The algorithm `features_chain`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import FeaturesChainJob
from landweave.processing_provider import common
from landweave.processing_provider.chains.chain import Chain
from landweave.processing_provider.parameters import folder_output, raster_output
from landweave.processing_provider.places import RUN_FOLDER


class FeaturesChain(Chain):
    """From images to rasters of features."""

    ID = "features_chain"
    EXAMPLE = "INPUT=images SERIES=series.json RUN_FOLDER=run"
    LOADED = ("FEATURES", "VALIDITY")

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
        yield from self.images()
        yield from common.catalogue(optional=True, advanced=True)
        yield from common.series()
        yield from common.area()
        yield from common.tiles()
        yield from self.skip_damaged()
        yield from common.load_dates()
        yield from common.resources()
        yield folder_output(
            "RUN_FOLDER",
            self.tr("Run folder"),
            self.tr("Where the log and the state of the run are kept; started again, an unfinished run goes on."),
        )
        elsewhere = self.tr("Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.")
        rasters = (("FEATURES", self.tr("Features"), "features.tif"),
                   ("VALIDITY", self.tr("Clear acquisitions"), "validity.tif"))
        for name, label, file_name in rasters:
            yield raster_output(name, label, elsewhere, optional=True, default=f"{RUN_FOLDER}/{file_name}")

    def results(self):
        yield QgsProcessingOutputNumber("BANDS", self.tr("Number of bands"))

    def check(self, values):
        return self.check_images(values)

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
