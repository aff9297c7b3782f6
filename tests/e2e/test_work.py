"""The scenes of ``work.py`` in a process of their own: web engine and libvlc begin and end there once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(180)
def test_scenes_of_work() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/e2e/work.py"]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=170, check=False)
    assert "1 passed" in played.stdout, played.stdout[-6000:] + played.stderr[-2000:]
