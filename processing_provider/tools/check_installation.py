"""The algorithm `check_installation`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputBoolean

from landweave.engine.jobs import CheckInstallationJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import file_output


class CheckInstallation(BaseAlgorithm):
    """Say what the workers have, and what to do about what they lack."""

    ID, GROUP = "check_installation", Group.TOOLS

    def title(self):
        return self.tr("Check the installation")

    def summary(self):
        return self.tr("Says whether the Python that does the work has all it needs, and what to install if not.")

    def details(self):
        return self.tr(
            "Landweave computes in a Python process of its own. It takes the one named by the environment variable "
            "LANDWEAVE_PYTHON, else the one set in QGIS (Settings, Options, Landweave), else the folder .venv of the "
            "plugin, else QGIS's own Python if that has the packages. The log says which was taken."
        )

    def keywords(self):
        return self.tr("install,packages,Python,scikit-learn,versions,help,problem,settings")

    def parameters(self):
        yield file_output(
            "OUTPUT_HTML",
            self.tr("Report"),
            self.tr("A page that lists the packages and what to do."),
            self.tr("HTML files (*.html)"),
            optional=True,
            made_by_default=False,
        )

    def results(self):
        yield QgsProcessingOutputBoolean("READY", self.tr("All that is needed is there"))

    def job(self, values):
        return CheckInstallationJob(output_html=values.output("OUTPUT_HTML"))
