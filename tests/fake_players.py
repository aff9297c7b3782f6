"""A video engine for tests of the wall: pictures are made by hand, streams break when told, time is a number."""

from collections.abc import Callable

import numpy as np

from console.domain import masking
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.masking import Masks
from console.domain.playing import Frame, Pixels, Played, PlayerState
from console.domain.protocol import Opening
from console.viewmodels.quality import Load


class FakeLoad:
    """A machine as busy as it is told to be; idle to begin with, whatever else runs beside the tests."""

    def __init__(self) -> None:
        self.now = Load(0.0, 0.0)

    def __call__(self) -> Load:
        return self.now


class FakeTime:
    """A clock that stands until it is moved; of the wall's monotonic kind and of the center's kind at once."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> float:
        return 1_763_800_000.0 + self.seconds


class FakePlayer:
    """A stream that shows a frame whenever ``show`` is called."""

    def __init__(
        self,
        address: str,
        width: int,
        height: int,
        on_frame: Callable[[], None],
        *,
        keys_only: bool = False,
        masks: Masks = (),
    ) -> None:
        self.address = address
        self.masks = masks
        self.position: float | None = None
        self.keys_only = keys_only
        self.box = width, height
        self.state = PlayerState.OPENING
        self.frames = 0
        self.delay: float | None = None
        self.played = Played()
        self.is_stopped = False
        self._on_frame = on_frame
        self._frame: Frame | None = None

    def show(self, pixels: np.ndarray | None = None, delay: float | None = 0.34) -> None:
        """One more frame; ``pixels`` of shape (height, width, 4) BGRX, else plain grey of the box's size."""
        if pixels is None:
            pixels = np.full((self.box[1], self.box[0], 4), 90, np.uint8)
        pixels = np.array(pixels, order="C")
        height, width = pixels.shape[:2]
        masking.paint(pixels.reshape(-1).data, width, height, width * 4, self.masks)
        self.give(Pixels(pixels.reshape(-1).data, width, height, width * 4), delay)

    def give(self, frame: Frame, delay: float | None = 0.34) -> None:
        """One more frame, of whatever kind."""
        self._frame = frame
        self.frames += 1
        self.state = PlayerState.PLAYING
        self.delay = delay
        self._on_frame()

    def take(self) -> Frame | None:
        return self._frame

    def take_all(self) -> list[Frame]:
        return [] if self._frame is None else [self._frame]

    def stop(self) -> None:
        self.is_stopped = True


class FakePlayers:
    """Keeps every player it made."""

    def __init__(self) -> None:
        self.missing = ""
        self.made: list[FakePlayer] = []

    @property
    def running(self) -> list[FakePlayer]:
        return [player for player in self.made if not player.is_stopped]

    def play(
        self,
        address: str,
        width: int,
        height: int,
        on_frame: Callable[[], None],
        *,
        keys_only: bool = False,
        masks: Masks = (),
        is_timed: bool = False,
    ) -> FakePlayer:
        self.made.append(FakePlayer(address, width, height, on_frame, keys_only=keys_only, masks=masks))
        return self.made[-1]


class FakeCenter:
    """Gives leases, unless ``refusal`` says why not."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.refusal: Exception | None = None

    def refuse(self, kind: ProblemType, *, retry_after: float | None = None) -> None:
        self.refusal = Refused(Problem(kind, kind.value, 403, retry_after=retry_after))

    async def open_camera(self, camera: str, reason: str) -> Opening:
        self.asked.append((camera, reason))
        if self.refusal is not None:
            raise self.refusal
        sound = f"sound/{camera}" if "heard" in camera else ""
        return Opening(camera, f"main/{camera}", f"sub/{camera}", f"archive/{camera}", 30.0, sound=sound)
