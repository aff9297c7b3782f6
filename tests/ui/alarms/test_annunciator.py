from collections.abc import Callable

import numpy as np
import pytest

from console.domain import events as e
from console.domain.alarms import AlarmKind, Priority
from console.settings import Nagging, Settings
from console.viewmodels import annunciation
from console.viewmodels.status import SoundState
from tests.desk import alarm, store, tell
from tests.ui.conftest import FakeSpeaker, Opened
from ui.alarms import tones
from ui.dialogs.sounds import SoundsDialog

Open = Callable[..., Opened]


def test_a_new_alarm_is_heard_by_its_priority(open_window: Open) -> None:
    window = open_window(store())

    tell(window.store, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)))
    window.desk.tick.now()

    assert window.speaker.played == [Priority.P1]


def test_silence_stops_this_sound_and_not_the_next(open_window: Open) -> None:
    window = open_window(store([alarm("a", AlarmKind.FIRE)]))
    stops = window.speaker.stops

    window.actions_of["sound.silence"].trigger()
    assert window.speaker.stops == stops + 1

    tell(window.store, e.AlarmRaised(alarm("b", AlarmKind.FIRE)))
    window.desk.tick.now()
    assert window.speaker.played == [Priority.P2, Priority.P2]


def test_muted_is_quiet_the_status_bar_says_so_and_the_settings_keep_it(open_window: Open) -> None:
    settings = Settings()
    window = open_window(store(), settings=settings)
    window.actions_of["sound.mute"].trigger()

    tell(window.store, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)))
    window.desk.tick.now()

    assert window.speaker.played == []
    assert window.desk.status.sound is SoundState.MUTED
    assert "Sound is off" in window.status._sound.toolTip()
    assert settings.is_muted
    assert open_window(store(), settings=settings).desk.status.sound is SoundState.MUTED


def test_without_a_device_it_says_so_once(open_window: Open) -> None:
    window = open_window(store(), speaker=FakeSpeaker(has_device=False))

    tell(window.store, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)), e.AlarmRaised(alarm("b", AlarmKind.FIRE)))
    window.desk.tick.now()

    assert window.speaker.played == []
    assert window.desk.status.sound is SoundState.NO_DEVICE
    assert window.notices.shown is not None
    assert "no sound device" in window.notices.shown.text
    window.notices.dismiss()
    assert window.notices.shown is None


def test_a_lesser_sound_never_cuts_off_a_more_urgent_one(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    window = open_window(store([alarm("p1", AlarmKind.PANIC_BUTTON)]))
    window.speaker.playing = Priority.P1

    tell(window.store, e.AlarmRaised(alarm("theft")))
    window.desk.tick.now()
    assert window.speaker.played == [Priority.P1]

    now[0] += 4
    tell(window.store, e.AlarmRaised(alarm("next", AlarmKind.HOLD_UP)))
    window.desk.tick.now()
    assert window.speaker.played == [Priority.P1, Priority.P1]


def test_a_device_that_goes_or_comes_back_is_told_at_once(open_window: Open) -> None:
    window = open_window(store())
    assert window.desk.status.sound is SoundState.ON

    window.speaker.has_device = False
    window.speaker.on_device()
    assert window.desk.status.sound is SoundState.NO_DEVICE
    assert window.notices.shown is not None
    assert "No sound device" in window.status._sound.toolTip()

    window.speaker.has_device = True
    window.speaker.on_device()
    assert window.desk.status.sound is SoundState.ON
    assert window.notices.shown is None


def test_a_device_that_is_gone_is_noticed_with_the_next_sound(open_window: Open) -> None:
    window = open_window(store())
    window.speaker.has_device = False

    tell(window.store, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)))
    window.desk.tick.now()

    assert window.desk.status.sound is SoundState.NO_DEVICE


@pytest.mark.parametrize("priority", Priority)
def test_a_tone_is_loud_enough_and_never_clips(priority: Priority) -> None:
    wave = tones.samples(priority)

    assert 0.2 * 32_767 < np.abs(wave.astype(int)).max() < 32_767
    assert abs(int(wave[0])) < 400, "a tone that does not begin softly clicks"


@pytest.mark.parametrize("priority", Priority)
def test_a_tone_is_as_long_as_it_says(priority: Priority) -> None:
    assert len(tones.samples(priority)) / tones.RATE == pytest.approx(tones.length_s(priority), abs=0.01)


def test_a_higher_priority_sounds_more_urgent() -> None:
    pulses = [len(tones.BURSTS[priority].notes) for priority in Priority]

    assert pulses == sorted(pulses, reverse=True)
    assert len(set(pulses)) == 4


def test_a_tone_can_be_had_as_a_wav_file() -> None:
    import io
    import wave

    with wave.open(io.BytesIO(tones.wav(Priority.P1))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (44_100, 1, 2)
        assert file.getnframes() == len(tones.samples(Priority.P1))


def test_a_sound_that_stands_for_many_says_for_which(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    window = open_window(store([alarm("first")]))

    tell(window.store, *(e.AlarmRaised(alarm(f"t{n}")) for n in range(6)))
    window.desk.tick.now()
    tell(window.store, e.AlarmRaised(alarm("fire", AlarmKind.FIRE)))
    window.desk.tick.now()

    assert window.speaker.played == [Priority.P3, Priority.P2]
    assert window.notices.shown is not None
    assert window.notices.shown.text == "7 new alarms: P2 × 1, P3 × 6"


def test_sounds_are_set_heard_and_kept(open_window: Open) -> None:
    window = open_window(store())
    assert window.speaker.volumes == {Priority.P1: 100, Priority.P2: 80, Priority.P3: 60, Priority.P4: 40}

    window.actions_of["sound.settings"].trigger()
    dialog = window.findChild(SoundsDialog)
    assert dialog is not None
    dialog.sliders[Priority.P1].setValue(0)
    assert dialog.volumes[Priority.P1] == 30, "an emergency is never inaudible"
    dialog.sliders[Priority.P3].setValue(15)
    dialog.tests[Priority.P3].click()
    assert window.speaker.played == [Priority.P3]
    assert window.speaker.volumes[Priority.P3] == 15
    dialog.every.setValue(30)
    dialog.accept()

    assert window.desk.annunciation.nagging == Nagging(30.0, 60.0)
    assert window.speaker.volumes[Priority.P3] == 15


def test_a_test_that_was_not_kept_leaves_the_volumes_as_they_were(open_window: Open) -> None:
    window = open_window(store())
    window.actions_of["sound.settings"].trigger()
    dialog = window.findChild(SoundsDialog)
    assert dialog is not None

    dialog.sliders[Priority.P2].setValue(5)
    dialog.tests[Priority.P2].click()
    dialog.reject()

    assert window.speaker.volumes[Priority.P2] == Settings().volume["P2"]


def test_the_dialog_says_that_nothing_is_heard(open_window: Open) -> None:
    window = open_window(store(), speaker=FakeSpeaker(has_device=False))
    window.actions_of["sound.settings"].trigger()
    dialog = window.findChild(SoundsDialog)
    assert dialog is not None
    assert "No sound device" in dialog.problem.text()
