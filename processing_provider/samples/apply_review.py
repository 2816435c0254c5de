"""The algorithm `apply_review`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ApplyReviewJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import ANY_TABLE, POINTS, artefact, choice, field, vector_output

CHOICES = ("keep", "remove", "relabel")


class ApplyReview(BaseAlgorithm):
    """Write the samples as the review decided."""

    ID, GROUP = "apply_review", Group.SAMPLES
    EXAMPLE = "REVIEWED=review.gpkg CLASS_FIELD=code SUSPICIOUS=keep OUTPUT=cleaned.gpkg"

    def title(self):
        return self.tr("Apply a review")

    def summary(self):
        return self.tr("Writes the samples as you decided about them after 'Find doubtful labels'.")

    def details(self):
        return self.tr(
            "A sample's own decision comes first, then that of its polygon, then what SUSPICIOUS says. A decision is "
            "keep, remove, or the class that it is. Rows that you deleted and classes that you corrected in QGIS are "
            "taken as they are. Save the layers first. The log says how many samples were kept, removed and changed."
        )

    def keywords(self):
        return self.tr("samples,labels,review,clean,decision,remove,relabel")

    def parameters(self):
        yield artefact(
            "REVIEWED",
            self.tr("Review"),
            self.tr("Made by 'Find doubtful labels', with decisions filled in."),
            ANY_TABLE,
        )
        yield field(
            "CLASS_FIELD", self.tr("Column with the class"), self.tr("The same as there."), parent="REVIEWED"
        )
        yield field(
            "GROUP_FIELD",
            self.tr("Column with the group"),
            self.tr("The same as there. Empty (in a shell GROUP_FIELD=): decisions about polygons are left aside."),
            parent="REVIEWED",
            optional=True,
            default="polygon_id",
        )
        yield choice(
            "SUSPICIOUS",
            self.tr("Suspicious samples without a decision"),
            self.tr("keep: they stay. remove: they go. relabel: they get the suggested class."),
            CHOICES,
            default="keep",
        )
        yield vector_output("OUTPUT", self.tr("Samples"), self.tr("The samples file to write (GeoPackage)."), POINTS[0])

    def results(self):
        yield QgsProcessingOutputNumber("KEPT", self.tr("Samples kept"))
        yield QgsProcessingOutputNumber("REMOVED", self.tr("Samples removed"))
        yield QgsProcessingOutputNumber("RELABELLED", self.tr("Samples with another class"))

    def job(self, values):
        return ApplyReviewJob(
            reviewed=values.artefact("REVIEWED"),
            class_field=values.text("CLASS_FIELD"),
            output=values.output("OUTPUT"),
            group_field=values.text("GROUP_FIELD"),
            suspicious=values.text("SUSPICIOUS"),
        )
