"""What a small tile leaves out, and what it never does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from pytestqt.qtbot import QtBot

from console.viewmodels.zooming import WHOLE_PICTURE
from tests.ui.video.conftest import Desk
from ui.video import tile_signs
from ui.video.tile_lines import Line, fitting

WHITE = QColor("white")


@pytest.fixture
def font(qtbot: QtBot) -> QFont:
    font = QFont()
    font.setPixelSize(11)
    return font


@pytest.fixture
def painter(qtbot: QtBot) -> Iterator[QPainter]:
    image = QImage(140, 90, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield painter
    painter.end()


def lost(font: QFont) -> tuple[Line, ...]:
    return (
        Line(("No picture",), font, WHITE, rank=0),
        Line(("The camera's stream shows nothing.",), font, WHITE, rank=2),
        Line(("picture 12 s old · trying now", "picture 12 s old"), font, WHITE, rank=1),
    )


def test_where_all_has_room_all_is_said_in_order(font: QFont) -> None:
    said = [block.text for block in fitting(lost(font), 400, 100)]
    assert said == ["No picture", "The camera's stream shows nothing.", "picture 12 s old · trying now"]


def test_how_old_a_picture_is_goes_before_why(font: QFont) -> None:
    two_lines = 2 * QFontMetrics(font).height() + 4
    said = [block.text for block in fitting(lost(font), 400, two_lines)]
    assert said == ["No picture", "picture 12 s old · trying now"]


def test_the_age_alone_is_said_where_the_next_try_has_no_room(font: QFont) -> None:
    metrics = QFontMetrics(font)
    narrow = metrics.horizontalAdvance("picture 12 s old") + 8
    said = [block.text for block in fitting(lost(font), narrow, 2 * metrics.height() + 4)]
    assert said == ["No picture", "picture 12 s old"]


def test_what_fits_stays_within_its_room(font: QFont) -> None:
    for height in range(0, 120, 7):
        blocks = fitting(lost(font), 90, height)
        assert sum(block.height for block in blocks) + 4 * max(0, len(blocks) - 1) <= height


@pytest.mark.anyio
@pytest.mark.parametrize("low", [40, 55, 90])
async def test_the_inset_of_a_zoom_ends_above_the_marks_below_it(
    desk: Desk, painter: QPainter, font: QFont, low: int
) -> None:
    tile = desk.wall.tiles[0]
    tile.zoom = WHOLE_PICTURE.by(2.5, 0.7, 0.4)
    end = tile_signs.draw_zoom(painter, tile, font, QRectF(0, 0, 140, 90), 20, low)
    assert 20 < end <= low + tile_signs.INSET_MARGIN


@pytest.mark.anyio
async def test_a_picture_that_is_not_zoomed_has_no_inset(desk: Desk, painter: QPainter, font: QFont) -> None:
    assert tile_signs.draw_zoom(painter, desk.wall.tiles[0], font, QRectF(0, 0, 140, 90), 20, 80) == 20
