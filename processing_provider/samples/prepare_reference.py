"""The algorithm `prepare_reference`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import PrepareReferenceJob
from landweave.processing_provider import common, reference_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import regions_have_names
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import vector_output


class PrepareReference(BaseAlgorithm):
    """Check reference polygons and cut them by tile and region."""

    ID, GROUP = "prepare_reference", Group.SAMPLES
    EXAMPLE = "REFERENCE=polygons.gpkg CLASS_FIELD=code CATALOGUE=catalogue.gpkg OUTPUT=reference.gpkg"

    def title(self):
        return self.tr("Prepare the reference")

    def summary(self):
        return self.tr("Checks polygons, points or a raster of known land cover, and cuts them by tile and region.")

    def details(self):
        return self.tr(
            "Broken geometries, overlaps of different classes, missing codes, and classes and regions with too few "
            "polygons are named in the log; options mend, shrink, recode or leave out. The pieces keep the number of "
            "their polygon (polygon_id), so that a polygon never ends up both in the learning and in the validation "
            "set. Where tiles overlap, each place belongs to one."
        )

    def keywords(self):
        return self.tr("reference,training,ground truth,polygons,regions,tiles,overlap,check")

    def parameters(self):
        yield from reference_parameters.reference()
        yield from common.catalogue()
        yield from common.regions()
        yield from common.nomenclature()
        yield from common.series(advanced=True)
        yield from reference_parameters.preparation()
        yield from common.seed()
        yield vector_output(
            "OUTPUT",
            self.tr("Prepared reference"),
            self.tr("The GeoPackage to write: the class, polygon_id, region, tile, area_m2."),
        )

    def results(self):
        yield QgsProcessingOutputNumber("POLYGONS", self.tr("Number of polygons"))
        yield QgsProcessingOutputNumber("PIECES", self.tr("Number of pieces"))

    def check(self, values):
        return reference_parameters.reference_missing(values) or regions_have_names(values)

    def job(self, values):
        return PrepareReferenceJob(
            **reference_parameters.reference_fields(values),
            catalogue=values.artefact("CATALOGUE"),
            output=values.output("OUTPUT"),
            regions=values.source("REGIONS"),
            region_field=values.text("REGION_FIELD"),
            nomenclature=values.file("NOMENCLATURE"),
            series=values.file("SERIES"),
            seed=values.integer("SEED"),
            **reference_parameters.preparation_fields(values),
        )
