"""Real libvlc on real streams."""

import logging
import sys
from threading import Event
from time import monotonic
from typing import Any

import numpy as np
import psutil
import pytest

from console.domain.playing import Frame, PlayerState
from console.video import engine, player
from console.video.engine import EngineMissing
from console.video.pool import PlayerPool
from tests.live_streams import RATE, Camera, encoded, wait_until


def nothing() -> None:
    """Nobody is told."""


def pixels(frame: Frame | None) -> np.ndarray:
    assert frame is not None
    shown = frame.pixels()
    rows = np.frombuffer(shown.data, np.uint8).reshape(frame.height, shown.pitch)
    return rows[:, : frame.width * 4].reshape(frame.height, frame.width, 4)[..., :3].copy()


def bar_of(picture: np.ndarray) -> float:
    """Where the white bar is, 0..1 of the width."""
    return float(np.flatnonzero(picture[picture.shape[0] // 2].min(axis=1) > 200).mean()) / picture.shape[1]


def test_pictures_arrive_at_the_size_of_the_tile_and_move(pool: PlayerPool, camera: Camera) -> None:
    told = []
    playing = pool.play(camera.address, 300, 200, lambda: told.append(1))
    wait_until(lambda: playing.frames > 3)
    first = pixels(playing.take())
    seen = playing.frames
    wait_until(lambda: playing.frames > seen + 5)
    second = pixels(playing.take())

    assert playing.state is PlayerState.PLAYING
    assert first.shape == (168, 300, 3)
    assert bar_of(second) != pytest.approx(bar_of(first), abs=0.02)
    assert len(told) >= seen


def test_the_whole_picture_is_shown_without_the_decoders_padding(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 640, 360, nothing)
    wait_until(lambda: playing.frames > 3)
    picture = pixels(playing.take())
    green_rows = int((picture[:, 0, 1].astype(int) - picture[:, 0, 2] > 100).sum())
    assert picture.shape == (360, 640, 3)
    assert green_rows == pytest.approx(20, abs=2)


def test_no_frame_is_lost(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: playing.frames >= 2 * RATE)
    wait_until(lambda: playing.played.displayed >= RATE)
    assert pool.played.lost == 0


@pytest.mark.parametrize("burst", [0, 20])
def test_the_delay_is_measured_from_the_arrival_of_a_frame(pool: PlayerPool, camera: Camera, burst: int) -> None:
    """Frame n of the clip has its bar at n * 8 pixels, and the camera tells when it sent it: that is the truth."""
    camera.burst = burst
    playing = pool.play(camera.address, 640, 360, nothing)
    wait_until(lambda: playing.frames > burst + 2 * RATE)
    seen = playing.frames
    wait_until(lambda: playing.frames > seen)
    number = round((bar_of(pixels(playing.take())) * 640 - 20) / 8)
    truth = min(monotonic() - at for n, at in camera.sent.items() if n % 75 % 60 == number % 75 and monotonic() > at)
    assert playing.delay == pytest.approx(truth, abs=0.2)


def test_what_we_do_not_read_ourselves_libvlc_reads_and_its_delay_is_not_known(
    pool: PlayerPool, camera: Camera
) -> None:
    playing = pool.play(camera.address.replace("live.ts", "live"), 300, 170, nothing)
    wait_until(lambda: playing.frames > 2 * RATE)
    assert playing.delay is None


def test_the_end_of_a_stream_is_told(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: playing.frames > 3)
    camera.switch_off()
    wait_until(lambda: playing.state is PlayerState.ENDED)


def test_a_frozen_stream_brings_no_more_frames_though_libvlc_repeats_the_last(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: playing.frames > 3)
    camera.mode = "frozen"
    counts: list[int] = []

    def is_still() -> bool:
        counts.append(playing.frames)
        return len(counts) > 150 and counts[-150] == counts[-1]

    wait_until(is_still)


def test_a_camera_that_sees_nothing_move_is_still_live(pool: PlayerPool, camera: Camera) -> None:
    camera.pieces = encoded(320, 180, seconds=8, is_still=True)
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: playing.frames > 4 * RATE)


def test_a_stream_that_is_refused_fails(pool: PlayerPool, camera: Camera) -> None:
    camera.mode = "refuses"
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: playing.state in (PlayerState.FAILED, PlayerState.ENDED))
    assert playing.take() is None


def test_nobody_at_the_address_fails(pool: PlayerPool, camera: Camera) -> None:
    camera.switch_off()
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: playing.state in (PlayerState.FAILED, PlayerState.ENDED))


@pytest.mark.parametrize("mode", ["garbage", "silent"])
def test_what_is_not_video_never_plays_and_is_stopped_at_once(pool: PlayerPool, camera: Camera, mode: str) -> None:
    camera.mode = mode
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: camera.viewers)
    playing.stop()
    assert playing.wait(5)
    assert playing.frames == 0


def test_a_change_of_resolution_in_mid_stream_is_followed(pool: PlayerPool, camera: Camera) -> None:
    camera.pieces = encoded(640, 360, seconds=2) + encoded(320, 240, seconds=20)
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: (frame := playing.take()) is not None and frame.width == 320)
    wait_until(lambda: (frame := playing.take()) is not None and frame.width == 240)


def test_a_camera_whose_clock_jumps_back_again_and_again_stays_live(pool: PlayerPool, camera: Camera) -> None:
    camera.pieces = encoded(320, 180, seconds=1)
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: playing.frames > 5 * RATE)


def test_nothing_is_told_after_stop(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 300, 170, nothing)
    wait_until(lambda: playing.frames > 3)
    frame = playing.take()
    playing.stop()
    seen = playing.frames
    assert playing.wait(5)
    assert playing.frames <= seen + 1
    assert pixels(frame).any()


def test_thirty_openings_leave_no_thread_behind(pool: PlayerPool, camera: Camera) -> None:
    def opened_and_closed() -> None:
        playing = pool.play(camera.address, 160, 90, nothing)
        wait_until(lambda: camera.viewers)
        playing.stop()
        wait_until(lambda: pool.running == 0)
        wait_until(lambda: camera.viewers == 0)

    opened_and_closed()
    before = psutil.Process().num_threads()
    for _ in range(30):
        opened_and_closed()
    wait_until(lambda: psutil.Process().num_threads() <= before)


def test_addresses_are_leases_and_reach_no_log(
    camera: Camera, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    pool = PlayerPool()
    with caplog.at_level(logging.DEBUG):
        for mode in ("refuses", "garbage", "live"):
            camera.mode = mode
            playing = pool.play(camera.address, 160, 90, nothing)
            wait_until(lambda: len(camera.paths) and (playing.frames > 3 or camera.mode != "live"))  # noqa: B023
            playing.stop()
        assert pool.close()
    said = capfd.readouterr()
    assert "lease-a" not in said.out + said.err + caplog.text


def test_a_hung_engine_is_found_and_does_not_hold_up_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "HUNG_AFTER_S", 0.05)
    released = Event()

    def hung() -> tuple[Any, Any]:
        released.wait()
        raise EngineMissing

    pool = PlayerPool(hung)
    playing = pool.play("http://127.0.0.1/", 300, 170, nothing)
    wait_until(lambda: playing.state is PlayerState.HUNG)
    assert pool.hung == 1
    playing.stop()
    assert not pool.close(0.05)

    released.set()
    wait_until(lambda: pool.running == 0)


def test_a_missing_engine_is_said_with_what_to_install() -> None:
    def missing() -> tuple[Any, Any]:
        raise EngineMissing(engine.what_to_install())

    pool = PlayerPool(missing)
    assert pool.missing == ""
    playing = pool.play("http://127.0.0.1/", 300, 170, nothing)
    wait_until(lambda: playing.state is PlayerState.MISSING)
    assert pool.missing == engine.what_to_install() != ""
    assert pool.close()


def test_a_machine_without_libvlc_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vlc", None)
    with pytest.raises(EngineMissing):
        engine.start()


def test_libvlc_without_plugins_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import vlc

    monkeypatch.setattr(vlc, "Instance", lambda _arguments: None)
    with pytest.raises(EngineMissing, match="plugins"):
        engine.start()


def test_what_is_read_here_is_played_without_an_engine(camera: Camera) -> None:
    def missing() -> tuple[Any, Any]:
        raise EngineMissing("Install it.")

    pool = PlayerPool(missing)
    first = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: first.state is PlayerState.MISSING)
    second = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: second.frames > 3)
    assert second.state is PlayerState.PLAYING
    assert pool.close()
