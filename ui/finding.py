"""What the palette offers: commands, things of the city and shorthand, each as choices that can be run."""

from collections.abc import Callable, Iterator
from functools import partial

from console.commands import Command, Menu
from console.domain.units import Unit
from console.language import _
from console.viewmodels import fuzzy
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.found import Found, FoundKind
from console.viewmodels.shorthand import Said
from ui.actions import TITLES, CommandActions
from ui.palette import Choice

ICONS = {
    FoundKind.CENTER: "site",
    FoundKind.PLACE: "position",
    FoundKind.DISTRICT: "districts",
    FoundKind.POSITION: "position",
}
"""Icons that are not called as the kind is."""

SHORTHAND_SCORE = 10_000
"""Shorthand that is understood stands first."""


def commands(actions: CommandActions) -> Callable[[str], Iterator[Choice]]:
    """Commands that can be done now, by title; all of them in the menus' order while nothing is typed."""

    def provide(typed: str) -> Iterator[Choice]:
        for command in sorted(actions.allowed(), key=_place_in_menus):
            fit = fuzzy.score(typed, _(command.title)) if typed else 0
            if fit is not None and command.enabled():
                menu = _(TITLES[command.menu]) if command.menu else ""
                hint = " · ".join(part for part in (menu, actions.keys_of(command)) if part)
                yield Choice(_(command.title), hint, "command", command.run, fit + 1)

    return provide


def things(desk: Desk, act: Actions) -> Callable[[str], Iterator[Choice]]:
    """Units, alarms, incidents, streets and crossings, all that stands in the city, places and coordinates."""

    def provide(typed: str) -> Iterator[Choice]:
        for found in desk.search.find(typed):
            run = partial(show, desk, act, found)
            camera = found.id if found.kind is FoundKind.CAMERA else ""
            yield Choice(found.title, found.hint, ICONS.get(found.kind, str(found.kind)), run, found.score, camera)

    return provide


def shorthand(desk: Desk, act: Actions) -> Callable[[str], Iterator[Choice]]:
    """Dispatcher shorthand (``M21 > INC-104``, ``M21 onscene``, ``ack p1``)."""

    def provide(typed: str) -> Iterator[Choice]:
        if (said := desk.shorthand(typed)) is not None:
            yield Choice(said.title, said.hint, "unit", partial(_want, act, said), SHORTHAND_SCORE)

    return provide


def _want(act: Actions, said: Said) -> None:
    for intent in said.intents:
        act.want(intent)


def _place_in_menus(command: Command) -> int:
    return list(Menu).index(command.menu) if command.menu else len(Menu)


def show(desk: Desk, act: Actions, found: Found) -> None:
    """Choose what was found, everywhere, and bring it into view."""
    match found.kind:
        case FoundKind.ALARM:
            desk.selection.choose_alarms([found.id])
            act.go_to(found.id)
            return
        case FoundKind.INCIDENT:
            desk.selection.choose_incident(found.id)
        case FoundKind.UNIT:
            desk.selection.choose_unit(found.id)
            if not _has_place(desk.selection.unit):
                return
        case FoundKind.CAMERA:
            desk.selection.choose_camera(found.id)
            act.open_camera(found.id)
        case FoundKind.SITE:
            desk.selection.choose_thing("site", found.id)
        case FoundKind.BUTTON:
            desk.selection.choose_thing("button", found.id)
        case FoundKind.CENTER:
            desk.selection.choose_thing("center", found.id)
        case FoundKind.STREET | FoundKind.CROSSING | FoundKind.PLACE | FoundKind.DISTRICT | FoundKind.POSITION:
            pass
    act.look_at(found.lon, found.lat, found.zoom)


def _has_place(unit: Unit | None) -> bool:
    return unit is not None and unit.fix is not None
