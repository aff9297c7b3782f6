"""What the window itself can do, declared once; menu, shortcut, context menu, palette, help and key list read it.

What is done with alarms, incidents, units, the map and the video is declared where it is done: ``ui/*/actions.py``.
"""

from collections.abc import Iterator
from functools import partial

from console.commands import Command, Menu
from console.domain.session import Role
from console.language import LANGUAGES, N_, NAMES
from console.viewmodels.desk import Desk
from ui import theme
from ui.shell import Shell

_PANES = (
    ("alarms", N_("Alarm queue"), N_("Go to the alarm queue"), "F2"),
    ("map", N_("Map"), N_("Go to the map"), "F3"),
    ("video", N_("Video"), N_("Go to the video"), "F4"),
    ("patrol", N_("Patrol board"), N_("Go to the patrol board"), "F5"),
    ("incident", N_("Incident card"), N_("Go to the incident card"), "F6"),
)
_THEMES = {
    "dark": N_("Theme: dark"),
    "light": N_("Theme: light"),
    "high_contrast": N_("Theme: high contrast"),
}


def window_commands(desk: Desk, shell: Shell) -> Iterator[Command]:
    """Each of them."""
    yield from _view(shell)
    yield from _console(desk, shell)


def _view(shell: Shell) -> Iterator[Command]:
    for name, _title, go, key in _PANES:
        yield Command(f"view.focus_{name}", go, partial(shell.focus_pane, name), Menu.VIEW, (key,))
    for name, title, _go, _key in _PANES:
        yield Command(
            f"view.pane_{name}",
            title,
            partial(shell.toggle_pane, name),
            Menu.VIEW,
            checked=partial(shell.is_pane_open, name),
        )
    yield Command("view.reset", N_("Duty workspace"), shell.reset_workspace, Menu.VIEW, ("Ctrl+Shift+1",))
    yield Command("view.full_screen", N_("Full screen"), shell.toggle_full_screen, Menu.VIEW, ("F11",))
    for theme_id, title in _THEMES.items():
        yield Command(
            f"view.theme_{theme_id}",
            title,
            partial(shell.use_theme, theme_id),
            Menu.VIEW,
            checked=partial(_is_theme, theme_id),
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
            partial(shell.use_language, code),
            Menu.CONSOLE,
            checked=partial(_is_language, shell, code),
        )
    yield Command("console.quit", N_("Quit"), shell.close, Menu.CONSOLE, ("Ctrl+Q",))
    yield Command("help.page", N_("Keys and commands"), shell.open_help, Menu.HELP, ("F1",))
    yield Command("help.keys", N_("Keys of this pane"), shell.open_keys, Menu.HELP, ("?",))
    yield Command("help.change_keys", N_("Change keys…"), shell.change_keys, Menu.HELP)
    yield Command("help.log", N_("Show the log folder"), shell.show_log, Menu.HELP)
    yield Command("help.details", N_("Copy details for support"), shell.copy_details, Menu.HELP)
    yield Command("help.about", N_("About Kuzet"), shell.open_about, Menu.HELP)


def _is_theme(theme_id: str) -> bool:
    return theme.current().id == theme_id


def _is_language(shell: Shell, code: str) -> bool:
    return shell.current_language() == code
