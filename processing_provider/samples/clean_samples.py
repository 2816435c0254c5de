"""The algorithm `clean_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import CleanSamplesJob
from landweave.engine.jobs.learning import METHODS as CLASSIFIERS
from landweave.processing_provider import common, learning_parameters
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.checks import json_object
from landweave.processing_provider.groups import Group
from landweave.processing_provider.loading import is_loaded, load_table
from landweave.processing_provider.parameters import (
    POINTS,
    choice,
    field,
    file_output,
    integer,
    text,
    vector_output,
)

METHODS = ("confident", "knn", "som")


class CleanSamples(BaseAlgorithm):
    """Find samples whose label is doubtful."""

    ID, GROUP = "clean_samples", Group.SAMPLES
    EXAMPLE = "SAMPLES=samples.gpkg CLASS_FIELD=code METHOD=confident OUTPUT=review.gpkg OUTPUT_HTML=review.html"

    def title(self):
        return self.tr("Find doubtful labels")

    def summary(self):
        return self.tr("Finds samples whose class is probably wrong, and says why, as a layer to review in QGIS.")

    def details(self):
        return self.tr(
            "No sample is removed or changed: all of them are in the result, with columns that say how suspicious each "
            "is, why, and which class fits better. The layer of the polygons shows which are wrong as a whole. Fill in "
            "the column decision in either layer with keep, remove or another class, save, and run 'Apply a "
            "review'.\n\n"
            "Doubtful is not wrong: a rare kind of a class looks like this too. Look at the images before you decide."
        )

    def keywords(self):
        return self.tr("samples,labels,noise,errors,mislabelled,outliers,clean,confident learning,SOM,quality")

    def parameters(self):
        yield from learning_parameters.samples_with_class()
        yield choice(
            "METHOD",
            self.tr("Method"),
            self.tr(
                "confident: a classifier that has not seen the sample's group finds another class more likely "
                "(confident learning); a good start. knn: few of the most similar samples of other groups have its "
                "class; fast. som: samples are laid out on a map, like beside like, and the others there are of "
                "another class; shows kinds within a class, but single samples only."
            ),
            METHODS,
            default="confident",
        )
        yield field(
            "GROUP_FIELD",
            self.tr("Column with the group"),
            self.tr(
                "Samples of one group (one polygon) are no evidence for each other, since they are wrong together. "
                "Empty (in a shell GROUP_FIELD=): each for itself."
            ),
            parent="SAMPLES",
            optional=True,
            default="polygon_id",
        )
        yield choice(
            "CLASSIFIER",
            self.tr("Classifier (confident)"),
            self.tr("What judges the labels. Its probabilities should be good ones: random_forest is."),
            CLASSIFIERS,
            default="random_forest",
            advanced=True,
        )
        yield text(
            "CLASSIFIER_OPTIONS",
            self.tr("Options of the classifier (confident)"),
            self.tr('JSON text with options of scikit-learn, for example {"n_estimators": 200}.'),
            advanced=True,
        )
        yield integer(
            "FOLDS",
            self.tr("Number of parts (confident)"),
            self.tr("Each is judged by a classifier that learnt from the others."),
            default=5,
            low=2,
            high=100,
            advanced=True,
        )
        yield integer(
            "NEIGHBOURS",
            self.tr("Number of neighbours (knn)"),
            self.tr("Most similar samples of other groups that are asked."),
            default=20,
            low=1,
            advanced=True,
        )
        yield integer(
            "GRID",
            self.tr("Side of the map (som)"),
            self.tr("Rows and columns of neurons. 0: as the number of samples needs."),
            default=0,
            low=0,
            high=100,
            advanced=True,
        )
        yield from common.seed()
        yield from common.resources(images=False)
        yield vector_output(
            "OUTPUT",
            self.tr("Review"),
            self.tr("All samples with what is doubtful about them (GeoPackage)."),
            POINTS[0],
        )
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Page"),
            self.tr("Given and suggested classes, the polygons to look at, and the map of the samples (som)."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("SUSPICIOUS", self.tr("Number of suspicious samples"))
        yield QgsProcessingOutputNumber("SUSPICIOUS_POLYGONS", self.tr("Number of suspicious polygons"))

    def check(self, values):
        return json_object("CLASSIFIER_OPTIONS", values.text("CLASSIFIER_OPTIONS"))

    def job(self, values):
        return CleanSamplesJob(
            samples=values.artefact("SAMPLES"),
            class_field=values.text("CLASS_FIELD"),
            output=values.output("OUTPUT"),
            group_field=values.text("GROUP_FIELD"),
            method=values.text("METHOD"),
            classifier=values.text("CLASSIFIER"),
            classifier_options=values.text("CLASSIFIER_OPTIONS"),
            folds=values.integer("FOLDS"),
            neighbours=values.integer("NEIGHBOURS"),
            grid=values.integer("GRID"),
            seed=values.integer("SEED"),
            output_html=values.output("OUTPUT_HTML"),
        )

    def finish(self, result, values, context, feedback):
        del feedback
        if values.text("GROUP_FIELD") and is_loaded(context, result["OUTPUT"]):
            load_table(context, result["OUTPUT"], "polygons", self.tr("Polygons to review"))
