"""Paints the sheet: the map's picture with title, time, operator, scale and legend; as PNG or PDF."""

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QPixmap,
)

from console.language import _
from console.viewmodels.map_legend import LayerRow
from console.viewmodels.map_sheet import Sheet, scale_bar
from ui import theme
from ui.map import layer_marks, marks
from ui.map.legend_row import number

MARGIN = 24.0
HEAD = 52.0
FOOT = 34.0
LEGEND = 224.0
LINE = 18.0
BAR_AT_MOST = 140.0
"""Lengths of the sheet in its own pixels, which are those of the map's picture."""


class SheetPainter:
    """A sheet ready to be painted at any size; ``width`` and ``height`` are its own, the map's picture at 1 : 1."""

    def __init__(self, sheet: Sheet, picture: QPixmap) -> None:
        self._sheet, self._picture = sheet, picture
        ratio = picture.devicePixelRatio()
        self._map = QRectF(MARGIN, MARGIN + HEAD, picture.width() / ratio, picture.height() / ratio)
        self.height = self._map.bottom() + FOOT + MARGIN
        self.width = self._map.right() + (MARGIN + LEGEND if sheet.legend else 0) + MARGIN

    def paint(self, painter: QPainter) -> None:
        """Paint all of it, from 0, 0 to ``width``, ``height``."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(QRectF(0, 0, self.width, self.height), theme.current().color("panel"))
        self._paint_head(painter)
        painter.drawPixmap(self._map, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(theme.current().color("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._map)
        self._paint_bar(painter)
        self._paint_north(painter)
        self._paint_foot(painter)
        if self._sheet.legend:
            self._paint_legend(painter)

    def _paint_head(self, painter: QPainter) -> None:
        box = QRectF(MARGIN, MARGIN - 4, self.width - 2 * MARGIN, HEAD - 8)
        _say(painter, box, self._sheet.title, _font(15, bold=True), "text", Qt.AlignmentFlag.AlignLeft)
        _say(painter, box, self._sheet.when, _font(13), "text", Qt.AlignmentFlag.AlignRight)
        if self._sheet.warning:
            under = box.translated(0, 20)
            _say(painter, under, self._sheet.warning, _font(11, bold=True), "stale", Qt.AlignmentFlag.AlignLeft)

    def _paint_foot(self, painter: QPainter) -> None:
        box = QRectF(MARGIN, self._map.bottom() + 8, self.width - 2 * MARGIN, FOOT)
        said = " · ".join(filter(None, ("Kuzet", self._sheet.who, self._sheet.where)))
        _say(painter, box, said, _font(10), "muted", Qt.AlignmentFlag.AlignLeft)
        _say(painter, box, _("For official use"), _font(10), "muted", Qt.AlignmentFlag.AlignRight)

    def _paint_bar(self, painter: QPainter) -> None:
        long, distance = scale_bar(self._sheet.metres_per_pixel, min(BAR_AT_MOST, self._map.width() / 3))
        box = QRectF(self._map.left() + 12, self._map.bottom() - 42, long + 20, 32)
        self._plate(painter, box)
        painter.setPen(QPen(theme.current().color("text"), 1.6))
        left, y = box.left() + 10, box.bottom() - 9
        painter.drawPolyline(
            [QPointF(left, y - 4), QPointF(left, y), QPointF(left + long, y), QPointF(left + long, y - 4)]
        )
        _say(painter, box.adjusted(0, 3, 0, 0), distance, _font(10), "text", Qt.AlignmentFlag.AlignHCenter)

    def _paint_north(self, painter: QPainter) -> None:
        box = QRectF(self._map.right() - 38, self._map.top() + 12, 26, 38)
        self._plate(painter, box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("text"))
        middle, top = box.center().x(), box.top() + 5
        painter.drawPolygon([QPointF(middle, top), QPointF(middle + 5, top + 12), QPointF(middle - 5, top + 12)])
        _say(painter, box.adjusted(0, 19, 0, 0), _("N"), _font(10, bold=True), "text", Qt.AlignmentFlag.AlignHCenter)

    def _plate(self, painter: QPainter, box: QRectF) -> None:
        ground = QColor(theme.current().color("panel"))
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)

    def _paint_legend(self, painter: QPainter) -> None:
        """Layers with their marks, as many as there is height for."""
        left, y = self._map.right() + MARGIN, self._map.top()
        for row in self._sheet.legend:
            shown = [state for state in row.states if state[2]]
            if y + LINE * (1 + len(shown)) > self._map.bottom():
                _say(painter, QRectF(left, y, LEGEND, LINE), "…", _font(11), "muted", Qt.AlignmentFlag.AlignLeft)
                return
            sign = layer_marks.pixmap(row.id, 3.0)
            if sign is not None:
                painter.drawPixmap(QPointF(left, y + 1), sign)
            self._line(painter, left + (24 if sign else 0), y, row.title, counted(row), "text", bold=True)
            y += LINE
            for mark, words, count in shown:
                painter.drawPixmap(QPointF(left, y + 1), marks.pixmap(mark, 3.0))
                self._line(painter, left + 24, y, words, number(count), "muted")
                y += LINE
            y += 6

    def _line(
        self, painter: QPainter, left: float, y: float, words: str, count: str, color: str, *, bold: bool = False
    ) -> None:
        box = QRectF(left, y, self._map.right() + MARGIN + LEGEND - left, LINE)
        font = _font(11)
        _say(painter, box, count, font, color, Qt.AlignmentFlag.AlignRight)
        room = box.adjusted(0, 0, -max(56.0, QFontMetricsF(font).horizontalAdvance(count) + 8), 0)
        _say(painter, room, words, _font(11, bold=bold), color, Qt.AlignmentFlag.AlignLeft)


def counted(row: LayerRow) -> str:
    """How many things a layer has, and how many of them are drawn where that is not all."""
    if not row.has_count:
        return ""
    if row.shown == row.count:
        return number(row.count)
    return _("{shown} of {all}").format(shown=number(row.shown), all=number(row.count))


def png(painted: SheetPainter, ratio: float = 2.0) -> bytes:
    """The sheet as PNG, ``ratio`` pixels for each of its own."""
    image = QImage(round(painted.width * ratio), round(painted.height * ratio), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    painted.paint(painter)
    painter.end()
    drawn = QBuffer()
    QImageWriter(drawn, b"png").write(image)
    return bytes(drawn.data().data())


def pdf(painted: SheetPainter, title: str) -> bytes:
    """The sheet as one landscape page A4, as large as the page takes."""
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(drawn)
    writer.setTitle(title)
    writer.setCreator("Kuzet")
    writer.setResolution(300)
    page = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Landscape, QMarginsF(8, 8, 8, 8)))
    painter = QPainter(writer)
    room = QSizeF(writer.width(), writer.height())
    scale = min(room.width() / painted.width, room.height() / painted.height)
    painter.translate((room.width() - painted.width * scale) / 2, 0)
    painter.scale(scale, scale)
    painted.paint(painter)
    painter.end()
    drawn.close()
    return bytes(drawn.data().data())


def write(target: Path, body: bytes) -> None:
    """Write a file whole, or leave what was there. Raises OSError."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(body)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _font(pixels: float, *, bold: bool = False) -> QFont:
    font = theme.font(bold=bold)
    font.setPixelSize(round(pixels))
    return font


def _say(painter: QPainter, box: QRectF, text: str, font: QFont, color: str, to: Qt.AlignmentFlag) -> None:
    """One line of plain text, shortened to its box."""
    short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(theme.current().color(color))
    painter.drawText(box, int(to | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine), short)
