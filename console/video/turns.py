"""Decoding in turns: only so many threads at a time do it.

Streams of which only a thread of their own knows when they have something (RTSP, TLS) wake at the same moments, and
each wants Python's lock ten times for a frame. 16 of them cost 450 us a frame above decoding alone, and 240 with turns.
"""

import os
from queue import SimpleQueue

AT_ONCE = max(1, min(4, os.cpu_count() or 1))
"""More would only wait for Python's lock; four decode 25 main streams."""


class Turns:
    """A counting semaphore; ``threading``'s is written in Python and costs a tenth of what this saves."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(at_once):
            self._free.put(None)

    def __enter__(self) -> None:
        """Wait for one's turn."""
        self._free.get()

    def __exit__(self, *_: object) -> None:
        """Let another go on."""
        self._free.put(None)


DECODING = Turns()
"""Of all players together."""
