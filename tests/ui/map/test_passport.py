"""The card of a site over a map that is only a widget."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.domain.registry import Registry
from console.mapping.source import MapFiles
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_views import View
from tests.console.viewmodels.test_passport import CENTER, SCHOOL, camera
from tests.desk import incident, store
from ui.map.card import Corner
from ui.map.passport import PassportCard


class Opened:
    def __init__(self, qtbot: QtBot) -> None:
        known = store(incidents=[incident("INC-1")])
        known.enroll(Registry("almaty", 1, 0, [camera("C1")], [], [SCHOOL], [], [CENTER]))
        self.map = CityMap(known, MapFiles())
        self.ground = QWidget()
        qtbot.addWidget(self.ground)
        self.ground.resize(800, 600)
        self.card = PassportCard(self.map.passports, self.map.views, Corner(self.ground), self.ground)
        self.asked: list[tuple[str, str]] = []
        self.map.passports.asked.connect(lambda kind, thing: self.asked.append((kind, thing)))
        self.ground.show()

    def look_at(self, lon: float, lat: float) -> None:
        self.map.views.view = View(lon, lat, 16)


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    made = Opened(qtbot)
    yield made
    made.map.close()


def press(opened: Opened, text: str) -> None:
    button = next(b for b in opened.card.findChildren(QPushButton) if b.accessibleName().startswith(text))
    button.click()


def test_a_chosen_site_opens_its_card_and_its_cameras_from_there(opened: Opened) -> None:
    opened.map.passports.choose("site", "S1")
    assert opened.card.isVisible()
    assert opened.card.title.toolTip() == "School 25"
    press(opened, "C1")
    assert opened.asked == [("camera", "C1")]


def test_a_card_that_was_closed_does_not_open_by_itself(opened: Opened) -> None:
    opened.map.passports.choose("site", "S1")
    opened.card.hide()
    opened.map.passports.go_with("site", "S1")  # the desk tells again what is chosen whenever that has changed
    assert not opened.card.isVisible()
    opened.map.passports.choose("site", "S1")
    assert opened.card.isVisible(), "a click opens it"
    opened.map.passports.go_with("unit", "M21")
    assert not opened.card.isVisible()


def test_escape_or_another_choice_takes_it_away(opened: Opened) -> None:
    opened.map.passports.choose("site", "S1")
    QTest.keyClick(opened.card, Qt.Key.Key_Escape)
    assert opened.card.isHidden()
    assert opened.map.passports.facts() is None
    opened.map.passports.choose("center", "CENTER-1")
    assert opened.card.isVisible()
    press(opened, "INC-1")
    assert opened.asked == [("incident", "INC-1")]
    opened.map.passports.choose("unit", "U1")
    assert opened.card.isHidden()


def test_it_stands_where_it_does_not_hide_the_place(opened: Opened) -> None:
    opened.look_at(SCHOOL.lon, SCHOOL.lat)
    opened.map.passports.choose("site", "S1")
    assert opened.card.x() > 400
    opened.card.hide()
    opened.look_at(SCHOOL.lon - 0.006, SCHOOL.lat - 0.003)
    opened.map.passports.choose("site", "S1")
    assert opened.card.x() < 100
    opened.map.views.viewed(SCHOOL.lon + 0.006, SCHOOL.lat - 0.003, 16)
    assert opened.card.x() > 400, "the flight has brought the place to the other side"


def test_on_a_narrow_map_it_stands_above_or_below_the_place(opened: Opened) -> None:
    opened.ground.resize(420, 600)
    opened.look_at(SCHOOL.lon, SCHOOL.lat)
    opened.map.passports.choose("site", "S1")
    assert not opened.card.geometry().contains(opened.ground.rect().center())
