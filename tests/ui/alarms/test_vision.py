import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from console.domain.alarms import Priority
from tests.gallery.vision import VISIONS, simulated
from ui import theme
from ui.marks import priority_mark

SIZE = 40


def drawn(priority: Priority, *, filled: bool) -> np.ndarray:
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB888)
    image.fill(QColor(theme.current().panel))
    painter = QPainter(image)
    priority_mark(painter, QRectF(8, 8, 24, 24), priority, filled=filled)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE, image.bytesPerLine())
    return rows[:, : SIZE * 3].reshape(SIZE, SIZE, 3).copy()


def shape(pixels: np.ndarray) -> np.ndarray:
    """Where something is drawn, whatever its colour: what differs from the corner in lightness."""
    grey = pixels @ np.array([0.2126, 0.7152, 0.0722])
    return np.asarray(np.abs(grey - grey[0, 0]) > 30)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("worn", ["dark", "light", "high_contrast"])
def test_every_priority_acknowledged_or_not_has_a_shape_of_its_own(vision: str, worn: str) -> None:
    with theme.worn(worn):
        marks = [drawn(priority, filled=filled) for priority in Priority for filled in (True, False)]
    shapes = [shape(simulated(mark, VISIONS[vision])) for mark in marks]

    for n, one in enumerate(shapes):
        assert one.sum() > 60, "each is seen at all"
        for other in shapes[n + 1 :]:
            assert (one ^ other).sum() > 40, "and none is taken for another"


def test_usual_eyes_see_it_as_it_is() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (9, 9, 3), dtype=np.uint8)
    assert np.abs(simulated(pixels, VISIONS["usual"]).astype(int) - pixels).max() <= 1


def test_greys_stay_grey_to_everybody() -> None:
    greys = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[:, None, None], 3, axis=2)
    for matrix in VISIONS.values():
        assert np.abs(simulated(greys, matrix).astype(int) - greys).max() <= 2
