"""The window's thread goes before the others: Python's lock is asked back from them sooner than it would be."""

import sys

LENT_S = 0.001
"""How long another thread may keep the lock while the window's waits for it, seconds (Python's own: 5 ms).

A page of the map that asks for its parts while 150,000 points are being read waits for it a dozen times.
"""


def put_window_first() -> None:
    """For the whole process, from now on."""
    sys.setswitchinterval(LENT_S)
