"""What the algorithms that write polygons of a map share."""

from __future__ import annotations

from landweave.engine.jobs.postprocess import OUTLINE_METHODS
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import POLYGONS, choice, source, switch, vector_output
from landweave.processing_provider.translation import tr


def outline_method():
    """Return what changes outlines."""
    return choice(
        "METHOD",
        tr("What changes outlines"),
        tr(
            "landweave: Visvalingam and Whyatt, Chaikin; nothing has to be installed. grass: Douglas and Peucker with "
            "half the tolerance as distance, Hermite splines with the reach as largest step, by GRASS GIS, which has "
            "to be installed."
        ),
        OUTLINE_METHODS,
        default=OUTLINE_METHODS[0],
        advanced=True,
    )


class PolygonAlgorithm(BaseAlgorithm):
    """Writes polygons to a GeoPackage, a FlatGeobuf or a Shapefile."""

    GROUP = Group.POST_PROCESSING
    VECTOR_FORMATS = ("gpkg", "fgb", "shp")

    def polygons(self):
        """Yield polygons that lie side by side."""
        yield source(
            "INPUT",
            tr("Polygons"),
            tr("Polygons that lie side by side without overlaps, for example those of 'Polygons of a map'."),
            POLYGONS,
        )

    def keep_outer(self):
        """Return whether the outer border stays."""
        return switch(
            "KEEP_OUTER",
            tr("Keep the outer border"),
            tr("Borders with no polygon at their other side stay as they are, for example where the next map begins."),
            advanced=True,
        )

    def polygons_output(self, help_text):
        """Return the layer to write."""
        formats = tr("The ending says the format: .gpkg, .fgb or .shp.")
        return vector_output("OUTPUT", tr("Polygons to write"), f"{help_text} {formats}", types=POLYGONS[0])
