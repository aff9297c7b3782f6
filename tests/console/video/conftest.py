"""One libvlc and one clip for all tests of players."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.video.pool import PlayerPool
from tests.console.video.rtsp_camera import RtspCamera, units
from tests.live_streams import Camera, encoded


@pytest.fixture(scope="session")
def clip() -> list[bytes]:
    return encoded()


@pytest.fixture(scope="session")
def films() -> dict[str, list[bytes]]:
    return {codec: units(codec) for codec in ("h264", "h265")}


@pytest.fixture
def camera(clip: list[bytes]) -> Iterator[Camera]:
    camera = Camera(clip)
    yield camera
    camera.switch_off()


@pytest.fixture
def rtsp(tmp_path: Path, films: dict[str, list[bytes]]) -> Iterator[Callable[..., RtspCamera]]:
    """Makes RTSP cameras that are switched on and show the bar."""
    made: list[RtspCamera] = []

    def make(pictures: list[bytes] | None = None, times: list[int] | None = None, **settings: Any) -> RtspCamera:
        camera = RtspCamera(tmp_path / f"{len(made)}.film", **settings)
        camera.shows(pictures or films.get(camera.codec) or [b"\xff" * 160] * 100, times)
        made.append(camera)
        camera.switch_on()
        return camera

    yield make
    for camera in made:
        camera.kill()


@pytest.fixture
def pool() -> Iterator[PlayerPool]:
    pool = PlayerPool()
    yield pool
    assert pool.close(), "a player did not end"
