"""The real page in a real web view, offscreen."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.events import DeviceChanged, LogEntry
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.text import LocalText
from console.domain.units import Agency, Fix, Unit, UnitStatus
from console.mapping.source import MapFiles
from console.state.store import Store
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_views import View
from ui import theme
from ui.map import layer_marks, marks
from ui.map.pane import CRASHES_AT_MOST, MapPane
from ui.map.scheme import Gate

HOSTILE = '<img src="x" onerror="window.broken=1"><script>window.broken=1</script>\u202e'
PAINTED_MS = 20_000
HERE = (76.93, 43.245)
MAP_SIZE = "(() => { const size = kuzet_map.getSize(); return [size.x, size.y]; })()"


def cameras() -> list[Camera]:
    """300 on a square kilometre or two, one of them by itself."""
    spread = [(76.92 + n % 20 * 0.001, 43.238 + n // 20 * 0.001) for n in range(300)]
    return [
        Camera(
            f"C{n}", lon, lat, "", CameraOwner.CITY, Integration.INTEGRATED, Consent.GIVEN, PlaceKind.STREET,
            n % 360, 60, 30, "", "", "",
        )
        for n, (lon, lat) in enumerate([(76.96, 43.25), *spread])
    ]  # fmt: skip


class Bench:
    """A pane that has painted, its store and ways to look at it."""

    def __init__(self, qtbot: QtBot, join: Callable[[CityMap], object] = lambda _map: None) -> None:
        self.qtbot = qtbot
        self.store = Store()
        self.map = CityMap(self.store, MapFiles())
        join(self.map)
        self.layers = self.map.layers
        self.map.views.restore(View(*HERE, 15))
        self.pane = MapPane(self.map)
        self.errors: list[str] = []
        self.pane.web.map_page.said.connect(
            lambda level, text, _place: self.errors.append(text) if level > 30 else None
        )
        qtbot.addWidget(self.pane)
        self.pane.resize(800, 600)
        self.pane.show()

    def paint(self) -> None:
        now = self.store.clock.now()
        alarm = Alarm(
            "A1", AlarmKind.FIRE, Priority.P2, AlarmState.UNACKNOWLEDGED, "C1", *HERE, "", now, now,
            LocalText(HOSTILE, HOSTILE, HOSTILE),
        )  # fmt: skip
        unit = Unit(
            "U1", HOSTILE, Agency.FIRE, 3, "", UnitStatus.EN_ROUTE, now, fix=Fix("U1", 76.935, 43.247, 9, 45, now)
        )
        self.store.load(Snapshot("e", 0, now, (alarm,), (), (unit,), {}))
        self.store.enroll(Registry("almaty", 1, 0, cameras(), [], [], [], []))
        self.map.refresh(self.store.take())
        self.qtbot.waitUntil(lambda: self.layers.points_drawn > 0, timeout=PAINTED_MS)
        size = self.pane.web.size()  # the page is loaded before the pane has its size, and may paint before it knows it
        self.qtbot.waitUntil(lambda: self.run(MAP_SIZE) == [size.width(), size.height()], timeout=PAINTED_MS)

    @property
    def page(self) -> QWidget:
        page = self.pane.web.focusProxy()
        assert page is not None
        return page

    def point(self, at: QPoint) -> None:
        """Move the pointer there: from beside it, since Qt tells no move to where another test has left it."""
        for place in (at + QPoint(1, 0), at):
            QTest.mouseMove(self.page, place)

    def run(self, script: str) -> Any:
        """What a script in the page comes to (a promise is waited for)."""
        answers: list[Any] = []
        wrapped = f"(async () => {script})().then((x) => {{ window.answer = JSON.stringify([x ?? null]); }});"
        self.pane.web.map_page.runJavaScript(f"window.answer = null; {wrapped}")

        def answered() -> bool:
            self.pane.web.map_page.runJavaScript("window.answer", answers.append)
            return any(answers)

        self.qtbot.waitUntil(answered, timeout=PAINTED_MS)
        return json.loads(next(filter(None, answers)))[0]

    def pixel(self, lon: float, lat: float) -> QPoint:
        x, y = self.run(
            f"(() => {{ const p = kuzet_map.latLngToContainerPoint([{lat}, {lon}]); return [p.x, p.y]; }})()"
        )
        return QPoint(round(x), round(y))

    def kill(self) -> None:
        """End the page's process; afterwards the page is there again."""
        dead = self.pane.web.map_page.renderProcessPid()
        os.kill(dead, signal.SIGKILL)
        self.qtbot.waitUntil(
            lambda: self.pane.web.map_page.renderProcessPid() not in (0, dead) and self.map.page.is_up,
            timeout=PAINTED_MS,
        )

    def picture(self) -> QImage:
        return self.pane.web.grab().toImage()


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Bench]:
    theme.apply(qapp, "dark")
    made = Bench(qtbot)
    made.paint()
    yield made
    made.layers.close()


@pytest.fixture
def server() -> Iterator[tuple[str, Callable[[], bool]]]:
    """An address outside, and whether anybody came."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setblocking(False)

    def came() -> bool:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    yield f"http://127.0.0.1:{listening.getsockname()[1]}/", came
    listening.close()


def colours(picture: QImage) -> int:
    """How many different colours a grid of samples has."""
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 5) for y in range(0, picture.height(), 5)})


def test_the_page_paints_what_there_is_and_asks_nobody_outside(bench: Bench) -> None:
    bench.qtbot.waitUntil(lambda: colours(bench.picture()) > 30 and bench.layers.points_drawn > 0, timeout=PAINTED_MS)
    assert bench.layers.points_drawn == 300, "all but the one that stands alone, out of sight"
    assert bench.layers.first_paint_s is not None
    assert bench.pane.requests_outside == 0
    assert bench.errors == []
    assert bench.run("performance.getEntriesByType('resource').filter((e) => !e.name.startsWith('kuzet:')).length") == 0


def test_a_page_that_tries_to_leave_cannot(bench: Bench, server: tuple[str, Callable[[], bool]]) -> None:
    address, came = server
    refused = bench.run(
        f"""{{
        const image = new Image();
        const shown = new Promise((done) => {{ image.onload = () => done(true); image.onerror = () => done(false); }});
        image.src = "{address}";
        document.body.append(Object.assign(document.createElement("script"), {{ src: "{address}" }}));
        const fetched = await fetch("{address}").then(() => true, () => false);
        return [await shown, fetched];
        }}"""
    )
    assert refused == [False, False]
    assert not came()
    before = bench.pane.web.map_page.url()
    bench.run(f'{{ location.href = "{address}"; }}')
    bench.run("1")
    assert bench.pane.web.map_page.url() == before
    assert not came()


def test_the_gate_stops_and_counts_what_no_policy_holds(qtbot: QtBot, server: tuple[str, Callable[[], bool]]) -> None:
    address, came = server
    profile = QWebEngineProfile()
    gate = Gate(profile)
    profile.setUrlRequestInterceptor(gate)
    page = QWebEnginePage(profile)
    with qtbot.waitSignal(page.loadFinished, timeout=PAINTED_MS):
        page.setHtml(f'<img src="{address}a.png"><link rel="stylesheet" href="{address}b.css">', QUrl("data:,"))
    assert gate.requests_outside == 2
    assert not came()
    for thing in (page, profile):
        shiboken6.delete(thing)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(HERE, ["alarm", "A1"]), ((76.935, 43.247), ["unit", "U1"]), ((76.915, 43.24), ["", ""])],
)
def test_a_click_on_a_mark_selects_it_and_beside_it_nothing(
    bench: Bench, place: tuple[float, float], expected: list[str]
) -> None:
    at = bench.pixel(*place)
    with bench.qtbot.waitSignal(bench.layers.selected, timeout=PAINTED_MS) as clicked:
        QTest.mouseClick(bench.page, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == expected


def test_a_click_on_a_camera_that_stands_alone_selects_it(bench: Bench) -> None:
    bench.map.views.restore(View(76.96, 43.25, 17))
    bench.qtbot.waitUntil(lambda: bench.layers.points_drawn == 1, timeout=PAINTED_MS)
    with bench.qtbot.waitSignal(bench.layers.selected, timeout=PAINTED_MS) as clicked:
        QTest.mouseClick(bench.page, Qt.MouseButton.LeftButton, pos=bench.pixel(76.96, 43.25))
    assert clicked.args == ["camera", "C0"]


def test_hostile_names_are_text_and_nothing_else(bench: Bench) -> None:
    for place in (HERE, (76.935, 43.247)):
        bench.point(bench.pixel(*place))
        shown = "document.querySelector('.tooltip')"
        bench.qtbot.waitUntil(lambda: bench.run(f"!{shown}.hidden"), timeout=PAINTED_MS)  # noqa: B023
        assert "<script>" in bench.run(f"{shown}.textContent")
        assert bench.run(f"{shown}.querySelectorAll('img, script').length") == 0
        bench.point(QPoint(5, 590))
        bench.qtbot.waitUntil(lambda: bench.run(f"{shown}.hidden"), timeout=PAINTED_MS)  # noqa: B023
    assert bench.run("typeof window.broken") == "undefined"


def test_a_page_that_dies_comes_back_with_the_same_view_and_layers(bench: Bench) -> None:
    bench.layers.set_layer_visible("units", False)
    before = bench.layers.visible
    bench.map.views.restore(View(76.94, 43.24, 16))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom()") == 16, timeout=PAINTED_MS)
    bench.layers.points_drawn = 0
    os.kill(bench.pane.web.map_page.renderProcessPid(), signal.SIGKILL)
    bench.qtbot.waitUntil(lambda: bench.layers.points_drawn > 0, timeout=PAINTED_MS)
    centre = bench.run("kuzet_map.getCenter()")
    assert bench.run("kuzet_map.getZoom()") == 16
    assert (centre["lng"], centre["lat"]) == pytest.approx((76.94, 43.24), abs=1e-3)
    assert bench.layers.visible == before
    assert bench.run("[...document.querySelectorAll('canvas')].some((c) => c.data?.has('cameras'))")


def test_a_theme_and_a_language_are_put_on_while_it_runs(bench: Bench) -> None:
    def brightness() -> int:
        return bench.picture().pixelColor(60, 300).lightness()

    bench.qtbot.waitUntil(lambda: brightness() < 80, timeout=PAINTED_MS)
    bench.map.page.set_theme("light")
    bench.qtbot.waitUntil(lambda: brightness() > 150, timeout=PAINTED_MS)


def test_the_banner_says_how_old_the_map_is(bench: Bench) -> None:
    bench.layers.beat()
    assert bench.layers.stale
    assert bench.pane._banner.isVisible()
    assert bench.pane._banner.text() == bench.layers.stale


def test_a_page_that_keeps_dying_says_so_until_the_end(bench: Bench) -> None:
    crashed = QWebEnginePage.RenderProcessTerminationStatus.CrashedTerminationStatus
    for _time in range(CRASHES_AT_MOST + 1):
        bench.pane._page_died(crashed, 9)
    bench.layers.stale_changed.emit()
    bench.pane.retranslate()
    assert bench.pane._banner.isVisible()
    assert "stopped working" in bench.pane._banner.text()


def test_alarms_have_the_colours_of_the_queue(bench: Bench, qapp: Any) -> None:
    theme.apply(qapp, "light")
    orange = QColor(theme.current().p2).rgb()
    at = bench.pixel(*HERE)

    def is_orange() -> bool:
        picture = bench.picture()
        return any(picture.pixel(at.x() + dx, at.y() + dy) == orange for dx in range(-8, 9) for dy in range(-8, 9))

    bench.qtbot.waitUntil(is_orange, timeout=PAINTED_MS)


def test_the_legend_has_the_colours_of_the_page(bench: Bench) -> None:
    for name in theme.THEMES:
        page = bench.run(f"(await import('kuzet://map/themes.js')).THEMES.{name}")
        assert tuple(page["states"]) == marks.STATE_COLORS[name]
        assert page["lit"] == marks.LIT_COLORS[name]
        for layer, colors in layer_marks.SURFACE_COLORS.items():
            assert tuple(page["surfaces"][layer]["colour"]) == colors[name]
    assert tuple(bench.run("(await import('kuzet://map/symbols.js')).SITE_SIGNS")) == marks.SITE_SIGNS


def test_a_change_of_state_comes_to_the_screen(bench: Bench) -> None:
    bench.layers.set_layer_visible("units", False)
    bench.layers.set_layer_visible("alarms", False)
    bench.qtbot.waitUntil(lambda: bench.run("1") == 1, timeout=PAINTED_MS)
    count = "[...document.querySelectorAll('canvas')].flatMap((c) => c.data?.get('cameras') ?? [])"
    offline = f"{count}.reduce((sum, mark) => sum + mark.counts[2], 0)"
    assert bench.run(offline) == 0
    bench.store.apply([LogEntry(1, 0.0, "c", DeviceChanged("C7", Health.OFFLINE))])
    bench.map.refresh(bench.store.take())
    bench.qtbot.waitUntil(lambda: bench.run(offline) >= 1, timeout=PAINTED_MS)


def test_arrow_keys_pan_once_the_map_has_the_keyboard(bench: Bench) -> None:
    bench.pane.activateWindow()
    bench.pane.setFocus()
    before = bench.run("kuzet_map.getCenter().lng")
    bench.run("window.dispatchEvent(new Event('focus'))")
    QTest.keyClick(bench.page, Qt.Key.Key_Right)
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getCenter().lng") > before, timeout=PAINTED_MS)


def test_moving_units_are_drawn_between_their_reports(bench: Bench) -> None:
    unit = bench.store.picture.units["U1"]
    assert unit.fix is not None
    bench.store.place([replace(unit.fix, lon=unit.fix.lon + 0.002, time=unit.fix.time + 1)])
    bench.map.refresh(bench.store.take())
    before = bench.picture()
    bench.qtbot.waitUntil(lambda: bench.picture() != before, timeout=PAINTED_MS)
