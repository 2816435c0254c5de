"""How the layers of a catalogue look in QGIS: styles stored in the GeoPackage, which QGIS takes when it opens them.

QGIS looks for its default styles in a table `layer_styles` of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr  # nosec B406 (writes XML, parses none)

from landweave.engine.vector.styles import add_layer_styles, attribute_table, qml

_COLOURS = {"S2": "#1b7837", "S2L3A": "#7fbf7b", "L8": "#d95f02", "L7": "#e6ab02", "HLSS": "#66a61e", "HLSL": "#a6761d",
            "S1ASC": "#3182bd", "S1DES": "#8856a7"}
_OTHERS = ("#e7298a", "#1f78b4", "#b15928", "#6a3d9a")
_NAMES = {"S2": "Sentinel-2 (S2)", "S2L3A": "Sentinel-2 syntheses (S2L3A)", "L8": "Landsat 8 and 9 (L8)",
          "L7": "Landsat 4 to 7 (L7)", "HLSS": "HLS of Sentinel-2 (HLSS)", "HLSL": "HLS of Landsat (HLSL)",
          "S1ASC": "Sentinel-1 ascending (S1ASC)", "S1DES": "Sentinel-1 descending (S1DES)"}
_FRAMES = 4
"""Outlines beside one another: more would not fit into the small squares of the legend."""
_HIDDEN = ("description",)
_WIDE = {"reason": 520, "path": 420, "identifier": 300, "note": 300}


def add_styles(target: Any, sensors: Iterable[str], layers: Mapping[str, Iterable[str]]) -> None:
    """Write the table of styles.

    Args:
        target: the open GeoPackage; its layers are there.
        sensors: of every product.
        layers: names of the layers, each with its columns.
    """
    columns = {layer: list(names) for layer, names in layers.items()}
    add_layer_styles(target, {layer: ("geom" if layer != "left_out" else "", _qml(layer, sensors, names))
                              for layer, names in columns.items()})


def _qml(layer: str, sensors: Iterable[str], columns: Iterable[str]) -> str:
    body, categories = attribute_table(list(columns), _WIDE, _HIDDEN), "AttributeTable"
    if layer == "products":
        body, categories = f"{_TEMPORAL}{_by_sensor(sensors)}{body}", "Symbology|Temporal|AttributeTable"
    elif layer == "static_layers":
        symbol = _symbol(0, "#555555", 0, "dash")
        single = f'<renderer-v2 type="singleSymbol" symbollevels="0"><symbols>{symbol}</symbols></renderer-v2>'
        body, categories = f"{single}{body}", "Symbology|AttributeTable"
    return qml(body, categories)


_TEMPORAL = ('<temporal enabled="1" mode="1" startField="acquired" endField="" durationField="" startExpression="" '
             'endExpression="" fixedDuration="1" durationUnit="d" accumulate="0" limitMode="0">'
             "<fixedRange><start></start><end></end></fixedRange></temporal>")


def _by_sensor(sensors: Iterable[str]) -> str:
    """Return a renderer of one outline a sensor, each inside the one before: sensors share tiles."""
    counts = Counter(sensors)
    others = [s for s in sorted(counts) if s not in _COLOURS]
    colours = {**_COLOURS, **{s: _OTHERS[i % len(_OTHERS)] for i, s in enumerate(others)}}
    categories, symbols = "", ""
    for rank, sensor in enumerate(sorted(counts)):
        label = f"{_NAMES.get(sensor, sensor)}: {counts[sensor]} image{'s' if counts[sensor] > 1 else ''}"
        categories += f'<category value={quoteattr(sensor)} label={quoteattr(label)} symbol="{rank}" render="true"/>'
        symbols += _symbol(rank, colours[sensor], rank, "solid")
    return ('<renderer-v2 type="categorizedSymbol" attr="sensor" symbollevels="0">'
            f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>")


def _symbol(name: int, colour: str, rank: int, dash: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    options = {"line_color": f"{red},{green},{blue},255", "line_style": dash, "line_width": "0.46",
               "line_width_unit": "MM", "offset": f"{0.5 * (rank % _FRAMES):g}", "offset_unit": "MM",
               "ring_filter": "0", "joinstyle": "miter"}
    texts = "".join(f'<Option name="{k}" value="{v}" type="QString"/>' for k, v in options.items())
    old = "".join(f'<prop k="{k}" v="{v}"/>' for k, v in options.items())  # QGIS before 3.24 reads these
    return (f'<symbol name="{name}" type="fill" alpha="1" clip_to_extent="1"><layer class="SimpleLine" enabled="1" '
            f'locked="0" pass="0"><Option type="Map">{texts}</Option>{old}</layer></symbol>')
