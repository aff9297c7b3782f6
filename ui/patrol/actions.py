"""What can be done with the units chosen on the board: sent, called back, asked, written to, their status told."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands import Command, Menu
from console.domain.incidents import Incident
from console.domain.intents import AssignUnit, CheckIn, SendMessage, SetUnitStatus
from console.domain.units import BUSY, FREE, Unit, UnitStatus
from console.language import N_, _
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.words import UNIT_STATUS
from ui.dialogs.message import MessageDialog
from ui.dialogs.messages import MessagesDialog
from ui.dialogs.stand_down import ask_stand_down
from ui.dialogs.why import WhyDialog
from ui.patrol.pane import PatrolPane

_STATUS_KEYS = {
    UnitStatus.AVAILABLE: "1",
    UnitStatus.ON_PATROL: "2",
    UnitStatus.EN_ROUTE: "3",
    UnitStatus.ON_SCENE: "4",
    UnitStatus.TRANSPORTING: "5",
    UnitStatus.BREAK: "6",
    UnitStatus.OUT_OF_SERVICE: "7",
}
_NEEDED_MORE = (N_("Nearer than any free unit"), N_("More urgent"), N_("It has the skill that is needed"))


class UnitActions:
    """The commands of the board. A message that was begun and not sent is kept until it is."""

    def __init__(self, desk: Desk, act: Actions, board: PatrolPane, window: QWidget) -> None:
        self._desk = desk
        self._act = act
        self._board = board
        self._window = window
        self._draft = ""

    def commands(self) -> Iterator[Command]:
        """Each of them, declared."""
        yield self._command("go_to", N_("Show on the map"), self._look, "Return", "Enter")
        yield self._command("assign", N_("Send to the chosen incident"), self._assign, "S", enabled=self._can_assign)
        yield self._command("stand_down", N_("Stand down…"), self._stand_down, "D", enabled=self._has_task)
        yield self._command("check_in", N_("It is well: check in"), self._check_in, "K")
        yield self._command("message", N_("Write to the units…"), self._write, "M")
        yield self._command(
            "rank", N_("Nearest to the chosen alarm or incident first"), self._rank, "N", enabled=self._place
        )
        yield self._command(
            "rank_no_more", N_("Usual order"), self._desk.units.ranking.end, "Esc", enabled=self._is_ranked
        )
        yield Command(
            "unit.messages", N_("Messages and roll calls…"), self._show_messages, Menu.UNIT, ("Ctrl+Shift+M",)
        )
        for status, key in _STATUS_KEYS.items():
            yield self._command(str(status), UNIT_STATUS[status], partial(self._tell, status), key)

    def _command(
        self, name: str, title: str, run: Callable[[], object], *keys: str, enabled: Callable[[], object] | None = None
    ) -> Command:
        asked = enabled or self._chosen
        return Command(f"unit.{name}", title, run, Menu.UNIT, keys, enabled=lambda: bool(asked()), pane="patrol")

    def _chosen(self) -> list[Unit]:
        """The units that are chosen: rows of the board, or the one that was chosen elsewhere."""
        unit = self._desk.selection.unit
        rows = self._board.chosen()
        if unit is None or any(unit.id == other.id for other in rows):
            return rows
        return [unit]

    def _incident(self) -> Incident | None:
        incident = self._desk.selection.incident
        return incident if incident is not None and incident.is_open else None

    def _place(self) -> object:
        return self._desk.selection.alarm or self._desk.selection.incident

    def _is_ranked(self) -> bool:
        return self._desk.units.is_ranked

    def _has_task(self) -> bool:
        return any(unit.assignment is not None for unit in self._chosen())

    def _can_assign(self) -> bool:
        """Whether any of them could go: it is free, or busy with something else."""
        incident = self._incident()
        return incident is not None and any(self._could_go(unit, incident) for unit in self._chosen())

    def _could_go(self, unit: Unit, incident: Incident) -> bool:
        units = self._desk.units
        if units.is_being_sent(unit.id) or (unit.assignment and unit.assignment.incident == incident.id):
            return False
        status = units.status_of(unit)
        return status in FREE or (status in BUSY and unit.assignment is not None)

    def _assign(self) -> None:
        incident = self._incident()
        if incident is None:
            return
        for unit in self._chosen():
            if not self._could_go(unit, incident):
                continue
            if unit.assignment is None:
                self._act.assign(incident.id, unit.id)
            else:
                self._ask_to_take(unit, unit.assignment.incident, incident)

    def _ask_to_take(self, unit: Unit, other: str, incident: Incident) -> None:
        text = N_("{unit} is on {other}. Why is it needed more at {incident}? The reason stands in both logs.")
        dialog = WhyDialog(
            lambda: _("Take {unit} from its incident").format(unit=unit.callsign),
            lambda: _(text).format(unit=unit.callsign, other=other, incident=incident.id),
            lambda: _("Send the unit"),
            lambda: [_(reason) for reason in _NEEDED_MORE],
            self._window,
        )
        dialog.given.connect(lambda reason: self._act.want(AssignUnit(incident.id, unit.id, reason), unit.version))
        dialog.open()

    def _stand_down(self) -> None:
        ask_stand_down(self._chosen(), self._act, self._window)

    def _check_in(self) -> None:
        for unit in self._chosen():
            self._act.want(CheckIn(unit.id))

    def _write(self) -> None:
        units = self._chosen()
        dialog = MessageDialog(units, self._draft, self._window)

        def send(text: str, is_roll_call: bool) -> None:
            self._draft = ""
            self._act.want(SendMessage(tuple(unit.id for unit in units), text, is_roll_call))

        def keep(text: str) -> None:
            self._draft = text

        dialog.given.connect(send)
        dialog.put_off.connect(keep)
        dialog.open()

    def _show_messages(self) -> None:
        MessagesDialog(self._desk.radio, self._window).open()

    def _look(self) -> None:
        unit = self._desk.selection.unit
        if unit is not None and unit.fix is not None:
            self._act.look_at(unit.fix.lon, unit.fix.lat)

    def _rank(self) -> None:
        about = self._desk.selection.incident or self._desk.selection.alarm
        if about is not None:
            self._desk.rank_units_for(about)

    def _tell(self, status: UnitStatus) -> None:
        for unit in self._chosen():
            self._act.want(SetUnitStatus(unit.id, status))
