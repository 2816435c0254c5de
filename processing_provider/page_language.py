"""In which language pages for people are written."""

from __future__ import annotations

from qgis.core import QgsApplication

from landweave.processing_provider.parameters import choice
from landweave.processing_provider.translation import tr
from landweave.processing_provider.values import Values

AUTO = "auto"
CHOICES = (AUTO, "en", "fr")


def language():
    """Yield the language of the page."""
    yield choice(
        "LANGUAGE",
        tr("Language of the page"),
        tr("auto: the language of QGIS where pages are written in it, else English."),
        CHOICES,
        default=AUTO,
        advanced=True,
    )


def page_language(values: Values) -> str:
    """Return the language to write in: the worker is told one, so that its result depends on no setting of QGIS."""
    wanted = values.text("LANGUAGE")
    if wanted != AUTO:
        return wanted
    of_qgis = (QgsApplication.locale() or "en")[:2]
    return of_qgis if of_qgis in CHOICES else "en"
