"""The small map in the card of an alarm: where it is, what stands around and who is near. A press moves the map."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractButton

from console import language
from console.domain.alarms import Alarm
from console.language import _
from console.viewmodels import words
from console.viewmodels.alarm_vicinity import AlarmVicinity, Going, Scene
from ui import theme
from ui.alarms import vicinity_look
from ui.alarms.unit_bodies import draw_unit
from ui.alarms.vicinity_painter import halo_text, picture, scale
from ui.marks import priority_mark

Draw = Callable[[Scene, QSizeF, float], QPixmap]
MARK, UNIT = 20, 7
"""Size of the alarm's mark, and about half of a unit's, pixels."""

INSET = 12
"""So far within the edge stands the sign of a unit that is further away."""


class VicinityPicture(QAbstractButton):
    """Draws the surroundings of ``alarm``; what stands still is drawn once and kept, who moves is drawn above it."""

    def __init__(self, vicinity: AlarmVicinity, draw: Draw = picture) -> None:
        super().__init__()
        self._vicinity, self._draw = vicinity, draw
        self._alarm: Alarm | None = None
        self._kept: tuple[tuple[object, ...], QPixmap] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """A quarter of a card."""
        return QSize(300, 130)

    def show_alarm(self, alarm: Alarm) -> None:
        """Show the surroundings of this alarm as they are now."""
        self._alarm = alarm
        self._tell(alarm)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept picture, and above it who moves and the alarm itself."""
        scene = None if self._alarm is None else self._vicinity.scene(self._alarm)
        if self._alarm is None or scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._still(scene))
        painter.setFont(theme.font(7.5, bold=True))
        self._units(painter, self._vicinity.units(self._alarm))
        middle = QPointF(self.width() / 2, self.height() / 2)
        box = QRectF(middle.x() - MARK / 2, middle.y() - MARK / 2, MARK, MARK)
        look = vicinity_look.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("unit_edge", 0.9))
        painter.drawEllipse(middle, MARK * 0.72, MARK * 0.72)
        priority_mark(painter, box, self._alarm.priority, filled=self._alarm.is_unacknowledged)
        self._frame(painter)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is here: the frame shows it, and what is read out is of now."""
        super().focusInEvent(event)
        if self._alarm is not None:
            self.show_alarm(self._alarm)

    def _tell(self, alarm: Alarm) -> None:
        said = self._vicinity.told(alarm)
        if said != self.accessibleName():
            self.setAccessibleName(said)
            self.setToolTip(said)
            self.setAccessibleDescription(_("Show on the map"))

    def _still(self, scene: Scene) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (scene.key, self.size().toTuple(), ratio, theme.current().id, language.current())
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._draw(scene, QSizeF(self.size()), ratio))
        return self._kept[1]

    def _units(self, painter: QPainter, units: Sequence[Going]) -> None:
        """Units with their callsigns; the nearest free one, where it is further away, as an arrow at the edge."""
        look, middle = vicinity_look.current(), QPointF(self.width() / 2, self.height() / 2)
        room = QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET)
        taken = [QRectF(middle.x() - MARK / 2, middle.y() - MARK / 2, MARK, MARK)]
        for going in units:
            at = middle + QPointF(going.x, going.y) * scale(QSizeF(self.size()))
            if room.contains(at):
                draw_unit(painter, at, UNIT, going.agency, going.status, going.heading, look)
                self._call(painter, at, going.callsign, taken)
            elif going.is_nearest_free:
                at = _edge(middle, at, room)
                _arrow(painter, at, QLineF(middle, at), look)
                self._call(painter, at, f"{going.callsign} {words.distance(going.distance_m)}", taken)

    def _call(self, painter: QPainter, at: QPointF, text: str, taken: list[QRectF]) -> None:
        """Write beside a mark on the side that is free; nothing where neither is."""
        metrics, look = painter.fontMetrics(), vicinity_look.current()
        wide, high = metrics.horizontalAdvance(text), metrics.capHeight()
        for left in (at.x() + UNIT + 5, at.x() - UNIT - 5 - wide):
            box = QRectF(left, at.y() - high, wide, 2 * high)
            if QRectF(self.rect()).contains(box) and not any(box.intersects(other) for other in taken):
                taken.append(box)
                low = QPointF(left, at.y() + high / 2)
                halo_text(painter, low, text, look.color("unit_busy"), look.color("halo", 0.85))
                return

    def _frame(self, painter: QPainter) -> None:
        look = theme.current()
        is_chosen = self.hasFocus() or self.underMouse()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("focus" if is_chosen else "line"), 2 if self.hasFocus() else 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _edge(middle: QPointF, at: QPointF, room: QRectF) -> QPointF:
    """Where the line to a place leaves the room."""
    way = at - middle
    part = min(
        room.width() / 2 / abs(way.x()) if way.x() else 1.0,
        room.height() / 2 / abs(way.y()) if way.y() else 1.0,
    )
    return middle + way * part


def _arrow(painter: QPainter, at: QPointF, way: QLineF, look: vicinity_look.Look) -> None:
    unit = way.unitVector()
    along, across = QPointF(unit.dx(), unit.dy()), QPointF(-unit.dy(), unit.dx())
    corners: Sequence[QPointF] = (at + along * 8, at - along * 4 + across * 6, at - along * 4 - across * 6)
    painter.setPen(QPen(look.color("unit_edge"), 1.5))
    painter.setBrush(look.color("unit"))
    painter.drawPolygon(QPolygonF(list(corners)))
