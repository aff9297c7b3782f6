"""Cameras as the link gives them: opened and closed, their record, and the turning of those that turn.

Every call raises Refused or LinkError, whose ``str`` is a sentence for the operator.
"""

from console.domain.errors import Refused
from console.domain.protocol import Opening, Quality
from console.domain.ptz import PtzOrder, PtzState
from console.domain.streams import ArchiveRanges
from console.link.asking import Asking
from console.link.backend import Backend, Still


class Cameras:
    """What a wall asks the center."""

    def __init__(self, backend: Backend, asking: Asking) -> None:
        self._backend = backend
        self._asking = asking

    async def open(self, camera: str, reason: str = "") -> Opening:
        """A lease on a camera's picture; it is in the access journal from now on."""
        return await self._asking.ask(lambda token: self._backend.open_camera(token, camera, reason))

    async def renew(self, opening: Opening) -> None:
        """Keep a lease whose stream does not come from the center (RTSP); due well before ``expires_in`` is over."""
        await self._asking.ask(lambda token: self._backend.renew_lease(token, opening.lease))

    async def close(self, opening: Opening) -> None:
        """End a lease. One that has ended already, in whatever way, is no fault."""
        await self._asking.ask(lambda token: self._backend.close_camera(token, opening.lease))

    async def listen(self, opening: Opening) -> None:
        """Hear a camera from now on; it is in the access journal."""
        await self._asking.ask(lambda token: self._backend.listen(token, opening.lease))

    async def stop_listening(self, opening: Opening) -> None:
        """Hear it no longer. Where the lease has ended already, so has this."""
        await self._asking.ask(lambda token: self._backend.stop_listening(token, opening.lease))

    async def ranges(self, camera: str, since: float, until: float) -> ArchiveRanges:
        """What was recorded of a camera between two times (Unix seconds), and the alarms near it."""
        return await self._asking.ask(lambda token: self._backend.ranges(token, camera, since, until))

    async def still(self, opening: Opening, at: float, quality: Quality = "sub", width: int = 0) -> Still:
        """The recorded frame that was shown at a time, for stepping and thumbnails; ``width`` 0: as it is."""
        try:
            return await self._backend.still(opening.lease, at, quality, width)
        except Refused as refused:
            raise self._asking.in_words(refused) from refused

    async def ptz(self, camera: str) -> PtzState:
        """Where a camera looks, what it can, who turns it, and its presets."""
        return await self._asking.ask(lambda token: self._backend.ptz(token, camera))

    async def order(self, camera: str, order: PtzOrder) -> PtzState:
        """Turn a camera that this operator has open; the first order takes its lock where it is free."""
        return await self._asking.ask(lambda token: self._backend.order(token, camera, order))
