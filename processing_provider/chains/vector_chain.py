"""The algorithm `vector_chain`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterDefinition

from landweave.engine.jobs import VectorChainJob
from landweave.engine.jobs.postprocess import FORMATS
from landweave.processing_provider import common
from landweave.processing_provider.chains.chain import Chain
from landweave.processing_provider.parameters import (
    POLYGONS,
    folder_output,
    integer,
    number,
    raster,
    raster_output,
    source,
    switch,
    vector_output,
)
from landweave.processing_provider.places import RUN_FOLDER
from landweave.processing_provider.postprocess.clip_by_zones import ClipByZones
from landweave.processing_provider.postprocess.polygons import outline_method
from landweave.processing_provider.postprocess.regularize import Regularize


class VectorChain(Chain):
    """From a map to polygons."""

    ID = "vector_chain"
    EXAMPLE = "MAP=map.tif CONFIDENCE=confidence.tif ZONES=districts.gpkg ZONE_FIELD=name RUN_FOLDER=run"
    VECTOR_FORMATS = FORMATS
    LOADED = ("POLYGONS", "REGULAR")

    def title(self):
        return self.tr("Polygons from a map, in one go")

    def summary(self):
        return self.tr("Makes a calmer map, polygons of it with smooth outlines and figures, and a file for each zone.")

    def details(self):
        return self.tr(
            "The chain regularises the map, writes its regions as polygons, simplifies and smooths their outlines "
            "without gaps, counts what the map and its rasters hold in each, and cuts them by zones. Interrupted, "
            "start it again with the same run folder: what is done is not done again. Simplifying and smoothing need "
            "the package shapely; TOLERANCE=0 and ROUNDS=0 leave them out."
        )

    def keywords(self):
        return self.tr("vectorisation,polygons,chain,workflow,regularisation,simplification,smoothing,statistics,iota2")

    def parameters(self):
        yield raster("MAP", self.tr("Map"), self.tr("A raster of class codes; 0 is no data."))
        yield raster("CONFIDENCE", self.tr("Confidence"), self.tr("Of the map, 0 to 100."), optional=True)
        yield raster("VALIDITY", self.tr("Validity"), self.tr("The number of clear acquisitions."), optional=True)
        yield from common.nomenclature()
        yield from self._regularising()
        yield from self._outlines()
        yield from self._zones()
        yield from common.resources(images=False)
        yield folder_output(
            "RUN_FOLDER",
            self.tr("Run folder"),
            self.tr("Where the log and the state of the run are kept; started again, an unfinished run goes on."),
        )
        elsewhere = self.tr("Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.")
        yield raster_output("REGULAR", self.tr("Regularised map"), elsewhere, optional=True,
                            default=f"{RUN_FOLDER}/regular.tif")
        yield vector_output("POLYGONS", self.tr("Polygons"), elsewhere, types=POLYGONS[0], optional=True,
                            default=f"{RUN_FOLDER}/polygons.gpkg")
        yield folder_output("CLIPPED", self.tr("Folder of the zones"), elsewhere, f"{RUN_FOLDER}/zones")

    def _regularising(self):
        """Yield the parameters of `regularize`, with what suits polygons as defaults."""
        defaults = {"PASSES": 2, "MINIMUM_AREA": 1000}
        left_out = ("INPUT", "OUTPUT", "NOMENCLATURE", "WORKERS", "MEMORY_MIB", "DIAGONAL", "UNDECIDED")
        for parameter in Regularize().parameters():
            if parameter.name() not in left_out:
                if parameter.name() in defaults:
                    parameter.setDefaultValue(defaults[parameter.name()])
                yield parameter

    def _outlines(self):
        yield number(
            "TOLERANCE",
            self.tr("Tolerance of the outlines"),
            self.tr(
                "In units of the map: corners go whose triangle is no larger than the square of this. Twice the side "
                "of a pixel takes the steps of the pixels away. 0: none go."
            ),
            default=20,
            low=0,
            decimals=6,
        )
        yield integer(
            "ROUNDS",
            self.tr("Rounds of smoothing"),
            self.tr("How often corners are cut. 0: not at all."),
            default=3,
            low=0,
            high=6,
        )
        yield number(
            "REACH",
            self.tr("Reach of smoothing"),
            self.tr("In units of the map: corners are cut no further away than this."),
            default=10,
            low=0,
            advanced=True,
            decimals=6,
        )
        yield outline_method()
        yield switch(
            "STATISTICS",
            self.tr("Figures of each polygon"),
            self.tr("Shares of the classes of the map, mean and spread of confidence and validity, as columns."),
            default=True,
        )

    def _zones(self):
        yield source(
            "ZONES",
            self.tr("Zones"),
            self.tr("Polygons, for example districts, by which the result is cut into files. Empty: it is not cut."),
            POLYGONS,
            optional=True,
        )
        for parameter in ClipByZones().naming():
            if parameter.name() == "ZONE_FIELD":
                parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagOptional)
            yield parameter

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of polygons"))
        yield QgsProcessingOutputNumber("FILES", self.tr("Number of files"))

    def check(self, values):
        if values.given("ZONES") != values.given("ZONE_FIELD"):
            return self.tr("ZONES and ZONE_FIELD belong together: give both, or leave both empty.")
        return None

    def job(self, values):
        return VectorChainJob(
            map=values.source("MAP"),
            confidence=values.source("CONFIDENCE"),
            validity=values.source("VALIDITY"),
            nomenclature=values.file("NOMENCLATURE"),
            radius=values.integer("RADIUS"),
            passes=values.integer("PASSES"),
            resolution=values.number("RESOLUTION"),
            minimum_area=values.number("MINIMUM_AREA"),
            rules=values.file("RULES"),
            masks=values.sources("MASKS"),
            mask_codes=values.text("MASK_CODES"),
            burn=values.text("BURN"),
            tolerance=values.number("TOLERANCE"),
            rounds=values.integer("ROUNDS"),
            reach=values.number("REACH"),
            method=values.text("METHOD"),
            statistics=values.switch("STATISTICS"),
            zones=values.source("ZONES"),
            zone_field=values.text("ZONE_FIELD"),
            zone_values=values.names("ZONE_VALUES"),
            prefix=values.text("PREFIX"),
            format=values.text("FORMAT"),
            regular=values.output("REGULAR"),
            polygons=values.output("POLYGONS"),
            clipped=values.output("CLIPPED"),
        )
