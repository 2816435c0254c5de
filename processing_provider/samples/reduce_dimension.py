"""The algorithm `reduce_dimension`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ReduceDimensionJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import (
    ANY_TABLE,
    POINTS,
    artefact,
    choice,
    file_output,
    number,
    vector_output,
)

WAYS = ("all", "date", "band")


class ReduceDimension(BaseAlgorithm):
    """Let models learn from principal components."""

    ID, GROUP = "reduce_dimension", Group.SAMPLES
    EXAMPLE = "INPUT=samples.gpkg COMPONENTS=0.99 BY=all OUTPUT=samples_reduced.gpkg OUTPUT_HTML=components.html"

    def title(self):
        return self.tr("Reduce the features to components")

    def summary(self):
        return self.tr("Lets models learn from a few principal components instead of hundreds of features.")

    def details(self):
        return self.tr(
            "The samples keep their values; what learns from them finds the components itself, so that polygons held "
            "out for testing have no part in them, and the model carries them to the map. It is quicker for svm, knn "
            "and mlp; forests rarely gain from it.\n\n"
            "The same can be asked for when images are read, by pca in the file of SERIES."
        )

    def keywords(self):
        return self.tr("samples,PCA,principal components,dimension reduction,features,compress")

    def parameters(self):
        yield artefact(
            "INPUT", self.tr("Samples"), self.tr("Made by 'Read the values of the samples'."), ANY_TABLE
        )
        yield number(
            "COMPONENTS",
            self.tr("Components"),
            self.tr("A number of components, or the share of the variance to keep: 0.99 keeps 99 %."),
            default=0.99,
            low=0.01,
        )
        yield choice(
            "BY",
            self.tr("Components of what"),
            self.tr("all: of all features together. date: of the bands of each date. band: of the dates of each band."),
            WAYS,
            default="all",
        )
        yield vector_output("OUTPUT", self.tr("Reduced samples"), self.tr("The samples file to write (GeoPackage)."),
                            POINTS[0])
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Page of the components"),
            self.tr("How much of the variance each component holds."),
            self.tr("HTML files (*.html)"),
            optional=True,
        )

    def results(self):
        yield QgsProcessingOutputNumber("COMPONENT_COUNT", self.tr("Number of components"))

    def job(self, values):
        return ReduceDimensionJob(
            input=values.artefact("INPUT"),
            output=values.output("OUTPUT"),
            components=values.number("COMPONENTS"),
            by=values.text("BY"),
            output_html=values.output("OUTPUT_HTML"),
        )
