"""The algorithm `coregister`."""

from __future__ import annotations

from qgis.core import QgsProcessing, QgsProcessingOutputNumber

from landweave.engine.jobs import CoregisterJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    choice,
    date,
    file_output,
    integer,
    number,
    raster,
    text,
    vector_output,
)

MODES = ("each_date", "one_for_all", "chain")


class Coregister(BaseAlgorithm):
    """Find the shifts of images against a reference."""

    ID, GROUP = "coregister", Group.TIME_SERIES
    EXAMPLE = "CATALOGUE=catalogue.gpkg REFERENCE=orthophoto.tif OUTPUT=registered.gpkg"

    def title(self):
        return self.tr("Align images (co-registration)")

    def summary(self):
        return self.tr("Finds how far each image lies from a reference, to a part of a pixel, and corrects it.")

    def details(self):
        return self.tr(
            "No image is rewritten: the result is a catalogue like the input, whose shifts (columns shift_x and "
            "shift_y) are applied whenever the images are read. Use it in place of the old catalogue.\n\n"
            "Many small windows that are clear in both images are compared (phase correlation); the shift on which "
            "most of them agree counts. Images that are too cloudy are named; they get the shift of the others.\n\n"
            "The reference may have any resolution and coordinate system: an orthophoto, an image of another "
            "satellite, or one of the images themselves, given by its date."
        )

    def keywords(self):
        return self.tr("coregistration,co-registration,registration,shift,align,geometry,offset,sub-pixel,reference")

    def parameters(self):
        yield from common.catalogue()
        yield raster(
            "REFERENCE",
            self.tr("Reference image"),
            self.tr("A raster that lies right. Empty: the images of the reference date."),
            optional=True,
        )
        yield integer(
            "REFERENCE_BAND",
            self.tr("Band of the reference image"),
            self.tr("Number of the band that looks most like the band of the images."),
            default=1,
            low=1,
        )
        yield date(
            "REFERENCE_DATE",
            self.tr("Reference date"),
            self.tr(
                "Without a reference image: the images of this date lie right. With one: the date when it was taken, "
                "where a chain begins."
            ),
        )
        yield text(
            "BAND",
            self.tr("Band of the images"),
            self.tr("Name of a band, or what it shows: blue, green, red, nir."),
            default="red",
        )
        yield choice(
            "MODE",
            self.tr("What is compared"),
            self.tr(
                "each_date: each image with the reference. one_for_all: the same, but all images of a sensor get one "
                "shift, the median. chain: one image with the reference, each other with its neighbour in time, for "
                "references of another season."
            ),
            MODES,
            default="each_date",
        )
        yield number(
            "MAX_SHIFT",
            self.tr("Largest shift (pixels)"),
            self.tr("Larger shifts of a window are not believed."),
            default=5.0,
            low=0.1,
        )
        yield from self._rare()
        yield vector_output(
            "OUTPUT",
            self.tr("Catalogue"),
            self.tr("The GeoPackage to write: like the input, with the shifts."),
            QgsProcessing.TypeVectorPolygon,
        )
        yield file_output(
            "OUTPUT_CSV",
            self.tr("Table"),
            self.tr("A row for each image: its shift, how many windows agree, and why an image could not be aligned."),
            self.tr("Tables (*.csv)"),
            optional=True,
            made_by_default=False,
        )

    def _rare(self):
        yield text(
            "SENSORS",
            self.tr("Sensors"),
            self.tr("Only these are aligned, with commas between: S2,L8. Empty: all that have the band."),
            advanced=True,
        )
        yield integer(
            "WINDOW",
            self.tr("Size of the windows (pixels)"),
            self.tr("Side of the windows that are compared."),
            default=256,
            low=16,
            high=2048,
            advanced=True,
        )
        yield integer(
            "SMALLEST_WINDOW",
            self.tr("Size of the smallest windows (pixels)"),
            self.tr("Windows are halved down to this size until enough of them are clear and agree."),
            default=32,
            low=16,
            high=2048,
            advanced=True,
        )
        yield integer(
            "MINIMUM_WINDOWS",
            self.tr("Least number of windows"),
            self.tr("So many windows must agree on a shift."),
            default=10,
            low=3,
            advanced=True,
        )
        yield integer(
            "PRECISION",
            self.tr("Precision"),
            self.tr("The shift of a window is found to 1 / precision of a pixel."),
            default=50,
            low=1,
            high=1000,
            advanced=True,
        )

        yield from common.resources()

    def results(self):
        yield QgsProcessingOutputNumber("REGISTERED", self.tr("Number of images aligned"))
        yield QgsProcessingOutputNumber("NOT_REGISTERED", self.tr("Number of images that could not be aligned"))

    def check(self, values):
        if not values.given("REFERENCE") and not values.date("REFERENCE_DATE"):
            return self.tr("No reference is given: give REFERENCE, or the date of images that lie right.")
        if values.integer("SMALLEST_WINDOW") > values.integer("WINDOW"):
            return self.tr("The smallest windows are larger than the largest: exchange WINDOW and SMALLEST_WINDOW.")
        return None

    def job(self, values):
        return CoregisterJob(
            catalogue=values.artefact("CATALOGUE"),
            output=values.output("OUTPUT"),
            reference=values.source("REFERENCE"),
            reference_band=values.integer("REFERENCE_BAND"),
            reference_date=values.date("REFERENCE_DATE"),
            band=values.text("BAND"),
            mode=values.text("MODE"),
            sensors=values.names("SENSORS"),
            window=values.integer("WINDOW"),
            smallest_window=values.integer("SMALLEST_WINDOW"),
            max_shift=values.number("MAX_SHIFT"),
            minimum_windows=values.integer("MINIMUM_WINDOWS"),
            precision=values.integer("PRECISION"),
            output_csv=values.output("OUTPUT_CSV"),
        )
