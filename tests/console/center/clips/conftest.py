"""A small clip, drawn and encoded once for all tests here: two seconds stand for the minute."""

import pytest

from console.center.clips.drawing.scene import Drawing
from console.center.clips.encode import Quality, encoded
from console.center.clips.transport import Clip
from tests.console.center.clips.small import SmallScene

FRAMES = 30


@pytest.fixture(scope="session")
def drawing() -> Drawing:
    return SmallScene()


@pytest.fixture(scope="session")
def stream(drawing: Drawing) -> bytes:
    return encoded(drawing, Quality.SUB, FRAMES, lambda: False)


@pytest.fixture
def clip(stream: bytes) -> Clip:
    return Clip(stream)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
