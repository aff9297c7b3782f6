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
from console.viewmodels import tile_words
from console.viewmodels.surroundings import Listened
from console.viewmodels.tile import Tile
from console.viewmodels.tile_archive import TileArchive
from console.viewmodels.tile_rules import PLAYING, TileState
from console.viewmodels.tiles import VideoWall
from ui import theme
from ui.video import strips, tile_lines, tile_ptz, tile_record, tile_signs as signs, tile_sound
from ui.video.canvas import Canvas
from ui.video.next_picture import News, NextPicture, Painting, image_of
from ui.video.ptz_hand import PtzHand
from ui.video.scrub import ScrubBar
from ui.video.strips import MARGIN, Strip
from ui.video.tile_hand import TileHand
from ui.video.tile_header import Header
from ui.video.tile_lines import Line
from ui.video.tile_mark import LiveMark
from ui.video.tile_texts import SMALLEST, Texts

DIMMED = {TileState.LIVE: 0, TileState.RECORD: 0, TileState.REDUCED: 40, TileState.DEGRADED: 110}
"""How dark the veil over a picture is, 0..255; every other state takes the darkest."""
DARKEST = 185
NOT_YET = 130
"""The same over a record's picture while that of another moment is awaited."""

ALARM_BORDER = 3
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
        self._texts = Texts(self)
        self._header, self._mark = Header(self._texts), LiveMark(self._texts)
        self._tour, self._band, self._ptz, self._sound = Strip(), Strip(), Strip(), Strip()
        self.ptz_hand: PtzHand | None = None
        """The pane's hand on cameras that turn."""
        self.scrub: ScrubBar | None = None
        """The time line of a record; None until one was shown."""
        self.picture = QRectF(0, 0, 1, 1)
        """Where the picture was painted last."""
        self.hand = TileHand(self, wall, index, lambda: self.picture, self._about)
        """What the pointer does here."""
        self.hand.aimed.connect(self.renew)
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
        if pane is not None and not self.isHidden():  # another may fill the wall
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
        if frame is not None and tile.state is TileState.LIVE and self._next.fits(frame, canvas.ratio, news.kept):
            return self._paint_next(painter, frame, canvas, news)
        if news.kept and not news.says_more:
            self.renew()  # more than was asked for is another
        painter.save()
        painter.setClipRect(self.geometry())
        painter.translate(self.pos())
        self._paint_all(painter, canvas.ratio)
        painter.restore()
        return Painting()

    def _paint_next(self, painter: QPainter, frame: Frame, canvas: Canvas, news: News) -> Painting:
        has_header = news.kept > 0 and not news.says_more
        if has_header or (news.kept and self._lay_over()):
            writes = self._next.paint_below(painter, frame, canvas)
            return Painting(writes, has_marks=bool(writes), has_header=has_header)
        return Painting(self._next.paint_whole(painter, frame, canvas), has_marks=False, has_header=False)

    def _lay_over(self) -> bool:
        """Let the next pictures have the mark over them as it is now; whether all of it is in the picture."""
        self._place_mark()
        if self._mark.pixmap.cacheKey() != self._laid:
            self._laid = self._mark.pixmap.cacheKey()
            self._next.lay_over(self._overlays())
        return self._next.below.contains(QRect(self.pos() + self._mark_at, self._mark.size))

    def paint_strips(self, painter: QPainter, news: News, painting: Painting) -> None:
        """What lies over its picture, as far as that is left to be painted."""
        tile = self._tile
        painter.translate(self.pos())
        if not painting.has_marks:
            self._draw_mark(painter)
        if not painting.has_header:
            self._said = self._saying() if news.kept else None  # else a part of it may be cut off
            self._draw_header(painter)
        if tile.is_focused:
            self._draw_frame(painter)
        painter.resetTransform()

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
        """Whether nothing lies over a picture but mark, header and frame; where more comes, that is announced."""
        tile = self._tile
        if tile.alarm is not None or tile.zoom.is_on or tile.tour or tile.listened or self.hand.is_target:
            return False
        return tile.opening is None or tile.opening.ptz is None

    def _paint_all(self, painter: QPainter, ratio: float) -> None:
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
            self._draw_mark(painter)
        else:
            self._draw_state(painter, state)
        if state in PLAYING:
            self._draw_ptz(painter, where)
        if state is not TileState.EMPTY:
            self._draw_signs(painter, where, state)
            self._draw_header(painter)
        self._draw_frame(painter)
        self._said = None
        self._next.forget()
        frame = self._tile.frame
        if frame is not None and state is TileState.LIVE and self._is_exact and self._is_plain:
            at, self._laid = self.pos(), 0
            ground = tuple(box.translated(at) for box in self._ground_around(where))
            header = QRect(0, 0, self.width(), self._header.height).translated(at)
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
        self._said = None
        for sized in (self._texts, self._header, self._mark):
            sized.forget()

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
            self.scrub.setFont(self._texts.font(larger=-1))
            height = self.scrub.height_for(self.width())
            self.scrub.setGeometry(self._border, self.height() - height - self._border, self._inner_width, height)
            self.scrub.refresh()
            self.scrub.setVisible(is_wanted)

    def _draw_record(self, painter: QPainter, past: TileArchive, where: QRectF) -> None:
        """The band that tells a record from a live picture; one that is not of the moment asked for is dimmed."""
        if past.is_going or past.is_leaving or past.trouble is not None:
            painter.fillRect(where, QColor(9, 11, 14, NOT_YET))
        top = self._border + self._header.height
        font, ratio = self._texts.font(bold=True), self.devicePixelRatioF()
        tile_record.draw_band(painter, self._band, past, self._wall.clock.now(), font, top, self.width(), ratio)

    def _draw_ptz(self, painter: QPainter, where: QRectF) -> None:
        """Who turns the camera, above the LIVE mark; where the hand pushes, in the picture."""
        opening, ptz, hand = self._tile.opening, self._wall.ptz, self.ptz_hand
        if ptz is None or opening is None or opening.ptz is None:
            return
        mark = self._mark.size.height()
        edge = max(self._border, MARGIN)
        at, room = QPointF(MARGIN, self.height() - mark - edge - 2), self.width() - 2 * MARGIN
        small, ratio = self._texts.font(larger=-1), self.devicePixelRatioF()
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
        spare, header = self.height() - height, self._header.height
        top = max(0.0, min(spare, max(header, (spare + header) / 2)))
        left = max(0, round((self.width() - width) / 2))
        return QRectF(left, int(top) // 2 * 2, width, height)  # even rows: see ``Frame.writes``

    def _draw_header(self, painter: QPainter) -> None:
        self._header.draw(painter, self._tile, self.width(), self._border, self.devicePixelRatioF())

    def _draw_mark(self, painter: QPainter) -> None:
        self._place_mark()
        painter.drawPixmap(self._mark_at, self._mark.pixmap)

    def _place_mark(self) -> None:
        """Lower left; out of the picture as far as there is room below it."""
        self._mark.compose(self._tile, self._saying(), self.width(), self.devicePixelRatioF())
        below = round(self.height() - self.picture.bottom())
        up = self._mark.size.height() + max(self._border, MARGIN - below)
        self._mark_at = QPoint(MARGIN, self.height() - up)

    def _draw_signs(self, painter: QPainter, picture: QRectF, state: TileState) -> None:
        """The part that a zoom shows, how its sound stands, and the tour that plays here, beside the LIVE mark."""
        small = self._texts.font(larger=-1)
        edge, ratio = max(self._border, MARGIN), self.devicePixelRatioF()
        mark = self._mark.size if state in PLAYING else QSize(0, 0)
        corner, room = QPoint(self.width() - edge, self.height() - edge), self.width() - 2 * edge
        above = corner - QPoint(0, mark.height() + 2)
        free = signs.draw_zoom(painter, self._tile, small, picture, self._border + self._header.height, above.y())
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
        below_header = self._border + self._header.height + tile_sound.height(font)
        tile_sound.draw(painter, self._sound, heard, font, QPoint(self._border, below_header), 0, ratio)
        return 0

    @property
    def _border(self) -> int:
        return ALARM_BORDER if self._tile.alarm is not None else 0

    def _draw_state(self, painter: QPainter, state: TileState) -> None:
        is_empty = state is TileState.EMPTY
        top = 0 if is_empty else self._header.height
        side = MARGIN if self.width() < 160 else 2 * MARGIN
        room = self.rect().adjusted(side, top + MARGIN, -side, -MARGIN)
        quiet = self.palette().placeholderText().color()
        head, why, next_step = (quiet, quiet, quiet) if is_empty else (strips.BRIGHT, strips.SOFT, strips.BRIGHT)
        headline = tile_words.headline(self._tile)
        lines = (
            Line((headline,), self._headline_font(headline, room.width(), is_bold=not is_empty), head, rank=0),
            Line((tile_words.explanation(self._tile, self._wall.missing),), self._texts.font(), why, rank=2),
            Line(tile_words.outlook(self._tile), self._texts.font(), next_step, rank=1),
        )
        blocks = tile_lines.fitting(lines, room.width(), room.height())
        tile_lines.draw(painter, room, blocks, has_plate=self._tile.frame is not None)

    def _headline_font(self, text: str, room: int, *, is_bold: bool) -> QFont:
        """A little larger than the rest, as far as its longest word has room."""
        font = self._texts.font(larger=2, bold=is_bold)
        longest = max(text.split() or [""], key=len)
        while font.pixelSize() > SMALLEST and QFontMetrics(font).horizontalAdvance(longest) > room:
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
