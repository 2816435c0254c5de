"""The provider: the list of algorithms that QGIS shows."""

from __future__ import annotations

import configparser
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from landweave.processing_provider.chains.classification_chain import ClassificationChain
from landweave.processing_provider.chains.features_chain import FeaturesChain
from landweave.processing_provider.chains.regression_chain import RegressionChain
from landweave.processing_provider.chains.vector_chain import VectorChain
from landweave.processing_provider.learning.cross_validate import CrossValidate
from landweave.processing_provider.learning.export_network import ExportNetwork
from landweave.processing_provider.learning.feature_importance import FeatureImportance
from landweave.processing_provider.learning.pretrain_network import PretrainNetwork
from landweave.processing_provider.learning.train_classifier import TrainClassifier
from landweave.processing_provider.learning.train_network import TrainNetwork
from landweave.processing_provider.learning.train_regression import TrainRegression
from landweave.processing_provider.learning.tune_classifier import TuneClassifier
from landweave.processing_provider.mapping.class_shares import ClassShares
from landweave.processing_provider.mapping.classify import Classify
from landweave.processing_provider.mapping.fuse_classifications import FuseClassifications
from landweave.processing_provider.mapping.fuse_sar_optical import FuseSarOptical
from landweave.processing_provider.mapping.mosaic import Mosaic
from landweave.processing_provider.mapping.predict_regression import PredictRegression
from landweave.processing_provider.mapping.segment_superpixels import SegmentSuperpixels
from landweave.processing_provider.mapping.smooth_probabilities import SmoothProbabilities
from landweave.processing_provider.models import LandweaveModel
from landweave.processing_provider.postprocess.clip_by_zones import ClipByZones
from landweave.processing_provider.postprocess.consistent_years import ConsistentYears
from landweave.processing_provider.postprocess.regularize import Regularize
from landweave.processing_provider.postprocess.simplify_polygons import SimplifyPolygons
from landweave.processing_provider.postprocess.smooth_polygons import SmoothPolygons
from landweave.processing_provider.postprocess.vectorize import Vectorize
from landweave.processing_provider.postprocess.zonal_statistics import ZonalStatistics
from landweave.processing_provider.samples.apply_review import ApplyReview
from landweave.processing_provider.samples.augment_samples import AugmentSamples
from landweave.processing_provider.samples.clean_samples import CleanSamples
from landweave.processing_provider.samples.copy_samples import CopySamples
from landweave.processing_provider.samples.embed_samples import EmbedSamples
from landweave.processing_provider.samples.export_samples import ExportSamples
from landweave.processing_provider.samples.extract_patches import ExtractPatches
from landweave.processing_provider.samples.extract_samples import ExtractSamples
from landweave.processing_provider.samples.import_samples import ImportSamples
from landweave.processing_provider.samples.merge_samples import MergeSamples
from landweave.processing_provider.samples.prepare_reference import PrepareReference
from landweave.processing_provider.samples.reduce_dimension import ReduceDimension
from landweave.processing_provider.samples.sampling_plan import SamplingPlan
from landweave.processing_provider.samples.select_samples import SelectSamples
from landweave.processing_provider.samples.split_reference import SplitReference
from landweave.processing_provider.samples.suggest_samples import SuggestSamples
from landweave.processing_provider.time_series.check_inputs import CheckInputs
from landweave.processing_provider.time_series.composite import Composite
from landweave.processing_provider.time_series.coregister import Coregister
from landweave.processing_provider.time_series.features_map import FeaturesMap
from landweave.processing_provider.time_series.gap_fill import GapFill
from landweave.processing_provider.time_series.pixel_validity import PixelValidity
from landweave.processing_provider.time_series.scan_catalogue import ScanCatalogue
from landweave.processing_provider.time_series.series_options import SeriesOptions
from landweave.processing_provider.time_series.temporal_metrics import TemporalMetrics
from landweave.processing_provider.time_series.temporal_profile import TemporalProfile
from landweave.processing_provider.tools.check_installation import CheckInstallation
from landweave.processing_provider.tools.demo_data import DemoData
from landweave.processing_provider.tools.import_iota2_configuration import ImportIota2Configuration
from landweave.processing_provider.validation.accuracy import Accuracy
from landweave.processing_provider.validation.applicability import Applicability
from landweave.processing_provider.validation.compare_maps import CompareMaps
from landweave.processing_provider.validation.draw_area_sample import DrawAreaSample
from landweave.processing_provider.validation.estimate_area import EstimateArea
from landweave.processing_provider.validation.map_agreement import MapAgreement
from landweave.processing_provider.validation.plan_area_sample import PlanAreaSample

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
MODELS = RESOURCES / "models"
ALGORITHMS = (
    ClassificationChain,
    FeaturesChain,
    RegressionChain,
    VectorChain,
    ScanCatalogue,
    CheckInputs,
    Coregister,
    SeriesOptions,
    PixelValidity,
    GapFill,
    Composite,
    TemporalMetrics,
    TemporalProfile,
    FeaturesMap,
    PrepareReference,
    SplitReference,
    SamplingPlan,
    SelectSamples,
    ExtractSamples,
    ExtractPatches,
    ImportSamples,
    ExportSamples,
    MergeSamples,
    CopySamples,
    AugmentSamples,
    ReduceDimension,
    EmbedSamples,
    CleanSamples,
    ApplyReview,
    SuggestSamples,
    TrainClassifier,
    TrainNetwork,
    PretrainNetwork,
    ExportNetwork,
    TrainRegression,
    CrossValidate,
    TuneClassifier,
    FeatureImportance,
    Classify,
    PredictRegression,
    FuseClassifications,
    FuseSarOptical,
    SmoothProbabilities,
    SegmentSuperpixels,
    ClassShares,
    Mosaic,
    Regularize,
    Vectorize,
    SimplifyPolygons,
    SmoothPolygons,
    ZonalStatistics,
    ClipByZones,
    ConsistentYears,
    Accuracy,
    PlanAreaSample,
    DrawAreaSample,
    EstimateArea,
    Applicability,
    CompareMaps,
    MapAgreement,
    CheckInstallation,
    DemoData,
    ImportIota2Configuration,
)


class LandweaveProvider(QgsProcessingProvider):
    """Land-cover maps from satellite image time series."""

    def id(self):
        return "landweave"

    def name(self):
        return "Landweave"

    def longName(self):
        return QCoreApplication.translate("LandweaveProvider", "Landweave: land-cover maps from time series")

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        return str(RESOURCES / "icons" / "landweave.svg")

    def defaultVectorFileExtension(self, hasGeometry=True):  # noqa: N803 (QGIS names it)
        del hasGeometry
        return "gpkg"

    def defaultRasterFileExtension(self):
        return "tif"

    def supportedOutputVectorLayerExtensions(self):
        return ["gpkg", "fgb", "shp"]  # the last two for polygons of maps only: BaseAlgorithm refuses them elsewhere

    def supportedOutputRasterLayerExtensions(self):
        return ["tif"]

    def supportsNonFileBasedOutput(self):
        return False

    def versionInfo(self):
        manifest = configparser.ConfigParser(interpolation=None)
        manifest.read(RESOURCES.parent / "metadata.txt", encoding="utf-8")
        return manifest.get("general", "version", fallback="")

    def loadAlgorithms(self):
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            self._add_models()

    def register(self):
        """Add the provider to QGIS, then its models: a model finds its steps in the registry only."""
        QgsApplication.processingRegistry().addProvider(self)
        self._add_models()
        self.algorithmsLoaded.emit()

    def _add_models(self):
        for path in sorted(MODELS.glob("*.model3")):
            model = LandweaveModel()
            if model.fromFile(str(path)):
                self.addAlgorithm(model)
