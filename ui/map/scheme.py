"""The map's own address, ``kuzet://map/``: what the page loads comes from the program itself, and nothing else does.

``register`` and the software choice must come before QApplication; ``Gate`` counts and stops every request that wants
to leave; ``Shelf`` serves the page's files and its tiles of points.
"""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from ui.map.base_tiles import BaseTiles

SCHEME = b"kuzet"
PAGE = "kuzet://map/index.html"

_PLACE = re.compile(r"-?[0-9]{1,9},-?[0-9]{1,9}", re.ASCII)
"""Column and row of a tile."""

INSIDE = frozenset({"kuzet", "data", "blob"})
"""Schemes whose requests never leave the program."""

Files = Callable[[str], tuple[str, bytes] | None]
"""Content type and body of a file of the page by its name, or None."""


def register() -> None:
    """Make the scheme known; once, before QApplication."""
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(QByteArray(SCHEME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def draws_in_software() -> bool:
    """Whether there is no graphics processor to draw with.

    ``KUZET_GRAPHICS=software`` or ``hardware`` decides; else it is so offscreen, where Mesa is told to, and on a Linux
    without a render node (virtual and remote screens: Xvfb, containers).
    """
    told = os.environ.get("KUZET_GRAPHICS", "")
    if told in ("software", "hardware"):
        return told == "software"
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")):
        return True
    if os.environ.get("LIBGL_ALWAYS_SOFTWARE", "0") not in ("", "0"):
        return True
    return sys.platform.startswith("linux") and not any(Path("/dev/dri").glob("renderD*"))


def chromium_flags() -> list[str]:
    """Flags of the web engine for this machine.

    Without a graphics processor the default compositing makes the page crawl (7 frames a second), and ``--disable-gpu``
    brings it back to 45-60. The sandbox is left on for everybody but root, for whom it cannot work. Of its own faults
    Chromium tells the fatal ones alone: the terminal is the operator's.
    """
    flags = ["--disable-background-networking", "--no-proxy-server", "--log-level=3"]
    if draws_in_software():
        flags.append("--disable-gpu")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    return flags


def prepare_environment() -> None:
    """All that must come before QApplication: the scheme, and how the web engine and Qt Quick draw here.

    What the user has set in the environment is left as it is.
    """
    register()
    told = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    names = {flag.partition("=")[0] for flag in told}
    told += [flag for flag in chromium_flags() if flag not in names]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(told)
    if draws_in_software():
        os.environ.setdefault("QT_QUICK_BACKEND", "software")


def warm(app: QObject) -> None:
    """Start the web engine's processes with an empty page, so that they are up when the map's page is loaded.

    Their start takes as long as building the rest of the window and needs little of this process.
    """
    profile = QWebEngineProfile(app)
    blank = QWebEnginePage(profile, app)
    blank.loadFinished.connect(blank.deleteLater)
    blank.destroyed.connect(profile.deleteLater)
    blank.load(QUrl("about:blank"))


class Gate(QWebEngineUrlRequestInterceptor):
    """Stops and counts every request that would leave the program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.requests_outside = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block what is not inside."""
        if info.requestUrl().scheme() not in INSIDE:
            self.requests_outside += 1
            info.block(True)


class Shelf(QWebEngineUrlSchemeHandler):
    """Serves the page: files by name, points by ``points/<layers>/<zoom>/<column>,<row>/...``, tiles of base maps."""

    def __init__(
        self,
        files: Files,
        tiles: Callable[[str, int, int, int], bytes],
        parent: QObject,
        bases: BaseTiles | None = None,
    ) -> None:
        super().__init__(parent)
        self._files, self._tiles, self._bases = files, tiles, bases

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer a request of the page."""
        name = job.requestUrl().path().lstrip("/")
        if self._bases is not None and self._bases.answers(job, name.split("/")):
            return
        found = self._find(name)
        if found is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        kind, body = found
        device = QBuffer(job)
        device.setData(QByteArray(body))
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind.encode()), device)

    def _find(self, name: str) -> tuple[str, bytes] | None:
        match name.split("/"):
            case ["points", layers, zoom, *places] if zoom.isdecimal() and all(map(_PLACE.fullmatch, places)):
                wanted = (map(int, place.split(",")) for place in places)
                body = b"".join(self._tiles(layers, int(zoom), *place) for place in wanted)
                return "application/octet-stream", body
            case ["qwebchannel.js"]:
                return "text/javascript", _channel_script()
            case _:
                return self._files(name)


def _channel_script() -> bytes:
    """Qt's own script of the channel, from the resources of its library."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data())
