"""The algorithm `plan_area_sample`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import PlanAreaSampleJob
from landweave.engine.jobs.areas import ALLOCATIONS
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import choice, file, file_output, integer, number, raster


class PlanAreaSample(BaseAlgorithm):
    """Plan how many points an area sample needs in each class of a map."""

    ID, GROUP = "plan_area_sample", Group.VALIDATION
    EXAMPLE = "MAP=map.tif NOMENCLATURE=names.csv TARGET_ERROR=0.01 OUTPUT=plan.csv OUTPUT_HTML=plan.html"

    def title(self):
        return self.tr("Plan an area sample")

    def summary(self):
        return self.tr(
            "Says how many points have to be interpreted, and in which classes, to know accuracy and areas as well as "
            "you want."
        )

    def details(self):
        return self.tr(
            "Counting pixels does not give areas: the errors of the map are in them. Points drawn at random, which a "
            "person interprets, correct them and tell how sure the result is.\n\n"
            "The number of points is Cochran's for the standard error that you want (Olofsson et al. 2014). The table "
            "has a row for each class: change its column samples as you like, and give it to 'Draw an area sample'. "
            "The page compares four ways to divide the points, with the error to expect of each."
        )

    def keywords(self):
        return self.tr("area,sample size,sampling design,stratified,Olofsson,Neyman,accuracy,validation")

    def parameters(self):
        yield raster(
            "MAP", self.tr("Map"), self.tr("A raster of class codes; its classes are the strata."), optional=True
        )
        yield file(
            "STRATA",
            self.tr("Table of strata"),
            self.tr("Instead of a map: CSV with the columns code and area_m2."),
            self.tr("Tables (*.csv)"),
            optional=True,
            advanced=True,
        )
        yield number(
            "TARGET_ERROR",
            self.tr("Standard error of overall accuracy"),
            self.tr("What you want, as a share: 0.01 is an interval of about 2 points of a hundred on each side."),
            default=0.01,
            low=0.0001,
            high=0.5,
            decimals=4,
        )
        yield number(
            "USERS_ACCURACY",
            self.tr("Expected user's accuracy"),
            self.tr("How right you think the map is, as a share, the same for all classes. Lower is safer."),
            default=0.85,
            low=0.01,
            high=1.0,
        )
        yield file(
            "EXPECTATIONS",
            self.tr("Expected user's accuracy of each class"),
            self.tr(
                "CSV with the columns code and users_accuracy, or the JSON of an accuracy report of this map. Classes "
                "that it lacks get the number above."
            ),
            self.tr("Tables and reports (*.csv *.json)"),
            optional=True,
        )
        yield choice(
            "ALLOCATION",
            self.tr("How points are divided"),
            self.tr(
                "minimum: no class gets fewer than the number below, the others share the rest by area. proportional: "
                "by area. neyman: by area and expected errors, best for overall accuracy. equal: the same number."
            ),
            ALLOCATIONS,
            default=ALLOCATIONS[0],
        )
        yield integer(
            "MINIMUM",
            self.tr("Fewest points of a class (minimum)"),
            self.tr("50 to 100 are usual. Used by the division minimum."),
            default=50,
            low=2,
        )
        yield integer(
            "TOTAL",
            self.tr("Number of points"),
            self.tr("Where you know how many you can interpret. 0: as many as the standard error needs."),
            default=0,
            low=0,
            advanced=True,
        )
        yield from common.nomenclature()
        yield from language()
        yield file_output(
            "OUTPUT",
            self.tr("Sample plan"),
            self.tr("The table to write; its column samples may be edited."),
            self.tr("Tables (*.csv)"),
        )
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Page"),
            self.tr("Compares the ways to divide the points, and says what to expect."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("SAMPLES", self.tr("Number of points"))

    def check(self, values):
        if values.given("MAP") == values.given("STRATA"):
            return self.tr("Give MAP or STRATA, one of the two.")
        return None

    def job(self, values):
        return PlanAreaSampleJob(
            output=values.output("OUTPUT"),
            output_html=values.output("OUTPUT_HTML"),
            map=values.source("MAP"),
            strata=values.file("STRATA"),
            target_error=values.number("TARGET_ERROR"),
            users_accuracy=values.number("USERS_ACCURACY"),
            expectations=values.file("EXPECTATIONS"),
            allocation=values.text("ALLOCATION"),
            minimum=values.integer("MINIMUM"),
            total=values.integer("TOTAL"),
            nomenclature=values.file("NOMENCLATURE"),
            language=page_language(values),
        )
