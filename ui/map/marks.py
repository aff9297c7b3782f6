"""The map's marks as pictures for its legend; the page draws the same shapes (``resources/map/symbols.js``)."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from console.domain.alarms import Priority
from console.domain.units import Agency
from ui import theme
from ui.marks import priority_pixmap

SIZE = 16

STATE_COLORS = {
    "dark": ("#7f9db6", "#cdbb93", "#e9eef2", "#43525f"),
    "light": ("#5f7f99", "#a08a55", "#1e272f", "#b5c1cb"),
    "high_contrast": ("#ffffff", "#ffe9a8", "#bfbfbf", "#737373"),
}
"""Colours of a point in each theme: in order, impaired, offline, absent. A test holds
them together with ``resources/map/themes.js``."""

OK, OFFLINE = 0, 2

LIT_COLORS = {"dark": "#e6d9ae", "light": "#b89b45", "high_contrast": "#fff0b3"}


def pixmap(mark: str, ratio: float = 1.0) -> QPixmap:
    """Picture of a mark: ``layer/state``, ``units/agency`` or ``alarms/priority``; ``ratio`` is the screen's."""
    group, _slash, which = mark.partition("/")
    if group == "alarms":
        return priority_pixmap(Priority(int(which)), SIZE, ratio)
    picture = QPixmap(QSize(SIZE, SIZE) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(SIZE / 2, SIZE / 2)
    if group == "units":
        _unit(painter, Agency(which))
    else:
        _point(painter, group, int(which))
    painter.end()
    return picture


def _unit(painter: QPainter, agency: Agency) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().color("text"))
    painter.drawPath(unit_shape(agency, 5.5))


def unit_shape(agency: Agency, size: float) -> QPainterPath:
    """Body of a unit around 0, 0: police the arrow that it drives as, the others by their agency."""
    path = QPainterPath()
    match agency:
        case Agency.POLICE:
            turns = ((0.0, 1.35), (2.5, 1.1), (pi, 0.45), (-2.5, 1.1))
            path.addPolygon(_closed([(turn, size * length) for turn, length in turns]))
        case Agency.FIRE:
            path.addPolygon(_closed([(i / 5 * 2 * pi, size) for i in range(5)]))
        case Agency.GAS:
            path.addPolygon(_closed([(i / 6 * 2 * pi, size) for i in range(6)]))
        case Agency.RESCUE:
            path.addPolygon(_closed([(i / 10 * 2 * pi, size * (0.52 if i % 2 else 1.15)) for i in range(10)]))
        case Agency.AMBULANCE:
            long, wide = size * 0.95, size * 0.36
            path.addRect(QRectF(-wide, -long, 2 * wide, 2 * long))
            path.addRect(QRectF(-long, -wide, 2 * long, 2 * wide))
            path.setFillRule(Qt.FillRule.WindingFill)
        case Agency.CITY:
            path.addRect(QRectF(-size * 0.95, -size * 0.6, size * 1.9, size * 1.2))
    return path


def _closed(corners: list[tuple[float, float]]) -> QPolygonF:
    """A polygon of (turn clockwise from north in radians, distance)."""
    points = [QPointF(sin(turn) * length, -cos(turn) * length) for turn, length in corners]
    return QPolygonF([*points, points[0]])


def _point(painter: QPainter, layer: str, state: int) -> None:
    look = theme.current().id
    color = QColor(STATE_COLORS[look][state])
    if layer == "lighting":
        pen = QPen(QColor(LIT_COLORS[look]) if state == OK else color, 2.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if state != OK:
            pen.setDashPattern([0.8, 1.6])
        painter.setPen(pen)
        painter.drawLine(QPointF(-5, 3), QPointF(5, -3))
    elif layer == "sites":
        painter.setPen(QPen(color if state == OK else QColor(STATE_COLORS[look][OFFLINE]), 1.4))
        painter.drawRoundedRect(QRectF(-5, -5, 10, 10), 2, 2)
    elif layer == "buttons":
        painter.setPen(QPen(color, 1.5))
        painter.drawEllipse(QPointF(0, 0), 4.6, 4.6)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(0, 0), 1.2, 1.2)
    elif state == OFFLINE:
        painter.setPen(QPen(color, 1.4))
        painter.drawEllipse(QPointF(0, 0), 3.4, 3.4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(0, 0), 4, 4)
