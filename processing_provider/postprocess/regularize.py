"""The algorithm `regularize`."""

from __future__ import annotations

from landweave.engine.jobs import RegularizeJob
from landweave.engine.jobs.postprocess import BURN_TIMES
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    choice,
    file,
    integer,
    number,
    raster,
    raster_output,
    rasters,
    switch,
    text,
)


class Regularize(BaseAlgorithm):
    """Make a calmer map."""

    ID, GROUP = "regularize", Group.POST_PROCESSING
    EXAMPLE = "INPUT=map.tif RADIUS=1 PASSES=2 MINIMUM_AREA=1000 OUTPUT=regular.tif"

    def title(self):
        return self.tr("Regularise a map")

    def summary(self):
        return self.tr("Removes single pixels and small regions from a map of classes.")

    def details(self):
        return self.tr(
            "What is done, in this order:\n\n"
            "- Masks that come first are burnt in.\n"
            "- A majority filter gives each pixel the class that most pixels in a disc around it have.\n"
            "- Pixels become larger, by the class that most of their pixels have.\n"
            "- Regions below the minimum area become a part of the neighbour with which they share the longest "
            "border.\n"
            "- Masks that come last are burnt in.\n\n"
            "Pixels without data stay so. The result does not depend on how the map is cut into blocks."
        )

    def keywords(self):
        return self.tr(
            "sieve,majority filter,minimum mapping unit,generalisation,salt and pepper,noise,regularisation,clump"
        )

    def parameters(self):
        yield raster("INPUT", self.tr("Map"), self.tr("A raster of class codes; 0 is no data."))
        yield from self._filter()
        yield from self._regions()
        yield number(
            "RESOLUTION",
            self.tr("Side of the pixels of the result"),
            self.tr("In units of the map, a whole multiple of its pixels, for example 20. 0: as the map."),
            default=0,
            low=0,
            advanced=True,
        )
        yield from self._masks()
        yield from self._rare()
        yield from common.nomenclature(advanced=True)
        yield from common.resources(images=False)
        yield raster_output("OUTPUT", self.tr("Regularised map"), self.tr("The map of classes (GeoTIFF)."))

    def _filter(self):
        yield integer(
            "RADIUS",
            self.tr("Radius of the majority filter (pixels)"),
            self.tr("1 looks at the eight neighbours. 0: no filter."),
            default=1,
            low=0,
            high=30,
        )
        yield integer(
            "PASSES",
            self.tr("Passes of the filter"),
            self.tr("Each on the result of the one before."),
            default=1,
            low=1,
            high=20,
        )

    def _regions(self):
        yield number(
            "MINIMUM_AREA",
            self.tr("Minimum area (m2)"),
            self.tr("The minimum mapping unit: smaller regions are absorbed. 0: none."),
            default=0,
            low=0,
        )
        yield file(
            "RULES",
            self.tr("Rules"),
            self.tr(
                "A CSV with the columns class and absorbed_by: the classes, by code or name and parted by |, that may "
                "take the place of a class, or any, or none. Classes without a line may be absorbed by any.",
            ),
            self.tr("CSV files (*.csv *.txt)"),
            optional=True,
        )

    def _masks(self):
        yield rasters(
            "MASKS",
            self.tr("Masks to burn in"),
            self.tr(
                "Rasters of what is known better, for example roads and water: where one is neither 0 nor no data, its "
                "class stands. Later ones lie on top."
            ),
            optional=True,
            advanced=True,
        )
        yield text(
            "MASK_CODES",
            self.tr("Classes of the masks"),
            self.tr("A code for each mask, parted by commas. Empty: the masks hold codes themselves."),
            advanced=True,
        )
        yield choice(
            "BURN",
            self.tr("When to burn masks in"),
            self.tr(
                "after: they stand in the result as they are. before: they are filtered and absorbed like the rest. "
                "both: they also keep their neighbours company while these are filtered."
            ),
            BURN_TIMES,
            default="after",
            advanced=True,
        )

    def _rare(self):
        yield switch(
            "DIAGONAL",
            self.tr("Pixels connect at corners"),
            self.tr("Pixels that touch at a corner only belong to one region. Else they need a common side."),
            advanced=True,
        )
        yield integer(
            "UNDECIDED",
            self.tr("Code of ties in the filter"),
            self.tr("Where several classes are equally frequent. 0: the pixel keeps its own class."),
            default=0,
            low=0,
            high=65535,
            advanced=True,
        )

    def job(self, values):
        return RegularizeJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            radius=values.integer("RADIUS"),
            passes=values.integer("PASSES"),
            undecided=values.integer("UNDECIDED"),
            resolution=values.number("RESOLUTION"),
            minimum_area=values.number("MINIMUM_AREA"),
            diagonal=values.switch("DIAGONAL"),
            rules=values.file("RULES"),
            masks=values.sources("MASKS"),
            mask_codes=values.text("MASK_CODES"),
            burn=values.text("BURN"),
            nomenclature=values.file("NOMENCLATURE"),
        )
