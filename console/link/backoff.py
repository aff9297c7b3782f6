"""How long to wait before the next try: full jitter, doubling, so that many consoles do not come back at once."""

import random
from collections.abc import Callable

FIRST_S = 0.5
LONGEST_S = 15.0


class Backoff:
    """Delays for one matter that is tried again and again."""

    def __init__(self, draw: Callable[[float, float], float] = random.uniform) -> None:
        self._draw = draw
        self._tries = 0

    def delay(self) -> float:
        """Seconds until the next try: drawn from 0 to 0.5 s, then to 1 s, … to 15 s."""
        span = min(LONGEST_S, FIRST_S * 2 ** min(self._tries, 10))
        self._tries += 1
        return self._draw(0.0, span)

    def reset(self) -> None:
        """It went well; begin with short delays next time."""
        self._tries = 0
