"""The report's last part: from what and how the map was made, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from landweave.engine.language import ENGLISH, Texts, phrase
from landweave.engine.types import Json

_LABELS = {
    "kind": phrase("Made by"), "input": phrase("Images"), "catalogue": phrase("Catalogue of images"),
    "map": phrase("Map"), "reference": phrase("Reference"), "class_field": phrase("Field of the class codes"),
    "polygon_field": phrase("Field that numbers the polygons"), "regions": phrase("Regions"),
    "region_field": phrase("Field of the regions"), "nomenclature": phrase("Nomenclature"),
    "series": phrase("Options of the time series"), "method": phrase("Classifier"),
    "method_options": phrase("Options of the classifier"), "runs": phrase("Random splits (runs)"),
    "run": phrase("Run of the split"), "side": phrase("Side of the split"),
    "split": phrase("What is kept whole when splitting"), "block_size_m": phrase("Size of the blocks (m)"),
    "ratio": phrase("Share of polygons to learn from"), "hold_back": phrase("Share held back from all runs"),
    "seed": phrase("Seed of the random numbers"), "samples_per_class": phrase("Largest number of samples of a class"),
    "balanced": phrase("Classes weighted alike"), "class_weights": phrase("Weights of the classes"),
    "extent": phrase("Extent"), "extent_crs": phrase("CRS of the extent"), "mask": phrase("Mask"),
    "tiles": phrase("Tiles"), "target_crs": phrase("CRS of the map"),
    "skip_damaged": phrase("Damaged images left out"), "confidence": phrase("Confidence"),
    "area_estimate": phrase("Area estimate"), "samples": phrase("Samples"),
    "group_field": phrase("Groups kept together"), "folds": phrase("Parts (folds)"), "repeats": phrase("Repetitions"),
    "options": phrase("Options of the classifier"), "features": phrase("Number of features"),
    "mend": phrase("Broken polygons mended"), "overlaps": phrase("Where polygons overlap"),
    "minimum_pixels": phrase("Smallest polygon (pixels)"), "inward_buffer": phrase("Polygons made smaller by (m)"),
    "recode": phrase("Classes recoded"), "level": phrase("Level of the nomenclature"),
    "largest_region_km2": phrase("Largest region (km²)"), "region_priority_field": phrase("Order of the regions"),
    "sampling_plan": phrase("Sampling plan"), "sampler": phrase("Choice of the samples"),
    "minimum_clear": phrase("Fewest clear dates of a sample"), "copy_rules": phrase("Samples of other regions"),
    "earlier_samples": phrase("Samples of an earlier year"), "earlier_classes": phrase("Classes taken from it"),
    "augmentation": phrase("Made-up samples"), "augment_to": phrase("Samples a class then"),
    "tune": phrase("Options searched for"), "calibration": phrase("Calibration of probabilities"),
    "priors": phrase("Shares of the classes in the area"), "trust": phrase("Where the model may be used"),
    "fusion": phrase("Fusion of the runs"), "mass": phrase("Weights of the fusion"),
    "undecided": phrase("Code of undecided pixels"), "border_distance": phrase("Blending at borders of regions (m)"),
    "radar_series": phrase("Second series (radar)"), "auto_context": phrase("Rounds of auto-context"),
    "superpixel_size": phrase("Size of superpixels"), "smoothing": phrase("Smoothing of probabilities"),
}
_METHODS = {
    "random_forest": phrase("random forest"), "extra_trees": phrase("extra trees"),
    "svm": phrase("support vector machine"), "lda": phrase("linear discriminant analysis"),
    "logistic": phrase("logistic regression"), "knn": phrase("nearest neighbours"),
    "boosting": phrase("gradient boosting"), "lightgbm": phrase("gradient boosting (LightGBM)"),
    "mlp": phrase("multilayer perceptron"), "decision_tree": phrase("decision tree"),
    "linear_svm": phrase("linear support vector machine"), "nearest_centroid": phrase("nearest centroid"),
    "qda": phrase("quadratic discriminant analysis"), "gaussian_nb": phrase("naive Bayes"),
    "ridge": phrase("ridge classifier"), "sgd": phrase("stochastic gradient descent"),
}
_KINDS = {
    "classification_chain": phrase("Land-cover map from images (classification_chain)"),
    "accuracy": phrase("Accuracy of a map (accuracy)"), "cross_validate": phrase("Cross-validation (cross_validate)"),
    "tune_classifier": phrase("Tuning (tune_classifier)"),
    "feature_importance": phrase("Importance of features (feature_importance)"),
}
_SPLITS = {"polygon": phrase("polygons"), "block": phrase("blocks"), "tile": phrase("tiles"),
           "region": phrase("regions"), "year": phrase("years"),
           "knndm": phrase("neighbourhoods (kNNDM)")}
_PATHS = ("input", "catalogue", "map", "reference", "regions", "nomenclature", "series", "mask", "confidence",
          "samples", "sampling_plan", "copy_rules", "earlier_samples", "priors", "radar_series", "area_estimate")
_WITHOUT = ("none", "stop")
_OF_A_METHOD = {"superpixel_size": "auto_context", "undecided": "fusion", "mass": "fusion", "side": "run"}
"""What means something only beside another parameter."""
_SOFTWARE = {"landweave": "Landweave", "python": "Python", "gdal": "GDAL", "numpy": "NumPy", "scipy": "SciPy",
             "torch": "PyTorch"}
_CITE = (
    (phrase("Method of the map:"),
     "Inglada, J., Vincent, A., Arias, M., Tardy, B., Morin, D. and Rodes, I. (2017). Operational "
     "high resolution land cover map production at the country scale using satellite image time series. Remote "
     "Sensing 9(1), 95. doi 10.3390/rs9010095."),
    (phrase("Reading of an accuracy, and areas:"),
     "Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E. and Wulder, "
     "M. A. (2014). Good practices for estimating area and assessing accuracy of land change. Remote Sensing of "
     "Environment 148, 42-57. doi 10.1016/j.rse.2014.02.015."),
)


def provenance(parameters: Mapping[str, Json], versions: Mapping[str, Json], tr: Texts = ENGLISH) -> str:
    """Return the sections on parameters, software and literature as HTML."""
    parts = []
    shown = [_parameter(k, v, tr) for k, v in parameters.items() if _is_worth_saying(k, v, parameters)]
    if shown:
        parts.append(f'<section><h2>{tr("How it was made")}</h2>{definitions(shown)}</section>')
    if versions:
        said = ", ".join(f"{_SOFTWARE.get(k, k)} {v}" for k, v in versions.items())
        parts.append(f'<section><h2>{tr("Software")}</h2><p class="soft">{escape(said)}</p></section>')
    cited = "".join(f"<p>{tr(what)} {escape(text)}</p>" for what, text in _CITE)
    version = str(versions.get("landweave") or "")
    own = tr("Software: Landweave {version}, extension of QGIS. With a map, give the dates of its images, its "
             "reference, and the overall accuracy with its interval.", version=escape(version)) if version else ""
    parts.append(f'<section class="cite"><h2>{tr("How to cite")}</h2>{cited}{f"<p>{own}</p>" if own else ""}</section>')
    return "".join(parts)


def _is_worth_saying(key: str, value: Json, parameters: Mapping[str, Json]) -> bool:
    if value in ("", [], (), {}, None, *_WITHOUT) or (not value and key.lower() != "seed"):
        return False
    needed = _OF_A_METHOD.get(key)
    return needed is None or needed not in parameters or parameters[needed] not in ("", 0, *_WITHOUT)


def definitions(rows: Sequence[tuple[str, str, bool]]) -> str:
    """Return label, value and whether the value is a path as a list in HTML."""
    said = "".join(f'<dt>{escape(label)}</dt><dd{" class=path" if is_path else ""}>{escape(value)}</dd>'
                   for label, value, is_path in rows)
    return f"<dl>{said}</dl>" if rows else ""


def _parameter(key: str, value: Json, tr: Texts) -> tuple[str, str, bool]:
    known = key.lower()
    label = tr(_LABELS.get(known, key.replace("_", " ").capitalize()))
    if known == "kind":
        text = tr(_KINDS.get(value, str(value)))
    elif known == "method":
        text = tr(_METHODS.get(value, str(value)))
    elif known in ("ratio", "hold_back"):
        text = tr.percent(value, 0)
    elif known == "split":
        text = tr(_SPLITS.get(value, str(value)))
    elif value is True:
        text = tr("yes")
    elif isinstance(value, Mapping):
        text = ", ".join(f"{k} = {v}" for k, v in value.items())
    elif isinstance(value, (list, tuple)):
        text = ", ".join(str(v) for v in value)
    elif isinstance(value, int) and known != "seed":
        text = tr.number(value)
    else:
        text = str(value)
    return label, text, known in _PATHS


def method_name(method: str, tr: Texts) -> str:
    """Return what a learner is called."""
    return tr(_METHODS.get(method, method))
