"""The algorithm `regression_chain`."""

from __future__ import annotations

from landweave.engine.jobs import RegressionChainJob
from landweave.processing_provider import common, map_parameters
from landweave.processing_provider.chains import chain_parameters
from landweave.processing_provider.chains.chain import Chain
from landweave.processing_provider.checks import json_object, regions_have_names
from landweave.processing_provider.parameters import (
    POLYGONS_OR_POINTS,
    field,
    file_output,
    integer,
    raster_output,
    source,
)
from landweave.processing_provider.places import RUN_FOLDER, file_of


class RegressionChain(Chain):
    """From images and places with a quantity to its map."""

    ID = "regression_chain"
    EXAMPLE = "INPUT=images REFERENCE=plots.gpkg VALUE_FIELD=biomass"
    LOADED = ("MAP", "VALIDITY")

    def title(self):
        return self.tr("Map of a quantity from images")

    def summary(self):
        return self.tr("Makes a validated map of a quantity, such as biomass, from satellite images and some plots.")

    def details(self):
        return self.tr(
            "Three things are needed: the images (a folder, or a catalogue made of it), plots (polygons or points) "
            "where the quantity is known, and the column that holds it. The chain does what the land-cover chain does: "
            "it lists the images, masks clouds and fills gaps, draws samples, learns, maps, and measures the error on "
            "plots it has not learnt from. High and low values are on both sides of the split.\n\n"
            "Everything is kept in the run folder. Stopped or interrupted, start it again with the same run folder."
        )

    def keywords(self):
        return self.tr("regression,quantity,biomass,yield,cover,chain,workflow,map,validation,iota2")

    def parameters(self):
        yield from self.images()
        yield source(
            "REFERENCE",
            self.tr("Plots"),
            self.tr("Polygons or points where the quantity is known."),
            POLYGONS_OR_POINTS,
        )
        yield field(
            "VALUE_FIELD", self.tr("Column with the quantity"), self.tr("A numeric column."), parent="REFERENCE"
        )
        yield from common.catalogue(optional=True, advanced=True)
        yield from common.regions(advanced=True)
        yield from common.regressor()
        yield from common.series(advanced=True)
        yield from chain_parameters.runs()
        yield integer(
            "SAMPLES_PER_CLASS",
            self.tr("Largest number of samples of a fifth of the values"),
            self.tr("In each region and on each side of the split. 0: all pixels of the plots."),
            default=2000,
            low=0,
            advanced=True,
        )
        yield from common.region_priority()
        yield from map_parameters.border()
        yield from self.skip_damaged()
        yield from common.area()
        yield from common.tiles()
        yield from common.seed()
        yield from common.resources()
        yield from common.run_folder()
        elsewhere = self.tr("Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.")
        for name, label, file_name in (
            ("MAP", self.tr("Map"), "map.tif"),
            ("VALIDITY", self.tr("Clear acquisitions"), "validity.tif"),
        ):
            yield raster_output(name, label, elsewhere, optional=True, default=f"{RUN_FOLDER}/{file_name}")
        pages, report = self.tr("HTML files (*.html)"), f"{RUN_FOLDER}/report.html"
        yield file_output("REPORT", self.tr("Report"), elsewhere, pages, optional=True, default=report)

    def results(self):
        yield from common.value_scores()

    def check(self, values):
        return (
            self.check_images(values)
            or regions_have_names(values)
            or json_object("METHOD_OPTIONS", values.text("METHOD_OPTIONS"))
        )

    def job(self, values):
        return RegressionChainJob(
            reference=values.source("REFERENCE"),
            value_field=values.text("VALUE_FIELD"),
            input=values.file("INPUT"),
            catalogue=values.artefact("CATALOGUE"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            region_priority_field=values.text("REGION_PRIORITY_FIELD"),
            series=values.file("SERIES"),
            method=values.text("METHOD"),
            method_options=values.text("METHOD_OPTIONS"),
            runs=values.integer("RUNS"),
            ratio=values.number("RATIO"),
            seed=values.integer("SEED"),
            samples_per_class=values.integer("SAMPLES_PER_CLASS"),
            border_distance=values.number("BORDER_DISTANCE"),
            skip_damaged=values.switch("SKIP_DAMAGED"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            tiles=values.names("TILES"),
            target_crs=values.crs("TARGET_CRS"),
            map=values.output("MAP"),
            validity=values.output("VALIDITY"),
            report=values.output("REPORT"),
        )

    def prepareAlgorithm(self, parameters, context, feedback):
        self.named_after = file_of(self.parameterAsVectorLayer(parameters, "REFERENCE", context))
        return super().prepareAlgorithm(parameters, context, feedback)
