"""The video pane: the wall's tiles in their grid, with keys, mouse and menu."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from console.commands import Command
from console.language import _
from console.viewmodels import layouts, splitting
from console.viewmodels.layouts import FREE, WHOLE
from console.viewmodels.splitting import Border
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from ui.translation import Retranslated
from ui.video import menus
from ui.video.actions import tile_commands
from ui.video.canvas import Canvas
from ui.video.next_picture import News
from ui.video.ptz_hand import PtzHand
from ui.video.tile import TileView

log = logging.getLogger(__name__)

GAP = 2
"""Pixels between tiles."""

REGIONS = 64
"""So many sets of tiles are kept with where they are; cameras of one make fall into few."""

FREE_GAP = 6
"""Pixels between tiles of an own layout: there the borders can be taken hold of."""

BEAT_MS = 500
"""How often tiles without new frames repaint their ages and countdowns."""

STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class VideoPane(Retranslated, QWidget):
    """Shows a wall and takes the operator's keys for it."""

    activated = Signal()
    """The operator works here now."""
    hovered = Signal(int, bool)
    """The pointer has come over a tile, or left it."""
    drop_refused = Signal()
    """Something was dropped on a pinned tile."""

    def __init__(self, wall: VideoWall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wall = wall
        """The view model."""
        self.commands: Sequence[Command] = tile_commands(lambda: wall, self.ask_reason)
        """The wall's actions, for menu, palette and help; their keys work in the pane by themselves."""
        self.fill_menu: Callable[[QMenu], None] = self._fill_menu
        """Puts what can be done now into a context menu; whoever knows more than one wall puts in more."""
        self.views = tuple(TileView(wall, tile.index, self) for tile in wall.all_tiles)
        for view in self.views:
            view.hand.chosen.connect(partial(self._choose, view.index))
            view.hand.turned.connect(partial(self._turn, view.index))
            view.hand.hovered.connect(partial(self.hovered.emit, view.index))
            view.hand.refused.connect(self.drop_refused)
        self.ptz_hand: PtzHand | None = None
        """The hand on cameras that turn; None where none can be turned."""
        if wall.ptz is not None:
            self.ptz_hand = PtzHand(self, wall, self.views, wall.ptz)
            self.ptz_hand.changed.connect(self._announce)
            for view in self.views:
                view.ptz_hand = self.ptz_hand
        self._border: Border | None = None
        self._regions: dict[tuple[News, ...], QRegion] = {}
        self._failed: list[TileView] = []
        """What could not be painted once; told once."""
        self._news: tuple[News, ...] = ()
        """Whose pictures came last."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        wall.frames_shown.connect(self._paint_pictures)
        wall.tile_changed.connect(self._announce)
        wall.layout_changed.connect(self._arrange)
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self._repaint_waiting)
        self.retranslate()
        self._arrange()

    def retranslate(self) -> None:
        """Say everything in the operator's language."""
        self.setAccessibleName(_("Video wall"))
        self.wall.retranslate()

    def ask_reason(self, index: int) -> None:
        """Ask the operator why the camera of a tile is opened; the answer goes to the center with the next try."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.wall.all_tiles[index].code)
        dialog.setLabelText(_("Why is this camera opened? The answer is kept in the access journal."))
        dialog.setOkButtonText(_("Open"))
        dialog.setCancelButtonText(_("Cancel"))
        dialog.textValueSelected.connect(lambda reason: self.wall.state_reason(index, reason.strip()))
        dialog.open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Between the tiles of an own layout: the border there is taken hold of."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._border = self._border_at(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A border follows the pointer."""
        at = event.position().toPoint()
        if self._border is None:
            self._show_cursor(self._border_at(at))
            return
        to = round(WHOLE * (at.x() / self.width() if self._border.is_upright else at.y() / self.height()))
        self._border = self.wall.move_border(self._border, to)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The border stays where it is."""
        self._border = None

    def _border_at(self, at: QPoint) -> Border | None:
        if self.wall.layout.id != FREE or self.wall.maximised is not None:
            return None
        across, down = WHOLE / max(1, self.width()), WHOLE / max(1, self.height())
        reach = self._gap + 2
        return splitting.border_at(
            self.wall.cells, round(at.x() * across), round(at.y() * down), round(reach * across), round(reach * down)
        )

    def _show_cursor(self, border: Border | None) -> None:
        if border is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.SplitHCursor if border.is_upright else Qt.CursorShape.SplitVCursor)

    @property
    def _gap(self) -> int:
        return FREE_GAP if self.wall.layout.id == FREE else GAP

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The grid fills the pane."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles in it that are new, and what lies between: one paint for all pictures that came together."""
        painter, region = QPainter(self), event.region()
        is_just_news = region == self._together(self._news)
        due, self._news = self._news if is_just_news else self._in(region), ()
        between = QRegion() if is_just_news else region - self._together(due)
        if not between.isEmpty():
            painter.setClipRegion(between)
            painter.fillRect(between.boundingRect(), self.palette().window())
            painter.setClipping(False)
        canvas = Canvas(painter, None if is_just_news else region)
        begun = []
        for news in due:
            view = self.views[news.tile]
            try:
                begun.append((view, news, view.paint_picture(painter, canvas, news)))
            except Exception:  # noqa: BLE001 - whatever it is, it is told
                painter = self._without(view, painter)
        unfinished = []
        for view, news, painting in begun:
            try:
                for write in painting.writes:
                    write()
            except Exception:  # noqa: BLE001 - whatever it is, it is told
                painter = self._without(view, painter)
            else:
                if not painting.is_whole:
                    unfinished.append((view, news, painting))
        for view, news, painting in unfinished:
            try:
                view.paint_strips(painter, news, painting)
            except Exception:  # noqa: BLE001 - whatever it is, it is told
                painter = self._without(view, painter)
        painter.end()

    def _without(self, view: TileView, painter: QPainter) -> QPainter:
        """One tile that cannot be painted must not keep the others from it; another painter, since it left this so."""
        if view not in self._failed:
            self._failed.append(view)
            log.exception("tile %d could not be painted", view.index + 1)
        painter.end()
        painter = QPainter(self)
        view.paint_nothing(painter)
        return painter

    def _in(self, region: QRegion) -> tuple[News, ...]:
        return tuple(News(v.index) for v in self.views if not v.isHidden() and region.intersects(v.geometry()))

    def showEvent(self, _event: QShowEvent) -> None:
        """Streams run only while they can be seen."""
        self.wall.set_visible(True)
        self._beat.start()

    def hideEvent(self, _event: QHideEvent) -> None:
        """Nobody sees it: it costs nothing."""
        self.wall.set_visible(False)
        self._beat.stop()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """The focused tile shows that keys go there."""
        self.activated.emit()
        self.views[self.wall.focused].renew()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Keys go elsewhere."""
        self.views[self.wall.focused].renew()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the focus, digits choose a tile, the rest are the commands' keys."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in STEPS:
            self._step(*STEPS[key])
        elif plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.wall.focus(key - Qt.Key.Key_1)
        elif command := self._command_of(event):
            command.run()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands that can be run now; by mouse on the tile under it, by key on the focused one."""
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.mapToGlobal(self.views[self.wall.focused].geometry().center())
        self.menu().popup(at)

    def menu(self) -> QMenu:
        """A menu of what can be done now; it deletes itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        return menu

    def _fill_menu(self, menu: QMenu) -> None:
        menus.add_commands(menu, [command for command in self.commands if command.menu is not None])
        menus.add_layouts(menu.addMenu(_("Layout")), self.wall)

    def _command_of(self, event: QKeyEvent) -> Command | None:
        combination = event.keyCombination()
        plain = QKeySequence(combination.key() | (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        for command in self.commands:
            if any(QKeySequence(keys) == plain for keys in command.keys) and command.enabled():
                return command
        return None

    def _step(self, across: int, down: int) -> None:
        self.wall.focus(layouts.step(self.wall.cells, self.wall.focused, across, down))

    def _choose(self, index: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.wall.focus(index)

    def _turn(self, index: int) -> None:
        self.wall.maximise(None if self.wall.maximised is not None else index)

    def _paint_pictures(self, tiles: tuple[int, ...]) -> None:
        shown = map(self.views.__getitem__, tiles)
        self._news = tuple(view.news() for view in shown if not view.isHidden())
        self.update(self._together(self._news))

    def _together(self, news: tuple[News, ...]) -> QRegion:
        """What changes with them. On a wall that plays it is asked again and again for the same."""
        region = self._regions.get(news)
        if region is None:
            if len(self._regions) == REGIONS:
                self._regions.clear()
            region = QRegion()
            for tile, kept, says_more in news:
                view = self.views[tile]
                region |= view.picture_below if kept and not says_more else view.geometry()
            self._regions[news] = region
        return region

    def _announce(self, index: int) -> None:
        self.views[index].announce()

    def _repaint_waiting(self) -> None:
        for tile in self.wall.tiles:
            if tile.state not in (TileState.LIVE, TileState.EMPTY):
                self.views[tile.index].renew()

    def _arrange(self) -> None:
        self.wall.set_size(self.width(), self.height())
        shown = len(self.wall.tiles)
        for view in self.views:
            maximised = self.wall.maximised
            if view.index >= shown or maximised not in (None, view.index):
                view.hide()
            else:
                view.unsetCursor()
                view.setGeometry(self.rect() if maximised is not None else self._cell(view.index))
                view.show()
                view.renew()
        self._regions.clear()
        self.update()

    def _cell(self, index: int) -> QRect:
        cell = self.wall.cells[index]
        wide, high = self.width() + self._gap, self.height() + self._gap
        left, right = wide * cell.left // WHOLE, wide * cell.right // WHOLE
        top, bottom = high * cell.top // WHOLE, high * cell.bottom // WHOLE
        return QRect(left, top, right - left - self._gap, bottom - top - self._gap)
