"""The scrub bar and the hand on cameras that turn: offscreen, with players and a center of the tests' own."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, Priority
from console.domain.cameras import Consent
from console.domain.errors import Problem, ProblemType
from console.domain.events import LogEntry, PtzTaken
from console.domain.protocol import Opening
from console.domain.ptz import PtzMove, PtzOrder, PtzRelease
from console.domain.session import Role
from console.domain.streams import AlarmMark
from console.viewmodels.ptz_sending import is_stop
from console.viewmodels.tile_rules import TileState
from console.viewmodels.wall_archive import LEAD_S
from tests.console.viewmodels.test_ptz import Desk as PtzDesk
from tests.console.viewmodels.test_wall_archive import Desk
from tests.fake_footage import start_of
from tests.fake_heads import ABILITIES
from tests.ui.video.test_wall import picture_of
from ui.video.ptz_hand import ALT_SHIFT
from ui.video.scrub import LARGE, ScrubBar
from ui.video.timeline_view import Shown
from ui.video.wall import VideoPane

pytestmark = pytest.mark.anyio


class Room(Desk):
    """The desk with a pane, and cameras that turn."""

    def __init__(self, qtbot: QtBot, size: tuple[int, int] = (1300, 760)) -> None:
        super().__init__()
        self.heads = PtzDesk()
        self.heads.ptz._now = self.time
        self.heads.ptz._timer.setInterval(10_000_000)  # the tests turn it
        self.wall.ptz = self.heads.ptz
        give = self.center.open_camera

        async def open_camera(camera: str, reason: str) -> Opening:
            opening = await give(camera, reason)
            return replace(opening, ptz=ABILITIES) if camera.startswith("dome") else opening

        self.wall.around.__dict__["open_camera"] = open_camera
        self.pane = VideoPane(self.wall)
        qtbot.addWidget(self.pane)
        self.wall.use_layout("4")
        self.pane.resize(*size)
        self.pane.show()

    @property
    def scrub(self) -> ScrubBar:
        scrub = self.pane.views[0].scrub
        assert scrub is not None
        return scrub

    def at(self, time: float) -> QPoint:
        """Where a moment is on the bar."""
        rail = self.scrub._rail()
        return QPoint(round(self.scrub._x(time)), rail.center().y())

    async def turned(self, seconds: float) -> list[PtzOrder]:
        """What was sent while time went by."""
        for _ in range(round(seconds / 0.05)):
            self.time.seconds += 0.05
            self.heads.ptz.look()
            for _turn in range(3):
                await asyncio.sleep(0)
        return self.heads.heads.orders


@pytest.fixture
async def room(qtbot: QtBot) -> AsyncIterator[Room]:
    room = Room(qtbot)
    yield room
    await room.wall.shut()
    await room.heads.ptz.close()


async def test_the_bar_comes_with_a_record_and_goes_with_it(room: Room) -> None:
    await room.live("cam-1")
    assert room.pane.views[0].scrub is None
    player = await room.back(30)
    room.run(0.5, player)
    assert room.scrub.isVisible()
    assert "RECORD" in room.pane.views[0].accessible_text()
    room.archive.live(0)
    room.players.made[-1].show()
    room.wall.look()
    assert not room.scrub.isVisible()
    assert "RECORD" not in room.pane.views[0].accessible_text()


async def test_a_record_looks_other_than_live_without_any_colour(room: Room) -> None:
    await room.live("cam-1")
    live = picture_of(room.pane.views[0]).mean(axis=2)
    player = await room.back(30)
    room.run(0.5, player)
    record = picture_of(room.pane.views[0]).mean(axis=2)
    assert (abs(record - live) > 40).mean() > 0.005, "stripes and words that live has not"


async def test_a_click_goes_to_its_moment_and_one_on_an_alarm_before_it(room: Room, qtbot: QtBot) -> None:
    alarm = room.start - 1_000
    room.footage.marks = [AlarmMark(alarm, "a", AlarmKind.PANIC_BUTTON, Priority.P1)]
    await room.live("cam-1")
    room.run(0.5, await room.back(600))
    picture_of(room.pane.views[0])  # painted: the bar knows what it shows
    moment = room.start - 1_500
    qtbot.mouseClick(room.scrub, Qt.MouseButton.LeftButton, pos=room.at(moment))
    assert start_of(room.players.made[-1]) == pytest.approx(moment, abs=4)
    qtbot.mouseClick(room.scrub, Qt.MouseButton.LeftButton, pos=room.at(alarm) - QPoint(0, 9))
    assert start_of(room.players.made[-1]) == pytest.approx(alarm - LEAD_S, abs=0.01)


async def test_a_gap_is_drawn_and_told(room: Room) -> None:
    room.footage.ranges_ = [(room.start - 9_000, room.start - 1_200), (room.start - 900, room.start)]
    await room.live("cam-1")
    room.run(0.5, await room.back(600))
    view = picture_of(room.pane.views[0]).mean(axis=2)
    top = room.scrub.geometry().top()
    spots = {time: room.at(room.start - time) for time in (1_050, 1_500)}
    shades = {time: view[top + spot.y() + 1, spot.x()] for time, spot in spots.items()}
    assert shades[1_500] > shades[1_050] + 60
    past = room.wall.tiles[0].past
    assert past is not None
    assert "Nothing was recorded" in room.scrub._told(past, spots[1_050])
    assert "Nothing was recorded" not in room.scrub._told(past, spots[1_500])


async def test_the_wheel_shows_more_or_less_time_and_keeps_the_moment_under_it(room: Room) -> None:
    await room.live("cam-1")
    room.run(0.5, await room.back(3_000))
    picture_of(room.pane.views[0])
    span, at = room.scrub._shown.span, QPointF(room.at(room.start - 3_000))
    moment = room.scrub._time(at.x())
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(room.scrub, wheel)
    assert room.scrub._shown.span < span
    assert room.scrub._time(at.x()) == pytest.approx(moment, abs=2)


@pytest.mark.parametrize("width", [200, 250, 320, 640])
async def test_pause_and_the_way_back_are_there_on_the_smallest_tile(room: Room, width: int) -> None:
    room.pane.resize(width * 2 + 2, width * 9 // 8)
    await room.live("cam-1")
    room.run(0.5, await room.back(30))
    names = [key.accessibleName() for _order, key in room.scrub._keys if not key.isHidden()]
    assert {"Back to the live picture", "Pause, or play on"} <= set(names)
    assert (len(names) > 8) == (width >= LARGE)
    for _order, key in room.scrub._keys:
        assert key.isHidden() or room.scrub.rect().contains(key.geometry())


async def test_the_keys_under_a_record_do_what_they_say(room: Room, qtbot: QtBot) -> None:
    await room.live("cam-1")
    room.run(0.5, await room.back(300))
    keys = {key.accessibleName(): key for _order, key in room.scrub._keys}
    past = room.wall.tiles[0].past
    assert past is not None
    qtbot.mouseClick(keys["Faster"], Qt.MouseButton.LeftButton)
    assert past.deck.rate == 2.0
    qtbot.mouseClick(keys["Pause, or play on"], Qt.MouseButton.LeftButton)
    assert past.deck.is_paused
    qtbot.mouseClick(keys["Back to the live picture"], Qt.MouseButton.LeftButton)
    assert past.is_leaving


async def test_what_was_withdrawn_is_not_kept(room: Room) -> None:
    await room.live("cam-1")
    before = picture_of(room.pane.views[0])
    room.wall.withdraw(0, Problem(ProblemType.NO_CONSENT, "", 403))
    after = picture_of(room.pane.views[0])
    assert room.wall.tiles[0].frame is None, "and the view has none of its own"
    assert before[300, 60].sum() > after[300, 60].sum() + 100
    assert "No consent" in room.pane.views[0].accessible_text()
    assert Consent.WITHHELD.allows is False


async def test_a_held_key_turns_the_camera_and_its_release_stops_it(room: Room, qtbot: QtBot) -> None:
    await room.live("dome-1")
    qtbot.keyPress(room.pane, Qt.Key.Key_Right, ALT_SHIFT)
    orders = list(await room.turned(1.0))
    assert isinstance(orders[0], PtzMove)
    assert orders[0].pan > 0
    qtbot.keyRelease(room.pane, Qt.Key.Key_Right, ALT_SHIFT)
    after = (await room.turned(1.0))[len(orders) :]
    assert [isinstance(order, PtzMove) and is_stop(order) for order in after] == [True]


async def test_the_focus_going_elsewhere_stops_it_too(room: Room, qtbot: QtBot) -> None:
    await room.live("dome-1", "cam-2")
    room.wall.focus(1)
    room.wall.focus(0)
    qtbot.keyPress(room.pane, Qt.Key.Key_Up, ALT_SHIFT)
    await room.turned(0.5)
    room.wall.focus(1)
    last = (await room.turned(0.5))[-1]
    assert isinstance(last, PtzMove)
    assert is_stop(last)


async def test_a_camera_that_does_not_turn_is_left_alone(room: Room, qtbot: QtBot) -> None:
    await room.live("cam-1")
    qtbot.keyPress(room.pane, Qt.Key.Key_Right, ALT_SHIFT)
    assert await room.turned(0.5) == []


async def test_the_mouse_pushes_from_the_middle_only_after_control_was_taken(room: Room, qtbot: QtBot) -> None:
    await room.live("dome-1")
    view, hand = room.pane.views[0], room.pane.ptz_hand
    assert hand is not None
    picture_of(view)
    right = QPoint(round(view.picture.right()) - 20, round(view.picture.center().y()))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=right)
    assert await room.turned(0.3) == []
    qtbot.keyClick(room.pane, Qt.Key.Key_Down)
    assert room.wall.focused == 2
    room.wall.focus(0)
    hand.switch()
    await room.turned(0.5)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=right)
    pushed = (await room.turned(0.4))[-1]
    assert isinstance(pushed, PtzMove)
    assert pushed.pan > 0.7
    assert pushed.tilt == 0
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=right)
    last = (await room.turned(0.4))[-1]
    assert isinstance(last, PtzMove)
    assert is_stop(last)


async def test_in_control_plain_arrows_turn_and_escape_gives_it_back(room: Room, qtbot: QtBot) -> None:
    await room.live("dome-1")
    hand = room.pane.ptz_hand
    assert hand is not None
    hand.switch()
    await room.turned(0.3)
    qtbot.keyPress(room.pane, Qt.Key.Key_Left)
    turned = (await room.turned(0.3))[-1]
    assert isinstance(turned, PtzMove)
    assert turned.pan < 0
    qtbot.keyRelease(room.pane, Qt.Key.Key_Left)
    await room.turned(0.3)
    qtbot.keyClick(room.pane, Qt.Key.Key_Escape)
    assert not hand.is_on
    assert room.wall.focused == 0
    assert isinstance((await room.turned(0.3))[-1], PtzRelease)


async def test_who_controls_it_stands_on_the_tile(room: Room) -> None:
    await room.live("dome-1")
    before = picture_of(room.pane.views[0])
    store = room.heads.store
    store.apply([LogEntry(store.picture.seq + 1, 0.0, "she", PtzTaken("dome-1", Role.DUTY_OFFICER))])
    room.heads.ptz.refresh(store.take())
    assert (picture_of(room.pane.views[0]) != before).any()
    assert room.wall.tiles[0].state is TileState.LIVE
    assert "A. Serikova" in room.pane.views[0].accessible_text()


def test_the_bar_follows_the_playhead_only_when_it_comes_to_an_end() -> None:
    shown = Shown(1_000.0, 100.0)
    assert shown.following(1_050.0, 9_999.0) == shown
    assert shown.following(1_099.0, 9_999.0) == Shown(1_049.0, 100.0)
    assert shown.following(1_050.0, 1_060.0).until == pytest.approx(1_063.0)


def test_figures_are_round_and_not_too_many() -> None:
    shown = Shown(1_763_800_123.0, 3_600.0)
    ticks = shown.ticks(7)
    assert 4 <= len(ticks) <= 7
    assert all(tick % 600 == 0 for tick in ticks)
