"""A small city for tests of the desk: alarms, units, an incident, a store of them, and an Actions that remembers."""

from collections.abc import Iterable
from typing import Any

from console.domain.alarms import PRIORITY_OF, Alarm, AlarmKind, AlarmState
from console.domain.events import Event, LogEntry
from console.domain.freshness import LinkState, LinkStatus, Source
from console.domain.incidents import EntryKind, Incident, IncidentEntry, IncidentStatus
from console.domain.picture import Snapshot
from console.domain.session import Operator, Role
from console.domain.text import LocalText
from console.domain.units import Agency, Fix, Unit, UnitStatus
from console.state.store import Store

NOW = 1_763_791_402.0
"""2025-11-22 11:03:22 in Almaty."""

ABAY = LocalText("пр. Абая", "Абай д-лы", "Abay Ave")


def alarm(alarm_id: str, kind: AlarmKind = AlarmKind.THEFT, **fields: Any) -> Alarm:
    """An alarm; what is not said is usual: a new theft on Abay, 60 s old."""
    said: dict[str, Any] = {
        "priority": PRIORITY_OF[kind],
        "state": AlarmState.UNACKNOWLEDGED,
        "source": f"DEV-{alarm_id}",
        "lon": 76.93,
        "lat": 43.25,
        "district": "751110000",
        "raised_at": NOW - 60,
        "place": ABAY,
    } | fields
    return Alarm(id=alarm_id, kind=kind, last_at=said["raised_at"], **said)


def unit(unit_id: str, status: UnitStatus = UnitStatus.ON_PATROL, **fields: Any) -> Unit:
    """A police unit with a fresh fix near Abay, in its status for 5 minutes."""
    said: dict[str, Any] = {
        "callsign": unit_id,
        "agency": Agency.POLICE,
        "crew": 2,
        "home": "CENTER-1",
        "status_since": NOW - 300,
        "fix": Fix(unit_id, 76.94, 43.25, 10.0, 90.0, NOW - 1),
    } | fields
    return Unit(id=unit_id, status=status, **said)


def incident(incident_id: str, **fields: Any) -> Incident:
    """An incident about a fight, opened 10 minutes ago."""
    said: dict[str, Any] = {
        "kind": AlarmKind.FIGHT,
        "priority": PRIORITY_OF[AlarmKind.FIGHT],
        "status": IncidentStatus.IN_PROGRESS,
        "lon": 76.93,
        "lat": 43.25,
        "district": "751110000",
        "opened_at": NOW - 600,
        "opened_by": "serikova",
        "place": ABAY,
        "log": (IncidentEntry(NOW - 600, "serikova", EntryKind.OPENED),),
    } | fields
    return Incident(id=incident_id, **said)


def store(
    alarms: Iterable[Alarm] = (),
    units: Iterable[Unit] = (),
    incidents: Iterable[Incident] = (),
    *,
    is_live: bool = True,
) -> Store:
    """A store at ``NOW`` (its clock stands still) that has read a snapshot."""
    made = Store()
    made.clock.tell(NOW, 0.0)
    made.operator = Operator("serikova", "A. Serikova", Role.DUTY_OFFICER)
    made.load(Snapshot("epoch", 0, NOW, tuple(alarms), tuple(incidents), tuple(units), {}))
    if is_live:
        made.link(LinkStatus(LinkState.LIVE))
        for source in Source:
            made.heard(source)
    return made


def tell(into: Store, *events: Event, actor: str = "center") -> None:
    """Apply events as the next entries of the log."""
    seq = into.picture.seq
    into.apply([LogEntry(seq + n, NOW, actor, event) for n, event in enumerate(events, 1)])


class Asked:
    """Remembers what was asked for, as ``(name, arguments)``."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self.calls.append((name, args))
