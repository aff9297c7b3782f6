"""A console, or its embedded center, that is killed or left: the other notices, nothing is lost or waited for."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import psutil
import pytest

from console.clock import monotonic
from console.domain.intents import AddNote
from console.link.outbox import Outbox, Queued
from tests.faults.conftest import SMALL, Program, Start

DRAWING = """
import sys, main
from console.app import Console
Console.is_settled = property(lambda self: print("still drawing", flush=True))
sys.exit(main.main())
"""
"""A console whose tiles wait for their pictures for as long as it runs."""


def until_written(report: Path, console: Program) -> dict[str, Any]:
    """The report of a console that goes on running."""
    end = monotonic() + 60
    while not report.exists() or not report.read_bytes().endswith(b"}\n"):
        assert console.process.poll() is None, console.ended().err
        assert monotonic() < end
        psutil.Process().cpu_percent(0.05)
    found: dict[str, Any] = json.loads(report.read_bytes())
    return found


def center_of(console: Program) -> psutil.Process:
    (center,) = (p for p in psutil.Process(console.process.pid).children() if "center" in p.cmdline())
    return center


@pytest.mark.anyio
async def test_killed_consoles_and_centers(start: Start, made: Path, home: Path, tmp_path: Path) -> None:
    copytree(made, home)
    outbox = Outbox(home / "data")
    await outbox.open()
    await outbox.put(Queued("key", AddNote("I1", "as it was"), None, 0.0, "somebody", "another log"))
    await outbox.close()

    first = start("--report", tmp_path / "first.json", "--after", 0, "--for", 600, code=SMALL)
    before = until_written(tmp_path / "first.json", first)
    center = center_of(first)
    first.kill()
    psutil.wait_procs([center], timeout=20)
    assert not center.is_running()

    second = start("--report", tmp_path / "second.json", "--after", 0, "--for", 600, code=SMALL)
    after = until_written(tmp_path / "second.json", second)
    assert after["link"]["state"] == "live"
    assert after["link"]["epoch"] == before["link"]["epoch"]
    assert after["link"]["seq"] >= before["link"]["seq"]

    center_of(second).kill()
    assert second.process.stderr is not None
    for line in second.process.stderr:
        if "The demo center ended: it was killed from outside (SIGKILL)." in line:
            break
    assert second.leave().code == 0

    await outbox.open()
    assert "key" in outbox
    await outbox.close()


def test_who_leaves_while_pictures_are_being_drawn_does_not_wait_for_them(
    start: Start, center: str, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    console = start("--center", center, "--role", "duty_officer", "--report", report, "--after", 600, code=DRAWING)
    assert console.process.stdout is not None
    assert next(console.process.stdout) == "still drawing\n"

    assert console.leave().code == 0
    assert json.loads(report.read_bytes())["link"]["state"] == "live"
