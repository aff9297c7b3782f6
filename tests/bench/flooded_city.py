"""A demo city whose devices raise alarms without end: ``python -m tests.bench.flooded_city --data DIR --cameras N``.

The ordinary center with its log, its fan-out and its pictures. The file ``alarms_per_s`` in its folder says how many
new alarms come each second; as many of the oldest are over, so that ``STANDING`` stay active. Most are faults, some
are what people do, and every 200th is a panic button, which is over after a few seconds.
"""

import sys
from collections import deque
from pathlib import Path
from random import Random

from msgspec.structs import replace

from console.center import server
from console.center.signals import Signal, Step
from console.cli import CenterOptions
from console.clock import Clock
from console.domain.alarms import AlarmKind
from console.domain.picture import Picture
from tests.bench.busy_city import BusyWorld, asked

RATE_FILE = "alarms_per_s"
STANDING = 10_000
EMERGENCY_EVERY = 200
EMERGENCY_S = 4.0
PLACES = 3000
"""So many cameras speak, each with every kind in turn."""

KINDS = (
    *(AlarmKind.CAMERA_OFFLINE,) * 8,
    *(AlarmKind.LAMP_OUTAGE,) * 3,
    *(AlarmKind.SYSTEM_FAULT,) * 3,
    AlarmKind.CAMERA_TAMPERED,
    AlarmKind.THEFT,
    AlarmKind.FRAUD,
    AlarmKind.CROWD,
    AlarmKind.FIGHT,
    AlarmKind.INTRUSION,
)


def flood(folder: Path, per_s: int) -> None:
    """Let so many alarms come each second from now on, in the city whose data are in ``folder``."""
    (folder / RATE_FILE).write_text(str(per_s))


class FloodedWorld(BusyWorld):
    """See the module's docstring."""

    def __init__(self, options: CenterOptions, clock: Clock) -> None:
        super().__init__(options, clock)
        self._flood = options.data / RATE_FILE
        self._lot = Random(5)
        devices = self._lot.sample(self._devices, min(PLACES, len(self._devices)))
        self._from = [self.signal(device, AlarmKind.CAMERA_OFFLINE, active=True) for device in devices]
        self._active: deque[Signal] = deque()
        self._emergencies: deque[tuple[float, Signal]] = deque()
        self._raised = 0
        self._came_at = clock.now()

    def step(self, now: float, picture: Picture) -> Step:
        """The demo city's, and the flood since the last look."""
        step = super().step(now, picture)
        since, self._came_at = min(now - self._came_at, 1.0), now
        per_s = int(self._flood.read_text() or 0) if self._flood.exists() else 0
        for _n in range(round(per_s * since)):
            step.signals.append(self._new(now))
        while len(self._active) > STANDING:
            step.signals.append(replace(self._active.popleft(), active=False))
        while self._emergencies and self._emergencies[0][0] < now - EMERGENCY_S:
            step.signals.append(replace(self._emergencies.popleft()[1], active=False))
        return step

    def _new(self, now: float) -> Signal:
        self._raised += 1
        base = self._lot.choice(self._from)
        if self._raised % EMERGENCY_EVERY == 0:
            made = replace(base, kind=AlarmKind.PANIC_BUTTON, source=f"{base.source}-B{self._raised}")
            self._emergencies.append((now, made))
        else:
            made = replace(base, kind=self._lot.choice(KINDS), source=f"{base.source}-{self._raised}")
            self._active.append(made)
        return made


def main() -> int:
    """Run the center on it."""
    return server.run(asked(), lambda options, clock, _say: FloodedWorld(options, clock))


if __name__ == "__main__":
    sys.exit(main())
