from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain import events as e
from console.domain.alarm_intents import Seen
from console.domain.alarms import AlarmKind, AlarmState
from console.domain.intents import Acknowledge, AcknowledgeMany, OpenIncident, TakeOver
from console.state.store import Store
from tests.desk import NOW, alarm, store, tell
from tests.ui.conftest import Opened
from ui.alarms.delegate import AGED_AT_ONCE, AlarmDelegate

Open = Callable[[Store], Opened]


def city() -> Store:
    return store(
        [
            alarm("panic", AlarmKind.PANIC_BUTTON),
            alarm("fire", AlarmKind.FIRE),
            alarm("theft", district="751910000"),
            alarm("seen", AlarmKind.FIGHT, state=AlarmState.ACKNOWLEDGED, owner="nurlanov"),
        ]
    )


def test_the_queue_works_by_keyboard_alone(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    table = window.alarms.table

    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.selection.alarm_ids == ("panic",)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_A)
    qtbot.keyClick(table, Qt.Key.Key_I)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space)

    assert window.asked.calls == [
        ("go_to", ("panic",)),
        ("open_cameras", ("panic",)),
        ("want", (Acknowledge("panic"),)),
        ("want", (OpenIncident(("panic",)),)),
        ("want", (Acknowledge("fire"),)),
    ]
    assert window.desk.units.is_ranked


def test_several_rows_are_acknowledged_and_opened_together(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    table = window.alarms.table
    window.alarms.choose_first()
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    qtbot.keyClick(table, Qt.Key.Key_A)
    qtbot.keyClick(table, Qt.Key.Key_I)

    assert window.asked.calls == [
        ("want", (AcknowledgeMany((Seen("fire", 0), Seen("panic", 0))),)),
        ("want", (OpenIncident(("fire", "panic")),)),
    ]


def test_what_cannot_be_done_is_not_asked_for(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose("seen")

    qtbot.keyClick(window.alarms.table, Qt.Key.Key_A)
    assert window.asked.calls == []

    qtbot.keyClick(window.alarms.table, Qt.Key.Key_T)
    assert window.asked.calls == [("want", (TakeOver("seen"),))]


def test_typing_in_the_search_field_is_not_a_command(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose_first()
    field = window.alarms.bar.text
    field.setFocus()

    qtbot.keyClicks(field, "turksia i")

    assert window.asked.calls == []
    assert field.text() == "turksia i"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_filter_that_hides_a_p1_says_so_and_can_be_undone(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    bar = window.alarms.bar
    warning = bar.findChild(type(bar._hidden), "hiddenAlarms")
    assert warning is not None
    assert not warning.isVisible()

    qtbot.keyClicks(bar.text, "turksib")
    qtbot.waitUntil(lambda: window.desk.alarms.rowCount() == 1)
    assert warning.isVisible()
    assert "1" in warning.text()

    qtbot.mouseClick(warning, Qt.MouseButton.LeftButton)
    assert window.desk.alarms.rowCount() == 4
    assert not warning.isVisible()


def test_new_only_leaves_out_what_is_acknowledged(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose_first()

    qtbot.keyClick(window.alarms.table, Qt.Key.Key_U)
    assert window.desk.alarms.rowCount() == 3

    qtbot.keyClick(window.alarms.table, Qt.Key.Key_U)
    assert window.desk.alarms.rowCount() == 4


def test_an_empty_queue_says_why(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(store())
    assert "A new one appears here" in window.alarms._empty.text()

    window = open_window(store(is_live=False))
    assert "not connected" in window.alarms._empty.text()

    window = open_window(city())
    assert not window.alarms._empty.isVisible()
    qtbot.keyClicks(window.alarms.bar.text, "nowhere")
    qtbot.waitUntil(lambda: "filter hides all" in window.alarms._empty.text())


def test_a_pending_acknowledgement_is_shown_at_once(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())

    window.store.await_answer("key", Acknowledge("panic"))
    window.desk.tick.now()

    row = window.desk.alarms.row_of("panic")
    assert row is not None
    assert "Sending…" in window.desk.alarms.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_burst_keeps_the_selected_row_and_the_place_on_screen(open_window: Open, qtbot: QtBot) -> None:
    of = store([alarm(f"a{n}", raised_at=NOW - 5000 + n) for n in range(400)])
    window = open_window(of)
    window.desk.alarms.gather_floods(False)
    table = window.alarms.table
    window.alarms.choose("a200")
    bar = table.verticalScrollBar()
    before = bar.value()
    assert before > 0

    tell(of, *(e.AlarmRaised(alarm(f"n{n}", AlarmKind.FRAUD, raised_at=NOW - n * 0.1)) for n in range(3000)))
    window.desk.tick.now()

    assert window.desk.alarms.rowCount() == 3400
    assert window.desk.selection.alarm_ids == ("a200",)
    assert bar.value() == before
    assert table.visualRect(table.currentIndex()).intersects(table.viewport().rect())


def test_what_is_read_keeps_its_place_on_screen_whatever_comes_before_it(open_window: Open, qtbot: QtBot) -> None:
    of = store([alarm(f"a{n:03}", raised_at=NOW - 5000 + n) for n in range(400)])
    window = open_window(of)
    window.desk.alarms.gather_floods(False)
    table = window.alarms.table
    window.alarms.choose("a200")
    before = table.visualRect(table.currentIndex()).top()

    tell(of, *(e.AlarmRaised(alarm(f"n{n}", AlarmKind.FIRE, raised_at=NOW - n * 0.1)) for n in range(500)))
    tell(of, *(e.AlarmAcknowledged(f"a{n:03}") for n in range(0, 200, 2)), actor="kim")
    window.desk.tick.now()

    assert table.visualRect(table.currentIndex()).top() == before
    assert window.desk.selection.alarm_ids == ("a200",)

    window.alarms.choose("n499")
    table.verticalScrollBar().setValue(0)
    tell(of, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)))
    window.desk.tick.now()
    assert table.verticalScrollBar().value() == 0, "who is at the top sees what is most urgent"


def test_a_flood_gathers_causes_and_leaves_alone_what_is_chosen(open_window: Open, qtbot: QtBot) -> None:
    of = store([alarm("mine", AlarmKind.CAMERA_OFFLINE, raised_at=NOW - 1), alarm("panic", AlarmKind.PANIC_BUTTON)])
    window = open_window(of)
    window.alarms.choose("mine")

    cut = [alarm(f"c{n}", AlarmKind.CAMERA_OFFLINE, raised_at=NOW - 1 + n / 1000) for n in range(400)]
    tell(of, *(e.AlarmRaised(one) for one in cut))
    window.desk.tick.now()

    model, table = window.desk.alarms, window.alarms.table
    assert [model.row_id(row) for row in (0, 2)] == ["panic", "mine"]
    group = model.group_at(1)
    assert group is not None
    assert (group.size, model.rowCount()) == (401, 3)
    assert window.desk.selection.alarm_ids == ("mine",)

    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_A)
    (name, (intent,)) = window.asked.calls[-1]
    assert name == "want"
    assert len(intent.alarms) == 401
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert model.rowCount() == 403
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert model.rowCount() == 2, "what is chosen is the group now"


def test_a_wide_pane_shows_columns_a_narrow_one_cards(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    assert not window.alarms.table.horizontalHeader().isVisible()

    pane = window.workspace.panes["alarms"]
    pane.setFloating(True)
    pane.resize(1100, 600)
    qtbot.waitUntil(window.alarms.table.horizontalHeader().isVisible)

    header = window.alarms.table.horizontalHeader()
    shown = sum(header.sectionSize(c) for c in range(header.count()))
    assert shown == window.alarms.table.viewport().width()


def test_no_row_is_marked_while_what_is_chosen_has_none(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    table = window.alarms.table
    window.alarms.choose("theft")
    qtbot.keyClicks(window.alarms.bar.text, "turksib")
    qtbot.waitUntil(lambda: window.desk.alarms.rowCount() == 1)
    assert window.desk.selection.alarm_ids == ("theft",)

    window.desk.selection.choose_alarms(["panic"])

    assert not table.selectionModel().hasSelection()
    assert not table.currentIndex().isValid()
    assert window.desk.selection.alarm_ids == ("panic",), "what was chosen on the map stays chosen"

    window.alarms.bar.clear()
    assert [i.row() for i in table.selectionModel().selectedRows()] == [window.desk.alarms.row_of("panic")]


def test_a_row_that_goes_leaves_nothing_chosen(open_window: Open) -> None:
    window = open_window(city())
    window.alarms.choose("seen")

    tell(window.store, e.AlarmCleared("seen"))
    window.desk.tick.now()

    assert window.desk.selection.alarm_ids == ()
    assert not window.alarms.table.selectionModel().hasSelection()


def test_alarms_chosen_elsewhere_are_all_marked(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.desk.selection.choose_alarms(("fire", "seen"))

    rows = window.alarms.table.selectionModel().selectedRows()
    assert {window.desk.alarms.alarm_at(row.row()).id for row in rows} == {"fire", "seen"}
    qtbot.keyClick(window.alarms.table, Qt.Key.Key_A)
    assert window.asked.calls == [("want", (Acknowledge("fire"),))]


def test_rows_that_only_grew_older_follow_within_a_few_turns(open_window: Open, qtbot: QtBot) -> None:
    of = store([alarm(f"a{n}", AlarmKind.FIRE, raised_at=NOW - 10 - n) for n in range(3 * AGED_AT_ONCE)])
    window = open_window(of)
    window.resize(1900, 1400)
    table, delegate = window.alarms.table, window.alarms.table.itemDelegate()
    assert isinstance(delegate, AlarmDelegate)
    table.viewport().grab()
    of.clock.tell(NOW + 5, 0.0)
    window.desk.alarms.beat()
    table.viewport().repaint()
    assert delegate.is_behind
    qtbot.waitUntil(lambda: not delegate.is_behind)
    young = table.viewport().grab().toImage()
    delegate.forget()
    assert table.viewport().grab().toImage() == young
