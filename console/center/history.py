"""Where an empty log begins: with the world's earlier shift, lived through at full speed, where it has one.

The shift is not a second way into the log. The world is stepped and its officers' wishes are decided as ever, only with
the times they would have had; and all of it is written at once, so a kill leaves a whole shift behind or none.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from console.center.center import Center, Moment
from console.center.signals import Shift, World
from console.domain.picture import Picture

STEP_S = (3.5, 6.5)
"""Seconds between two looks at the world: long enough to be quick, short enough that units answer as they do live."""

_SAY_EVERY = 40

Say = Callable[[dict[str, Any]], None]


async def begin(center: Center, world: World, say: Say) -> None:
    """Bring the log to where the world can go on. Raises Refused when the disk fails."""
    shift = world.earlier_shift(center.clock.now()) if center.picture.seq == 0 else None
    if shift is None:
        await center.begin(world.units)
        return
    say({"progress": "history", "done": 0, "total": 1})
    await center.live_through(shift, world.units, moments(world, shift, center.picture, say))
    say({"progress": "history", "done": 1, "total": 1})


def moments(world: World, shift: Shift, picture: Picture, say: Say) -> Iterator[Moment]:
    """The shift from look to look; each sees ``picture`` as whoever takes the moments has left it."""
    lot = Random(shift.end // 60)
    now, count = shift.begin, 0
    while True:
        step = world.step(now, picture)
        yield Moment(now, step, shift.wishes(now, picture))
        if now >= shift.end:
            return
        now, count = min(shift.end, now + lot.uniform(*STEP_S)), count + 1
        if count % _SAY_EVERY == 0:
            say({"progress": "history", "done": (now - shift.begin) / (shift.end - shift.begin), "total": 1})
