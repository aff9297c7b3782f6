"""One definition for each operator action: it feeds menu, button, shortcut, context menu, palette and help page."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from msgspec import Struct

from console.domain.session import Role


class Menu(StrEnum):
    """The menu an action stands in."""

    ALARM = "alarm"
    INCIDENT = "incident"
    UNIT = "unit"
    MAP = "map"
    TOOLS = "tools"
    VIDEO = "video"
    VIEW = "view"
    CONSOLE = "console"
    HELP = "help"


class Command(Struct, frozen=True):
    """An operator action.

    Args:
        id: stable name, ``area.verb`` (settings and shortcuts refer to it).
        title: source text marked with ``N_``; translated when shown.
        run: what happens; called without arguments, acts on the current selection.
        menu: where it stands; None for palette-only actions.
        keys: key sequences in Qt's portable text, the first one is shown.
        roles: who may; empty means everybody (the center enforces, the console only hides).
        enabled: asked before it is shown or run.
        checked: for actions that are switched on and off: asked for the tick mark.
        pane: name of the pane in which its keys work (``alarms``, ``map``, ``video``, ``patrol``); "" everywhere.
    """

    id: str
    title: str
    run: Callable[[], Any]
    menu: Menu | None = None
    keys: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    enabled: Callable[[], bool] = lambda: True
    checked: Callable[[], bool] | None = None
    pane: str = ""


class Commands:
    """All actions by id, in the order they were added."""

    def __init__(self) -> None:
        self._by_id: dict[str, Command] = {}

    def add(self, *commands: Command) -> None:
        """Add actions; raises ValueError when an id, or a key of the same pane, is already taken."""
        for command in commands:
            if command.id in self._by_id:
                raise ValueError(f"command {command.id} exists")
            for other in self._by_id.values():
                clash = set(command.keys) & set(other.keys)
                if clash and (command.pane == other.pane or not command.pane or not other.pane):
                    raise ValueError(f"{command.id} and {other.id} both use {clash}")
            self._by_id[command.id] = command

    def __iter__(self) -> Iterator[Command]:
        return iter(self._by_id.values())

    def __getitem__(self, command_id: str) -> Command:
        return self._by_id[command_id]

    def allowed(self, role: Role | None) -> Iterator[Command]:
        """The actions that ``role`` may see."""
        return (c for c in self if not c.roles or role in c.roles)
