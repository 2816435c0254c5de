"""The algorithm `fuse_sar_optical`."""

from __future__ import annotations

from landweave.engine.jobs import FuseSarOpticalJob
from landweave.processing_provider import common, map_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import file, raster, raster_output


class FuseSarOptical(BaseAlgorithm):
    """Make one map of a radar map and an optical map."""

    ID, GROUP = "fuse_sar_optical", Group.MAPPING
    EXAMPLE = (
        "SAR=radar.tif OPTICAL=optical.tif SCORES_SAR=radar.json SCORES_OPTICAL=optical.json OUTPUT=fused.tif "
        "CHOICE=choice.tif"
    )

    def title(self):
        return self.tr("Fuse a radar and an optical map")

    def summary(self):
        return self.tr(
            "Follows, pixel by pixel, the map that its report trusts more, and records which one that was."
        )

    def details(self):
        return self.tr(
            "Where the two maps differ, the one with the larger belief for its class is followed (Dempster-Shafer, see "
            "'Fuse maps'); where one has no data, the other. The raster of choices tells who decided: 0 neither, "
            "1 both, 2 radar, 3 optical."
        )

    def keywords(self):
        return self.tr("fusion,radar,SAR,Sentinel-1,Sentinel-2,optical,Dempster-Shafer,clouds,choice")

    def parameters(self):
        yield raster("SAR", self.tr("Radar map"), self.tr("The map of classes made from radar images."))
        yield raster("OPTICAL", self.tr("Optical map"), self.tr("The map of classes made from optical images."))
        reports = self.tr("Reports (*.json)")
        yield file(
            "SCORES_SAR",
            self.tr("Report of the radar map"),
            self.tr("Made by 'Accuracy of a map' or the chain (JSON); always needed."),
            reports,
            optional=True,
        )
        yield file(
            "SCORES_OPTICAL",
            self.tr("Report of the optical map"),
            self.tr("Made with the same reference as that of the radar map (JSON); always needed."),
            reports,
            optional=True,
        )
        yield from map_parameters.mass()
        yield from map_parameters.undecided()
        yield raster(
            "CONFIDENCE_SAR",
            self.tr("Confidence of the radar map"),
            self.tr("From 0 to 100. Without it, the belief is written as confidence."),
            optional=True,
            advanced=True,
        )
        yield raster(
            "CONFIDENCE_OPTICAL",
            self.tr("Confidence of the optical map"),
            self.tr("From 0 to 100. Give both or none."),
            optional=True,
            advanced=True,
        )
        yield from common.nomenclature(advanced=True)
        yield from common.resources(images=False)
        yield raster_output("OUTPUT", self.tr("Fused map"), self.tr("The map of classes (GeoTIFF)."))
        yield raster_output(
            "CHOICE",
            self.tr("Who decided"),
            self.tr("0 neither, 1 both, 2 radar, 3 optical (GeoTIFF)."),
            optional=True,
        )
        yield raster_output(
            "CONFIDENCE",
            self.tr("Confidence"),
            self.tr("That of the map that was followed, the higher one where both agree, 0 to 100 (GeoTIFF)."),
            optional=True,
        )

    def check(self, values):
        if not (values.given("SCORES_SAR") and values.given("SCORES_OPTICAL")):
            return self.tr("The report of each map is needed: give SCORES_SAR and SCORES_OPTICAL.")
        if values.given("CONFIDENCE_SAR") != values.given("CONFIDENCE_OPTICAL"):
            return self.tr("Give both CONFIDENCE_SAR and CONFIDENCE_OPTICAL, or none.")
        return None

    def job(self, values):
        return FuseSarOpticalJob(
            sar=values.source("SAR"),
            optical=values.source("OPTICAL"),
            scores_sar=values.file("SCORES_SAR"),
            scores_optical=values.file("SCORES_OPTICAL"),
            output=values.output("OUTPUT"),
            mass=values.text("MASS"),
            undecided=values.integer("UNDECIDED"),
            confidence_sar=values.source("CONFIDENCE_SAR"),
            confidence_optical=values.source("CONFIDENCE_OPTICAL"),
            nomenclature=values.file("NOMENCLATURE"),
            choice=values.output("CHOICE"),
            confidence=values.output("CONFIDENCE"),
        )
