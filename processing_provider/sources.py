"""What a layer parameter holds, as a path that a worker can open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from qgis.core import (
    NULL,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameters,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from landweave.processing_provider.translation import tr

LAYER_TYPES = ("source", "vector", "raster", "layer", "multilayer")
PREPARED = "reference"
"""Format, and name of the layer, of a prepared reference."""
_FILE_PROVIDERS = ("ogr", "gdal")


def absolute(path: str) -> str:
    """Return the absolute path; virtual ones (`/vsizip/...`, `NETCDF:...`) as they are."""
    if not path or path.startswith("/vsi") or (":" in path and not Path(path).exists()):
        return path
    return str(Path(path).absolute())


def is_empty(value) -> bool:
    """Say whether a parameter holds nothing: None, NULL (a shell's `NAME=`), an empty text or list."""
    return value is None or value == NULL or (isinstance(value, (str, list)) and not value)


def resolve(algorithm, definition, parameters, context):
    """Return the path of a layer parameter, a list of paths for a multiple one, "" when it is empty.

    Features that are in no file as they stand (a memory layer, a selection, a filter, unsaved
    edits, a CRS set in QGIS) are written to a temporary GeoPackage.
    """
    value = parameters.get(definition.name(), definition.defaultValue())
    if is_empty(value):
        return ""
    if definition.type() == "multilayer":
        return _several(algorithm, definition, parameters, context)
    layer = _layer(definition, value, parameters, context)
    if layer is None:
        raise QgsProcessingException(
            tr(
                "{name}: '{value}' could not be opened. Choose a layer of the project or an existing file.",
            ).format(name=definition.name(), value=_shown(value))
        )
    exportable = definition.type() == "source" or (definition.type() == "layer" and isinstance(layer, QgsVectorLayer))
    if exportable and not _is_in_file(layer, value):
        described = _description(layer)
        name = PREPARED if described else definition.name().lower()
        path = _exported(algorithm, definition, parameters, context, name)
        _describe(path, described)
        return path
    if definition.type() == "vector":
        _check_whole(definition, layer)
    return _path(algorithm, definition, layer)


def absent_defaults(algorithm, parameters, context) -> dict[str, str]:
    """Return the column parameters left at a default that their layer has not, with that default.

    One that is given, though empty, is not left: `GROUP_FIELD=` in a shell, an emptied field in a dialog.
    """
    absent = {}
    for definition in algorithm.parameterDefinitions():
        column = definition.defaultValue()
        if definition.type() != "field" or not column or parameters.get(definition.name()) is not None:
            continue
        layer = algorithm.parameterAsVectorLayer(parameters, definition.parentLayerParameterName(), context)
        if layer is not None and column not in layer.fields().names():
            absent[definition.name()] = column
    return absent


def _several(algorithm, definition, parameters, context):
    if definition.layerType() == QgsProcessing.TypeFile:
        return [absolute(path) for path in algorithm.parameterAsFileList(parameters, definition.name(), context)]
    layers = algorithm.parameterAsLayerList(parameters, definition.name(), context)
    return [_path(algorithm, definition, layer) for layer in layers]


def _layer(definition, value, parameters, context):
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        parameters = {**parameters, definition.name(): value.source}
    return QgsProcessingParameters.parameterAsLayer(definition, parameters, context)


def _shown(value):
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    return value if isinstance(value, str) else getattr(value, "name", lambda: value)()


def _path(algorithm, definition, layer):
    """Return `path` or `path|layername=name` of a layer that is in a file."""
    if layer.providerType() not in _FILE_PROVIDERS:
        raise QgsProcessingException(
            tr(
                "{name}: the layer '{layer}' is not a file. Export it to a GeoPackage or GeoTIFF and choose that.",
            ).format(name=definition.name(), layer=layer.name())
        )
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = absolute(parts.get("path") or layer.source())
    return f"{path}|layername={parts['layerName']}" if parts.get("layerName") else path


def _is_in_file(layer, value) -> bool:
    """Say whether the file holds exactly what the user sees in QGIS."""
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() not in _FILE_PROVIDERS:
        return False
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        narrowed = value.selectedFeaturesOnly or value.featureLimit != -1 or getattr(value, "filterExpression", "")
        if narrowed:
            return False
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    by_rank = parts.get("layerId") is not None and not parts.get("layerName")
    provider = layer.dataProvider()
    same_fields = layer.fields().names() == provider.fields().names()
    return not (by_rank or layer.subsetString() or layer.isModified()) and same_fields and layer.crs() == provider.crs()


def _check_whole(definition, layer) -> None:
    """Refuse a catalogue or samples of which QGIS shows something else than the file holds."""
    if layer.isModified():
        text = tr("{name}: the layer '{layer}' has edits that are not saved. Save them first.")
    elif layer.subsetString():
        text = tr("{name}: the layer '{layer}' has a filter, but its file is read whole. Remove the filter.")
    else:
        return
    raise QgsProcessingException(text.format(name=definition.name(), layer=layer.name()))


def _description(layer) -> list[tuple[str, str]]:
    """Return what Landweave wrote beside a prepared reference: a part of it is one too."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(absolute(parts.get("path") or ""))
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            rows = file.execute("SELECT key, value FROM landweave").fetchall()
    except sqlite3.Error:  # any other GeoPackage
        return []
    return rows if ("format", PREPARED) in rows else []


def _describe(path, rows) -> None:
    if rows:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("CREATE TABLE landweave (fid INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL)")
            file.executemany("INSERT INTO landweave (key, value) VALUES (?, ?)", rows)


def _exported(algorithm, definition, parameters, context, name) -> str:
    """Write the features that the user means to a temporary GeoPackage, as a layer of the given name."""
    features = algorithm.parameterAsSource(parameters, definition.name(), context)
    path = QgsProcessingUtils.generateTempFilename(f"{definition.name().lower()}.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    # A column called fid may hold anything in a memory layer; GeoPackage wants its key unique.
    options.layerOptions = ["FID=landweave_fid"]
    writer = QgsVectorFileWriter.create(
        path, features.fields(), features.wkbType(), features.sourceCrs(), QgsCoordinateTransformContext(), options
    )
    _write(writer, features)
    if writer.hasError():
        raise QgsProcessingException(f"{definition.name()}: {writer.errorMessage()}")
    del writer
    return path


def _write(writer, features) -> None:
    # The engine checks geometries itself and names the polygons that are wrong.
    flags = QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks
    for feature in features.getFeatures(QgsFeatureRequest(), flags):
        writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
