"""Layers whose things are all drawn alike, as pictures for the legend; the page draws the same shapes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from console.viewmodels import coverage_gaps, hot_spots, map_zones
from console.viewmodels.map_legend import SIGHT
from ui import theme
from ui.map.marks import SIZE

Rgb = tuple[int, int, int]

SURFACE_COLORS: dict[str, dict[str, Rgb]] = {
    hot_spots.LAYER: {"dark": (178, 132, 214), "light": (122, 72, 160), "high_contrast": (214, 160, 255)},
    coverage_gaps.LAYER: {"dark": (104, 178, 168), "light": (38, 120, 112), "high_contrast": (120, 230, 215)},
}
"""Colours of the surfaces in each theme; a test holds them together with ``resources/map/themes.js``."""

_SURFACE_STEPS = ((7.0, 60), (4.6, 110), (2.2, 200))
"""Radius and opacity, 0..255, of the steps in a picture."""


def pixmap(layer: str, ratio: float = 1.0) -> QPixmap | None:
    """Picture of a layer's mark; None where the layer has several, which its values show."""
    if layer not in _PAINTERS:
        return None
    picture = QPixmap(QSize(SIZE, SIZE) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(SIZE / 2, SIZE / 2)
    _PAINTERS[layer](painter)
    painter.end()
    return picture


def _sight(painter: QPainter) -> None:
    """What a camera sees: a fan to the upper right."""
    color = theme.current().color("text")
    painter.setPen(Qt.PenStyle.NoPen)
    fan = QColor(color)
    fan.setAlphaF(0.35)
    painter.setBrush(fan)
    painter.drawPie(QRectF(-17, -6, 22, 22), 15 * 16, 60 * 16)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(-6, 5), 2, 2)


def _planned(painter: QPainter) -> None:
    pen = QPen(theme.current().color("text"), 1.4)
    pen.setDashPattern([1.6, 1.4])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(0, 0), 4.6, 4.6)


def _center(painter: QPainter) -> None:
    """A shield."""
    shield = QPainterPath(QPointF(0, -7))
    for x, y in ((6, -4.6), (6, 1)):
        shield.lineTo(x, y)
    shield.cubicTo(6, 4.4, 3, 6.4, 0, 7.4)
    shield.cubicTo(-3, 6.4, -6, 4.4, -6, 1)
    shield.lineTo(-6, -4.6)
    shield.closeSubpath()
    color = theme.current().color("text")
    painter.setPen(QPen(color, 1.3))
    painter.drawPath(shield)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(0, -0.4), 1.6, 1.6)


def _zone(painter: QPainter) -> None:
    color = theme.current().color("text")
    pen = QPen(color, 1.4)
    painter.setPen(pen)
    land = QColor(color)
    land.setAlphaF(0.15)
    painter.setBrush(land)
    painter.drawPolygon(QPolygonF([QPointF(-6, -2), QPointF(1, -6), QPointF(6.5, 1), QPointF(2, 6), QPointF(-5, 5)]))


def _surface(layer: str, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for radius, opacity in _SURFACE_STEPS:
        painter.setBrush(QColor(*SURFACE_COLORS[layer][theme.current().id], opacity))
        painter.drawEllipse(QPointF(0, 0), radius, radius)


_PAINTERS: dict[str, Callable[[QPainter], None]] = {
    SIGHT: _sight,
    "planned": _planned,
    "centers": _center,
    map_zones.LAYER: _zone,
    **{layer: partial(_surface, layer) for layer in SURFACE_COLORS},
}
