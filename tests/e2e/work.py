"""A call for service, from the phone to its end: the real window on a real center that follows its own procedures."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.domain import intents as i
from console.domain.alarms import AlarmKind
from console.domain.incidents import Disposition, Incident, IncidentStatus
from console.domain.repairs import RepairState
from console.domain.units import Agency
from tests.e2e.conftest import CenterProcess, Desk, Run, Trainer, until
from tests.e2e.duty import Keyboard
from ui.dialogs.call import CallDialog
from ui.dialogs.close_incident import CloseIncidentDialog
from ui.incident.card import Tab

Control = Qt.KeyboardModifier.ControlModifier
DeskAt = Callable[[str, str], Desk]


def test_a_call_is_taken_worked_and_closed(center: CenterProcess, run: Run, desk_at: DeskAt) -> None:
    async def scenario() -> None:
        desk = desk_at(center.url, "one")
        await desk.begin()
        await until(lambda: desk.console.store.procedures)
        window, act = desk.window, desk.console.acting
        picture, view = desk.console.store.picture, desk.console.desk.incident
        keys = Keyboard(desk)
        window.activateWindow()

        # the call, by keys alone
        keys.press(Qt.Key.Key_F7)
        await until(QApplication.activeModalWidget)
        dialog = window.findChild(CallDialog)
        assert dialog is not None
        await until(lambda: QApplication.focusWidget() is dialog.where)
        keys.type("abay seifullin")
        keys.press(Qt.Key.Key_Return)
        assert dialog.draft.where is not None
        dialog.kind.setFocus()
        keys.type("Fight")
        dialog.text.setFocus()
        keys.type("two men with knives")
        keys.press(Qt.Key.Key_Return, Control)
        await until(lambda: view.incident is not None and view.incident.call is not None)

        def incident() -> Incident:
            assert view.incident is not None
            return view.incident

        one = incident().id
        assert incident().call.text == "two men with knives"  # type: ignore[union-attr]
        assert incident().procedure == "fight"
        assert view.steps.rowCount() == 5

        # what is done counts as its step, by whatever key
        window.activateWindow()  # offscreen no window manager does it
        await until(window.isActiveWindow)
        keys.press(Qt.Key.Key_N, Control)
        await until(lambda: "dispatch" in incident().steps)
        act.want(i.RequestAgency(one, Agency.AMBULANCE, "one is hurt"))
        await until(lambda: "ambulance" in incident().steps)
        window.card.show_tab(Tab.STEPS)
        window.card.steps.setCurrentIndex(view.steps.index(view.steps.row_of("cameras") or 0))
        keys.press(Qt.Key.Key_Return)
        await until(lambda: "cameras" in incident().steps)

        # a second call about the same is offered, and taken in
        second = {
            "type": "open_call",
            "kind": "fight",
            "lon": incident().lon + 0.001,
            "lat": incident().lat,
            "place": "near the shop",
            "line": "112",
            "text": "people fight",
        }
        async with Trainer(center.url) as trainer:
            answer = await trainer.intent("second-call", second)
            assert answer.is_success, answer.text
            other = answer.json()["created"]
        await until(lambda: other in picture.incidents)
        assert other in [found.incident.id for found in view.surroundings.alike(incident())]
        act.want(i.MergeIncidents(one, other))
        await until(lambda: picture.incidents[other].merged_into == one)

        # a lamp is repaired by the city
        registry = desk.console.store.registry
        assert registry is not None
        lamp = next(segment.id for segment in registry.lighting if segment.has_lamps)
        act.want(i.OrderRepair(lamp, "dark", one))
        await until(lambda: any(r.device == lamp and r.state is RepairState.ORDERED for r in picture.repairs.values()))

        # the end: what is missing is skipped with a reason
        window.card.show_tab(Tab.STEPS)
        keys.press(Qt.Key.Key_E, Control)
        await until(QApplication.activeModalWidget)
        closing = window.findChild(CloseIncidentDialog)
        assert closing is not None
        assert list(closing._steps) == ["verify"]
        closing._steps["verify"][1].setText("they ran away")
        closing.choose(Disposition.FOUNDED)
        closing.accept()
        await until(lambda: picture.incidents[one].status is IncidentStatus.CLOSED)
        assert picture.incidents[one].steps["verify"].reason == "they ran away"

        # and it goes on after all
        act.want(i.ReopenIncident(one, "they came back"))
        await until(lambda: picture.incidents[one].is_open)
        act.want(i.Reclassify(one, AlarmKind.HOLD_UP, incident().priority))
        await until(lambda: incident().procedure == "hold_up")
        assert "dispatch" in incident().steps

    run(scenario())
