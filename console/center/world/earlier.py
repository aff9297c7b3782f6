"""What happened in the demo city before its center is looked at first, as a plan.

The chronicle's chance would make one first look empty and the next one a flood. A plan of kinds and times makes every
first look that of a working control center: old alarms that somebody deals with, a few new ones, one of them urgent.
Where each comes from is still drawn by lot, so every seed and minute has its own.
"""

from math import hypot

import numpy as np
from msgspec import Struct

from console.center.world.chronicle import Chronicle, Happening
from console.center.world.offences import HABITS
from console.clock import local
from console.domain.alarms import AlarmKind
from console.domain.plane import to_plane
from console.domain.sites import PanicButton

SHIFT_S = 50 * 60.0
"""How far before the first look an empty log begins."""

_MIDDLE_M = 2200.0
"""The newest panic button is pressed at most so far from the city's middle."""

_DRAWS = 20
_EARLY_OR_LATE = 0.04
_OVER_AFTER_S = (150.0, 420.0)
_REPEATED_EACH_S = (9.0, 16.0)
_REPEATED_RAISED_S = 4.0
_STANDS_ON_S = (420.0, 2400.0)
"""What stands at the end clears by itself within so long after it."""


class _Slot(Struct, frozen=True):
    """An alarm: seconds before the end, its kind, whether it is still raised at the end, how often it repeats."""

    ago_s: float
    kind: AlarmKind
    stands: bool = True
    repeats: int = 0


_PLAN = (
    _Slot(2920, AlarmKind.FIGHT, stands=False),
    _Slot(2840, AlarmKind.CAMERA_OFFLINE),
    _Slot(2700, AlarmKind.PANIC_BUTTON),
    _Slot(2560, AlarmKind.THEFT, stands=False),
    _Slot(2480, AlarmKind.TURNSTILE_FORCED, stands=False, repeats=3),
    _Slot(2360, AlarmKind.FRAUD),
    _Slot(2240, AlarmKind.ROAD_ACCIDENT),
    _Slot(2110, AlarmKind.LAMP_OUTAGE),
    _Slot(2000, AlarmKind.INTRUSION),
    _Slot(1880, AlarmKind.THEFT),
    _Slot(1760, AlarmKind.FIGHT, stands=False),
    _Slot(1640, AlarmKind.CROWD, stands=False),
    _Slot(1450, AlarmKind.CAMERA_OFFLINE),
    _Slot(1330, AlarmKind.CROWD),
    _Slot(1150, AlarmKind.THEFT),
    _Slot(990, AlarmKind.TURNSTILE_FORCED, repeats=4),
    _Slot(860, AlarmKind.ABANDONED_OBJECT),
    _Slot(730, AlarmKind.ROAD_ACCIDENT),
    _Slot(690, AlarmKind.CAMERA_TAMPERED),
    _Slot(630, AlarmKind.PANIC_BUTTON),
    _Slot(430, AlarmKind.INTRUSION),
    _Slot(266, AlarmKind.FIRE),
    _Slot(238, AlarmKind.SYSTEM_FAULT),
    _Slot(172, AlarmKind.THEFT),
    _Slot(124, AlarmKind.FRAUD),
    _Slot(78, AlarmKind.FIGHT),
)
"""About 30 an hour, as the chronicle has it; seven in the last ten minutes are no flood (ISA-18.2: more than 10)."""

_NEWEST_S = 8.0
"""So long before the end somebody presses a panic button in the middle of the city."""


def plan(seed: int, end: float, chronicle: Chronicle, buttons: list[PanicButton]) -> list[Happening]:
    """What happens in the ``SHIFT_S`` before ``end`` (Unix seconds), and how it goes on; the same for a minute."""
    rng = np.random.default_rng([seed, int(end // 60), 1])
    events: list[Happening] = []
    taken = {newest := _in_the_middle(buttons, rng)}
    for slot in _PLAN:
        begin = end - slot.ago_s * rng.uniform(1 - _EARLY_OR_LATE, 1 + _EARLY_OR_LATE)
        draws = (chronicle.source(slot.kind, local(begin).hour, rng) for _ in range(_DRAWS))
        source = next((drawn for drawn in draws if drawn and drawn not in taken), None)
        if source is not None:
            taken.add(source)
            events += _course(slot, source, begin, end, rng)
    begin = end - _NEWEST_S
    events.append(Happening(begin, newest, AlarmKind.PANIC_BUTTON, True))
    lasts = rng.uniform(*HABITS[AlarmKind.PANIC_BUTTON].lasts)
    events.append(Happening(begin + lasts, newest, AlarmKind.PANIC_BUTTON, False))
    return sorted(events)


def _course(slot: _Slot, source: str, begin: float, end: float, rng: np.random.Generator) -> list[Happening]:
    """One alarm from its first word to its last."""
    events, at = [], begin
    for _ in range(slot.repeats):
        events.append(Happening(at, source, slot.kind, True))
        events.append(Happening(at + _REPEATED_RAISED_S, source, slot.kind, False))
        at += rng.uniform(*_REPEATED_EACH_S)
    over = end + rng.uniform(*_STANDS_ON_S) if slot.stands else at + rng.uniform(*_OVER_AFTER_S)
    return [*events, Happening(at, source, slot.kind, True), Happening(over, source, slot.kind, False)]


def _in_the_middle(buttons: list[PanicButton], rng: np.random.Generator) -> str:
    """A button near the city's middle, or the nearest where none is near."""

    def far(button: PanicButton) -> float:
        return hypot(*to_plane(button.lon, button.lat))

    near = [button.id for button in buttons if far(button) < _MIDDLE_M]
    return near[int(rng.integers(len(near)))] if near else min(buttons, key=far).id
