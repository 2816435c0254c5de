"""The algorithm `scan_catalogue`."""

from __future__ import annotations

from qgis.core import QgsProcessing, QgsProcessingOutputNumber, QgsProcessingParameterMultipleLayers

from landweave.engine.jobs import ScanCatalogueJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    choice,
    date,
    described,
    extent,
    file,
    folder,
    number,
    text,
    vector_output,
)

SENSORS = (
    "theia_s2_l2a", "theia_s2_l3a", "sen2cor_l2a", "landsat_c2_l2", "theia_landsat_l2a", "theia_landsat_n2a", "hls_v2",
    "s1tiling", "stac", "user_rasters",
)


class ScanCatalogue(BaseAlgorithm):
    """List the satellite products below a folder."""

    ID, GROUP = "scan_catalogue", Group.TIME_SERIES
    EXAMPLE = "INPUT=images OUTPUT=catalogue.gpkg"

    def title(self):
        return self.tr("List the images of a folder")

    def summary(self):
        return self.tr("Makes the catalogue of the satellite images below a folder, which the other steps read.")

    def details(self):
        return self.tr(
            "Recognised are Sentinel-2 L2A products of Theia (unpacked folders) and of ESA (SAFE folders or zip "
            "archives), Landsat Collection 2 Level 2, HLS 2.0, and your own series: rasters of several bands a date, "
            "one raster a band and date, or one raster a band with a layer a date.\n\n"
            "The catalogue is a GeoPackage: its layer of footprints opens in QGIS, and a table says what was left out "
            "and why. No image is copied or changed."
        )

    def keywords(self):
        return self.tr(
            "catalogue,images,products,Sentinel-2,Theia,MUSCATE,Sen2Cor,SAFE,Landsat,HLS,time series,dates,clouds,scan"
        )

    def parameters(self):
        yield folder(
            "INPUT",
            self.tr("Folder with images"),
            self.tr("It is searched with all folders below it. May be empty when a STAC source is given."),
            optional=True,
        )
        yield date("START_DATE", self.tr("First date"), self.tr("Earlier images are left out."))
        yield date("END_DATE", self.tr("Last date"), self.tr("Later images are left out."))
        yield number(
            "MAX_CLOUD",
            self.tr("Largest cloud cover (%)"),
            self.tr("Images whose metadata tell of more clouds are left out. 100 keeps all."),
            default=100.0,
            low=0.0,
            high=100.0,
        )
        yield choice(
            "SENSORS",
            self.tr("Kinds of images"),
            self.tr("Only these kinds are looked for. Empty: all kinds are detected."),
            SENSORS,
            multiple=True,
            advanced=True,
        )
        yield file(
            "DATES_TABLE",
            self.tr("Table of dates"),
            self.tr(
                "For your own series when file names hold no date: a CSV with the columns file and date "
                "(YYYY-MM-DD), and if you like layer, time and mask. With date alone: the dates of the layers."
            ),
            self.tr("Tables (*.csv)"),
            optional=True,
            advanced=True,
        )
        yield number(
            "SCALE",
            self.tr("Factor that makes reflectance x 10000"),
            self.tr(
                "Values of your own series are multiplied by it. 0: automatic, 1 for whole numbers and "
                "10000 for decimal numbers."
            ),
            default=0.0,
            low=0.0,
            advanced=True,
        )
        yield text(
            "NODATA",
            self.tr("No-data value"),
            self.tr("For files of your own series that declare none. Empty: every value counts."),
            advanced=True,
        )
        yield text(
            "PATTERN",
            self.tr("Pattern of names"),
            self.tr(
                "What the names of your own series look like, such as {sensor}_{date}_{band} or {date}/{band}. "
                "{tile} and * may be used too. Empty: names are read as they are."
            ),
            advanced=True,
        )
        yield described(
            QgsProcessingParameterMultipleLayers(
                "STATIC_LAYERS", self.tr("Layers without date"), QgsProcessing.TypeFile, optional=True
            ),
            self.tr("Rasters that describe the place at any time: relief, soil, climate. A folder means all in it."),
            advanced=True,
        )
        yield text(
            "STAC",
            self.tr("STAC source"),
            self.tr(
                "File or address of a STAC item collection, a catalogue (catalog.json) or a STAC API. Images on "
                "servers are read where they are."
            ),
            advanced=True,
        )
        yield text(
            "STAC_COLLECTIONS",
            self.tr("STAC collections"),
            self.tr("Names of the collections wanted, with commas between: sentinel-2-l2a. Empty: all."),
            advanced=True,
        )
        yield extent(
            "EXTENT",
            self.tr("Area of interest"),
            self.tr("Images that do not touch it are left out. A search in a STAC API needs it."),
            advanced=True,
        )
        yield vector_output(
            "OUTPUT",
            self.tr("Catalogue"),
            self.tr("The GeoPackage to write: layers products and static_layers, table left_out."),
            QgsProcessing.TypeVectorPolygon,
        )

    def results(self):
        yield QgsProcessingOutputNumber("PRODUCTS", self.tr("Number of images"))
        yield QgsProcessingOutputNumber("TILES", self.tr("Number of tiles"))
        yield QgsProcessingOutputNumber("LEFT_OUT", self.tr("Number of images left out"))

    def check(self, values):
        start, end = values.date("START_DATE"), values.date("END_DATE")
        if start and end and start > end:
            return self.tr("The first date ({start}) is after the last ({end}): exchange them.").format(
                start=start, end=end
            )
        if not values.file("INPUT") and not values.text("STAC"):
            return self.tr("Give a folder with images, or a STAC source.")
        return None

    def job(self, values):
        return ScanCatalogueJob(
            input=values.file("INPUT"),
            output=values.output("OUTPUT"),
            sensors=values.choices("SENSORS"),
            start_date=values.date("START_DATE"),
            end_date=values.date("END_DATE"),
            max_cloud=values.number("MAX_CLOUD"),
            dates_table=values.file("DATES_TABLE"),
            scale=values.number("SCALE"),
            nodata=values.text("NODATA"),
            pattern=values.text("PATTERN"),
            static_layers=values.sources("STATIC_LAYERS"),
            stac=values.text("STAC"),
            stac_collections=tuple(n.strip() for n in values.text("STAC_COLLECTIONS").split(",") if n.strip()),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
        )
