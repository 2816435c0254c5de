"""The algorithm `extract_patches`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ExtractPatchesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    POLYGONS,
    POLYGONS_OR_POINTS,
    artefact,
    field,
    integer,
    vector_output,
)


class ExtractPatches(BaseAlgorithm):
    """Read squares of the images around reference polygons."""

    ID, GROUP = "extract_patches", Group.SAMPLES
    EXAMPLE = "CATALOGUE=catalogue.gpkg REFERENCE=split.gpkg SIZE=32 OUTPUT=patches.gpkg"

    def title(self):
        return self.tr("Read patches around the polygons")

    def summary(self):
        return self.tr(
            "Reads the time series of squares of pixels that hold reference polygons, for networks that look at the "
            "surroundings of a pixel."
        )

    def details(self):
        return self.tr(
            "All pixels of a patch are read exactly as when the map is made. Those in polygons have a label; others "
            "are surroundings. The file opens as a layer of squares: patches that are deleted there are not learnt "
            "from. 'Train a neural network' with the network utae learns from it."
        )

    def keywords(self):
        return self.tr("patches,chips,tiles,segmentation,U-Net,U-TAE,neural network,context,samples")

    def parameters(self):
        yield from common.catalogue()
        yield artefact(
            "REFERENCE",
            self.tr("Prepared reference"),
            self.tr("Made by 'Prepare the reference', divided by 'Split into learning and validation' if wanted."),
            POLYGONS_OR_POINTS,
        )
        yield field(
            "CLASS_FIELD",
            self.tr("Field with the class"),
            self.tr("That which the reference was prepared with. Empty: the same."),
            parent="REFERENCE",
            optional=True,
        )
        yield from common.series()
        yield integer(
            "SIZE",
            self.tr("Pixels along a side"),
            self.tr("A multiple of 8, from 16 to 256. Larger patches show more surroundings, and take more memory."),
            default=32,
            low=16,
            high=256,
        )
        yield integer(
            "MAXIMUM",
            self.tr("Most patches"),
            self.tr("Those with the largest shares of seldom classes are taken first."),
            default=1000,
            low=1,
        )
        yield from common.seed()
        yield from common.resources()
        yield vector_output("OUTPUT", self.tr("Patches"), self.tr("The file to write (GeoPackage)."), POLYGONS[0])

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of patches"))

    def check(self, values):
        if values.integer("SIZE") % 8:
            return self.tr("SIZE is no multiple of 8.")
        return None

    def job(self, values):
        return ExtractPatchesJob(
            catalogue=values.artefact("CATALOGUE"),
            reference=values.artefact("REFERENCE"),
            class_field=values.text("CLASS_FIELD"),
            output=values.output("OUTPUT"),
            series=values.file("SERIES"),
            size=values.integer("SIZE"),
            maximum=values.integer("MAXIMUM"),
            seed=values.integer("SEED"),
        )
