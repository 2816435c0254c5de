"""Parameters that several algorithms share, with one label and one help text each."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs.learning import CALIBRATIONS, LEARNERS, METHODS
from landweave.engine.jobs.regression import REGRESSORS
from landweave.processing_provider.parameters import (
    POLYGONS,
    artefact,
    choice,
    crs,
    extent,
    field,
    file,
    file_output,
    folder,
    folder_output,
    integer,
    name_or_file,
    raster_or_polygons,
    switch,
    text,
)
from landweave.processing_provider.places import DEFAULT_RUN_FOLDER
from landweave.processing_provider.translation import tr


def catalogue(optional=False, advanced=False):
    """Yield what `scan_catalogue` made."""
    yield artefact(
        "CATALOGUE",
        tr("Catalogue"),
        tr("Made by 'List the images of a folder'."),
        POLYGONS,
        optional=optional,
        advanced=advanced,
    )


def regions(advanced=False):
    """Yield polygons of regions and the column that names them, or a raster of their numbers."""
    yield raster_or_polygons(
        "REGIONS",
        tr("Regions"),
        tr(
            "Polygons of regions (climate, relief) that get a model each, or a raster of their numbers (0: none). "
            "Empty: one model for all."
        ),
        advanced=advanced,
    )
    yield field(
        "REGION_FIELD",
        tr("Column with the region's name"),
        tr("A column of the regions, where they are polygons."),
        parent="REGIONS",
        optional=True,
        advanced=advanced,
    )


def region_priority():
    """Yield the column that says which region holds where several overlap."""
    yield field(
        "REGION_PRIORITY_FIELD",
        tr("Column with the region's priority"),
        tr("A number: where regions overlap, the higher one holds. Empty: the first one."),
        parent="REGIONS",
        optional=True,
        advanced=True,
    )


def nomenclature(advanced=False):
    """Yield the file of codes, names and colours."""
    yield file(
        "NOMENCLATURE",
        tr("Nomenclature"),
        tr(
            "Names and colours of the classes: a CSV with the columns code, name, colour (#rrggbb), and if there are "
            "levels, parent; a QGIS style (.qml); or the colour and nomenclature files of iota2.",
        ),
        tr("Nomenclatures (*.csv *.qml *.txt)"),
        optional=True,
        advanced=advanced,
    )


def series(advanced=False):
    """Yield the JSON file of options of the time series."""
    yield file(
        "SERIES",
        tr("Options of the time series"),
        tr(
            "A JSON file: bands, target dates, filling, indices. Empty: all reflective bands, clouds filled "
            "linearly every 10 days, NDVI, NDWI and brightness.",
        ),
        tr("JSON files (*.json)"),
        optional=True,
        advanced=advanced,
    )


def method():
    """Yield the classifier, its options, the weighing of classes and the calibration of probabilities."""
    yield choice("METHOD", tr("Classifier"), _of_methods(), METHODS, default="random_forest")
    yield text(
        "METHOD_OPTIONS",
        tr("Options of the classifier"),
        tr('JSON text with options of scikit-learn, for example {"n_estimators": 200}.'),
        advanced=True,
    )
    yield from weights()
    yield from _calibration()


def method_or_network():
    """Yield what `method` does, where a neural network may be the classifier too."""
    networks = tr(
        "ltae, tempcnn, inception_time, transformer, ltae_sensors and mlp_torch: neural networks for time series "
        "(torch is a package to install), which learn for minutes. Or a Python file with a network of your own."
    )
    yield name_or_file(
        "METHOD", tr("Classifier"), f"{_of_methods()} {networks}", LEARNERS, python_files(), default="random_forest"
    )
    yield text(
        "METHOD_OPTIONS",
        tr("Options of the classifier"),
        tr(
            'JSON text with options of scikit-learn, for example {"n_estimators": 200}; of a network with its options '
            'and the preset, for example {"preset": "fast"}.'
        ),
        advanced=True,
    )
    yield from weights()
    yield from _calibration()


def python_files():
    """Return the filter of file dialogs for Python files."""
    return tr("Python files (*.py)")


def _of_methods():
    return tr(
        "random_forest: 100 trees, a good start. extra_trees: similar, faster. svm: support vectors, good with few "
        "samples. boosting and lightgbm: gradient boosting (lightgbm is a package to install). mlp: a neural "
        "network. knn: nearest neighbours. lda, logistic, ridge, linear_svm, sgd: linear, simple and fast. qda, "
        "gaussian_nb, nearest_centroid, decision_tree: classics to compare with.",
    )


def weights(balanced=False):
    """Yield how much classes weigh, by their number of samples unless `balanced` is turned off, and one by one."""
    yield switch(
        "BALANCED",
        tr("Give rare classes more weight"),
        tr("Weighs each class inversely to its number of samples, where the classifier can."),
        default=balanced,
        advanced=True,
    )
    yield text(
        "CLASS_WEIGHTS",
        tr("Weights of classes"),
        tr('JSON text with a weight by class code, for example {"11": 2, "31": 0.5}. Classes that are not there: 1.'),
        advanced=True,
    )


def _calibration():
    yield choice(
        "CALIBRATION",
        tr("Calibration of the probabilities"),
        tr(
            "Makes probabilities true on polygons that are held out: of the pixels with 0.8, 80 % are then right. "
            "temperature: by one number, the classes stay as they are. isotonic: by a curve for each class, needs more "
            "samples.",
        ),
        CALIBRATIONS,
        default="none",
        advanced=True,
    )


def regressor():
    """Yield the learner of a quantity and its options."""
    yield choice(
        "METHOD",
        tr("Learner"),
        tr(
            "random_forest: 100 trees, a good start. extra_trees: similar, smoother. boosting and lightgbm: gradient "
            "boosting (lightgbm is a package to install). svm: support vectors, good with few samples. mlp: a neural "
            "network. knn: nearest neighbours. ridge, linear: straight lines."
        ),
        REGRESSORS,
        default="random_forest",
    )
    yield text(
        "METHOD_OPTIONS",
        tr("Options of the learner"),
        tr('JSON text with options of scikit-learn, for example {"n_estimators": 200}.'),
        advanced=True,
    )


def region_of_samples():
    """Yield the column of the samples whose values get a model each."""
    yield field(
        "REGION_FIELD",
        tr("Column with the region"),
        tr("Each of its values gets a model. Empty (in a shell REGION_FIELD=): one model for all."),
        parent="SAMPLES",
        optional=True,
        default="region",
        advanced=True,
    )


def value_scores():
    """Yield the outputs of what measures a quantity."""
    yield QgsProcessingOutputNumber("R2", tr("Share of the variation explained (r2)"))
    yield QgsProcessingOutputNumber("RMSE", tr("Root mean square error"))
    yield QgsProcessingOutputNumber("MAE", tr("Mean absolute error"))
    yield QgsProcessingOutputNumber("BIAS", tr("Bias"))


def learner(networks=False):
    """Yield the classifier as what only compares takes it: without what changes probabilities alone."""
    every = method_or_network() if networks else method()
    yield from (parameter for parameter in every if parameter.name() != "CALIBRATION")


def held_out_folds():
    """Yield how samples are divided into what is learnt from and what is scored."""
    yield field(
        "GROUP_FIELD",
        tr("Column with the group"),
        tr("Samples with the same value stay together, and those of a polygon in any case."),
        parent="SAMPLES",
        optional=True,
        default="polygon_id",
        advanced=True,
    )
    yield integer("FOLDS", tr("Number of parts"), tr("Each is scored once, by what was learnt from the others."),
                  default=5, low=2, high=100, advanced=True)


def priors():
    """Yield the shares of the classes in the area to map."""
    yield file(
        "PRIORS",
        tr("Shares of the classes in the area"),
        tr(
            "Samples rarely have the shares that classes have on the ground. With a table (code,share) or a first map, "
            "probabilities and classes are corrected for the real shares. Empty: no correction."
        ),
        tr("Shares or maps (*.csv *.tif *.vrt);;All files (*)"),
        optional=True,
        advanced=True,
    )


def seed():
    """Yield the seed of everything random."""
    yield integer(
        "SEED",
        tr("Seed"),
        tr("Start of the random numbers: the same seed gives the same result."),
        default=0,
        low=0,
        advanced=True,
    )


def area():
    """Yield what narrows the area that is mapped, and the CRS of the result."""
    yield extent(
        "EXTENT",
        tr("Part of the area"),
        tr("Only this rectangle is mapped. Empty: everything."),
        advanced=True,
    )
    yield raster_or_polygons(
        "MASK",
        tr("Mask"),
        tr("A raster (0 is left out) or polygons (outside is left out)."),
        advanced=True,
    )
    yield crs(
        "TARGET_CRS",
        tr("Coordinate system of the result"),
        tr("Needed when the images lie in several zones. Empty: that of the images."),
        advanced=True,
    )


def load_dates():
    """Yield whether the dates of a result are added to the project one by one."""
    yield switch(
        "LOAD_DATES",
        tr("Add the dates as layers"),
        tr(
            "In QGIS, each date becomes a layer of its own with its period, so that the temporal controller (the clock "
            "in the tool bar) plays the year. The layers hold no pixels: they show those of the result."
        ),
        default=True,
        advanced=True,
    )


def tiles():
    """Yield the names of the tiles to do."""
    yield text("TILES", tr("Tiles"), tr("Only these, parted by commas. Empty: all."), advanced=True)


def page():
    """Return the page of what looks at the inputs."""
    return file_output(
        "OUTPUT_HTML", tr("Page"), tr("The page to write."), tr("HTML files (*.html)"), optional=True
    )


def scores():
    """Yield the outputs of what measures accuracy."""
    yield QgsProcessingOutputNumber("OVERALL_ACCURACY", tr("Overall accuracy"))
    yield QgsProcessingOutputNumber("KAPPA", tr("Kappa"))
    yield QgsProcessingOutputNumber("MACRO_F1", tr("Mean F-score of the classes"))


def resources(images=True):
    """Yield what the run may use of the machine; a cache of images only where images are read."""
    yield integer(
        "WORKERS",
        tr("Number of processes"),
        tr("How many processes work at once. 0: one for each processor core."),
        default=0,
        low=0,
        advanced=True,
    )
    yield integer(
        "MEMORY_MIB",
        tr("Memory (MiB)"),
        tr("What all processes together may use; it decides how large the blocks are. 0: automatic."),
        default=0,
        low=0,
        advanced=True,
    )
    if not images:
        return
    yield folder(
        "CACHE",
        tr("Cache of decoded images"),
        tr(
            "A folder, made when it is not there, where images in JPEG 2000 are kept decoded for this and later runs: "
            "they are read many times as fast then. It changes no result. Empty: none."
        ),
        optional=True,
        advanced=True,
    )
    yield integer(
        "CACHE_GIB",
        tr("Size of the cache (GiB)"),
        tr("What the cache may take on the disk; what was not used for longest goes first."),
        default=20,
        low=1,
        advanced=True,
    )


def run_folder():
    """Yield the folder that makes a run resumable."""
    yield folder_output(
        "RUN_FOLDER",
        tr("Run folder"),
        tr(
            "Where the results, the log and the state of the run are kept. Started again with the same parameters and "
            "the same folder, an unfinished run goes on where it stopped. Left as it is: a folder beside the "
            "reference polygons, called after them.",
        ),
        DEFAULT_RUN_FOLDER,
    )
