"""What the outside world's word becomes: signals of devices into alarms, reports of units and devices into events.

Pure, like ``decisions``. A report that does not fit (a unit answers an assignment it does not have any more) becomes
nothing: the world may be late, and it is not an error of anybody at the center.
"""

from console.center.city import City
from console.center.decisions import told
from console.center.signals import AgencyReport, ConsentReport, DeviceReport, RepairReport, Signal, UnitReport
from console.domain import events as e
from console.domain.alarms import PRIORITY_OF, REPEAT_WINDOW_S, Act, Alarm, AlarmKind, AlarmState
from console.domain.devices import Health
from console.domain.incidents import RequestState
from console.domain.picture import Picture
from console.domain.repairs import RepairState
from console.domain.units import AssignmentState, UnitStatus
from console.domain.zones import Crossing

OWN_WORK = frozenset({UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE, UnitStatus.TRANSPORTING})
"""What a unit may tell of itself without an assignment (a check in the street, a call its agency took); no operator."""


class Rows:
    """Which alarm a source and kind have now, so that a flood of signals does not search all alarms for each.

    A unit's crossings are told apart: it may have entered one zone and left another.
    """

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._ids = {(a.source, a.kind, a.crossing): a.id for a in picture.alarms.values()}

    def find(self, source: str, kind: AlarmKind, crossing: Crossing | None = None) -> Alarm | None:
        """The latest alarm of this source and kind (and crossing) that is still in the picture."""
        alarm_id = self._ids.get((source, kind, crossing))
        if alarm_id is None:
            return None
        if (alarm := self._picture.alarms.get(alarm_id)) is None:
            del self._ids[source, kind, crossing]
        return alarm

    def take(self, event: e.Event) -> None:
        """Take note of a new alarm."""
        if isinstance(event, e.AlarmRaised):
            self._ids[event.alarm.source, event.alarm.kind, event.alarm.crossing] = event.alarm.id


def annunciate(picture: Picture, signal: Signal, now: float, row: Alarm | None) -> list[e.Event]:
    """The events of a device's signal; the first becomes entry ``picture.seq + 1``.

    An alarm that is still active, or that cleared at most ``REPEAT_WINDOW_S`` ago, counts the repeat (whether it sounds
    again, the fold decides: ``Picture``); else a new alarm is raised. Parked alarms (shelved, suppressed, out of
    service) count quietly, however long that is.

    Args:
        picture: everything known.
        signal: what the device said.
        now: Unix seconds of the center's clock.
        row: the alarm that its source and kind already have (``Rows.find``).
    """
    if not signal.active:
        is_so = row is not None and row.cleared_at is None and row.can(Act.CLEAR)
        return [e.AlarmCleared(row.id)] if row is not None and is_so else []
    priority = PRIORITY_OF[signal.kind] if signal.priority is None else signal.priority
    if row is not None and (row.cleared_at is None or row.is_parked or now - row.last_at <= REPEAT_WINDOW_S):
        return [e.AlarmRepeated(row.id, priority)]
    alarm = Alarm(
        id=f"A{picture.seq + 1}",
        kind=signal.kind,
        priority=priority,
        state=AlarmState.UNACKNOWLEDGED,
        source=signal.source,
        lon=signal.lon,
        lat=signal.lat,
        district=signal.district,
        raised_at=now,
        last_at=now,
        place=signal.place,
        site=signal.site,
        recent=(now,),
        crossing=signal.crossing,
    )
    return [e.AlarmRaised(alarm)]


def unit_told(picture: Picture, report: UnitReport) -> list[e.Event]:
    """The events of a unit's report: its answer to the assignment, its status, a message read, or that all is well."""
    unit = picture.units.get(report.unit)
    if unit is None:
        return []
    if report.is_well:
        return [e.UnitCheckedIn(unit.id)]
    if report.read:
        message = picture.messages.get(report.read)
        return [] if message is None or unit.id not in message.silent else [e.MessageRead(message.id, unit.id)]
    if report.answer is not None:
        task = unit.assignment
        if task is None or report.answer in (AssignmentState.PROPOSED, AssignmentState.UNANSWERED):
            return []
        if report.answer is not AssignmentState.CLEARED and not task.awaits_answer:
            return []
        return [e.AssignmentAnswered(unit.id, task.incident, report.answer)]
    if report.status is None:
        return []
    if unit.assignment is None and report.status in OWN_WORK and report.status is not unit.status:
        return [e.UnitStatusChanged(unit.id, report.status)]
    return told(unit, report.status)


def device_told(picture: Picture, report: DeviceReport) -> list[e.Event]:
    """The event of a device's report, where its health is not as known."""
    known = picture.devices.get(report.device, Health.OK)
    return [] if known is report.health else [e.DeviceChanged(report.device, report.health)]


def agency_told(picture: Picture, report: AgencyReport) -> list[e.Event]:
    """The event of another agency's answer, where it is still waited for."""
    incident = picture.incidents.get(report.incident)
    request = None if incident is None or not incident.is_open else incident.requests.get(report.agency)
    if request is None or request.state is not RequestState.REQUESTED:
        return []
    state = RequestState.ACCEPTED if report.accepted else RequestState.REFUSED
    return [e.AgencyAnswered(report.incident, report.agency, state, report.text)]


def repair_told(picture: Picture, report: RepairReport) -> list[e.Event]:
    """The event of the city's word on a work order that is not done yet."""
    repair = picture.repairs.get(report.repair)
    if repair is None or report.state is repair.state or repair.state is RepairState.DONE:
        return []
    return [e.RepairProgressed(repair.id, report.state)]


def consent_told(picture: Picture, city: City, report: ConsentReport) -> list[e.Event]:
    """The event when an owner tells the center something that is not on file yet."""
    camera = city.cameras.get(report.camera)
    if camera is None or picture.consent(camera) is report.consent:
        return []
    return [e.ConsentChanged(camera.id, report.consent, report.note)]
