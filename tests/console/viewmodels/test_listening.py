"""Listening: only the focused tile, only when wanted, and told to the center from when to when."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.protocol import Opening
from console.domain.session import Operator, Role
from console.domain.sound import SoundState
from console.settings import Ear
from console.viewmodels.listening import AGAIN_S, GIVES_WAY_S, SETTLE_S, Listening
from console.viewmodels.surroundings import Hearing
from console.viewmodels.tile_rules import DEGRADED_AFTER_S
from console.viewmodels.tiles import VideoWall
from console.viewmodels.walls import Walls
from tests.fake_players import FakeLoad, FakePlayers, FakeTime
from tests.fake_sounds import FakeLoudspeaker, FakeSounds

pytestmark = pytest.mark.anyio


class Center:
    """Gives leases with a microphone, but for cameras called ``deaf``; keeps what it was told."""

    def __init__(self) -> None:
        self.journal: list[str] = []
        self.refusal: Exception | None = None

    async def open_camera(self, camera: str, reason: str) -> Opening:
        sound = "" if camera == "deaf" else f"rtsp://sound/{camera}"
        return Opening(camera, "main", "sub", "archive", 30.0, user="u", password="p", sound=sound)

    async def listen(self, opening: Opening) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.journal.append(f"+{opening.camera}")

    async def stop_listening(self, opening: Opening) -> None:
        self.journal.append(f"-{opening.camera}")


class Desk:
    """A wall of two cameras that play, and an ear."""

    def __init__(self) -> None:
        self.time, self.center, self.players, self.sounds = FakeTime(), Center(), FakePlayers(), FakeSounds()
        self.loudspeaker = FakeLoudspeaker()
        self.ears: dict[str, Ear] = {}
        self.walls = Walls(self._wall)
        self.wall = self.walls.first
        operator = Operator("duty", "A. Serikova", Role.DUTY_OFFICER)
        self.listening = Listening(self.walls, self.center, self.sounds, lambda: operator, self.ears, now=self.time)
        self.listening.hear_with(self.loudspeaker)

    def _wall(self) -> VideoWall:
        describe = lambda camera: (camera, "")  # noqa: E731
        return VideoWall(self.players, self.center.open_camera, describe, self.time, now=self.time, load=FakeLoad())

    async def shows(self, *cameras: str) -> None:
        self.wall.set_visible(True)
        for index, camera in enumerate(cameras):
            self.wall.put(camera, index)
        await self.turn()
        self.frames()

    def frames(self) -> None:
        for player in self.players.running:
            player.show()
        self.wall.take_frames()

    async def turn(self) -> None:
        for _turn in range(4):
            await asyncio.sleep(0)

    async def pass_(self, seconds: float) -> None:
        """Time passes, pictures come, and it is looked after."""
        self.time.seconds += seconds
        self.frames()
        self.listening.look()
        await self.turn()
        self.listening.look()


@pytest.fixture
async def desk(qtbot: QtBot) -> AsyncIterator[Desk]:
    desk = Desk()
    await desk.shows("one", "two", "deaf")
    yield desk
    await desk.listening.close()
    await desk.walls.shut()


async def test_nothing_is_heard_unasked(desk: Desk) -> None:
    desk.listening.begin()
    await desk.pass_(SETTLE_S)
    assert (desk.center.journal, desk.sounds.made, desk.wall.focused_tile.listened) == ([], [], None)


async def test_the_focused_tile_is_heard_when_the_journal_knows(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0.1)
    assert desk.center.journal == []
    await desk.pass_(SETTLE_S)
    sound = desk.sounds.made[-1]
    assert desk.center.journal == ["+one"]
    assert sound.address == "rtsp://u:p@sound/one"
    assert (desk.loudspeaker.playing, desk.loudspeaker.volume) == (sound, desk.listening.volume)
    sound.state = SoundState.HEARD
    desk.listening.look()
    listened = desk.wall.focused_tile.listened
    assert listened is not None
    assert listened.hearing is Hearing.HEARD


async def test_another_focus_is_another_ear_and_passing_over_tiles_opens_nothing(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.wall.focus(1)
    await desk.pass_(0.1)
    assert desk.center.journal == ["+one", "-one"]
    assert (desk.sounds.made[0].is_stopped, desk.loudspeaker.playing) == (True, None)
    assert desk.wall.all_tiles[0].listened is None
    desk.wall.focus(2)
    await desk.pass_(SETTLE_S)
    assert desk.center.journal == ["+one", "-one"]  # neither what was passed over, nor what has no microphone
    desk.wall.focus(1)
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    assert desk.center.journal[-1] == "+two"


async def test_it_ends_with_the_wish_the_camera_and_the_console(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.listening.turn()
    await desk.pass_(0)
    assert desk.center.journal == ["+one", "-one"]
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.wall.close(0)
    await desk.pass_(0)
    assert desk.center.journal == ["+one", "-one"] * 2
    desk.wall.focus(1)
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    await desk.listening.close()
    assert desk.center.journal[-2:] == ["+two", "-two"]


async def test_a_wish_given_up_while_the_center_is_asked_is_told_as_ended(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0)
    desk.time.seconds += SETTLE_S
    desk.listening.look()  # asked, not answered
    desk.listening.turn()
    await desk.turn()
    await desk.turn()
    assert desk.center.journal == ["+one", "-one"]
    assert desk.loudspeaker.playing is None


async def test_without_a_sound_device_nobody_listens_and_the_tile_says_so(desk: Desk) -> None:
    desk.loudspeaker.has_device = False
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    assert desk.center.journal == []
    listened = desk.wall.focused_tile.listened
    assert listened is not None
    assert listened.hearing is Hearing.NO_DEVICE
    desk.loudspeaker.has_device = True
    desk.loudspeaker.on_device()
    await desk.turn()
    assert desk.center.journal == ["+one"]


async def test_a_sound_that_breaks_is_tried_again(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.sounds.made[0].state = SoundState.ENDED
    await desk.pass_(0.1)
    listened = desk.wall.focused_tile.listened
    assert listened is not None
    assert listened.hearing is Hearing.BROKEN
    assert desk.center.journal == ["+one", "-one"]
    await desk.pass_(AGAIN_S)
    assert len(desk.sounds.made) == 2


async def test_what_carries_no_sound_is_not_tried_again(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.sounds.made[0].state = SoundState.NO_SOUND
    await desk.pass_(0.1)
    await desk.pass_(3 * AGAIN_S)
    listened = desk.wall.focused_tile.listened
    assert listened is not None
    assert (listened.hearing, len(desk.sounds.made)) == (Hearing.NO_SOUND, 1)


async def test_a_refusal_is_said_in_the_centers_words(desk: Desk) -> None:
    desk.center.refusal = Refused(Problem(ProblemType.UNAVAILABLE, "The disk is full", 503))
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    listened = desk.wall.focused_tile.listened
    assert listened is not None
    assert (listened.hearing, listened.note) == (Hearing.BROKEN, "The disk is full")
    assert desk.sounds.made == []


async def test_a_picture_that_is_lost_is_not_heard(desk: Desk) -> None:
    desk.listening.turn()
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.time.seconds += 4 * DEGRADED_AFTER_S
    desk.listening.look()
    await desk.turn()
    assert desk.center.journal == ["+one", "-one"]


async def test_an_alarm_is_louder(desk: Desk) -> None:
    desk.listening.turn()
    desk.listening.set_volume(80)
    await desk.pass_(0)
    await desk.pass_(SETTLE_S)
    desk.listening.give_way()
    assert desk.loudspeaker.volume == 20
    await desk.pass_(GIVES_WAY_S)
    assert desk.loudspeaker.volume == 80


async def test_wish_and_volume_are_the_operators_own(desk: Desk) -> None:
    desk.listening.turn()
    desk.listening.set_volume(250)
    assert desk.ears == {"duty": Ear(is_on=True, volume=100)}
