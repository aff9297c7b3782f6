"""A camera is carried out of the map: the page has found it under the hand, the drag itself is the window's."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.viewmodels.map_carrying import MapCarrying
from ui.video import dragging

_LEFT = Qt.MouseButton.LeftButton
_OUTSIDE = QPointF(-1, -1)


def _is_pressed() -> bool:
    return bool(QGuiApplication.mouseButtons() & _LEFT)


class Carrying(QObject):
    """Begins the drag with the loop's next turn: the page speaks from within the browser, which must not be held up.

    Args:
        carrying: tells which camera.
        web: the view of the page, which does not see the release that ends a drag.
        is_pressed: whether the hand still holds it; a seam for tests.
    """

    def __init__(self, carrying: MapCarrying, web: QWidget, is_pressed: Callable[[], bool] = _is_pressed) -> None:
        super().__init__(web)
        self._web, self._is_pressed = web, is_pressed
        carrying.begun.connect(lambda camera: QTimer.singleShot(0, self, lambda: self._carry(camera)))

    def _carry(self, camera: str) -> None:
        if self._is_pressed():
            dragging.drag(self._web, dragging.camera_data(camera), camera)
        page = self._web.focusProxy() or self._web
        at, nothing = page.mapToGlobal(_OUTSIDE), Qt.KeyboardModifier.NoModifier
        release = QMouseEvent(QEvent.Type.MouseButtonRelease, _OUTSIDE, at, _LEFT, Qt.MouseButton.NoButton, nothing)
        QApplication.sendEvent(page, release)
