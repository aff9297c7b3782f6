"""One tile on screen: the newest frame, painted once, and over it only what is true of it."""

from collections.abc import Iterator
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QMoveEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from console.domain.playing import NEAR, Frame
from console.viewmodels import place_words, tile_words
from console.viewmodels.surroundings import Listened
from console.viewmodels.tile import Tile
from console.viewmodels.tile_archive import TileArchive
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from ui import theme
from ui.elided import fitted
from ui.marks import priority_mark
from ui.video import strips, tile_lines, tile_ptz, tile_record, tile_signs as signs, tile_sound
from ui.video.canvas import Canvas
from ui.video.next_picture import News, NextPicture, Painting, image_of
from ui.video.ptz_hand import PtzHand
from ui.video.scrub import ScrubBar
from ui.video.strips import Strip
from ui.video.tile_hand import TileHand
from ui.video.tile_lines import Line

DIMMED = {TileState.LIVE: 0, TileState.RECORD: 0, TileState.REDUCED: 40, TileState.DEGRADED: 110}
"""How dark the veil over a picture is, 0..255; every other state takes the darkest."""
DARKEST = 185
NOT_YET = 130
"""The same over a record's picture while that of another moment is awaited."""

PLAYING = frozenset({TileState.LIVE, TileState.REDUCED})
SMALLEST_TEXT = 9
"""Pixels; below this Cyrillic letters run together."""
MARGIN = 6
ALARM_BORDER = 3
AS_WIDE = str.maketrans("123456789", "0" * 9)
"""Every digit is as wide as another in fonts for numbers, and hardly less than 0 in any."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FOCUS_BORDER = 2


class TileView(QWidget):
    """Paints one tile of a wall. It has no life of its own: the wall says when there is something new."""

    def __init__(self, wall: VideoWall, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall = wall
        self.index = index
        self._is_exact = False
        self._next = NextPicture()
        self._mark_at = QPoint()
        self._laid = 0
        """Which mark lies over the next pictures: its pixmap's ``cacheKey``."""
        self._said: object = None
        """What mark and header were drawn of when only the picture was another."""
        self._header, self._mark, self._tour, self._band = Strip(), Strip(), Strip(), Strip()
        self._ptz, self._sound = Strip(), Strip()
        self.ptz_hand: PtzHand | None = None
        """The pane's hand on cameras that turn."""
        self.scrub: ScrubBar | None = None
        """The time line of a record; None until one was shown."""
        self.picture = QRectF(0, 0, 1, 1)
        """Where the picture was painted last."""
        self.hand = TileHand(self, wall, index, lambda: self.picture, self._about)
        """What the pointer does here."""
        self.hand.aimed.connect(self.renew)
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._header_high: int | None = None
        self._mark_says: object = None
        self._clock, self._says_time = QRect(), ""
        """Where the header's clock is, in its pixmap, and what it says."""
        self.paints = 0
        """How often it was painted; figures and tests read it."""
        self.setMinimumSize(2, 2)  # never more than its cell: tiles must not overlap
        self.setUpdatesEnabled(False)

    @property
    def _tile(self) -> Tile:
        """What stands in its place now; tiles change places."""
        return self._wall.all_tiles[self.index]

    def sizeHint(self) -> QSize:
        """A tile at which all text is legible."""
        return QSize(320, 180)

    def announce(self) -> None:
        """The tile's text or state is another: tell screen readers, and paint."""
        text = self.accessible_text()
        if text != self.accessibleName():
            self.setAccessibleName(text)
        self._fit_scrub()
        self.renew()

    def renew(self) -> None:
        """Have all of it painted anew, by its pane: it is not only the picture that is another.

        ``update`` would do nothing where a tile has nothing of its own to be painted.
        """
        self._next.forget()
        self._said = None
        pane = self.parentWidget()
        if pane is not None:
            pane.update(self.geometry())

    def accessible_text(self) -> str:
        """All that the tile says, in one line."""
        return self._about().replace("\n", ", ") or tile_words.headline(self._tile)

    def _about(self) -> str:
        ptz, opening = self._wall.ptz, self._tile.opening
        turned = ptz.words(self._tile.camera)[:1] if ptz is not None and opening is not None and opening.ptz else ()
        return "\n".join((tile_words.about(self._tile), *turned))

    def paint_nothing(self, painter: QPainter) -> None:
        """What was to be painted failed: better no picture than an old one."""
        self._next.forget()
        self._said = None
        painter.fillRect(self.geometry(), strips.GROUND)

    def news(self) -> News:
        """What another picture changes of it."""
        kept = self._next.kept
        return News(self.index, kept, kept > 0 and self._saying() != self._said)

    @property
    def picture_below(self) -> QRect:
        """What a picture that leaves the header changes, in its pane."""
        return self._next.below

    def paint_picture(self, painter: QPainter, canvas: Canvas, news: News) -> Painting:
        """Paint it into its pane; what its writes and ``paint_strips`` have to paint yet.

        Apart, since a wall's pictures do not leave much else in the processor's cache: whatever comes after one of
        them is read from the memory again, whatever comes after all of them once.
        """
        self.paints += 1
        tile = self._tile
        frame = tile.frame
        if frame is not None and tile.state is TileState.LIVE and self._next.fits(frame, canvas.ratio):
            if news.says_more:
                self._lay_over(tile)
            return self._next.paint(painter, frame, canvas, news)
        if news.kept:
            self.renew()  # more than was asked for is another
        painter.save()
        painter.setClipRect(self.geometry())
        painter.translate(self.pos())
        self._paint_all(painter)
        painter.restore()
        return Painting()

    def paint_strips(self, painter: QPainter, news: News, painting: Painting) -> None:
        """What lies over its picture, as far as that is left to be painted."""
        tile = self._tile
        painter.translate(self.pos())
        if not painting.has_marks:
            self._draw_mark(painter, tile.state, self._below_picture)
        if not painting.has_header:
            self._said = self._saying() if news.kept else None  # else a part of it may be cut off
            self._draw_header(painter, tile.state)
        if tile.is_focused:
            self._draw_frame(painter)
        painter.resetTransform()

    def _lay_over(self, tile: Tile) -> None:
        """Let the next pictures have mark and frame over them as they are now."""
        self._place_mark(tile.state, self._below_picture)
        if self._mark.pixmap.cacheKey() != self._laid:
            self._laid = self._mark.pixmap.cacheKey()
            self._next.lay_over(self._overlays())

    def _overlays(self) -> Iterator[tuple[QImage, QPoint]]:
        """What lies over a live picture, and where in the pane: the mark and, if it is focused, its frame."""
        kind, at = QImage.Format.Format_ARGB32_Premultiplied, self.pos()
        yield self._mark.pixmap.toImage().convertToFormat(kind), at + self._mark_at
        if self._tile.is_focused:
            ratio = self.devicePixelRatioF()
            for bar in bars(self.rect(), FOCUS_BORDER + 1):
                image = QImage(bar.size() * ratio, kind)
                image.setDevicePixelRatio(ratio)
                image.fill(Qt.GlobalColor.transparent)
                painter = QPainter(image)
                painter.translate(-bar.topLeft())
                self._draw_frame(painter)
                painter.end()
                yield image, at + bar.topLeft()

    def _saying(self) -> object:
        """What the header's clock says; the mark tells the delay anew with it: nobody reads it more often."""
        tile = self._tile
        return int(tile.picture_time or 0), tile.is_timed

    @property
    def _is_plain(self) -> bool:
        """Whether nothing lies over a picture but mark, header and frame. Another answer is announced."""
        tile = self._tile
        if tile.alarm is not None or tile.zoom.is_on or tile.tour or tile.listened or self.hand.is_target:
            return False
        return tile.opening is None or tile.opening.ptz is None

    @property
    def _below_picture(self) -> int:
        return round(self.height() - self.picture.bottom())

    def _paint_all(self, painter: QPainter) -> None:
        state = self._tile.state
        where = QRectF(self.rect())
        if self._tile.frame is not None and state is not TileState.EMPTY:
            where = self.picture = self._draw_picture(painter, self._tile.frame)
            if dark := DIMMED.get(state, DARKEST):
                painter.fillRect(where, QColor(9, 11, 14, dark))
        else:
            painter.fillRect(self.rect(), self.palette().base() if state is TileState.EMPTY else strips.GROUND)
        if state is TileState.RECORD and self._tile.past is not None:
            self._draw_record(painter, self._tile.past, where)
        elif state in PLAYING:
            self._draw_mark(painter, state, round(self.height() - where.bottom()))
        else:
            self._draw_state(painter, state)
        if state in PLAYING:
            self._draw_ptz(painter, where)
        if state is not TileState.EMPTY:
            self._draw_signs(painter, where, state)
            self._draw_header(painter, state)
        self._draw_frame(painter)
        self._said = None
        self._next.forget()
        frame = self._tile.frame
        if frame is not None and state is TileState.LIVE and self._is_exact and self._is_plain:
            at, self._laid = self.pos(), 0
            ground = tuple(box.translated(at) for box in self._ground_around(where))
            header = QRect(0, 0, self.width(), self._header_height()).translated(at)
            ratio = self.devicePixelRatioF()
            self._next.keep(frame, where.translated(at), self.geometry(), header, ratio, ground)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The picture wants other pixels, the texts may want another size."""
        self._forget_fonts()
        ratio = self.devicePixelRatioF()
        self._wall.resize_tile(self.index, round(self.width() * ratio), round(self.height() * ratio))
        self._fit_scrub()

    def moveEvent(self, _event: QMoveEvent) -> None:
        """The next picture goes elsewhere."""
        self._next.forget()

    def changeEvent(self, event: QEvent) -> None:
        """Another font: the texts are measured anew."""
        self._next.forget()
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget_fonts()
        super().changeEvent(event)

    def _forget_fonts(self) -> None:
        self._next.forget()
        self._fonts.clear()
        self._header_high = self._mark_says = self._said = None
        self._header = Strip()

    def _draw_picture(self, painter: QPainter, frame: Frame) -> QRectF:
        where = self._place(frame)
        self._draw_ground_around(painter, where)
        ratio = self.devicePixelRatioF()
        zoom = self._tile.zoom
        self._is_exact = (
            not zoom.is_on
            and abs(where.width() * ratio - frame.width) < 1
            and abs(where.height() * ratio - frame.height) < 1
        )
        if self._is_exact:
            where.setSize(QSize(frame.width, frame.height).toSizeF() / ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._is_exact)
        if zoom.is_on:
            part = zoom.part
            left, top, width, height = part.left, part.top, part.width, part.height
            shown = QRectF(left * frame.width, top * frame.height, width * frame.width, height * frame.height)
            painter.drawImage(where, image_of(frame), shown)
        else:
            painter.drawImage(where, image_of(frame))
        return where

    def _draw_ground_around(self, painter: QPainter, picture: QRectF) -> None:
        for box in self._ground_around(picture):
            painter.fillRect(box, strips.GROUND)

    def _ground_around(self, picture: QRectF) -> tuple[QRect, ...]:
        """Only where the picture is not: painting all of it would cost as much as the picture."""
        left, top = ceil(picture.left()), ceil(picture.top())
        right, bottom = floor(picture.right()), floor(picture.bottom())
        wide, high = self.width(), self.height()
        boxes = (
            QRect(0, 0, wide, top),
            QRect(0, bottom, wide, high - bottom),
            QRect(0, top, left, bottom - top),
            QRect(right, top, wide - right, bottom - top),
        )
        return tuple(box for box in boxes if not box.isEmpty())

    def _fit_scrub(self) -> None:
        """The time line stands at the lower edge while there is a record."""
        is_wanted = self._tile.state is TileState.RECORD
        self.setUpdatesEnabled(is_wanted)  # else Qt would look after each tile at every picture: it has none of its own
        if self.scrub is None and is_wanted:
            self.scrub = ScrubBar(self._wall, self.index, self)
        if self.scrub is not None:
            self.scrub.setFont(self._text_font(larger=-1))
            height = self.scrub.height_for(self.width())
            self.scrub.setGeometry(self._border, self.height() - height - self._border, self._inner_width, height)
            self.scrub.refresh()
            self.scrub.setVisible(is_wanted)

    def _draw_record(self, painter: QPainter, past: TileArchive, where: QRectF) -> None:
        """The band that tells a record from a live picture; one that is not of the moment asked for is dimmed."""
        if past.is_going or past.is_leaving or past.trouble is not None:
            painter.fillRect(where, QColor(9, 11, 14, NOT_YET))
        top = self._border + self._header_height()
        font, ratio = self._text_font(bold=True), self.devicePixelRatioF()
        tile_record.draw_band(painter, self._band, past, self._wall.clock.now(), font, top, self.width(), ratio)

    def _draw_ptz(self, painter: QPainter, where: QRectF) -> None:
        """Who turns the camera, above the LIVE mark; where the hand pushes, in the picture."""
        opening, ptz, hand = self._tile.opening, self._wall.ptz, self.ptz_hand
        if ptz is None or opening is None or opening.ptz is None:
            return
        mark = self._mark.pixmap.deviceIndependentSize().height()
        edge = max(self._border, MARGIN)
        at, room = QPointF(MARGIN, self.height() - mark - edge - 2), self.width() - 2 * MARGIN
        small, ratio = self._text_font(larger=-1), self.devicePixelRatioF()
        tile_ptz.draw_note(painter, self._ptz, ptz, self._tile.camera, small, at, room, ratio)
        if hand is not None and hand.is_on and self._tile.is_focused:
            tile_ptz.draw_push(painter, where, hand.push)

    @property
    def _inner_width(self) -> int:
        return self.width() - 2 * self._border

    def _place(self, frame: Frame) -> QRectF:
        """Where the picture goes: as large as fits, below the header where there is room, else under it."""
        scale = min(self.width() / frame.width, self.height() / frame.height)
        unscaled = 1 / self.devicePixelRatioF()
        if abs(scale / unscaled - 1) < NEAR:
            scale = unscaled
        width, height = frame.width * scale, frame.height * scale
        spare, header = self.height() - height, self._header_height()
        top = max(0.0, min(spare, max(header, (spare + header) / 2)))
        return QRectF(max(0, round((self.width() - width) / 2)), round(top), width, height)

    def _text_font(self, *, larger: int = 0, bold: bool = False) -> QFont:
        known = self._fonts.get((larger, bold))
        if known is not None:
            return known
        font = QFont(self.font())
        small = (
            10
            if self.width() < 110
            else 11
            if self.width() < 230
            else 12
            if self.width() < 480
            else 13
            if self.width() < 900
            else 16
        )
        font.setPixelSize(small + larger)
        font.setBold(bold)
        self._fonts[larger, bold] = font
        return font

    def _header_height(self) -> int:
        if self._header_high is None:
            self._header_high = (QFontMetrics(self._text_font()).height() + 7) // 2 * 2  # even: see ``Frame.put``
        return self._header_high

    def _draw_header(self, painter: QPainter, state: TileState) -> None:
        tile = self._tile
        time = tile_words.picture_clock(tile)
        ratio = self.devicePixelRatioF()
        clock = time.translate(AS_WIDE)
        key = (
            tile.code,
            tile.place,
            clock,
            state,
            tile.alarm,
            tile.is_pinned,
            self.width(),
            ratio,
            strips.worn_on_dark(),
        )
        if not self._header.is_of(key):
            inner = self._header.begin(key, self.width(), self._header_height(), ratio, strips.GROUND)
            self._compose_header(inner, clock)
            self._says_time = ""
        if time != self._says_time and not self._clock.isEmpty():
            self._says_time = time
            inner = QPainter(self._header.pixmap)  # the rest of it would take four times as long
            inner.fillRect(self._clock, strips.GROUND)
            inner.setFont(self._text_font())
            inner.setPen(strips.SOFT)
            inner.drawText(self._clock, _RIGHT, time)
            inner.end()
        painter.drawPixmap(self._border, self._border, self._header.pixmap)

    def _compose_header(self, painter: QPainter, clock: str) -> None:
        """All but the clock, which is as wide as ``clock``: where it goes."""
        tile, height = self._tile, self._header_height()
        plain, bold = self._text_font(), self._text_font(bold=True)
        left, right = MARGIN, self.width() - 2 * self._border - MARGIN
        middle = Qt.AlignmentFlag.AlignVCenter
        if tile.alarm is not None:
            side = height - 6
            with theme.worn(strips.worn_on_dark()):
                priority_mark(painter, QRectF(left, 3, side, side), tile.alarm)
            left += side + MARGIN
        if tile.is_pinned:
            side = height - 8
            signs.draw_pin(painter, QRectF(left - 2, 4, side, side))
            left += side
        painter.setFont(bold)
        painter.setPen(strips.BRIGHT)
        code = QFontMetrics(bold).elidedText(tile.code, Qt.TextElideMode.ElideLeft, right - left)  # its end tells most
        painter.drawText(QRect(left, 0, right - left, height), middle, code)
        left += QFontMetrics(bold).horizontalAdvance(code) + MARGIN
        painter.setFont(plain)
        painter.setPen(strips.SOFT)
        metrics = QFontMetrics(plain)
        places = place_words.shorter(tile.place)
        wide = metrics.horizontalAdvance(clock)
        beside = metrics.horizontalAdvance(places[-1]) if tile.state in PLAYING else 0
        self._clock = QRect()
        if clock and beside + wide <= right - left:  # whole or not at all: half a time would be another one
            self._clock = QRect(right - wide, 0, wide, height)
            right -= wide + MARGIN
        if (room := right - left) >= metrics.horizontalAdvance("мммммм…"):
            painter.drawText(QRect(left, 0, room, height), middle, fitted(places, metrics, room))
        painter.end()

    def _draw_mark(self, painter: QPainter, state: TileState, below: int) -> None:
        self._place_mark(state, below)
        painter.drawPixmap(self._mark_at, self._mark.pixmap)

    def _place_mark(self, state: TileState, below: int) -> None:
        """The LIVE mark, lower left; out of the picture as far as there is room below it."""
        tile = self._tile
        has_more = tile.tour is not None or tile.listened is not None
        saying = (state, tile.camera, self._saying(), has_more, self.width(), self.devicePixelRatioF())
        if saying != self._mark_says:
            self._mark_says = saying
            self._compose_mark(tile_words.live_mark(tile), has_more=has_more, is_live=tile_words.is_on_time(tile))
        height = round(self._mark.pixmap.deviceIndependentSize().height())
        self._mark_at = QPoint(MARGIN, self.height() - height - max(self._border, MARGIN - below))

    def _compose_mark(self, forms: tuple[str, ...], *, has_more: bool, is_live: bool) -> None:
        """In the longest form that has room; in the shortest where more stands beside it."""
        font = self._text_font(larger=-1, bold=True)
        metrics = QFontMetrics(font)
        dot, height = metrics.ascent() // 2, metrics.height() + 4
        around = dot + 3 * MARGIN
        room = 0 if has_more else self.width() - 2 * MARGIN - around
        text = next((form for form in forms if metrics.horizontalAdvance(form) <= room), forms[-1])
        width = metrics.horizontalAdvance(text) + around
        key = (text, is_live, width, height, self.devicePixelRatioF())
        if not self._mark.is_of(key):
            inner = self._mark.begin(key, width, height, self.devicePixelRatioF())
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.setPen(Qt.PenStyle.NoPen if is_live else strips.SOFT)
            inner.setBrush(strips.BRIGHT if is_live else Qt.BrushStyle.NoBrush)
            inner.drawEllipse(QRectF(MARGIN, (height - dot) / 2, dot, dot))
            inner.setFont(font)
            inner.setPen(strips.BRIGHT if is_live else strips.SOFT)
            inner.drawText(QRect(2 * MARGIN + dot, 0, width, height), Qt.AlignmentFlag.AlignVCenter, text)
            inner.end()

    def _draw_signs(self, painter: QPainter, picture: QRectF, state: TileState) -> None:
        """The part that a zoom shows, how its sound stands, and the tour that plays here, beside the LIVE mark."""
        small = self._text_font(larger=-1)
        edge, ratio = max(self._border, MARGIN), self.devicePixelRatioF()
        mark = self._mark.pixmap.deviceIndependentSize().toSize() if state in PLAYING else QSize(0, 0)
        corner, room = QPoint(self.width() - edge, self.height() - edge), self.width() - 2 * edge
        above = corner - QPoint(0, mark.height() + 2)
        free = signs.draw_zoom(painter, self._tile, small, picture, self._border + self._header_height(), above.y())
        beside = room - mark.width() - MARGIN
        if self._tile.listened is not None:
            beside -= self._draw_sound(painter, self._tile.listened, small, mark.width(), beside)
        is_said = signs.draw_tour(painter, self._tour, self._tile, small, corner, beside, ratio)
        if not is_said and above.y() - free >= signs.tour_height(small):
            signs.draw_tour(painter, self._tour, self._tile, small, above, room, ratio)

    def _draw_sound(self, painter: QPainter, heard: Listened, font: QFont, mark: int, beside: int) -> int:
        """Beside the LIVE mark, else below the header; the room that it takes of what is beside the mark."""
        low, ratio = self.height() - max(self._border, MARGIN), self.devicePixelRatioF()
        if tile_sound.least(font) <= beside:
            return tile_sound.draw(painter, self._sound, heard, font, QPoint(MARGIN + mark + 2, low), beside, ratio)
        below_header = self._border + self._header_height() + tile_sound.height(font)
        tile_sound.draw(painter, self._sound, heard, font, QPoint(self._border, below_header), 0, ratio)
        return 0

    @property
    def _border(self) -> int:
        return ALARM_BORDER if self._tile.alarm is not None else 0

    def _draw_state(self, painter: QPainter, state: TileState) -> None:
        is_empty = state is TileState.EMPTY
        top = 0 if is_empty else self._header_height()
        side = MARGIN if self.width() < 160 else 2 * MARGIN
        room = self.rect().adjusted(side, top + MARGIN, -side, -MARGIN)
        quiet = self.palette().placeholderText().color()
        head, why, next_step = (quiet, quiet, quiet) if is_empty else (strips.BRIGHT, strips.SOFT, strips.BRIGHT)
        headline = tile_words.headline(self._tile)
        lines = (
            Line((headline,), self._headline_font(headline, room.width(), is_bold=not is_empty), head, rank=0),
            Line((tile_words.explanation(self._tile, self._wall.missing),), self._text_font(), why, rank=2),
            Line(tile_words.outlook(self._tile), self._text_font(), next_step, rank=1),
        )
        blocks = tile_lines.fitting(lines, room.width(), room.height())
        tile_lines.draw(painter, room, blocks, has_plate=self._tile.frame is not None)

    def _headline_font(self, text: str, room: int, *, is_bold: bool) -> QFont:
        """A little larger than the rest, as far as its longest word has room."""
        font = self._text_font(larger=2, bold=is_bold)
        longest = max(text.split() or [""], key=len)
        while font.pixelSize() > SMALLEST_TEXT and QFontMetrics(font).horizontalAdvance(longest) > room:
            font.setPixelSize(font.pixelSize() - 1)
        return font

    def _draw_frame(self, painter: QPainter) -> None:
        inside = self.rect()
        if self._tile.alarm is not None:
            self._outline(painter, inside, ALARM_BORDER, theme.THEMES[strips.worn_on_dark()].priority(self._tile.alarm))
            inside = inside.adjusted(ALARM_BORDER, ALARM_BORDER, -ALARM_BORDER, -ALARM_BORDER)
        if self.hand.is_target:
            self._outline(painter, inside, FOCUS_BORDER + 1, strips.GROUND)
            self._outline(painter, inside, FOCUS_BORDER, theme.THEMES[strips.worn_on_dark()].color("text"))
        elif self._wall.focused == self.index:
            pane = self.parentWidget()
            has_keys = pane is not None and pane.hasFocus()
            self._outline(painter, inside, FOCUS_BORDER + 1, strips.GROUND)
            self._outline(
                painter,
                inside,
                FOCUS_BORDER,
                theme.THEMES[strips.worn_on_dark()].color("focus" if has_keys else "muted"),
            )

    @staticmethod
    def _outline(painter: QPainter, box: QRect, width: int, colour: QColor) -> None:
        """To draw it by a pen takes ten times as long."""
        for bar in bars(box, width):
            painter.fillRect(bar, colour)


def bars(box: QRect, width: int) -> tuple[QRect, ...]:
    """A frame inside of a box, as four bars."""
    inner = box.adjusted(width, width, -width, -width)
    return (
        QRect(box.left(), box.top(), box.width(), width),
        QRect(box.left(), inner.bottom() + 1, box.width(), width),
        QRect(box.left(), inner.top(), width, inner.height()),
        QRect(inner.right() + 1, inner.top(), width, inner.height()),
    )
