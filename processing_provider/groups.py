"""The groups of the toolbox, one a stage of the work."""

from __future__ import annotations

from enum import Enum

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication


class Group(Enum):
    """Id of a group, and its title in English."""

    TIME_SERIES = ("time_series", QT_TRANSLATE_NOOP("Group", "Time series"))
    SAMPLES = ("samples", QT_TRANSLATE_NOOP("Group", "Samples"))
    LEARNING = ("learning", QT_TRANSLATE_NOOP("Group", "Learning"))
    MAPPING = ("mapping", QT_TRANSLATE_NOOP("Group", "Mapping"))
    POST_PROCESSING = ("post_processing", QT_TRANSLATE_NOOP("Group", "Post-processing"))
    VALIDATION = ("validation", QT_TRANSLATE_NOOP("Group", "Validation"))
    CHAINS = ("chains", QT_TRANSLATE_NOOP("Group", "Chains"))
    TOOLS = ("tools", QT_TRANSLATE_NOOP("Group", "Tools"))

    @property
    def id(self) -> str:
        """Never translated."""
        return self.value[0]

    @property
    def title(self) -> str:
        """In the user's language."""
        return QCoreApplication.translate("Group", self.value[1])
