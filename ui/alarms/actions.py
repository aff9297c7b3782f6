"""What can be done with the alarms chosen in the queue: answered, taken over, given away, kept quiet, brought back."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands import Command, Menu
from console.domain.alarm_intents import Seen
from console.domain.alarms import Act, Alarm, AlarmState
from console.domain.intent import MANY
from console.domain.intents import (
    Acknowledge,
    AcknowledgeMany,
    GiveAlarms,
    Intent,
    OpenIncident,
    OrderRepair,
    ReturnAlarm,
    TakeOver,
)
from console.domain.session import LEADS
from console.language import N_, _, ngettext
from console.notices import Notices
from console.viewmodels import parking
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.passport import Opens
from ui.alarms.pane import AlarmPane
from ui.dialogs.give import GiveDialog
from ui.dialogs.park import ParkDialog
from ui.undo import Undo

PANE = "alarms"
_PARK_KEYS = {Act.SHELVE: "S", Act.SUPPRESS: "Shift+S", Act.REMOVE_FROM_SERVICE: "O"}
_PARK_TITLES = {
    Act.SHELVE: N_("Shelve…"),
    Act.SUPPRESS: N_("Suppress…"),
    Act.REMOVE_FROM_SERVICE: N_("Take out of service…"),
}


class AlarmActions:
    """The commands of the queue. What was kept quiet or given away last can be undone.

    ``open_pane`` brings the queue to the front, where it is closed or behind another pane.
    """

    def __init__(
        self,
        desk: Desk,
        act: Actions,
        pane: AlarmPane,
        notices: Notices,
        window: QWidget,
        open_pane: Callable[[], object],
    ) -> None:
        self._desk = desk
        self._act = act
        self._pane = pane
        self._window = window
        self._open_pane = open_pane
        self._undo = Undo(notices, "alarm.undo", PANE, Menu.ALARM)
        pane.card.on_map.connect(self._show_on_map)
        pane.card.pressed.connect(self._open)

    def commands(self) -> Iterator[Command]:
        """Each of them, declared."""
        yield Command("alarm.first", N_("Most urgent alarm"), self.go_to_first, Menu.ALARM, ("Ctrl+1",))
        yield Command("alarm.new_only", N_("Show new alarms only"), self._turn_new_only, Menu.ALARM, ("U",), pane=PANE)
        yield self._command("go_to", N_("Go to the alarm"), self._go_there, "Return", "Enter")
        yield self._command(
            "acknowledge", N_("Acknowledge"), self._acknowledge, "A", "Space", enabled=lambda: bool(self._waiting())
        )
        yield self._command(
            "open_incident", N_("Open an incident"), self._open_incident, "I", enabled=lambda: bool(self._loose())
        )
        yield self._command("take_over", N_("Take over"), self._take_over, "T", enabled=lambda: bool(self._of_others()))
        yield self._command("give", N_("Give to a colleague…"), self._give, "G", enabled=lambda: bool(self._givable()))
        for act, key in _PARK_KEYS.items():
            yield Command(
                f"alarm.{act}",
                _PARK_TITLES[act],
                partial(self._park, act),
                Menu.ALARM,
                (key,),
                roles=() if act is Act.SHELVE else tuple(sorted(LEADS)),
                enabled=partial(self._can_park, act),
                pane=PANE,
            )
        yield self._command("return", N_("Bring back"), self._return, "R", enabled=lambda: bool(self._parked()))
        yield self._undo.command
        yield self._command("cameras", N_("Open its cameras"), self._open_cameras, "V")
        yield self._command("on_map", N_("Show on the map"), self._show_on_map, "M")
        yield Command(
            "alarm.card",
            N_("Card of the alarm"),
            lambda: self._pane.show_card(not self._pane.is_card_wanted),
            Menu.ALARM,
            ("D",),
            checked=lambda: self._pane.is_card_wanted,
            pane=PANE,
        )
        yield self._command("unfold", N_("Open the group"), lambda: self._pane.turn_group(is_open=True), "Right")
        yield self._command("fold", N_("Close the group"), lambda: self._pane.turn_group(is_open=False), "Left")

    def go_to_first(self) -> None:
        """Select the most urgent alarm, in an open queue."""
        self._open_pane()
        self._pane.choose_first()

    def _turn_new_only(self) -> None:
        self._pane.bar.show_new_only(not self._pane.bar.wanted.unacknowledged_only)

    # Answering

    def _go_there(self) -> None:
        alarm = self._chosen()[0]
        self._act.go_to(alarm.id)
        self._act.open_cameras(alarm.id)
        self._desk.rank_units_for(alarm)

    def _acknowledge(self) -> None:
        """One with the version that was seen, many in as few intents as can be."""
        waiting = self._waiting()
        if len(waiting) == 1:
            self._act.want(Acknowledge(waiting[0].id))
            return
        for some in _in_parts(waiting):
            self._act.want(AcknowledgeMany(tuple(Seen(alarm.id, alarm.version) for alarm in some)))

    def _open_incident(self) -> None:
        self._act.want(OpenIncident(tuple(alarm.id for alarm in self._loose()[:MANY])))

    def _take_over(self) -> None:
        self._want_all([TakeOver(alarm.id) for alarm in self._of_others()])

    def _open_cameras(self) -> None:
        self._act.open_cameras(self._chosen()[0].id)

    def _show_on_map(self) -> None:
        alarm = self._chosen()[0]
        self._act.look_at(alarm.lon, alarm.lat)

    def _open(self, kind: str, thing: str) -> None:
        """A line of the card was pressed."""
        match Opens(kind):
            case Opens.CAMERA:
                self._act.open_camera(thing)
            case Opens.INCIDENT:
                self._desk.selection.choose_incident(thing)
            case Opens.ALARM:
                self._desk.selection.choose_alarms((thing,))
            case Opens.REPAIR:
                self._act.want(OrderRepair(thing, _("A dark street beside an alarm"), self._desk.selection.incident_id))
            case _:
                pass

    # Giving away

    def _give(self) -> None:
        given, name = self._givable(), self._desk.alarms.words.operator
        dialog = GiveDialog(len(given), self._desk.status.floods.colleagues(), name, self._window)

        def give(to: str) -> None:
            for some in _in_parts(given):
                self._act.want(GiveAlarms(tuple(alarm.id for alarm in some), to))
            text = ngettext(
                "{n} alarm given to {who}. Ctrl+Z in the queue takes it back.",
                "{n} alarms given to {who}. Ctrl+Z in the queue takes them back.",
                len(given),
            )
            said = text.format(n=len(given), who=name(to))
            back = [TakeOver(alarm.id) for alarm in given if alarm.state is AlarmState.ACKNOWLEDGED]
            self._undo.offer(said, partial(self._want_all, back))

        dialog.given.connect(give)
        dialog.open()

    # Keeping quiet

    def _park(self, act: Act) -> None:
        found = self._parkable(act)
        dialog = ParkDialog(act, len(found), self._desk.status.now, self._window)

        def park(reason: str, until: float | None) -> None:
            for alarm in found:
                self._act.want(parking.intent(act, alarm, reason, until), alarm.version)
            left = len(self._chosen()) - len(found)
            text = ngettext(
                "{n} alarm kept quiet. Ctrl+Z in the queue brings it back.",
                "{n} alarms kept quiet. Ctrl+Z in the queue brings them back.",
                len(found),
            ).format(n=len(found))
            if left > 0:
                text += " " + ngettext(
                    "{n} emergency stays: P1 cannot be shelved.", "{n} emergencies stay: P1 cannot be shelved.", left
                ).format(n=left)
            self._undo.offer(text, partial(self._want_all, [ReturnAlarm(alarm.id) for alarm in found]))

        dialog.given.connect(park)
        dialog.open()

    def _return(self) -> None:
        self._want_all([ReturnAlarm(alarm.id) for alarm in self._parked()])

    def _want_all(self, intents: Sequence[Intent]) -> None:
        for intent in intents:
            self._act.want(intent)

    # What the chosen ones are

    def _chosen(self) -> list[Alarm]:
        return self._desk.selection.alarms

    def _waiting(self) -> list[Alarm]:
        return [alarm for alarm in self._chosen() if alarm.is_unacknowledged]

    def _loose(self) -> list[Alarm]:
        return [alarm for alarm in self._chosen() if not alarm.incident]

    def _parked(self) -> list[Alarm]:
        return [alarm for alarm in self._chosen() if alarm.is_parked]

    def _of_others(self) -> list[Alarm]:
        me = self._desk.status.operator
        others = (alarm for alarm in self._chosen() if alarm.state is AlarmState.ACKNOWLEDGED)
        return [alarm for alarm in others if me is None or alarm.owner != me.id]

    def _givable(self) -> list[Alarm]:
        """One's own; a supervisor gives anybody's."""
        me = self._desk.status.operator
        if me is None:
            return []
        leads = me.role in LEADS
        alarms = (alarm for alarm in self._chosen() if alarm.state is not AlarmState.NORMAL)
        return [alarm for alarm in alarms if alarm.owner == me.id or leads]

    def _parkable(self, act: Act) -> list[Alarm]:
        return [alarm for alarm in self._chosen() if alarm.can(act) and alarm.state is not AlarmState.NORMAL]

    def _can_park(self, act: Act) -> bool:
        return bool(self._parkable(act))

    def _command(
        self,
        name: str,
        title: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], bool] | None = None,
    ) -> Command:
        return Command(
            f"alarm.{name}", title, run, Menu.ALARM, keys, enabled=enabled or (lambda: bool(self._chosen())), pane=PANE
        )


def _in_parts(alarms: Sequence[Alarm]) -> Iterator[Sequence[Alarm]]:
    """As many as one intent may name at a time."""
    return (alarms[n : n + MANY] for n in range(0, len(alarms), MANY))
