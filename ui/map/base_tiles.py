"""Answers the page's requests for tiles of a base map: later, from wherever they come, and only while anybody waits."""

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob

Fetch = Callable[[str, int, int, int, Callable[[bytes | None], None]], None]
"""Asks for a tile of a base: id, zoom, column, row, and what gets it, later, in the window's thread."""

_TYPE = QByteArray(b"application/octet-stream")


class BaseTiles:
    """Answers ``base/<id>/<zoom>/<column>/<row>``. Where there is no tile the answer is empty, and not a failure."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def answers(self, job: QWebEngineUrlRequestJob, path: Sequence[str]) -> bool:
        """Whether a request is for a tile of a base; then it will be answered."""
        match path:
            case ["base", base, zoom, column, row] if all(n.isascii() and n.isdecimal() for n in (zoom, column, row)):
                self._fetch(base, int(zoom), int(column), int(row), lambda tile: _reply(job, tile or b""))
                return True
            case _:
                return False


def _reply(job: QWebEngineUrlRequestJob, tile: bytes) -> None:
    """The page may have lost interest, or be gone, and the job with it."""
    if not shiboken6.isValid(job):
        return
    device = QBuffer(job)
    device.setData(QByteArray(tile))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(_TYPE, device)
