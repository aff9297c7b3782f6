"""A demo city that speaks faster: ``python -m tests.bench.busy_city --data DIR --cameras N --units N``.

Its center is the ordinary one, with its log, its fan-out and its clock; only the world behind it has exactly so many
cameras and units, and devices that change their health as often as the file ``changes_per_s`` in its folder says (it
may be written at any time). The world is looked at 20 times a second, so that changes come as they do in life and not
in one lump a second.
"""

import argparse
import itertools
import json
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace

from console import paths
from console.center import beat, server
from console.center.openings import CameraFacts
from console.center.signals import DeviceReport, Step
from console.center.world import traffic
from console.center.world.demo import DemoWorld
from console.cli import CenterOptions
from console.clock import Clock
from console.domain.cameras import Camera, Integration
from console.domain.devices import Health
from console.domain.picture import Picture
from console.domain.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
RATE_FILE = "changes_per_s"
LOOK_S = 0.05
WORLD_S = 1.0
"""How often the demo city itself moves on."""

ILL = (Health.OFFLINE, Health.DEGRADED)
AILING_AT_MOST = 4000
"""So many cameras are not in order at a time; from then on each change makes one well again."""


class City:
    """The running city: its address, and how fast its devices change."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self._file = url, folder / RATE_FILE

    def change(self, per_s: int) -> None:
        """Let so many devices change their health each second from now on."""
        self._file.write_text(str(per_s))


@contextmanager
def busy_city(folder: Path, cameras: int, units: int = 400, module: str = "tests.bench.busy_city") -> Iterator[City]:
    """Run it as a process of its own, its log in ``folder``; ended by its own handle."""
    command = [sys.executable, "-m", module, "--data", str(folder)]
    center = subprocess.Popen(
        [*command, "--cameras", str(cameras), "--units", str(units)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert center.stdout is not None
    try:
        for line in center.stdout:
            if (word := json.loads(line)).get("ready"):
                yield City(word["url"], folder)
                return
        raise RuntimeError("the city did not start")
    finally:
        center.terminate()
        center.wait(30)


class BusyWorld(DemoWorld):
    """See the module's docstring."""

    def __init__(self, options: CenterOptions, clock: Clock) -> None:
        super().__init__(options.seed, options.cameras, cache=paths.cache() / "city", now=clock.now())
        self.registry = _thinned(self.registry, options.cameras)
        self._rate = options.data / RATE_FILE
        self._devices = [c.id for c in self.registry.cameras if c.integration is Integration.INTEGRATED]
        self._chance = Random(7)
        self._moved_at = self._changed_at = 0.0
        self._ailing: list[str] = []

    def step(self, now: float, picture: Picture) -> Step:
        """The demo city's once a second, and each time what has changed since the last look."""
        step = Step()
        if not 0 <= now - self._moved_at < WORLD_S - LOOK_S / 2:
            self._moved_at = now
            step = super().step(now, picture)
        since, self._changed_at = min(now - self._changed_at, WORLD_S), now
        per_s = int(self._rate.read_text() or 0) if self._rate.exists() else 0
        step.devices.extend(self._change() for _ in range(round(per_s * since)))
        return step

    def _change(self) -> DeviceReport:
        if len(self._ailing) < AILING_AT_MOST:
            self._ailing.append(self._chance.choice(self._devices))
            return DeviceReport(self._ailing[-1], self._chance.choice(ILL))
        return DeviceReport(self._ailing.pop(self._chance.randrange(AILING_AT_MOST)), Health.OK)


def _thinned(registry: Registry, count: int) -> Registry:
    """The registry with ``count`` cameras of all there are, those that stand and those to come."""
    cameras = Random(1).sample(registry.cameras, min(count, len(registry.cameras)))
    return replace(registry, cameras=cameras)


class NoPictures:
    """A center whose cameras give no pictures: none are looked at here."""

    def __init__(self, _registry: Registry, _clock: Clock) -> None: ...

    async def prepare(self, say: Callable[[dict[str, Any]], None]) -> None: ...

    def check(self, camera: Camera) -> None: ...

    async def live(self, *_asked: Any) -> AsyncGenerator[bytes, None]:
        for nothing in itertools.repeat(b"", 0):
            yield nothing

    archive = sound = live

    def facts(self, camera: Camera) -> CameraFacts:
        return CameraFacts()

    def hears(self, camera: Camera) -> bool:
        return False

    def recorded(self, camera: Camera, since: float, until: float) -> list[tuple[float, float]]:
        return []

    async def still(self, *_asked: Any) -> tuple[bytes, float]:
        return b"", 0.0


def asked() -> CenterOptions:
    """What the command line says; the center looks at its world often."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cameras", type=int, required=True)
    parser.add_argument("--units", type=int, default=400)
    asked = parser.parse_args()
    beat.BEAT_S = LOOK_S
    traffic.UNITS = asked.units
    return CenterOptions(asked.data, cameras=asked.cameras, end_with_parent=True)


def main() -> int:
    """Run the center on it."""
    return server.run(
        asked(),
        lambda options, clock, _say: BusyWorld(options, clock),
        lambda world, clock: NoPictures(world.registry, clock),
    )


if __name__ == "__main__":
    sys.exit(main())
