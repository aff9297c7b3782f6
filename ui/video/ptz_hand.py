"""A hand on a camera that turns: keys with Alt and Shift, and, in control, plain arrows and the mouse in the picture.

Keys with Alt and Shift work on the focused tile at once; plain arrows, plus and minus, wheel and mouse only after
control was taken (C), as they otherwise choose tiles, drag and zoom them; Esc gives it back. Whatever ends the hold, a
release, the keyboard going elsewhere, another tile, another window, stops the camera.
"""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from console.viewmodels.ptz import Ptz
from console.viewmodels.tile import Tile
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall

TURN = {
    Qt.Key.Key_Left: (-1.0, 0.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0, 0.0),
    Qt.Key.Key_Down: (0.0, -1.0, 0.0),
    Qt.Key.Key_Plus: (0.0, 0.0, 1.0),
    Qt.Key.Key_Equal: (0.0, 0.0, 1.0),
    Qt.Key.Key_Minus: (0.0, 0.0, -1.0),
    Qt.Key.Key_Underscore: (0.0, 0.0, -1.0),
}
"""Pan, tilt and zoom of each key."""

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

KEY_SPEED = 0.6
"""Share of the top speed; in control, with Shift, a quarter of it."""
FINE = 0.25

STILL = 0.06
"""A hand so near to the middle (share of half the picture) moves nothing."""

PULSE_MS = 250
"""A notch of the wheel, or a command, moves for so long."""


class PtzHand(QObject):
    """Watches keys and pointer of one pane."""

    changed = Signal(int)
    """Control of a tile was taken or given back, or the hand pushes elsewhere: paint it."""

    def __init__(self, pane: QWidget, wall: VideoWall, views: tuple[QWidget, ...], ptz: Ptz) -> None:
        super().__init__(pane)
        self._pane, self._wall, self._views, self._ptz = pane, wall, views, ptz
        self._held: set[Qt.Key] = set()
        self._speed = KEY_SPEED
        self.push: QPointF | None = None
        """Where the pointer pushes to, in the view; None while it does not."""
        self.is_on = False
        """Whether the mouse turns the focused tile's camera."""
        self._pulse = QTimer(self, singleShot=True, interval=PULSE_MS)
        self._pulse.timeout.connect(self.stop)
        pane.installEventFilter(self)
        for view in views:
            view.installEventFilter(self)
        wall.focus_changed.connect(self._look_elsewhere)
        wall.tile_changed.connect(self._look_again)
        ptz.changed.connect(self._tell)

    @property
    def tile(self) -> Tile:
        """The one that keys go to."""
        return self._wall.focused_tile

    def can_turn(self) -> bool:
        """Whether the focused tile shows, live, a camera that turns."""
        opening = self.tile.opening
        return (
            opening is not None and opening.ptz is not None and self.tile.state in (TileState.LIVE, TileState.REDUCED)
        )

    def switch(self) -> None:
        """Let the mouse turn the camera, or no longer."""
        self.is_on = not self.is_on and self.can_turn()
        if self.is_on:
            self._ptz.take(self.tile.camera)
        else:
            self.stop()
            self._ptz.release(self.tile.camera)
        self.changed.emit(self.tile.index)

    def nudge(self, pan: float, tilt: float, zoom: float) -> None:
        """Move for a moment."""
        if self.can_turn():
            self._ptz.move(self.tile.camera, pan * KEY_SPEED, tilt * KEY_SPEED, zoom)
            self._pulse.start()

    def stop(self) -> None:
        """The hand has let go, however."""
        self._held.clear()
        self._pulse.stop()
        had_push, self.push = self.push is not None, None
        self._ptz.stop(self.tile.camera)
        if had_push:
            self.changed.emit(self.tile.index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the pane; the pointer on the focused view while control is taken."""
        match event.type(), event:
            case QEvent.Type.ShortcutOverride, QKeyEvent() if watched is self._pane and self._is_ours(event):
                event.accept()  # so that it comes as a press and a release, not as a command
                return True
            case QEvent.Type.KeyPress, QKeyEvent() if watched is self._pane and self._is_ours(event):
                self._hold(event)
                return True
            case QEvent.Type.KeyRelease, QKeyEvent() if watched is self._pane and self._held:
                self._release(event)
                return True
            case ((QEvent.Type.FocusOut | QEvent.Type.Hide | QEvent.Type.WindowDeactivate), _) if self._is_moving:
                self.stop()
        if self.is_on and self.can_turn() and watched is self._views[self.tile.index]:
            return self._point(event)
        return super().eventFilter(watched, event)

    @property
    def _is_moving(self) -> bool:
        return bool(self._held) or self.push is not None

    def _is_ours(self, event: QKeyEvent) -> bool:
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_control = self.is_on and not pressed & ~Qt.KeyboardModifier.ShiftModifier
        if is_control and event.key() == Qt.Key.Key_Escape:
            return True
        return (is_control or pressed == ALT_SHIFT) and event.key() in TURN and self.can_turn()

    def _hold(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.switch()
        elif not event.isAutoRepeat():
            self._held.add(Qt.Key(event.key()))
            self._speed = KEY_SPEED * (FINE if event.modifiers() == Qt.KeyboardModifier.ShiftModifier else 1.0)
            self._push_keys()

    def _release(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        self._held.discard(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Alt, Qt.Key.Key_Shift) or not self._held:
            self.stop()
        else:
            self._push_keys()

    def _push_keys(self) -> None:
        pan, tilt, zoom = (sum(TURN[key][axis] for key in self._held) * self._speed for axis in range(3))
        self._ptz.move(self.tile.camera, pan, tilt, zoom)

    def _point(self, event: QEvent) -> bool:
        match event.type(), event:
            case QEvent.Type.MouseButtonPress, QMouseEvent() if event.button() == Qt.MouseButton.LeftButton:
                self._push_to(event.position())
            case QEvent.Type.MouseMove, QMouseEvent() if self.push is not None:
                self._push_to(event.position())
            case QEvent.Type.MouseButtonRelease, QMouseEvent() if self.push is not None:
                self.stop()
            case QEvent.Type.MouseButtonDblClick, QMouseEvent():
                pass
            case QEvent.Type.Wheel, QWheelEvent():
                self._ptz.move(self.tile.camera, zoom=1.0 if event.angleDelta().y() > 0 else -1.0)
                self._pulse.start()
            case _:
                return False
        return True

    def _push_to(self, at: QPointF) -> None:
        view = self._views[self.tile.index]
        picture: QRectF = view.picture  # type: ignore[attr-defined]  # a TileView, which imports this
        across = (at.x() - picture.center().x()) / (picture.width() / 2)
        up = (picture.center().y() - at.y()) / (picture.height() / 2)
        self.push = at
        self._ptz.move(self.tile.camera, pan=_speed(across), tilt=_speed(up))
        self.changed.emit(self.tile.index)

    def _look_elsewhere(self, _index: int) -> None:
        self.is_on, self.push = False, None
        self._held.clear()
        self._look_again(self.tile.index)

    def _look_again(self, index: int) -> None:
        """What the focused tile shows may be another camera."""
        if index != self.tile.index:
            return
        can = self.can_turn()
        if self.is_on and not can:
            self.is_on, self.push = False, None
        self._ptz.watch(self.tile.camera if can else "")

    def _tell(self, camera: str) -> None:
        for tile in self._wall.tiles:
            if tile.camera == camera:
                holder = self._ptz.holder(camera)
                if tile.is_focused and holder is not None and not holder.is_me:
                    self.is_on = False
                self.changed.emit(tile.index)


def _speed(share: float) -> float:
    """Slow near the middle, fast at the edge: the square of how far out, -1..1."""
    share = min(max(share, -1.0), 1.0)
    return 0.0 if abs(share) < STILL else share * abs(share)
