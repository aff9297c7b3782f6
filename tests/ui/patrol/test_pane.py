from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from console.domain.events import MessageRead, UnitsMessaged
from console.domain.intents import AssignUnit, CheckIn, SendMessage, SetUnitStatus, StandDown
from console.domain.messages import Message
from console.domain.units import Agency, Assignment, AssignmentState, UnitStatus
from console.state.store import Store
from console.viewmodels.unit_columns import Share, UnitColumn
from tests.desk import NOW, alarm, incident, store, tell, unit
from tests.ui.conftest import Opened
from ui import translation
from ui.dialogs.message import MessageDialog
from ui.dialogs.messages import MessagesDialog
from ui.dialogs.why import WhyDialog
from ui.patrol.filter_bar import LOUPE

Open = Callable[..., Opened]


def city() -> Store:
    units = [
        unit("U1", callsign="M-1"),
        unit("U2", UnitStatus.ON_SCENE, callsign="M-2"),
        unit("U3", fix=None, callsign="M-3"),
    ]
    return store([alarm("a")], units, [incident("INC-1")])


def test_a_unit_is_sent_and_its_status_told_by_keyboard(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")
    table = window.patrol.table
    window.focus_pane("patrol")
    window.patrol.choose("U1")

    qtbot.keyClick(table, Qt.Key.Key_S)
    qtbot.keyClick(table, Qt.Key.Key_4)
    qtbot.keyClick(table, Qt.Key.Key_Return)

    assert window.asked.calls == [
        ("assign", ("INC-1", "U1")),
        ("want", (SetUnitStatus("U1", UnitStatus.ON_SCENE),)),
        ("look_at", (76.94, 43.25)),
    ]


def test_a_busy_or_silent_unit_is_not_sent(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")

    window.focus_pane("patrol")
    for busy in ("U2", "U3"):
        window.patrol.choose(busy)
        qtbot.keyClick(window.patrol.table, Qt.Key.Key_S)

    assert window.asked.calls == []


def test_ranking_shows_a_column_and_goes_with_escape(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    table = window.patrol.table
    assert table.isColumnHidden(UnitColumn.DISTANCE)
    window.alarms.choose("a")
    window.focus_pane("patrol")

    qtbot.keyClick(table, Qt.Key.Key_N)
    assert not table.isColumnHidden(UnitColumn.DISTANCE)
    assert window.patrol.bar._ranked.isVisible()

    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.isColumnHidden(UnitColumn.DISTANCE)
    assert not window.patrol.bar._ranked.isVisible()


def test_no_column_is_cut_off_at_any_width(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    pane = window.workspace.panes["patrol"]
    pane.setFloating(True)
    for width in (420, 560, 700, 1000, 1400):
        pane.resize(width, 300)
        qtbot.waitUntil(lambda width=width: pane.width() == width)
        header = window.patrol.table.horizontalHeader()
        shown = [c for c in UnitColumn if not window.patrol.table.isColumnHidden(c)]
        assert header.length() <= window.patrol.table.viewport().width()
        assert UnitColumn.STATUS in shown
        assert UnitColumn.FIX_AGE in shown


def test_shares_are_buttons_with_their_numbers(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    buttons = {b.text(): b for b in window.patrol.bar._shares.values() if not b.isHidden()}
    assert set(buttons) == {"All 3", "Free 1", "Busy 1", "No fix 1"}

    buttons["Busy 1"].click()
    assert [window.desk.units.unit_at(n).id for n in range(window.desk.units.rowCount())] == ["U2"]

    qtbot.keyClicks(window.patrol.bar.text, "zzz")
    assert window.patrol._empty.text() == "No unit fits the filter."


@pytest.fixture
def _in_english_again(qapp: QApplication) -> Iterator[None]:
    yield
    translation.use_language(qapp, "en")


def row_of(window: Opened) -> list[QToolButton]:
    """The buttons above the board."""
    return [button for button in window.patrol.bar._row() if not button.isHidden()]


@pytest.mark.usefixtures("_in_english_again")
@pytest.mark.parametrize("code", ["ru", "kk", "en"])
@pytest.mark.parametrize("size", [(1180, 640), (1366, 768)])
def test_the_row_above_the_board_has_whole_words_in_every_language(
    code: str, size: tuple[int, int], open_window: Open, qapp: QApplication, qtbot: QtBot
) -> None:
    many = [unit(f"U{n}", UnitStatus.ON_SCENE, callsign=f"M-{n}", status_since=NOW - 20_000) for n in range(120)]
    window = open_window(store([alarm("a")], [*many, unit("U1000")], [incident("INC-1")]), size=size)
    bar = window.patrol.bar

    def is_whole() -> bool:
        row = row_of(window)
        return bar.text.width() >= LOUPE and not [b.text() for b in row if b.width() < b.sizeHint().width()]

    translation.use_language(qapp, code)
    qtbot.waitUntil(is_whole)
    window.desk.rank_units_for(window.store.picture.incidents["INC-1"])
    qtbot.waitUntil(is_whole)
    for agency, district in ((3, 4), (6, 7), (0, 7)):
        bar._agencies.actions()[agency].trigger()
        bar._districts.actions()[district].trigger()
        qtbot.waitUntil(is_whole)
    header = window.patrol.table.horizontalHeader()
    assert header.length() <= window.patrol.table.viewport().width()


@pytest.mark.usefixtures("_in_english_again")
def test_where_the_shares_have_no_room_they_are_a_menu(open_window: Open, qapp: QApplication) -> None:
    late = unit("U4", UnitStatus.ON_SCENE, callsign="M-4", status_since=NOW - 20_000)
    window = open_window(store([], [unit("U1", callsign="M-1"), late]), size=(1180, 640))
    translation.use_language(qapp, "ru")
    qapp.processEvents()
    bar = window.patrol.bar
    assert bar._folded.isVisible()
    assert not bar._shares[Share.FREE].isVisible()
    assert bar._shares[Share.TO_ASK].isVisible(), "who has to be asked is never folded away"
    assert [entry.text()[-2:] for entry in bar._entries.values()] == [" 2", " 1", " 1", " 0"]

    bar._entries[Share.FREE].trigger()
    assert [window.desk.units.unit_at(n).id for n in range(window.desk.units.rowCount())] == ["U1"]
    assert bar._folded.text().startswith("Свободны 1")
    assert bar._entries[Share.FREE].isChecked()
    assert not bar._entries[Share.ALL].isChecked()

    bar._shares[Share.TO_ASK].click()
    assert [window.desk.units.unit_at(n).id for n in range(window.desk.units.rowCount())] == ["U4"]
    assert not any(entry.isChecked() for entry in bar._entries.values())


def test_a_unit_chosen_elsewhere_is_chosen_here(open_window: Open) -> None:
    window = open_window(city())

    window.desk.selection.choose_unit("U2")

    assert window.desk.units.unit_at(window.patrol.table.currentIndex().row()).id == "U2"


def test_no_unit_is_marked_while_the_chosen_one_has_no_row(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    table = window.patrol.table
    window.patrol.bar._shares[Share.BUSY].click()
    window.patrol.choose("U2")

    window.desk.selection.choose_unit("U1")

    assert not table.selectionModel().hasSelection()
    assert not table.currentIndex().isValid()
    assert window.desk.selection.unit_id == "U1"


def test_the_filter_never_chooses_a_neighbour(open_window: Open) -> None:
    window = open_window(city())
    window.patrol.choose("U2")

    window.patrol.bar._shares[Share.FREE].click()

    assert window.desk.selection.unit_id == ""
    assert not window.patrol.table.selectionModel().hasSelection()


def test_no_unit_is_sent_again_before_the_center_has_answered(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.asked.calls == [("assign_best", ("INC-1",))]

    window.store.await_answer("key", AssignUnit("INC-1", "U1"))
    window.desk.tick.now()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    window.focus_pane("patrol")
    window.patrol.choose("U1")
    qtbot.keyClick(window.patrol.table, Qt.Key.Key_S)

    assert len(window.asked.calls) == 1


def test_a_pending_order_stands_beside_the_status_and_not_in_its_place(open_window: Open) -> None:
    window = open_window(city())
    window.store.await_answer("key", AssignUnit("INC-1", "U1"))
    window.desk.tick.now()

    row = window.desk.units.row_of("U1")
    assert row is not None
    cell = window.desk.units.index(row, UnitColumn.STATUS)
    assert cell.data() == "On patrol …"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "Sending…"
    assert "Sending…" in cell.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_unit_that_is_silent_for_too_long_is_shown_alone_and_asked(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(store(units=[unit("U1", UnitStatus.ON_SCENE, status_since=NOW - 3600), unit("U2")]))
    bar, table = window.patrol.bar, window.patrol.table
    late = next(b for b in bar._shares.values() if b.text() == "Silent 1")

    late.click()
    assert [window.desk.units.unit_at(n).id for n in range(window.desk.units.rowCount())] == ["U1"]
    assert table.model().index(0, UnitColumn.CHECK_IN).data() == "40 min late"

    window.focus_pane("patrol")
    window.patrol.choose("U1")
    qtbot.keyClick(table, Qt.Key.Key_K)
    assert window.asked.calls == [("want", (CheckIn("U1"),))]


def test_an_agency_or_a_district_is_looked_at_alone(open_window: Open) -> None:
    window = open_window(store(units=[unit("P"), unit("F", agency=Agency.FIRE)]))
    bar = window.patrol.bar
    fire = next(a for a in bar._agencies.actions() if a.data() == Agency.FIRE)

    fire.trigger()
    assert [window.desk.units.unit_at(n).id for n in range(window.desk.units.rowCount())] == ["F"]
    assert bar._where.text() == "Fire 101"

    bar.clear()
    assert window.desk.units.rowCount() == 2


def test_a_busy_unit_is_sent_elsewhere_with_a_reason_only(open_window: Open, qtbot: QtBot) -> None:
    task = Assignment("INC-9", AssignmentState.ACCEPTED, "anna", NOW)
    busy = unit("U2", UnitStatus.EN_ROUTE, callsign="M-2", assignment=task, version=5)
    window = open_window(store([], [busy], [incident("INC-1"), incident("INC-9", units=("U2",))]))
    window.desk.selection.choose_incident("INC-1")
    window.focus_pane("patrol")
    window.patrol.choose("U2")
    qtbot.keyClick(window.patrol.table, Qt.Key.Key_S)

    dialog = window.findChild(WhyDialog)
    assert "M-2 is on INC-9" in dialog.asked.text()
    assert window.asked.calls == []
    qtbot.keyClicks(dialog.text, "nearer")
    dialog.accept()
    assert window.asked.calls == [("want", (AssignUnit("INC-1", "U2", "nearer"), 5))]


def test_units_are_called_back_with_one_reason(open_window: Open, qtbot: QtBot) -> None:
    task = Assignment("INC-9", AssignmentState.ACCEPTED, "anna", NOW)
    units = [unit(f"U{n}", UnitStatus.ON_SCENE, callsign=f"M-{n}", assignment=task, version=n) for n in (1, 2)]
    window = open_window(store([], [*units, unit("U3")], [incident("INC-9", units=("U1", "U2"))]))
    window.focus_pane("patrol")
    window.patrol.table.selectAll()
    qtbot.keyClick(window.patrol.table, Qt.Key.Key_D)

    dialog = window.findChild(WhyDialog)
    qtbot.keyClicks(dialog.text, "all is quiet")
    dialog.accept()
    assert window.asked.calls == [("want", (StandDown(f"U{n}", "all is quiet"), n)) for n in (1, 2)]


def test_a_message_that_was_begun_is_there_again_and_goes_to_all_that_are_chosen(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(store([], [unit("U1"), unit("U2")]))
    window.focus_pane("patrol")
    window.patrol.table.selectAll()
    qtbot.keyClick(window.patrol.table, Qt.Key.Key_M)
    dialog = window.findChild(MessageDialog)
    qtbot.keyClicks(dialog.text, "market, back door")
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(MessageDialog) is None)
    window.activateWindow()  # no window manager does it here
    qtbot.waitUntil(window.isActiveWindow)

    qtbot.keyClick(window.patrol.table, Qt.Key.Key_M)
    dialog = window.findChild(MessageDialog)
    assert dialog.text.toPlainText() == "market, back door"
    dialog.wants_answer.setChecked(True)
    dialog.accept()
    assert window.asked.calls == [("want", (SendMessage(("U1", "U2"), "market, back door", True),))]


def test_who_is_silent_is_shown_while_the_list_is_open(open_window: Open) -> None:
    window = open_window(store([], [unit("U1", callsign="M-1"), unit("U2", callsign="M-2")]))
    window.actions_of["unit.messages"].trigger()
    dialog = window.findChild(MessagesDialog)
    assert dialog.list.topLevelItemCount() == 0

    tell(window.store, UnitsMessaged(Message("R1", "Roll call", "anna", NOW, ("U1", "U2"), is_roll_call=True)))
    tell(window.store, MessageRead("R1", "U1"))
    window.desk.tick.now()
    row = dialog.list.topLevelItem(0)
    assert row.text(3) == "1 of 2"
    assert row.child(0).text(2) == "M-2"
    assert row.isExpanded()
