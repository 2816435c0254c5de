"""The algorithm `applicability`."""

from __future__ import annotations

from landweave.engine.jobs import ApplicabilityJob
from landweave.processing_provider import common, map_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import regions_have_names
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import (
    ANY_TABLE,
    artefact,
    field,
    file_output,
    files,
    raster,
    raster_output,
)


class Applicability(BaseAlgorithm):
    """Tell where a model may be used."""

    ID, GROUP = "applicability", Group.VALIDATION
    EXAMPLE = "CATALOGUE=catalogue.gpkg MODEL=model.lwm MAP=map.tif OUTPUT=inside.tif OUTPUT_HTML=inside.html"

    def title(self):
        return self.tr("Where a model may be used")

    def summary(self):
        return self.tr("Marks the places that are like the samples of a model: elsewhere its answer is a guess.")

    def details(self):
        return self.tr(
            "A place is outside if it lies farther from the samples, or is claimed by no class as clearly, as all but "
            "the strangest held-out samples. The models tell it by themselves if they were trained with TRUST; of "
            "others, give the samples that they were trained with. The page says how much of each class of the map "
            "lies inside."
        )

    def keywords(self):
        return self.tr("area of applicability,AOA,dissimilarity index,novelty,out of distribution,trust,validation")

    def parameters(self):
        yield from common.catalogue()
        yield files(
            "MODEL", self.tr("Models"), self.tr("One or several model files. Inside is what all of them know.")
        )
        yield raster(
            "MAP",
            self.tr("Map"),
            self.tr("A map of classes that was made of the same images, for the shares by class."),
            optional=True,
        )
        yield artefact(
            "SAMPLES",
            self.tr("Samples"),
            self.tr("Those that the models were trained with. Not needed if that was done with TRUST."),
            ANY_TABLE,
            optional=True,
        )
        yield field(
            "CLASS_FIELD",
            self.tr("Column with the class"),
            self.tr("A column of the samples. Empty: the one that the model was trained with."),
            parent="SAMPLES",
            optional=True,
            advanced=True,
        )
        yield from common.nomenclature(advanced=True)
        yield from common.regions(advanced=True)
        yield from common.region_priority()
        yield from map_parameters.border()
        yield from common.area()
        yield from common.tiles()
        yield from map_parameters.user_features()
        yield from map_parameters.user_network()
        yield from common.seed()
        yield from language()
        yield from common.resources()
        yield raster_output("OUTPUT", self.tr("Inside"), self.tr("1 inside, 0 outside, 255 not known (GeoTIFF)."))
        yield raster_output(
            "DISSIMILARITY",
            self.tr("Dissimilarity"),
            self.tr("How unlike the samples a place is: 1 is the edge, above it is outside (GeoTIFF)."),
            optional=True,
        )
        yield file_output(
            "OUTPUT_HTML", self.tr("Page"), self.tr("The shares to read."), self.tr("HTML files (*.html)"),
            optional=True,
        )
        yield file_output(
            "OUTPUT_JSON", self.tr("Shares"), self.tr("The same numbers as JSON."), self.tr("JSON files (*.json)"),
            optional=True, made_by_default=False,
        )  # fmt: skip

    def check(self, values):
        return regions_have_names(values)

    def job(self, values):
        return ApplicabilityJob(
            catalogue=values.artefact("CATALOGUE"),
            models=values.sources("MODEL"),
            output=values.output("OUTPUT"),
            dissimilarity=values.output("DISSIMILARITY"),
            output_json=values.output("OUTPUT_JSON"),
            output_html=values.output("OUTPUT_HTML"),
            map=values.source("MAP"),
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            region_priority_field=values.text("REGION_PRIORITY_FIELD"),
            border_distance=values.number("BORDER_DISTANCE"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            tiles=values.names("TILES"),
            nomenclature=values.file("NOMENCLATURE"),
            target_crs=values.crs("TARGET_CRS"),
            user_features=values.file("USER_FEATURES"),
            user_network=values.file("USER_NETWORK"),
            seed=values.integer("SEED"),
            language=page_language(values),
        )
