import ctypes
import subprocess
import sys
from threading import enumerate as threads
from types import SimpleNamespace

import pytest

from console.video import spare_memory
from tests.live_streams import wait_until


def is_waiting() -> bool:
    return any(thread.name == "video-memory" for thread in threads())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks glibc")
def test_players_that_end_together_are_one_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_until(lambda: not is_waiting())
    asked: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=asked.append))
    monkeypatch.setattr(spare_memory, "QUIET_S", 0.05)
    for _ in range(20):
        spare_memory.give_back_soon()
    wait_until(lambda: asked and not is_waiting())
    assert asked == [0]

    spare_memory.give_back_soon()
    wait_until(lambda: len(asked) == 2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the C library")
def test_another_library_without_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    monkeypatch.setattr(spare_memory, "QUIET_S", 0.0)
    spare_memory.give_back_soon()
    wait_until(lambda: not is_waiting())


APART = """
import ctypes
import subprocess
from console.video import spare_memory

class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Info
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
spare_memory.keep_apart()
libc.free(libc.malloc(8 << 20))
before = libc.mallinfo2().hblkhd
picture = libc.malloc(1 << 20)
assert libc.mallinfo2().hblkhd - before >= 1 << 20, "it was cut from a heap"
libc.free(picture)
assert libc.mallinfo2().hblkhd == before
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="asks glibc")
def test_a_picture_is_given_back_however_large_those_before_it_were() -> None:
    subprocess.run([sys.executable, "-c", APART], check=True, timeout=30)
