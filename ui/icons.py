"""Icons of one style, drawn by us: SVG strokes of 1.5 on a 16-square, in the colour of the theme's text."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from console import paths
from ui import theme

SIZE = 16


def icon(name: str, *, color: str = "text") -> QIcon:
    """The icon ``resources/icons/NAME.svg`` in a colour of the theme. Raises FileNotFoundError."""
    made = QIcon()
    for mode, role in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, "line")):
        for picture in _drawn(name, getattr(theme.current(), role)):
            made.addPixmap(picture, mode)
    return made


def _drawn(name: str, color: str) -> list[QPixmap]:
    """For plain and for sharp screens."""
    pictures = []
    drawing: QSvgRenderer | None = None
    for ratio in (1, 2):
        key, picture = f"icon {name} {color} {ratio}", QPixmap()
        if not QPixmapCache.find(key, picture):
            drawing = drawing or QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
            picture = QPixmap(QSize(SIZE, SIZE) * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            drawing.render(painter, QRectF(0, 0, SIZE, SIZE))
            painter.end()
            QPixmapCache.insert(key, picture)
        pictures.append(picture)
    return pictures


@cache
def _source(name: str) -> str:
    return (paths.RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
