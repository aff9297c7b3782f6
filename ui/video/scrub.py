"""The scrub bar of a tile that shows a record: what was recorded, what is missing, alarms, the playhead, and the keys.

It lies over the tile's lower edge and shows as much as there is room for: on a small tile the time line with pause and
LIVE, on a large one every key. Everything it does is a command with a key of its own, too.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from console.clock import local
from console.domain.playhead import gaps
from console.domain.streams import AlarmMark
from console.language import _
from console.viewmodels import archive_words, words
from console.viewmodels.tile_archive import TileArchive
from console.viewmodels.tiles import VideoWall
from console.viewmodels.wall_archive import LEAD_S
from ui.marks import priority_mark
from ui.video import strips
from ui.video.scrub_keys import ScrubKey
from ui.video.timeline_view import Shown

SIDE = 6
RAIL = 5
"""Height of what was recorded, pixels."""
MARK = 11
"""Side of an alarm's mark."""
LARGE = 300
"""From this width on the keys have a row of their own, and the time line has figures."""
RECORDED = QColor(176, 186, 196)
MISSING = QColor(176, 186, 196, 90)
NEAR_PX = 7
"""So near to an alarm's mark a click means the alarm."""


class ScrubBar(QWidget):
    """Time line and keys of one tile."""

    def __init__(self, wall: VideoWall, index: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._wall, self._index = wall, index
        self._shown = Shown(0.0)
        self._dragged: float | None = None
        self._room_right = 0
        self.setMouseTracking(True)
        archive = wall.archive
        self._keys: list[tuple[int, ScrubKey]] = []
        self._key(9, lambda: "−5′", lambda: _("5 minutes back"), partial(archive.back, index, 300.0))
        self._key(2, lambda: "−30″", lambda: _("30 seconds back"), partial(archive.back, index, 30.0))
        self._key(7, lambda: "frame_back", lambda: _("One frame back"), partial(archive.step, index, -1))
        self._key(1, self._run_sign, lambda: _("Pause, or play on"), partial(archive.turn_pause, index))
        self._key(8, lambda: "frame_on", lambda: _("One frame on"), partial(archive.step, index, 1))
        self._key(3, lambda: "+30″", lambda: _("30 seconds on"), partial(archive.back, index, -30.0))
        self._key(6, lambda: "slower", lambda: _("Slower"), partial(archive.slower, index))
        self.rate = self._key(5, self._rate, lambda: _("At the usual speed"), partial(archive.run_at, index, 1.0))
        self._key(4, lambda: "faster", lambda: _("Faster"), partial(archive.faster, index))
        self._key(10, lambda: _("Alarm"), lambda: _("To the alarm before"), partial(archive.to_alarm, index))
        self._key(0, lambda: _("Go live"), lambda: _("Back to the live picture"), partial(archive.live, index))
        self.step = self._key(
            11, lambda: _("In step"), lambda: _("All tiles at this moment, in step"), partial(archive.turn_step, index)
        )
        self.step.setCheckable(True)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the operator's language."""
        self.setAccessibleName(_("Time line of the record"))
        for _order, key in self._keys:
            key.retranslate()

    @property
    def past(self) -> TileArchive | None:
        """The record that the tile shows."""
        return self._wall.all_tiles[self._index].past

    @property
    def _now(self) -> float:
        return self._wall.clock.now()

    def height_for(self, width: int) -> int:
        """How high it is on a tile of this width."""
        line = QFontMetrics(self.font()).height()
        return line + 6 + MARK + RAIL + line + 4 if width >= LARGE else max(line + 6, MARK + RAIL + 6)

    def refresh(self) -> None:
        """The record, its pause or its rate is another: place the keys anew, and paint."""
        past = self.past
        if past is not None:
            self.step.setChecked(len(past.deck.members) > 1)
        self._place()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Other keys fit."""
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, what was recorded, alarms, figures, playhead."""
        past = self.past
        painter = QPainter(self)
        painter.fillRect(self.rect(), strips.VEIL)
        if past is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            at = self._playhead(past)
            self._shown = self._shown.following(at, self._now) if self._dragged is None else self._shown
            rail = self._rail()
            self._draw_record(painter, rail, past)
            if self.width() >= LARGE:
                self._draw_figures(painter, rail)
            for mark in self._marks(past):
                x = self._x(mark.time)
                priority_mark(painter, QRectF(x - MARK / 2, rail.top() - MARK - 1, MARK, MARK), mark.priority)
            self._draw_playhead(painter, rail, at)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the playhead along, or go to an alarm."""
        past = self.past
        if event.button() != Qt.MouseButton.LeftButton or past is None:
            return
        mark = self._mark_at(past, event.position().toPoint())
        if mark is not None:
            self._wall.archive.seek(self._index, mark.time - LEAD_S)
        else:
            self._drag(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The playhead follows; the moment under the pointer is told."""
        if self._dragged is not None:
            self._drag(event.position().x())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        moment, self._dragged = self._dragged, None
        if moment is not None:
            self._wall.archive.seek(self._index, moment)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Is no wish to maximise the tile."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """More or less time on the bar."""
        steps = 1 if event.angleDelta().y() > 0 else -1
        self._shown = self._shown.zoomed(steps, self._time(event.position().x()), self._now)
        self.update()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tool tips tell the moment, the gap or the alarm under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.past is not None:
            QToolTip.showText(event.globalPos(), self._told(self.past, event.pos()), self)
            return True
        return super().event(event)

    def _key(
        self, order: int, text: Callable[[], str], title: Callable[[], str], run: Callable[[], object]
    ) -> ScrubKey:
        """A key; those with the lowest ``order`` stay where there is little room. They stand as they are made."""
        key = ScrubKey(text, title, run, self)
        self._keys.append((order, key))
        return key

    def _run_sign(self) -> str:
        return "play" if self.past is None or self.past.deck.is_paused else "pause"

    def _rate(self) -> str:
        return archive_words.rate(1.0 if self.past is None else self.past.deck.rate)

    def _place(self) -> None:
        """Keys that fit, LIVE at the right end; on a small tile beside the time line, else above it."""
        font = QFont(self.font())
        for _order, key in self._keys:
            key.setFont(font)
        is_large = self.width() >= LARGE
        room = self.width() - 2 * SIDE if is_large else min(self.width() // 2, 90)
        kept, taken = set(), 0
        for order, key in sorted(self._keys, key=lambda item: item[0]):
            need = key.sizeHint().width() + 4
            if taken + need > room:
                break
            kept.add(order)
            taken += need
        left = SIDE if is_large else self.width() - SIDE - taken
        for order, key in sorted(self._keys, key=lambda item: item[0] == 0):  # LIVE comes last
            key.setVisible(order in kept)
            if order in kept:
                size = key.sizeHint()
                top = 2 if is_large else (self.height() - size.height()) // 2
                x = self.width() - SIDE - size.width() if order == 0 else left
                key.setGeometry(QRect(QPoint(x, top), QSize(size.width(), size.height())))
                left += size.width() + 4
        self._room_right = 0 if is_large else taken

    def _rail(self) -> QRect:
        line = QFontMetrics(self.font()).height()
        top = line + 6 + MARK + 2 if self.width() >= LARGE else self.height() - RAIL - 4
        return QRect(SIDE, top, self.width() - 2 * SIDE - self._room_right, RAIL)

    def _x(self, time: float) -> float:
        rail = self._rail()
        return rail.left() + self._shown.share(time) * rail.width()

    def _time(self, x: float) -> float:
        rail = self._rail()
        return self._shown.time(min(max((x - rail.left()) / max(1, rail.width()), 0.0), 1.0))

    def _playhead(self, past: TileArchive) -> float:
        if self._dragged is not None:
            return self._dragged
        if past.is_going or past.time is None:
            return past.deck.playhead.at(self._wall.around.now())
        return past.time

    def _drag(self, x: float) -> None:
        self._dragged = min(self._time(x), self._now)
        self.update()

    def _marks(self, past: TileArchive) -> list[AlarmMark]:
        return [mark for mark in past.known.marks if self._shown.since <= mark.time <= self._shown.until]

    def _mark_at(self, past: TileArchive, at: QPoint) -> AlarmMark | None:
        rail = self._rail()
        near = [mark for mark in self._marks(past) if abs(self._x(mark.time) - at.x()) <= NEAR_PX]
        is_above = rail.top() - MARK - 2 <= at.y() < rail.top()
        return min(near, key=lambda mark: abs(self._x(mark.time) - at.x())) if near and is_above else None

    def _told(self, past: TileArchive, at: QPoint) -> str:
        mark = self._mark_at(past, at)
        if mark is not None:
            what = f"{words.word(mark.kind)} · {words.priority(mark.priority)}"
            return f"{what}\n{archive_words.moment(mark.time, self._now)}"
        time = self._time(at.x())
        text = archive_words.moment(time, self._now)
        is_missing = time < self._now and any(begin <= time < end for begin, end in self._missing(past))
        nothing = _("Nothing was recorded.")
        return f"{text}\n{nothing}" if is_missing else text

    def _missing(self, past: TileArchive) -> list[tuple[float, float]]:
        until = min(self._shown.until, past.known.until - 1.0)
        return gaps(past.known.ranges, max(self._shown.since, past.known.since), until)

    def _draw_record(self, painter: QPainter, rail: QRect, past: TileArchive) -> None:
        """Solid where something was recorded, an empty dotted line where not; now ends it."""
        painter.setPen(Qt.PenStyle.NoPen)
        end = min(self._x(self._now), rail.right())
        painter.fillRect(QRectF(rail.left(), rail.top(), max(0.0, end - rail.left()), RAIL), RECORDED)
        for begin, until in self._missing(past):
            left, right = max(self._x(begin), rail.left()), min(self._x(until), end)
            gap = QRectF(left, rail.top(), max(2.0, right - left), RAIL)
            painter.fillRect(gap, strips.GROUND)
            painter.setPen(QPen(MISSING, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(gap.left(), gap.center().y()), QPointF(gap.right(), gap.center().y()))
        painter.setPen(QPen(strips.BRIGHT, 1))
        painter.drawLine(QPointF(end, rail.top() - 2), QPointF(end, rail.bottom() + 2))

    def _draw_figures(self, painter: QPainter, rail: QRect) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(9, font.pixelSize() - 1))
        metrics = QFontMetrics(font)
        wide = metrics.horizontalAdvance("00:00:00")
        painter.setFont(font)
        painter.setPen(strips.SOFT)
        for tick in self._shown.ticks(max(1, rail.width() // (wide + 16))):
            text = f"{local(tick):%H:%M:%S}" if self._shown.span <= 600 else f"{local(tick):%H:%M}"
            left = self._x(tick) - metrics.horizontalAdvance(text) / 2
            if left >= 0 and left + metrics.horizontalAdvance(text) <= self.width():
                painter.drawLine(QPointF(self._x(tick), rail.bottom() + 1), QPointF(self._x(tick), rail.bottom() + 3))
                painter.drawText(QPointF(left, rail.bottom() + 3 + metrics.ascent()), text)

    def _draw_playhead(self, painter: QPainter, rail: QRect, at: float) -> None:
        x = min(max(self._x(at), rail.left()), rail.right() + 1)
        painter.setPen(QPen(strips.GROUND, 4))
        painter.drawLine(QPointF(x, rail.top() - 4), QPointF(x, rail.bottom() + 4))
        painter.setPen(QPen(strips.BRIGHT, 2))
        painter.drawLine(QPointF(x, rail.top() - 4), QPointF(x, rail.bottom() + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strips.BRIGHT)
        top = rail.top() - 6
        painter.drawPolygon(QPolygonF([QPointF(x - 4, top - 2), QPointF(x + 4, top - 2), QPointF(x, top + 4)]))
