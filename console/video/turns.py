"""Decoding in turns: only so many threads at a time do anything but wait for data.

Cameras send at the same moments. 16 threads that wake together and each want Python's lock ten times for a frame wait
for one another, and the window's thread for all of them: 450 us a frame above decoding alone, and 240 with turns,
which is what scaling takes. Who waits for data gives its turn back, so a stream that is silent holds up nobody.
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

    def take(self) -> None:
        """Wait for one's turn."""
        self._free.get()

    def give(self) -> None:
        """Let another go on."""
        self._free.put(None)


DECODING = Turns()
"""Of all players together."""
