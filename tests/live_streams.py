"""Real H.264 MPEG-TS for tests: drawn and encoded here, served over HTTP at the pace of a camera, and made to fail."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep

import av
import numpy as np

RATE = 15
GOP = 15


def encoded(
    width: int = 640, height: int = 360, seconds: float = 4, shade: int = 60, *, is_still: bool = False
) -> list[bytes]:
    """MPEG-TS of a white bar that walks over a plain ground; one piece per frame, so that it can be paced."""
    target = io.BytesIO()
    pieces: list[bytes] = []
    with av.open(target, "w", format="mpegts", options={"flush_packets": "1"}) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", "g": str(GOP), "sc_threshold": "0"}
        stream.time_base = Fraction(1, RATE)
        done = 0
        for number in range(int(seconds * RATE)):
            picture = np.full((height, width, 3), shade, np.uint8)
            left = 0 if is_still else number * 8 % (width - 40)
            picture[:, left : left + 40] = 255
            picture[-20:] = (0, 200, 0)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
            pieces.append(target.getvalue()[done:])
            done += len(pieces[-1])
        container.mux(stream.encode())
    return [piece for piece in pieces if piece]


def wait_until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until ``condition`` holds; AssertionError when it does not in time."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited in vain"
        sleep(0.01)


class Camera:
    """A camera on 127.0.0.1 that can be switched off, frozen and on again.

    Attributes:
        pieces: what it sends, one piece per frame, round and round.
        mode: ``live``, ``silent`` (accepts and says nothing), ``garbage``, ``refuses`` (404) or ``frozen`` (stops in
            the middle of the stream and keeps the connection).
        burst: how many frames it sends at once to begin with, as a camera does that starts at its last key frame.
    """

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces
        self.mode = "live"
        self.burst = 0
        self.viewers = 0
        self.sent: dict[int, float] = {}
        """When it sent each frame of its last stream, monotonic seconds."""
        self.paths: list[str] = []
        self._port = 0
        self._server: ThreadingHTTPServer | None = None
        self._over = threading.Event()
        self.switch_on()

    @property
    def address(self) -> str:
        """Where its stream is."""
        return f"http://127.0.0.1:{self._port}/video/lease-a/live.ts"

    def switch_on(self) -> None:
        """Listen, on the same port as before."""
        camera = self
        self._over = over = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera._serve(self, over)

            def log_message(self, *_args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def switch_off(self) -> None:
        """Close all connections and listen no more."""
        self._over.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _serve(self, handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
        self.paths.append(handler.path)
        if self.mode == "refuses":
            handler.send_error(404)
            return
        self.viewers += 1
        try:
            if self.mode == "silent":
                over.wait()
                return
            handler.send_response(200)
            handler.send_header("Content-Type", "video/mp2t")
            handler.end_headers()
            for piece in self._paced(over):
                handler.wfile.write(piece)
                handler.wfile.flush()
        except OSError:
            pass
        finally:
            self.viewers -= 1
            handler.close_connection = True
            with suppress(OSError):
                handler.connection.shutdown(socket.SHUT_RDWR)

    def _paced(self, over: threading.Event) -> Iterator[bytes]:
        start, sent = monotonic(), 0
        noise = np.random.default_rng(1).integers(0, 256, 188 * 20, np.uint8).tobytes()
        while not over.wait(max(0.0, start + (sent - self.burst) / RATE - monotonic())):
            if self.mode == "frozen":
                over.wait()
                return
            self.sent[sent] = monotonic()
            yield noise if self.mode == "garbage" else self.pieces[sent % len(self.pieces)]
            sent += 1
