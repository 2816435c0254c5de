"""Jobs of the group Time series."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class ScanCatalogueJob(Job):
    """List the products below a folder.

    Args:
        input: folder, searched recursively; empty: there is none, only `stac`.
        output: the catalogue to write (.gpkg).
        sensors: formats to look for; empty: all.
        start_date, end_date: ISO dates, both included; empty: no limit.
        max_cloud: leave out products cloudier than this percentage (where the metadata tells); 100: none.
        dates_table: CSV `file,date[,layer][,mask]` for user rasters whose names do not tell, or `date` alone for
            rasters with a date for each layer.
        scale: factor that makes reflectance x 10000 of user rasters; 0: 1 for integers, 10000 for floats.
        nodata: value that means "nothing here" in user rasters that declare none; empty: there is none.
        pattern: what the names of user rasters look like: `{sensor}_{date}_{band}`; empty: they are read as they are.
        static_layers: rasters without date, or folders of them.
        stac: path or address of a STAC item collection, catalogue or API; empty: none.
        stac_collections: ids of the collections wanted of it; empty: all.
        extent, extent_crs: area of interest (x_min, y_min, x_max, y_max), empty: everywhere; its CRS, empty: degrees.
    """

    KIND: ClassVar[str] = "scan_catalogue"
    RUN: ClassVar[str] = "landweave.engine.catalogue.scan:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    input: str
    output: str
    sensors: tuple[str, ...] = ()
    start_date: str = ""
    end_date: str = ""
    max_cloud: float = 100.0
    dates_table: str = ""
    scale: float = 0.0
    nodata: str = ""
    pattern: str = ""
    static_layers: tuple[str, ...] = ()
    stac: str = ""
    stac_collections: tuple[str, ...] = ()
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
