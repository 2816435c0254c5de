"""The user's language."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

FOLDER = Path(__file__).resolve().parents[1] / "i18n"


def install_translator(locale: str | None = None) -> QTranslator | None:
    """Load the translation of QGIS's language; None if there is none, which leaves English.

    The caller keeps the translator as long as it is used: Qt does not.
    """
    locale = locale or QgsApplication.locale() or "en"
    path = FOLDER / f"landweave_{locale[:2]}.qm"
    translator = QTranslator()
    if not path.exists() or not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
