"""Every action of the window, declared once; menu, shortcut, context menu, palette, help and key list read it here.

What an action acts on is the selection; what it does goes up through ``Actions`` or stays in the window (``Shell``).
Map and video panes declare their own beside these.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from console.commands import Command, Commands, Menu
from console.domain.alarms import Alarm
from console.domain.incidents import INTERRUPTED, Incident, IncidentStatus
from console.domain.session import Role
from console.domain.units import Unit
from console.language import LANGUAGES, N_, NAMES
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from ui import theme
from ui.shell import Shell

_Chosen = TypeVar("_Chosen", Alarm, Incident, Unit)

_PANES = (
    ("alarms", N_("Alarm queue"), "F2"),
    ("map", N_("Map"), "F3"),
    ("video", N_("Video"), "F4"),
    ("patrol", N_("Patrol board"), "F5"),
    ("incident", N_("Incident card"), "F6"),
)
_FOCUS = {
    "alarms": N_("Go to the alarm queue"),
    "map": N_("Go to the map"),
    "video": N_("Go to the video"),
    "patrol": N_("Go to the patrol board"),
    "incident": N_("Go to the incident card"),
}
_THEMES = {
    "dark": N_("Theme: dark"),
    "light": N_("Theme: light"),
    "high_contrast": N_("Theme: high contrast"),
}


def declare(commands: Commands, desk: Desk, act: Actions, shell: Shell) -> None:
    """Add every command of the window to the registry."""
    commands.add(*_alarms(shell))
    commands.add(*_incidents(desk, act, shell))
    commands.add(*_view(shell))
    commands.add(*_console(desk, shell))


def _alarms(shell: Shell) -> Iterator[Command]:
    yield Command("alarm.first", N_("Most urgent alarm"), shell.first_alarm, Menu.ALARM, ("Ctrl+1",))
    yield Command(
        "alarm.new_only", N_("Show new alarms only"), shell.toggle_new_only, Menu.ALARM, ("U",), pane="alarms"
    )
    yield Command("sound.silence", N_("Silence this sound"), shell.silence, Menu.ALARM, ("F8",))
    yield Command("sound.mute", N_("Sound off"), shell.toggle_mute, Menu.ALARM, ("Ctrl+M",), checked=shell.is_muted)


def _incidents(desk: Desk, act: Actions, shell: Shell) -> Iterator[Command]:
    chosen = desk.selection

    def is_open(*but: IncidentStatus) -> Callable[[], bool]:
        def asked() -> bool:
            incident = chosen.incident
            return incident is not None and incident.is_open and incident.status not in but

        return asked

    def set_status(status: IncidentStatus) -> Callable[[], None]:
        return lambda: act.set_incident_status(_sure(chosen.incident).id, status)

    def assign_nearest() -> None:
        act.assign_best(_sure(chosen.incident).id)

    def can_send_nearest() -> bool:
        incident = chosen.incident
        return is_open(IncidentStatus.RESOLVED)() and not (incident and desk.units.is_any_being_sent_to(incident.id))

    def look() -> None:
        incident = _sure(chosen.incident)
        act.look_at(incident.lon, incident.lat)

    yield Command(
        "incident.assign_nearest",
        N_("Send the nearest free unit"),
        assign_nearest,
        Menu.INCIDENT,
        ("Ctrl+N",),
        enabled=can_send_nearest,
    )
    yield Command("incident.go_to", N_("Show on the map"), look, Menu.INCIDENT, ("Ctrl+G",), enabled=is_open())
    yield Command("incident.note", N_("Write a note"), shell.write_note, Menu.INCIDENT, ("Ctrl+T",), enabled=is_open())
    yield Command(
        "incident.hold",
        N_("Put on hold"),
        set_status(IncidentStatus.ON_HOLD),
        Menu.INCIDENT,
        enabled=is_open(IncidentStatus.ON_HOLD, IncidentStatus.RESOLVED),
    )
    yield Command(
        "incident.resume",
        N_("Resume"),
        set_status(IncidentStatus.IN_PROGRESS),
        Menu.INCIDENT,
        enabled=lambda: chosen.incident is not None and chosen.incident.status in INTERRUPTED,
    )
    yield Command(
        "incident.resolve",
        N_("Mark as resolved"),
        set_status(IncidentStatus.RESOLVED),
        Menu.INCIDENT,
        ("Ctrl+Shift+E",),
        enabled=is_open(IncidentStatus.RESOLVED),
    )
    yield Command(
        "incident.close",
        N_("Close the incident…"),
        shell.ask_disposition,
        Menu.INCIDENT,
        ("Ctrl+E",),
        enabled=is_open(),
    )
    yield Command(
        "incident.list",
        N_("Show open incidents"),
        lambda: desk.selection.choose_incident(""),
        Menu.INCIDENT,
        ("Ctrl+I",),
    )


def _view(shell: Shell) -> Iterator[Command]:
    for name, _title, key in _PANES:
        yield Command(f"view.focus_{name}", _FOCUS[name], _with(shell.focus_pane, name), Menu.VIEW, (key,))
    for name, title, _key in _PANES:
        yield Command(
            f"view.pane_{name}", title, _with(shell.toggle_pane, name), Menu.VIEW, checked=_asking(shell, name)
        )
    yield Command("view.reset", N_("Duty workspace"), shell.reset_workspace, Menu.VIEW, ("Ctrl+Shift+1",))
    yield Command("view.full_screen", N_("Full screen"), shell.toggle_full_screen, Menu.VIEW, ("F11",))
    for theme_id, title in _THEMES.items():
        yield Command(
            f"view.theme_{theme_id}",
            title,
            _with(shell.use_theme, theme_id),
            Menu.VIEW,
            checked=_is_theme(theme_id),
        )


def _console(desk: Desk, shell: Shell) -> Iterator[Command]:
    yield Command("console.palette", N_("Find anything"), shell.open_palette, Menu.CONSOLE, ("Ctrl+K",))
    yield Command("console.dismiss", N_("Dismiss the notice"), shell.dismiss_notice, Menu.CONSOLE, ("Ctrl+D",))
    yield Command(
        "console.held", N_("Orders not sent…"), shell.ask_held, Menu.CONSOLE, enabled=lambda: desk.status.queued > 0
    )
    yield Command("console.inject", N_("Make a device speak…"), shell.ask_inject, Menu.CONSOLE, roles=(Role.TRAINER,))
    for code in LANGUAGES:
        yield Command(
            f"console.language_{code}",
            NAMES[code],
            _with(shell.use_language, code),
            Menu.CONSOLE,
            checked=_is_language(shell, code),
        )
    yield Command("console.quit", N_("Quit"), shell.close, Menu.CONSOLE, ("Ctrl+Q",))
    yield Command("help.page", N_("Keys and commands"), shell.open_help, Menu.HELP, ("F1",))
    yield Command("help.keys", N_("Keys of this pane"), shell.open_keys, Menu.HELP, ("?",))
    yield Command("help.change_keys", N_("Change keys…"), shell.change_keys, Menu.HELP)
    yield Command("help.log", N_("Show the log folder"), shell.show_log, Menu.HELP)
    yield Command("help.details", N_("Copy details for support"), shell.copy_details, Menu.HELP)
    yield Command("help.about", N_("About Kuzet"), shell.open_about, Menu.HELP)


def _with(run: Callable[[str], None], value: str) -> Callable[[], None]:
    return lambda: run(value)


def _asking(shell: Shell, pane: str) -> Callable[[], bool]:
    return lambda: shell.is_pane_open(pane)


def _is_theme(theme_id: str) -> Callable[[], bool]:
    return lambda: theme.current().id == theme_id


def _is_language(shell: Shell, code: str) -> Callable[[], bool]:
    return lambda: shell.current_language() == code


def _sure(value: _Chosen | None) -> _Chosen:
    """What ``enabled`` has made sure of."""
    if value is None:
        raise LookupError("nothing is chosen")
    return value
