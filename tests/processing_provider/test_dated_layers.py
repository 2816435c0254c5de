"""What a person sees once a result with dates is loaded: layers a date, and a temporal controller that plays them."""

import numpy as np
import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsTemporalNavigationObject,
    QgsVectorLayer,
)

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.series_style import write_series_style
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.sensors.product import BandSource, LeftOut, Product
from landweave.engine.series.plan import Feature, SensorPlan, SeriesPlan
from landweave.processing_provider import dated_layers, loading

MONTHS = ("2021-01-07", "2021-02-01", "2021-03-01", "2021-04-01")
STEPS = ("2021-01-07", "2021-01-17", "2021-01-27", "2021-02-06")
GRID = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 500000.0, 4800000.0, 10.0, 10.0, 6, 4)
ROLES = (("blue", "B2"), ("green", "B3"), ("red", "B4"))


class Controller:
    """Stands for the controller of the main map."""

    def __init__(self):
        self.object = QgsTemporalNavigationObject()

    def frames(self):
        self.object.setNavigationMode(QgsTemporalNavigationObject.Animated)
        return [self.object.dateTimeRangeForFrameNumber(n) for n in range(self.object.totalFrameCount())]


@pytest.fixture
def controller(monkeypatch):
    controller = Controller()
    monkeypatch.setattr(dated_layers, "_controller", lambda: controller.object)
    return controller


@pytest.fixture
def project(qgis_app):
    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


def make_raster(path, days):
    """Write a raster of two sensors on the days, with the dates beside it."""
    sensors = (SensorPlan("S1ASC", ("VV",), (), (), days, unit="dB x 100"),
               SensorPlan("S2", ("B2", "B3", "B4"), (), ROLES, days))
    features = [Feature(f"{s.sensor}_{b}_{d}", s.sensor, b, d, s.unit) for s in sensors for d in days for b in s.bands]
    with RasterWriter(path, GRID, len(features), "int16", -32768, tuple(f.name for f in features)) as writer:
        writer.write(GRID.window, np.ones((len(features), GRID.rows, GRID.columns), "int16"))
    write_series_style(str(path), SeriesPlan(sensors), features)


def load(project, path, with_dates=True):
    """Load a result as Processing does, and return its layer."""
    context = QgsProcessingContext()
    context.setProject(project)
    loading.load_raster(context, str(path), "Filled", "OUTPUT")
    loading.style_results(context, with_dates)
    layer = project.addMapLayer(QgsRasterLayer(str(path), "Filled"))
    details = context.layerToLoadOnCompletionDetails(str(path))
    details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
    return layer


def test_dates_become_a_group_of_which_the_colours_are_shown(project, controller, tmp_path):
    make_raster(tmp_path / "filled.tif", STEPS)
    load(project, tmp_path / "filled.tif")
    group, raster = project.layerTreeRoot().children()
    assert (group.name(), raster.name()) == ("Dates of Filled", "Filled")
    assert [(own.name(), own.isVisible()) for own in group.children()] == [("S2", True), ("S1ASC", False)]
    assert [node.name() for node in group.children()[0].children()] == [f"S2 {day}" for day in STEPS]
    for node in group.children()[0].children():
        layer = node.layer()
        assert layer.renderer().type() == "multibandcolor"
        assert layer.renderer().usesBands() == [3, 2, 1]
        assert layer.temporalProperties().isActive()


@pytest.mark.parametrize("days", [MONTHS, STEPS], ids=["months", "steps"])
def test_each_step_of_the_controller_shows_one_date(project, controller, tmp_path, days):
    make_raster(tmp_path / "filled.tif", days)
    load(project, tmp_path / "filled.tif")
    layers = [node.layer() for node in project.layerTreeRoot().children()[0].children()[0].children()]
    shown = [[layer.name()[3:] for layer in layers if layer.temporalProperties().isVisibleInTemporalRange(frame)]
             for frame in controller.frames()]
    assert shown[: len(days)] == [[day] for day in days]
    assert all(len(one) <= 1 for one in shown)


def test_who_does_not_want_the_dates_gets_the_raster_alone(project, controller, tmp_path):
    make_raster(tmp_path / "filled.tif", STEPS)
    layer = load(project, tmp_path / "filled.tif", with_dates=False)
    assert list(project.mapLayers().values()) == [layer]
    assert layer.temporalProperties().isActive()  # the period of all


def test_many_dates_of_many_sensors_are_not_all_added(project, controller, tmp_path, monkeypatch):
    make_raster(tmp_path / "filled.tif", STEPS)
    monkeypatch.setattr(dated_layers, "MOST_LAYERS", 6)
    load(project, tmp_path / "filled.tif")
    assert sorted(layer.name() for layer in project.mapLayers().values()) == ["Filled", *(f"S2 {d}" for d in STEPS)]


@pytest.fixture
def catalogue(tmp_path):
    """Return a catalogue of two sensors on three days, with one thing left out."""
    band = BandSource("B4", "/data/b4.tif")
    products = tuple(
        Product(f"{sensor} {day}", "made_up", sensor, "31TCJ", f"{day}T10:00:00", "/data", GRID, (band,), ())
        for sensor in ("S2", "field") for day in ("2021-01-07", "2021-03-01", "2021-12-30")
    )
    path = tmp_path / "catalogue.gpkg"
    save_catalogue(str(path), Catalogue(products, (LeftOut("/data/x.tif", "is cut", True),)))
    return path


def test_a_catalogue_opens_coloured_by_sensor_and_with_its_dates(catalogue, project, controller):
    layer = QgsVectorLayer(f"{catalogue}|layername=products", "Catalogue")
    loading.StyleFromSidecar().postProcessLayer(layer, QgsProcessingContext(), QgsProcessingFeedback())
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels == ["Sentinel-2 (S2): 3 images", "field: 3 images"]
    assert layer.temporalProperties().isActive()
    assert layer.temporalProperties().startField() == "acquired"
    extents = controller.object.temporalExtents()
    assert extents.begin().date().toString("yyyy-MM-dd") == "2021-01-07"
    assert extents.contains(QgsDateTimeRange(layer.maximumValue(layer.fields().lookupField("acquired")).addSecs(0),
                                             layer.maximumValue(layer.fields().lookupField("acquired")).addSecs(1)))
    hidden = {column.name for column in layer.attributeTableConfig().columns() if column.hidden}
    assert hidden == {"description"}


def test_a_catalogue_is_still_a_layer_of_polygons_for_those_who_name_the_file_alone(catalogue, qgis_app):
    layer = QgsVectorLayer(str(catalogue), "Catalogue")
    assert layer.isValid()
    assert layer.fields().lookupField("sensor") >= 0


def test_what_was_left_out_is_loaded_beside_the_catalogue(provider, catalogue):
    from landweave.processing_provider.values import Values

    context = QgsProcessingContext()
    project = QgsProject.instance()
    context.setProject(project)
    details = QgsProcessingContext.LayerDetails("Catalogue", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(str(catalogue), details)
    algorithm = provider.algorithm("scan_catalogue").create()
    values = Values(algorithm, {"OUTPUT": str(catalogue)}, context)
    algorithm.finish({}, values, context, QgsProcessingFeedback())
    loaded = context.layersToLoadOnCompletion()
    assert {details.name for details in loaded.values()} == {"Catalogue", "Left out, and why"}
    (table,) = (key for key in loaded if key.endswith("|layername=left_out"))
    assert QgsVectorLayer(table, "left_out").featureCount() == 1
