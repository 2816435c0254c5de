"""The algorithm `classify`."""

from __future__ import annotations

from landweave.engine.jobs import ClassifyJob
from landweave.processing_provider import common, map_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import regions_have_names
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import files, raster_output


class Classify(BaseAlgorithm):
    """Classify every pixel of the catalogue."""

    ID, GROUP = "classify", Group.MAPPING
    EXAMPLE = "CATALOGUE=catalogue.gpkg MODEL=model.lwm OUTPUT=map.tif CONFIDENCE=confidence.tif"

    def title(self):
        return self.tr("Make the map")

    def summary(self):
        return self.tr("Gives every pixel of the images the class that the model finds most likely.")

    def details(self):
        return self.tr(
            "The images are read block by block; memory does not grow with the area, and no intermediate time series "
            "is written. The confidence is the probability of the chosen class in percent. 0 means no data."
        )

    def keywords(self):
        return self.tr(
            "classify,map,land cover,prediction,confidence,probability,mosaic,regions,fusion,uncertainty,applicability"
        )

    def parameters(self):
        yield from common.catalogue()
        yield files(
            "MODEL",
            self.tr("Models"),
            self.tr(
                "One or several model files. Several that hold for the same region are fused; they may be of other "
                "sensors or features."
            ),
        )
        yield from common.nomenclature()
        yield from common.regions()
        yield from common.region_priority()
        yield from map_parameters.border()
        yield from map_parameters.rule()
        yield files(
            "SCORES",
            self.tr("Reports of the models"),
            self.tr("The report of each model (JSON), in the order of the models: for weighted and dempster_shafer."),
            optional=True,
            advanced=True,
        )
        yield from map_parameters.mass()
        yield from map_parameters.undecided()
        yield from common.area()
        yield from common.tiles()
        yield from map_parameters.user_features()
        yield from map_parameters.user_network()
        yield from common.resources()
        yield raster_output("OUTPUT", self.tr("Map"), self.tr("The map of classes (GeoTIFF)."))
        yield raster_output(
            "CONFIDENCE",
            self.tr("Confidence"),
            self.tr("Probability of the chosen class, 0 to 100 (GeoTIFF)."),
            optional=True,
        )
        yield from map_parameters.validity()
        yield raster_output(
            "PROBABILITIES",
            self.tr("Probabilities"),
            self.tr("Probability of every class, a band each (GeoTIFF)."),
            optional=True,
        )
        yield from map_parameters.certainty()

    def check(self, values):
        return regions_have_names(values)

    def job(self, values):
        return ClassifyJob(
            catalogue=values.artefact("CATALOGUE"),
            models=values.sources("MODEL"),
            output=values.output("OUTPUT"),
            confidence=values.output("CONFIDENCE"),
            probabilities=values.output("PROBABILITIES"),
            validity=values.output("VALIDITY"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            region_priority_field=values.text("REGION_PRIORITY_FIELD"),
            border_distance=values.number("BORDER_DISTANCE"),
            fusion=values.text("FUSION"),
            scores=values.sources("SCORES"),
            mass=values.text("MASS"),
            undecided=values.integer("UNDECIDED"),
            **map_parameters.certainty_outputs(values),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            nomenclature=values.file("NOMENCLATURE"),
            tiles=values.names("TILES"),
            target_crs=values.crs("TARGET_CRS"),
            user_features=values.file("USER_FEATURES"),
            user_network=values.file("USER_NETWORK"),
        )
