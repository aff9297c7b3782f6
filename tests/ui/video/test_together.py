"""Pictures that come together are painted in one paint, straight into the window, and nowhere but in their tiles."""

from collections.abc import Sequence

import av
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from console.domain import masking
from console.domain.masking import TONES
from console.domain.playing import Overlay, Surface, Writes
from console.domain.streams import PrivacyMask
from console.video.decoded_frame import DecodedFrame
from console.video.scaling import Scaler
from console.viewmodels.tile_rules import TileState
from tests.ui.video.conftest import Desk

pytestmark = pytest.mark.anyio

LOWER_HALF = PrivacyMask(((0.0, 0.5), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0)))


class Watched(DecodedFrame):
    """One that tells whether it was written at once."""

    puts: list[int]

    def writes(self, into: Surface, above: int = 0, over: Sequence[Overlay] = ()) -> Writes:
        self.puts.append(above)
        return super().writes(into, above, over)


def watched(level: int, size: tuple[int, int], *masks: PrivacyMask) -> Watched:
    """A grey picture as it comes from the decoder for a tile of that size."""
    pixels = np.full((360, 640, 3), level, np.uint8)
    picture = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
    frame = Watched(Scaler(size).scaled(picture), None, masks)
    frame.puts = []
    return frame


def shown(desk: Desk) -> np.ndarray:
    """What is in the window itself, not in a paint of its own: (height, width) of 0..255."""
    backing = desk.pane.window().backingStore().paintDevice()
    assert isinstance(backing, QImage)
    rows = np.frombuffer(backing.constBits(), np.uint8).reshape(backing.height(), backing.bytesPerLine() // 4, 4)
    return rows[:, : backing.width(), 1].astype(int)


def within(desk: Desk, tile: int) -> tuple[slice, slice]:
    """A tile's pixels in the window, without its header, its mark and its frame."""
    box = desk.pane.views[tile].geometry().adjusted(6, 40, -6, -40)
    return slice(box.top(), box.bottom() + 1), slice(box.left(), box.right() + 1)


def give(desk: Desk, *levels: int, masks: tuple[PrivacyMask, ...] = (), delay: float = 0.34) -> list[Watched]:
    """One more picture to each player, painted."""
    frames = []
    for player, level in zip(desk.players.running, levels, strict=True):
        frames.append(watched(level, player.box, *masks))
        player.give(frames[-1], delay)
    desk.wall.look()
    QApplication.processEvents()
    return frames


async def four(desk: Desk, width: int = 1282, height: int = 722) -> None:
    desk.wall.use_layout("4")
    desk.pane.resize(width, height)
    QApplication.processEvents()
    await desk.live("a", "b", "c", "d")
    for _ in range(2):  # a tile is painted whole once, then once with its header
        give(desk, 50, 50, 50, 50)


async def test_the_next_pictures_are_written_into_the_window_below_the_header(desk: Desk) -> None:
    await four(desk)
    header = shown(desk)[:20].copy()
    for levels in ((60, 90, 120, 150), (150, 60, 90, 120)):
        frames = give(desk, *levels)
        for tile, level in enumerate(levels):
            assert np.abs(shown(desk)[within(desk, tile)] - level).max() <= 3
        assert [len(frame.puts) for frame in frames] == [1, 1, 1, 1]
        assert all(frame.puts[0] > 0 for frame in frames)
        assert np.array_equal(shown(desk)[:20], header)


async def test_a_picture_that_is_larger_than_its_tile_does_not_reach_into_the_next_one(desk: Desk) -> None:
    desk.wall.use_layout("16")
    desk.pane.resize(1920, 1080)
    await four_of_sixteen(desk)
    assert (desk.wall.all_tiles[0].frame.width, desk.wall.all_tiles[0].frame.height) == (480, 270)  # type: ignore[union-attr]
    assert desk.pane.views[0].width() < 480
    for _ in range(2):
        give(desk, 250, 50, 50, 50)
    between = shown(desk).copy()
    frames = give(desk, 250, 50, 50, 50)
    assert frames[0].puts
    assert np.array_equal(shown(desk)[:, desk.pane.views[0].geometry().right() + 1 :], between[:, 478:])
    assert np.abs(shown(desk)[within(desk, 1)] - 50).max() <= 3


async def four_of_sixteen(desk: Desk) -> None:
    QApplication.processEvents()
    await desk.live("a", "b", "c", "d")
    give(desk, 50, 50, 50, 50)


async def test_what_lies_over_the_wall_stays_over_it(desk: Desk) -> None:
    await four(desk)
    over = QLabel(desk.pane)
    over.setAutoFillBackground(True)
    palette = QPalette(QColor(255, 255, 255))
    palette.setColor(QPalette.ColorRole.Window, QColor(255, 255, 255))
    over.setPalette(palette)
    over.setStyleSheet("background: white")
    over.setGeometry(QRect(QPoint(300, 150), QPoint(800, 500)))
    over.show()
    QApplication.processEvents()
    for level in (60, 90, 120):
        give(desk, level, level, level, level)
        assert (shown(desk)[150:501, 300:801] == 255).all()
        assert np.abs(shown(desk)[60:140, 20:600] - level).max() <= 3


async def test_a_hidden_tiles_picture_is_not_painted_over_the_one_that_fills_the_wall(desk: Desk) -> None:
    await four(desk)
    desk.wall.maximise(1)
    QApplication.processEvents()
    give(desk, 200, 100, 200, 200)
    give(desk, 200, 100, 200, 200)
    everything = desk.pane.rect().adjusted(6, 40, -6, -40)
    rows, columns = slice(everything.top(), everything.bottom()), slice(everything.left(), everything.right())
    assert np.abs(shown(desk)[rows, columns] - 100).max() <= 3


async def test_what_is_written_into_the_window_is_masked(desk: Desk) -> None:
    await four(desk)
    for _ in range(2):
        frames = give(desk, 200, 200, 200, 200, masks=(LOWER_HALF,))
    assert all(frame.puts[-1] > 0 for frame in frames)
    greens = {tone >> 8 & 0xFF for tone in TONES}
    for tile in range(4):
        rows, columns = within(desk, tile)
        picture = shown(desk)[rows, columns]
        assert set(np.unique(picture[picture.shape[0] // 2 + 4 :])) <= greens
        assert np.abs(picture[: picture.shape[0] // 2 - 4] - 200).max() <= 3


def colours(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


@pytest.mark.parametrize("height", [722, 738, 756, 774, 820, 960])
async def test_mark_frame_and_clock_lie_over_the_next_pictures_as_a_painter_paints_them(
    desk: Desk, height: int
) -> None:
    """In tiles of the picture's shape, and in higher ones, where the mark stands partly or wholly below it."""
    await four(desk, height=height)
    clocks = set()
    for level in range(40, 240, 20):
        frames = give(desk, level, level, level, level, delay=level / 40)
        assert all(frame.puts for frame in frames)
        assert all(desk.pane.views[tile].news().kept for tile in range(4))
        backing = desk.pane.window().backingStore().paintDevice()
        assert isinstance(backing, QImage)
        in_window = colours(backing)[: desk.pane.height(), : desk.pane.width()].copy()
        painted = colours(desk.pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
        assert np.abs(in_window - painted).max() <= 3, level
        clocks.add(in_window[:20].tobytes())
        desk.time.seconds += 0.9
        if level == 120:
            desk.wall.focus(2)
            QApplication.processEvents()
            give(desk, level, level, level, level)
            give(desk, level, level, level, level)
    assert len(clocks) > 3


async def test_a_tile_whose_stream_ends_is_not_painted_for_ever(desk: Desk) -> None:
    desk.wall.use_layout("1")
    desk.pane.resize(640, 360)
    QApplication.processEvents()
    await desk.live("a")
    for level in (50, 60, 70):
        desk.time.seconds += 1.1  # each is the first of another second
        give(desk, level)
    desk.time.seconds += 3
    desk.wall.look()
    assert desk.wall.tiles[0].state is TileState.DEGRADED
    for _ in range(5):
        QApplication.processEvents()
    painted = desk.pane.views[0].paints
    for _ in range(50):
        QApplication.processEvents()
    assert desk.pane.views[0].paints == painted


async def test_qt_does_not_look_after_a_tile_that_only_plays(desk: Desk) -> None:
    """Its cost is all that would show: each tile would be asked at every picture what of it is to be painted."""
    await four(desk)
    assert not any(view.updatesEnabled() for view in desk.pane.views)


async def test_another_text_is_painted_with_the_next_picture(desk: Desk) -> None:
    await four(desk)
    give(desk, 60, 60, 60, 60)
    before = shown(desk)[:20].copy()
    desk.time.seconds += 61
    frames = give(desk, 60, 60, 60, 60)
    assert all(frame.puts[-1] > 0 for frame in frames)
    assert not np.array_equal(shown(desk)[:20], before)


async def test_the_paint_of_a_grab_does_not_go_into_the_window(desk: Desk) -> None:
    await four(desk)
    give(desk, 60, 60, 60, 60)
    before = shown(desk).copy()
    for player in desk.players.running:
        player.give(watched(180, player.box))
    for tile in desk.wall.tiles:
        tile.take()
    grabbed = desk.pane.grab().toImage()
    assert abs(grabbed.pixelColor(300, 200).green() - 180) <= 3
    assert np.array_equal(shown(desk), before)


async def test_a_wall_that_moves_in_its_window_takes_its_pictures_along(desk: Desk) -> None:
    await four(desk)
    give(desk, 60, 60, 60, 60)
    desk.wall.use_layout("1+5")
    QApplication.processEvents()
    for level in (80, 120):
        give(desk, level, level, level, level)
    for tile in range(4):
        assert np.abs(shown(desk)[within(desk, tile)] - 120).max() <= 3


class Broken(Watched):
    """One that cannot be painted at all."""

    def writes(self, into: Surface, above: int = 0, over: Sequence[Overlay] = ()) -> Writes:
        raise OSError("no pixels can be made")


async def test_a_tile_that_cannot_be_painted_goes_dark_and_the_others_play_on(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await four(desk)
    give(desk, 60, 60, 60, 60)
    for level in (90, 120):
        for number, player in enumerate(desk.players.running):
            frame = watched(level, player.box)
            player.give(Broken(frame._picture, None, ()) if number == 1 else frame)
        desk.wall.look()
        QApplication.processEvents()
        assert shown(desk)[within(desk, 1)].max() < 40
        for tile in (0, 2, 3):
            assert np.abs(shown(desk)[within(desk, tile)] - level).max() <= 3
    assert len([record for record in caplog.records if "tile 2 could not be painted" in record.message]) == 1
    give(desk, 60, 60, 60, 60)
    assert np.abs(shown(desk)[within(desk, 1)] - 60).max() <= 3


async def test_a_mask_that_fails_when_the_picture_is_there_leaves_none_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await four(desk)
    give(desk, 200, 200, 200, 200, masks=(LOWER_HALF,))

    def fails(_mask: object) -> None:
        raise MemoryError

    monkeypatch.setattr(masking.Mask, "paint", fails)
    for player, level in zip(desk.players.running, (90, 90, 90, 90), strict=True):
        masks = (LOWER_HALF,) if player is desk.players.running[1] else ()
        player.give(watched(level, player.box, *masks))
    desk.wall.look()
    QApplication.processEvents()
    assert shown(desk)[within(desk, 1)].max() < 40
    for tile in (0, 2, 3):
        assert np.abs(shown(desk)[within(desk, tile)] - 90).max() <= 3


async def test_masks_that_cannot_be_painted_leave_no_picture(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await four(desk)
    give(desk, 200, 200, 200, 200, masks=(LOWER_HALF,))

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(masking, "_covered", fail)
    give(desk, 200, 200, 200, 200, masks=(LOWER_HALF,))
    for tile in range(4):
        assert shown(desk)[within(desk, tile)].max() < 40


async def test_tiles_lower_than_their_header_keep_to_their_place(desk: Desk) -> None:
    desk.pane.setMinimumSize(1, 1)
    await four(desk, 300, 38)
    assert desk.pane.views[0].height() == 18
    give(desk, 200, 200, 200, 200)
    before = shown(desk).copy()
    for _ in range(3):
        give(desk, 200, 200, 200, 200)
    after = shown(desk)
    boxes = [desk.pane.views[tile].geometry() for tile in range(4)]
    assert not any(one.intersects(other) for one in boxes for other in boxes if one != other)
    outside = np.ones(after.shape, np.bool_)
    for box in boxes:
        outside[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = False
    assert np.array_equal(after[outside], before[outside])
