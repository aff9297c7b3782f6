"""Drives a page from outside: runs ``drive.js`` in it, asks for things and awaits their answers, counts its frames."""

import asyncio
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWebEngineWidgets import QWebEngineView

from console.clock import process_age
from tests.bench.harness import Sample, quantile

CITY = [43.238, 76.915]
WEST = [43.262, 76.80]
"""Latitude and longitude where a pan begins."""

LEGS = [[1600, 0], [0, 500], [-1600, 0], [0, 500], [1600, 0]]
"""Pixels: about six seconds over ground that was not in view before."""

SPEED = 900
"""Of a drag, pixels a second."""

ZOOMS = [11, 12, 13, 14, 15, 16, 15, 14, 13, 12, 11]


class Presented(QObject):
    """Counts the pictures that reach the window: paint events of the widget that the web engine draws in."""

    def __init__(self, view: QWebEngineView) -> None:
        super().__init__(view)
        self.count = 0
        drawn = view.focusProxy()
        assert drawn is not None
        drawn.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False


class Driven:
    """A page of a view whose map is ``window.kuzet_map``."""

    def __init__(self, view: QWebEngineView) -> None:
        self._view = view
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.presented = Presented(view)
        view.page().titleChanged.connect(self._told)

    async def begin(self) -> None:
        """Bring the script into the page, once that is loaded."""
        script = (Path(__file__).parent / "drive.js").read_text()
        there = asyncio.get_running_loop().create_future()
        self._view.page().runJavaScript(script, 0, lambda _answer: there.done() or there.set_result(None))
        await there

    async def ask(self, what: str, **how: Any) -> Any:
        """Have it done; its answer."""
        number = len(self._answers) + 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._view.page().runJavaScript(f"bench({number}, {json.dumps(what)}, {json.dumps(how)}); 0", 0)
        return await asyncio.wait_for(answer, 120)

    async def pan(self, zoom: int = 14) -> Sample:
        """Pan over new ground: frames a second that the page drew, those that reached the window, and the worst gap."""
        before = self.presented.count
        panned = await self.ask("pan", zoom=zoom, center=WEST, speed=SPEED, legs=LEGS)
        return {
            "pan_fps": panned["fps"],
            "pan_presented_fps": (self.presented.count - before) / panned["seconds"],
            "pan_gap_p95_ms": panned["gap_p95"],
        }

    async def zoom(self) -> Sample:
        """Step by step closer and back: ms from the wish to all painted."""
        took = await self.ask("zoom", center=CITY, zooms=ZOOMS)
        return {"zoom_step_ms": quantile(took, 0.5), "zoom_step_worst_ms": max(took)}

    def _told(self, title: str) -> None:
        if title.startswith('{"number"'):
            told = json.loads(title)
            answer = self._answers[told["number"]]
            if not answer.done():
                answer.set_result(told["answer"])


def tell(sample: Sample) -> None:
    """Say what a child process has measured; the one line of JSON that its parent reads."""
    print(json.dumps(sample | {"process_s": process_age()}), flush=True)
