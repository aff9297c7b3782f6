"""A live MPEG-TS over HTTP, read here and handed to libvlc."""

import logging
import socket
from base64 import b64encode
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ssl import SSLSocket

from console.clock import monotonic
from console.domain.playing import PlayerState
from console.video.address import Address
from console.video.feed import ANSWER_WITHIN_S, PIECE, SILENT_AFTER_S, VIDEO_WITHIN, Feed
from console.video.restamping import Restamper

log = logging.getLogger(__name__)


class HttpFeed(Feed):
    """One stream. Redirects are not followed: a lease is an address, not a way to one.

    With ``runs_on`` it is for libvlc: its times are made to run on where they jump, and its frames are noted as they
    arrive. Without, all is as it was sent, and who cuts the frames out notes them.
    """

    def __init__(self, address: Address, *, runs_on: bool = False) -> None:
        super().__init__()
        self.is_noted = runs_on
        self._restamper = Restamper() if runs_on else None
        self._address = address
        self._socket: socket.socket | None = None
        self._response: HTTPResponse | None = None
        self._is_plain = self._is_ended = False
        self._ready = b""
        self._size = 0

    @staticmethod
    def suits(address: Address) -> bool:
        """Whether this is how to read what is at ``address``; libvlc reads everything else over HTTP by itself."""
        return address.scheme in ("http", "https") and address.path.endswith(".ts")

    def open(self) -> bool:
        """Ask for the stream; see ``Feed``."""
        try:
            self._response = self._answered()
        except (OSError, HTTPException) as error:
            log.info("a video stream did not open: %s", type(error).__name__)
            return False
        if self._response.status != 200:
            log.info("a video stream was refused: %d", self._response.status)
            if self._response.status in (401, 403):
                self.failure = PlayerState.REFUSED
            return False
        return True

    def be_waited_for(self) -> socket.socket | None:
        """Its connection, where nothing is wrapped into anything; see ``Feed``.

        It is then read without the three layers of Python above it.
        """
        response = self._response
        if self._socket is None or response is None or self._restamper is not None:
            return None
        if isinstance(self._socket, SSLSocket) or response.chunked or response.length is not None:
            return None
        self._socket.setblocking(False)
        self._ready = response.peek()  # what came with the head
        self._size = len(self._ready)
        self._is_plain = True
        return self._socket

    def take(self, room: int) -> bytes | None:
        """The next bytes of the answer; see ``Feed``."""
        while not self._ready:
            data = self._received()
            if not data:
                return data
            self._ready = data
            if self._restamper is not None:
                self._ready = self._restamper.run_on(data, monotonic())
                self.arrivals.note(self._ready, monotonic())
        if self._size > VIDEO_WITHIN and not self.arrivals.has_video:
            self.failure = PlayerState.NO_VIDEO
            return b""
        piece, self._ready = self._ready[:room], self._ready[room:]
        return piece

    def _received(self) -> bytes | None:
        if self._is_ended or self._response is None:
            return b""
        try:
            data = self._socket.recv(PIECE) if self._is_plain and self._socket else self._response.read1(PIECE)
        except BlockingIOError:
            raise
        except (OSError, HTTPException, ValueError):
            return b"" if self._is_ended else None
        self._size += len(data)
        return data

    def end(self) -> None:
        """End the stream; see ``Feed``."""
        self._is_ended = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Close the connection; see ``Feed``."""
        super().release()
        for held in (self._response, self._socket):
            if held is not None:
                held.close()

    def _answered(self) -> HTTPResponse:
        address = self._address
        kind = _SafeConnection if address.scheme == "https" else _Connection
        connection = kind(address.host, address.port, timeout=ANSWER_WITHIN_S)
        connection.connect()
        self._socket = connection.sock
        if self._is_ended:
            self.end()
        headers = {}
        if address.user:
            pair = f"{address.user}:{address.password}".encode()
            headers["Authorization"] = "Basic " + b64encode(pair).decode()
        connection.request("GET", address.target, headers=headers)
        response = connection.getresponse()
        self._socket.settimeout(SILENT_AFTER_S)
        return response


class _Connection(HTTPConnection):
    """Speaks HTTP 1.0, in which a stream is sent as it is: in 1.1 it would come in chunks that must be taken apart."""

    _http_vsn, _http_vsn_str = 10, "HTTP/1.0"


class _SafeConnection(_Connection, HTTPSConnection):
    pass
