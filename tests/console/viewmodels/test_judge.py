"""One machine, one judge: walls are relieved together, and the load is asked once for all of them."""

from console.viewmodels.judge import Judge
from console.viewmodels.quality import LOOK_EVERY_S, MANY_TILES, Grade, Importance, Load, Viewed
from tests.fake_players import FakeTime

LARGE = [Viewed(f"large{n}", Importance.VISIBLE, 1200) for n in range(2)]
SMALL = [Viewed(f"small{n}", Importance.VISIBLE, 300) for n in range(6)]


class Machine:
    """Says how busy it is, and counts how often it was asked."""

    def __init__(self) -> None:
        self.time, self.asked, self.load = FakeTime(), 0, Load(0.0, 0.0)

    def look(self) -> Load:
        self.asked += 1
        return self.load


def test_the_load_is_looked_at_once_for_all_walls() -> None:
    machine = Machine()
    judge = Judge(machine.look, machine.time)
    for _look in range(10):
        machine.time.seconds += LOOK_EVERY_S
        judge.grades("one", LARGE)
        judge.grades("other", SMALL)
    assert machine.asked == 10


def test_the_least_important_of_all_walls_gives_way_first() -> None:
    machine = Machine()
    judge = Judge(machine.look, machine.time)
    machine.load = Load(1.0, 0.8)
    lowered: list[str] = []
    for _look in range(40):
        machine.time.seconds += LOOK_EVERY_S
        grades = judge.grades("one", LARGE) | judge.grades("other", SMALL)
        lowered += [camera for camera in judge.standing.ceilings if camera not in lowered]
    assert set(lowered[:2]) == {"large0", "large1"}  # main streams before any picture slows, on whichever wall
    assert min(grades.values()) < Grade.SUB


def test_many_tiles_are_many_whichever_wall_they_are_on() -> None:
    machine = Machine()
    judge = Judge(machine.look, machine.time)
    assert set(judge.grades("one", LARGE).values()) == {Grade.MAIN}
    judge.grades("other", [Viewed(f"c{n}", Importance.VISIBLE, 300) for n in range(MANY_TILES)])
    assert set(judge.grades("one", LARGE).values()) == {Grade.SUB}
    judge.forget("other")
    assert set(judge.grades("one", LARGE).values()) == {Grade.MAIN}
