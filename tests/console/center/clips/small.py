"""A scene that is quick to draw, and clocks that tests move."""

import io
from collections.abc import Iterable

import av
import numpy as np

from console.center.clips.drawing.brush import Strokes
from console.center.clips.drawing.lens import Lens
from console.center.clips.drawing.light import Light
from console.center.clips.drawing.materials import plain
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage


class SmallScene(Drawing):
    """A post on a plain, and a red ball that rolls behind it."""

    lens = Lens((0, -6, 3), yaw=0, pitch=20, field=60)
    light = Light(sun=(0, 0, 0))

    def build(self, stage: Stage) -> None:
        stage.sky(lambda azimuth, elevation: (azimuth * 0 + 0.5)[:, None] * [1.0, 1.0, 1.0])
        stage.ground(plain("#808080"))
        stage.post(0, 2, 2.0, plain("#202020"), 0.6)

    def figures(self, second: float) -> Iterable[Strokes]:
        x = second * 2.5 - 2.5
        ball = Strokes((x, 3, 0.5))
        ball.disc((x, 3, 0.5), 0.4, (0.8, 0.02, 0.02))
        yield ball


def pictures(stream: bytes) -> list[np.ndarray]:
    """All pictures of a transport stream, shape (height, width, 3)."""
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


class FakeTime:
    """A clock whose time passes only while somebody sleeps; `rate` clock seconds pass per second slept."""

    def __init__(self, now: float, rate: float = 1.0) -> None:
        self.time, self.rate = now, rate
        self.slept = 0.0

    def now(self) -> float:
        return self.time

    async def wait(self, seconds: float) -> None:
        self.slept += seconds
        self.time += seconds * self.rate
