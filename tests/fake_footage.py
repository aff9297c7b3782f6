"""A center's records for tests: ranges and marks are values, single frames are drawn, closings are kept."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.protocol import Opening, Quality
from console.domain.streams import AlarmMark, ArchiveRanges
from tests.fake_players import FakePlayer

BEAT = 1 / 15


def jpeg(shade: int, width: int = 64, height: int = 36) -> bytes:
    """A plain picture as JPEG."""
    pixels = np.full((height, width, 4), shade, np.uint8)
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def start_of(player: FakePlayer) -> float:
    """The moment that a player of a record was asked to begin at."""
    return float(parse_qs(urlsplit(player.address).query)["start"][0])


def rate_of(player: FakePlayer) -> float:
    """How fast it was asked to play."""
    return float(parse_qs(urlsplit(player.address).query)["rate"][0])


class FakeFootage:
    """Records of all cameras alike; ``refusal`` is why there are none."""

    def __init__(self) -> None:
        self.ranges_: list[tuple[float, float]] = []
        self.marks: list[AlarmMark] = []
        self.refusal: Exception | None = None
        self.closed: list[str] = []
        self.renewed: list[str] = []
        self.stills: list[float] = []
        self.can_answer = asyncio.Event()
        self.can_answer.set()

    def refuse(self, kind: ProblemType) -> None:
        self.refusal = Refused(Problem(kind, kind.value, 403))

    async def ranges(self, camera: str, since: float, until: float) -> ArchiveRanges:
        await self.can_answer.wait()
        if self.refusal is not None:
            raise self.refusal
        return ArchiveRanges(camera, since, until, since, tuple(self.ranges_), tuple(self.marks))

    async def still(self, opening: Opening, at: float, quality: Quality, width: int) -> tuple[bytes, float]:
        if self.refusal is not None:
            raise self.refusal
        self.stills.append(at)
        return jpeg(120), int((at + 1e-4) / BEAT) * BEAT

    async def renew(self, opening: Opening) -> None:
        self.renewed.append(opening.camera)

    async def close(self, opening: Opening) -> None:
        self.closed.append(opening.camera)
