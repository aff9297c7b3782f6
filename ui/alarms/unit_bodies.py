"""Marks of units as the map has them: the body tells the agency, a nose where it goes; police is the nose itself."""

from math import cos, pi, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from console.domain.units import BUSY, Agency, UnitStatus
from ui.alarms import vicinity_look
from ui.alarms.vicinity_look import Look

_NORTH = -pi / 2
_ARROW = ((0.0, 1.35), (2.5, 1.1), (pi, 0.45), (-2.5, 1.1))
_NOSE = ((-0.55, 0.95), (0.0, 1.75), (0.55, 0.95))
_LONG, _WIDE = 0.95, 0.36
_CROSS = (
    (-_WIDE, -_LONG), (_WIDE, -_LONG), (_WIDE, -_WIDE), (_LONG, -_WIDE), (_LONG, _WIDE), (_WIDE, _WIDE),
    (_WIDE, _LONG), (-_WIDE, _LONG), (-_WIDE, _WIDE), (-_LONG, _WIDE), (-_LONG, -_WIDE), (-_WIDE, -_WIDE),
)  # fmt: skip
_IDLE = (UnitStatus.BREAK, UnitStatus.OUT_OF_SERVICE)


def draw_unit(
    painter: QPainter, at: QPointF, size: float, agency: Agency, status: UnitStatus, heading: float | None, look: Look
) -> None:
    """Draw a unit of about twice ``size`` pixels; ``heading`` in degrees from north, None while it stands."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    if heading is not None:
        path.addPolygon(_turned(_ARROW if agency is Agency.POLICE else _NOSE, radians(heading), size))
        path.closeSubpath()
    if heading is None or agency is not Agency.POLICE:
        path.addPath(_body(agency, size))
    path.translate(at)
    color = look.color("unit_idle" if status in _IDLE else "unit_busy" if status in BUSY else "unit")
    is_offline = status is UnitStatus.OFFLINE
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(vicinity_look.pen(look.color("unit_edge"), 3))
    painter.drawPath(path)
    painter.setPen(QPen(color, 1.2) if is_offline else Qt.PenStyle.NoPen)
    painter.setBrush(look.color("unit_edge") if is_offline else color)
    painter.drawPath(path)


def _body(agency: Agency, size: float) -> QPainterPath:
    path = QPainterPath()
    match agency:
        case Agency.POLICE:
            path.addEllipse(QPointF(), size * 0.86, size * 0.86)
        case Agency.AMBULANCE:
            path.addPolygon(QPolygonF([QPointF(x * size, y * size) for x, y in _CROSS]))
        case Agency.CITY:
            path.addRect(QRectF(-size * 0.95, -size * 0.6, size * 1.9, size * 1.2))
        case Agency.RESCUE:
            path.addPolygon(_ring(10, size * 1.15, inner=0.45))
        case Agency.FIRE:
            path.addPolygon(_ring(5, size))
        case Agency.GAS:
            path.addPolygon(_ring(6, size))
    path.closeSubpath()
    return path


def _ring(corners: int, radius: float, *, inner: float = 1.0) -> QPolygonF:
    """A regular polygon, or a star where each second corner lies further ``inner``."""
    turns = ((_NORTH + 2 * pi * n / corners, radius * (inner if n % 2 else 1.0)) for n in range(corners))
    return QPolygonF([QPointF(cos(angle) * length, sin(angle) * length) for angle, length in turns])


def _turned(corners: tuple[tuple[float, float], ...], heading: float, size: float) -> QPolygonF:
    turns = ((_NORTH + heading + turn, size * length) for turn, length in corners)
    return QPolygonF([QPointF(cos(angle) * length, sin(angle) * length) for angle, length in turns])
