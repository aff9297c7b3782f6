"""A live MPEG-TS over HTTP, read here and handed to libvlc by callbacks.

Reading it ourselves tells when each frame arrived, so that the delay on a tile is measured and not assumed; it keeps
the address, which is a lease, out of libvlc; libvlc plays at once what came in a burst (0.4 s behind the camera instead
of 1.1 s); and it ends when told, whatever the server does.
"""

import ctypes
import logging
import socket
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from console.clock import monotonic
from console.video.arrivals import Arrivals

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 4.0
"""Time to connect, and then to answer; less than what makes a player count as hung."""

SILENT_AFTER_S = 15.0
"""A stream that sends nothing for so long has ended; the tile gives it up sooner by itself."""

PIECE = 1 << 16

_Read = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
# WORKAROUND: python-vlc declares the buffer as c_char_p, which arrives as a copy and cannot be written to.


class HttpFeed:
    """One stream. Redirects are not followed: a lease is an address, not a way to one.

    libvlc opens and reads it in its input thread; ``end`` is for any thread, ``release`` for when libvlc is done.
    """

    def __init__(self, address: str) -> None:
        self.arrivals = Arrivals()
        self._address = address
        self._socket: socket.socket | None = None
        self._response: HTTPResponse | None = None
        self._is_ended = False
        self._callbacks: tuple[Any, ...] = ()

    @staticmethod
    def suits(address: str) -> bool:
        """Whether this is how to read what is at ``address``; libvlc reads everything else by itself."""
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and parts.path.endswith(".ts")

    def media(self, vlc: ModuleType, instance: Any) -> Any:
        """A libvlc media that reads from here. The feed has to be kept for as long as the media."""
        kinds = vlc.CallbackDecorators
        read = _Read(self._read)
        opened, as_declared = kinds.MediaOpenCb(self._open), ctypes.cast(read, kinds.MediaReadCb)
        no_seek, no_close = ctypes.cast(0, kinds.MediaSeekCb), ctypes.cast(0, kinds.MediaCloseCb)
        self._callbacks = (read, as_declared, opened)
        return instance.media_new_callbacks(opened, as_declared, no_seek, no_close, None)

    def end(self) -> None:
        """End the stream; a read that waits comes back at once."""
        self._is_ended = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Give back what it holds; nothing of libvlc may read from it any more."""
        for held in (self._response, self._socket):
            if held is not None:
                held.close()

    def _open(self, _opaque: Any, _data: Any, size: Any) -> int:
        size[0] = 2**64 - 1  # not known: it is live
        try:
            self._response = self._answered()
        except (OSError, HTTPException) as error:
            log.info("a video stream did not open: %s", type(error).__name__)
            return -1
        if self._response.status != 200:
            log.info("a video stream was refused: %d", self._response.status)
            return -1
        return 0

    def _answered(self) -> HTTPResponse:
        parts = urlsplit(self._address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_WITHIN_S)
        connection.connect()
        self._socket = connection.sock
        if self._is_ended:
            self.end()
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        response = connection.getresponse()
        self._socket.settimeout(SILENT_AFTER_S)
        return response

    def _read(self, _opaque: Any, buffer: int, room: int) -> int:
        if self._is_ended or self._response is None:
            return 0
        try:
            data = self._response.read1(min(room, PIECE))
        except (OSError, HTTPException, ValueError):
            return 0 if self._is_ended else -1
        self.arrivals.note(data, monotonic())
        ctypes.memmove(buffer, data, len(data))
        return len(data)
