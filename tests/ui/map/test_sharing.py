"""Sheets of the map: the real page, saved as PNG and PDF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, Priority
from console.domain.cameras import CameraOwner
from console.domain.events import AlarmRaised, LogEntry
from console.domain.freshness import LinkState, LinkStatus, Source
from console.domain.picture import Snapshot
from console.domain.protocol import Mode
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from console.mapping.source import MapFiles
from console.notices import Level, Notice, Notices
from console.state.store import Store
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_filters import Facet, MapFilter, mark
from console.viewmodels.map_sheet import scale_bar, sheet
from console.viewmodels.map_views import View
from console.viewmodels.status import StatusView
from tests.desk import alarm
from tests.ui.map.test_pane import PAINTED_MS, cameras, colours
from ui import theme
from ui.map import sharing, sheet as sheet_painter
from ui.map.pane import MapPane
from ui.map.sharing import MapSharing

NOW = 1_763_791_402.0


class Shared:
    """A painted map that can be saved."""

    def __init__(self, qtbot: QtBot) -> None:
        self.store, self.notices = Store(), Notices()
        self.told: list[Notice] = []
        self.notices.listen(lambda notice, _key: self.told.append(notice) if notice else None)
        self.store.clock.tell(NOW, rate=0.0)
        self.store.operator = Operator("serikova", "А. Серикова", Role.DUTY_OFFICER)
        self.status = StatusView(self.store)
        self.map = CityMap(self.store, MapFiles())
        self.map.views.restore(View(76.93, 43.245, 15))
        self.pane = MapPane(self.map)
        qtbot.addWidget(self.pane)
        self.sharing = MapSharing(self.map, self.status, self.pane, self.notices)
        self.pane.resize(800, 600)
        self.pane.show()
        self.store.load(Snapshot("e", 0, NOW, (), (), (), {}))
        self.store.enroll(Registry("almaty", 1, 0, cameras(), [], [], [], []))
        self.map.refresh(self.store.take())
        qtbot.waitUntil(lambda: self.map.layers.points_drawn > 0, timeout=PAINTED_MS)


@pytest.fixture
def shared(qtbot: QtBot, qapp: Any) -> Iterator[Shared]:
    theme.apply(qapp, "dark")
    made = Shared(qtbot)
    yield made
    made.map.close()


def test_a_sheet_says_where_when_who_and_what(shared: Shared) -> None:
    shared.store.link(LinkStatus(LinkState.LIVE))
    for source in (Source.EVENTS, Source.POSITIONS):
        shared.store.heard(source)
    shared.map.beat()
    told = sheet(shared.map, shared.status, "  ")
    assert (told.title, told.who, told.warning) == ("Map of the city", "А. Серикова, Duty officer", "")
    assert told.when == "2025-11-22 11:03:22"
    assert told.metres_per_pixel == pytest.approx(3.48, abs=0.01), "zoom 15 at 43.2 degrees north"
    assert [(row.title, row.count) for row in told.legend if row.id == "cameras"] == [("Cameras", 301)]


def test_a_sheet_of_an_exercise_or_of_old_data_says_so(shared: Shared) -> None:
    shared.store.link(LinkStatus(LinkState.LIVE, mode=Mode.EXERCISE))
    shared.map.beat()
    assert sheet(shared.map, shared.status, "x").warning.startswith("EXERCISE")
    assert (
        "old" in sheet(shared.map, shared.status, "x").warning
        or "No data" in sheet(shared.map, shared.status, "").warning
    )


def test_a_sheet_says_what_the_filter_keeps_from_it(shared: Shared) -> None:
    told = alarm("A1", AlarmKind.PANIC_BUTTON, lon=76.93, lat=43.245)
    shared.store.apply([LogEntry(1, NOW, "c", AlarmRaised(told))])
    shared.map.refresh(shared.store.take())
    hidden = (mark("cameras", Facet.OWNER, CameraOwner.CITY), mark("alarms", Facet.PRIORITY, Priority.P1))
    shared.map.layers.show(MapFilter(frozenset(hidden), "751110000"))
    paper = sheet(shared.map, shared.status, "")
    assert "lighting of Almaly only" in paper.warning
    assert "Filtered: not all is drawn" in paper.warning
    assert "P1 hidden: 1" in paper.warning
    counted = {row.id: sheet_painter.counted(row) for row in paper.legend}
    assert counted["cameras"] == "0 of 301"
    assert counted["sight"] == "", "a layer without a number stands in the legend too"


@pytest.mark.parametrize(("metres", "words"), [(0.3, "20 m"), (3.48, "200 m"), (111.0, "10 km"), (9.9, "1 km")])
def test_the_scale_bar_stands_for_a_round_distance(metres: float, words: str) -> None:
    long, said = scale_bar(metres, 140)
    assert said == words
    assert 140 / 2.5 < long <= 140


def test_a_map_is_saved_as_a_picture(shared: Shared, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.waitUntil(lambda: colours(shared.pane.picture().toImage()) > 30, timeout=PAINTED_MS)  # the ground comes last
    shared.sharing.save(tmp_path / "map.png", "Drill")
    picture = QImage(str(tmp_path / "map.png"))
    assert picture.width() > 1600
    assert len({picture.pixel(x, y) for x in range(0, 1600, 7) for y in range(100, 1200, 7)}) > 30
    assert list(tmp_path.glob(".*")) == []


def test_a_map_for_paper_is_light_and_the_screen_gets_its_own_look_back(
    shared: Shared, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "map.pdf"
    shared.sharing.save(target, "Учение", for_paper=True)
    qtbot.waitUntil(target.exists, timeout=PAINTED_MS)
    page = QPdfDocument()
    page.load(str(target))
    drawn = page.render(0, page.pagePointSize(0).toSize())
    assert drawn.pixelColor(drawn.width() // 3, drawn.height() // 2).lightness() > 150
    assert page.pagePointSize(0).width() > page.pagePointSize(0).height()
    assert shared.map.page.theme == "dark"
    page.close()


def test_a_page_that_never_answers_is_told_and_keeps_its_look(
    shared: Shared, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "PATIENCE_MS", 50)
    shared.map.page.load_starts()  # nobody listens until the page has come back
    shared.sharing.save(tmp_path / "map.pdf", "", for_paper=True)
    assert shared.map.page.theme == "light"
    qtbot.waitUntil(lambda: "does not answer" in shared.told[-1].text if shared.told else False, timeout=PAINTED_MS)
    assert shared.map.page.theme == "dark"
    assert not (tmp_path / "map.pdf").exists()


def test_a_place_that_takes_nothing_is_told(shared: Shared, tmp_path: Path) -> None:
    shared.sharing.save(tmp_path / "no such folder" / "map.png", "")
    assert shared.told[-1].level is Level.ERROR
    assert "there is no such folder" in shared.told[-1].text


def test_a_map_is_copied(shared: Shared) -> None:
    shared.sharing.copy()
    assert QGuiApplication.clipboard().pixmap().width() > 1600


def test_a_map_that_shows_nothing_yet_cannot_be_saved(shared: Shared, tmp_path: Path) -> None:
    shared.map.views.view = None
    shared.sharing.save(tmp_path / "map.png", "")
    assert not (tmp_path / "map.png").exists()
    assert "nothing yet" in shared.told[-1].text
