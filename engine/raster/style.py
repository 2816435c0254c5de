"""QGIS styles beside rasters: `map.qml` next to `map.tif` is applied when the map opens."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr  # nosec B406 (writes XML, parses none)

from landweave.engine.nomenclature import Entry, Nomenclature, default_colour
from landweave.engine.raster.palette import read_palette
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import MAP_NODATA

_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
Period = tuple[str, str]
"""First and last day (ISO), both included, of what a raster shows."""

_RAMPS = {
    "confidence": ("#a50026", "#fdae61", "#ffffbf", "#a6d96a", "#006837"),
    "doubt": ("#006837", "#a6d96a", "#ffffbf", "#fdae61", "#a50026"),
    "count": ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"),
    "probability": ("#ffffff", "#c7e9b4", "#41b6c4", "#225ea8", "#081d58"),
    "index": ("#8c510a", "#dfc27d", "#ffffbf", "#78c679", "#00441b"),
    "brightness": ("#000000", "#404040", "#808080", "#bfbfbf", "#ffffff"),
}


def write_class_style(raster: str | Path, nomenclature: Nomenclature) -> None:
    """Write the style of a map of classes: a palette with the names as legend.

    Args:
        raster: the map; the style gets its name with `.qml`.
        nomenclature: the classes that occur.
    """
    entries = "".join(
        f'<paletteEntry value="{e.code}" color="{e.hex}" alpha="255" label={quoteattr(e.name)}/>'
        for e in nomenclature.entries
    )
    _write(raster, '<rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">'
                   f"<colorPalette>{entries}</colorPalette></rasterrenderer>")


def write_ramp_style(raster: str | Path, low: float, high: float, kind: str = "confidence", band: int = 1,
                     ends: tuple[str, str] = ("", ""), period: Period | None = None) -> None:
    """Write the style of a continuous layer.

    Args:
        raster: the layer; the style gets its name with `.qml`.
        low: value of the first colour.
        high: value of the last colour.
        kind: `confidence`, `doubt`, `count`, `probability`, `index` or `brightness`.
        band: number of the band that is shown.
        ends: what the legend says at the two ends, with the unit; empty: the values.
        period: of the layer, for the temporal controller; None: it has no date.
    """
    colours = _RAMPS[kind]
    steps = [low + (high - low) * i / (len(colours) - 1) for i in range(len(colours))]
    items = "".join(f'<item value="{value:g}" color="{colour}" alpha="255" label="{value:g}"/>'
                    for value, colour in zip(steps, colours))
    legend = (f'<rampLegendSettings useContinuousLegend="1" orientation="2" direction="0" prefix="" suffix="" '
              f"minimumLabel={quoteattr(ends[0])} maximumLabel={quoteattr(ends[1])}/>")
    _write(raster, f'<rasterrenderer type="singlebandpseudocolor" band="{band}" opacity="1" alphaBand="-1" '
                   f'classificationMin="{low:g}" classificationMax="{high:g}"><rastershader>'
                   f'<colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" '
                   f'minimumValue="{low:g}" maximumValue="{high:g}">{items}{legend}'
                   "</colorrampshader></rastershader></rasterrenderer>", period)


def write_multiband_style(raster: str | Path, bands: tuple[int, int, int], low: float, high: float,
                          period: Period | None = None) -> None:
    """Write the style of a colour image.

    Args:
        raster: the image; the style gets its name with `.qml`.
        bands: numbers of the red, green and blue band.
        low: value shown darkest.
        high: value shown brightest.
        period: of the image, for the temporal controller; None: it has no date.
    """
    names = ("red", "green", "blue")
    shown = "".join(f'{name}Band="{band}" ' for name, band in zip(names, bands))
    stretch = "".join(
        f"<{name}ContrastEnhancement><minValue>{low:g}</minValue><maxValue>{high:g}</maxValue>"
        f"<algorithm>StretchToMinimumMaximum</algorithm></{name}ContrastEnhancement>" for name in names
    )
    _write(raster, f'<rasterrenderer type="multibandcolor" opacity="1" alphaBand="-1" {shown}nodataColor="">'
                   f"{stretch}</rasterrenderer>", period)


def style_path(raster: str | Path) -> Path:
    """Return the name of the style beside a raster."""
    return Path(raster).with_suffix(".qml")


def _write(raster: str | Path, renderer: str, period: Period | None = None) -> None:
    categories = "Symbology|Temporal" if period else "Symbology"
    text = (f'{_HEAD}<qgis version="3.22" styleCategories="{categories}">{_temporal(period)}<pipe>{renderer}'
            '<brightnesscontrast/><huesaturation/><rasterresampler/></pipe><blendMode>0</blendMode></qgis>\n')
    with atomic_path(style_path(raster)) as part:
        part.write_text(text, encoding="utf-8")


def _temporal(period: Period | None) -> str:
    if period is None:
        return ""
    # Not from midnight to midnight: QGIS counts the ends in, its steps' too, and would show two dates in one step.
    return ('<temporal mode="0" enabled="1" fetchMode="0"><fixedRange>'
            f"<start>{period[0]}T00:00:01Z</start><end>{period[1]}T23:59:59Z</end></fixedRange></temporal>")


def own_names(path: str) -> list[Entry]:
    """Return the classes that a map itself names: its style beside it, else its categories and colours."""
    style = style_path(path)
    if style.is_file() and "paletteEntry" in style.read_text(encoding="utf-8", errors="replace"):
        return list(Nomenclature.load(str(style)).entries)
    colours, names = read_palette(path)
    codes = sorted((set(colours) | set(names)) - {MAP_NODATA})
    return [Entry(c, names.get(c, str(c)), colours.get(c, default_colour(c))) for c in codes]


def names_for(path: str, nomenclature: str) -> Nomenclature:
    """Return the classes of a nomenclature file, or where none is given, those that the map itself names."""
    return Nomenclature.load(nomenclature) if nomenclature or not path else Nomenclature(tuple(own_names(path)))
