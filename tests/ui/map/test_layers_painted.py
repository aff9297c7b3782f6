"""Filters, districts and ways in the real page."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.incidents import Incident, IncidentStatus
from console.domain.lighting import LightingSegment
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.sites import ServiceCenter
from console.domain.text import NOWHERE
from console.domain.units import Agency, Assignment, AssignmentState, Fix, Unit, UnitStatus
from console.state.points import Layer
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_legend import DRAWN_FROM
from console.viewmodels.map_surfaces import STEPS
from console.viewmodels.map_views import View
from tests.desk import NOW, alarm, incident
from tests.ui.map.test_pane import HERE, PAINTED_MS, Bench, cameras
from ui import theme

ALMALY, MEDEU = "751110000", "751710000"
CENTER = ServiceCenter("SC", NOWHERE, 76.953, 43.252, MEDEU)
UNIT_AT = (76.935, 43.247)


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Bench]:
    theme.apply(qapp, "dark")
    made = Bench(qtbot)
    made.paint()
    lamps = [
        LightingSegment(f"L{n}", 76.93, 43.24 + n / 1000, 76.931, 43.24 + n / 1000, ALMALY, "", n != 0)
        for n in range(8)
    ]
    made.store.enroll(Registry("almaty", 2, 0, cameras(), [], [], lamps, [CENTER]))
    made.map.refresh(made.store.take())
    qtbot.waitUntil(lambda: len(made.layers.points[Layer.LIGHTING]) == 8, timeout=PAINTED_MS)
    yield made
    made.map.close()


def click(bench: Bench, lon: float, lat: float) -> None:
    QTest.mouseClick(bench.page, Qt.MouseButton.LeftButton, pos=bench.pixel(lon, lat))


def hide(bench: Bench, *marks: str) -> None:
    bench.layers.show(MapFilter(frozenset(marks)))


def differ(one: QImage, other: QImage, around: QPoint, reach: int) -> bool:
    """Whether most pixels around a place are others."""
    places = [(around.x() + dx, around.y() + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]
    return sum(one.pixel(*place) != other.pixel(*place) for place in places) > len(places) / 2


def test_a_state_that_is_hidden_leaves_the_page_and_comes_back(bench: Bench) -> None:
    shown = (
        "[...document.querySelectorAll('canvas')].flatMap((c) => c.data?.get('cameras') ?? [])"
        ".reduce((sum, mark) => sum + mark.count, 0)"
    )
    bench.qtbot.waitUntil(lambda: bench.run(shown) > 0, timeout=PAINTED_MS)
    hide(bench, "cameras/state/ok")
    bench.qtbot.waitUntil(lambda: bench.run(shown) == 0, timeout=PAINTED_MS)
    bench.layers.show(MapFilter())
    bench.qtbot.waitUntil(lambda: bench.run(shown) > 0, timeout=PAINTED_MS)


def test_what_cameras_see_is_shown_without_their_dots_too(bench: Bench) -> None:
    for layer in bench.layers.visible:
        bench.layers.set_layer_visible(layer, False)
    bench.map.views.restore(View(*HERE, 18))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom()") == 18, timeout=PAINTED_MS)
    bench.run("new Promise((done) => setTimeout(done, 50))")
    before, camera = bench.picture(), bench.pixel(*HERE)
    seen = camera + QPoint(19, 35)  # it looks to the south-east
    bench.layers.set_layer_visible("sight", True)
    bench.qtbot.waitUntil(lambda: differ(before, bench.picture(), seen, 4), timeout=PAINTED_MS)
    bench.layers.set_layer_visible("sight", False)
    bench.qtbot.waitUntil(lambda: not differ(before, bench.picture(), seen, 4), timeout=PAINTED_MS)


def test_every_group_says_its_number_whatever_names_lie_there(bench: Bench) -> None:
    bench.layers.set_layer_visible("cameras", True)
    bench.map.views.restore(View(*HERE, 13))
    groups = (
        "[...document.querySelectorAll('canvas')].filter((c) => c.names && c.isFilled)"
        ".flatMap((c) => c.data?.get('cameras') ?? []).filter((mark) => mark.row === null)"
    )
    bench.qtbot.waitUntil(lambda: bench.run(f"{groups}.length") > 0, timeout=PAINTED_MS)
    bench.qtbot.waitUntil(lambda: bench.run(f"{groups}.every((mark) => mark.number)"), timeout=PAINTED_MS)


def test_a_unit_that_is_hidden_cannot_be_clicked(bench: Bench) -> None:
    bench.layers.set_layer_visible("cameras", False)
    hide(bench, "units/agency/fire")
    bench.run("1")
    with bench.qtbot.waitSignal(bench.layers.selected, timeout=PAINTED_MS) as clicked:
        click(bench, *UNIT_AT)
    assert clicked.args == ["", ""]


def test_lighting_shades_its_districts_at_city_zoom(bench: Bench) -> None:
    for layer in bench.layers.visible:
        bench.layers.set_layer_visible(layer, False)
    bench.map.views.restore(View(*HERE, 12))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom()") == 12, timeout=PAINTED_MS)
    bench.run("new Promise((done) => setTimeout(done, 50))")
    before, at = bench.picture(), bench.pixel(76.922, 43.252)
    bench.layers.set_layer_visible("lighting", True)
    bench.qtbot.waitUntil(lambda: differ(before, bench.picture(), at, 4), timeout=PAINTED_MS)
    bench.layers.set_layer_visible("lighting", False)
    bench.qtbot.waitUntil(lambda: not differ(before, bench.picture(), at, 4), timeout=PAINTED_MS)


def test_shares_of_light_leave_nothing_behind(bench: Bench) -> None:
    for layer in bench.layers.visible:
        bench.layers.set_layer_visible(layer, False)
    bench.map.views.restore(View(*HERE, 12))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom()") == 12, timeout=PAINTED_MS)
    bench.qtbot.waitUntil(lambda: bench.run("[...document.querySelectorAll('canvas')].some((c) => c.names)"))
    bench.run("new Promise((done) => setTimeout(done, 400))")
    before = bench.picture()
    bench.layers.set_layer_visible("lighting", True)
    bench.qtbot.waitUntil(lambda: bench.picture() != before, timeout=PAINTED_MS)
    bench.run("new Promise((done) => setTimeout(done, 100))")
    bench.layers.set_layer_visible("lighting", False)
    bench.qtbot.waitUntil(lambda: bench.picture() == before, timeout=PAINTED_MS)


def test_a_click_on_a_center_tells_of_it(bench: Bench) -> None:
    bench.layers.set_layer_visible("cameras", False)
    bench.map.views.restore(View(CENTER.lon, CENTER.lat, 14))
    bench.qtbot.waitUntil(lambda: bench.layers.points_drawn == 1, timeout=PAINTED_MS)
    click(bench, CENTER.lon, CENTER.lat)
    bench.qtbot.waitUntil(lambda: bench.pane.passport.isVisible(), timeout=PAINTED_MS)
    assert bench.map.passports.district == MEDEU


def test_a_unit_is_led_along_the_streets(bench: Bench) -> None:
    now = bench.store.clock.now()
    for layer in bench.layers.visible - {"units", "incidents"}:
        bench.layers.set_layer_visible(layer, False)
    incident = Incident(
        "INC-1", AlarmKind.FIRE, Priority.P2, IncidentStatus.IN_PROGRESS, 76.94, 43.243, ALMALY, now, "x", units=("U1",)
    )
    task = Assignment("INC-1", AssignmentState.ACCEPTED, "x", now)
    unit = Unit("U1", "F1", Agency.FIRE, 3, "", UnitStatus.EN_ROUTE, now, task, Fix("U1", *UNIT_AT, 0.0, 0.0, now))
    bench.store.load(Snapshot("e", 0, now, (), (incident,), (unit,), {}))
    bench.map.refresh(bench.store.take())
    bench.qtbot.waitUntil(lambda: bench.map.ways.known()["ways"] != [], timeout=PAINTED_MS)
    line = bench.map.ways.known()["ways"][0]["line"]
    (lon1, lat1), (lon2, lat2) = max(
        pairwise(line), key=lambda ends: abs(ends[0][0] - ends[1][0]) + abs(ends[0][1] - ends[1][1])
    )
    at = bench.pixel((lon1 + lon2) / 2, (lat1 + lat2) / 2)

    def is_led() -> bool:
        picture = bench.picture()
        return any(
            picture.pixelColor(at.x() + dx, at.y() + dy).lightness() > 190 for dx in range(-3, 4) for dy in range(-3, 4)
        )

    bench.qtbot.waitUntil(is_led, timeout=PAINTED_MS)
    hide(bench, "units/agency/fire")
    bench.qtbot.waitUntil(lambda: not is_led(), timeout=PAINTED_MS)


def shapes(bench: Bench, places: list[tuple[float, float]]) -> list[QImage]:
    """What is drawn at each place, without its colour, on one and the same ground."""
    cut = [bench.pixel(*place) - QPoint(18, 18) for place in places]
    picture = bench.picture()
    return [picture.copy(at.x(), at.y(), 36, 36).convertToFormat(QImage.Format.Format_Grayscale8) for at in cut]


def test_states_of_alarms_and_priorities_of_incidents_are_told_apart_without_colour(bench: Bench) -> None:
    states = [state for state in AlarmState if state is not AlarmState.NORMAL]
    on_land = [(76.70 + n * 0.0025, 43.35) for n in range(len(states))]  # nothing is drawn there
    under = [(lon, 43.348) for lon, _lat in on_land[:4]]
    bench.store.load(
        Snapshot(
            "e", 0, NOW,
            tuple(
                alarm(f"A{n}", AlarmKind.FIRE, state=state, lon=lon, lat=lat)
                for n, (state, (lon, lat)) in enumerate(zip(states, on_land, strict=True))
            ),
            tuple(
                incident(f"INC-{priority}", priority=priority, lon=lon, lat=lat)
                for priority, (lon, lat) in zip(Priority, under, strict=True)
            ),
            (), {},
        )
    )  # fmt: skip
    bench.map.refresh(bench.store.take())
    bench.map.views.restore(View(76.706, 43.349, 15))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom()") == 15, timeout=PAINTED_MS)

    def is_told_apart(places: list[tuple[float, float]]) -> bool:
        return all(one != other for one, other in combinations(shapes(bench, places), 2))

    bare = [(76.7125, 43.346), (76.71, 43.346)]
    bench.qtbot.waitUntil(lambda: not is_told_apart(bare), timeout=PAINTED_MS)  # the ground is alike
    bench.qtbot.waitUntil(lambda: is_told_apart([*on_land, bare[0]]), timeout=PAINTED_MS)
    bench.qtbot.waitUntil(lambda: is_told_apart([*under, bare[0]]), timeout=PAINTED_MS)
    hide(bench, "incidents/priority/p2")
    bench.qtbot.waitUntil(lambda: not is_told_apart([under[1], bare[0]]), timeout=PAINTED_MS)


def test_the_menu_knows_from_which_zoom_the_page_draws(bench: Bench) -> None:
    page = bench.run("(await import('kuzet://map/tile_layer.js')).FROM")
    sight = bench.run("(await import('kuzet://map/symbols.js')).SIGHT_FROM")
    assert {**page, "sight": sight} == DRAWN_FROM
    assert tuple(bench.run("(await import('kuzet://map/surfaces.js')).STEPS")) == STEPS
