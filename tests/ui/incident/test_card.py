from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain import events as e
from console.domain.alarms import AlarmKind
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.intents import AddNote, SetIncidentStatus
from console.state.store import Store
from tests.desk import alarm, incident, store, tell, unit
from tests.ui.conftest import Opened

Open = Callable[..., Opened]


def city() -> Store:
    return store(
        [alarm("a", AlarmKind.FIGHT, incident="INC-1")],
        [unit("U1", callsign="M-1")],
        [incident("INC-1", alarms=("a",), units=("U1",)), incident("INC-2", kind=AlarmKind.FIRE)],
    )


def test_open_incidents_are_listed_and_chosen_by_keyboard(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    card = window.card
    assert card._stack.currentIndex() == 0
    listed = card._lists.list
    listed.setFocus()

    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Return)

    assert window.desk.selection.incident_id in ("INC-1", "INC-2")
    assert card._stack.currentIndex() == 1


def test_the_card_shows_head_units_and_alarms(open_window: Open) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")
    card, parties = window.card, window.desk.incident.parties

    assert card.head._title.text() == "INC-1 · Fight"
    assert card.head._place.text() == "Abay Ave · Almaly"
    assert [f"{parties.at(n).text}  {parties.at(n).note}" for n in range(parties.rowCount())] == [
        "M-1  On patrol · 5 min",
        "Fight a  New · 1 min",
    ]


def test_a_note_is_written_with_enter(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")

    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.card.log.note, "  two men, one armed ")
    qtbot.keyClick(window.card.log.note, Qt.Key.Key_Return)
    qtbot.keyClick(window.card.log.note, Qt.Key.Key_Return)

    assert window.asked.calls == [("want", (AddNote("INC-1", "two men, one armed"),))]
    assert window.card.log.note.text() == ""


def test_a_note_in_the_making_stays_with_its_incident(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    note = window.card.log.note
    window.desk.selection.choose_incident("INC-1")
    window.actions_of["incident.note"].trigger()
    qtbot.keyClicks(note, "two men")

    window.desk.selection.choose_incident("INC-2")
    assert note.text() == ""
    qtbot.keyClicks(note, "smoke")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    window.desk.selection.choose_incident("")
    window.desk.selection.choose_incident("INC-1")
    window.actions_of["incident.note"].trigger()
    assert note.text() == "two men"
    qtbot.keyClick(note, Qt.Key.Key_Return)

    assert window.asked.calls == [("want", (AddNote("INC-2", "smoke"),)), ("want", (AddNote("INC-1", "two men"),))]


def test_the_status_button_holds_resumes_and_resolves(open_window: Open) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")
    head = window.card.head

    head.hold.trigger()
    tell(window.store, e.IncidentStatusChanged("INC-1", IncidentStatus.ON_HOLD))
    window.desk.tick.now()
    assert head.hold.text() == "Resume"
    head.hold.trigger()
    head.resolve.trigger()

    assert [args[0].status for _name, args in window.asked.calls] == [
        IncidentStatus.ON_HOLD,
        IncidentStatus.IN_PROGRESS,
        IncidentStatus.RESOLVED,
    ]


def test_an_incident_resolved_by_mistake_is_resumed(open_window: Open) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")
    tell(window.store, e.IncidentStatusChanged("INC-1", IncidentStatus.RESOLVED))
    window.desk.tick.now()
    head = window.card.head

    assert head.hold.text() == "Resume"
    assert not head.resolve.isEnabled()
    head.hold.trigger()
    window.actions_of["incident.resume"].trigger()

    assert window.asked.calls == [("want", (SetIncidentStatus("INC-1", IncidentStatus.IN_PROGRESS),))] * 2


def test_a_closed_incident_takes_no_more_notes(open_window: Open) -> None:
    window = open_window(city())
    window.desk.selection.choose_incident("INC-1")

    tell(window.store, e.IncidentClosed("INC-1", Disposition.FOUNDED))
    window.desk.tick.now()

    assert not window.card.log.note.isEnabled()
    head = window.card.head
    assert head._status.text() == "Founded"
    assert [head.finish.isVisible(), head.hold.isVisible(), head.reopen.isVisible()] == [False, False, True]


def test_without_incidents_the_card_says_how_to_open_one(open_window: Open) -> None:
    window = open_window(store([alarm("a")]))

    assert "press I to open one" in window.card._lists._empty.text()


def test_long_lines_of_the_timeline_are_wrapped_and_never_overlap(open_window: Open, qtbot: QtBot) -> None:
    of = city()
    tell(of, *(e.IncidentNoted("INC-1", "a long note that goes on and on " * 6) for _ in range(5)))
    window = open_window(of)
    window.desk.selection.choose_incident("INC-1")
    window.actions_of["incident.note"].trigger()
    timeline = window.card.log.lines
    qtbot.waitUntil(lambda: timeline.verticalScrollBar().maximum() > 0)

    rects = [timeline.visualRect(window.desk.incident.timeline.index(n)) for n in range(6)]
    assert all(above.bottom() < below.top() for above, below in pairwise(rects))
    assert rects[2].height() > 3 * timeline.fontMetrics().height()
