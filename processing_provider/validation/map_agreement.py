"""The algorithm `map_agreement`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import MapAgreementJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.page_language import language, page_language
from landweave.processing_provider.parameters import file_output, raster_output, rasters


class MapAgreement(BaseAlgorithm):
    """Tell how far several maps agree."""

    ID, GROUP = "map_agreement", Group.VALIDATION
    EXAMPLE = "INPUTS=run_1.tif INPUTS=run_2.tif INPUTS=run_3.tif OUTPUT=agreement.tif OUTPUT_HTML=agreement.html"

    def title(self):
        return self.tr("Agreement of several maps")

    def summary(self):
        return self.tr("Tells how far maps of one place say the same: of several runs, classifiers or producers.")

    def details(self):
        return self.tr(
            "The raster holds the share of the maps that say what most of them say, in percent. The page has overall "
            "agreement and kappa of each pair of maps, and how firm each class is: on how many of the pixels where any "
            "map has it all maps have it.\n\n"
            "A map without data in a pixel has no vote there; where less than two maps have data, the result is no "
            "data. Agreement is no accuracy: maps may be wrong together."
        )

    def keywords(self):
        return self.tr("agreement,consistency,runs,ensemble,kappa,majority,vote,stability")

    def parameters(self):
        yield rasters("INPUTS", self.tr("Maps"), self.tr("Rasters of class codes on one grid of pixels."))
        yield from common.nomenclature(advanced=True)
        yield from language()
        yield from common.resources(images=False)
        yield raster_output("OUTPUT", self.tr("Agreement"), self.tr("In percent (GeoTIFF)."))
        yield file_output(
            "OUTPUT_HTML", self.tr("Page"), self.tr("The page to write."), self.tr("HTML files (*.html)"), optional=True
        )
        yield file_output(
            "OUTPUT_JSON",
            self.tr("Figures"),
            self.tr("The same numbers as JSON."),
            self.tr("JSON files (*.json)"),
            optional=True,
            made_by_default=False,
        )

    def results(self):
        yield QgsProcessingOutputNumber("MEAN_AGREEMENT", self.tr("Mean agreement"))
        yield QgsProcessingOutputNumber("UNANIMOUS_SHARE", self.tr("Share of the pixels where all maps agree"))

    def job(self, values):
        return MapAgreementJob(
            inputs=values.sources("INPUTS"),
            output=values.output("OUTPUT"),
            output_json=values.output("OUTPUT_JSON"),
            output_html=values.output("OUTPUT_HTML"),
            nomenclature=values.file("NOMENCLATURE"),
            language=page_language(values),
        )
