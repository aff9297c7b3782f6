"""What can be done with the chosen incident: its steps, tasks, agencies, its like, its end; and taking a call."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands import Command, Menu
from console.domain import intents as i
from console.domain.alarms import Alarm
from console.domain.incidents import Disposition, Incident
from console.domain.intent import MANY
from console.domain.procedures import StepAction
from console.domain.units import Agency
from console.language import N_, _
from console.notices import Notices
from console.viewmodels import words
from console.viewmodels.actions import Actions
from console.viewmodels.call_card import CallDraft, wheres
from console.viewmodels.desk import Desk
from console.viewmodels.found import FoundKind
from console.viewmodels.incident_parties import Party, PartyKind
from console.viewmodels.incident_steps import Mark, ToDo
from console.viewmodels.mentions import Mention
from console.viewmodels.passport import Opens
from console.viewmodels.places import called
from ui.dialogs.agency import AgencyDialog, AnswerDialog
from ui.dialogs.call import CallDialog
from ui.dialogs.close_incident import CloseIncidentDialog
from ui.dialogs.join import AddAlarmsDialog, JoinDialog
from ui.dialogs.message import MessageDialog
from ui.dialogs.reclassify import ReclassifyDialog
from ui.dialogs.repair import RepairDialog
from ui.dialogs.split import SplitDialog
from ui.dialogs.stand_down import ask_stand_down
from ui.dialogs.why import WhyDialog
from ui.incident.card import IncidentCard, Tab

PANE = "incident"

_SKIPPED = (N_("Not needed here"), N_("Done by others already"), N_("False alarm"), N_("Cannot be done now"))
_REOPENED = (N_("It goes on"), N_("Closed by mistake"), N_("New facts"))
_USUAL_FAULTS = {"lamp": N_("The lamps are out"), "device": N_("Does not work")}


class IncidentActions:
    """The commands of the card, and what its rows do when they are pressed.

    ``draw_cordon`` takes up the map's tool for it; whoever makes the map gives it.
    """

    def __init__(self, desk: Desk, act: Actions, card: IncidentCard, notices: Notices, window: QWidget) -> None:
        self._desk, self._act, self._card, self._notices, self._window = desk, act, card, notices, window
        self._view = desk.incident
        self._call = CallDraft()
        self._noting: tuple[str, str] | None = None
        """Incident and step that the next note belongs to."""
        self.draw_cordon: Callable[[], object] = lambda: None
        card.steps.ticked.connect(self._tick)
        card.steps.run.connect(self._run)
        card.steps.doubleClicked.connect(lambda _index: self._open_row())
        card.parties.doubleClicked.connect(lambda _index: self._open_row())
        card.log.written.connect(self._note)
        card.log.mentioned.connect(self._go_to_mention)
        card.place.pressed.connect(self._go_to_line)
        card.closing.connect(self.ask_close)
        card.reopening.connect(self._ask_reopen)
        self._view.closing.wanted.connect(act.want)
        self._view.closing.halted.connect(lambda text: notices.warning(text, key="closing"))
        self._view.skipped.connect(lambda incident, text: notices.info(text, key=f"skipped {incident}"))

    def commands(self) -> Iterator[Command]:
        """Each of them, declared."""
        yield Command("incident.call", N_("Take a call…"), self.ask_call, Menu.INCIDENT, ("F7",))
        yield self._command("task", N_("Add a task…"), self._ask_task, "Ctrl+Shift+T")
        yield self._command("agency", N_("Ask an agency for help…"), self._ask_agency, "Ctrl+Shift+A")
        yield self._command("lead", N_("Give the lead to an agency…"), self._ask_lead)
        yield self._command("reclassify", N_("Reclassify…"), self._ask_reclassify, "Ctrl+Shift+R")
        yield self._command("join", N_("Merge or link with another…"), self._ask_join, "Ctrl+J")
        yield self._command("split", N_("Split…"), self._ask_split, enabled=self._can_split)
        yield self._command("repair", N_("Order a repair…"), self._ask_repair)
        yield Command(
            "incident.reopen",
            N_("Reopen the incident…"),
            self._ask_reopen,
            Menu.INCIDENT,
            enabled=lambda: (one := self._view.incident) is not None and not one.is_open and not one.merged_into,
        )
        yield Command(
            "incident.add_alarms",
            N_("Add the alarms to an incident…"),
            self._ask_add_alarms,
            Menu.ALARM,
            ("L",),
            enabled=lambda: bool(self._loose()),
            pane="alarms",
        )
        yield from self._of_rows()

    def offered(self) -> tuple[str, ...]:
        """Ids of the commands that the card's own menu holds."""
        names = ("go_to", "assign_nearest", "task", "agency", "lead", "reclassify", "join", "split", "repair")
        return tuple(f"incident.{name}" for name in names)

    def _of_rows(self) -> Iterator[Command]:
        row = partial(self._command, pane=PANE)
        steps, parties = self._card.steps, self._card.parties
        yield row("row", N_("Do the step, or go to what the row names"), self._open_row, "Return", "Enter")
        yield row(
            "mark", N_("Step: done, or open again"), lambda: self._tick(steps.row), "Space", enabled=lambda: steps.row
        )
        yield row("skip", N_("Step: skip it with a reason…"), self._ask_skip, "S", enabled=lambda: steps.row)
        yield row("stand_down", N_("Stand the unit down…"), self._ask_stand_down, "D", enabled=lambda: parties.row)

    def _command(
        self,
        name: str,
        title: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], object] = lambda: True,
        pane: str = "",
    ) -> Command:
        def can() -> bool:
            incident = self._view.incident
            return incident is not None and incident.is_open and bool(enabled())

        return Command(f"incident.{name}", title, run, Menu.INCIDENT, keys, enabled=can, pane=pane)

    # A call

    def ask_call(self) -> None:
        """Take a call; what was begun and not sent is there again."""
        dialog = CallDialog(
            self._call, lambda typed: wheres(self._desk.search, typed, self._desk.middle()), self._window
        )

        def send(intent: i.OpenCall) -> None:
            self._call = CallDraft(line=intent.line)
            self._act.want(intent)

        def keep(draft: CallDraft) -> None:
            self._call = draft
            if not draft.is_empty:
                self._notices.info(_("What you wrote of the call is kept: F7 brings it back."), key="call")

        dialog.given.connect(send)
        dialog.put_off.connect(keep)
        dialog.open()

    # Rows

    def _open_row(self) -> None:
        if self._card.tab is Tab.PARTIES and (party := self._card.parties.row) is not None:
            self._go_to_party(party)
        elif self._card.tab is Tab.STEPS and (row := self._card.steps.row) is not None:
            self._run(row)

    def _tick(self, row: ToDo | None) -> None:
        """Done, or, where it was, open again."""
        incident = self._view.incident
        if row is None or incident is None or not incident.is_open or row.mark is Mark.WAITING:
            return
        if row.is_task:
            self._act.want(i.MarkTask(incident.id, row.key, not row.is_settled))
        elif row.is_settled:
            self._act.want(i.ReopenStep(incident.id, row.key))
        else:
            self._act.want(i.MarkStep(incident.id, row.key))

    def _run(self, row: ToDo) -> None:
        """Carry the step's action out; one that is done at once is marked, others when the center has written it."""
        incident = self._view.incident
        if incident is None or not incident.is_open or row.mark is Mark.WAITING:
            return
        match row.action:
            case None:
                self._tick(row)
            case StepAction.ACKNOWLEDGE:
                self._acknowledge(incident, row)
            case StepAction.OPEN_CAMERAS:
                self._open_cameras(incident)
                self._mark(incident, row)
            case StepAction.SHOW_ON_MAP:
                self._act.look_at(incident.lon, incident.lat)
                self._mark(incident, row)
            case StepAction.SHOW_PASSPORT:
                self._card.show_tab(Tab.PLACE)
                self._mark(incident, row)
            case StepAction.DISPATCH_NEAREST:
                self._send_nearest(incident)
            case StepAction.REQUEST_AGENCY:
                self._ask_agency(row.agency)
            case StepAction.ORDER_REPAIR:
                self._ask_repair()
            case StepAction.MESSAGE_UNITS:
                self._ask_message(incident, row)
            case StepAction.WRITE_NOTE:
                self._noting = (incident.id, row.key)
                self._card.write_note()
            case StepAction.DRAW_CORDON:
                self._act.look_at(incident.lon, incident.lat)
                self.draw_cordon()
                self._notices.info(_("Draw it on the map, then tick the step with Space."), key="cordon")

    def _mark(self, incident: Incident, row: ToDo) -> None:
        if not row.is_settled:
            self._act.want(i.MarkStep(incident.id, row.key))

    def _acknowledge(self, incident: Incident, row: ToDo) -> None:
        waiting = [alarm for alarm in self._view.alarms() if alarm.is_unacknowledged]
        for alarm in waiting:
            self._act.acknowledge(alarm.id)
        self._mark(incident, row)

    def _open_cameras(self, incident: Incident) -> None:
        alarms = self._view.alarms()
        if alarms:
            self._act.open_cameras(alarms[0].id)
        else:
            self._act.open_many(self._desk.cameras_near(incident.lon, incident.lat))

    def _send_nearest(self, incident: Incident) -> None:
        self._act.assign_best(incident.id)

    def _note(self, incident_id: str, text: str) -> None:
        self._act.note(incident_id, text)
        if self._noting is not None and self._noting[0] == incident_id:
            self._act.want(i.MarkStep(*self._noting))
            self._noting = None

    def _go_to_party(self, party: Party) -> None:
        match party.kind:
            case PartyKind.UNIT:
                self._go_to(FoundKind.UNIT, party.id)
            case PartyKind.ALARM:
                self._act.go_to(party.id)
            case PartyKind.AGENCY if party.awaits_answer:
                self._ask_answer(Agency(party.id))
            case PartyKind.AGENCY:
                self._ask_agency(Agency(party.id))

    def _go_to_mention(self, mention: Mention) -> None:
        self._go_to(mention.kind, mention.id)

    def _go_to_line(self, opens: str, key: str) -> None:
        match Opens(opens):
            case Opens.JOIN:
                self._ask_join(key)
            case Opens.REPAIR:
                self._ask_repair(key)
            case kind:
                self._go_to(FoundKind(kind), key)

    def _go_to(self, kind: FoundKind, thing: str) -> None:
        match kind:
            case FoundKind.UNIT:
                self._desk.selection.choose_unit(thing)
                unit = self._desk.selection.unit
                if unit is not None and unit.fix is not None:
                    self._act.look_at(unit.fix.lon, unit.fix.lat)
            case FoundKind.CAMERA:
                self._act.open_camera(thing)
            case FoundKind.INCIDENT:
                self._desk.selection.choose_incident(thing)
            case FoundKind.ALARM:
                self._act.go_to(thing)

    # Questions

    def _ask_why(
        self, title: str, asked: str, does: str, usual: tuple[str, ...], then: Callable[[str], object]
    ) -> None:
        """Ask for words; the texts are translated when they are shown."""
        dialog = WhyDialog(
            lambda: _(title), lambda: _(asked), lambda: _(does), lambda: [_(one) for one in usual], self._window
        )
        dialog.given.connect(then)
        dialog.open()

    def _ask_skip(self) -> None:
        incident, row = self._view.incident, self._card.steps.row
        if incident is None or row is None or row.is_task or row.is_settled:
            return

        def skip(reason: str) -> None:
            self._act.want(i.MarkStep(incident.id, row.key, reason))

        asked = N_("Why is it not done? The reason stands in the log, and a supervisor is told.")
        self._ask_why(N_("Skip a step"), asked, N_("Skip it"), _SKIPPED, skip)

    def _ask_stand_down(self) -> None:
        party = self._card.parties.row
        if units := [unit for unit in self._view.units() if party and unit.id == party.id]:
            ask_stand_down(units, self._act, self._window)

    def _ask_task(self) -> None:
        if (incident := self._view.incident) is not None:
            asked = N_("What else is to be done for the incident?")
            add = partial(self._want_of, i.AddTask, incident.id)
            self._ask_why(N_("Add a task"), asked, N_("Add"), (), add)

    def _ask_reopen(self) -> None:
        if (incident := self._view.incident) is not None and not incident.is_open:
            asked = N_("Why is it not over? The reason stands in the log.")
            reopen = partial(self._want_of, i.ReopenIncident, incident.id)
            self._ask_why(N_("Reopen the incident"), asked, N_("Reopen"), _REOPENED, reopen)

    def _want_of(self, intent: Callable[[str, str], i.Intent], incident: str, text: str) -> None:
        self._act.want(intent(incident, text))

    def _ask_agency(self, chosen: Agency | None = None) -> None:
        incident = self._view.incident
        if incident is None:
            return
        others = [agency for agency in Agency if agency is not incident.lead]
        place = called(incident.place, incident.lon, incident.lat)
        text = ". ".join(part for part in (words.word(incident.kind), place) if part)
        dialog = AgencyDialog(incident.id, others, text=text, chosen=chosen or Agency.AMBULANCE, parent=self._window)
        dialog.given.connect(lambda agency, said: self._act.want(i.RequestAgency(incident.id, agency, said)))
        dialog.open()

    def _ask_lead(self) -> None:
        if (incident := self._view.incident) is not None:
            others = [agency for agency in Agency if agency is not incident.lead]
            dialog = AgencyDialog(incident.id, others, asks=False, parent=self._window)
            dialog.given.connect(lambda agency, _text: self._act.want(i.SetLead(incident.id, agency), incident.version))
            dialog.open()

    def _ask_answer(self, agency: Agency) -> None:
        if (incident := self._view.incident) is not None:
            dialog = AnswerDialog(agency, self._window)
            dialog.given.connect(lambda comes, text: self._act.want(i.AnswerRequest(incident.id, agency, comes, text)))
            dialog.open()

    def _ask_message(self, incident: Incident, row: ToDo) -> None:
        units = self._view.units()
        if not units:
            self._notices.info(_("No unit was sent to this incident yet."), key="no-units")
            return
        dialog = MessageDialog(units, parent=self._window)

        def send(text: str, is_roll_call: bool) -> None:
            self._act.want(i.SendMessage(tuple(unit.id for unit in units), text, is_roll_call))
            self._mark(incident, row)

        dialog.given.connect(send)
        dialog.open()

    def _ask_reclassify(self) -> None:
        if (incident := self._view.incident) is not None:
            dialog = ReclassifyDialog(incident, self._window)
            dialog.given.connect(
                lambda kind, priority: self._act.want(i.Reclassify(incident.id, kind, priority), incident.version)
            )
            dialog.open()

    def _ask_join(self, chosen: str = "") -> None:
        incident = self._view.incident
        if incident is None:
            return
        dialog = JoinDialog(incident, self._view.others(), self._view.other_words, chosen, self._window)
        dialog.given.connect(lambda other: self._act.want(i.MergeIncidents(incident.id, other)))
        dialog.linked.connect(lambda other: self._act.want(i.LinkIncidents(incident.id, other)))
        dialog.open()

    def _loose(self) -> list[Alarm]:
        """The chosen alarms that belong to no incident."""
        return [alarm for alarm in self._desk.selection.alarms if not alarm.incident]

    def _ask_add_alarms(self) -> None:
        alarms = self._loose()
        if not alarms:
            return
        first, ids = alarms[0], tuple(alarm.id for alarm in alarms)[:MANY]
        near = self._view.open_near(first.lon, first.lat)
        tell = partial(self._view.told_from, first.lon, first.lat)
        dialog = AddAlarmsDialog(len(ids), near, tell, self._window)
        dialog.given.connect(lambda incident: self._act.want(i.LinkAlarms(incident, ids)))
        dialog.open()

    def _can_split(self) -> bool:
        incident = self._view.incident
        return incident is not None and len(self._view.alarms()) > (0 if incident.call else 1)

    def _ask_split(self) -> None:
        incident = self._view.incident
        if incident is None:
            return
        rows = [self._view.parties.at(n) for n in range(self._view.parties.rowCount())]
        title = words.incident_title(incident)
        dialog = SplitDialog(title, rows, can_be_empty=incident.call is not None, parent=self._window)
        dialog.given.connect(lambda alarms, units: self._act.want(i.SplitIncident(incident.id, alarms, units)))
        dialog.open()

    def _ask_repair(self, chosen: str = "") -> None:
        incident = self._view.incident
        if incident is None:
            return
        devices = self._view.repairable()
        kind = "lamp" if chosen or not self._view.alarms() else "device"
        dialog = RepairDialog(devices, _(_USUAL_FAULTS[kind]), chosen, self._window)
        dialog.given.connect(lambda device, text: self._act.want(i.OrderRepair(device, text, incident.id)))
        dialog.open()

    def ask_close(self) -> None:
        """Ask what it turned out to be, and what of its procedure is still open; then close it."""
        incident = self._view.incident
        if incident is None or not incident.is_open:
            return
        dialog = CloseIncidentDialog(incident, self._view.missing(), self._window)

        def close(disposition: Disposition, marks: dict[str, str]) -> None:
            self._view.closing.begin(incident, disposition, marks)

        dialog.chosen.connect(close)
        dialog.open()
