"""Alarms that no honest device would send: each is shown, and says in words what is wrong with it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.domain import events as e
from console.domain.alarms import Alarm, AlarmKind
from console.domain.registry import Registry
from console.domain.text import NOWHERE, LocalText
from console.state.store import Store
from tests.desk import NOW, alarm, store, tell
from tests.ui.conftest import Opened

Open = Callable[[Store], Opened]


def city(*alarms: Alarm) -> Store:
    of = store(alarms)
    of.enroll(Registry("almaty", 1, 0, [], [], [], [], []))
    return of


def said_by_card(window: Opened) -> list[str]:
    window.desk.tick.now()
    sections = window.desk.alarm_card.sections()
    return [f"{line.text} | {line.value}" for section in sections for line in section.lines]


def chosen(window: Opened, alarm_id: str) -> list[str]:
    window.alarms.choose(alarm_id)
    window.alarms.grab()
    return said_by_card(window)


def test_an_alarm_of_an_unknown_source_says_so(open_window: Open) -> None:
    window = open_window(city(alarm("a", source="NOBODY-1")))

    assert "NOBODY-1 | not in the registry" in chosen(window, "a")


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (999.0, 43.0), (76.9, -1e9)])
def test_an_alarm_without_a_place_says_so_and_is_named_by_its_source(open_window: Open, lon: float, lat: float) -> None:
    window = open_window(city(alarm("a", lon=lon, lat=lat, place=NOWHERE, district="")))

    said = chosen(window, "a")
    assert any(line.startswith("Its place is not known") for line in said)
    assert window.desk.alarms.words.place(window.desk.alarms.alarm_at(0)) == "DEV-a"


@pytest.mark.parametrize("raised_at", [NOW + 9e5, 0.0, -1e18, 1e18, float("inf"), float("-inf")])
def test_an_absurd_time_is_called_a_wrong_clock(open_window: Open, raised_at: float) -> None:
    window = open_window(city(alarm("a", raised_at=raised_at), alarm("b")))

    assert any("wrong clock" in line for line in chosen(window, "a"))
    assert window.desk.alarms.rowCount() == 2
    window.desk.alarms.beat()
    window.desk.status.beat()
    assert window.desk.status.floods.room <= 2


def test_the_same_alarm_twice_is_one_row(open_window: Open) -> None:
    window = open_window(city(alarm("a")))

    tell(window.store, e.AlarmRaised(alarm("a")), e.AlarmRaised(alarm("a")))
    window.desk.tick.now()

    assert window.desk.alarms.rowCount() == 1
    assert window.desk.alarms.known == 1


def test_what_comes_late_stands_where_it_belongs(open_window: Open) -> None:
    window = open_window(city(alarm("new", raised_at=NOW - 1)))

    tell(
        window.store, e.AlarmRaised(alarm("old", raised_at=NOW - 500)), e.AlarmRaised(alarm("mid", raised_at=NOW - 50))
    )
    window.desk.tick.now()

    model = window.desk.alarms
    assert [model.alarm_at(row).id for row in range(3)] == ["old", "mid", "new"]


def test_a_text_of_10_kb_breaks_no_row(open_window: Open, qtbot: QtBot) -> None:
    long = "Ж" * 5_000 + "\n<b>x</b>" * 1_000
    window = open_window(
        city(alarm("a", AlarmKind.PANIC_BUTTON, place=LocalText(long, long, long), source=long, incident="I" * 9_000))
    )
    before = window.alarms.width()

    said = chosen(window, "a")

    model = window.desk.alarms
    assert all(len(str(model.index(0, column).data())) <= 220 for column in range(model.columnCount()))
    assert all(len(line) < 1_000 for line in said)
    assert window.alarms.width() == before
    assert window.alarms.card.width() <= before
