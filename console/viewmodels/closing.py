"""Closing an incident whose procedure is not done: its steps are marked first, and only when they are, it is closed."""

from collections.abc import Mapping

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.domain.incidents import Disposition, Incident
from console.domain.intents import CloseIncident, MarkStep
from console.language import _
from console.state.store import Store

PATIENCE_S = 60.0
"""How long the marks are waited for, seconds: four times the link's own patience with an answer."""


class _Begun(Struct, frozen=True):
    intent: CloseIncident
    steps: tuple[str, ...]
    lines: int
    """How long the incident's log was when the operator was asked."""
    at: float


class Closing(QObject):
    """``wanted`` is an intent to be sent, with the version it is meant for (None: any); ``halted`` says why not."""

    wanted = Signal(object, object)
    halted = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._begun: dict[str, _Begun] = {}

    def begin(self, asked: Incident, disposition: Disposition, marks: Mapping[str, str]) -> None:
        """Close the incident as the operator saw it, with steps to be marked first: done, or skipped with a reason."""
        intent = CloseIncident(asked.id, disposition)
        if not marks:
            self.wanted.emit(intent, asked.version)
            return
        self._begun[asked.id] = _Begun(intent, tuple(marks), len(asked.log), self._store.clock.now())
        for step, reason in marks.items():
            self.wanted.emit(MarkStep(asked.id, step, reason), None)

    def refresh(self, changes: Changes) -> None:
        """Go on with those whose steps are marked by now."""
        for incident_id, begun in list(self._begun.items()):
            if changes.whole or incident_id in changes.incidents:
                self._go_on(incident_id, begun)

    def beat(self) -> None:
        """A second has passed: what was waited for too long is given up, and told."""
        for incident_id, begun in list(self._begun.items()):
            if self._store.clock.now() - begun.at > PATIENCE_S:
                del self._begun[incident_id]
                text = _("{incident} was not closed: its steps could not be marked.")
                self.halted.emit(text.format(incident=incident_id))

    def _go_on(self, incident_id: str, begun: _Begun) -> None:
        incident = self._store.picture.incidents.get(incident_id)
        if incident is None or not incident.is_open:
            del self._begun[incident_id]
        elif others := self._others(incident, begun):
            del self._begun[incident_id]
            text = _("{incident} was not closed: {who} wrote into its log meanwhile. Please look at it again.")
            self.halted.emit(text.format(incident=incident_id, who=others[0]))
        elif all(step in incident.steps for step in begun.steps) and not incident.missing:
            del self._begun[incident_id]
            self.wanted.emit(begun.intent, incident.version)

    def _others(self, incident: Incident, begun: _Begun) -> list[str]:
        """Names of those who wrote into the log since the operator was asked."""
        own = self._store.operator.id if self._store.operator else ""
        names = self._store.picture.operators
        return [names[line.by] for line in incident.log[begun.lines :] if line.by != own and line.by in names]
