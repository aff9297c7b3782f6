"""A bare window with a map in it, on the console's own loop; web engine and garbage are looked after as there."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.bench.harness import Sample
from ui import theme, translation
from ui.collector import Collector
from ui.map import scheme

DUTY = QSize(930, 586)
"""About what the Duty workspace gives the map in a window of 1920 x 1080."""

FULL_HD = QSize(1920, 1080)

WARM_S = 1.5
"""So long the web engine's processes have to come up; a console that logs in takes longer."""


class MapWindow(QMainWindow):
    """Holds a pane whose web view is exactly as large as asked for."""

    def fill(self, pane: QWidget, web: QWebEngineView) -> None:
        """Show ``pane``, which has ``web`` in it."""
        self.setCentralWidget(pane)
        self._web = web
        self.resize(DUTY)
        self.show()
        self.resize(DUTY + self.size() - web.size())

    async def grow(self, size: QSize) -> None:
        """Make the web view so large."""
        self.resize(size + self.size() - self._web.size())
        while self._web.size() != size:  # noqa: ASYNC110 - a layout has no signal
            await asyncio.sleep(0.01)


def in_window(measure: Callable[[MapWindow], Awaitable[Sample]]) -> Sample:
    """Run a measurement in a window of its own."""

    async def run() -> Sample:
        window = MapWindow()
        try:
            return await measure(window)
        finally:
            window.hide()
            window.deleteLater()

    return in_process(run)


def in_process(measure: Callable[[], Awaitable[Sample]]) -> Sample:
    """Run a measurement on the loop of a new application, once the web engine is warm."""
    scheme.prepare_environment()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    translation.use_language(app, "en")
    theme.apply(app, "dark")
    scheme.warm(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)

    async def run() -> Sample:
        await asyncio.sleep(WARM_S)
        Collector(app)
        sample = await measure()
        await asyncio.sleep(0.1)
        return sample

    with loop:
        return loop.run_until_complete(run())
