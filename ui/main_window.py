"""The window: panes, menu, palette, notices and status bar joined; it holds no facts and decides nothing."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QMenuBar, QSizePolicy, QWidget

from console import language, paths
from console.commands import Commands
from console.domain.session import Role
from console.language import N_, _
from console.notices import Notices
from console.settings import Settings
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from ui import finding, help, support, theme, translation
from ui.actions import CommandActions
from ui.alarms.actions import AlarmActions
from ui.alarms.annunciator import Annunciator, Speaker
from ui.alarms.pane import AlarmPane
from ui.alarms.sound_actions import SoundActions
from ui.alarms.spoken import Spoken
from ui.alarms.voice import SilentVoice, Voice
from ui.dialogs.about import about_dialog
from ui.dialogs.inject import InjectDialog
from ui.dialogs.keys import KeysDialog
from ui.dialogs.text import PageDialog
from ui.incident.actions import IncidentActions
from ui.incident.card import IncidentCard
from ui.notice_bar import NoticeBar
from ui.palette import Palette
from ui.patrol.actions import UnitActions
from ui.patrol.pane import PatrolPane
from ui.status_bar import StatusBar
from ui.watermark import Watermark
from ui.window_commands import window_commands
from ui.workspace import Workspace

VERSION = "0.1.0"
SMALLEST = QSize(1180, 640)


class MainWindow(translation.Retranslated, QMainWindow):
    """The one window of a console.

    Args:
        desk: the view models.
        act: what an operator can ask for.
        notices: the channel of notices.
        commands: the registry; commands of other panes may already be in it.
        map_pane: the map.
        video_pane: the video tiles.
        speaker: what makes alarms heard.
        center: name or address of the center, for people.
        keys: keys the operator has changed, by command id.
        voice: makes what says alarms aloud; called when that is wanted.
        settings: what the operator has chosen; those of sound and queue are kept in it.
    """

    closed = Signal()
    """The operator wants to leave; whoever runs the console ends it and the window goes."""
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    keys_changed = Signal(object)
    """Keys that are not as the commands say, by command id."""
    held_asked = Signal()
    """The operator wants to see the orders that wait for a word."""

    def __init__(
        self,
        desk: Desk,
        act: Actions,
        notices: Notices,
        commands: Commands,
        map_pane: QWidget,
        video_pane: QWidget,
        speaker: Speaker,
        *,
        voice: Callable[[], Voice] = SilentVoice,
        center: str = "",
        keys: Mapping[str, tuple[str, ...]] | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__()
        settings = settings or Settings()
        self._desk = desk
        self._act = act
        self._center = center
        self._told = notices
        self._role: Role | None = None
        self.setMinimumSize(SMALLEST)
        self.alarms = AlarmPane(desk)
        self.alarms.show_card(settings.alarm_card)
        self.alarms.card_shown.connect(lambda is_open: setattr(settings, "alarm_card", is_open))
        self.alarms.card.open_surroundings(settings.alarm_surroundings)
        self.alarms.card.surroundings.wanted.connect(lambda is_open: setattr(settings, "alarm_surroundings", is_open))
        self.patrol = PatrolPane(desk)
        self.card = IncidentCard(desk)
        self.workspace = Workspace(self)
        for name, title, content in (
            ("alarms", N_("Alarms"), self.alarms),
            ("map", N_("Map"), map_pane),
            ("video", N_("Video"), video_pane),
            ("patrol", N_("Patrols"), self.patrol),
            ("incident", N_("Incident"), self.card),
        ):
            self.workspace.add(name, title, content)
        for name in ("alarms", "patrol", "incident"):
            content = self.workspace.panes[name].widget()
            content.note_changed.connect(self.workspace.panes[name].add_note)  # type: ignore[attr-defined]
        spoken = Spoken(desk, voice, notices)
        self.annunciator = Annunciator(desk.annunciation, desk.status, speaker, notices, spoken)
        self.notices = NoticeBar(notices)
        self.status = StatusBar(desk.status, desk.alarms)
        self.status.outbox_pressed.connect(self.ask_held)
        self.setStatusBar(self.status)
        alarms = AlarmActions(desk, act, self.alarms, notices, self, partial(self.focus_pane, "alarms"))
        self.status.waiting.pressed.connect(alarms.go_to_first)
        sounds = SoundActions(self.annunciator, desk.annunciation, desk.status, settings, self)
        self.status.sound_pressed.connect(sounds.turn)
        self.incidents = IncidentActions(desk, act, self.card, notices, self, partial(self.focus_pane, "incident"))
        units = UnitActions(desk, act, self.patrol, self)
        for declared in (alarms, sounds, self.incidents, units):
            commands.add(*declared.commands())
        commands.add(*window_commands(desk, self))
        draw = next((command.run for command in commands if command.id == "map.tool_cordon"), None)
        self.incidents.rows.draw_cordon = draw or self.incidents.rows.draw_cordon
        self.actions_of = CommandActions(commands, self, keys)
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.actions_of.fill(self.menus)
        self.setMenuWidget(self._top())
        self.actions_of.give_to("alarms", self.alarms.table)
        self.actions_of.give_to("patrol", self.patrol.table)
        self.actions_of.give_to("incident", self.card.steps)
        self.actions_of.give_to("incident", self.card.parties)
        self.card.head.offer(self.actions_of[command] for command in self.incidents.offered())
        self.actions_of.give_to("map", map_pane)
        self.actions_of.give_keys("video", video_pane)  # its menu is its own
        self.palette_box = Palette(
            self,
            [
                finding.shorthand(desk, act),
                finding.commands(self.actions_of),
                finding.things(desk, act),
            ],
        )
        self._watermark = Watermark(self)
        desk.status.changed.connect(self._follow_status)
        desk.annunciation.urgent.connect(self._bring_queue)
        desk.radio.told.connect(self._tell_of_units)
        self.retranslate()
        self.actions_of.play(None)
        self._follow_status()
        self.alarms.table.setFocus()

    def _top(self) -> QWidget:
        """The menu's row; what it leaves empty is where notices stand, so that they never push a pane aside."""
        top = QWidget()
        self.menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.menus)
        row.addWidget(self.notices, 1)
        row.addStretch()
        return top

    def retranslate(self) -> None:
        """Say every word anew."""
        self._desk.retranslate()
        self.annunciator.spoken.retranslate()
        self.actions_of.retranslate()
        self.setWindowTitle("Kuzet")

    def restyle(self) -> None:
        """The theme has changed: what was drawn by hand is drawn anew."""
        self.alarms.restyle()
        self.patrol.restyle()
        self.card.restyle()
        self.notices.restyle()
        self.status.restyle()
        for pane in self.workspace.panes.values():
            pane.restyle()
        self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell whoever runs the console, who ends it in order."""
        self.closed.emit()
        super().closeEvent(event)

    def _follow_status(self) -> None:
        operator = self._desk.status.operator
        role = operator.role if operator else None
        if role is not self._role:
            self._role = role
            self.actions_of.play(role)
        self._watermark.show_mode(self._desk.status.mode)

    def _bring_queue(self) -> None:
        """No pane that was closed hides a P1 nobody has acknowledged; the keyboard stays where it is."""
        self.workspace.panes["alarms"].show()

    # What commands ask of the window (ui.shell.Shell).

    def _tell_of_units(self, text: str, key: str, is_warning: bool) -> None:
        if is_warning:
            self._told.warning(text, key=key)
        else:
            self._told.info(text, key=key)

    def open_palette(self) -> None:
        """Ask what to find."""
        self.palette_box.open()

    def open_help(self) -> None:
        """Show all keys and commands."""
        PageDialog(lambda: _("Keys and commands"), lambda: help.page(self.actions_of), self).open()

    def open_keys(self) -> None:
        """Show the keys of the pane the keyboard is in."""
        pane = self.workspace.focused()
        PageDialog(lambda: _("Keys of this pane"), lambda: help.keys(self.actions_of, pane), self).open()

    def change_keys(self) -> None:
        """Ask which keys the commands shall have."""
        dialog = KeysDialog(self.actions_of, self)
        dialog.saved.connect(self.actions_of.change_keys)
        dialog.saved.connect(self.keys_changed)
        dialog.open()

    def open_about(self) -> None:
        """Say what this program is."""
        about_dialog(VERSION, self._center, self).open()

    def focus_pane(self, name: str) -> None:
        """Give a pane the keyboard."""
        self.workspace.focus(name)

    def toggle_pane(self, name: str) -> None:
        """Close a pane or open it again."""
        self.workspace.toggle(name)

    def is_pane_open(self, name: str) -> bool:
        """Whether a pane is on screen."""
        return not self.workspace.panes[name].isHidden()

    def reset_workspace(self) -> None:
        """Bring every pane back to its place."""
        self.workspace.lay_out_duty()

    def toggle_full_screen(self) -> None:
        """The whole screen, or a window."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def use_theme(self, theme_id: str) -> None:
        """Dress the application."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, theme_id)
            self.restyle()
            self.theme_chosen.emit(theme_id)

    def use_language(self, code: str) -> None:
        """Switch the language."""
        app = QApplication.instance()
        if app is not None:
            translation.use_language(app, code)
            self.language_chosen.emit(code)

    def current_language(self) -> str:
        """The language in use."""
        return language.current()

    def ask_held(self) -> None:
        """Put the questions about orders that were not sent once more."""
        self.held_asked.emit()

    def ask_inject(self) -> None:
        """Ask which device shall speak, then have it speak."""
        dialog = InjectDialog(*self._desk.selection.latest, self)
        dialog.given.connect(self._act.inject)
        dialog.open()

    def show_log(self) -> None:
        """Open the folder of the log in the system's file browser."""
        folder = paths.data() / "log"
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._told.info(_("The log is in {folder}.").format(folder=folder), key="log")

    def copy_details(self) -> None:
        """Put what support needs to know on the clipboard."""
        QGuiApplication.clipboard().setText(support.details(self._desk, VERSION, self._center))
        self._told.info(_("Copied: paste it into your message to support."), key="support")

    def dismiss_notice(self) -> None:
        """Take the shown notice away."""
        self.notices.dismiss()
