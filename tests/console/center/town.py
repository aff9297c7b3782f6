"""A tiny city for tests of the center: a few devices and patrols, and pictures that are text."""

import asyncio
import queue
import zlib
from collections.abc import AsyncGenerator, Callable
from typing import Any

import numpy as np

from console.center import problems
from console.center.openings import CameraFacts
from console.center.signals import Signal, Step
from console.center.world.heads import DEAF_ONE_IN, DemoHeads
from console.clock import WallClock
from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.offences import Offences
from console.domain.picture import Picture
from console.domain.protocol import Quality
from console.domain.registry import Registry
from console.domain.sites import PanicButton
from console.domain.streams import Codec, PrivacyMask, StreamFacts
from console.domain.text import LocalText
from console.domain.units import Agency, Fix, Unit, UnitStatus
from console.insight.city import built_in
from console.insight.streets import StreetGraph

PLACE = LocalText("Абая — Сейфуллина", "Абай — Сейфуллин", "Abay — Seifullin")
LON, LAT = 76.93, 43.24
BUTTONS = tuple(f"B{n}" for n in range(20))
DEAF = next(f"deaf{n}" for n in range(1000) if zlib.crc32(f"deaf{n}".encode()) % DEAF_ONE_IN == 0)
"""A camera whose head does not obey."""
UNITS = tuple(f"U{n}" for n in range(8))


def _camera(id_: str, integration: Integration, consent: Consent, *, is_ptz: bool = False) -> Camera:
    place = (LON, LAT, "751310000")
    look = (PlaceKind.CROSSING, 0, 90, 30, "", "", "")
    return Camera(id_, *place, CameraOwner.BUSINESS, integration, consent, *look, is_ptz=is_ptz)


CAMERAS = [
    _camera("open", Integration.INTEGRATED, Consent.GIVEN),
    _camera("reasoned", Integration.INTEGRATED, Consent.WITH_REASON),
    _camera("withheld", Integration.INTEGRATED, Consent.WITHHELD),
    _camera("planned", Integration.PLANNED, Consent.NOT_NEEDED),
    _camera("city", Integration.INTEGRATED, Consent.NOT_NEEDED),
    _camera("mast", Integration.INTEGRATED, Consent.GIVEN, is_ptz=True),
    _camera("other mast", Integration.INTEGRATED, Consent.GIVEN, is_ptz=True),
    _camera(DEAF, Integration.INTEGRATED, Consent.GIVEN, is_ptz=True),
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
        self.heads = DemoHeads(CAMERAS)
        self.at = dict.fromkeys(UNITS, (LON, LAT))

    @property
    def streets(self) -> StreetGraph:
        return built_in().graph

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


MASK = PrivacyMask(((0.1, 0.1), (0.4, 0.1), (0.4, 0.5)))
FACTS = CameraFacts(StreamFacts(Codec.H264, 1280, 720, 15.0), StreamFacts(Codec.H264, 640, 360, 15.0), (MASK,))


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

    def facts(self, camera: Camera) -> CameraFacts:
        return FACTS

    async def archive(
        self, camera: Camera, quality: Quality, start: float, until: float, rate: float
    ) -> AsyncGenerator[bytes, None]:
        yield f"{camera.id} {quality} {start:.0f} {rate}\n".encode()

    def hears(self, camera: Camera) -> bool:
        return camera.id == "city"

    async def sound(self, camera: Camera) -> AsyncGenerator[bytes, None]:
        while True:
            yield f"{camera.id} hum\n".encode()
            await asyncio.sleep(0.02)

    async def still(self, camera: Camera, quality: Quality, at: float, width: int) -> tuple[bytes, float]:
        return f"{camera.id} {quality} {width}".encode(), at

    def recorded(self, camera: Camera, since: float, until: float) -> list[tuple[float, float]]:
        """All but the last quarter of each full hour."""
        hours = range(int(since // 3600), int(until // 3600) + 1)
        spans = [(max(since, hour * 3600.0), min(until, hour * 3600 + 2700.0)) for hour in hours]
        return [(begin, end) for begin, end in spans if begin < end]
