"""Marks that tell by shape first: the four priorities of alarms and the statuses of units.

A priority is shape + colour + figure, so that it reads in greyscale and with any colour vision: P1 a filled circle,
P2 a triangle, P3 a diamond, P4 a square. What nobody has acknowledged is filled; what is acknowledged is an outline.
Queue, tiles and legends draw the same marks.
"""

from collections.abc import Callable
from math import pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache, QPolygonF

from console.domain.alarms import Priority
from console.domain.units import UnitStatus
from ui import theme

_FIGURE_DROP = {Priority.P2: 0.14}
"""A triangle's middle of weight lies lower than its box's: share of the size by which its figure sinks."""


def shape(priority: Priority, box: QRectF) -> QPainterPath:
    """Outline of a priority's mark within ``box``; the four look equally heavy."""
    path = QPainterPath()
    middle, size = box.center(), box.width()
    match priority:
        case Priority.P1:
            path.addEllipse(box)
        case Priority.P2:
            half, up = size * 0.58, size * 0.54
            path.addPolygon(
                QPolygonF(
                    [
                        middle + QPointF(0, -up),
                        middle + QPointF(half, size * 0.46),
                        middle + QPointF(-half, size * 0.46),
                    ]
                )
            )
            path.closeSubpath()
        case Priority.P3:
            r = size * 0.58
            path.addPolygon(
                QPolygonF(
                    [middle + QPointF(0, -r), middle + QPointF(r, 0), middle + QPointF(0, r), middle + QPointF(-r, 0)]
                )
            )
            path.closeSubpath()
        case Priority.P4:
            inset = size * 0.06
            path.addRect(box.adjusted(inset, inset, -inset, -inset))
    return path


def priority_mark(
    painter: QPainter, box: QRectF, priority: Priority, *, filled: bool = True, pulse: float = 0.0
) -> None:
    """Draw the mark of ``priority`` into ``box`` (square); ``pulse`` 0..1 grows a ring round it."""
    look = theme.current()
    color = look.priority(priority)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pulse > 0:
        ring = QColor(color)
        ring.setAlphaF(0.25 + 0.35 * pulse)
        grow = 2 + 1.5 * sin(pulse * pi / 2)
        painter.setPen(QPen(ring, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape(priority, box.adjusted(-grow, -grow, grow, grow)))
    inner = box if filled else box.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(color, 1.5))
    painter.setBrush(color if filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(shape(priority, inner))
    _figure(painter, box, priority, QColor(look.on_mark) if filled else color)
    painter.restore()


def _figure(painter: QPainter, box: QRectF, priority: Priority, color: QColor) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(7, round(box.height() * (0.58 if priority is Priority.P2 else 0.66))))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(color)
    drop = _FIGURE_DROP.get(priority, 0.0) * box.height()
    painter.drawText(box.translated(0, drop), Qt.AlignmentFlag.AlignCenter, str(int(priority)))


def priority_pixmap(
    priority: Priority, size: int = 16, ratio: float = 1.0, *, filled: bool = True, pulse: float = 0.0
) -> QPixmap:
    """The mark as a picture, with room for its ring; ``ratio`` is the screen's device pixel ratio.

    Pictures are kept by Qt: a list that is painted often draws each mark once.
    """
    key = f"priority {theme.current().id} {priority:d} {size} {ratio} {filled} {pulse}"
    room = 1.5 if pulse == 0 else 5.0

    def draw(painter: QPainter, box: QRectF) -> None:
        inner = box.adjusted(room, room, -room, -room)
        priority_mark(painter, inner, priority, filled=filled, pulse=pulse)

    return _kept(key, lambda: _picture(size if pulse == 0 else size + 7, ratio, draw))


def status_mark(painter: QPainter, box: QRectF, status: UnitStatus, color: QColor) -> None:
    """Draw a unit's status in one colour: emptier is freer, fuller is busier, broken lines are unknown."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    path, is_filled = _status_shape(status, box)
    if status is UnitStatus.OFFLINE:
        pen.setDashPattern([1.2, 1.8])
        painter.setPen(pen)
    painter.setBrush(color if is_filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    if status is UnitStatus.ON_PATROL:
        painter.setBrush(color)
        painter.drawEllipse(box.center(), box.width() * 0.14, box.width() * 0.14)
    painter.restore()


def _status_shape(status: UnitStatus, box: QRectF) -> tuple[QPainterPath, bool]:
    path = QPainterPath()
    left, right, top, bottom, middle = box.left(), box.right(), box.top(), box.bottom(), box.center()
    match status:
        case UnitStatus.DISPATCHED | UnitStatus.EN_ROUTE:
            path.addPolygon(QPolygonF([QPointF(left + 1, top), QPointF(right, middle.y()), QPointF(left + 1, bottom)]))
            path.closeSubpath()
            return path, status is UnitStatus.EN_ROUTE
        case UnitStatus.TRANSPORTING:
            half = box.height() * 0.32
            path.addRect(QRectF(left, middle.y() - half, box.width(), half * 2))
            return path, True
        case UnitStatus.BREAK:
            for x in (middle.x() - 2.5, middle.x() + 2.5):
                path.moveTo(x, top + 1)
                path.lineTo(x, bottom - 1)
            return path, False
        case UnitStatus.OUT_OF_SERVICE:
            path.moveTo(left + 1, top + 1)
            path.lineTo(right - 1, bottom - 1)
            path.moveTo(right - 1, top + 1)
            path.lineTo(left + 1, bottom - 1)
            return path, False
        case _:
            path.addEllipse(box)
            return path, status is UnitStatus.ON_SCENE


def status_pixmap(status: UnitStatus, color: QColor, size: int = 12, ratio: float = 1.0) -> QPixmap:
    """The mark of a unit's status as a picture."""
    key = f"status {status} {color.name()} {size} {ratio}"
    return _kept(
        key, lambda: _picture(size, ratio, lambda p, box: status_mark(p, box.adjusted(1, 1, -1, -1), status, color))
    )


def _kept(key: str, draw: Callable[[], QPixmap]) -> QPixmap:
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = draw()
        QPixmapCache.insert(key, picture)
    return picture


def _picture(size: int, ratio: float, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
    picture = QPixmap(QSize(size, size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(theme.font())
    draw(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
