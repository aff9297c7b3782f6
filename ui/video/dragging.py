"""Cameras and tiles under the hand: what is dragged says which camera it is, in a MIME type of our own."""

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui import icons, theme

CAMERA = "application/x-kuzet-camera"
"""A camera's id, UTF-8."""

TILE = "application/x-kuzet-tile"
"""Beside ``CAMERA``, where it was dragged out of a tile: the tile's number and the wall's ``id`` in this process."""


def camera_data(camera: str) -> QMimeData:
    """What is carried of a camera; other programs get its id as text."""
    data = QMimeData()
    data.setData(CAMERA, QByteArray(camera.encode()))
    data.setText(camera)
    return data


def tile_data(camera: str, wall: object, index: int) -> QMimeData:
    """What is carried of a tile: its camera, if it has one, and where it comes from."""
    data = camera_data(camera) if camera else QMimeData()
    data.setData(TILE, QByteArray(f"{id(wall)} {index}".encode()))
    return data


def camera_of(data: QMimeData) -> str:
    """The camera that is carried; "" for none."""
    return bytes(data.data(CAMERA).data()).decode()


def tile_of(data: QMimeData) -> tuple[int, int] | None:
    """The wall's ``id`` and the number of the tile that is carried; None where it is no tile."""
    if not data.hasFormat(TILE):
        return None
    wall, index = bytes(data.data(TILE).data()).split()
    return int(wall), int(index)


def has_moved(start: QPoint, now: QPoint) -> bool:
    """Whether the pointer has gone far enough for a drag to begin."""
    return (now - start).manhattanLength() >= QApplication.startDragDistance()


def drag(source: QWidget, data: QMimeData, label: str) -> Qt.DropAction:
    """Carry until it is let go; the label goes with the pointer."""
    carried = QDrag(source)
    carried.setMimeData(data)
    picture = _label(label, source.devicePixelRatioF())
    carried.setPixmap(picture)
    carried.setHotSpot(QPoint(-12, -4))
    return carried.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.CopyAction)


def _label(text: str, ratio: float) -> QPixmap:
    metrics = QFontMetrics(theme.font())
    width, height = metrics.horizontalAdvance(text) + 38, metrics.height() + 10
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.current().raised))
    painter = QPainter(picture)
    painter.setFont(theme.font())
    icons.icon("camera").paint(painter, 8, (height - 16) // 2, 16, 16)
    painter.setPen(QColor(theme.current().text))
    painter.drawText(QPointF(30, 5 + metrics.ascent()), text)
    painter.setPen(QColor(theme.current().line))
    painter.drawRect(0, 0, width - 1, height - 1)
    painter.end()
    return picture


class CameraSource(QObject):
    """Lets a widget that stands for a camera (a line of a card) be dragged to a tile; a click stays a click."""

    def __init__(self, widget: QWidget, camera: str) -> None:
        super().__init__(widget)
        self._widget, self._camera = widget, camera
        self._pressed: QPoint | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pressed, and moved far enough."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._pressed = event.position().toPoint()
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._pressed = None
            elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
                if has_moved(self._pressed, event.position().toPoint()):
                    self._pressed = None
                    drag(self._widget, camera_data(self._camera), self._camera)
                    self._release()
                return True
        return super().eventFilter(watched, event)

    def _release(self) -> None:
        """A button that was pressed when the drag began is up again, and was not clicked."""
        if hasattr(self._widget, "setDown"):
            self._widget.setDown(False)
