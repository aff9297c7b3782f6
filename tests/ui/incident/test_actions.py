"""What is done with an incident by keyboard: its steps, forces, like, end; each asks the center, none writes itself."""

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from console.domain import events as e, intents as i
from console.domain.alarms import AlarmKind, Priority
from console.domain.devices import Health
from console.domain.incidents import AgencyRequest, Disposition, Incident, IncidentStatus, RequestState, StepMark, Task
from console.domain.lighting import LightingSegment
from console.domain.presence import Gaze, Looked, Present
from console.domain.procedures import Procedure, Step, StepAction
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from console.domain.text import LocalText
from console.domain.units import Agency, Assignment, AssignmentState
from console.state.store import Store
from tests.desk import NOW, alarm, incident, store, tell, unit
from tests.ui.conftest import Opened
from ui.dialogs.agency import AgencyDialog, AnswerDialog
from ui.dialogs.close_incident import CloseIncidentDialog
from ui.dialogs.join import AddAlarmsDialog, JoinDialog
from ui.dialogs.message import MessageDialog
from ui.dialogs.reclassify import ReclassifyDialog
from ui.dialogs.repair import RepairDialog
from ui.dialogs.split import SplitDialog
from ui.dialogs.why import WhyDialog
from ui.incident.card import Tab

Open = Callable[..., Opened]
Asked = TypeVar("Asked", bound=QDialog)
Ok = QDialogButtonBox.StandardButton.Ok
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def said(text: str) -> LocalText:
    return LocalText(text, text, text)


A = StepAction
FOLLOWED = Procedure(
    "fight",
    said("Fight"),
    (AlarmKind.FIGHT,),
    (
        Step("acknowledge", said("Acknowledge"), action=A.ACKNOWLEDGE),
        Step("cameras", said("Look"), action=A.OPEN_CAMERAS),
        Step("show", said("Show"), action=A.SHOW_ON_MAP),
        Step("dispatch", said("Send a unit"), within=60, mandatory=True, action=A.DISPATCH_NEAREST),
        Step("ambulance", said("Ambulance"), action=A.REQUEST_AGENCY, agency=Agency.AMBULANCE),
        Step("brief", said("Tell the unit"), action=A.MESSAGE_UNITS),
        Step("repair", said("Repair"), action=A.ORDER_REPAIR),
        Step("passport", said("Passport"), action=A.SHOW_PASSPORT),
        Step("cordon", said("Cordon"), action=A.DRAW_CORDON),
        Step("call_back", said("Call back")),
        Step("verify", said("Get the report"), mandatory=True, action=A.WRITE_NOTE),
    ),
)


def city(**fields: Any) -> Store:
    known: dict[str, Any] = {"alarms": ("a", "b"), "units": ("U1",), "procedure": "fight"} | fields
    one = incident("INC-1", mandatory=FOLLOWED.mandatory, **known)
    made = store(
        [alarm("a", AlarmKind.FIGHT, incident="INC-1"), alarm("b", AlarmKind.THEFT, incident="INC-1")],
        [
            unit("U1", callsign="M-1", assignment=Assignment("INC-1", AssignmentState.ACCEPTED, "x", NOW)),
            unit("U2", callsign="M-2"),
        ],
        [one, incident("INC-2", opened_at=NOW - 300), incident("INC-3", kind=AlarmKind.FIRE, lon=76.99)],
    )
    lamp = LightingSegment("L1", 76.9305, 43.25, 76.931, 43.25, "751110000", "S", True)
    made.enroll(Registry("almaty", 1, 0, [], [], [], [lamp], []))
    made.follow([FOLLOWED])
    made.picture.operators["akhmetov"] = "B. Akhmetov"
    tell(made, e.DeviceChanged("L1", Health.OUTAGE))
    return made


@pytest.fixture
def window(open_window: Open) -> Opened:
    return begun(open_window, city())


def begun(open_window: Open, made: Store) -> Opened:
    opened = open_window(made)
    opened.desk.selection.choose_incident("INC-1")
    opened.card.show_tab(Tab.STEPS)
    return opened


def on(window: Opened, step: str) -> None:
    """The keyboard is on a step."""
    row = window.desk.incident.steps.row_of(step)
    assert row is not None
    window.card.steps.setCurrentIndex(window.desk.incident.steps.index(row))


def asked(window: Opened, kind: type[Asked]) -> Asked:
    dialog = window.findChild(kind)
    assert dialog is not None
    end = monotonic() + 5.0
    while (held := QApplication.focusWidget()) is None or held.window() is not dialog:
        assert monotonic() < end, "the dialog has not got the keyboard"
        QApplication.processEvents()
    return dialog


def back(window: Opened) -> None:
    """The dialog has given the keyboard back (offscreen no window manager does it)."""
    window.activateWindow()
    end = monotonic() + 5.0
    while (held := QApplication.focusWidget()) is None or held.window() is not window:
        assert monotonic() < end, "the window has not got the keyboard back"
        QApplication.processEvents()


def wanted(window: Opened) -> list[Any]:
    return [args[0] for name, args in window.asked.calls if name == "want"]


def test_space_ticks_a_step_and_opens_it_again(window: Opened, qtbot: QtBot) -> None:
    on(window, "call_back")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Space)
    tell(window.store, e.StepMarked("INC-1", "call_back"), actor="serikova")
    window.desk.tick.now()
    on(window, "call_back")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Space)

    assert wanted(window) == [i.MarkStep("INC-1", "call_back"), i.ReopenStep("INC-1", "call_back")]


def test_a_step_that_waits_for_an_answer_is_not_sent_again(window: Opened, qtbot: QtBot) -> None:
    window.store.await_answer("k", i.MarkStep("INC-1", "call_back"))
    window.desk.tick.now()
    on(window, "call_back")

    qtbot.keyClick(window.card.steps, Qt.Key.Key_Space)
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)

    assert wanted(window) == []


def test_a_step_is_skipped_with_a_reason(window: Opened, qtbot: QtBot) -> None:
    on(window, "verify")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_S)
    dialog = asked(window, WhyDialog)
    assert not dialog.buttons.button(Ok).isEnabled()

    qtbot.keyClicks(dialog.text.lineEdit(), "nobody there")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)

    assert wanted(window) == [i.MarkStep("INC-1", "verify", "nobody there")]


@pytest.mark.parametrize(
    ("step", "calls"),
    [
        ("acknowledge", [("want", (i.Acknowledge("a"),)), ("want", (i.Acknowledge("b"),))]),
        ("cameras", [("open_cameras", ("a",))]),
        ("show", [("look_at", (76.93, 43.25))]),
        ("passport", []),
    ],
)
def test_enter_runs_a_step_and_marks_it(
    window: Opened, qtbot: QtBot, step: str, calls: list[tuple[str, tuple[Any, ...]]]
) -> None:
    on(window, step)
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)

    assert window.asked.calls == [*calls, ("want", (i.MarkStep("INC-1", step),))]
    assert (window.card.tab is Tab.PLACE) is (step == "passport")


def test_enter_on_a_step_of_sending_sends_the_best_unit(window: Opened, qtbot: QtBot) -> None:
    on(window, "dispatch")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)

    assert window.asked.calls == [("assign_best", ("INC-1",))]


def test_a_step_that_asks_an_agency_knows_which(window: Opened, qtbot: QtBot) -> None:
    on(window, "ambulance")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)
    dialog = asked(window, AgencyDialog)
    dialog.text.setPlainText("one hurt")
    dialog.accept()

    assert wanted(window) == [i.RequestAgency("INC-1", Agency.AMBULANCE, "one hurt")]


def test_what_an_agency_is_asked_has_a_length(window: Opened) -> None:
    window.actions_of["incident.agency"].trigger()
    dialog = asked(window, AgencyDialog)

    dialog.text.setPlainText("x" * (i.NOTE_LIMIT + 1))

    assert not dialog.buttons.button(Ok).isEnabled()


def test_writing_to_the_units_marks_its_step(window: Opened, qtbot: QtBot) -> None:
    on(window, "brief")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)
    dialog = asked(window, MessageDialog)
    dialog.text.setPlainText("two men, one armed")
    dialog.accept()

    assert wanted(window) == [i.SendMessage(("U1",), "two men, one armed"), i.MarkStep("INC-1", "brief")]


def test_a_step_that_wants_a_note_is_marked_with_the_note(window: Opened, qtbot: QtBot) -> None:
    on(window, "verify")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)
    note = window.card.log.note
    assert note.hasFocus()
    qtbot.keyClicks(note, "all safe")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    qtbot.keyClicks(note, "one more")
    qtbot.keyClick(note, Qt.Key.Key_Return)

    assert window.asked.calls == [
        ("want", (i.AddNote("INC-1", "all safe"),)),
        ("want", (i.MarkStep("INC-1", "verify"),)),
        ("want", (i.AddNote("INC-1", "one more"),)),
    ]


def test_a_cordon_is_begun_on_the_map_and_the_step_stays_open(window: Opened, qtbot: QtBot) -> None:
    drawn: list[bool] = []
    window.incidents.rows.draw_cordon = lambda: drawn.append(True)
    on(window, "cordon")
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Return)

    assert drawn == [True]
    assert wanted(window) == []


def test_a_dark_lamp_nearby_is_repaired_by_the_city(window: Opened, qtbot: QtBot) -> None:
    window.card.show_tab(Tab.PLACE)
    window.card.place.pressed.emit("repair", "L1")
    dialog = asked(window, RepairDialog)
    dialog.accept()

    assert wanted(window) == [i.OrderRepair("L1", "The lamps are out", "INC-1")]


def test_keys_do_nothing_with_the_steps_of_a_closed_incident(window: Opened, qtbot: QtBot) -> None:
    tell(window.store, e.IncidentClosed("INC-1", Disposition.FOUNDED))
    window.desk.tick.now()

    on(window, "call_back")
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_S):
        qtbot.keyClick(window.card.steps, key)

    assert window.asked.calls == []
    assert window.findChild(WhyDialog) is None


def test_a_task_is_added_ticked_and_opened_again(open_window: Open, qtbot: QtBot) -> None:
    window = begun(open_window, city(tasks=(Task("T1", "call the school", "x"), Task("T2", "b", "x", "x", NOW))))
    qtbot.keyClick(window, Qt.Key.Key_T, Control | Shift)
    dialog = asked(window, WhyDialog)
    qtbot.keyClicks(dialog.text.lineEdit(), "find the owner")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    back(window)
    for task in ("T1", "T2"):
        on(window, task)
        qtbot.keyClick(window.card.steps, Qt.Key.Key_Space)

    assert wanted(window) == [
        i.AddTask("INC-1", "find the owner"),
        i.MarkTask("INC-1", "T1", True),
        i.MarkTask("INC-1", "T2", False),
    ]


def test_left_and_right_turn_the_pages(window: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Right)
    assert window.card.tab is Tab.PARTIES
    assert window.card.parties.hasFocus()
    qtbot.keyClick(window.card.parties, Qt.Key.Key_Left)
    qtbot.keyClick(window.card.steps, Qt.Key.Key_Left)
    assert window.card.tab is Tab.LOG


def test_rows_of_the_forces_are_gone_to_and_a_unit_is_called_back(window: Opened, qtbot: QtBot) -> None:
    parties = window.card.parties
    window.card.show_tab(Tab.PARTIES)
    parties.setCurrentIndex(window.desk.incident.parties.index(0))
    qtbot.keyClick(parties, Qt.Key.Key_Return)
    qtbot.keyClick(parties, Qt.Key.Key_D)
    dialog = asked(window, WhyDialog)
    qtbot.keyClicks(dialog.text.lineEdit(), "needed elsewhere")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    back(window)
    parties.setCurrentIndex(window.desk.incident.parties.index(1))
    qtbot.keyClick(parties, Qt.Key.Key_Return)

    assert window.asked.calls == [
        ("look_at", (76.94, 43.25)),
        ("want", (i.StandDown("U1", "needed elsewhere"), 0)),
        ("go_to", ("a",)),
    ]


def test_what_an_agency_answered_is_written_down(open_window: Open, qtbot: QtBot) -> None:
    request = AgencyRequest(Agency.FIRE, "a ladder", "serikova", NOW)
    window = begun(open_window, city(requests={Agency.FIRE: request}))
    window.card.show_tab(Tab.PARTIES)
    row = window.desk.incident.parties.row_of("agency:fire")
    assert row is not None
    window.card.parties.setCurrentIndex(window.desk.incident.parties.index(row))
    qtbot.keyClick(window.card.parties, Qt.Key.Key_Return)
    dialog = asked(window, AnswerDialog)
    dialog.refuses.click()
    qtbot.keyClicks(dialog.text, "all out")
    dialog.accept()

    assert wanted(window) == [i.AnswerRequest("INC-1", Agency.FIRE, False, "all out")]


def test_an_agency_that_cannot_come_can_be_asked_again(open_window: Open, qtbot: QtBot) -> None:
    request = AgencyRequest(Agency.FIRE, "a ladder", "serikova", NOW, RequestState.REFUSED, "all out", NOW)
    window = begun(open_window, city(requests={Agency.FIRE: request}))
    window.card.show_tab(Tab.PARTIES)
    row = window.desk.incident.parties.row_of("agency:fire")
    assert row is not None
    window.card.parties.setCurrentIndex(window.desk.incident.parties.index(row))
    qtbot.keyClick(window.card.parties, Qt.Key.Key_Return)

    assert asked(window, AgencyDialog).agency.currentData() == Agency.FIRE


def test_what_a_note_names_is_gone_to(window: Opened, qtbot: QtBot) -> None:
    tell(window.store, e.IncidentNoted("INC-1", "M-2 saw the same at INC-2"), actor="akhmetov")
    window.desk.tick.now()
    lines = window.card.log.lines
    window.card.show_tab(Tab.LOG)
    last = window.desk.incident.timeline.index(window.desk.incident.timeline.rowCount() - 1)
    first, second = last.data(257).mentions
    lines.mentioned.emit(first)
    lines.mentioned.emit(second)

    assert window.asked.calls == [("look_at", (76.94, 43.25))]
    assert window.desk.selection.unit_id == "U2"
    assert window.desk.selection.incident_id == "INC-2"


def test_a_click_on_a_name_in_the_log_goes_there(window: Opened, qtbot: QtBot) -> None:
    tell(window.store, e.IncidentNoted("INC-1", "INC-2"), actor="akhmetov")
    window.desk.tick.now()
    lines = window.card.log.lines
    window.card.show_tab(Tab.LOG)
    timeline = window.desk.incident.timeline
    last = timeline.index(timeline.rowCount() - 1)
    qtbot.waitUntil(lambda: lines.visualRect(last).isValid())
    rect = lines.visualRect(last)
    start = rect.left() + 8 + lines.fontMetrics().horizontalAdvance("00:00:00") + 12
    named = start + lines.fontMetrics().horizontalAdvance("B. Akhmetov: IN")

    with qtbot.waitSignal(lines.mentioned, raising=False, timeout=1000):
        qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(named, rect.top() + 12))

    assert window.desk.selection.incident_id == "INC-2"


def test_a_note_of_ten_thousand_letters_is_shown_and_none_is_longer(window: Opened, qtbot: QtBot) -> None:
    tell(window.store, e.IncidentNoted("INC-1", "word " * 2_000), actor="akhmetov")
    window.desk.tick.now()
    window.actions_of["incident.note"].trigger()
    note: QLineEdit = window.card.log.note
    note.setText("x" * (i.NOTE_LIMIT + 5))

    assert len(note.text()) == i.NOTE_LIMIT
    assert window.card.log.lines.model().rowCount() == 2


def test_incidents_that_may_be_the_same_are_offered_first_and_merged(window: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, Control)
    dialog = asked(window, JoinDialog)
    assert dialog.chosen == "INC-2"
    dialog.accept()

    assert wanted(window) == [i.MergeIncidents("INC-1", "INC-2")]


def test_another_incident_is_found_by_words_and_linked(window: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, Control)
    dialog = asked(window, JoinDialog)
    qtbot.keyClicks(dialog.sieve, "fire")
    assert dialog.chosen == "INC-3"
    dialog.link.click()

    assert wanted(window) == [i.LinkIncidents("INC-1", "INC-3")]


def test_nothing_is_joined_where_nothing_fits(window: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, Control)
    dialog = asked(window, JoinDialog)
    qtbot.keyClicks(dialog.sieve, "zzz")

    assert not dialog.link.isEnabled()
    assert not dialog.buttons.button(Ok).isEnabled()


def test_a_part_becomes_an_incident_of_its_own_but_never_all_of_it(window: Opened) -> None:
    window.actions_of["incident.split"].trigger()
    dialog = asked(window, SplitDialog)
    for row in (0, 1):
        dialog.list.item(row).setCheckState(Qt.CheckState.Checked)
    assert not dialog.buttons.button(Ok).isEnabled()
    assert dialog.problem.text() == "At least one alarm has to stay."
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.list.item(2).setCheckState(Qt.CheckState.Checked)
    dialog.accept()

    assert wanted(window) == [i.SplitIncident("INC-1", ("b",), ("U1",))]


def test_another_kind_brings_its_priority_and_the_version_the_operator_saw(window: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_R, Control | Shift)
    dialog = asked(window, ReclassifyDialog)
    assert not dialog.buttons.button(Ok).isEnabled()
    dialog.kind.setCurrentIndex(list(AlarmKind).index(AlarmKind.HOLD_UP))
    tell(window.store, e.IncidentNoted("INC-1", "x"), actor="akhmetov")
    dialog.accept()

    assert window.asked.calls == [("want", (i.Reclassify("INC-1", AlarmKind.HOLD_UP, Priority.P1), 0))]


def test_the_lead_is_given_to_another_agency(window: Opened) -> None:
    window.actions_of["incident.lead"].trigger()
    asked(window, AgencyDialog).accept()

    assert wanted(window) == [i.SetLead("INC-1", Agency.FIRE)]


def test_an_incident_that_was_closed_lately_is_found_and_opened_again(open_window: Open, qtbot: QtBot) -> None:
    made = city()
    tell(made, e.IncidentClosed("INC-1", Disposition.FOUNDED))
    window = open_window(made)
    lists = window.card._lists
    lists.is_closed.click()
    lists.shown.setFocus()
    lists.shown.setCurrentIndex(window.desk.incident.closed.index(0, 0))
    qtbot.keyClick(lists.shown, Qt.Key.Key_Return)
    assert window.desk.selection.incident_id == "INC-1"

    window.card.head.reopen.trigger()
    dialog = asked(window, WhyDialog)
    qtbot.keyClicks(dialog.text.lineEdit(), "still burning")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)

    assert wanted(window) == [i.ReopenIncident("INC-1", "still burning")]


def test_closing_names_the_steps_that_are_missing_and_waits_until_they_are_marked(
    open_window: Open, qtbot: QtBot
) -> None:
    window = begun(open_window, city(steps={"call_back": StepMark("x", NOW)}))
    qtbot.keyClick(window, Qt.Key.Key_E, Control)
    dialog = asked(window, CloseIncidentDialog)
    assert [done.accessibleName() for done, _why in dialog._steps.values()] == ["Send a unit", "Get the report"]
    dialog.choose(Disposition.MINOR)
    assert not dialog.buttons.button(Ok).isEnabled()
    dialog._steps["dispatch"][0].click()
    dialog._steps["verify"][1].setText("nobody there")
    dialog.accept()
    assert wanted(window) == [i.MarkStep("INC-1", "dispatch"), i.MarkStep("INC-1", "verify", "nobody there")]

    tell(window.store, e.StepMarked("INC-1", "dispatch"), actor="serikova")
    window.desk.tick.now()
    assert len(wanted(window)) == 2
    tell(window.store, e.StepMarked("INC-1", "verify", "nobody there"), actor="serikova")
    window.desk.tick.now()

    last = window.store.picture.incidents["INC-1"].version
    assert window.asked.calls[-1] == ("want", (i.CloseIncident("INC-1", Disposition.MINOR), last))


def closing(window: Opened) -> list[str]:
    """Begin to close with both steps ticked; what the operator is told from then on."""
    told: list[str] = []
    window.told.listen(lambda notice, _key: told.append(notice.text) if notice else None)
    window.actions_of["incident.close"].trigger()
    dialog = asked(window, CloseIncidentDialog)
    dialog.choose(Disposition.MINOR)
    for done, _why in dialog._steps.values():
        done.click()
    dialog.accept()
    return told


def test_it_is_not_closed_when_a_colleague_wrote_meanwhile(window: Opened) -> None:
    told = closing(window)

    tell(window.store, e.IncidentNoted("INC-1", "he is armed"), actor="akhmetov")
    tell(window.store, *(e.StepMarked("INC-1", step) for step in FOLLOWED.mandatory), actor="serikova")
    window.desk.tick.now()

    assert not any(isinstance(intent, i.CloseIncident) for intent in wanted(window))
    assert told == [
        "INC-1 was not closed: B. Akhmetov wrote into its log meanwhile. Please look at it again.",
    ]


def test_a_step_that_a_colleague_has_marked_meanwhile_halts_the_end_in_words(window: Opened) -> None:
    told = closing(window)

    tell(window.store, e.StepMarked("INC-1", "dispatch"), actor="akhmetov")
    tell(window.store, e.StepMarked("INC-1", "verify"), actor="serikova")
    window.desk.tick.now()

    assert not any(isinstance(intent, i.CloseIncident) for intent in wanted(window))
    assert "B. Akhmetov" in told[0]


def test_what_a_unit_reports_meanwhile_does_not_keep_it_from_being_closed(window: Opened) -> None:
    told = closing(window)

    tell(window.store, e.IncidentStatusChanged("INC-1", IncidentStatus.ON_HOLD), actor="center")
    tell(window.store, *(e.StepMarked("INC-1", step) for step in FOLLOWED.mandatory), actor="serikova")
    window.desk.tick.now()

    assert isinstance(wanted(window)[-1], i.CloseIncident)
    assert told == []


def test_an_incident_that_a_colleague_closed_meanwhile_is_not_closed_again(window: Opened) -> None:
    closing(window)

    tell(window.store, e.IncidentClosed("INC-1", Disposition.FOUNDED), actor="akhmetov")
    window.desk.tick.now()

    assert not any(isinstance(intent, i.CloseIncident) for intent in wanted(window))


def test_a_supervisor_is_told_of_a_skipped_step_in_a_notice(open_window: Open) -> None:
    made = city()
    made.operator = Operator("boss", "The Boss", Role.SUPERVISOR)
    window = open_window(made)
    told: list[str] = []
    window.told.listen(lambda notice, _key: told.append(notice.text) if notice else None)

    tell(made, e.StepMarked("INC-1", "verify", "nobody there"), actor="akhmetov")
    window.desk.tick.now()

    assert told == ["INC-1: B. Akhmetov skipped a step: Get the report. Why: nobody there"]


def test_every_control_of_the_card_has_a_name(window: Opened) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView

    card = window.card
    nameless = [
        type(widget).__name__
        for kind in (QAbstractButton, QLineEdit, QAbstractItemView)
        for widget in card.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
    assert isinstance(card.steps.accessibleName(), str)


def test_a_whole_incident_can_be_shown(open_window: Open, qtbot: QtBot) -> None:
    """All pages are drawn, wide and narrow, with everything an incident can have."""
    whole: Incident = incident("INC-9", procedure="fight", links=("INC-2", "gone"), merged_into="")
    made = city()
    tell(made, e.IncidentOpened(whole))
    for size in ((1366, 768), (1920, 1080)):
        window = open_window(made, size=size)
        window.desk.selection.choose_incident("INC-9")
        for tab in Tab:
            window.card.show_tab(tab)
            assert not window.card.grab().isNull()
        assert window.card.is_wide is (size[0] == 1920)


def test_alarms_are_added_to_the_nearest_incident_that_is_open(open_window: Open, qtbot: QtBot) -> None:
    made = city()
    tell(made, e.AlarmRaised(alarm("c", AlarmKind.FIRE, lon=76.99)))
    window = open_window(made)
    window.desk.selection.choose_alarms(["c"])
    window.workspace.focus("alarms")
    qtbot.keyClick(window.alarms.table, Qt.Key.Key_L)
    dialog = asked(window, AddAlarmsDialog)
    assert dialog.chosen == "INC-3"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)

    assert wanted(window) == [i.LinkAlarms("INC-3", ("c",))]


def test_alarms_of_an_incident_are_not_added_to_another_by_key(window: Opened, qtbot: QtBot) -> None:
    window.desk.selection.choose_alarms(["a"])
    window.workspace.focus("alarms")
    qtbot.keyClick(window.alarms.table, Qt.Key.Key_L)

    assert window.findChild(AddAlarmsDialog) is None


def test_the_card_says_who_else_looks_at_the_incident(window: Opened) -> None:
    other = Present("akhmetov", "B. Akhmetov", Role.DUTY_OFFICER, NOW, Gaze(Looked.INCIDENT, "INC-1"))
    window.store.attend([other])
    window.desk.tick.now()
    assert window.card._company.text() == "B. Akhmetov looks at this too"

    window.store.attend([])
    window.desk.tick.now()
    assert window.card._company.text() == ""
