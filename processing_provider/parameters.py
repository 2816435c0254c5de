"""Short spellings of the stock parameter types, each with its help text."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)

POLYGONS = [QgsProcessing.TypeVectorPolygon]
POINTS = [QgsProcessing.TypeVectorPoint]
POLYGONS_OR_POINTS = [QgsProcessing.TypeVectorPolygon, QgsProcessing.TypeVectorPoint]
ANY_TABLE = [QgsProcessing.TypeVector]
RASTER_OR_POLYGONS = [QgsProcessing.TypeRaster, QgsProcessing.TypeVectorPolygon]


def described(parameter, help_text, advanced=False):
    """Give a parameter its help, and put it under Advanced if it is rarely needed."""
    parameter.setHelp(help_text)
    if advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    return parameter


def hidden(parameter):
    """Keep a parameter out of dialogs; scripts may still give it."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagHidden)
    return parameter


def source(name, label, help_text, types, optional=False, advanced=False):
    """Features of a vector layer: also the selected ones only, or a layer that is in no file."""
    parameter = QgsProcessingParameterFeatureSource(name, label, types, optional=optional)
    return described(parameter, help_text, advanced)


def artefact(name, label, help_text, types, optional=False, advanced=False):
    """A GeoPackage of Landweave's own (catalogue, samples), taken whole."""
    parameter = QgsProcessingParameterVectorLayer(name, label, types, optional=optional)
    return described(parameter, help_text, advanced)


def field(name, label, help_text, parent, optional=False, default=None, advanced=False):
    """A column of another parameter's layer."""
    parameter = QgsProcessingParameterField(
        name, label, defaultValue=default, parentLayerParameterName=parent, optional=optional
    )
    return described(parameter, help_text, advanced)


def raster(name, label, help_text, optional=False, advanced=False):
    """A raster layer."""
    return described(QgsProcessingParameterRasterLayer(name, label, optional=optional), help_text, advanced)


def rasters(name, label, help_text, optional=False, advanced=False):
    """Several raster layers."""
    parameter = QgsProcessingParameterMultipleLayers(name, label, QgsProcessing.TypeRaster, optional=optional)
    return described(parameter, help_text, advanced)


def files(name, label, help_text, optional=False, advanced=False):
    """Several files."""
    parameter = QgsProcessingParameterMultipleLayers(name, label, QgsProcessing.TypeFile, optional=optional)
    return described(parameter, help_text, advanced)


def raster_or_polygons(name, label, help_text, advanced=False):
    """A layer of either kind; never required."""
    parameter = QgsProcessingParameterMapLayer(name, label, optional=True, types=RASTER_OR_POLYGONS)
    return described(parameter, help_text, advanced)


def folder(name, label, help_text, optional=False, advanced=False):
    """A folder that is there."""
    parameter = QgsProcessingParameterFile(name, label, QgsProcessingParameterFile.Folder, optional=optional)
    return described(parameter, help_text, advanced)


def file(name, label, help_text, file_filter, optional=False, advanced=False):
    """A file that is there; `file_filter` as in file dialogs."""
    parameter = QgsProcessingParameterFile(name, label, optional=optional, fileFilter=file_filter)
    return described(parameter, help_text, advanced)


def text(name, label, help_text, default="", multiline=False, advanced=False):
    """Free text; never required."""
    parameter = QgsProcessingParameterString(name, label, default, multiLine=multiline, optional=True)
    return described(parameter, help_text, advanced)


def integer(name, label, help_text, default, low, high=None, advanced=False):
    """A whole number from `low` to `high`."""
    return _number(QgsProcessingParameterNumber.Integer, name, label, help_text, default, low, high, advanced)


def number(name, label, help_text, default, low, high=None, advanced=False, decimals=2):
    """A number from `low` to `high`, shown with so many decimals."""
    parameter = _number(QgsProcessingParameterNumber.Double, name, label, help_text, default, low, high, advanced)
    parameter.setMetadata({"widget_wrapper": {"decimals": decimals}})
    return parameter


def _number(kind, name, label, help_text, default, low, high, advanced):
    limits = {"minValue": low} if high is None else {"minValue": low, "maxValue": high}
    return described(QgsProcessingParameterNumber(name, label, kind, default, **limits), help_text, advanced)


def switch(name, label, help_text, default=False, advanced=False):
    """A check box."""
    return described(QgsProcessingParameterBoolean(name, label, default), help_text, advanced)


def choice(name, label, help_text, options, default=None, multiple=False, advanced=False):
    """One of (or, with `multiple`, some of) the static names; optional when several may be named."""
    parameter = QgsProcessingParameterEnum(
        name, label, list(options), multiple, default, optional=multiple, usesStaticStrings=True
    )
    return described(parameter, help_text, advanced)


def name_or_file(name, label, help_text, names, file_filter, default):
    """One of some names, or the path of a file; `file_filter` as in file dialogs."""
    parameter = QgsProcessingParameterString(name, label, default)
    widget = "landweave.processing_provider.name_or_file.NameOrFile"
    parameter.setMetadata({"widget_wrapper": {"class": widget, "names": list(names), "file_filter": file_filter}})
    return described(parameter, help_text)


def date(name, label, help_text, advanced=False):
    """A day; never required."""
    kind = QgsProcessingParameterDateTime.Date
    return described(QgsProcessingParameterDateTime(name, label, kind, optional=True), help_text, advanced)


def extent(name, label, help_text, advanced=False):
    """A rectangle with its CRS; never required."""
    return described(QgsProcessingParameterExtent(name, label, optional=True), help_text, advanced)


def crs(name, label, help_text, advanced=False):
    """A coordinate reference system; never required."""
    return described(QgsProcessingParameterCrs(name, label, optional=True), help_text, advanced)


def raster_output(name, label, help_text, optional=False, default=None):
    """A GeoTIFF to write; optional ones are written only when named, or where `default` says."""
    parameter = QgsProcessingParameterRasterDestination(
        name, label, default, optional=optional, createByDefault=not optional or default is not None
    )
    return described(parameter, help_text)


def vector_output(name, label, help_text, types=QgsProcessing.TypeVectorAnyGeometry, optional=False, default=None):
    """A GeoPackage to write; an optional one is left out unless asked for, or written where `default` says."""
    parameter = QgsProcessingParameterVectorDestination(
        name, label, types, default, optional=optional, createByDefault=not optional or default is not None
    )
    return described(parameter, help_text)


def file_output(name, label, help_text, file_filter, optional=False, made_by_default=True, default=None):
    """A file to write; an optional one may be left out, and dialogs leave it out unless `made_by_default`."""
    parameter = QgsProcessingParameterFileDestination(
        name, label, file_filter, default, optional=optional, createByDefault=made_by_default
    )
    return described(parameter, help_text)


def folder_output(name, label, help_text, default=None):
    """A folder to make or to go on in; optional where there is a default."""
    parameter = QgsProcessingParameterFolderDestination(name, label, default, optional=default is not None)
    parameter.setCreateByDefault(default != "")
    return described(parameter, help_text)
