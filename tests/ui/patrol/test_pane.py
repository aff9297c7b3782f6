from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.intents import AssignUnit, CheckIn
from console.domain.units import Agency, UnitStatus
from console.state.store import Store
from console.viewmodels.unit_columns import Share, UnitColumn
from tests.desk import NOW, alarm, incident, store, unit
from tests.ui.conftest import Opened
from ui import translation

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
        ("set_status", ("U1", UnitStatus.ON_SCENE)),
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


@pytest.mark.parametrize("code", ["ru", "kk", "en"])
def test_the_row_above_the_board_has_whole_words_in_every_language(
    code: str, open_window: Open, qapp: QApplication
) -> None:
    late = unit("U4", UnitStatus.ON_SCENE, callsign="M-4", status_since=NOW - 20_000)
    window = open_window(store([alarm("a")], [unit("U1", callsign="M-1"), late], [incident("INC-1")]))
    try:
        translation.use_language(qapp, code)
        window.desk.rank_units_for(window.store.picture.incidents["INC-1"])
        qapp.processEvents()
        bar = window.patrol.bar
        row = [button for button in (*bar._shares.values(), bar._where, bar._ranked) if not button.isHidden()]
        assert len(row) == 7
        assert not [button.text() for button in row if button.width() < button.sizeHint().width()]
    finally:
        translation.use_language(qapp, "en")


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
