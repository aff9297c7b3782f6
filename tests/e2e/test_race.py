"""Two consoles race for the same alarms, incidents and units: nothing is overwritten silently, and both end up equal.

Real links with real stores on a real center process; each wants what its own store lets it want, at the same moment as
the other, so that many intents are about something that the other has just changed.
"""

import asyncio
import random
from pathlib import Path

import msgspec
import pytest

from console.clock import WallClock
from console.domain import intents as i
from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.errors import Refused
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.picture import Picture, Snapshot
from console.domain.session import DEMO_PASSWORD, Role
from console.domain.units import Agency, UnitStatus
from console.link.link import Link
from console.notices import Level, Notice, Notices
from console.state.store import Store
from console.tasks import Tasks
from tests.e2e.conftest import CenterProcess, Trainer, until

INTENTS = 1_000
"""By both together."""

ALARMS, UNITS = 8, 5
"""So few that everybody wants the same."""


class Racer:
    """One console without a window: wants something by lot, one after the other."""

    def __init__(self, url: str, home: Path, role: Role, seed: int, tasks: Tasks) -> None:
        home.mkdir(parents=True)
        self.role = role
        self.store = Store()
        self.notices = Notices()
        self.warnings: list[Notice] = []
        self.notices.listen(self._hear)
        self.link = Link(url, self.store, self.notices, tasks, WallClock(), home, home)
        self._lot = random.Random(seed)
        self.done = 0
        self.refused: list[tuple[i.Intent, Refused]] = []

    def _hear(self, notice: Notice | None, _key: str) -> None:
        if notice is not None and notice.level is not Level.INFO:
            self.warnings.append(notice)

    async def begin(self) -> None:
        await self.link.log_in(self.role, DEMO_PASSWORD)
        self.link.start()
        await until(lambda: self.store.picture.seq and self.store.registry, 60)

    async def race(self, sources: list[str], units: list[str]) -> None:
        """Want something; what cannot be wanted now (nothing of the kind is known) does not count."""
        while self.done + len(self.refused) < INTENTS // 2:
            intent = self._wanted(sources, units)
            if intent is None:
                await asyncio.sleep(0)
                continue
            try:
                await self.link.send(intent, self._version(intent))
                self.done += 1
            except Refused as refused:
                self.refused.append((intent, refused))

    def _version(self, intent: i.Intent) -> int | None:
        picture, about = self.store.picture, i.subject(intent)
        for things in (picture.alarms, picture.incidents, picture.units):
            if (thing := things.get(about)) is not None:
                return thing.version
        return None

    def _wanted(self, sources: list[str], units: list[str]) -> i.Intent | None:
        lot, picture = self._lot, self.store.picture
        alarm = self._one(a for a in picture.alarms.values() if a.source in sources)
        incident = self._one(
            x for x in picture.incidents.values() if x.opened_by in (Role.DUTY_OFFICER, Role.SUPERVISOR)
        )
        other = self._one(x for x in picture.incidents.values() if incident and x.id != incident.id)
        unit = lot.choice(units)
        now = self.store.clock.now()
        about_alarm = alarm and [
            i.Acknowledge(alarm.id),
            i.AcknowledgeMany((i.Seen(alarm.id, alarm.version),)),
            i.TakeOver(alarm.id),
            i.Shelve(alarm.id, "by lot", now + 60),
            i.ReturnAlarm(alarm.id),
            i.OpenIncident((alarm.id,)),
        ]
        about_incident = incident and [
            i.AssignUnit(incident.id, unit),
            i.AssignUnit(incident.id, unit, "nearer"),
            i.SetIncidentStatus(incident.id, lot.choice((IncidentStatus.ON_HOLD, IncidentStatus.IN_PROGRESS))),
            i.Reclassify(incident.id, lot.choice((AlarmKind.THEFT, AlarmKind.FIGHT)), lot.choice(list(Priority))),
            i.RequestAgency(incident.id, lot.choice((Agency.FIRE, Agency.AMBULANCE)), "come"),
            i.AddTask(incident.id, "look"),
            i.AddNote(incident.id, "seen"),
            i.SetLead(incident.id, lot.choice((Agency.FIRE, Agency.POLICE))),
            i.MarkStep(incident.id, lot.choice(incident.mandatory or ("none",)), lot.choice(("", "by lot"))),
            i.CloseIncident(incident.id, Disposition.MINOR),
            i.ReopenIncident(incident.id, "by lot"),
        ]
        about_both = (
            incident and other and [i.MergeIncidents(incident.id, other.id), i.LinkIncidents(incident.id, other.id)]
        )
        about_unit = [
            i.StandDown(unit, "by lot"),
            i.SetUnitStatus(unit, lot.choice((UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE, UnitStatus.AVAILABLE))),
            i.CheckIn(unit),
        ]
        kinds = [kind for kind in (about_alarm, about_incident, about_both, about_unit) if kind]
        return lot.choice(lot.choice(kinds)) if kinds else None

    def _one(self, things):  # type: ignore[no-untyped-def]
        known = list(things)
        return self._lot.choice(known) if known else None


def told(picture: Picture | Snapshot) -> Snapshot:
    """What two pictures are compared by: all but positions, which are not in the log, and the time of the asking."""
    snapshot = picture.snapshot(0) if isinstance(picture, Picture) else picture
    units = tuple(msgspec.structs.replace(u, fix=None) for u in snapshot.units)
    return msgspec.structs.replace(snapshot, time=0, units=tuple(sorted(units, key=lambda u: u.id)))


async def centers_own(racer: Racer) -> Snapshot:
    """What the center knows now."""
    return await racer.link._account.call(racer.link._backend.snapshot)


async def raised(trainer: Trainer, racer: Racer) -> list[str]:
    """Devices that have just raised an alarm each."""
    assert racer.store.registry is not None
    sources = [button.id for button in racer.store.registry.buttons[:ALARMS]]
    for source in sources:
        await trainer.signal(source, "theft")
    return sources


@pytest.mark.timeout(300)
def test_a_thousand_conflicting_intents_leave_both_consoles_with_the_centers_state(
    center: CenterProcess, tmp_path: Path
) -> None:
    asyncio.run(_race(center, tmp_path))


async def _race(center: CenterProcess, tmp_path: Path) -> None:
    tasks = Tasks()
    officer = Racer(center.url, tmp_path / "officer", Role.DUTY_OFFICER, 1, tasks)
    supervisor = Racer(center.url, tmp_path / "supervisor", Role.SUPERVISOR, 2, tasks)
    racers = (officer, supervisor)
    for racer in racers:
        await racer.begin()
    async with Trainer(center.url) as trainer:
        sources = await raised(trainer, officer)
        units = [u.id for u in officer.store.picture.units.values() if u.assignment is None][:UNITS]
        racing = [asyncio.ensure_future(racer.race(sources, units)) for racer in racers]  # noqa: TID251
        while not all(race.done() for race in racing):
            await raised(trainer, officer)  # nothing is at rest: devices speak again
            await asyncio.sleep(0.25)
        await asyncio.gather(*racing)

    await _as_the_center(officer, supervisor)
    for racer in racers:
        _all_losers_were_told(racer)
    await asyncio.gather(*(racer.link.stop() for racer in racers))
    await tasks.close()


async def _as_the_center(*racers: Racer) -> None:
    """Both know what the center knows; the city goes on meanwhile, so it is asked until all speak of one moment."""
    for _ in range(200):
        truth = await centers_own(racers[0])
        await until(lambda truth=truth: all(r.store.picture.seq >= truth.seq for r in racers))
        if all(racer.store.picture.seq == truth.seq for racer in racers):
            for racer in racers:
                assert told(racer.store.picture) == told(truth)
                assert not racer.store.pending
            return
    pytest.fail("the city was never still for a moment")


def _all_losers_were_told(racer: Racer) -> None:
    assert racer.done + len(racer.refused) == INTENTS // 2
    assert racer.done > INTENTS // 20
    assert len(racer.refused) > INTENTS // 20  # else it was no race
    assert len(racer.warnings) == len(racer.refused)
    for (intent, refused), notice in zip(racer.refused, racer.warnings, strict=True):
        assert str(refused), intent
        assert notice.text.endswith((".", "?")), notice.text
    assert all(alarm.state is not AlarmState.NORMAL or alarm.incident for alarm in racer.store.picture.alarms.values())
