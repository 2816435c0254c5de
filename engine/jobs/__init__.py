"""Job descriptions: the only part of the engine that the QGIS side imports."""

from landweave.engine.jobs.areas import DrawAreaSampleJob, EstimateAreaJob, PlanAreaSampleJob
from landweave.engine.jobs.base import REGISTRY, Job, job_from_json
from landweave.engine.jobs.chains import ClassificationChainJob, FeaturesChainJob
from landweave.engine.jobs.cleaning import ApplyReviewJob, CleanSamplesJob, SuggestSamplesJob
from landweave.engine.jobs.comparison import CompareMapsJob, ConsistentYearsJob, MapAgreementJob
from landweave.engine.jobs.coregister import CoregisterJob
from landweave.engine.jobs.fusion import FuseClassificationsJob, FuseSarOpticalJob, SmoothProbabilitiesJob
from landweave.engine.jobs.iota2 import ImportIota2ConfigurationJob
from landweave.engine.jobs.learning import CrossValidateJob, TrainClassifierJob
from landweave.engine.jobs.mapping import ClassifyJob, MosaicJob
from landweave.engine.jobs.networks import (
    EmbedSamplesJob,
    ExportNetworkJob,
    ExtractPatchesJob,
    PretrainNetworkJob,
    TrainNetworkJob,
)
from landweave.engine.jobs.postprocess import (
    ClipByZonesJob,
    RegularizeJob,
    SimplifyPolygonsJob,
    SmoothPolygonsJob,
    VectorChainJob,
    VectorizeJob,
    ZonalStatisticsJob,
)
from landweave.engine.jobs.profile import CheckInputsJob, TemporalProfileJob
from landweave.engine.jobs.regression import PredictRegressionJob, RegressionChainJob, TrainRegressionJob
from landweave.engine.jobs.sample_sets import AugmentSamplesJob, CopySamplesJob, MergeSamplesJob, ReduceDimensionJob
from landweave.engine.jobs.samples import (
    ExportSamplesJob,
    ExtractSamplesJob,
    ImportSamplesJob,
    PrepareReferenceJob,
    SelectSamplesJob,
    SplitReferenceJob,
)
from landweave.engine.jobs.sampling import SamplingPlanJob
from landweave.engine.jobs.segments import ClassSharesJob, SegmentSuperpixelsJob
from landweave.engine.jobs.series_file import SeriesOptionsJob
from landweave.engine.jobs.series_maps import (
    CompositeJob,
    FeaturesMapJob,
    GapFillJob,
    PixelValidityJob,
    TemporalMetricsJob,
)
from landweave.engine.jobs.time_series import ScanCatalogueJob
from landweave.engine.jobs.tools import CheckInstallationJob, DemoDataJob
from landweave.engine.jobs.tuning import FeatureImportanceJob, TuneClassifierJob
from landweave.engine.jobs.validation import AccuracyJob, ApplicabilityJob

__all__ = [
    "REGISTRY",
    "AccuracyJob",
    "ApplicabilityJob",
    "ApplyReviewJob",
    "AugmentSamplesJob",
    "CheckInputsJob",
    "CheckInstallationJob",
    "ClassSharesJob",
    "ClassificationChainJob",
    "ClassifyJob",
    "CleanSamplesJob",
    "ClipByZonesJob",
    "CompareMapsJob",
    "CompositeJob",
    "ConsistentYearsJob",
    "CopySamplesJob",
    "CoregisterJob",
    "CrossValidateJob",
    "DemoDataJob",
    "DrawAreaSampleJob",
    "EmbedSamplesJob",
    "EstimateAreaJob",
    "ExportNetworkJob",
    "ExportSamplesJob",
    "ExtractPatchesJob",
    "ExtractSamplesJob",
    "FeatureImportanceJob",
    "FeaturesChainJob",
    "FeaturesMapJob",
    "FuseClassificationsJob",
    "FuseSarOpticalJob",
    "GapFillJob",
    "ImportIota2ConfigurationJob",
    "ImportSamplesJob",
    "Job",
    "MapAgreementJob",
    "MergeSamplesJob",
    "MosaicJob",
    "PixelValidityJob",
    "PlanAreaSampleJob",
    "PredictRegressionJob",
    "PrepareReferenceJob",
    "PretrainNetworkJob",
    "ReduceDimensionJob",
    "RegressionChainJob",
    "RegularizeJob",
    "SamplingPlanJob",
    "ScanCatalogueJob",
    "SegmentSuperpixelsJob",
    "SelectSamplesJob",
    "SeriesOptionsJob",
    "SimplifyPolygonsJob",
    "SmoothPolygonsJob",
    "SmoothProbabilitiesJob",
    "SplitReferenceJob",
    "SuggestSamplesJob",
    "TemporalMetricsJob",
    "TemporalProfileJob",
    "TrainClassifierJob",
    "TrainNetworkJob",
    "TrainRegressionJob",
    "TuneClassifierJob",
    "VectorChainJob",
    "VectorizeJob",
    "ZonalStatisticsJob",
    "job_from_json",
]
