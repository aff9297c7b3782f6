"""What a tile may say of its picture, when it tries again and which stream it takes: pure rules."""

from collections.abc import Callable
from enum import StrEnum

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
    REDUCED = "reduced"
    """Key frames only, for want of computing power: true, but not fluent."""
    PAUSED = "paused"
    """Stopped for want of computing power; the last picture with its age."""
    RECORD = "record"
    """It shows what was recorded, and says of when."""
    NO_CONSENT = "no_consent"
    NO_PERMISSION = "no_permission"
    REASON_NEEDED = "reason_needed"
    """The owner asks why; the operator has to say it."""
    OFFLINE = "offline"
    """The center says that the camera does not answer."""
    REFUSED = "refused"
    """The center does not open it now; the camera may be well."""
    NOT_LET_IN = "not_let_in"
    """The camera does not accept the name and password that the center gave."""
    NO_PLAYER = "no_player"


PLAYING = frozenset({TileState.LIVE, TileState.REDUCED})
"""States in which pictures come."""

SEEN_LIVE = frozenset({TileState.LIVE, TileState.REDUCED, TileState.DEGRADED})
"""States in which what is seen is of now, or of seconds ago."""

DEGRADED_AFTER_S = 2.0
LOST_AFTER_S = 8.0
"""Silence after which a picture is degraded, and lost; settings of the video wall."""

LATE_AFTER_S = DEGRADED_AFTER_S
"""A picture shown so long after it came is not called live, however fluent it is."""

REDUCED_UNTIL_S = 5.0
"""The same as the first for a stream of key frames only: most cameras send one every 1 to 4 s."""

CONNECT_WITHIN_S = 8.0
"""A stream that shows no frame for this long after it was opened is given up and tried again."""

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 30.0

REFUSED_RETRY_S = 5.0
"""The center is asked again no sooner than this about a camera that it has just refused."""

NOT_LET_IN_RETRY_S = 600.0
"""A camera that did not accept a password is tried again only now and then: most lock an account after about five wrong
ones in half an hour."""

MAIN_WIDTH = 1920
"""Pixels across a main stream of which nothing else is known."""

RESIZE_TOLERANCE = 0.12
"""A picture whose box is off by less than this share is scaled while painting instead of being opened anew."""

WITHDRAWN = "withdrawn while it was seen"
"""Title of the refusal of a camera whose owner does not agree any more."""

REFUSALS: dict[ProblemType, TileState] = {
    ProblemType.NO_CONSENT: TileState.NO_CONSENT,
    ProblemType.REASON_NEEDED: TileState.REASON_NEEDED,
    ProblemType.FORBIDDEN: TileState.NO_PERMISSION,
    ProblemType.NOT_LOGGED_IN: TileState.NO_PERMISSION,
    ProblemType.CONFLICT: TileState.OFFLINE,
    ProblemType.NO_PICTURE: TileState.OFFLINE,
    ProblemType.NOT_READY: TileState.CONNECTING,
}
"""What a refusal of the center means for a tile; any other says nothing of the camera."""

TRIED_AGAIN = frozenset({ProblemType.NO_PICTURE, ProblemType.UNAVAILABLE, ProblemType.NOT_READY, ProblemType.TOO_MANY})
"""Refusals that time may end; the others stand until somebody does something."""


def state_by_age(age: float | None, *, is_playing: bool, is_waiting: bool, is_reduced: bool = False) -> TileState:
    """State of a tile that may be shown.

    Args:
        age: seconds since its last frame, None when there was none.
        is_playing: a player works on it and has not failed.
        is_waiting: a try has failed and the next one is awaited.
        is_reduced: only its key frames are asked for.
    """
    if age is None:
        return TileState.LOST if is_waiting else TileState.CONNECTING
    if is_reduced and age < REDUCED_UNTIL_S and is_playing:
        return TileState.REDUCED
    if not is_reduced and age < DEGRADED_AFTER_S and is_playing:
        return TileState.LIVE
    return TileState.DEGRADED if age < LOST_AFTER_S else TileState.LOST


def retry_after(failures: int, chance: Callable[[], float]) -> float:
    """Seconds until the next try after ``failures`` in a row: doubling, the upper half of it left to ``chance``.

    The jitter keeps the tiles of a wall from coming back all at once after a break of the whole link.
    """
    limit = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(failures - 1, 10))
    return limit * (0.5 + 0.5 * chance())


def is_off(box: tuple[int, int], asked: tuple[int, int]) -> bool:
    """Whether pictures made for the box ``asked`` no longer suit ``box``."""
    return any(abs(now / then - 1) > RESIZE_TOLERANCE for now, then in zip(box, asked, strict=True))


def picture_box(box: tuple[int, int], zoom: float, source: int) -> tuple[int, int]:
    """The size to decode at: the box, larger by ``zoom`` as far as the main stream has pixels across (0: unknown)."""
    times = max(1.0, min(zoom, (source or MAIN_WIDTH) / box[0]))
    return round(box[0] * times), round(box[1] * times)
