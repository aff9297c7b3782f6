"""What this operator looks at, told to the others: now, and after each break."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from console.domain.errors import Refused
from console.domain.presence import Gaze
from console.domain.protocol import Looking
from console.link.backend import Stream
from console.link.errors import LinkError

EACH_S = 0.2
"""So seldom, at most, it is told."""


class Gazing:
    """The latest gaze, and whether the center knows it. ``stream`` gives the one that is followed now."""

    def __init__(self, stream: Callable[[], Stream | None]) -> None:
        self._stream = stream
        self._gaze: Gaze | None = None
        self._is_news = asyncio.Event()

    def look(self, gaze: Gaze | None) -> None:
        """The operator looks at something, or at nothing in particular."""
        if gaze != self._gaze:
            self._gaze = gaze
            self._is_news.set()

    def greet(self) -> None:
        """A new connection knows nothing of it."""
        if self._gaze is not None:
            self._is_news.set()

    async def run(self) -> None:
        """Tell the latest only: who runs through a list looks at none of its rows."""
        while True:
            await self._is_news.wait()
            self._is_news.clear()
            if (stream := self._stream()) is not None:
                with suppress(LinkError, Refused):  # a stream that has ended is begun anew elsewhere
                    await stream.send(Looking(self._gaze))
            await asyncio.sleep(EACH_S)
