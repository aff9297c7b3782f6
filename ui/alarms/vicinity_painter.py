"""The surroundings of an alarm as a picture: land, water, streets with their names, what stands there, a scale bar."""

from collections.abc import Iterable
from math import cos, degrees, radians, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from console.domain.devices import Health
from console.domain.schematic import RoadClass
from console.insight.vicinity import Corners, Shape
from console.language import _
from console.viewmodels import words
from console.viewmodels.alarm_vicinity import ACROSS_M, Eye, Scene, Stand
from ui import icons, theme
from ui.alarms import street_names, vicinity_look
from ui.alarms.vicinity_look import Look

STREET_M = {RoadClass.MOTORWAY: 20.0, RoadClass.ARTERIAL: 16.0, RoadClass.COLLECTOR: 11.0, RoadClass.LOCAL: 8.0}
"""Width that a street is drawn with, metres: about what the large map does at street zoom."""

BAR_M = 100
EDGE = 6
"""From the edge of the picture to its scale bar, pixels."""


def picture(scene: Scene, size: QSizeF, ratio: float) -> QPixmap:
    """All that does not move, ``size`` in pixels of the window; ``ratio`` is the screen's device pixel ratio."""
    made = QPixmap((size * ratio).toSize())
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(7.5))
    _Picture(painter, size, vicinity_look.current()).draw(scene)
    painter.end()
    return made


def scale(size: QSizeF) -> float:
    """Pixels of a metre."""
    return size.width() / ACROSS_M


def halo_text(painter: QPainter, at: QPointF, text: str, color: QColor, halo: QColor) -> None:
    """Write a text whose base line begins ``at``, readable on any ground."""
    path = QPainterPath()
    path.addText(at, painter.font(), text)
    painter.strokePath(path, vicinity_look.pen(halo, 3))
    painter.fillPath(path, color)


class _Picture:
    def __init__(self, painter: QPainter, size: QSizeF, look: Look) -> None:
        self._painter, self._size, self._look = painter, size, look
        self._scale = scale(size)
        self._middle = QPointF(size.width() / 2, size.height() / 2)

    def draw(self, scene: Scene) -> None:
        ground, look = scene.ground, self._look
        self._painter.fillRect(QRectF(QPointF(), self._size), look.color("ground"))
        self._fill(ground.districts, look.color("city"))
        for land in ground.lands:
            color = look.color("industry" if land.kind == "industry" else "builtup", 0.04 + 0.09 * land.level)
            self._fill((land,), color)
        self._fill(ground.parks, look.color("parks"))
        self._fill(ground.lakes, look.color("water"))
        self._stroke(ground.rivers, look.color("stream"), 4)
        above = [rails for rails in ground.railways if rails.kind != "metro"]
        self._stroke(above, look.color("rail"), 2.5)
        self._stroke(above, look.color("city"), 1.4, dash=(3, 3))
        self._borders(ground.districts)
        self._streets(ground.streets)
        for eye in scene.eyes:
            self._view(eye)
        marks = [self._around(stand.x, stand.y, 9 if stand.site else 6) for stand in scene.stands]
        self._names(scene, [self._around(0, 0, 14)], marks)
        for eye in scene.eyes:
            self._eye(eye)
        for stand in scene.stands:
            self._stand(stand)
        self._bar()

    # Ground

    def _fill(self, shapes: Iterable[Shape], color: QColor) -> None:
        for shape in shapes:
            path = QPainterPath()  # odd-even: holes stay open
            for ring in shape.lines:
                path.addPolygon(self._line(ring))
            self._painter.fillPath(path, color)

    def _stroke(self, shapes: Iterable[Shape], color: QColor, width: float, dash: tuple[float, ...] = ()) -> None:
        pen = vicinity_look.pen(color, width)
        if dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / width for length in dash])
        self._painter.setPen(pen)
        for shape in shapes:
            for line in shape.lines:
                self._painter.drawPolyline(self._line(line))

    def _borders(self, districts: tuple[Shape, ...]) -> None:
        if len(districts) > 1:
            self._stroke(districts, self._look.color("border", 0.5), 1.4, dash=(6, 4, 1, 4))

    def _streets(self, streets: tuple[Shape, ...]) -> None:
        by_class = {road: [street for street in streets if street.kind == road] for road in reversed(RoadClass)}
        for road, some in by_class.items():
            self._stroke(some, self._look.color("casing"), STREET_M[road] * self._scale + 2.8)
        for road, some in by_class.items():
            self._stroke(some, self._look.street(road), STREET_M[road] * self._scale)

    # What stands there

    def _view(self, eye: Eye) -> None:
        """The field of view, as far as the camera sees."""
        at, reach = self._at(eye.x, eye.y), eye.reach * self._scale
        path = QPainterPath(at)
        path.arcTo(
            QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach), 90 - eye.heading - eye.angle / 2, eye.angle
        )
        path.closeSubpath()
        self._painter.fillPath(path, self._look.color("eye", 0.15))

    def _eye(self, eye: Eye) -> None:
        """A dot with a short nose where it looks; never by colour alone: empty and crossed out where it is broken."""
        at, turn = self._at(eye.x, eye.y), radians(eye.heading)
        toward = at + QPointF(sin(turn), -cos(turn)) * 8
        self._painter.setPen(QPen(self._look.color("eye"), 1.6))
        self._painter.drawLine(at, toward)
        self._state(at, 3.6, eye.health)

    def _stand(self, stand: Stand) -> None:
        at, look = self._at(stand.x, stand.y), self._look
        if stand.site is None:
            self._painter.setBrush(look.color("city"))
            self._painter.setPen(QPen(look.color("eye"), 1.5))
            self._painter.drawEllipse(at, 5.6, 5.6)
            self._state(at, 2.4, stand.health)
            return
        plate = QRectF(at.x() - 8.5, at.y() - 8.5, 17, 17)
        self._painter.setBrush(look.color("unit_edge"))
        self._painter.setPen(QPen(look.color("eye"), 1.2))
        self._painter.drawRoundedRect(plate, 3, 3)
        icons.icon("site").paint(self._painter, plate.adjusted(3, 3, -3, -3).toRect())
        if stand.health is not Health.OK:
            self._painter.setBrush(theme.current().color("stale"))
            self._painter.setPen(QPen(look.color("unit_edge"), 1.4))
            self._painter.drawEllipse(plate.topRight(), 3.4, 3.4)

    def _state(self, at: QPointF, radius: float, health: Health) -> None:
        """Whole: in order; half: impaired; empty and crossed out: offline."""
        painter, color = self._painter, self._look.color("eye")
        painter.setPen(QPen(color, 1.3))
        painter.setBrush(color if health is Health.OK else self._look.color("city"))
        painter.drawEllipse(at, radius, radius)
        if health in (Health.DEGRADED, Health.TAMPERED):
            painter.setBrush(color)
            painter.drawPie(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), 180 * 16, 180 * 16)
        elif health is not Health.OK:
            far = QPointF(radius, -radius) * 1.35
            painter.drawLine(at - far, at + far)

    # Words

    def _names(self, scene: Scene, taken: list[QPolygonF], marks: list[QPolygonF]) -> None:
        """The names of streets that fit; the wider street is named first."""
        frame = QRectF(QPointF(), self._size).adjusted(4, 4, -4, -4)
        taken.append(QPolygonF(self._bar_box()))
        order = list(RoadClass)
        streets = sorted(scene.ground.streets, key=lambda street: order.index(RoadClass(street.kind)))
        runs = [(words.name(s.name), s.kind, [self._line(line).toList() for line in s.lines]) for s in streets]
        metrics = self._painter.fontMetrics()
        for name in street_names.placed(runs, frame, metrics, taken, marks):
            wide = name.kind in (RoadClass.MOTORWAY, RoadClass.ARTERIAL)
            self._painter.save()
            self._painter.translate(name.middle)
            self._painter.rotate(degrees(name.angle))
            at = QPointF(-metrics.horizontalAdvance(name.text) / 2, metrics.capHeight() / 2)
            halo = self._look.color("halo", 0.85)
            halo_text(self._painter, at, name.text, self._look.color("label" if wide else "quiet_label"), halo)
            self._painter.restore()
        if scene.ground.is_bare:
            self._level(_("Outside of the city's map"), QPointF(self._middle.x(), 14), "quiet_label", taken)
        for park in scene.ground.parks:
            seen = QPolygonF(self._line(park.lines[0])).intersected(QPolygonF(frame)).boundingRect()
            if not seen.isEmpty():
                self._level(words.name(park.name), seen.center(), "park_label", taken)

    def _level(self, text: str, middle: QPointF, color: str, taken: list[QPolygonF]) -> None:
        """A level name as near to a place as there is room for it, if there is any."""
        metrics = self._painter.fontMetrics()
        wide, high = metrics.horizontalAdvance(text), metrics.height()
        for lower in (0.0, 1.8, -1.8, 3.0, -3.0):
            box = QRectF(middle.x() - wide / 2, middle.y() + (lower - 0.5) * high, wide, high)
            if QRectF(QPointF(), self._size).contains(box) and not any(QPolygonF(box).intersects(one) for one in taken):
                at = QPointF(box.left(), box.center().y() + metrics.capHeight() / 2)
                halo_text(self._painter, at, text, self._look.color(color), self._look.color("halo", 0.85))
                taken.append(QPolygonF(box))
                return

    def _bar_box(self) -> QRectF:
        length = BAR_M * self._scale
        return QRectF(EDGE - 2, self._size.height() - EDGE - 18, length + 4, 20)

    def _bar(self) -> None:
        look, length, low = self._look, BAR_M * self._scale, self._size.height() - EDGE
        ends = [
            QPointF(EDGE, low - 4),
            QPointF(EDGE, low),
            QPointF(EDGE + length, low),
            QPointF(EDGE + length, low - 4),
        ]
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((look.color("halo", 0.85), 4.0), (look.color("label"), 1.4)):
            self._painter.setPen(QPen(color, width))
            self._painter.drawPolyline(QPolygonF(ends))
        text = words.distance(BAR_M)
        halo_text(self._painter, QPointF(EDGE + 4, low - 5), text, look.color("label"), look.color("halo", 0.85))

    # Where things are

    def _at(self, x: float, y: float) -> QPointF:
        return self._middle + QPointF(x, y) * self._scale

    def _line(self, corners: Corners) -> QPolygonF:
        return QPolygonF([self._at(x, y) for x, y in corners.tolist()])

    def _around(self, x: float, y: float, reach: float) -> QPolygonF:
        at = self._at(x, y)
        return QPolygonF(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach))
