"""The dates of a raster as layers of the project, and what the temporal controller needs to step through them.

Beside a raster of many dates lies a folder with a small raster a date, each with a style that holds its period
(`engine/raster/dates.py` writes them). Everything here runs in the main thread, once QGIS has loaded the raster.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsLayerTreeGroup,
    QgsMultiBandColorRenderer,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QTime

FEATURE_DAYS = 10
MOST_LAYERS = 400
"""A project with more is slow to work with: then only the dates of the first sensor are added."""


def add_dates(layer: QgsRasterLayer, context: QgsProcessingContext) -> None:
    """Add the dates of a raster above it, if it has any: a group a sensor, of which the clearest is shown.

    Args:
        layer: in the project.
        context: of the run that made it.
    """
    project = context.project() or QgsProject.instance()
    node = project.layerTreeRoot().findLayer(layer.id())
    folders = sorted(p for p in folder_of(layer.source()).glob("*") if p.is_dir())
    series = [_layers(folder) for folder in folders]
    series = sorted((layers for layers in series if layers), key=_rank)
    if not series:
        return
    if sum(map(len, series)) > MOST_LAYERS:
        series = series[:1]
    group = QgsLayerTreeGroup(
        QCoreApplication.translate("DatedLayers", "Dates of {name}").format(name=layer.name())
    )
    for layers in series:
        own = group.addGroup(Path(layers[0].source()).parent.name) if len(series) > 1 else group
        for one in layers:
            project.addMapLayer(one, False)
            own.addLayer(one).setExpanded(False)
        own.setExpanded(False)
        own.setItemVisibilityChecked(layers is series[0])
    group.setExpanded(len(series) > 1)
    if node is None:  # QGIS has not placed the layer yet
        project.layerTreeRoot().insertChildNode(0, group)
    else:
        node.parent().insertChildNode(node.parent().children().index(node), group)
        node.setExpanded(False)
    set_controller(series[0], project)


def folder_of(raster: str) -> Path:
    """Return where the dates of a raster lie."""
    path = Path(raster)
    return path.with_name(f"{path.stem}_dates")


def _layers(folder: Path) -> list[QgsRasterLayer]:
    found = [QgsRasterLayer(str(path), f"{folder.name} {path.stem}") for path in sorted(folder.glob("*.vrt"))]
    layers = [layer for layer in found if layer.isValid()]
    for layer in layers:
        layer.loadDefaultStyle()  # QGIS 3.22 takes the colours of a new layer's style, and not its period
    return layers


def _rank(layers: list[QgsRasterLayer]) -> tuple[bool, int]:
    """Colours come before grey, many bands before few."""
    return not isinstance(layers[0].renderer(), QgsMultiBandColorRenderer), -layers[0].bandCount()


def set_controller(layers: list[QgsRasterLayer], project: QgsProject) -> None:
    """Set the period and the step of the project, and of the temporal controller where there is a map.

    The controller is left off: who turns it on finds it ready.
    """
    ranges = [layer.temporalProperties().fixedTemporalRange() for layer in layers]
    starts = [one.begin().date() for one in ranges]
    first, last = ranges[0].begin(), ranges[-1].end()
    first.setTime(QTime(0, 0))
    if all(start.day() == 1 for start in starts[1:]):
        # The first month may begin with the first image; steps that do as well would show two months each.
        _set(project, QgsDateTimeRange(first.addDays(1 - starts[0].day()), last), 1, QgsUnitTypes.TemporalMonths)
    else:
        days = round(starts[0].daysTo(starts[-1]) / max(1, len(starts) - 1))
        _set(project, QgsDateTimeRange(first, last), max(1, days), QgsUnitTypes.TemporalDays)


def set_controller_to_features(layer: QgsVectorLayer, project: QgsProject) -> None:
    """Set period and step for features that have dates, such as the images of a catalogue."""
    properties = layer.temporalProperties()
    column = layer.fields().lookupField(properties.startField()) if properties.isActive() else -1
    if column >= 0 and layer.featureCount():
        # From midnight to midnight: QGIS shows the end of the last step too.
        first, last = (QDateTime(moment.date(), QTime(0, 0)) for moment in layer.minimumAndMaximumValue(column))
        whole = QgsDateTimeRange(first, last.addDays(1))
        _set(project, whole, FEATURE_DAYS, QgsUnitTypes.TemporalDays)


def _set(project: QgsProject, whole: QgsDateTimeRange, step: int, unit: QgsUnitTypes.TemporalUnit) -> None:
    settings = project.timeSettings()
    settings.setTemporalRange(whole)
    settings.setTimeStep(step)
    settings.setTimeStepUnit(unit)
    controller = _controller()
    if controller is not None:
        controller.setTemporalExtents(whole)
        controller.setFrameDuration(QgsInterval(step, unit))


def _controller():
    """Return the controller of the main map; None in qgis_process."""
    from qgis.utils import iface

    return iface.mapCanvas().temporalController() if iface is not None and iface.mapCanvas() else None
