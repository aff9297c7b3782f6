"""The help page (F1) and the keys of a pane (?): both are made from the command registry and cannot be out of date."""

from collections.abc import Iterable
from html import escape

from console.commands import Command, Menu
from console.language import N_, _
from console.viewmodels import words
from ui import theme
from ui.actions import TITLES, CommandActions

PANES = {
    "": N_("Everywhere"),
    "alarms": N_("Alarm queue"),
    "map": N_("Map"),
    "video": N_("Video"),
    "patrol": N_("Patrol board"),
    "incident": N_("Incident card"),
}


def page(actions: CommandActions) -> str:
    """The whole help as HTML: every command by menu, with its keys, where they work and who may."""
    commands = list(actions.allowed())
    title = _("Kuzet: keys and commands")
    finding = _("Ctrl+K finds every command, unit, camera, alarm, site and street by name.")
    here = _("? shows the keys of the pane you are in.")
    parts = [f"<h2>{escape(title)}</h2>", f"<p>{escape(finding)}</p>", f"<p>{escape(here)}</p>"]
    for menu in (*Menu, None):
        of_menu = [c for c in commands if c.menu is menu]
        if of_menu:
            heading = _(TITLES[menu]) if menu else _("In the palette")
            parts.append(_heading(heading))
            parts.append(_table(actions, of_menu))
    return "".join(parts)


def keys(actions: CommandActions, pane: str) -> str:
    """The keys that work in a pane, and those that work everywhere, as HTML."""
    parts = []
    for where in (pane, "") if pane else ("",):
        of_pane = [c for c in actions.of_pane(where) if actions.keys_of(c)]
        if of_pane:
            parts.append(_heading(_(PANES.get(where, where))))
            parts.append(_table(actions, of_pane, with_place=False))
    return "".join(parts)


def _heading(text: str) -> str:
    return f"<h3 style='margin-top: 12px; margin-bottom: 4px'>{escape(text)}</h3>"


def _table(actions: CommandActions, commands: Iterable[Command], *, with_place: bool = True) -> str:
    muted = theme.current().muted
    rows = []
    for command in commands:
        pressed = " &nbsp;".join(f"<b>{escape(k)}</b>" for k in actions.all_keys_of(command) if k != "Enter")
        place = _(PANES.get(command.pane, command.pane)) if command.pane and with_place else ""
        roles = ", ".join(words.word(role) for role in command.roles)
        hint = " · ".join(part for part in (place, roles) if part)
        rows.append(
            f"<tr><td width='150'>{pressed}</td><td width='330'>{escape(_(command.title))}</td>"
            f"<td style='color:{muted}'>{escape(hint)}</td></tr>"
        )
    return f"<table cellspacing='0' cellpadding='3'>{''.join(rows)}</table>"
