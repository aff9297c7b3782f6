"""The panel over a small city, without a page."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from console import language
from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.registry import Registry
from console.domain.units import Agency
from console.language import N_
from console.mapping.source import MapFiles
from console.state.points import Layer
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_filters import FACETS, Facet, MapFilter, mark
from console.viewmodels.map_legend import Extra, Group
from tests.desk import alarm, store, unit
from ui.map import marks
from ui.map.layer_panel import LayerPanel
from ui.map.legend_row import LegendRow

OFFLINE = "cameras/state/offline"


class Opened:
    def __init__(self, qtbot: QtBot, size: tuple[int, int] = (900, 800)) -> None:
        known = store([alarm("A1", AlarmKind.PANIC_BUTTON)], [unit("U1"), unit("U2", agency=Agency.GAS)])
        owners = (CameraOwner.CITY, CameraOwner.BUSINESS)
        cameras = [
            Camera(
                f"C{n}", 76.9 + n / 1000, 43.2, "751110000", owners[n % 2], Integration.INTEGRATED, Consent.GIVEN,
                PlaceKind.STREET, 0, 60, 30, "", "", "",
            )
            for n in range(1203)
        ]  # fmt: skip
        known.enroll(Registry("almaty", 1, 0, cameras, [], [], [], []))
        self.map = CityMap(known, MapFiles())
        self.layers = self.map.layers
        self.layers.add(Extra("heat", N_("Offences"), Group.CITY, count=lambda: 7))
        self.map.refresh(known.take())
        qtbot.waitUntil(lambda: Layer.CAMERAS in self.layers.points)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        button = QPushButton("Layers", self.window)
        self.panel = LayerPanel(self.layers, self.window)
        self.window.show()
        self.panel.open_below(button)
        qtbot.waitUntil(self.panel.isVisible)

    def line(self, mark: str) -> LegendRow:
        return next(w for w in self.panel.findChildren(LegendRow) if w.objectName() == mark)

    def text(self) -> list[str]:
        return [box.accessibleName() for box in self.panel.findChildren(QCheckBox)]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    made = Opened(qtbot)
    yield made
    made.panel.hide()
    made.map.close()


def click(line: QWidget, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, modifier, QPoint(20, 8))


def test_layers_are_counted_switched_and_those_of_other_features_stand_among_them(opened: Opened) -> None:
    assert {"Cameras, 1\u202f203", "Alarms, 1", "Offences, 7"} <= set(opened.text())
    box = opened.panel.findChild(QCheckBox, "heat")
    assert isinstance(box, QCheckBox)
    box.click()
    assert "heat" in opened.layers.visible
    box = opened.panel.findChild(QCheckBox, "cameras")
    assert isinstance(box, QCheckBox)
    box.click()
    assert "cameras" not in opened.layers.visible


def test_what_is_drawn_in_one_way_has_its_picture_beside_its_name(opened: Opened) -> None:
    signs = {
        label.objectName(): label.pixmap().toImage()
        for label in opened.panel.findChildren(QLabel)
        if label.objectName().startswith("mark/")
    }
    assert set(signs) == {f"mark/{layer}" for layer in ("sight", "planned", "centers", "zones", "hot_spots", "gaps")}
    assert all(one != other for one, other in combinations(signs.values(), 2))
    told_apart = {row.id for row in opened.layers.rows() if row.facets and row.id != Layer.PLANNED}
    rest = {row.id for row in opened.layers.rows()} - told_apart - {"heat"}
    assert {f"mark/{layer}" for layer in rest} == set(signs), "every layer has a legend"


def test_every_value_has_a_picture_of_its_own_even_without_colour(qapp: object) -> None:
    for layer, facet in (("alarms", Facet.STATE), ("alarms", Facet.PRIORITY), ("incidents", Facet.PRIORITY)):
        of = [mark(layer, facet, value) for value in FACETS[layer][facet]]
        grey = [marks.pixmap(one).toImage().convertToFormat(QImage.Format.Format_Grayscale8) for one in of]
        assert all(one != other for one, other in combinations(grey, 2)), f"{layer} by {facet}"
    assert marks.pixmap("alarms/priority/p1").toImage() != marks.pixmap("incidents/priority/p1").toImage()


def test_a_line_of_the_legend_hides_its_state_and_keeps_its_count(opened: Opened) -> None:
    click(opened.line("cameras/state/ok"))
    assert opened.layers.filter == MapFilter(frozenset({"cameras/state/ok"}))
    assert opened.line("cameras/state/ok").accessibleName() == "Integrated, 1\u202f203, hidden"
    assert "Cameras, 0 of 1\u202f203" in opened.text()
    click(opened.line("cameras/state/ok"))
    assert not opened.layers.filter.is_filtering


def test_alt_and_a_click_or_a_double_click_or_enter_leave_this_alone(opened: Opened) -> None:
    alone = {"cameras/state/ok", "cameras/state/degraded", "cameras/state/absent"}
    click(opened.line(OFFLINE), Qt.KeyboardModifier.AltModifier)
    assert opened.layers.filter.hidden == alone
    QTest.keyClick(opened.line(OFFLINE), Qt.Key.Key_Return)
    assert opened.layers.filter.hidden == set()
    click(opened.line(OFFLINE))
    QTest.mouseDClick(opened.line(OFFLINE), Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert opened.layers.filter.hidden == alone


def test_incidents_are_filtered_by_whether_anybody_was_sent(opened: Opened) -> None:
    switch = opened.panel.findChild(QToolButton, "incidents/help")
    assert isinstance(switch, QToolButton)
    switch.click()
    click(opened.line("incidents/help/sent"))
    assert opened.layers.filter.hidden == {"incidents/help/sent"}


def test_owners_are_asked_for_and_filter(opened: Opened) -> None:
    switch = opened.panel.findChild(QToolButton, "cameras/owner")
    assert isinstance(switch, QToolButton)
    switch.click()
    click(opened.line("cameras/owner/business"))
    assert "Cameras, 602 of 1\u202f203" in opened.text()
    assert sum(opened.map.layers._points.counts(Layer.CAMERAS)) == 602


def test_it_grows_and_shrinks_with_what_is_open(opened: Opened, qtbot: QtBot) -> None:
    whole = opened.panel.height()
    for layer in opened.layers.visible - {"alarms"}:
        opened.layers.set_layer_visible(layer, False)
    qtbot.waitUntil(lambda: opened.panel.height() < whole)
    before = opened.panel.height()
    switch = opened.panel.findChild(QToolButton, "alarms/state")
    assert isinstance(switch, QToolButton)
    switch.click()
    qtbot.waitUntil(lambda: opened.panel.height() > before)
    box = opened.panel.findChild(QCheckBox, "alarms")
    assert isinstance(box, QCheckBox)
    box.click()
    qtbot.waitUntil(lambda: opened.panel.height() < before)


def test_an_emergency_is_never_hidden_in_silence(opened: Opened) -> None:
    said = opened.panel.findChild(QPushButton, "hiddenAlarms")
    assert isinstance(said, QPushButton)
    assert said.isHidden()
    click(opened.line("alarms/priority/p1"))
    assert said.isVisible()
    assert "1 unacknowledged P1" in said.text()
    said.click()
    assert not opened.layers.filter.is_filtering
    assert said.isHidden()


def test_reset_shows_everything_again(opened: Opened) -> None:
    click(opened.line("units/agency/gas"))
    reset = next(b for b in opened.panel.findChildren(QPushButton) if b.text() == "Reset filters")
    assert reset.isEnabled()
    reset.click()
    assert opened.layers.filter == MapFilter()
    assert not reset.isEnabled()


def test_arrows_move_space_switches_escape_closes(opened: Opened, qtbot: QtBot) -> None:
    opened.panel.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    first = opened.panel.focusWidget()
    assert isinstance(first, QCheckBox)
    QTest.keyClick(first, Qt.Key.Key_Down)
    line = opened.panel.focusWidget()
    assert isinstance(line, LegendRow)
    assert line.objectName() == "alarms/priority/p1"
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert opened.layers.filter.hidden == {"alarms/priority/p1"}
    focused = opened.panel.focusWidget()
    assert focused is not None
    assert focused.objectName() == "alarms/priority/p1"
    QTest.keyClick(opened.panel, Qt.Key.Key_Escape)
    assert opened.panel.isHidden()


def test_opening_what_is_asked_for_keeps_the_keyboard_and_the_place(qtbot: QtBot) -> None:
    made = Opened(qtbot, (500, 420))
    bar = made.panel._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    switch = made.panel.findChild(QToolButton, "cameras/owner")
    assert isinstance(switch, QToolButton)
    switch.setFocus()
    switch.click()
    qtbot.waitUntil(lambda: made.line("cameras/owner/city").isVisible())
    qtbot.waitUntil(lambda: bar.value() == before)
    focused = made.panel.focusWidget()
    assert focused is not None
    assert focused.objectName() == "cameras/owner"
    made.panel.hide()
    made.map.close()


def test_in_a_low_window_it_scrolls_inside(qtbot: QtBot) -> None:
    made = Opened(qtbot, (500, 420))
    assert made.panel.geometry().bottom() <= made.window.frameGeometry().bottom()
    assert made.panel._scroll.verticalScrollBar().maximum() > 0
    made.panel.hide()
    made.map.close()


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_language_is_wider_than_the_panel(opened: Opened, code: str) -> None:
    before = language.current()
    language.use(code)
    opened.layers.set_layer_visible("lighting", True)
    opened.map.views.viewed(76.9, 43.2, 11)
    opened.panel.retranslate()
    rows = {row.id: row for row in opened.layers.rows()}
    for layer in ("lighting", "sites"):
        assert rows[layer].note
        opened.panel._say(replace(rows[layer], count=12_345, shown=11_222, is_filtered=True))
    assert opened.panel._inside.minimumSizeHint().width() <= opened.panel._scroll.viewport().width()
    language.use(before)
