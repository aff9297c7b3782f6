"""Marks that lie over one another: the one above is meant, and each below it can be reached."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.events import AlarmAcknowledged, AlarmCleared, AlarmRaised, LogEntry
from tests.desk import alarm
from tests.ui.map.test_pane import HERE, PAINTED_MS, Bench
from ui import theme

BARE = QPoint(100, 500)
PLATE = QPoint(10, -10)
BOX = "document.querySelector('.tooltip')"


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Bench]:
    """At one place a P2 (A1), over it a P1 (A2), and a P4 (A3), which came last and lies below both."""
    theme.apply(qapp, "dark")
    made = Bench(qtbot)
    made.paint()
    lon, lat = HERE
    told = (
        alarm("A2", AlarmKind.PANIC_BUTTON, lon=lon, lat=lat),
        alarm("A3", AlarmKind.LAMP_OUTAGE, lon=lon, lat=lat),
    )
    assert [one.priority for one in told] == [Priority.P1, Priority.P4]
    made.store.apply([LogEntry(n, 0.0, "c", AlarmRaised(one)) for n, one in enumerate(told, start=1)])
    made.map.refresh(made.store.take())
    made.run("1")
    yield made
    made.layers.close()


def clicked(bench: Bench, at: QPoint) -> Any:
    with bench.qtbot.waitSignal(bench.layers.selected, timeout=PAINTED_MS) as told:
        QTest.mouseClick(bench.page, Qt.MouseButton.LeftButton, pos=at)
    return told.args[1]


def point(bench: Bench, at: QPoint, *, is_mark: bool) -> None:
    """Move the pointer there, until the page has painted what is there."""

    def is_there() -> bool:
        bench.point(at)
        return bench.run("kuzet_map.getContainer().classList.contains('over-mark')") is is_mark

    bench.qtbot.waitUntil(is_there, timeout=PAINTED_MS)


def test_a_click_means_the_most_urgent_and_the_next_ones_those_below_it(bench: Bench) -> None:
    at = bench.pixel(*HERE)
    point(bench, at, is_mark=True)
    assert [clicked(bench, at) for _time in range(4)] == ["A2", "A1", "A3", "A2"]


def test_who_comes_back_begins_above_again(bench: Bench) -> None:
    at = bench.pixel(*HERE)
    point(bench, at, is_mark=True)
    assert [clicked(bench, at), clicked(bench, at)] == ["A2", "A1"]
    point(bench, BARE, is_mark=False)
    assert clicked(bench, at) == "A2"


def test_one_that_somebody_owns_lies_below_its_like_that_waits(bench: Bench) -> None:
    lon, lat = HERE
    bench.store.apply(
        [
            LogEntry(3, 0.0, "c", AlarmRaised(alarm("A4", AlarmKind.PANIC_BUTTON, source="B4", lon=lon, lat=lat))),
            LogEntry(4, 0.0, "serikova", AlarmAcknowledged("A4")),
        ]
    )
    bench.map.refresh(bench.store.take())
    at = bench.pixel(*HERE)
    assert [clicked(bench, at), clicked(bench, at)] == ["A2", "A4"]


def test_what_is_kept_quiet_lies_below_all_others(bench: Bench) -> None:
    lon, lat = HERE
    quiet = alarm("A4", AlarmKind.PANIC_BUTTON, source="B4", state=AlarmState.SUPPRESSED, lon=lon, lat=lat)
    bench.store.apply([LogEntry(3, 0.0, "c", AlarmRaised(quiet))])
    bench.map.refresh(bench.store.take())
    at = bench.pixel(*HERE)
    assert [clicked(bench, at) for _time in range(4)] == ["A2", "A1", "A3", "A4"]


def test_a_plate_at_the_mark_says_how_many_lie_there(bench: Bench) -> None:
    at = bench.pixel(*HERE) + PLATE
    bench.layers.set_layer_visible("cameras", False)

    def plate() -> list[int]:
        picture = bench.picture()
        return [picture.pixelColor(at.x() + x, at.y() + y).lightness() for x in range(-4, 5) for y in range(-4, 5)]

    bench.qtbot.waitUntil(lambda: min(plate()) < 30 and max(plate()) > 150, timeout=PAINTED_MS)
    three = plate()
    bench.store.apply([LogEntry(3, 0.0, "c", AlarmAcknowledged("A3")), LogEntry(4, 0.0, "c", AlarmCleared("A3"))])
    bench.map.refresh(bench.store.take())
    bench.qtbot.waitUntil(lambda: plate() != three and min(plate()) < 30, timeout=PAINTED_MS)  # two
    bench.store.apply([LogEntry(5, 0.0, "c", AlarmAcknowledged("A1")), LogEntry(6, 0.0, "c", AlarmCleared("A1"))])
    bench.map.refresh(bench.store.take())
    bench.qtbot.waitUntil(lambda: min(plate()[-20:]) > 25, timeout=PAINTED_MS)  # one: bare ground beside it


def test_neighbours_that_do_not_overlap_have_no_plate(bench: Bench) -> None:
    piles = """(await import('kuzet://map/piles.js')).Piles"""
    at = "(x, y) => ({ at: { x: x / 256, y: y / 256 } })"
    counted = bench.run(
        f"(async () => {{ const Piles = {piles}, at = {at}, of = new Piles(); "
        "const marks = [at(9, 9), at(30, 9), at(34, 9), at(41, 9), at(31, 13)];"
        "return [of.of(marks, 0).map(({ alarm, count }) => [marks.indexOf(alarm), count]), "
        "marks.map((mark) => marks.indexOf(mark.top))]; })()"
    )
    assert counted == [[[4, 3]], [0, 4, 4, 3, 4]], "the last of them is drawn on top"


def test_the_number_of_a_pile_stands_where_it_covers_no_emergency(bench: Bench) -> None:
    corner = bench.run(
        "(async () => { const { Piles } = await import('kuzet://map/piles.js'), place = (x, y, priority) => "
        "({ priority, at: { x: x / 256, y: y / 256 } }); "
        "const corners = (...more) => new Piles().of([place(54, 54, 3), place(54, 54, 3), ...more], 0)"
        ".map(({ corner }) => corner); "
        "return [corners(), corners(place(66, 42, 4)), corners(place(66, 42, 1))]; })()"
    )
    assert corner == [[[10, -10]], [[10, -10]], [[-10, -10]]]


def test_the_tooltip_says_how_many_lie_there(bench: Bench) -> None:
    point(bench, bench.pixel(*HERE), is_mark=True)
    bench.qtbot.waitUntil(lambda: not bench.run(f"{BOX}.hidden"), timeout=PAINTED_MS)
    assert bench.run(f"{BOX}.lastChild.textContent").startswith("1 of 3 here")
    point(bench, BARE, is_mark=False)
    point(bench, bench.pixel(76.935, 43.247), is_mark=True)
    bench.qtbot.waitUntil(
        lambda: "of 3" not in bench.run(f"{BOX}.textContent") and not bench.run(f"{BOX}.hidden"), timeout=PAINTED_MS
    )
