"""Streams over HTTP that the console decodes by itself."""

import io
from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
import pytest

from console.domain.masking import TONES
from console.domain.playing import PlayerState
from console.domain.streams import PrivacyMask
from console.video import readers
from console.video.decoder import HELD, DecodingPlayer
from console.video.pool import PlayerPool
from console.video.timeline import CLOCK
from tests.console.video.rtsp_camera import units
from tests.console.video.test_masked_and_timed import words_of
from tests.live_streams import GOP, RATE, Camera, encoded, wait_until

MIDDLE = PrivacyMask(((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)))


def nothing() -> None:
    """Nobody is told."""


@pytest.fixture
def pool() -> Iterator[PlayerPool]:
    pool = PlayerPool(decodes_here=True)
    yield pool
    assert pool.close(), "a player did not end"


def test_many_streams_play_at_their_pace_and_lose_nothing(pool: PlayerPool, camera: Camera) -> None:
    players = [pool.play(camera.address, 320, 180, nothing) for _ in range(8)]
    wait_until(lambda: all(player.frames > 2 * RATE for player in players))
    assert pool.played.lost == 0
    assert all(player.delay is not None and player.delay < 0.3 for player in players)


def test_what_is_shown_is_masked_and_says_where_it_is_in_the_stream(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 640, 360, nothing, masks=(MIDDLE,), is_timed=True)
    wait_until(lambda: playing.frames > 20)
    frame = playing.take_all()[-1]
    picture = words_of(frame)
    assert set(np.unique(picture[90:270, 160:480])) == set(TONES)
    white = np.flatnonzero((picture[30] & 0xFF) > 200)
    assert frame.position is not None
    assert (white.mean() - 20) / 8 / RATE == pytest.approx(frame.position, abs=0.1 / RATE)


def test_only_key_frames_are_decoded_where_no_others_are_wanted(pool: PlayerPool, camera: Camera) -> None:
    camera.burst = 3 * GOP
    playing = pool.play(camera.address, 320, 180, nothing, keys_only=True)
    wait_until(lambda: playing.frames >= 2)
    assert playing.frames <= 3


def test_of_a_burst_only_a_few_pictures_are_in_memory_at_once(
    pool: PlayerPool, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    show = DecodingPlayer._show_decoded

    def shown(player: DecodingPlayer) -> None:
        held.append(len(player._pictures))
        show(player)

    monkeypatch.setattr(DecodingPlayer, "_show_decoded", shown)
    camera.pieces = encoded(160, 90)
    camera.burst = 3 * GOP
    playing = pool.play(camera.address, 160, 90, nothing)
    wait_until(lambda: playing.frames > 3 * GOP)
    assert max(held) == HELD
    assert playing.played.lost == 0


def test_a_stream_joined_between_key_frames_shows_from_the_next_one_and_counts_none_as_lost(
    pool: PlayerPool, camera: Camera
) -> None:
    camera.pieces = camera.pieces[5:]
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: playing.frames > 3)
    assert playing.played.lost == 0
    assert playing.delay is not None
    assert playing.delay < 0.3


def test_one_that_freezes_holds_up_none_of_the_others(
    pool: PlayerPool, clip: list[bytes], camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "SILENT_AFTER_S", 0.5)
    frozen = Camera(clip)
    still = [pool.play(frozen.address, 320, 180, nothing) for _ in range(4)]
    wait_until(lambda: all(player.frames for player in still))
    frozen.mode = "frozen"
    playing = [pool.play(camera.address, 320, 180, nothing) for _ in range(4)]
    wait_until(lambda: all(player.frames > RATE for player in playing))
    wait_until(lambda: all(player.state is PlayerState.ENDED for player in still))
    assert all(player.state is PlayerState.PLAYING for player in playing)
    frozen.switch_off()


def test_it_ends_at_once_though_its_stream_is_silent(pool: PlayerPool, camera: Camera) -> None:
    camera.mode = "silent"
    playing = pool.play(camera.address, 320, 180, nothing)
    playing.stop()
    assert playing.wait(1)


@pytest.mark.parametrize(("mode", "state"), [("garbage", PlayerState.NO_VIDEO), ("refuses", PlayerState.FAILED)])
def test_what_shows_nothing_says_why(pool: PlayerPool, camera: Camera, mode: str, state: PlayerState) -> None:
    camera.mode = mode
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: playing.state is state, 15)


def test_the_last_picture_of_a_stream_that_ends_is_shown(pool: PlayerPool, camera: Camera) -> None:
    camera.pieces = encoded(320, 180, seconds=1)
    playing = pool.play(camera.address, 320, 180, nothing)
    wait_until(lambda: playing.frames >= GOP - 2)
    camera.switch_off()
    wait_until(lambda: playing.state is PlayerState.ENDED)
    assert playing.frames > 0


def test_a_change_of_size_and_codec_in_mid_stream_is_followed(pool: PlayerPool, camera: Camera) -> None:
    camera.pieces = encoded(320, 180, seconds=1) + _h265_pieces(160, 120)
    playing = pool.play(camera.address, 320, 180, nothing)
    seen: set[tuple[int, int]] = set()

    def has_seen_both() -> bool:
        frame = playing.take()
        seen.update({(frame.width, frame.height)} if frame else set())
        return seen == {(320, 180), (240, 180)}

    wait_until(has_seen_both, 15)


def _h265_pieces(width: int, height: int) -> list[bytes]:
    """MPEG-TS of H.265, a piece per frame."""
    target, pieces, done = io.BytesIO(), [], 0
    with av.open(target, "w", format="mpegts", options={"flush_packets": "1"}) as container:
        stream = container.add_stream("libx265", rate=RATE)
        stream.width, stream.height = width, height
        for number, unit in enumerate(units("h265", width, height, seconds=4)):
            packet = av.Packet(unit)
            packet.pts = packet.dts = number * CLOCK // RATE
            packet.time_base, packet.is_keyframe = Fraction(1, CLOCK), number % GOP == 0
            packet.stream = stream
            container.mux(packet)
            pieces.append(target.getvalue()[done:])
            done += len(pieces[-1])
    return pieces
