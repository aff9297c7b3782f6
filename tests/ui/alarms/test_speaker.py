from PySide6.QtMultimedia import QMediaDevices
from pytestqt.qtbot import QtBot

from console.domain.alarms import Priority
from ui.alarms.annunciator import SilentSpeaker
from ui.alarms.speaker import DeviceSpeaker


def test_the_real_speaker_knows_whether_there_is_a_device_and_can_always_be_stopped(qtbot: QtBot) -> None:
    speaker = DeviceSpeaker()

    assert speaker.has_device is not QMediaDevices.defaultAudioOutput().isNull()
    speaker.stop()
    if speaker.has_device:
        speaker.play(Priority.P4)
        speaker.stop()


def test_the_silent_speaker_says_that_it_is() -> None:
    speaker = SilentSpeaker()

    speaker.play(Priority.P1)
    speaker.stop()
    assert not speaker.has_device
