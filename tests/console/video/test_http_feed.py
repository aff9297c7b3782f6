from select import select

import pytest

from console.video.address import Address
from console.video.http_feed import HttpFeed
from tests.live_streams import Camera


@pytest.mark.parametrize("runs_on", [True, False])
def test_a_stream_comes_whole_however_little_is_asked_for_at_once(camera: Camera, runs_on: bool) -> None:
    camera.burst = 30
    feed = HttpFeed(Address(camera.address), runs_on=runs_on)
    assert feed.open()
    waits_on = None if runs_on else feed.be_waited_for()
    wanted = b"".join(camera.pieces[:30])
    got = b""
    while len(got) < len(wanted):
        try:
            piece = feed.take(100)
        except BlockingIOError:  # only where somebody else waits
            assert waits_on is not None
            assert select([waits_on], [], [], 5)[0]
            continue
        assert piece  # empty would be the end
        assert len(piece) <= 100  # libvlc has no more room
        got += piece
    feed.end()
    feed.release()
    assert got.startswith(wanted)
