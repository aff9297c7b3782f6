"""The scenes of ``records.py`` in a process of their own: libvlc begins and ends there, one center draws for all."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


TURNS = "turns_in_the_picture"
"""The scene of a camera that turns: on a new machine its panorama is drawn first, some minutes of one core."""


@pytest.mark.timeout(300)
def test_scenes_of_records() -> None:
    play(f"not {TURNS}", passed=4)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_camera_that_turns() -> None:
    play(TURNS, passed=1)


def play(scenes: str, *, passed: int) -> None:
    """Play scenes, and have so many pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", scenes, "tests/e2e/records.py"]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=890, check=False)
    assert f"{passed} passed" in played.stdout, played.stdout[-6000:] + played.stderr[-2000:]
