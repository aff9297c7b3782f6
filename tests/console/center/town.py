"""A tiny city for tests of the center: a few devices and patrols, and pictures that are text."""

import asyncio
import queue
from collections.abc import AsyncGenerator, Callable
from typing import Any

import numpy as np

from console.center import problems
from console.center.openings import Quality
from console.center.signals import Signal, Step
from console.clock import WallClock
from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.offences import Offences
from console.domain.picture import Picture
from console.domain.registry import Registry
from console.domain.sites import PanicButton
from console.domain.text import LocalText
from console.domain.units import Agency, Fix, Unit, UnitStatus

PLACE = LocalText("Абая — Сейфуллина", "Абай — Сейфуллин", "Abay — Seifullin")
LON, LAT = 76.93, 43.24
BUTTONS = tuple(f"B{n}" for n in range(20))
UNITS = tuple(f"U{n}" for n in range(8))


def _camera(id_: str, integration: Integration, consent: Consent) -> Camera:
    kind = PlaceKind.CROSSING
    return Camera(id_, LON, LAT, "751310000", CameraOwner.BUSINESS, integration, consent, kind, 0, 90, 30, "", "", "")


CAMERAS = [
    _camera("open", Integration.INTEGRATED, Consent.GIVEN),
    _camera("reasoned", Integration.INTEGRATED, Consent.WITH_REASON),
    _camera("withheld", Integration.INTEGRATED, Consent.WITHHELD),
    _camera("planned", Integration.PLANNED, Consent.NOT_NEEDED),
]


def unit(id_: str, now: float) -> Unit:
    """A free patrol that has just told where it is."""
    fix = Fix(id_, LON, LAT, 8.0, 90.0, now)
    return Unit(id_, id_.replace("U", "Arman-"), Agency.POLICE, 2, "", UnitStatus.AVAILABLE, now, None, fix)


class Town:
    """A ``World`` of a few devices. Its units report where they are (``at``); all else a test puts in ``next``."""

    def __init__(self, now: float | None = None) -> None:
        now = WallClock().now() if now is None else now
        self.registry = Registry(
            "town", 7, 0, CAMERAS, [PanicButton(b, LON, LAT, "751310000", "", "", "") for b in BUTTONS], [], [], []
        )
        self.units = tuple(unit(id_, now) for id_ in UNITS)
        self.next: queue.SimpleQueue[Step] = queue.SimpleQueue()
        self.at = dict.fromkeys(UNITS, (LON, LAT))

    def earlier_shift(self, now: float) -> None:
        return None

    def step(self, now: float, picture: Picture) -> Step:
        step = Step() if self.next.empty() else self.next.get()
        step.fixes = [Fix(id_, *self.at[id_], 8.0, 90.0, now) for id_ in picture.units]
        return step

    def offences(self, since: float, until: float) -> Offences:
        """One theft each full hour."""
        at = np.arange(np.ceil(since / 3600) * 3600, until, 3600.0)
        codes = np.zeros(len(at), np.uint8)
        lon, lat = np.full(len(at), LON), np.full(len(at), LAT)
        return Offences(since, until, ("751310000",), kind=codes, district=codes, at=at, lon=lon, lat=lat)

    def district_at(self, lon: float, lat: float) -> str:
        return "751310000"

    def signal(self, device: str, kind: AlarmKind, *, active: bool) -> Signal:
        if device not in BUTTONS:
            raise KeyError(device)
        return Signal(device, kind, active, LON, LAT, "751310000", PLACE)


class Projector:
    """``Pictures`` that show the time asked for as text; ``is_ready`` False refuses."""

    def __init__(self) -> None:
        self.is_ready = True

    async def prepare(self, say: Callable[[dict[str, Any]], None]) -> None:
        pass

    def check(self, camera: Camera) -> None:
        if not self.is_ready:
            raise problems.not_ready("Being drawn.", 5.0)

    async def live(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        self.check(camera)
        while True:
            yield f"{camera.id} {quality}\n".encode()
            await asyncio.sleep(0.02)

    async def archive(self, camera: Camera, quality: Quality, start: float, rate: float) -> AsyncGenerator[bytes, None]:
        yield f"{camera.id} {quality} {start:.0f} {rate}\n".encode()
