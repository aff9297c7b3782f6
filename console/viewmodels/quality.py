"""How good each tile's stream may be: which of a camera's streams, how many of its frames, or none. Pure rules.

Two questions, answered apart. *What is the picture worth?* follows from the pixels it is shown in: a main stream in a
box that has fewer pixels than the sub stream brings nothing. *What can the machine afford?* follows from its load: each
camera has a ceiling, lowered under pressure and raised again slowly.

The bar is the policy that Network Optix publishes for its client: a loop of 500 ms, 5 s between switches, more than 16
tiles all low, a tile under about 229 x 171 low after 1 s, never up above 70 % of system CPU, down after 5 s above 90 %.
What is better here:

| theirs | ours, and why |
|---|---|
| one tile every 5 s | a quarter of the least important every 3 s: 25 tiles are relieved in 15 s, not in two minutes |
| every tile alike | the focused one and a P1 alarm's keep every frame, pinned ones never stop, the rest goes first |
| main or sub | also key frames only (a fifth of the cost, still moving) and a stopped picture; the tile says so |
| main down to 229 px | main only where the picture is shown in more pixels than the sub stream has, zoom reckoned in |
| over 16: all low | over 16: all but the focused, the maximised and a P1 alarm's |
| up again after 5 s | up one by one; a step that must be taken back doubles the wait for the next, up to a minute |
| load of the machine | the same, smoothed, and only while the console has a part in it: no backup ends by that |
| a low tile waits | focus or a P1 alarm lifts it at once, whatever the load |
"""

import math
from collections.abc import Sequence
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace


class Grade(IntEnum):
    """How good a stream is; each costs more than the one before."""

    PAUSED = 0
    """No stream: the last picture stands and says so."""
    KEYS = 1
    """Key frames of the sub stream: a picture every second or so."""
    SUB = 2
    MAIN = 3


class Importance(IntEnum):
    """Who gives way last."""

    VISIBLE = 0
    PINNED = 1
    ALARM = 2
    """Stands at a P1 alarm."""
    FOCUSED = 3
    """Has the operator's keys, or fills the wall."""


LEAST = {
    Importance.VISIBLE: Grade.PAUSED,
    Importance.PINNED: Grade.KEYS,
    Importance.ALARM: Grade.SUB,
    Importance.FOCUSED: Grade.SUB,
}
"""Below this no load brings a tile: what an operator looks at, or must look at, never slows."""

SUB_WIDTH = 640
"""Pixels across a sub stream of which nothing is known: as the cameras of the city and most others deliver it."""

MAIN_FROM = 1.5
"""A picture not looked at takes the main stream where it is this much wider than the sub stream; till there scaling up
is hardly seen. The focused one takes it as soon as there are more pixels than the sub stream has."""

MANY_TILES = 16
"""Beyond so many (as Network Optix), main streams are for tiles that matter."""

LOOK_EVERY_S = 0.5
"""How often the load is judged, as Network Optix."""

HIGH, LOW = 0.90, 0.70
"""Shares of the machine: above the one there is pressure, below the other there is room; as Network Optix. Between them
everything stays as it is."""

SMOOTH_S = 1.5
"""Time constant of the mean over the load: single spikes, a page being laid out or a window moved, pass."""

LOWER_AFTER_S = 5.0
"""Pressure that lasts so long is answered, as Network Optix."""

LOWER_EVERY_S = 3.0
"""Then again after twice the time constant, when the last step shows in the mean."""

RAISE_AFTER_S = 5.0
"""Room that lasts so long is used, one tile at a time; as Network Optix."""

LONGEST_WAIT_S = 60.0
RELAPSE_S = 15.0
"""Pressure so soon after a step up means that the step was too much; the wait before the next one doubles."""

OWN_LEAST = 0.15
"""Share of the machine that the console must take itself before lowering anything can help."""


class Viewed(Struct, frozen=True):
    """A tile that can be seen and has a camera.

    Attributes:
        camera: its id.
        importance: who gives way last.
        width: of the whole picture at the scale it is shown, device pixels; zoomed in twice, it is twice the box.
        is_maximised: fills the wall.
        sub_width: pixels across its sub stream.
    """

    camera: str
    importance: Importance
    width: int
    is_maximised: bool = False
    sub_width: int = SUB_WIDTH


class Load(Struct, frozen=True):
    """Shares 0..1 of the whole machine, since the look before: used by all programs, and by the console itself."""

    system: float
    own: float


class Standing(Struct, frozen=True):
    """What the policy knows: a ceiling per camera that has one, the smoothed load, and when what happened (seconds)."""

    ceilings: dict[str, Grade] = {}
    load: Load = Load(0.0, 0.0)
    looked_at: float = -math.inf
    high_since: float = math.inf
    low_since: float = math.inf
    changed_at: float = -math.inf
    raised_at: float = -math.inf
    wait: float = RAISE_AFTER_S

    @property
    def is_strained(self) -> bool:
        """Whether anything is kept lower than it is worth."""
        return bool(self.ceilings)


def worth(tile: Viewed, visible: int) -> Grade:
    """The grade that a tile's picture is worth among so many ``visible`` ones, without regard to load."""
    if tile.is_maximised:
        return Grade.MAIN
    matters = tile.importance >= Importance.ALARM
    if visible > MANY_TILES and not matters:
        return Grade.SUB
    needed = tile.sub_width * (1.0 if tile.importance is Importance.FOCUSED else MAIN_FROM)
    return Grade.MAIN if tile.width > needed else Grade.SUB


def grades(standing: Standing, tiles: Sequence[Viewed], visible: int = 0) -> dict[str, Grade]:
    """What each camera may have now: its worth, under its ceiling, and never less than its importance asks.

    ``visible``: how many can be seen, where ``tiles`` are not all of them.
    """
    return {tile.camera: _grade(standing, tile, visible or len(tiles)) for tile in tiles}


def judged(standing: Standing, tiles: Sequence[Viewed], load: Load, now: float) -> Standing:
    """The standing after a look at the load: as it was, or with a step down, or with a step up.

    Args:
        standing: as it was after the look before.
        tiles: those that can be seen now; what is kept of others is forgotten.
        load: since the look before.
        now: monotonic seconds.
    """
    standing = _timed(standing, load, now)
    shown = {tile.camera for tile in tiles}
    standing = replace(standing, ceilings={c: g for c, g in standing.ceilings.items() if c in shown})
    since_change = now - standing.changed_at
    if now - standing.high_since >= LOWER_AFTER_S and since_change >= LOWER_EVERY_S:
        return _lowered(standing, tiles, now) if standing.load.own >= OWN_LEAST else standing
    if standing.ceilings and min(now - standing.low_since, since_change) >= standing.wait:
        return _raised(standing, tiles, now)
    return standing


def _timed(standing: Standing, load: Load, now: float) -> Standing:
    share = 1 - math.exp(-(now - standing.looked_at) / SMOOTH_S)
    before = standing.load
    system = before.system + (load.system - before.system) * share
    own = before.own + (load.own - before.own) * share
    return replace(
        standing,
        load=Load(system, own),
        looked_at=now,
        high_since=min(standing.high_since, now) if system > HIGH else math.inf,
        low_since=min(standing.low_since, now) if system < LOW else math.inf,
    )


def _grade(standing: Standing, tile: Viewed, visible: int) -> Grade:
    ceiling = max(standing.ceilings.get(tile.camera, Grade.MAIN), LEAST[tile.importance])
    return min(worth(tile, visible), ceiling)


def _lowered(standing: Standing, tiles: Sequence[Viewed], now: float) -> Standing:
    """A quarter of those who give way first, one grade down.

    Main streams go before any picture slows: each costs as much as nine sub streams.
    """
    now_at = grades(standing, tiles)

    def turn(tile: Viewed) -> tuple[bool, Importance, int]:
        grade = now_at[tile.camera]
        keeps = grade is not Grade.MAIN or tile.importance is Importance.FOCUSED
        return keeps, tile.importance, -grade

    able = sorted(
        (tile for tile in tiles if now_at[tile.camera] > LEAST[tile.importance]),
        key=lambda tile: (turn(tile), tile.width),
    )
    if not able:
        return standing
    first = [tile for tile in able if turn(tile) == turn(able[0])]
    lower = {tile.camera: Grade(now_at[tile.camera] - 1) for tile in first[: math.ceil(len(first) / 4)]}
    has_relapsed = now - standing.raised_at < RELAPSE_S
    wait = min(LONGEST_WAIT_S, standing.wait * 2) if has_relapsed else RAISE_AFTER_S
    return replace(standing, ceilings=standing.ceilings | lower, changed_at=now, wait=wait)


def _raised(standing: Standing, tiles: Sequence[Viewed], now: float) -> Standing:
    """The most important of those kept down, one grade up; main streams after all that stand or are slow.

    A ceiling that keeps nothing down any more is lifted.
    """
    now_at = grades(standing, tiles)
    low = [tile for tile in tiles if now_at[tile.camera] < worth(tile, len(tiles))]
    kept = {tile.camera: standing.ceilings[tile.camera] for tile in low}
    if low:
        tile = min(low, key=lambda t: (now_at[t.camera] is Grade.SUB, -t.importance, now_at[t.camera], -t.width))
        grade = Grade(now_at[tile.camera] + 1)
        if grade < worth(tile, len(tiles)):
            kept[tile.camera] = grade
        else:
            del kept[tile.camera]
    return replace(standing, ceilings=kept, changed_at=now, raised_at=now)
