"""The algorithm `demo_data`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputFolder,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputVectorLayer,
)

from landweave.engine.jobs import DemoDataJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import choice, folder_output, integer, number, switch


class DemoData(BaseAlgorithm):
    """Write a synthetic area with known truth."""

    ID, GROUP = "demo_data", Group.TOOLS
    EXAMPLE = "OUTPUT=demo SIZE=512"

    def title(self):
        return self.tr("Make data to try it with")

    def summary(self):
        return self.tr("Writes a synthetic area: satellite images of a year, polygons, regions, colours and the truth.")

    def details(self):
        return self.tr(
            "Two overlapping Sentinel-2 tiles as Theia product folders, with clouds, shadows and orbit edges. The "
            "same seed gives the same files. Try the land-cover chain with the folder products and the polygons here. "
            "Sentinel-1 and Landsat images of the same area can be had with them."
        )

    def keywords(self):
        return self.tr("demo,example,synthetic,simulated,test,tutorial")

    def parameters(self):
        yield integer(
            "SIZE",
            self.tr("Side of a tile (pixels of 10 m)"),
            self.tr("Even, 96 to 10980. 512 takes about a minute and 600 MB."),
            default=512,
            low=96,
            high=10980,
        )
        yield integer(
            "DATES",
            self.tr("Dates in the year"),
            self.tr("Number of acquisitions, 2 to 110."),
            default=24,
            low=2,
            high=110,
        )
        yield choice(
            "SENSORS",
            self.tr("Sensors"),
            self.tr(
                "sentinel2: Theia products; sentinel1: sigma nought every 12 days from each side, as S1Tiling writes "
                "it; landsat: Collection 2 scenes every 16 days. All three: twice the time, three times the disk."
            ),
            ("sentinel2", "sentinel1", "landsat"),
            default=["sentinel2"],
            multiple=True,
        )
        yield number(
            "CLOUDINESS",
            self.tr("Share of cloudy dates"),
            self.tr(
                "Share of the Sentinel-2 dates that are mostly under clouds, 0 to 1. Below 0: as in a usual year."
            ),
            default=-1.0,
            low=-1.0,
            high=1.0,
            advanced=True,
        )
        yield integer(
            "YEAR",
            self.tr("Year"),
            self.tr(
                "2021 to 2030. Two areas of the same size and seed with different years show the same parcels: crops "
                "take turns, the seasons move by a few days, clouds differ, forests and towns stay."
            ),
            default=2021,
            low=2021,
            high=2030,
            advanced=True,
        )
        yield number(
            "REGION_SHIFT",
            self.tr("Days between the regions"),
            self.tr(
                "Days by which plants of the southern region are earlier than those of the northern one. With 30, "
                "crops of one region look like others of the other region, and each region needs its own model."
            ),
            default=9.0,
            low=-60.0,
            high=60.0,
            advanced=True,
        )
        yield switch(
            "TEXTURE",
            self.tr("Scattered houses and orchards"),
            self.tr(
                "Adds two classes whose single pixels look like houses, gardens or trees: only their surroundings tell "
                "what they are."
            ),
            default=False,
            advanced=True,
        )
        yield integer(
            "SEED", self.tr("Seed"), self.tr("Another number gives another area."), default=0, low=0, advanced=True
        )
        yield folder_output("OUTPUT", self.tr("Folder to make"), self.tr("Everything is written into it."))

    def results(self):
        yield QgsProcessingOutputFolder("PRODUCTS", self.tr("Folder with images"))
        yield QgsProcessingOutputVectorLayer("REFERENCE", self.tr("Reference polygons"))
        yield QgsProcessingOutputVectorLayer("REGIONS", self.tr("Regions"))
        yield QgsProcessingOutputFile("NOMENCLATURE", self.tr("Nomenclature"))
        yield QgsProcessingOutputRasterLayer("TRUTH", self.tr("The true map"))

    def check(self, values):
        if values.integer("SIZE") % 2:
            return self.tr("The side of a tile is {size} pixels: choose an even number.").format(
                size=values.integer("SIZE")
            )
        return None

    def job(self, values):
        return DemoDataJob(
            output=values.output("OUTPUT"),
            size=values.integer("SIZE"),
            dates=values.integer("DATES"),
            seed=values.integer("SEED"),
            sensors=values.choices("SENSORS"),
            cloudiness=values.number("CLOUDINESS"),
            year=values.integer("YEAR"),
            region_shift=values.number("REGION_SHIFT"),
            texture=values.switch("TEXTURE"),
        )
