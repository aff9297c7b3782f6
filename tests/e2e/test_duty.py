"""Each scene of ``duty.py`` in a process of its own, as a console has one: web engine and libvlc begin and end once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCENES = (
    "test_a_pressed_panic_button_becomes_a_closed_incident",
    "test_keys_alone_lead_from_the_button_to_the_closed_incident",
    "test_two_consoles_see_each_other",
    "test_a_killed_center_loses_nothing_and_staleness_is_shown",
)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("scene", SCENES)
def test_scene(scene: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/e2e/duty.py::{scene}"]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=170, check=False)
    assert "1 passed" in played.stdout, played.stdout[-6000:] + played.stderr[-2000:]
