"""What the sides of the wall's bench have in common: streams, time, what was used, the clock in the picture."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import psutil
import qasync
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console import paths
from console.center.clips.clockmark import MINUTE_FRAMES, read_frame_number
from console.center.clips.drawing.motion import FRAME_RATE
from console.clock import WallClock, monotonic
from console.domain.cameras import Consent
from console.domain.errors import Refused
from console.domain.protocol import Opening
from console.domain.session import DEMO_PASSWORD, Role
from console.link.errors import LinkError
from console.link.link import Link
from console.notices import Notices
from console.state.store import Store
from console.tasks import Tasks
from console.viewmodels.gap import LoopGap
from tests.bench.harness import Sample

WARM_S, MEASURE_S, TURNING_S, LOOK_BACK_S = 4.0, 12.0, 5.0, 3.0
READY_WITHIN_S = 300.0
"""A new center first draws its pictures, or looks which of them are sound: minutes on a machine that has more to do."""


class Streams:
    """Cameras of a running center, and leases on them."""

    def __init__(self, link: Link, cameras: list[str]) -> None:
        self._link, self.cameras = link, cameras

    async def open(self, camera: str, reason: str = "") -> Opening:
        """A lease. As for the console's own tiles, a center that does not answer is an OSError: they try again."""
        try:
            return await self._link.open_camera(camera, reason)
        except LinkError as error:
            raise OSError(str(error)) from error

    async def rest(self) -> None:
        """Hear no more of the center's events; what was opened goes on."""
        await self._link.stop()

    async def ready(self) -> list[Opening]:
        """A lease on each, once the center has the picture of every one."""
        end = monotonic() + READY_WITHIN_S
        while True:
            held: list[Opening] = []
            try:
                for camera in self.cameras:
                    held.append(await self.open(camera))
            except (Refused, OSError):
                await self.give_back(held)
                if monotonic() > end:
                    raise
                await asyncio.sleep(1)
            else:
                return held

    async def give_back(self, held: list[Opening]) -> None:
        """End leases that nobody will use: an operator may have 200."""
        for opening in held:
            await self._link.cameras.close(opening)


@asynccontextmanager
async def streams(url: str, count: int) -> AsyncIterator[Streams]:
    """``count`` cameras that can be opened without a reason, the same for everybody, their pictures ready."""
    store, tasks = Store(), Tasks()
    link = Link(url, store, Notices(), tasks, WallClock(), paths.data(), paths.cache())
    await link.log_in(Role.DUTY_OFFICER, DEMO_PASSWORD)
    told = asyncio.Event()
    store.on_change = told.set
    link.start()
    while store.registry is None or not store.picture.seq:
        told.clear()
        store.take()
        await told.wait()
    ill = store.picture.devices
    free = (c.id for c in store.registry.cameras if c.can_be_opened and c.consent is not Consent.WITH_REASON)
    found = Streams(link, sorted(camera for camera in free if camera not in ill)[: 2 * count])
    openings = await found.ready()
    await found.give_back(openings)
    still = [opening.camera for opening in openings if opening.ptz is None]  # what turns is coded for each
    found.cameras = still[:count]
    try:
        yield found
    finally:
        await found.rest()
        await tasks.close()


def asked() -> argparse.Namespace:
    """The command line of every side."""
    parser = argparse.ArgumentParser()
    parser.add_argument("side", nargs="?", choices=("peer", "floor"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--tiles", type=int, required=True)
    parser.add_argument("--libvlc", action="store_true", help="let libvlc decode instead of ourselves")
    parser.add_argument("--server", type=int, help="process id of the X server")
    return parser.parse_args()


def on_loop(app: QApplication, work: Callable[[], Coroutine[Any, Any, Sample]]) -> Sample:
    """Run it on the application's loop, as the console runs."""
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        return loop.run_until_complete(work())


class Cost:
    """CPU seconds of this process, its children and its X server, from when it was made."""

    def __init__(self, server: int | None) -> None:
        me = psutil.Process()
        self._display = [psutil.Process(server)] if server else []
        self._of = [me, *me.children(recursive=True), *self._display]
        self._began, self._display_began, self._since = _seconds(self._of), _seconds(self._display), monotonic()

    @property
    def sample(self) -> Sample:
        """Per cent of one core, since then."""
        seconds = monotonic() - self._since
        return {
            "cpu": 100 * (_seconds(self._of) - self._began) / seconds,
            "cpu_display": 100 * (_seconds(self._display) - self._display_began) / seconds,
        }


async def turning() -> Sample:
    """How smoothly the window's loop turns. Apart from the cost: to look 200 times a second takes 1 % of a core."""
    gap = LoopGap()
    gap.restart()
    await asyncio.sleep(TURNING_S)
    return {"gap_p99_ms": gap.percentile(0.99) or 0.0}


def _seconds(of: Sequence[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (process.cpu_times() for process in of))


def behind_ms(picture: QImage, now: float) -> float | None:
    """Age of a picture of the demo in ms at ``now`` (the center's Unix seconds); None where no clock is legible."""
    number = read_frame_number(pixels(picture))
    if number is None:
        return None
    minute = MINUTE_FRAMES / FRAME_RATE
    return 1000 * ((now - number / FRAME_RATE) % minute)


def pixels(picture: QImage) -> npt.NDArray[np.uint8]:
    """Red, green, blue of each pixel: (height, width, 3)."""
    image = picture.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)[..., 2::-1].copy()
