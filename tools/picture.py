"""Draws a map, its confidence and the legend into one PNG, with QGIS and the styles beside the rasters.

Usage: picture.py MAP CONFIDENCE PICTURE
"""

from __future__ import annotations

import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())

from qgis.core import QgsApplication, QgsMapRendererSequentialJob, QgsMapSettings, QgsRasterLayer
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter

SIDE, MARGIN, LEGEND = 640, 24, 300


def render(layer: QgsRasterLayer) -> QImage:
    """Return a layer drawn as QGIS draws it."""
    extent = layer.extent()
    ratio = extent.height() / extent.width()
    size = QSize(SIDE, round(SIDE * ratio)) if ratio <= 1 else QSize(round(SIDE / ratio), SIDE)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(extent)
    settings.setOutputSize(size)
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def paint_legend(painter: QPainter, layer: QgsRasterLayer, place: QRectF) -> None:
    """Paint one line a class, then the scale of the confidence."""
    y = place.top()
    for entry in layer.renderer().classes():
        painter.fillRect(QRectF(place.left(), y, 22, 16), entry.color)
        painter.drawText(QPointF(place.left() + 32, y + 14), entry.label)
        y += 26
    gradient = QLinearGradient(place.left(), 0, place.left() + 200, 0)
    for at, name in enumerate(("#a50026", "#fdae61", "#ffffbf", "#a6d96a", "#006837")):
        gradient.setColorAt(at / 4, QColor(name))
    painter.fillRect(QRectF(place.left(), y + 24, 200, 14), gradient)
    painter.drawText(QPointF(place.left(), y + 56), "0")
    painter.drawText(QRectF(place.left(), y + 42, 200, 20), Qt.AlignmentFlag.AlignRight, "100")
    painter.drawText(QPointF(place.left(), y + 16), "Confidence")


def main(map_path: str, confidence_path: str, picture: str) -> int:
    """Draw the picture and return an exit code."""
    layers = [QgsRasterLayer(path, "layer") for path in (map_path, confidence_path)]
    if not all(layer.isValid() for layer in layers):
        sys.stderr.write("The map or its confidence cannot be opened.\n")
        return 1
    images = [render(layer) for layer in layers]
    height = max(image.height() for image in images)
    width = sum(image.width() for image in images) + 4 * MARGIN + LEGEND
    sheet = QImage(width, height + 2 * MARGIN + 30, QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(QFont("DejaVu Sans", 12))
    x = MARGIN
    for image, title in zip(images, ("Land cover", "Confidence")):
        painter.drawText(QPointF(x, MARGIN + 12), title)
        painter.drawImage(QPointF(x, MARGIN + 24), image)
        x += image.width() + MARGIN
    paint_legend(painter, layers[0], QRectF(x, MARGIN + 24, LEGEND, height))
    painter.end()
    return 0 if sheet.save(picture) else 1


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    code = main(*sys.argv[1:4])
    sys.stdout.flush()
    os._exit(code)  # QGIS's own clean-up may crash without a display
