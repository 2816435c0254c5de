"""The algorithm `clip_by_zones`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ClipByZonesJob
from landweave.engine.jobs.postprocess import FORMATS
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import POLYGONS, choice, field, folder_output, source, text


class ClipByZones(BaseAlgorithm):
    """Cut polygons by zones."""

    ID, GROUP = "clip_by_zones", Group.POST_PROCESSING
    EXAMPLE = "INPUT=polygons.gpkg ZONES=districts.gpkg ZONE_FIELD=name OUTPUT=by_district"

    def title(self):
        return self.tr("Cut polygons by zones")

    def summary(self):
        return self.tr("Writes what of the polygons lies in each zone, a file for each.")

    def details(self):
        return self.tr(
            "Zones with the same name are one. A polygon that lies in a zone in several pieces becomes as many "
            "features; the column area_m2 is computed anew. The files are called after the zones, and hold the style "
            "of the input."
        )

    def keywords(self):
        return self.tr("clip,split,districts,administrative units,departments,cut,one file a zone")

    def parameters(self):
        yield source("INPUT", self.tr("Polygons"), self.tr("For example those of 'Polygons of a map'."), POLYGONS)
        yield source("ZONES", self.tr("Zones"), self.tr("Polygons, for example districts."), POLYGONS)
        yield from self.naming()
        yield folder_output("OUTPUT", self.tr("Folder"), self.tr("Where the files are written."))

    def naming(self):
        """Yield which zones are written, and what their files are called."""
        yield field("ZONE_FIELD", self.tr("Column with the zone's name"), self.tr("A column of the zones."), "ZONES")
        yield text(
            "ZONE_VALUES",
            self.tr("Zones to write"),
            self.tr("Only these, parted by commas. Empty: all."),
            advanced=True,
        )
        yield text(
            "PREFIX", self.tr("Begin of the names"), self.tr("Stands before the zone in the names of the files."),
            advanced=True,
        )  # fmt: skip
        yield choice(
            "FORMAT",
            self.tr("Format"),
            self.tr("gpkg: GeoPackage. fgb: FlatGeobuf. shp: Shapefile."),
            FORMATS,
            default="gpkg",
            advanced=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("FILES", self.tr("Number of files"))

    def job(self, values):
        return ClipByZonesJob(
            input=values.source("INPUT"),
            zones=values.source("ZONES"),
            zone_field=values.text("ZONE_FIELD"),
            output=values.output("OUTPUT"),
            zone_values=values.names("ZONE_VALUES"),
            prefix=values.text("PREFIX"),
            format=values.text("FORMAT"),
        )
