"""Whom to send: units ranked by when they would arrive by the streets, and by what else speaks for and against them.

Everything is counted in seconds, as a dispatcher thinks: a crew that lacks the skill may still be the better one when
it is two minutes nearer. What counts for how much is a table here (assumptions of ours, to be changed by those who use
it), and each share is told with the unit, so that nobody has to believe a figure. Those who are free come first; then
those who would have to be taken from something.

Exact, though few ways are reckoned: nobody arrives sooner than straight ahead at full speed, so the units are taken in
that order until the best of them cannot be overtaken any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.incidents import EntryKind, Incident
from console.domain.recommendations import Because, Recommendation, Why
from console.domain.units import FREE, Agency, Unit, UnitStatus
from console.insight.nearest import agency_for
from console.insight.needs import HELPED_BY, SKILLS
from console.insight.pace import MEAN_M_S, OFF_STREET_M_S, START_S, run_s
from console.insight.reach import Start, Times
from console.insight.streets import StreetGraph

RANKED = (9, 4)
"""So many units of the agency that goes first are told: free ones, and others."""

HELPERS_RANKED = (3, 1)
"""So many of each agency that may be needed as well."""

WITHOUT_SKILL_S = 60.0
AWAY_S = 30.0
OWN_WORK_S = 60.0
ON_BREAK_S = 180.0
TAKEN_AWAY_S = {1: 300.0, 2: 180.0, 3: 120.0}
"""By how many priorities the incident that it would leave is less urgent."""
WORKS_THERE_S = 120.0
"""More for a unit that is on the scene already."""
AS_URGENT_S = 1_200.0
CARRIES_S = 900.0
"""More for one that has somebody aboard."""
REFUSED_S, UNANSWERED_S = 600.0, 300.0

NEVER = frozenset({UnitStatus.OUT_OF_SERVICE, UnitStatus.OFFLINE})


class Wanted(Struct, frozen=True):
    """Where units are needed, and for what; of an incident: what has been tried already."""

    kind: AlarmKind
    priority: Priority
    lon: float
    lat: float
    district: str = ""
    incident: Incident | None = None
    agency: Agency | None = None
    """Only units of this one."""

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Those that are asked for, the one that goes first first."""
        if self.agency is not None:
            return (self.agency,)
        first = agency_for(self.kind) if self.incident is None else self.incident.lead
        fitting = (agency_for(self.kind), *HELPED_BY.get(self.kind, ()))
        requested = () if self.incident is None else tuple(self.incident.requests)
        return tuple(dict.fromkeys((first, *fitting, *requested)))


def for_incident(incident: Incident, agency: Agency | None = None) -> Wanted:
    """What an incident needs."""
    i = incident
    return Wanted(i.kind, i.priority, i.lon, i.lat, i.district, incident, agency)


class _Candidate(Struct, frozen=True):
    """A unit, its straight distance, the soonest it could be there, and what it counts for beside that."""

    unit: Unit
    distance_m: float
    soonest_s: float
    because: tuple[Because, ...]

    @property
    def handicap_s(self) -> float:
        return sum(b.seconds for b in self.because)


def recommend(
    graph: StreetGraph,
    units: Iterable[Unit],
    wanted: Wanted,
    now: float,
    *,
    incidents: Mapping[str, Incident],
    homes: Mapping[str, str],
) -> list[Recommendation]:
    """The units to ask, in that order, agency by agency: of the one that goes first ``RANKED``, of others a few each.

    Args:
        graph: the streets.
        units: everybody on duty.
        wanted: where and for what.
        now: Unix seconds; decides whose position is too old.
        incidents: those that units may be at, by id.
        homes: district of each home base, by its id.
    """
    reckoning = _Reckoning(wanted, now, incidents, homes)
    by_agency: dict[Agency, list[_Candidate]] = {agency: [] for agency in wanted.agencies}
    for unit in units:
        if unit.agency in by_agency and (candidate := reckoning.candidate(unit)) is not None:
            by_agency[unit.agency].append(candidate)
    arrivals = _Arrivals(graph, wanted)
    found: list[Recommendation] = []
    for number, candidates in enumerate(by_agency.values()):
        free, others = RANKED if number == 0 else HELPERS_RANKED
        found += _best([c for c in candidates if c.unit.status in FREE], arrivals, free)
        found += _best([c for c in candidates if c.unit.status not in FREE], arrivals, others)
    return found


def _best(candidates: Sequence[_Candidate], arrivals: "_Arrivals", count: int) -> list[Recommendation]:
    ranked: list[Recommendation] = []
    worst = float("inf")
    for candidate in sorted(candidates, key=lambda c: (c.soonest_s + c.handicap_s, c.unit.id)):
        if candidate.soonest_s + candidate.handicap_s > worst:
            break
        eta_s = arrivals.of(candidate)
        score_s = eta_s + candidate.handicap_s
        ranked.append(Recommendation(candidate.unit.id, eta_s, candidate.distance_m, score_s, candidate.because))
        if len(ranked) >= count:
            ranked = nsmallest(count, ranked, key=lambda r: (r.score_s, r.unit))
            worst = ranked[-1].score_s
    return sorted(ranked, key=lambda r: (r.score_s, r.unit))


class _Arrivals:
    """When units arrive at one place: by the streets; straight ahead on foot, and where no street is near."""

    def __init__(self, graph: StreetGraph, wanted: Wanted) -> None:
        try:
            self._times: Times | None = Times(graph, [Start("", wanted.lon, wanted.lat)])
        except LookupError:
            self._times = None

    def of(self, candidate: _Candidate) -> float:
        unit, metres = candidate.unit, candidate.distance_m
        if unit.is_on_foot:
            return float(run_s(metres))
        if self._times is not None and unit.fix is not None:
            try:
                reached = self._times.at(unit.fix.lon, unit.fix.lat)
            except LookupError:
                reached = None
            if reached is not None:
                return reached[0]
        return START_S + metres / OFF_STREET_M_S


class _Reckoning:
    """What speaks for and against units, for one place and time."""

    def __init__(self, wanted: Wanted, now: float, incidents: Mapping[str, Incident], homes: Mapping[str, str]) -> None:
        self._wanted, self._now, self._incidents, self._homes = wanted, now, incidents, homes
        self._tried = {} if wanted.incident is None else _tried(wanted.incident)
        self._first = wanted.agencies[0]
        self._skills = SKILLS.get(wanted.kind, ())
        self._per_degree = metres_per_degree_lon(wanted.lat), METRES_PER_DEGREE_LAT

    def candidate(self, unit: Unit) -> _Candidate | None:
        """The unit with its reasons; None where it cannot be sent."""
        task, fix, incident = unit.assignment, unit.fix, self._wanted.incident
        if fix is None or unit.status_at(self._now) in NEVER:
            return None
        if task is not None and incident is not None and task.incident == incident.id:
            return None
        east, north = self._per_degree
        metres = ((fix.lon - self._wanted.lon) ** 2 * east**2 + (fix.lat - self._wanted.lat) ** 2 * north**2) ** 0.5
        soonest = float(run_s(metres)) if unit.is_on_foot else START_S + metres / MEAN_M_S
        return _Candidate(unit, metres, soonest, tuple(self._because(unit)))

    def _because(self, unit: Unit) -> Iterator[Because]:
        yield from self._of_skills(unit)
        if unit.agency is not self._first:
            yield Because(Why.HELPS)
        if unit.is_on_foot:
            yield Because(Why.ON_FOOT)
        home, here = self._homes.get(unit.home, ""), self._wanted.district
        if home and here and home != here:
            yield Because(Why.AWAY, AWAY_S, text=home)
        yield from self._of_work(unit)
        if (before := self._tried.get(unit.id)) is not None:
            why, at = before
            seconds = REFUSED_S if why is Why.REFUSED else UNANSWERED_S
            yield Because(why, seconds, max(0.0, self._now - at))

    def _of_skills(self, unit: Unit) -> Iterator[Because]:
        if not self._skills or unit.agency is not Agency.POLICE:
            return
        for skill in self._skills:
            if skill in unit.skills:
                yield Because(Why.SKILL, text=skill)
        if self._skills[0] not in unit.skills:
            has_other = any(skill in unit.skills for skill in self._skills)
            yield Because(Why.NO_SKILL, WITHOUT_SKILL_S / (2 if has_other else 1), text=self._skills[0])

    def _of_work(self, unit: Unit) -> Iterator[Because]:
        """What it does now, and what it would leave."""
        if unit.status in FREE:
            return
        seconds = CARRIES_S if unit.status is UnitStatus.TRANSPORTING else 0.0
        if (task := unit.assignment) is None:
            is_break = unit.status is UnitStatus.BREAK
            yield Because(Why.ON_BREAK, ON_BREAK_S) if is_break else Because(Why.OWN_WORK, OWN_WORK_S + seconds)
            return
        seconds += WORKS_THERE_S if unit.status is UnitStatus.ON_SCENE else 0.0
        left = self._incidents.get(task.incident)
        priority = Priority.P4 if left is None else left.priority
        lower_by = priority - self._wanted.priority
        if lower_by > 0:
            yield Because(Why.PREEMPTED, seconds + TAKEN_AWAY_S[lower_by], priority, task.incident)
        else:
            yield Because(Why.AS_URGENT, seconds + AS_URGENT_S, priority, task.incident)


def _tried(incident: Incident) -> dict[str, tuple[Why, float]]:
    """What units have said to the incident before, and when."""
    said = {EntryKind.UNIT_REFUSED: Why.REFUSED, EntryKind.UNIT_UNANSWERED: Why.UNANSWERED}
    return {line.unit: (said[line.kind], line.time) for line in incident.log if line.kind in said}
