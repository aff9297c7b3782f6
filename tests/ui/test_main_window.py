from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from console import language, paths
from console.domain import events as e
from console.domain.alarms import AlarmKind, Priority
from console.domain.freshness import LinkState, LinkStatus, Source
from console.domain.incidents import Disposition
from console.domain.intents import Acknowledge, AssignUnit, CloseIncident, OpenIncident, SetUnitStatus
from console.domain.protocol import Mode
from console.domain.session import Operator, Role
from console.domain.units import UnitStatus
from console.notices import Level
from console.state.store import Store
from tests.desk import alarm, incident, store, tell, unit
from tests.ui.conftest import Opened
from ui import theme, translation, workspace
from ui.dialogs.close_incident import CloseIncidentDialog
from ui.dialogs.inject import InjectDialog
from ui.dialogs.text import PageDialog

Open = Callable[..., Opened]
Control = Qt.KeyboardModifier.ControlModifier


def city() -> Store:
    return store(
        [alarm("panic", AlarmKind.PANIC_BUTTON), alarm("fight", AlarmKind.FIGHT, incident="INC-1")],
        [unit("U1", callsign="M-21"), unit("U2", callsign="M-7")],
        [incident("INC-1", alarms=("fight",), units=("U2",))],
    )


def test_from_a_panic_button_to_a_unit_in_four_keys(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())

    qtbot.keyClick(window, Qt.Key.Key_1, Control)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_A)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_I)
    window.desk.selection.choose_incident("INC-1")  # the center's event would bring it
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Control)

    assert window.asked.calls == [
        ("want", (Acknowledge("panic"),)),
        ("want", (OpenIncident(("panic",)),)),
        ("assign_best", ("INC-1",)),
    ]


def test_the_palette_runs_commands_finds_things_and_reads_shorthand(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    palette = window.palette_box

    def ask(text: str) -> None:
        qtbot.keyClick(window, Qt.Key.Key_K, Control)
        assert palette.isVisible()
        qtbot.keyClicks(palette.text, text)
        qtbot.keyClick(palette.text, Qt.Key.Key_Return)
        assert not palette.isVisible()

    ask("theme light")
    assert theme.current() is theme.LIGHT
    ask("m21")
    assert window.desk.selection.unit_id == "U1"
    ask("M21 > INC-1")
    ask("m7 onscene")

    assert window.asked.calls == [
        ("look_at", (76.94, 43.25, None)),
        ("want", (AssignUnit("INC-1", "U1"),)),
        ("want", (SetUnitStatus("U2", UnitStatus.ON_SCENE),)),
    ]


def test_the_palette_gives_the_keyboard_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.actions_of["alarm.first"].trigger()

    qtbot.keyClick(window, Qt.Key.Key_K, Control)
    assert QApplication.focusWidget() is window.palette_box.text
    qtbot.keyClicks(window.palette_box.text, "zzzzzz")
    assert window.palette_box.choices.rowCount() == 0
    qtbot.keyClick(window.palette_box.text, Qt.Key.Key_Escape)

    assert QApplication.focusWidget() is window.alarms.table


def test_arrows_walk_through_the_palette(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.open_palette()
    palette = window.palette_box
    rows = palette.choices.rowCount()

    qtbot.keyClick(palette.text, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == rows - 1
    qtbot.keyClick(palette.text, Qt.Key.Key_Down)
    qtbot.keyClick(palette.text, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1


def test_what_cannot_be_done_is_not_offered(open_window: Open) -> None:
    window = open_window(city())
    window.open_palette()
    titles = [window.palette_box.choices.choice_at(n).title for n in range(window.palette_box.choices.rowCount())]

    assert "Acknowledge" not in titles
    assert "Find anything" in titles


def test_every_word_follows_the_language(open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(city())
    app = QApplication.instance()
    assert app is not None

    class Marked:
        def gettext(self, text: str) -> str:
            return f"«{text}»"

        def ngettext(self, one: str, many: str, count: int) -> str:
            return f"«{many}»"

    window.desk.selection.choose_incident("INC-1")
    real = language.use

    def use(code: str) -> None:
        real(code)
        monkeypatch.setattr(language, "_catalogue", Marked())

    monkeypatch.setattr(language, "use", use)
    with qtbot.waitSignal(window.language_chosen):
        window.use_language("kk")
    qtbot.waitUntil(lambda: window.workspace.panes["alarms"].windowTitle() == "«Alarms»")

    for action in window.menus.actions():
        assert action.text().startswith("«")
    for command in window.actions_of.allowed():
        if not command.id.startswith("console.language_"):
            assert window.actions_of[command.id].text().startswith("«"), command.id
    for table in window.findChildren(QTableView):
        assert table.accessibleName().startswith("«")
    for field in window.findChildren(QLineEdit):
        assert field.placeholderText().startswith("«"), field
    assert "«" in window.status._link.text()
    assert window.desk.alarms.index(0, 2).data() == "«Panic button»"
    assert app.translate("QShortcut", "Home") == "Home"
    monkeypatch.undo()
    translation.use_language(app, "en")
    assert app.translate("QDialogButtonBox", "Cancel") == "Cancel"


def test_every_control_has_a_name_for_a_screen_reader(open_window: Open) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")

    for button in window.findChildren(QAbstractButton):
        is_of_field = isinstance(button.parent(), QLineEdit)  # Qt's own: clear, loupe
        if not is_of_field and not button.objectName().startswith("qt_") and button.isVisibleTo(window):
            assert button.accessibleName() or button.text(), button
    for field in window.findChildren(QLineEdit):
        assert field.accessibleName(), field


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_duty_workspace_fills_the_window_edge_to_edge(open_window: Open, size: tuple[int, int]) -> None:
    window = open_window(city(), size=size)
    panes = {name: pane.geometry() for name, pane in window.workspace.panes.items()}

    assert (window.width(), window.height()) == size
    assert panes["alarms"].left() == 0
    assert panes["alarms"].right() < panes["map"].left() <= panes["map"].right() < panes["video"].left()
    assert panes["video"].right() == window.width() - 1
    assert panes["map"].bottom() < panes["patrol"].top()
    assert panes["patrol"].right() < panes["incident"].left()
    assert panes["incident"].right() == window.width() - 1
    assert panes["alarms"].bottom() == panes["patrol"].bottom()
    assert panes["map"].width() > panes["video"].width()


def test_panes_come_back_as_they_were(open_window: Open, qtbot: QtBot) -> None:
    first = open_window(city())
    first.toggle_pane("video")
    first.workspace.panes["patrol"].setFloating(True)
    saved = first.workspace.saved()

    second = open_window(city())
    size = second.size()
    assert second.workspace.restore(saved)
    assert second.size() == size, "the offscreen screen is too small to say anything about the window"

    assert not second.is_pane_open("video")
    assert second.workspace.panes["patrol"].isFloating()
    second.reset_workspace()
    assert second.is_pane_open("video")
    assert not second.workspace.panes["patrol"].isFloating()


def test_a_layout_of_another_version_changes_nothing(open_window: Open) -> None:
    window = open_window(city())

    assert not window.workspace.restore({"panes": b"not a layout"})
    assert all(window.is_pane_open(name) for name in window.workspace.panes)


def test_a_pane_on_a_monitor_that_is_gone_comes_back(open_window: Open) -> None:
    window = open_window(city())
    pane = window.workspace.panes["map"]
    pane.setFloating(True)
    pane.move(9000, 9000)

    window.workspace.rescue()

    assert not pane.isFloating()
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert workspace.is_seen(screen)
    assert not workspace.is_seen(QRect(screen.right() - 20, screen.top(), 500, 500))


def test_keys_reach_every_pane_and_it_is_marked(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())

    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert QApplication.focusWidget() is window.patrol.table
    assert window.workspace.focused() == "patrol"
    assert window.workspace.panes["patrol"].titleBarWidget().property("focused") is True
    assert window.workspace.panes["alarms"].titleBarWidget().property("focused") is False


def test_help_and_key_list_are_made_from_the_registry(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    qtbot.keyClick(window, Qt.Key.Key_F1)
    page = next(d for d in window.findChildren(PageDialog) if d.isVisible())
    text = page.page.toPlainText()
    for command in window.actions_of.allowed():
        assert window.actions_of[command.id].text() in text
    page.close()

    window.focus_pane("patrol")
    qtbot.keyClick(window.patrol.table, Qt.Key.Key_Question)
    keys = next(d for d in window.findChildren(PageDialog) if d.isVisible()).page.toPlainText()
    assert "Send to the chosen incident" in keys
    assert "Acknowledge" not in keys


def test_a_role_sees_only_what_it_may(open_window: Open) -> None:
    from console.commands import Command, Menu

    window = open_window(city())
    command = Command("test.trainer", "Only trainers", lambda: None, Menu.CONSOLE, roles=(Role.TRAINER,))
    window.actions_of._commands.add(command)
    window.actions_of._add(command)

    window.actions_of.play(Role.DUTY_OFFICER)
    assert not window.actions_of["test.trainer"].isVisible()
    window.actions_of.play(Role.TRAINER)
    assert window.actions_of["test.trainer"].isVisible()


def test_the_status_bar_tells_what_is_old(open_window: Open) -> None:
    window = open_window(city())
    bar = window.status
    assert bar._link.text() == "● Connected"
    assert bar._mode.text() == "LIVE"
    assert bar._sources[Source.EVENTS].property("tone") == "plain"

    window.store.link(LinkStatus(LinkState.OFFLINE, retry_at=None, reason="connection refused", queued=3))
    window.desk.tick.now()

    assert bar._link.text() == "○ Offline"
    assert bar._mode.text() == "not live"
    assert bar._link.toolTip() == "connection refused"
    assert bar._link.property("tone") == "stale"
    assert bar._sources[Source.EVENTS].property("tone") == "stale"
    assert bar._outbox.text() == "To send: 3"
    assert window.workspace.panes["alarms"]._bar.note.text() == "not live"


def test_a_closed_queue_hides_no_waiting_alarm(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.toggle_pane("alarms")
    shown = {p: b.text() for p, b in window.status.waiting.counts.items() if b.isVisible()}
    assert shown == {Priority.P1: "1", Priority.P2: "1"}

    qtbot.mouseClick(window.status.waiting.counts[Priority.P2], Qt.MouseButton.LeftButton)
    assert window.is_pane_open("alarms")
    assert window.desk.selection.alarm_ids == ("panic",)


def test_a_p1_that_comes_opens_the_closed_queue_and_a_lesser_one_does_not(open_window: Open) -> None:
    window = open_window(city())
    window.toggle_pane("alarms")
    window.focus_pane("patrol")

    tell(window.store, e.AlarmRaised(alarm("theft")))
    window.desk.tick.now()
    assert not window.is_pane_open("alarms")

    tell(window.store, e.AlarmRaised(alarm("next", AlarmKind.HOLD_UP)))
    window.desk.tick.now()
    assert window.is_pane_open("alarms")
    assert window.workspace.focused() == "patrol"


def test_an_exercise_is_watermarked_and_lets_clicks_through(open_window: Open) -> None:
    window = open_window(city())
    assert not window._watermark.isVisible()

    window.store.link(LinkStatus(LinkState.LIVE, mode=Mode.EXERCISE))
    window.desk.tick.now()

    assert window._watermark.isVisible()
    assert window._watermark.size() == window.size()
    assert window._watermark.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert window.status._mode.text() == "EXERCISE"


def test_closing_an_incident_asks_for_its_disposition(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")

    qtbot.keyClick(window, Qt.Key.Key_E, Control)
    dialog = window.findChild(CloseIncidentDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    tell(window.store, e.IncidentNoted("INC-1", "He is armed"), actor="nurlanov")
    window.desk.tick.now()
    qtbot.keyClick(dialog, Qt.Key.Key_6)
    qtbot.waitUntil(lambda: dialog.disposition is Disposition.FALSE_ALARM)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert window.asked.calls == [("want", (CloseIncident("INC-1", Disposition.FALSE_ALARM), 0))], (
        "the version the operator saw"
    )


def test_notices_wait_their_turn_by_weight_and_end_by_key(open_window: Open) -> None:
    window = open_window(city())
    bar, told = window.notices, window.told
    told.info("Drawing scenes", key="scenes", progress=0.5)
    told.error("Not sent", details="409 conflict")
    assert bar.shown is not None
    assert (bar.shown.text, bar._behind.text()) == ("Not sent", "+1")

    bar.copy()
    assert QGuiApplication.clipboard().text() == "Not sent\n409 conflict"
    bar.dismiss()
    assert bar.shown.text == "Drawing scenes"
    assert bar._progress.value() == 500

    told.tell(Level.INFO, "Drawn", key="scenes", progress=1.0)
    assert bar.shown.text == "Drawn"
    told.end("scenes")
    assert bar.shown is None
    assert not bar.isVisible()


def test_closing_the_window_tells_whoever_runs_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Q, Control)


def test_a_new_theme_draws_every_mark_anew(open_window: Open) -> None:
    window = open_window(city())
    button: QWidget = window.alarms.bar._priorities[next(iter(window.alarms.bar._priorities))]
    before = button.icon().pixmap(16, 16).toImage()  # type: ignore[attr-defined]

    window.use_theme("light")

    assert button.icon().pixmap(16, 16).toImage() != before  # type: ignore[attr-defined]


def test_an_operator_who_logs_in_later_is_shown(open_window: Open) -> None:
    of = city()
    of.operator = None
    window = open_window(of)
    assert window.status._operator.text() == "Not logged in"

    of.operator = Operator("n", "N. Nurlanov", Role.SUPERVISOR)
    window.desk.status.beat()
    assert window.status._operator.text().startswith("N. Nurlanov")


def test_orders_that_were_put_off_can_be_asked_for_again(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    assert not window.actions_of._commands["console.held"].enabled()
    window.store.link(LinkStatus(LinkState.LIVE, queued=1))
    window.desk.tick.now()

    with qtbot.waitSignal(window.held_asked):
        qtbot.mouseClick(window.status._outbox, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.held_asked):
        window.actions_of["console.held"].trigger()


def test_a_trainer_makes_the_chosen_device_speak(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    assert not window.actions_of["console.inject"].isVisible()
    window.actions_of.play(Role.TRAINER)
    window.desk.selection.choose_thing("site", "SITE-7")

    window.actions_of["console.inject"].trigger()
    dialog = window.findChild(InjectDialog)
    assert dialog is not None
    assert dialog.device.text() == "SITE-7"
    assert dialog.kind.currentText() == "Intrusion"
    dialog.device.setText(" BTN-3 ")
    dialog.kind.setCurrentText("Hold-up")
    dialog.accept()

    assert window.asked.calls == [("inject", ("BTN-3", AlarmKind.HOLD_UP))]


def test_support_gets_versions_state_and_the_end_of_the_log(open_window: Open, home: Path) -> None:
    window = open_window(city())
    folder = paths.data() / "log"
    folder.mkdir(parents=True)
    (folder / "kuzet.log").write_text("old\n" * 500 + "the last line\n", encoding="utf-8")

    window.actions_of["help.details"].trigger()

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Kuzet ")
    assert "operator serikova, duty_officer" in copied
    assert "2 alarms, 2 units" in copied
    assert copied.endswith("the last line")
    assert len(copied.splitlines()) < 100
    assert window.notices.shown is not None


def test_the_folder_of_the_log_is_opened_or_told(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(city())
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: not opened.append(url.toLocalFile()))
    window.show_log()
    assert opened == [str(paths.data() / "log")]
    assert window.notices.shown is None

    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.show_log()
    assert window.notices.shown is not None
    assert opened[0] in window.notices.shown.text


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_nothing_in_the_status_bar_is_cut_off_in_a_flood(open_window: Open, qtbot: QtBot, code: str) -> None:
    kinds = (AlarmKind.HOLD_UP, AlarmKind.FIRE, AlarmKind.THEFT, AlarmKind.LAMP_OUTAGE)
    of = store([alarm(f"{kind}{n}", kind) for kind in kinds for n in range(150)])
    window = open_window(of)
    language.use(code)
    window.status.retranslate()
    of.link(LinkStatus(LinkState.LIVE, queued=2))
    window.desk.tick.now()
    flood = window.status._flood

    qtbot.waitUntil(lambda: flood.width() >= flood.sizeHint().width())
    left = flood.parentWidget()
    assert flood.geometry().right() <= left.width()
