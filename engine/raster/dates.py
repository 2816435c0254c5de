"""The single dates of a raster with a band for each band and date, as rasters of their own that hold no pixels.

Beside `filled.tif` stands `filled_dates/S2/2021-05-11.vrt`, a virtual raster of the bands of that date, with a style
that holds its period: QGIS's temporal controller steps through them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr  # nosec B406 (writes XML, parses none)

from landweave.engine.raster.io import numpy_to_gdal, open_dataset
from landweave.engine.raster.style import Period
from landweave.engine.runtime.files import atomic_path, explained
from landweave.engine.series.plan import Feature

_METHODS = ("median", "medoid", "max_ndvi", "weighted")
_NAME = re.compile(r"^\d{4}-\d\d-\d\d\.(vrt|vrt\.aux\.xml|qml)$")
_NOT_IN_NAMES = re.compile(r"[^\w.+-]")

Styler = Callable[[Path, dict[int, Feature], Period], None]


@dataclass(frozen=True)
class Dated:
    """What is of one date.

    Args:
        first, last: ISO days that it stands for, both included.
        bands: numbers from 1 in the raster.
    """

    first: str
    last: str
    bands: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """Dates that follow one another: those of one sensor, or of its composites.

    Args:
        name: `S2`, `S2_median`.
        dates: at least two, ascending.
    """

    name: str
    dates: tuple[Dated, ...]

    @property
    def first(self) -> str:
        """First day."""
        return self.dates[0].first

    @property
    def last(self) -> str:
        """Last day."""
        return self.dates[-1].last


def calendars(features: Sequence[Feature]) -> tuple[Calendar, ...]:
    """Return the dates of the bands of a raster; each lasts until the next, the last as long as the one before."""
    found: dict[str, dict[date, list[int]]] = {}
    for number, feature in enumerate(features, 1):
        if feature.date:
            method = next((f"_{m}" for m in _METHODS if feature.source.endswith(f"_{m}")), "")
            days = found.setdefault(f"{feature.sensor}{method}", {})
            days.setdefault(date.fromisoformat(feature.date), []).append(number)
    return tuple(_calendar(name, days) for name, days in found.items() if len(days) > 1)


def _calendar(name: str, days: dict[date, list[int]]) -> Calendar:
    starts = sorted(days)
    ends = [following - timedelta(days=1) for following in starts[1:]]
    ends.append(starts[-1] + (starts[-1] - starts[-2]) - timedelta(days=1))
    return Calendar(name, tuple(
        Dated(start.isoformat(), end.isoformat(), tuple(days[start])) for start, end in zip(starts, ends)
    ))


def dates_folder(raster: str | Path) -> Path:
    """Return the folder of the single dates of a raster."""
    return Path(raster).with_name(f"{Path(raster).stem}_dates")


def remove_dates(raster: str | Path) -> None:
    """Remove the dates of an earlier raster of the name, and nothing else that may lie in their folder.

    Done before the raster is replaced: dates never show the bands of another raster than the one that they were made
    for.
    """
    folder = dates_folder(raster)
    with explained(folder):
        for one in sorted(folder.glob("*/*")):
            if _NAME.match(one.name):
                one.unlink()
        for empty in (*sorted(folder.glob("*")), folder):
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()


def write_dates(raster: str, features: Sequence[Feature], known: Sequence[Calendar], style: Styler) -> None:
    """Write the dates of a raster.

    Args:
        raster: it is there.
        features: what its bands are.
        known: of `calendars`.
        style: writes the style of a date, given its path, its bands by number in the raster, and its period.

    Raises:
        UserError: if the folder cannot be written.
    """
    head, band = _templates(raster)
    for calendar in known:
        folder = dates_folder(raster) / _NOT_IN_NAMES.sub("_", calendar.name)
        for one in calendar.dates:
            path = folder / f"{one.first}.vrt"
            bands = {number: features[number - 1] for number in one.bands}
            style(path, bands, (one.first, one.last))
            text = head + "".join(
                band.format(place=place, description=escape(feature.source), number=number)
                for place, (number, feature) in enumerate(bands.items(), 1)
            )
            with atomic_path(path) as part:
                part.write_text(f"{text}</VRTDataset>\n", encoding="utf-8")


def _templates(raster: str) -> tuple[str, str]:
    """Return the head of a virtual raster two folders below the raster, and the text of a band to be filled in."""
    dataset = open_dataset(raster)
    columns, rows, first = dataset.RasterXSize, dataset.RasterYSize, dataset.GetRasterBand(1)
    across, down = first.GetBlockSize()
    transform = ", ".join(f"{value:.17g}" for value in dataset.GetGeoTransform())
    crs = dataset.GetSpatialRef()
    mapping = ",".join(str(n) for n in crs.GetDataAxisToSRSAxisMapping()) if crs is not None else ""
    srs = f"<SRS dataAxisToSRSAxisMapping={quoteattr(mapping)}>{escape(crs.ExportToWkt())}</SRS>" if mapping else ""
    head = (f'<VRTDataset rasterXSize="{columns}" rasterYSize="{rows}">{srs}'
            f"<GeoTransform>{transform}</GeoTransform>\n")
    kind, nodata = _type_name(first.DataType), first.GetNoDataValue()
    empty = "" if nodata is None else f"<NoDataValue>{nodata:g}</NoDataValue>"
    source = escape(f"../../{Path(raster).name}").replace("{", "{{").replace("}", "}}")
    whole = f'xOff="0" yOff="0" xSize="{columns}" ySize="{rows}"'
    band = (f'<VRTRasterBand dataType="{kind}" band="{{place}}"><Description>{{description}}</Description>{empty}'
            f'<SimpleSource><SourceFilename relativeToVRT="1">{source}</SourceFilename>'
            "<SourceBand>{number}</SourceBand>"
            f'<SourceProperties RasterXSize="{columns}" RasterYSize="{rows}" DataType="{kind}" BlockXSize="{across}" '
            f'BlockYSize="{down}"/><SrcRect {whole}/><DstRect {whole}/></SimpleSource></VRTRasterBand>\n')
    return head, band


def _type_name(data_type: int) -> str:
    """Return GDAL's name of a type; rasters of features are int16 or float32."""
    return "Float32" if data_type == numpy_to_gdal("float32") else "Int16"
