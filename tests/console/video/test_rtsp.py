"""Real RTSP: GStreamer's server, our feed, libvlc."""

import logging
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread, enumerate as threads
from time import monotonic

import psutil
import pytest

from console.domain.playing import PlayerState
from console.video import engine
from console.video.address import Address
from console.video.pool import PlayerPool
from console.video.rtsp_probe import speaks_rtsp
from console.video.sources import Sources
from tests.console.video.rtsp_camera import PACE_NS, RtspCamera, units
from tests.live_streams import RATE, wait_until

Make = Callable[..., RtspCamera]

SECRET = "se:c ret@/?"


def nothing() -> None:
    """Nobody is told."""


def feeding() -> int:
    """How many threads receive RTSP."""
    return sum(thread.name == "rtsp-feed" for thread in threads())


@pytest.fixture(params=["decoder", "libvlc"])
def either_pool(request: pytest.FixtureRequest) -> Iterator[PlayerPool]:
    """RTSP decoded by ourselves, or by libvlc (which reads it by itself where it can)."""
    pool = PlayerPool(decodes_here=request.param == "decoder")
    yield pool
    assert pool.close(), "a player did not end"


@pytest.mark.parametrize(("codec", "transport"), [("h264", "tcp"), ("h265", "udp")])
def test_a_camera_with_a_password_plays_at_full_rate_with_its_delay(
    either_pool: PlayerPool, rtsp: Make, codec: str, transport: str
) -> None:
    camera = rtsp(codec=codec, transport=transport, user="duty", password=SECRET)
    playing = either_pool.play(camera.address("duty", SECRET), 320, 180, nothing)
    wait_until(lambda: playing.frames > 2 * RATE)  # it began late and has caught up
    began, seen = monotonic(), playing.frames
    wait_until(lambda: playing.frames > seen + 2 * RATE)
    assert playing.state is PlayerState.PLAYING
    assert (playing.frames - seen) / (monotonic() - began) == pytest.approx(RATE, rel=0.2)
    assert playing.delay is not None
    assert 0 < playing.delay < 0.6
    assert playing.played.lost == 0
    frame = playing.take()
    assert frame is not None
    assert (frame.width, frame.height) == (320, 180)


def test_udp_is_taken_at_once_where_the_address_says_so(pool: PlayerPool, rtsp: Make) -> None:
    playing = pool.play(rtsp(transport="udp").address(scheme="rtspu"), 320, 180, nothing)
    wait_until(lambda: playing.frames > 3)


@pytest.mark.parametrize("method", ["digest", "basic"])
def test_a_wrong_password_is_refused_after_one_try(either_pool: PlayerPool, rtsp: Make, method: str) -> None:
    camera = rtsp(user="duty", password=SECRET, method=method)
    good = either_pool.play(camera.address("duty", SECRET), 320, 180, nothing)
    wait_until(lambda: good.frames > 3)
    for address in (camera.address("duty", "guess"), camera.address("nobody", SECRET), camera.address()):
        playing = either_pool.play(address, 320, 180, nothing)
        wait_until(lambda: playing.state is PlayerState.REFUSED)  # noqa: B023
        playing.stop()
    seen = good.frames
    wait_until(lambda: good.frames > seen + RATE)


def test_a_camera_without_video_is_said_to_have_none(pool: PlayerPool, rtsp: Make) -> None:
    playing = pool.play(rtsp(codec="sound").address(), 320, 180, nothing)
    wait_until(lambda: playing.state is PlayerState.NO_VIDEO)


def test_a_camera_that_is_killed_ends_and_plays_again_when_it_is_back(either_pool: PlayerPool, rtsp: Make) -> None:
    camera = rtsp()
    playing = either_pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 3)
    camera.kill()
    wait_until(lambda: playing.state is not PlayerState.PLAYING)
    playing.stop()
    nobody = either_pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: nobody.state is PlayerState.FAILED)
    nobody.stop()
    camera.switch_on()
    again = either_pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: again.frames > 3)


def test_a_camera_over_udp_that_is_killed_ends(pool: PlayerPool, rtsp: Make) -> None:
    camera = rtsp(transport="udp")
    playing = pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 3 * RATE)  # it began late by 16 frames, which are shown yet, and has caught up
    camera.kill()
    seen = playing.frames
    wait_until(lambda: playing.state is not PlayerState.PLAYING, 20)
    assert playing.frames <= seen + RATE


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_a_frozen_camera_shows_nothing_new_and_goes_on_when_thawed(
    either_pool: PlayerPool, rtsp: Make, transport: str
) -> None:
    camera = rtsp(transport=transport)
    playing = either_pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > RATE)
    camera.freeze()
    counts: list[int] = []

    def is_still_for_2_s() -> bool:
        counts.append(playing.frames)
        return len(counts) > 200 and counts[-200] == counts[-1]

    wait_until(is_still_for_2_s)
    camera.thaw()
    seen = playing.frames
    wait_until(lambda: playing.frames > seen + 3 * RATE)
    assert playing.state is PlayerState.PLAYING
    assert playing.delay is not None
    assert playing.delay < 1.5


def test_a_camera_that_is_frozen_before_it_is_opened_fails_and_is_left_at_once(pool: PlayerPool, rtsp: Make) -> None:
    camera = rtsp()
    camera.freeze()
    playing = pool.play(camera.address(), 320, 180, nothing)
    wait_until(feeding)
    playing.stop()
    assert playing.wait(1)
    wait_until(lambda: feeding() == 0, 2)
    waiting = pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: waiting.state is PlayerState.FAILED)
    camera.thaw()


def test_a_pool_is_closed_only_when_nothing_is_received_any_more(rtsp: Make) -> None:
    pool, camera = PlayerPool(), rtsp()
    playing = pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 3)
    camera.freeze()
    assert pool.close()
    assert feeding() == 0
    camera.thaw()


def test_a_silent_stream_is_left_within_two_seconds(pool: PlayerPool, rtsp: Make) -> None:
    camera = rtsp()
    playing = pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 3)
    camera.freeze()
    playing.stop()
    assert playing.wait(1)
    wait_until(lambda: feeding() == 0, 2.5)
    camera.thaw()


def test_a_change_of_resolution_is_followed(either_pool: PlayerPool, rtsp: Make, films: dict[str, list[bytes]]) -> None:
    camera = rtsp(films["h264"][: 2 * RATE] + units("h264", 320, 240, seconds=8))
    playing = either_pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: (frame := playing.take()) is not None and frame.width == 320)
    wait_until(lambda: (frame := playing.take()) is not None and frame.width == 240)


@pytest.mark.parametrize("leap_s", [-1.5, 1.5])
def test_times_that_jump_do_not_stop_the_picture(
    pool: PlayerPool, rtsp: Make, films: dict[str, list[bytes]], leap_s: float
) -> None:
    times = [number * PACE_NS + (int(leap_s * 10**9) if number >= 2 * RATE else 0) for number in range(4 * RATE)]
    times = [max(0, time) for time in times]
    playing = pool.play(rtsp(films["h264"], times).address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 5 * RATE, 12)
    assert playing.state is PlayerState.PLAYING


def test_damaged_pictures_are_borne(pool: PlayerPool, rtsp: Make, films: dict[str, list[bytes]]) -> None:
    def damaged(number: int, unit: bytes) -> bytes:
        return unit[: len(unit) // 2] + bytes(len(unit) // 4) if number % 7 == 3 else unit

    camera = rtsp([damaged(number, unit) for number, unit in enumerate(films["h264"])])
    playing = pool.play(camera.address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 3 * RATE)
    assert playing.state is PlayerState.PLAYING


def test_pictures_that_come_in_another_order_than_they_are_shown_in_play(pool: PlayerPool, rtsp: Make) -> None:
    playing = pool.play(rtsp(units(bf="2", tune="film", preset="veryfast")).address(), 320, 180, nothing)
    wait_until(lambda: playing.frames > 2 * RATE)  # it began late and has caught up
    began, seen = monotonic(), playing.frames
    wait_until(lambda: playing.frames > seen + 2 * RATE)
    assert (playing.frames - seen) / (monotonic() - began) == pytest.approx(RATE, rel=0.25)


def test_tls_is_taken_only_with_a_certificate_that_is_trusted(
    pool: PlayerPool, rtsp: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, trusted = tmp_path / "pair.pem", tmp_path / "trusted.pem"
    self_signed(trusted, pair)
    camera = rtsp(user="duty", password=SECRET, certificate=str(pair))
    address = camera.address("duty", SECRET, "rtsps")
    stranger = pool.play(address, 320, 180, nothing)
    wait_until(lambda: stranger.state is PlayerState.FAILED)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    known = pool.play(address, 320, 180, nothing)
    wait_until(lambda: known.frames > 3)
    elsewhere = pool.play(address.replace("127.0.0.1", "localhost"), 320, 180, nothing)
    wait_until(lambda: elsewhere.state is PlayerState.FAILED)


def self_signed(certificate: Path, pair: Path) -> None:
    """A certificate for 127.0.0.1, which nobody has signed."""
    key = certificate.with_name("key.pem")
    subject = ["-subj", "/CN=camera", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run([*command, "-keyout", key, "-out", certificate, *subject], check=True, capture_output=True)
    pair.write_bytes(key.read_bytes() + certificate.read_bytes())


def test_names_and_passwords_are_told_nowhere(
    rtsp: Make, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    camera = rtsp(user="duty", password="hunter2")
    pool = PlayerPool()
    with caplog.at_level(logging.DEBUG):
        playing = pool.play(camera.address("duty", "hunter2"), 320, 180, nothing)
        wait_until(lambda: playing.frames > 3)
        assert "hunter2" not in repr(vars(playing)) + repr(Address(camera.address("duty", "hunter2")))
        assert not any("hunter2" in argument for argument in psutil.Process().cmdline())
        refused = pool.play(camera.address("duty2", "hunter2"), 320, 180, nothing)
        wait_until(lambda: refused.state is PlayerState.REFUSED)
        camera.kill()
        wait_until(lambda: playing.state is not PlayerState.PLAYING)
        assert pool.close()
    said = capfd.readouterr()
    assert "hunter2" not in said.out + said.err + caplog.text
    assert "/live" not in said.out + said.err + caplog.text


def test_a_hundred_cameras_opened_and_closed_at_once_leave_nothing(pool: PlayerPool, rtsp: Make) -> None:
    address = rtsp(user="duty", password=SECRET).address("duty", SECRET)
    first = pool.play(address, 160, 90, nothing)
    wait_until(lambda: first.frames > 3)
    before = psutil.Process().num_threads(), psutil.Process().num_fds()
    many = [pool.play(address, 160, 90, nothing) for _ in range(100)]
    for playing in many:
        playing.stop()
    wait_until(lambda: pool.running == 1, 20)
    wait_until(lambda: feeding() == 1)
    wait_until(lambda: psutil.Process().num_threads() <= before[0])
    wait_until(lambda: psutil.Process().num_fds() <= before[1])
    seen = first.frames
    wait_until(lambda: first.frames > seen + RATE)


def test_libvlc_reads_rtsp_by_itself_only_where_it_can() -> None:
    vlc, instance = engine.start()
    instance.release()
    feed = Sources().feed(Address("rtsp://camera/1"), vlc)
    assert (feed is None) is speaks_rtsp(vlc)


def endless(reply: Callable[[int, bytes], bytes]) -> tuple[socket.socket, list[bytes]]:
    """A server that answers each request by ``reply(port, its CSeq)``; the requests it has seen."""
    server, seen = socket.create_server(("127.0.0.1", 0)), list[bytes]()

    def talk(line: socket.socket) -> None:
        with suppress(OSError), line, line.makefile("rb") as stream:
            lines: list[bytes] = []
            for text in stream:
                lines.append(text)
                if text == b"\r\n":
                    seen.append(b"".join(lines))
                    count = next(item for item in lines if item.lower().startswith(b"cseq"))
                    line.sendall(reply(server.getsockname()[1], count))
                    lines.clear()

    def serve() -> None:
        while True:
            try:
                line, _from = server.accept()
            except OSError:
                return
            Thread(target=talk, args=(line,), daemon=True).start()

    Thread(target=serve, daemon=True).start()
    return server, seen


def test_redirects_without_end_are_followed_three_times(pool: PlayerPool) -> None:
    def elsewhere(port: int, count: bytes) -> bytes:
        return b"RTSP/1.0 302 Moved\r\n" + count + f"Location: rtsp://127.0.0.1:{port}/next\r\n\r\n".encode()

    server, seen = endless(elsewhere)
    with server:
        playing = pool.play(f"rtsp://duty:x@127.0.0.1:{server.getsockname()[1]}/", 320, 180, nothing)
        wait_until(lambda: playing.state is PlayerState.FAILED)
        assert len(seen) == 4


def test_a_redirect_leads_to_the_stream_but_credentials_go_to_no_other_host(pool: PlayerPool, rtsp: Make) -> None:
    camera = rtsp(user="duty", password=SECRET)

    def to_camera(_port: int, count: bytes) -> bytes:
        return b"RTSP/1.0 301 Moved\r\n" + count + f"Location: {camera.address()}\r\n\r\n".encode()

    server, _seen = endless(to_camera)
    with server:
        port = server.getsockname()[1]
        here = camera.address("duty", SECRET).replace(f":{camera.port}/", f":{port}/")
        same = pool.play(here, 320, 180, nothing)
        wait_until(lambda: same.frames > 3)
        other = pool.play(f"rtsp://duty:x@localhost:{port}/", 320, 180, nothing)
        wait_until(lambda: other.state is PlayerState.REFUSED)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x00\xff" * 9000,
        b"RTSP/1.0 abc\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_what_is_no_rtsp_fails(pool: PlayerPool, answer: bytes) -> None:
    server, _seen = endless(lambda _port, _count: answer)
    with server:
        playing = pool.play(f"rtsp://127.0.0.1:{server.getsockname()[1]}/", 320, 180, nothing)
        wait_until(lambda: playing.state is PlayerState.FAILED)


@pytest.mark.parametrize(
    "address", ["", "screen://", "dvd:///", "rtsp://", "rtsp://[half", "http://a:b:c/x", "v4l2:///dev/video0"]
)
def test_what_is_no_address_fails(pool: PlayerPool, address: str) -> None:
    playing = pool.play(address, 320, 180, nothing)
    wait_until(lambda: playing.state is PlayerState.FAILED)
