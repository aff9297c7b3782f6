"""A center's time: anchored once, never back."""

import subprocess
import sys
import time

import pytest

from console import clock
from console.clock import SteadyClock, WallClock


def test_a_wall_clock_that_is_set_back_does_not_move_the_centers(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SteadyClock()
    before = clock.now()
    monkeypatch.setattr(time, "time", lambda: before - 7200.0)
    assert before <= clock.now() < before + 60.0


def test_it_begins_no_earlier_than_the_log_ends() -> None:
    later = WallClock().now() + 3600.0
    clock = SteadyClock(later)
    assert later <= clock.now() < later + 60.0
    assert clock.ahead_s == pytest.approx(3600.0, abs=60.0)
    assert SteadyClock(later - 7200.0).ahead_s == 0.0


def test_the_age_of_a_process_is_the_time_since_it_was_started() -> None:
    code = "from console import clock; print(clock.process_age())"
    began = clock.monotonic()
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert 0 < float(told) <= clock.monotonic() - began + 0.02
