"""The algorithm `classification_chain`."""

from __future__ import annotations

from landweave.engine.jobs import ClassificationChainJob
from landweave.processing_provider import common, learning_parameters, map_parameters, reference_parameters
from landweave.processing_provider.chains import chain_parameters
from landweave.processing_provider.chains.chain import Chain
from landweave.processing_provider.checks import regions_have_names
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import (
    file_output,
    hidden,
    raster_output,
    text,
)
from landweave.processing_provider.places import RUN_FOLDER, file_of


class ClassificationChain(Chain):
    """From images and polygons to a validated land-cover map."""

    ID = "classification_chain"
    EXAMPLE = "INPUT=images REFERENCE=polygons.gpkg CLASS_FIELD=code"
    LOADED = ("MAP", "CONFIDENCE", "VALIDITY")

    def title(self):
        return self.tr("Land-cover map from images")

    def summary(self):
        return self.tr("Makes a validated land-cover map from a folder of satellite images and some polygons.")

    def details(self):
        return self.tr(
            "Three things are needed: the images (a folder, or a catalogue made of it), polygons of known land cover, "
            "and their column of class codes. The chain lists the images, masks clouds and fills gaps, draws samples, "
            "learns, maps, and validates with polygons it has not learnt from.\n\n"
            "Everything is kept in the run folder: map, confidence, number of clear acquisitions, report, model, log. "
            "Stopped or interrupted, start it again with the same run folder: what is done is not done again. If you "
            "name none, it lies beside the polygons: {REFERENCE}_run stands for polygons_run beside polygons.gpkg; "
            "where a run of something else is there, for polygons_run_2 and so on.\n\n"
            "Method: Inglada et al. 2017, doi 10.3390/rs9010095."
        )

    def keywords(self):
        return self.tr("land cover,classification,chain,workflow,time series,Sentinel-2,map,validation,iota2")

    def parameters(self):
        yield from self.images()
        yield from reference_parameters.reference()
        yield from common.nomenclature()
        yield from common.catalogue(optional=True, advanced=True)
        yield from common.regions(advanced=True)
        yield from reference_parameters.preparation()
        yield from common.method_or_network()
        yield from common.priors()
        yield from chain_parameters.learning()
        yield from common.series(advanced=True)
        yield from chain_parameters.runs()
        yield from chain_parameters.division()
        yield from chain_parameters.samples()
        yield from chain_parameters.mapping()
        yield from self.skip_damaged()
        yield from common.area()
        yield from common.tiles()
        yield from common.seed()
        yield from common.resources()
        yield hidden(
            text(
                "SCHEDULER",
                self.tr("Scheduler of a cluster"),
                self.tr("Has to be empty: this version works on one machine."),
            )
        )
        yield from common.run_folder()
        yield from self._outputs()

    def _outputs(self):
        elsewhere = self.tr("Where to write it. {RUN_FOLDER} stands for the run folder. Empty: there too.")
        rasters = (
            ("MAP", self.tr("Map"), "map.tif"),
            ("CONFIDENCE", self.tr("Confidence"), "confidence.tif"),
            ("VALIDITY", self.tr("Clear acquisitions"), "validity.tif"),
        )
        for name, label, file_name in rasters:
            yield raster_output(name, label, elsewhere, optional=True, default=f"{RUN_FOLDER}/{file_name}")
        pages = self.tr("HTML files (*.html)")
        report = f"{RUN_FOLDER}/report.html"
        yield file_output("REPORT", self.tr("Report"), elsewhere, pages, optional=True, default=report)
        yield from language()
        yield raster_output(
            "PROBABILITIES",
            self.tr("Probabilities"),
            self.tr("Probability of every class, a band each. Empty: not written."),
            optional=True,
        )
        yield from map_parameters.certainty()

    def results(self):
        yield from common.scores()

    def check(self, values):
        wrong = self.check_images(values)
        if wrong:
            return wrong
        if values.given("SCHEDULER"):
            return self.tr("SCHEDULER is given, but this version works on one machine only: leave SCHEDULER empty.")
        return (
            reference_parameters.reference_missing(values)
            or regions_have_names(values)
            or learning_parameters.learner_or_network_fault(values)
        )

    def job(self, values):
        return ClassificationChainJob(
            **reference_parameters.reference_fields(values),
            input=values.file("INPUT"),
            catalogue=values.artefact("CATALOGUE"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            nomenclature=values.file("NOMENCLATURE"),
            series=values.file("SERIES"),
            method=values.name_or_file("METHOD"),
            method_options=values.text("METHOD_OPTIONS"),
            **reference_parameters.preparation_fields(values),
            **chain_parameters.chain_fields(values),
            runs=values.integer("RUNS"),
            ratio=values.number("RATIO"),
            seed=values.integer("SEED"),
            balanced=values.switch("BALANCED"),
            class_weights=values.text("CLASS_WEIGHTS"),
            calibration=values.text("CALIBRATION"),
            priors=values.file("PRIORS"),
            border_distance=values.number("BORDER_DISTANCE"),
            fusion=values.text("FUSION"),
            mass=values.text("MASS"),
            undecided=values.integer("UNDECIDED"),
            **map_parameters.certainty_outputs(values),
            skip_damaged=values.switch("SKIP_DAMAGED"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            tiles=values.names("TILES"),
            target_crs=values.crs("TARGET_CRS"),
            map=values.output("MAP"),
            confidence=values.output("CONFIDENCE"),
            validity=values.output("VALIDITY"),
            report=values.output("REPORT"),
            probabilities=values.output("PROBABILITIES"),
            language=page_language(values),
        )

    def prepareAlgorithm(self, parameters, context, feedback):
        layer = self.parameterAsVectorLayer(parameters, "REFERENCE", context)
        self.named_after = file_of(layer or self.parameterAsRasterLayer(parameters, "REFERENCE_RASTER", context))
        return super().prepareAlgorithm(parameters, context, feedback)
