"""The algorithm `split_reference`."""

from __future__ import annotations

from landweave.engine.jobs import SplitReferenceJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    POLYGONS_OR_POINTS,
    choice,
    extent,
    integer,
    number,
    raster,
    raster_or_polygons,
    source,
    vector_output,
)

METHODS = ("polygon", "block", "tile", "region", "year", "knndm")


class SplitReference(BaseAlgorithm):
    """Divide polygons into learning and validation sets."""

    ID, GROUP = "split_reference", Group.SAMPLES
    EXAMPLE = "INPUT=reference.gpkg RATIO=0.5 RUNS=5 OUTPUT=split.gpkg"

    def title(self):
        return self.tr("Split into learning and validation")

    def summary(self):
        return self.tr("Divides the prepared reference into polygons to learn from and polygons to validate with.")

    def details(self):
        return self.tr(
            "Whole polygons are drawn, separately for each class and region: pixels of one polygon resemble each "
            "other, and a polygon on both sides would make the map look better than it is. Several runs give the "
            "accuracy an interval. The result has a column for each run (run_1, run_2, ...): learn, validation or "
            "test.\n\n"
            "Method knndm: Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024."
        )

    def keywords(self):
        return self.tr("split,training,validation,random,stratified,runs,reference,spatial,block,kNNDM")

    def parameters(self):
        yield source(
            "INPUT", self.tr("Prepared reference"), self.tr("Made by 'Prepare the reference'."), POLYGONS_OR_POINTS
        )
        yield number(
            "RATIO",
            self.tr("Share to learn from"),
            self.tr("The rest validates. Each class keeps at least one polygon on both sides."),
            default=0.5,
            low=0.01,
            high=0.99,
        )
        yield integer(
            "RUNS", self.tr("Number of runs"), self.tr("Independent random splits."), default=1, low=1, high=100
        )
        yield choice(
            "METHOD",
            self.tr("What is kept together"),
            self.tr(
                "polygon: all pixels of a polygon go to one side. block: all polygons of a square, for estimates that "
                "hold farther from the samples. tile, region, year: all of an image tile, a region or a year "
                "(YEAR_FIELD of 'Prepare the reference'). knndm: validation polygons lie as far from those learnt from "
                "as the map does: the best choice where polygons are bunched and the map is larger."
            ),
            METHODS,
            default="polygon",
            advanced=True,
        )
        yield from self._where()
        yield number(
            "HOLD_BACK",
            self.tr("Share to hold back"),
            self.tr(
                "So much of each class and region is neither learnt from nor validated with in any run: its columns "
                "say test. It measures what several runs give together."
            ),
            default=0.0,
            low=0.0,
            high=0.9,
            advanced=True,
        )
        yield from common.seed()
        yield vector_output(
            "OUTPUT",
            self.tr("Split reference"),
            self.tr("The GeoPackage to write: the reference with a column for each run."),
        )

    def _where(self):
        yield number(
            "BLOCK_SIZE_M",
            self.tr("Side of the squares in metres (block)"),
            self.tr("0: as far as the predictors resemble themselves; without predictors, a tenth of the area's side."),
            default=0.0,
            low=0.0,
            advanced=True,
        )
        yield raster(
            "PREDICTORS",
            self.tr("Raster of predictors (block)"),
            self.tr("An image or features of the area: they tell how large the squares must be."),
            optional=True,
            advanced=True,
        )
        yield raster_or_polygons(
            "MAP",
            self.tr("Area that is mapped (knndm)"),
            self.tr("A raster (0 is left out) or polygons. Empty: the tiles of the reference."),
            advanced=True,
        )
        yield extent(
            "EXTENT",
            self.tr("Part of the area (knndm)"),
            self.tr("Only this rectangle is mapped. Empty: everything."),
            advanced=True,
        )

    def job(self, values):
        return SplitReferenceJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            method=values.text("METHOD"),
            ratio=values.number("RATIO"),
            runs=values.integer("RUNS"),
            seed=values.integer("SEED"),
            block_size_m=values.number("BLOCK_SIZE_M"),
            hold_back=values.number("HOLD_BACK"),
            predictors=values.source("PREDICTORS"),
            map=values.source("MAP"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
        )
