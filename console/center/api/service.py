"""What the handlers work with: the center and its offices, and the answers that are encoded once for all."""

import asyncio
import hashlib
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from console.center import problems
from console.center.center import Center
from console.center.openings import External, Openings, Pictures
from console.center.records import Records
from console.center.sessions import Sessions
from console.center.signals import World
from console.center.turning import Turning
from console.domain.alarms import PRIORITY_OF, AlarmKind
from console.domain.protocol import Recommendations
from console.domain.units import Agency
from console.insight.recommend import Wanted, for_incident, recommend

NOWHERE_ELSE: Mapping[str, External] = MappingProxyType({})

SPANS_KEPT = 4
"""Answers that are kept for an hour, each for another number of days; 1 MB each."""

DAY_S, HOUR_S = 86_400.0, 3_600.0


class Tagged(msgspec.Struct, frozen=True):
    """A body of msgpack and its entity tag. ``of`` is what it was encoded at: a revision, or Unix seconds."""

    of: float
    body: bytes
    tag: str


def tagged(of: float, what: object) -> Tagged:
    """Encode it."""
    body = msgspec.msgpack.encode(what)
    return Tagged(of, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


class Service:
    """What the handlers work with."""

    def __init__(
        self,
        center: Center,
        sessions: Sessions,
        world: World,
        pictures: Pictures,
        external: Mapping[str, External] = NOWHERE_ELSE,
    ) -> None:
        self.center = center
        self.sessions = sessions
        self.world = world
        self.pictures = pictures
        heads = world.heads
        self.openings = Openings(
            center,
            pictures,
            external,
            lambda camera: None if camera.id in external else heads.abilities(camera.id),
        )
        self.records = Records(center, pictures, external)
        self.turning = Turning(center, self.openings, heads)
        self._registry = tagged(world.registry.revision, world.registry)
        self._offences: dict[int, Tagged] = {}
        self._recording = asyncio.Lock()

    def registry(self) -> Tagged:
        """The registry; encoded once for each revision."""
        registry = self.world.registry
        if self._registry.of != registry.revision:
            self._registry = tagged(registry.revision, registry)
        return self._registry

    async def offences(self, days: int) -> Tagged:
        """The offences of the last days until the last full hour; encoded once an hour."""
        until = self.center.clock.now() // HOUR_S * HOUR_S
        async with self._recording:
            if days not in self._offences or self._offences[days].of != until:
                of_this_hour = [(day, kept) for day, kept in self._offences.items() if kept.of == until]
                self._offences = dict(of_this_hour[1 - SPANS_KEPT :])
                self._offences[days] = await asyncio.to_thread(self._record, until - days * DAY_S, until)
        return self._offences[days]

    async def recommend(
        self, incident: str, place: tuple[float, float] | None, kind: AlarmKind, agency: Agency | None
    ) -> Recommendations:
        """Whom to send to an incident or a place. Raises Refused where there is no such incident, or neither."""
        center = self.center
        picture, city, now = center.picture, center.city, center.clock.now()
        if incident:
            if (known := picture.incidents.get(incident)) is None:
                raise problems.not_found(f"incident {incident}")
            wanted = for_incident(known, agency)
        elif place is not None:
            wanted = Wanted(kind, PRIORITY_OF[kind], *place, city.district_at(*place), None, agency)
        else:
            raise problems.not_found("incident or place to which somebody shall be sent")
        seq, units, incidents = picture.seq, list(picture.units.values()), dict(picture.incidents)
        found = await asyncio.to_thread(
            lambda: recommend(self.world.streets, units, wanted, now, incidents=incidents, homes=city.homes)
        )
        return Recommendations(seq, now, tuple(found))

    def _record(self, since: float, until: float) -> Tagged:
        return tagged(until, self.world.offences(since, until).record(self.world.registry.city))
