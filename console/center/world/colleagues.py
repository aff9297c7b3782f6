"""Who worked before the demo center is looked at first, and what they want done: officers of the earlier shift.

They see the picture as an operator does, and what they want goes the way of every operator's wish. They keep nothing in
mind: who does what, and when, follows from the picture, the seed and the time, so the same shift is always the same.
"""

from collections.abc import Iterator
from random import Random

from console.center.signals import Wish
from console.center.world.conduct import CARE, Care, Outcome
from console.domain import intents as i
from console.domain.alarms import Alarm, AlarmKind, Priority
from console.domain.incidents import CallLine, EntryKind, Incident, IncidentStatus
from console.domain.picture import Picture
from console.domain.session import Operator, Role
from console.domain.units import Agency, UnitStatus
from console.insight.recommend import for_incident, recommend
from console.insight.streets import StreetGraph

TEAM: tuple[Operator, ...] = (
    Operator("serikova", "А. Серикова", Role.DUTY_OFFICER),
    Operator("kim", "Д. Ким", Role.DUTY_OFFICER),
    Operator("zhumabaev", "Е. Жумабаев", Role.DUTY_OFFICER),
    Operator("akhmetova", "М. Ахметова", Role.SUPERVISOR),
)

LEAVE_S = 185.0
"""So long before the end nobody takes up an alarm or incident any more; units are still sent to what is open."""

LAST_WORD_S = 55.0
"""So long before the end the last of them has gone."""

_SEEN_AFTER_S = {Priority.P1: (10, 18), Priority.P2: (12, 32), Priority.P3: (20, 60), Priority.P4: (90, 240)}
"""Within which seconds an alarm is acknowledged; faults can wait."""

_OPENED_AFTER_S = (8.0, 25.0)
_SENT_AFTER_S = (8.0, 22.0)
_NEXT_SENT_AFTER_S = 42.0
_WALK_M = 700.0
"""How far a patrol on foot is sent."""
_FIRST_NOTE_AFTER_S = (25.0, 55.0)
_REPORT_AFTER_S = (50.0, 110.0)
_ON_HOLD_AFTER_S = (70.0, 130.0)
_RESOLVED_AFTER_S = (15.0, 60.0)
_CLOSED_AFTER_S = (45.0, 140.0)
_STEP_EACH_S = (15.0, 50.0)
_STEPS_SKIPPED = 0.08
_NOT_NEEDED = "Не потребовалось."

CALLED_BEFORE_END_S = 255.0
CALL = i.OpenCall(
    AlarmKind.MISSING_CHILD,
    76.9436,
    43.2643,
    "ТД «Зелёный базар», вход с Жибек Жолы",
    CallLine.POLICE_102,
    "Пропал сын 6 лет, жёлтая кепка, отстал у рядов с фруктами.",
    "Асель М.",
    "+7 701 555 0142",
)
"""What one of them was told at the telephone, so long before the end."""


class Colleagues:
    """The earlier shift; implements ``console.center.signals.Shift``."""

    team = TEAM

    def __init__(self, seed: int, begin: float, end: float, streets: StreetGraph) -> None:
        self.begin = begin
        self.end = end
        self._seed = seed
        self._streets = streets

    def wishes(self, now: float, picture: Picture) -> list[Wish]:
        """What they want done, seeing ``picture`` at ``now``."""
        if now > self.end - LAST_WORD_S:
            return []
        wishes = [self._on_incident(i, now, picture) for i in picture.incidents.values() if i.is_open]
        if now <= self.end - LEAVE_S:
            wishes += [self._on_alarm(alarm, now, picture) for alarm in picture.alarms.values()]
            wishes.append(self._on_call(now, picture))
        return [wish for wish in wishes if wish is not None]

    def _on_alarm(self, alarm: Alarm, now: float, picture: Picture) -> Wish | None:
        care = CARE.get(alarm.kind)
        if not alarm.is_unacknowledged and (care is None or alarm.incident):
            return None
        lot = self._lot(alarm.id)
        who, seen_after = lot.choice(TEAM), lot.uniform(*_SEEN_AFTER_S[alarm.priority])
        if alarm.is_unacknowledged:
            return Wish(who, i.Acknowledge(alarm.id)) if now >= alarm.raised_at + seen_after else None
        if care is None or alarm.acknowledged_at is None or lot.random() >= care.share:
            return None
        is_due = now >= alarm.acknowledged_at + lot.uniform(*_OPENED_AFTER_S)
        return Wish(who, i.OpenIncident((alarm.id,))) if is_due else None

    def _on_call(self, now: float, picture: Picture) -> Wish | None:
        is_open = any(incident.call is not None for incident in picture.incidents.values())
        return None if is_open or now < self.end - CALLED_BEFORE_END_S else Wish(TEAM[1], CALL)

    def _on_incident(self, incident: Incident, now: float, picture: Picture) -> Wish | None:
        care, lot = CARE.get(incident.kind), self._lot(incident.id)
        who = next((o for o in TEAM if o.id == incident.opened_by), None)
        if care is None or who is None:
            return None
        outcome = lot.choices(care.outcomes, [o.weight for o in care.outcomes])[0]
        intent = (
            self._send(incident, care, now, picture)
            or self._step(incident, now)
            or _note(incident, outcome, self._lot(f"{incident.id}/notes"), now)
            or (self._finish(incident, care, outcome, now) if now <= self.end - LEAVE_S else None)
        )
        return None if intent is None else Wish(who, intent)

    def _send(self, incident: Incident, care: Care, now: float, picture: Picture) -> i.Intent | None:
        """The next unit that the incident needs, when it is time: the nearest free one that was not asked before."""
        asked = {line.unit for line in incident.log if line.kind is EntryKind.UNIT_ASSIGNED}
        refused = {line.unit for line in incident.log if line.kind is EntryKind.UNIT_REFUSED}
        missing = list(_missing(care.agencies, [picture.units[unit].agency for unit in asked - refused]))
        sent = len(care.agencies) - len(missing)
        due = incident.opened_at + self._lot(f"{incident.id}/sent").uniform(*_SENT_AFTER_S) + sent * _NEXT_SENT_AFTER_S
        if not missing or now < due or incident.status is IncidentStatus.RESOLVED:
            return None
        wanted = for_incident(incident, missing[0])
        ranked = recommend(self._streets, picture.units.values(), wanted, now, incidents=picture.incidents, homes={})
        near = (found for found in ranked if found.is_free and found.unit not in asked)
        able = (u.unit for u in near if u.distance_m < _WALK_M or not picture.units[u.unit].is_on_foot)
        first = next(able, None)
        return i.AssignUnit(incident.id, first) if first is not None else None

    def _step(self, incident: Incident, now: float) -> i.Intent | None:
        """The next step of its procedure, when it is time; now and then one is not needed."""
        if not incident.missing:
            return None
        lot = self._lot(f"{incident.id}/steps")
        due = incident.opened_at
        for step in incident.mandatory:
            due += lot.uniform(*_STEP_EACH_S)
            is_skipped = lot.random() < _STEPS_SKIPPED
            if step not in incident.steps:
                reason = _NOT_NEEDED if is_skipped else ""
                return i.MarkStep(incident.id, step, reason) if now >= due else None
        return None

    def _finish(self, incident: Incident, care: Care, outcome: Outcome, now: float) -> i.Intent | None:
        """Put it on hold where nobody is to be sent; resolve and close it when all who were sent are free again."""
        lot, last = self._lot(f"{incident.id}/end"), incident.log[-1]
        if not care.agencies:
            is_due = incident.status is IncidentStatus.NEW and now >= incident.opened_at + lot.uniform(
                *_ON_HOLD_AFTER_S
            )
            return i.SetIncidentStatus(incident.id, IncidentStatus.ON_HOLD) if is_due else None
        if incident.units or _first(incident, EntryKind.UNIT_CLEARED) is None:
            return None
        if incident.status is not IncidentStatus.RESOLVED:
            is_due = now >= last.time + lot.uniform(*_RESOLVED_AFTER_S)
            return i.SetIncidentStatus(incident.id, IncidentStatus.RESOLVED) if is_due else None
        is_due = now >= last.time + lot.uniform(*_CLOSED_AFTER_S)
        return i.CloseIncident(incident.id, outcome.disposition) if is_due else None

    def _lot(self, of: str) -> Random:
        return Random(f"{self._seed}/{of}")


def _missing(wanted: tuple[Agency, ...], sent: list[Agency]) -> Iterator[Agency]:
    left = list(sent)
    for agency in wanted:
        if agency in left:
            left.remove(agency)
        else:
            yield agency


def _note(incident: Incident, outcome: Outcome, lot: Random, now: float) -> i.Intent | None:
    """The caller's words soon after the beginning, the crew's report when it has looked around."""
    written = [line.text for line in incident.log if line.kind is EntryKind.NOTE]
    call_at = incident.opened_at + lot.uniform(*_FIRST_NOTE_AFTER_S)
    if outcome.call not in written:
        return i.AddNote(incident.id, outcome.call) if now >= call_at else None
    arrived = _first(incident, EntryKind.UNIT_STATUS, UnitStatus.ON_SCENE)
    if outcome.report in written or arrived is None:
        return None
    return i.AddNote(incident.id, outcome.report) if now >= arrived + lot.uniform(*_REPORT_AFTER_S) else None


def _first(incident: Incident, kind: EntryKind, text: str = "") -> float | None:
    """Time of the first line of a kind (that says ``text``)."""
    return next((line.time for line in incident.log if line.kind is kind and text in ("", line.text)), None)
