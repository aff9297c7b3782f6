"""The center itself, without a socket."""

from pathlib import Path

import pytest

from console.center.center import Center
from console.center.log import KEYFRAME_EVERY, Log
from console.center.signals import Signal, Step
from console.domain.alarms import AlarmKind
from console.domain.text import NOWHERE
from console.domain.units import Fix
from tests.console.center.town import LAT, LON, Town

pytestmark = pytest.mark.anyio

NOON = 1_750_000_000.0


class _At:
    """A clock that stands where it was put."""

    def __init__(self, time: float) -> None:
        self.time = time

    def now(self) -> float:
        return self.time


async def test_a_position_of_later_than_now_neither_looks_fresh_for_ever_nor_hides_the_next(tmp_path: Path) -> None:
    clock = _At(NOON)
    log = Log(tmp_path / "center.sqlite")
    log.start()
    center = Center(log, clock, "test")
    await center.begin(Town(NOON).units)
    center.place([Fix("U0", LON, LAT, 8.0, 90.0, NOON + 7200.0)])
    clock.time = NOON + 30.0
    assert center.picture.units["U0"].fix_age(clock.now()) == 30.0
    center.place([Fix("U0", LON + 0.1, LAT, 8.0, 90.0, NOON + 29.0)])
    fix = center.picture.units["U0"].fix
    assert fix is not None
    assert fix.lon == LON + 0.1
    await log.stop()


async def test_a_keyframe_comes_as_seldom_as_it_is_large(tmp_path: Path) -> None:
    log = Log(tmp_path / "center.sqlite")
    log.start()
    center = Center(log, _At(NOON), "test")
    step = 500
    for first in range(0, 4 * KEYFRAME_EVERY, step):
        signals = [
            Signal(f"D{n}", AlarmKind.LAMP_OUTAGE, True, LON, LAT, "", NOWHERE) for n in range(first, first + step)
        ]
        await center.hear(Step(signals=signals))
    kept = [seq for (seq,) in log.rows("SELECT seq FROM keyframes ORDER BY seq")]
    assert kept == [KEYFRAME_EVERY, 2 * KEYFRAME_EVERY, 4 * KEYFRAME_EVERY]
    folded = log.fold()
    assert folded.alarms == center.picture.alarms
    await log.stop()
