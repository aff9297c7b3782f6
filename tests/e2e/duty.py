"""From the button to the closed incident: the real window on a real center process, over the real socket."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.domain.alarms import Priority
from console.domain.freshness import LinkState, Source
from console.domain.geo import distance_m
from console.domain.incidents import Disposition, Incident, IncidentStatus
from console.domain.intents import Acknowledge, CloseIncident, MarkStep, OpenIncident
from console.domain.session import Role
from console.domain.units import FREE, Agency, UnitStatus
from tests.e2e.conftest import CenterProcess, Desk, Run, Trainer, until

Control = Qt.KeyboardModifier.ControlModifier
DeskAt = Callable[[str, str], Desk]


def alarm_of(desk: Desk, source: str) -> str:
    """Id of the alarm of a source that stands in the queue, or ""."""
    model = desk.console.desk.alarms
    rows = (model.alarm_at(row) for row in range(model.rowCount()))
    return next((alarm.id for alarm in rows if alarm.source == source), "")


def button_near_a_free_unit(desk: Desk) -> str:
    """Id of a panic button, no other alarm around, with a free police unit close by: nobody wants a long drive."""
    picture = desk.console.store.picture
    free = [u.fix for u in picture.units.values() if u.agency is Agency.POLICE and u.status in FREE and u.fix]
    quiet = [
        b
        for b in desk.console.store.buttons.values()
        if all(distance_m(b.lon, b.lat, a.lon, a.lat) > 300 for a in picture.alarms.values())
    ]
    return min(quiet, key=lambda b: min(distance_m(b.lon, b.lat, fix.lon, fix.lat) for fix in free)).id


def test_a_pressed_panic_button_becomes_a_closed_incident(center: CenterProcess, run: Run, desk_at: DeskAt) -> None:
    async def scenario() -> None:
        desk = desk_at(center.url, "one")
        await desk.begin()
        console, act = desk.console, desk.console.acting
        picture = console.store.picture
        button = button_near_a_free_unit(desk)

        async with Trainer(center.url) as trainer:
            await trainer.signal(button, "panic_button")
        await until(lambda: alarm_of(desk, button))
        alarm_id = alarm_of(desk, button)
        assert desk.sounds, "no sound was asked for"
        alarm = picture.alarms[alarm_id]
        assert await desk.click_on_map(alarm.lon, alarm.lat) == ("alarm", alarm_id)
        assert console.desk.selection.alarm_ids == (alarm_id,)

        act.want(Acknowledge(alarm_id))
        await until(lambda: console.desk.alarms.is_pending(alarm_id) or picture.alarms[alarm_id].owner)
        await until(lambda: not picture.alarms[alarm_id].is_unacknowledged)
        assert picture.alarms[alarm_id].owner == "duty_officer"

        act.want(OpenIncident((alarm_id,)))
        await until(lambda: picture.alarms[alarm_id].incident)
        incident_id = picture.alarms[alarm_id].incident
        await until(lambda: console.desk.selection.incident_id == incident_id)

        console.desk.rank_units_for(picture.alarms[alarm_id])
        unit = console.desk.units.best()
        assert unit is not None
        assert unit.status in FREE
        act.assign(incident_id, unit.id)
        await until(lambda: unit.id in picture.incidents[incident_id].units)
        await until(
            lambda: picture.units[unit.id].status is UnitStatus.ON_SCENE or not picture.incidents[incident_id].units,
            100,
        )

        for step in picture.incidents[incident_id].missing:
            act.want(MarkStep(incident_id, step, "the scene ends here"))
        await until(lambda: not picture.incidents[incident_id].missing)
        act.want(CloseIncident(incident_id, Disposition.FALSE_ALARM))
        await until(lambda: picture.incidents[incident_id].status is IncidentStatus.CLOSED)
        assert not picture.incidents[incident_id].units

    run(scenario())


class Keyboard:
    """Presses keys where the keyboard is, as the system would, and counts them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.pressed = 0

    def press(self, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        QTest.keyClick(self._where(), key, with_)

    def type(self, text: str) -> None:
        self.pressed += len(text)
        QTest.keyClicks(self._where(), text)

    def _where(self) -> QWidget:
        dialog = QApplication.activeModalWidget()
        inside = dialog.focusWidget() if dialog else QApplication.focusWidget()
        return inside or dialog or self._desk.window


def test_keys_alone_lead_from_the_button_to_the_closed_incident(
    center: CenterProcess, run: Run, desk_at: DeskAt
) -> None:
    async def scenario() -> None:
        desk = desk_at(center.url, "one")
        await desk.begin()
        keys = Keyboard(desk)
        desk.window.activateWindow()
        picture, chosen = desk.console.store.picture, desk.console.desk.selection
        button = button_near_a_free_unit(desk)
        async with Trainer(center.url) as trainer:
            await trainer.signal(button, "panic_button")
        await until(lambda: alarm_of(desk, button))

        def incident() -> Incident:
            return picture.incidents[chosen.incident_id]

        # panic button -> acknowledged -> incident -> unit dispatched
        keys.press(Qt.Key.Key_1, Control)
        await until(lambda: chosen.alarm)
        alarm = chosen.alarm
        assert alarm is not None
        assert alarm.priority is Priority.P1
        keys.press(Qt.Key.Key_A)
        await until(lambda: not picture.alarms[alarm.id].is_unacknowledged)
        keys.press(Qt.Key.Key_I)
        await until(lambda: chosen.incident)
        keys.press(Qt.Key.Key_N, Control)
        await until(lambda: incident().units)
        to_dispatch = keys.pressed

        # on scene, told by voice
        unit = picture.units[incident().units[0]]
        keys.press(Qt.Key.Key_K, Control)
        keys.type(f"{unit.callsign} onscene")
        keys.press(Qt.Key.Key_Return)
        await until(lambda: picture.units[unit.id].status is UnitStatus.ON_SCENE)

        # the procedure
        keys.press(Qt.Key.Key_F6)
        steps = desk.window.card.steps
        while missing := incident().missing:
            assert steps.hasFocus()
            assert steps.row is not None
            if steps.row.key in missing:
                keys.press(Qt.Key.Key_Space)
                await until(lambda missing=missing: len(incident().missing) < len(missing))
            else:
                keys.press(Qt.Key.Key_Down)
            assert keys.pressed < 60

        # closed
        closed = incident().id
        keys.press(Qt.Key.Key_E, Control)
        await until(lambda: (dialog := QApplication.activeModalWidget()) and dialog.isActiveWindow())
        keys.press(Qt.Key.Key_1)
        keys.press(Qt.Key.Key_Return)
        await until(lambda: picture.incidents[closed].status is IncidentStatus.CLOSED)

        assert to_dispatch <= 4
        print("keys to the dispatch:", to_dispatch, "to the end:", keys.pressed)

    run(scenario())


def test_two_consoles_see_each_other(center: CenterProcess, run: Run, desk_at: DeskAt) -> None:
    async def scenario() -> None:
        one, two = desk_at(center.url, "one"), desk_at(center.url, "two")
        await one.begin()
        await two.begin(Role.SUPERVISOR)
        button = next(iter(one.console.store.buttons))
        async with Trainer(center.url) as trainer:
            await trainer.signal(button, "panic_button")
        await until(lambda: alarm_of(one, button) and alarm_of(two, button))
        alarm_id = alarm_of(one, button)
        one.console.acting.want(Acknowledge(alarm_id))
        await until(lambda: two.console.store.picture.alarms[alarm_id].owner == "duty_officer")
        two.console.acting.want(Acknowledge(alarm_id))  # too late: the center refuses, in words
        await until(lambda: not two.console.desk.alarms.is_pending(alarm_id))
        assert two.console.store.picture.alarms[alarm_id].owner == "duty_officer"

    run(scenario())


def test_a_killed_center_loses_nothing_and_staleness_is_shown(center: CenterProcess, run: Run, desk_at: DeskAt) -> None:
    async def scenario() -> None:
        desk = desk_at(center.url, "one")
        await desk.begin()
        store = desk.console.store
        button = next(iter(store.buttons))
        async with Trainer(center.url) as trainer:
            await trainer.signal(button, "panic_button")
        await until(lambda: alarm_of(desk, button))
        alarm_id = alarm_of(desk, button)
        desk.console.acting.want(Acknowledge(alarm_id))
        await until(lambda: store.picture.alarms[alarm_id].owner)
        epoch, seq = store.picture.epoch, store.picture.seq

        center.kill()
        await until(lambda: store.link_status.state is not LinkState.LIVE)
        assert store.is_stale(Source.EVENTS)
        assert store.is_stale(Source.POSITIONS)
        await until(lambda: desk.console.map.layers.stale, 10)
        waiting = next(a.id for a in store.picture.alarms.values() if a.is_unacknowledged)
        desk.console.acting.want(Acknowledge(waiting))
        await until(lambda: store.link_status.queued == 1)
        await until(lambda: desk.console.desk.alarms.is_pending(waiting))

        center.start()
        desk.console.retry_now()
        await until(lambda: store.link_status.state is LinkState.LIVE, 30)
        assert store.picture.epoch == epoch
        assert store.picture.seq >= seq
        assert store.picture.alarms[alarm_id].owner == "duty_officer"
        await until(lambda: store.link_status.queued == 0)
        await until(lambda: waiting not in store.picture.alarms or store.picture.alarms[waiting].owner)

    run(scenario())
