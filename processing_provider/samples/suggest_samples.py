"""The algorithm `suggest_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import SuggestSamplesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    POINTS,
    POLYGONS_OR_POINTS,
    extent,
    file,
    integer,
    raster,
    raster_or_polygons,
    source,
    text,
    vector_output,
)


class SuggestSamples(BaseAlgorithm):
    """Choose the places where a new label would help most."""

    ID, GROUP = "suggest_samples", Group.SAMPLES
    EXAMPLE = (
        "PROBABILITIES=probabilities.tif CATALOGUE=catalogue.gpkg MODEL=model.lwm CLASS_FIELD=code "
        "LABELLED=samples.gpkg COUNT=50 OUTPUT=to_label.gpkg"
    )

    def title(self):
        return self.tr("Suggest places to label")

    def summary(self):
        return self.tr("Chooses the places where a new label would improve the map most (active learning).")

    def details(self):
        return self.tr(
            "Where the two likeliest classes of a first map are nearly tied, a label tells most. The places are spread "
            "over the area and over what the images show, so that no two labels tell the same.\n\n"
            "How to go on:\n\n"
            "- Open the points over a recent image, and fill in the class column; delete points that you cannot tell.\n"
            "- Run 'Read the values of the samples' on the points, with the SERIES of the first samples.\n"
            "- Join the new samples and the old ones with 'Merge samples', train and map again.\n"
            "- Repeat until the map no longer changes. Judge it by polygons that were drawn independently of it: "
            "suggested places are the difficult ones, and no fair test."
        )

    def keywords(self):
        return self.tr("active learning,samples,suggest,label,uncertainty,margin,where to sample,field campaign")

    def parameters(self):
        yield raster(
            "PROBABILITIES",
            self.tr("Probabilities of a first map"),
            self.tr("Made by 'Make the map' (PROBABILITIES), a band for each class."),
        )
        yield from common.catalogue()
        yield file(
            "MODEL",
            self.tr("Model"),
            self.tr("The model that the map was made with: places are compared by its features."),
            self.tr("Landweave models (*.lwm)"),
        )
        yield text(
            "CLASS_FIELD",
            self.tr("Name of the class column"),
            self.tr("As in the samples that you have; it is empty in the result, for you to fill in."),
            default="code",
        )
        yield integer(
            "COUNT", self.tr("Number of places"), self.tr("As many as you can label in one round."), default=50, low=1
        )
        yield source(
            "LABELLED",
            self.tr("What is labelled already"),
            self.tr(
                "Samples or polygons: places near them are not suggested, and the new points get numbers (polygon_id) "
                "that these do not use. Empty: none."
            ),
            POLYGONS_OR_POINTS,
            optional=True,
        )
        yield integer(
            "SPACING",
            self.tr("Least distance (pixels)"),
            self.tr("Between two suggestions, and from what is labelled."),
            default=5,
            low=0,
            advanced=True,
        )
        yield extent(
            "EXTENT",
            self.tr("Part of the area"),
            self.tr("Places are looked for in this rectangle only. Empty: everywhere."),
            advanced=True,
        )
        yield raster_or_polygons(
            "MASK",
            self.tr("Mask"),
            self.tr("Where you can go: a raster (0 is left out) or polygons (outside is left out)."),
            advanced=True,
        )
        yield file(
            "USER_FEATURES",
            self.tr("File of your own features"),
            self.tr("Where the Python file lies now that the model's features come from, if it was moved."),
            self.tr("Python files (*.py)"),
            optional=True,
            advanced=True,
        )
        yield from common.seed()
        yield from common.resources()
        yield vector_output(
            "OUTPUT", self.tr("Places to label"), self.tr("Points, the most useful first (GeoPackage)."), POINTS[0]
        )

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of places"))

    def job(self, values):
        return SuggestSamplesJob(
            probabilities=values.source("PROBABILITIES"),
            catalogue=values.artefact("CATALOGUE"),
            model=values.file("MODEL"),
            class_field=values.text("CLASS_FIELD"),
            output=values.output("OUTPUT"),
            count=values.integer("COUNT"),
            labelled=values.source("LABELLED"),
            spacing=values.integer("SPACING"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            user_features=values.file("USER_FEATURES"),
            seed=values.integer("SEED"),
        )
