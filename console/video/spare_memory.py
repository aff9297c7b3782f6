"""Memory that the C library keeps after players have ended, given back to the system.

glibc takes what has once been freed in large pieces for something that is wanted again, and cuts it from its heaps from
then on: pictures of libvlc then lie between smaller things, and what is freed is kept. A wall of 16 tiles of which one
was opened anew 70 times grew from 140 to 350 MB so, and stays at 200 where it is asked to give back. Asking takes up to
20 ms, in which no thread but the one that asks waits for long.
"""

import ctypes
import sys
from threading import Lock, Timer

QUIET_S = 1.0
"""Players often end in groups, and their last pictures are let go a little later: one asking is for all of them."""

_lock = Lock()
_waiting: Timer | None = None


def give_back_soon() -> None:
    """Give back what is not used, in a moment and in a thread of its own. Does nothing where there is no glibc."""
    global _waiting
    if not sys.platform.startswith("linux"):
        return
    with _lock:
        if _waiting is None:
            _waiting = Timer(QUIET_S, _give_back)
            _waiting.name, _waiting.daemon = "video-memory", True
            _waiting.start()


def _give_back() -> None:
    global _waiting
    with _lock:
        _waiting = None
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # musl has none
        trim(0)
