"""Memory of players that have ended, given back to the system.

glibc takes what has once been freed in large pieces for something that is wanted again, and cuts it from its heaps from
then on: pictures of libvlc then lie between smaller things, and what is freed is kept. A wall of 16 tiles whose cameras
broke 90 times in half an hour grew from 390 to 517 MB so. Where large pieces stay apart (``keep_apart``), the heaps of
the same wall are 65 MB instead of 441, and what is left between small things is asked for (``give_back_soon``): it
takes up to 20 ms, in which no thread but the one that asks waits for long.
"""

import ctypes
import sys
from threading import Lock, Timer

QUIET_S = 1.0
"""Players often end in groups, and their last pictures are let go a little later: one asking is for all of them."""

M_MMAP_THRESHOLD = -3
"""Number of the option in malloc.h."""

LARGE = 128 * 1024
"""Bytes from which a piece is the system's own: glibc's first threshold, which it raises to 32 MB unless it is told."""

_lock = Lock()
_waiting: Timer | None = None


def keep_apart() -> None:
    """Have every large piece come from the system and go back to it. For the whole process, from now on."""
    option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform.startswith("linux") else None
    if option is not None:  # musl has none
        option(M_MMAP_THRESHOLD, LARGE)


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
