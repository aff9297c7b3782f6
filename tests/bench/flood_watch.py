"""What all sides of the flood's bench have in common: fill the queue, let it rain, answer, and reckon."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path

import psutil
from PySide6.QtCore import Qt, QTimer

from console.domain.alarm_intents import AcknowledgeMany, Seen
from console.domain.alarms import Alarm
from console.domain.events import AlarmCleared, AlarmRaised, LogEntry
from console.domain.intent import MANY
from console.state.store import Store
from console.viewmodels.gap import SAMPLE_MS, LoopGap
from tests.bench.flooded_city import STANDING, flood
from tests.bench.harness import Sample, quantile

FILL_PER_S, PER_S, SECONDS = 1500, 500, 60.0
CALM_S, LATER_S = 6.0, 20.0

Answer = Callable[[AcknowledgeMany], object]


class Rain:
    """Notes when alarms were told by the center, when they were known here, and when they were painted."""

    def __init__(self, store: Store) -> None:
        self.known_ms: list[float] = []
        self.painted_ms: list[float] = []
        self.raised = 0
        self.over = {a.id for a in store.picture.alarms.values() if not a.is_active}
        """Alarms that were over at some time: no need to look at all that stand."""
        self._began = time.monotonic()
        self._arrived: list[tuple[float, str]] = []
        self._unpainted: dict[str, float] = {}
        apply = store.apply

        def applied(entries: Iterable[LogEntry]) -> None:
            entries = list(entries)
            apply(entries)
            self._arrived += [(e.time, e.event.alarm.id) for e in entries if isinstance(e.event, AlarmRaised)]
            self.over.update(e.event.alarm for e in entries if isinstance(e.event, AlarmCleared))

        store.apply = applied  # type: ignore[method-assign]

    def restart(self) -> None:
        """Count anew from now on."""
        for kept in (self.known_ms, self.painted_ms, self._arrived, self._unpainted):
            kept.clear()
        self.raised = 0
        self._began = time.monotonic()

    def taken(self, alarms: Set[str] | None = None) -> None:
        """What has arrived is in the queue now, or only these of it."""
        now = wall()
        came = [(at, alarm) for at, alarm in self._arrived if alarms is None or alarm in alarms]
        self._arrived = [] if alarms is None else [(at, alarm) for at, alarm in self._arrived if alarm not in alarms]
        self.known_ms += [1000 * (now - at) for at, _alarm in came]
        self.raised += len(came)
        self._unpainted.update((alarm, at) for at, alarm in came)

    def painted(self, is_in_view: Callable[[str], bool]) -> None:
        """The queue has been painted; what is not in view is not waited for."""
        now = wall()
        self.painted_ms += [1000 * (now - at) for alarm, at in self._unpainted.items() if is_in_view(alarm)]
        self._unpainted.clear()

    def figures(self) -> Sample:
        """What was noted."""
        sample = {
            "alarms_per_s": self.raised / (time.monotonic() - self._began),
            "known_p50_ms": quantile(self.known_ms, 0.5),
            "known_p99_ms": quantile(self.known_ms, 0.99),
            "painted": float(len(self.painted_ms)),
        }
        if self.painted_ms:
            sample["paint_p50_ms"] = quantile(self.painted_ms, 0.5)
            sample["paint_p99_ms"] = quantile(self.painted_ms, 0.99)
            sample["paint_worst_ms"] = max(self.painted_ms)
        return sample


class Turns:
    """CPU time of the window's thread between two turns of its loop: what the gap would be on an idle machine."""

    def __init__(self) -> None:
        self.ms: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start(SAMPLE_MS)

    def _turn(self) -> None:
        now = time.thread_time()
        self.ms.append(1000 * (now - self._last))
        self._last = now


async def pour(
    store: Store, folder: Path, rain: Rain, answer: Answer, gap: LoopGap, seconds: float = SECONDS
) -> Sample:
    """Fill the queue, let it rain for so many seconds, and see what is left of it."""
    flood(folder, FILL_PER_S)
    while sum(alarm.is_active for alarm in store.picture.alarms.values()) < STANDING:  # noqa: ASYNC110 - no signal
        await asyncio.sleep(0.5)
    flood(folder, PER_S)
    await _work(store, rain, answer, 8)
    process = psutil.Process()
    gc.collect()
    before, busy = process.memory_info().rss, process.cpu_times()
    rain.restart()
    gap.restart()
    turns = Turns()
    began = time.monotonic()
    await _work(store, rain, answer, seconds)
    took = time.monotonic() - began
    after = process.cpu_times()
    sample = rain.figures() | {
        "gap_p50_ms": gap.percentile(0.5) or 0.0,
        "gap_p99_ms": gap.percentile(0.99) or 0.0,
        "gap_worst_ms": gap.percentile(1.0) or 0.0,
        "turn_cpu_p99_ms": quantile(turns.ms, 0.99),
        "turn_cpu_worst_ms": max(turns.ms),
    }
    sample["window_cpu"] = (after.user + after.system - busy.user - busy.system) / took
    flood(folder, 0)
    await _work(store, rain, answer, CALM_S)
    calm = process.memory_info().rss
    await _work(store, rain, answer, LATER_S)
    sample["flood_mb"] = (calm - before) / 1e6
    sample["later_mb"] = (process.memory_info().rss - calm) / 1e6
    return sample | {"standing": len(store.picture.alarms)}


async def _work(store: Store, rain: Rain, answer: Answer, seconds: float) -> None:
    """Acknowledge once a second what is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        alarms = [store.picture.alarms[i] for i in rain.over if i in store.picture.alarms]
        over = [a for a in alarms if a.is_unacknowledged and not a.is_active and a.id not in store.pending]
        rain.over.intersection_update(a.id for a in alarms if not a.is_active)
        for some in _parts(over):
            answer(AcknowledgeMany(tuple(Seen(alarm.id, alarm.version) for alarm in some)))
        await asyncio.sleep(1)


def _parts(alarms: Sequence[Alarm]) -> Iterable[Sequence[Alarm]]:
    return (alarms[n : n + MANY] for n in range(0, len(alarms), MANY))


def wall() -> float:
    """The machine's clock, as the center's began."""
    return time.time()  # noqa: TID251
