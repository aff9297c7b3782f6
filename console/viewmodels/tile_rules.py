"""What a tile may say of its picture, when it tries again and which stream it takes: pure rules."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from console.domain.errors import ProblemType


class TileState(StrEnum):
    """What a tile shows; only ``live`` may look live."""

    EMPTY = "empty"
    CONNECTING = "connecting"
    LIVE = "live"
    DEGRADED = "degraded"
    """No frame for 2 s, or the stream has just broken."""
    LOST = "lost"
    """No frame for 8 s, or none at all; dimmed, with its age and the next try."""
    NO_CONSENT = "no_consent"
    NO_PERMISSION = "no_permission"
    REASON_NEEDED = "reason_needed"
    """The owner asks why; the operator has to say it."""
    OFFLINE = "offline"
    """The center says that the camera does not answer."""
    NO_PLAYER = "no_player"


DEGRADED_AFTER_S = 2.0
LOST_AFTER_S = 8.0
"""Silence after which a picture is degraded, and lost; settings of the video wall."""

CONNECT_WITHIN_S = 8.0
"""A stream that shows no frame for this long after it was opened is given up and tried again."""

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 30.0

REFUSED_RETRY_S = 5.0
"""The center is asked again no sooner than this about a camera that it has just refused."""

MAIN_FROM_WIDTH = 960
"""Device pixels: a box wider than one and a half times the sub stream (640) takes the main stream."""

RESIZE_TOLERANCE = 0.12
"""A picture whose box is off by less than this share is scaled while painting instead of being opened anew."""

REFUSALS: dict[ProblemType, TileState] = {
    ProblemType.NO_CONSENT: TileState.NO_CONSENT,
    ProblemType.REASON_NEEDED: TileState.REASON_NEEDED,
    ProblemType.FORBIDDEN: TileState.NO_PERMISSION,
    ProblemType.NOT_LOGGED_IN: TileState.NO_PERMISSION,
    ProblemType.NOT_FOUND: TileState.OFFLINE,
    ProblemType.UNAVAILABLE: TileState.OFFLINE,
    ProblemType.NOT_READY: TileState.CONNECTING,
}
"""What a refusal of the center means for a tile; any other one shows as offline, with the center's words."""

TRIED_AGAIN = frozenset({ProblemType.UNAVAILABLE, ProblemType.NOT_READY})
"""Refusals that time may end; the others stand until somebody does something."""


class Layout(Struct, frozen=True):
    """A grid of tiles; ``columns`` and ``rows`` are those of a pane that is higher than wide."""

    id: str
    columns: int
    rows: int

    @property
    def tiles(self) -> int:
        """How many tiles it shows."""
        return self.columns * self.rows

    def arranged(self, width: int, height: int) -> tuple[int, int]:
        """Columns and rows for a pane of this size: lying or standing, whichever makes larger 16:9 pictures."""

        def picture(columns: int, rows: int) -> float:
            return min(width / columns / 16, height / rows / 9)

        standing, lying = (self.columns, self.rows), (self.rows, self.columns)
        return max((standing, lying), key=lambda grid: picture(*grid))


LAYOUTS: dict[str, Layout] = {
    layout.id: layout
    for layout in (Layout("1", 1, 1), Layout("4", 2, 2), Layout("2x3", 2, 3), Layout("9", 3, 3), Layout("16", 4, 4))
}
DEFAULT_LAYOUT = "2x3"
MOST_TILES = max(layout.tiles for layout in LAYOUTS.values())


def state_by_age(age: float | None, *, is_playing: bool, is_waiting: bool) -> TileState:
    """State of a tile that may be shown.

    Args:
        age: seconds since its last frame, None when there was none.
        is_playing: a player works on it and has not failed.
        is_waiting: a try has failed and the next one is awaited.
    """
    if age is None:
        return TileState.LOST if is_waiting else TileState.CONNECTING
    if age < DEGRADED_AFTER_S and is_playing:
        return TileState.LIVE
    return TileState.DEGRADED if age < LOST_AFTER_S else TileState.LOST


def retry_after(failures: int, chance: Callable[[], float]) -> float:
    """Seconds until the next try after ``failures`` in a row: doubling, the upper half of it left to ``chance``.

    The jitter keeps the tiles of a wall from coming back all at once after a break of the whole link.
    """
    limit = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(failures - 1, 10))
    return limit * (0.5 + 0.5 * chance())


def wants_main(width: int, *, is_maximised: bool) -> bool:
    """Whether a box of this many device pixels is worth the main stream."""
    return is_maximised or width > MAIN_FROM_WIDTH


def is_off(box: tuple[int, int], asked: tuple[int, int]) -> bool:
    """Whether pictures made for the box ``asked`` no longer suit ``box``."""
    return any(abs(now / then - 1) > RESIZE_TOLERANCE for now, then in zip(box, asked, strict=True))
