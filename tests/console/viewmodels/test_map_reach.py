"""What is reached, without a page: what was asked for and what is told belong together."""

from collections.abc import Sequence
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from console.insight.reach import Band, Start
from console.viewmodels import map_reach
from console.viewmodels.map_places import Spot
from tests.console.viewmodels.test_map_tools import Page

HERE, THERE = Spot(76.93, 43.24), Spot(76.95, 43.26)
FAR = Spot(70.0, 40.0)


class Slow:
    """Reckons one at a time, each when it may."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may = Event()
        self.minutes: list[Sequence[int]] = []
        monkeypatch.setattr(map_reach, "_reached", self._reached)

    def _reached(self, starts: Sequence[Start], minutes: Sequence[int]) -> list[Band]:
        assert self.may.wait(10)
        (start,) = starts
        self.minutes.append(minutes)
        return [] if start.lon == FAR.lon else [Band(start.lon, [])]


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def told(page: Page) -> tuple[list[float], list[float]]:
    """Longitudes of the starts that are shown, and of those that the shown land was reckoned from."""
    reach = page.city.reach
    return [lon for lon, _lat in reach.known()["reach"]["starts"]], [band.limit_s for band in reach._bands]


@pytest.mark.parametrize("first", [HERE, FAR])
def test_who_asks_again_gets_the_latest_alone(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, first: Spot
) -> None:
    slow, reach = Slow(monkeypatch), page.city.reach
    failed: list[str] = []
    reach.failed.connect(failed.append)
    reach.of_place(first)
    reach.of_place(THERE)
    with qtbot.waitSignal(reach.changed):
        slow.may.set()
    assert told(page) == ([THERE.lon], [THERE.lon]), "starts and land of the same question"
    assert failed == []


def test_what_was_taken_away_while_it_was_reckoned_does_not_come(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, reach = Slow(monkeypatch), page.city.reach
    reach.of_place(HERE)
    reach.clear()
    slow.may.set()
    with qtbot.waitSignal(reach._reckoning.done):
        pass
    assert reach.title == ""
    assert reach.known()["reach"]["starts"] == []


def test_what_is_shown_stays_where_nothing_is_reached_from_the_next_place(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, reach = Slow(monkeypatch), page.city.reach
    slow.may.set()
    with qtbot.waitSignal(reach.changed):
        reach.of_place(HERE)
    with qtbot.waitSignal(reach.failed):
        reach.of_place(FAR)
    assert told(page) == ([HERE.lon], [HERE.lon])


def test_the_same_places_are_asked_for_fewer_or_more_minutes(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, reach = Slow(monkeypatch), page.city.reach
    slow.may.set()
    assert not reach.can_widen(1), "nothing is shown"
    with qtbot.waitSignal(reach.changed):
        reach.of_place(HERE)
    for steps in (-1, 1, 1, 1, 1):
        with qtbot.waitSignal(reach.changed):
            reach.widen(steps)
    assert [minutes[-1] for minutes in slow.minutes] == [8, 4, 8, 12, 20, 30]
    assert told(page)[0] == [HERE.lon]
    reach.widen(1)
    assert len(slow.minutes) == 6, "no farther than it goes"
    assert reach.known()["reach"]["steps"] == [[-1, "Reachable: fewer minutes"]]
    with qtbot.waitSignal(reach.changed):
        reach.of_place(THERE)
    assert slow.minutes[-1][-1] == 30, "how far is kept for the next place"
