"""The center itself: one picture, one log, and the rule that nothing is told before it is on disk.

An intent is decided on the picture at once and folded into it; the entries then go to the log, and when they are on
disk the operator is answered and all consoles are told. So the picture runs ahead of the disk by what is being
written; whoever gives something of it away waits for ``settled`` first. When a write fails (disk full), all that was
not written is forgotten again: the picture is folded anew from the log, and those who asked are told.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from math import isfinite

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from console.center import problems
from console.center.annunciation import (
    Rows,
    agency_told,
    annunciate,
    consent_told,
    device_told,
    repair_told,
    unit_told,
)
from console.center.attendance import Attendance
from console.center.city import City
from console.center.decisions import decide, left
from console.center.fan_out import FanOut
from console.center.geofence import GeofenceWatch
from console.center.log import KEYFRAME_EVERY, Answer, Damaged, Log, NotWritten
from console.center.over import over
from console.center.signals import Shift, Signal, Step, Wish
from console.center.trails import Trails
from console.clock import Clock
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import (
    CENTER,
    Event,
    IncidentOpened,
    IncidentSplit,
    LogEntry,
    OperatorCame,
    RepairOrdered,
    TaskAdded,
    UnitAdded,
    UnitsMessaged,
    ZoneDrawn,
)
from console.domain.geo import is_position
from console.domain.intents import Intent
from console.domain.picture import Snapshot
from console.domain.protocol import Mode, Outcome
from console.domain.ptz import PtzPosition
from console.domain.session import Operator
from console.domain.units import Fix, Unit

LOOK_EACH_S = 0.5
"""So seldom it is looked for shelves, zones and orders whose time is over, seconds."""

_encode = msgspec.json.Encoder().encode


class _Running(Struct, frozen=True):
    """An intent whose answer is not on disk yet."""

    digest: bytes
    outcome: "asyncio.Future[Outcome]"


class Moment(Struct, frozen=True):
    """What happened and what was wanted at a time of the past (Unix seconds)."""

    time: float
    step: Step
    wishes: Sequence[Wish]


class Center:
    """The truth. Every change goes through here.

    Args:
        log: the log; it has to be started before anything is done.
        clock: the center's clock.
        name: what it calls itself.
        mode: how its clock moves.
    """

    def __init__(self, log: Log, clock: Clock, name: str, mode: Mode = Mode.LIVE) -> None:
        self.log = log
        self.clock = clock
        self.name = name
        self.mode = mode
        self.picture = log.fold()
        self.fan_out = FanOut(self.picture.seq)
        self.attendance = Attendance(self.fan_out, clock)
        self.trails = Trails()
        self.city = City()
        """What stands around it, and how the house works."""
        self._watch = GeofenceWatch()
        self._crossings: list[Signal] = []
        """Seen by the watch, and not in the log yet: its eye has moved on, so they wait here for the disk."""
        self._rows = Rows(self.picture)
        self._looked_at = 0.0
        """When it was last looked for what is over."""
        self._running: dict[tuple[str, str], _Running] = {}
        self._last_write: asyncio.Future[None] | None = None
        self.on_told: list[Callable[[list[LogEntry]], None]] = []
        """Called with entries that are on disk, when the consoles are told."""
        log.on_failure = self._fall_back
        self.on_broken: Callable[[str], None] = lambda reason: None
        """Told when even the log cannot be read any more: the center has to end."""

    async def begin(self, units: Sequence[Unit]) -> None:
        """Take those on duty into the log who are not there yet."""
        new = [UnitAdded(unit) for unit in units if unit.id not in self.picture.units]
        if new:
            await self.record(new)

    async def live_through(self, shift: Shift, units: Sequence[Unit], moments: Iterable[Moment]) -> None:
        """Begin an empty log with a shift of the past, on disk as a whole or not at all. Raises Refused."""
        entries = await asyncio.to_thread(self._lived, shift, units, moments)
        written = self._append(entries)
        try:
            await self.keep_fixes()
            await asyncio.shield(written)
        except NotWritten as error:
            raise _disk(error) from error

    def _lived(self, shift: Shift, units: Sequence[Unit], moments: Iterable[Moment]) -> list[LogEntry]:
        entries = self._fold([UnitAdded(unit) for unit in units], CENTER, shift.begin)
        for operator in shift.team:
            entries += self._fold([OperatorCame(operator.name)], operator.id, shift.begin)
        for moment in moments:
            entries += self._over(moment.time) + self._taken_in(moment.step, moment.time)
            for wish in moment.wishes:
                entries += self._wished(wish, moment.time)
            self.picture.place(moment.step.fixes)
            self.trails.take(moment.step.fixes)
        return entries

    async def carry_out(self, intent: Intent, actor: Operator, key: str, if_match: int | None) -> Outcome:
        """Decide and do; the same key again gives the same answer and does nothing. Raises Refused."""
        digest = hashlib.sha256(_encode(intent)).digest()
        if running := self._running.get((actor.id, key)):
            if running.digest != digest:
                raise problems.key_reused()
            return await asyncio.shield(running.outcome)
        if before := self.log.answer(actor.id, key):
            if before.digest != digest:
                raise problems.key_reused()
            return before.outcome
        now = self.clock.now()
        try:
            events = decide(self.picture, intent, actor, if_match, now, self.city)
        except Refused as refused:
            raise await self._told_who(refused) from None
        outcome = Outcome(self.picture.seq + len(events), _created(events), left(intent, events))
        return await self._do(events, outcome, actor, key, digest, now)

    async def _do(
        self, events: list[Event], outcome: Outcome, actor: Operator, key: str, digest: bytes, now: float
    ) -> Outcome:
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._running[actor.id, key] = _Running(digest, future)
        try:
            answer = Answer(actor.id, key, digest, outcome, now)
            await asyncio.shield(self._append(self._fold(events, actor.id, now), answer))
        except NotWritten as error:
            refused = _disk(error)
            future.set_exception(refused)
            future.exception()  # seen, even where nobody else waits for it
            raise refused from error
        finally:
            del self._running[actor.id, key]
        future.set_result(outcome)
        return outcome

    async def record(self, events: Sequence[Event], actor: str = CENTER) -> int:
        """Write events that need no decision; returns the seq of the last one. Raises Refused when the disk fails."""
        entries = self._fold(events, actor, self.clock.now())
        try:
            await asyncio.shield(self._append(entries))
        except NotWritten as error:
            raise _disk(error) from error
        return entries[-1].seq

    async def hear(self, step: Step) -> None:
        """Take in what happened in the world outside: all of it or, when the disk fails, nothing. Raises Refused."""
        now = self.clock.now()
        fixes = _sound(step.fixes, now)
        entries = self._over(now) + self._taken_in(step, now)
        self._crossings += self._watch.look(self.picture, fixes)
        crossings = [c for c in self._crossings if c.crossing and c.crossing.zone in self.picture.zones]
        self._crossings = []
        entries += self._taken_in(Step(signals=[self._placed(crossing) for crossing in crossings]), now)
        if entries:
            try:
                await asyncio.shield(self._append(entries))
            except NotWritten as error:
                self._crossings = crossings + self._crossings
                raise _disk(error) from error
        self.place(fixes)

    def place(self, fixes: Sequence[Fix]) -> None:
        """Take in positions; they are not entries of the log.

        One that is told as of later than now is of now: it would look fresh for ever, and hide all that follow it.
        """
        fixes = _sound(fixes, self.clock.now())
        self.picture.place(fixes)
        self.trails.take(fixes)
        self.fan_out.place(fixes)

    def turn(self, positions: Sequence[PtzPosition]) -> None:
        """Take in where cameras look; they are not entries of the log."""
        self.picture.turn(positions)
        self.fan_out.turn(positions)

    async def snapshot(self) -> Snapshot:
        """All that is known and on disk; a disk that takes nothing more is no reason not to tell it."""
        while True:
            snapshot = self.picture.snapshot(self.clock.now())
            try:
                await self.settled()
            except NotWritten:
                continue  # the picture has been folded anew
            return snapshot

    async def settled(self) -> None:
        """Until all that is in the picture now is on disk. Raises NotWritten."""
        if self._last_write is not None:
            await asyncio.shield(self._last_write)

    async def keep_fixes(self) -> None:
        """Keep the last positions over a restart."""
        if fixes := [unit.fix for unit in self.picture.units.values() if unit.fix]:
            await self.log.keep_fixes(fixes)

    def _over(self, now: float) -> list[LogEntry]:
        """Whose time is over; looked for at most so often, since each word of a device brings us here."""
        if 0 <= now - self._looked_at < LOOK_EACH_S:
            return []
        self._looked_at = now
        return [entry for events in over(self.picture, now) for entry in self._fold(events, CENTER, now)]

    def _placed(self, crossing: Signal) -> Signal:
        return (
            replace(crossing, district=self.city.district_at(crossing.lon, crossing.lat))
            if crossing.active
            else crossing
        )

    def _taken_in(self, step: Step, now: float) -> list[LogEntry]:
        entries: list[LogEntry] = []
        for signal in step.signals:
            row = self._rows.find(signal.source, signal.kind, signal.crossing)
            entries += self._fold(annunciate(self.picture, signal, now, row), CENTER, now)
        for report in step.reports:
            entries += self._fold(unit_told(self.picture, report), CENTER, now)
        for device in step.devices:
            entries += self._fold(device_told(self.picture, device), CENTER, now)
        for told in step.consents:
            entries += self._fold(consent_told(self.picture, self.city, told), CENTER, now)
        for answer in step.agencies:
            entries += self._fold(agency_told(self.picture, answer), CENTER, now)
        for repair in step.repairs:
            entries += self._fold(repair_told(self.picture, repair), CENTER, now)
        for wish in step.wishes:
            entries += self._wished(wish, now)
        return entries

    def _wished(self, wish: Wish, now: float) -> list[LogEntry]:
        """What somebody wants who sits at no console; where it cannot be done, another was quicker."""
        who = wish.operator
        try:
            events = decide(self.picture, wish.intent, who, None, now, self.city)
        except Refused:
            return []
        if who.id not in self.picture.operators:
            # Decided anew, since the ids of what is made are those of its entries.
            came = self._fold([OperatorCame(who.name)], who.id, now)
            return came + self._wished(wish, now)
        return self._fold(events, who.id, now)

    def _fold(self, events: Sequence[Event], actor: str, now: float) -> list[LogEntry]:
        entries = [LogEntry(seq, now, actor, event) for seq, event in enumerate(events, self.picture.seq + 1)]
        for entry in entries:
            self.picture.apply(entry)
            self._rows.take(entry.event)
        return entries

    def _append(self, entries: Sequence[LogEntry], answer: Answer | None = None) -> "asyncio.Future[None]":
        """Have folded entries written; when they are on disk, they are told before anybody who waits goes on."""
        first, last = entries[0].seq, entries[-1].seq
        # In a flood a keyframe is large, and it comes as seldom as it is: entries wait for its flush to the disk.
        every = KEYFRAME_EVERY << max(0, (len(self.picture.alarms) // KEYFRAME_EVERY).bit_length() - 1)
        is_due = last // every > (first - 1) // every
        bodies = [_encode(entry) for entry in entries]
        keyframe = self.picture.snapshot(entries[-1].time) if is_due else None
        written = self._last_write = self.log.append(first, bodies, answer, keyframe)
        written.add_done_callback(lambda done: None if done.exception() else self._tell(entries, bodies))
        return written

    def _tell(self, entries: Sequence[LogEntry], bodies: list[bytes]) -> None:
        self.fan_out.log(bodies)
        for listener in self.on_told:
            listener(list(entries))

    def _fall_back(self) -> None:
        try:
            self.picture = self.log.fold()
        except Damaged as damage:
            self.on_broken(str(damage))
        self._rows = Rows(self.picture)
        self._last_write = None

    async def _told_who(self, refused: Refused) -> Refused:
        """Add who changed the thing last, and when: the log knows it, once it is on disk."""
        problem = refused.problem
        if problem.type not in (ProblemType.CONFLICT, ProblemType.CHANGED) or problem.by or problem.current is None:
            return refused
        with suppress(NotWritten):
            await self.settled()
        if (entry := self.log.entry(problem.current)) is None:
            return refused
        fields = msgspec.structs.asdict(problem) | {"by": entry.actor, "at": problem.at or entry.time}
        return Refused(Problem(**fields))


def _sound(fixes: Sequence[Fix], now: float) -> list[Fix]:
    """Those that are places on Earth, none of them of later than ``now``."""
    return [
        fix if fix.time <= now else replace(fix, time=now)
        for fix in fixes
        if is_position(fix.lon, fix.lat) and isfinite(fix.time) and isfinite(fix.speed) and isfinite(fix.heading)
    ]


def _created(events: Sequence[Event]) -> str:
    """Id of what the events make, "" where they make nothing."""
    match events[0]:
        case IncidentOpened(incident=made) | IncidentSplit(part=made):
            return made.id
        case ZoneDrawn(zone=drawn):
            return drawn.id
        case TaskAdded(task=task):
            return task.id
        case RepairOrdered(repair=repair):
            return repair.id
        case UnitsMessaged(message=message):
            return message.id
        case _:
            return ""


def _disk(error: NotWritten) -> Refused:
    return problems.unavailable(f"The center could not write its log ({error}); nothing was changed.")
