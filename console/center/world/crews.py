"""What one crew does: patrols, answers an assignment, drives there, works, finishes; and obeys the operator's word.

The picture is the truth. A crew only reports; that a report counts it sees when the picture shows it, and until then it
reports again from time to time. A status that it did not ask for was set by an operator, and is obeyed at once.
"""

from math import dist
from random import Random

from msgspec import Struct

from console.center.signals import UnitReport
from console.center.world.drive import Drive
from console.center.world.roster import Gait, Kind
from console.domain.picture import Picture
from console.domain.plane import to_plane
from console.domain.units import Agency, Assignment, AssignmentState, Unit, UnitStatus
from console.insight.streets import Spot, StreetGraph

_TELL_AGAIN_S = 10.0
_REFUSES = 0.04
"""Share of assignments a crew cannot take (a detainee aboard, a broken car); an assumption of the demo."""

_ANSWER_S = (3.0, 9.0)
_WORK_S = (240.0, 840.0)
_BREAK_S = (900.0, 1800.0)
_BREAKS_PER_HOUR = 0.08
_HAND_OVER_S = (120.0, 300.0)
_BACK_ON_PATROL_S = (30.0, 120.0)
_LINGER_S = (20.0, 200.0)
_LINGERS = 0.35
_LOST_ORDER_S = 600.0
"""A crew that was sent without an incident waits so long for one."""

_TOO_FAR_ON_FOOT_M = 4000.0


class Beat(Struct, frozen=True):
    """Where a crew roams: its base and the crossings it goes to."""

    base: Spot
    nodes: tuple[int, ...]
    drop_off: Spot
    """Where it takes people: a hospital, a service center."""


class Crew:
    """One unit of the demo city. ``unit`` is how it began; what became of it stands in the picture."""

    def __init__(self, unit: Unit, kind: Kind, beat: Beat, drive: Drive, graph: StreetGraph, rng: Random) -> None:
        self.unit = unit
        self.kind = kind
        self.drive = drive
        self._beat = beat
        self._graph = graph
        self._rng = rng
        self._status = unit.status
        self._assignment: Assignment | None = None
        self._until = 0.0
        self._own_break = unit.status is UnitStatus.BREAK
        self._has_begun = False
        self._told_at = 0.0
        self._next_job = 0.0
        self._refuses = False

    @property
    def is_urgent(self) -> bool:
        """Whether it drives with blue light."""
        return self._status is UnitStatus.EN_ROUTE

    def look(self, now: float, picture: Picture) -> UnitReport | None:
        """See what is asked and do the next thing; the report it makes, if any."""
        known = picture.units.get(self.unit.id, self.unit)
        if not self._has_begun:
            self._next_job = now + self._pause(self.kind.jobs_per_hour)
        if not self._has_begun or (known.status, known.assignment) != (self._status, self._assignment):
            self._status, self._assignment = known.status, known.assignment
            self._has_begun, self._told_at = True, 0.0
            self._turn_to(now, picture)
        if now < self._told_at + _TELL_AGAIN_S:
            return None
        report = self._go_on(now)
        if report is not None:
            self._told_at = now
        return report

    def _turn_to(self, now: float, picture: Picture) -> None:
        """A new status or assignment: begin what it means."""
        rng, status = self._rng, self._status
        match status:
            case UnitStatus.DISPATCHED:
                self.drive.halt()
                self._refuses = self._has_cause_to_refuse(picture)
                self._until = now + (rng.uniform(*_ANSWER_S) if self._assignment else _LOST_ORDER_S)
            case UnitStatus.EN_ROUTE:
                self.drive.go(self._destination(picture))
            case UnitStatus.ON_SCENE:
                self.drive.halt()
                self._until = now + rng.uniform(*_WORK_S)
            case UnitStatus.TRANSPORTING:
                self.drive.go(self._beat.drop_off)
                self._until = 0.0
            case UnitStatus.AVAILABLE:
                self.drive.halt()
                self._until = now + rng.uniform(*_BACK_ON_PATROL_S)
                if not self.kind.patrols:
                    self.drive.go(self._beat.base)
            case UnitStatus.ON_PATROL:
                self._until = now
            case _:
                self.drive.halt()
                self._until = now + rng.uniform(*_BREAK_S)
        self._own_break = self._own_break and status is UnitStatus.BREAK

    def _go_on(self, now: float) -> UnitReport | None:
        """What comes next in the present status, when its time has come."""
        is_over = now >= self._until and not self.drive.is_under_way
        match self._status:
            case UnitStatus.DISPATCHED if now >= self._until:
                return self._answer()
            case UnitStatus.EN_ROUTE if not self.drive.is_under_way:
                return self._tell(UnitStatus.ON_SCENE)
            case UnitStatus.ON_SCENE if is_over:
                takes_somebody = self._rng.random() < (0.6 if self.kind.agency is Agency.AMBULANCE else 0.1)
                if takes_somebody and self.kind.gait is Gait.CAR:
                    return self._tell(UnitStatus.TRANSPORTING)
                return self._finish()
            case UnitStatus.TRANSPORTING if not self.drive.is_under_way:
                if self._until == 0.0:
                    self._until = now + self._rng.uniform(*_HAND_OVER_S)
                return self._finish() if is_over and now >= self._until else None
            case UnitStatus.BREAK if self._own_break and is_over:
                return self._tell(UnitStatus.ON_PATROL if self.kind.patrols else UnitStatus.AVAILABLE)
            case UnitStatus.AVAILABLE if self._assignment is not None and now >= self._until:
                return self._finish()
            case UnitStatus.AVAILABLE if self.kind.patrols and now >= self._until:
                return self._tell(UnitStatus.ON_PATROL)
            case UnitStatus.AVAILABLE:
                return self._own_job(now)
            case UnitStatus.ON_PATROL:
                if is_over:
                    self._roam(now)
                return self._own_job(now)
        return None

    def _answer(self) -> UnitReport:
        if self._assignment is None:
            return self._tell(UnitStatus.AVAILABLE)
        answer = AssignmentState.REFUSED if self._refuses else AssignmentState.ACCEPTED
        return UnitReport(self.unit.id, answer=answer)

    def _has_cause_to_refuse(self, picture: Picture) -> bool:
        incident = picture.incidents.get(self._assignment.incident) if self._assignment else None
        if incident is None:
            return False
        x, y = self._graph.place(self.drive.spot)
        far = dist((x, y), to_plane(incident.lon, incident.lat)) > _TOO_FAR_ON_FOOT_M
        return self._rng.random() < _REFUSES or (far and self.kind.gait is Gait.FOOT)

    def _finish(self) -> UnitReport:
        """Being cleared from the incident makes it available; without one it says so itself."""
        if self._assignment is not None:
            return UnitReport(self.unit.id, answer=AssignmentState.CLEARED)
        return self._tell(UnitStatus.AVAILABLE)

    def _tell(self, status: UnitStatus) -> UnitReport:
        return UnitReport(self.unit.id, status=status)

    def _destination(self, picture: Picture) -> Spot:
        incident = picture.incidents.get(self._assignment.incident) if self._assignment else None
        if incident is None:
            return self._corner()
        return self._graph.nearest(*to_plane(incident.lon, incident.lat))

    def _roam(self, now: float) -> None:
        if self._rng.random() < _LINGERS:
            self._until = now + self._rng.uniform(*_LINGER_S)
        else:
            self.drive.go(self._corner())

    def _corner(self) -> Spot:
        """One of the beat's crossings, rather a near one."""
        x, y = self._graph.place(self.drive.spot)
        xs, ys = self._graph.xs, self._graph.ys
        choice = self._rng.sample(self._beat.nodes, min(4, len(self._beat.nodes)))
        far = [node for node in choice if (xs[node] - x) ** 2 + (ys[node] - y) ** 2 > 100.0**2] or choice
        node = min(far, key=lambda node: (xs[node] - x) ** 2 + (ys[node] - y) ** 2)
        edge = self._graph.ways[node][0]
        return Spot(edge.index, 0.0 if edge.a == node else edge.length)

    def _own_job(self, now: float) -> UnitReport | None:
        """Work that no operator gave: a check in the street, a call of the agency's own, a break."""
        if now < self._next_job:
            return None
        self._next_job = now + self._pause(self.kind.jobs_per_hour)
        if self._rng.random() < _BREAKS_PER_HOUR / (_BREAKS_PER_HOUR + self.kind.jobs_per_hour):
            self._own_break = True
            return self._tell(UnitStatus.BREAK)
        return self._tell(UnitStatus.ON_SCENE if self.kind.patrols else UnitStatus.EN_ROUTE)

    def _pause(self, per_hour: float) -> float:
        return self._rng.expovariate((per_hour + _BREAKS_PER_HOUR) / 3600.0)
