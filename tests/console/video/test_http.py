"""Sources over HTTP and files: real libvlc on real streams."""

import io
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import av
import pytest

from console.domain.playing import PlayerState
from console.video import engine, player
from console.video.pool import PlayerPool
from console.video.timeline import CLOCK
from tests.console.video.rtsp_camera import units
from tests.live_streams import RATE, Camera, encoded, wait_until

Serve = Callable[[type[BaseHTTPRequestHandler]], str]


def nothing() -> None:
    """Nobody is told."""


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves by a handler on 127.0.0.1; gives the address."""
    servers: list[ThreadingHTTPServer] = []

    def start(handler: Any) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, clip: list[bytes]) -> Path:
    """A file, and the same as HLS."""
    folder = tmp_path_factory.mktemp("clips")
    (folder / "clip.ts").write_bytes(b"".join(clip))
    with av.open(str(folder / "clip.ts")) as source:
        options = {"hls_time": "1", "hls_playlist_type": "vod"}
        with av.open(str(folder / "live.m3u8"), "w", format="hls", options=options) as target:
            video = target.add_stream_from_template(source.streams.video[0])
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    packet.stream = video
                    target.mux(packet)
    return folder


def test_a_file_plays(pool: PlayerPool, folder: Path) -> None:
    by_path = pool.play(str(folder / "clip.ts"), 320, 180, nothing)
    by_address = pool.play((folder / "clip.ts").as_uri(), 320, 180, nothing)
    wait_until(lambda: by_path.frames > RATE and by_address.frames > RATE)
    wait_until(lambda: by_path.state is by_address.state is PlayerState.ENDED)


def test_hls_plays(pool: PlayerPool, folder: Path, serve: Serve) -> None:
    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

    playing = pool.play(serve(partial(Handler, directory=str(folder))) + "/live.m3u8", 320, 180, nothing)
    wait_until(lambda: playing.frames > RATE)


def test_a_stream_that_asks_for_a_password_gets_it_and_refuses_a_wrong_one(
    pool: PlayerPool, serve: Serve, clip: list[bytes]
) -> None:
    class Guarded(Quiet):
        def do_GET(self) -> None:
            kind, _space, pair = self.headers.get("Authorization", "").partition(" ")
            is_known = kind == "Basic" and b64decode(pair) == b"duty:se:cret"
            self.send_response(200 if is_known else 401)
            self.end_headers()
            if is_known:
                self.wfile.write(b"".join(clip))

    place = serve(Guarded).removeprefix("http://") + "/live.ts"
    known = pool.play(f"http://duty:se%3Acret@{place}", 320, 180, nothing)
    wait_until(lambda: known.frames > 3)
    for stranger in (f"http://duty:guess@{place}", f"http://{place}"):
        refused = pool.play(stranger, 320, 180, nothing)
        wait_until(lambda: refused.state is PlayerState.REFUSED)  # noqa: B023


@pytest.mark.parametrize("path", ["live.ts", "live.m3u8", "live"])
def test_redirects_without_end_fail_after_a_few(pool: PlayerPool, serve: Serve, path: str) -> None:
    asked: list[str] = []

    class Elsewhere(Quiet):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", f"/{len(asked)}/{path}")
            self.send_header("Content-Length", "0")
            self.end_headers()

    playing = pool.play(f"{serve(Elsewhere)}/{path}", 320, 180, nothing)
    wait_until(lambda: playing.state in (PlayerState.FAILED, PlayerState.ENDED))
    assert 1 <= len(asked) <= 40


def test_much_that_is_no_video_is_said_to_be_none(pool: PlayerPool, serve: Serve) -> None:
    class Page(Quiet):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"<p>no video</p>" * 9000)

    playing = pool.play(serve(Page) + "/live.ts", 320, 180, nothing)
    wait_until(lambda: playing.state is PlayerState.NO_VIDEO)


def test_a_change_of_codec_in_mid_stream_never_shows_an_old_picture_as_new(pool: PlayerPool, camera: Camera) -> None:
    """libvlc may follow or not; either the new pictures come, or no frame is counted any more."""
    camera.pieces = encoded(320, 180, seconds=2) + h265_pieces(160, 120)
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: playing.frames > RATE)
    seen: list[int] = []

    def is_new_or_still() -> bool:
        frame = playing.take()
        seen.append(playing.frames)
        is_still = len(seen) > 200 and seen[-200] == seen[-1]
        return (frame is not None and frame.width == 240) or is_still

    wait_until(is_new_or_still, 15)


def h265_pieces(width: int, height: int) -> list[bytes]:
    """MPEG-TS of H.265, a piece per frame."""
    target, pieces, done = io.BytesIO(), [], 0
    with av.open(target, "w", format="mpegts", options={"flush_packets": "1"}) as container:
        stream = container.add_stream("libx265", rate=RATE)
        stream.width, stream.height = width, height
        for number, unit in enumerate(units("h265", width, height, seconds=8)):
            packet = av.Packet(unit)
            packet.pts = packet.dts = number * CLOCK // RATE
            packet.time_base = Fraction(1, CLOCK)
            packet.is_keyframe = number % 15 == 0
            packet.stream = stream
            container.mux(packet)
            pieces.append(target.getvalue()[done:])
            done += len(pieces[-1])
    return pieces


def test_a_hung_player_is_left_behind_and_the_others_go_on(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    """libvlc does not come back to one player: it says so, a new one takes its place, and the rest never notice."""
    monkeypatch.setattr(player, "HUNG_AFTER_S", 1.0)
    address = camera.address.replace("live.ts", "live")  # libvlc reads it
    released, hang = threading.Event(), threading.Event()

    class Sticky:
        """The real instance, but for one player."""

        def __init__(self, instance: Any) -> None:
            self._instance = instance

        def __getattr__(self, name: str) -> Any:
            return getattr(self._instance, name)

        def media_player_new(self) -> Any:
            if hang.is_set():
                hang.clear()
                released.wait()
            return self._instance.media_player_new()

    def start() -> tuple[ModuleType, Any]:
        vlc, instance = engine.start()
        return vlc, Sticky(instance)

    pool = PlayerPool(start)
    good = pool.play(address, 160, 90, nothing)
    wait_until(lambda: good.frames > 3)
    hang.set()
    hung = pool.play(address, 160, 90, nothing)
    wait_until(lambda: hung.state is PlayerState.HUNG)
    hung.stop()
    replaced = pool.play(address, 160, 90, nothing)
    seen = good.frames
    wait_until(lambda: replaced.frames > 3 and good.frames > seen + 3)
    assert pool.hung == 1
    released.set()
    wait_until(lambda: pool.hung == 0)
    wait_until(lambda: pool.running == 2)
    assert hung.frames == 0
    assert pool.close()
