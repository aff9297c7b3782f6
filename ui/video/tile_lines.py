"""What stands in the middle of a tile without a live picture: what is, why, and what comes next."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui.video import strips

GAP = 4
PLATE_MARGIN = 6
FLAGS = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap


class Line(NamedTuple):
    """One text: its forms, the longest first, and how it looks. Of a lower ``rank`` are those that are kept first."""

    forms: tuple[str, ...]
    font: QFont
    colour: QColor
    rank: int


class Block(NamedTuple):
    """A text that has room, wrapped: ``height`` in pixels."""

    text: str
    font: QFont
    colour: QColor
    height: int


def fitting(lines: Sequence[Line], width: int, height: int) -> list[Block]:
    """What has room under one another in ``width`` x ``height`` pixels, in the order of ``lines``.

    Room is given by rank: each takes its longest form that fits into what is left, and is left out where none does.
    """
    blocks: dict[int, Block] = {}
    for place, line in sorted(enumerate(lines), key=lambda numbered: numbered[1].rank):
        for text in filter(None, line.forms):
            need = QFontMetrics(line.font).boundingRect(QRect(0, 0, width, 10_000), FLAGS, text).height()
            if need <= height:
                blocks[place] = Block(text, line.font, line.colour, need)
                height -= need + GAP
                break
    return [blocks[place] for place in sorted(blocks)]


def draw(painter: QPainter, room: QRect, blocks: Sequence[Block], *, has_plate: bool) -> None:
    """In the middle of ``room``; on a plate where a picture lies under them."""
    height = sum(block.height for block in blocks) + GAP * (len(blocks) - 1)
    at = room.top() + max(0, room.height() - height) // 2
    if has_plate:
        painter.fillRect(room.left(), at - PLATE_MARGIN, room.width(), height + 2 * PLATE_MARGIN, strips.VEIL)
    for block in blocks:
        painter.setFont(block.font)
        painter.setPen(block.colour)
        painter.drawText(QRect(room.left(), at, room.width(), block.height), FLAGS, block.text)
        at += block.height + GAP
