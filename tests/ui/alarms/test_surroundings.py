import re
from collections.abc import Callable
from math import pi

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import language, paths
from console.domain.alarms import AlarmKind, AlarmState
from console.domain.units import Fix
from console.insight.city import built_in
from console.settings import Settings
from console.viewmodels import places
from console.viewmodels.alarm_vicinity import AlarmVicinity, Scene
from console.viewmodels.nearby import Nearby
from tests.desk import alarm, store, unit
from tests.ui.conftest import Opened
from ui import theme
from ui.alarms import street_names, vicinity_look, vicinity_painter
from ui.alarms.vicinity import VicinityPicture

Open = Callable[..., Opened]
LON, LAT = 76.9348, 43.2416
PANIC = alarm("panic", AlarmKind.PANIC_BUTTON, lon=LON, lat=LAT)
THEFT = alarm("theft", AlarmKind.THEFT, lon=LON, lat=LAT + 0.01)


class Counted:
    """Draws, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, scene: Scene, size: QSizeF, ratio: float) -> QPixmap:
        self.times += 1
        return vicinity_painter.picture(scene, size, ratio)


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def shown(qtbot: QtBot, counted: Counted) -> VicinityPicture:
    of = store([PANIC, THEFT], [unit("M21", fix=Fix("M21", LON + 0.001, LAT, 10.0, 90.0, 1_763_791_401.0))])
    picture = VicinityPicture(AlarmVicinity(of, Nearby(of), built_in, places.brief), counted)
    qtbot.addWidget(picture)
    picture.resize(320, 140)
    picture.show_alarm(PANIC)
    return picture


def test_the_ground_is_drawn_once_for_an_alarm_a_theme_a_language_and_a_size(
    shown: VicinityPicture, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def times(change: Callable[[], object]) -> int:
        before = counted.times
        change()
        for _look in range(3):
            shown.grab()
        return counted.times - before

    assert times(lambda: None) == 1
    assert times(lambda: shown.show_alarm(PANIC)) == 0
    assert times(lambda: shown.show_alarm(THEFT)) == 1
    assert times(lambda: shown.resize(400, 150)) == 1
    monkeypatch.setattr(theme, "_current", theme.LIGHT)
    assert times(lambda: None) == 1
    monkeypatch.setattr(language, "current", lambda: "ru")
    assert times(lambda: None) == 1


def test_the_alarm_stands_in_the_middle_with_its_own_mark(shown: VicinityPicture) -> None:
    image = shown.grab().toImage()
    red = theme.current().p1

    ratio = image.devicePixelRatio()
    middle = QPointF(image.width() / 2, image.height() / 2)
    reds = [
        image.pixelColor((middle + QPointF(dx, dy) * ratio).toPoint()).name() for dx, dy in ((-7, 0), (7, 0), (0, 8))
    ]
    assert reds == [red] * 3
    corner = image.pixelColor((middle + QPointF(-9, -9) * ratio).toPoint()).name()
    assert corner != red, "a P1 is a circle"


def test_what_somebody_owns_is_an_outline(shown: VicinityPicture) -> None:
    shown.show_alarm(alarm("panic", AlarmKind.PANIC_BUTTON, lon=LON, lat=LAT, state=AlarmState.ACKNOWLEDGED))

    image = shown.grab().toImage()
    inside = image.pixelColor(QPoint(image.width() // 2 - 6, image.height() // 2)).name()
    assert inside != theme.current().p1


def test_a_street_is_seen_and_named(shown: VicinityPicture) -> None:
    image = shown.grab().toImage()
    look = vicinity_look.current()
    colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert look.street("arterial").name() in colors
    assert look.color("unit").name() in colors, "M21 is 80 m away"


# On the card


def test_a_press_moves_the_map_there(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(store([PANIC]), size=(1920, 1080))
    window.alarms.choose("panic")
    picture = window.alarms.card.surroundings.picture
    qtbot.waitUntil(picture.isVisible)

    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Space)

    assert window.asked.calls[-2:] == [("look_at", (LON, LAT))] * 2
    assert picture.accessibleName().startswith("Surroundings of Abay – ")


def test_where_the_card_is_low_what_matters_more_stays_in_view(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(store([PANIC]), size=(1366, 768))
    window.alarms.choose("panic")
    card = window.alarms.card

    assert not card.surroundings.picture.isVisible()
    assert card.surroundings.title.isVisible()
    card.surroundings.title.click()
    picture = card.surroundings.picture
    qtbot.waitUntil(lambda: picture.visibleRegion().boundingRect().height() == picture.height())


def test_the_operators_own_choice_stays(open_window: Open, qtbot: QtBot) -> None:
    settings = Settings()
    window = open_window(store([PANIC, THEFT]), size=(1920, 1080), settings=settings)
    window.alarms.choose("panic")
    card = window.alarms.card
    assert card.surroundings.picture.isVisible()
    assert settings.alarm_surroundings is None

    card.surroundings.title.click()
    assert settings.alarm_surroundings is False
    window.alarms.choose("theft")
    assert not card.surroundings.picture.isVisible()


def test_without_a_place_the_card_says_so_instead(open_window: Open) -> None:
    window = open_window(store([alarm("lost", lon=0.0, lat=0.0)]), size=(1920, 1080))
    window.alarms.choose("lost")
    part = window.alarms.card.surroundings

    assert not part.picture.isVisible()
    assert part.nothing.isVisible()
    assert "place is not known" in part.nothing.text()


def test_several_alarms_have_no_surroundings(open_window: Open) -> None:
    window = open_window(store([PANIC, THEFT]), size=(1920, 1080))
    window.desk.selection.choose_alarms(("panic", "theft"))

    assert not window.alarms.card.surroundings.isVisible()


# Names of streets


def test_names_stay_apart_within_the_picture_and_upright(qapp: QApplication) -> None:
    frame = QRectF(0, 0, 300, 200)
    level = [QPointF(-50, 100), QPointF(350, 104)]
    steep = [QPointF(150, -50), QPointF(160, 250)]
    back = [QPointF(350, 30), QPointF(-50, 30)]
    taken: list[QPolygonF] = []

    streets = [("Abay Avenue", "arterial", [level]), ("Seifullin Avenue", "arterial", [steep]), ("X", "local", [back])]
    found = list(street_names.placed(streets, frame, QFontMetrics(theme.font(7.5)), taken))

    assert [name.text.split()[0] for name in found] == ["Abay", "Seifullin", "X"]
    assert all(-pi / 2 < name.angle <= pi / 2 for name in found)
    assert all(frame.contains(box.boundingRect()) for box in taken)
    assert not any(one.intersects(other) for one in taken for other in taken if one is not other)


def test_a_name_that_does_not_fit_is_said_shorter_or_not_at_all(qapp: QApplication) -> None:
    metrics = QFontMetrics(theme.font(7.5))
    full, short = metrics.horizontalAdvance("Nauryzbay Batyr Street"), metrics.horizontalAdvance("Nauryzbay Batyr")
    line = [QPointF(-50, 50), QPointF(500, 50)]

    def said(width: float) -> list[str]:
        frame = QRectF(0, 0, width, 100)
        return [n.text for n in street_names.placed([("Nauryzbay Batyr Street", "local", [line])], frame, metrics, [])]

    assert said(full + 12) == ["Nauryzbay Batyr Street"]
    assert said(short + 12) == ["Nauryzbay Batyr"]
    assert said(short - 20) == []


def test_a_name_is_written_beside_marks_or_else_under_them_never_over_another_name(qapp: QApplication) -> None:
    metrics = QFontMetrics(theme.font(7.5))
    frame = QRectF(0, 0, 5 * metrics.horizontalAdvance("Abay"), 100)
    street = ("Abay", "local", [[QPointF(-50, 50), QPointF(500, 50)]])
    middle = QPolygonF(QRectF(frame.center().x() - 5, 45, 10, 10))
    everywhere = QPolygonF(QRectF(0, 45, frame.width(), 10))

    (beside,) = street_names.placed([street], frame, metrics, [], [middle])
    (under,) = street_names.placed([street], frame, metrics, [], [everywhere])
    assert abs(beside.middle.x() - frame.center().x()) > 5
    assert under.middle.x() == pytest.approx(frame.center().x())
    assert not list(street_names.placed([street], frame, metrics, [everywhere]))


def test_colours_are_those_of_the_large_map() -> None:
    text = (paths.RESOURCES / "map" / "themes.js").read_text(encoding="utf-8")
    other = {"eye": r'states: \["(#\w+)"'}
    for name, look in vicinity_look.LOOKS.items():
        block = text[text.index(f"  {name}: {{") :]
        for field in look.__struct_fields__:
            if field == "streets":
                for road, color in look.streets.items():
                    assert re.search(rf'streets: {{[^}}]*{road}: "(#\w+)"', block)[1] == color  # type: ignore[index]
                continue
            as_there = re.sub(r"_(\w)", lambda found: found[1].upper(), field)
            found = re.search(other.get(field, rf'\b{as_there}: "(#\w{{6}})'), block)
            assert found is not None, field
            assert found[1] == getattr(look, field), (name, field)
