"""Menus of a wall: commands that can be run now, its layouts, and what the operator has named."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from console.commands import Command
from console.language import _
from console.viewmodels.layouts import FREE, LAYOUTS
from console.viewmodels.tiles import VideoWall
from ui.video.actions import LAYOUT_TITLES


def add_commands(menu: QMenu, commands: Iterable[Command]) -> None:
    """The commands that can be run now, with their keys shown (the pane itself listens to them)."""
    for command in commands:
        if not command.enabled():
            continue
        action = menu.addAction(_(command.title))
        action.triggered.connect(lambda _checked=False, run=command.run: run())
        action.setShortcut(command.keys[0] if command.keys else "")
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setCheckable(command.checked is not None)
        action.setChecked(command.checked is not None and command.checked())


def add_layouts(menu: QMenu, wall: VideoWall) -> None:
    """All layouts, the present one ticked."""
    for layout_id in LAYOUTS:
        action = menu.addAction(_(LAYOUT_TITLES[layout_id]))
        action.setCheckable(True)
        action.setChecked(wall.layout.id == layout_id)
        action.triggered.connect(lambda _checked=False, layout_id=layout_id: wall.use_layout(layout_id))
    menu.addSeparator()
    own = menu.addAction(_("Own layout: move the borders"))
    own.setCheckable(True)
    own.setChecked(wall.layout.id == FREE)
    own.triggered.connect(lambda: wall.free_layout())
