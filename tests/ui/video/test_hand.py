"""The pointer on tiles, by events: dragging, dropping, zooming, panning, moving borders."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.settings import Tour
from console.viewmodels.layouts import WHOLE
from tests.ui.video.conftest import Desk
from ui.palette import Choice, ChoiceModel
from ui.video import dragging

pytestmark = pytest.mark.anyio

BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
LEFT = Qt.MouseButton.LeftButton


def drop(on: QWidget, data: QMimeData) -> bool:
    """Drag over a widget and let go; whether it was taken."""
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), BOTH, data, LEFT, none)
    QApplication.sendEvent(on, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(20, 20), BOTH, data, LEFT, none)
    QApplication.sendEvent(on, event)
    return event.isAccepted()


def wheel(on: QWidget, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(on.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(on, event)


def move(on: QWidget, at: QPoint, kind: QEvent.Type = QEvent.Type.MouseMove) -> None:
    button = LEFT if kind != QEvent.Type.MouseMove else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, QPointF(at), QPointF(on.mapToGlobal(at)), button, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(on, event)


async def test_a_camera_dropped_on_a_tile_is_shown_there_and_gets_the_focus(desk: Desk) -> None:
    assert drop(desk.pane.views[3], dragging.camera_data("cam-9"))
    assert desk.wall.cameras[3] == "cam-9"
    assert desk.wall.focused == 3


async def test_a_tile_dropped_on_another_changes_places_with_it(desk: Desk) -> None:
    await desk.live("a", "b", "c")
    assert drop(desk.pane.views[2], dragging.tile_data("a", desk.wall, 0))
    assert desk.wall.cameras[:3] == ["c", "b", "a"]
    assert len(desk.center.asked) == 3


async def test_nothing_is_dropped_on_a_pinned_tile_but_it_may_be_moved(desk: Desk) -> None:
    await desk.live("a", "b")
    desk.wall.pin(0, is_pinned=True)
    assert not drop(desk.pane.views[0], dragging.camera_data("cam-9"))
    assert drop(desk.pane.views[1], dragging.tile_data("a", desk.wall, 0))
    assert desk.wall.cameras[:2] == ["b", "a"]
    assert desk.wall.pins == [1]


async def test_a_tile_of_another_wall_brings_its_camera(desk: Desk) -> None:
    other = desk.walls.add()
    assert other is not None
    other.open("far")
    assert drop(desk.pane.views[1], dragging.tile_data("far", other, 0))
    assert desk.wall.cameras[1] == "far"
    assert other.cameras[0] == "far"


async def test_files_and_texts_from_elsewhere_are_not_taken(desk: Desk) -> None:
    text = QMimeData()
    text.setText("cam-9")
    assert not drop(desk.pane.views[0], text)


async def test_what_hangs_over_a_tile_marks_it_until_it_is_gone(desk: Desk) -> None:
    view, none = desk.pane.views[1], Qt.KeyboardModifier.NoModifier
    data = dragging.camera_data("x")
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(5, 5), BOTH, data, LEFT, none))
    assert view.hand.is_target
    QApplication.sendEvent(view, QEvent(QEvent.Type.DragLeave))
    assert not view.hand.is_target


async def test_a_tile_is_dragged_only_when_the_pointer_has_moved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    carried: list[QMimeData] = []
    monkeypatch.setattr(dragging, "drag", lambda _source, data, _label: carried.append(data))
    await desk.live("a", "b")
    view = desk.pane.views[1]
    move(view, QPoint(20, 40), QEvent.Type.MouseButtonPress)
    move(view, QPoint(22, 41))
    assert carried == []
    move(view, QPoint(60, 60))
    assert [dragging.tile_of(data) for data in carried] == [(id(desk.wall), 1)]
    assert dragging.camera_of(carried[0]) == "b"


async def test_an_empty_tile_is_not_dragged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dragging, "drag", lambda *_: pytest.fail("nothing to carry"))
    view = desk.pane.views[0]
    move(view, QPoint(5, 5), QEvent.Type.MouseButtonPress)
    move(view, QPoint(90, 60))


async def test_a_line_of_a_card_is_dragged_but_a_click_stays_a_click(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    monkeypatch.setattr(dragging, "drag", lambda _source, data, _label: carried.append(dragging.camera_of(data)))
    button, clicks = QPushButton("CAM-7"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: clicks.append(1))
    dragging.CameraSource(button, "CAM-7")
    qtbot.mouseClick(button, LEFT)
    move(button, QPoint(5, 5), QEvent.Type.MouseButtonPress)
    move(button, QPoint(60, 5))
    move(button, QPoint(60, 5), QEvent.Type.MouseButtonRelease)
    assert (carried, clicks) == (["CAM-7"], [1])


async def test_cameras_are_dragged_out_of_the_palette_and_commands_are_not() -> None:
    model = ChoiceModel()
    model.show(
        [Choice("CAM-7", "", "camera", lambda: None, camera="CAM-7"), Choice("Quit", "", "command", lambda: None)]
    )
    camera, command = model.index(0, 0), model.index(1, 0)
    assert model.flags(camera) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(command) & Qt.ItemFlag.ItemIsDragEnabled
    assert dragging.camera_of(model.mimeData([camera])) == "CAM-7"


async def test_the_wheel_zooms_at_the_pointer_and_a_double_click_shows_all_again(desk: Desk) -> None:
    await desk.live("a")
    view = desk.pane.views[0]
    desk.pane.grab()
    corner = view.picture.topLeft()
    wheel(view, corner, 4)
    zoom = desk.wall.tiles[0].zoom
    assert zoom.factor == pytest.approx(1.25**4)
    assert (zoom.part.left, zoom.part.top) == pytest.approx((0, 0))
    desk.qtbot.mouseDClick(view, LEFT)
    assert not desk.wall.tiles[0].zoom.is_on
    assert desk.wall.maximised is None
    desk.qtbot.mouseDClick(view, LEFT)
    assert desk.wall.maximised == 0


async def test_a_zoomed_picture_is_moved_by_dragging_and_not_carried_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dragging, "drag", lambda *_: pytest.fail("a zoomed picture is moved"))
    await desk.live("a")
    view = desk.pane.views[0]
    desk.pane.grab()
    wheel(view, view.picture.center(), 4)
    before = desk.wall.tiles[0].zoom
    move(view, QPoint(50, 50), QEvent.Type.MouseButtonPress)
    move(view, QPoint(90, 50))
    after = desk.wall.tiles[0].zoom
    assert after.x < before.x
    assert (after.y, after.factor) == (before.y, before.factor)


async def test_only_the_zoomed_part_is_painted(desk: Desk) -> None:
    await desk.live("a")
    view = desk.pane.views[0]
    before = desk.pane.grab(view.geometry()).toImage()
    wheel(view, view.picture.center(), 3)
    assert desk.pane.grab(view.geometry()).toImage() != before
    assert "Zoom" in view.accessible_text()


async def test_borders_of_an_own_layout_follow_the_pointer_and_those_of_others_do_not(desk: Desk) -> None:
    pane = desk.pane
    desk.wall.use_layout("4")

    def drag_middle() -> None:
        move(pane, QPoint(320, 90), QEvent.Type.MouseButtonPress)
        move(pane, QPoint(420, 90))
        move(pane, QPoint(420, 90), QEvent.Type.MouseButtonRelease)

    drag_middle()
    assert desk.wall.layout.id == "4"
    desk.wall.free_layout()
    drag_middle()
    assert desk.wall.layout.id == "free"
    assert desk.wall.cells[0].right == pytest.approx(WHOLE * 420 / 640, abs=20)
    assert pane.views[0].width() > pane.views[1].width() * 1.5


async def test_a_hand_over_a_tour_holds_it(desk: Desk) -> None:
    await desk.live("a")
    play = desk.tours.play(Tour("t", ["b", "c"]), desk.wall, [desk.wall.tiles[0]])
    assert play is not None
    QApplication.sendEvent(desk.pane.views[0], QEvent(QEvent.Type.Enter))
    assert play.is_paused
    QApplication.sendEvent(desk.pane.views[0], QEvent(QEvent.Type.Leave))
    assert not play.is_paused
