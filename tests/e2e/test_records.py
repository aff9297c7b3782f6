"""The scenes of ``records.py`` in a process of their own: libvlc begins and ends there, one center draws for all."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(600)
def test_scenes_of_records() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/e2e/records.py"]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=590, check=False)
    assert "3 passed" in played.stdout, played.stdout[-6000:] + played.stderr[-2000:]
