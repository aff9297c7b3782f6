"""Key frames only, on real libvlc."""

from time import monotonic

from console.domain.playing import PlayerState
from console.video.pool import PlayerPool
from tests.live_streams import GOP, RATE, Camera, wait_until


def test_a_player_of_key_frames_shows_one_a_second_and_nothing_else(pool: PlayerPool, camera: Camera) -> None:
    told: list[float] = []
    playing = pool.play(camera.address, 300, 200, lambda: told.append(monotonic()), keys_only=True)
    wait_until(lambda: playing.frames >= 4)
    assert playing.state is PlayerState.PLAYING
    frames, since = playing.frames, monotonic()
    wait_until(lambda: playing.frames >= frames + 3)
    assert abs((monotonic() - since) / 3 - GOP / RATE) < 0.4
    assert playing.delay is None
