"""The pointer on a tile: choosing, zooming by wheel, panning, dragging it elsewhere, and what is dropped on it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from console.viewmodels.tile import Tile
from console.viewmodels.tiles import VideoWall
from console.viewmodels.zooming import STEP, WHOLE_PICTURE
from ui.video import dragging

NOTCH = 120
"""Eighths of a degree of one notch of a wheel (Qt)."""


class TileHand(QObject):
    """Watches the pointer over one tile's view; what it means is done to the wall, or told."""

    chosen = Signal()
    turned = Signal()
    """The tile shall fill the pane, or go back."""
    hovered = Signal(bool)
    refused = Signal()
    """Something was dropped on a tile that is pinned."""
    aimed = Signal()
    """Something has come to hang over it, or does so no more."""

    def __init__(
        self, view: QWidget, wall: VideoWall, index: int, picture: Callable[[], QRectF], about: Callable[[], str]
    ) -> None:
        """``picture`` is where it is painted; ``about`` is its tool tip, asked when it is shown: rates are of now."""
        super().__init__(view)
        self._picture, self._about = picture, about
        self._view, self._wall, self._index = view, wall, index
        self._pressed: QPoint | None = None
        self._panned_to: QPoint | None = None
        self.is_target = False
        """Whether something hangs over it that may be dropped here."""
        view.setAcceptDrops(True)
        view.installEventFilter(self)

    @property
    def _tile(self) -> Tile:
        return self._wall.all_tiles[self._index]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Everything that a pointer does."""
        kind = event.type()
        match kind, event:
            case QEvent.Type.MouseButtonPress, QMouseEvent():
                self._press(event)
            case QEvent.Type.MouseMove, QMouseEvent():
                self._move(event.position().toPoint())
            case QEvent.Type.MouseButtonRelease, QMouseEvent():
                self._let_go()
            case QEvent.Type.MouseButtonDblClick, QMouseEvent():
                self._double(event)
            case QEvent.Type.Wheel, QWheelEvent():
                return self._zoom(event)
            case ((QEvent.Type.DragEnter | QEvent.Type.DragMove), QDragEnterEvent() | QDropEvent()):
                return self._weigh(event)
            case QEvent.Type.DragLeave, _:
                self._mark(False)
            case QEvent.Type.Drop, QDropEvent():
                return self._drop(event)
            case ((QEvent.Type.Enter | QEvent.Type.Leave), _):
                self.hovered.emit(kind == QEvent.Type.Enter)
            case QEvent.Type.ToolTip, QHelpEvent():
                QToolTip.showText(event.globalPos(), self._about(), self._view)
                return True
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> None:
        self.chosen.emit()
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._panned_to = event.position().toPoint()

    def _move(self, at: QPoint) -> None:
        if self._pressed is None or self._panned_to is None:
            return
        tile = self._tile
        if tile.zoom.is_on:
            size, by = self._picture().size(), self._panned_to - at
            self._panned_to = at
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._wall.zoom(self._index, tile.zoom.panned(by.x() / size.width(), by.y() / size.height()))
        elif tile.camera and dragging.has_moved(self._pressed, at):
            self._let_go()
            dragging.drag(self._view, dragging.tile_data(tile.camera, self._wall, self._index), tile.code)

    def _let_go(self) -> None:
        self._pressed = self._panned_to = None
        self._view.unsetCursor()

    def _double(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._let_go()
        if self._tile.zoom.is_on:
            self._wall.zoom(self._index, WHOLE_PICTURE)
        else:
            self.turned.emit()

    def _zoom(self, event: QWheelEvent) -> bool:
        tile, notches = self._tile, event.angleDelta().y() / NOTCH
        if tile.frame is None or not notches:
            return False
        picture = self._picture()
        at = event.position() - picture.topLeft()
        x, y = at.x() / picture.width(), at.y() / picture.height()
        self._wall.zoom(self._index, tile.zoom.by(STEP**notches, min(max(x, 0), 1), min(max(y, 0), 1)))
        event.accept()
        return True

    def _weigh(self, event: QDropEvent) -> bool:
        data = event.mimeData()
        carried = dragging.tile_of(data)
        if carried is None and not dragging.camera_of(data):
            return False
        is_own = carried is not None and carried[0] == id(self._wall)
        may = is_own or not self._tile.is_pinned
        self._mark(may and not (is_own and carried is not None and carried[1] == self._index))
        if may:
            event.acceptProposedAction()
        else:
            event.ignore()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._mark(False)
        data = event.mimeData()
        carried, camera = dragging.tile_of(data), dragging.camera_of(data)
        if carried is not None and carried[0] == id(self._wall):
            self._wall.swap(carried[1], self._index)
        elif not camera or not self._wall.put(camera, self._index):
            self.refused.emit()
            event.ignore()
            return True
        event.acceptProposedAction()
        self.chosen.emit()
        return True

    def _mark(self, is_target: bool) -> None:
        if is_target != self.is_target:
            self.is_target = is_target
            self.aimed.emit()
