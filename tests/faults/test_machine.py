"""A machine that lacks something: a display, a video engine, the right time."""

from collections.abc import Callable
from typing import Any

from tests.faults.conftest import Ended, Run

Look = Callable[..., tuple[Ended, dict[str, Any]]]

TOMORROW = """
import sys, time
from time import time as now
time.time = lambda: now() + 86_400
import main
sys.exit(main.main())
"""


def test_a_display_that_is_not_there_is_told_and_the_console_runs_offscreen(look: Look) -> None:
    ended, report = look(QT_QPA_PLATFORM="", DISPLAY=":4711", WAYLAND_DISPLAY="wayland-4711")
    assert (ended.code, report["link"]["state"]) == (0, "live")
    assert ended.err == "kuzet: No display was found: Kuzet runs offscreen.\n"


def test_without_libvlc_all_but_the_video_works(look: Look, run: Run) -> None:
    ended, report = look(PYTHON_VLC_LIB_PATH="/nowhere/libvlc.so")
    assert (ended.code, report["link"]["state"]) == (0, "live")
    assert report["video"]["playing"] == 0
    assert "libvlc: not found; video tiles will stay dark" in run("doctor", PYTHON_VLC_LIB_PATH="/nowhere/libvlc").out


def test_a_console_whose_clock_is_wrong_shows_the_center_s_time(look: Look) -> None:
    _right, report = look()
    ended, off = look(code=TOMORROW)
    assert (ended.code, off["link"]["state"]) == (0, "live")
    assert not ended.said
    assert 0 <= off["link"]["data_age_s"] < 30
    assert off["units"]["by_status"].get("offline", 0) <= report["units"]["by_status"].get("offline", 0) + 10
