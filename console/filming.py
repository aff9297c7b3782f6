"""What the view models ask of the center about cameras, over the link there is now; its errors are OSErrors here."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.protocol import Opening, Quality
from console.domain.ptz import PtzOrder, PtzState
from console.domain.streams import ArchiveRanges
from console.link.cameras import Cameras
from console.link.errors import CenterNotReady, LinkError

Found = TypeVar("Found")


class Filming:
    """``Footage`` and ``Heads`` of the view models. ``cameras`` is asked each time: there are none without log in."""

    def __init__(self, cameras: Callable[[], Cameras | None]) -> None:
        self._cameras = cameras

    async def open(self, camera: str, reason: str) -> Opening:
        """A lease on a camera's picture."""
        return await self._ask(lambda cameras: cameras.open(camera, reason))

    async def renew(self, opening: Opening) -> None:
        """Keep a lease that nobody watches."""
        await self._ask(lambda cameras: cameras.renew(opening))

    async def close(self, opening: Opening) -> None:
        """End a lease."""
        await self._ask(lambda cameras: cameras.close(opening))

    async def listen(self, opening: Opening) -> None:
        """Hear a camera from now on; it is in the access journal."""
        await self._ask(lambda cameras: cameras.listen(opening))

    async def stop_listening(self, opening: Opening) -> None:
        """Hear it no longer."""
        await self._ask(lambda cameras: cameras.stop_listening(opening))

    async def ranges(self, camera: str, since: float, until: float) -> ArchiveRanges:
        """What was recorded between two moments."""
        return await self._ask(lambda cameras: cameras.ranges(camera, since, until))

    async def still(self, opening: Opening, at: float, quality: Quality, width: int) -> tuple[bytes, float]:
        """The frame shown at a moment as JPEG, and when it was taken."""
        still = await self._ask(lambda cameras: cameras.still(opening, at, quality, width))
        return still.jpeg, still.time

    async def ptz(self, camera: str) -> PtzState:
        """Where a camera looks, and who turns it."""
        return await self._ask(lambda cameras: cameras.ptz(camera))

    async def order(self, camera: str, order: PtzOrder) -> PtzState:
        """Turn a camera, or ask for the turning of it."""
        return await self._ask(lambda cameras: cameras.order(camera, order))

    async def _ask(self, ask: Callable[[Cameras], Awaitable[Found]]) -> Found:
        cameras = self._cameras()
        if cameras is None:
            raise ConnectionError
        try:
            return await ask(cameras)
        except CenterNotReady as error:
            problem = Problem(ProblemType.NOT_READY, str(error), 503, retry_after=error.retry_after)
            raise Refused(problem) from error
        except LinkError as error:
            raise ConnectionError(str(error)) from error
