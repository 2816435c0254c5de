"""The report's last part: from what and how the map was made, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from landweave.engine.types import Json

_LABELS = {
    "kind": "Made by", "input": "Images", "catalogue": "Catalogue of images", "map": "Map", "reference": "Reference",
    "class_field": "Field of the class codes", "polygon_field": "Field that numbers the polygons",
    "regions": "Regions", "region_field": "Field of the regions", "nomenclature": "Nomenclature",
    "series": "Options of the time series", "method": "Classifier", "method_options": "Options of the classifier",
    "runs": "Random splits (runs)", "run": "Run of the split", "ratio": "Share of polygons to learn from",
    "seed": "Seed of the random numbers", "samples_per_class": "Largest number of samples of a class",
    "balanced": "Classes weighted alike", "extent": "Extent", "extent_crs": "CRS of the extent", "mask": "Mask",
    "target_crs": "CRS of the map", "skip_damaged": "Damaged images left out", "confidence": "Confidence",
    "samples": "Samples", "group_field": "Groups kept together", "folds": "Parts (folds)", "repeats": "Repetitions",
    "options": "Options of the classifier", "features": "Number of features",
}
_METHODS = {"random_forest": "random forest", "extra_trees": "extra trees", "svm": "support vector machine",
            "lda": "linear discriminant analysis", "logistic": "logistic regression", "knn": "nearest neighbours",
            "boosting": "gradient boosting", "lightgbm": "gradient boosting (LightGBM)", "mlp": "multilayer perceptron",
            "decision_tree": "decision tree", "linear_svm": "linear support vector machine",
            "nearest_centroid": "nearest centroid", "qda": "quadratic discriminant analysis",
            "gaussian_nb": "naive Bayes", "ridge": "ridge classifier", "sgd": "stochastic gradient descent"}
_KINDS = {"classification_chain": "Land-cover map from images (classification_chain)",
          "accuracy": "Accuracy of a map (accuracy)", "cross_validate": "Cross-validation (cross_validate)",
          "tune_classifier": "Tuning (tune_classifier)",
          "feature_importance": "Importance of features (feature_importance)"}
_PATHS = ("input", "catalogue", "map", "reference", "regions", "nomenclature", "series", "mask", "confidence",
          "samples")
_SOFTWARE = {"landweave": "Landweave", "python": "Python", "gdal": "GDAL", "numpy": "NumPy", "scipy": "SciPy",
             "torch": "PyTorch"}
_CITE = (
    "Method of the map: Inglada, J., Vincent, A., Arias, M., Tardy, B., Morin, D. and Rodes, I. (2017). Operational "
    "high resolution land cover map production at the country scale using satellite image time series. Remote "
    "Sensing 9(1), 95. doi 10.3390/rs9010095.",
    "Reading of an accuracy: Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E. and Wulder, "
    "M. A. (2014). Good practices for estimating area and assessing accuracy of land change. Remote Sensing of "
    "Environment 148, 42-57. doi 10.1016/j.rse.2014.02.015.",
)


def provenance(parameters: Mapping[str, Json], versions: Mapping[str, Json]) -> str:
    """Return the sections on parameters, software and literature as HTML."""
    parts = []
    shown = [_parameter(k, v) for k, v in parameters.items() if v not in ("", [], (), {}, None) and v is not False]
    if shown:
        parts.append(f"<section><h2>How it was made</h2>{definitions(shown)}</section>")
    if versions:
        said = ", ".join(f"{_SOFTWARE.get(k, k)} {v}" for k, v in versions.items())
        parts.append(f'<section><h2>Software</h2><p class="soft">{escape(said)}</p></section>')
    cited = "".join(f"<p>{escape(text)}</p>" for text in _CITE)
    parts.append(f'<section class="cite"><h2>How to cite</h2>{cited}</section>')
    return "".join(parts)


def definitions(rows: Sequence[tuple[str, str, bool]]) -> str:
    """Return label, value and whether the value is a path as a list in HTML."""
    said = "".join(f'<dt>{escape(label)}</dt><dd{" class=path" if is_path else ""}>{escape(value)}</dd>'
                   for label, value, is_path in rows)
    return f"<dl>{said}</dl>" if rows else ""


def _parameter(key: str, value: Json) -> tuple[str, str, bool]:
    label = _LABELS.get(key, key.replace("_", " ").capitalize())
    if key == "kind":
        text = _KINDS.get(value, str(value))
    elif key == "method":
        text = _METHODS.get(value, str(value))
    elif key == "ratio":
        text = f"{value * 100:g} %"
    elif value is True:
        text = "yes"
    elif isinstance(value, Mapping):
        text = ", ".join(f"{k} = {v}" for k, v in value.items())
    elif isinstance(value, (list, tuple)):
        text = ", ".join(str(v) for v in value)
    elif isinstance(value, int) and key != "seed":
        text = f"{value:,}"
    else:
        text = str(value)
    return label, text, key in _PATHS
