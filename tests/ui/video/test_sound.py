"""Listening by key, and what tile, notices and loudspeaker say of it."""

from typing import ClassVar

import pytest
from PySide6.QtCore import QBuffer, QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaDevices, QtAudio
from pytestqt.qtbot import QtBot

from console.domain.sound import SoundState
from console.viewmodels.listening import SETTLE_S
from tests.fake_sounds import FakeSound
from tests.ui.video.conftest import Desk, until
from ui.video import loudspeaker as loudspeaker_module
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
    return desk.pane.grab(desk.pane.views[0].geometry()).toImage()


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


class FakeSink(QObject):
    """An audio sink with room for so many bytes."""

    stateChanged = Signal(object)  # noqa: N815 - Qt's name

    def __init__(self, *_asked: object) -> None:
        super().__init__()
        self.room, self.volume, self.is_reset = 4096, -1.0, False
        self.fault = QtAudio.Error.NoError
        self.heard = QBuffer(self)
        FakeSink.made.append(self)

    made: ClassVar[list["FakeSink"]] = []

    def setBufferSize(self, _size: int) -> None:  # noqa: N802 - Qt's name
        return

    def setVolume(self, volume: float) -> None:  # noqa: N802 - Qt's name
        self.volume = volume

    def start(self) -> QBuffer:
        self.heard.open(QBuffer.OpenModeFlag.WriteOnly)
        return self.heard

    def bytesFree(self) -> int:  # noqa: N802 - Qt's name
        return max(0, self.room - self.heard.size())

    def error(self) -> QtAudio.Error:
        return self.fault

    def reset(self) -> None:
        self.is_reset = True


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> list[FakeSink]:
    """A machine with a sound device: the sinks that were made on it."""

    class Device:
        def isNull(self) -> bool:  # noqa: N802 - Qt's name
            return False

    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(Device))
    monkeypatch.setattr(loudspeaker_module, "QAudioSink", FakeSink)
    FakeSink.made = []
    return FakeSink.made


def test_a_device_gets_as_much_as_it_has_room_for(qtbot: QtBot, device: list[FakeSink]) -> None:
    loudspeaker = DeviceLoudspeaker()
    loudspeaker.play(FakeSound(""), 100)
    qtbot.waitUntil(lambda: device[0].heard.size() == 4096)
    assert device[0].volume == 1.0
    loudspeaker.set_volume(10)
    assert device[0].volume < 0.05  # as the ear hears it
    loudspeaker.stop()
    assert device[0].is_reset


def test_a_device_that_breaks_is_told(qtbot: QtBot, device: list[FakeSink]) -> None:
    loudspeaker, told = DeviceLoudspeaker(), []
    loudspeaker.on_device = lambda: told.append(loudspeaker.has_device)
    loudspeaker.play(FakeSound(""), 50)
    device[0].fault = QtAudio.Error.FatalError
    device[0].stateChanged.emit(QtAudio.State.StoppedState)
    assert told == [False]


def test_a_device_that_does_not_open_is_told(
    qtbot: QtBot, device: list[FakeSink], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeSink, "error", lambda _sink: QtAudio.Error.OpenError)
    loudspeaker = DeviceLoudspeaker()
    loudspeaker.play(FakeSound(""), 50)
    assert not loudspeaker.has_device


def test_what_plays_goes_over_to_a_device_that_comes(qtbot: QtBot, device: list[FakeSink]) -> None:
    loudspeaker = DeviceLoudspeaker()
    loudspeaker.play(FakeSound(""), 50)
    loudspeaker._devices.audioOutputsChanged.emit()
    assert len(device) == 2
    assert device[0].is_reset
    qtbot.waitUntil(lambda: device[1].heard.size() == 4096)
    loudspeaker.stop()


def test_the_real_loudspeaker_knows_whether_there_is_a_device_and_breaks_nothing_without(qtbot: QtBot) -> None:
    loudspeaker, sound = DeviceLoudspeaker(), FakeSound("")
    assert loudspeaker.has_device is not QMediaDevices.defaultAudioOutput().isNull()
    loudspeaker.play(sound, 50)
    loudspeaker.set_volume(80)
    loudspeaker.stop()
