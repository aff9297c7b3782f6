"""A tile's picture as a PNG file: what it is of stands in its text chunks; it is written whole or not at all.

A frame reaches the wall with its privacy masks burnt in, so that what is kept has them too.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QImageWriter, QPainter

from console.domain.playing import Pixels
from console.viewmodels.snapshots import free_name
from console.viewmodels.zooming import Part


def cut(frame: Pixels, part: Part) -> QImage:
    """A copy of a frame, or of the part of it that is zoomed to."""
    whole = QImage(frame.data, frame.width, frame.height, frame.pitch, QImage.Format.Format_RGB32)
    left, top, width, height = part.left, part.top, part.width, part.height
    shown = QRectF(left * frame.width, top * frame.height, width * frame.width, height * frame.height)
    return whole.copy(shown.toAlignedRect().intersected(whole.rect()))


def stamp(picture: QImage, words: str) -> None:
    """Write words into the picture's upper right corner, for good: what is copied has no file that could say them."""
    painter = QPainter(picture)
    font = QFont(painter.font())
    font.setPixelSize(max(9, picture.height() // 20))
    font.setBold(True)
    metrics = QFontMetrics(font)
    wide, high = metrics.horizontalAdvance(words) + metrics.height(), metrics.height()
    plate = QRect(picture.width() - wide, 0, wide, high)
    painter.fillRect(plate, Qt.GlobalColor.black)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()


def encoded(picture: QImage, texts: Mapping[str, str]) -> bytes:
    """The picture as PNG with these keywords and texts."""
    told = QImage(picture)
    for keyword, text in texts.items():
        told.setText(keyword, text)  # QImageWriter.setText would take a keyword with a space apart
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(told)
    return bytes(buffer.data().data())


def save(png: bytes, folder: Path, name: str) -> Path:
    """Write the file under ``name``, or the like where that is taken; nothing is ever written over.

    Raises:
        OSError: the folder cannot be made or written in; no part of a file is left then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / free_name(name, {file.name for file in folder.iterdir()})
    part = target.with_name(target.name + ".part")
    try:
        with part.open("xb") as file:
            file.write(png)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return target
