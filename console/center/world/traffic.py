"""All units of the demo city: where they roam, what they report, where they are each second."""

from collections import defaultdict
from math import dist
from random import Random

from msgspec.structs import replace

from console.center.signals import UnitReport
from console.center.world.crew_skills import skills_of
from console.center.world.crews import Beat, Crew
from console.center.world.drive import Drive, pace_at
from console.center.world.roster import Gait, Kind, muster
from console.clock import local
from console.domain.picture import Picture
from console.domain.plane import to_degrees, to_plane
from console.domain.registry import Registry
from console.domain.sites import ServiceCenter, Site, SiteKind
from console.domain.units import Agency, Fix, Unit, UnitStatus
from console.insight.streets import Spot, StreetGraph

UNITS = 400

_REACH_M = {Gait.CAR: 2600.0, Gait.MOTORCYCLE: 2200.0, Gait.TRUCK: 3500.0, Gait.FOOT: 650.0}
"""How far from the middle of its beat a crew roams."""

_FREQUENTED = frozenset({SiteKind.MARKET, SiteKind.MALL, SiteKind.STATION, SiteKind.METRO, SiteKind.STADIUM})
_MOST_AT_ONCE_S = 120.0
"""After a longer pause the crews have not moved for longer than this."""

_FIX_EACH_S = 1.0
_SILENT_S, _SILENT_EACH_S = 240.0, 2400.0
"""The second silent unit loses its radio so long, that often."""

_FIRST_STATUS = (
    (UnitStatus.BREAK, 0.03),
    (UnitStatus.OUT_OF_SERVICE, 0.025),
    (UnitStatus.ON_SCENE, 0.03),
    (UnitStatus.EN_ROUTE, 0.012),
)
"""Shares of the crews that are not free when the shift is looked at first; an assumption of the demo."""


class Traffic:
    """The crews. ``units`` is everybody on duty at the start, with a fix."""

    def __init__(
        self, graph: StreetGraph, registry: Registry, node_districts: list[str], seed: int, now: float
    ) -> None:
        self._then = now
        self._fixed_at = 0.0
        self._fixes: dict[str, Fix] = {}
        self._has_begun = False
        billets = _Billets(graph, registry, node_districts, seed)
        self._crews = [billets.crew(i, kind, number, now) for i, (kind, number) in enumerate(muster(UNITS))]
        self._silent = {self._crews[7].unit.id: True, self._crews[150].unit.id: False}
        self._graph = graph
        self.units = tuple(
            replace(crew.unit, fix=self._fix(crew, now - (390.0 if self._silent.get(crew.unit.id) else 0.0)))
            for crew in self._crews
        )

    def begin(self, now: float) -> None:
        """Be on duty since then instead; before the first step."""
        late = self._then - now
        self._then = now
        self.units = tuple(_earlier(unit, late) for unit in self.units)

    def step(self, now: float, picture: Picture) -> tuple[list[UnitReport], list[Fix]]:
        """What the crews report, and where they are once a second, until ``now``."""
        if not self._has_begun:
            self._has_begun = True
            self._resume(picture)
        since = max(self._then, now - _MOST_AT_ONCE_S) if now >= self._then else now
        self._then = now
        at = local(now)
        pace = pace_at(at.hour + at.minute / 60)
        reports = []
        for crew in self._crews:
            if (report := crew.look(now, picture)) is not None:
                reports.append(report)
            if crew.drive.is_under_way:
                crew.drive.advance(since, now, pace, urgent=crew.is_urgent)
        if 0 <= now - self._fixed_at < _FIX_EACH_S - 0.05:
            return reports, []
        self._fixed_at = now
        return reports, [self._fix(crew, now) for crew in self._crews if not self._is_silent(crew, now)]

    def silent(self, now: float) -> list[str]:
        """Units that have no radio now."""
        return [crew.unit.id for crew in self._crews if self._is_silent(crew, now)]

    def where(self, unit: str) -> tuple[float, float] | None:
        """Longitude and latitude of a unit, None when there is none of that id."""
        for crew in self._crews:
            if crew.unit.id == unit:
                lon, lat = to_degrees(*crew.drive.place())
                return float(lon), float(lat)
        return None

    def _resume(self, picture: Picture) -> None:
        """Carry on from the last fix the picture has."""
        self._fixes.clear()
        for crew in self._crews:
            known = picture.units.get(crew.unit.id)
            if known is not None and known.fix is not None:
                crew.drive.jump(self._graph.nearest(*to_plane(known.fix.lon, known.fix.lat)))

    def _is_silent(self, crew: Crew, now: float) -> bool:
        always = self._silent.get(crew.unit.id)
        return always is True or (always is False and now % _SILENT_EACH_S < _SILENT_S)

    def _fix(self, crew: Crew, now: float) -> Fix:
        drive, before = crew.drive, self._fixes.get(crew.unit.id)
        if before is not None and before.speed == 0 and not drive.is_under_way:
            fix = Fix(before.unit, before.lon, before.lat, 0.0, before.heading, now)
        else:
            lon, lat = to_degrees(*drive.place())
            fix = Fix(crew.unit.id, round(lon, 6), round(lat, 6), round(drive.speed, 1), round(drive.heading, 1), now)
        self._fixes[fix.unit] = fix
        return fix


class _Billets:
    """Gives each crew its base, beat and first place; the same for the same seed."""

    def __init__(self, graph: StreetGraph, registry: Registry, node_districts: list[str], seed: int) -> None:
        self._graph = graph
        self._seed = seed
        self._centers = registry.service_centers
        self._hospitals = [site for site in registry.sites if site.kind is SiteKind.HOSPITAL]
        self._frequented = [site for site in registry.sites if site.kind in _FREQUENTED]
        self._nodes: dict[str, list[int]] = defaultdict(list)
        for node, district in enumerate(node_districts):
            if graph.main[node]:
                self._nodes[district].append(node)

    def crew(self, index: int, kind: Kind, number: int, now: float) -> Crew:
        """The ``number``-th crew of a kind."""
        unit_id = f"U{index + 1:03d}"
        rng = Random(f"{self._seed}/{unit_id}")
        center = self._center(number, rng)
        hospital = rng.choice(self._hospitals) if kind.agency is Agency.AMBULANCE else None
        beat = self._beat(kind, center, hospital, rng)
        status = _first_status(kind, rng)
        waits = not kind.patrols and status is UnitStatus.AVAILABLE
        spot = beat.base if waits else self._somewhere(beat, rng)
        unit = Unit(
            id=unit_id,
            callsign=f"{kind.letter}{number:02d}",
            agency=kind.agency,
            crew=rng.randint(*kind.crew),
            home=hospital.id if hospital else center.id,
            status=status,
            status_since=now - rng.uniform(20, 1500),
            skills=skills_of(kind, Random(f"{self._seed}/{unit_id}/skills")),
            is_on_foot=kind.gait is Gait.FOOT,
        )
        return Crew(unit, kind, beat, Drive(self._graph, spot, kind.gait), self._graph, rng)

    def _center(self, number: int, rng: Random) -> ServiceCenter:
        """The first of each kind go to each center in turn, the rest where there are more streets."""
        if number <= len(self._centers):
            return self._centers[number - 1]
        return rng.choices(self._centers, [40 + len(self._nodes[c.district]) for c in self._centers])[0]

    def _beat(self, kind: Kind, center: ServiceCenter, hospital: Site | None, rng: Random) -> Beat:
        nodes = self._nodes[center.district]
        home = self._spot(hospital or center)
        base = home if kind.agency in (Agency.POLICE, Agency.AMBULANCE) else self._at(rng.choice(nodes))
        middle = self._graph.place(self._middle(kind, center, nodes, rng) if kind.patrols else base)
        xs, ys = self._graph.xs, self._graph.ys
        by_distance = sorted(nodes, key=lambda node: dist((xs[node], ys[node]), middle))
        near = [n for n in by_distance if dist((xs[n], ys[n]), middle) < _REACH_M[kind.gait]]
        return Beat(base, tuple(near if len(near) > 4 else by_distance[:5]), home)

    def _middle(self, kind: Kind, center: ServiceCenter, nodes: list[int], rng: Random) -> Spot:
        places = [site for site in self._frequented if site.district == center.district]
        if kind.gait is Gait.FOOT and places and rng.random() < 0.7:
            return self._spot(rng.choice(places))
        return self._at(rng.choice(nodes))

    def _spot(self, place: Site | ServiceCenter) -> Spot:
        return self._graph.nearest(*to_plane(place.lon, place.lat))

    def _at(self, node: int) -> Spot:
        edge = self._graph.ways[node][0]
        return Spot(edge.index, 0.0 if edge.a == node else edge.length)

    def _somewhere(self, beat: Beat, rng: Random) -> Spot:
        edge = rng.choice(self._graph.ways[rng.choice(beat.nodes)])
        return Spot(edge.index, rng.uniform(0.05, 0.95) * edge.length)


def _earlier(unit: Unit, seconds: float) -> Unit:
    fix = unit.fix and Fix(
        unit.id, unit.fix.lon, unit.fix.lat, unit.fix.speed, unit.fix.heading, unit.fix.time - seconds
    )
    return replace(unit, status_since=unit.status_since - seconds, fix=fix)


def _first_status(kind: Kind, rng: Random) -> UnitStatus:
    lot = rng.random()
    for status, share in _FIRST_STATUS:
        if lot < share:
            return status
        lot -= share
    return UnitStatus.ON_PATROL if kind.patrols else UnitStatus.AVAILABLE
