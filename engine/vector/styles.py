"""QGIS's styles inside a GeoPackage: it takes the default one of the table `layer_styles` when it opens a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr  # nosec B406 (writes XML, parses none)

from osgeo import gdal, ogr

from landweave.engine.vector.layers import split_source

gdal.UseExceptions()
ogr.UseExceptions()

TABLE = "layer_styles"
"""QGIS's name for it."""
_COLUMNS = ("f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML",
            "styleSLD", "description", "owner", "ui")


_CATEGORIES = "Symbology|Fields|Forms|AttributeTable"


class Mark(NamedTuple):
    """How the points of one category look.

    Args:
        value: of the column.
        label: in the legend.
        colour: `#rrggbb`.
        size_mm: diameter.
    """

    value: str
    label: str
    colour: str
    size_mm: float


class Fill(NamedTuple):
    """How the polygons of one category look.

    Args:
        value: of the column.
        label: in the legend.
        colour: `#rrggbb`.
    """

    value: str
    label: str
    colour: str


def write_styles(path: str | Path, styles: Mapping[str, str]) -> None:
    """Add styles to a GeoPackage that is closed: `add_layer_styles`."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    add_layer_styles(dataset, {name: ("geom", qml) for name, qml in styles.items()})


def add_layer_styles(target: Any, styles: Mapping[str, tuple[str, str]]) -> None:
    """Write the table of styles.

    Args:
        target: the open GeoPackage; its layers are there.
        styles: geometry column (empty: none) and QML by layer.
    """
    table = target.CreateLayer(TABLE, None, ogr.wkbNone)
    for name in _COLUMNS:
        table.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    default = ogr.FieldDefn("useAsDefault", ogr.OFTInteger)
    default.SetSubType(ogr.OFSTBoolean)
    table.CreateField(default)
    table.CreateField(ogr.FieldDefn("update_time", ogr.OFTDateTime))
    for layer, (geometry, text) in styles.items():
        row = ogr.Feature(table.GetLayerDefn())
        texts = dict.fromkeys(_COLUMNS, "") | {"f_table_name": layer, "styleName": layer,
                                               "f_geometry_column": geometry, "styleQML": text}
        for name, value in texts.items():
            row.SetField(name, value)
        row.SetField("useAsDefault", 1)
        row.SetField("update_time", "2000/01/01 00:00:00+00")  # the same content is the same bytes
        table.CreateFeature(row)


def qml(body: str, categories: str) -> str:
    """Return a style of the given categories (`Symbology|AttributeTable`) from their elements."""
    return ("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
            f'<qgis version="3.22" styleCategories="{categories}">{body}</qgis>')


def attribute_table(columns: Sequence[str], widths: Mapping[str, int], hidden: Sequence[str] = ()) -> str:
    """Return how the table of attributes looks.

    Args:
        columns: in the order of the layer.
        widths: in pixels, where texts are long.
        hidden: what only the engine reads.
    """
    shown = "".join(
        f'<column type="field" name={quoteattr(name)} hidden="{int(name in hidden)}" width="{widths.get(name, -1)}"/>'
        for name in columns
    )
    return f'<attributetableconfig sortExpression="" sortOrder="0"><columns>{shown}</columns></attributetableconfig>'


def marks_style(
    column: str, marks: Sequence[Mark], columns: Sequence[str], widths: Mapping[str, int], form: str = ""
) -> str:
    """Return the style of points by category; the last mark lies on top.

    Args:
        column: that tells the category.
        marks: one a category.
        columns: of the table of attributes.
        widths: of its columns in pixels, where texts are long.
        form: how fields are edited (`choices_form`).
    """
    categories = "".join(
        f'<category value={quoteattr(m.value)} label={quoteattr(m.label)} symbol="{n}" render="true"/>'
        for n, m in enumerate(marks)
    )
    symbols = "".join(_marker(n, m) for n, m in enumerate(marks))
    body = (f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(column)} symbollevels="1">'
            f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>")
    return qml(body + form + attribute_table(columns, widths), _CATEGORIES)


def single_mark_style(
    colour: str, size_mm: float, columns: Sequence[str], widths: Mapping[str, int], form: str = ""
) -> str:
    """Return the style of points that look all alike; arguments as in `Mark` and `marks_style`."""
    symbol = _marker(0, Mark("", "", colour, size_mm))
    body = f'<renderer-v2 type="singleSymbol" symbollevels="0"><symbols>{symbol}</symbols></renderer-v2>'
    return qml(body + form + attribute_table(columns, widths), _CATEGORIES)


def fills_style(column: str, fills: Sequence[Fill], columns: Sequence[str]) -> str:
    """Return the style of polygons by category; outlines have the colour of the fill, so that no gap shines through.

    Args:
        column: that tells the category.
        fills: one a category.
        columns: of the table of attributes.
    """
    categories = "".join(
        f'<category value={quoteattr(f.value)} label={quoteattr(f.label)} symbol="{n}" type="long" render="true"/>'
        for n, f in enumerate(fills)
    )
    symbols = "".join(_fill(n, f.colour) for n, f in enumerate(fills))
    body = (f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(column)} symbollevels="0">'
            f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>")
    return qml(body + attribute_table(columns, {}), _CATEGORIES)


def outline_style(colour: str, width_mm: float, columns: Sequence[str]) -> str:
    """Return the style of polygons of which the outline is shown only, so that one sees what lies in them."""
    symbol = _fill(0, colour, "no", width_mm)
    body = f'<renderer-v2 type="singleSymbol" symbollevels="0"><symbols>{symbol}</symbols></renderer-v2>'
    return qml(body + attribute_table(columns, {}), _CATEGORIES)


def with_aliases(style: str, aliases: Mapping[str, str]) -> str:
    """Return a style in which some columns are shown under other names.

    Args:
        style: QML; empty: the columns alone are styled.
        aliases: what is shown, by column.
    """
    listed = "".join(f"<alias field={quoteattr(column)} index=\"{n}\" name={quoteattr(shown)}/>"
                     for n, (column, shown) in enumerate(aliases.items()))
    if not style:
        return qml(f"<aliases>{listed}</aliases>", "Fields")
    if "</aliases>" in style:
        return style.replace("</aliases>", f"{listed}</aliases>", 1)
    body, _, end = style.rpartition("</qgis>")
    return f"{body}<aliases>{listed}</aliases></qgis>{end}"


def read_style(source: str) -> str:
    """Return the default style of a layer: the one in its GeoPackage, else the `.qml` beside it; empty if none."""
    path, options = split_source(source)
    beside = Path(path).with_suffix(".qml")
    if Path(path).suffix.lower() != ".gpkg":
        return beside.read_text(encoding="utf-8") if beside.is_file() else ""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    table = dataset.GetLayerByName(TABLE)
    name = options.get("layername") or dataset.GetLayer(0).GetName()
    for row in table if table is not None else ():
        if row.GetField("f_table_name") == name and row.GetField("useAsDefault"):
            return str(row.GetField("styleQML") or "")
    return ""


def choices_form(column: str, choices: Mapping[str, str]) -> str:
    """Return a form in which a field is filled in by choosing from a list: values by what is shown."""
    return choices_forms({column: choices})


def choices_forms(choices: Mapping[str, Mapping[str, str]]) -> str:
    """Return a form in which several fields are filled in by choosing, each from its own list."""
    return f"<fieldConfiguration>{''.join(_choices(*field) for field in choices.items())}</fieldConfiguration>"


def _choices(column: str, choices: Mapping[str, str]) -> str:
    listed = "".join(f'<Option type="Map"><Option name={quoteattr(shown)} type="QString" value={quoteattr(value)}/>'
                     "</Option>" for shown, value in choices.items())
    return (f'<field name={quoteattr(column)}><editWidget type="ValueMap"><config>'
            f'<Option type="Map"><Option name="map" type="List">{listed}</Option></Option></config></editWidget>'
            "</field>")


def _fill(number: int, colour: str, style: str = "solid", width_mm: float = 0.1) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    options = {"color": f"{red},{green},{blue},255", "style": style, "outline_style": "solid",
               "outline_color": f"{red},{green},{blue},255", "outline_width": f"{width_mm:g}",
               "outline_width_unit": "MM"}
    texts = "".join(f'<Option name="{k}" value="{v}" type="QString"/>' for k, v in options.items())
    old = "".join(f'<prop k="{k}" v="{v}"/>' for k, v in options.items())  # QGIS before 3.24 reads these
    return (f'<symbol name="{number}" type="fill" alpha="1" clip_to_extent="1"><layer class="SimpleFill" '
            f'enabled="1" locked="0" pass="0"><Option type="Map">{texts}</Option>{old}</layer></symbol>')


def _marker(number: int, mark: Mark) -> str:
    red, green, blue = (int(mark.colour[at : at + 2], 16) for at in (1, 3, 5))
    options = {"name": "circle", "color": f"{red},{green},{blue},255", "outline_color": "35,35,35,255",
               "outline_width": "0.2", "outline_width_unit": "MM", "size": f"{mark.size_mm:g}", "size_unit": "MM"}
    texts = "".join(f'<Option name="{k}" value="{v}" type="QString"/>' for k, v in options.items())
    old = "".join(f'<prop k="{k}" v="{v}"/>' for k, v in options.items())  # QGIS before 3.24 reads these
    return (f'<symbol name="{number}" type="marker" alpha="1" clip_to_extent="1"><layer class="SimpleMarker" '
            f'enabled="1" locked="0" pass="{number}"><Option type="Map">{texts}</Option>{old}</layer></symbol>')
