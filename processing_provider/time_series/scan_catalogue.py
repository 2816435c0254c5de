"""The algorithm `scan_catalogue`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsVectorLayer,
)

from landweave.engine.jobs import ScanCatalogueJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import dates_in_order
from landweave.processing_provider.groups import Group
from landweave.processing_provider.loading import is_loaded, load_table
from landweave.processing_provider.parameters import (
    choice,
    date,
    extent,
    file,
    files,
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
            "Point it at whatever you downloaded. Products are told by their names and metadata:\n\n"
            "- Sentinel-2: Theia L2A and monthly syntheses (L3A), ESA Sen2Cor L2A (SAFE, unpacked or zipped)\n"
            "- Landsat 4 to 9: USGS Collection 2 Level 2, and the Landsat 5, 7 and 8 products of Theia\n"
            "- HLS 2.0 (L30 and S30)\n"
            "- Sentinel-1: the tiles of S1Tiling\n"
            "- STAC: an item collection, a catalogue or a search, read where the images are\n"
            "- your own series: one raster a date, one a band and date, or one a band with a layer a date\n"
            "- layers without date that describe the place: relief, soil, climate\n\n"
            "The catalogue is a GeoPackage that opens with the outlines of the images, coloured by sensor: the "
            "temporal controller (the clock in the tool bar) steps through their dates. Its table left_out says what "
            "was not taken, and why. No image is copied or changed."
        )

    def keywords(self):
        return self.tr(
            "catalogue,images,products,Sentinel-2,Theia,MUSCATE,L2A,L3A,Sen2Cor,SAFE,Landsat,HLS,Sentinel-1,S1Tiling,"
            "radar,STAC,own rasters,relief,time series,dates,clouds,scan"
        )

    def parameters(self):
        yield folder(
            "INPUT",
            self.tr("Folder with images"),
            self.tr("It is searched with all folders below it. Leave it empty only if you give a STAC source instead."),
            optional=True,
        )
        yield date("START_DATE", self.tr("First date"), self.tr("Earlier images are left out. Empty: no limit."))
        yield date("END_DATE", self.tr("Last date"), self.tr("Later images are left out. Empty: no limit."))
        yield number(
            "MAX_CLOUD",
            self.tr("Largest cloud cover (%)"),
            self.tr(
                "Images whose metadata tell of more clouds are left out. 100 keeps all: cloudy images have clear "
                "pixels too, and clouds are masked anyway."
            ),
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
        yield extent(
            "EXTENT",
            self.tr("Area of interest"),
            self.tr("Images that do not touch it are left out. A search in a STAC API needs it."),
            advanced=True,
        )
        yield files(
            "STATIC_LAYERS",
            self.tr("Layers without date"),
            self.tr("Rasters that describe the place at any time: relief, soil, climate. A folder means all in it."),
            optional=True,
            advanced=True,
        )
        yield from self._own_series()
        yield from self._stac()
        yield vector_output(
            "OUTPUT",
            self.tr("Catalogue"),
            self.tr("The GeoPackage to write: layers products and static_layers, table left_out."),
            QgsProcessing.TypeVectorPolygon,
        )

    def _stac(self):
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

    def _own_series(self):
        yield text(
            "PATTERN",
            self.tr("Your own series: pattern of names"),
            self.tr(
                "What the names of your files look like, such as {sensor}_{date}_{band} or {date}/{band}. "
                "{tile} and * may be used too. Empty: names are read as they are."
            ),
            advanced=True,
        )
        yield file(
            "DATES_TABLE",
            self.tr("Your own series: table of dates"),
            self.tr(
                "When file names hold no date: a CSV with the columns file and date (YYYY-MM-DD), and if you like "
                "layer, time and mask. With the column date alone: the dates of the layers of each file."
            ),
            self.tr("Tables (*.csv)"),
            optional=True,
            advanced=True,
        )
        yield number(
            "SCALE",
            self.tr("Your own series: factor to reflectance x 10000"),
            self.tr("Values are multiplied by it. 0: automatic, 1 for whole numbers and 10000 for decimal numbers."),
            default=0.0,
            low=0.0,
            advanced=True,
        )
        yield text(
            "NODATA",
            self.tr("Your own series: no-data value"),
            self.tr("For files that declare none. Empty: every value counts."),
            advanced=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("PRODUCTS", self.tr("Number of images"))
        yield QgsProcessingOutputNumber("TILES", self.tr("Number of tiles"))
        yield QgsProcessingOutputNumber("LEFT_OUT", self.tr("Number of images left out"))

    def check(self, values):
        if not values.file("INPUT") and not values.text("STAC"):
            return self.tr("Give a folder with images, or a STAC source.")
        return dates_in_order(values)

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
            stac_collections=values.names("STAC_COLLECTIONS"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
        )

    def finish(self, result, values, context, feedback):
        """Load the tables of the catalogue too, when QGIS is about to load the catalogue."""
        del result, feedback
        path = values.output("OUTPUT")
        if not is_loaded(context, path):
            return
        for layer, label in (
            ("static_layers", self.tr("Layers without date")),
            ("left_out", self.tr("Left out, and why")),
        ):
            table = QgsVectorLayer(f"{path}|layername={layer}", layer, "ogr")
            if table.isValid() and table.featureCount() > 0:
                load_table(context, path, layer, label)
