"""What is asked before something is done with an incident; each answer is an intent, built here and sent up."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from console.domain import intents as i
from console.domain.alarms import Alarm
from console.domain.incidents import Disposition, Incident
from console.domain.intent import MANY
from console.domain.units import Agency
from console.language import N_, _
from console.notices import Notices
from console.viewmodels import words
from console.viewmodels.actions import Actions
from console.viewmodels.call_card import CallDraft, wheres
from console.viewmodels.desk import Desk
from console.viewmodels.incident_parties import Party
from console.viewmodels.incident_steps import ToDo
from console.viewmodels.kept_call import KeptCall
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

_SKIPPED = (N_("Not needed here"), N_("Done by others already"), N_("False alarm"), N_("Cannot be done now"))
_REOPENED = (N_("It goes on"), N_("Closed by mistake"), N_("New facts"))
_USUAL_FAULTS = {"lamp": N_("The lamps are out"), "device": N_("Does not work")}


class Questions:
    """One method each; without a chosen incident nothing is asked, but for a call."""

    def __init__(self, desk: Desk, act: Actions, notices: Notices, window: QWidget) -> None:
        self._desk, self._act, self._notices, self._window = desk, act, notices, window
        self._view = desk.incident
        self._calls = KeptCall()
        self._line = CallDraft().line
        """That of the last call: the next one comes by the same."""
        self._officer = ""
        desk.status.changed.connect(self._greet)
        self._greet()

    def call(self) -> None:
        """Take a call; what was begun and not sent is there again."""
        status, officer = self._desk.status, self._officer
        begun = self._calls.of(officer, status.now)
        begun = replace(begun, line=self._line) if begun.is_empty else begun
        dialog = CallDialog(begun, lambda typed: wheres(self._desk.search, typed, self._desk.middle()), self._window)

        def send(intent: i.OpenCall) -> None:
            self._line = intent.line
            self._act.want(intent)
            self._calls.keep(officer, CallDraft(), status.now)

        def put_off(draft: CallDraft) -> None:
            self._calls.keep(officer, draft, status.now)
            self._remind(draft)

        dialog.given.connect(send)
        dialog.written.connect(lambda draft: self._calls.keep(officer, draft, status.now))
        dialog.put_off.connect(put_off)
        dialog.open()

    def _greet(self) -> None:
        """Somebody sits down here: what they had begun when the console ended is not lost."""
        operator = self._desk.status.operator
        if operator is not None and operator.id != self._officer:
            self._officer = operator.id
            self._remind(self._calls.of(operator.id, self._desk.status.now))

    def _remind(self, draft: CallDraft) -> None:
        if not draft.is_empty:
            self._notices.info(_("What you wrote of the call is kept: F7 brings it back."), key="call")

    # What is to be done

    def task(self) -> None:
        """What else is to be done."""
        if (incident := self._view.incident) is not None:
            asked = N_("What else is to be done for the incident?")
            self._why(N_("Add a task"), asked, N_("Add"), (), partial(self._want_of, i.AddTask, incident.id))

    def skip(self, row: ToDo | None) -> None:
        """Why a step is not done."""
        incident = self._view.incident
        if incident is None or row is None or row.is_task or row.is_settled:
            return

        def skip(reason: str) -> None:
            self._act.want(i.MarkStep(incident.id, row.key, reason))

        asked = N_("Why is it not done? The reason stands in the log, and a supervisor is told.")
        self._why(N_("Skip a step"), asked, N_("Skip it"), _SKIPPED, skip)

    def repair(self, chosen: str = "") -> None:
        """Which device the city shall repair, and what is wrong with it."""
        incident = self._view.incident
        if incident is None:
            return
        kind = "lamp" if chosen or not self._view.alarms() else "device"
        dialog = RepairDialog(self._view.repairable(), _(_USUAL_FAULTS[kind]), chosen, self._window)
        dialog.given.connect(lambda device, text: self._act.want(i.OrderRepair(device, text, incident.id)))
        dialog.open()

    # Forces

    def stand_down(self, party: Party | None) -> None:
        """Why a unit is not needed any more."""
        if units := [unit for unit in self._view.units() if party and unit.id == party.id]:
            ask_stand_down(units, self._act, self._window)

    def message(self, then: Callable[[], object]) -> None:
        """What is written to the units that were sent; ``then`` follows when it was."""
        units = self._view.units()
        if not units:
            self._notices.info(_("No unit was sent to this incident yet."), key="no-units")
            return
        dialog = MessageDialog(units, parent=self._window)

        def send(text: str, is_roll_call: bool) -> None:
            self._act.want(i.SendMessage(tuple(unit.id for unit in units), text, is_roll_call))
            then()

        dialog.given.connect(send)
        dialog.open()

    def agency(self, chosen: Agency | None = None) -> None:
        """Which agency is asked for help, and in which words."""
        incident = self._view.incident
        if incident is None:
            return
        place = called(incident.place, incident.lon, incident.lat)
        text = ". ".join(part for part in (words.word(incident.kind), place) if part)
        dialog = AgencyDialog(
            incident.id, _others(incident), text=text, chosen=chosen or Agency.AMBULANCE, parent=self._window
        )
        dialog.given.connect(lambda agency, said: self._act.want(i.RequestAgency(incident.id, agency, said)))
        dialog.open()

    def answer(self, agency: Agency) -> None:
        """What the agency has said to that."""
        if (incident := self._view.incident) is not None:
            dialog = AnswerDialog(agency, self._window)
            dialog.given.connect(lambda comes, text: self._act.want(i.AnswerRequest(incident.id, agency, comes, text)))
            dialog.open()

    def lead(self) -> None:
        """Which agency leads from now on."""
        if (incident := self._view.incident) is not None:
            dialog = AgencyDialog(incident.id, _others(incident), asks=False, parent=self._window)
            dialog.given.connect(lambda agency, _text: self._act.want(i.SetLead(incident.id, agency), incident.version))
            dialog.open()

    # What belongs together

    def join(self, chosen: str = "") -> None:
        """With which other incident it is merged, or linked."""
        incident = self._view.incident
        if incident is None:
            return
        dialog = JoinDialog(incident, self._view.others(), self._view.other_words, chosen, self._window)
        dialog.given.connect(lambda other: self._act.want(i.MergeIncidents(incident.id, other)))
        dialog.linked.connect(lambda other: self._act.want(i.LinkIncidents(incident.id, other)))
        dialog.open()

    def split(self) -> None:
        """Which of its alarms and units become an incident of their own."""
        incident = self._view.incident
        if incident is None:
            return
        rows = [self._view.parties.at(n) for n in range(self._view.parties.rowCount())]
        title = words.incident_title(incident)
        dialog = SplitDialog(title, rows, can_be_empty=incident.call is not None, parent=self._window)
        dialog.given.connect(lambda alarms, units: self._act.want(i.SplitIncident(incident.id, alarms, units)))
        dialog.open()

    def can_split(self) -> bool:
        """Whether something would be left."""
        incident = self._view.incident
        return incident is not None and len(self._view.alarms()) > (0 if incident.call else 1)

    def add_alarms(self) -> None:
        """To which incident the chosen alarms belong."""
        alarms = self.loose()
        if not alarms:
            return
        first, ids = alarms[0], tuple(alarm.id for alarm in alarms)[:MANY]
        near = self._view.open_near(first.lon, first.lat)
        tell = partial(self._view.told_from, first.lon, first.lat)
        dialog = AddAlarmsDialog(len(ids), near, tell, self._window)
        dialog.given.connect(lambda incident: self._act.want(i.LinkAlarms(incident, ids)))
        dialog.open()

    def loose(self) -> list[Alarm]:
        """The chosen alarms that belong to no incident."""
        return [alarm for alarm in self._desk.selection.alarms if not alarm.incident]

    # What it is, and its end

    def reclassify(self) -> None:
        """What it is after all."""
        if (incident := self._view.incident) is not None:
            dialog = ReclassifyDialog(incident, self._window)
            dialog.given.connect(
                lambda kind, priority: self._act.want(i.Reclassify(incident.id, kind, priority), incident.version)
            )
            dialog.open()

    def close(self) -> None:
        """What it turned out to be, and what of its procedure is still open; then it is closed."""
        incident = self._view.incident
        if incident is None or not incident.is_open:
            return
        dialog = CloseIncidentDialog(incident, self._view.missing(), self._window)

        def close(disposition: Disposition, marks: dict[str, str]) -> None:
            self._view.closing.begin(incident, disposition, marks)

        dialog.chosen.connect(close)
        dialog.open()

    def reopen(self) -> None:
        """Why it is not over."""
        if (incident := self._view.incident) is not None and not incident.is_open:
            asked = N_("Why is it not over? The reason stands in the log.")
            reopen = partial(self._want_of, i.ReopenIncident, incident.id)
            self._why(N_("Reopen the incident"), asked, N_("Reopen"), _REOPENED, reopen)

    def _why(self, title: str, asked: str, does: str, usual: tuple[str, ...], then: Callable[[str], object]) -> None:
        """Ask for words; the texts are translated when they are shown."""
        dialog = WhyDialog(
            lambda: _(title), lambda: _(asked), lambda: _(does), lambda: [_(one) for one in usual], self._window
        )
        dialog.given.connect(then)
        dialog.open()

    def _want_of(self, intent: Callable[[str, str], i.Intent], incident: str, text: str) -> None:
        self._act.want(intent(incident, text))


def _others(incident: Incident) -> list[Agency]:
    """All agencies but the one that leads."""
    return [agency for agency in Agency if agency is not incident.lead]
