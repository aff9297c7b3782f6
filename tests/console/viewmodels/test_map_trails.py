"""Trails of units, without a page."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console.domain.picture import Snapshot
from console.viewmodels.map_trails import TRAILS_AT_MOST
from tests.console.viewmodels.test_map_tools import Page

STEPS = [(1_760_000_000.0 + 60 * n, 76.90 + 0.001 * n, 43.21) for n in range(12)]


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_a_trail_is_asked_for_once_and_grows_with_the_unit(page: Page, qtbot: QtBot) -> None:
    trails = page.city.trails
    with qtbot.waitSignal(trails.asked) as asked:
        trails.toggle("U1")
    assert asked.args == ["U1"]
    trails.take("U1", STEPS)
    fix = page.store.picture.units["U1"].fix
    assert fix is not None
    page.store.place([replace(fix, lon=76.93, time=fix.time + 1)])
    page.city.refresh(page.store.take())
    (new,) = page.told[-1]["trail_on"]
    assert (new["unit"], new["line"]) == ("U1", [[76.93, 43.21]]), "no more than is new"
    (told,) = trails.known()["trail"]["all"]
    assert told["line"][0] == [76.9, 43.21]
    assert told["line"][-1] == [76.93, 43.21]
    assert len(told["line"]) == len(STEPS) + 1
    assert [text[2:] for _lon, _lat, text in told["marks"][:3]] == [":53", ":58", ":03"]


def test_a_unit_that_stands_makes_no_trail(page: Page) -> None:
    page.city.trails.toggle("U1")
    page.city.trails.take("U1", [(1_760_000_000.0 + n, 76.92 + n % 2 * 1e-5, 43.21) for n in range(500)])
    assert len(page.told[-1]["trail"]["all"][0]["line"]) == 1


def test_a_trail_that_came_too_late_is_not_shown(page: Page) -> None:
    page.city.trails.toggle("U1")
    page.city.trails.toggle("U1")
    page.city.trails.take("U1", STEPS)
    assert page.city.trails.shown == ()
    assert page.told[-1] == {"trail": {"all": []}}


def test_no_more_than_a_few_trails_are_shown(page: Page) -> None:
    for n in range(TRAILS_AT_MOST + 2):
        page.city.trails.toggle(f"X{n}")
    assert page.city.trails.shown[0] == "X2"


def test_the_trail_of_a_unit_that_is_gone_goes(page: Page) -> None:
    page.city.trails.toggle("U1")
    page.store.load(Snapshot("e", 1, page.store.clock.now(), (), (), (), {}))
    page.city.refresh(page.store.take())
    assert page.city.trails.shown == ()


def test_the_time_is_written_beside_what_comes_later_too(page: Page) -> None:
    page.city.trails.toggle("U1")
    page.city.trails.take("U1", STEPS)
    fix = page.store.picture.units["U1"].fix
    assert fix is not None
    page.store.place([replace(fix, lon=76.93, time=fix.time + 600)])
    page.city.refresh(page.store.take())
    (told,) = page.told[-1]["trail_on"]
    assert [at[:2] for at in told["marks"]] == [[76.93, 43.21]]


def test_after_a_break_the_past_is_asked_for_anew(page: Page, qtbot: QtBot) -> None:
    trails, picture = page.city.trails, page.store.picture
    trails.toggle("U1")
    trails.take("U1", STEPS)
    with qtbot.waitSignal(trails.asked) as asked:
        page.store.load(Snapshot("other", 1, STEPS[3][0], (), (), tuple(picture.units.values()), {}))
        page.city.refresh(page.store.take())
    assert asked.args == ["U1"]
    trails.take("U1", STEPS[:3])
    (told,) = trails.known()["trail"]["all"]
    assert len(told["line"]) == 3, "what was seen before the break may never have been"
