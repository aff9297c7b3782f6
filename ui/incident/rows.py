"""What the card's rows do when they are pressed: a step is carried out or ticked, a name leads to what it names."""

from collections.abc import Callable

from console.domain import intents as i
from console.domain.incidents import Incident
from console.domain.procedures import StepAction
from console.domain.units import Agency
from console.language import _
from console.notices import Notices
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.found import FoundKind
from console.viewmodels.incident_parties import Party, PartyKind
from console.viewmodels.incident_steps import Mark, ToDo
from console.viewmodels.mentions import Mention
from console.viewmodels.passport import Opens
from ui.incident.card import IncidentCard, Tab
from ui.incident.questions import Questions


class Rows:
    """The rows of the card's pages.

    ``draw_cordon`` takes up the map's tool for it; whoever makes the map gives it.
    """

    def __init__(self, desk: Desk, act: Actions, card: IncidentCard, ask: Questions, notices: Notices) -> None:
        self._desk, self._act, self._card, self._ask, self._notices = desk, act, card, ask, notices
        self._view = desk.incident
        self._noting: tuple[str, str] | None = None
        """Incident and step that the next note belongs to."""
        self.draw_cordon: Callable[[], object] = lambda: None
        card.steps.ticked.connect(self.tick)
        card.steps.run.connect(self._run)
        card.steps.doubleClicked.connect(lambda _index: self.open())
        card.parties.doubleClicked.connect(lambda _index: self.open())
        card.log.written.connect(self._note)
        card.log.mentioned.connect(self._go_to_mention)
        card.place.pressed.connect(self._go_to_line)

    def open(self) -> None:
        """Do the step the keyboard is on, or go to what its row names."""
        if self._card.tab is Tab.PARTIES and (party := self._card.parties.row) is not None:
            self._go_to_party(party)
        elif self._card.tab is Tab.STEPS and (row := self._card.steps.row) is not None:
            self._run(row)

    def tick(self, row: ToDo | None) -> None:
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

    # Steps

    def _run(self, row: ToDo) -> None:
        """Carry the step's action out; one that is done at once is marked, others when the center has written it."""
        incident = self._view.incident
        if incident is None or not incident.is_open or row.mark is Mark.WAITING:
            return
        match row.action:
            case None:
                self.tick(row)
            case StepAction.ACKNOWLEDGE:
                self._acknowledge()
                self._mark(incident, row)
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
                self._act.assign_best(incident.id)
            case StepAction.REQUEST_AGENCY:
                self._ask.agency(row.agency)
            case StepAction.ORDER_REPAIR:
                self._ask.repair()
            case StepAction.MESSAGE_UNITS:
                self._ask.message(lambda: self._mark(incident, row))
            case StepAction.WRITE_NOTE:
                self._noting = (incident.id, row.key)
                self._card.write_note()
            case StepAction.DRAW_CORDON:
                self._act.look_at(incident.lon, incident.lat)
                self.draw_cordon()
                self._notices.info(
                    _("Draw it on the map: with the cordon of this incident the step is done."), key="cordon"
                )

    def _mark(self, incident: Incident, row: ToDo) -> None:
        if not row.is_settled:
            self._act.want(i.MarkStep(incident.id, row.key))

    def _acknowledge(self) -> None:
        for alarm in self._view.alarms():
            if alarm.is_unacknowledged:
                self._act.want(i.Acknowledge(alarm.id))

    def _open_cameras(self, incident: Incident) -> None:
        alarms = self._view.alarms()
        if alarms:
            self._act.open_cameras(alarms[0].id)
        else:
            self._act.open_many(self._desk.cameras_near(incident.lon, incident.lat))

    def _note(self, incident_id: str, text: str) -> None:
        self._act.want(i.AddNote(incident_id, text))
        if self._noting is not None and self._noting[0] == incident_id:
            self._act.want(i.MarkStep(*self._noting))
            self._noting = None

    # Names

    def _go_to_party(self, party: Party) -> None:
        match party.kind:
            case PartyKind.UNIT:
                self._go_to(FoundKind.UNIT, party.id)
            case PartyKind.ALARM:
                self._act.go_to(party.id)
            case PartyKind.AGENCY if party.awaits_answer:
                self._ask.answer(Agency(party.id))
            case PartyKind.AGENCY:
                self._ask.agency(Agency(party.id))

    def _go_to_mention(self, mention: Mention) -> None:
        self._go_to(mention.kind, mention.id)

    def _go_to_line(self, opens: str, key: str) -> None:
        match Opens(opens):
            case Opens.JOIN:
                self._ask.join(key)
            case Opens.REPAIR:
                self._ask.repair(key)
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
