"""The map's marks as pictures for its legend; the page draws the same shapes (``resources/map/symbols.js``).

Never by colour alone: a state has a shape (whole, half, crossed out, small and empty).
"""

from math import cos, pi, sin

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from console.domain.alarms import AlarmState, Priority
from console.domain.sites import SiteKind
from console.domain.units import Agency, UnitStatus
from console.viewmodels.map_filters import INCIDENTS, MARKS, Facet, Help, State
from ui import theme
from ui.marks import priority_mark, priority_pixmap, status_pixmap

SIZE = 16

STATE_COLORS = {
    "dark": ("#7f9db6", "#cdbb93", "#e9eef2", "#5b6c7a"),
    "light": ("#5f7f99", "#a08a55", "#1e272f", "#94a3b0"),
    "high_contrast": ("#ffffff", "#ffe9a8", "#bfbfbf", "#737373"),
}
"""Colours of a point in each theme: in order, impaired, offline, absent. A test holds
them together with ``resources/map/themes.js``."""

LIT_COLORS = {"dark": "#e6d9ae", "light": "#b89b45", "high_contrast": "#fff0b3"}

SITE_SIGNS = (
    "M1 2h3.5l.5.5.5-.5H9v6H5.5L5 8.5 4.5 8H1z",
    "M3.7 1h2.600v2.700H9v2.600H6.300V9H3.700V6.300H1V3.700h2.700z",
    "M2 1h6v6H2zM3 2.200v2h4v-2zM3 7.5 2 9M7 7.5 8 9z",
    "M5 .5 5.8 1.500v2.200L9.5 6v1L5.8 6v2L7 9v.6L5 9l-2 .6V9l1.2-1V6L.5 7V6l3.7-2.300V1.500z",
    "M1 3h8L8 9H2zM3 3l1.2-2M7 3 5.8 1z",
    "M1.5 3.500h7l.5 5.500H1zM3.5 3.500a1.5 2 0 0 1 3 0z",
    "M1 9V1.500L5 6l4-4.500V9H7V5.500L5 8 3 5.500V9z",
    "M5 2C7.5 2 9.5 3.3 9.5 5S7.5 8 5 8 .5 6.7 .5 5 2.5 2 5 2z"
    "M5 4c-1.4 0-2.5.4-2.5 1s1.1 1 2.5 1 2.5-.4 2.5-1S6.4 4 5 4z",
    "M5 1.5 10 4 5 6.5 0 4zM2 5.6 5 7.2 8 5.600V8L5 9 2 8z",
    "M5 .5 9.5 3v1h-9V3zM1.5 4.500h1.400V8H1.500zM4.3 4.500h1.400V8H4.300zM7.1 4.500h1.400V8H7.100zM.5 8.500h9v1h-9z",
)
"""Pictograms of site kinds in a square of 10, in the order of ``SiteKind``; a test holds them and the page together."""

_QUIET_SIGNS = {
    AlarmState.SHELVED: ((-1.2, -1.9, -1.2, 1.9), (1.2, -1.9, 1.2, 1.9)),
    AlarmState.SUPPRESSED: ((-2.0, 0.0, 2.0, 0.0),),
    AlarmState.OUT_OF_SERVICE: ((-1.6, -1.6, 1.6, 1.6), (1.6, -1.6, -1.6, 1.6)),
}
"""Strokes in the mark of an alarm that is kept quiet: from, to."""


def pixmap(mark: str, ratio: float = 1.0) -> QPixmap:
    """Picture of a mark (``console.viewmodels.map_filters.mark``); ``ratio`` is the screen's."""
    layer, facet, value = MARKS[mark]
    if isinstance(value, Priority) and layer != INCIDENTS:
        return priority_pixmap(value, SIZE, ratio)
    picture = QPixmap(QSize(SIZE, SIZE) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(SIZE / 2, SIZE / 2)
    match value:
        case Priority():
            _incident(painter, value)
        case Help():
            _help(painter, value)
        case Agency():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().color("text"))
            painter.drawPath(unit_shape(value, 5.5))
        case UnitStatus():
            painter.drawPixmap(QPointF(-6, -6), status_pixmap(value, theme.current().color("text"), 12, ratio))
        case AlarmState():
            _alarm_state(painter, value)
        case SiteKind():
            _site_kind(painter, value)
        case State():
            _POINTS[layer](painter, value)
        case _:
            assert facet is Facet.OWNER
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().color("muted"))
            painter.drawEllipse(QPointF(0, 0), 2, 2)
    painter.end()
    return picture


def _alarm_state(painter: QPainter, state: AlarmState) -> None:
    """Filled until somebody owns it, then an outline; broken where it is over; small and with a sign where quiet."""
    color = theme.current().color("text")
    pen = QPen(color, 1.6)
    match state:
        case AlarmState.UNACKNOWLEDGED:
            painter.setBrush(color)
        case AlarmState.RETURNED_UNACKNOWLEDGED:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.5, 1.1])
            thin = QColor(color)
            thin.setAlphaF(0.38)
            painter.setBrush(thin)
    if state in _QUIET_SIGNS:
        painter.setPen(QPen(theme.current().color("muted"), 1.2))
        for x1, y1, x2, y2 in _QUIET_SIGNS[state]:
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        painter.drawEllipse(QPointF(0, 0), 4.4, 4.4)
        return
    painter.setPen(pen)
    painter.drawEllipse(QPointF(0, 0), 4.6, 4.6)


def _incident(painter: QPainter, priority: Priority) -> None:
    """Brackets around where it is, and its priority at a corner."""
    painter.setPen(QPen(theme.current().priority(priority), 1.6))
    left, right, arm = -6.5, 4.5, 3.0
    for x, y, across, down in ((left, left, 1, 1), (right, left, -1, 1), (left, right, 1, -1)):
        painter.drawPolyline([QPointF(x, y + down * arm), QPointF(x, y), QPointF(x + across * arm, y)])
    priority_mark(painter, QRectF(-2.5, -2.5, 10, 10), priority, filled=False)


def _help(painter: QPainter, sent: Help) -> None:
    """A unit, or the empty place of one."""
    painter.setPen(QPen(theme.current().color("text"), 1.2))
    if sent is Help.SENT:
        painter.setBrush(theme.current().color("text"))
    painter.drawPath(unit_shape(Agency.POLICE, 4.8))


def _site_kind(painter: QPainter, kind: SiteKind) -> None:
    color = theme.current().text
    path = f'<path fill="{color}" fill-rule="evenodd" d="{SITE_SIGNS[tuple(SiteKind).index(kind)]}"/>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{path}</svg>'
    QSvgRenderer(QByteArray(drawn.encode())).render(painter, QRectF(-6, -6, 12, 12))


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


def _camera(painter: QPainter, state: State) -> None:
    _disc(painter, state, 4)


def _button(painter: QPainter, state: State) -> None:
    color = _color(state)
    painter.setPen(QPen(color, 1.5))
    painter.drawEllipse(QPointF(0, 0), 6, 6)
    _disc(painter, state, 2.6)


def _lighting(painter: QPainter, state: State) -> None:
    color = QColor(LIT_COLORS[theme.current().id]) if state is State.OK else _color(state)
    pen = QPen(color, 1.2 if state is State.ABSENT else 2.6)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if state is State.OFFLINE:
        pen.setDashPattern([1.0, 1.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(-6.5, 3.5), QPointF(6.5, -3.5))


def _site(painter: QPainter, state: State) -> None:
    painter.setPen(QPen(_color(State.OK), 1.4))
    painter.drawRoundedRect(QRectF(-5.5, -4.5, 10, 10), 2, 2)
    if state is not State.OK:
        painter.setPen(QPen(theme.current().color("raised"), 1.2))
        painter.setBrush(_color(State.OFFLINE))
        painter.drawEllipse(QPointF(4.5, -4.5), 3, 3)


def _disc(painter: QPainter, state: State, radius: float) -> None:
    """Whole: in order; half: impaired; empty and crossed out: offline; small and empty: not integrated."""
    color = _color(state)
    middle = QPointF(0, 0)
    painter.setPen(QPen(color, 1.4))
    if state is State.OK:
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(middle, radius, radius)
        return
    if state is State.ABSENT:
        radius *= 0.7
    painter.drawEllipse(middle, radius, radius)
    if state is State.DEGRADED:
        painter.setBrush(color)
        painter.drawChord(QRectF(-radius, -radius, 2 * radius, 2 * radius), 180 * 16, 180 * 16)
    if state is State.OFFLINE:
        reach = radius * 1.35
        painter.drawLine(QPointF(-reach, reach), QPointF(reach, -reach))


def _color(state: State) -> QColor:
    return QColor(STATE_COLORS[theme.current().id][state])


_POINTS = {"cameras": _camera, "buttons": _button, "lighting": _lighting, "sites": _site}
