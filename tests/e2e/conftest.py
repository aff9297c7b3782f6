"""A real center process for each test that wants one, and a real console with its window on it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import qasync
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.app import Console
from console.clock import monotonic
from console.domain.session import DEMO_PASSWORD, Role
from console.notices import Notices
from console.settings import Settings
from ui import theme, translation
from ui.alarms.annunciator import SilentSpeaker
from ui.main_window import MainWindow
from ui.map.pane import MapPane
from ui.video.wall import VideoPane

ROOT = Path(__file__).resolve().parents[2]
CAMERAS = 4_000


Run = Callable[[Coroutine[None, None, None]], None]
"""Runs a coroutine to its end."""


class CenterProcess:
    """``main.py center`` as a child of its own; it can be killed and started again on the same log and port."""

    def __init__(self, home: Path, data: Path) -> None:
        self.home, self.data, self.port, self.url = home, data, 0, ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it; its address when it is ready."""
        command = [sys.executable, "main.py", "center", "--end-with-parent", "--data", str(self.data)]
        self._process = subprocess.Popen(
            [*command, "--cameras", str(CAMERAS), "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "KUZET_HOME": str(self.home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word = json.loads(line)
            if word.get("ready"):
                self.url = word["url"]
                self.port = int(self.url.rsplit(":", 1)[1])
                return self.url
        raise RuntimeError("the center did not start")

    def kill(self) -> None:
        """As a power cut would end it."""
        assert self._process is not None
        self._process.kill()
        self._gone()

    def end(self) -> None:
        """In order."""
        if self._process is not None:
            self._process.terminate()
            self._gone()

    def _gone(self) -> None:
        assert self._process is not None
        self._process.wait(20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None


class Desk:
    """A console with its window, as ``main`` puts them together, driven by a test."""

    def __init__(self, url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url = url
        self.has_ended = False
        monkeypatch.setenv("KUZET_HOME", str(home))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        translation.use_language(app, "en")
        theme.apply(app, "dark")
        self.console = Console(Settings(), Notices())
        self.map_pane = MapPane(self.console.map)
        self.video_pane = VideoPane(self.console.wall)
        self.console.commands.add(*self.map_pane.commands, *self.video_pane.commands)
        self.sounds: list[object] = []
        speaker = SilentSpeaker()
        self.window = MainWindow(
            self.console.desk,
            self.console.acting,
            self.console.notices,
            self.console.commands,
            self.map_pane,
            self.video_pane,
            speaker,
        )
        self.console.desk.annunciation.sounded.connect(self.sounds.append)

    async def begin(self, role: Role = Role.DUTY_OFFICER) -> None:
        """Show the window, log in, wait until every pane has something true to show."""
        self.window.resize(1600, 900)
        self.window.workspace.lay_out_duty()
        self.window.show()
        await self.console.connect_to(self.url)
        await self.console.log_in(role, DEMO_PASSWORD)
        await until(lambda: self.console.is_ready, 60)

    async def click_on_map(self, lon: float, lat: float) -> tuple[str, str]:
        """Fly the map there and click; kind and id of what the page says was hit."""
        self.console.map.views.fly_to(lon, lat, 17)
        web = self.map_pane.web
        views = self.console.map.views
        await until(lambda: (v := views.view) and v.zoom == 17 and abs(v.lon - lon) + abs(v.lat - lat) < 1e-4)
        hits: list[tuple[str, str]] = []
        self.console.map.layers.selected.connect(lambda kind, thing: hits.append((kind, thing)))
        QTest.mouseClick(web.focusProxy(), Qt.MouseButton.LeftButton, pos=web.rect().center())
        await until(lambda: hits)
        return hits[-1]

    async def end(self) -> None:
        """End in order; a second time does nothing."""
        if self.has_ended:
            return
        self.has_ended = True
        gone: list[bool] = []
        self.window.destroyed.connect(lambda: gone.append(True))
        self.window.hide()
        await self.console.stop()
        self.window.deleteLater()
        await until(lambda: gone)


async def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for a condition; fails the test when it does not come."""
    end = monotonic() + seconds
    while not condition():
        if monotonic() > end:
            pytest.fail(f"did not come within {seconds} s: {condition}")
        await asyncio.sleep(0.02)


class Trainer:
    """A second operator at the center, over plain HTTP: presses buttons, acknowledges."""

    def __init__(self, url: str, role: Role = Role.TRAINER) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=10)
        self._role = role

    async def __aenter__(self) -> "Trainer":
        answer = await self._http.post("/session", json={"user": self._role, "password": DEMO_PASSWORD})
        answer.raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def signal(self, device: str, kind: str, *, active: bool = True) -> None:
        """Make a device speak."""
        answer = await self._http.post("/signals", json={"device": device, "kind": kind, "active": active})
        answer.raise_for_status()

    async def intent(self, key: str, intent: dict[str, Any], version: int | None = None) -> httpx.Response:
        """Have the center carry something out."""
        headers = {"Idempotency-Key": key} | ({} if version is None else {"If-Match": str(version)})
        return await self._http.post("/intents", json=intent, headers=headers)


@pytest.fixture(scope="session")
def center_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all centers of a run: the city and the demo's pictures are made once."""
    return tmp_path_factory.mktemp("center-home")


@pytest.fixture
def center(center_home: Path, tmp_path: Path) -> Iterator[CenterProcess]:
    """A center with a log of its own."""
    process = CenterProcess(center_home, tmp_path / "center")
    process.start()
    yield process
    process.end()


class LocalTurns:
    """Turns of the application's loop that can be left without leaving the application.

    WORKAROUND: ``QApplication.exit`` calls what the web engine has connected to ``aboutToQuit``, and crashes where a
    web view is gone by then (PySide6 6.11.3). A console leaves its loop once; tests leave it many times.
    """

    def __init__(self, app: QApplication) -> None:
        self._turns = QEventLoop()
        self.exec, self.exit = self._turns.exec, self._turns.quit
        self.eventDispatcher = app.eventDispatcher


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Run]:
    """Runs a coroutine on the loop that the console runs on in earnest."""
    loop = qasync.QEventLoop(LocalTurns(qapp))
    asyncio.set_event_loop(loop)
    yield loop.run_until_complete
    loop.close()


@pytest.fixture
def desk_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Iterator[Callable[[str, str], Desk]]:
    """Makes a console at a center, each with a home of its own; all are ended after the test."""
    made: list[Desk] = []

    def make(url: str, name: str) -> Desk:
        made.append(Desk(url, tmp_path / name, monkeypatch))
        return made[-1]

    yield make
    for desk in made:
        run(desk.end())
