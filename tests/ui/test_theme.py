from itertools import combinations

import msgspec
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import paths
from console.domain.alarms import Priority
from console.domain.units import UnitStatus
from console.settings import Settings
from ui import icons, marks, theme

SURFACES = ("window", "panel", "raised", "hover", "selected")


@pytest.mark.parametrize("look", theme.THEMES.values(), ids=lambda look: look.id)
def test_text_stands_out_on_every_surface(look: theme.Theme) -> None:
    for surface in SURFACES:
        for text in ("text", "muted", "stale"):
            ratio = theme.contrast(getattr(look, text), getattr(look, surface))
            assert ratio >= 4.5, f"{text} on {surface}: {ratio:.2f}"


@pytest.mark.parametrize("look", theme.THEMES.values(), ids=lambda look: look.id)
def test_figures_stand_out_on_marks_and_marks_on_surfaces(look: theme.Theme) -> None:
    for mark in ("p1", "p2", "p3", "p4"):
        assert theme.contrast(look.on_mark, getattr(look, mark)) >= 4.5
        for surface in ("window", "panel"):
            assert theme.contrast(getattr(look, mark), getattr(look, surface)) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", theme.THEMES.values(), ids=lambda look: look.id)
def test_saturated_colour_belongs_to_alarms_alone(look: theme.Theme) -> None:
    for name in ("window", "panel", "raised", "hover", "line", "text", "muted", "focus"):
        color = QColor(getattr(look, name))
        assert max(color.getRgb()[:3]) - min(color.getRgb()[:3]) <= 76, name


def drawn(priority: Priority, *, filled: bool = True) -> QImage:
    return marks.priority_pixmap(priority, 32, filled=filled).toImage()


def ink(image: QImage) -> set[tuple[int, int]]:
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 128}


def test_priorities_differ_by_shape_alone(qtbot: QtBot) -> None:
    shapes = {priority: ink(drawn(priority)) for priority in Priority}

    for one, other in combinations(Priority, 2):
        apart = shapes[one] ^ shapes[other]
        assert len(apart) > 60, f"{one!r} and {other!r} look alike in greyscale"


def test_an_acknowledged_mark_is_an_outline(qtbot: QtBot) -> None:
    for priority in Priority:
        assert len(ink(drawn(priority, filled=False))) < 0.8 * len(ink(drawn(priority)))


def test_statuses_of_units_differ_without_colour(qtbot: QtBot) -> None:
    drawn_marks = {s: ink(marks.status_pixmap(s, QColor("white"), 32).toImage()) for s in UnitStatus}

    for one, other in combinations(UnitStatus, 2):
        assert len(drawn_marks[one] ^ drawn_marks[other]) > 20, f"{one} and {other} look alike"


def test_every_icon_draws_something(qtbot: QtBot) -> None:
    for file in (paths.RESOURCES / "icons").glob("*.svg"):
        assert ink(icons.icon(file.stem).pixmap(16, 16).toImage()), file.stem


def test_a_theme_dresses_the_application(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    try:
        assert qapp.palette().window().color() == QColor(theme.LIGHT.window)
        assert theme.LIGHT.panel in qapp.styleSheet()
        assert "$" not in qapp.styleSheet()
    finally:
        theme.apply(qapp, "dark")


def test_a_pulse_grows_a_ring_round_the_mark(qtbot: QtBot) -> None:
    def painted(pulse: float) -> int:
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        marks.priority_mark(painter, QRectF(10, 10, 20, 20), Priority.P1, pulse=pulse)
        painter.end()
        return len(
            {(x, y) for x, y in ((x, y) for x in range(40) for y in range(40)) if image.pixelColor(x, y).alpha()}
        )

    assert painted(1.0) > painted(0.0)


@pytest.mark.parametrize("theme_id", theme.THEMES)
def test_every_theme_can_be_kept_in_the_settings(theme_id: str) -> None:
    assert msgspec.convert({"theme": theme_id}, Settings).theme == theme_id
