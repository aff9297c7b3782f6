"""One libvlc and one clip for all tests of players."""

from collections.abc import Iterator

import pytest

from console.video.pool import PlayerPool
from tests.live_streams import Camera, encoded


@pytest.fixture(scope="session")
def clip() -> list[bytes]:
    return encoded()


@pytest.fixture
def camera(clip: list[bytes]) -> Iterator[Camera]:
    camera = Camera(clip)
    yield camera
    camera.switch_off()


@pytest.fixture
def pool() -> Iterator[PlayerPool]:
    pool = PlayerPool()
    yield pool
    assert pool.close(), "a player did not end"
