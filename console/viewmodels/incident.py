"""The incident card: what there is, and of the chosen one its head, steps, parties, place and log in sentences."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from console.domain.alarms import Alarm
from console.domain.changes import Changes
from console.domain.events import CENTER
from console.domain.geo import distance_m
from console.domain.incidents import EntryKind, Incident, IncidentEntry
from console.domain.intents import Intent
from console.domain.procedures import Procedure
from console.domain.session import Role
from console.domain.units import Unit
from console.language import _
from console.state.store import Store
from console.viewmodels import incident_words, places, words
from console.viewmodels.closing import Closing
from console.viewmodels.incident_list import Incidents
from console.viewmodels.incident_log import Line, Timeline
from console.viewmodels.incident_parties import Parties, parties
from console.viewmodels.incident_place import Surroundings
from console.viewmodels.incident_steps import Steps, ToDo, to_do
from console.viewmodels.mentions import Mentions
from console.viewmodels.passport import Section
from console.viewmodels.selection import Selection


class IncidentView(QObject):
    """The incident of the selection; ``changed`` is emitted when anything of it is different.

    ``skipped`` tells a supervisor that somebody left out a step that is needed: incident and sentence.
    """

    changed = Signal()
    skipped = Signal(str, str)

    def __init__(
        self,
        store: Store,
        selection: Selection,
        parent: QObject | None = None,
        *,
        place: Callable[[float, float], str] = places.brief,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self._mentions = Mentions(store)
        self._read: dict[str, int] = {}
        """Lines of each incident's log that were looked through for steps that were skipped."""
        self.surroundings = Surroundings(store, place)
        self.timeline = Timeline(self)
        self.steps = Steps(self)
        self.parties = Parties(self)
        self.closing = Closing(store, self)
        self.open = Incidents(store, self)
        self.closed = Incidents(store, self, closed=True)
        selection.changed.connect(self._show)

    @property
    def incident(self) -> Incident | None:
        """The incident shown."""
        return self._selection.incident

    @property
    def is_pending(self) -> bool:
        """Whether an intent about it waits for an answer."""
        return self._selection.incident_id in self._store.pending

    @property
    def procedure(self) -> Procedure | None:
        """The procedure the incident follows; None where there is none, or the console does not know it."""
        incident = self.incident
        return self._store.procedures.get(incident.procedure) if incident else None

    def refresh(self, changes: Changes) -> None:
        """Take in what changed of the incident, its alarms, its units and its place."""
        self.open.refresh(changes)
        self.closed.refresh(changes)
        self.closing.refresh(changes)
        self._tell_skipped(changes)
        shown = self.incident
        if changes.whole or changes.procedures or (shown is not None and shown.id in changes.incidents):
            self._show()
        elif shown is not None and (
            changes.incidents
            or changes.registry
            or changes.devices
            or changes.repairs
            or not changes.units.isdisjoint(shown.units)
            or not changes.alarms.isdisjoint(shown.alarms)
        ):
            self._show_rows(shown)
            self.changed.emit()

    def beat(self) -> None:
        """A second has passed: what is due grows late, and ages grow."""
        self.closing.beat()
        if (incident := self.incident) is not None:
            self._show_rows(incident)

    def retranslate(self) -> None:
        """The language has changed."""
        self.open.retranslate()
        self.closed.retranslate()
        self._show()

    def alarms(self) -> list[Alarm]:
        """Its alarms that are still known."""
        known = self._store.picture.alarms
        return [known[i] for i in (self.incident.alarms if self.incident else ()) if i in known]

    def units(self) -> list[Unit]:
        """The units sent to it."""
        known = self._store.picture.units
        return [known[i] for i in (self.incident.units if self.incident else ()) if i in known]

    def others(self) -> list[Incident]:
        """Other open incidents, those that may be the same first, then the nearest in time."""
        if (shown := self.incident) is None:
            return []
        near = [found.incident for found in self.surroundings.alike(shown)]
        rest = [i for i in self._store.picture.incidents.values() if i.is_open and i.id != shown.id and i not in near]
        return [*near, *sorted(rest, key=lambda i: abs(i.opened_at - shown.opened_at))]

    def other_words(self, other: Incident) -> str:
        """What tells another incident from its like: kind, place, how far away, how long ago."""
        shown = self.incident or other
        return self.told_from(shown.lon, shown.lat, other)

    def told_from(self, lon: float, lat: float, incident: Incident) -> str:
        """The same, as seen from a place."""
        away = words.distance(distance_m(lon, lat, incident.lon, incident.lat))
        place = places.called(incident.place, incident.lon, incident.lat)
        return " · ".join(part for part in (words.incident_title(incident), place, away, self.age(incident)) if part)

    def open_near(self, lon: float, lat: float) -> list[Incident]:
        """The open incidents, the nearest to a place first."""
        known = [incident for incident in self._store.picture.incidents.values() if incident.is_open]
        return sorted(known, key=lambda incident: distance_m(lon, lat, incident.lon, incident.lat))

    def repairable(self) -> list[tuple[str, str]]:
        """Devices whose repair can be ordered here, with what they are called: dark lamps, what raised the alarms."""
        if (shown := self.incident) is None:
            return []
        said = _("Street lamp {code}")
        dark = [(d.segment.id, said.format(code=d.segment.id)) for d in self.surroundings.dark(shown)]
        spoke = [(alarm.source, f"{words.word(alarm.kind)} {alarm.source}") for alarm in self.alarms()]
        return list({device: (device, name) for device, name in [*spoke, *dark]}.values())

    def missing(self) -> list[ToDo]:
        """Steps without which the incident is not closed, as they stand."""
        incident = self.incident
        rows = self._to_do(incident) if incident else []
        return [row for row in rows if incident and row.key in incident.missing]

    def sections(self) -> list[Section]:
        """What is known of its place."""
        return list(self.surroundings.sections(self.incident)) if self.incident else []

    def age(self, incident: Incident) -> str:
        """How long ago it was opened, or, of a closed one, closed."""
        since = incident.opened_at if incident.closed_at is None else incident.closed_at
        return words.age(self._store.clock.now() - since)

    def name_of(self, actor: str) -> str:
        """Who it was, for people."""
        operator = self._store.operator
        if operator is not None and actor == operator.id:
            return operator.name
        return _("The center") if actor == CENTER else self._store.picture.operators.get(actor, actor)

    def _show(self) -> None:
        incident = self.incident
        lines = [self._line(entry, incident) for entry in incident.log] if incident else []
        self.timeline.show(incident.id if incident else "", lines)
        if incident is not None:
            self._show_rows(incident)
        self.changed.emit()

    def _show_rows(self, incident: Incident) -> None:
        self.steps.show(self._to_do(incident))
        self.parties.show(list(parties(incident, self.units(), self.alarms(), self._store.clock.now())))

    def _to_do(self, incident: Incident) -> list[ToDo]:
        waiting: list[Intent] = list(self._store.pending.get(incident.id, {}).values())
        names = {mark.by: self.name_of(mark.by) for mark in incident.steps.values()}
        names |= {task.done_by: self.name_of(task.done_by) for task in incident.tasks if task.done_by}
        return list(to_do(incident, self.procedure, self._store.clock.now(), names, waiting))

    def _line(self, entry: IncidentEntry, incident: Incident) -> Line:
        unit = self._store.picture.units.get(entry.unit)
        who = self.name_of(entry.by)
        callsign = unit.callsign if unit else entry.unit
        sentence = incident_words.sentence(entry, incident, who=who, unit=callsign, step=self._step_text(incident))
        line = Line(words.time_of_day(entry.time), sentence, who, entry.kind is EntryKind.NOTE)
        return Line(line.time, sentence, who, line.is_note, self._mentions.within(line.said))

    def _step_text(self, incident: Incident) -> Callable[[str], str]:
        """The words of a step; of one of an earlier procedure (reclassified meanwhile) too, where it is known."""
        books = [self._store.procedures.get(incident.procedure), *self._store.procedures.values()]

        def text(step_id: str) -> str:
            steps = (step for book in books if book for step in book.steps if step.id == step_id)
            found = next(steps, None)
            return words.name(found.text) if found else step_id

        return text

    def _tell_skipped(self, changes: Changes) -> None:
        """To a supervisor, once: what is skipped from now on, by somebody else."""
        operator, known = self._store.operator, self._store.picture.incidents
        if changes.whole:
            self._read = {incident.id: len(incident.log) for incident in known.values()}
            return
        for incident_id in changes.incidents & known.keys():
            incident = known[incident_id]
            fresh = incident.log[self._read.get(incident_id, 0) :]
            self._read[incident_id] = len(incident.log)
            if operator is None or operator.role is not Role.SUPERVISOR:
                continue
            for entry in fresh:
                is_needed = entry.text.partition(": ")[0] in incident.mandatory
                if entry.kind is EntryKind.STEP_SKIPPED and is_needed and entry.by != operator.id:
                    self.skipped.emit(incident.id, f"{incident.id}: {self._line(entry, incident).sentence}")
