"""Whole programs, started as a person starts them, on a small city; what they say and leave behind is looked at.

One center serves all consoles that only need one. No clips are drawn: a file stands where their folder should be, which
is a fault that every console of these tests lives with.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CAMERAS = 2_000
PATIENCE_S = 60.0

SMALL = f"import sys, main; main.EMBEDDED += ['--cameras', '{CAMERAS}']; sys.exit(main.main())"
"""``python main.py`` with an embedded center on a small city."""


class Ended:
    """How a program ended: its exit code, and what it said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err, err

    @property
    def said(self) -> list[str]:
        """Lines on stderr but the one that tells that there is no display."""
        return [line for line in self.err.splitlines() if line and "No display was found" not in line]


class Program:
    """A program of ours with a home of its own. ``code`` is run instead of ``main.py`` where it is given."""

    def __init__(self, home: Path, *arguments: object, code: str = "", bytes_a_file: int = 0, **env: str) -> None:
        def limit() -> None:
            if bytes_a_file:
                resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))

        start = ["-c", code] if code else ["main.py"]
        told = {"KUZET_HOME": str(home), "LANGUAGE": "en", "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, *start, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **told, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=limit,
        )

    def ended(self) -> Ended:
        """Wait for its end."""
        try:
            out, err = self.process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return Ended(self.process.returncode, out, err)

    def kill(self) -> Ended:
        """As a power cut would end it."""
        self.process.kill()
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return Ended(self.process.returncode, out, err)

    def leave(self) -> Ended:
        """As the desktop ends it."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ready(self) -> str:
        """A center's address when it is ready."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word = json.loads(line)
            if word.get("ready"):
                return str(word["url"])
        raise AssertionError(self.ended().err)


Run = Callable[..., Ended]
Start = Callable[..., Program]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose small city is made and whose center has begun its log; to be copied."""
    home = tmp_path_factory.mktemp("made")
    spoil_clips(home)
    center = Program(home, "center", "--cameras", CAMERAS)
    center.ready()
    assert center.leave().code == 0
    return home


@pytest.fixture(scope="session")
def center(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a center that is well."""
    home = tmp_path_factory.mktemp("center") / "home"
    shutil.copytree(made, home)
    process = Program(home, "center", "--cameras", CAMERAS)
    yield process.ready()
    assert process.leave().code == 0


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts programs in this test's home; whatever still runs after the test is ended."""
    begun: list[Program] = []

    def begin(*arguments: object, **more: Any) -> Program:
        begun.append(Program(more.pop("home", home), *arguments, **more))
        return begun[-1]

    yield begin
    for program in begun:
        if program.process.stdout is not None and not program.process.stdout.closed:
            program.kill()


@pytest.fixture
def run(start: Start) -> Run:
    """Runs a program in this test's home to its end."""
    return lambda *arguments, **more: start(*arguments, **more).ended()


@pytest.fixture
def look(run: Run, center: str, tmp_path: Path) -> Callable[..., tuple[Ended, dict[str, Any]]]:
    """Runs a console on the center that is well until it is ready; how it ended, and its report."""

    def looked(**more: Any) -> tuple[Ended, dict[str, Any]]:
        report = tmp_path / "report.json"
        ended = run("--center", center, "--role", "duty_officer", "--report", report, "--after", 0, **more)
        return ended, json.loads(report.read_bytes()) if report.exists() else {}

    return looked


def spoil_clips(home: Path) -> None:
    """Put a file where the folder of the clips should be."""
    (home / "cache").mkdir(parents=True, exist_ok=True)
    (home / "cache" / "clips").touch()
