"""What was recorded of a camera: what its recorder kept, less the times when the center knows it was offline.

The times at which cameras were offline, and the alarms that mark a time line, are read from the log once and followed
from then on; both reach back as far as a record is kept.
"""

import asyncio
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

import msgspec

from console.center import problems
from console.center.center import Center
from console.center.log import NotWritten
from console.center.openings import Pictures
from console.domain.alarms import Alarm
from console.domain.cameras import Camera
from console.domain.devices import Health
from console.domain.events import AlarmRaised, DeviceChanged, LogEntry
from console.domain.streams import AlarmMark, ArchiveRanges
from console.domain.witness import witnesses

KEPT_S = 14 * 86_400.0
"""How long pictures are kept: two weeks, as video surveillance of public places usually keeps them."""

SPAN_AT_MOST_S = 2 * 86_400.0
"""Longest part of a record that is told at once."""

SEARCHED_S = 86_400.0
"""How far around a time without a record the nearest record is looked for."""

_STEP = 5_000
_SPOKEN = (b'"alarm_raised"', b'"device_changed"')

Span = tuple[float, float]


class Records:
    """The records of all cameras but ``unrecorded``. ``read`` takes in what the log holds from before."""

    def __init__(self, center: Center, pictures: Pictures, unrecorded: Collection[str] = ()) -> None:
        self._center = center
        self._pictures = pictures
        self._unrecorded = unrecorded
        self._alarms: deque[Alarm] = deque()
        self._offline: dict[str, list[list[float]]] = {}
        self._is_read = False
        self._waiting: list[LogEntry] = []
        center.on_told.append(self._hear)

    async def read(self) -> None:
        """Take in what the log holds up to now; what comes meanwhile waits."""
        last = self._center.picture.seq
        with suppress(NotWritten):
            await self._center.settled()
        decode = msgspec.json.Decoder(LogEntry).decode
        after = 0
        while after < last:
            rows = await self._center.log.read(after, min(_STEP, last - after))
            if not rows:
                break
            told = [body for _seq, body in rows if any(word in body for word in _SPOKEN)]
            self._take(await asyncio.to_thread(lambda bodies: [decode(body) for body in bodies], told))
            after = rows[-1][0]
        self._take(entry for entry in self._waiting if entry.seq > last)
        self._waiting.clear()
        self._is_read = True

    def ranges(self, camera: Camera, since: float, until: float) -> ArchiveRanges:
        """What was recorded between two times, as far as it is kept. Raises Refused for a span that is none."""
        if not since < until:
            raise problems.malformed("A record is told from an earlier to a later time.")
        if until - since > SPAN_AT_MOST_S:
            raise problems.malformed(f"A record is told for at most {SPAN_AT_MOST_S / 3600:.0f} hours at once.")
        now = self._center.clock.now()
        begins = now - KEPT_S
        ranges = self._recorded(camera, max(since, begins), min(until, now))
        return ArchiveRanges(camera.id, since, until, begins, tuple(ranges), tuple(self._marks(camera, since, until)))

    def end_of(self, camera: Camera, start: float) -> float:
        """When the stretch of record that holds ``start`` ends, at most now (then it goes on).

        Raises Refused where nothing was recorded at that time, with the nearest time of which there is a record.
        """
        now = self._center.clock.now()
        begins = now - KEPT_S
        around = self._recorded(camera, max(begins, start - SEARCHED_S), min(now, start + SEARCHED_S))
        for begin, end in around:
            if begin <= start < end:
                return end
        nearest = min((t for span in around for t in span), key=lambda t: abs(t - start), default=None)
        if start >= now:
            nearest = now if nearest is None else max(nearest, around[-1][1] - 1.0)
            raise problems.not_recorded("That time has not come yet.", nearest)
        if start < begins:
            raise problems.not_recorded(
                f"Records are kept for {KEPT_S / 86_400:.0f} days.", self._first(camera, begins, now)
            )
        raise problems.not_recorded(f"Camera {camera.id} recorded nothing at that time.", nearest)

    def _first(self, camera: Camera, begins: float, now: float) -> float | None:
        spans = self._recorded(camera, begins, min(now, begins + SEARCHED_S))
        return spans[0][0] if spans else None

    def _recorded(self, camera: Camera, since: float, until: float) -> list[Span]:
        if since >= until or camera.id in self._unrecorded:
            return []
        spans = self._pictures.recorded(camera, since, until)
        for begin, end in self._offline.get(camera.id, ()):
            spans = [part for span in spans for part in _without(span, begin, end)]
        return spans

    def _marks(self, camera: Camera, since: float, until: float) -> list[AlarmMark]:
        alarms = list(self._alarms)
        times = [alarm.raised_at for alarm in alarms]
        some = alarms[bisect_left(times, since) : bisect_left(times, until)]
        return [AlarmMark(a.raised_at, a.id, a.kind, a.priority) for a in some if witnesses(camera, a)]

    def _hear(self, entries: Sequence[LogEntry]) -> None:
        if self._is_read:
            self._take(entries)
        else:
            self._waiting.extend(entries)

    def _take(self, entries: Iterable[LogEntry]) -> None:
        for entry in entries:
            match entry.event:
                case AlarmRaised(alarm=alarm):
                    self._alarms.append(alarm)
                case DeviceChanged(device=device, health=health) if device in self._center.city.cameras:
                    self._changed(device, entry.time, is_offline=health is Health.OFFLINE)
            before = entry.time - KEPT_S
            while self._alarms and self._alarms[0].raised_at < before:
                self._alarms.popleft()

    def _changed(self, device: str, time: float, *, is_offline: bool) -> None:
        spans = self._offline.setdefault(device, [])
        is_open = bool(spans) and spans[-1][1] == float("inf")
        if is_offline and not is_open:
            spans.append([time, float("inf")])
        elif is_open and not is_offline:
            spans[-1][1] = time
        while spans and spans[0][1] < time - KEPT_S:
            spans.pop(0)


def _without(span: Span, begin: float, end: float) -> list[Span]:
    parts = (span[0], min(span[1], begin)), (max(span[0], end), span[1])
    return [part for part in parts if part[0] < part[1]]
