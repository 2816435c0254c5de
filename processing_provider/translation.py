"""Texts that several algorithms share."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Translate a text that stands in no class: pylupdate5 files those under @default."""
    return QCoreApplication.translate("@default", text)
