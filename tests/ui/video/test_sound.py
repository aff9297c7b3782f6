"""Listening by key, and what tile, notices and loudspeaker say of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaDevices
from pytestqt.qtbot import QtBot

from console.domain.sound import SoundState
from console.viewmodels.listening import SETTLE_S
from tests.fake_sounds import FakeSound
from tests.ui.video.conftest import Desk, until
from ui.video.loudspeaker import DeviceLoudspeaker

pytestmark = pytest.mark.anyio

ALT = Qt.KeyboardModifier.AltModifier


async def heard(desk: Desk) -> FakeSound:
    """Let time pass until the center was told and a sound is read."""
    desk.time.seconds += SETTLE_S
    desk.show_all()
    desk.listening.look()
    await until(lambda: desk.sounds.made)
    desk.sounds.made[-1].state = SoundState.HEARD
    desk.listening.look()
    return desk.sounds.made[-1]


def drawn(desk: Desk) -> QImage:
    return desk.pane.views[0].grab().toImage()


async def test_a_key_lets_listen_the_tile_says_so_and_the_key_ends_it(desk: Desk) -> None:
    await desk.live("heard one", "deaf")
    before = drawn(desk)
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_M)
    sound = await heard(desk)
    assert desk.loudspeaker.playing is sound
    assert "70 %" in desk.pane.views[0].accessible_text()
    assert drawn(desk) != before
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_Up, ALT)
    assert desk.loudspeaker.volume == 80
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_M)
    assert desk.loudspeaker.playing is None
    await until(lambda: desk.microphones.journal == ["+heard one", "-heard one"])
    assert [notice.text for notice in desk.told][-1] == "You listen to no camera any more."


async def test_a_camera_without_a_microphone_is_not_offered_to_be_heard(desk: Desk) -> None:
    await desk.live("deaf")
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_M)
    assert not desk.listening.is_on


async def test_without_a_device_it_is_said_at_once(desk: Desk) -> None:
    await desk.live("heard one")
    desk.loudspeaker.has_device = False
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_M)
    assert desk.told[-1].text == "This computer has no sound device: nothing is heard."
    assert "No sound device" in desk.pane.views[0].accessible_text()


def test_the_real_loudspeaker_knows_whether_there_is_a_device_and_breaks_nothing_without(qtbot: QtBot) -> None:
    loudspeaker, sound = DeviceLoudspeaker(), FakeSound("")
    assert loudspeaker.has_device is not QMediaDevices.defaultAudioOutput().isNull()
    loudspeaker.play(sound, 50)
    loudspeaker.set_volume(80)
    loudspeaker.stop()
